/* Platform SKUs and what they are bound to. */
#include "api/api.h"

#include "domain/auto_match.h"
#include "domain/mapping.h"
#include "domain/mapping_csv.h"
#include "domain/product.h"

/* ---- the store's list of products ------------------------------------------------------------------ */

static bool start_sync(struct req *r)
{
	struct product_run run;

	return req_no_body(r)
	    && product_sync_start(r->ctx, r->id, &run)
	    && answer_shape(r, 202, &product_run_shape, &run);
}

/* {"run": …}, null when there was none: a page asks before there is one. */
static bool latest_run(struct req *r)
{
	struct buf b = buf_new(r->ctx->arena, 512);
	struct product_run run;
	bool found = false;

	if (!req_no_query(r) || !product_sync_latest(r->ctx, r->id, &run, &found))
		return false;
	buf_puts(&b, "{\"run\":");
	shape_emit(&b, &product_run_shape, found ? &run : NULL);
	buf_putc(&b, '}');
	return answer_json(r, 200, &b);
}

static bool list(struct req *r)
{
	struct platform_sku_filter f = { 0 };
	struct page_end end = { 0 };
	struct platform_sku *rows;
	size_t n;

	return req_query(r, &platform_sku_filter_shape, &f)
	    && platform_sku_page(r->ctx, &f, &rows, &n, &end)
	    && answer_page(r, &platform_sku_shape, rows, n, &end);
}

/* ---- binding ----------------------------------------------------------------------------------------- */

static bool bind(struct req *r)
{
	struct bind_sku in = { 0 };
	struct sku_mapping out = { 0 };

	return req_body(r, &bind_sku_shape, &in)
	    && mapping_bind(r->ctx, &in, &out)
	    && answer_shape(r, 200, &sku_mapping_shape, &out);
}

static bool unbind(struct req *r)
{
	struct sku_mapping out = { 0 };

	return req_no_body(r)
	    && mapping_unbind(r->ctx, r->id, r->version, &out)
	    && answer_shape(r, 200, &sku_mapping_shape, &out);
}

static bool undo(struct req *r)
{
	struct undo_mapping in = { 0 };
	struct sku_mapping out = { 0 };

	return req_body(r, &undo_mapping_shape, &in)
	    && mapping_undo(r->ctx, &in, &out)
	    && answer_shape(r, 200, &sku_mapping_shape, &out);
}

static bool history(struct req *r)
{
	struct mapping_history_query in = { 0 };
	struct mapping_event *rows;
	size_t n;

	return req_query(r, &mapping_history_query_shape, &in)
	    && mapping_history(r->ctx, r->id, in.sku_key, &rows, &n)
	    && answer_items(r, 200, &mapping_event_shape, rows, n);
}

/* ---- many --------------------------------------------------------------------------------------------- */

static bool match(struct req *r)
{
	struct auto_match in = { 0 };
	struct auto_match_result out;

	return req_body(r, &auto_match_shape, &in)
	    && auto_match(r->ctx, r->id, &in, &out)
	    && answer_shape(r, 200, &auto_match_result_shape, &out);
}

static bool export(struct req *r)
{
	struct buf b = buf_new(r->ctx->arena, 64 * 1024);
	struct platform_sku_filter f = { 0 };

	return req_query(r, &platform_sku_filter_shape, &f)
	    && mapping_csv_export(r->ctx, &f, &b)
	    && answer_file(r, "text/csv; charset=utf-8", "sku-mappings.csv", &b);
}

static bool import(struct req *r)
{
	struct import_query in = { 0 };
	struct import_report out;
	const char *text;
	size_t n;

	return req_query(r, &import_query_shape, &in)
	    && req_text(r, "text/csv", &text, &n)
	    && mapping_csv_import(r->ctx, text, n, in.apply, &out)
	    && answer_shape(r, 200, &import_report_shape, &out);
}

const struct route mapping_routes[] = {
	{ HTTP_GET,    "/api/v1/platform-skus",                         PERM_STORE_VIEW,     list,       0            },
	{ HTTP_GET,    "/api/v1/platform-skus/export",                  PERM_STORE_VIEW,     export,     0            },
	{ HTTP_POST,   "/api/v1/stores/:id/platform-skus/sync",         PERM_SKU_SYNC,       start_sync, 0            },
	{ HTTP_GET,    "/api/v1/stores/:id/platform-skus/runs/latest",  PERM_STORE_VIEW,     latest_run, 0            },
	{ HTTP_GET,    "/api/v1/stores/:id/platform-skus/history",      PERM_STORE_VIEW,     history,    0            },
	{ HTTP_POST,   "/api/v1/stores/:id/auto-match",                 PERM_SKU_AUTO_MATCH, match,      0            },
	{ HTTP_POST,   "/api/v1/sku-mappings",                          PERM_SKU_BIND,       bind,       0            },
	{ HTTP_POST,   "/api/v1/sku-mappings/undo",                     PERM_SKU_BIND,       undo,       0            },
	{ HTTP_POST,   "/api/v1/sku-mappings/import",                   PERM_SKU_BIND,       import,     ROUTE_IMPORT },
	{ HTTP_DELETE, "/api/v1/sku-mappings/:id",                      PERM_SKU_BIND,       unbind,     ROUTE_VERSION },
	{ 0 }
};

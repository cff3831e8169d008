/* Warehouse SKUs: finding one to bind, and maintaining them. */
#include "api/api.h"

#include "domain/catalog.h"
#include "domain/warehouse_sku.h"

static bool search(struct req *r)
{
	struct sku_filter f = { 0 };
	struct sku *rows;
	size_t n;

	return req_query(r, &sku_filter_shape, &f)
	    && catalog_skus(r->ctx, &f, &rows, &n)
	    && answer_items(r, 200, &sku_shape, rows, n);
}

static bool list(struct req *r)
{
	struct warehouse_sku_filter f = { 0 };
	struct warehouse_sku *rows;
	struct page_end end;
	size_t n;

	return req_query(r, &warehouse_sku_filter_shape, &f)
	    && warehouse_sku_page(r->ctx, &f, &rows, &n, &end)
	    && answer_page(r, &warehouse_sku_row_shape, rows, n, &end);
}

static bool answer_sku(struct req *r, int status, uint64_t id)
{
	struct warehouse_sku s;

	if (!warehouse_sku_get(r->ctx, id, &s))
		return false;
	answer_version(r, s.version);
	return answer_shape(r, status, &warehouse_sku_shape, &s);
}

static bool show(struct req *r)
{
	return req_no_query(r) && answer_sku(r, 200, r->id);
}

static bool add(struct req *r)
{
	struct add_warehouse_sku in = { 0 };
	uint64_t id;

	return req_body(r, &add_warehouse_sku_shape, &in)
	    && warehouse_sku_add(r->ctx, &in, &id)
	    && answer_sku(r, 201, id);
}

static bool change(struct req *r)
{
	struct change_warehouse_sku in;
	struct warehouse_sku s;

	if (!warehouse_sku_get(r->ctx, r->id, &s))
		return false;
	in = (struct change_warehouse_sku){ s.code, s.name, s.barcode, s.weight_grams, s.status };
	return req_body(r, &change_warehouse_sku_shape, &in)
	    && warehouse_sku_change(r->ctx, r->id, r->version, &in)
	    && answer_sku(r, 200, r->id);
}

static bool import(struct req *r)
{
	struct sku_import_query in = { 0 };
	struct sku_import_report out;
	const char *text;
	size_t n;

	return req_query(r, &sku_import_query_shape, &in)
	    && req_text(r, "text/csv", &text, &n)
	    && warehouse_sku_import(r->ctx, in.customer_id, text, n, in.apply, &out)
	    && answer_shape(r, 200, &sku_import_report_shape, &out);
}

/* Who may write is the domain's: staff with warehouse_manage, a customer's users with sku_bind. */
const struct route sku_routes[] = {
	{ HTTP_GET,   "/api/v1/skus",                  PERM_SKU_VIEW, search, 0             },
	{ HTTP_GET,   "/api/v1/warehouse-skus",        PERM_SKU_VIEW, list,   0             },
	{ HTTP_POST,  "/api/v1/warehouse-skus",        PERM_SKU_VIEW, add,    0             },
	{ HTTP_POST,  "/api/v1/warehouse-skus/import", PERM_SKU_VIEW, import, ROUTE_IMPORT  },
	{ HTTP_GET,   "/api/v1/warehouse-skus/:id",    PERM_SKU_VIEW, show,   0             },
	{ HTTP_PATCH, "/api/v1/warehouse-skus/:id",    PERM_SKU_VIEW, change, ROUTE_VERSION },
	{ 0 }
};

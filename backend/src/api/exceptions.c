/* The inbox of causes: open exceptions in groups, and what cures a group. */
#include "api/api.h"

#include "domain/exception.h"

static bool list(struct req *r)
{
	struct buf b = buf_new(r->ctx->arena, 16 * 1024);
	struct exception_filter f = { 0 };
	struct exception_group *rows;
	struct stock_freed *freed;
	size_t n, n_freed;
	bool more;

	if (!req_query(r, &exception_filter_shape, &f) || !exception_groups(r->ctx, &f, &rows, &n, &more)
	    || !exception_freed(r->ctx, &freed, &n_freed))
		return false;
	buf_puts(&b, "{\"items\":");
	shape_emit_list(&b, &exception_group_shape, rows, n);
	buf_puts(&b, ",\"freed\":");
	shape_emit_list(&b, &stock_freed_shape, freed, n_freed);
	buf_puts(&b, more ? ",\"more\":true}" : ",\"more\":false}");
	return answer_json(r, 200, &b);
}

static bool skus(struct req *r)
{
	struct exception_ref group = { 0 };
	struct exception_sku *rows;
	size_t n;

	return req_query(r, &exception_ref_shape, &group)
	    && exception_skus(r->ctx, &group, &rows, &n)
	    && answer_items(r, 200, &exception_sku_shape, rows, n);
}

static bool retry(struct req *r)
{
	struct retry_group in = { 0 };
	struct retried out;

	return req_body(r, &retry_group_shape, &in)
	    && exception_retry(r->ctx, &in, &out)
	    && answer_shape(r, 200, &retried_shape, &out);
}

const struct route exception_routes[] = {
	{ HTTP_GET,  "/api/v1/order-exceptions",                  PERM_ORDER_VIEW, list,  0 },
	{ HTTP_GET,  "/api/v1/order-exceptions/skus",             PERM_ORDER_VIEW, skus,  0 },
	{ HTTP_POST, "/api/v1/order-exceptions/retry-writebacks", PERM_ORDER_SHIP, retry, 0 },
	{ 0 }
};

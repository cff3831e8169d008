/* Dispatching many orders with one press. */
#include "api/api.h"

#include "domain/batch.h"

static bool start(struct req *r)
{
	struct start_batch in = { 0 };
	struct batch out;

	return req_body(r, &start_batch_shape, &in)
	    && batch_start(r->ctx, &in, &out)
	    && answer_shape(r, 202, &batch_shape, &out);
}

static bool list(struct req *r)
{
	struct batch *rows;
	size_t n;

	return req_no_query(r)
	    && batch_latest(r->ctx, &rows, &n)
	    && answer_items(r, 200, &batch_shape, rows, n);
}

static bool show(struct req *r)
{
	struct batch out;

	return req_no_query(r)
	    && batch_get(r->ctx, r->id, &out)
	    && answer_shape(r, 200, &batch_shape, &out);
}

static bool items(struct req *r)
{
	struct batch_item_filter f = { 0 };
	struct page_end end = { 0 };
	struct batch_item *rows;
	size_t n;

	return req_query(r, &batch_item_filter_shape, &f)
	    && batch_items(r->ctx, r->id, &f, &rows, &n, &end)
	    && answer_page(r, &batch_item_shape, rows, n, &end);
}

static bool retry(struct req *r)
{
	struct batch out;

	return req_no_body(r)
	    && batch_retry(r->ctx, r->id, &out)
	    && answer_shape(r, 202, &batch_shape, &out);
}

static bool stop(struct req *r)
{
	struct batch out;

	return req_no_body(r)
	    && batch_stop(r->ctx, r->id, &out)
	    && answer_shape(r, 200, &batch_shape, &out);
}

const struct route batch_routes[] = {
	{ HTTP_POST, "/api/v1/orders/batch-dispatch", PERM_ORDER_DISPATCH, start, 0 },
	{ HTTP_GET,  "/api/v1/batches",               PERM_ORDER_VIEW,     list,  0 },
	{ HTTP_GET,  "/api/v1/batches/:id",           PERM_ORDER_VIEW,     show,  0 },
	{ HTTP_GET,  "/api/v1/batches/:id/items",     PERM_ORDER_VIEW,     items, 0 },
	{ HTTP_POST, "/api/v1/batches/:id/retry",     PERM_ORDER_DISPATCH, retry, 0 },
	{ HTTP_POST, "/api/v1/batches/:id/stop",      PERM_ORDER_DISPATCH, stop,  0 },
	{ 0 }
};

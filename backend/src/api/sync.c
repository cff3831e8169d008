/* Manual sync, and the Order Sync Log. */
#include "api/api.h"

#include "domain/sync.h"

static bool list(struct req *r)
{
	struct sync_filter f = { 0 };
	struct page_end end = { 0 };
	struct sync_run *rows;
	size_t n;

	return req_query(r, &sync_filter_shape, &f)
	    && sync_page(r->ctx, &f, &rows, &n, &end)
	    && answer_page(r, &sync_run_shape, rows, n, &end);
}

static bool start(struct req *r)
{
	struct start_sync in = { 0 };
	struct sync_run *runs;
	size_t n;

	return req_body(r, &start_sync_shape, &in)
	    && sync_start(r->ctx, &in, &runs, &n)
	    && answer_items(r, 202, &sync_run_shape, runs, n);
}

static bool show(struct req *r)
{
	struct sync_run run;

	return req_no_query(r)
	    && sync_get(r->ctx, r->id, &run)
	    && answer_shape(r, 200, &sync_run_shape, &run);
}

static bool orders(struct req *r)
{
	struct sync_order_filter f = { 0 };
	struct page_end end = { 0 };
	struct sync_run_order *rows;
	size_t n;

	return req_query(r, &sync_order_filter_shape, &f)
	    && sync_orders(r->ctx, r->id, &f, &rows, &n, &end)
	    && answer_page(r, &sync_run_order_shape, rows, n, &end);
}

static bool requests(struct req *r)
{
	struct platform_request *rows;
	size_t n;

	return req_no_query(r)
	    && sync_requests(r->ctx, r->id, &rows, &n)
	    && answer_items(r, 200, &platform_request_shape, rows, n);
}

const struct route sync_routes[] = {
	{ HTTP_GET,  "/api/v1/sync-runs",              PERM_ORDER_VIEW, list,     0 },
	{ HTTP_POST, "/api/v1/sync-runs",              PERM_ORDER_SYNC, start,    0 },
	{ HTTP_GET,  "/api/v1/sync-runs/:id",          PERM_ORDER_VIEW, show,     0 },
	{ HTTP_GET,  "/api/v1/sync-runs/:id/orders",   PERM_ORDER_VIEW, orders,   0 },
	{ HTTP_GET,  "/api/v1/sync-runs/:id/requests", PERM_ORDER_VIEW, requests, 0 },
	{ 0 }
};

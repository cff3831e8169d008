/* Platform orders: lists, one order, and what a person may do with it. */
#include "api/api.h"

#include "domain/acknowledge.h"
#include "domain/cancel.h"
#include "domain/dispatch.h"
#include "domain/manual_ship.h"
#include "domain/order_export.h"
#include "domain/order_show.h"
#include "domain/outbound.h"
#include "domain/rehearse.h"
#include "domain/ship_to.h"
#include "domain/writeback.h"

static bool list(struct req *r)
{
	struct order_filter f = { 0 };
	struct page_end end = { 0 };
	struct order *rows;
	size_t n;

	return req_query(r, &order_filter_shape, &f)
	    && order_page(r->ctx, &f, &rows, &n, &end)
	    && answer_page(r, &order_shape, rows, n, &end);
}

struct export {
	FILE *file;
	char  piece[64 * 1024];
};

static bool next_piece(void *arg, const char **piece, size_t *n)
{
	struct export *x = arg;

	*n = fread(x->piece, 1, sizeof x->piece, x->file);
	*piece = x->piece;
	return *n > 0;
}

static bool export(struct req *r)
{
	struct order_filter f = { 0 };
	struct export *x = NEW(r->ctx->arena, struct export);
	struct order_export made;

	if (!req_query(r, &order_filter_shape, &f) || !order_export(r->ctx, &f, &made))
		return false;
	x->file = made.file;
	return answer_stream(r, "text/csv; charset=utf-8", "orders.csv", made.n_bytes, next_piece, x);
}

static bool counts(struct req *r)
{
	struct order_counts_query in = { 0 };
	struct order_counts out = { 0 };

	return req_query(r, &order_counts_query_shape, &in)
	    && order_count(r->ctx, (enum order_kind)in.kind, &out)
	    && answer_shape(r, 200, &order_counts_shape, &out);
}

/* The order as it now is. */
static bool show(struct req *r)
{
	struct order_detail out = { 0 };

	if (!req_no_query(r) || !order_get(r->ctx, r->id, &out))
		return false;
	answer_version(r, out.o.version);
	return answer_shape(r, 200, &order_detail_shape, &out);
}

static bool events(struct req *r)
{
	struct order_event *rows;
	size_t n;

	return req_no_query(r)
	    && order_events(r->ctx, r->id, &rows, &n)
	    && answer_items(r, 200, &order_event_shape, rows, n);
}

static bool revisions(struct req *r)
{
	struct order_revision *rows;
	size_t n;

	return req_no_query(r)
	    && order_revisions(r->ctx, r->id, &rows, &n)
	    && answer_items(r, 200, &order_revision_shape, rows, n);
}

static bool dispatch(struct req *r)
{
	struct dispatch in = { 0 };

	return req_body(r, &dispatch_shape, &in)
	    && dispatch_order(r->ctx, req_ref(r), &in)
	    && show(r);
}

static bool rehearse(struct req *r)
{
	struct rehearse in = { 0 };
	struct rehearsal out;

	return req_body(r, &rehearse_shape, &in)
	    && rehearse_dispatch(r->ctx, &in, &out)
	    && answer_shape(r, 200, &rehearsal_shape, &out);
}

static bool mark_shipped(struct req *r)
{
	return req_no_body(r)
	    && writeback_retry(r->ctx, req_ref(r))
	    && show(r);
}

static bool manual_ship(struct req *r)
{
	struct manual_ship in = { 0 };

	return req_body(r, &manual_ship_shape, &in)
	    && manual_ship_order(r->ctx, req_ref(r), &in)
	    && show(r);
}

static bool cancel(struct req *r)
{
	struct cancel in = { 0 };

	return req_body(r, &cancel_shape, &in)
	    && cancel_order(r->ctx, req_ref(r), in.reason)
	    && show(r);
}

/* Taken back from the warehouse, to be dispatched again. */
static bool recall(struct req *r)
{
	struct cancel in = { 0 };

	return req_body(r, &cancel_shape, &in)
	    && outbound_recall(r->ctx, req_ref(r), in.reason)
	    && show(r);
}

/* ---- purchase orders ---------------------------------------------------------------------------- */

static bool sheet(struct req *r)
{
	struct sheet_query in = { 0 };
	struct acknowledge_sheet out;

	return req_query(r, &sheet_query_shape, &in)
	    && acknowledge_sheet(r->ctx, r->id, in.warehouse_id, &out)
	    && answer_shape(r, 200, &acknowledge_sheet_shape, &out);
}

static bool acknowledgements(struct req *r)
{
	struct acknowledged *rows;
	size_t n;

	return req_no_query(r)
	    && acknowledge_all(r->ctx, r->id, &rows, &n)
	    && answer_items(r, 200, &acknowledged_shape, rows, n);
}

static bool acknowledge(struct req *r)
{
	struct acknowledge in = { 0 };

	return req_body(r, &acknowledge_shape, &in)
	    && acknowledge_order(r->ctx, req_ref(r), &in)
	    && show(r);
}

static bool ship_to_list(struct req *r)
{
	struct ship_to_filter f = { 0 };
	struct ship_to *rows;
	size_t n;

	return req_query(r, &ship_to_filter_shape, &f)
	    && ship_to_all(r->ctx, &f, &rows, &n)
	    && answer_items(r, 200, &ship_to_shape, rows, n);
}

static bool ship_to_put(struct req *r)
{
	struct ship_to in = { 0 }, out;

	return req_body(r, &set_ship_to_shape, &in)
	    && ship_to_set(r->ctx, &in, &out)
	    && answer_shape(r, 200, &ship_to_set_shape, &out);
}

const struct route order_routes[] = {
	{ HTTP_GET,  "/api/v1/orders",                  PERM_ORDER_VIEW,     list,         0             },
	{ HTTP_GET,  "/api/v1/orders/counts",           PERM_ORDER_VIEW,     counts,       0             },
	{ HTTP_GET,  "/api/v1/orders/export",           PERM_ORDER_VIEW,     export,       0             },
	{ HTTP_POST, "/api/v1/orders/rehearse",         PERM_ORDER_DISPATCH, rehearse,     ROUTE_READS   },
	{ HTTP_GET,  "/api/v1/orders/:id",              PERM_ORDER_VIEW,     show,         0             },
	{ HTTP_GET,  "/api/v1/orders/:id/events",       PERM_ORDER_VIEW,     events,       0             },
	{ HTTP_GET,  "/api/v1/orders/:id/revisions",    PERM_ORDER_VIEW,     revisions,    0             },
	{ HTTP_GET,  "/api/v1/orders/:id/acknowledgement",  PERM_ORDER_ACKNOWLEDGE, sheet, 0 },
	{ HTTP_GET,  "/api/v1/orders/:id/acknowledgements", PERM_ORDER_VIEW, acknowledgements, 0 },
	{ HTTP_POST, "/api/v1/orders/:id/acknowledge",  PERM_ORDER_ACKNOWLEDGE, acknowledge, ROUTE_VERSION },
	{ HTTP_POST, "/api/v1/orders/:id/dispatch",     PERM_ORDER_DISPATCH, dispatch,     ROUTE_VERSION },
	{ HTTP_POST, "/api/v1/orders/:id/mark-shipped", PERM_ORDER_SHIP,     mark_shipped, ROUTE_VERSION },
	{ HTTP_POST, "/api/v1/orders/:id/manual-ship",  PERM_ORDER_SHIP,     manual_ship,  ROUTE_VERSION },
	{ HTTP_POST, "/api/v1/orders/:id/cancel",       PERM_ORDER_CANCEL,   cancel,       ROUTE_VERSION },
	{ HTTP_POST, "/api/v1/orders/:id/recall",       PERM_ORDER_CANCEL,   recall,       ROUTE_VERSION },
	{ HTTP_GET,  "/api/v1/ship-to-addresses",       PERM_ORDER_VIEW,     ship_to_list, 0             },
	{ HTTP_POST, "/api/v1/ship-to-addresses",       PERM_ORDER_DISPATCH, ship_to_put,  0             },
	{ 0 }
};

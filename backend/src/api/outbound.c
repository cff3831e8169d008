/* Dropshipping outbound orders: the warehouse's list, one of them, and each step it takes. */
#include "api/api.h"

#include "domain/cancel.h"
#include "domain/outbound.h"
#include "domain/outbound_show.h"
#include "domain/wave.h"

static bool list(struct req *r)
{
	struct outbound_filter f = { 0 };
	struct page_end end = { 0 };
	struct outbound *rows;
	size_t n;

	return req_query(r, &outbound_filter_shape, &f)
	    && outbound_page(r->ctx, &f, &rows, &n, &end)
	    && answer_page(r, &outbound_shape, rows, n, &end);
}

/* The outbound order as it now is. */
static bool show(struct req *r)
{
	struct outbound_detail out = { 0 };

	if (!req_no_query(r) || !outbound_get(r->ctx, r->id, &out))
		return false;
	answer_version(r, out.ob.version);
	return answer_shape(r, 200, &outbound_detail_shape, &out);
}

static bool add(struct req *r)
{
	struct by_hand         in = { 0 };
	struct outbound_detail out = { 0 };
	uint64_t               id;

	if (!req_body(r, &by_hand_shape, &in) || !outbound_add(r->ctx, &in, &id) || !outbound_get(r->ctx, id, &out))
		return false;
	answer_version(r, out.ob.version);
	return answer_shape(r, 201, &outbound_detail_shape, &out);
}

static bool review(struct req *r)
{
	return req_no_body(r)
	    && outbound_review(r->ctx, req_ref(r))
	    && show(r);
}

static bool label(struct req *r)
{
	struct outbound_label in = { 0 };

	return req_body(r, &outbound_label_shape, &in)
	    && outbound_give_label(r->ctx, req_ref(r), &in)
	    && show(r);
}

static bool unwave(struct req *r)
{
	return req_no_body(r)
	    && wave_leave(r->ctx, req_ref(r))
	    && show(r);
}

static bool pick(struct req *r)
{
	return req_no_body(r)
	    && outbound_pick(r->ctx, req_ref(r))
	    && show(r);
}

static bool pack(struct req *r)
{
	struct pack in = { 0 };

	return req_body(r, &pack_shape, &in)
	    && outbound_pack(r->ctx, req_ref(r), in.weight_grams)
	    && show(r);
}

static bool ship(struct req *r)
{
	struct ship in = { 0 };

	return req_body(r, &ship_shape, &in)
	    && outbound_ship(r->ctx, req_ref(r), &in)
	    && show(r);
}

static bool intercept(struct req *r)
{
	struct cancel in = { 0 };

	return req_body(r, &cancel_shape, &in)
	    && outbound_intercept(r->ctx, req_ref(r), in.reason)
	    && show(r);
}

const struct route outbound_routes[] = {
	{ HTTP_GET,  "/api/v1/outbound-orders",               PERM_OUTBOUND_VIEW, list,      0             },
	{ HTTP_POST, "/api/v1/outbound-orders",               PERM_OUTBOUND_WORK, add,       0             },
	{ HTTP_GET,  "/api/v1/outbound-orders/:id",           PERM_OUTBOUND_VIEW, show,      0             },
	{ HTTP_POST, "/api/v1/outbound-orders/:id/review",    PERM_OUTBOUND_WORK, review,    ROUTE_VERSION },
	{ HTTP_POST, "/api/v1/outbound-orders/:id/label",     PERM_ORDER_DISPATCH, label,   ROUTE_VERSION },
	{ HTTP_POST, "/api/v1/outbound-orders/:id/unwave",    PERM_OUTBOUND_WORK, unwave,    ROUTE_VERSION },
	{ HTTP_POST, "/api/v1/outbound-orders/:id/pick",      PERM_OUTBOUND_WORK, pick,      ROUTE_VERSION },
	{ HTTP_POST, "/api/v1/outbound-orders/:id/pack",      PERM_OUTBOUND_WORK, pack,      ROUTE_VERSION },
	{ HTTP_POST, "/api/v1/outbound-orders/:id/ship",      PERM_OUTBOUND_WORK, ship,      ROUTE_VERSION },
	{ HTTP_POST, "/api/v1/outbound-orders/:id/intercept", PERM_OUTBOUND_WORK, intercept, ROUTE_VERSION },
	{ 0 }
};

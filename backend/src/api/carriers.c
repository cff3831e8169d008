/* Carriers, and what platforms call them. */
#include "api/api.h"

#include "domain/carrier.h"

static bool list(struct req *r)
{
	struct carrier *rows;
	size_t n;

	return req_no_query(r)
	    && carrier_list(r->ctx, &rows, &n)
	    && answer_items(r, 200, &carrier_shape, rows, n);
}

static bool mappings(struct req *r)
{
	struct carrier_mapping *rows;
	size_t n;

	return req_no_query(r)
	    && carrier_mappings(r->ctx, &rows, &n)
	    && answer_items(r, 200, &carrier_mapping_shape, rows, n);
}

static bool set(struct req *r)
{
	struct set_carrier in = { 0 };
	struct carrier_mapping out;

	return req_body(r, &set_carrier_shape, &in)
	    && carrier_set(r->ctx, &in, &out)
	    && answer_shape(r, 200, &carrier_mapping_shape, &out);
}

static bool drop(struct req *r)
{
	return req_no_body(r)
	    && carrier_drop(r->ctx, r->id, r->version)
	    && answer_nothing(r);
}

const struct route carrier_routes[] = {
	{ HTTP_GET,    "/api/v1/carriers",             PERM_ORDER_VIEW,   list,     0 },
	{ HTTP_GET,    "/api/v1/carrier-mappings",     PERM_STORE_VIEW,   mappings, 0 },
	{ HTTP_POST,   "/api/v1/carrier-mappings",     PERM_STORE_MANAGE, set,      0 },
	{ HTTP_DELETE, "/api/v1/carrier-mappings/:id", PERM_STORE_MANAGE, drop,     ROUTE_VERSION },
	{ 0 }
};

/* The customers: who may be chosen in a filter, and maintaining them. */
#include "api/api.h"

#include "domain/customer.h"

static bool list(struct req *r)
{
	struct customer_filter f = { 0 };
	struct customer *rows;
	struct page_end end;
	size_t n;

	return req_query(r, &customer_filter_shape, &f)
	    && customer_page(r->ctx, &f, &rows, &n, &end)
	    && answer_page(r, &customer_shape, rows, n, &end);
}

static bool answer_customer(struct req *r, int status, uint64_t id)
{
	struct customer s;

	if (!customer_get(r->ctx, id, &s))
		return false;
	answer_version(r, s.version);
	return answer_shape(r, status, &customer_shape, &s);
}

static bool show(struct req *r)
{
	return req_no_query(r) && answer_customer(r, 200, r->id);
}

static bool add(struct req *r)
{
	struct add_customer in = { 0 };
	uint64_t id;

	return req_body(r, &add_customer_shape, &in)
	    && customer_add(r->ctx, &in, &id)
	    && answer_customer(r, 201, id);
}

static bool change(struct req *r)
{
	struct change_customer in;
	struct customer s;

	if (!customer_get(r->ctx, r->id, &s))
		return false;
	in = (struct change_customer){ s.name, s.enabled };
	return req_body(r, &change_customer_shape, &in)
	    && customer_change(r->ctx, r->id, r->version, &in)
	    && answer_customer(r, 200, r->id);
}

const struct route customer_routes[] = {
	{ HTTP_GET,   "/api/v1/customers",     PERM_SIGNED_IN,     list,   0             },
	{ HTTP_POST,  "/api/v1/customers",     PERM_SYSTEM_MANAGE, add,    0             },
	{ HTTP_GET,   "/api/v1/customers/:id", PERM_SYSTEM_MANAGE, show,   0             },
	{ HTTP_PATCH, "/api/v1/customers/:id", PERM_SYSTEM_MANAGE, change, ROUTE_VERSION },
	{ 0 }
};

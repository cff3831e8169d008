/* Warehouses, their channels, and which customer uses which service there. */
#include "api/api.h"

#include "domain/catalog.h"
#include "domain/warehouse.h"

/* ---- warehouses ---------------------------------------------------------------------------------- */

static bool warehouses(struct req *r)
{
	struct warehouse_filter f = { 0 };
	struct warehouse *rows;
	size_t n;

	return req_query(r, &warehouse_filter_shape, &f)
	    && (f.include_disabled ? warehouse_all(r->ctx, &rows, &n) : catalog_warehouses(r->ctx, &rows, &n))
	    && answer_items(r, 200, &warehouse_shape, rows, n);
}

static bool answer_warehouse(struct req *r, int status, uint64_t id)
{
	struct warehouse_detail w;

	if (!warehouse_get(r->ctx, id, &w))
		return false;
	answer_version(r, w.version);
	return answer_shape(r, status, &warehouse_detail_shape, &w);
}

static bool show_warehouse(struct req *r)
{
	return req_no_query(r) && answer_warehouse(r, 200, r->id);
}

/* A new member of staff of the warehouse sees it with the next request: the answer is what was asked for. */
static bool add_a_warehouse(struct req *r)
{
	struct add_warehouse in = { 0 };
	struct warehouse_detail w = { 0 };

	if (!req_body(r, &add_warehouse_shape, &in) || !warehouse_add(r->ctx, &in, &w.id))
		return false;
	w = (struct warehouse_detail){ .id = w.id, .code = in.code, .name = in.name, .country = in.country, .enabled = true, .version = 1 };
	answer_version(r, w.version);
	return answer_shape(r, 201, &warehouse_detail_shape, &w);
}

static bool change_a_warehouse(struct req *r)
{
	struct change_warehouse in;
	struct warehouse_detail w;

	if (!warehouse_get(r->ctx, r->id, &w))
		return false;
	in = (struct change_warehouse){ w.name, w.country, w.enabled };
	return req_body(r, &change_warehouse_shape, &in)
	    && warehouse_change(r->ctx, r->id, r->version, &in)
	    && answer_warehouse(r, 200, r->id);
}

/* ---- channels ------------------------------------------------------------------------------------ */

static bool channels(struct req *r)
{
	struct channel_filter f = { 0 };
	struct shipping_channel *rows;
	size_t n;

	return req_query(r, &channel_filter_shape, &f)
	    && (f.include_disabled ? channel_all(r->ctx, f.warehouse_id, &rows, &n)
	                           : catalog_channels(r->ctx, f.warehouse_id, f.kind, &rows, &n))
	    && answer_items(r, 200, &shipping_channel_shape, rows, n);
}

static bool answer_channel(struct req *r, int status, uint64_t id)
{
	struct shipping_channel ch;

	if (!channel_get(r->ctx, id, &ch))
		return false;
	answer_version(r, ch.version);
	return answer_shape(r, status, &shipping_channel_shape, &ch);
}

static bool show_channel(struct req *r)
{
	return req_no_query(r) && answer_channel(r, 200, r->id);
}

static bool add_a_channel(struct req *r)
{
	struct add_channel in = { 0 };
	uint64_t id;

	return req_body(r, &add_channel_shape, &in)
	    && channel_add(r->ctx, &in, &id)
	    && answer_channel(r, 201, id);
}

static bool change_a_channel(struct req *r)
{
	struct change_channel in;
	struct shipping_channel ch;

	if (!channel_get(r->ctx, r->id, &ch))
		return false;
	in = (struct change_channel){ .name = ch.name, .carrier = ch.carrier, .service_type = ch.service_type,
		.rate_currency = ch.rate_currency, .self_pickup = ch.self_pickup, .enabled = ch.enabled, .rate_base = ch.rate_base,
		.rate_per_kg = ch.rate_per_kg };
	return req_body(r, &change_channel_shape, &in)
	    && channel_change(r->ctx, r->id, r->version, &in)
	    && answer_channel(r, 200, r->id);
}

/* ---- businesses ---------------------------------------------------------------------------------- */

static bool businesses(struct req *r)
{
	struct business_filter f = { 0 };
	struct business *rows;
	struct page_end end;
	size_t n;

	return req_query(r, &business_filter_shape, &f)
	    && business_page(r->ctx, &f, &rows, &n, &end)
	    && answer_page(r, &business_shape, rows, n, &end);
}

static bool answer_business(struct req *r, int status, uint64_t id)
{
	struct business b;

	if (!business_get(r->ctx, id, &b))
		return false;
	answer_version(r, b.version);
	return answer_shape(r, status, &business_shape, &b);
}

static bool show_business(struct req *r)
{
	return req_no_query(r) && answer_business(r, 200, r->id);
}

static bool add_a_business(struct req *r)
{
	struct add_business in = { 0 };
	uint64_t id;

	return req_body(r, &add_business_shape, &in)
	    && business_add(r->ctx, &in, &id)
	    && answer_business(r, 201, id);
}

static bool change_a_business(struct req *r)
{
	struct change_enabled in = { 0 };

	return req_body(r, &change_enabled_shape, &in)
	    && business_change(r->ctx, r->id, r->version, in.enabled)
	    && answer_business(r, 200, r->id);
}

const struct route warehouse_routes[] = {
	{ HTTP_GET,   "/api/v1/warehouses",            PERM_SIGNED_IN,        warehouses,         0             },
	{ HTTP_POST,  "/api/v1/warehouses",            PERM_WAREHOUSE_MANAGE, add_a_warehouse,    0             },
	{ HTTP_GET,   "/api/v1/warehouses/:id",        PERM_WAREHOUSE_MANAGE, show_warehouse,     0             },
	{ HTTP_PATCH, "/api/v1/warehouses/:id",        PERM_WAREHOUSE_MANAGE, change_a_warehouse, ROUTE_VERSION },
	{ HTTP_GET,   "/api/v1/shipping-channels",     PERM_SIGNED_IN,        channels,           0             },
	{ HTTP_POST,  "/api/v1/shipping-channels",     PERM_WAREHOUSE_MANAGE, add_a_channel,      0             },
	{ HTTP_GET,   "/api/v1/shipping-channels/:id", PERM_WAREHOUSE_MANAGE, show_channel,       0             },
	{ HTTP_PATCH, "/api/v1/shipping-channels/:id", PERM_WAREHOUSE_MANAGE, change_a_channel,   ROUTE_VERSION },
	{ HTTP_GET,   "/api/v1/businesses",            PERM_WAREHOUSE_MANAGE, businesses,         0             },
	{ HTTP_POST,  "/api/v1/businesses",            PERM_WAREHOUSE_MANAGE, add_a_business,     0             },
	{ HTTP_GET,   "/api/v1/businesses/:id",        PERM_WAREHOUSE_MANAGE, show_business,      0             },
	{ HTTP_PATCH, "/api/v1/businesses/:id",        PERM_WAREHOUSE_MANAGE, change_a_business,  ROUTE_VERSION },
	{ 0 }
};

/* What can be sent, from where and how. */
#include "api/api.h"

#include "domain/catalog.h"

static bool skus(struct req *r)
{
	struct sku_filter f = { 0 };
	struct sku *rows;
	size_t n;

	return req_query(r, &sku_filter_shape, &f)
	    && catalog_skus(r->ctx, &f, &rows, &n)
	    && answer_items(r, 200, &sku_shape, rows, n);
}

static bool warehouses(struct req *r)
{
	struct warehouse *rows;
	size_t n;

	return req_no_query(r)
	    && catalog_warehouses(r->ctx, &rows, &n)
	    && answer_items(r, 200, &warehouse_shape, rows, n);
}

static bool channels(struct req *r)
{
	struct channel_filter f = { 0 };
	struct shipping_channel *rows;
	size_t n;

	return req_query(r, &channel_filter_shape, &f)
	    && catalog_channels(r->ctx, f.warehouse_id, &rows, &n)
	    && answer_items(r, 200, &shipping_channel_shape, rows, n);
}

const struct route warehouse_routes[] = {
	{ HTTP_GET, "/api/v1/skus",              PERM_SKU_VIEW,  skus,       0 },
	{ HTTP_GET, "/api/v1/warehouses",        PERM_SIGNED_IN, warehouses, 0 },
	{ HTTP_GET, "/api/v1/shipping-channels", PERM_SIGNED_IN, channels,   0 },
	{ 0 }
};

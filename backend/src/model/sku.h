#pragma once
#include "base/instant.h"
#include "base/money.h"
#include "lib/shape.h"

/* The warehouse's goods and places, as the dispatch dialog needs them. */
enum sku_status { SKU_ENABLED, SKU_DISABLED, SKU_PENDING_REVIEW, SKU_STATUSES };
extern const char *const sku_status_names[];

struct sku {
	uint64_t    id, customer_id;
	const char *code, *name, *barcode;
	int32_t     status; /* enum sku_status */
	int64_t     available;
	bool        bindable;
	const char *reason; /* why it cannot be bound; NULL when it can */
};
extern const struct shape sku_shape;

struct sku_filter {
	const char *q;
	uint64_t    warehouse_id; /* 0: all */
	int32_t     limit;        /* 1…200; 50 */
};
extern const struct shape sku_filter_shape; /* query of GET /skus */

struct warehouse {
	uint64_t    id;
	const char *code, *name, *country;
	bool        dropshipping, b2b, enabled;
	int64_t     version;
};
extern const struct shape warehouse_shape;

struct shipping_channel {
	uint64_t    id, warehouse_id;
	const char *code, *name, *carrier, *service_type;
	bool        self_pickup, enabled;
	struct money rate_base, rate_per_kg; /* what the warehouse charges: base + per started kilogram */
	const char *rate_currency;
	int64_t     version;
};
extern const struct shape shipping_channel_shape;

struct warehouse_filter {
	bool include_disabled; /* staff alone */
};
extern const struct shape warehouse_filter_shape; /* query of GET /warehouses */

struct channel_filter {
	uint64_t warehouse_id;
	int32_t  kind;             /* enum order_kind: of the orders to be sent by it */
	bool     include_disabled; /* staff alone */
};
extern const struct shape channel_filter_shape; /* query of GET /shipping-channels */

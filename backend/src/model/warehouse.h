#pragma once
#include "base/money.h"
#include "lib/db.h"
#include "lib/shape.h"

/* What staff maintain: warehouses, their channels, which customer uses which service where, and the
 * customers themselves. What the dispatch dialog shows of them is in model/sku.h. A struct change_… is filled with what
 * stands before the body is read over it. */

/* With what a change of it would touch. */
struct warehouse_detail {
	uint64_t    id;
	const char *code, *name, *country;
	bool        enabled;
	int64_t     version;
	int64_t     channel_count, customer_count; /* in use there */
	int64_t     open_outbound_count;           /* outbound orders not yet shipped or intercepted */
};
extern const struct shape warehouse_detail_shape; /* the contract's WarehouseDetail */

struct add_warehouse {
	const char *code, *name, *country;
};
extern const struct shape add_warehouse_shape;
struct change_warehouse {
	const char *name, *country;
	bool        enabled;
};
extern const struct shape change_warehouse_shape;

struct add_channel {
	uint64_t     warehouse_id;
	const char  *code, *name, *carrier, *service_type, *rate_currency;
	bool         self_pickup;
	struct money rate_base, rate_per_kg;
};
extern const struct shape add_channel_shape;
struct change_channel {
	const char  *name, *carrier, *service_type, *rate_currency;
	bool         self_pickup, enabled;
	struct money rate_base, rate_per_kg;
};
extern const struct shape change_channel_shape;

enum business_service { SERVICE_DROPSHIPPING, SERVICE_B2B };
extern const char *const business_service_names[];

struct business {
	uint64_t    id, customer_id, warehouse_id;
	const char *customer_name, *warehouse_name;
	int32_t     service; /* enum business_service */
	bool        enabled;
	int64_t     version;
};
extern const struct shape business_shape; /* rows, and the contract's Business */

struct business_filter {
	uint64_t    customer_id, warehouse_id;
	struct page page;
};
extern const struct shape business_filter_shape; /* query of GET /businesses */
struct add_business {
	uint64_t customer_id, warehouse_id;
	int32_t  service;
};
extern const struct shape add_business_shape;

struct customer {
	uint64_t    id;
	const char *code, *name;
	bool        enabled;
	int64_t     version;
};
extern const struct shape customer_shape; /* rows, and the contract's Customer */

struct customer_filter {
	const char *q;
	struct page page;
};
extern const struct shape customer_filter_shape; /* query of GET /customers */
struct add_customer {
	const char *code, *name;
};
extern const struct shape add_customer_shape;
struct change_customer {
	const char *name;
	bool        enabled;
};
extern const struct shape change_customer_shape;

/* The body of changes that only switch a thing on or off. */
struct change_enabled {
	bool enabled;
};
extern const struct shape change_enabled_shape;

#pragma once
#include "lib/shape.h"
#include "model/order.h"

/* Open exceptions by their cause: the same code about the same thing, in however many orders. */
struct exception_filter {
	size_t       n_kinds; /* none: both */
	const char **kinds;
};
extern const struct shape exception_filter_shape; /* query of GET /order-exceptions */

struct named {
	uint64_t    id;
	const char *name;
	const char *detail; /* of an order's exception */
};
struct exception_group {
	uint64_t       customer_id;
	const char    *customer_name;
	int32_t        kind; /* enum order_kind */
	const char    *code, *key, *detail;
	int64_t        orders, store_count;
	struct instant since;
	const char    *store_ids, *order_ids; /* "7,9": the first of them */
	size_t         n_stores, n_first_orders;
	struct named  *stores, *first_orders;
};
extern const struct shape exception_group_shape; /* rows, and the contract's ExceptionGroup */

/* Orders that went free by themselves, because goods came to a warehouse. */
struct stock_freed {
	uint64_t       warehouse_id, sku_id;
	const char    *warehouse_name, *sku_code;
	int64_t        orders;
	struct instant at;
};
extern const struct shape stock_freed_shape; /* rows, and the contract's StockFreed */

/* Which group: query of GET /order-exceptions/skus. */
struct exception_ref {
	int32_t     kind;
	const char *key;
};
extern const struct shape exception_ref_shape;

/* A platform SKU that orders of the group wait for. */
struct exception_sku {
	uint64_t    store_id;
	const char *store_name, *sku_key, *platform_sku, *name;
	int64_t     orders;
};
extern const struct shape exception_sku_shape; /* rows, and the contract's ExceptionSku */

/* Body of POST /order-exceptions/retry-writebacks, and its answer. */
struct retry_group {
	int32_t     kind;
	const char *code, *key; /* NULL key: those without one */
	uint64_t    after_id;   /* orders up to this id are done */
};
extern const struct shape retry_group_shape;
struct retried {
	int64_t  retried, refused;
	uint64_t next_after_id; /* 0: that was all */
};
extern const struct shape retried_shape;

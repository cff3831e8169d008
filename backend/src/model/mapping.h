#pragma once
#include "model/order.h"

/* What a platform SKU of a store is bound to. */
struct bind_item {
	uint64_t sku_id;
	int64_t  quantity;
};
struct bind_sku {
	uint64_t    store_id;
	const char *sku_key;
	size_t      n_items;
	struct bind_item *items;
};
extern const struct shape bind_sku_shape; /* body of POST /sku-mappings */

struct sku_mapping {
	uint64_t    id, customer_id, store_id;
	const char *store_name, *sku_key, *platform_sku;
	size_t      n_items;
	struct mapping_item *items;
	int64_t     freed_orders;
};
extern const struct shape sku_mapping_shape; /* out: the contract's SkuMapping */

/* Payload of the job "orders_recheck". */
struct recheck_ref {
	uint64_t    store_id;
	const char *sku_key;
	uint64_t    after_id; /* orders up to this id are done; 0: none */
};
extern const struct shape recheck_ref_shape;

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
	int64_t     freed_orders;  /* not yet on their way, with a line that waited for this */
	int64_t     still_waiting; /* those of them that wait for another SKU as well */
	uint64_t    event_id;      /* of its history; what an undo names */
	int64_t     version;
};
extern const struct shape sku_mapping_shape; /* out: the contract's SkuMapping */

/* Body of POST /sku-mappings/undo: takes back that event, when it is the newest. */
struct undo_mapping {
	uint64_t    store_id;
	const char *sku_key;
	uint64_t    event_id;
};
extern const struct shape undo_mapping_shape;

/* One state a mapping had. */
struct mapping_event {
	uint64_t       id;
	struct instant at;
	const char    *actor_kind, *actor_name;
	const char    *items; /* JSON [{skuId, code, quantity}]; empty: not bound from then on */
};
extern const struct shape mapping_event_shape; /* rows, and the contract's MappingEvent */

/* The query string of GET /stores/{id}/platform-skus/history. */
struct mapping_history_query {
	const char *sku_key;
};
extern const struct shape mapping_history_query_shape;

/* Payload of the job "orders_recheck". */
struct recheck_ref {
	uint64_t    store_id;
	const char *sku_key;  /* NULL: every order of the store that waits for some mapping */
	uint64_t    after_id; /* orders up to this id are done; 0: none */
};
extern const struct shape recheck_ref_shape;

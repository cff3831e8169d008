#pragma once
#include "model/mapping.h"

/* The tables sku_mapping, sku_mapping_item and sku_mapping_event, bound to the caller. */

/* The caller's store: id, customer and name into `out`. Problem: not_found. */
MUST_CHECK bool mapping_sql_store(struct ctx *c, uint64_t store_id, struct sku_mapping *out);
/* What is known of a SKU that is to be bound; *found is false for another customer's. */
struct bindable {
	uint64_t    sku_id;
	const char *code, *name;
	int32_t     status; /* enum sku_status */
};
MUST_CHECK bool mapping_sql_bindable(struct ctx *c, uint64_t customer_id, uint64_t sku_id, struct bindable *out,
	bool *found);
/* Locks the mapping of a store's SKU; *found says whether there is one, and whether it binds anything. */
MUST_CHECK bool mapping_sql_lock(struct ctx *c, struct sku_mapping *m, bool *found);
/* The same by id, with store and SKU filled in. Problem: not_found. */
MUST_CHECK bool mapping_sql_lock_id(struct ctx *c, uint64_t id, struct sku_mapping *out);
/* Adds the row when `m` has no id, with the platform's code as the store's products or orders have it. */
MUST_CHECK bool mapping_sql_save(struct ctx *c, struct sku_mapping *m);
MUST_CHECK bool mapping_sql_set_items(struct ctx *c, const struct sku_mapping *m);
MUST_CHECK bool mapping_sql_remove(struct ctx *c, const struct sku_mapping *m);
MUST_CHECK bool mapping_sql_add_event(struct ctx *c, const struct sku_mapping *m);

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
/* A mapping's items as its history keeps them: [{skuId, code, quantity}]. */
const char *mapping_items_json(struct ctx *c, const struct sku_mapping *m);
/* Writes the history; the event's id into `m`. */
MUST_CHECK bool mapping_sql_add_event(struct ctx *c, struct sku_mapping *m);
/* The list of platform SKUs holds what is bound, also what neither a store's list nor an order has shown yet. */
MUST_CHECK bool mapping_sql_note_product(struct ctx *c, const struct sku_mapping *m);

/* The history of a SKU, newest first. */
MUST_CHECK bool mapping_sql_events(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *sku_key, size_t limit,
	struct mapping_event **rows, size_t *n);

/* ---- many at once; each of `m` has customer, store, SKU and items with their codes, no two are the same, and they
 * are sorted by store, then SKU */
/* Locks those that are there and fills in their ids; the others have 0. */
MUST_CHECK bool mapping_sql_lock_many(struct ctx *c, struct sku_mapping *m, size_t n);
/* Writes them anew with their items and history. An id of 0 is added; the ids are filled in. */
MUST_CHECK bool mapping_sql_put_many(struct ctx *c, struct sku_mapping *m, size_t n);
/* The items of mappings by id, in the order of mapping and SKU. */
MUST_CHECK bool mapping_sql_items(struct ctx *c, const uint64_t *ids, size_t n_ids, struct mapping_item **rows, size_t *n);

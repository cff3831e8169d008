#pragma once
#include "base/ctx.h"
#include "model/mapping.h"

/* What the platform SKUs of a store are bound to, with its history. Every change is looked at again in the orders that
 * it may concern: a few at once, the rest in a job. */

/* Binds a platform SKU of the caller's store to warehouse SKUs, replacing an earlier binding, and looks
 * again at every order that may have waited for it. Own transaction. Problems: not_found (the
 * store), sku_not_bindable, invalid. */
MUST_CHECK bool mapping_bind(struct ctx *c, const struct bind_sku *in, struct sku_mapping *out);
/* Takes a binding away; pending orders of the SKU are looked at again. `out` is the mapping as it was left: without
 * items. Problems: not_found, stale. */
MUST_CHECK bool mapping_unbind(struct ctx *c, uint64_t mapping_id, int64_t version, struct sku_mapping *out);
/* Restores what stood before the event, which must be the newest of its SKU. Problems: not_found (the store, the
 * event), stale (something came after it), sku_not_bindable (what stood there cannot be bound any more). */
MUST_CHECK bool mapping_undo(struct ctx *c, const struct undo_mapping *in, struct sku_mapping *out);
/* Every state the mapping of a SKU had, newest first. Problem: not_found (the store). */
MUST_CHECK bool mapping_history(struct ctx *c, uint64_t store_id, const char *sku_key, struct mapping_event **rows, size_t *n);

/* Many at once, inside a transaction: each of `m` has customer, store, SKU and items that were checked, no two are the
 * same. Sorts them. *freed counts the orders that wait for no mapping any more. */
MUST_CHECK bool mapping_put_many(struct ctx *c, struct sku_mapping *m, size_t n, int64_t *freed);

/* What the job "orders_recheck" (lane "store:<id>:recheck", payload recheck_ref_shape) does: looks at
 * the next orders with a line of that SKU; adds the job again while there are more. Own transaction. */
MUST_CHECK bool mapping_recheck_more(struct ctx *c, const struct recheck_ref *in);

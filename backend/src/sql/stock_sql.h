#pragma once
#include "base/ctx.h"
#include "model/stock.h"

/* The table stock and its ledger. One conditional UPDATE changes a row: *matched is false when the
 * condition did not hold. */
enum stock_cause { STOCK_RESERVE, STOCK_RELEASE, STOCK_SHIP, STOCK_ADJUST, STOCK_HOLD, STOCK_UNHOLD, STOCK_CAUSES };

MUST_CHECK bool stock_sql_change(struct ctx *c, enum stock_cause cause, uint64_t customer_id, uint64_t warehouse_id,
	uint64_t sku_id, int64_t quantity, bool *matched);

struct stock_movement {
	uint64_t    sku_id;
	int64_t     on_hand_change, reserved_change;
};
MUST_CHECK bool stock_sql_add_movements(struct ctx *c, enum stock_cause cause, uint64_t cause_id, uint64_t customer_id,
	uint64_t warehouse_id, const char *note, const struct stock_movement *rows, size_t n);

/* What is available of a SKU in a warehouse, for sentences; 0 when it was never there. */
MUST_CHECK bool stock_sql_available(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t sku_id,
	uint64_t *available);

/* What is available of each of these SKUs in a warehouse, in the order they were given, with their rows locked for this
 * transaction; the ids ascend. One that was never there has 0. */
MUST_CHECK bool stock_sql_lock_many(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, const uint64_t *sku_ids, size_t n,
	int64_t *available);

/* ---- putting right by hand */

/* The row as it stands, locked for this transaction; *found is false when the SKU was never in that warehouse. */
struct stock_now {
	int64_t on_hand, reserved;
};
MUST_CHECK bool stock_sql_lock(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t sku_id, struct stock_now *out,
	bool *found);
/* An empty row. False with db_duplicate_key() when another made it first. */
MUST_CHECK bool stock_sql_add(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t sku_id);
MUST_CHECK bool stock_sql_add_adjustment(struct ctx *c, uint64_t customer_id, const struct adjust_stock *in, uint64_t *id);

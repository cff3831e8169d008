#pragma once
#include "model/order.h"

/* The tables acknowledgement_hold and hold_change: what purchase orders keep of the stock. The order is locked. */
struct hold_item {
	uint64_t    order_line_id, sku_id, warehouse_id;
	const char *code; /* of the SKU, for sentences */
	int64_t     quantity; /* of the SKU */
};

/* By warehouse and SKU. */
MUST_CHECK bool hold_sql_of(struct ctx *c, const struct order *o, struct hold_item **items, size_t *n);
/* A cause for the ledger. */
MUST_CHECK bool hold_sql_add_change(struct ctx *c, const struct order *o, uint64_t *id);
MUST_CHECK bool hold_sql_add(struct ctx *c, const struct order *o, const struct hold_item *items, size_t n);
/* All of it. */
MUST_CHECK bool hold_sql_remove(struct ctx *c, const struct order *o);

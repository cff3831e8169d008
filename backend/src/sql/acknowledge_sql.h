#pragma once
#include "model/purchase.h"

/* The tables acknowledgement, acknowledgement_line and what they hold of the stock. */

/* What the order's store says of acknowledging. */
struct acknowledge_store {
	const char *platform;
	int64_t     confirm_threshold; /* percent, 0: none */
};
MUST_CHECK bool acknowledge_sql_store(struct ctx *c, const struct order *o, struct acknowledge_store *out);

/* What pending orders of buyers want of these warehouse SKUs: a row per order and SKU. */
struct competing_row {
	uint64_t order_id, sku_id;
	int64_t  quantity; /* of the SKU */
};
MUST_CHECK bool acknowledge_sql_competing(struct ctx *c, const struct order *o, const uint64_t *sku_ids, size_t n_skus,
	struct competing_row **rows, size_t *n);

/* The next revision of the order, which is locked, with its lines. */
MUST_CHECK bool acknowledge_sql_add(struct ctx *c, const struct order *o, uint64_t warehouse_id, uint64_t *id, int64_t *revision);
MUST_CHECK bool acknowledge_sql_add_lines(struct ctx *c, uint64_t id, const struct acknowledged_line *lines, size_t n);
/* What the order's lines stand at from now on. */
MUST_CHECK bool acknowledge_sql_set_line(struct ctx *c, const struct order *o, const struct acknowledged_line *l);
/* As before the first acknowledgement: everything ordered may be accepted. */
MUST_CHECK bool acknowledge_sql_reset_lines(struct ctx *c, const struct order *o);

/* The acknowledgements of an order with their lines, newest first, at most `most` of them. */
MUST_CHECK bool acknowledge_sql_all(struct ctx *c, const struct order *o, size_t most, struct acknowledged **rows, size_t *n);

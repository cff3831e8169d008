#pragma once
#include "base/ctx.h"
#include "model/order.h"
#include "model/ship_to.h"

/* The table ship_to_address, a customer's own. */
MUST_CHECK bool ship_to_sql_all(struct ctx *c, const struct ship_to_filter *f, struct ship_to **rows, size_t *n);
/* Of the platform of the order's store: those with these codes. */
MUST_CHECK bool ship_to_sql_of(struct ctx *c, const struct order *o, const char *const *codes, size_t n_codes, struct ship_to **rows, size_t *n);
/* Adds or replaces it; its version goes up. */
MUST_CHECK bool ship_to_sql_set(struct ctx *c, uint64_t customer_id, const struct ship_to *in);
/* Ids of orders to that place which wait because their address is incomplete, ascending. */
MUST_CHECK bool ship_to_sql_waiting(struct ctx *c, uint64_t customer_id, const struct ship_to *in, size_t limit, uint64_t **ids, size_t *n);

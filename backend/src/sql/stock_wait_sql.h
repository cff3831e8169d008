#pragma once
#include "base/ctx.h"
#include "model/exception.h"

/* Orders that a dispatch left behind for want of stock. */

/* Those with a SKU among what they are to be sent as (a SKU of the customer's), above after_id, ascending. */
MUST_CHECK bool stock_wait_sql_orders(struct ctx *c, uint64_t customer_id, uint64_t sku_id, uint64_t after_id, size_t limit,
	uint64_t **ids, size_t *n);
/* Those of the SKUs that any order of the customer's waits for. */
MUST_CHECK bool stock_wait_sql_skus(struct ctx *c, uint64_t customer_id, const uint64_t *sku_ids, size_t n, uint64_t **waited, size_t *n_waited);
/* Notes how many went free because of goods in a warehouse; what is older than a week goes with it. */
MUST_CHECK bool stock_wait_sql_note(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t sku_id, int64_t orders);
/* What was noted of the last day, newest first, at most 5; bound to the caller. */
MUST_CHECK bool stock_wait_sql_noted(struct ctx *c, struct stock_freed **rows, size_t *n);

#pragma once
#include "base/ctx.h"
#include "model/purchase.h"

/* Answering purchase orders. */

/* What an order can be answered with from a warehouse at this moment; warehouse 0: no stock is shown. Reads only, so
 * another may be faster. Problems: not_found, those of the action (order_allow), invalid (warehouseId), business_missing. */
MUST_CHECK bool acknowledge_sheet(struct ctx *c, uint64_t order_id, uint64_t warehouse_id, struct acknowledge_sheet *out);

/* Answers it: the revision is stored, what is accepted is held in the warehouse, the platform will be told, and the order is
 * Acknowledged, or Cancelled when every line is rejected. All of it or none, in its own transaction. Problems: not_found,
 * stale, action_not_allowed, acknowledgement_open, cancelled_on_platform, business_missing, insufficient_stock, invalid
 * (acknowledge_check). */
MUST_CHECK bool acknowledge_order(struct ctx *c, struct order_ref ref, const struct acknowledge *in);

/* Every acknowledgement of an order, newest first. Problem: not_found. */
MUST_CHECK bool acknowledge_all(struct ctx *c, uint64_t order_id, struct acknowledged **rows, size_t *n);

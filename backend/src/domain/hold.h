#pragma once
#include "base/ctx.h"
#include "sql/hold_sql.h"

/* Stock that a purchase order keeps for what it has accepted, from its acknowledgement until it is dispatched or given
 * up. It is reserved like the stock of outbound orders, so nobody else can have it. An order holds in one warehouse at a
 * time. All inside the caller's transaction with the order locked; stock rows are locked by warehouse and SKU, ascending,
 * and stay locked until its end: what one order gives back and takes again meanwhile, nobody else sees free. */

/* Locks what the order holds, and these SKUs of the warehouse it is about to take from: before either is changed, so that
 * all locks are taken in one order. available[i], of sku_ids[i] which ascend, counts what the order itself holds there
 * as available. */
MUST_CHECK bool hold_lock(struct ctx *c, const struct order *o, uint64_t warehouse_id, const uint64_t *sku_ids, size_t n,
	int64_t *available);
/* Takes it; the order holds nothing yet. Items of the same line and SKU must not repeat. Problem: insufficient_stock. */
MUST_CHECK bool hold_take(struct ctx *c, const struct order *o, uint64_t warehouse_id, const struct hold_item *items, size_t n);
/* Gives back all the order holds, if anything. */
MUST_CHECK bool hold_give_up(struct ctx *c, const struct order *o);
/* What it holds becomes free for these goods, which are reserved next: gives it up with everything locked that is needed
 * then, so that in between nobody else gets at it. */
struct stock_item;
MUST_CHECK bool hold_hand_over(struct ctx *c, const struct order *o, uint64_t warehouse_id, const struct stock_item *goods, size_t n);

#pragma once
#include "base/ctx.h"
#include "domain/stock.h"
#include "model/stock.h"

/* Looking again at orders that a dispatch left behind for want of stock, once there is more of it in a warehouse. Orders
 * go free in the order in which they came, and only as many as the stock lasts for; nothing is reserved. */

/* A job for the orders that wait for the SKU. Inside the transaction of the change, at its end. It also runs when nobody
 * waits, a little later: a dispatch that is being refused right now may have looked at the old stock. */
MUST_CHECK bool stock_recheck_later(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t sku_id);
/* The same for goods that were given back, each SKU that somebody waits for. */
MUST_CHECK bool stock_recheck_released(struct ctx *c, const struct stock_change *s);

/* Of several jobs at once, for which of them there may be something to do; asks one question for all. */
MUST_CHECK bool stock_recheck_any(struct ctx *c, uint64_t customer_id, const struct stock_recheck_ref *const *jobs, size_t n, bool *any);
/* What the job "stock_recheck" does (lane "customer:<id>:stock"), inside its transaction: the next orders; adds the job
 * again while there are more, and at last notes how many went free. */
MUST_CHECK bool stock_recheck_more(struct ctx *c, uint64_t customer_id, const struct stock_recheck_ref *in);

#pragma once
#include "base/ctx.h"
#include "model/order.h"

/* Asking the platform for one order again, after changes to it could not be applied while it was with
 * the warehouse. */

/* Makes the next answer about the order be applied whatever was seen before, and queues the question (lane
 * "store:<id>:pull", kind "order_fetch"). Inside a transaction with the order locked, as its last statements. */
MUST_CHECK bool outbound_fetch_queue(struct ctx *c, const struct order *o);
/* For the job: the order's store and id there. Problem: not_found. */
MUST_CHECK bool outbound_fetch_order(struct ctx *c, uint64_t order_id, struct order *out);
/* The job will not be tried again: while nothing has left the house, the order says that its lines may be old. */
MUST_CHECK bool outbound_fetch_failed(struct ctx *c, uint64_t order_id, const char *words);

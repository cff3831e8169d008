#pragma once
#include "base/ctx.h"
#include "model/batch.h"

/* Dispatching many orders with one press: a batch is made at once and worked on by the job "batch_dispatch"
 * (lane "batch" of the customer), an order at a time, each in a transaction of its own together with its
 * result. A refused order stays pending with its reason. */

/* Makes the batch and its job; answered with the batch as it is. Problems: invalid (an order twice, the warehouse),
 * not_found (an order), business_missing, channel_not_available, batch_self_pickup, forbidden (staff). */
MUST_CHECK bool batch_start(struct ctx *c, const struct start_batch *in, struct batch *out);
/* A new batch of those that were refused and still wait for a dispatch, as they now are, to the same place.
 * Problems: not_found, action_not_allowed (there are none), and those of batch_start. */
MUST_CHECK bool batch_retry(struct ctx *c, uint64_t id, struct batch *out);
/* Whatever was not begun is left alone. No harm when it is over. Problem: not_found. */
MUST_CHECK bool batch_stop(struct ctx *c, uint64_t id, struct batch *out);

MUST_CHECK bool batch_get(struct ctx *c, uint64_t id, struct batch *out);
/* The caller's own, newest first. */
MUST_CHECK bool batch_latest(struct ctx *c, struct batch **rows, size_t *n);
/* In the order of the press. Problem: not_found. */
MUST_CHECK bool batch_items(struct ctx *c, uint64_t id, struct batch_item_filter *f, struct batch_item **rows, size_t *n,
	struct page_end *end);

/* ---- for the job */

/* The batch, from now on running, with its next orders; *more when there are others behind them. */
MUST_CHECK bool batch_next(struct ctx *c, uint64_t id, int limit, struct batch *out, struct batch_item **items, size_t *n, bool *more);
/* Whoever pressed: their name stands in the timeline, their right was checked at the press. */
void batch_act_as_presser(struct ctx *c, const struct batch *b);
/* Inside a transaction: dispatches the order, or does nothing when its item does not wait any more (it was stopped). The
 * problems of dispatch_of_batch; *key then names what it is about, for grouping. */
MUST_CHECK bool batch_send(struct ctx *c, const struct batch *b, const struct batch_item *item, const char **key);
/* Inside a transaction: the item is refused, the order keeps the reason when it is one of the order's. */
MUST_CHECK bool batch_refuse(struct ctx *c, const struct batch *b, const struct batch_item *item, const struct problem *why,
	const char *key);
/* Inside a transaction: it is over, unless something waits. */
MUST_CHECK bool batch_finish(struct ctx *c, const struct batch *b);
/* Inside a transaction: nobody will work on it any more, what waits is refused with `why`. */
MUST_CHECK bool batch_bury(struct ctx *c, uint64_t id, const struct problem *why);

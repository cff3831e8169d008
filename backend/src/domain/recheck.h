#pragma once
#include "base/ctx.h"
#include "model/mapping.h"

/* Looking again at orders that may have waited for a SKU, in the order of their ids, as locks are taken. */

/* Inside the transaction of the change: the first orders at once, so that the next press finds them free, and a job for
 * the rest. The job also runs when there are no more, a little later: an order that is being stored right now may have
 * looked at the old state, and is not to be seen yet. */
MUST_CHECK bool recheck_and_follow(struct ctx *c, uint64_t customer_id, const struct recheck_ref *r);
/* That job alone, a little later. Inside a transaction. */
MUST_CHECK bool recheck_later(struct ctx *c, uint64_t customer_id, const struct recheck_ref *r);
/* The first orders, in a transaction of its own. */
MUST_CHECK bool recheck_now(struct ctx *c, uint64_t customer_id, const struct recheck_ref *r);
/* The next ones, inside the transaction of the job; adds it again while there are more. */
MUST_CHECK bool recheck_more(struct ctx *c, uint64_t customer_id, const struct recheck_ref *r);

#pragma once
#include "base/ctx.h"
#include "model/ingest.h"

/* The one way in: schedule, hand, webhook and import all store an order through here. */

/* Stores one order, inside the caller's transaction and a savepoint of its own: what is wrong with this order alone
 * becomes SYNC_FAILED with the reason and leaves nothing behind; only trouble of the whole transaction (busy,
 * unavailable) is a problem. Our workflow never moves backwards because of it:
 *   new and paid → pending; new and unpaid → pending, not dispatchable; new but shipped or cancelled → skipped;
 *   cancelled there → cancelled here while nothing left the house, else an exception;
 *   shipped by somebody else while pending → completed; address or lines changed after dispatch → exception;
 *   an echo of our own writeback, or content already seen → unchanged; older than what is stored → kept, not applied. */
MUST_CHECK bool ingest_order(struct ctx *c, const struct ingest_source *from, const struct incoming_order *in,
	struct ingest_result *out);

enum { INGEST_PAGE_MAX = 50 };
/* A page of them in one transaction, with the outcome of each recorded under the run; `also` runs last in
 * the same transaction (saves the cursor, fences the lease). When the transaction is busy it is done again order by
 * order. Results are n long. */
MUST_CHECK bool ingest_page(struct ctx *c, const struct ingest_source *from, const struct incoming_order *orders, size_t n,
	struct ingest_result *results, bool (*also)(struct ctx *c, void *arg), void *arg);

/* SHA-256 of the common order: our fields in a fixed order, not the raw bytes and no update times. */
struct bytes ingest_hash(struct ctx *c, const struct incoming_order *in);

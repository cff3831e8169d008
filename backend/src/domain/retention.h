#pragma once
#include "base/ctx.h"
#include "sql/retention_sql.h"

/* Queues the nightly work of the house (erasing what is over its time, looking at the invariants) when it is due: once,
 * however many workers ask. */
MUST_CHECK bool nightly_queue(struct ctx *c);

/* Erases the next batch of the rule in a transaction of its own, `fence` last in it; *more: come again. */
MUST_CHECK bool retention_purge(struct ctx *c, size_t rule, bool first, bool (*fence)(void *arg), void *arg, bool *more);

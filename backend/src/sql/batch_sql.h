#pragma once
#include "model/batch.h"

/* The tables batch and batch_item, bound to the caller; staff have no batches. An item leaves the state
 * waiting once, with its effect in the same transaction: matched says whether it was this one. */

MUST_CHECK bool batch_sql_add(struct ctx *c, struct batch *b);
MUST_CHECK bool batch_sql_add_items(struct ctx *c, const struct batch *b, const struct batch_order *orders, size_t n);

/* With its counts and reasons. Problem: not_found. */
MUST_CHECK bool batch_sql_get(struct ctx *c, uint64_t id, struct batch *out);
/* The caller's own of the last seven days, newest first, at most `limit`; with counts. */
MUST_CHECK bool batch_sql_latest(struct ctx *c, int limit, struct batch **rows, size_t *n);
/* In the order of the press; one row more than the limit when there are more. */
MUST_CHECK bool batch_sql_items(struct ctx *c, uint64_t batch_id, const struct batch_item_filter *f, struct batch_item **rows,
	size_t *n);
/* Those refused whose orders still wait for a dispatch, with the version as it now is. */
MUST_CHECK bool batch_sql_refused(struct ctx *c, uint64_t batch_id, struct batch_order **rows, size_t *n);

/* queued → running. */
MUST_CHECK bool batch_sql_run(struct ctx *c, const struct batch *b);
MUST_CHECK bool batch_sql_waiting(struct ctx *c, const struct batch *b, int limit, struct batch_item **rows, size_t *n);
MUST_CHECK bool batch_sql_dispatched(struct ctx *c, const struct batch *b, const struct batch_item *item, bool *matched);
MUST_CHECK bool batch_sql_refuse(struct ctx *c, const struct batch *b, const struct batch_item *item, const char *code,
	const char *detail, bool *matched);
/* Every item that still waits. */
MUST_CHECK bool batch_sql_refuse_waiting(struct ctx *c, const struct batch *b, const char *code, const char *detail);
MUST_CHECK bool batch_sql_skip_waiting(struct ctx *c, const struct batch *b);
/* queued or running → done or stopped; done only when nothing waits. The first statement of its transaction
 * on these tables: it locks the batch. */
MUST_CHECK bool batch_sql_end(struct ctx *c, const struct batch *b, enum batch_state state);

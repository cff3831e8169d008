#pragma once
#include "base/ctx.h"
#include "model/store.h"

/* Stores. Those that people read are bound to the caller's customer; workers read by id. */
struct store *store_sql_all(struct ctx *c, size_t *n);
MUST_CHECK bool store_sql_get(struct ctx *c, uint64_t id, struct store *out);
/* Locks it for this transaction. */
MUST_CHECK bool store_sql_lock(struct ctx *c, uint64_t id, struct store *out);
/* The sealed credentials of a store that was read: for workers, the API has no right to that column. */
MUST_CHECK bool store_sql_credentials(struct ctx *c, struct store *s);

MUST_CHECK bool store_sql_add(struct ctx *c, const struct store *s, const char *key_id, uint64_t *id);
MUST_CHECK bool store_sql_set(struct ctx *c, uint64_t id, const struct change_store *in);
/* New credentials: untested until the test passes. */
MUST_CHECK bool store_sql_set_credentials(struct ctx *c, uint64_t id, struct bytes sealed, const char *key_id);
MUST_CHECK bool store_sql_disable(struct ctx *c, uint64_t id);
MUST_CHECK bool store_sql_enable(struct ctx *c, uint64_t id);
MUST_CHECK bool store_sql_expire(struct ctx *c, uint64_t id, const char *why);
MUST_CHECK bool store_sql_authorise(struct ctx *c, uint64_t id, const char *strategy, bool has_updated_filter, const char *account);
/* What was learnt of it while working. */
MUST_CHECK bool store_sql_know(struct ctx *c, uint64_t id, const char *strategy, bool has_updated_filter);
MUST_CHECK bool store_sql_test(struct ctx *c, uint64_t id, enum store_test state, const char *steps);
/* Since when moves only when the state does. */
MUST_CHECK bool store_sql_health(struct ctx *c, uint64_t id, enum store_health health, const char *detail);
MUST_CHECK bool store_sql_synced(struct ctx *c, uint64_t id, int64_t clock_skew_s);

/* Stores whose automatic sync is due, with the time that was seen; a handful. */
struct store *store_sql_due(struct ctx *c, size_t *n);
MUST_CHECK bool store_sql_take_turn(struct ctx *c, const struct store *s, int64_t next_in_s, uint64_t *matched);

/* One token of the store's bucket, in a transaction of its own; *wait_ms > 0 when there is none now. `reserve` is
 * the share (in percent) that is kept for people. */
MUST_CHECK bool bucket_sql_take(struct ctx *c, uint64_t store_id, int reserve, int64_t *wait_ms);
/* How fast it fills from now on, as the platform said: requests per 1000 s. */
MUST_CHECK bool bucket_sql_rate(struct ctx *c, uint64_t store_id, int rate_milli);

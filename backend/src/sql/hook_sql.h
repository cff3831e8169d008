#pragma once
#include "model/store_hook.h"

/* Calls of the platforms. Those for people are bound to the caller's customer. */

/* The store with its address, if it has one: hook_key is NULL otherwise. Problem: not_found. */
MUST_CHECK bool hook_sql_get(struct ctx *c, uint64_t store_id, struct store_hook *out);
/* Makes other changes of the store's address wait. */
MUST_CHECK bool hook_sql_lock(struct ctx *c, uint64_t store_id);
/* An address for the store, or a new secret for the one it has; the one that stood is good for keep_s more seconds. */
MUST_CHECK bool hook_sql_set(struct ctx *c, const struct store_hook *h, const char *hook_key, struct bytes secret, const char *key_id, int64_t keep_s);
MUST_CHECK bool hook_sql_delete(struct ctx *c, const struct store_hook *h);
/* Whose address it is, before anybody is known: across customers. */
MUST_CHECK bool hook_sql_find(struct ctx *c, const char *hook_key, struct store_hook *out, bool *found);

/* Takes a delivery, once in seven days: *first says so. */
MUST_CHECK bool hook_sql_take(struct ctx *c, const struct store_hook *h, struct bytes delivery_hash, bool *first);
MUST_CHECK bool hook_sql_received(struct ctx *c, const struct store_hook *h, const char *topic);
MUST_CHECK bool hook_sql_repeated(struct ctx *c, const struct store_hook *h);
/* Drops what is older than seven days, a batch. */
MUST_CHECK bool hook_sql_prune(struct ctx *c);

/* The store's webhook run that has not begun, locked; *id is 0 when there is none. */
MUST_CHECK bool hook_sql_waiting_run(struct ctx *c, uint64_t customer_id, uint64_t store_id, uint64_t *id, const char **order_numbers);
MUST_CHECK bool hook_sql_run_also(struct ctx *c, uint64_t run_id, const char *order_id);
MUST_CHECK bool hook_sql_run_numbers(struct ctx *c, uint64_t run_id, const char **order_numbers);

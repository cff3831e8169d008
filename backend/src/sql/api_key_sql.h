#pragma once
#include "model/api_key.h"

/* Partner tools' keys. Lists and single rows are bound to the caller's customer; staff see all. */
MUST_CHECK bool api_key_sql_page(struct ctx *c, const struct api_key_filter *f, struct api_key **rows, size_t *n, struct page_end *end);
/* Problem: not_found. */
MUST_CHECK bool api_key_sql_get(struct ctx *c, uint64_t id, struct api_key *out);
MUST_CHECK bool api_key_sql_lock(struct ctx *c, uint64_t id);
/* Whose key it is, before anybody is known: across customers. */
MUST_CHECK bool api_key_sql_find(struct ctx *c, const char *key_id, struct api_key *out, bool *found);
/* How many keys of the customer are neither revoked nor expired; with a name, of that name, and without `but`. */
MUST_CHECK bool api_key_sql_count_live(struct ctx *c, uint64_t customer_id, const char *name, uint64_t but, uint64_t *n);
/* `key_id` and `hash` are the key's; scopes and addresses are JSON arrays; expires_at 0: `days` from now. */
MUST_CHECK bool api_key_sql_add(struct ctx *c, const struct api_key *k, const char *key_id, int64_t days, uint64_t *id);
/* Raises the version, and the version of its rights with `rights`: tokens that were issued before end. */
MUST_CHECK bool api_key_sql_set(struct ctx *c, uint64_t id, const char *name, const char *scopes, const char *addresses, bool rights);
MUST_CHECK bool api_key_sql_revoke(struct ctx *c, uint64_t id);
MUST_CHECK bool api_key_sql_used(struct ctx *c, uint64_t id, const char *address);

#pragma once
#include "lib/token.h"
#include "model/api_key.h"
#include "sql/rate_sql.h"

/* Keys for partners' tools. A key is exchanged for an access token of ten minutes, which acts for the key's customer
 * with the key's scopes, as far as whoever made the key holds them too. */

extern const struct rate_limit api_key_rate; /* of requests, for each key */

MUST_CHECK bool api_key_page(struct ctx *c, const struct api_key_filter *f, struct api_key **rows, size_t *n, struct page_end *end);
/* Problem: not_found. */
MUST_CHECK bool api_key_get(struct ctx *c, uint64_t id, struct api_key *out);
/* `key` is shown this once. Problems: invalid (scopes, addresses, expiry, two live keys of that name), forbidden (staff). */
MUST_CHECK bool api_key_add(struct ctx *c, const struct add_api_key *in, uint64_t *id, const char **key);
/* Problems: not_found, stale, invalid, action_not_allowed (revoked or expired). */
MUST_CHECK bool api_key_change(struct ctx *c, uint64_t id, int64_t version, const struct change_api_key *in);
/* For good; tokens end within SESSION_SEEN_S. Revoking twice is revoking. Problem: not_found. */
MUST_CHECK bool api_key_revoke(struct ctx *c, uint64_t id);

/* A token for a key. Not inside a transaction. Problems: token_invalid (whatever is wrong with the key), login_throttled. */
struct exchanged {
	const char *access_token;
	int64_t     expires_in_s;
};
MUST_CHECK bool api_key_exchange(struct ctx *c, const struct token_keys *keys, const char *key, const char *address, struct exchanged *out);

/* Whether a token's session is a key. */
bool api_key_is_session(const char *session);
/* Fills the actor from such a token: key live, rights unchanged. Looked up at most every SESSION_SEEN_S per key and
 * process. Problem: token_invalid. */
MUST_CHECK bool api_key_actor(struct ctx *c, const struct token_claims *claims);
/* May it ask from there, and so often? Problems: token_invalid, rate_limited with retry_after_s. *rate also when refused
 * for its number. */
MUST_CHECK bool api_key_admit(struct ctx *c, const char *address, struct rate *rate);

#pragma once
#include "base/ctx.h"

/* Access tokens: JWT, HS256 alone, ten minutes. libjwt checks less than it seems (any token passes
 * with an empty key, the algorithm comes from the token, exp and aud are never looked at), so
 * token_verify checks all of it before and after, in one place. */
enum { TOKEN_LIFE_S = 600, TOKEN_SLACK_S = 30, TOKEN_MAX_BYTES = 2048 };

struct token_claims {
	uint64_t    user_id; /* sub */
	const char *session; /* sid */
	int64_t     version; /* ver: of the user's rights */
	int64_t     issued_at, expires_at; /* seconds since 1970 */
};

/* `keys` is "kid:base64[,kid:base64]": the first signs, all verify. NULL with a problem when one is
 * missing, shorter than 32 bytes or repeated. `issuer` is the page's origin. The keys live in the
 * context's arena: that of the process. */
struct token_keys;
struct token_keys *token_keys_new(struct ctx *c, const char *keys, const char *issuer);

/* An issued_at of 0 is now, an expires_at of 0 is TOKEN_LIFE_S later. NULL with PROBLEM_INTERNAL when
 * the library fails. */
char *token_issue(struct ctx *c, const struct token_keys *k, const struct token_claims *claims);
/* Keeps in mind what the last tokens said, so a token's second time is cheap; its times are judged each time.
 * PROBLEM_TOKEN_INVALID for whatever is not a good token, with no more words; the cause is for the log. */
MUST_CHECK bool token_verify(struct ctx *c, const struct token_keys *k, const char *token, int64_t now_s,
	struct token_claims *out);

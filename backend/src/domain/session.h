#pragma once
#include "base/ctx.h"
#include "model/user.h"

/* Signing in and staying signed in: a short access token (lib/token), a refresh token that is good
 * once, and a session row that both belong to. */
struct token_keys;

enum { SESSION_SEEN_S = 5 /* how long a process may believe that a session is still live */ };

struct login {
	const char *email, *password;
};
extern const struct shape login_shape;

struct signed_in {
	const char *access_token;
	const char *refresh_token; /* 43 characters; NULL when it did not change */
	int64_t     refresh_life_s;
};

/* Checks account and password; unknown users cost the same time. Not inside a transaction. Problems: login_failed
 * (never which part was wrong), login_throttled with retry_after_s. */
MUST_CHECK bool session_login(struct ctx *c, const struct token_keys *keys, const struct login *in, const char *address,
	struct signed_in *out);
/* Rotates the refresh token. A spent one ends the whole session, unless it is the direct predecessor
 * within 10 s (two tabs): refresh_raced. Problem: token_invalid. */
MUST_CHECK bool session_refresh(struct ctx *c, const struct token_keys *keys, const char *refresh_token, struct signed_in *out);
MUST_CHECK bool session_logout(struct ctx *c, const char *refresh_token);

/* Fills the actor from an access token: token good, session live, rights unchanged. Looked up at most every
 * SESSION_SEEN_S per session and process. Problem: token_invalid. */
MUST_CHECK bool session_actor(struct ctx *c, const struct token_keys *keys, const char *token);

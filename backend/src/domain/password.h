#pragma once
#include "base/ctx.h"
#include "lib/shape.h"

/* Setting a password: by a link that was handed over, or one's own. */
enum { PASSWORD_MIN = 10, PASSWORD_MAX = 128 /* bytes */ };

/* Not one of those that everybody tries first. Problem: invalid on field password (too_common). */
MUST_CHECK bool password_allow(struct ctx *c, const char *password);

struct set_password {
	const char *token, *password;
};
extern const struct shape set_password_shape;

struct change_password {
	const char *current, *password;
};
extern const struct shape change_password_shape;

/* Spends the link and ends every session of its user. Not inside a transaction: it hashes. Problem: invalid (the link is
 * used, expired or unknown, without saying which). */
MUST_CHECK bool password_set(struct ctx *c, const struct set_password *in);
/* Ends every other session of the caller. Wrong guesses are counted. Not inside a transaction. Problems: invalid (the current
 * one is wrong), login_throttled. */
MUST_CHECK bool password_change(struct ctx *c, const struct change_password *in);

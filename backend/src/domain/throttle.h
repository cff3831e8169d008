#pragma once
#include "base/ctx.h"

/* Slows down who guesses: five failures are free, then 1, 2, 4 … 900 seconds for this account from this place (/24 of an
 * IPv4 address, /56 of an IPv6 one), with a limit for each address over all accounts. Never a lock for ever: the owner can
 * still come in from elsewhere. */
struct throttle {
	const char *both, *account, *address; /* account NULL: no limit over all places */
};

/* `by_account` also limits an account over all places: for secrets that can be guessed at all. `kind` keeps kinds of
 * accounts apart. */
struct throttle throttle_of(struct ctx *c, const char *kind, const char *account, const char *address, bool by_account);
/* Problem: login_throttled with retry_after_s. */
MUST_CHECK bool throttle_allow(struct ctx *c, const struct throttle *t);
/* Counts a failure; in a transaction of its own. */
MUST_CHECK bool throttle_failed(struct ctx *c, const struct throttle *t);
MUST_CHECK bool throttle_passed(struct ctx *c, const struct throttle *t);

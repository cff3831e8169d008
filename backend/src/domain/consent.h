#pragma once
#include "base/ctx.h"
#include "model/consent.h"

/* WooCommerce's own consent screen, beside pasted keys: a person is sent to the shop, presses Approve there, and the shop
 * sends its keys to us. The call carries no signature; what it proves itself with is the one-time state in the address
 * that the person was sent to, which is good for ten minutes, for one store, and as long as the person stays signed in. */
struct seal_public;

/* The address of the shop's consent screen. Problems: not_found, store_disabled, action_not_allowed (a platform without
 * one, or a page that is not reached over https, for a shop that is no practice store). */
MUST_CHECK bool consent_open(struct ctx *c, const char *origin, const char *allow_private, uint64_t store_id, struct consent_url *out);
/* How far the newest one of the store is. Problem: not_found. */
MUST_CHECK bool consent_get(struct ctx *c, uint64_t store_id, struct consent *out);

/* What the shop sent. */
struct consent_keys {
	const char *state, *consumer_key, *consumer_secret;
};
/* Keeps the keys and queues the test, for whoever opened the screen. Problems: token_invalid (a state nobody knows, one
 * that was used, one that is over, or somebody who signed out since: nobody can tell which), invalid (no keys). */
MUST_CHECK bool consent_take(struct ctx *c, const struct seal_public *seal, const struct consent_keys *in);

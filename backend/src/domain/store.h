#pragma once
#include "base/ctx.h"
#include "model/store.h"

/* A customer's stores. The secrets of one are sealed for the workers before they are stored: nothing here
 * can read them again. */
struct seal_public;
struct seal_secret;

MUST_CHECK bool store_list(struct ctx *c, const char *allow_private, struct store **rows, size_t *n);
MUST_CHECK bool store_get(struct ctx *c, uint64_t id, const char *allow_private, struct store *out);

/* Adds a store and queues its test; one whose shop shall send the keys itself is added without. Problems: invalid (unknown platform, missing credentials), store_address_refused,
 * name_taken, forbidden (staff have no stores). */
MUST_CHECK bool store_add(struct ctx *c, const struct seal_public *seal, const char *allow_private, const struct add_store *in, uint64_t *id);
/* Replaces the credentials and queues the test. Problems: not_found, stale, invalid. */
MUST_CHECK bool store_authorize(struct ctx *c, const struct seal_public *seal, uint64_t id, int64_t version, const struct authorize_store *in);
/* The same with keys that the shop itself sent, whichever version the store has. Inside a transaction. */
MUST_CHECK bool store_grant(struct ctx *c, const struct seal_public *seal, uint64_t id, const struct credentials *in);
/* Problems: not_found, stale, name_taken. */
MUST_CHECK bool store_change(struct ctx *c, uint64_t id, int64_t version, const struct change_store *in);
/* Queues the test. Problem: not_found. */
MUST_CHECK bool store_test(struct ctx *c, uint64_t id);

/* ---- for workers */

/* The store with its credentials opened; they live in memory that is wiped with the context. Problems: not_found, store_not_authorised. */
MUST_CHECK bool store_open(struct ctx *c, const struct seal_secret *seal, uint64_t id, struct store *out, struct credentials *opened);
/* Records what a test found: `passed` authorises the store and lets its lanes go on. */
struct store_probe {
	bool        passed;
	const char *steps;    /* JSON array */
	const char *strategy, *account;
	bool        has_updated_filter;
	const char *why;      /* when it did not pass */
};
MUST_CHECK bool store_probed(struct ctx *c, const struct store *s, const struct store_probe *p);
/* The platform no longer takes our credentials: work on the store waits until somebody authorises it again. */
MUST_CHECK bool store_expired(struct ctx *c, const struct store *s, const char *why);

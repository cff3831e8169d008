#pragma once
#include "base/ctx.h"

struct seal_public;

/* Data to try everything with, from practice.sql of the sql/ folder. */
struct practice_data {
	const char               *sql_dir;
	const char               *password; /* of every practice login */
	const char               *url;      /* where the practice store answers */
	const struct seal_public *seal;
};

/* Loads it into an empty database, once. On a later run it only makes true again what can change from
 * run to run: the password, the practice store's address, credentials sealed with our present key.
 * *loaded says which of the two. Interrupted, it goes on the next time. Problems: action_not_allowed when
 * the database has data of its own, unavailable. Not inside a transaction. */
MUST_CHECK bool practice_data_bring(struct ctx *c, const struct practice_data *in, bool *loaded);

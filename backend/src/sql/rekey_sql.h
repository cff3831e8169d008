#pragma once
#include "base/ctx.h"
#include "base/value.h"

/* Every column that is sealed (with seal.pub) or locked (with box.keys), beside which the key's id is kept. */
enum rekey_place { REKEY_STORE, REKEY_WEBHOOK, REKEY_WEBHOOK_BEFORE, REKEY_HOOK, REKEY_HOOK_BEFORE, REKEY_PLACES };
extern const char *const rekey_place_names[];

struct rekey_row {
	uint64_t     id, customer_id;
	struct bytes secret;
	const char  *key_id;
};

/* The next rows after `id` that another key than key_id holds, at most `most`, in the order of their id; NULL with a problem. */
struct rekey_row *rekey_sql_next(struct ctx *c, enum rekey_place place, const char *key_id, uint64_t after, int most, size_t *n);
/* Only if it still is what was read. */
MUST_CHECK bool rekey_sql_set(struct ctx *c, enum rekey_place place, const struct rekey_row *row, struct bytes secret, const char *key_id);
MUST_CHECK bool rekey_sql_left(struct ctx *c, enum rekey_place place, const char *key_id, uint64_t *n);

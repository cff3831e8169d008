#pragma once
#include "base/ctx.h"
#include "lib/secret.h"

/* What is sealed or locked in the database, sealed and locked anew under the keys that are used now (lib/secret_rotate.h). */
struct rekey {
	const struct seal_public *seal;
	const struct seal_secret *open;
	const struct box_keys    *box;
	uint64_t changed;  /* how many were */
	uint64_t unopened; /* and how many no key opens: they are named in the log, and left as they are */
};

/* In batches of their own transactions; what is done is done when it is interrupted. */
MUST_CHECK bool rekey_all(struct ctx *c, struct rekey *r);
/* How many are still under another key. */
MUST_CHECK bool rekey_left(struct ctx *c, const struct rekey *r, uint64_t *n);

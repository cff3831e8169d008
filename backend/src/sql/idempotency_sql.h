#pragma once
#include "base/ctx.h"
#include "base/value.h"

/* One answer per key and caller (RELIABILITY: P7). */
struct kept_answer {
	struct bytes request_hash;
	int32_t      status;
	struct bytes body;
	const char  *etag;
};

/* The first statement of a request's transaction: the uncommitted row is the in-progress mark. *taken when
 * the key is there already, committed by an earlier request. Problem: request_in_progress when
 * another request holds it right now. */
MUST_CHECK bool idempotency_sql_claim(struct ctx *c, const char *caller, struct bytes key_hash, struct bytes request_hash,
	bool *taken);
MUST_CHECK bool idempotency_sql_keep(struct ctx *c, const char *caller, struct bytes key_hash, const struct kept_answer *a);
MUST_CHECK bool idempotency_sql_find(struct ctx *c, const char *caller, struct bytes key_hash, struct kept_answer *out,
	bool *found);

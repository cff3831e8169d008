#pragma once
#include "base/ctx.h"

/* How often something may happen: `burst` at once, then one every interval_us. */
struct rate_limit {
	int64_t interval_us, burst;
};
struct rate {
	bool    allowed;
	int64_t left;    /* how many more may happen now */
	int64_t wait_us; /* when not allowed: until the next one may */
};

/* Takes `n`, if so many are left: one UPDATE by primary key, so it holds over all processes and hosts. In a transaction
 * they are taken with it, and given back when that is undone. */
MUST_CHECK bool rate_sql_take(struct ctx *c, const char *scope, const struct rate_limit *limit, int64_t n, struct rate *out);

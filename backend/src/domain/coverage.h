#pragma once
#include "base/ctx.h"
#include "model/coverage.h"

/* Which spans of time a store is complete for: without from and to, the last 30 days. What one run proved stays proved
 * when another one failed. Problems: not_found, invalid (times). */
MUST_CHECK bool coverage_get(struct ctx *c, uint64_t store_id, const struct coverage_query *in, struct coverage *out);

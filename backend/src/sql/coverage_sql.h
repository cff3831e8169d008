#pragma once
#include "base/ctx.h"
#include "model/coverage.h"

/* What runs of the store proved and failed, by `by`, state and time, clipped to the span. Most windows are
 * merged; what comes may still overlap. */
struct coverage_span *coverage_sql_islands(struct ctx *c, uint64_t store_id, struct instant from, struct instant to, size_t *n);

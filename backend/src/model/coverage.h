#pragma once
#include "base/instant.h"
#include "lib/shape.h"

/* Which spans of time a store is proved complete for. */
enum coverage_by { COVERAGE_UPDATED, COVERAGE_CREATED, COVERAGE_BYS };
extern const char *const coverage_by_names[];
enum coverage_state { COVERAGE_PROVED, COVERAGE_FAILED, COVERAGE_UNKNOWN };
extern const char *const coverage_state_names[];

struct coverage_span {
	int32_t        by, state;
	struct instant from_at, to_at;
};
extern const struct shape coverage_row_shape; /* rows alone: with `by` */

/* Both rows are without a hole, from `from` to `to`. */
struct coverage {
	struct instant        from, to;
	int32_t               by; /* what the store is read by, and a gap filled */
	struct coverage_span *updated, *created;
	size_t                n_updated, n_created;
};
extern const struct shape coverage_shape;

struct coverage_query {
	struct instant from, to;
};
extern const struct shape coverage_query_shape;
struct fill_gap {
	struct instant from, to;
};
extern const struct shape fill_gap_shape;

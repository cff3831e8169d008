#include "model/coverage.h"

const char *const coverage_by_names[] = { "updated", "created", NULL };
const char *const coverage_state_names[] = { "proved", "failed", "unknown", NULL };

static const struct field row_fields[] = {
	FIELD_CHOICE(struct coverage_span, by, "by", coverage_by_names),
	FIELD_CHOICE(struct coverage_span, state, "state", coverage_state_names),
	FIELD(struct coverage_span, from_at, "from"),
	FIELD(struct coverage_span, to_at, "to"),
	FIELD_END
};
const struct shape coverage_row_shape = SHAPE(struct coverage_span, row_fields);

static const struct shape span_shape = SHAPE(struct coverage_span, row_fields + 1);

static const struct field coverage_fields[] = {
	FIELD(struct coverage, from, "from"),
	FIELD(struct coverage, to, "to"),
	FIELD_CHOICE(struct coverage, by, "by", coverage_by_names),
	FIELD_LIST(struct coverage, updated, n_updated, "updated", span_shape),
	FIELD_LIST(struct coverage, created, n_created, "created", span_shape),
	FIELD_END
};
const struct shape coverage_shape = SHAPE(struct coverage, coverage_fields);

static const struct field query_fields[] = {
	FIELD(struct coverage_query, from, "from"),
	FIELD(struct coverage_query, to, "to"),
	FIELD_END
};
const struct shape coverage_query_shape = SHAPE(struct coverage_query, query_fields);

static const struct field fill_fields[] = {
	FIELD(struct fill_gap, from, "from", .flags = FIELD_REQUIRED),
	FIELD(struct fill_gap, to, "to", .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape fill_gap_shape = SHAPE(struct fill_gap, fill_fields);

#pragma once
#include "base/ctx.h"
#include "base/instant.h"

/* What is erased after its time: data of people that nobody needs any more, and what only fills the disk. One rule per kind
 * of data; days can be changed by a setting "retention.NAME". */
enum { RETENTION_BATCH = 1000 };

struct retention_rule {
	const char *name;
	const char *what;
	int64_t     days; /* unless a setting says otherwise */
};
/* NULL behind the last one. */
const struct retention_rule *retention_sql_rule(size_t i);

struct retention_state {
	int64_t        days;
	uint64_t       erased, erased_in_all, done_id;
	struct instant ran_at; /* 0: never */
};
/* How the rule stands: its days, and how its purge went so far. */
MUST_CHECK bool retention_sql_state(struct ctx *c, size_t i, struct retention_state *out);
MUST_CHECK bool retention_sql_set_days(struct ctx *c, const char *name, int64_t days);

/* Erases at most RETENTION_BATCH rows, inside a transaction. *erased says how many; *more that there may be others. */
MUST_CHECK bool retention_sql_erase(struct ctx *c, size_t i, const struct retention_state *s, uint64_t *erased, bool *more);
/* A purge of the rule begins, or is over. */
MUST_CHECK bool retention_sql_begin(struct ctx *c, size_t i);

#pragma once
#include "base/ctx.h"

/* What the database alone can tell whoever watches: a name with its labels, and a number. */
struct gauge {
	const char *label; /* such as kind="sync_run",state="ready"; NULL: none */
	int64_t     value;
};
/* The names and words of the gauges; NULL behind the last one. */
const char *metric_sql_name(size_t i);
const char *metric_sql_words(size_t i);
/* The rows of one of them. NULL with a problem. */
struct gauge *metric_sql_read(struct ctx *c, size_t i, size_t *n);

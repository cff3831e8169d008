#pragma once
#include "base/ctx.h"

/* What is true of a healthy database, whatever happened to the programs. Each invariant is one SELECT that answers no row;
 * a row names what breaks it ("order 12"). A large table is asked in spans of ids, so that no statement holds a view of the
 * database for long: the queue of a live system would feel that. */
enum { CHECK_EXAMPLES = 20 };

struct finding {
	const char *subject; /* "order 12" */
};

/* Names and sentences of the invariants; NULL behind the last one. */
const char *check_sql_name(size_t i);
const char *check_sql_sentence(size_t i);

/* Asks one of them; *n is how many rows break it, CHECK_EXAMPLES at most. NULL with a problem. */
struct finding *check_sql_ask(struct ctx *c, size_t i, size_t *n);
/* Keeps what was found for whoever watches (metrics); `n` 0 is "holds". */
MUST_CHECK bool check_sql_keep(struct ctx *c, const char *name, size_t n, const char *examples);

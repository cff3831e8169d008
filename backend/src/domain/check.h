#pragma once
#include "base/ctx.h"

/* Looks whether everything that must always be true is true (sql/check_sql.c has the list), on a live database. */
struct check_report {
	size_t asked, broken;
};

/* Asks every invariant; `tell` hears each answer (found 0: it holds; examples are words such as "order 12, order 15").
 * What was found is kept for the metrics. Fails only when the database does not answer. */
MUST_CHECK bool check_all(struct ctx *c,
	void (*tell)(void *arg, const char *name, const char *sentence, size_t found, const char *examples), void *arg,
	struct check_report *out);

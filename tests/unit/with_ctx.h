#pragma once
/* cmocka with what it wants included first, and a fresh context for every case. */
#include "base/ctx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define N_OF(table) (sizeof(table) / sizeof *(table))

static inline struct ctx ctx_new(void)
{
	return (struct ctx){ .arena = arena_new((size_t)512 * 1024 * 1024) };
}

/* The code of a field's error, or NULL. */
static inline const char *field_code(const struct ctx *c, const char *field)
{
	for (size_t i = 0; i < c->problem.n_fields; i++)
		if (strcmp(c->problem.fields[i].field, field) == 0)
			return c->problem.fields[i].code;
	return NULL;
}

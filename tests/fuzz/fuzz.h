#pragma once
/* What every target shares. libFuzzer calls LLVMFuzzerTestOneInput with made-up input until something breaks: a sanitizer,
 * a limit on time or memory, or a MUST, which is what the target says always holds. */
#include "base/ctx.h"
#include "base/log.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define MUST(holds)                                                                  \
	do {                                                                             \
		if (!(holds)) {                                                              \
			fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #holds); \
			abort();                                                                 \
		}                                                                            \
	} while (0)

/* A fresh context on the one arena, which is reset: call it first. */
static inline struct ctx fuzz_begin(void)
{
	static struct arena *arena;

	if (!arena)
		arena = arena_new((size_t)512 * 1024 * 1024);
	arena_reset(arena);
	return (struct ctx){ .arena = arena, .actor = { .kind = ACTOR_USER, .user_id = 1, .customer_id = 1 } };
}

/* The input as a text; a NUL in it ends it, as it does for every text we are given. */
static inline char *fuzz_text(struct ctx *c, const uint8_t *data, size_t n)
{
	return arena_strndup(c->arena, (const char *)data, n);
}

/* One byte from the end of the input, so that the rest may be a file as it is; 0 when there is none. */
static inline unsigned fuzz_choice(const uint8_t *data, size_t *n)
{
	return *n ? data[--*n] : 0;
}

/* A refusal says what for, and a success leaves no problem behind. */
static inline void fuzz_told(const struct ctx *c, bool ok)
{
	MUST(ok == (c->problem.code == PROBLEM_NONE));
	MUST(ok || (c->problem.detail && *c->problem.detail));
}

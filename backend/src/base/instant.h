#pragma once
#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

/* A point in time, UTC microseconds since 1970; 0 is "none". */
struct instant {
	int64_t us;
};

#define INSTANT_SECOND INT64_C(1000000)

/* This process's clock. Where processes compare times, use the database's NOW(6). */
struct instant instant_now(void);
/* RFC 3339 with a zone: 2026-05-28T10:00:00Z, …+02:00, fractions up to six digits kept. Years 1000 to
 * 9999 in UTC, which is what the database holds; a leap second (…:60) is refused. */
bool instant_parse(const char *text, struct instant *out);
/* 2026-05-28T10:00:00 without a zone, taken as UTC; a space instead of T, a fraction and a final Z are taken too. */
bool instant_parse_utc(const char *text, struct instant *out);
/* 2026-05-28T10:00:00Z, with .123456 when there is a fraction. */
char *instant_text(struct arena *a, struct instant t);
/* The same into `out`, with its NUL; the length without it. The year has four digits. */
enum { INSTANT_TEXT_SIZE = 28 };
size_t instant_print(struct instant t, char out[INSTANT_TEXT_SIZE]);
/* 2026-05-28T10:00:00: whole seconds, no zone, as some platforms want UTC. */
char *instant_text_bare(struct arena *a, struct instant t);

struct civil {
	int year, month, day, hour, minute, second, micro;
};
struct civil   instant_civil(struct instant t);
bool           civil_instant(struct civil c, struct instant *out); /* false when no such time exists */
struct instant instant_plus_s(struct instant t, int64_t seconds);

#pragma once
#include <stdbool.h>
#include <stdint.h>

/* Whole numbers from text, the whole text, as JSON writes them: no sign but '-', no leading zeros,
 * no spaces. False also for NULL and beyond int64; *out is then unchanged. */
bool int_parse(const char *text, int64_t *out);
/* An identifier from outside: 1 to 2^63-1. */
bool id_parse(const char *text, uint64_t *out);

#pragma once
#include "lib/json.h"

/* The strict pass of lib/json: nothing else uses it. A number becomes a string that starts with
 * this byte; the pass refuses the byte everywhere in the input, escaped or not. */
enum { JSON_STRICT_NUMBER = 0x01 };

/* Checks the whole text against RFC 8259 and the limits and writes it anew for cJSON. Problem:
 * malformed, with what and at which byte. */
MUST_CHECK bool json_strict(struct ctx *c, const char *text, size_t n, const struct json_limits *limits,
	const char **out, size_t *out_len);

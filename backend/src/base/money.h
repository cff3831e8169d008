#pragma once
#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

/* An amount in whole ten-thousandths of its currency's unit; the currency stands beside it. */
struct money {
	int64_t e4;
};

/* Reads a plain decimal such as "-12.50"; further decimals than four are rounded half away from
 * zero. False for anything else, and beyond ±922,337,203,685,477.5807. */
bool money_parse(const char *text, struct money *out);
/* At least two decimals, at most four: "12.50", "0.0125". */
char *money_text(struct arena *a, struct money m);
/* The same into `out`, with its NUL; the length without it. */
enum { MONEY_TEXT_SIZE = 24 };
size_t money_print(struct money m, char out[MONEY_TEXT_SIZE]);
/* amount / n rounded half away from zero; n > 0. */
struct money money_divided(struct money m, int64_t n);
/* An ISO 4217 code that is in use. */
bool currency_known(const char *code);

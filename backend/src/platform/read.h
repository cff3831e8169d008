#pragma once
#include "lib/json.h"
#include "model/incoming.h"

/* Reading a platform's order: what every adapter does alike, whatever the platform's words are. */

/* The order cannot be taken as it is: why, as a code and in words. The first reason stands. */
__attribute__((format(printf, 4, 5)))
void read_refuse(struct ctx *c, struct incoming_order *o, const char *code, const char *format, ...);
/* The scalar at the path as text; NULL when there is none or it is empty, which platforms write for "none". */
const char *read_text(const struct json *j, const char *path);
/* Missing, null or "". */
bool read_absent(const struct json *j);

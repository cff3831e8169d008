#pragma once
#include "base/ctx.h"
#include "model/permission.h"

/* What only the warehouse operator's people do, whatever permissions a customer's role was given by mistake.
 * Problem: forbidden. */
MUST_CHECK bool staff_allow(struct ctx *c, const char *what);
bool            may(const struct ctx *c, enum permission p);

/* The version that somebody saw is the one that stands. Problem: stale, with the one that does. */
MUST_CHECK bool version_allow(struct ctx *c, int64_t seen, int64_t stands, const char *what);
/* After a write that failed on the unique key of that name: says that the field's value is taken. */
bool taken(struct ctx *c, const char *key, const char *field, const char *sentence);

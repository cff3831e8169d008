#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* Address, API, credentials, orders and the way back, one after the other. Ends in STEP_DONE with the
 * steps gone through; when one failed it is the last, and `error` says what kind of failure it was. */
struct step av_probe(struct ctx *c, const struct platform_store *s, const struct json *state, const struct http_answer *a);

#pragma once
#include "platform/platform.h"

/* Address, API, credentials, order filters and the way back, one after the other. Ends in STEP_DONE
 * with the steps gone through; when one failed it is the last, and `error` says what kind of failure it was. */
struct step wc_probe(struct ctx *c, const struct platform_store *s, const char *state, const struct http_answer *a);

#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* One purchase order by its number, with its status where its own JSON does not tell why it was closed.
 * Ends in a STEP_PAGE with this one order, or a STEP_ERROR. */
struct step av_fetch_begin(struct ctx *c, const struct platform_store *s, const char *number);
/* Whether a state is of such a run. */
bool av_fetch_is(const struct json *state);
struct step av_fetch_next(struct ctx *c, const struct platform_store *s, const struct json *state, const struct http_answer *a);

/* The request for what Amazon believes of a purchase order, and its row in the answer's payload (NULL when it has none). */
struct step        av_status_ask(struct ctx *c, const struct platform_store *s, const char *number, const char *state);
const struct json *av_status_row(const struct json *payload, const char *number);
/* Whether it is the order of that number. */
bool av_is_order(const struct json *order, const char *number);

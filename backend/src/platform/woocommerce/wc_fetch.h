#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* One order by its id, with what its own JSON leaves out: refunded quantities, and the tracking
 * numbers of fulfillments. Ends in a STEP_PAGE with this one order, or a STEP_ERROR. `wants` (bits of enum
 * wc_wants) is what is known to be needed beforehand; it saves asking for the order twice. */
struct step wc_fetch_begin(struct ctx *c, const struct platform_store *s, const char *id, unsigned wants);
/* Whether a state is of such a run. */
bool wc_fetch_is(const struct json *state);
const char *wc_fetch_id(const struct json *state);
struct step wc_fetch_next(struct ctx *c, const struct platform_store *s, const struct json *state,
	const struct http_answer *a);

/* An order to be read later, with its wants, as a word of a cursor; and that word carried out. */
const char *wc_fetch_put_off(struct ctx *c, const char *id, unsigned wants);
struct step wc_fetch_later(struct ctx *c, const struct platform_store *s, const char *word);

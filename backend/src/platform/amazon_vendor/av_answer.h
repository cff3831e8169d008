#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* What an answer of the Selling Partner API means. */

/* The `payload` of a good answer, or NULL with `e` saying why there is none. After a write, what leaves its
 * effect in doubt is CLASS_UNCERTAIN. Leaves the context's problem as it was. */
const struct json *av_payload(struct ctx *c, const struct platform_store *s, const struct http_answer *a, bool write,
	struct platform_error *e);
/* Whether the API itself spoke, well or badly, and not a firewall or somebody else's server. */
bool av_is_api(struct ctx *c, const struct http_answer *a);
/* The access token is refused, which another one may heal. */
bool av_token_refused(struct ctx *c, const struct http_answer *a);

/* The JSON of a body whatever its status, or NULL. */
const struct json *av_body(struct ctx *c, const struct http_answer *a);
/* Messages and details of a list of errors in one sentence, cleaned; NULL when it has none. */
const char *av_errors_words(struct ctx *c, const struct platform_store *s, const struct json *errors);
/* Whether one of the errors says all of it in any case (ends with NULL). */
bool av_errors_say(const struct json *errors, const char *const *words);

struct platform_error av_error(enum platform_class class, const char *code, const char *words);
struct step           av_error_step(struct platform_error e);
struct step           av_no(enum platform_class class, const char *code, const char *words);

/* JSON of this adapter's own making: states and cursors. NULL when it is not. */
const struct json *av_own(struct ctx *c, const char *text);

/* Words for people: control and direction characters out, blanks joined, invalid UTF-8 replaced, at most `max` characters. */
char *av_words(struct ctx *c, const char *text, size_t n, size_t max);

#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* What a shop's answer means. */

/* The JSON of a good answer to a read, or NULL with `e` saying why there is none. Leaves the
 * context's problem as it was. */
const struct json *wc_read(struct ctx *c, const struct platform_store *s, const struct http_answer *a,
	struct platform_error *e);
/* The same, and it must be a list. */
const struct json *wc_read_list(struct ctx *c, const struct platform_store *s, const struct http_answer *a,
	struct platform_error *e);
/* Whether a write was taken: any 2xx. Its body proves nothing, so it is not read; the read-back tells. */
bool wc_written(struct ctx *c, const struct platform_store *s, const struct http_answer *a, struct platform_error *e);

/* The shop lacks this route: the feature or plugin is not there. */
bool wc_no_route(const struct platform_error *e);
/* The shop breaks on what it was to answer: an error of its code, or an answer nobody can read. One
 * order of a list can cause that. */
bool wc_broken_answer(const struct platform_error *e);

struct platform_error wc_error(enum platform_class class, const char *code, const char *words);
struct step           wc_error_step(struct platform_error e);

/* JSON of this adapter's own making: states and cursors. NULL when it is not. */
const struct json *wc_own(struct ctx *c, const char *text);

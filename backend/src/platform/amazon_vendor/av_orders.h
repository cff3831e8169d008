#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* The three ways to ask for purchase orders; each is a `next` of its operation (see struct platform) with the
 * state already read.
 *
 * A page may hold fewer orders than Amazon listed: those that are closed need requests of their own
 * and come as the pages after it, so that after a crash the cursor says which of them are still to come. */
struct step av_list_orders(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const struct json *state, const struct http_answer *a);
struct step av_get_orders(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const struct json *state, const struct http_answer *a);
struct step av_get_order(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const struct json *state, const struct http_answer *a);

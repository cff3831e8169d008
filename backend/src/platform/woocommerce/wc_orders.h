#pragma once
#include "platform/platform.h"

/* The three ways to ask for orders; each is a `next` of its operation (see struct platform).
 *
 * A page may hold fewer orders than the shop listed: those that were refunded in part, or shipped
 * through the core's fulfillments, need requests of their own and come as the pages after it. So a page
 * is never held up in memory, and after a crash the cursor says which of them are still to come. */
struct step wc_list_orders(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const char *state, const struct http_answer *a);
struct step wc_get_orders(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const char *state, const struct http_answer *a);
struct step wc_get_order(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const char *state, const struct http_answer *a);

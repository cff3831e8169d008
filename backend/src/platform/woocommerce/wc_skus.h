#pragma once
#include "platform/platform.h"

/* What the shop sells: simple products, and the variations of variable ones. The variations of a product come
 * as pages of their own after the page that listed it. */
struct step wc_list_skus(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const char *state, const struct http_answer *a);

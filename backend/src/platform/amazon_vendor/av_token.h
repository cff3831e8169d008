#pragma once
#include "platform/platform.h"

/* Login with Amazon: the refresh token exchanged for an access token of an hour. */

/* The address of Amazon's own tokens. A store behind any other address has its tokens from there. */
#define AV_TOKEN_HOST "https://api.amazon.com"

struct step av_token_ask(struct ctx *c, const struct platform_store *s, const char *state);
/* The access token and how long it is good, or NULL with `e`. */
const char *av_token_came(struct ctx *c, const struct platform_store *s, const struct http_answer *a, int *good_s,
	struct platform_error *e);

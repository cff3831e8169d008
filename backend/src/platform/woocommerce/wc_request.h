#pragma once
#include "platform/platform.h"

/* Requests to a shop: address, query and proof of who asks. */

enum { WC_PARAMS_MAX = 16 };

struct wc_query {
	size_t n;
	struct wc_param {
		const char *name, *value;
	} params[WC_PARAMS_MAX];
};
void wc_with(struct wc_query *q, const char *name, const char *value);

/* One call. `route` stands behind /wp-json/ with {id} for the order or product, and is what logs show. */
struct wc_call {
	const char      *method; /* NULL is GET */
	const char      *route;
	const char      *id;
	struct wc_query query;
	const char      *body;
	bool             is_public; /* no key is sent */
};

/* The step that sends it: with Basic over https; over http, where shops do not look at Basic,
 * signed. A signature is used once, so every try is built anew. */
struct step wc_request(struct ctx *c, const struct platform_store *s, const struct wc_call *call, const char *state);

/* The query with its OAuth 1.0a parameters and signature, encoded and ready to send. `url` has no query. */
char *wc_oauth_query(struct arena *a, const char *method, const char *url, const struct wc_query *q,
	const char *key, const char *secret, const char *nonce, int64_t timestamp);

/* Whether it is an id as shops number things: digits alone, at most 18. */
bool wc_is_id(const char *text);

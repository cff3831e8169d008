#pragma once
#include "platform/platform.h"

/* Requests to a shop: address, query and proof of who asks. */

enum { WOO_PARAMS_MAX = 16 };

struct woo_query {
	size_t n;
	struct woo_param {
		const char *name, *value;
	} params[WOO_PARAMS_MAX];
};
void woo_with(struct woo_query *q, const char *name, const char *value);

/* One call. `route` stands behind /wp-json/ with {id} for the order or product, and is what logs show. */
struct woo_call {
	const char      *method; /* NULL is GET */
	const char      *route;
	const char      *id;
	struct woo_query query;
	const char      *body;
	bool             is_public; /* no key is sent */
};

/* The step that sends it: with Basic over https; over http, where shops do not look at Basic,
 * signed. A signature is used once, so every try is built anew. */
struct step woo_request(struct ctx *c, const struct platform_store *s, const struct woo_call *call, const char *state);

/* The query with its OAuth 1.0a parameters and signature, encoded and ready to send. `url` has no query. */
char *woo_oauth_query(struct arena *a, const char *method, const char *url, const struct woo_query *q,
	const char *key, const char *secret, const char *nonce, int64_t timestamp);

/* Whether it is an id as shops number things: digits alone, at most 18. */
bool woo_is_id(const char *text);

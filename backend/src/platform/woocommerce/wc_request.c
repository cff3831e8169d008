/* How a call is put together. */
#include "platform/woocommerce/wc_request.h"
#include "base/buf.h"
#include "lib/secret.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void wc_with(struct wc_query *q, const char *name, const char *value)
{
	assert(q->n < WC_PARAMS_MAX);
	q->params[q->n++] = (struct wc_param){ name, value };
}

bool wc_is_id(const char *text)
{
	size_t n = text ? strspn(text, "0123456789") : 0;

	return n > 0 && n <= 18 && text[n] == '\0';
}

/* RFC 3986: all but the unreserved characters, with upper-case digits, as signatures need it. */
static void add_encoded(struct buf *to, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";

	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		bool plain = (*p >= '0' && *p <= '9') || ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z') || strchr("-._~", *p);

		if (plain) {
			buf_putc(to, (char)*p);
		} else {
			char code[3] = { '%', hex[*p >> 4], hex[*p & 15] };

			buf_add(to, code, sizeof code);
		}
	}
}

static char *encoded_query(struct arena *a, const struct wc_query *q)
{
	struct buf to = buf_new(a, 256);

	for (size_t i = 0; i < q->n; i++) {
		if (i)
			buf_putc(&to, '&');
		add_encoded(&to, q->params[i].name);
		buf_putc(&to, '=');
		add_encoded(&to, q->params[i].value);
	}
	return to.text;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct wc_param *)a)->name, ((const struct wc_param *)b)->name);
}

char *wc_oauth_query(struct arena *a, const char *method, const char *url, const struct wc_query *q,
	const char *key, const char *secret, const char *nonce, int64_t timestamp)
{
	struct wc_query signing = *q;
	struct buf       base = buf_new(a, 512);
	size_t           key_size = strlen(secret) + 2;
	char            *signing_key;

	wc_with(&signing, "oauth_consumer_key", key);
	wc_with(&signing, "oauth_nonce", nonce);
	wc_with(&signing, "oauth_signature_method", "HMAC-SHA256");
	wc_with(&signing, "oauth_timestamp", arena_printf(a, "%lld", (long long)timestamp));
	qsort(signing.params, signing.n, sizeof *signing.params, by_name);

	buf_puts(&base, method);
	buf_putc(&base, '&');
	add_encoded(&base, url);
	buf_putc(&base, '&');
	add_encoded(&base, encoded_query(a, &signing));

	signing_key = arena_printf(a, "%s&", secret);
	wc_with(&signing, "oauth_signature", hmac_sha256_base64(a, signing_key, base.text, base.len));
	explicit_bzero(signing_key, key_size);
	return encoded_query(a, &signing);
}

static char *url_of(struct arena *a, const struct platform_store *s, const struct wc_call *call)
{
	const char *hole = strstr(call->route, "{id}");

	if (!hole)
		return arena_printf(a, "%s/wp-json/%s", s->url, call->route);
	assert(wc_is_id(call->id));
	return arena_printf(a, "%s/wp-json/%.*s%s%s", s->url, (int)(hole - call->route), call->route, call->id,
		hole + 4);
}

struct step wc_request(struct ctx *c, const struct platform_store *s, const struct wc_call *call, const char *state)
{
	struct arena *a = c->arena;
	const char   *method = call->method ? call->method : "GET";
	const char   *url = url_of(a, s, call);
	bool          is_signed = !call->is_public && strncmp(s->url, "http://", 7) == 0;
	const char   *query = is_signed ? wc_oauth_query(a, method, url, &call->query, s->key, s->secret,
		random_text(a, 16), instant_now().us / INSTANT_SECOND) : encoded_query(a, &call->query);
	struct step   step = {
		.kind = STEP_REQUEST,
		.request = { .method = method, .body = call->body },
		.request_is_write = call->method != NULL,
		.path_template = arena_printf(a, "/wp-json/%s", call->route),
		.state = state,
	};

	step.request.url = *query ? arena_printf(a, "%s?%s", url, query) : url;
	if (!call->is_public && !is_signed) {
		step.request.user = s->key;
		step.request.password = s->secret;
	}
	return step;
}

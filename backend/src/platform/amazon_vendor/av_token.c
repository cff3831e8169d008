/* What is wrong with a key is told by the error's name alone; the words differ from day to day. */
#include "platform/amazon_vendor/av_token.h"
#include "base/buf.h"
#include "lib/json.h"
#include "lib/secret.h"
#include "model/platform_kind.h"
#include "platform/amazon_vendor/av_answer.h"
#include "platform/amazon_vendor/av_request.h"

#include <string.h>

enum { GOOD_S_USUAL = 3600, GOOD_S_MAX = 24 * 3600, TOKEN_MAX = 4096 };

static const struct {
	const char         *name, *words;
	enum platform_class class;
} refusals[] = {
	{ "invalid_grant", "Amazon no longer takes the refresh token: the vendor must authorise the application again and enter the new one",
	  CLASS_AUTH_EXPIRED },
	{ "invalid_client", "Amazon does not know this client identifier and secret: the secret may have been renewed (they last 180 days); enter the new one",
	  CLASS_PERMISSION },
	{ "unauthorized_client", "The refresh token belongs to another application than the client identifier", CLASS_PERMISSION },
	{ "access_denied", "Amazon denies this application access to the vendor account", CLASS_PERMISSION },
	{ "invalid_scope", "Amazon denies this application access to the vendor account", CLASS_PERMISSION },
	{ "invalid_request", "Amazon does not understand how we ask for a token", CLASS_PERMANENT },
	{ "unsupported_grant_type", "Amazon does not understand how we ask for a token", CLASS_PERMANENT },
};

static bool is_amazons(const char *url)
{
	static const char sandbox[] = "https://sandbox.";

	for (const struct platform_endpoint *e = platform_kind_named("amazon_vendor")->endpoints; e->name; e++)
		if (strcmp(url, e->url) == 0
		    || (strncmp(url, sandbox, sizeof sandbox - 1) == 0
			&& strcmp(url + sizeof sandbox - 1, e->url + sizeof "https://" - 1) == 0))
			return true;
	return false;
}

struct step av_token_ask(struct ctx *c, const struct platform_store *s, const char *state)
{
	const struct {
		const char *name, *value;
	} form[] = {
		{ "grant_type", "refresh_token" },
		{ "refresh_token", s->refresh_token },
		{ "client_id", s->key },
		{ "client_secret", s->secret },
	};
	struct buf  body;
	size_t      size = 128;
	struct step step = {
		.kind = STEP_REQUEST,
		.request = { .method = "POST", .has_keys = true },
		.path_template = "/auth/o2/token",
		.state = state,
	};

	for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
		if (!form[i].value || !*form[i].value)
			return av_no(CLASS_AUTH_EXPIRED, "credentials_missing", "The store has no whole set of client identifier, client secret and refresh token");
		size += 3 * strlen(form[i].value);
	}
	/* In memory that is wiped, with room enough that the text never moves. */
	body = (struct buf){ .arena = c->arena, .text = secret_alloc(c->arena, size), .cap = size };
	for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
		buf_printf(&body, "%s%s=", i ? "&" : "", form[i].name);
		av_encode(&body, form[i].value);
	}
	step.request.url = arena_printf(c->arena, "%s/auth/o2/token", is_amazons(s->url) ? AV_TOKEN_HOST : s->url);
	step.request.body = body.text;
	step.request.headers[step.request.n_headers++] =
		(struct http_header){ "content-type", "application/x-www-form-urlencoded;charset=UTF-8" };
	return step;
}

static struct platform_error refused(struct ctx *c, const struct http_answer *a, const struct json *body)
{
	const char           *name = json_text(json_member(body, "error"));
	struct platform_error e = av_error(CLASS_PERMANENT, name ? av_words(c, name, strlen(name), 64) : NULL, NULL);

	e.http_status = a->status;
	e.retry_after_s = a->retry_after_s;
	for (size_t i = 0; name && i < sizeof refusals / sizeof *refusals; i++)
		if (strcmp(name, refusals[i].name) == 0) {
			e.class = refusals[i].class;
			e.words = refusals[i].words;
			return e;
		}
	if (a->status >= 500 || a->status == 408)
		e.class = CLASS_TRANSIENT;
	else if (a->status == 429)
		e.class = CLASS_RATE_LIMITED;
	else if (a->status == 401)
		e.class = CLASS_AUTH_EXPIRED;
	else if (a->status == 403)
		e.class = name ? CLASS_PERMISSION : CLASS_TRANSIENT; /* without a name a firewall spoke */
	e.words = a->status >= 300 && a->status < 400 ? "The address of Amazon's tokens sends us to another address"
		: arena_printf(c->arena, "Amazon gives no access token: it answered %d%s%s", a->status, name ? " " : "", name ? e.code : "");
	return e;
}

const char *av_token_came(struct ctx *c, const struct platform_store *s, const struct http_answer *a, int *good_s,
	struct platform_error *e)
{
	const struct json *body = av_body(c, a);
	const char        *token = json_text(json_member(body, "access_token"));
	int64_t            seconds = 0;

	(void)s;
	if (a->status < 200 || a->status > 299) {
		*e = refused(c, a, body);
		return NULL;
	}
	/* It becomes a header. */
	if (!token || !*token || strlen(token) > TOKEN_MAX || token[strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
									      "0123456789-._~+/=|%*,:;")]) {
		*e = av_error(body ? CLASS_PERMANENT : CLASS_TRANSIENT, "unreadable",
			body ? "Amazon's answer has no access token" : "The answer was cut or damaged on its way, or is not Amazon's: it is not JSON to its end");
		e->http_status = a->status;
		return NULL;
	}
	if (!json_int(json_member(body, "expires_in"), &seconds) || seconds <= 0)
		seconds = GOOD_S_USUAL;
	*good_s = seconds > GOOD_S_MAX ? GOOD_S_MAX : (int)seconds;
	return token;
}

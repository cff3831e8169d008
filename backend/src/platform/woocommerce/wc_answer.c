#define _GNU_SOURCE /* strcasestr, memmem */
/* Classes are decided by status and body together. What is in doubt after a write is UNCERTAIN:
 * the next try then looks before it writes. */
#include "platform/woocommerce/wc_answer.h"
#include "base/buf.h"
#include "platform/woocommerce/wc_text.h"

#include <string.h>
#include <strings.h>

enum { WORDS_MAX = 300, UNREADABLE_WORDS_MAX = 200 };

static const struct json_limits own_limits = { 1024 * 1024, 8, 50000, 64 * 1024, 100000 };

/* The first row that fits decides. NULL fits anything; `json` is whether the shop itself spoke, and
 * not its host, cache or firewall. */
#define KEY_ERROR "woocommerce_rest_authentication_error"
#define OAUTH_ERROR "woocommerce_rest_authentication_missing_parameter"
#define ID_ERROR "woocommerce_rest_shop_order_invalid_id"

static const struct rule {
	int                 from, to;
	enum { ANY, JSON_ALONE, HTML_ALONE } speaker;
	const char         *code, *says; /* the error's code; a part of its message */
	enum platform_class class, of_write;
} rules[] = {
	{ 300, 399, ANY, NULL, NULL, CLASS_PERMANENT, CLASS_PERMANENT },
	/* One code for everything about keys; the English message is the only difference. A clock that is
	 * off and a nonce seen before say nothing about the key. */
	{ 401, 401, JSON_ALONE, KEY_ERROR, "permissions", CLASS_PERMISSION, CLASS_PERMISSION },
	{ 401, 401, JSON_ALONE, KEY_ERROR, "timestamp", CLASS_TRANSIENT, CLASS_TRANSIENT },
	{ 401, 401, JSON_ALONE, KEY_ERROR, "nonce", CLASS_TRANSIENT, CLASS_TRANSIENT },
	{ 401, 401, JSON_ALONE, OAUTH_ERROR, NULL, CLASS_PERMANENT, CLASS_PERMANENT },
	/* An unknown key is a guest to WooCommerce: it "cannot view". */
	{ 401, 401, ANY, NULL, NULL, CLASS_AUTH_EXPIRED, CLASS_AUTH_EXPIRED },
	{ 403, 403, JSON_ALONE, NULL, NULL, CLASS_PERMISSION, CLASS_PERMISSION },
	{ 403, 403, HTML_ALONE, NULL, NULL, CLASS_TRANSIENT, CLASS_TRANSIENT },
	{ 404, 404, JSON_ALONE, "rest_no_route", NULL, CLASS_PERMANENT, CLASS_PERMANENT },
	{ 404, 404, JSON_ALONE, NULL, NULL, CLASS_NOT_FOUND, CLASS_NOT_FOUND },
	{ 404, 404, HTML_ALONE, NULL, NULL, CLASS_PERMANENT, CLASS_PERMANENT },
	/* Reading an unknown order is 404, writing to it is 400. */
	{ 400, 400, JSON_ALONE, ID_ERROR, NULL, CLASS_NOT_FOUND, CLASS_NOT_FOUND },
	{ 400, 400, ANY, NULL, NULL, CLASS_VALIDATION, CLASS_VALIDATION },
	{ 408, 408, ANY, NULL, NULL, CLASS_TRANSIENT, CLASS_UNCERTAIN },
	{ 409, 409, ANY, NULL, NULL, CLASS_CONFLICT, CLASS_CONFLICT },
	{ 410, 410, ANY, NULL, NULL, CLASS_CONFLICT, CLASS_CONFLICT },
	{ 413, 413, ANY, NULL, NULL, CLASS_VALIDATION, CLASS_VALIDATION },
	{ 422, 422, ANY, NULL, NULL, CLASS_VALIDATION, CLASS_VALIDATION },
	{ 429, 429, ANY, NULL, NULL, CLASS_RATE_LIMITED, CLASS_RATE_LIMITED },
	{ 400, 499, ANY, NULL, NULL, CLASS_PERMANENT, CLASS_PERMANENT },
	{ 500, 599, ANY, NULL, NULL, CLASS_TRANSIENT, CLASS_UNCERTAIN },
};

static const struct json *parse(struct ctx *c, const char *text, size_t n, const struct json_limits *limits)
{
	struct problem     stands = c->problem;
	const struct json *j;

	problem_clear(c);
	j = json_parse(c, text, n, limits);
	c->problem = stands;
	return j;
}

/* A plugin file saved with a byte order mark puts it before every answer; it means nothing. */
static const char *body_of(const struct http_answer *a, size_t *n)
{
	bool marked = a->body && a->body_len >= 3 && memcmp(a->body, "\xef\xbb\xbf", 3) == 0;

	*n = a->body ? a->body_len - (marked ? 3 : 0) : 0;
	return a->body ? a->body + (marked ? 3 : 0) : "";
}

/* Pages of hosts can repeat the address they were asked for, and a signed address holds the key. */
static char *without_keys(struct ctx *c, const struct platform_store *s, char *words)
{
	const char *const hidden[] = { s->key, s->secret };

	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
		size_t len = hidden[i] ? strlen(hidden[i]) : 0;

		for (char *at = words; len && (at = strstr(at, hidden[i])) != NULL;)
			memset(at, '*', len);
	}
	return words[0] ? words : arena_strdup(c->arena, "");
}

static bool is_host_of(const struct platform_store *s, const char *host)
{
	const char *at = strstr(s->url, "://");
	size_t      n = strlen(host);

	return at && strncasecmp(at + 3, host, n) == 0 && strchr(":/", at[3 + n]);
}

static const char *words_of(struct ctx *c, const struct platform_store *s, const struct http_answer *a,
	const struct json *error)
{
	struct buf  all = buf_new(c->arena, 256);
	const char *message = json_text(json_member(error, "message"));
	const char *to = http_redirect_host(c, a);
	size_t      n;
	const char *body = body_of(a, &n);
	char       *words;

	if (a->status >= 300 && a->status < 400) {
		/* With "plain" permalinks there is no /wp-json: the shop sends such addresses to a page of its own. */
		if (to && is_host_of(s, to))
			buf_puts(&all, "The shop sends us to another of its pages: its permalinks are plain, or its address "
				"has another scheme or path");
		else
			buf_printf(&all, "The shop sends us to %s: enter the address it really uses",
				to ? to : "another address");
	} else if (message) {
		buf_puts(&all, message);
		for (const struct json *p = json_first(json_path(error, "data.params")); p; p = json_next(p))
			if (json_name(p) && json_text(p))
				buf_printf(&all, " - %s: %s", json_name(p), json_text(p));
	} else {
		buf_add(&all, body, n);
	}
	words = without_keys(c, s, wc_words(c->arena, all.text, all.len, WORDS_MAX));
	return *words ? words : arena_printf(c->arena, "The shop answered %d without words", a->status);
}

static struct platform_error refusal(struct ctx *c, const struct platform_store *s, const struct http_answer *a,
	bool write)
{
	size_t                n;
	const char           *body = body_of(a, &n);
	const struct json    *error = parse(c, body, n, &json_platform);
	const char           *code = json_text(json_member(error, "code"));
	const char           *message = json_text(json_member(error, "message"));
	struct platform_error e = {
		.class = CLASS_PERMANENT,
		.http_status = a->status,
		.code = code,
		.words = words_of(c, s, a, error),
		.retry_after_s = a->retry_after_s,
	};

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		const struct rule *r = &rules[i];

		if (a->status < r->from || a->status > r->to || (r->speaker == JSON_ALONE && !code)
		    || (r->speaker == HTML_ALONE && code) || (r->code && (!code || strcmp(code, r->code) != 0))
		    || (r->says && (!message || !strcasestr(message, r->says))))
			continue;
		e.class = write ? r->of_write : r->class;
		break;
	}
	e.no_effect = e.class != CLASS_UNCERTAIN;
	return e;
}

/* What stands before the JSON can be shown to people; the JSON holds buyers. */
static size_t before_json(const char *body, size_t n)
{
	static const char *const openings[] = { "[{", "{\"", "[]" };

	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
		const char *at = memmem(body, n, openings[i], 2);

		n = at ? (size_t)(at - body) : n;
	}
	return n;
}

/* A whole HTML page instead of JSON comes from a firewall, a cache or a site under repair and goes
 * away by itself, like an answer that was cut. Notices of a broken plugin before the JSON stay
 * until somebody repairs the shop. */
static struct platform_error unreadable(struct ctx *c, const struct platform_store *s, const struct http_answer *a)
{
	size_t      n;
	const char *body = body_of(a, &n);
	const char *start = body + strspn(body, " \t\r\n");
	bool        page = strncasecmp(start, "<!doctype", 9) == 0 || strncasecmp(start, "<html", 5) == 0;
	bool        cut = *start == '{' || *start == '[' || !*start;
	const char *words = without_keys(c, s, wc_words(c->arena, body, before_json(body, n), UNREADABLE_WORDS_MAX));

	return (struct platform_error){
		.class = page || cut ? CLASS_TRANSIENT : CLASS_PERMANENT,
		.http_status = a->status,
		.code = "unreadable",
		.words = cut ? "The answer was cut or damaged on its way: it is not JSON to its end"
			: arena_printf(c->arena, "The shop did not answer in JSON: %s", words),
		.retry_after_s = a->retry_after_s,
		.no_effect = true,
	};
}

const struct json *wc_read(struct ctx *c, const struct platform_store *s, const struct http_answer *a,
	struct platform_error *e)
{
	size_t             n;
	const char        *body = body_of(a, &n);
	const struct json *j;

	if (a->status < 200 || a->status > 299) {
		*e = refusal(c, s, a, false);
		return NULL;
	}
	j = parse(c, body, n, &json_platform);
	if (!j)
		*e = unreadable(c, s, a);
	return j;
}

const struct json *wc_read_list(struct ctx *c, const struct platform_store *s, const struct http_answer *a,
	struct platform_error *e)
{
	const struct json *j = wc_read(c, s, a, e);

	if (j && json_type(j) != JSON_ARRAY) {
		*e = wc_error(CLASS_PERMANENT, "unreadable", "The shop answered something else than a list");
		e->http_status = a->status;
		return NULL;
	}
	return j;
}

bool wc_written(struct ctx *c, const struct platform_store *s, const struct http_answer *a, struct platform_error *e)
{
	if (a->status >= 200 && a->status <= 299)
		return true;
	*e = refusal(c, s, a, true);
	return false;
}

bool wc_no_route(const struct platform_error *e)
{
	return e->http_status == 404 && e->code && strcmp(e->code, "rest_no_route") == 0;
}

bool wc_broken_answer(const struct platform_error *e)
{
	return e->http_status == 500 || (e->code && strcmp(e->code, "unreadable") == 0);
}

struct platform_error wc_error(enum platform_class class, const char *code, const char *words)
{
	return (struct platform_error){
		.class = class, .code = code, .words = words, .no_effect = class != CLASS_UNCERTAIN,
	};
}

struct step wc_error_step(struct platform_error e)
{
	return (struct step){ .kind = STEP_ERROR, .error = e };
}

const struct json *wc_own(struct ctx *c, const char *text)
{
	return text ? parse(c, text, strlen(text), &own_limits) : NULL;
}

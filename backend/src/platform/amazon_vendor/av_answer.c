#define _GNU_SOURCE /* strcasestr */
/* Classes are decided by status and body together. What is in doubt after a write is UNCERTAIN: the
 * next try then looks before it writes. */
#include "platform/amazon_vendor/av_answer.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <string.h>
#include <strings.h>

enum { WORDS_MAX = 300, ERRORS_SHOWN = 10 };

/* States may hold a purchase order as it was read. */
static const struct json_limits own_limits = { 8 * 1024 * 1024, 64, 10000, 256 * 1024, 500000 };

/* The first row that fits decides; `code` NULL is any, `by_api` is whether the API spoke, and not something in front of it. */
static const struct rule {
	int                 from, to;
	enum { ANYBODY, API_ALONE, OTHERS_ALONE } speaker;
	const char         *code;
	enum platform_class class, of_write;
} rules[] = {
	{ 300, 399, ANYBODY, NULL, CLASS_PERMANENT, CLASS_PERMANENT },
	{ 400, 599, API_ALONE, "QuotaExceeded", CLASS_RATE_LIMITED, CLASS_RATE_LIMITED },
	{ 400, 400, ANYBODY, NULL, CLASS_VALIDATION, CLASS_VALIDATION },
	{ 401, 401, ANYBODY, NULL, CLASS_AUTH_EXPIRED, CLASS_AUTH_EXPIRED },
	{ 403, 403, API_ALONE, NULL, CLASS_PERMISSION, CLASS_PERMISSION }, /* a token that is refused was sorted out before */
	{ 403, 403, OTHERS_ALONE, NULL, CLASS_TRANSIENT, CLASS_TRANSIENT },
	{ 404, 404, API_ALONE, NULL, CLASS_NOT_FOUND, CLASS_NOT_FOUND },
	{ 404, 404, OTHERS_ALONE, NULL, CLASS_PERMANENT, CLASS_PERMANENT },
	{ 408, 408, ANYBODY, NULL, CLASS_TRANSIENT, CLASS_UNCERTAIN },
	{ 409, 410, ANYBODY, NULL, CLASS_CONFLICT, CLASS_CONFLICT },
	{ 422, 422, ANYBODY, NULL, CLASS_VALIDATION, CLASS_VALIDATION },
	{ 429, 429, ANYBODY, NULL, CLASS_RATE_LIMITED, CLASS_RATE_LIMITED },
	{ 400, 499, ANYBODY, NULL, CLASS_PERMANENT, CLASS_PERMANENT }, /* 413 and 415 too: our own mistake */
	{ 500, 599, ANYBODY, NULL, CLASS_TRANSIENT, CLASS_UNCERTAIN },
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

const struct json *av_own(struct ctx *c, const char *text)
{
	return text ? parse(c, text, strlen(text), &own_limits) : NULL;
}

const struct json *av_body(struct ctx *c, const struct http_answer *a)
{
	return a->body ? parse(c, a->body, a->body_len, &json_platform) : NULL;
}

/* ---- words ----------------------------------------------------------------------------------- */

static bool is_blank(const unsigned char *p, size_t len)
{
	return (len == 1 && (*p <= 0x20 || *p == 0x7f)) || (len == 2 && p[0] == 0xc2 && p[1] <= 0xa0)
	    || (len == 3 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9));
}

/* What turns the direction of the text around it. */
static bool turns(const unsigned char *p, size_t len)
{
	return len == 3 && ((p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xaa && p[2] <= 0xae)))
		|| (p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9) || (p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf));
}

char *av_words(struct ctx *c, const char *text, size_t n, size_t max)
{
	const unsigned char *p = (const unsigned char *)text, *end = p + n;
	struct buf           to = buf_new(c->arena, 64);
	size_t               count = 0;
	bool                 space = false;

	while (p < end && count < max) {
		size_t len = utf8_char(p, end);

		if (!len) {
			buf_putc(&to, '?');
			count++;
		} else if (is_blank(p, len)) {
			space = count > 0;
		} else if (!turns(p, len)) {
			if (space) {
				buf_putc(&to, ' ');
				count++;
			}
			space = false;
			if (count < max)
				buf_add(&to, (const char *)p, len);
			count++;
		}
		p += len ? len : 1;
	}
	return to.text;
}

/* Gateways can repeat what they were sent. */
static char *without_keys(const struct platform_store *s, char *words)
{
	const char *const hidden[] = { s->secret, s->refresh_token, s->session };

	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
		size_t len = hidden[i] ? strlen(hidden[i]) : 0;

		for (char *at = words; len && (at = strstr(at, hidden[i])) != NULL;)
			memset(at, '*', len);
	}
	return words;
}

static const char *text_of(const struct json *error, const char *member)
{
	const char *text = json_text(json_member(error, member));

	return text && *text ? text : NULL;
}

const char *av_errors_words(struct ctx *c, const struct platform_store *s, const struct json *errors)
{
	struct buf all = buf_new(c->arena, 256);
	size_t     shown = 0;

	for (const struct json *e = json_first(errors); e && shown < ERRORS_SHOWN; e = json_next(e)) {
		const char *message = text_of(e, "message"), *details = text_of(e, "details");

		if (!message && !details)
			continue;
		buf_printf(&all, "%s%s", shown++ ? "; " : "", message ? message : details);
		if (message && details && !strstr(message, details))
			buf_printf(&all, " (%s)", details);
	}
	return shown ? without_keys(s, av_words(c, all.text, all.len, WORDS_MAX)) : NULL;
}

bool av_errors_say(const struct json *errors, const char *const *words)
{
	for (const struct json *e = json_first(errors); e; e = json_next(e)) {
		const char *parts[] = { text_of(e, "code"), text_of(e, "message"), text_of(e, "details") };
		bool        all = true;

		for (const char *const *w = words; *w && all; w++) {
			bool said = false;

			for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
				said = said || (parts[i] && strcasestr(parts[i], *w));
			all = said;
		}
		if (all)
			return true;
	}
	return false;
}

/* ---- judging --------------------------------------------------------------------------------- */

static const struct json *errors_of(const struct json *body)
{
	const struct json *errors = json_member(body, "errors");

	return json_type(errors) == JSON_ARRAY && json_first(errors) ? errors : NULL;
}

bool av_is_api(struct ctx *c, const struct http_answer *a)
{
	const struct json *body = av_body(c, a);

	return json_member(body, "payload") || errors_of(body);
}

bool av_token_refused(struct ctx *c, const struct http_answer *a)
{
	static const char *const of_token[] = { "access token", NULL }, *const expired[] = { "token", "expired", NULL };
	const struct json       *errors;

	if (a->status != 401 && a->status != 403)
		return false;
	errors = errors_of(av_body(c, a));
	return a->status == 401 || av_errors_say(errors, of_token) || av_errors_say(errors, expired);
}

static const char *words_of(struct ctx *c, const struct platform_store *s, const struct http_answer *a, const struct json *errors)
{
	const char *said = av_errors_words(c, s, errors), *to = http_redirect_host(c, a);

	if (a->status >= 300 && a->status < 400)
		return arena_printf(c->arena, "Amazon's address sends us to %s", to ? to : "another address");
	if (said && a->status == 403) {
		said = arena_printf(c->arena, "Amazon denies it: the application lacks a role, or the vendor account has not authorised it for this. %s", said);
		return av_words(c, said, strlen(said), WORDS_MAX);
	}
	return said ? said : arena_printf(c->arena, "Amazon answered %d without words", a->status);
}

static struct platform_error refusal(struct ctx *c, const struct platform_store *s, const struct http_answer *a, bool write)
{
	const struct json    *errors = errors_of(av_body(c, a));
	const char           *code = text_of(json_first(errors), "code");
	struct platform_error e = {
		.class = CLASS_PERMANENT,
		.http_status = a->status,
		.code = code ? av_words(c, code, strlen(code), 64) : NULL,
		.words = words_of(c, s, a, errors),
		.retry_after_s = a->retry_after_s,
	};

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		const struct rule *r = &rules[i];

		if (a->status < r->from || a->status > r->to || (r->speaker == API_ALONE && !errors)
		    || (r->speaker == OTHERS_ALONE && errors) || (r->code && (!code || strcmp(code, r->code) != 0)))
			continue;
		e.class = write ? r->of_write : r->class;
		break;
	}
	if (av_token_refused(c, a))
		e.class = CLASS_AUTH_EXPIRED;
	e.no_effect = e.class != CLASS_UNCERTAIN;
	return e;
}

/* Something in front of the API answered, or the answer was cut: both pass. JSON of another form does not. */
static struct platform_error unreadable(const struct http_answer *a, const struct json *body, bool write)
{
	return (struct platform_error){
		.class = write ? CLASS_UNCERTAIN : body ? CLASS_PERMANENT : CLASS_TRANSIENT,
		.http_status = a->status,
		.code = "unreadable",
		.words = body ? "Amazon's answer has no payload" : "The answer was cut or damaged on its way, or is not Amazon's: it is not JSON to its end",
		.retry_after_s = a->retry_after_s,
		.no_effect = !write,
	};
}

const struct json *av_payload(struct ctx *c, const struct platform_store *s, const struct http_answer *a, bool write,
	struct platform_error *e)
{
	const struct json *body, *payload, *errors;

	if (a->status < 200 || a->status > 299) {
		*e = refusal(c, s, a, write);
		return NULL;
	}
	body = av_body(c, a);
	payload = json_member(body, "payload");
	errors = errors_of(body);
	/* These older interfaces may say "no" with a good status. */
	if (errors) {
		*e = av_error(CLASS_VALIDATION, text_of(json_first(errors), "code"), av_errors_words(c, s, errors));
		e->http_status = a->status;
		if (!e->words)
			e->words = "Amazon refuses it without words";
		return NULL;
	}
	if (json_type(payload) == JSON_OBJECT)
		return payload;
	*e = unreadable(a, body, write);
	return NULL;
}

struct platform_error av_error(enum platform_class class, const char *code, const char *words)
{
	return (struct platform_error){ .class = class, .code = code, .words = words, .no_effect = class != CLASS_UNCERTAIN };
}

struct step av_error_step(struct platform_error e)
{
	return (struct step){ .kind = STEP_ERROR, .error = e };
}

struct step av_no(enum platform_class class, const char *code, const char *words)
{
	return av_error_step(av_error(class, code, words));
}

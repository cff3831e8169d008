#pragma once
/* An adapter driven by hand: recorded or written answers in, steps out. No network. */
#include "unit/with_ctx.h"
#include "lib/json.h"
#include "platform/platform.h"

#include <stdio.h>
#include <stdlib.h>

#define SHOP "https://shop.example"

static inline struct platform_store shop_store(void)
{
	return (struct platform_store){ .id = 1, .customer_id = 1, .url = SHOP, .key = "ck_test", .secret = "cs_test",
		.strategy = "note", .has_updated_filter = true };
}

/* A recorded answer of a real shop. The programs are started from the top of the tree. */
static inline char *recorded(struct ctx *c, const char *name, size_t *n)
{
	char   path[256];
	FILE  *f;
	char  *text = NULL;
	size_t room = 0;

	snprintf(path, sizeof path, "tests/fixtures/woocommerce/%s", name);
	f = fopen(path, "rb");
	if (!f)
		fail_msg("no fixture %s", path);
	*n = 0;
	for (;;) {
		text = arena_realloc(c->arena, text, room, room + 65536);
		room += 65536;
		*n += fread(text + *n, 1, room - *n - 1, f);
		if (*n < room - 1)
			break;
	}
	fclose(f);
	text[*n] = '\0';
	return text;
}

static inline struct http_answer answer(int status, const char *body)
{
	return (struct http_answer){ .failure = HTTP_ANSWERED, .status = status, .body = body, .body_len = strlen(body) };
}

static inline struct http_answer answer_with(struct ctx *c, int status, const char *body, const char *name, const char *value)
{
	struct http_answer a = answer(status, body);

	a.headers = NEW(c->arena, struct http_header);
	a.headers[0] = (struct http_header){ name, value };
	a.n_headers = 1;
	return a;
}

static inline struct http_answer answer_recorded(struct ctx *c, int status, const char *name)
{
	struct http_answer a = { .failure = HTTP_ANSWERED, .status = status };
	size_t             n;

	a.body = recorded(c, name, &n);
	a.body_len = n;
	return a;
}

static inline const struct json *json_recorded(struct ctx *c, const char *name)
{
	size_t             n;
	const char        *text = recorded(c, name, &n);
	const struct json *j = json_parse(c, text, n, &json_platform);

	if (!j)
		fail_msg("%s: %s", name, c->problem.detail);
	return j;
}

static inline const struct json *json_of(struct ctx *c, const char *text)
{
	const struct json *j = json_parse(c, text, strlen(text), &json_platform);

	if (!j)
		fail_msg("%s: %s", text, c->problem.detail);
	return j;
}

static inline struct step first_step(struct ctx *c, enum platform_op op, const struct platform_store *s,
	const struct platform_args *args)
{
	return platform_named("woocommerce")->next(c, op, s, args, NULL, NULL);
}

/* The state goes through a copy, as through the engine; a step may keep nothing else. */
static inline struct step next_step(struct ctx *c, enum platform_op op, const struct platform_store *s,
	const struct platform_args *args, const struct step *before, struct http_answer a)
{
	assert_int_equal(before->kind, STEP_REQUEST);
	assert_non_null(before->state);
	return platform_named("woocommerce")->next(c, op, s, args, arena_strdup(c->arena, before->state), &a);
}

/* The value of a query parameter of a request, decoded; NULL when it is not there. */
static inline const char *param(struct ctx *c, const struct step *step, const char *name)
{
	const char *p = strchr(step->request.url, '?');
	size_t      len = strlen(name);

	while (p) {
		p++;
		if (strncmp(p, name, len) == 0 && p[len] == '=') {
			char *out = arena_strdup(c->arena, p + len + 1), *to = out;

			for (const char *from = out; *from && *from != '&'; to++) {
				if (*from == '%' && from[1] && from[2]) {
					char code[3] = { from[1], from[2], '\0' };

					*to = (char)strtol(code, NULL, 16);
					from += 3;
				} else {
					*to = *from++;
				}
			}
			*to = '\0';
			return out;
		}
		p = strchr(p, '&');
	}
	return NULL;
}

/* The request is this method and path; a write exactly when it is not a GET. */
static inline void assert_asks(const struct step *step, const char *method, const char *path)
{
	const char *at;
	size_t      n;

	if (step->kind == STEP_ERROR)
		fail_msg("error instead of %s %s: %s %s", method, path, step->error.code, step->error.words);
	assert_int_equal(step->kind, STEP_REQUEST);
	at = strstr(step->request.url, "/wp-json/");
	assert_non_null(at);
	at += strlen("/wp-json/");
	n = strcspn(at, "?");
	if (strlen(path) != n || strncmp(at, path, n) != 0)
		fail_msg("asks for %s instead of %s", at, path);
	assert_string_equal(step->request.method, method);
	assert_int_equal(step->request_is_write, strcmp(method, "GET") != 0);
}

static inline void assert_error(const struct step *step, enum platform_class class, const char *code)
{
	assert_int_equal(step->kind, STEP_ERROR);
	if (step->error.class != class)
		fail_msg("class %s instead of %s: %s", platform_class_names[step->error.class], platform_class_names[class],
			step->error.words);
	if (code)
		assert_string_equal(step->error.code, code);
	assert_non_null(step->error.words);
}

static inline void assert_text(const char *got, const char *want)
{
	if (want)
		assert_string_equal(got ? got : "(null)", want);
	else if (got)
		fail_msg("\"%s\" instead of nothing", got);
}

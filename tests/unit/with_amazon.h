#pragma once
/* The adapter of Amazon Vendor driven by hand. What it asks for is compared with tests/fixtures/amazon/requests, which
 * tests/practice/amazon_contract.test.mjs holds against Amazon's models; GWMS_RECORD=1 writes them anew. */
#include "unit/with_shop.h"
#include "base/buf.h"
#include "lib/secret.h"

#define AMAZON "https://sellingpartnerapi-na.amazon.com"
#define TOKEN "Atza|token-1"
#define TOKEN_ANSWER "{\"access_token\":\"" TOKEN "\",\"refresh_token\":\"Atzr|refresh\",\"token_type\":\"bearer\",\"expires_in\":3600}"
#define ERRORS(code, message, details) "{\"errors\":[{\"code\":\"" code "\",\"message\":\"" message "\",\"details\":\"" details "\"}]}"

static inline struct platform_store amazon_store(void)
{
	return (struct platform_store){ .id = 2, .customer_id = 1, .url = AMAZON, .key = "amzn1.application-oa2-client.1", .secret = "s&cret",
		.refresh_token = "Atzr|refresh", .session = TOKEN, .strategy = "vendor", .has_updated_filter = true };
}

static inline struct step amazon_first(struct ctx *c, enum platform_op op, const struct platform_store *s, const struct platform_args *args)
{
	return platform_named("amazon_vendor")->next(c, op, s, args, NULL, NULL);
}

/* As the engine does it: the state goes through a copy, and a session that was given is the store's from then on. */
static inline struct step amazon_next(struct ctx *c, enum platform_op op, struct platform_store *s, const struct platform_args *args,
	const struct step *before, struct http_answer a)
{
	struct step step;

	assert_int_equal(before->kind, STEP_REQUEST);
	assert_non_null(before->state);
	step = platform_named("amazon_vendor")->next(c, op, s, args, arena_strdup(c->arena, before->state), &a);
	if (step.session)
		s->session = arena_strdup(c->arena, step.session);
	return step;
}

/* The n-th answer (from 0) that Amazon's sandbox gives to an operation. */
static inline struct http_answer sandbox(struct ctx *c, const char *operation, size_t n)
{
	size_t             size;
	const char        *path = "../amazon/sandbox_static_pairs.json", *text = recorded(c, path, &size);
	const struct json *all = json_parse(c, text, size, &json_platform);

	for (const struct json *p = json_first(all); p; p = json_next(p)) {
		int64_t     status;
		const char *body;

		if (strcmp(json_text(json_member(p, "operationId")), operation) != 0 || n-- > 0)
			continue;
		assert_true(json_int(json_member(p, "status"), &status));
		body = json_write(c, json_member(p, "response"));
		return answer((int)status, body);
	}
	fail_msg("no such recorded answer of %s", operation);
	return answer(0, "");
}

static inline const char *header(const struct step *step, const char *name)
{
	for (size_t i = 0; i < step->request.n_headers; i++)
		if (strcmp(step->request.headers[i].name, name) == 0)
			return step->request.headers[i].value;
	return NULL;
}

/* The value behind `key` becomes this one. */
static inline void settle(char *text, const char *key, const char *value)
{
	char *at = strstr(text, key);

	if (at)
		memcpy(at + strlen(key), value, strlen(value));
}

/* The request is that of the fixture. */
static inline void assert_request(struct ctx *c, const struct step *step, const char *name)
{
	struct buf  b = buf_new(c->arena, 1024);
	size_t      n;
	const char *want;

	if (step->kind == STEP_ERROR)
		fail_msg("%s: %s %s", name, step->error.code, step->error.words);
	assert_int_equal(step->kind, STEP_REQUEST);
	assert_int_equal(strncmp(step->request.url, AMAZON "/", sizeof AMAZON), 0);
	assert_string_equal(header(step, "user-agent"), "GWMS-Platform-Orders/1.0 (Language=C; Platform=Linux)");
	assert_int_equal(strlen(header(step, "x-amz-date")), 16);
	assert_int_equal(step->request_is_write, step->request.body != NULL);
	buf_printf(&b, "{\"method\":\"%s\",\"target\":\"%s\",\"body\":%s}\n", step->request.method, step->request.url + sizeof AMAZON - 1,
		step->request.body ? step->request.body : "null");
	settle(b.text, "\"shipmentConfirmationDate\":\"", "2026-11-25T00:00:00Z");
	if (strncmp(name, "probe", 5) == 0) {
		settle(b.text, "createdAfter=", "2026-11-18T00%3A00%3A10Z");
		settle(b.text, "createdBefore=", "2026-11-25T00%3A00%3A00Z");
	}
	if (getenv("GWMS_RECORD")) {
		FILE *f = fopen(arena_printf(c->arena, "tests/fixtures/amazon/requests/%s.json", name), "w");

		assert_non_null(f);
		fputs(b.text, f);
		fclose(f);
	}
	want = recorded(c, arena_printf(c->arena, "../amazon/requests/%s.json", name), &n);
	assert_string_equal(b.text, want);
}

static inline struct instant instant_of(const char *text)
{
	struct instant t;

	assert_true(instant_parse(text, &t));
	return t;
}

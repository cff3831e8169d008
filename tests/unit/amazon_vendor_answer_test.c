/* Tokens, refusals and the test of an account. */
#include "unit/with_amazon.h"

static const struct platform_args one_order = { .platform_order_id = "2JK3S9VC" };

/* ---- tokens ---------------------------------------------------------------------------------- */

static void a_token_comes_first(void **state)
{
	static const struct {
		const char *url, *token_url;
	} cases[] = {
		{ "https://sellingpartnerapi-na.amazon.com", "https://api.amazon.com/auth/o2/token" },
		{ "https://sellingpartnerapi-eu.amazon.com", "https://api.amazon.com/auth/o2/token" },
		{ "https://sandbox.sellingpartnerapi-fe.amazon.com", "https://api.amazon.com/auth/o2/token" },
		{ "https://gateway.example/amazon", "https://gateway.example/amazon/auth/o2/token" },
		{ "http://127.0.0.1:18080/vendor", "http://127.0.0.1:18080/vendor/auth/o2/token" },
		{ "https://sellingpartnerapi-na.amazon.com.example", "https://sellingpartnerapi-na.amazon.com.example/auth/o2/token" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = amazon_store();
		struct step           step;

		s.url = cases[i].url;
		s.session = NULL;
		step = amazon_first(&c, OP_GET_ORDER, &s, &one_order);
		assert_int_equal(step.kind, STEP_REQUEST);
		assert_string_equal(step.request.method, "POST");
		assert_string_equal(step.request.url, cases[i].token_url);
		assert_string_equal(step.request.body, "grant_type=refresh_token&refresh_token=Atzr%7Crefresh&client_id=amzn1.application-oa2-client.1"
			"&client_secret=s%26cret");
		assert_true(step.request.has_keys);
		assert_false(step.request_is_write);
		assert_string_equal(header(&step, "content-type"), "application/x-www-form-urlencoded;charset=UTF-8");
		assert_null(header(&step, "x-amz-access-token"));
		assert_string_equal(step.path_template, "/auth/o2/token");
		assert_null(strstr(step.state, "secret"));
		step = amazon_next(&c, OP_GET_ORDER, &s, &one_order, &step, answer(200, TOKEN_ANSWER));
		assert_int_equal(step.kind, STEP_REQUEST);
		assert_string_equal(step.session, TOKEN);
		assert_int_equal(step.session_s, 3600);
		assert_string_equal(header(&step, "x-amz-access-token"), TOKEN);
		assert_int_equal(strncmp(step.request.url, cases[i].url, strlen(cases[i].url)), 0);
		assert_null(strstr(step.state, TOKEN));
		ctx_end(&c);
	}
}

static void tokens_refused(void **state)
{
	static const struct {
		int                 status;
		const char         *body;
		enum platform_class class;
		const char         *code, *words;
	} cases[] = {
		{ 400, "{\"error\":\"invalid_grant\",\"error_description\":\"revoked Atzr|refresh\"}", CLASS_AUTH_EXPIRED, "invalid_grant", "authorise the application again" },
		{ 401, "{\"error\":\"invalid_client\",\"error_description\":\"x\"}", CLASS_PERMISSION, "invalid_client", "180 days" },
		{ 400, "{\"error\":\"invalid_client\"}", CLASS_PERMISSION, "invalid_client", "180 days" },
		{ 400, "{\"error\":\"unauthorized_client\"}", CLASS_PERMISSION, "unauthorized_client", "another application" },
		{ 400, "{\"error\":\"invalid_request\"}", CLASS_PERMANENT, "invalid_request", "how we ask" },
		{ 400, "{\"error\":\"new_word\"}", CLASS_PERMANENT, "new_word", "400" },
		{ 401, "", CLASS_AUTH_EXPIRED, NULL, "401" },
		{ 403, "<html>no</html>", CLASS_TRANSIENT, NULL, "403" },
		{ 404, "<html>no</html>", CLASS_PERMANENT, NULL, "404" },
		{ 301, "", CLASS_PERMANENT, NULL, "another address" },
		{ 500, "{\"error\":\"server_error\"}", CLASS_TRANSIENT, "server_error", "500" },
		{ 503, "<html>later</html>", CLASS_TRANSIENT, NULL, "503" },
		{ 200, "<html>captive</html>", CLASS_TRANSIENT, "unreadable", "JSON" },
		{ 200, "{\"token_type\":\"bearer\"}", CLASS_PERMANENT, "unreadable", "access token" },
		{ 200, "{\"access_token\":17}", CLASS_PERMANENT, "unreadable", "access token" },
		{ 200, "{\"access_token\":\"a\\r\\nx: y\"}", CLASS_PERMANENT, "unreadable", "access token" },
		{ 200, "{\"access_token\":\"\"}", CLASS_PERMANENT, "unreadable", "access token" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = amazon_store();
		struct step           step;

		s.session = NULL;
		step = amazon_first(&c, OP_GET_ORDER, &s, &one_order);
		step = amazon_next(&c, OP_GET_ORDER, &s, &one_order, &step, answer(cases[i].status, cases[i].body));
		assert_error(&step, cases[i].class, cases[i].code);
		if (!strstr(step.error.words, cases[i].words) || strstr(step.error.words, "Atzr|refresh"))
			fail_msg("%zu: %s", i, step.error.words);
		assert_int_equal(step.error.http_status, cases[i].status);
		ctx_end(&c);
	}
	struct ctx            c = ctx_new();
	struct platform_store s = amazon_store();
	struct step           step;

	s.session = s.refresh_token = NULL;
	step = amazon_first(&c, OP_GET_ORDER, &s, &one_order);
	assert_error(&step, CLASS_AUTH_EXPIRED, "credentials_missing");
	/* how long it is good */
	s = amazon_store();
	s.session = NULL;
	step = amazon_first(&c, OP_GET_ORDER, &s, &one_order);
	step = amazon_next(&c, OP_GET_ORDER, &s, &one_order, &step, answer(200, "{\"access_token\":\"t\",\"expires_in\":\"900000\"}"));
	assert_int_equal(step.session_s, 24 * 3600);
	ctx_end(&c);
}

static void a_refused_token_is_renewed_once(void **state)
{
	static const struct {
		int         status;
		const char *body;
		bool        renewed;
	} cases[] = {
		{ 401, "", true },
		{ 401, ERRORS("Unauthorized", "x", ""), true },
		{ 403, ERRORS("Unauthorized", "Access to requested resource is denied.", "The access token you provided has expired."), true },
		{ 403, ERRORS("Unauthorized", "The access token you provided is revoked, malformed or invalid.", ""), true },
		{ 403, ERRORS("Unauthorized", "The security token included in the request is expired", ""), true },
		{ 403, ERRORS("Unauthorized", "Access to requested resource is denied.", ""), false },
		{ 403, "<html>firewall</html>", false },
		{ 400, ERRORS("InvalidInput", "access token of what", ""), false },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = amazon_store();
		struct http_answer    no = answer(cases[i].status, cases[i].body);
		struct step           step = amazon_first(&c, OP_GET_ORDER, &s, &one_order);

		step = amazon_next(&c, OP_GET_ORDER, &s, &one_order, &step, no);
		assert_int_equal(step.kind == STEP_REQUEST, cases[i].renewed);
		if (cases[i].renewed) {
			assert_string_equal(step.request.url, "https://api.amazon.com/auth/o2/token");
			step = amazon_next(&c, OP_GET_ORDER, &s, &one_order, &step, answer(200, "{\"access_token\":\"Atza|token-2\",\"expires_in\":3600}"));
			assert_request(&c, &step, "order");
			assert_string_equal(header(&step, "x-amz-access-token"), "Atza|token-2");
			step = amazon_next(&c, OP_GET_ORDER, &s, &one_order, &step, no);
			assert_error(&step, CLASS_AUTH_EXPIRED, NULL);
		}
		ctx_end(&c);
	}
}

/* ---- classes --------------------------------------------------------------------------------- */

static void what_answers_mean(void **state)
{
	static const struct {
		int                 status;
		const char         *body;
		enum platform_class class;
		const char         *code, *words;
	} cases[] = {
		{ 403, ERRORS("Unauthorized", "Access to requested resource is denied.", ""), CLASS_PERMISSION, "Unauthorized", "lacks a role" },
		{ 403, "<html>firewall</html>", CLASS_TRANSIENT, NULL, "403 without words" },
		{ 400, ERRORS("InvalidInput", "It is wrong", "limit"), CLASS_VALIDATION, "InvalidInput", "It is wrong (limit)" },
		{ 400, "{\"errors\":[{\"code\":\"a\",\"message\":\"one\"},{\"code\":\"b\",\"message\":\"two\\u202e\\n three\"}]}", CLASS_VALIDATION, "a", "one; two three" },
		{ 404, ERRORS("NotFound", "Nothing there", ""), CLASS_NOT_FOUND, "NotFound", "Nothing there" },
		{ 404, "<html>nginx</html>", CLASS_PERMANENT, NULL, "404" },
		{ 408, "", CLASS_TRANSIENT, NULL, "408" },
		{ 409, ERRORS("Conflict", "Locked", ""), CLASS_CONFLICT, "Conflict", "Locked" },
		{ 413, ERRORS("TooLarge", "Too large", ""), CLASS_PERMANENT, "TooLarge", "Too large" },
		{ 415, ERRORS("UnsupportedMediaType", "No", ""), CLASS_PERMANENT, "UnsupportedMediaType", "No" },
		{ 429, ERRORS("QuotaExceeded", "You exceeded your quota", ""), CLASS_RATE_LIMITED, "QuotaExceeded", "quota" },
		{ 503, ERRORS("QuotaExceeded", "You exceeded your quota", ""), CLASS_RATE_LIMITED, "QuotaExceeded", "quota" },
		{ 500, ERRORS("InternalFailure", "We encountered an internal error. Please try again.", ""), CLASS_TRANSIENT, "InternalFailure", "internal error" },
		{ 503, ERRORS("ServiceUnavailable", "Later", ""), CLASS_TRANSIENT, "ServiceUnavailable", "Later" },
		{ 302, "", CLASS_PERMANENT, NULL, "another address" },
		{ 418, "", CLASS_PERMANENT, NULL, "418" },
		{ 400, ERRORS("InvalidInput", "token Atza|token-1 and s&cret", ""), CLASS_VALIDATION, "InvalidInput", "token ************ and ******" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = amazon_store();
		struct step           step = amazon_first(&c, OP_GET_ORDER, &s, &one_order);

		step = amazon_next(&c, OP_GET_ORDER, &s, &one_order, &step, answer(cases[i].status, cases[i].body));
		assert_error(&step, cases[i].class, cases[i].code);
		if (!strstr(step.error.words, cases[i].words))
			fail_msg("%zu: %s", i, step.error.words);
		assert_true(step.error.no_effect);
		ctx_end(&c);
	}
	/* long words are cut, and never inside a character */
	struct ctx            c = ctx_new();
	struct platform_store s = amazon_store();
	struct step           step = amazon_first(&c, OP_GET_ORDER, &s, &one_order);
	struct buf            b = buf_new(c.arena, 2000);

	buf_puts(&b, "{\"errors\":[{\"code\":\"x\",\"message\":\"");
	for (int i = 0; i < 400; i++)
		buf_puts(&b, "é");
	buf_puts(&b, "\"}]}");
	step = amazon_next(&c, OP_GET_ORDER, &s, &one_order, &step, answer(400, b.text));
	assert_int_equal(strlen(step.error.words), 600);
	ctx_end(&c);
}

static void no_list_of_products(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = amazon_store();
	struct step           step;

	(void)state;
	s.session = NULL;
	step = amazon_first(&c, OP_LIST_SKUS, &s, &(struct platform_args){ 0 });
	assert_error(&step, CLASS_UNSUPPORTED, "no_product_list");
	ctx_end(&c);
}

/* ---- the test of an account ------------------------------------------------------------------ */

#define DENIED ERRORS("Unauthorized", "Access to requested resource is denied.", "Access token is missing in the request header.")

static void a_good_account(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = amazon_store();
	struct step           step = amazon_first(&c, OP_PROBE, &s, NULL);

	(void)state;
	assert_request(&c, &step, "probe_api");
	assert_null(header(&step, "x-amz-access-token"));
	step = amazon_next(&c, OP_PROBE, &s, NULL, &step, answer(403, DENIED));
	assert_string_equal(step.request.url, "https://api.amazon.com/auth/o2/token");
	step = amazon_next(&c, OP_PROBE, &s, NULL, &step, answer(200, "{\"access_token\":\"Atza|fresh\",\"expires_in\":3600}"));
	assert_request(&c, &step, "probe_orders");
	assert_string_equal(step.session, "Atza|fresh");
	assert_string_equal(header(&step, "x-amz-access-token"), "Atza|fresh");
	step = amazon_next(&c, OP_PROBE, &s, NULL, &step, sandbox(&c, "getPurchaseOrders", 0));
	assert_request(&c, &step, "probe_transaction");
	assert_string_equal(header(&step, "x-amz-access-token"), "Atza|fresh");
	step = amazon_next(&c, OP_PROBE, &s, NULL, &step, answer(404, ERRORS("NotFound", "no such transaction", "")));
	assert_int_equal(step.kind, STEP_DONE);
	assert_int_equal(step.n_probe, 5);
	for (size_t i = 0; i < 5; i++)
		assert_true(step.probe[i].passed);
	assert_string_equal(step.strategy, "vendor");
	assert_string_equal(step.account_name, "Vendor 999US");
	assert_true(step.has_updated_filter);
	ctx_end(&c);
}

static void accounts_that_fail(void **state)
{
	static const struct {
		const char *name;
		struct {
			int         status;
			const char *body;
		} answers[4];
		const char         *step;
		enum platform_class class;
		const char         *words;
	} cases[] = {
		{ "redirect", { { 301, "" } }, "address", CLASS_PERMANENT, "sends us to" },
		{ "a web page", { { 200, "<html>shop</html>" } }, "api", CLASS_TRANSIENT, "no Selling Partner API" },
		{ "another JSON", { { 200, "{\"ok\":true}" } }, "api", CLASS_PERMANENT, "no Selling Partner API" },
		{ "nothing there", { { 404, "<html>nginx</html>" } }, "api", CLASS_PERMANENT, "404" },
		{ "broken", { { 500, ERRORS("InternalFailure", "internal", "") } }, "api", CLASS_TRANSIENT, "internal" },
		{ "revoked", { { 403, DENIED }, { 400, "{\"error\":\"invalid_grant\"}" } }, "credentials", CLASS_AUTH_EXPIRED, "authorise" },
		{ "wrong secret", { { 403, DENIED }, { 401, "{\"error\":\"invalid_client\"}" } }, "credentials", CLASS_PERMISSION, "secret" },
		{ "no role", { { 403, DENIED }, { 200, TOKEN_ANSWER }, { 403, ERRORS("Unauthorized", "Access to requested resource is denied.", "") } },
		  "orders", CLASS_PERMISSION, "role" },
		{ "no transactions", { { 403, DENIED }, { 200, TOKEN_ANSWER }, { 200, "{\"payload\":{\"orders\":[]}}" },
		  { 403, ERRORS("Unauthorized", "Access to requested resource is denied.", "") } }, "writeback", CLASS_PERMISSION, "role" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = amazon_store();
		struct step           step = amazon_first(&c, OP_PROBE, &s, NULL);

		for (size_t k = 0; k < 4 && cases[i].answers[k].status; k++)
			step = amazon_next(&c, OP_PROBE, &s, NULL, &step, answer(cases[i].answers[k].status, cases[i].answers[k].body));
		if (step.kind != STEP_DONE || step.error.class != cases[i].class || !step.n_probe
		    || strcmp(step.probe[step.n_probe - 1].name, cases[i].step) != 0 || step.probe[step.n_probe - 1].passed
		    || !strstr(step.probe[step.n_probe - 1].detail, cases[i].words))
			fail_msg("%s: kind %d, %s, %s: %s", cases[i].name, step.kind, platform_class_names[step.error.class],
				step.n_probe ? step.probe[step.n_probe - 1].name : "", step.n_probe ? step.probe[step.n_probe - 1].detail : "");
		ctx_end(&c);
	}
	/* without keys nobody is asked for a token */
	struct ctx            c = ctx_new();
	struct platform_store s = amazon_store();
	struct step           step;

	s.key = NULL;
	step = amazon_first(&c, OP_PROBE, &s, NULL);
	step = amazon_next(&c, OP_PROBE, &s, NULL, &step, answer(403, DENIED));
	assert_string_equal(step.probe[step.n_probe - 1].name, "credentials");
	ctx_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_comes_first),
		cmocka_unit_test(tokens_refused),
		cmocka_unit_test(a_refused_token_is_renewed_once),
		cmocka_unit_test(what_answers_mean),
		cmocka_unit_test(no_list_of_products),
		cmocka_unit_test(a_good_account),
		cmocka_unit_test(accounts_that_fail),
	};

	if (!secret_start())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What failures of shops, their hosts and firewalls are taken for; and the probe. */
#include "unit/with_shop.h"

/* ---- classes --------------------------------------------------------------------------------- */

/* An answer to a read (one order) and to a write (the note of a shipment), as recorded. */
static void test_recorded_failures(void **state)
{
	static const struct {
		int                 status;
		const char         *file;
		enum platform_class of_read, of_write;
		const char         *code, *words;
	} cases[] = {
		{ 400, "err_bad_date_400.json", CLASS_VALIDATION, CLASS_VALIDATION, "rest_invalid_param",
		  "Invalid parameter(s): modified_after - modified_after: Invalid date." },
		{ 401, "err_bad_key_401.json", CLASS_AUTH_EXPIRED, CLASS_AUTH_EXPIRED, "woocommerce_rest_cannot_view",
		  "Sorry, you cannot list resources." },
		{ 401, "err_bad_secret_401.json", CLASS_AUTH_EXPIRED, CLASS_AUTH_EXPIRED, "woocommerce_rest_authentication_error",
		  "Consumer secret is invalid." },
		{ 400, "err_bad_status_400.json", CLASS_VALIDATION, CLASS_VALIDATION, "rest_invalid_param",
		  "Invalid parameter(s): status - status: status is not one of auto-draft, pending, processing, on-hold, completed, "
		  "cancelled, refunded, failed, and checkout-draft." },
		{ 500, "err_db_down_500.json", CLASS_TRANSIENT, CLASS_UNCERTAIN, "wp_die", "Error establishing a database connection" },
		{ 500, "err_db_down_500_accept_any.html", CLASS_TRANSIENT, CLASS_UNCERTAIN, NULL,
		  "Database Error Error establishing a database connection" },
		{ 500, "err_exception_500.json", CLASS_TRANSIENT, CLASS_UNCERTAIN, "internal_server_error",
		  "There has been a critical error on this website. Learn more about troubleshooting WordPress." },
		{ 404, "err_get_missing_404.json", CLASS_NOT_FOUND, CLASS_NOT_FOUND, "woocommerce_rest_shop_order_invalid_id",
		  "Invalid ID." },
		{ 503, "err_maintenance_503.json", CLASS_TRANSIENT, CLASS_UNCERTAIN, "wp_die",
		  "Briefly unavailable for scheduled maintenance. Check back in a minute." },
		{ 503, "err_maintenance_503_accept_any.html", CLASS_TRANSIENT, CLASS_UNCERTAIN, NULL,
		  "Maintenance Briefly unavailable for scheduled maintenance. Check back in a minute." },
		{ 502, "err_nginx_502.html", CLASS_TRANSIENT, CLASS_UNCERTAIN, NULL, "502 Bad Gateway 502 Bad Gateway nginx/1.22.1" },
		{ 404, "err_no_route_404.json", CLASS_PERMANENT, CLASS_PERMANENT, "rest_no_route",
		  "No route was found matching the URL and request method." },
		{ 401, "err_oauth_signature_401.json", CLASS_AUTH_EXPIRED, CLASS_AUTH_EXPIRED, "woocommerce_rest_authentication_error",
		  "Invalid signature - provided signature does not match." },
		{ 400, "err_per_page_400.json", CLASS_VALIDATION, CLASS_VALIDATION, "rest_invalid_param",
		  "Invalid parameter(s): per_page - per_page: per_page must be between 1 (inclusive) and 100 (inclusive)" },
		{ 500, "err_php_fatal_500.json", CLASS_TRANSIENT, CLASS_UNCERTAIN, "internal_server_error",
		  "There has been a critical error on this website. Learn more about troubleshooting WordPress." },
		{ 301, "err_plain_permalinks.html", CLASS_PERMANENT, CLASS_PERMANENT, NULL,
		  "The shop sends us to another address: enter the address it really uses" },
		{ 400, "err_put_missing_400.json", CLASS_NOT_FOUND, CLASS_NOT_FOUND, "woocommerce_rest_shop_order_invalid_id",
		  "ID is invalid." },
		{ 401, "err_read_only_key_401.json", CLASS_PERMISSION, CLASS_PERMISSION, "woocommerce_rest_authentication_error",
		  "The API key provided does not have write permissions." },
	};
	static struct shipment shipment = { .platform_order_id = "161", .marker = "8F21", .tracking_no = "JD1", .carrier = "DHL" };

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = shop_store();
		struct platform_args  get = { .platform_order_id = "161" }, ship = { .shipment = &shipment };
		struct step           step = first_step(&c, OP_GET_ORDER, &s, &get);

		step = next_step(&c, OP_GET_ORDER, &s, &get, &step, answer_recorded(&c, cases[i].status, cases[i].file));
		assert_error(&step, cases[i].of_read, NULL);
		assert_text(step.error.code, cases[i].code);
		assert_string_equal(step.error.words, cases[i].words);
		assert_int_equal(step.error.http_status, cases[i].status);
		assert_true(step.error.no_effect);

		step = first_step(&c, OP_SHIP, &s, &ship);
		step = next_step(&c, OP_SHIP, &s, &ship, &step, answer(200, "{\"id\":161,\"status\":\"processing\"}"));
		step = next_step(&c, OP_SHIP, &s, &ship, &step, answer(200, "[]"));
		assert_asks(&step, "POST", "wc/v3/orders/161/notes");
		step = next_step(&c, OP_SHIP, &s, &ship, &step, answer_recorded(&c, cases[i].status, cases[i].file));
		assert_error(&step, cases[i].of_write, NULL);
		assert_int_equal(step.error.no_effect, cases[i].of_write != CLASS_UNCERTAIN);
		assert_int_equal(c.problem.code, PROBLEM_NONE);
		ctx_end(&c);
	}
}

#define SAYS(code, message) "{\"code\":\"" code "\",\"message\":\"" message "\",\"data\":{\"status\":401}}"

static void test_other_failures(void **state)
{
	static const struct {
		int                 status;
		const char         *body;
		enum platform_class class;
		const char         *code;
	} cases[] = {
		/* A clock or a nonce says nothing about the key. */
		{ 401, SAYS("woocommerce_rest_authentication_error", "Invalid timestamp."), CLASS_TRANSIENT, NULL },
		{ 401, SAYS("woocommerce_rest_authentication_error", "Invalid nonce - nonce has already been used."), CLASS_TRANSIENT, NULL },
		{ 401, SAYS("woocommerce_rest_authentication_error", "Consumer key is invalid."), CLASS_AUTH_EXPIRED, NULL },
		{ 401, SAYS("woocommerce_rest_authentication_missing_parameter", "Missing OAuth parameter"), CLASS_PERMANENT, NULL },
		{ 401, "<html>Password needed</html>", CLASS_AUTH_EXPIRED, NULL },
		{ 403, SAYS("woocommerce_rest_cannot_view", "Sorry, you cannot list resources."), CLASS_PERMISSION, NULL },
		{ 403, "<!DOCTYPE html><title>Attention Required!</title>", CLASS_TRANSIENT, NULL },
		{ 404, "<html>Not Found</html>", CLASS_PERMANENT, NULL },
		{ 410, SAYS("woocommerce_rest_already_trashed", "Already."), CLASS_CONFLICT, NULL },
		{ 409, "", CLASS_CONFLICT, NULL },
		{ 429, "", CLASS_RATE_LIMITED, NULL },
		{ 418, "", CLASS_PERMANENT, NULL },
		{ 508, "", CLASS_TRANSIENT, NULL },
		{ 524, "<html>", CLASS_TRANSIENT, NULL },
		{ 700, "", CLASS_PERMANENT, NULL },
		/* 2xx that nobody can read */
		{ 200, "", CLASS_TRANSIENT, "unreadable" },
		{ 200, "{\"id\":161,\"sta", CLASS_TRANSIENT, "unreadable" },
		{ 200, "{\"id\":161} trailing", CLASS_TRANSIENT, "unreadable" },
		{ 200, "<!DOCTYPE html><html><body>Checking your browser</body></html>", CLASS_TRANSIENT, "unreadable" },
		{ 200, "<br />\n<b>Warning</b>:  Undefined variable $x in /srv/x.php on line 3<br />\n{\"id\":161}", CLASS_PERMANENT, "unreadable" },
		{ 200, "OK", CLASS_PERMANENT, "unreadable" },
		{ 200, "\xff\xfe{", CLASS_PERMANENT, "unreadable" },
		{ 200, "{\"id\":162,\"number\":\"162\"}", CLASS_PERMANENT, "other_order" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = shop_store();
		struct platform_args  args = { .platform_order_id = "161" };
		struct step           step = first_step(&c, OP_GET_ORDER, &s, &args);

		step = next_step(&c, OP_GET_ORDER, &s, &args, &step, answer(cases[i].status, cases[i].body));
		assert_error(&step, cases[i].class, cases[i].code);
		assert_true(strlen(step.error.words) > 0);
		assert_null(strchr(step.error.words, '<'));
		ctx_end(&c);
	}
}

static void test_retry_after_and_mark(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = { .platform_order_id = "161" };
	struct step           first = first_step(&c, OP_GET_ORDER, &s, &args), step;
	struct http_answer    a = answer(429, "slow down");
	size_t                n;
	char                 *marked;

	(void)state;
	a.retry_after_s = 37;
	step = next_step(&c, OP_GET_ORDER, &s, &args, &first, a);
	assert_error(&step, CLASS_RATE_LIMITED, NULL);
	assert_int_equal(step.error.retry_after_s, 37);
	/* a byte order mark before good JSON means nothing */
	marked = arena_printf(c.arena, "\xef\xbb\xbf%s", recorded(&c, "order_guest_simple.json", &n));
	step = next_step(&c, OP_GET_ORDER, &s, &args, &first, answer(200, marked));
	assert_int_equal(step.kind, STEP_PAGE);
	assert_string_equal(step.orders[0].order_no, "161");
	ctx_end(&c);
}

/* Some pages repeat the address they were asked for, and a signed one holds the key. */
static void test_keys_stay_out_of_words(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = { .platform_order_id = "161" };
	struct step           step = first_step(&c, OP_GET_ORDER, &s, &args);

	(void)state;
	step = next_step(&c, OP_GET_ORDER, &s, &args, &step,
		answer(503, "<html>No /wp-json/?oauth_consumer_key=ck_test here, cs_test</html>"));
	assert_string_equal(step.error.words, "No /wp-json/?oauth_consumer_key=******* here, *******");
	ctx_end(&c);
}

/* Before the JSON a plugin's notice may be shown; the JSON itself holds buyers. */
static void test_buyers_stay_out_of_words(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = { .by = WINDOW_CREATED };
	struct step           step = first_step(&c, OP_LIST_ORDERS, &s, &args);

	(void)state;
	for (int i = 0; i < 3; i++)
		step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step,
			answer(200, "<br />\n<b>Notice</b>: x on line 3<br />\n[{\"id\":7,\"billing\":{\"first_name\":\"Jane\"}}]"));
	assert_error(&step, CLASS_PERMANENT, "unreadable");
	assert_string_equal(step.error.words, "The shop did not answer in JSON: Notice : x on line 3");
	ctx_end(&c);
}

static void test_redirects(void **state)
{
	static const struct {
		const char *to, *words;
	} cases[] = {
		{ "https://www.shop.example/wp-json/wc/v3/orders", "The shop sends us to www.shop.example: enter the address it really uses" },
		{ "https://shop.example/wp-json/wc/v3/orders/",
		  "The shop sends us to another of its pages: its permalinks are plain, or its address has another scheme or path" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = shop_store();
		struct platform_args  args = { .platform_order_id = "161" };
		struct step           step = first_step(&c, OP_GET_ORDER, &s, &args);

		step = next_step(&c, OP_GET_ORDER, &s, &args, &step, answer_with(&c, 301, "", "location", cases[i].to));
		assert_error(&step, CLASS_PERMANENT, NULL);
		assert_string_equal(step.error.words, cases[i].words);
		ctx_end(&c);
	}
}

/* ---- the probe ------------------------------------------------------------------------------- */

#define INDEX(more) "{\"name\":\"Rig &amp; Shop\",\"namespaces\":[\"wp/v2\",\"wc/v3\"" more "]}"

static void test_probe(void **state)
{
	static const struct {
		const char *index;
		const char *orders;        /* of which one is taken to ask on */
		const char *filter, *total;
		const char *asks;          /* for fulfillments */
		int         fulfillments;
		const char *body, *strategy;
		bool        has_filter;
	} cases[] = {
		{ INDEX(), "[{\"id\":161}]", "[]", "0", "wc/v3/orders/161/fulfillments", 200, "[]", "fulfillments", true },
		{ INDEX(), "[{\"id\":161}]", "[]", NULL, "wc/v3/orders/161/fulfillments", 404, "{\"code\":\"rest_no_route\"}", "note", true },
		{ INDEX(",\"wc-shipment-tracking/v3\""), "[{\"id\":161}]", "[{\"id\":392}]", "210", "wc/v3/orders/161/fulfillments", 404,
		  "{\"code\":\"rest_no_route\"}", "shipment_tracking", false },
		{ INDEX(",\"wc-shipment-tracking/v3\",\"wc-ast/v3\""), "[{\"id\":161}]", "[]", "0", "wc/v3/orders/161/fulfillments", 404,
		  "{\"code\":\"rest_no_route\"}", "ast", true },
		/* no order to ask on: that the order is missing proves the route */
		{ INDEX(), "[]", "[]", "0", "wc/v3/orders/1/fulfillments", 404, "{\"code\":\"woocommerce_rest_order_invalid_id\"}", "fulfillments", true },
		{ INDEX(), "[]", "[]", "0", "wc/v3/orders/1/fulfillments", 404, "{\"code\":\"rest_no_route\"}", "note", true },
		/* the route is there and the key's user may not use it */
		{ INDEX(), "[{\"id\":161}]", "[]", "0", "wc/v3/orders/161/fulfillments", 403, "{\"code\":\"rest_forbidden\"}", "note", true },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = shop_store();
		struct step           step = first_step(&c, OP_PROBE, &s, NULL);
		static const char *const names[] = { "address", "api", "credentials", "orders", "writeback" };

		step = next_step(&c, OP_PROBE, &s, NULL, &step, answer(200, cases[i].index));
		assert_asks(&step, "GET", "wc/v3/orders");
		assert_string_equal(step.request.user, "ck_test");
		assert_string_equal(param(&c, &step, "per_page"), "1");
		step = next_step(&c, OP_PROBE, &s, NULL, &step, answer(200, cases[i].orders));
		assert_string_equal(param(&c, &step, "modified_after"), "2100-01-01T00:00:00");
		assert_string_equal(param(&c, &step, "dates_are_gmt"), "true");
		step = next_step(&c, OP_PROBE, &s, NULL, &step, cases[i].total
			? answer_with(&c, 200, cases[i].filter, "x-wp-total", cases[i].total) : answer(200, cases[i].filter));
		assert_asks(&step, "GET", cases[i].asks);
		step = next_step(&c, OP_PROBE, &s, NULL, &step, answer(cases[i].fulfillments, cases[i].body));
		assert_int_equal(step.kind, STEP_DONE);
		assert_string_equal(step.strategy, cases[i].strategy);
		assert_int_equal(step.has_updated_filter, cases[i].has_filter);
		assert_string_equal(step.account_name, "Rig & Shop");
		assert_int_equal(step.n_probe, 5);
		for (size_t k = 0; k < 5; k++) {
			assert_string_equal(step.probe[k].name, names[k]);
			assert_true(step.probe[k].passed);
		}
		assert_int_equal(step.probe[3].detail == NULL, cases[i].has_filter);
		assert_non_null(step.probe[4].detail);
		assert_int_equal(step.error.class, CLASS_NONE);
		ctx_end(&c);
	}
}

static void test_probe_of_a_recorded_shop(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct step           step = first_step(&c, OP_PROBE, &s, NULL);

	(void)state;
	step = next_step(&c, OP_PROBE, &s, NULL, &step, answer_recorded(&c, 200, "wp_json_root_part.json"));
	step = next_step(&c, OP_PROBE, &s, NULL, &step, answer_recorded(&c, 200, "orders_list_fields.json"));
	step = next_step(&c, OP_PROBE, &s, NULL, &step, answer_recorded(&c, 200, "orders_list_empty.json"));
	assert_asks(&step, "GET", "wc/v3/orders/392/fulfillments");
	step = next_step(&c, OP_PROBE, &s, NULL, &step, answer_recorded(&c, 404, "err_no_route_404.json"));
	assert_string_equal(step.strategy, "note");
	assert_string_equal(step.account_name, "Rig Shop");
	ctx_end(&c);
}

static void test_probe_fails(void **state)
{
	static const struct {
		struct { int status; const char *body; } answers[4];
		const char         *failed; /* the last step, not passed */
		size_t              n_probe;
		enum platform_class class;
	} cases[] = {
		{ { { 301, "" } }, "address", 1, CLASS_PERMANENT },
		{ { { 404, "<html>nothing here" } }, "api", 2, CLASS_PERMANENT },
		{ { { 200, "<html>hello" } }, "api", 2, CLASS_TRANSIENT },
		{ { { 503, "" } }, "api", 2, CLASS_TRANSIENT },
		{ { { 200, "{\"name\":\"Blog\",\"namespaces\":[\"wp/v2\",\"wc/v2\"]}" } }, "api", 2, CLASS_PERMANENT },
		{ { { 200, "{}" } }, "api", 2, CLASS_PERMANENT },
		{ { { 200, INDEX() }, { 401, SAYS("woocommerce_rest_cannot_view", "Sorry.") } }, "credentials", 3, CLASS_AUTH_EXPIRED },
		{ { { 200, INDEX() }, { 403, SAYS("woocommerce_rest_cannot_view", "Sorry.") } }, "credentials", 3, CLASS_PERMISSION },
		{ { { 200, INDEX() }, { 200, "{\"not\":\"a list\"}" } }, "credentials", 3, CLASS_PERMANENT },
		/* the index hides from guests: the key decides */
		{ { { 401, SAYS("rest_cannot_access", "Members only.") }, { 404, "{\"code\":\"rest_no_route\"}" } }, "api", 2, CLASS_PERMANENT },
		{ { { 200, INDEX() }, { 200, "[]" }, { 500, "" } }, "orders", 4, CLASS_TRANSIENT },
		{ { { 200, INDEX() }, { 200, "[]" }, { 200, "[]" }, { 502, "" } }, "writeback", 5, CLASS_TRANSIENT },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = shop_store();
		struct step           step = first_step(&c, OP_PROBE, &s, NULL);

		for (size_t k = 0; k < 4 && cases[i].answers[k].status; k++)
			step = next_step(&c, OP_PROBE, &s, NULL, &step, answer(cases[i].answers[k].status, cases[i].answers[k].body));
		assert_int_equal(step.kind, STEP_DONE);
		assert_int_equal(step.n_probe, cases[i].n_probe);
		for (size_t k = 0; k < step.n_probe; k++)
			assert_int_equal(step.probe[k].passed, k + 1 < step.n_probe);
		assert_string_equal(step.probe[step.n_probe - 1].name, cases[i].failed);
		assert_true(strlen(step.probe[step.n_probe - 1].detail) > 0);
		assert_int_equal(step.error.class, cases[i].class);
		assert_null(step.strategy);
		ctx_end(&c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recorded_failures),
		cmocka_unit_test(test_other_failures),
		cmocka_unit_test(test_retry_after_and_mark),
		cmocka_unit_test(test_keys_stay_out_of_words),
		cmocka_unit_test(test_buyers_stay_out_of_words),
		cmocka_unit_test(test_redirects),
		cmocka_unit_test(test_probe),
		cmocka_unit_test(test_probe_of_a_recorded_shop),
		cmocka_unit_test(test_probe_fails),
	};

	return cmocka_run_group_tests_name("woocommerce answers", tests, NULL, NULL);
}

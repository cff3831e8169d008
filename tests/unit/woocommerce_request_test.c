/* How calls are signed and addressed, and what becomes of a shop's texts. */
#include "unit/with_shop.h"
#include "platform/woocommerce/wc_request.h"
#include "platform/woocommerce/wc_text.h"

static void test_signature(void **state)
{
	struct ctx      c = ctx_new();
	struct wc_query q = { 0 };
	char           *query;

	(void)state;
	wc_with(&q, "per_page", "100");
	wc_with(&q, "modified_after", "2026-05-28T10:00:00");
	wc_with(&q, "dates_are_gmt", "true");
	wc_with(&q, "status", "processing,on-hold");
	query = wc_oauth_query(c.arena, "GET", "http://shop.example/wp-json/wc/v3/orders", &q, "ck_test", "cs_test", "abc123",
		1779962400);
	assert_non_null(strstr(query, "&oauth_signature=JWV3S3VNZ4C8aPp0fOypgsZdEogmg10h60PEXBIlkBk%3D"));
	assert_non_null(strstr(query, "status=processing%2Con-hold"));
	assert_non_null(strstr(query, "modified_after=2026-05-28T10%3A00%3A00"));
	assert_null(strstr(query, "cs_test"));
	ctx_end(&c);
}

static void test_basic_over_https(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = { .platform_order_id = "161" };
	struct step           step = first_step(&c, OP_GET_ORDER, &s, &args);

	(void)state;
	assert_string_equal(step.request.url, SHOP "/wp-json/wc/v3/orders/161");
	assert_string_equal(step.request.user, "ck_test");
	assert_string_equal(step.request.password, "cs_test");
	assert_string_equal(step.path_template, "/wp-json/wc/v3/orders/{id}");
	assert_null(step.request.body);
	ctx_end(&c);
}

/* Over http: signed in the query, for the address as it is set up, anew at every call. */
static void test_signed_over_http(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = { .platform_order_id = "161" };
	struct step           one, two;
	struct wc_query       none = { 0 };
	const char           *again;

	(void)state;
	s.url = "http://127.0.0.1:18080/harbor";
	one = first_step(&c, OP_GET_ORDER, &s, &args);
	two = first_step(&c, OP_GET_ORDER, &s, &args);
	assert_asks(&one, "GET", "wc/v3/orders/161");
	assert_null(one.request.user);
	assert_string_equal(param(&c, &one, "oauth_consumer_key"), "ck_test");
	assert_string_equal(param(&c, &one, "oauth_signature_method"), "HMAC-SHA256");
	assert_string_not_equal(param(&c, &one, "oauth_nonce"), param(&c, &two, "oauth_nonce"));
	assert_string_not_equal(param(&c, &one, "oauth_signature"), param(&c, &two, "oauth_signature"));
	assert_null(strstr(one.request.url, "cs_test"));
	again = wc_oauth_query(c.arena, "GET", "http://127.0.0.1:18080/harbor/wp-json/wc/v3/orders/161", &none, "ck_test", "cs_test",
		param(&c, &one, "oauth_nonce"), strtoll(param(&c, &one, "oauth_timestamp"), NULL, 10));
	assert_string_equal(strchr(one.request.url, '?') + 1, again);
	ctx_end(&c);
}

static void test_index_is_asked_without_a_key(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct step           step = first_step(&c, OP_PROBE, &s, NULL);

	(void)state;
	assert_asks(&step, "GET", "");
	assert_null(step.request.user);
	s.url = "http://shop.example";
	step = first_step(&c, OP_PROBE, &s, NULL);
	assert_null(strstr(step.request.url, "oauth"));
	ctx_end(&c);
}

/* An id goes into the address, so nothing but digits may pass for one. */
static void test_ids(void **state)
{
	static const struct {
		const char *text;
		bool        good;
	} cases[] = {
		{ "161", true }, { "999999999999999999", true }, { "9999999999999999999", false }, { "", false }, { NULL, false },
		{ "1/2", false }, { "-1", false }, { "1 ", false }, { "../1", false }, { "1?x=1", false },
	};
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct platform_args args = { .platform_order_id = cases[i].text };
		struct step          step = first_step(&c, OP_GET_ORDER, &s, &args);

		assert_int_equal(wc_is_id(cases[i].text), cases[i].good);
		if (cases[i].good)
			assert_int_equal(step.kind, STEP_REQUEST);
		else
			assert_error(&step, CLASS_NOT_FOUND, "no_such_id");
	}
	ctx_end(&c);
}

static void test_entities(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "10\" Pan <b>Pro</b> &amp; Lid x", "10\" Pan <b>Pro</b> & Lid x" },
		{ "Mug &times; 2", "Mug \u00d7 2" },
		{ "5000&rarr;4998", "5000\u21924998" },
		{ "&#8364; &#x20AC; &#x1F381; &#039;", "\u20ac \u20ac \U0001f381 '" },
		{ "&amp;lt;", "&lt;" },
		{ "Fish & Chips &co; &; &# &#; &#x; &#0; &#xD800; &#1114112; &#99999999999999;",
		  "Fish & Chips &co; &; &# &#; &#x; &#0; &#xD800; &#1114112; &#99999999999999;" },
		{ "&szlig;&Uuml;", "\u00df\u00dc" },
		{ "&", "&" },
		{ "", "" },
	};
	struct ctx c = ctx_new();

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		assert_string_equal(wc_decode(c.arena, cases[i].in), cases[i].out);
	assert_null(wc_decode(c.arena, NULL));
	ctx_end(&c);
}

static void test_words(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "<p>There has been a critical error.</p><p><a href=\"https://x\">Learn more</a></p>",
		  "There has been a critical error. Learn more" },
		{ "<style>body{color:red}</style><h1>Down</h1><script>alert('</style>')</script> now", "Down now" },
		{ "<!-- a > b --> text <!-- never closed", "text" },
		{ "1 < 2 and 3 > 2", "1 < 2 and 3 > 2" },
		{ "a\x01\x7f\tb\r\n\r\n c", "a b c" },
		{ "bad \xff\xc3(\xed\xa0\x80 end", "bad ?" "?(?" "?? end" },
		{ "right \u202eto left\u2069 \xc2\x85", "right to left" },
		{ "Stock (5&rarr;4)", "Stock (5\u21924)" },
		{ "<script", "" },
		{ "", "" },
	};
	struct ctx c = ctx_new();
	char       long_text[2000];

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		assert_string_equal(wc_words(c.arena, cases[i].in, strlen(cases[i].in), 300), cases[i].out);
	memset(long_text, 'x', sizeof long_text);
	assert_int_equal(strlen(wc_words(c.arena, long_text, sizeof long_text, 300)), 300);
	for (size_t i = 0; i + 2 < sizeof long_text; i += 2)
		memcpy(long_text + i, "\u00e4", 2);
	assert_int_equal(strlen(wc_words(c.arena, long_text, sizeof long_text - 2, 300)), 600);
	/* a zero byte ends nothing early and gets nowhere */
	assert_string_equal(wc_words(c.arena, "a\0b", 3, 300), "a b");
	ctx_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signature),
		cmocka_unit_test(test_basic_over_https),
		cmocka_unit_test(test_signed_over_http),
		cmocka_unit_test(test_index_is_asked_without_a_key),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_entities),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests_name("woocommerce requests", tests, NULL, NULL);
}

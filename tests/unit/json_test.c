/* What lib/json takes and what it refuses: among the refusals is everything cJSON alone forgives. */
#include "unit/with_ctx.h"
#include "base/buf.h"
#include "lib/json.h"

#include <stdio.h>

static const struct json *parse(struct ctx *c, const char *text)
{
	return json_parse(c, text, strlen(text), &json_request);
}

/* ---- taken ----------------------------------------------------------------------------------- */

static void test_taken_and_written_back(void **state)
{
	static const struct { const char *in, *out; } good[] = {
		{ "{}", "{}" },
		{ "[]", "[]" },
		{ " \t\r\n[ ] \n", "[]" },
		{ "null", "null" },
		{ "true", "true" },
		{ "false", "false" },
		{ "0", "0" },
		{ "-0", "-0" },
		{ "12", "12" },
		{ "-12.50", "-12.50" },
		{ "0.10", "0.10" },
		{ "1e400", "1e400" },
		{ "1E+2", "1E+2" },
		{ "5e-324", "5e-324" },
		{ "820982911946154508", "820982911946154508" },
		{ "[9007199254740991,9007199254740992,9007199254740993]", "[9007199254740991,9007199254740992,9007199254740993]" },
		{ "123456789012345678901234567890.000", "123456789012345678901234567890.000" },
		{ "\"\"", "\"\"" },
		{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\"" },
		{ "\"\\u00e9\\u20AC\\ud83d\\ude00\"", "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"" },
		{ "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"", "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"" },
		{ "\"\\u0022\\u005c\\u002f\"", "\"\\\"\\\\/\"" },
		{ "\"\\uDBFF\\uDFFF\"", "\"\xf4\x8f\xbf\xbf\"" },
		{ "\"\\ufffe\\u007f\"", "\"\xef\xbf\xbe\\u007f\"" },
		{ "\"\\u001f\"", "\"\\u001f\"" },
		{ "{\"a\":{\"a\":1},\"A\":2,\"a \":[{\"a\":3},{\"a\":4}]}", "{\"a\":{\"a\":1},\"A\":2,\"a \":[{\"a\":3},{\"a\":4}]}" },
		{ "{\"\":1,\"__proto__\":null}", "{\"\":1,\"__proto__\":null}" },
		{ "[1 , \"1\" ,\n[ true , null ] ]", "[1,\"1\",[true,null]]" },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(good); i++) {
		struct ctx         c = ctx_new();
		const struct json *j = parse(&c, good[i].in);

		if (!j)
			fail_msg("refused: %s (%s)", good[i].in, c.problem.detail);
		assert_string_equal(json_write(&c, j), good[i].out);
		ctx_end(&c);
	}
}

/* ---- refused --------------------------------------------------------------------------------- */

static void test_refused(void **state)
{
	static const struct { const char *text; size_t n; const char *says; } bad[] = {
#define BAD(text, says) { text, sizeof(text) - 1, says }
		BAD("", "is empty"),
		BAD(" \n\t ", "is empty"),
		BAD("\xef\xbb\xbf{}", "unexpected character at byte 0"),
		/* numbers cJSON takes */
		BAD("[012]", "unexpected character at byte 2"),
		BAD("[-012]", "unexpected character at byte 3"),
		BAD("[1.]", "unexpected character at byte 3"),
		BAD("[.5]", "unexpected character at byte 1"),
		BAD("[+1]", "unexpected character at byte 1"),
		BAD("[-]", "unexpected character at byte 2"),
		BAD("[1e]", "unexpected character at byte 3"),
		BAD("[1e+]", "unexpected character at byte 4"),
		BAD("[0x10]", "unexpected character at byte 2"),
		BAD("[1.5.2]", "unexpected character at byte 4"),
		BAD("[--1]", "unexpected character at byte 2"),
		BAD("[NaN]", "unexpected character at byte 1"),
		BAD("[Infinity]", "unexpected character at byte 1"),
		BAD("[-Infinity]", "unexpected character at byte 2"),
		BAD("[1 2]", "unexpected character at byte 3"),
		/* words */
		BAD("[True]", "unexpected character at byte 1"),
		BAD("[nul]", "unexpected character at byte 4"),
		BAD("[nulll]", "unexpected character at byte 5"),
		BAD("undefined", "unexpected character at byte 0"),
		/* structure */
		BAD("{} {}", "more text after its end at byte 3"),
		BAD("{}x", "more text after its end at byte 2"),
		BAD("{}\0", "more text after its end at byte 2"),
		BAD("1 2", "more text after its end at byte 2"),
		BAD("[1,]", "unexpected character at byte 3"),
		BAD("[,1]", "unexpected character at byte 1"),
		BAD("{\"a\":1,}", "unexpected character at byte 7"),
		BAD("{,}", "unexpected character at byte 1"),
		BAD("{a:1}", "unexpected character at byte 1"),
		BAD("{'a':1}", "unexpected character at byte 1"),
		BAD("{\"a\" 1}", "unexpected character at byte 5"),
		BAD("{\"a\"}", "unexpected character at byte 4"),
		BAD("{1:1}", "unexpected character at byte 1"),
		BAD("{null:1}", "unexpected character at byte 1"),
		BAD("[1}", "unexpected character at byte 2"),
		BAD("{\"a\":1]", "unexpected character at byte 6"),
		BAD("]", "unexpected character at byte 0"),
		BAD("/* c */ {}", "unexpected character at byte 0"),
		BAD("[1,//\n2]", "unexpected character at byte 3"),
		BAD("[\v1]", "unexpected character at byte 1"),
		BAD("[\xc2\xa0" "1]", "unexpected character at byte 1"),
		BAD("[\0]", "unexpected character at byte 1"),
		/* strings */
		BAD("[\"a\nb\"]", "a control character in a string at byte 3"),
		BAD("[\"a\tb\"]", "a control character in a string at byte 3"),
		BAD("[\"\x1f\"]", "a control character in a string at byte 2"),
		BAD("[\"\x01\"]", "a control character in a string at byte 2"),
		BAD("[\"a\0b\"]", "a control character in a string at byte 3"),
		BAD("{\"a\nb\":1}", "a control character in a string at byte 3"),
		BAD("[\"\\x41\"]", "unexpected character at byte 3"),
		BAD("[\"\\a\"]", "unexpected character at byte 3"),
		BAD("[\"\\'\"]", "unexpected character at byte 3"),
		BAD("[\"\\\0\"]", "unexpected character at byte 3"),
		BAD("[\"\\u12g4\"]", "unexpected character at byte 6"),
		BAD("[\"\\u 123\"]", "unexpected character at byte 4"),
		BAD("[\"\\U0041\"]", "unexpected character at byte 3"),
		BAD("[\"x\\u0000y\"]", "\\u0000 at byte 3"),
		BAD("{\"x\\u0000y\":1}", "\\u0000 at byte 3"),
		BAD("[\"\\u00015\"]", "\\u0001 at byte 2"),
		BAD("[\"a\\u0001\"]", "\\u0001 at byte 3"),
		BAD("{\"\\u0001\":5}", "\\u0001 at byte 2"),
		BAD("[\"\\ud800\"]", "half of a surrogate pair at byte 2"),
		BAD("[\"\\ud800x\"]", "half of a surrogate pair at byte 2"),
		BAD("[\"\\ud800\\n\"]", "half of a surrogate pair at byte 2"),
		BAD("[\"\\ud800\\u0041\"]", "half of a surrogate pair at byte 2"),
		BAD("[\"\\ud800\\ud800\"]", "half of a surrogate pair at byte 2"),
		BAD("[\"\\udc00\"]", "half of a surrogate pair at byte 2"),
		BAD("[\"\\ude00\\ud83d\"]", "half of a surrogate pair at byte 2"),
		/* UTF-8 */
		BAD("[\"\x80\"]", "bytes that are not UTF-8 at byte 2"),
		BAD("[\"\xff\"]", "bytes that are not UTF-8 at byte 2"),
		BAD("[\"\xc0\x80\"]", "bytes that are not UTF-8 at byte 2"),
		BAD("[\"\xc1\xbf\"]", "bytes that are not UTF-8 at byte 2"),
		BAD("[\"\xe0\x9f\xbf\"]", "bytes that are not UTF-8 at byte 2"),
		BAD("[\"\xf0\x8f\xbf\xbf\"]", "bytes that are not UTF-8 at byte 2"),
		BAD("[\"\xed\xa0\x80\"]", "bytes that are not UTF-8 at byte 2"),
		BAD("[\"\xed\xbf\xbf\"]", "bytes that are not UTF-8 at byte 2"),
		BAD("[\"\xf4\x90\x80\x80\"]", "bytes that are not UTF-8 at byte 2"),
		BAD("[\"\xf8\x88\x80\x80\x80\"]", "bytes that are not UTF-8 at byte 2"),
		BAD("[\"\xe2\x82\"]", "bytes that are not UTF-8 at byte 2"),
		BAD("[\"caf\xe9\"]", "bytes that are not UTF-8 at byte 5"),
		BAD("{\"\xe2\x28\xa1\":1}", "bytes that are not UTF-8 at byte 2"),
		BAD("[\"\xe2\x82", "bytes that are not UTF-8 at byte 2"),
		/* repeated members, however they are spelled */
		BAD("{\"a\":1,\"a\":1}", "a repeated member at byte 7"),
		BAD("{\"a\":1,\"b\":2,\"\\u0061\":3}", "a repeated member at byte 13"),
		BAD("{\"\\/\":1,\"/\":1}", "a repeated member at byte 8"),
		BAD("{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":1}", "a repeated member at byte 18"),
		BAD("{\"\\u0009\":1,\"\\t\":1}", "a repeated member at byte 12"),
		BAD("{\"\":1,\"\":1}", "a repeated member at byte 6"),
		BAD("[{\"x\":[{\"a\":{},\"a\":{}}]}]", "a repeated member at byte 15"),
		BAD("{\"a\":{\"b\":1},\"c\":2,\"a\":3}", "a repeated member at byte 19"),
#undef BAD
	};
	(void)state;
	for (size_t i = 0; i < N_OF(bad); i++) {
		struct ctx c = ctx_new();

		if (json_parse(&c, bad[i].text, bad[i].n, &json_request))
			fail_msg("taken: %s", bad[i].text);
		assert_int_equal(c.problem.code, PROBLEM_MALFORMED);
		if (!strstr(c.problem.detail, bad[i].says))
			fail_msg("%s: \"%s\" does not say \"%s\"", bad[i].text, c.problem.detail, bad[i].says);
		ctx_end(&c);
	}
}

static void test_every_truncation_is_refused(void **state)
{
	static const char whole[] = "{\"orderNo\":\"K\xc3\xb6ln \\u00e9\\ud83d\\ude00\",\"lines\":[{\"id\":\"12\",\"quantity\":-3.25e+2},"
		"{\"id\":\"13\",\"ok\":true,\"no\":false}],\"note\":null,\"nested\":{\"a\":[[],{}]}}";
	struct ctx c = ctx_new();

	(void)state;
	assert_non_null(json_parse(&c, whole, sizeof whole - 1, &json_request));
	ctx_end(&c);
	for (size_t n = 0; n < sizeof whole - 1; n++) {
		char *cut; /* exactly that long, so that a read past the end is seen */

		c = ctx_new();
		cut = test_malloc(n ? n : 1);
		memcpy(cut, whole, n);
		assert_null(json_parse(&c, cut, n, &json_request));
		assert_int_equal(c.problem.code, PROBLEM_MALFORMED);
		test_free(cut);
		ctx_end(&c);
	}
}

/* Any byte in place of any other: taken or refused, but never a crash, and what is taken is written
 * and read again to the same. */
static void test_every_changed_byte(void **state)
{
	static const char whole[] = "{\"a\\n\":[1,-2.5e3,\"\xc3\xa9\\u20ac\"],\"b\":{\"c\":null,\"d\":true}}";

	(void)state;
	for (size_t at = 0; at < sizeof whole - 1; at++) {
		for (int byte = 0; byte < 256; byte++) {
			struct ctx         c = ctx_new();
			char               text[sizeof whole];
			const struct json *j;

			memcpy(text, whole, sizeof whole);
			text[at] = (char)byte;
			j = json_parse(&c, text, sizeof whole - 1, &json_request);
			assert_int_equal(j == NULL, c.problem.code == PROBLEM_MALFORMED);
			if (j) {
				const char        *once = json_write(&c, j);
				const struct json *again = json_parse(&c, once, strlen(once), &json_request);

				assert_non_null(again);
				assert_string_equal(json_write(&c, again), once);
			}
			ctx_end(&c);
		}
	}
}

/* ---- limits ---------------------------------------------------------------------------------- */

static const char *repeated(struct ctx *c, const char *before, const char *part, size_t n, const char *between, const char *after)
{
	struct buf b = buf_new(c->arena, 1024);

	buf_puts(&b, before);
	for (size_t i = 0; i < n; i++) {
		buf_puts(&b, i ? between : "");
		buf_puts(&b, part);
	}
	buf_puts(&b, after);
	return b.text;
}

static const char *nested(struct ctx *c, size_t depth)
{
	struct buf b = buf_new(c->arena, 1024);

	for (size_t i = 0; i < depth; i++)
		buf_puts(&b, i % 2 ? "{\"a\":" : "[");
	buf_puts(&b, "1");
	for (size_t i = depth; i > 0; i--)
		buf_puts(&b, (i - 1) % 2 ? "}" : "]");
	return b.text;
}

static const char *members(struct ctx *c, size_t n)
{
	struct buf b = buf_new(c->arena, 1024);

	buf_puts(&b, "{");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s\"m%zu\":0", i ? "," : "", i);
	buf_puts(&b, "}");
	return b.text;
}

static void expect(const char *what, struct ctx *c, const char *text, const struct json_limits *limits, const char *says)
{
	bool taken = json_parse(c, text, strlen(text), limits) != NULL;

	if (taken != (says == NULL))
		fail_msg("%s: %s", what, taken ? "taken" : c->problem.detail);
	if (says && !strstr(c->problem.detail, says))
		fail_msg("%s: \"%s\" does not say \"%s\"", what, c->problem.detail, says);
	ctx_end(c);
	*c = ctx_new();
}

static void test_limits(void **state)
{
	static const struct json_limits small = { 100000, 5, 7, 11, 40 };
	struct ctx c = ctx_new();

	(void)state;
	expect("depth n", &c, nested(&c, 5), &small, NULL);
	expect("depth n+1", &c, nested(&c, 6), &small, "too deep a nesting");
	expect("request depth 16", &c, nested(&c, 16), &json_request, NULL);
	expect("request depth 17", &c, nested(&c, 17), &json_request, "too deep a nesting");
	expect("platform depth 64", &c, nested(&c, 64), &json_platform, NULL);
	expect("platform depth 65", &c, nested(&c, 65), &json_platform, "too deep a nesting");
	expect("100,000 deep", &c, repeated(&c, "", "[", 100000, "", ""), &json_platform, "too deep a nesting at byte 64");
	expect("array n", &c, repeated(&c, "[", "1", 7, ",", "]"), &small, NULL);
	expect("array n+1", &c, repeated(&c, "[", "1", 8, ",", "]"), &small, "too many elements");
	expect("array 1,000", &c, repeated(&c, "[", "1", 1000, ",", "]"), &json_request, NULL);
	expect("array 1,001", &c, repeated(&c, "[", "1", 1001, ",", "]"), &json_request, "too many elements in an array at byte 0");
	expect("members n", &c, members(&c, 7), &small, NULL);
	expect("members n+1", &c, members(&c, 8), &small, "too many members");
	expect("10,000 members", &c, members(&c, 10000), &json_platform, NULL);
	expect("10,000 members, the last repeats", &c, arena_printf(c.arena, "%.*s,\"m7\":0}", (int)strlen(members(&c, 9999)) - 1,
		members(&c, 9999)), &json_platform, "a repeated member at byte 98881");
	expect("string n", &c, "\"12345678901\"", &small, NULL);
	expect("string n+1", &c, "\"123456789012\"", &small, "too long a string at byte 0");
	expect("string n of escapes", &c, "\"\\n\\n\\n\\n\\n\\n\\n\\n\\n\\u000a\\\"\"", &small, NULL);
	expect("string n+1 of escapes", &c, "\"\\n\\n\\n\\n\\n\\n\\n\\n\\n\\u000a\\\"x\"", &small, "too long a string");
	expect("string counts bytes", &c, "\"\\u20ac\\u20ac\\u20acxx\"", &small, NULL);
	expect("string counts bytes +1", &c, "\"\\u20ac\\u20ac\\u20acxxx\"", &small, "too long a string");
	expect("name n", &c, "{\"12345678901\":1}", &small, NULL);
	expect("name n+1", &c, "{\"123456789012\":1}", &small, "too long a string at byte 1");
	expect("number n", &c, "[12345678901]", &small, NULL);
	expect("number n+1", &c, "[123456789012]", &small, "too long a number at byte 1");
	expect("string 4 KiB", &c, repeated(&c, "\"", "x", 4096, "", "\""), &json_request, NULL);
	expect("string 4 KiB + 1", &c, repeated(&c, "\"", "x", 4097, "", "\""), &json_request, "too long a string");
	expect("values n", &c, repeated(&c, "[", "[1,2,3,4,5]", 6, ",", "]"), &small, NULL);
	expect("values n+1", &c, repeated(&c, "[", "[1,2,3,4,5,6]", 6, ",", "]"), &small, "too many values");
	expect("size n", &c, repeated(&c, "[]", " ", 64 * 1024 - 2, "", ""), &json_request, NULL);
	expect("size n+1", &c, repeated(&c, "[]", " ", 64 * 1024 - 1, "", ""), &json_request, "longer than 65536 bytes");
	expect("an import", &c, repeated(&c, "[", "{\"a\":\"b\"}", 50000, ",", "]"), &json_import, NULL);
	ctx_end(&c);
}

/* The worst a platform can send within its limits stays within the arena of one item. */
static void test_worst_platform_answer_fits(void **state)
{
	struct ctx big = ctx_new(), c = ctx_begin(&big);
	struct buf b = buf_new(big.arena, 1024);

	(void)state;
	buf_puts(&b, "[");
	for (int i = 0; i < 49; i++) {
		buf_puts(&b, i ? ",[" : "[");
		for (int k = 0; k < 10000; k++)
			buf_puts(&b, k ? ",0" : "0");
		buf_puts(&b, "]");
	}
	buf_puts(&b, "]");
	assert_non_null(json_parse(&c, b.text, b.len, &json_platform));
	ctx_end(&c);
	ctx_end(&big);
}

/* ---- accessors ------------------------------------------------------------------------------- */

static void test_lookups(void **state)
{
	struct ctx         c = ctx_new();
	const struct json *j = parse(&c, "{\"Id\":1,\"id\":2,\"shipping\":{\"country\":\"DE\",\"a.b\":1},\"list\":[true,null],\"e\":{}}");
	const struct json *i;

	(void)state;
	assert_string_equal(json_number_text(json_member(j, "id")), "2");
	assert_string_equal(json_number_text(json_member(j, "Id")), "1");
	assert_null(json_member(j, "ID"));
	assert_null(json_member(j, "i"));
	assert_null(json_member(j, "idx"));
	assert_string_equal(json_text(json_path(j, "shipping.country")), "DE");
	assert_null(json_path(j, "shipping.city"));
	assert_null(json_path(j, "shipping.country.x"));
	assert_null(json_path(j, "list.0"));
	assert_null(json_path(j, "nothing.country"));
	assert_null(json_path(j, ""));
	assert_int_equal(json_count(j), 5);
	assert_int_equal(json_count(json_member(j, "list")), 2);
	assert_int_equal(json_count(json_member(j, "e")), 0);
	assert_int_equal(json_count(NULL), 0);
	assert_string_equal(json_name(json_first(j)), "Id");
	i = json_first(json_member(j, "list"));
	assert_null(json_name(i));
	assert_true(json_true(i));
	assert_int_equal(json_type(json_next(i)), JSON_NULL);
	assert_null(json_next(json_next(i)));
	assert_null(json_member(json_member(j, "list"), "id"));
	assert_null(json_member(NULL, "id"));
	assert_int_equal(json_type(NULL), JSON_ABSENT);
	assert_int_equal(json_type(j), JSON_OBJECT);
	assert_null(json_text(json_member(j, "id")));
	assert_null(json_number_text(json_path(j, "shipping.country")));
	assert_null(json_scalar(json_member(j, "list")));
	assert_false(json_true(json_member(j, "id")));
	ctx_end(&c);
}

static void test_whole_numbers(void **state)
{
	static const struct { const char *text; bool whole; int64_t is; } table[] = {
		{ "0", true, 0 }, { "-0", true, 0 }, { "42", true, 42 }, { "-42", true, -42 },
		{ "9007199254740993", true, 9007199254740993 },
		{ "9223372036854775807", true, INT64_MAX }, { "9223372036854775808", false, 0 },
		{ "-9223372036854775808", true, INT64_MIN }, { "-9223372036854775809", false, 0 },
		{ "99999999999999999999999", false, 0 },
		{ "3.0", false, 0 }, { "3e0", false, 0 }, { "1e400", false, 0 },
		{ "\"17\"", true, 17 }, { "\"-17\"", true, -17 },
		{ "\"\"", false, 0 }, { "\"-\"", false, 0 }, { "\"017\"", false, 0 }, { "\"17 \"", false, 0 },
		{ "\" 17\"", false, 0 }, { "\"+17\"", false, 0 }, { "\"0x1\"", false, 0 }, { "\"1:\"", false, 0 },
		{ "true", false, 0 }, { "null", false, 0 }, { "[1]", false, 0 },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(table); i++) {
		struct ctx c = ctx_new();
		int64_t    n = 7;

		if (json_int(parse(&c, table[i].text), &n) != table[i].whole)
			fail_msg("%s", table[i].text);
		assert_int_equal(n, table[i].whole ? table[i].is : 7);
		ctx_end(&c);
	}
}

static void test_money(void **state)
{
	static const struct { const char *text; bool good; int64_t e4; } table[] = {
		{ "\"12.50\"", true, 125000 }, { "12.50", true, 125000 }, { "-3", true, -30000 },
		{ "0.00005", true, 1 }, { "1e2", false, 0 }, { "\"\"", false, 0 }, { "\"1,5\"", false, 0 },
		{ "null", false, 0 }, { "true", false, 0 }, { "99999999999999999", false, 0 },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(table); i++) {
		struct ctx   c = ctx_new();
		struct money m = { 0 };

		if (json_money(parse(&c, table[i].text), &m) != table[i].good)
			fail_msg("%s", table[i].text);
		assert_int_equal(m.e4, table[i].e4);
		ctx_end(&c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_taken_and_written_back),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_every_truncation_is_refused),
		cmocka_unit_test(test_every_changed_byte),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_worst_platform_answer_fits),
		cmocka_unit_test(test_lookups),
		cmocka_unit_test(test_whole_numbers),
		cmocka_unit_test(test_money),
	};
	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}

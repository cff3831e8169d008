#include "unit/with_ctx.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static void test_growth(void **state)
{
	struct arena *a = arena_new(64 * 1024 * 1024);

	(void)state;
	for (size_t first = 0; first < 200; first += 63) {
		struct buf b = buf_new(a, first), other = buf_new(a, 0);

		assert_string_equal(b.text, "");
		for (int i = 0; i < 20000; i++) {
			buf_putc(&b, (char)('a' + i % 26));
			buf_puts(&b, "-");
			buf_add(&b, "xyz", (size_t)(i % 4));
			buf_puts(&other, "o"); /* takes turns, so that neither can grow in place */
			assert_true(b.len < b.cap && b.text[b.len] == '\0');
		}
		assert_int_equal(b.len, 20000 * 2 + 5000 * (1 + 2 + 3));
		assert_int_equal(strlen(b.text), b.len);
		assert_memory_equal(b.text, "a-b-xc-xyd-xyze-f-x", 19);
		assert_int_equal(strspn(other.text, "o"), 20000);
	}
	arena_free(a);
}

static void test_exactly_full(void **state)
{
	struct arena *a = arena_new(1024 * 1024);

	(void)state;
	for (size_t n = 60; n < 70; n++) {
		struct buf b = buf_new(a, 64);
		char       text[80];

		memset(text, 'x', n);
		buf_add(&b, text, n);
		assert_int_equal(strlen(b.text), n);
		buf_add(&b, "", 0);
		assert_int_equal(b.len, n);
	}
	arena_free(a);
}

static void test_numbers(void **state)
{
	static const int64_t table[] = { 0, 1, -1, 9, 10, -10, 99, 100, 12345678901, INT64_MAX, INT64_MIN, INT64_MIN + 1 };
	struct arena *a = arena_new(1024 * 1024);

	(void)state;
	for (size_t i = 0; i < N_OF(table); i++) {
		struct buf b = buf_new(a, 0);

		buf_int(&b, table[i]);
		assert_string_equal(b.text, arena_printf(a, "%" PRId64, table[i]));
		b = buf_new(a, 0);
		buf_uint(&b, (uint64_t)table[i]);
		assert_string_equal(b.text, arena_printf(a, "%" PRIu64, (uint64_t)table[i]));
	}
	struct buf b = buf_new(a, 0);
	buf_printf(&b, "%s=%d;", "a", 1);
	buf_printf(&b, "%0200d", 7);
	assert_int_equal(b.len, 204);
	arena_free(a);
}

static void test_json_escapes(void **state)
{
	static const struct { const char *text, *json; } table[] = {
		{ NULL, "null" },
		{ "", "\"\"" },
		{ "plain", "\"plain\"" },
		{ "\"", "\"\\\"\"" },
		{ "\\", "\"\\\\\"" },
		{ "/", "\"/\"" },
		{ "\n\r\t", "\"\\n\\r\\t\"" },
		{ "\x01\x08\x0c\x1f\x7f", "\"\\u0001\\u0008\\u000c\\u001f\\u007f\"" },
		{ "K\xc3\xb6ln \xe2\x82\xac \xf0\x9f\x98\x80", "\"K\xc3\xb6ln \xe2\x82\xac \xf0\x9f\x98\x80\"" },
		{ "a quote \" after eight", "\"a quote \\\" after eight\"" },
		{ "exactly8", "\"exactly8\"" },
		{ "</script>", "\"</script>\"" },
	};
	struct arena *a = arena_new(1024 * 1024);

	(void)state;
	for (size_t i = 0; i < N_OF(table); i++) {
		struct buf b = buf_new(a, 0);

		buf_json(&b, table[i].text);
		assert_string_equal(b.text, table[i].json);
	}
	arena_free(a);
}

/* Every byte at every place of a text that is read eight bytes at a time. */
static void test_json_every_byte_everywhere(void **state)
{
	struct arena *a = arena_new(16 * 1024 * 1024);

	(void)state;
	for (size_t len = 1; len <= 19; len++) {
		for (size_t at = 0; at < len; at++) {
			for (int byte = 1; byte < 256; byte++) {
				bool       escaped = byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7f;
				char       text[20];
				struct buf b = buf_new(a, 0);

				memset(text, byte % 2 ? '\xe9' : 'x', len);
				text[at] = (char)byte;
				text[len] = '\0';
				buf_json(&b, text);
				assert_memory_equal(b.text + 1, text, at);
				assert_int_equal(b.text[1 + at] == '\\', escaped);
				assert_memory_equal(b.text + b.len - 1 - (len - at - 1), text + at + 1, len - at - 1);
				if (!escaped)
					assert_int_equal(b.len, len + 2);
			}
			arena_reset(a);
		}
	}
	arena_free(a);
}

static void test_utf8(void **state)
{
	static const struct { const char *text; bool valid; } table[] = {
		{ "", true }, { "a", true }, { "\x7f", true }, { "\xc2\x80", true }, { "\xdf\xbf", true }, { "\xe0\xa0\x80", true },
		{ "\xed\x9f\xbf", true }, { "\xee\x80\x80", true }, { "\xef\xbf\xbf", true }, { "\xf0\x90\x80\x80", true }, { "\xf4\x8f\xbf\xbf", true },
		{ "\x80", false }, { "\xbf", false }, { "\xc0\x80", false }, { "\xc1\xbf", false }, { "\xc2", false }, { "\xc2" "a", false },
		{ "\xe0\x9f\xbf", false }, { "\xed\xa0\x80", false }, { "\xed\xbf\xbf", false }, { "\xe2\x82", false }, { "\xe2\x82" "a", false },
		{ "\xe2" "aa", false }, { "\xf0\x8f\xbf\xbf", false }, { "\xf4\x90\x80\x80", false }, { "\xf5\x80\x80\x80", false },
		{ "\xf0\x9f\x98", false }, { "\xf0\x9f\x98" "a", false }, { "\xf0" "aaa", false }, { "\xff", false }, { "\xfe", false },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(table); i++)
		if (utf8_valid(table[i].text, strlen(table[i].text)) != table[i].valid)
			fail_msg("row %zu", i);
	assert_true(utf8_valid("a\0b", 3));
	assert_int_equal(utf8_cut("ab\xe2\x82\xac", 5, 5), 5);
	assert_int_equal(utf8_cut("ab\xe2\x82\xac", 5, 9), 5);
	assert_int_equal(utf8_cut("ab\xe2\x82\xac", 5, 4), 2);
	assert_int_equal(utf8_cut("ab\xe2\x82\xac", 5, 3), 2);
	assert_int_equal(utf8_cut("ab\xe2\x82\xac", 5, 2), 2);
	assert_int_equal(utf8_cut("ab\xe2\x82\xac", 5, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_growth),
		cmocka_unit_test(test_exactly_full),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_json_escapes),
		cmocka_unit_test(test_json_every_byte_everywhere),
		cmocka_unit_test(test_utf8),
	};
	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}

/* What spreadsheets write and what must not be calculated by one. */
#include "with_ctx.h"

#include "base/csv.h"

static void test_reading(void **state)
{
	static const struct {
		const char *text;
		const char *shown; /* rows parted by /, cells by |, each row with its line */
		size_t      fault_line;
	} cases[] = {
		{ "", "", 0 },
		{ "a,b\n1,2\n", "1:a|b/2:1|2/", 0 },
		{ "a,b\r\n1,2", "1:a|b/2:1|2/", 0 },
		{ "a,b\r1,2\r", "1:a|b/2:1|2/", 0 },
		{ "\xEF\xBB\xBF" "a,b\n", "1:a|b/", 0 },
		{ "a;b\n1;\"x,y\"\n", "1:a|b/2:1|x,y/", 0 },
		{ "a,b\n1;2,3\n", "1:a|b/2:1;2|3/", 0 },
		{ "a\n\n\nb\n", "1:a/4:b/", 0 },
		{ ",\n", "1:|/", 0 },
		{ "\"a \"\"quoted\"\" one\",b\n", "1:a \"quoted\" one|b/", 0 },
		{ "\"two\nlines\",b\nc,d\n", "1:two\nlines|b/3:c|d/", 0 },
		{ "'=1+1,'+2,'-3,'@a,'x\n", "1:=1+1|+2|-3|@a|'x/", 0 },
		{ "''=1\n", "1:'=1/", 0 },
		{ "a,\"b\n", "", 2 },
		{ "a\nb,\"c\"d\n", "1:a/", 2 },
		{ "a\nb\"c\n", "1:a/", 2 },
		{ "1\n2\n3\n4\n5\n", "1:1/2:2/3:3/4:4/", 5 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ctx c = ctx_new();
		struct buf b = buf_new(c.arena, 64);
		struct csv csv;
		const bool ok = csv_parse(c.arena, cases[i].text, strlen(cases[i].text), 4, &csv);

		for (size_t r = 0; r < csv.n; r++) {
			buf_printf(&b, "%zu:", csv.rows[r].line);
			for (size_t k = 0; k < csv.rows[r].n; k++)
				buf_printf(&b, "%s%s", k ? "|" : "", csv.rows[r].cells[k]);
			buf_putc(&b, '/');
		}
		if (ok != (cases[i].fault_line == 0) || csv.fault_line != cases[i].fault_line || strcmp(b.text, cases[i].shown) != 0
		    || !csv.fault != ok)
			fail_msg("case %zu: %s (line %zu: %s)", i, b.text, csv.fault_line, csv.fault ? csv.fault : "none");
		ctx_end(&c);
	}
}

/* Whatever stands in a cell comes back byte for byte, and no cell begins like a formula. */
static void test_writing(void **state)
{
	static const char *const cells[] = { "plain", "", "a,b", "a;b", "\"", "say \"hi\"", "two\nlines", "tab\tin it", " led by a space", "=1+1",
		"=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\tTAB", "\rCR", "'=1", "''=1", "'quoted'", "é 你好", "0012" };
	struct ctx c = ctx_new();
	struct buf b = buf_new(c.arena, 64);
	struct csv csv;

	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		csv_cell(&b, cells[i], i == 0);
	csv_end(&b);
	assert_true(csv_parse(c.arena, b.text, b.len, 10, &csv));
	assert_int_equal(csv.n, 1);
	assert_int_equal(csv.rows[0].n, sizeof cells / sizeof *cells);
	for (size_t i = 0; i < csv.rows[0].n; i++)
		assert_string_equal(csv.rows[0].cells[i], cells[i]);
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		struct buf  one = buf_new(c.arena, 64);
		const char *at;

		csv_cell(&one, cells[i], true);
		at = one.text + (one.text[0] == '"');
		assert_true(!*at || !strchr("=+-@\t\r", *at));
	}
	ctx_end(&c);
}

/* What only people read is written so that they see what stands there. */
static void test_words(void **state)
{
	static const struct {
		const char *text, *cell;
	} cases[] = {
		{ NULL, "" }, { "", "" }, { "plain é 你好", "plain é 你好" }, { "safe\u202egnp.exe\u202c", "safe[U+202E]gnp.exe[U+202C]" },
		{ "\u2066a\u2069\u200e\u200f\u061c", "[U+2066]a[U+2069][U+200E][U+200F][U+061C]" },
		{ "\u200b=1+1", "[U+200B]=1+1" }, { "=\u202a1", "\"'=[U+202A]1\"" }, { "a\x1b[31m\x7f\x01", "a[U+001B][31m[U+007F][U+0001]" },
		{ "\xc2\x85\xef\xbb\xbf\u2060\u00ad", "[U+0085][U+FEFF][U+2060][U+00AD]" }, { "two\nlines", "\"two\nlines\"" },
		{ "می\u200cخواهم \U0001F469\u200d\U0001F467", "می\u200cخواهم \U0001F469\u200d\U0001F467" },
	};
	struct ctx c = ctx_new();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = buf_new(c.arena, 64);

		csv_words(&b, c.arena, cases[i].text, true);
		assert_string_equal(b.text, cases[i].cell);
	}
	ctx_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_reading), cmocka_unit_test(test_writing), cmocka_unit_test(test_words) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

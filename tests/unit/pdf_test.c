/* lib/pdf without qpdf: the first and last bytes of a file in pieces, and names among the strings of JSON. */
#include "unit/with_ctx.h"
#include "base/buf.h"
#include "lib/pdf.h"

#include <string.h>

#define GOOD_END "\nstartxref\n9\n%%EOF\n"

static void test_ends(void **state)
{
	static const struct { const char *what, *head; size_t filling; const char *tail, *fault; } table[] = {
		{ "small", "%PDF-1.4\n", 100, GOOD_END, NULL },
		{ "version 2", "%PDF-2.0\n", 100, GOOD_END, NULL },
		{ "large", "%PDF-1.7\n", 100000, GOOD_END, NULL },
		{ "another version", "%PDF-3.0\n", 100, GOOD_END, "begin" },
		{ "small letters", "%pdf-1.4\n", 100, GOOD_END, "begin" },
		{ "not at its beginning", "\n%PDF-1.4\n", 100, GOOD_END, "begin" },
		{ "nothing", "", 0, "", "begin" },
		{ "cut off", "%PDF-1.4\n", 100, "\nstartxref\n9\n%%EO", "end" },
		{ "without startxref", "%PDF-1.4\n", 100, "\n%%EOF\n", "end" },
		{ "the end alone", "%PDF-1.4\n%%EOF startxref", 100000, "", "end" },
	};
	static const size_t pieces[] = { 1, 7, 64, 2047, 2048, 2049, 1000000 };

	(void)state;
	for (size_t i = 0; i < N_OF(table); i++)
		for (size_t k = 0; k < N_OF(pieces); k++) {
			struct ctx      c = ctx_new();
			struct buf      file = buf_new(c.arena, 64);
			struct pdf_ends ends = { 0 };
			const char     *fault;

			buf_puts(&file, table[i].head);
			for (size_t n = 0; n < table[i].filling; n++)
				buf_putc(&file, (char)n);
			buf_puts(&file, table[i].tail);
			for (size_t at = 0; at < file.len; at += pieces[k])
				pdf_ends_add(&ends, file.text + at, file.len - at < pieces[k] ? file.len - at : pieces[k]);
			fault = pdf_ends_fault(&ends);
			if (!fault != !table[i].fault || (fault && !strstr(fault, table[i].fault)))
				fail_msg("%s, in pieces of %zu: %s", table[i].what, pieces[k], fault ? fault : "good");
			ctx_end(&c);
		}
}

/* %%EOF counts in the last 1,024 bytes, as readers have it. */
static void test_how_far_from_the_end(void **state)
{
	(void)state;
	for (size_t behind = 1015; behind < 1025; behind++) {
		struct pdf_ends ends = { 0 };
		char            filling[1100];

		memset(filling, ' ', sizeof filling);
		pdf_ends_add(&ends, "%PDF-1.4 ", 9);
		pdf_ends_add(&ends, filling, 1000);
		pdf_ends_add(&ends, GOOD_END, strlen(GOOD_END) - 1);
		pdf_ends_add(&ends, filling, behind);
		assert_int_equal(!pdf_ends_fault(&ends), behind + 5 <= 1024);
	}
}

static void test_names(void **state)
{
	static const struct { const char *json, *found; } table[] = {
		{ "{\"/Type\": \"/Catalog\", \"/Pages\": \"2 0 R\"}", NULL },
		{ "{\"/JS\": \"u:app.alert(1)\"}", "/JS" },
		{ "{\"/S\": \"/JavaScript\"}", "/JavaScript" },
		{ "{\"/OpenAction\": [\"3 0 R\", \"/Fit\"]}", NULL },
		{ "{\"/OpenAction\" : \n[ \"3 0 R\", \"/XYZ\", null, null, 1 ], \"/Pages\": 1}", NULL },
		{ "{\"/OpenAction\": [\"3 0 R\", {\"/S\": \"/JavaScript\"}]}", "/JavaScript" },
		{ "{\"/OpenAction\": {\"/S\": \"/GoTo\", \"/D\": [\"3 0 R\", \"/Fit\"]}}", "/OpenAction" },
		{ "{\"/OpenAction\": \"7 0 R\"}", "/OpenAction" },
		{ "{\"/OpenAction\": \"u:chapter\"}", "/OpenAction" },
		{ "{\"/S\": \"/OpenAction\", \"/D\": [1]}", "/OpenAction" },
		{ "[\"/OpenAction\", [1]]", "/OpenAction" },
		{ "[{\"a\": {\"/AA\": {}}}]", "/AA" },
		{ "{\"/Launch\": 1}", "/Launch" },
		{ "{\"/Type\": \"/EmbeddedFile\"}", "/EmbeddedFile" },
		{ "{\"/XFA\": 1}", "/XFA" },
		{ "{\"/Subtype\": \"/RichMedia\"}", "/RichMedia" },
		{ "{\"/S\": \"/SubmitForm\"}", "/SubmitForm" },
		{ "{\"/Title\": \"u:/JS\"}", NULL },
		{ "{\"/Title\": \"u:say \\\"/JS\\\" aloud\"}", NULL },
		{ "{\"/Title\": \"u:back\\\\\", \"/JS\": 1}", "/JS" },
		{ "{\"/Title\": \"b:2f4a53\"}", NULL },
		{ "{\"/JSX\": 1, \"/AAB\": 1, \"/J\": 1, \"/js\": 1, \"/EmbeddedFiles\": 1}", NULL },
		{ "{\"/ANameThatIsLongerThanAllThatAreLookedForAndMore\": 1, \"/JS\": 1}", "/JS" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(table); i++)
		for (size_t piece = 1; piece < 9; piece += 3) {
			struct pdf_scan s = { 0 };
			const size_t    n = strlen(table[i].json);

			for (size_t at = 0; at < n; at += piece)
				pdf_scan_add(&s, table[i].json + at, n - at < piece ? n - at : piece);
			if (!s.found != !table[i].found || (s.found && !strstr(s.found, table[i].found)))
				fail_msg("%s: %s", table[i].json, s.found ? s.found : "nothing found");
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_how_far_from_the_end),
		cmocka_unit_test(test_names),
	};
	return cmocka_run_group_tests_name("pdf", tests, NULL, NULL);
}

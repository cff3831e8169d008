/* Texts that people type: one spelling, and nothing that turns what is shown. */
#include "unit/with_ctx.h"
#include "lib/unicode.h"

static void one_spelling(void **state)
{
	static const struct {
		const char *text, *nfc;
	} cases[] = {
		{ "", "" }, { "plain", "plain" }, { "Mu\u0308ller", "M\u00fcller" }, { "M\u00fcller", "M\u00fcller" }, { "A\u030angstro\u0308m", "\u00c5ngstr\u00f6m" },
		{ "\u212bngstr\u00f6m", "\u00c5ngstr\u00f6m" }, { "e\u0323\u0302", "\u1ec7" }, { "e\u0302\u0323", "\u1ec7" }, { "\u1112\u1161\u11ab", "\ud55c" },
		{ "\ufb01sh", "\ufb01sh" }, { "\u00bd", "\u00bd" }, { "\u4e2d\u6587", "\u4e2d\u6587" }, { "\U0001F469\u200D\U0001F467", "\U0001F469\u200D\U0001F467" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx  c = ctx_new();
		const char *made = unicode_nfc(c.arena, cases[i].text);

		assert_string_equal(made, cases[i].nfc);
		assert_ptr_equal(unicode_nfc(c.arena, made), made); /* what is in that form stays as it is */
		ctx_end(&c);
	}
}

static void what_turns_the_text(void **state)
{
	static const struct {
		const char *text;
		bool        turns;
	} cases[] = {
		{ "", false }, { "plain", false }, { "\u202egnp.exe", true }, { "a\u202a", true }, { "a\u202bb", true }, { "\u202c", true }, { "\u202d", true },
		{ "\u2066x\u2069", true }, { "\u2067", true }, { "\u2068", true }, { "\u2069", true }, { "\u2029", false }, { "\u202f", false }, { "\u2065", false },
		{ "\u206a", false }, { "\u05e9\u05dc\u05d5\u05dd", false }, { "\u0645\u0631\u062d\u0628\u0627 abc", false }, { "\u200e\u200f", false },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		if (unicode_turns(cases[i].text) != cases[i].turns)
			fail_msg("case %zu", i);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(one_spelling), cmocka_unit_test(what_turns_the_text) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

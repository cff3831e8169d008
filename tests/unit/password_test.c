/* Which passwords are refused although they are long enough. */
#include "unit/with_ctx.h"
#include "domain/password.h"
#include "lib/secret.h"

static void common_ones_are_refused(void **state)
{
	static const struct {
		const char *password;
		bool        good;
	} cases[] = {
		{ "practice-makes-perfect", true }, { "correct horse battery", true }, { "Tr0ub4dor&3x", true }, { "ein langer Satz", true },
		{ "qwertyuiop", false }, { "QWERTYUIOP", false }, { "Password123", false }, { "1234567890", false }, { "1q2w3e4r5t", false },
		{ "manchester", false }, { "Manchester", false }, { "manchester!", true }, { "terminator", false }, { "1qaz2wsx3edc", false },
		{ "aaaaaaaaaa", false }, { "AAAAaaaaAAAA", false }, { "abababababab", false }, { "abcabcabcabc", false }, { "abcdabcdabcd", false },
		{ "abcdabcdabce", true }, { "          ", false }, { "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4", false },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx c = ctx_new();

		if (password_allow(&c, cases[i].password) != cases[i].good)
			fail_msg("'%s' is %s", cases[i].password, cases[i].good ? "refused" : "taken");
		if (!cases[i].good) {
			assert_int_equal(c.problem.code, PROBLEM_INVALID);
			assert_string_equal(field_code(&c, "password"), "too_common");
			assert_null(strstr(c.problem.fields[0].detail, cases[i].password));
		}
		ctx_end(&c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(common_ones_are_refused) };

	return secret_start() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}

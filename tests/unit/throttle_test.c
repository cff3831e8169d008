/* Whose failed sign-ins count together. */
#include "unit/with_ctx.h"
#include "domain/throttle.h"

static void addresses(void **state)
{
	static const struct {
		const char *a, *b;
		bool        same_both, same_address;
	} cases[] = {
		{ "203.0.113.7", "203.0.113.7", true, true }, { "203.0.113.7", "203.0.113.250", true, false }, { "203.0.113.7", "203.0.112.7", false, false },
		{ "1.2.3.4", "12.3.4.1", false, false }, { "2001:db8:1:100::1", "2001:db8:1:1ff::1", true, true },
		{ "2001:db8:1:100::1", "2001:db8:1:100:ffff:ffff:ffff:ffff", true, true }, { "2001:db8:1:100::1", "2001:db8:1:200::1", false, false },
		{ "2001:db8::1", "2001:db8:0:0:0:0:0:2", true, true }, { "2001:db8::1", "2001:db8::ffff:1", true, true }, { "2001:db8::1", "2001:db9::1", false, false },
		{ "", "", true, true }, { "", "203.0.113.7", false, false },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx      c = ctx_new();
		struct throttle a = throttle_of(&c, "a", "x@people.example", cases[i].a, true), b = throttle_of(&c, "a", "x@people.example", cases[i].b, true);
		struct throttle other = throttle_of(&c, "a", "y@people.example", cases[i].a, true);

		if ((strcmp(a.both, b.both) == 0) != cases[i].same_both || (strcmp(a.address, b.address) == 0) != cases[i].same_address)
			fail_msg("%s and %s", cases[i].a, cases[i].b);
		assert_string_equal(a.account, b.account);
		assert_string_not_equal(a.account, other.account);
		assert_string_not_equal(a.both, other.both);
		assert_string_equal(a.address, other.address);
		ctx_end(&c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(addresses) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

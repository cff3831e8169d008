#include "base/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define N_OF(table) (sizeof(table) / sizeof *(table))

static void ranges_are_addresses_with_an_end(void **state)
{
	(void)state;
	static const struct {
		const char *range;
		bool        good;
	} cases[] = {
		{ "203.0.113.7", true }, { "203.0.113.0/24", true }, { "0.0.0.0/0", true }, { "10.0.0.0/8", true }, { "203.0.113.7/32", true },
		{ "2001:db8::/32", true }, { "::1", true }, { "::/0", true }, { "2001:db8::1/128", true },
		{ "", false }, { "/", false }, { "/8", false }, { "10.0.0.7/8", false }, { "10.0.0.0/33", false }, { "10.0.0.0/", false },
		{ "10.0.0.0/08", false }, { "10.0.0.0/-1", false }, { "10.0.0.0/8/8", false }, { "10.0.0", false }, { "10.0.0.256", false },
		{ "010.0.0.1", false }, { "10.0.0.1 ", false }, { "::/129", false }, { "2001:db8::1/32", false }, { "host.example", false },
		{ "1234567890123456789012345678901234567890123456789", false },
	};

	for (size_t i = 0; i < N_OF(cases); i++)
		if (address_range_good(cases[i].range) != cases[i].good)
			fail_msg("%s", cases[i].range);
}

static void an_address_lies_in_a_range_of_its_kind(void **state)
{
	(void)state;
	static const struct {
		const char *address, *range;
		bool        inside;
	} cases[] = {
		{ "203.0.113.7", "203.0.113.7", true }, { "203.0.113.8", "203.0.113.7", false },
		{ "203.0.113.0", "203.0.113.0/24", true }, { "203.0.113.255", "203.0.113.0/24", true }, { "203.0.114.0", "203.0.113.0/24", false },
		{ "203.0.112.0", "203.0.112.0/23", true }, { "203.0.113.255", "203.0.112.0/23", true }, { "203.0.114.0", "203.0.112.0/23", false },
		{ "198.51.100.1", "0.0.0.0/0", true }, { "::1", "0.0.0.0/0", false }, { "198.51.100.1", "::/0", false },
		{ "2001:db8:1::1", "2001:db8::/32", true }, { "2001:db9::", "2001:db8::/32", false }, { "2001:db8::1", "2001:DB8::1", true },
		{ "::ffff:203.0.113.7", "203.0.113.7", false }, { "203.0.113.7/24", "203.0.113.0/24", false }, { "", "203.0.113.0/24", false },
		{ "203.0.113.7", "nonsense", false },
	};

	for (size_t i = 0; i < N_OF(cases); i++)
		if (address_in_range(cases[i].address, cases[i].range) != cases[i].inside)
			fail_msg("%s in %s", cases[i].address, cases[i].range);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_are_addresses_with_an_end),
		cmocka_unit_test(an_address_lies_in_a_range_of_its_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

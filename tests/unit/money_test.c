#include "unit/with_ctx.h"
#include "base/money.h"
#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>

static void test_read_and_printed(void **state)
{
	static const struct { const char *text; int64_t e4; const char *printed; } good[] = {
		{ "0", 0, "0.00" }, { "-0", 0, "0.00" }, { "-0.00001", 0, "0.00" }, { "1", 10000, "1.00" }, { "007", 70000, "7.00" },
		{ "12.5", 125000, "12.50" }, { "12.50", 125000, "12.50" }, { "-12.50", -125000, "-12.50" }, { "0.0125", 125, "0.0125" },
		{ "0.125", 1250, "0.125" }, { "0.0005", 5, "0.0005" }, { "-0.0005", -5, "-0.0005" }, { "100", 1000000, "100.00" },
		{ "1.00004", 10000, "1.00" }, { "1.00005", 10001, "1.0001" }, { "1.000049999", 10000, "1.00" }, { "-1.00005", -10001, "-1.0001" },
		{ "0.99995", 10000, "1.00" }, { "19.99995", 200000, "20.00" }, { "1.23456789012345678901234567890", 12346, "1.2346" },
		{ "922337203685477.5807", INT64_MAX, "922337203685477.5807" }, { "-922337203685477.5807", -INT64_MAX, "-922337203685477.5807" },
		{ "922337203685477.58074", INT64_MAX, "922337203685477.5807" }, { "000000000000000000000000001.5", 15000, "1.50" },
	};
	struct arena *a = arena_new(1024 * 1024);

	(void)state;
	for (size_t i = 0; i < N_OF(good); i++) {
		struct money m = { 77 };
		char         text[MONEY_TEXT_SIZE];

		if (!money_parse(good[i].text, &m))
			fail_msg("refused: %s", good[i].text);
		assert_true(m.e4 == good[i].e4);
		assert_string_equal(money_text(a, m), good[i].printed);
		assert_int_equal(money_print(m, text), strlen(good[i].printed));
		assert_string_equal(text, good[i].printed);
	}
	assert_string_equal(money_text(a, (struct money){ INT64_MIN }), "-922337203685477.5808");
	arena_free(a);
}

static void test_refused(void **state)
{
	static const char *const bad[] = {
		"", "-", "+1", ".5", "5.", "-.5", "1.2.3", "1,5", "1 ", " 1", "1e2", "0x1", "1.5x", "--1", "1-", "NaN", "$1", "1.5-", "1.-5",
		"922337203685477.5808", "922337203685477.58075", "922337203685478", "999999999999999", "9999999999999999999999", "1.23456x",
	};

	(void)state;
	assert_false(money_parse(NULL, &(struct money){ 0 }));
	for (size_t i = 0; i < N_OF(bad); i++) {
		struct money m = { 77 };

		if (money_parse(bad[i], &m))
			fail_msg("taken: %s", bad[i]);
		assert_int_equal(m.e4, 77);
	}
}

static void test_divided(void **state)
{
	static const struct { int64_t e4, n, is; } table[] = {
		{ 10, 2, 5 }, { 1, 2, 1 }, { -1, 2, -1 }, { 3, 2, 2 }, { -3, 2, -2 }, { 1, 3, 0 }, { 2, 3, 1 }, { -2, 3, -1 }, { -1, 3, 0 },
		{ 4, 3, 1 }, { 5, 3, 2 }, { 100000, 3, 33333 }, { 200000, 3, 66667 }, { 0, 7, 0 }, { 7, 1, 7 }, { -7, 1, -7 },
		{ INT64_MAX, 1, INT64_MAX }, { INT64_MAX, 2, INT64_MAX / 2 + 1 }, { -INT64_MAX, 2, -(INT64_MAX / 2) - 1 },
		{ INT64_MAX, INT64_MAX, 1 }, { 1, INT64_MAX, 0 }, { INT64_MAX / 2, INT64_MAX, 0 }, { INT64_MAX / 2 + 1, INT64_MAX, 1 },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(table); i++)
		if (money_divided((struct money){ table[i].e4 }, table[i].n).e4 != table[i].is)
			fail_msg("row %zu", i);
}

static void test_currencies(void **state)
{
	static const char *const known[] = { "AED", "EUR", "USD", "CNY", "JPY", "XCG", "ZWG", "VED", "SLE" };
	static const char *const unknown[] = { "", "EU", "EURO", "eur", "Usd", "XXX", "BTC", "DEM", "ED ", " AF", "R A", "AED AFN", "ZZZ", "   " };

	(void)state;
	assert_false(currency_known(NULL));
	for (size_t i = 0; i < N_OF(known); i++)
		assert_true(currency_known(known[i]));
	for (size_t i = 0; i < N_OF(unknown); i++)
		assert_false(currency_known(unknown[i]));
}

static void test_ids(void **state)
{
	static const char *const bad[] = { "", "0", "-1", "01", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "9223372036854775808", "18446744073709551615",
		"99999999999999999999", "\xd9\xa1", "1/", "1:" };
	uint64_t id = 5;
	int64_t  n = 5;

	(void)state;
	for (size_t i = 0; i < N_OF(bad); i++)
		if (id_parse(bad[i], &id))
			fail_msg("taken: %s", bad[i]);
	assert_false(id_parse(NULL, &id));
	assert_true(id == 5);
	assert_true(id_parse("1", &id) && id == 1);
	assert_true(id_parse("820982911946154508", &id) && id == 820982911946154508);
	assert_true(id_parse("9223372036854775807", &id) && id == INT64_MAX);
	assert_true(int_parse("-9223372036854775808", &n) && n == INT64_MIN);
	assert_false(int_parse("-9223372036854775809", &n));
	assert_false(int_parse("--1", &n));
	assert_true(int_parse("0", &n) && n == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_and_printed),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_divided),
		cmocka_unit_test(test_currencies),
		cmocka_unit_test(test_ids),
	};
	return cmocka_run_group_tests_name("money", tests, NULL, NULL);
}

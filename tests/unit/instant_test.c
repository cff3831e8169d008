#include "unit/with_ctx.h"
#include "base/instant.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void test_read_and_printed(void **state)
{
	static const struct { const char *text, *utc; } good[] = {
		{ "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z" },
		{ "2026-05-28T10:00:00Z", "2026-05-28T10:00:00Z" },
		{ "2026-05-28t10:00:00z", "2026-05-28T10:00:00Z" },
		{ "2026-05-28 10:00:00Z", "2026-05-28T10:00:00Z" },
		{ "2026-05-28T12:00:00+02:00", "2026-05-28T10:00:00Z" },
		{ "2026-05-28T00:00:00+05:30", "2026-05-27T18:30:00Z" },
		{ "2026-05-28T23:00:00-03:30", "2026-05-29T02:30:00Z" },
		{ "2026-05-28T10:00:00-00:00", "2026-05-28T10:00:00Z" },
		{ "2026-12-31T23:59:59-00:01", "2027-01-01T00:00:59Z" },
		{ "2026-05-28T10:00:00.5Z", "2026-05-28T10:00:00.500000Z" },
		{ "2026-05-28T10:00:00.000001Z", "2026-05-28T10:00:00.000001Z" },
		{ "2026-05-28T10:00:00.1234569Z", "2026-05-28T10:00:00.123456Z" },
		{ "2026-05-28T10:00:00.000000Z", "2026-05-28T10:00:00Z" },
		{ "2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z" },
		{ "2000-02-29T12:00:00Z", "2000-02-29T12:00:00Z" },
		{ "2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00Z" },
		{ "1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z" },
		{ "1000-01-01T00:00:00Z", "1000-01-01T00:00:00Z" },
		{ "1900-02-28T23:59:59Z", "1900-02-28T23:59:59Z" },
		{ "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z" },
	};
	struct arena *a = arena_new(1024 * 1024);

	(void)state;
	for (size_t i = 0; i < N_OF(good); i++) {
		struct instant t;

		if (!instant_parse(good[i].text, &t))
			fail_msg("refused: %s", good[i].text);
		assert_string_equal(instant_text(a, t), good[i].utc);
	}
	arena_free(a);
}

static void test_refused(void **state)
{
	static const char *const bad[] = {
		"", "Z", "2026", "2026-05-28", "2026-05-28T10:00:00", "2026-05-28T10:00Z", "2026-5-28T10:00:00Z", "26-05-28T10:00:00Z",
		"2026-05-28T10:00:00 Z", "2026-05-28T10:00:00Zx", " 2026-05-28T10:00:00Z", "2026-05-28T10:00:00Z ", "2026-05-28T10:00:00.Z",
		"2026-05-28T10:00:00,5Z", "2026-00-28T10:00:00Z", "2026-13-28T10:00:00Z", "2026-05-00T10:00:00Z", "2026-05-32T10:00:00Z",
		"2026-04-31T10:00:00Z", "2026-02-29T10:00:00Z", "1900-02-29T10:00:00Z", "2100-02-29T10:00:00Z", "2024-02-30T10:00:00Z",
		"2026-05-28T24:00:00Z", "2026-05-28T10:60:00Z", "2026-05-28T10:00:60Z", "2016-12-31T23:59:60Z", "2026-05-28T10:00:00+2:00",
		"2026-05-28T10:00:00+0200", "2026-05-28T10:00:00+02", "2026-05-28T10:00:00+24:00", "2026-05-28T10:00:00+02:60",
		"2026-05-28T10:00:00+02:00x", "2026-05-28T10:00:00UTC", "-026-05-28T10:00:00Z", "+2026-05-28T10:00:00Z", "2026/05/28T10:00:00Z",
		"0999-12-31T23:59:59Z", "0000-00-00T00:00:00Z", "1000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "1748426400",
		"2026-05-28T1a:00:00Z", "yesterday",
	};

	(void)state;
	assert_false(instant_parse(NULL, &(struct instant){ 0 }));
	assert_false(instant_parse_utc(NULL, &(struct instant){ 0 }));
	for (size_t i = 0; i < N_OF(bad); i++) {
		struct instant t;

		if (instant_parse(bad[i], &t))
			fail_msg("taken: %s", bad[i]);
	}
}

static void test_without_a_zone(void **state)
{
	static const struct { const char *text, *bare; } table[] = {
		{ "2026-05-28T10:00:00", "2026-05-28T10:00:00" },
		{ "2026-05-28 10:00:00", "2026-05-28T10:00:00" },
		{ "2026-05-28T10:00:00Z", "2026-05-28T10:00:00" },
		{ "2026-05-28T10:00:00.75", "2026-05-28T10:00:00" },
		{ "2026-05-28T10:00:00+02:00", NULL },
		{ "2026-05-28", NULL },
		{ "2026-05-28T10:00:00ZZ", NULL },
	};
	struct arena *a = arena_new(1024 * 1024);

	(void)state;
	for (size_t i = 0; i < N_OF(table); i++) {
		struct instant t;

		assert_int_equal(instant_parse_utc(table[i].text, &t), table[i].bare != NULL);
		if (table[i].bare)
			assert_string_equal(instant_text_bare(a, t), table[i].bare);
	}
	arena_free(a);
}

/* Against the C library's calendar, over four centuries of days and odd times of day. */
static void test_every_day_agrees_with_libc(void **state)
{
	struct arena *a = arena_new(1024 * 1024);

	(void)state;
	for (int64_t day = -30000; day < 4 * 36525; day++) {
		time_t         s = day * 86400 + (day * 7919) % 86400;
		struct instant t = { s * INSTANT_SECOND + 1 }, back;
		struct tm      tm;
		char           want[40];

		gmtime_r(&s, &tm);
		strftime(want, sizeof want, "%Y-%m-%dT%H:%M:%S.000001Z", &tm);
		assert_string_equal(instant_text(a, t), want);
		assert_true(instant_parse(want, &back));
		assert_true(back.us == t.us);
		arena_reset(a);
	}
	arena_free(a);
}

static void test_printed_length(void **state)
{
	char           text[INSTANT_TEXT_SIZE];
	struct instant t = { -1 };

	(void)state;
	assert_int_equal(instant_print(t, text), 27);
	assert_string_equal(text, "1969-12-31T23:59:59.999999Z");
	assert_int_equal(instant_print(instant_plus_s(t, 1), text), 27);
	assert_int_equal(instant_print((struct instant){ 0 }, text), 20);
	assert_true(instant_now().us > INT64_C(1700000000) * INSTANT_SECOND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_and_printed),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_without_a_zone),
		cmocka_unit_test(test_every_day_agrees_with_libc),
		cmocka_unit_test(test_printed_length),
	};
	return cmocka_run_group_tests_name("instant", tests, NULL, NULL);
}

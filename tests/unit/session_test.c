/* Access tokens kept by a worker: found again for the same store and keys alone, and not for ever. */
#include "unit/with_ctx.h"
#include "jobs/session.h"
#include "lib/secret.h"

static struct platform_store store(uint64_t id)
{
	return (struct platform_store){ .id = id, .url = "https://shop.example", .key = "id", .secret = "secret", .refresh_token = "refresh" };
}

static void kept_and_found(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = store(1), other = store(2);
	char                  given[] = "token-1";

	(void)state;
	assert_null(session_of(&c, &s));
	session_keep(&c, &s, given, 3600);
	memset(given, 'x', sizeof given - 1); /* it is a copy */
	assert_string_equal(session_of(&c, &s), "token-1");
	assert_null(session_of(&c, &other));
	session_keep(&c, &s, "token-2", 3600);
	assert_string_equal(session_of(&c, &s), "token-2");
	session_drop(&other);
	assert_string_equal(session_of(&c, &s), "token-2");
	session_drop(&s);
	assert_null(session_of(&c, &s));
	ctx_end(&c);
}

static void only_for_the_same_keys(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store changed[] = { store(1), store(1), store(1), store(1), store(1) };

	(void)state;
	changed[0].url = "https://shop.exampl";
	changed[1].key = "i";
	changed[1].secret = "dsecret"; /* the same letters in a row, cut elsewhere */
	changed[2].secret = "other";
	changed[3].refresh_token = NULL;
	changed[4].refresh_token = "refresh2";
	for (size_t i = 0; i < N_OF(changed); i++) {
		struct platform_store s = store(1);

		session_keep(&c, &s, "token", 3600);
		assert_null(session_of(&c, &changed[i]));
		assert_null(session_of(&c, &s)); /* whoever has other keys now will not go back to the old ones */
	}
	ctx_end(&c);
}

static void not_for_ever(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = store(1);

	(void)state;
	session_keep(&c, &s, "token", 60); /* a call may take as long */
	assert_null(session_of(&c, &s));
	session_keep(&c, &s, "token", 61);
	assert_non_null(session_of(&c, &s));
	session_keep(&c, &s, "token", 0);
	assert_null(session_of(&c, &s));
	ctx_end(&c);
}

/* More stores than there is room for: the newest are there, nothing is mixed up. */
static void many_stores(void **state)
{
	struct ctx c = ctx_new();
	size_t     found = 0;

	(void)state;
	for (uint64_t i = 1; i <= 300; i++) {
		struct platform_store s = store(i);

		session_keep(&c, &s, arena_printf(c.arena, "token-%llu", (unsigned long long)i), 3600);
	}
	for (uint64_t i = 1; i <= 300; i++) {
		struct platform_store s = store(i);
		const char           *token = session_of(&c, &s);

		found += token != NULL;
		if (token)
			assert_string_equal(token, arena_printf(c.arena, "token-%llu", (unsigned long long)i));
		if (i == 300)
			assert_non_null(token);
		session_drop(&s);
	}
	assert_int_equal(found, 128);
	ctx_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kept_and_found),
		cmocka_unit_test(only_for_the_same_keys),
		cmocka_unit_test(not_for_ever),
		cmocka_unit_test(many_stores),
	};

	return secret_start() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}

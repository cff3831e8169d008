/* Settings: what is not set has a default, what is set wrong is named. */
#include "unit/with_ctx.h"

#include "lib/config.h"
#include "lib/secret.h"

#include <stdlib.h>
#include <unistd.h>

static struct ctx c;

static int begin(void **state)
{
	static const char *const names[] = { "GWMS_DB_SOCKET", "GWMS_DB_HOST", "GWMS_DB_PORT", "GWMS_DB_USER",
		"GWMS_DB_PASSWORD", "GWMS_DB_NAME", "GWMS_KEYS_DIR", "GWMS_SQL_DIR", "GWMS_JWT_KEYS", "GWMS_ORIGIN",
		"GWMS_ALLOW_PRIVATE_STORES", "GWMS_METRICS_FILE", "GWMS_LEASE_S", "GWMS_PRACTICE_PASSWORD", "GWMS_PRACTICE_URL" };

	(void)state;
	for (size_t i = 0; i < N_OF(names); i++)
		unsetenv(names[i]);
	c = ctx_new();
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(c.arena);
	return 0;
}

static void defaults_are_good(void **state)
{
	struct config got;

	(void)state;
	setenv("GWMS_LEASE_S", "", 1); /* set but empty is absent */
	assert_true(config_read(&c, &got));
	assert_null(got.db.socket);
	assert_null(got.db.host);
	assert_int_equal(got.db.port, 3306);
	assert_string_equal(got.db.user, "gwms");
	assert_string_equal(got.db.name, "gwms");
	assert_null(got.db.password);
	assert_string_equal(got.origin, "http://127.0.0.1:8080");
	assert_int_equal(got.lease_s, 60);
	assert_null(got.allow_private_stores);
	assert_null(got.practice_url);
	assert_null(got.jwt_keys);
}

static void what_is_set_counts(void **state)
{
	struct config got;

	(void)state;
	setenv("GWMS_DB_HOST", "db1,db2:3307", 1);
	setenv("GWMS_DB_PORT", "3308", 1);
	setenv("GWMS_DB_PASSWORD", "p w \" =", 1);
	setenv("GWMS_ORIGIN", "https://orders.example.com", 1);
	setenv("GWMS_LEASE_S", "5", 1);
	setenv("GWMS_JWT_KEYS", "k1:AAAA", 1);
	assert_true(config_read(&c, &got));
	assert_string_equal(got.db.host, "db1,db2:3307");
	assert_int_equal(got.db.port, 3308);
	assert_string_equal(got.db.password, "p w \" =");
	assert_string_equal(got.origin, "https://orders.example.com");
	assert_int_equal(got.lease_s, 5);
	assert_string_equal(got.jwt_keys, "k1:AAAA");
}

static void wrong_settings_are_named(void **state)
{
	static const struct { const char *name, *value; } cases[] = {
		{ "GWMS_DB_PORT", "0" }, { "GWMS_DB_PORT", "65536" }, { "GWMS_DB_PORT", "33o6" }, { "GWMS_DB_PORT", "3306 " },
		{ "GWMS_LEASE_S", "1" }, { "GWMS_LEASE_S", "-60" }, { "GWMS_LEASE_S", "99999999999999999999" },
		{ "GWMS_PRACTICE_PASSWORD", "short" },
		{ "GWMS_ORIGIN", "orders.example.com" }, { "GWMS_ORIGIN", "https://" }, { "GWMS_ORIGIN", "https://a/" },
		{ "GWMS_ORIGIN", "https://a/path" }, { "GWMS_ORIGIN", "ftp://a" }, { "GWMS_ORIGIN", "https://user@a" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct config got;

		setenv(cases[i].name, cases[i].value, 1);
		if (config_read(&c, &got))
			fail_msg("%s=%s was taken", cases[i].name, cases[i].value);
		assert_int_equal(c.problem.code, PROBLEM_INVALID);
		assert_non_null(field_code(&c, cases[i].name));
		problem_clear(&c);
		unsetenv(cases[i].name);
	}
}

static void keys_come_from_their_file(void **state)
{
	char          dir[] = "/tmp/config_test.XXXXXX";
	struct config got;

	(void)state;
	assert_true(secret_start());
	assert_non_null(mkdtemp(dir));
	setenv("GWMS_KEYS_DIR", dir, 1);
	assert_true(secret_keys_init(&c, dir));
	assert_true(config_read(&c, &got));
	assert_non_null(got.jwt_keys);
	assert_non_null(strchr(got.jwt_keys, ':'));
	setenv("GWMS_JWT_KEYS", "k2:BBBB", 1);
	assert_true(config_read(&c, &got));
	assert_string_equal(got.jwt_keys, "k2:BBBB");
	unlink(arena_printf(c.arena, "%s/jwt.keys", dir));
	unlink(arena_printf(c.arena, "%s/seal.pub", dir));
	unlink(arena_printf(c.arena, "%s/seal.key", dir));
	rmdir(dir);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(defaults_are_good),
		TEST(what_is_set_counts),
		TEST(wrong_settings_are_named),
		TEST(keys_come_from_their_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

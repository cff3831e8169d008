/* What gwms-admin does to a new house: practice data, the first customer, the first users. */
#include "db_harness.h"

#include "domain/account.h"
#include "domain/practice_data.h"
#include "lib/secret.h"
#include "lib/shape.h"
#include "sql/user_sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char keys[64];

static void forget_keys(void)
{
	static const char *const names[] = { "jwt.keys", "seal.key", "seal.pub" };
	char                     path[128];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", keys, names[i]);
		unlink(path);
	}
}

static int fresh(void **state)
{
	struct ctx *c;

	if (!secret_start() || db_harness_open(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	snprintf(keys, sizeof keys, "/tmp/gwms-admin.XXXXXX");
	c = *state;
	if (!mkdtemp(keys) || !secret_keys_init(c, keys))
		return 1;
	db_harness_migrate(c);
	return 0;
}

static int gone(void **state)
{
	forget_keys();
	rmdir(keys);
	return db_harness_end(state) + db_harness_close(state);
}

static uint64_t number(struct ctx *c, const char *sql)
{
	struct query q = query_new(c);
	uint64_t     n;

	query_add_(sql, &q, NULL, 0);
	assert_ok(c, db_number(c, &q, &n));
	return n;
}

static struct practice_data practice_of(struct ctx *c, const char *password, const char *url)
{
	struct seal_public *seal = seal_public_load(c, keys);

	if (!seal)
		fail_msg("%s", problem_words(c));
	return (struct practice_data){ getenv("GWMS_SQL_DIR"), password, url, seal };
}

struct sealed_store {
	uint64_t     id, customer_id;
	const char  *platform, *url;
	struct bytes credentials;
};
static const struct field sealed_fields[] = {
	FIELD(struct sealed_store, id, "id"),
	FIELD(struct sealed_store, customer_id, "customer_id"),
	FIELD(struct sealed_store, platform, "platform"),
	FIELD(struct sealed_store, url, "url"),
	FIELD(struct sealed_store, credentials, "credentials", .flags = FIELD_SECRET),
	FIELD_END
};
static const struct shape sealed_shape = SHAPE(struct sealed_store, sealed_fields);

static const char *keys_of(struct ctx *c, const char *platform, const char *path)
{
	if (strcmp(platform, "amazon_vendor") == 0)
		return arena_printf(c->arena, "{\"clientId\":\"amzn1.application-oa2-client.practice-%s\","
			"\"clientSecret\":\"amzn1.oa2-cs.v1.practice-%s\",\"refreshToken\":\"Atzr|practice-%s\"}", path, path, path);
	return arena_printf(c->arena, "{\"consumerKey\":\"ck_practice_%s\",\"consumerSecret\":\"cs_practice_%s\"}", path, path);
}

/* Every practice store opens with the worker's key and speaks for the shop its address names. */
static void assert_stores(struct ctx *c, const char *url)
{
	struct seal_secret  *secret = seal_secret_load(c, keys);
	struct query         q = query_new(c);
	struct sealed_store *stores;
	size_t               n;

	assert_non_null(secret);
	query_add(&q, "SELECT id, customer_id, platform, url, credentials FROM store WHERE name <> 'Own' ORDER BY id");
	stores = db_all(c, &q, &sealed_shape, &n);
	assert_true(stores && n >= 2);
	for (size_t i = 0; i < n; i++) {
		const char *path = strrchr(stores[i].url, '/') + 1;
		const char *text = seal_open(c, secret, stores[i].customer_id, stores[i].id, "credentials", stores[i].credentials);

		assert_string_equal(stores[i].url, arena_printf(c->arena, "%s/%s", url, path));
		if (!text)
			fail_msg("%s", problem_words(c));
		assert_string_equal(text, keys_of(c, stores[i].platform, path));
	}
}

static void assert_login(struct ctx *c, const char *email, const char *password)
{
	struct user u;
	bool        found;

	assert_ok(c, user_sql_by_email(c, email, &u, &found));
	assert_true(found);
	assert_true(password_fits(u.password_hash, password));
}

static void practice_data_loads_once_and_follows(void **state)
{
	static const char *const logins[] = { "operator@practice.test", "admin@practice.test", "warehouse@practice.test",
		"root@practice.test", "operator@other.test" };
	struct ctx          *c = *state;
	struct practice_data in = practice_of(c, "practice-makes-perfect", "http://127.0.0.1:18080");
	bool                 loaded;
	uint64_t             skus;

	assert_ok(c, practice_data_bring(c, &in, &loaded));
	assert_true(loaded);
	for (size_t i = 0; i < sizeof logins / sizeof *logins; i++)
		assert_login(c, logins[i], "practice-makes-perfect");
	assert_stores(c, "http://127.0.0.1:18080");
	skus = number(c, "SELECT COUNT(*) FROM sku");
	assert_int_equal(skus, 60);

	/* a store that a person added at the practice store keeps its own address and keys */
	assert_ok(c, db_exec(c, "INSERT INTO store (customer_id, platform, kind, name, url, credentials, credentials_key)"
		" VALUES (1, 'woocommerce', 'b2c', 'Own', 'http://127.0.0.1:18080/harbor', 'mine', 'mine')"));
	in.url = "http://127.0.0.1:18081";
	in.password = "another password";
	assert_ok(c, practice_data_bring(c, &in, &loaded));
	assert_false(loaded);
	assert_login(c, logins[0], "another password");
	assert_stores(c, "http://127.0.0.1:18081");
	assert_int_equal(number(c, "SELECT COUNT(*) FROM sku"), skus);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM store WHERE name = 'Own' AND credentials = 'mine'"
		" AND url = 'http://127.0.0.1:18080/harbor'"), 1);

	/* new keys: sealed again */
	forget_keys();
	assert_ok(c, secret_keys_init(c, keys));
	in.seal = practice_of(c, "", "").seal;
	assert_ok(c, practice_data_bring(c, &in, &loaded));
	assert_stores(c, "http://127.0.0.1:18081");
}

static void an_interrupted_load_is_finished(void **state)
{
	struct ctx          *c = *state;
	struct practice_data in = practice_of(c, "practice-makes-perfect", "http://127.0.0.1:18080");
	bool                 loaded;

	/* the script breaks in the middle: nothing of it stays, nor the marker */
	assert_ok(c, db_script(c, "ALTER TABLE sku_mapping ADD CONSTRAINT ck_test CHECK (sku_key <> '118')"));
	assert_problem(c, PROBLEM_INTERNAL, practice_data_bring(c, &in, &loaded));
	assert_int_equal(number(c, "SELECT (SELECT COUNT(*) FROM customer) + (SELECT COUNT(*) FROM setting)"), 0);
	assert_ok(c, db_script(c, "ALTER TABLE sku_mapping DROP CONSTRAINT ck_test"));
	assert_ok(c, practice_data_bring(c, &in, &loaded));
	assert_true(loaded);

	/* killed between the script and the passwords and seals */
	assert_ok(c, db_exec(c, "UPDATE user SET password_hash = '' WHERE id > 2"));
	assert_ok(c, db_exec(c, "UPDATE store SET credentials = NULL, credentials_key = NULL, url = '/meadow' WHERE id = 2"));
	assert_ok(c, practice_data_bring(c, &in, &loaded));
	assert_login(c, "root@practice.test", "practice-makes-perfect");
	assert_stores(c, "http://127.0.0.1:18080");
}

static void real_data_is_left_alone(void **state)
{
	struct ctx          *c = *state;
	struct practice_data in = practice_of(c, "practice-makes-perfect", "http://127.0.0.1:18080");
	bool                 loaded;

	assert_ok(c, account_add_customer(c, "acme", "Acme"));
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, practice_data_bring(c, &in, &loaded));
	assert_int_equal(number(c, "SELECT COUNT(*) FROM customer"), 1);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM sku"), 0);
}

static void users_are_added_or_refused_whole(void **state)
{
	static const struct {
		const char       *email, *name, *customer, *role, *password, *warehouses[2];
		bool              all_warehouses;
		enum problem_code code;
		const char       *field;
	} cases[] = {
		{ "ann@acme.example", "Ann", "acme", "operator", "ten letters", { NULL }, false, PROBLEM_NONE, NULL },
		{ "ANN@acme.example", "Ann", "acme", "operator", "ten letters", { NULL }, false, PROBLEM_NAME_TAKEN, NULL },
		{ "bob@acme.example", "Bob", NULL, "warehouse", "ten letters", { "LAX1" }, false, PROBLEM_NONE, NULL },
		{ "cat@acme.example", "Cat", NULL, "warehouse", "ten letters", { "LAX1", "NO" }, false, PROBLEM_NOT_FOUND, NULL },
		{ "dan@acme.example", "Dan", NULL, "operator", "ten letters", { NULL }, false, PROBLEM_INVALID, "customer" },
		{ "dan@acme.example", "Dan", "acme", "warehouse", "ten letters", { NULL }, false, PROBLEM_INVALID, "customer" },
		{ "dan@acme.example", "Dan", "acme", "operator", "ten letters", { NULL }, true, PROBLEM_INVALID, "warehouse" },
		{ "dan@acme.example", "Dan", "acme", "operator", "ten letters", { "LAX1" }, false, PROBLEM_INVALID, "warehouse" },
		{ "dan@acme.example", "Dan", "nobody", "operator", "ten letters", { NULL }, false, PROBLEM_NOT_FOUND, NULL },
		{ "dan@acme.example", "Dan", "acme", "emperor", "ten letters", { NULL }, false, PROBLEM_NOT_FOUND, NULL },
		{ "dan", "Dan", "acme", "operator", "ten letters", { NULL }, false, PROBLEM_INVALID, "email" },
		{ "dan@acme.example", "", "acme", "operator", "ten letters", { NULL }, false, PROBLEM_INVALID, "name" },
		{ "dan@acme.example", "Dan\n", "acme", "operator", "ten letters", { NULL }, false, PROBLEM_INVALID, "name" },
		{ "dan@acme.example", "Dan", "acme", "operator", "short", { NULL }, false, PROBLEM_INVALID, "password" },
		{ "dan@acme.example", "Dan", "acme", "operator", "not utf-8 \xff", { NULL }, false, PROBLEM_INVALID, "password" },
		{ "dan@acme.example", "Dan", "acme", "operator", NULL, { NULL }, false, PROBLEM_INVALID, "password" },
	};
	struct ctx *c = *state;

	assert_ok(c, account_add_customer(c, "acme", "Acme"));
	assert_problem(c, PROBLEM_NAME_TAKEN, account_add_customer(c, "acme", "Acme"));
	assert_ok(c, db_exec(c, "INSERT INTO warehouse (code, name, country) VALUES ('LAX1', 'Los Angeles', 'US')"));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char           *warehouses[2] = { cases[i].warehouses[0], cases[i].warehouses[1] };
		const struct new_user in = { cases[i].email, cases[i].name, cases[i].customer, cases[i].role, cases[i].password,
			cases[i].all_warehouses, warehouses, (size_t)(!!warehouses[0] + !!warehouses[1]) };
		const bool            ok = account_add_user(c, &in);

		if (ok != (cases[i].code == PROBLEM_NONE) || c->problem.code != cases[i].code)
			fail_msg("case %zu: %s", i, problem_words(c));
		if (cases[i].field)
			assert_string_equal(c->problem.fields[0].field, cases[i].field);
		problem_clear(c);
	}
	assert_int_equal(number(c, "SELECT COUNT(*) FROM user"), 2);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM user_role"), 2);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM user_warehouse"), 1);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM audit_log WHERE action = 'user_added'"), 2);
	assert_login(c, "ann@acme.example", "ten letters");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh, gone)
	const struct CMUnitTest tests[] = {
		TEST(practice_data_loads_once_and_follows),
		TEST(an_interrupted_load_is_finished),
		TEST(real_data_is_left_alone),
		TEST(users_are_added_or_refused_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

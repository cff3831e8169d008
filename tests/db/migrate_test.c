/* Migrations go forward, once, and go on where they were interrupted. */
#include "db_harness.h"

#include "sql/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[64];

static int fresh(void **state)
{
	if (db_harness_open(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	snprintf(dir, sizeof dir, "/tmp/gwms-migrate.XXXXXX");
	return mkdtemp(dir) ? 0 : 1;
}

static void file(const char *name, const char *text)
{
	char  path[200];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	if (!text) {
		unlink(path);
		return;
	}
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fputs(text, f) < 0, 0);
	assert_int_equal(fclose(f), 0);
}

static int gone(void **state)
{
	char path[200];

	for (int i = 1; i < 5; i++) {
		snprintf(path, sizeof path, "%s/000%d_x.sql", dir, i);
		unlink(path);
	}
	rmdir(dir);
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

static void assert_refused(struct ctx *c, const char *words)
{
	uint64_t ran;

	assert_false(migrate_run(c, dir, &ran));
	if (!c->problem.detail || !strstr(c->problem.detail, words))
		fail_msg("expected \"%s\": %s", words, problem_words(c));
	problem_clear(c);
}

static const char first[] =
	"-- the first\n"
	"CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY, t VARCHAR(20) NOT NULL DEFAULT ';\n');\n"
	"INSERT INTO a (id) VALUES (1), (2);\n";

static void runs_once_and_in_order(void **state)
{
	struct ctx *c = *state;
	uint64_t    ran, version;

	assert_ok(c, migrate_current(c, &version));
	assert_int_equal(version, 0);
	assert_problem(c, PROBLEM_UNAVAILABLE, migrate_check(c));
	file("0002_x.sql", "ALTER TABLE a ADD COLUMN IF NOT EXISTS b INT NOT NULL DEFAULT 7;\n");
	file("0001_x.sql", first);
	file("practice.sql", "nothing of ours;\n");
	assert_ok(c, migrate_run(c, dir, &ran));
	assert_int_equal(ran, 3);
	assert_int_equal(number(c, "SELECT SUM(b) FROM a"), 14);
	assert_ok(c, migrate_current(c, &version));
	assert_int_equal(version, 2);
	assert_ok(c, migrate_run(c, dir, &ran));
	assert_int_equal(ran, 0);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM a"), 2);
	file("practice.sql", NULL);
}

static void goes_on_where_it_stopped(void **state)
{
	struct ctx *c = *state;
	uint64_t    ran, version;

	file("0001_x.sql", first);
	file("0002_x.sql",
		"CREATE TABLE IF NOT EXISTS b (id INT PRIMARY KEY);\n"
		"INSERT INTO b VALUES (1), (2);\n"
		"INSERT INTO b VALUES (3), (nobody);\n");
	assert_refused(c, "Step 3 of 0002_x.sql failed");
	assert_int_equal(number(c, "SELECT COUNT(*) FROM b"), 2);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM schema_migration WHERE version = 2"), 2);
	assert_ok(c, migrate_current(c, &version));
	assert_int_equal(version, 1);
	/* the step that failed may be mended, those that ran may not */
	file("0002_x.sql",
		"-- mended\n"
		"CREATE TABLE IF NOT EXISTS b (id INT PRIMARY KEY);\n"
		"INSERT INTO b VALUES (1), (2);\n"
		"-- the one that failed\n"
		"INSERT INTO b VALUES (3), (4);\n");
	assert_ok(c, migrate_run(c, dir, &ran));
	assert_int_equal(ran, 1);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM b"), 4);
}

/* A statement that changed data and its record are one: nothing runs twice. */
static void a_step_and_its_record_are_one(void **state)
{
	struct ctx *c = *state;
	uint64_t    ran;

	file("0001_x.sql", first);
	assert_ok(c, migrate_run(c, dir, &ran));
	file("0002_x.sql", "INSERT INTO a (id) VALUES (50);\n");
	assert_ok(c, db_exec(c, "INSERT INTO schema_migration (version, step, checksum) VALUES (2, 99, 'x')"));
	assert_ok(c, db_script(c, "ALTER TABLE schema_migration ADD CONSTRAINT ck_no CHECK (version <> 2 OR step = 99)"));
	assert_refused(c, "Step 1 of 0002_x.sql failed");
	assert_int_equal(number(c, "SELECT COUNT(*) FROM a WHERE id = 50"), 0);
}

static void a_changed_past_is_refused(void **state)
{
	struct ctx *c = *state;
	uint64_t    ran;
	static const struct {
		const char *text, *words;
	} cases[] = {
		{ "CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY);\nINSERT INTO a (id) VALUES (1), (2);\n",
		  "Step 1 of 0001_x.sql was changed" },
		{ "CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY, t VARCHAR(20) NOT NULL DEFAULT ';\n');\n", "some are gone" },
		{ "CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY, t VARCHAR(20) NOT NULL DEFAULT ';\n');\n"
		  "INSERT INTO a (id) VALUES (1), (2);\nINSERT INTO a (id) VALUES (3);\n", "3 is new" },
	};

	file("0001_x.sql", first);
	assert_ok(c, migrate_run(c, dir, &ran));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		file("0001_x.sql", cases[i].text);
		assert_refused(c, cases[i].words);
		assert_int_equal(number(c, "SELECT COUNT(*) FROM a"), 2);
	}
	file("0001_x.sql", first);
	file("0003_x.sql", "SELECT 1;\n");
	assert_refused(c, "without gaps");
	file("0003_x.sql", NULL);
	file("02_short.sql", "SELECT 1;\n");
	assert_refused(c, "not named like");
	file("02_short.sql", NULL);
	assert_ok(c, migrate_run(c, dir, &ran));
	assert_false(migrate_run(c, "/nowhere", &ran));
	assert_non_null(strstr(c->problem.detail, "/nowhere"));
	problem_clear(c);
}

/* A lease of a connection that is gone, or of our own from before a restart, does not hold anybody
 * up; a live one does, and one that was taken over stops its old holder. */
static void one_runner_at_a_time(void **state)
{
	struct ctx *c = *state, other = db_harness_other();
	uint64_t    ran;

	file("0001_x.sql", first);
	assert_ok(c, migrate_run(c, dir, &ran));
	file("0002_x.sql", "INSERT INTO a (id) VALUES (9);\n");
	assert_ok(c, db_exec(c, "UPDATE schema_lease SET holder = 'a run that died', connection_id = 999999999,"
		" server = CONCAT(@@hostname, ':', @@port), lease_until = NOW(6) + INTERVAL 1 HOUR"));
	assert_ok(c, migrate_run(c, dir, &ran));
	assert_int_equal(ran, 1);

	file("0003_x.sql", "UPDATE schema_lease SET holder = 'someone else';\n"
		"INSERT INTO a (id) VALUES (10);\n");
	assert_refused(c, "taken over");
	assert_int_equal(number(c, "SELECT COUNT(*) FROM a WHERE id = 10"), 0);

	/* held by a live connection for two seconds more: the run waits, then goes on */
	assert_ok(&other, db_exec(&other, "UPDATE schema_lease SET holder = 'a live one', connection_id = CONNECTION_ID(),"
		" server = CONCAT(@@hostname, ':', @@port), lease_until = NOW(6) + INTERVAL 2 SECOND"));
	assert_ok(c, migrate_run(c, dir, &ran));
	assert_int_equal(ran, 1);
	assert_int_equal(number(c, "SELECT lease_until < NOW(6) FROM schema_lease"), 1);
	db_harness_other_end(&other);
}

/* The files of the product run on an empty database, and the build knows their number. */
static void the_product_has_its_schema(void **state)
{
	struct ctx *c = *state;
	uint64_t    version;

	db_harness_migrate(c);
	assert_ok(c, migrate_current(c, &version));
	assert_int_equal(version, MIGRATION_WANTED);
	assert_ok(c, migrate_check(c));
	assert_int_equal(number(c, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"
		" AND engine <> 'InnoDB'"), 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh, gone)
	const struct CMUnitTest tests[] = {
		TEST(runs_once_and_in_order),
		TEST(goes_on_where_it_stopped),
		TEST(a_step_and_its_record_are_one),
		TEST(a_changed_past_is_refused),
		TEST(one_runner_at_a_time),
		TEST(the_product_has_its_schema),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

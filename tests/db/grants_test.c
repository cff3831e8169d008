/* The programs' own database users: what each may do, and above all what it may not. */
#include "db_harness.h"

#include "lib/shape.h"
#include "sql/grants.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define API_PASSWORD    "a password of the api"
#define WORKER_PASSWORD "a password of the worker"

static char api_name[40], worker_name[40];

static int fresh(void **state)
{
	if (db_harness_open(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	snprintf(api_name, sizeof api_name, "api_%d", (int)getpid());
	snprintf(worker_name, sizeof worker_name, "worker_%d", (int)getpid());
	db_harness_migrate(*state);
	return 0;
}

static int gone(void **state)
{
	struct ctx  *c = *state;
	struct query q = query_new(c);

	query_add_(arena_printf(c->arena, "DROP USER IF EXISTS '%s'@'localhost', '%s'@'localhost'", api_name, worker_name), &q, NULL, 0);
	return !db_run(c, &q, NULL, NULL) + db_harness_end(state) + db_harness_close(state);
}

static void made(struct ctx *c)
{
	assert_ok(c, grants_make(c, GRANTS_API, &(struct grants_user){ api_name, "localhost", API_PASSWORD }));
	assert_ok(c, grants_make(c, GRANTS_WORKER, &(struct grants_user){ worker_name, "localhost", WORKER_PASSWORD }));
}

static struct ctx as(const char *name, const char *password)
{
	struct db_config config = *db_harness_config();

	config.user = name;
	config.password = password;
	return (struct ctx){ .arena = arena_new((size_t)64 << 20), .actor = { .kind = ACTOR_SYSTEM }, .db = db_new(&config) };
}

static void leave(struct ctx *c)
{
	db_free(c->db);
	arena_free(c->arena);
}

static bool goes(struct ctx *c, const char *text)
{
	struct query q = query_new(c);
	const struct field none[] = { FIELD_END };
	const struct shape any = SHAPE(char, none);
	size_t n;

	query_untenanted(&q);
	query_add_(text, &q, NULL, 0);
	return strncmp(text, "SELECT", 6) == 0 ? db_all(c, &q, &any, &n) != NULL : db_run(c, &q, NULL, NULL);
}

static const struct {
	const char *text;
	bool        api, worker;
} cases[] = {
	/* their work */
	{ "UPDATE platform_order SET version = version WHERE id = 0", true, true },
	{ "DELETE FROM job WHERE id = 0", true, true },
	{ "UPDATE store SET credentials = 'x', credentials_key = 'k', version = version + 1 WHERE id = 0", true, true },
	{ "UPDATE user SET version = version WHERE id = 0", true, false },
	{ "DELETE FROM session WHERE id = 'none'", false, true },
	{ "DELETE FROM order_find WHERE customer_id = 0", false, true },
	{ "DELETE FROM job WHERE id = 0 AND id IN (SELECT seq FROM seq_1_to_32)", false, true },
	{ "DELETE FROM job WHERE id = 0 AND id IN (SELECT seq FROM seq_33_to_255)", false, true },
	{ "DELETE FROM job WHERE id = 0 AND id IN (SELECT seq FROM seq_1_to_255)", false, true },
	/* what happened */
	{ "UPDATE order_event SET detail = 'x' WHERE id = 0", false, false },
	{ "DELETE FROM order_event WHERE id = 0", false, false },
	{ "UPDATE audit_log SET detail = 'x' WHERE id = 0", false, false },
	{ "DELETE FROM audit_log WHERE id = 0", false, true },
	{ "UPDATE stock_movement SET id = id WHERE id = 0", false, false },
	{ "DELETE FROM stock_movement WHERE id = 0", false, false },
	/* the house */
	{ "UPDATE role_permission SET permission = 'system_manage' WHERE role_id = 0", false, false },
	{ "INSERT INTO role (name) VALUES ('all')", false, false },
	{ "UPDATE setting SET value = 'x' WHERE name = 'x'", false, false },
	{ "DELETE FROM schema_migration WHERE 1 = 0", false, false },
	{ "CREATE TABLE mine (id INT)", false, false },
	{ "ALTER TABLE store ADD COLUMN x INT", false, false },
	{ "DROP TABLE audit_log", false, false },
	{ "TRUNCATE TABLE audit_log", false, false },
	{ "CREATE INDEX ix_mine ON store (name)", false, false },
	{ "CREATE VIEW v AS SELECT credentials FROM store", false, false },
	{ "CREATE TEMPORARY TABLE t (id INT)", false, false },
	{ "LOCK TABLES store WRITE", false, false },
	/* the server */
	{ "SET GLOBAL max_connections = 10", false, false },
	{ "CREATE USER mallory IDENTIFIED BY 'x'", false, false },
	{ "GRANT SELECT ON store TO 'mallory'@'%'", false, false },
	{ "DELETE FROM mysql.global_priv WHERE User = 'root'", false, false },
	{ "INSERT INTO store (name) SELECT authentication_string FROM mysql.user", false, false },
};

static void give(struct ctx *c, const char *rights, const char *who, const char *more)
{
	struct query q = query_new(c);

	query_untenanted(&q);
	query_add_(arena_printf(c->arena, "GRANT %s TO %s%s", rights, who, more), &q, NULL, 0);
	assert_ok(c, db_run(c, &q, NULL, NULL));
}

/* More than it should have, on the server, a schema, a table and a column, and the right to hand it on. */
static void too_much(struct ctx *c, const char *name)
{
	const char *who = arena_printf(c->arena, "'%s'@'localhost'", name);

	give(c, "FILE, PROCESS, SELECT ON *.*", who, " WITH GRANT OPTION");
	give(c, "ALL ON mysql.*", who, "");
	give(c, "CREATE, ALTER, DROP, INDEX ON `%`.*", who, "");
	give(c, "UPDATE, DELETE ON order_event", who, " WITH GRANT OPTION");
	give(c, "SELECT ON store", who, "");
	give(c, "SELECT (secret), UPDATE (name) ON webhook", who, "");
	give(c, "UPDATE (value) ON setting", who, "");
}

static void each_may_do_its_work_and_no_more(void **state)
{
	struct ctx *c = *state;
	struct ctx  api, worker;

	made(c);
	too_much(c, api_name);
	too_much(c, worker_name);
	made(c); /* again, as at each start */
	api = as(api_name, API_PASSWORD);
	worker = as(worker_name, WORKER_PASSWORD);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const bool api_may = goes(&api, cases[i].text), worker_may = goes(&worker, cases[i].text);

		if (api_may != cases[i].api || worker_may != cases[i].worker)
			fail_msg("%s: the API %s (%s), a worker %s (%s)", cases[i].text, api_may ? "may" : "may not", problem_words(&api),
				worker_may ? "may" : "may not", problem_words(&worker));
		problem_clear(&api);
		problem_clear(&worker);
	}
	leave(&api);
	leave(&worker);
}

static void what_is_sealed_is_read_by_workers_alone(void **state)
{
	static const char *const hidden[] = { "SELECT HEX(credentials) AS a FROM store", "SELECT id FROM store WHERE credentials IS NOT NULL",
		"SELECT id FROM store ORDER BY credentials", "SELECT HEX(secret) AS a FROM webhook", "SELECT HEX(secret_before) AS a FROM webhook",
		"SELECT id FROM webhook WHERE secret_before = secret" };
	struct ctx *c = *state;
	struct ctx  api, worker;

	made(c);
	api = as(api_name, API_PASSWORD);
	worker = as(worker_name, WORKER_PASSWORD);
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
		struct query q = query_new(&api), w = query_new(&worker);
		uint64_t     n;

		query_untenanted(&q);
		query_add_(arena_printf(api.arena, "SELECT COUNT(*) FROM (%s) x", hidden[i]), &q, NULL, 0);
		assert_false(db_number(&api, &q, &n));
		problem_clear(&api);
		query_untenanted(&w);
		query_add_(arena_printf(worker.arena, "SELECT COUNT(*) FROM (%s) x", hidden[i]), &w, NULL, 0);
		assert_ok(&worker, db_number(&worker, &w, &n));
	}
	leave(&api);
	leave(&worker);
}

/* A program at work: asks and writes until it is told to stop, and says how often it was refused. */
static int at_work(int told)
{
	static const char *const work[] = { "DO (SELECT COUNT(version) FROM webhook)", "DO (SELECT COUNT(version) FROM store)",
		"DO (SELECT COUNT(*) FROM platform_order)", "UPDATE webhook SET secret = 'x' WHERE id = 0", "DELETE FROM job WHERE id = 0" };
	struct ctx api = as(api_name, API_PASSWORD);
	int        refused = 0, done = 0;
	char       any;

	while (recv(told, &any, 1, MSG_DONTWAIT) < 0)
		for (size_t i = 0; i < sizeof work / sizeof *work; i++, done++) {
			struct ctx one = ctx_begin(&api);

			if (!goes(&one, work[i])) {
				fprintf(stderr, "%s: %s\n", work[i], problem_words(&one));
				refused++;
			}
			ctx_end(&one);
		}
	leave(&api);
	return done < 100 ? 100 : refused > 99 ? 99 : refused;
}

static void who_is_at_work_meanwhile_is_refused_nothing(void **state)
{
	struct ctx *c = *state;
	int         ends[2], status;
	pid_t       child;

	made(c);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	child = fork();
	if (child == 0)
		_exit(at_work(ends[1]));
	for (int i = 0; i < 20; i++) {
		if (i % 2)
			too_much(c, api_name);
		made(c);
	}
	assert_int_equal(write(ends[0], "", 1), 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(close(ends[0]) + close(ends[1]), 0);
}

/* Whoever was killed in the middle leaves nothing open. */
static void what_everybody_was_lent_goes(void **state)
{
	struct ctx  *c = *state;
	struct query q = query_new(c);
	uint64_t     n;

	give(c, "SELECT (name) ON webhook", "PUBLIC", "");
	made(c);
	query_add(&q, "SELECT COUNT(*) FROM information_schema.column_privileges WHERE grantee LIKE '%PUBLIC%' AND table_schema = DATABASE()");
	query_untenanted(&q);
	assert_ok(c, db_number(c, &q, &n));
	assert_int_equal(n, 0);
}

static void a_new_password_ends_the_old_one(void **state)
{
	struct ctx *c = *state;
	struct ctx  old, anew;

	made(c);
	assert_ok(c, grants_make(c, GRANTS_API, &(struct grants_user){ api_name, "localhost", "another password of it" }));
	old = as(api_name, API_PASSWORD);
	assert_problem(&old, PROBLEM_UNAVAILABLE, db_ready(&old));
	anew = as(api_name, "another password of it");
	assert_ok(&anew, db_ready(&anew));
	leave(&old);
	leave(&anew);
}

static void names_that_are_none(void **state)
{
	static const struct grants_user bad[] = {
		{ NULL, "localhost", API_PASSWORD }, { "", "localhost", API_PASSWORD }, { "root", "localhost", API_PASSWORD },
		{ "a'b", "localhost", API_PASSWORD }, { "a b", "localhost", API_PASSWORD }, { "gwms", "local'host", API_PASSWORD },
		{ "gwms", "", API_PASSWORD }, { "gwms", "localhost", NULL }, { "gwms", "localhost", "too short" },
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_problem(c, PROBLEM_INVALID, grants_make(c, GRANTS_API, &bad[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_may_do_its_work_and_no_more),
		cmocka_unit_test(what_is_sealed_is_read_by_workers_alone),
		cmocka_unit_test(who_is_at_work_meanwhile_is_refused_nothing),
		cmocka_unit_test(what_everybody_was_lent_goes),
		cmocka_unit_test(a_new_password_ends_the_old_one),
		cmocka_unit_test(names_that_are_none),
	};

	return cmocka_run_group_tests(tests, fresh, gone);
}

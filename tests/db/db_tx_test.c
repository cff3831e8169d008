/* Transactions: what is kept, what is undone, and what happens when another process, the server or
 * the network is in the way. Every test that says "again" also counts that it really was. */
#include "db_harness.h"

#include "lib/shape.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct row {
	uint64_t    id;
	int64_t     n;
	const char *words;
};
static const struct field row_fields[] = {
	FIELD(struct row, id, "id"),
	FIELD(struct row, n, "n"),
	FIELD(struct row, words, "words"),
	FIELD_END
};
static const struct shape row_shape = SHAPE(struct row, row_fields);

static int tables(void **state)
{
	if (db_harness_open(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	if (!db_script(*state, "CREATE TABLE t (id BIGINT UNSIGNED PRIMARY KEY, n INT NOT NULL DEFAULT 0, words LONGTEXT,\n"
		"UNIQUE KEY uk_n_words (n, words(20))) CHARACTER SET utf8mb4;\n")) {
		fprintf(stderr, "%s\n", problem_words(*state));
		return 1;
	}
	return db_harness_end(state);
}

static int begin(void **state)
{
	struct ctx *c;

	if (db_harness_begin(state) != 0)
		return 1;
	c = *state;
	return db_exec(c, "DELETE FROM t") && db_exec(c, "INSERT INTO t (id, n) VALUES (1, 10), (2, 20)") ? 0 : 1;
}

static uint64_t number(struct ctx *c, const char *sql)
{
	struct query q = query_new(c);
	uint64_t     n;

	query_add_(sql, &q, NULL, 0);
	assert_ok(c, db_number(c, &q, &n));
	return n;
}

static bool add(struct ctx *c, uint64_t id)
{
	return db_exec(c, "INSERT INTO t (id, n, words) VALUES (?, ?, 'added')", V(id), V((int64_t)id));
}

static bool nested(struct ctx *c, uint64_t id, bool ok)
{
	return db_begin(c) && db_end(c, add(c, id) && (ok || problem(c, PROBLEM_INVALID, "no")));
}

static void all_or_nothing(void **state)
{
	struct ctx *c = *state, other = db_harness_other();

	assert_ok(c, db_begin(c));
	assert_true(db_in_transaction(c));
	assert_ok(c, add(c, 3));
	assert_int_equal(number(&other, "SELECT COUNT(*) FROM t"), 2);
	assert_ok(c, db_end(c, true));
	assert_false(db_in_transaction(c));
	assert_int_equal(number(&other, "SELECT COUNT(*) FROM t"), 3);
	assert_false(db_commit_unknown(c));

	assert_ok(c, db_begin(c));
	assert_false(db_end(c, add(c, 4) && problem(c, PROBLEM_INVALID, "no")));
	assert_true(problem_is(c, PROBLEM_INVALID));
	problem_clear(c);
	assert_int_equal(number(&other, "SELECT COUNT(*) FROM t"), 3);
	db_harness_other_end(&other);
}

static void nested_parts_join(void **state)
{
	struct ctx *c = *state, other = db_harness_other();

	assert_ok(c, db_begin(c));
	assert_ok(c, nested(c, 3, true));
	assert_int_equal(number(&other, "SELECT COUNT(*) FROM t"), 2); /* the inner end committed nothing */
	assert_ok(c, db_end(c, nested(c, 4, true)));
	assert_int_equal(number(&other, "SELECT COUNT(*) FROM t"), 4);

	/* a part failed: the whole fails, also when the caller forgot to say so */
	assert_ok(c, db_begin(c));
	assert_false(nested(c, 5, false));
	problem_clear(c);
	assert_ok(c, add(c, 6));
	assert_problem(c, PROBLEM_INTERNAL, db_end(c, true));
	assert_int_equal(number(&other, "SELECT COUNT(*) FROM t"), 4);
	db_harness_other_end(&other);
}

static void savepoints_fail_alone(void **state)
{
	struct ctx *c = *state;

	assert_ok(c, db_begin(c));
	assert_ok(c, add(c, 3));
	for (int i = 0; i < 3; i++) { /* as often as one likes */
		assert_ok(c, db_savepoint(c));
		assert_false(db_savepoint_end(c, nested(c, 4, false)));
		problem_clear(c);
	}
	assert_ok(c, db_savepoint(c));
	assert_ok(c, add(c, 5));
	assert_ok(c, db_savepoint(c)); /* one in the other */
	assert_false(db_savepoint_end(c, add(c, 5)));
	assert_string_equal(db_duplicate_key(c), "PRIMARY");
	problem_clear(c);
	assert_ok(c, db_savepoint_end(c, add(c, 6)));
	assert_ok(c, db_savepoint(c)); /* a failure inside that nobody told */
	assert_false(nested(c, 7, false));
	problem_clear(c);
	assert_problem(c, PROBLEM_INTERNAL, db_savepoint_end(c, true));
	assert_ok(c, db_end(c, true));
	assert_int_equal(number(c, "SELECT COUNT(*) FROM t WHERE id IN (3, 5, 6)"), 3);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM t"), 5);
}

static void a_duplicate_undoes_only_itself(void **state)
{
	struct ctx *c = *state;

	assert_ok(c, db_begin(c));
	assert_ok(c, add(c, 3));
	assert_false(db_exec(c, "INSERT INTO t (id, n, words) VALUES (9, 3, 'added')"));
	assert_string_equal(db_duplicate_key(c), "uk_n_words");
	problem_clear(c);
	assert_ok(c, db_end(c, add(c, 4)));
	assert_int_equal(number(c, "SELECT COUNT(*) FROM t"), 4);
	/* the name is still there after the transaction was rolled back, where it is usually asked for */
	assert_ok(c, db_begin(c));
	assert_false(db_end(c, add(c, 4)));
	assert_string_equal(db_duplicate_key(c), "PRIMARY");
	problem_clear(c);
}

/* ---- another process ------------------------------------------------------------------------------- */

/* Two processes take rows 1 and 2 in opposite order and meet between: whoever is chosen as the victim
 * runs again, and in the end both additions are there. */
struct crossing {
	uint64_t first, second;
	int      meet_in, meet_out; /* pipes */
	int      runs;
};

static bool cross(struct ctx *c, void *arg)
{
	struct crossing *x = arg;
	char             byte = 'x';

	if (!db_exec(c, "UPDATE t SET n = n + 1 WHERE id = ?", V(x->first)))
		return false;
	if (x->runs++ == 0 && (write(x->meet_out, &byte, 1) != 1 || read(x->meet_in, &byte, 1) != 1))
		return problem(c, PROBLEM_INTERNAL, "the pipe broke");
	return db_exec(c, "UPDATE t SET n = n + 1 WHERE id = ?", V(x->second));
}

static void a_deadlock_is_run_again(void **state)
{
	struct ctx     *c = *state;
	int             there[2], back[2], status;
	struct crossing x = { .first = 1, .second = 2 };
	pid_t           child;

	assert_int_equal(pipe(there), 0);
	assert_int_equal(pipe(back), 0);
	child = fork();
	if (child == 0) {
		struct ctx      mine = db_harness_other();
		struct crossing y = { .first = 2, .second = 1, .meet_in = there[0], .meet_out = back[1] };
		bool            ok = db_again(&mine, cross, &y);

		if (!ok)
			fprintf(stderr, "child: %s\n", problem_words(&mine));
		db_free(mine.db);
		_exit(ok && y.runs <= 5 ? y.runs : 100);
	}
	x.meet_in = back[0];
	x.meet_out = there[1];
	assert_ok(c, db_again(c, cross, &x));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_in_range(WEXITSTATUS(status), 1, 5);
	assert_true(x.runs + WEXITSTATUS(status) >= 3); /* it did happen */
	assert_int_equal(number(c, "SELECT n FROM t WHERE id = 1"), 12);
	assert_int_equal(number(c, "SELECT n FROM t WHERE id = 2"), 22);
	for (int i = 0; i < 2; i++) {
		close(there[i]);
		close(back[i]);
	}
}

static void after_a_deadlock_nothing_runs_until_the_end(void **state)
{
	struct ctx *c = *state;

	/* the server says 1213 by itself only in a race, so it is told to */
	assert_ok(c, db_begin(c));
	assert_ok(c, db_savepoint(c));
	assert_ok(c, add(c, 3));
	assert_problem(c, PROBLEM_BUSY, db_exec(c, "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'told to'"));
	assert_problem(c, PROBLEM_BUSY, add(c, 4));
	assert_problem(c, PROBLEM_BUSY, db_savepoint_end(c, true));
	assert_problem(c, PROBLEM_BUSY, db_begin(c));
	assert_problem(c, PROBLEM_BUSY, db_end(c, true));
	assert_false(db_commit_unknown(c));
	assert_int_equal(number(c, "SELECT COUNT(*) FROM t"), 2);
}

/* The server undoes only the statement and keeps the transaction open: we do not go on with half. */
static void a_lock_wait_undoes_all(void **state)
{
	struct db_config hurried = *db_harness_config();
	struct ctx      *c = *state, other = db_harness_other();

	hurried.lock_wait_s = 1;
	db_free(c->db);
	c->db = db_new(&hurried);
	assert_ok(&other, db_begin(&other));
	assert_ok(&other, db_exec(&other, "UPDATE t SET n = 99 WHERE id = 1"));

	assert_ok(c, db_begin(c));
	assert_ok(c, add(c, 3));
	assert_false(db_exec(c, "UPDATE t SET n = 11 WHERE id = 1"));
	assert_true(problem_is(c, PROBLEM_BUSY));
	assert_non_null(strstr(c->problem.cause, "1205"));
	assert_int_equal(c->problem.retry_after_s, 1);
	problem_clear(c);
	assert_int_equal(number(&other, "SELECT COUNT(*) FROM t WHERE id = 3"), 0);
	assert_ok(&other, add(&other, 3)); /* and its locks are free at once */
	assert_problem(c, PROBLEM_BUSY, db_end(c, true));
	assert_ok(&other, db_end(&other, true));
	assert_int_equal(number(c, "SELECT n FROM t WHERE id = 1"), 99);
	db_harness_other_end(&other);
}

static void a_slow_statement_is_stopped(void **state)
{
	struct db_config hurried = *db_harness_config();
	struct ctx      *c = *state;

	hurried.statement_s = 1;
	db_free(c->db);
	c->db = db_new(&hurried);
	assert_ok(c, db_begin(c));
	assert_ok(c, add(c, 3));
	assert_false(db_exec(c, "UPDATE t SET n = n + SLEEP(30) WHERE id = 1"));
	assert_true(problem_is(c, PROBLEM_BUSY));
	problem_clear(c);
	assert_problem(c, PROBLEM_BUSY, db_end(c, true));
	assert_int_equal(number(c, "SELECT COUNT(*) FROM t WHERE id = 3"), 0);
}

/* ---- a connection that goes ---------------------------------------------------------------------------- */

static void kill_connection(struct ctx *c, struct ctx *other)
{
	const uint64_t id = number(c, "SELECT CONNECTION_ID()");
	struct query   q = query_new(other);
	uint64_t       there = 1;

	assert_ok(other, db_script(other, arena_printf(other->arena, "KILL %llu", (unsigned long long)id)));
	query_add(&q, "SELECT COUNT(*) FROM information_schema.processlist WHERE id = ?", V(id));
	while (there)
		assert_ok(other, db_number(other, &q, &there));
}

struct killed {
	struct ctx *other;
	int         runs;
};

static bool is_killed_once(struct ctx *c, void *arg)
{
	struct killed *k = arg;

	if (!add(c, 3))
		return false;
	if (k->runs++ == 0)
		kill_connection(c, k->other);
	return add(c, 4);
}

static void a_lost_connection_is_run_again(void **state)
{
	struct ctx   *c = *state, other = db_harness_other();
	struct killed k = { &other, 0 };

	assert_ok(c, db_again(c, is_killed_once, &k));
	assert_int_equal(k.runs, 2);
	assert_int_equal(number(c, "SELECT COUNT(*) FROM t WHERE id IN (3, 4)"), 2);

	/* lost while idle: the next transaction starts on a new one, with all settings */
	kill_connection(c, &other);
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, add(c, 5)));
	assert_int_equal(number(c, "SELECT @@innodb_lock_wait_timeout"), 3);

	/* lost outside a transaction: a plain statement may or may not have happened, so it is busy */
	kill_connection(c, &other);
	assert_problem(c, PROBLEM_BUSY, add(c, 6));
	assert_ok(c, add(c, 6));

	/* lost inside: no statement silently runs on a new connection */
	assert_ok(c, db_begin(c));
	assert_ok(c, add(c, 7));
	kill_connection(c, &other);
	assert_problem(c, PROBLEM_BUSY, add(c, 8));
	assert_problem(c, PROBLEM_BUSY, add(c, 8));
	assert_problem(c, PROBLEM_BUSY, db_end(c, true));
	assert_int_equal(number(c, "SELECT COUNT(*) FROM t WHERE id > 6"), 0);
	db_harness_other_end(&other);
}

static bool is_killed_before_commit(struct ctx *c, void *arg)
{
	struct killed *k = arg;

	if (!add(c, 3))
		return false;
	k->runs++;
	kill_connection(c, k->other);
	return true;
}

/* Whether a COMMIT whose answer is missing happened is not ours to guess. */
static void a_lost_commit_is_unknown(void **state)
{
	struct ctx   *c = *state, other = db_harness_other();
	struct killed k = { &other, 0 };

	assert_problem(c, PROBLEM_BUSY, db_again(c, is_killed_before_commit, &k));
	assert_int_equal(k.runs, 1);
	assert_true(db_commit_unknown(c));
	assert_ok(c, db_begin(c));
	assert_false(db_commit_unknown(c));
	assert_ok(c, db_end(c, true));
	db_harness_other_end(&other);
}

static bool always_busy(struct ctx *c, void *arg)
{
	++*(int *)arg;
	return problem(c, PROBLEM_BUSY, "always");
}

static bool always_wrong(struct ctx *c, void *arg)
{
	++*(int *)arg;
	return problem(c, PROBLEM_STALE, "always");
}

static void again_ends(void **state)
{
	struct ctx *c = *state;
	int         runs = 0;

	assert_problem(c, PROBLEM_BUSY, db_again(c, always_busy, &runs));
	assert_int_equal(runs, 5);
	runs = 0;
	assert_problem(c, PROBLEM_STALE, db_again(c, always_wrong, &runs));
	assert_int_equal(runs, 1);
	/* inside a transaction only its owner can start again */
	runs = 0;
	assert_ok(c, db_begin(c));
	assert_problem(c, PROBLEM_BUSY, db_again(c, always_busy, &runs));
	assert_int_equal(runs, 1);
	assert_false(db_end(c, false));
}

/* Half of a long answer, then the connection goes: no rows, no crash, and the next statement works. */
static void a_fetch_that_breaks_off(void **state)
{
	struct db_config hurried = *db_harness_config();
	struct ctx      *c = *state;
	struct query     q = query_new(c);
	size_t           n;

	hurried.statement_s = 1;
	db_free(c->db);
	c->db = db_new(&hurried);
	query_add(&q, "SELECT seq AS id, IF(seq > 2000, SLEEP(20), 1) AS n, REPEAT('x', 1000) AS words FROM seq_1_to_4000");
	assert_null(db_all(c, &q, &row_shape, &n));
	assert_int_equal(n, 0);
	if (!problem_is(c, PROBLEM_BUSY))
		fail_msg("%s", problem_words(c));
	problem_clear(c);
	assert_int_equal(number(c, "SELECT 5"), 5);
}

static void a_server_that_is_not_there(void **state)
{
	struct db_config nowhere = { .host = "127.0.0.1:1,127.0.0.1:2", .user = "root", .port = 3 };
	struct ctx      *c = *state;
	struct db       *real = c->db;

	c->db = db_new(&nowhere);
	assert_problem(c, PROBLEM_UNAVAILABLE, db_ready(c));
	assert_problem(c, PROBLEM_UNAVAILABLE, db_begin(c));
	assert_problem(c, PROBLEM_UNAVAILABLE, db_exec(c, "SELECT 1"));
	assert_problem(c, PROBLEM_UNAVAILABLE, db_wait(c, 1));
	db_free(c->db);
	c->db = real;
	assert_ok(c, db_wait(c, 1));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		TEST(all_or_nothing),
		TEST(nested_parts_join),
		TEST(savepoints_fail_alone),
		TEST(a_duplicate_undoes_only_itself),
		TEST(a_deadlock_is_run_again),
		TEST(after_a_deadlock_nothing_runs_until_the_end),
		TEST(a_lock_wait_undoes_all),
		TEST(a_slow_statement_is_stopped),
		TEST(a_lost_connection_is_run_again),
		TEST(a_lost_commit_is_unknown),
		TEST(again_ends),
		TEST(a_fetch_that_breaks_off),
		TEST(a_server_that_is_not_there),
	};

	return cmocka_run_group_tests(tests, tables, db_harness_close);
}

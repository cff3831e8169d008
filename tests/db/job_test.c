/* The queue: one at a time per lane, nothing lost with its worker, nothing done by a worker that lost its lease. */
#include "order_given.h"

#include "sql/job_sql.h"

#include <sys/wait.h>

enum { LEASE_S = 60 };

static void add(struct ctx *c, struct job_new j)
{
	if (!j.lane)
		j.lane = "store:1:pull";
	if (!j.kind)
		j.kind = "sync_run";
	if (!j.payload)
		j.payload = "{}";
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, job_sql_add(c, &j)));
}

static bool claim(struct ctx *c, const char *worker, struct job *out)
{
	size_t n;
	uint64_t *lanes = job_sql_due_lanes(c, false, &n);
	bool claimed = false;

	assert_non_null(lanes);
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < n && !claimed; i++)
		assert_ok(c, job_sql_claim(c, lanes[i], worker, LEASE_S, out, &claimed));
	return claimed;
}

static bool finish(struct ctx *c, const struct job *j, struct job_end end, bool release, struct job *next, bool *has_next)
{
	return db_begin(c) && db_end(c, job_sql_end(c, j, &end, release, LEASE_S, next, has_next));
}

static void assert_state(struct ctx *c, uint64_t id, const char *state)
{
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE id = ? AND state = ?", V(id), V(state));
}

static void test_one_at_a_time_in_order(void **state)
{
	struct ctx *c = *state;
	struct job a, b, next;
	bool has_next;

	add(c, (struct job_new){ .uniq = "late", .delay_s = 3600 });
	add(c, (struct job_new){ .uniq = "first" });
	add(c, (struct job_new){ .uniq = "urgent", .priority = JOB_PRIORITY_PERSON });
	assert_true(claim(c, "w1", &a));
	assert_int_equal(a.attempts, 1);
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE id = ? AND uniq = 'urgent'", V(a.id));
	assert_false(claim(c, "w2", &b)); /* the lane is held */
	assert_ok(c, finish(c, &a, (struct job_end){ .state = JOB_DONE }, false, &next, &has_next));
	assert_true(has_next);
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE id = ? AND uniq = 'first' AND state = 'running' AND attempts = 1", V(next.id));
	assert_ok(c, finish(c, &next, (struct job_end){ .state = JOB_DONE }, false, &a, &has_next));
	assert_false(has_next);
	assert_number(c, 1, "SELECT COUNT(*) FROM job_lane WHERE lease_until < NOW(6) AND leased_by IS NULL AND due_at > NOW(6) AND due_at < NOW(6) + INTERVAL 2 HOUR");
	assert_false(claim(c, "w1", &a));
}

static void test_a_waiting_twin_absorbs(void **state)
{
	struct ctx *c = *state;
	struct job a, b;
	bool has_next;

	add(c, (struct job_new){ .uniq = "x", .delay_s = 100 });
	add(c, (struct job_new){ .uniq = "x" });
	assert_number(c, 1, "SELECT COUNT(*) FROM job");
	assert_true(claim(c, "w1", &a)); /* brought forward */
	add(c, (struct job_new){ .uniq = "x" }); /* a running job never swallows new work */
	assert_number(c, 2, "SELECT COUNT(*) FROM job");
	/* back to ready it meets its twin: the work is in there */
	assert_ok(c, finish(c, &a, (struct job_end){ .state = JOB_AGAIN, .problem = "later" }, true, &b, &has_next));
	assert_state(c, a.id, "cancelled");
	assert_true(claim(c, "w1", &b));
	assert_int_not_equal(a.id, b.id);
}

static void expire_leases(struct ctx *c)
{
	assert_ok(c, db_exec(c, "UPDATE job_lane SET lease_until = NOW(6) - INTERVAL 1 SECOND WHERE leased_by IS NOT NULL"));
}

static void test_a_dead_worker_loses_nothing(void **state)
{
	struct ctx *c = *state;
	struct job a, b, next;
	bool has_next, held;

	add(c, (struct job_new){ .uniq = "x" });
	assert_true(claim(c, "w1", &a));
	expire_leases(c);
	assert_true(claim(c, "w2", &b));
	assert_int_equal(a.id, b.id);
	assert_int_equal(b.attempts, 2);
	/* the first worker wakes up: whatever it does is refused */
	assert_ok(c, job_sql_renew(c, &a, LEASE_S, &held));
	assert_false(held);
	assert_problem(c, PROBLEM_STALE, finish(c, &a, (struct job_end){ .state = JOB_DONE }, true, &next, &has_next));
	assert_state(c, a.id, "running");
	assert_ok(c, finish(c, &b, (struct job_end){ .state = JOB_DONE }, true, &next, &has_next));
	assert_state(c, a.id, "done");
}

/* The loop buries it, so that the kind can say so where people look. */
static void test_a_job_that_kills_its_workers_is_marked(void **state)
{
	struct ctx *c = *state;
	struct job a;

	add(c, (struct job_new){ .uniq = "x" });
	for (int i = 0; i < JOB_DEATHS_MAX; i++) {
		assert_true(claim(c, "w", &a));
		assert_int_equal(a.worker_deaths, i);
		expire_leases(c);
	}
	assert_true(claim(c, "w", &a));
	assert_int_equal(a.worker_deaths, JOB_DEATHS_MAX);
}

static void test_again_with_and_without_a_try(void **state)
{
	struct ctx *c = *state;
	struct job a, next;
	bool has_next;

	add(c, (struct job_new){ .uniq = "x" });
	assert_true(claim(c, "w", &a));
	assert_ok(c, finish(c, &a, (struct job_end){ .state = JOB_AGAIN, .free_try = true, .problem = "asked to wait" }, true, &next, &has_next));
	assert_true(claim(c, "w", &a));
	assert_int_equal(a.attempts, 1);
	assert_ok(c, finish(c, &a, (struct job_end){ .state = JOB_AGAIN, .delay_s = 50, .problem = "silent" }, true, &next, &has_next));
	assert_false(claim(c, "w", &a));
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE attempts = 1 AND last_problem = 'silent' AND run_at > NOW(6) + INTERVAL 40 SECOND");
}

static void test_pauses_of_a_store(void **state)
{
	struct ctx *c = *state;
	struct job a;

	add(c, (struct job_new){ .customer_id = 1, .lane = "store:1:pull", .uniq = "x" });
	add(c, (struct job_new){ .customer_id = 1, .lane = "store:1:push", .uniq = "y" });
	add(c, (struct job_new){ .customer_id = 1, .lane = "store:2:push", .uniq = "z" });
	assert_ok(c, job_sql_pause_store(c, 1, 1, 600, "platform_rate_limited"));
	assert_ok(c, job_sql_pause_store(c, 1, 1, 60, "shorter"));
	assert_number(c, 2, "SELECT COUNT(*) FROM job_lane WHERE pause_reason = 'platform_rate_limited' AND paused_until > NOW(6) + INTERVAL 500 SECOND");
	assert_true(claim(c, "w", &a));
	assert_string_equal(a.lane, "store:2:push");
	assert_false(claim(c, "w", &a));
	assert_ok(c, job_sql_resume_store(c, 1, 1));
	assert_true(claim(c, "w", &a));
}

/* A busy customer does not keep the others waiting. */
static void test_customers_take_turns(void **state)
{
	struct ctx *c = *state;
	struct job a, b;

	for (int i = 0; i < 6; i++)
		add(c, (struct job_new){ .customer_id = 1, .lane = arena_printf(c->arena, "store:%d:pull", i), .uniq = arena_printf(c->arena, "a%d", i) });
	add(c, (struct job_new){ .customer_id = 2, .lane = "store:9:pull", .uniq = "b" });
	assert_true(claim(c, "w1", &a));
	assert_true(claim(c, "w2", &b));
	assert_int_not_equal(a.customer_id, b.customer_id);
}

static void test_the_sweeper_wakes_a_late_lane(void **state)
{
	struct ctx *c = *state;
	struct job a;
	bool mine;

	add(c, (struct job_new){ .uniq = "x" });
	assert_ok(c, db_exec(c, "UPDATE job_lane SET due_at = '9999-12-31'"));
	assert_false(claim(c, "w", &a));
	assert_ok(c, job_sql_turn(c, "sweep", 15, &mine));
	assert_true(mine);
	assert_ok(c, job_sql_turn(c, "sweep", 15, &mine));
	assert_false(mine);
	assert_ok(c, job_sql_sweep(c));
	assert_true(claim(c, "w", &a));
}

/* Six processes work 300 jobs of ten lanes while three add them: each is done once, none is lost. */
static void test_many_workers(void **state)
{
	enum { WORKERS = 6, PRODUCERS = 3, JOBS = 100 };
	struct ctx *c = *state;
	pid_t child[WORKERS + PRODUCERS];

	assert_ok(c, db_exec(c, "CREATE TABLE done_by (job_id BIGINT UNSIGNED NOT NULL, pid INT NOT NULL)"));
	for (int p = 0; p < WORKERS + PRODUCERS; p++) {
		child[p] = fork();
		if (child[p])
			continue;
		struct ctx mine = db_harness_other();
		bool ok = true;

		for (int i = 0; ok && p < PRODUCERS && i < JOBS; i++) {
			const struct job_new j = { .customer_id = 1, .lane = arena_printf(mine.arena, "lane:%d", i % 10), .kind = "k", .payload = "{}",
				.uniq = arena_printf(mine.arena, "%d:%d", p, i) };

			for (int nth = 1; nth <= 10; nth++) {
				ok = db_begin(&mine) && db_end(&mine, job_sql_add(&mine, &j));
				if (ok || mine.problem.code != PROBLEM_BUSY)
					break;
				problem_clear(&mine);
				db_rerun_wait(nth < 4 ? nth : 4);
			}
		}
		for (int idle = 0; ok && p >= PRODUCERS && idle < 100;) {
			struct job j = { 0 }, next = { 0 };
			size_t n;
			uint64_t *lanes = job_sql_due_lanes(&mine, false, &n);
			bool claimed = false, has_next = true;

			for (size_t i = 0; lanes && i < n && !claimed; i++)
				if (!job_sql_claim(&mine, lanes[i], "w", LEASE_S, &j, &claimed))
					problem_clear(&mine);
			idle = claimed ? 0 : idle + 1;
			if (!claimed)
				db_rerun_wait(1);
			for (int k = 0; claimed && has_next && k < 5; k++, j = next) {
				bool done = false;

				for (int nth = 1; !done && nth <= 10; nth++) {
					problem_clear(&mine);
					done = db_begin(&mine)
					    && db_end(&mine, db_exec(&mine, "INSERT INTO done_by VALUES (?, ?)", V(j.id), V((int)getpid()))
							     && job_sql_end(&mine, &j, &(struct job_end){ .state = JOB_DONE }, k == 4, LEASE_S, &next, &has_next));
					if (!done)
						db_rerun_wait(nth < 4 ? nth : 4);
				}
				ok = ok && done;
			}
		}
		if (!ok)
			fprintf(stderr, "# %s\n", problem_words(&mine));
		_exit(ok ? 0 : 1);
	}
	for (int p = 0; p < WORKERS + PRODUCERS; p++) {
		int status;

		assert_int_equal(waitpid(child[p], &status, 0), child[p]);
		assert_int_equal(status, 0);
	}
	assert_number(c, PRODUCERS * JOBS, "SELECT COUNT(*) FROM job WHERE state = 'done'");
	assert_number(c, PRODUCERS * JOBS, "SELECT COUNT(*) FROM done_by");
	assert_number(c, PRODUCERS * JOBS, "SELECT COUNT(DISTINCT job_id) FROM done_by");
	assert_number(c, 0, "SELECT COUNT(*) FROM job_lane WHERE leased_by IS NOT NULL");
}

static int begin_empty(void **state)
{
	struct ctx *c;

	if (db_harness_begin(state))
		return 1;
	c = *state;
	as_system(c, 0);
	return db_exec(c, "DELETE FROM job") && db_exec(c, "DELETE FROM job_lane") && db_exec(c, "DELETE FROM job_schedule") ? 0 : 1;
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin_empty, db_harness_end)
	const struct CMUnitTest tests[] = {
		T(test_one_at_a_time_in_order), T(test_a_waiting_twin_absorbs), T(test_a_dead_worker_loses_nothing),
		T(test_a_job_that_kills_its_workers_is_marked), T(test_again_with_and_without_a_try), T(test_pauses_of_a_store),
		T(test_customers_take_turns), T(test_the_sweeper_wakes_a_late_lane), T(test_many_workers),
	};

	return cmocka_run_group_tests_name("job", tests, given_practice_data, db_harness_close);
}

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

static size_t claim_all(struct ctx *c, const char *worker, const char *const *together, struct job **out)
{
	size_t n, n_jobs = 0;
	uint64_t *lanes = job_sql_due_lanes(c, false, &n);

	assert_non_null(lanes);
	for (size_t i = 0; i < n && !n_jobs; i++)
		assert_ok(c, job_sql_claim(c, lanes[i], worker, LEASE_S, together, out, &n_jobs));
	return n_jobs;
}

static bool claim(struct ctx *c, const char *worker, struct job *out)
{
	struct job *jobs;
	size_t n = claim_all(c, worker, NULL, &jobs);

	assert_true(n <= 1);
	*out = n ? jobs[0] : (struct job){ 0 };
	return n == 1;
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

/* ---- several at once ------------------------------------------------------------------------- */

static const char *const quick[] = { "quick", "fast", NULL };

static bool end_together(struct ctx *c, const struct job *jobs, size_t n, bool release)
{
	return db_begin(c) && db_end(c, job_sql_end_together(c, jobs, n, release, LEASE_S));
}

static bool put_back(struct ctx *c, const struct job *jobs, size_t n, const char *why)
{
	return db_begin(c) && db_end(c, job_sql_put_back(c, jobs, n, why));
}

static void add_quick(struct ctx *c, int n)
{
	for (int i = 0; i < n; i++)
		add(c, (struct job_new){ .kind = i % 2 ? "quick" : "fast" });
}

/* Which of the lane's jobs, in their order, one claim brings. */
static void test_what_comes_along(void **state)
{
	static const struct {
		const char *kinds; /* a letter per job, as they were added: quick, slow, touched (quick, tried before) */
		size_t      first;
	} cases[] = { { "qqq", 3 }, { "s", 1 }, { "sqq", 1 }, { "qqsqq", 2 }, { "qs", 1 }, { "tqq", 1 }, { "qqt", 2 }, { "qqqqqqqqqqqqqqqqqqqq", JOB_GROUP_MAX } };
	struct ctx *c = *state;
	struct job *jobs;

	for (size_t i = 0; i < N_OF(cases); i++) {
		assert_ok(c, db_exec(c, "DELETE FROM job"));
		for (const char *k = cases[i].kinds; *k; k++) {
			add(c, (struct job_new){ .kind = *k == 's' ? "slow" : "quick" });
			if (*k == 't')
				assert_ok(c, db_exec(c, "UPDATE job SET attempts = 1, last_problem = 'before' ORDER BY id DESC LIMIT 1"));
		}
		assert_int_equal(claim_all(c, "w", quick, &jobs), cases[i].first);
		assert_number(c, cases[i].first, "SELECT COUNT(*) FROM job WHERE state = 'running' AND attempts >= 1 AND started_at IS NOT NULL");
		for (size_t j = 0; j < cases[i].first; j++)
			assert_int_equal(jobs[j].id, jobs[0].id + j);
		assert_ok(c, put_back(c, jobs, cases[i].first, NULL));
	}
}

static void test_several_end_at_once(void **state)
{
	struct ctx *c = *state;
	struct job *jobs, *more;

	add_quick(c, 5);
	assert_int_equal(claim_all(c, "w", quick, &jobs), 5);
	assert_ok(c, end_together(c, jobs, 3, false));
	assert_number(c, 3, "SELECT COUNT(*) FROM job WHERE state = 'done' AND finished_at >= started_at");
	assert_number(c, 2, "SELECT COUNT(*) FROM job WHERE state = 'running'");
	assert_int_equal(claim_all(c, "w2", quick, &more), 0); /* the lane is still held */
	assert_ok(c, end_together(c, jobs + 3, 2, true));
	assert_number(c, 5, "SELECT COUNT(*) FROM job WHERE state = 'done'");
	assert_number(c, 1, "SELECT COUNT(*) FROM job_lane WHERE leased_by IS NULL AND due_at > NOW(6) + INTERVAL 1 YEAR");
}

/* They go back as they were, and each is done alone from then on; one that meets its twin is in there. */
static void test_parted_jobs_are_done_alone(void **state)
{
	struct ctx *c = *state;
	struct job *jobs;

	add_quick(c, 3);
	add(c, (struct job_new){ .kind = "quick", .uniq = "twin" });
	assert_int_equal(claim_all(c, "w", quick, &jobs), 4);
	add(c, (struct job_new){ .kind = "quick", .uniq = "twin" });
	assert_ok(c, put_back(c, jobs, 4, "parted"));
	assert_number(c, 3, "SELECT COUNT(*) FROM job WHERE state = 'ready' AND attempts = 0 AND worker_deaths = 0 AND last_problem = 'parted'");
	assert_state(c, jobs[3].id, "cancelled");
	for (int i = 0; i < 4; i++) { /* the twin first, whom nothing has happened to */
		assert_int_equal(claim_all(c, "w", quick, &jobs), 1);
		assert_int_equal(jobs[0].touched, i > 0);
		assert_ok(c, end_together(c, jobs, 1, true));
	}
	assert_int_equal(claim_all(c, "w", quick, &jobs), 0);
}

/* Nobody knows which of them it was: none is charged, and each has to show it alone. */
static void test_a_group_whose_worker_died(void **state)
{
	struct ctx *c = *state;
	struct job *jobs, *next;

	add_quick(c, 4);
	assert_int_equal(claim_all(c, "w1", quick, &jobs), 4);
	expire_leases(c);
	assert_int_equal(claim_all(c, "w2", quick, &next), 1);
	assert_int_equal(next[0].worker_deaths, 0);
	assert_number(c, 0, "SELECT COUNT(*) FROM job WHERE worker_deaths > 0");
	assert_number(c, 3, "SELECT COUNT(*) FROM job WHERE state = 'ready' AND attempts = 0");
	/* the first worker wakes up: whatever it does is refused */
	assert_problem(c, PROBLEM_STALE, end_together(c, jobs, 4, true));
	assert_problem(c, PROBLEM_STALE, end_together(c, jobs, 1, false));
	assert_problem(c, PROBLEM_STALE, put_back(c, jobs, 4, "parted"));
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE state = 'running'");
	/* and the one that was alone is charged */
	expire_leases(c);
	assert_int_equal(claim_all(c, "w3", quick, &next), 1);
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE worker_deaths = 1");
}

/* An enqueue that is not over yet is neither waited for nor forgotten: the lane is released in between, and is due all the same. */
static void test_an_enqueue_in_the_middle_of_a_release(void **state)
{
	struct ctx *c = *state, other = db_harness_other();
	struct job  a, next;
	bool        has_next, waits = false;
	pid_t       child;
	int         status;

	add(c, (struct job_new){ .uniq = "x" });
	assert_true(claim(c, "w", &a));
	/* its lane is not told yet: the release does not see it, and it finds the release */
	assert_ok(&other, db_begin(&other));
	assert_ok(&other, db_exec(&other, "INSERT INTO job (lane_id, kind, run_at, payload) VALUES (?, 'sync_run', NOW(6), '{}')", V(a.lane_id)));
	assert_ok(c, finish(c, &a, (struct job_end){ .state = JOB_DONE }, false, &next, &has_next));
	assert_false(has_next);
	assert_ok(&other, db_exec(&other, "UPDATE job_lane SET due_at = LEAST(due_at, NOW(6)) WHERE id = ?", V(a.lane_id)));
	assert_ok(&other, db_end(&other, true));
	assert_true(claim(c, "w", &a));

	/* its lane is told: the release waits for the row, and then sees it */
	assert_ok(&other, db_begin(&other));
	assert_ok(&other, job_sql_add(&other, &(struct job_new){ .lane = "store:1:pull", .kind = "sync_run", .payload = "{}" }));
	child = fork();
	if (child == 0) {
		struct ctx mine = db_harness_other();

		_exit(finish(&mine, &a, (struct job_end){ .state = JOB_DONE }, true, &next, &has_next) ? 0 : 1);
	}
	for (int nth = 0; nth < 100 && !waits; nth++, db_rerun_wait(1))
		waits = number_of(c, "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'UPDATE job_lane SET lease_until%'") > 0;
	assert_true(waits);
	assert_ok(&other, db_end(&other, true));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_number(c, 1, "SELECT COUNT(*) FROM job_lane WHERE leased_by IS NULL AND due_at <= NOW(6)");
	db_harness_other_end(&other);
}

static bool done_once(struct ctx *c, const struct job *jobs, size_t n)
{
	bool ok = db_begin(c);

	for (size_t i = 0; ok && i < n; i++)
		ok = db_exec(c, "INSERT INTO done_by VALUES (?, ?)", V(jobs[i].id), V((int)getpid()));
	return db_end(c, ok && job_sql_end_together(c, jobs, n, true, LEASE_S));
}

static bool done_together(struct ctx *c, const struct job *jobs, size_t n)
{
	for (int nth = 1; nth <= 10; nth++) {
		problem_clear(c);
		if (done_once(c, jobs, n))
			return true;
		db_rerun_wait(nth < 4 ? nth : 4);
	}
	return false;
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
			static const char *const groups[] = { "k", NULL };
			struct job j = { 0 }, next = { 0 }, *jobs = NULL;
			size_t n, n_jobs = 0;
			uint64_t *lanes = job_sql_due_lanes(&mine, false, &n);
			bool has_next = true;

			for (size_t i = 0; lanes && i < n && !n_jobs; i++)
				if (!job_sql_claim(&mine, lanes[i], "w", LEASE_S, p % 2 ? groups : NULL, &jobs, &n_jobs))
					problem_clear(&mine);
			idle = n_jobs ? 0 : idle + 1;
			if (!n_jobs)
				db_rerun_wait(1);
			if (n_jobs > 1) {
				ok = done_together(&mine, jobs, n_jobs);
				continue;
			}
			if (n_jobs)
				j = jobs[0];
			for (int k = 0; n_jobs && has_next && k < 5; k++, j = next) {
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
		T(test_customers_take_turns), T(test_the_sweeper_wakes_a_late_lane), T(test_what_comes_along), T(test_several_end_at_once),
		T(test_parted_jobs_are_done_alone), T(test_a_group_whose_worker_died), T(test_an_enqueue_in_the_middle_of_a_release),
		T(test_many_workers),
	};

	return cmocka_run_group_tests_name("job", tests, given_practice_data, db_harness_close);
}

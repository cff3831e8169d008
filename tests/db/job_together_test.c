/* The worker's loop with kinds of work of our own: what is done together is done like one by one. Good jobs take effect once
 * and only once, bad ones take nobody along, ones that kill their worker are found out and charged alone, a worker that
 * slept over its lease changes nothing. A seed makes a run again: SEED=… */
#include "order_given.h"

#include "jobs/job.h"
#include "lib/config.h"
#include "sql/job_sql.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { WORKERS = 3, LEASE_S = 1, AGAIN_S = 1 };

/* ---- kinds of work ----------------------------------------------------------------------------- */

static bool effect(struct job_run *r)
{
	return db_exec(r->ctx, "INSERT INTO effect (job_id) VALUES (?)", V(r->job->id));
}

static bool refuse(struct job_run *r)
{
	return effect(r) && problem(r->ctx, PROBLEM_INVALID, "no");
}

/* The first time it is tried. */
static bool refuse_once(struct job_run *r)
{
	r->again = true;
	r->delay_s = AGAIN_S;
	return effect(r) && (r->job->attempts > 1 || problem(r->ctx, PROBLEM_PLATFORM_SILENT, "not now"));
}

static bool die(struct job_run *r)
{
	bool ok = effect(r);

	kill(getpid(), SIGKILL);
	return ok;
}

static bool work_slowly(struct job_run *r)
{
	r->state = r;
	return true;
}

/* One question for several of them: every second one has nothing to do. */
static bool look(struct job_run *const *runs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		runs[i]->nothing = runs[i]->job->id % 2;
	return true;
}

static const struct job_kind good = { "good", NULL, 0, NULL, effect, NULL }, bad = { "bad", NULL, 0, NULL, refuse, NULL },
	once = { "once", NULL, 0, NULL, refuse_once, NULL }, killer = { "killer", NULL, 0, NULL, die, NULL },
	alone = { "alone", NULL, 0, work_slowly, effect, NULL }, half = { "half", NULL, 0, NULL, effect, NULL };
/* in place of the product's */
const struct job_kind *const job_kinds[] = { &good, &bad, &once, &killer, &alone, &half, NULL };
const struct job_together    job_together[] = { { "good", NULL }, { "bad", NULL }, { "once", NULL }, { "half", look }, { "killer", NULL }, { NULL, NULL } };

/* ---- workers ------------------------------------------------------------------------------------ */

static pid_t start_worker(int n)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct config config = { .lease_s = LEASE_S };
		char          name[32];
		struct ctx    c = db_harness_other();
		int           quiet = open("/dev/null", O_WRONLY);

		snprintf(name, sizeof name, "test:%d", n);
		as_system(&c, 0);
		(void)dup2(quiet, 2);
		_exit(job_loop(&(struct worker){ .config = &config, .name = name }, &c));
	}
	return pid;
}

/* Until nothing waits and nothing runs; who dies is replaced. Answers how often that was. */
static int work_until_done(struct ctx *c, int seconds)
{
	const time_t end = time(NULL) + seconds;
	pid_t        child[WORKERS];
	int          deaths = 0, status;

	for (int i = 0; i < WORKERS; i++)
		child[i] = start_worker(i);
	while (number_of(c, "SELECT COUNT(*) FROM job WHERE state IN ('ready', 'running')") && time(NULL) < end) {
		for (int i = 0; i < WORKERS; i++)
			if (waitpid(child[i], &status, WNOHANG) == child[i]) {
				deaths++;
				child[i] = start_worker(WORKERS + deaths);
			}
		db_rerun_wait(1);
	}
	for (int i = 0; i < WORKERS; i++) {
		kill(child[i], SIGCONT);
		kill(child[i], SIGTERM);
		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	assert_number(c, 0, "SELECT COUNT(*) FROM job WHERE state IN ('ready', 'running')");
	assert_number(c, 0, "SELECT COUNT(*) FROM job_lane WHERE leased_by IS NOT NULL");
	return deaths;
}

static void assert_right(struct ctx *c)
{
	assert_number(c, 0, "SELECT COUNT(*) FROM job j WHERE j.kind IN ('good', 'once', 'alone') AND (SELECT COUNT(*) FROM effect e WHERE e.job_id = j.id) <> 1");
	assert_number(c, 0, "SELECT COUNT(*) FROM job j WHERE j.kind IN ('bad', 'killer') AND (SELECT COUNT(*) FROM effect e WHERE e.job_id = j.id) <> 0");
	assert_number(c, 0, "SELECT COUNT(*) FROM job WHERE state <> IF(kind IN ('bad', 'killer'), 'dead', 'done') OR (state = 'dead' AND last_problem IS NULL)");
	assert_number(c, 0, "SELECT COUNT(*) FROM job WHERE worker_deaths <> IF(kind = 'killer', ?, 0)", V((int)JOB_DEATHS_MAX));
	assert_number(c, 0, "SELECT COUNT(*) FROM job WHERE attempts <> CASE kind WHEN 'once' THEN 2 WHEN 'killer' THEN ? ELSE 1 END", V(JOB_DEATHS_MAX + 1));
}

/* ---- the tests ------------------------------------------------------------------------------------- */

static void test_only_good_ones(void **state)
{
	struct ctx *c = *state;

	assert_ok(c, db_begin(c));
	for (int i = 0; i < 200; i++)
		assert_ok(c, job_sql_add(c, &(struct job_new){ .customer_id = 1, .lane = i % 2 ? "a" : "b", .kind = "good", .payload = "{}" }));
	assert_ok(c, db_end(c, true));
	assert_int_equal(work_until_done(c, 60), 0);
	assert_right(c);
	/* several were taken at once, which is what this is about */
	assert_true(number_of(c, "SELECT COUNT(DISTINCT started_at) FROM job") < 60);
	assert_number(c, 0, "SELECT COUNT(*) FROM (SELECT started_at FROM job GROUP BY lane_id, started_at HAVING COUNT(*) > ?) x", V((int)JOB_GROUP_MAX));
}

static void test_one_question_for_several(void **state)
{
	struct ctx *c = *state;

	assert_ok(c, db_begin(c));
	for (int i = 0; i < 32; i++)
		assert_ok(c, job_sql_add(c, &(struct job_new){ .customer_id = 1, .lane = "a", .kind = i < 20 ? "half" : "good", .payload = "{}" }));
	assert_ok(c, db_end(c, true));
	assert_int_equal(work_until_done(c, 60), 0);
	assert_number(c, 32, "SELECT COUNT(*) FROM job WHERE state = 'done'");
	assert_number(c, 0, "SELECT COUNT(*) FROM job j WHERE (SELECT COUNT(*) FROM effect e WHERE e.job_id = j.id) <> (j.kind = 'good' OR j.id % 2 = 0)");
}

/* Any mix, in any order, while more is added. */
static void test_any_mix(void **state)
{
	static const char *const kinds[] = { "good", "good", "good", "good", "good", "good", "good", "bad", "once", "alone" };
	enum { LANES = 5, JOBS = 150, KILLERS = 2 };
	struct ctx *c = *state;
	const char *told = getenv("SEED");
	unsigned    seed = told ? (unsigned)strtoul(told, NULL, 10) : (unsigned)time(NULL);
	int         deaths;

	print_message("# SEED=%u\n", seed);
	srandom(seed);
	assert_ok(c, db_begin(c));
	for (int i = 0; i < JOBS; i++) {
		const char *kind = i % (JOBS / KILLERS) == 40 ? "killer" : kinds[random() % (long)N_OF(kinds)];

		assert_ok(c, job_sql_add(c, &(struct job_new){ .customer_id = 1 + (uint64_t)(random() % 2), .payload = "{}", .kind = kind,
			.lane = arena_printf(c->arena, "lane:%ld", random() % LANES), .priority = random() % 8 ? 0 : JOB_PRIORITY_PERSON }));
	}
	assert_ok(c, db_end(c, true));
	deaths = work_until_done(c, 120);
	assert_true(deaths >= KILLERS * JOB_DEATHS_MAX);
	assert_right(c);
	assert_true(number_of(c, "SELECT COUNT(*) FROM job WHERE kind = 'bad'") > 0);
}

/* One that sleeps over its lease in the middle of several: another one did them meanwhile. */
static void test_a_sleeper(void **state)
{
	struct ctx *c = *state;
	char        folder[] = "/tmp/gwms-points.XXXXXX", path[64], fired[80];
	FILE       *f;

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/group.in_finish", folder);
	snprintf(fired, sizeof fired, "%s.fired", path);
	assert_non_null(f = fopen(path, "w"));
	fputs("sleep=3000 1", f);
	assert_int_equal(fclose(f), 0);
	setenv("GWMS_FAILPOINTS", folder, 1);
	assert_ok(c, db_begin(c));
	for (int i = 0; i < 10; i++)
		assert_ok(c, job_sql_add(c, &(struct job_new){ .customer_id = 1, .lane = "a", .kind = "good", .payload = "{}" }));
	assert_ok(c, db_end(c, true));
	assert_int_equal(work_until_done(c, 60), 0);
	assert_right(c);
	assert_int_equal(access(fired, F_OK), 0);
	assert_number(c, 10, "SELECT COUNT(*) FROM job WHERE last_problem IS NULL AND state = 'done'");
	unsetenv("GWMS_FAILPOINTS");
	assert_int_equal(unlink(fired), 0);
	assert_int_equal(rmdir(folder), 0);
}

/* Nothing but these jobs is due. */
static int begin_empty(void **state)
{
	struct ctx *c;

	if (db_harness_begin(state))
		return 1;
	c = *state;
	as_system(c, 0);
	return db_exec(c, "CREATE TABLE IF NOT EXISTS effect (job_id BIGINT UNSIGNED NOT NULL)") && db_exec(c, "DELETE FROM effect")
		&& db_exec(c, "DELETE FROM job") && db_exec(c, "DELETE FROM job_lane") && db_exec(c, "DELETE FROM job_schedule")
		&& db_exec(c, "INSERT INTO job_schedule (name, every_s, next_at) VALUES ('sweep', 15, '9999-12-31')")
		&& db_exec(c, "UPDATE store SET next_sync_at = '9999-12-31'") ? 0 : 1;
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin_empty, db_harness_end)
	const struct CMUnitTest tests[] = { T(test_only_good_ones), T(test_one_question_for_several), T(test_any_mix), T(test_a_sleeper) };

	return cmocka_run_group_tests_name("job_together", tests, given_practice_data, db_harness_close);
}

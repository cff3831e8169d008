/* The loop of a worker: find a lane that is due, hold it, do its jobs one by one or several at once, let it go so
 * that others get their turn. An idle worker asks the database every IDLE_MS. */
#include "jobs/run.h"

#include "base/log.h"
#include "domain/label.h"
#include "domain/retention.h"
#include "domain/schedule.h"
#include "domain/store_hook.h"
#include "domain/webhook.h"
#include "lib/config.h"
#include "lib/db.h"

#include <assert.h>
#include <signal.h>
#include <string.h>
#include <time.h>

enum {
	IDLE_MS = 60,
	TURN_JOBS = JOB_GROUP_MAX, /* a lane is let go after so many jobs … */
	TURN_MS = 10 * 1000,       /* … or so long */
	CHORES_MS = 1000,
	SWEEP_S = 15,
	URGENT_IN_A_ROW = 8,
	KINDS_MAX = 16,            /* that are done together */
};

static volatile sig_atomic_t stopping;

static void on_term(int sig)
{
	(void)sig;
	stopping = 1;
}

bool job_stopping(void)
{
	return stopping;
}

static void nap(int64_t ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	(void)nanosleep(&t, NULL); /* a signal ends it early, which is what it is for */
}

/* ---- a lane in hand -------------------------------------------------------------------------- */

/* Holds the lane for a turn. */
static void serve(const struct worker *w, const struct ctx *base, struct job j)
{
	int64_t began = job_now_ms();
	bool has_next = true;

	for (int n = 1; has_next; n++) {
		struct job next = { 0 };

		has_next = false;
		if (!job_run_one(w, base, &j, n >= TURN_JOBS || job_now_ms() - began > TURN_MS, &next, &has_next))
			return;
		if (has_next)
			j = next;
	}
}

/* ---- finding work --------------------------------------------------------------------------- */

/* The names of the kinds that are done together. */
static void together(const char *names[KINDS_MAX + 1])
{
	size_t n = 0;

	for (; job_together[n].kind; n++) {
		assert(n < KINDS_MAX);
		names[n] = job_together[n].kind;
	}
	names[n] = NULL;
}

static struct job *claim_any(const struct worker *w, struct ctx *c, bool fair, size_t *n_jobs)
{
	size_t n;
	uint64_t *lanes = job_sql_due_lanes(c, fair, &n);
	struct job *jobs = NULL;
	const char *names[KINDS_MAX + 1];

	together(names);
	*n_jobs = 0;
	for (size_t i = 0; lanes && i < n && !*n_jobs; i++)
		if (!job_sql_claim(c, lanes[i], w->name, w->config->lease_s, names, &jobs, n_jobs)) {
			if (!problem_is(c, PROBLEM_BUSY))
				return NULL;
			problem_clear(c); /* somebody else was faster */
		}
	return jobs;
}

/* What is due by the clock, whichever worker comes first. */
static void chores(struct ctx *c)
{
	bool mine;

	if (schedule_due_stores(c) && webhook_wake(c) && job_sql_turn(c, "sweep", SWEEP_S, &mine) && (!mine || (job_sql_sweep(c) && label_sweep(c) && nightly_queue(c) && webhook_sweep(c) && hook_sweep(c))))
		return;
	if (!problem_is(c, PROBLEM_BUSY))
		log_warn("chores_failed", KV("why", c->problem.detail), KV("cause", c->problem.cause));
}

static bool turn(const struct worker *w, const struct ctx *base, int *urgent_in_a_row)
{
	struct ctx c = ctx_begin(base);
	bool fair = *urgent_in_a_row >= URGENT_IN_A_ROW;
	size_t n = 0;
	struct job *jobs = db_ready(&c) ? claim_any(w, &c, fair, &n) : NULL;

	if (c.problem.code != PROBLEM_NONE)
		log_warn("claim_failed", KV("why", c.problem.detail), KV("cause", c.problem.cause));
	*urgent_in_a_row = n && !fair ? *urgent_in_a_row + 1 : 0;
	problem_clear(&c);
	if (n > 1)
		job_run_together(w, &c, jobs, n);
	else if (n)
		serve(w, &c, jobs[0]);
	ctx_end(&c);
	return n > 0;
}

int job_loop(const struct worker *w, struct ctx *base)
{
	struct sigaction act = { .sa_handler = on_term };
	int64_t chores_at = 0;
	int urgent_in_a_row = 0;

	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGINT, &act, NULL);
	sigaction(SIGUSR1, &act, NULL); /* what multiwatch stops its children with */
	while (!stopping) {
		if (job_now_ms() >= chores_at) {
			struct ctx c = ctx_begin(base);

			c.actor = (struct actor){ .kind = ACTOR_SYSTEM, .name = "system" };
			if (db_ready(&c))
				chores(&c);
			ctx_end(&c);
			chores_at = job_now_ms() + CHORES_MS;
		}
		if (!turn(w, base, &urgent_in_a_row) && !stopping)
			nap(IDLE_MS);
	}
	return 0;
}

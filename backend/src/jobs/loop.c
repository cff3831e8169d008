/* The loop of a worker: find a lane that is due, hold it, do its jobs one by one, let it go so that
 * others get their turn. An idle worker asks the database every IDLE_MS. */
#include "jobs/job.h"

#include "base/log.h"
#include "base/metric.h"
#include "domain/label.h"
#include "domain/retention.h"
#include "domain/schedule.h"
#include "domain/store_hook.h"
#include "domain/webhook.h"
#include "lib/config.h"
#include "lib/db.h"
#include "lib/failpoint.h"
#include "lib/json.h"
#include "lib/secret.h"
#include "lib/shape.h"

#include <signal.h>
#include <string.h>
#include <time.h>

enum {
	IDLE_MS = 60,
	TURN_JOBS = 16,        /* a lane is let go after so many jobs … */
	TURN_MS = 10 * 1000,   /* … or so long */
	RENEW_MS = 250, /* of each second of the lease: every 15 s of 60 */
	CHORES_MS = 1000,
	SWEEP_S = 15,
	URGENT_IN_A_ROW = 8,
	RECORD_TRIES = 4,
	FIRST_WAIT_S = 20,
	WAIT_MAX_S = 6 * 3600,
	JOB_ARENA = 256 * 1024 * 1024,
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

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void nap(int64_t ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	(void)nanosleep(&t, NULL); /* a signal ends it early, which is what it is for */
}

/* ---- leases --------------------------------------------------------------------------------- */

static int64_t lease_s(const struct job_run *r)
{
	return r->worker->config->lease_s;
}

/* In a context of its own: the job's problem must not be touched while it waits for a platform. */
static bool renew(struct job_run *r)
{
	struct ctx c = ctx_begin(r->ctx);
	bool held = false;

	if (!job_sql_renew(&c, r->job, lease_s(r), &held))
		log_warn("renew_failed", KV("job", r->job->id), KV("why", c.problem.detail));
	else
		r->renewed_at_ms = now_ms();
	ctx_end(&c);
	return held;
}

bool job_keep_going(void *arg)
{
	struct job_run *r = arg;

	if (stopping)
		return false;
	return now_ms() - r->renewed_at_ms < RENEW_MS * lease_s(r) || renew(r);
}

bool job_lease_for(struct job_run *r, int64_t limit_s)
{
	if (now_ms() - r->renewed_at_ms < (lease_s(r) - limit_s - 5) * 1000 || renew(r))
		return true;
	return problem(r->ctx, PROBLEM_STALE, "the lease was lost");
}

bool job_fence(struct job_run *r)
{
	bool held;

	if (!job_sql_renew(r->ctx, r->job, lease_s(r), &held))
		return false;
	r->renewed_at_ms = now_ms();
	if (!held)
		metric_add(1, "gwms_lease_losses_total");
	return held || problem(r->ctx, PROBLEM_STALE, "the lease was lost");
}

/* ---- one job -------------------------------------------------------------------------------- */

static const struct job_kind *kind_named(const char *name)
{
	for (const struct job_kind *const *k = job_kinds; *k; k++)
		if (strcmp((*k)->name, name) == 0)
			return *k;
	return NULL;
}

static bool read_payload(struct job_run *r, const struct job_kind *kind)
{
	const struct json *j = json_parse(r->ctx, r->job->payload, strlen(r->job->payload), &json_request);
	void *payload = arena_alloc(r->ctx->arena, kind->payload_size ? kind->payload_size : 1);

	if (!j || (kind->payload && !shape_parse(r->ctx, kind->payload, j, payload)))
		return false;
	r->payload = payload;
	return true;
}

/* 1 s + random(0 … 20 s · 3ⁿ⁻¹), six hours at most. */
static int64_t growing_wait_s(int64_t attempts)
{
	int64_t most = FIRST_WAIT_S;

	for (int64_t i = 1; i < attempts && most < WAIT_MAX_S; i++)
		most *= 3;
	return 1 + random_below((uint32_t)(most < WAIT_MAX_S ? most : WAIT_MAX_S));
}

static struct job_end end_of(struct job_run *r, bool ok)
{
	const struct problem *p = &r->ctx->problem;
	const struct job *j = r->job;
	bool free_try = r->free_try || (!ok && stopping);

	if (ok && r->more)
		return (struct job_end){ .state = JOB_AGAIN, .free_try = true };
	if (ok)
		return (struct job_end){ .state = JOB_DONE };
	if (free_try || ((r->again || problem_kinds[p->code].retry) && j->attempts < j->max_attempts))
		return (struct job_end){
			.state = JOB_AGAIN,
			.free_try = free_try,
			.delay_s = stopping ? 0 : r->delay_s ? r->delay_s : growing_wait_s(j->attempts),
			.problem = p->detail,
		};
	return (struct job_end){ .state = JOB_DEAD, .problem = p->detail };
}

/* The effects, the end of the job and the start of the lane's next one commit together. */
static bool finish_once(struct job_run *r, const struct job_kind *kind, const struct job_end *end, const struct problem *why,
	bool release, struct job *next, bool *has_next)
{
	FP_HERE(r->ctx, "job.before_finish");
	if (!db_begin(r->ctx))
		return false;
	return db_end(r->ctx, (end->state != JOB_DONE || !kind || !kind->record || kind->record(r))
			 && (end->state != JOB_DEAD || !kind || !kind->dead || !r->payload || kind->dead(r, why))
			 && FP(r->ctx, "job.in_finish")
			 && job_sql_end(r->ctx, r->job, end, release, lease_s(r), next, has_next)
			 && FP(r->ctx, "job.after_finish"));
}

static void count_job(const char *kind, const struct job_end *end, int64_t ms)
{
	metric_add(1, "gwms_jobs_total{kind=\"%s\",end=\"%s\"}", kind,
		end->state == JOB_DONE ? "done" : end->state == JOB_AGAIN ? "again" : "dead");
	metric_seconds("gwms_job_seconds", "kind", kind, ms * 1000);
}

static bool finish(struct job_run *r, const struct job_kind *kind, bool ok, bool release, struct job *next, bool *has_next)
{
	struct problem why = r->ctx->problem;
	struct job_end end = end_of(r, ok);
	struct problem trouble;

	for (int nth = 1;; nth++) {
		problem_clear(r->ctx);
		if (finish_once(r, kind, &end, &why, release, next, has_next))
			break;
		trouble = r->ctx->problem;
		if (trouble.code == PROBLEM_BUSY && !db_commit_unknown(r->ctx) && nth < RECORD_TRIES) {
			db_rerun_wait(nth);
			continue;
		}
		/* Recording itself went wrong: that is how the job ends. A lost lease or an unknown COMMIT ends nothing: whoever
		 * claims the lane next finds out. */
		if (trouble.code == PROBLEM_STALE || trouble.code == PROBLEM_BUSY || trouble.code == PROBLEM_UNAVAILABLE || end.state != JOB_DONE) {
			log_warn("job_lost", KV("job", r->job->id), KV("kind", r->job->kind), KV("request", r->job->request_id),
				KV("ms", now_ms() - r->began_at_ms), KV("why", trouble.detail), KV("cause", trouble.cause));
			metric_add(1, "gwms_jobs_total{kind=\"%s\",end=\"lost\"}", r->job->kind);
			return false;
		}
		why = trouble;
		end = end_of(r, false);
		nth = 0;
	}
	count_job(r->job->kind, &end, now_ms() - r->began_at_ms);
	log_line(end.state == JOB_DEAD ? "error" : "info", end.state == JOB_DONE ? "job_done" : end.state == JOB_AGAIN ? "job_again" : "job_dead",
		(const struct log_kv[]){ KV("job", r->job->id), KV("kind", r->job->kind), KV("lane", r->job->lane), KV("attempt", r->job->attempts),
			KV("customer", r->job->customer_id), KV("request", r->job->request_id), KV("ms", now_ms() - r->began_at_ms), KV("delay_s", end.delay_s),
			KV("problem", end.state == JOB_DONE || why.code == PROBLEM_NONE ? NULL : problem_kinds[why.code].code),
			KV("cause", why.cause), { 0 } });
	return true;
}

static bool run_one(const struct worker *w, const struct ctx *base, const struct job *j, bool release, struct job *next, bool *has_next)
{
	const struct job_kind *kind = kind_named(j->kind);
	struct ctx c = ctx_begin(base);
	struct job_run r = { .ctx = &c, .worker = w, .job = j, .renewed_at_ms = now_ms(), .began_at_ms = now_ms() };
	bool ok, done;

	c.actor = (struct actor){ .kind = ACTOR_SYSTEM, .customer_id = j->customer_id, .name = "system" };
	c.request_id = j->request_id ? arena_strdup(c.arena, j->request_id) : NULL;
	if (!kind)
		(void)problem(&c, PROBLEM_INTERNAL, "no worker of this build knows the job %s", j->kind);
	ok = kind && read_payload(&r, kind);
	if (ok && j->worker_deaths >= JOB_DEATHS_MAX)
		ok = problem(&c, PROBLEM_INTERNAL, "its worker died three times over it");
	FP_HERE(&c, "job.claimed");
	ok = ok && (!kind->work || kind->work(&r));
	done = finish(&r, kind, ok, release || stopping || r.more, next, has_next);
	*has_next = done && *has_next;
	if (*has_next) { /* outlives this job's arena */
		next->kind = arena_strdup(base->arena, next->kind);
		next->payload = arena_strdup(base->arena, next->payload);
		next->request_id = arena_strdup(base->arena, next->request_id);
	}
	ctx_end(&c);
	return done;
}

/* Holds the lane for a turn. */
static void serve(const struct worker *w, const struct ctx *base, struct job j)
{
	int64_t began = now_ms();
	bool has_next = true;

	for (int n = 1; has_next; n++) {
		struct job next = { 0 };

		has_next = false;
		if (!run_one(w, base, &j, n >= TURN_JOBS || now_ms() - began > TURN_MS, &next, &has_next))
			return;
		if (has_next)
			j = next;
	}
}

/* ---- finding work --------------------------------------------------------------------------- */

static bool claim_any(const struct worker *w, struct ctx *c, bool fair, struct job *out)
{
	size_t n;
	uint64_t *lanes = job_sql_due_lanes(c, fair, &n);
	bool claimed = false;

	for (size_t i = 0; lanes && i < n && !claimed; i++)
		if (!job_sql_claim(c, lanes[i], w->name, w->config->lease_s, out, &claimed)) {
			if (!problem_is(c, PROBLEM_BUSY))
				return false;
			problem_clear(c); /* somebody else was faster */
		}
	return claimed;
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
	struct job j = { 0 };
	bool fair = *urgent_in_a_row >= URGENT_IN_A_ROW, claimed;

	claimed = db_ready(&c) && claim_any(w, &c, fair, &j);
	if (c.problem.code != PROBLEM_NONE)
		log_warn("claim_failed", KV("why", c.problem.detail), KV("cause", c.problem.cause));
	*urgent_in_a_row = claimed && !fair ? *urgent_in_a_row + 1 : 0;
	problem_clear(&c);
	if (claimed)
		serve(w, &c, j);
	ctx_end(&c);
	return claimed;
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
		if (now_ms() >= chores_at) {
			struct ctx c = ctx_begin(base);

			c.actor = (struct actor){ .kind = ACTOR_SYSTEM, .name = "system" };
			if (db_ready(&c))
				chores(&c);
			ctx_end(&c);
			chores_at = now_ms() + CHORES_MS;
		}
		if (!turn(w, base, &urgent_in_a_row) && !stopping)
			nap(IDLE_MS);
	}
	return 0;
}

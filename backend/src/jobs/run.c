/* One job in a worker's hands: its lease, its work, and the transaction in which its effects and its end are recorded. */
#include "jobs/run.h"

#include "base/log.h"
#include "base/metric.h"
#include "lib/config.h"
#include "lib/db.h"
#include "lib/failpoint.h"
#include "lib/json.h"
#include "lib/secret.h"
#include "lib/shape.h"

#include <string.h>
#include <time.h>

enum {
	RENEW_MS = 250, /* of each second of the lease: every 15 s of 60 */
	RECORD_TRIES = 4,
	FIRST_WAIT_S = 20,
	WAIT_MAX_S = 6 * 3600,
};

int64_t job_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
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
		r->renewed_at_ms = job_now_ms();
	ctx_end(&c);
	return held;
}

bool job_keep_going(void *arg)
{
	struct job_run *r = arg;

	if (job_stopping())
		return false;
	return job_now_ms() - r->renewed_at_ms < RENEW_MS * lease_s(r) || renew(r);
}

bool job_lease_for(struct job_run *r, int64_t limit_s)
{
	if (job_now_ms() - r->renewed_at_ms < (lease_s(r) - limit_s - 5) * 1000 || renew(r))
		return true;
	return problem(r->ctx, PROBLEM_STALE, "the lease was lost");
}

bool job_fence(struct job_run *r)
{
	bool held;

	if (!job_sql_renew(r->ctx, r->job, lease_s(r), &held))
		return false;
	r->renewed_at_ms = job_now_ms();
	if (!held)
		metric_add(1, "gwms_lease_losses_total");
	return held || problem(r->ctx, PROBLEM_STALE, "the lease was lost");
}

/* ---- one job -------------------------------------------------------------------------------- */

const struct job_kind *job_kind_named(const char *name)
{
	for (const struct job_kind *const *k = job_kinds; *k; k++)
		if (strcmp((*k)->name, name) == 0)
			return *k;
	return NULL;
}

bool job_read_payload(struct job_run *r, const struct job_kind *kind)
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
	bool free_try = r->free_try || (!ok && job_stopping());

	if (ok && r->more)
		return (struct job_end){ .state = JOB_AGAIN, .free_try = true };
	if (ok)
		return (struct job_end){ .state = JOB_DONE };
	if (free_try || ((r->again || problem_kinds[p->code].retry) && j->attempts < j->max_attempts))
		return (struct job_end){
			.state = JOB_AGAIN,
			.free_try = free_try,
			.delay_s = job_stopping() ? 0 : r->delay_s ? r->delay_s : growing_wait_s(j->attempts),
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

void job_ended(const struct job_run *r, const struct job_end *end, const struct problem *why, size_t together)
{
	const struct job *j = r->job;
	const int64_t     ms = job_now_ms() - r->began_at_ms;

	metric_add(1, "gwms_jobs_total{kind=\"%s\",end=\"%s\"}", j->kind,
		end->state == JOB_DONE ? "done" : end->state == JOB_AGAIN ? "again" : "dead");
	metric_seconds("gwms_job_seconds", "kind", j->kind, ms * 1000);
	log_line(end->state == JOB_DEAD ? "error" : "info", end->state == JOB_DONE ? "job_done" : end->state == JOB_AGAIN ? "job_again" : "job_dead",
		(const struct log_kv[]){ KV("job", j->id), KV("kind", j->kind), KV("lane", j->lane), KV("attempt", j->attempts),
			KV("customer", j->customer_id), KV("request", j->request_id), KV("ms", ms), KV("together", together), KV("delay_s", end->delay_s),
			KV("problem", end->state == JOB_DONE || why->code == PROBLEM_NONE ? NULL : problem_kinds[why->code].code),
			KV("cause", why->cause), { 0 } });
}

void job_lost(const struct job_run *r, const struct problem *why)
{
	log_warn("job_lost", KV("job", r->job->id), KV("kind", r->job->kind), KV("request", r->job->request_id),
		KV("ms", job_now_ms() - r->began_at_ms), KV("why", why->detail), KV("cause", why->cause));
	metric_add(1, "gwms_jobs_total{kind=\"%s\",end=\"lost\"}", r->job->kind);
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
			job_lost(r, &trouble);
			return false;
		}
		why = trouble;
		end = end_of(r, false);
		nth = 0;
	}
	job_ended(r, &end, &why, 1);
	return true;
}

struct job_run job_run_begin(struct ctx *c, const struct worker *w, const struct job *j)
{
	const int64_t now = job_now_ms();

	c->actor = (struct actor){ .kind = ACTOR_SYSTEM, .customer_id = j->customer_id, .name = "system" };
	c->request_id = j->request_id ? arena_strdup(c->arena, j->request_id) : NULL;
	return (struct job_run){ .ctx = c, .worker = w, .job = j, .renewed_at_ms = now, .began_at_ms = now };
}

bool job_run_one(const struct worker *w, const struct ctx *base, const struct job *j, bool release, struct job *next, bool *has_next)
{
	const struct job_kind *kind = job_kind_named(j->kind);
	struct ctx c = ctx_begin(base);
	struct job_run r = job_run_begin(&c, w, j);
	bool ok, done;

	if (!kind)
		(void)problem(&c, PROBLEM_INTERNAL, "no worker of this build knows the job %s", j->kind);
	ok = kind && job_read_payload(&r, kind);
	if (ok && j->worker_deaths >= JOB_DEATHS_MAX)
		ok = problem(&c, PROBLEM_INTERNAL, "its worker died three times over it");
	FP_HERE(&c, "job.claimed");
	ok = ok && (!kind->work || kind->work(&r));
	done = finish(&r, kind, ok, release || job_stopping() || r.more, next, has_next);
	*has_next = done && *has_next;
	if (*has_next) { /* outlives this job's arena */
		next->kind = arena_strdup(base->arena, next->kind);
		next->payload = arena_strdup(base->arena, next->payload);
		next->request_id = arena_strdup(base->arena, next->request_id);
	}
	ctx_end(&c);
	return done;
}

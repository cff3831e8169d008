/* Several jobs in one transaction. Their effects and their ends commit together, as those of one job do; a claim, a fence and
 * a COMMIT are paid for once. When one of them cannot be recorded nothing was done: all go back, and each is done alone, with
 * the tries, the waits and the burial of its own. So a bad job takes nobody along, and costs the others one more turn. */
#include "jobs/run.h"

#include "base/log.h"
#include "base/metric.h"
#include "lib/config.h"
#include "lib/db.h"
#include "lib/failpoint.h"

#include <string.h>

enum { GROUP_MS = 30 }; /* the transaction takes in no more after so long: it holds the locks of all its jobs */

/* The jobs in hand, and how far they were recorded. Each has a lifetime of its own. */
struct group {
	const struct worker *worker;
	const struct job    *jobs;
	size_t               n, done;
	struct ctx           ctx[JOB_GROUP_MAX];
	struct job_run       runs[JOB_GROUP_MAX];
	int64_t              took_ms[JOB_GROUP_MAX];
};

static int64_t lease_s(const struct group *g)
{
	return g->worker->config->lease_s;
}

static void begin(const struct ctx *c, struct group *g)
{
	g->done = 0;
	for (size_t i = 0; i < g->n; i++) {
		g->ctx[i] = ctx_begin(c);
		g->runs[i] = job_run_begin(&g->ctx[i], g->worker, &g->jobs[i]);
	}
}

static void end(struct group *g)
{
	for (size_t i = 0; i < g->n; i++)
		ctx_end(&g->ctx[i]);
}

/* The problem of one is what stopped them all. */
static bool ok_or_take(struct ctx *c, const struct job_run *r, bool ok)
{
	if (!ok)
		problem_take(c, r->ctx);
	return ok;
}

static bool read_all(struct ctx *c, struct group *g)
{
	for (g->done = 0; g->done < g->n; g->done++) {
		struct job_run *r = &g->runs[g->done];

		if (!ok_or_take(c, r, job_read_payload(r, job_kind_named(r->job->kind))))
			return false;
	}
	return true;
}

static bool look(struct ctx *c, struct group *g)
{
	struct job_run *some[JOB_GROUP_MAX];

	for (const struct job_together *t = job_together; t->kind; t++) {
		size_t n = 0;

		for (size_t i = 0; t->look && i < g->n; i++)
			if (strcmp(g->jobs[i].kind, t->kind) == 0)
				some[n++] = &g->runs[i];
		if (n && !ok_or_take(c, some[0], t->look(some, n)))
			return false;
	}
	return true;
}

static bool record(struct ctx *c, struct group *g, size_t i)
{
	struct job_run *r = &g->runs[i];
	bool            ok;

	r->began_at_ms = job_now_ms();
	ok = r->nothing || job_kind_named(r->job->kind)->record(r);
	g->took_ms[i] = job_now_ms() - r->began_at_ms;
	return ok_or_take(c, r, ok) && FP(c, "group.recorded");
}

static bool record_some(struct ctx *c, struct group *g)
{
	const int64_t until = job_now_ms() + GROUP_MS;

	if (!read_all(c, g) || !look(c, g))
		return false;
	for (g->done = 0; g->done < g->n && (!g->done || job_now_ms() < until); g->done++)
		if (!record(c, g, g->done))
			return false;
	return FP(c, "group.in_finish") && job_sql_end_together(c, g->jobs, g->done, g->done == g->n, lease_s(g)) && FP(c, "group.after_finish");
}

static void said(struct group *g)
{
	for (size_t i = 0; i < g->done; i++) {
		struct job_run *r = &g->runs[i];

		r->began_at_ms = job_now_ms() - g->took_ms[i];
		job_ended(r, &(struct job_end){ .state = JOB_DONE }, &r->ctx->problem, g->done);
	}
}

static void lost(struct ctx *c, const struct group *g)
{
	for (size_t i = 0; i < g->n; i++)
		job_lost(&(struct job_run){ .ctx = c, .worker = g->worker, .job = &g->jobs[i], .began_at_ms = job_now_ms() }, &c->problem);
}

struct parting {
	const struct group *group;
	const char         *why;
};

static bool put_back(struct ctx *c, void *arg)
{
	const struct parting *p = arg;

	return job_sql_put_back(c, p->group->jobs, p->group->n, p->why) && FP(c, "group.put_back");
}

/* Nothing of the rest was done: it goes back. */
static void part(struct ctx *c, const struct group *g, const char *why)
{
	problem_clear(c);
	if (!db_again(c, put_back, &(struct parting){ g, why }))
		lost(c, g);
}

static void failed(struct ctx *c, const struct group *g)
{
	if (db_commit_unknown(c)) { /* it may be done: whoever claims the lane next finds out */
		lost(c, g);
		return;
	}
	log_info("jobs_parted", KV("lane", g->jobs->lane), KV("jobs", g->n), KV("job", g->done < g->n ? g->jobs[g->done].id : 0),
		KV("why", c->problem.detail), KV("cause", c->problem.cause));
	metric_add(1, "gwms_job_groups_parted_total");
	part(c, g, "one of the jobs it was done with could not be done; now it is done alone");
}

/* The first *done of them. False: none was, and none is in hand any more. */
static bool some(const struct ctx *base, struct group *g, size_t *done)
{
	struct ctx c = ctx_begin(base);
	bool       ok;

	FP_HERE(&c, "group.claimed");
	begin(&c, g);
	ok = db_begin(&c) && db_end(&c, record_some(&c, g));
	if (ok)
		said(g);
	else
		failed(&c, g);
	*done = g->done;
	end(g);
	ctx_end(&c);
	return ok;
}

void job_run_together(const struct worker *w, const struct ctx *base, const struct job *jobs, size_t n)
{
	struct group *g = NEW(base->arena, struct group);
	size_t        done;

	g->worker = w;
	for (g->jobs = jobs, g->n = n; g->n && !job_stopping(); g->jobs += done, g->n -= done)
		if (!some(base, g, &done))
			return;
	if (g->n) { /* the worker stops: the rest goes back as it is */
		struct ctx c = ctx_begin(base);

		part(&c, g, NULL);
		ctx_end(&c);
	}
}

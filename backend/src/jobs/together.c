/* Several jobs in one transaction. Their effects and their ends commit together, as those of one job do; a claim, a fence and
 * a COMMIT are paid for once. When one of them cannot be recorded nothing was done: all go back, and each is done alone, with
 * the tries, the waits and the burial of its own. So a bad job takes nobody along, and costs the others one more turn. */
#include "jobs/run.h"

#include "base/log.h"
#include "base/metric.h"
#include "lib/config.h"
#include "lib/db.h"
#include "lib/failpoint.h"

enum { GROUP_MS = 30 }; /* the transaction takes in no more after so long: it holds the locks of all its jobs */

/* The jobs in hand, and how far they were recorded. */
struct group {
	const struct worker *worker;
	const struct job    *jobs;
	size_t               n, done;
	int64_t              took_ms[JOB_GROUP_MAX];
};

static int64_t lease_s(const struct group *g)
{
	return g->worker->config->lease_s;
}

static bool record(struct ctx *c, struct group *g, size_t i)
{
	struct ctx             one = ctx_begin(c);
	struct job_run         r = job_run_begin(&one, g->worker, &g->jobs[i]);
	const struct job_kind *kind = job_kind_named(g->jobs[i].kind);
	const bool             ok = job_read_payload(&r, kind) && kind->record(&r);

	g->took_ms[i] = job_now_ms() - r.began_at_ms;
	if (!ok)
		problem_take(c, &one);
	ctx_end(&one);
	return ok && FP(c, "group.recorded");
}

static bool record_some(struct ctx *c, struct group *g)
{
	const int64_t until = job_now_ms() + GROUP_MS;

	for (g->done = 0; g->done < g->n && (!g->done || job_now_ms() < until); g->done++)
		if (!record(c, g, g->done))
			return false;
	return FP(c, "group.in_finish") && job_sql_end_together(c, g->jobs, g->done, g->done == g->n, lease_s(g)) && FP(c, "group.after_finish");
}

static void said(const struct ctx *c, const struct group *g)
{
	for (size_t i = 0; i < g->done; i++) {
		struct ctx     one = ctx_begin(c);
		struct job_run r = job_run_begin(&one, g->worker, &g->jobs[i]);

		r.began_at_ms -= g->took_ms[i];
		job_ended(&r, &(struct job_end){ .state = JOB_DONE }, &one.problem, g->done);
		ctx_end(&one);
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

void job_run_together(const struct worker *w, const struct ctx *base, const struct job *jobs, size_t n)
{
	struct group g = { .worker = w, .jobs = jobs, .n = n };
	bool         ok = true;

	while (ok && g.n) {
		struct ctx c = ctx_begin(base);

		FP_HERE(&c, "group.claimed");
		ok = db_begin(&c) && db_end(&c, record_some(&c, &g));
		if (ok) {
			said(&c, &g);
			g.jobs += g.done;
			g.n -= g.done;
			if (g.n && job_stopping()) {
				part(&c, &g, NULL);
				g.n = 0;
			}
		} else {
			failed(&c, &g);
		}
		ctx_end(&c);
	}
}

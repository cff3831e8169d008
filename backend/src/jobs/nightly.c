/* The work nobody asks for: erasing what is over its time, and looking whether what must be true is true. Batch by batch,
 * each in a lifetime and a transaction of its own, so that it can be stopped and goes on where it was. */
#include "jobs/kinds.h"

#include "base/log.h"
#include "domain/check.h"
#include "domain/retention.h"

static bool fence(void *arg)
{
	return job_fence(arg);
}

static bool purge_rule(struct job_run *r, size_t rule)
{
	struct ctx *job = r->ctx;
	bool        more = true, ok = true;

	for (bool first = true; ok && more; first = false) {
		struct ctx c = ctx_begin(job);

		r->ctx = &c;
		ok = (job_keep_going(r) || problem(&c, PROBLEM_STALE, "the lease was lost or the worker is stopping"))
		    && retention_purge(&c, rule, first, fence, r, &more);
		r->ctx = job;
		if (!ok)
			problem_take(job, &c);
		ctx_end(&c);
	}
	return ok;
}

static bool purge(struct job_run *r)
{
	r->again = true;
	for (size_t rule = 0; retention_sql_rule(rule); rule++)
		if (!purge_rule(r, rule))
			return false;
	return true;
}

static void tell(void *arg, const char *name, const char *sentence, size_t found, const char *examples)
{
	struct job_run *r = arg;

	(void)job_keep_going(r); /* one more answer in hand: the lease goes on */
	if (found)
		log_error("invariant_broken", KV("name", name), KV("what", sentence), KV("found", found), KV("examples", examples), KV("job", r->job->id));
}

static bool check(struct job_run *r)
{
	struct check_report report;

	r->again = true;
	return check_all(r->ctx, tell, r, &report);
}

const struct job_kind purge_job = { "purge", NULL, 0, purge, NULL, NULL };
const struct job_kind check_job = { "check", NULL, 0, check, NULL, NULL };

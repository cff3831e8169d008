/* Looking again at orders that waited for stock, after there is more of it. */
#include "jobs/kinds.h"

#include "domain/stock_recheck.h"

static bool record(struct job_run *r)
{
	return stock_recheck_more(r->ctx, r->job->customer_id, r->payload);
}

/* Mostly nobody waits for any of the SKUs that came in. */
bool stock_recheck_look(struct job_run *const *runs, size_t n)
{
	const struct stock_recheck_ref *jobs[JOB_GROUP_MAX] = { 0 };
	bool                            any[JOB_GROUP_MAX] = { 0 };

	for (size_t i = 0; i < n; i++)
		jobs[i] = runs[i]->payload;
	if (!stock_recheck_any(runs[0]->ctx, runs[0]->job->customer_id, jobs, n, any))
		return false;
	for (size_t i = 0; i < n; i++)
		runs[i]->nothing = !any[i];
	return true;
}

const struct job_kind stock_recheck_job = { "stock_recheck", &stock_recheck_ref_shape, sizeof(struct stock_recheck_ref), NULL, record,
	NULL };

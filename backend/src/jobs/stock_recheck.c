/* Looking again at orders that waited for stock, after there is more of it. */
#include "jobs/kinds.h"

#include "domain/stock_recheck.h"

static bool record(struct job_run *r)
{
	return stock_recheck_more(r->ctx, r->job->customer_id, r->payload);
}

const struct job_kind stock_recheck_job = { "stock_recheck", &stock_recheck_ref_shape, sizeof(struct stock_recheck_ref), NULL, record,
	NULL };

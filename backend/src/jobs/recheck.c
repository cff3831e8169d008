/* Looking again at pending orders after a SKU was bound, when there were too many for the click. */
#include "jobs/kinds.h"

#include "domain/mapping.h"

static bool record(struct job_run *r)
{
	return mapping_recheck_more(r->ctx, r->payload);
}

const struct job_kind recheck_job = { "orders_recheck", &recheck_ref_shape, sizeof(struct recheck_ref), NULL, record, NULL };

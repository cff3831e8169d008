#include "jobs/kinds.h"

const struct job_kind *const job_kinds[] = { &sync_run_job, &store_test_job, &writeback_job, &recheck_job, &order_fetch_job, &product_sync_job, &label_check_job,
	&batch_dispatch_job, &webhook_job, &stock_recheck_job, &purge_job, &check_job, NULL };

const struct job_together job_together[] = { { "orders_recheck", NULL }, { "stock_recheck", stock_recheck_look }, { NULL, NULL } };

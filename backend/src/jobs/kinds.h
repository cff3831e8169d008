#pragma once
#include "jobs/job.h"

/* One file per kind; jobs/kinds.c is the table of them. */
extern const struct job_kind sync_run_job, store_test_job, writeback_job, recheck_job, order_fetch_job, product_sync_job, label_check_job,
	batch_dispatch_job, webhook_job, stock_recheck_job, purge_job, check_job;
bool stock_recheck_look(struct job_run *const *runs, size_t n);

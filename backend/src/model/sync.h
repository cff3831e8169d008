#pragma once
#include "lib/db.h"
#include "lib/shape.h"
#include "model/ingest.h"

/* The Order Sync Log: runs, what happened to each order, the calls made. */
enum sync_type { SYNC_AUTOMATIC, SYNC_MANUAL, SYNC_WEBHOOK, SYNC_GAP_FILL };
extern const char *const sync_type_names[];
enum sync_mode { SYNC_IMMEDIATE, SYNC_TIME_RANGE, SYNC_ORDER_NUMBERS };
extern const char *const sync_mode_names[];
enum sync_status { SYNC_QUEUED, SYNC_RUNNING, SYNC_SUCCESS, SYNC_PARTLY_FAILED, SYNC_RUN_FAILED, SYNC_NO_NEW_ORDERS };
extern const char *const sync_status_names[];

struct sync_run {
	uint64_t       id, customer_id, store_id;
	int32_t        kind, type, mode, status;
	const char    *platform, *store_name;
	struct instant from_at, to_at;
	const char    *order_numbers; /* JSON array */
	const char    *page_cursor;
	int64_t        order_count, created_n, updated_n, unchanged_n, skipped_n, failed_n, pages;
	const char    *requested_by;
	const char    *problem_code, *problem_detail;
	struct instant created_at, started_at, finished_at;
	int64_t        duration_ms; /* 0: not finished */
};
extern const struct shape sync_run_shape; /* rows, and the contract's SyncRun */

struct sync_run_order {
	uint64_t       id, order_id;
	const char    *order_no, *outcome, *code, *detail;
	struct instant at;
};
extern const struct shape sync_run_order_shape;

struct platform_request {
	uint64_t       id;
	struct instant at;
	const char    *method, *path;
	int64_t        status, ms, bytes;
	const char    *problem;
};
extern const struct shape platform_request_shape;

enum { SYNC_STORES_MAX = 50, SYNC_NUMBERS_MAX = 500 };
struct start_sync {
	int32_t        kind, mode;
	size_t         n_stores, n_numbers;
	uint64_t      *store_ids;
	struct instant from, to;
	const char   **order_numbers;
};
extern const struct shape start_sync_shape;

struct sync_filter {
	const char    *kind; /* NULL: both */
	struct instant from, to;
	size_t         n_stores, n_types, n_statuses;
	uint64_t      *stores;
	const char   **types, **statuses;
	struct page    page;
};
extern const struct shape sync_filter_shape;

struct sync_order_filter {
	size_t       n_outcomes;
	const char **outcomes;
	struct page  page;
};
extern const struct shape sync_order_filter_shape;

struct sync_run_ref {
	uint64_t run_id;
};
extern const struct shape sync_run_ref_shape; /* payload of the job "sync_run" */

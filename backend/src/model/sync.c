#include "model/sync.h"

const char *const sync_type_names[] = { "automatic", "manual", "webhook", "gap_fill", NULL };
const char *const sync_mode_names[] = { "immediate", "time_range", "order_numbers", NULL };
const char *const sync_status_names[] = { "queued", "running", "success", "partly_failed", "failed", "no_new_orders", NULL };

static const struct field run_fields[] = {
	FIELD(struct sync_run, id, "id"),
	FIELD(struct sync_run, customer_id, "customerId", .flags = FIELD_HIDDEN),
	FIELD_CHOICE(struct sync_run, kind, "kind", order_kind_names),
	FIELD(struct sync_run, platform, "platform"),
	FIELD(struct sync_run, store_id, "store.id"),
	FIELD(struct sync_run, store_name, "store.name"),
	FIELD_CHOICE(struct sync_run, type, "type", sync_type_names),
	FIELD_CHOICE(struct sync_run, mode, "mode", sync_mode_names),
	FIELD_CHOICE(struct sync_run, status, "status", sync_status_names),
	FIELD(struct sync_run, from_at, "from"),
	FIELD(struct sync_run, to_at, "to"),
	FIELD_RAW(struct sync_run, order_numbers, "orderNumbers"),
	FIELD(struct sync_run, page_cursor, "pageCursor", .flags = FIELD_HIDDEN),
	FIELD(struct sync_run, order_count, "orderCount"),
	FIELD(struct sync_run, created_n, "created"),
	FIELD(struct sync_run, updated_n, "updated"),
	FIELD(struct sync_run, unchanged_n, "unchanged"),
	FIELD(struct sync_run, skipped_n, "skipped"),
	FIELD(struct sync_run, failed_n, "failed"),
	FIELD(struct sync_run, pages, "pages"),
	FIELD(struct sync_run, requested_by, "requestedBy"),
	FIELD(struct sync_run, created_at, "createdAt"),
	FIELD(struct sync_run, started_at, "startedAt"),
	FIELD(struct sync_run, finished_at, "finishedAt"),
	FIELD(struct sync_run, duration_ms, "durationMs", .flags = FIELD_NULL_ZERO),
	FIELD(struct sync_run, problem_code, "problem.code"),
	FIELD(struct sync_run, problem_detail, "problem.detail"),
	FIELD_END
};
const struct shape sync_run_shape = SHAPE(struct sync_run, run_fields);

static const struct field order_fields[] = {
	FIELD(struct sync_run_order, id, "id"),
	FIELD(struct sync_run_order, order_no, "orderNo"),
	FIELD(struct sync_run_order, order_id, "orderId"),
	FIELD(struct sync_run_order, outcome, "outcome"),
	FIELD(struct sync_run_order, code, "code"),
	FIELD(struct sync_run_order, detail, "detail"),
	FIELD(struct sync_run_order, at, "at"),
	FIELD_END
};
const struct shape sync_run_order_shape = SHAPE(struct sync_run_order, order_fields);

static const struct field request_fields[] = {
	FIELD(struct platform_request, id, "id"),
	FIELD(struct platform_request, at, "at"),
	FIELD(struct platform_request, method, "method"),
	FIELD(struct platform_request, path, "path"),
	FIELD(struct platform_request, status, "status", .flags = FIELD_NULL_ZERO),
	FIELD(struct platform_request, ms, "ms"),
	FIELD(struct platform_request, bytes, "bytes"),
	FIELD(struct platform_request, problem, "problem"),
	FIELD_END
};
const struct shape platform_request_shape = SHAPE(struct platform_request, request_fields);

static const struct field start_fields[] = {
	FIELD_CHOICE(struct start_sync, kind, "kind", order_kind_names, .flags = FIELD_REQUIRED),
	FIELD_IDS(struct start_sync, store_ids, n_stores, "storeIds", .flags = FIELD_REQUIRED, .min = 1, .max = SYNC_STORES_MAX),
	FIELD_CHOICE(struct start_sync, mode, "mode", sync_mode_names, .flags = FIELD_REQUIRED),
	FIELD(struct start_sync, from, "from"),
	FIELD(struct start_sync, to, "to"),
	FIELD_TEXTS(struct start_sync, order_numbers, n_numbers, "orderNumbers", .max = SYNC_NUMBERS_MAX),
	FIELD_END
};
const struct shape start_sync_shape = SHAPE(struct start_sync, start_fields);

static const struct field filter_fields[] = {
	FIELD(struct sync_filter, kind, "kind", .max = 8),
	FIELD_IDS(struct sync_filter, stores, n_stores, "storeId", .max = 50),
	FIELD_TEXTS(struct sync_filter, types, n_types, "type", .max = 8),
	FIELD_TEXTS(struct sync_filter, statuses, n_statuses, "status", .max = 8),
	FIELD(struct sync_filter, from, "from"),
	FIELD(struct sync_filter, to, "to"),
	FIELD(struct sync_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct sync_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape sync_filter_shape = SHAPE(struct sync_filter, filter_fields);

static const struct field order_filter_fields[] = {
	FIELD_TEXTS(struct sync_order_filter, outcomes, n_outcomes, "outcome", .max = 8),
	FIELD(struct sync_order_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct sync_order_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape sync_order_filter_shape = SHAPE(struct sync_order_filter, order_filter_fields);

static const struct field ref_fields[] = { FIELD(struct sync_run_ref, run_id, "runId", .flags = FIELD_REQUIRED), FIELD_END };
const struct shape sync_run_ref_shape = SHAPE(struct sync_run_ref, ref_fields);

#pragma once
#include "lib/db.h"
#include "lib/shape.h"

/* Many orders dispatched with one press, each for itself. */
enum batch_state { BATCH_QUEUED, BATCH_RUNNING, BATCH_DONE, BATCH_STOPPED };
extern const char *const batch_state_names[];
extern const char *const batch_item_state_names[];

struct batch_order {
	uint64_t id;
	int64_t  version; /* that was seen */
};
struct start_batch {
	size_t              n_orders;
	struct batch_order *orders; /* in the order in which they are to take the stock */
	uint64_t            warehouse_id, channel_id;
};
extern const struct shape start_batch_shape;

/* How many stay for one reason. */
struct batch_refusal {
	const char *code;
	int64_t     n;
};

struct batch {
	uint64_t       id, customer_id, warehouse_id, channel_id;
	const char    *warehouse_name, *channel_name;
	int32_t        state; /* enum batch_state */
	int64_t        total, waiting, dispatched, refused, skipped;
	uint64_t       created_by;
	const char    *created_by_name;
	struct instant created_at, finished_at;
	size_t         n_refusals;
	struct batch_refusal *refusals; /* the most first */
};
extern const struct shape batch_shape; /* rows, and the contract's Batch */
extern const struct shape batch_refusal_shape;

struct batch_item {
	uint64_t       id, order_id;
	const char    *order_no;
	int64_t        position, version;
	const char    *state, *code, *detail;
	struct instant done_at;
};
extern const struct shape batch_item_shape; /* rows, and the contract's BatchItem */

struct batch_item_filter {
	size_t       n_states;
	const char **states;
	struct page  page;
};
extern const struct shape batch_item_filter_shape;

struct batch_ref {
	uint64_t batch_id;
};
extern const struct shape batch_ref_shape; /* payload of the job "batch_dispatch" */

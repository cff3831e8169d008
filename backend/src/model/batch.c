#include "model/batch.h"

#include "model/rehearsal.h"

const char *const batch_state_names[] = { "queued", "running", "done", "stopped", NULL };
const char *const batch_item_state_names[] = { "waiting", "dispatched", "refused", "skipped", NULL };

static const struct field batch_order_fields[] = {
	FIELD(struct batch_order, id, "id", .flags = FIELD_REQUIRED),
	FIELD(struct batch_order, version, "version", .flags = FIELD_REQUIRED, .min = 1, .max = UINT32_MAX),
	FIELD_END
};
static const struct shape batch_order_shape = SHAPE(struct batch_order, batch_order_fields);

static const struct field start_batch_fields[] = {
	FIELD_LIST(struct start_batch, orders, n_orders, "orders", batch_order_shape, .flags = FIELD_REQUIRED, .min = 1,
		.max = DISPATCH_MANY_MAX),
	FIELD(struct start_batch, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD(struct start_batch, channel_id, "channelId", .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape start_batch_shape = SHAPE(struct start_batch, start_batch_fields);

static const struct field batch_refusal_fields[] = {
	FIELD(struct batch_refusal, code, "code"),
	FIELD(struct batch_refusal, n, "orders"),
	FIELD_END
};
const struct shape batch_refusal_shape = SHAPE(struct batch_refusal, batch_refusal_fields);

static const struct field batch_fields[] = {
	FIELD(struct batch, id, "id"),
	FIELD_CHOICE(struct batch, state, "state", batch_state_names),
	FIELD(struct batch, warehouse_id, "warehouse.id"),
	FIELD(struct batch, warehouse_name, "warehouse.name"),
	FIELD(struct batch, channel_id, "channel.id"),
	FIELD(struct batch, channel_name, "channel.name"),
	FIELD(struct batch, total, "total"),
	FIELD(struct batch, waiting, "waiting"),
	FIELD(struct batch, dispatched, "dispatched"),
	FIELD(struct batch, refused, "refused"),
	FIELD(struct batch, skipped, "skipped"),
	FIELD_LIST(struct batch, refusals, n_refusals, "refusals", batch_refusal_shape),
	FIELD(struct batch, created_by_name, "createdBy"),
	FIELD(struct batch, created_at, "createdAt"),
	FIELD(struct batch, finished_at, "finishedAt"),
	FIELD(struct batch, customer_id, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct batch, created_by, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape batch_shape = SHAPE(struct batch, batch_fields);

static const struct field batch_item_fields[] = {
	FIELD(struct batch_item, order_id, "orderId"),
	FIELD(struct batch_item, order_no, "orderNo"),
	FIELD(struct batch_item, state, "state"),
	FIELD(struct batch_item, code, "code"),
	FIELD(struct batch_item, detail, "detail"),
	FIELD(struct batch_item, done_at, "doneAt"),
	FIELD(struct batch_item, id, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct batch_item, position, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct batch_item, version, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape batch_item_shape = SHAPE(struct batch_item, batch_item_fields);

static const struct field batch_item_filter_fields[] = {
	FIELD_TEXTS(struct batch_item_filter, states, n_states, "state", .max = 4, .choices = batch_item_state_names),
	FIELD(struct batch_item_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct batch_item_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape batch_item_filter_shape = SHAPE(struct batch_item_filter, batch_item_filter_fields);

static const struct field batch_ref_fields[] = {
	FIELD(struct batch_ref, batch_id, "batchId", .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape batch_ref_shape = SHAPE(struct batch_ref, batch_ref_fields);

#include "model/writeback.h"

const char *const writeback_state_names[] = { "queued", "sending", "sent", "confirmed", "refused", "gave_up", NULL };

#define COLUMN(m) FIELD(struct writeback, m, NULL)

static const struct field writeback_fields[] = {
	COLUMN(id), COLUMN(customer_id), COLUMN(store_id), COLUMN(order_id), COLUMN(kind), COLUMN(uncertain),
	COLUMN(cannot_tell), COLUMN(attempts), COLUMN(tracking_no), COLUMN(content), COLUMN(detail), COLUMN(final),
	COLUMN(early_s), COLUMN(polls), COLUMN(waited_s), COLUMN(platform_ref),
	FIELD_CHOICE(struct writeback, state, NULL, writeback_state_names),
	FIELD_END
};
const struct shape writeback_shape = SHAPE(struct writeback, writeback_fields);

static const struct field ref_fields[] = {
	FIELD(struct writeback_ref, writeback_id, "writebackId", .flags = FIELD_REQUIRED),
	FIELD(struct writeback_ref, store_id, "storeId", .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape writeback_ref_shape = SHAPE(struct writeback_ref, ref_fields);

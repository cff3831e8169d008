#include "model/writeback.h"

static const struct field ref_fields[] = {
	FIELD(struct writeback_ref, writeback_id, "writebackId", .flags = FIELD_REQUIRED),
	FIELD(struct writeback_ref, store_id, "storeId", .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape writeback_ref_shape = SHAPE(struct writeback_ref, ref_fields);

#include "model/label.h"

#include "model/order_state.h"

const char *const label_state_names[] = { "uploading", "checking", "good", "refused", NULL };

static const struct field label_fields[] = {
	FIELD(struct label, id, "id"),
	FIELD(struct label, file_name, "fileName"),
	FIELD_CHOICE(struct label, state, "state", label_state_names),
	FIELD(struct label, refusal, "refusal"),
	FIELD(struct label, size_bytes, "sizeBytes"),
	FIELD(struct label, pages, "pages", .flags = FIELD_NULL_ZERO),
	FIELD(struct label, outbound_id, "outbound.id"),
	FIELD(struct label, outbound_no, "outbound.outboundNo"),
	FIELD(struct label, created_at, "createdAt"),
	FIELD(struct label, customer_id, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct label, version, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct label, platform_order_id, NULL, .flags = FIELD_HIDDEN),
	FIELD_CHOICE(struct label, outbound_status, NULL, outbound_status_names, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape label_shape = SHAPE(struct label, label_fields);

static const struct field label_name_fields[] = {
	FIELD(struct label_name, file_name, "fileName", .max = 255, .flags = FIELD_TRIM),
	FIELD_END
};
const struct shape label_name_shape = SHAPE(struct label_name, label_name_fields);

static const struct field label_ref_fields[] = {
	FIELD(struct label_ref, label_id, "labelId", .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape label_ref_shape = SHAPE(struct label_ref, label_ref_fields);

#include "model/acknowledgement.h"

static const struct field line_fields[] = {
	FIELD(struct acknowledgement_line, platform_line_id, "platformLineId", .flags = FIELD_REQUIRED),
	FIELD(struct acknowledgement_line, platform_sku, "platformSku"),
	FIELD(struct acknowledgement_line, product_id, "productId"),
	FIELD(struct acknowledgement_line, unit, "unit", .flags = FIELD_REQUIRED),
	FIELD(struct acknowledgement_line, unit_size, "unitSize", .flags = FIELD_REQUIRED),
	FIELD(struct acknowledgement_line, ordered, "ordered", .flags = FIELD_REQUIRED),
	FIELD(struct acknowledgement_line, accepted, "accepted", .flags = FIELD_REQUIRED),
	FIELD(struct acknowledgement_line, backordered, "backordered", .flags = FIELD_REQUIRED),
	FIELD(struct acknowledgement_line, rejected, "rejected", .flags = FIELD_REQUIRED),
	FIELD(struct acknowledgement_line, reason, "reason"),
	FIELD(struct acknowledgement_line, unit_price, "unitPrice"),
	FIELD_END
};
static const struct shape line_shape = SHAPE(struct acknowledgement_line, line_fields);

static const struct field fields[] = {
	FIELD(struct acknowledgement, platform_order_id, "platformOrderId", .flags = FIELD_REQUIRED),
	FIELD(struct acknowledgement, order_no, "orderNo", .flags = FIELD_REQUIRED),
	FIELD(struct acknowledgement, marker, "marker", .flags = FIELD_REQUIRED),
	FIELD(struct acknowledgement, selling_party, "sellingParty"),
	FIELD(struct acknowledgement, currency, "currency"),
	FIELD(struct acknowledgement, revision, "revision", .flags = FIELD_REQUIRED),
	FIELD(struct acknowledgement, at, "at", .flags = FIELD_REQUIRED),
	FIELD(struct acknowledgement, ship_at, "shipAt"),
	FIELD(struct acknowledgement, backorder_at, "backorderAt"),
	FIELD_LIST(struct acknowledgement, lines, n_lines, "lines", line_shape, .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape acknowledgement_shape = SHAPE(struct acknowledgement, fields);

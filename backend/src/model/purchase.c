#include "model/purchase.h"

static const struct field purchase_fields[] = {
	FIELD(struct purchase, type, "type"),
	FIELD(struct purchase, buying_party, "buyingParty"),
	FIELD(struct purchase, selling_party, "sellingParty"),
	FIELD(struct purchase, ship_to_code, "shipToCode"),
	FIELD_END
};
const struct shape purchase_shape = SHAPE(struct purchase, purchase_fields);

static const struct field acknowledged_line_fields[] = {
	FIELD(struct acknowledged_line, order_line_id, "lineId"),
	FIELD(struct acknowledged_line, platform_sku, "platformSku"),
	FIELD(struct acknowledged_line, product_name, "productName"),
	FIELD(struct acknowledged_line, ordered_qty, "orderedQty"),
	FIELD(struct acknowledged_line, accepted_qty, "acceptedQty"),
	FIELD(struct acknowledged_line, backordered_qty, "backorderedQty"),
	FIELD(struct acknowledged_line, rejected_qty, "rejectedQty"),
	FIELD(struct acknowledged_line, reason, "reason"),
	FIELD(struct acknowledged_line, acknowledgement_id, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape acknowledged_line_shape = SHAPE(struct acknowledged_line, acknowledged_line_fields);

static const struct field acknowledged_fields[] = {
	FIELD(struct acknowledged, id, "id"),
	FIELD(struct acknowledged, revision, "revision"),
	FIELD(struct acknowledged, warehouse_id, "warehouse.id"),
	FIELD(struct acknowledged, warehouse_name, "warehouse.name"),
	FIELD(struct acknowledged, state, "state"),
	FIELD(struct acknowledged, detail, "detail"),
	FIELD(struct acknowledged, created_at, "createdAt"),
	FIELD(struct acknowledged, created_by, "createdBy"),
	FIELD(struct acknowledged, sent_at, "sentAt"),
	FIELD(struct acknowledged, confirmed_at, "confirmedAt"),
	FIELD_LIST(struct acknowledged, lines, n_lines, "lines", acknowledged_line_shape),
	FIELD(struct acknowledged, order_id, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape acknowledged_shape = SHAPE(struct acknowledged, acknowledged_fields);

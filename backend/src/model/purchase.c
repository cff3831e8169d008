#include "model/purchase.h"

#include "model/incoming.h"

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

/* ---- answering -------------------------------------------------------------------------------------- */

enum { QUANTITY_MAX = 1000000, LINES_MAX = 1000, REASON_MAX = 64 };

static const struct field acknowledge_line_fields[] = {
	FIELD(struct acknowledge_line, line_id, "lineId", .flags = FIELD_REQUIRED),
	FIELD(struct acknowledge_line, accepted_qty, "acceptedQty", .flags = FIELD_REQUIRED, .max = QUANTITY_MAX),
	FIELD(struct acknowledge_line, backordered_qty, "backorderedQty", .max = QUANTITY_MAX),
	FIELD(struct acknowledge_line, rejected_qty, "rejectedQty", .max = QUANTITY_MAX),
	FIELD(struct acknowledge_line, reason, "reason", .max = REASON_MAX),
	FIELD_END
};
static const struct shape acknowledge_line_shape = SHAPE(struct acknowledge_line, acknowledge_line_fields);

static const struct field acknowledge_fields[] = {
	FIELD(struct acknowledge, warehouse_id, "warehouseId"),
	FIELD(struct acknowledge, backorder_at, "backorderAt"),
	FIELD_LIST(struct acknowledge, lines, n_lines, "lines", acknowledge_line_shape, .flags = FIELD_REQUIRED, .min = 1, .max = LINES_MAX),
	FIELD_END
};
const struct shape acknowledge_shape = SHAPE(struct acknowledge, acknowledge_fields);

/* ---- the sheet ---------------------------------------------------------------------------------------- */

static const struct field sheet_line_fields[] = {
	FIELD(struct sheet_line, line_id, "lineId"),
	FIELD(struct sheet_line, platform_sku, "platformSku"),
	FIELD(struct sheet_line, sku_key, "skuKey"),
	FIELD(struct sheet_line, product_id, "productId"),
	FIELD(struct sheet_line, product_name, "productName"),
	FIELD(struct sheet_line, ordered_qty, "orderedQty"),
	FIELD_CHOICE(struct sheet_line, unit, "unit", line_unit_names),
	FIELD(struct sheet_line, unit_size, "unitSize"),
	FIELD(struct sheet_line, unit_price, "unitPrice"),
	FIELD_LIST(struct sheet_line, mapping, n_mapping, "mapping", mapping_item_shape),
	FIELD_RAW(struct sheet_line, available, "available"),
	FIELD_RAW(struct sheet_line, available_pieces, "availablePieces"),
	FIELD(struct sheet_line, competing_orders, "competingOrders"),
	FIELD(struct sheet_line, competing_pieces, "competingPieces"),
	FIELD(struct sheet_line, backorder_allowed, "backorderAllowed"),
	FIELD(struct sheet_line, best_accept, "bestAccept"),
	FIELD_END
};
static const struct shape sheet_line_shape = SHAPE(struct sheet_line, sheet_line_fields);

static const struct field sheet_fields[] = {
	FIELD(struct acknowledge_sheet, order_id, "orderId"),
	FIELD(struct acknowledge_sheet, order_no, "orderNo"),
	FIELD(struct acknowledge_sheet, version, "version"),
	FIELD(struct acknowledge_sheet, warehouse_id, "warehouseId"),
	FIELD(struct acknowledge_sheet, acknowledge_by, "acknowledgeBy"),
	FIELD(struct acknowledge_sheet, ship_window_from, "shipWindow.from"),
	FIELD(struct acknowledge_sheet, ship_window_to, "shipWindow.to"),
	FIELD(struct acknowledge_sheet, confirm_threshold, "confirmThreshold"),
	FIELD_TEXTS(struct acknowledge_sheet, reasons, n_reasons, "reasons"),
	FIELD(struct acknowledge_sheet, competing_orders, "competingOrders"),
	FIELD_LIST(struct acknowledge_sheet, lines, n_lines, "lines", sheet_line_shape),
	FIELD_END
};
const struct shape acknowledge_sheet_shape = SHAPE(struct acknowledge_sheet, sheet_fields);

static const struct field sheet_query_fields[] = { FIELD(struct sheet_query, warehouse_id, "warehouseId"), FIELD_END };
const struct shape sheet_query_shape = SHAPE(struct sheet_query, sheet_query_fields);

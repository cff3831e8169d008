#include "model/stock.h"

#include "model/sku.h"

enum { Q_MAX = 128, WAREHOUSES_MAX = 100, CHANGE_MAX = 1000000, COUNT_MAX = 1000000000, NOTE_MAX = 500 };

const char *const stock_reason_names[] = { "received", "counted", "returned", "damaged", "lost", "found", "other", NULL };

static const struct field row_fields[] = {
	FIELD(struct stock_row, warehouse_id, "warehouse.id"),
	FIELD(struct stock_row, warehouse_name, "warehouse.name"),
	FIELD(struct stock_row, customer_id, "customer.id"),
	FIELD(struct stock_row, customer_name, "customer.name"),
	FIELD(struct stock_row, sku_id, "sku.id"),
	FIELD(struct stock_row, sku_code, "sku.code"),
	FIELD(struct stock_row, sku_name, "sku.name"),
	FIELD(struct stock_row, barcode, "sku.barcode"),
	FIELD_CHOICE(struct stock_row, sku_status, "sku.status", sku_status_names),
	FIELD(struct stock_row, on_hand, "onHand"),
	FIELD(struct stock_row, reserved, "reserved"),
	FIELD(struct stock_row, available, "available"),
	FIELD_END
};
const struct shape stock_row_shape = SHAPE(struct stock_row, row_fields);

static const struct field filter_fields[] = {
	FIELD(struct stock_filter, q, "q", .flags = FIELD_TRIM, .max = Q_MAX),
	FIELD(struct stock_filter, customer_id, "customerId"),
	FIELD(struct stock_filter, sku_id, "skuId"),
	FIELD_IDS(struct stock_filter, warehouses, n_warehouses, "warehouseId", .max = WAREHOUSES_MAX),
	FIELD(struct stock_filter, below, "below", .min = 1, .max = COUNT_MAX),
	FIELD(struct stock_filter, out_of_stock, "outOfStock"),
	FIELD(struct stock_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct stock_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape stock_filter_shape = SHAPE(struct stock_filter, filter_fields);

static const struct field ref_fields[] = {
	FIELD(struct stock_ref, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD(struct stock_ref, sku_id, "skuId", .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape stock_ref_shape = SHAPE(struct stock_ref, ref_fields);

static const struct field ledger_filter_fields[] = {
	FIELD(struct stock_ledger_filter, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD(struct stock_ledger_filter, sku_id, "skuId", .flags = FIELD_REQUIRED),
	FIELD(struct stock_ledger_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct stock_ledger_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape stock_ledger_filter_shape = SHAPE(struct stock_ledger_filter, ledger_filter_fields);

static const struct field entry_fields[] = {
	FIELD(struct stock_entry, id, "id"),
	FIELD(struct stock_entry, at, "at"),
	FIELD(struct stock_entry, cause, "cause"),
	FIELD(struct stock_entry, reason, "reason"),
	FIELD(struct stock_entry, on_hand_change, "onHandChange"),
	FIELD(struct stock_entry, reserved_change, "reservedChange"),
	FIELD(struct stock_entry, on_hand_after, "onHandAfter"),
	FIELD(struct stock_entry, reserved_after, "reservedAfter"),
	FIELD(struct stock_entry, actor_kind, "actor.kind"),
	FIELD(struct stock_entry, actor_name, "actor.name"),
	FIELD(struct stock_entry, note, "note"),
	FIELD(struct stock_entry, outbound_id, "outbound.id"),
	FIELD(struct stock_entry, outbound_no, "outbound.outboundNo"),
	FIELD(struct stock_entry, order_id, "order.id"),
	FIELD(struct stock_entry, order_no, "order.orderNo"),
	FIELD_END
};
const struct shape stock_entry_shape = SHAPE(struct stock_entry, entry_fields);

static const struct field recheck_fields[] = {
	FIELD(struct stock_recheck_ref, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD(struct stock_recheck_ref, sku_id, "skuId", .flags = FIELD_REQUIRED),
	FIELD(struct stock_recheck_ref, after_id, "afterId"),
	FIELD(struct stock_recheck_ref, promised, "promised", .min = 0, .max = INT64_MAX),
	FIELD(struct stock_recheck_ref, freed, "freed", .min = 0, .max = INT64_MAX),
	FIELD_END
};
const struct shape stock_recheck_ref_shape = SHAPE(struct stock_recheck_ref, recheck_fields);

static const struct field hold_fields[] = {
	FIELD(struct stock_hold, outbound_id, "outbound.id"),
	FIELD(struct stock_hold, outbound_no, "outbound.outboundNo"),
	FIELD(struct stock_hold, status, "outbound.status"),
	FIELD(struct stock_hold, order_id, "order.id"),
	FIELD(struct stock_hold, order_no, "order.orderNo"),
	FIELD(struct stock_hold, quantity, "quantity"),
	FIELD(struct stock_hold, since, "since"),
	FIELD_END
};
const struct shape stock_hold_shape = SHAPE(struct stock_hold, hold_fields);

static const struct field adjust_fields[] = {
	FIELD(struct adjust_stock, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD(struct adjust_stock, sku_id, "skuId", .flags = FIELD_REQUIRED),
	FIELD(struct adjust_stock, change, "change", .flags = FIELD_REQUIRED, .min = -CHANGE_MAX, .max = CHANGE_MAX),
	FIELD_CHOICE(struct adjust_stock, reason, "reason", stock_reason_names, .flags = FIELD_REQUIRED),
	FIELD(struct adjust_stock, note, "note", .flags = FIELD_TRIM, .max = NOTE_MAX),
	FIELD(struct adjust_stock, seen_on_hand, "seenOnHand", .min = 0, .max = INT64_MAX),
	FIELD_END
};
const struct shape adjust_stock_shape = SHAPE(struct adjust_stock, adjust_fields);

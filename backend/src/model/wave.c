#include "model/wave.h"

enum { WAVE_MAX = 200 };

static const struct field wave_fields[] = {
	FIELD(struct wave, id, "id"),
	FIELD(struct wave, wave_no, "waveNo"),
	FIELD(struct wave, warehouse_id, "warehouse.id"),
	FIELD(struct wave, warehouse_name, "warehouse.name"),
	FIELD(struct wave, created_by, "createdBy"),
	FIELD(struct wave, created_at, "createdAt"),
	FIELD(struct wave, order_count, "orderCount"),
	FIELD(struct wave, waiting_count, "waitingCount"),
	FIELD(struct wave, unit_count, "unitCount"),
	FIELD_END
};
const struct shape wave_shape = SHAPE(struct wave, wave_fields);

static const struct field wave_share_fields[] = {
	FIELD(struct wave_share, outbound_id, "outboundId"),
	FIELD(struct wave_share, outbound_no, "outboundNo"),
	FIELD(struct wave_share, quantity, "quantity"),
	FIELD_END
};
static const struct shape wave_share_shape = SHAPE(struct wave_share, wave_share_fields);

static const struct field wave_line_fields[] = {
	FIELD(struct wave_line, sku_id, "skuId"),
	FIELD(struct wave_line, sku_code, "skuCode"),
	FIELD(struct wave_line, sku_name, "skuName"),
	FIELD(struct wave_line, barcode, "barcode"),
	FIELD(struct wave_line, customer_id, "customer.id"),
	FIELD(struct wave_line, customer_name, "customer.name"),
	FIELD(struct wave_line, quantity, "quantity"),
	FIELD_LIST(struct wave_line, orders, n_orders, "orders", wave_share_shape),
	FIELD_END
};
static const struct shape wave_line_shape = SHAPE(struct wave_line, wave_line_fields);

static const struct field wave_detail_fields[] = {
	FIELD(struct wave_detail, w.id, "id"),
	FIELD(struct wave_detail, w.wave_no, "waveNo"),
	FIELD(struct wave_detail, w.warehouse_id, "warehouse.id"),
	FIELD(struct wave_detail, w.warehouse_name, "warehouse.name"),
	FIELD(struct wave_detail, w.created_by, "createdBy"),
	FIELD(struct wave_detail, w.created_at, "createdAt"),
	FIELD(struct wave_detail, w.order_count, "orderCount"),
	FIELD(struct wave_detail, w.waiting_count, "waitingCount"),
	FIELD(struct wave_detail, w.unit_count, "unitCount"),
	FIELD_LIST(struct wave_detail, orders, n_orders, "orders", outbound_shape),
	FIELD_LIST(struct wave_detail, lines, n_lines, "lines", wave_line_shape),
	FIELD_END
};
const struct shape wave_detail_shape = SHAPE(struct wave_detail, wave_detail_fields);

static const struct field wave_filter_fields[] = {
	FIELD_IDS(struct wave_filter, warehouses, n_warehouses, "warehouseId", .max = 50),
	FIELD(struct wave_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct wave_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape wave_filter_shape = SHAPE(struct wave_filter, wave_filter_fields);

static const struct field add_wave_fields[] = {
	FIELD(struct add_wave, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD_IDS(struct add_wave, outbounds, n_outbounds, "outboundIds", .flags = FIELD_REQUIRED, .min = 1, .max = WAVE_MAX),
	FIELD_END
};
const struct shape add_wave_shape = SHAPE(struct add_wave, add_wave_fields);

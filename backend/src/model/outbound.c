#include "model/outbound.h"

enum { QUANTITY_MAX = 1000000, WEIGHT_MAX_GRAMS = 1000000, LINES_MAX = 1000, BY_HAND_LINES = 100 };

#define ROW(m, json, ...) FIELD(struct outbound, m, json, __VA_ARGS__)
#define HIDDEN(m)         FIELD(struct outbound, m, NULL, .flags = FIELD_HIDDEN | FIELD_PERSONAL)

static const struct field outbound_fields[] = {
	ROW(id, "id"),
	ROW(outbound_no, "outboundNo"),
	FIELD_CHOICE(struct outbound, status, "status", outbound_status_names),
	ROW(customer_id, "customer.id"),
	ROW(customer_name, "customer.name"),
	ROW(platform_order_id, "order.id"),
	ROW(order_no, "order.orderNo"),
	ROW(warehouse_id, "warehouse.id"),
	ROW(warehouse_name, "warehouse.name"),
	ROW(channel_id, "channel.id"),
	ROW(channel_name, "channel.name"),
	ROW(carrier, "channel.carrier"),
	ROW(service_type, "channel.serviceType"),
	ROW(self_pickup, "channel.selfPickup"),
	ROW(label_id, "label.id"),
	ROW(label_file_name, "label.fileName"),
	FIELD_CHOICE(struct outbound, label_state, "label.state", label_state_names),
	ROW(label_refusal, "label.refusal"),
	ROW(label_pages, "label.pages", .flags = FIELD_NULL_ZERO),
	ROW(wave_id, "wave.id"),
	ROW(wave_no, "wave.waveNo"),
	ROW(recipient_name, "recipientName", .flags = FIELD_PERSONAL),
	ROW(recipient_country, "recipientCountry"),
	ROW(unit_count, "unitCount"),
	ROW(shipped_count, "shippedCount"),
	ROW(created_at, "createdAt"),
	ROW(version, "version"),
	FIELD_RAW(struct outbound, actions, "actions"),
	HIDDEN(recipient_company),
	HIDDEN(recipient_phone),
	HIDDEN(recipient_email),
	HIDDEN(recipient_state),
	HIDDEN(recipient_city),
	HIDDEN(recipient_line1),
	HIDDEN(recipient_line2),
	HIDDEN(recipient_zip),
	HIDDEN(buyer_note),
	HIDDEN(note),
	HIDDEN(label_tracking_no),
	HIDDEN(weight_grams),
	FIELD_END
};
const struct shape outbound_shape = SHAPE(struct outbound, outbound_fields);

static const struct field outbound_line_fields[] = {
	FIELD(struct outbound_line, id, "id"),
	FIELD(struct outbound_line, sku_id, "skuId"),
	FIELD(struct outbound_line, sku_code, "skuCode"),
	FIELD(struct outbound_line, sku_name, "skuName"),
	FIELD(struct outbound_line, barcode, "barcode"),
	FIELD(struct outbound_line, quantity, "quantity"),
	FIELD(struct outbound_line, shipped_qty, "shippedQty"),
	FIELD(struct outbound_line, outbound_id, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct outbound_line, order_line_id, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct outbound_line, per_unit, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct outbound_line, platform_line_id, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape outbound_line_shape = SHAPE(struct outbound_line, outbound_line_fields);

/* The row's members are named again: a shape has no way to take in another's, and the contract
 * wants one flat object. */
#define O(m, json, ...) FIELD(struct outbound_detail, ob.m, json, __VA_ARGS__)

static const struct field outbound_detail_fields[] = {
	O(id, "id"),
	O(outbound_no, "outboundNo"),
	FIELD_CHOICE(struct outbound_detail, ob.status, "status", outbound_status_names),
	O(customer_id, "customer.id"),
	O(customer_name, "customer.name"),
	O(platform_order_id, "order.id"),
	O(order_no, "order.orderNo"),
	O(warehouse_id, "warehouse.id"),
	O(warehouse_name, "warehouse.name"),
	O(channel_id, "channel.id"),
	O(channel_name, "channel.name"),
	O(carrier, "channel.carrier"),
	O(service_type, "channel.serviceType"),
	O(self_pickup, "channel.selfPickup"),
	O(label_id, "label.id"),
	O(label_file_name, "label.fileName"),
	FIELD_CHOICE(struct outbound_detail, ob.label_state, "label.state", label_state_names),
	O(label_refusal, "label.refusal"),
	O(label_pages, "label.pages", .flags = FIELD_NULL_ZERO),
	O(wave_id, "wave.id"),
	O(wave_no, "wave.waveNo"),
	O(recipient_name, "recipientName", .flags = FIELD_PERSONAL),
	O(recipient_country, "recipientCountry"),
	O(unit_count, "unitCount"),
	O(shipped_count, "shippedCount"),
	O(created_at, "createdAt"),
	O(version, "version"),
	FIELD_RAW(struct outbound_detail, ob.actions, "actions"),
	FIELD_OBJECT(struct outbound_detail, recipient, "recipient", recipient_shape),
	O(buyer_note, "buyerNote", .flags = FIELD_PERSONAL),
	O(note, "note", .flags = FIELD_PERSONAL),
	O(label_tracking_no, "labelTrackingNo"),
	O(weight_grams, "weightGrams", .flags = FIELD_NULL_ZERO),
	FIELD_LIST(struct outbound_detail, lines, n_lines, "lines", outbound_line_shape),
	FIELD_LIST(struct outbound_detail, parcels, n_parcels, "parcels", parcel_shape),
	FIELD_END
};
const struct shape outbound_detail_shape = SHAPE(struct outbound_detail, outbound_detail_fields);

static const struct field outbound_filter_fields[] = {
	FIELD_TEXTS(struct outbound_filter, statuses, n_statuses, "status", .max = OUTBOUND_STATUSES, .choices = outbound_status_names),
	FIELD_IDS(struct outbound_filter, warehouses, n_warehouses, "warehouseId", .max = 50),
	FIELD(struct outbound_filter, outbound_no, "outboundNo", .max = 64, .flags = FIELD_TRIM),
	FIELD(struct outbound_filter, order_no, "orderNo", .max = 128, .flags = FIELD_TRIM),
	FIELD(struct outbound_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct outbound_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape outbound_filter_shape = SHAPE(struct outbound_filter, outbound_filter_fields);

static const struct field outbound_label_fields[] = {
	FIELD(struct outbound_label, label_id, "labelId", .flags = FIELD_REQUIRED),
	FIELD(struct outbound_label, tracking_no, "trackingNo", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = 64),
	FIELD_END
};
const struct shape outbound_label_shape = SHAPE(struct outbound_label, outbound_label_fields);

#define TO(m, json, ...) FIELD(struct recipient, m, json, __VA_ARGS__)
static const struct field by_hand_recipient_fields[] = {
	TO(name, "name", .flags = FIELD_REQUIRED | FIELD_TRIM | FIELD_PERSONAL, .min = 1, .max = 255),
	TO(company, "company", .flags = FIELD_TRIM | FIELD_PERSONAL, .max = 255),
	TO(phone, "phone", .flags = FIELD_TRIM | FIELD_PERSONAL, .max = 64),
	TO(email, "email", .flags = FIELD_TRIM | FIELD_PERSONAL, .max = 254),
	TO(country, "country", .flags = FIELD_REQUIRED, .min = 2, .max = 2),
	TO(state, "state", .flags = FIELD_TRIM | FIELD_PERSONAL, .max = 128),
	TO(city, "city", .flags = FIELD_REQUIRED | FIELD_TRIM | FIELD_PERSONAL, .min = 1, .max = 128),
	TO(line1, "line1", .flags = FIELD_REQUIRED | FIELD_TRIM | FIELD_PERSONAL, .min = 1, .max = 255),
	TO(line2, "line2", .flags = FIELD_TRIM | FIELD_PERSONAL, .max = 255),
	TO(zip, "zip", .flags = FIELD_TRIM | FIELD_PERSONAL, .max = 32),
	FIELD_END
};
static const struct shape by_hand_recipient_shape = SHAPE(struct recipient, by_hand_recipient_fields);

static const struct field by_hand_line_fields[] = {
	FIELD(struct by_hand_line, sku_id, "skuId", .flags = FIELD_REQUIRED),
	FIELD(struct by_hand_line, quantity, "quantity", .flags = FIELD_REQUIRED, .min = 1, .max = QUANTITY_MAX),
	FIELD_END
};
static const struct shape by_hand_line_shape = SHAPE(struct by_hand_line, by_hand_line_fields);

static const struct field by_hand_fields[] = {
	FIELD(struct by_hand, customer_id, "customerId", .flags = FIELD_REQUIRED),
	FIELD(struct by_hand, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD(struct by_hand, channel_id, "channelId", .flags = FIELD_REQUIRED),
	FIELD_OBJECT(struct by_hand, recipient, "recipient", by_hand_recipient_shape, .flags = FIELD_REQUIRED),
	FIELD_LIST(struct by_hand, lines, n_lines, "lines", by_hand_line_shape, .flags = FIELD_REQUIRED, .min = 1, .max = BY_HAND_LINES),
	FIELD(struct by_hand, note, "note", .flags = FIELD_TRIM | FIELD_PERSONAL, .max = 500),
	FIELD_END
};
const struct shape by_hand_shape = SHAPE(struct by_hand, by_hand_fields);

static const struct field pack_fields[] = {
	FIELD(struct pack, weight_grams, "weightGrams", .flags = FIELD_REQUIRED, .min = 1, .max = WEIGHT_MAX_GRAMS),
	FIELD_END
};
const struct shape pack_shape = SHAPE(struct pack, pack_fields);

static const struct field ship_line_fields[] = {
	FIELD(struct ship_line, line_id, "lineId", .flags = FIELD_REQUIRED),
	FIELD(struct ship_line, quantity, "quantity", .flags = FIELD_REQUIRED, .min = 1, .max = QUANTITY_MAX),
	FIELD_END
};
static const struct shape ship_line_shape = SHAPE(struct ship_line, ship_line_fields);

static const struct field ship_fields[] = {
	FIELD(struct ship, tracking_no, "trackingNo", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = 64),
	FIELD(struct ship, weight_grams, "weightGrams", .min = 1, .max = WEIGHT_MAX_GRAMS),
	FIELD_LIST(struct ship, lines, n_lines, "lines", ship_line_shape, .min = 1, .max = LINES_MAX),
	FIELD_END
};
const struct shape ship_shape = SHAPE(struct ship, ship_fields);

static const struct field order_fetch_ref_fields[] = {
	FIELD(struct order_fetch_ref, order_id, "orderId", .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape order_fetch_ref_shape = SHAPE(struct order_fetch_ref, order_fetch_ref_fields);

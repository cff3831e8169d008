#include "model/order_detail.h"

#define PERSON(m, json) FIELD(struct recipient, m, json, .flags = FIELD_PERSONAL)

static const struct field recipient_fields[] = {
	PERSON(name, "name"),
	PERSON(company, "company"),
	PERSON(phone, "phone"),
	PERSON(email, "email"),
	PERSON(country, "country"),
	PERSON(state, "state"),
	PERSON(city, "city"),
	PERSON(line1, "line1"),
	PERSON(line2, "line2"),
	PERSON(zip, "zip"),
	FIELD_END
};
const struct shape recipient_shape = SHAPE(struct recipient, recipient_fields);

static const struct field parcel_line_fields[] = {
	FIELD(struct parcel_line, sku_code, "skuCode"),
	FIELD(struct parcel_line, sku_name, "skuName"),
	FIELD(struct parcel_line, quantity, "quantity"),
	FIELD_END
};
static const struct shape parcel_line_shape = SHAPE(struct parcel_line, parcel_line_fields);

static const struct field parcel_fields[] = {
	FIELD(struct parcel, id, "id"),
	FIELD(struct parcel, parcel_no, "parcelNo"),
	FIELD(struct parcel, tracking_no, "trackingNo"),
	FIELD(struct parcel, carrier, "carrier"),
	FIELD(struct parcel, service_type, "serviceType"),
	FIELD(struct parcel, weight_grams, "weightGrams", .flags = FIELD_NULL_ZERO),
	FIELD(struct parcel, shipped_at, "shippedAt"),
	FIELD_LIST(struct parcel, lines, n_lines, "lines", parcel_line_shape),
	FIELD_END
};
const struct shape parcel_shape = SHAPE(struct parcel, parcel_fields);

static const struct field order_writeback_fields[] = {
	FIELD(struct order_writeback, id, "id"),
	FIELD(struct order_writeback, kind, "kind"),
	FIELD(struct order_writeback, state, "state"),
	FIELD(struct order_writeback, attempts, "attempts"),
	FIELD(struct order_writeback, tracking_no, "trackingNo"),
	FIELD(struct order_writeback, detail, "detail"),
	FIELD(struct order_writeback, sent_at, "sentAt"),
	FIELD(struct order_writeback, confirmed_at, "confirmedAt"),
	FIELD(struct order_writeback, next_try_at, "nextTryAt"),
	FIELD_END
};
const struct shape order_writeback_shape = SHAPE(struct order_writeback, order_writeback_fields);

/* The row's members are named again: a shape has no way to take in another's, and the contract
 * wants one flat object. */
#define O(m, json, ...) FIELD(struct order_detail, o.m, json, __VA_ARGS__)

static const struct field order_detail_fields[] = {
	O(id, "id"),
	O(order_no, "orderNo"),
	FIELD_CHOICE(struct order_detail, o.kind, "kind", order_kind_names),
	FIELD_CHOICE(struct order_detail, o.status, "status", order_status_names),
	O(source, "source"),
	O(platform, "platform"),
	O(store_id, "store.id"),
	O(store_name, "store.name"),
	O(amount, "amount"),
	O(currency, "currency"),
	O(wms_shipping_cost, "wmsShippingCost", .flags = FIELD_NULL_ZERO),
	O(wms_shipping_currency, "wmsShippingCurrency"),
	O(order_time, "orderTime"),
	O(warehouse_id, "warehouse.id"),
	O(warehouse_name, "warehouse.name"),
	O(exception_code, "exception.code"),
	O(exception_detail, "exception.detail"),
	O(exception_since, "exception.since"),
	O(version, "version"),
	FIELD_RAW(struct order_detail, o.actions, "actions"),
	O(turn_code, "turn.code"),
	O(turn_owner, "turn.owner"),
	O(turn_since, "turn.since"),
	O(acknowledge_by, "acknowledgeBy"),
	O(ship_window_from, "shipWindow.from"),
	O(ship_window_to, "shipWindow.to"),
	O(delivery_window_from, "deliveryWindow.from"),
	O(delivery_window_to, "deliveryWindow.to"),
	O(acknowledgement_state, "acknowledgementState"),
	FIELD_OBJECT(struct order_detail, purchase, "purchase", purchase_shape),
	FIELD_OBJECT(struct order_detail, acknowledgement, "acknowledgement", acknowledged_shape),
	O(platform_order_id, "platformOrderId"),
	O(platform_status, "platformStatus"),
	FIELD(struct order_detail, fulfilment_status, "fulfilmentStatus"),
	O(carrier, "shippingProvider"),
	O(service_type, "serviceType"),
	O(buyer_note, "buyerNote"),
	O(payment_method, "paymentMethod"),
	O(paid_at, "paidAt"),
	O(shipping_fee, "shippingFee"),
	O(tax, "tax"),
	O(discount, "discount"),
	FIELD(struct order_detail, shippable, "shippable"),
	FIELD_OBJECT(struct order_detail, recipient, "recipient", recipient_shape),
	FIELD_LIST(struct order_detail, lines, n_lines, "lines", order_line_shape),
	O(outbound_id, "outbound.id"),
	O(outbound_no, "outbound.outboundNo"),
	FIELD(struct order_detail, outbound_status_name, "outbound.status"),
	FIELD_LIST(struct order_detail, parcels, n_parcels, "parcels", parcel_shape),
	FIELD_LIST(struct order_detail, writebacks, n_writebacks, "writebacks", order_writeback_shape),
	FIELD_END
};
const struct shape order_detail_shape = SHAPE(struct order_detail, order_detail_fields);

static const struct field order_event_fields[] = {
	FIELD(struct order_event, id, "id"),
	FIELD(struct order_event, at, "at"),
	FIELD(struct order_event, action, "action"),
	FIELD(struct order_event, actor_kind, "actor.kind"),
	FIELD(struct order_event, actor_name, "actor.name"),
	FIELD(struct order_event, detail, "detail"),
	FIELD(struct order_event, status_before, "before"),
	FIELD(struct order_event, status_after, "after"),
	FIELD_END
};
const struct shape order_event_shape = SHAPE(struct order_event, order_event_fields);

static const struct field order_revision_fields[] = {
	FIELD(struct order_revision, id, "id"),
	FIELD(struct order_revision, received_at, "receivedAt"),
	FIELD(struct order_revision, platform_updated_at, "platformUpdatedAt"),
	FIELD(struct order_revision, applied, "applied"),
	FIELD(struct order_revision, sync_run_id, "syncRunId"),
	FIELD_RAW(struct order_revision, changes, "changes"),
	FIELD_END
};
const struct shape order_revision_shape = SHAPE(struct order_revision, order_revision_fields);

static const struct field order_counts_fields[] = {
	FIELD(struct order_counts, pending, "pending"),
	FIELD(struct order_counts, processing, "processing"),
	FIELD(struct order_counts, partially_shipped, "partially_shipped"),
	FIELD(struct order_counts, shipped, "shipped"),
	FIELD(struct order_counts, completed, "completed"),
	FIELD(struct order_counts, cancelled, "cancelled"),
	FIELD(struct order_counts, acknowledged, "acknowledged"),
	FIELD(struct order_counts, manual_completed, "manual_completed"),
	FIELD(struct order_counts, exceptions, "exceptions"),
	FIELD(struct order_counts, total, "total"),
	FIELD(struct order_counts, is_exact, "isExact"),
	FIELD_END
};
const struct shape order_counts_shape = SHAPE(struct order_counts, order_counts_fields);

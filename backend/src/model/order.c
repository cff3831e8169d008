#include "model/order.h"

#include "model/incoming.h"

#define ROW(m, json, ...)    FIELD(struct order, m, json, __VA_ARGS__)
#define HIDDEN(m, ...)       FIELD(struct order, m, NULL, .flags = FIELD_HIDDEN | FIELD_PERSONAL, __VA_ARGS__)

static const struct field order_fields[] = {
	ROW(id, "id"),
	ROW(order_no, "orderNo"),
	FIELD_CHOICE(struct order, kind, "kind", order_kind_names),
	FIELD_CHOICE(struct order, status, "status", order_status_names),
	ROW(source, "source"),
	ROW(platform, "platform"),
	ROW(store_id, "store.id"),
	ROW(store_name, "store.name"),
	ROW(amount, "amount"),
	ROW(currency, "currency"),
	ROW(wms_shipping_cost, "wmsShippingCost", .flags = FIELD_NULL_ZERO),
	ROW(wms_shipping_currency, "wmsShippingCurrency"),
	ROW(order_time, "orderTime"),
	ROW(warehouse_id, "warehouse.id"),
	ROW(warehouse_name, "warehouse.name"),
	ROW(exception_code, "exception.code"),
	ROW(exception_detail, "exception.detail"),
	ROW(exception_since, "exception.since"),
	ROW(version, "version"),
	FIELD_RAW(struct order, actions, "actions"),
	ROW(turn_code, "turn.code"),
	ROW(turn_owner, "turn.owner"),
	ROW(turn_sentence, "turn.sentence"),
	ROW(turn_since, "turn.since"),
	HIDDEN(customer_id),
	HIDDEN(status_since),
	HIDDEN(platform_order_id),
	FIELD_CHOICE(struct order, platform_state, NULL, incoming_state_names, .flags = FIELD_HIDDEN),
	HIDDEN(platform_status),
	HIDDEN(exception_key),
	HIDDEN(shipping_fee),
	HIDDEN(tax),
	HIDDEN(discount),
	HIDDEN(payment_method),
	HIDDEN(buyer_note),
	HIDDEN(paid_at),
	HIDDEN(platform_updated_at),
	HIDDEN(recipient_name),
	HIDDEN(recipient_company),
	HIDDEN(recipient_phone),
	HIDDEN(recipient_email),
	HIDDEN(recipient_country),
	HIDDEN(recipient_state),
	HIDDEN(recipient_city),
	HIDDEN(recipient_line1),
	HIDDEN(recipient_line2),
	HIDDEN(recipient_zip),
	HIDDEN(channel_id),
	HIDDEN(content_hash),
	HIDDEN(carrier),
	HIDDEN(service_type),
	HIDDEN(outbound_id),
	HIDDEN(outbound_no),
	FIELD_CHOICE(struct order, outbound_status, NULL, outbound_status_names, .flags = FIELD_HIDDEN),
	HIDDEN(open_writebacks),
	FIELD_END
};
const struct shape order_shape = SHAPE(struct order, order_fields);

static const struct field mapping_item_fields[] = {
	FIELD(struct mapping_item, sku_id, "skuId"),
	FIELD(struct mapping_item, code, "code"),
	FIELD(struct mapping_item, name, "name"),
	FIELD(struct mapping_item, quantity, "quantity"),
	FIELD(struct mapping_item, mapping_id, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape mapping_item_shape = SHAPE(struct mapping_item, mapping_item_fields);

static const struct field order_line_fields[] = {
	FIELD(struct order_line, id, "id"),
	FIELD(struct order_line, platform_line_id, "platformLineId"),
	FIELD(struct order_line, platform_sku, "platformSku"),
	FIELD(struct order_line, sku_key, "skuKey"),
	FIELD(struct order_line, product_name, "productName"),
	FIELD(struct order_line, ordered_qty, "orderedQty"),
	FIELD(struct order_line, accepted_qty, "acceptedQty"),
	FIELD(struct order_line, shipped_qty, "shippedQty"),
	FIELD(struct order_line, price, "unitPrice"),
	FIELD(struct order_line, total, "lineTotal"),
	FIELD(struct order_line, shippable, "shippable"),
	FIELD_LIST(struct order_line, mapping, n_mapping, "mapping", mapping_item_shape),
	FIELD(struct order_line, order_id, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct order_line, unit_price, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct order_line, line_total, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct order_line, gone, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape order_line_shape = SHAPE(struct order_line, order_line_fields);

#include "model/shipment.h"

static const struct field line_fields[] = {
	FIELD(struct shipment_line, platform_line_id, "platformLineId", .flags = FIELD_REQUIRED),
	FIELD(struct shipment_line, quantity, "quantity", .flags = FIELD_REQUIRED),
	FIELD(struct shipment_line, platform_sku, "platformSku"),
	FIELD(struct shipment_line, product_id, "productId"),
	FIELD(struct shipment_line, unit, "unit"),
	FIELD(struct shipment_line, unit_size, "unitSize"),
	FIELD_END
};
static const struct shape line_shape = SHAPE(struct shipment_line, line_fields);

static const struct field purchase_fields[] = {
	FIELD(struct shipment_purchase, order_no, "orderNo", .flags = FIELD_REQUIRED),
	FIELD(struct shipment_purchase, selling_party, "sellingParty"),
	FIELD(struct shipment_purchase, ship_to_code, "shipToCode"),
	FIELD(struct shipment_purchase, ship_from_code, "shipFromCode"),
	FIELD(struct shipment_purchase, ship_from_name, "shipFromName"),
	FIELD(struct shipment_purchase, ship_from_country, "shipFromCountry"),
	FIELD(struct shipment_purchase, weight_grams, "weightGrams"),
	FIELD(struct shipment_purchase, deliver_by, "deliverBy"),
	FIELD_END
};
static const struct shape purchase_shape = SHAPE(struct shipment_purchase, purchase_fields);

static const struct field shipment_fields[] = {
	FIELD(struct shipment, platform_order_id, "platformOrderId", .flags = FIELD_REQUIRED),
	FIELD(struct shipment, marker, "marker", .flags = FIELD_REQUIRED),
	FIELD(struct shipment, tracking_no, "trackingNo", .flags = FIELD_REQUIRED),
	FIELD(struct shipment, carrier, "carrier", .flags = FIELD_REQUIRED),
	FIELD(struct shipment, service_type, "serviceType"),
	FIELD(struct shipment, tracking_url, "trackingUrl"),
	FIELD(struct shipment, shipped_at, "shippedAt", .flags = FIELD_REQUIRED),
	FIELD_LIST(struct shipment, lines, n_lines, "lines", line_shape, .flags = FIELD_REQUIRED),
	FIELD(struct shipment, final, "final", .flags = FIELD_REQUIRED),
	FIELD(struct shipment, parcel_no, "parcelNo"),
	FIELD_OBJECT(struct shipment, purchase, "purchase", purchase_shape),
	FIELD_END
};
const struct shape shipment_shape = SHAPE(struct shipment, shipment_fields);

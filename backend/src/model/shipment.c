#include "model/shipment.h"

static const struct field line_fields[] = {
	FIELD(struct shipment_line, platform_line_id, "platformLineId", .flags = FIELD_REQUIRED),
	FIELD(struct shipment_line, quantity, "quantity", .flags = FIELD_REQUIRED),
	FIELD_END
};
static const struct shape line_shape = SHAPE(struct shipment_line, line_fields);

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
	FIELD_END
};
const struct shape shipment_shape = SHAPE(struct shipment, shipment_fields);

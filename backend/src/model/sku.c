#include "model/sku.h"

#include "model/order_state.h"

const char *const sku_status_names[] = { "enabled", "disabled", "pending_review", NULL };

static const struct field sku_fields[] = {
	FIELD(struct sku, id, "id"),
	FIELD(struct sku, code, "code"),
	FIELD(struct sku, name, "name"),
	FIELD(struct sku, barcode, "barcode"),
	FIELD_CHOICE(struct sku, status, "status", sku_status_names),
	FIELD(struct sku, available, "available"),
	FIELD(struct sku, bindable, "bindable"),
	FIELD(struct sku, reason, "reason"),
	FIELD(struct sku, customer_id, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape sku_shape = SHAPE(struct sku, sku_fields);

static const struct field sku_filter_fields[] = {
	FIELD(struct sku_filter, q, "q", .max = 128, .flags = FIELD_TRIM),
	FIELD(struct sku_filter, warehouse_id, "warehouseId"),
	FIELD(struct sku_filter, limit, "limit", .min = 1, .max = 200, .fallback = 50),
	FIELD_END
};
const struct shape sku_filter_shape = SHAPE(struct sku_filter, sku_filter_fields);

static const struct field warehouse_fields[] = {
	FIELD(struct warehouse, id, "id"),
	FIELD(struct warehouse, code, "code"),
	FIELD(struct warehouse, name, "name"),
	FIELD(struct warehouse, country, "country"),
	FIELD(struct warehouse, dropshipping, "dropshipping"),
	FIELD(struct warehouse, b2b, "b2b"),
	FIELD(struct warehouse, enabled, "enabled"),
	FIELD(struct warehouse, version, "version"),
	FIELD_END
};
const struct shape warehouse_shape = SHAPE(struct warehouse, warehouse_fields);

static const struct field shipping_channel_fields[] = {
	FIELD(struct shipping_channel, id, "id"),
	FIELD(struct shipping_channel, warehouse_id, "warehouseId"),
	FIELD(struct shipping_channel, code, "code"),
	FIELD(struct shipping_channel, name, "name"),
	FIELD(struct shipping_channel, carrier, "carrier"),
	FIELD(struct shipping_channel, service_type, "serviceType"),
	FIELD(struct shipping_channel, self_pickup, "selfPickup"),
	FIELD(struct shipping_channel, rate_base, "rateBase"),
	FIELD(struct shipping_channel, rate_per_kg, "ratePerKg"),
	FIELD(struct shipping_channel, rate_currency, "rateCurrency"),
	FIELD(struct shipping_channel, enabled, "enabled"),
	FIELD(struct shipping_channel, version, "version"),
	FIELD_END
};
const struct shape shipping_channel_shape = SHAPE(struct shipping_channel, shipping_channel_fields);

static const struct field warehouse_filter_fields[] = {
	FIELD(struct warehouse_filter, include_disabled, "includeDisabled"),
	FIELD_END
};
const struct shape warehouse_filter_shape = SHAPE(struct warehouse_filter, warehouse_filter_fields);

static const struct field channel_filter_fields[] = {
	FIELD(struct channel_filter, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD_CHOICE(struct channel_filter, kind, "kind", order_kind_names),
	FIELD(struct channel_filter, include_disabled, "includeDisabled"),
	FIELD_END
};
const struct shape channel_filter_shape = SHAPE(struct channel_filter, channel_filter_fields);

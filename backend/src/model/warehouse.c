#include "model/warehouse.h"

enum { CODE_MAX = 32, NAME_MAX = 100, WORD_MAX = 64, Q_MAX = 100 };
#define RATE_MAX (INT64_C(1000000) * 10000)

const char *const business_service_names[] = { "dropshipping", "b2b", NULL };

static const struct field detail_fields[] = {
	FIELD(struct warehouse_detail, id, "id"),
	FIELD(struct warehouse_detail, code, "code"),
	FIELD(struct warehouse_detail, name, "name"),
	FIELD(struct warehouse_detail, country, "country"),
	FIELD(struct warehouse_detail, enabled, "enabled"),
	FIELD(struct warehouse_detail, version, "version"),
	FIELD(struct warehouse_detail, channel_count, "channelCount"),
	FIELD(struct warehouse_detail, customer_count, "customerCount"),
	FIELD(struct warehouse_detail, open_outbound_count, "openOutboundCount"),
	FIELD_END
};
const struct shape warehouse_detail_shape = SHAPE(struct warehouse_detail, detail_fields);

static const struct field add_warehouse_fields[] = {
	FIELD(struct add_warehouse, code, "code", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = CODE_MAX),
	FIELD(struct add_warehouse, name, "name", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = NAME_MAX),
	FIELD(struct add_warehouse, country, "country", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 2, .max = 2),
	FIELD_END
};
const struct shape add_warehouse_shape = SHAPE(struct add_warehouse, add_warehouse_fields);

static const struct field change_warehouse_fields[] = {
	FIELD(struct change_warehouse, name, "name", .flags = FIELD_TRIM, .min = 1, .max = NAME_MAX),
	FIELD(struct change_warehouse, country, "country", .flags = FIELD_TRIM, .min = 2, .max = 2),
	FIELD(struct change_warehouse, enabled, "enabled"),
	FIELD_END
};
const struct shape change_warehouse_shape = SHAPE(struct change_warehouse, change_warehouse_fields);

static const struct field add_channel_fields[] = {
	FIELD(struct add_channel, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD(struct add_channel, code, "code", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = CODE_MAX),
	FIELD(struct add_channel, name, "name", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = NAME_MAX),
	FIELD(struct add_channel, carrier, "carrier", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = WORD_MAX),
	FIELD(struct add_channel, service_type, "serviceType", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = WORD_MAX),
	FIELD(struct add_channel, self_pickup, "selfPickup"),
	FIELD(struct add_channel, rate_base, "rateBase", .flags = FIELD_REQUIRED, .min = 0, .max = RATE_MAX),
	FIELD(struct add_channel, rate_per_kg, "ratePerKg", .flags = FIELD_REQUIRED, .min = 0, .max = RATE_MAX),
	FIELD(struct add_channel, rate_currency, "rateCurrency", .flags = FIELD_REQUIRED, .min = 3, .max = 3),
	FIELD_END
};
const struct shape add_channel_shape = SHAPE(struct add_channel, add_channel_fields);

static const struct field change_channel_fields[] = {
	FIELD(struct change_channel, name, "name", .flags = FIELD_TRIM, .min = 1, .max = NAME_MAX),
	FIELD(struct change_channel, carrier, "carrier", .flags = FIELD_TRIM, .min = 1, .max = WORD_MAX),
	FIELD(struct change_channel, service_type, "serviceType", .flags = FIELD_TRIM, .min = 1, .max = WORD_MAX),
	FIELD(struct change_channel, self_pickup, "selfPickup"),
	FIELD(struct change_channel, rate_base, "rateBase", .min = 0, .max = RATE_MAX),
	FIELD(struct change_channel, rate_per_kg, "ratePerKg", .min = 0, .max = RATE_MAX),
	FIELD(struct change_channel, rate_currency, "rateCurrency", .min = 3, .max = 3),
	FIELD(struct change_channel, enabled, "enabled"),
	FIELD_END
};
const struct shape change_channel_shape = SHAPE(struct change_channel, change_channel_fields);

static const struct field business_fields[] = {
	FIELD(struct business, id, "id"),
	FIELD(struct business, customer_id, "customer.id"),
	FIELD(struct business, customer_name, "customer.name"),
	FIELD(struct business, warehouse_id, "warehouse.id"),
	FIELD(struct business, warehouse_name, "warehouse.name"),
	FIELD_CHOICE(struct business, service, "service", business_service_names),
	FIELD(struct business, enabled, "enabled"),
	FIELD(struct business, version, "version"),
	FIELD_END
};
const struct shape business_shape = SHAPE(struct business, business_fields);

static const struct field business_filter_fields[] = {
	FIELD(struct business_filter, customer_id, "customerId"),
	FIELD(struct business_filter, warehouse_id, "warehouseId"),
	FIELD(struct business_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct business_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape business_filter_shape = SHAPE(struct business_filter, business_filter_fields);

static const struct field add_business_fields[] = {
	FIELD(struct add_business, customer_id, "customerId", .flags = FIELD_REQUIRED),
	FIELD(struct add_business, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD_CHOICE(struct add_business, service, "service", business_service_names, .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape add_business_shape = SHAPE(struct add_business, add_business_fields);

static const struct field customer_fields[] = {
	FIELD(struct customer, id, "id"),
	FIELD(struct customer, code, "code"),
	FIELD(struct customer, name, "name"),
	FIELD(struct customer, enabled, "enabled"),
	FIELD(struct customer, version, "version"),
	FIELD_END
};
const struct shape customer_shape = SHAPE(struct customer, customer_fields);

static const struct field customer_filter_fields[] = {
	FIELD(struct customer_filter, q, "q", .flags = FIELD_TRIM, .max = Q_MAX),
	FIELD(struct customer_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct customer_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape customer_filter_shape = SHAPE(struct customer_filter, customer_filter_fields);

static const struct field add_customer_fields[] = {
	FIELD(struct add_customer, code, "code", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = CODE_MAX),
	FIELD(struct add_customer, name, "name", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = NAME_MAX),
	FIELD_END
};
const struct shape add_customer_shape = SHAPE(struct add_customer, add_customer_fields);

static const struct field change_customer_fields[] = {
	FIELD(struct change_customer, name, "name", .flags = FIELD_TRIM, .min = 1, .max = NAME_MAX),
	FIELD(struct change_customer, enabled, "enabled"),
	FIELD_END
};
const struct shape change_customer_shape = SHAPE(struct change_customer, change_customer_fields);

static const struct field change_enabled_fields[] = {
	FIELD(struct change_enabled, enabled, "enabled", .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape change_enabled_shape = SHAPE(struct change_enabled, change_enabled_fields);

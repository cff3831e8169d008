#include "model/warehouse_sku.h"

enum { CODE_MAX = 64, NAME_MAX = 255, BARCODE_MAX = 64, WEIGHT_MAX = 1000000, Q_MAX = 128 };

static const struct field place_fields[] = {
	FIELD(struct sku_place, warehouse_id, "warehouse.id"),
	FIELD(struct sku_place, warehouse_name, "warehouse.name"),
	FIELD(struct sku_place, on_hand, "onHand"),
	FIELD(struct sku_place, reserved, "reserved"),
	FIELD(struct sku_place, available, "available"),
	FIELD_END
};
const struct shape sku_place_shape = SHAPE(struct sku_place, place_fields);

static const struct field binding_fields[] = {
	FIELD(struct sku_binding, mapping_id, "mappingId"),
	FIELD(struct sku_binding, store_id, "store.id"),
	FIELD(struct sku_binding, store_name, "store.name"),
	FIELD(struct sku_binding, platform, "platform"),
	FIELD(struct sku_binding, sku_key, "skuKey"),
	FIELD(struct sku_binding, platform_sku, "platformSku"),
	FIELD(struct sku_binding, quantity, "quantity"),
	FIELD_END
};
const struct shape sku_binding_shape = SHAPE(struct sku_binding, binding_fields);

#define ROW_FIELDS                                                                        \
	FIELD(struct warehouse_sku, id, "id"),                                                \
	FIELD(struct warehouse_sku, customer_id, "customer.id"),                              \
	FIELD(struct warehouse_sku, customer_name, "customer.name"),                          \
	FIELD(struct warehouse_sku, code, "code"),                                            \
	FIELD(struct warehouse_sku, name, "name"),                                            \
	FIELD(struct warehouse_sku, barcode, "barcode"),                                      \
	FIELD(struct warehouse_sku, weight_grams, "weightGrams", .flags = FIELD_NULL_ZERO),   \
	FIELD_CHOICE(struct warehouse_sku, status, "status", sku_status_names),               \
	FIELD(struct warehouse_sku, on_hand, "onHand"),                                       \
	FIELD(struct warehouse_sku, reserved, "reserved"),                                    \
	FIELD(struct warehouse_sku, available, "available"),                                  \
	FIELD(struct warehouse_sku, binding_count, "bindingCount"),                           \
	FIELD(struct warehouse_sku, editable, "editable"),                                    \
	FIELD(struct warehouse_sku, created_at, "createdAt"),                                 \
	FIELD(struct warehouse_sku, version, "version")

static const struct field row_fields[] = {
	ROW_FIELDS,
	FIELD_END
};
const struct shape warehouse_sku_row_shape = SHAPE(struct warehouse_sku, row_fields);

static const struct field sku_fields[] = {
	ROW_FIELDS,
	FIELD(struct warehouse_sku, code_fixed, "codeFixed"),
	FIELD_LIST(struct warehouse_sku, places, n_places, "stock", sku_place_shape),
	FIELD_LIST(struct warehouse_sku, bindings, n_bindings, "bindings", sku_binding_shape),
	FIELD_END
};
const struct shape warehouse_sku_shape = SHAPE(struct warehouse_sku, sku_fields);

static const struct field filter_fields[] = {
	FIELD(struct warehouse_sku_filter, q, "q", .flags = FIELD_TRIM, .max = Q_MAX),
	FIELD(struct warehouse_sku_filter, customer_id, "customerId"),
	FIELD_TEXTS(struct warehouse_sku_filter, statuses, n_statuses, "status", .max = SKU_STATUSES, .choices = sku_status_names),
	FIELD(struct warehouse_sku_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct warehouse_sku_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape warehouse_sku_filter_shape = SHAPE(struct warehouse_sku_filter, filter_fields);

static const struct field add_fields[] = {
	FIELD(struct add_warehouse_sku, customer_id, "customerId"),
	FIELD(struct add_warehouse_sku, code, "code", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = CODE_MAX),
	FIELD(struct add_warehouse_sku, name, "name", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = NAME_MAX),
	FIELD(struct add_warehouse_sku, barcode, "barcode", .flags = FIELD_TRIM, .max = BARCODE_MAX),
	FIELD(struct add_warehouse_sku, weight_grams, "weightGrams", .min = 0, .max = WEIGHT_MAX),
	FIELD_END
};
const struct shape add_warehouse_sku_shape = SHAPE(struct add_warehouse_sku, add_fields);

static const struct field change_fields[] = {
	FIELD(struct change_warehouse_sku, code, "code", .flags = FIELD_TRIM, .min = 1, .max = CODE_MAX),
	FIELD(struct change_warehouse_sku, name, "name", .flags = FIELD_TRIM, .min = 1, .max = NAME_MAX),
	FIELD(struct change_warehouse_sku, barcode, "barcode", .flags = FIELD_TRIM, .max = BARCODE_MAX),
	FIELD(struct change_warehouse_sku, weight_grams, "weightGrams", .min = 0, .max = WEIGHT_MAX),
	FIELD_CHOICE(struct change_warehouse_sku, status, "status", sku_status_names),
	FIELD_END
};
const struct shape change_warehouse_sku_shape = SHAPE(struct change_warehouse_sku, change_fields);

#include "model/exception.h"

enum { KEY_MAX = 191, CODE_MAX = 48 };

static const struct field filter_fields[] = {
	FIELD_TEXTS(struct exception_filter, kinds, n_kinds, "kind", .max = ORDER_KINDS, .choices = order_kind_names),
	FIELD_END
};
const struct shape exception_filter_shape = SHAPE(struct exception_filter, filter_fields);

static const struct field store_fields[] = { FIELD(struct named, id, "id"), FIELD(struct named, name, "name"), FIELD_END };
static const struct shape store_shape = SHAPE(struct named, store_fields);
static const struct field order_fields[] = { FIELD(struct named, id, "id"), FIELD(struct named, name, "orderNo"), FIELD_END };
static const struct shape order_ref_shape = SHAPE(struct named, order_fields);

static const struct field group_fields[] = {
	FIELD(struct exception_group, customer_id, "customer.id"),
	FIELD(struct exception_group, customer_name, "customer.name"),
	FIELD_CHOICE(struct exception_group, kind, "kind", order_kind_names),
	FIELD(struct exception_group, code, "code"),
	FIELD(struct exception_group, key, "key"),
	FIELD(struct exception_group, detail, "detail"),
	FIELD(struct exception_group, orders, "orders"),
	FIELD(struct exception_group, store_count, "storeCount"),
	FIELD(struct exception_group, since, "since"),
	FIELD_LIST(struct exception_group, stores, n_stores, "stores", store_shape),
	FIELD_LIST(struct exception_group, first_orders, n_first_orders, "firstOrders", order_ref_shape),
	FIELD(struct exception_group, store_ids, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct exception_group, order_ids, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape exception_group_shape = SHAPE(struct exception_group, group_fields);

static const struct field freed_fields[] = {
	FIELD(struct stock_freed, warehouse_id, "warehouse.id"),
	FIELD(struct stock_freed, warehouse_name, "warehouse.name"),
	FIELD(struct stock_freed, sku_id, "sku.id"),
	FIELD(struct stock_freed, sku_code, "sku.name"),
	FIELD(struct stock_freed, orders, "orders"),
	FIELD(struct stock_freed, at, "at"),
	FIELD_END
};
const struct shape stock_freed_shape = SHAPE(struct stock_freed, freed_fields);

static const struct field ref_fields[] = {
	FIELD_CHOICE(struct exception_ref, kind, "kind", order_kind_names),
	FIELD(struct exception_ref, key, "key", .flags = FIELD_REQUIRED, .min = 1, .max = KEY_MAX),
	FIELD_END
};
const struct shape exception_ref_shape = SHAPE(struct exception_ref, ref_fields);

static const struct field sku_fields[] = {
	FIELD(struct exception_sku, store_id, "store.id"),
	FIELD(struct exception_sku, store_name, "store.name"),
	FIELD(struct exception_sku, sku_key, "skuKey"),
	FIELD(struct exception_sku, platform_sku, "platformSku"),
	FIELD(struct exception_sku, name, "name"),
	FIELD(struct exception_sku, orders, "orders"),
	FIELD_END
};
const struct shape exception_sku_shape = SHAPE(struct exception_sku, sku_fields);

static const struct field retry_fields[] = {
	FIELD_CHOICE(struct retry_group, kind, "kind", order_kind_names, .flags = FIELD_REQUIRED),
	FIELD(struct retry_group, code, "code", .flags = FIELD_REQUIRED, .min = 1, .max = CODE_MAX),
	FIELD(struct retry_group, key, "key", .min = 1, .max = KEY_MAX),
	FIELD(struct retry_group, after_id, "afterId"),
	FIELD_END
};
const struct shape retry_group_shape = SHAPE(struct retry_group, retry_fields);

static const struct field retried_fields[] = {
	FIELD(struct retried, retried, "retried"),
	FIELD(struct retried, refused, "refused"),
	FIELD(struct retried, next_after_id, "nextAfterId"),
	FIELD_END
};
const struct shape retried_shape = SHAPE(struct retried, retried_fields);

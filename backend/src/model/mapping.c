#include "model/mapping.h"

enum { UNITS_MAX = 10000, ITEMS_MAX = 20, SKU_KEY_MAX = 191 };

static const struct field bind_item_fields[] = {
	FIELD(struct bind_item, sku_id, "skuId", .flags = FIELD_REQUIRED),
	FIELD(struct bind_item, quantity, "quantity", .flags = FIELD_REQUIRED, .min = 1, .max = UNITS_MAX),
	FIELD_END
};
static const struct shape bind_item_shape = SHAPE(struct bind_item, bind_item_fields);

static const struct field bind_sku_fields[] = {
	FIELD(struct bind_sku, store_id, "storeId", .flags = FIELD_REQUIRED),
	FIELD(struct bind_sku, sku_key, "skuKey", .flags = FIELD_REQUIRED, .min = 1, .max = SKU_KEY_MAX),
	FIELD_LIST(struct bind_sku, items, n_items, "items", bind_item_shape, .flags = FIELD_REQUIRED, .min = 1, .max = ITEMS_MAX),
	FIELD_END
};
const struct shape bind_sku_shape = SHAPE(struct bind_sku, bind_sku_fields);

static const struct field sku_mapping_fields[] = {
	FIELD(struct sku_mapping, id, "id"),
	FIELD(struct sku_mapping, store_id, "store.id"),
	FIELD(struct sku_mapping, store_name, "store.name"),
	FIELD(struct sku_mapping, sku_key, "skuKey"),
	FIELD(struct sku_mapping, platform_sku, "platformSku"),
	FIELD_LIST(struct sku_mapping, items, n_items, "items", mapping_item_shape),
	FIELD(struct sku_mapping, freed_orders, "freedOrders"),
	FIELD(struct sku_mapping, still_waiting, "stillWaiting"),
	FIELD(struct sku_mapping, event_id, "eventId"),
	FIELD(struct sku_mapping, version, "version"),
	FIELD(struct sku_mapping, customer_id, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape sku_mapping_shape = SHAPE(struct sku_mapping, sku_mapping_fields);

static const struct field undo_mapping_fields[] = {
	FIELD(struct undo_mapping, store_id, "storeId", .flags = FIELD_REQUIRED),
	FIELD(struct undo_mapping, sku_key, "skuKey", .flags = FIELD_REQUIRED, .min = 1, .max = SKU_KEY_MAX),
	FIELD(struct undo_mapping, event_id, "eventId", .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape undo_mapping_shape = SHAPE(struct undo_mapping, undo_mapping_fields);

static const struct field mapping_event_fields[] = {
	FIELD(struct mapping_event, id, "id"),
	FIELD(struct mapping_event, at, "at"),
	FIELD(struct mapping_event, actor_kind, "actor.kind"),
	FIELD(struct mapping_event, actor_name, "actor.name"),
	FIELD_RAW(struct mapping_event, items, "items"),
	FIELD_END
};
const struct shape mapping_event_shape = SHAPE(struct mapping_event, mapping_event_fields);

static const struct field mapping_history_query_fields[] = {
	FIELD(struct mapping_history_query, sku_key, "skuKey", .flags = FIELD_REQUIRED, .min = 1, .max = SKU_KEY_MAX),
	FIELD_END
};
const struct shape mapping_history_query_shape = SHAPE(struct mapping_history_query, mapping_history_query_fields);

static const struct field recheck_ref_fields[] = {
	FIELD(struct recheck_ref, store_id, "storeId", .flags = FIELD_REQUIRED),
	FIELD(struct recheck_ref, sku_key, "skuKey", .min = 1, .max = SKU_KEY_MAX),
	FIELD(struct recheck_ref, after_id, "afterId"),
	FIELD_END
};
const struct shape recheck_ref_shape = SHAPE(struct recheck_ref, recheck_ref_fields);

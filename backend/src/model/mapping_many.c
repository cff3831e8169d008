#include "model/mapping_many.h"

enum { SKU_KEY_MAX = 191, ITEMS_MAX = 500 };

const char *const match_how_names[] = { "identical", "folded", NULL };
const char *const import_change_names[] = { "new", "changed", "same", NULL };

static const struct field auto_match_item_fields[] = {
	FIELD(struct auto_match_item, sku_key, "skuKey", .flags = FIELD_REQUIRED, .min = 1, .max = SKU_KEY_MAX),
	FIELD(struct auto_match_item, sku_id, "skuId", .flags = FIELD_REQUIRED),
	FIELD_END
};
static const struct shape auto_match_item_shape = SHAPE(struct auto_match_item, auto_match_item_fields);

static const struct field auto_match_fields[] = {
	FIELD(struct auto_match, apply, "apply", .flags = FIELD_REQUIRED),
	FIELD_LIST(struct auto_match, items, n_items, "items", auto_match_item_shape, .min = 1, .max = ITEMS_MAX),
	FIELD_END
};
const struct shape auto_match_shape = SHAPE(struct auto_match, auto_match_fields);

static const struct field match_fields[] = {
	FIELD(struct match, sku_key, "skuKey"),
	FIELD(struct match, platform_sku, "platformSku"),
	FIELD(struct match, name, "name"),
	FIELD(struct match, sku_id, "sku.id"),
	FIELD(struct match, code, "sku.code"),
	FIELD(struct match, sku_name, "sku.name"),
	FIELD_CHOICE(struct match, how, "how", match_how_names),
	FIELD(struct match, waiting_orders, "waitingOrders"),
	FIELD_END
};
static const struct shape match_shape = SHAPE(struct match, match_fields);

static const struct field auto_match_result_fields[] = {
	FIELD(struct auto_match_result, store_id, "store.id"),
	FIELD(struct auto_match_result, store_name, "store.name"),
	FIELD(struct auto_match_result, applied, "applied"),
	FIELD_LIST(struct auto_match_result, matches, n_matches, "matches", match_shape),
	FIELD(struct auto_match_result, ambiguous, "ambiguous"),
	FIELD(struct auto_match_result, unmatched, "unmatched"),
	FIELD(struct auto_match_result, more, "more"),
	FIELD(struct auto_match_result, bound, "bound"),
	FIELD(struct auto_match_result, freed_orders, "freedOrders"),
	FIELD_END
};
const struct shape auto_match_result_shape = SHAPE(struct auto_match_result, auto_match_result_fields);

static const struct field import_query_fields[] = { FIELD(struct import_query, apply, "apply"), FIELD_END };
const struct shape import_query_shape = SHAPE(struct import_query, import_query_fields);

static const struct field import_fault_fields[] = {
	FIELD(struct import_fault, line, "line"),
	FIELD(struct import_fault, column, "column"),
	FIELD(struct import_fault, code, "code"),
	FIELD(struct import_fault, detail, "detail"),
	FIELD_END
};
const struct shape import_fault_shape = SHAPE(struct import_fault, import_fault_fields);

static const struct field import_binding_fields[] = {
	FIELD(struct import_binding, line, "line"),
	FIELD(struct import_binding, store_id, "store.id"),
	FIELD(struct import_binding, store_name, "store.name"),
	FIELD(struct import_binding, sku_key, "skuKey"),
	FIELD(struct import_binding, platform_sku, "platformSku"),
	FIELD(struct import_binding, name, "name"),
	FIELD_CHOICE(struct import_binding, change, "change", import_change_names),
	FIELD_LIST(struct import_binding, items, n_items, "items", mapping_item_shape),
	FIELD_LIST(struct import_binding, before, n_before, "before", mapping_item_shape),
	FIELD_END
};
static const struct shape import_binding_shape = SHAPE(struct import_binding, import_binding_fields);

static const struct field import_report_fields[] = {
	FIELD(struct import_report, applied, "applied"),
	FIELD(struct import_report, rows, "rows"),
	FIELD(struct import_report, blank, "blank"),
	FIELD(struct import_report, added, "added"),
	FIELD(struct import_report, changed, "changed"),
	FIELD(struct import_report, same, "same"),
	FIELD(struct import_report, faults_total, "faultsTotal"),
	FIELD_LIST(struct import_report, faults, n_faults, "faults", import_fault_shape),
	FIELD_LIST(struct import_report, bindings, n_bindings, "bindings", import_binding_shape),
	FIELD(struct import_report, freed_orders, "freedOrders"),
	FIELD_END
};
const struct shape import_report_shape = SHAPE(struct import_report, import_report_fields);

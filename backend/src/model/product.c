#include "model/product.h"

enum { STORES_MAX = 50 };

const char *const product_run_state_names[] = { "queued", "running", "done", "failed", NULL };
const char *const platform_sku_state_names[] = { "unbound", "bound", "digital", "gone", NULL };

static const struct field product_run_fields[] = {
	FIELD(struct product_run, id, "id"),
	FIELD(struct product_run, store_id, "store.id"),
	FIELD(struct product_run, store_name, "store.name"),
	FIELD_CHOICE(struct product_run, state, "state", product_run_state_names),
	FIELD(struct product_run, seen, "seen"),
	FIELD(struct product_run, added, "added"),
	FIELD(struct product_run, changed, "changed"),
	FIELD(struct product_run, gone, "gone"),
	FIELD(struct product_run, problem_code, "problem.code"),
	FIELD(struct product_run, problem_detail, "problem.detail"),
	FIELD(struct product_run, note, "note"),
	FIELD(struct product_run, requested_by, "requestedBy"),
	FIELD(struct product_run, created_at, "createdAt"),
	FIELD(struct product_run, finished_at, "finishedAt"),
	FIELD(struct product_run, customer_id, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct product_run, page_cursor, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape product_run_shape = SHAPE(struct product_run, product_run_fields);

static const struct field product_run_ref_fields[] = { FIELD(struct product_run_ref, run_id, "runId", .flags = FIELD_REQUIRED), FIELD_END };
const struct shape product_run_ref_shape = SHAPE(struct product_run_ref, product_run_ref_fields);

static const struct field product_fields[] = {
	FIELD(struct product, sku_key, NULL),
	FIELD(struct product, platform_sku, NULL),
	FIELD(struct product, name, NULL),
	FIELD(struct product, image_url, NULL),
	FIELD(struct product, shippable, NULL),
	FIELD(struct product, gone, NULL),
	FIELD_END
};
const struct shape product_shape = SHAPE(struct product, product_fields);

static const struct field platform_sku_fields[] = {
	FIELD(struct platform_sku, id, "id"),
	FIELD(struct platform_sku, store_id, "store.id"),
	FIELD(struct platform_sku, store_name, "store.name"),
	FIELD(struct platform_sku, sku_key, "skuKey"),
	FIELD(struct platform_sku, platform_sku, "platformSku"),
	FIELD(struct platform_sku, name, "name"),
	FIELD(struct platform_sku, image_url, "imageUrl"),
	FIELD_CHOICE(struct platform_sku, state, "state", platform_sku_state_names),
	FIELD(struct platform_sku, gone, "gone"),
	FIELD(struct platform_sku, mapping_id, "mappingId"),
	FIELD(struct platform_sku, mapping_version, "mappingVersion", .flags = FIELD_NULL_ZERO),
	FIELD_LIST(struct platform_sku, items, n_items, "items", mapping_item_shape),
	FIELD(struct platform_sku, waiting_orders, "waitingOrders"),
	FIELD(struct platform_sku, seen_at, "seenAt"),
	FIELD(struct platform_sku, customer_id, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct platform_sku, shippable, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct platform_sku, created_at, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape platform_sku_shape = SHAPE(struct platform_sku, platform_sku_fields);

static const struct field filter_fields[] = {
	FIELD_IDS(struct platform_sku_filter, stores, n_stores, "storeId", .max = STORES_MAX),
	FIELD_TEXTS(struct platform_sku_filter, states, n_states, "state", .max = PLATFORM_SKU_STATES, .choices = platform_sku_state_names),
	FIELD(struct platform_sku_filter, q, "q", .max = 128, .flags = FIELD_TRIM),
	FIELD(struct platform_sku_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct platform_sku_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape platform_sku_filter_shape = SHAPE(struct platform_sku_filter, filter_fields);

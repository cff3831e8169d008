#pragma once
#include "lib/db.h"
#include "lib/shape.h"
#include "model/order.h"

/* What a store sells: reading its list (a run), and the list of its platform SKUs with what each is bound to. */
enum product_run_state { PRODUCT_RUN_QUEUED, PRODUCT_RUN_RUNNING, PRODUCT_RUN_DONE, PRODUCT_RUN_FAILED };
extern const char *const product_run_state_names[];

struct product_run {
	uint64_t       id, customer_id, store_id;
	const char    *store_name;
	int32_t        state; /* enum product_run_state */
	const char    *page_cursor;
	int64_t        seen, added, changed, gone;
	const char    *problem_code, *problem_detail, *note;
	const char    *requested_by;
	struct instant created_at, finished_at;
};
extern const struct shape product_run_shape; /* rows, and the contract's ProductRun */

/* Payload of the job "product_sync". */
struct product_run_ref {
	uint64_t run_id;
};
extern const struct shape product_run_ref_shape;

/* One row of platform_product, as it is compared and stored. */
struct product {
	const char *sku_key, *platform_sku, *name, *image_url;
	bool        shippable, gone;
};
extern const struct shape product_shape; /* rows */

enum platform_sku_state { PLATFORM_SKU_UNBOUND, PLATFORM_SKU_BOUND, PLATFORM_SKU_DIGITAL, PLATFORM_SKU_GONE, PLATFORM_SKU_STATES };
extern const char *const platform_sku_state_names[];

struct platform_sku {
	uint64_t       id, customer_id, store_id;
	const char    *store_name, *sku_key, *platform_sku, *name, *image_url;
	int32_t        state; /* enum platform_sku_state */
	bool           shippable, gone;
	uint64_t       mapping_id; /* 0: not bound */
	int64_t        mapping_version;
	size_t         n_items;
	struct mapping_item *items;
	int64_t        waiting_orders;
	struct instant seen_at, created_at;
};
extern const struct shape platform_sku_shape; /* out: the contract's PlatformSku */

/* The query string of GET /platform-skus and of its export. */
struct platform_sku_filter {
	size_t       n_stores, n_states;
	uint64_t    *stores;
	const char **states; /* names of enum platform_sku_state */
	const char  *q;
	struct page  page;
};
extern const struct shape platform_sku_filter_shape;

#pragma once
#include "base/ctx.h"
#include "model/mapping.h"
#include "model/product.h"

/* Lists over platform_product: every SKU of a store's platform, and what may be bound to it. Bound to the caller. */

enum { PLATFORM_SKU_TOTAL_CAP = 10000 };

/* A page, newest first, without items and waiting orders. */
MUST_CHECK bool platform_sku_sql_page(struct ctx *c, const struct platform_sku_filter *f, struct platform_sku **rows, size_t *n,
	struct page_end *end);
/* Fills in what each is bound to. */
MUST_CHECK bool platform_sku_sql_items(struct ctx *c, struct platform_sku *rows, size_t n);

/* How many orders that are not on their way have a line of each SKU. */
struct sku_waiting {
	uint64_t    store_id;
	const char *sku_key;
	int64_t     orders;
};
MUST_CHECK bool platform_sku_sql_waiting(struct ctx *c, uint64_t customer_id, const uint64_t *stores, size_t n_stores,
	const char *const *keys, size_t n_keys, struct sku_waiting **rows, size_t *n);

/* A platform SKU that is not bound and a warehouse SKU with the same code: byte for byte, or but for spaces and case. */
struct sku_candidate {
	const char *sku_key, *platform_sku, *name;
	uint64_t    sku_id;
	const char *code, *sku_name;
	bool        identical;
};
/* All candidates of a store in the order of its SKUs, the identical ones first; at most `limit` rows. */
MUST_CHECK bool platform_sku_sql_candidates(struct ctx *c, uint64_t customer_id, uint64_t store_id, size_t limit,
	struct sku_candidate **rows, size_t *n);
/* SKUs of the store that want a binding. */
MUST_CHECK bool platform_sku_sql_count_unbound(struct ctx *c, uint64_t customer_id, uint64_t store_id, uint64_t *n);

/* What a file names: products of a store by key or by the platform's SKU (all that match but for spaces and case), and
 * warehouse SKUs by code. */
struct named_product {
	uint64_t    store_id;
	const char *sku_key, *platform_sku, *name;
	bool        shippable;
	uint64_t    mapping_id;
};
MUST_CHECK bool platform_sku_sql_by_key(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *const *keys, size_t n_keys,
	struct named_product **rows, size_t *n);
MUST_CHECK bool platform_sku_sql_by_sku(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *const *skus, size_t n_skus,
	struct named_product **rows, size_t *n);
struct named_sku {
	uint64_t    sku_id;
	const char *code, *name;
	int32_t     status; /* enum sku_status */
};
MUST_CHECK bool platform_sku_sql_codes(struct ctx *c, uint64_t customer_id, const char *const *codes, size_t n_codes,
	struct named_sku **rows, size_t *n);

#pragma once
#include "model/warehouse_sku.h"

/* Warehouse SKUs as they are maintained. Customers' users see their customer's, staff those of the customers that have a
 * business in their warehouses; numbers count the warehouses that the caller sees. */
MUST_CHECK bool warehouse_sku_sql_page(struct ctx *c, const struct warehouse_sku_filter *f, struct warehouse_sku **rows, size_t *n,
	struct page_end *end);
/* Problem: not_found. */
MUST_CHECK bool warehouse_sku_sql_get(struct ctx *c, uint64_t id, struct warehouse_sku *out);
/* Where it lies, and what is bound to it (at most SKU_BINDINGS_SHOWN). */
MUST_CHECK bool warehouse_sku_sql_places(struct ctx *c, struct warehouse_sku *s);
MUST_CHECK bool warehouse_sku_sql_bindings(struct ctx *c, struct warehouse_sku *s);

/* Locks it for this transaction: what may be changed, the version, and whether its code is fixed. */
MUST_CHECK bool warehouse_sku_sql_lock(struct ctx *c, uint64_t id, struct warehouse_sku *out);
/* False with db_duplicate_key() uk_code or uk_barcode when those are taken. */
MUST_CHECK bool warehouse_sku_sql_add(struct ctx *c, const struct warehouse_sku *s, uint64_t *id);
MUST_CHECK bool warehouse_sku_sql_set(struct ctx *c, const struct warehouse_sku *s);

/* ---- by the hundred: what stands of a customer's SKUs that a file names by code or by barcode, in no order. */
MUST_CHECK bool warehouse_sku_sql_by_code(struct ctx *c, uint64_t customer_id, const char *const *codes, size_t n_codes,
	struct warehouse_sku **rows, size_t *n);
MUST_CHECK bool warehouse_sku_sql_by_barcode(struct ctx *c, uint64_t customer_id, const char *const *barcodes, size_t n_barcodes,
	struct warehouse_sku **rows, size_t *n);
/* False with db_duplicate_key() when another made one of them meanwhile. */
MUST_CHECK bool warehouse_sku_sql_add_many(struct ctx *c, const struct warehouse_sku *rows, size_t n);
/* *matched is false when it is no longer at that version. */
MUST_CHECK bool warehouse_sku_sql_set_at(struct ctx *c, const struct warehouse_sku *s, bool *matched);

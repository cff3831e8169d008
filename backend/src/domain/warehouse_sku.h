#pragma once
#include "base/ctx.h"
#include "model/sku_import.h"
#include "model/warehouse_sku.h"

/* Maintaining warehouse SKUs. Staff (warehouse_manage) maintain those of the customers they serve; a customer's users
 * see theirs, propose new ones and correct a proposal until the warehouse has reviewed it. */

MUST_CHECK bool warehouse_sku_page(struct ctx *c, const struct warehouse_sku_filter *f, struct warehouse_sku **rows, size_t *n,
	struct page_end *end);
/* With where it lies and what is bound to it. Problem: not_found. */
MUST_CHECK bool warehouse_sku_get(struct ctx *c, uint64_t id, struct warehouse_sku *out);
/* Staff add enabled ones, customers' users one that waits for its review. Problems: forbidden, invalid (unknown customer),
 * name_taken (code, barcode). */
MUST_CHECK bool warehouse_sku_add(struct ctx *c, const struct add_warehouse_sku *in, uint64_t *id);
/* Problems: not_found, stale, forbidden, name_taken, invalid (the code of one that is used). */
MUST_CHECK bool warehouse_sku_change(struct ctx *c, uint64_t id, int64_t version, const struct change_warehouse_sku *in);

/* Reads a CSV file (columns code, name, barcode, weight_grams) and says row by row what is wrong with it and what it would
 * add or change; an empty cell leaves what stands. Only with `apply`, and only when nothing is wrong, it is written: all of
 * it or nothing. What may be done is as with single ones. Problems: forbidden, malformed (not UTF-8, not CSV, no such head), invalid
 * (`apply` of a file with faults, unknown customer). */
MUST_CHECK bool warehouse_sku_import(struct ctx *c, uint64_t customer_id, const char *text, size_t n, bool apply,
	struct sku_import_report *out);

/* ---- for warehouse_sku_import.c */
MUST_CHECK bool warehouse_sku_owner(struct ctx *c, uint64_t asked, uint64_t *customer_id);
bool            warehouse_sku_editable(const struct ctx *c, int32_t status);

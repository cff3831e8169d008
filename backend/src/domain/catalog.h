#pragma once
#include "base/ctx.h"
#include "model/sku.h"

/* What the dispatch dialog offers, bound to the caller. */

/* The customer's SKUs by code, name or barcode, best first, with stock and why one cannot be bound. */
MUST_CHECK bool catalog_skus(struct ctx *c, const struct sku_filter *f, struct sku **rows, size_t *n);
/* The warehouses in use; `dropshipping` and `b2b` say whether the caller's customer may send buyers' and purchase orders
 * there. Staff see theirs. */
MUST_CHECK bool catalog_warehouses(struct ctx *c, struct warehouse **rows, size_t *n);
/* Channels offered in a warehouse for orders of a kind (enum order_kind): none to a customer without that business there.
 * Problem: not_found. */
MUST_CHECK bool catalog_channels(struct ctx *c, uint64_t warehouse_id, int32_t kind, struct shipping_channel **rows, size_t *n);

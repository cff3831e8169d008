#pragma once
#include "base/ctx.h"
#include "model/stock.h"

/* Stock for showing, and putting it right by hand. */

MUST_CHECK bool stock_page(struct ctx *c, const struct stock_filter *f, struct stock_row **rows, size_t *n, struct page_end *end);
/* The ledger of one row. Problem: not_found. */
MUST_CHECK bool stock_ledger(struct ctx *c, const struct stock_ledger_filter *f, struct stock_entry **rows, size_t *n,
	struct page_end *end);
/* What the reserved units of a row are held by; at most 200. Problem: not_found. */
MUST_CHECK bool stock_holds(struct ctx *c, const struct stock_ref *ref, struct stock_hold **rows, size_t *n);

/* Adds to (or takes from) what is on hand, as one movement with the adjustment as its cause. What is reserved stays: less
 * than that can never be on hand. Own transaction. Problems: forbidden (not staff), not_found (warehouse, SKU), invalid,
 * business_missing (the customer has no business there), stale (not what was seen), quantity_exceeds, naming what is
 * reserved by whom. */
MUST_CHECK bool stock_adjust(struct ctx *c, const struct adjust_stock *in, struct stock_row *out);

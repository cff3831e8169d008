#pragma once
#include "model/stock.h"

/* Stock for showing, bound to the caller: customers' users see their customer's, staff what lies in their warehouses. */
MUST_CHECK bool stock_sql_page(struct ctx *c, const struct stock_filter *f, struct stock_row **rows, size_t *n, struct page_end *end);
/* Problem: not_found. */
MUST_CHECK bool stock_sql_get(struct ctx *c, uint64_t warehouse_id, uint64_t sku_id, struct stock_row *out);

/* The ledger of one row, newest first, with what stood there after each line. */
MUST_CHECK bool stock_sql_ledger(struct ctx *c, const struct stock_ledger_filter *f, struct stock_entry **rows, size_t *n,
	struct page_end *end);
/* The outbound orders that hold some of it, oldest first; at most `limit`. */
MUST_CHECK bool stock_sql_holds(struct ctx *c, uint64_t warehouse_id, uint64_t sku_id, int limit, struct stock_hold **rows, size_t *n);

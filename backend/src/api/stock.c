/* What lies in the warehouses, how it came to be so, and putting it right. */
#include "api/api.h"

#include "domain/stock_adjust.h"

static bool list(struct req *r)
{
	struct stock_filter f = { 0 };
	struct stock_row *rows;
	struct page_end end;
	size_t n;

	return req_query(r, &stock_filter_shape, &f)
	    && stock_page(r->ctx, &f, &rows, &n, &end)
	    && answer_page(r, &stock_row_shape, rows, n, &end);
}

static bool ledger(struct req *r)
{
	struct stock_ledger_filter f = { 0 };
	struct stock_entry *rows;
	struct page_end end;
	size_t n;

	return req_query(r, &stock_ledger_filter_shape, &f)
	    && stock_ledger(r->ctx, &f, &rows, &n, &end)
	    && answer_page(r, &stock_entry_shape, rows, n, &end);
}

static bool holds(struct req *r)
{
	struct stock_ref ref = { 0 };
	struct stock_hold *rows;
	size_t n;

	return req_query(r, &stock_ref_shape, &ref)
	    && stock_holds(r->ctx, &ref, &rows, &n)
	    && answer_items(r, 200, &stock_hold_shape, rows, n);
}

static bool adjust(struct req *r)
{
	struct adjust_stock in = { .seen_on_hand = SEEN_NOT_GIVEN };
	struct stock_row out;

	return req_body(r, &adjust_stock_shape, &in)
	    && stock_adjust(r->ctx, &in, &out)
	    && answer_shape(r, 201, &stock_row_shape, &out);
}

const struct route stock_routes[] = {
	{ HTTP_GET,  "/api/v1/stock",              PERM_STOCK_VIEW,   list,   0 },
	{ HTTP_GET,  "/api/v1/stock-movements",    PERM_STOCK_VIEW,   ledger, 0 },
	{ HTTP_GET,  "/api/v1/stock-reservations", PERM_STOCK_VIEW,   holds,  0 },
	{ HTTP_POST, "/api/v1/stock-adjustments",  PERM_STOCK_ADJUST, adjust, 0 },
	{ 0 }
};

/* The row is locked first, so that the sentence of a refusal is about what stands there; the UPDATE has its condition all
 * the same, and the table its CHECK. */
#include "domain/stock_adjust.h"

#include "base/buf.h"
#include "domain/staff.h"
#include "domain/stock_recheck.h"
#include "lib/db.h"
#include "sql/business_sql.h"
#include "sql/stock_page_sql.h"
#include "sql/stock_sql.h"
#include "sql/warehouse_sku_sql.h"
#include "sql/warehouse_sql.h"

#include <string.h>

enum { HOLDS_SHOWN = 200, HOLDS_NAMED = 5 };

bool stock_page(struct ctx *c, const struct stock_filter *f, struct stock_row **rows, size_t *n, struct page_end *end)
{
	struct stock_filter read = *f;

	*rows = NULL;
	*n = 0;
	return page_read(c, &read.page) && stock_sql_page(c, &read, rows, n, end);
}

bool stock_ledger(struct ctx *c, const struct stock_ledger_filter *f, struct stock_entry **rows, size_t *n, struct page_end *end)
{
	struct stock_ledger_filter read = *f;
	struct stock_row           row = { 0 };

	*rows = NULL;
	*n = 0;
	return page_read(c, &read.page)
	    && stock_sql_get(c, f->warehouse_id, f->sku_id, &row)
	    && stock_sql_ledger(c, &read, rows, n, end);
}

bool stock_holds(struct ctx *c, const struct stock_ref *ref, struct stock_hold **rows, size_t *n)
{
	struct stock_row row = { 0 };

	*rows = NULL;
	*n = 0;
	return stock_sql_get(c, ref->warehouse_id, ref->sku_id, &row)
	    && stock_sql_holds(c, ref->warehouse_id, ref->sku_id, HOLDS_SHOWN, rows, n);
}

/* ---- putting it right ---------------------------------------------------------------------------- */

struct work {
	const struct adjust_stock *in;
	struct stock_row          *out;
	struct warehouse_sku       sku;
	struct warehouse           place;
	struct stock_now           now;
};

/* Goods may lie where their customer is served. */
static bool first_time(struct ctx *c, struct work *w)
{
	bool any;

	if (!business_sql_any(c, w->sku.customer_id, w->in->warehouse_id, &any))
		return false;
	if (!any)
		return problem(c, PROBLEM_BUSINESS_MISSING, "%s has no business in %s: set one up before goods are received there.",
			w->sku.customer_name, w->place.name);
	if (w->in->change < 0)
		return problem(c, PROBLEM_QUANTITY_EXCEEDS, "There is no %s in %s.", w->sku.code, w->place.name);
	if (stock_sql_add(c, w->sku.customer_id, w->in->warehouse_id, w->in->sku_id))
		return true;
	if (db_duplicate_key(c)) { /* another made the row between our look and our insert: the second look finds it */
		problem_clear(c);
		problem(c, PROBLEM_BUSY, "This stock is being changed by somebody else.");
	}
	return false;
}

static bool lock(struct ctx *c, struct work *w)
{
	bool found;

	w->now = (struct stock_now){ 0 };
	return stock_sql_lock(c, w->sku.customer_id, w->in->warehouse_id, w->in->sku_id, &w->now, &found) && (found || first_time(c, w));
}

static bool still_as_seen(struct ctx *c, const struct work *w)
{
	return w->in->seen_on_hand == SEEN_NOT_GIVEN || w->in->seen_on_hand == w->now.on_hand
	    || problem(c, PROBLEM_STALE, "%s in %s: %lld are on hand now, not %lld.", w->sku.code, w->place.name,
		(long long)w->now.on_hand, (long long)w->in->seen_on_hand);
}

/* "OB00000012 (2), OB00000015 (1) and 3 more" */
static const char *holders(struct ctx *c, const struct work *w)
{
	struct buf         words = buf_new(c->arena, 128);
	struct stock_hold *rows;
	size_t             n;

	if (!stock_sql_holds(c, w->in->warehouse_id, w->in->sku_id, HOLDS_SHOWN, &rows, &n))
		return NULL;
	for (size_t i = 0; i < n && i < HOLDS_NAMED; i++)
		buf_printf(&words, "%s%s (%lld)", i ? ", " : "", rows[i].outbound_no ? rows[i].outbound_no : rows[i].order_no, (long long)rows[i].quantity);
	if (n > HOLDS_NAMED)
		buf_printf(&words, " and %zu more", n - HOLDS_NAMED);
	return words.text;
}

static bool too_much(struct ctx *c, const struct work *w)
{
	const int64_t left = w->now.on_hand - w->now.reserved;
	const char   *by;

	if (!w->now.reserved)
		return problem(c, PROBLEM_QUANTITY_EXCEEDS, "%s in %s: %lld on hand, so at most %lld can be taken out.", w->sku.code,
			w->place.name, (long long)w->now.on_hand, (long long)left);
	by = holders(c, w);
	if (!by)
		return false;
	return problem(c, PROBLEM_QUANTITY_EXCEEDS,
		"%s in %s: %lld on hand, %lld of them reserved%s%s, so at most %lld can be taken out.", w->sku.code, w->place.name,
		(long long)w->now.on_hand, (long long)w->now.reserved, *by ? " by " : "", by, (long long)left);
}

static bool move(struct ctx *c, const struct work *w)
{
	const struct stock_movement moved = { .sku_id = w->in->sku_id, .on_hand_change = w->in->change };
	uint64_t                    adjustment_id;
	bool                        matched;

	if (w->now.on_hand + w->in->change < w->now.reserved)
		return too_much(c, w);
	if (!stock_sql_change(c, STOCK_ADJUST, w->sku.customer_id, w->in->warehouse_id, w->in->sku_id, w->in->change, &matched))
		return false;
	if (!matched)
		return problem(c, PROBLEM_INTERNAL, "The stock of %s changed under its lock.", w->sku.code);
	return stock_sql_add_adjustment(c, w->sku.customer_id, w->in, &adjustment_id)
	    && stock_sql_add_movements(c, STOCK_ADJUST, adjustment_id, w->sku.customer_id, w->in->warehouse_id, w->in->note, &moved, 1);
}

static bool adjust(struct ctx *c, void *arg)
{
	struct work *w = arg;

	memset(w->out, 0, sizeof *w->out);
	return warehouse_sql_get(c, w->in->warehouse_id, true, &w->place)
	    && warehouse_sku_sql_get(c, w->in->sku_id, &w->sku)
	    && lock(c, w)
	    && still_as_seen(c, w)
	    && move(c, w)
	    && stock_sql_get(c, w->in->warehouse_id, w->in->sku_id, w->out)
	    && (w->in->change < 0 || stock_recheck_later(c, w->sku.customer_id, w->in->warehouse_id, w->in->sku_id));
}

bool stock_adjust(struct ctx *c, const struct adjust_stock *in, struct stock_row *out)
{
	if (!staff_allow(c, "adjusting stock"))
		return false;
	if (!in->change)
		return problem_field(c, "change", "out_of_range", "must not be 0");
	return db_again(c, adjust, &(struct work){ .in = in, .out = out });
}

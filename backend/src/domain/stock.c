/* Every change of stock is one conditional UPDATE: two who want the last unit cannot both have it,
 * whatever they read before. SKUs go in ascending order, so that two changes never wait for each other
 * in a circle. */
#include "domain/stock.h"

#include "base/buf.h"
#include "lib/failpoint.h"
#include "sql/stock_sql.h"

#include <stdlib.h>

static int by_sku(const void *a, const void *b)
{
	const struct stock_item *x = a, *y = b;

	return x->sku_id < y->sku_id ? -1 : x->sku_id > y->sku_id;
}

struct stock_item *stock_merged(struct ctx *c, const struct stock_item *from, size_t n_from, size_t *n)
{
	struct stock_item *items = NEW_N(c->arena, struct stock_item, n_from + 1);

	for (size_t i = 0; i < n_from; i++)
		items[i] = from[i];
	qsort(items, n_from, sizeof *items, by_sku);
	*n = 0;
	for (size_t i = 0; i < n_from; i++)
		if (*n && items[*n - 1].sku_id == items[i].sku_id)
			items[*n - 1].quantity += items[i].quantity;
		else
			items[(*n)++] = items[i];
	return items;
}

/* Names every SKU that is short, not only the first: whoever reads it wants to fix all of them at once. */
bool stock_suffices(struct ctx *c, const struct stock_item *items, size_t n, const int64_t *available, const char **short_code)
{
	struct buf words = buf_new(c->arena, 128);

	for (size_t i = 0; i < n; i++) {
		if (available[i] >= items[i].quantity)
			continue;
		if (!words.len && short_code)
			*short_code = items[i].code;
		buf_printf(&words, "%s%s: %lld needed, %lld available", words.len ? "; " : "",
			items[i].code ? items[i].code : "a SKU", (long long)items[i].quantity, (long long)available[i]);
	}
	return !words.len || problem(c, PROBLEM_INSUFFICIENT_STOCK, "Insufficient stock: %s.", words.text);
}

/* Those before have been reserved by now, so only the rest are asked for. */
static bool short_of(struct ctx *c, const struct stock_change *s, const struct stock_item *items, size_t n)
{
	int64_t *available = NEW_N(c->arena, int64_t, n + 1);

	for (size_t i = 0; i < n; i++) {
		uint64_t there;

		if (!stock_sql_available(c, s->customer_id, s->warehouse_id, items[i].sku_id, &there))
			return false;
		available[i] = (int64_t)there;
	}
	return stock_suffices(c, items, n, available, s->short_code)
	    && problem(c, PROBLEM_BUSY, "Stock was given back just now.");
}

static bool not_reserved(struct ctx *c, const struct stock_item *item)
{
	problem(c, PROBLEM_INTERNAL, "The stock reserved for this order does not add up.");
	return problem_cause(c, "sku %llu: fewer than %lld reserved", (unsigned long long)item->sku_id,
		(long long)item->quantity);
}

static bool takes(enum stock_cause cause)
{
	return cause == STOCK_RESERVE || cause == STOCK_HOLD;
}

static bool change(struct ctx *c, const struct stock_change *s, enum stock_cause cause)
{
	size_t                 n;
	struct stock_item     *items = stock_merged(c, s->items, s->n_items, &n);
	struct stock_movement *moved = NEW_N(c->arena, struct stock_movement, n + 1);

	for (size_t i = 0; i < n; i++) {
		const int64_t q = items[i].quantity;
		bool          matched;

		if (!stock_sql_change(c, cause, s->customer_id, s->warehouse_id, items[i].sku_id, q, &matched))
			return false;
		if (!matched)
			return takes(cause) ? short_of(c, s, items + i, n - i) : not_reserved(c, &items[i]);
		moved[i] = (struct stock_movement){ .sku_id = items[i].sku_id, .on_hand_change = cause == STOCK_SHIP ? -q : 0,
			.reserved_change = takes(cause) ? q : -q };
	}
	return FP(c, "stock.before_movements")
	    && stock_sql_add_movements(c, cause, s->cause_id, s->customer_id, s->warehouse_id, s->note, moved, n);
}

bool stock_reserve(struct ctx *c, const struct stock_change *s)
{
	return change(c, s, STOCK_RESERVE);
}

bool stock_release(struct ctx *c, const struct stock_change *s)
{
	return change(c, s, STOCK_RELEASE);
}

bool stock_ship(struct ctx *c, const struct stock_change *s)
{
	return change(c, s, STOCK_SHIP);
}

bool stock_hold(struct ctx *c, const struct stock_change *s)
{
	return change(c, s, STOCK_HOLD);
}

bool stock_unhold(struct ctx *c, const struct stock_change *s)
{
	return change(c, s, STOCK_UNHOLD);
}

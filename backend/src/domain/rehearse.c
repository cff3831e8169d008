#include "domain/rehearse.h"

#include "domain/dispatch.h"
#include "domain/dispatch_check.h"
#include "domain/hold.h"
#include "domain/ship_to.h"
#include "sql/order_dispatch_sql.h"

#include <stdlib.h>
#include <string.h>

/* An order's facts and what was found about it. */
struct asked {
	size_t               at; /* in the order asked */
	struct order        *order;
	struct dispatch_case found;
	bool                 passed;  /* only the stock can stop it now */
	struct stock_item   *items;   /* merged */
	size_t               n_items;
};

/* One rehearsal on its way. */
struct work {
	const struct rehearse *in;
	struct dispatch_place  place;
	enum order_action      action;
	size_t                 n;
	struct asked          *asked; /* as asked */
	struct rehearsal      *out;
};

static int by_id(const void *a, const void *b)
{
	const struct asked *const *x = a, *const *y = b;

	return (*x)->order->id < (*y)->order->id ? -1 : (*x)->order->id > (*y)->order->id;
}

static int id_order(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static struct order *order_of(struct order *rows, size_t n, uint64_t id)
{
	size_t low = 0, high = n;

	while (low < high) {
		const size_t mid = (low + high) / 2;

		if (rows[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && rows[low].id == id ? &rows[low] : NULL;
}

static bool no_order_twice(struct ctx *c, const uint64_t *ids, size_t n)
{
	uint64_t *sorted = NEW_N(c->arena, uint64_t, n + 1);

	memcpy(sorted, ids, n * sizeof *ids);
	qsort(sorted, n, sizeof *sorted, id_order);
	for (size_t i = 1; i < n; i++)
		if (sorted[i] == sorted[i - 1])
			return problem_field(c, "orderIds", "repeated", "name an order twice");
	return true;
}

static bool read_orders(struct ctx *c, struct work *w)
{
	struct order *rows;
	size_t        n;

	if (!order_sql_to_dispatch(c, w->in->order_ids, w->n, &rows, &n))
		return false;
	for (size_t i = 0; i < w->n; i++) {
		w->asked[i].at = i;
		w->asked[i].order = order_of(rows, n, w->in->order_ids[i]);
		if (!w->asked[i].order)
			return problem(c, PROBLEM_NOT_FOUND, "There is no such order.");
		if (!ship_to_fill(c, w->asked[i].order, 1))
			return false;
	}
	return true;
}

/* Lines come by order id: walked along with the orders by id. */
static bool read_lines(struct ctx *c, struct work *w)
{
	struct asked     **sorted = NEW_N(c->arena, struct asked *, w->n + 1);
	struct order_line *lines;
	size_t             n, at = 0;

	if (!order_sql_lines_as_mapped(c, w->in->order_ids, w->n, &lines, &n))
		return false;
	for (size_t i = 0; i < w->n; i++)
		sorted[i] = &w->asked[i];
	qsort(sorted, w->n, sizeof *sorted, by_id);
	for (size_t i = 0; i < w->n; i++) {
		const size_t first = at;

		while (at < n && lines[at].order_id == sorted[i]->order->id)
			at++;
		sorted[i]->found = (struct dispatch_case){ .action = w->action, .order = sorted[i]->order, .place = &w->place,
			.labelled = w->action == ORDER_DISPATCH,
			.lines = lines + first, .n_lines = at - first };
	}
	return true;
}

static struct rehearsed_order *row_of(const struct work *w, const struct asked *a)
{
	return &w->out->orders[a->at];
}

/* The problem is how the order's part of the rehearsal ends, not ours. */
static bool stops(struct ctx *c, const struct work *w, const struct asked *a)
{
	struct rehearsed_order *row = row_of(w, a);

	if (problem_is(c, PROBLEM_INTERNAL))
		return false;
	row->code = problem_kinds[c->problem.code].code;
	row->detail = c->problem.detail;
	problem_clear(c);
	return true;
}

static bool check_all(struct ctx *c, struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct asked *a = &w->asked[i];

		*row_of(w, a) = (struct rehearsed_order){ .order_id = a->order->id, .order_no = a->order->order_no,
			.version = a->order->version };
		a->passed = dispatch_check(c, &a->found);
		if (a->passed)
			a->items = stock_merged(c, a->found.needed, a->found.n_goods, &a->n_items);
		else if (!stops(c, w, a))
			return false;
	}
	return true;
}

/* ---- the stock, counted down ----------------------------------------------------------------------- */

static size_t sku_at(const struct rehearsed_sku *skus, size_t n, uint64_t id)
{
	size_t low = 0, high = n;

	while (low < high) {
		const size_t mid = (low + high) / 2;

		if (skus[mid].sku_id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool read_stock(struct ctx *c, struct work *w)
{
	size_t            most = 0, n = 0, n_there;
	uint64_t         *ids;
	struct sku_there *there;

	for (size_t i = 0; i < w->n; i++)
		most += w->asked[i].n_items;
	ids = NEW_N(c->arena, uint64_t, most + 1);
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->asked[i].n_items; k++)
			ids[n++] = w->asked[i].items[k].sku_id;
	qsort(ids, n, sizeof *ids, id_order);
	most = 0;
	for (size_t i = 0; i < n; i++)
		if (!i || ids[i] != ids[i - 1])
			ids[most++] = ids[i];
	w->out->skus = NEW_N(c->arena, struct rehearsed_sku, most + 1);
	w->out->n_skus = most;
	if (!most)
		return true;
	if (!order_sql_there(c, w->asked[0].order->customer_id, w->in->warehouse_id, ids, most, &there, &n_there))
		return false;
	if (n_there != most)
		return problem(c, PROBLEM_INTERNAL, "A warehouse SKU of these orders is not known.");
	for (size_t i = 0; i < most; i++)
		w->out->skus[i] = (struct rehearsed_sku){ .sku_id = there[i].sku_id, .code = there[i].code, .name = there[i].name,
			.available = there[i].available, .remains = there[i].available };
	return true;
}

/* What the order holds by itself is there for it. */
static bool add_held(struct ctx *c, struct work *w, const struct asked *a)
{
	struct hold_item *held;
	size_t            n;

	if (a->order->kind != ORDER_B2B)
		return true;
	if (!hold_sql_of(c, a->order, &held, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		const size_t at = sku_at(w->out->skus, w->out->n_skus, held[i].sku_id);

		if (held[i].warehouse_id == w->in->warehouse_id && at < w->out->n_skus && w->out->skus[at].sku_id == held[i].sku_id) {
			w->out->skus[at].available += held[i].quantity;
			w->out->skus[at].remains += held[i].quantity;
		}
	}
	return true;
}

static bool take_stock(struct ctx *c, struct work *w, struct asked *a)
{
	struct rehearsed_sku *skus = w->out->skus;
	size_t               *at = NEW_N(c->arena, size_t, a->n_items + 1);
	int64_t              *left = NEW_N(c->arena, int64_t, a->n_items + 1);

	for (size_t i = 0; i < a->n_items; i++) {
		at[i] = sku_at(skus, w->out->n_skus, a->items[i].sku_id);
		left[i] = skus[at[i]].remains;
		skus[at[i]].needed += a->items[i].quantity;
	}
	if (!stock_suffices(c, a->items, a->n_items, left, NULL))
		return stops(c, w, a);
	for (size_t i = 0; i < a->n_items; i++)
		skus[at[i]].remains -= a->items[i].quantity;
	row_of(w, a)->goes = true;
	return true;
}

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct rehearsed_sku *)a)->code, ((const struct rehearsed_sku *)b)->code);
}

static bool count_down(struct ctx *c, struct work *w)
{
	if (!read_stock(c, w))
		return false;
	for (size_t i = 0; i < w->n; i++) {
		if (w->asked[i].passed && (!add_held(c, w, &w->asked[i]) || !take_stock(c, w, &w->asked[i])))
			return false;
		*(w->out->orders[i].goes ? &w->out->go : &w->out->stay) += 1;
	}
	qsort(w->out->skus, w->out->n_skus, sizeof *w->out->skus, by_code);
	return true;
}

bool rehearse_dispatch(struct ctx *c, const struct rehearse *in, struct rehearsal *out)
{
	struct work w = { .in = in, .n = in->n_order_ids, .out = out,
		.action = in->n_order_ids == 1 ? ORDER_DISPATCH : ORDER_BATCH_DISPATCH };

	*out = (struct rehearsal){ .n_orders = w.n, .orders = NEW_N(c->arena, struct rehearsed_order, w.n + 1) };
	w.asked = NEW_N(c->arena, struct asked, w.n + 1);
	return no_order_twice(c, in->order_ids, w.n)
	    && read_orders(c, &w)
	    && dispatch_place_get(c, w.asked[0].order->customer_id, in->warehouse_id, in->channel_id, &w.place)
	    && read_lines(c, &w)
	    && check_all(c, &w)
	    && count_down(c, &w);
}

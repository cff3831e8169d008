#include "domain/hold.h"

#include "domain/stock.h"
#include "lib/failpoint.h"
#include "sql/stock_sql.h"

static bool lock_some(struct ctx *c, const struct order *o, uint64_t warehouse_id, const uint64_t *ids, size_t n, int64_t *available)
{
	return n == 0 || stock_sql_lock_many(c, o->customer_id, warehouse_id, ids, n, available);
}

/* Two ascending lists made one. */
static size_t merged(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b, uint64_t *out)
{
	size_t n = 0, i = 0, j = 0;

	while (i < n_a || j < n_b) {
		const uint64_t next = j == n_b || (i < n_a && a[i] <= b[j]) ? a[i] : b[j];

		while (i < n_a && a[i] == next)
			i++;
		while (j < n_b && b[j] == next)
			j++;
		out[n++] = next;
	}
	return n;
}

static size_t skus_of(const struct hold_item *held, size_t n, uint64_t *out)
{
	size_t n_out = 0;

	for (size_t i = 0; i < n; i++)
		if (!n_out || out[n_out - 1] != held[i].sku_id)
			out[n_out++] = held[i].sku_id;
	return n_out;
}

static int64_t held_of(const struct hold_item *held, size_t n, uint64_t warehouse_id, uint64_t sku_id)
{
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		if (held[i].warehouse_id == warehouse_id && held[i].sku_id == sku_id)
			sum += held[i].quantity;
	return sum;
}

bool hold_lock(struct ctx *c, const struct order *o, uint64_t warehouse_id, const uint64_t *sku_ids, size_t n, int64_t *available)
{
	struct hold_item *held;
	size_t            n_held, n_all, n_ids;
	uint64_t         *ids, *all;
	int64_t          *there;

	if (!hold_sql_of(c, o, &held, &n_held))
		return false;
	ids = NEW_N(c->arena, uint64_t, n_held + 1);
	n_ids = skus_of(held, n_held, ids);
	all = NEW_N(c->arena, uint64_t, n_ids + n + 1);
	there = NEW_N(c->arena, int64_t, n_ids + n + 1);
	if (!n_held || held[0].warehouse_id == warehouse_id) {
		n_all = merged(ids, n_ids, sku_ids, n, all);
		if (!lock_some(c, o, warehouse_id, all, n_all, there))
			return false;
		for (size_t i = 0, k = 0; i < n; i++) {
			while (all[k] != sku_ids[i])
				k++;
			available[i] = there[k];
		}
	} else if (held[0].warehouse_id < warehouse_id) {
		if (!lock_some(c, o, held[0].warehouse_id, ids, n_ids, there) || !lock_some(c, o, warehouse_id, sku_ids, n, available))
			return false;
	} else if (!lock_some(c, o, warehouse_id, sku_ids, n, available) || !lock_some(c, o, held[0].warehouse_id, ids, n_ids, there)) {
		return false;
	}
	for (size_t i = 0; i < n; i++)
		available[i] += held_of(held, n_held, warehouse_id, sku_ids[i]);
	return true;
}

static bool move(struct ctx *c, const struct order *o, uint64_t warehouse_id, const struct hold_item *items, size_t n, bool take)
{
	struct stock_item  *goods = NEW_N(c->arena, struct stock_item, n + 1);
	struct stock_change change = { .customer_id = o->customer_id, .warehouse_id = warehouse_id, .note = o->order_no, .n_items = n,
		.items = goods };

	for (size_t i = 0; i < n; i++)
		goods[i] = (struct stock_item){ .sku_id = items[i].sku_id, .quantity = items[i].quantity, .code = items[i].code };
	return hold_sql_add_change(c, o, &change.cause_id) && (take ? stock_hold(c, &change) : stock_unhold(c, &change));
}

bool hold_take(struct ctx *c, const struct order *o, uint64_t warehouse_id, const struct hold_item *items, size_t n)
{
	struct hold_item *here = NEW_N(c->arena, struct hold_item, n + 1);

	if (!n)
		return true;
	for (size_t i = 0; i < n; i++) {
		here[i] = items[i];
		here[i].warehouse_id = warehouse_id;
	}
	return move(c, o, warehouse_id, here, n, true) && FP(c, "hold.after_stock") && hold_sql_add(c, o, here, n);
}

bool hold_give_up(struct ctx *c, const struct order *o)
{
	struct hold_item *held;
	size_t            n;

	return hold_sql_of(c, o, &held, &n)
	    && (!n || (move(c, o, held[0].warehouse_id, held, n, false) && FP(c, "hold.after_release") && hold_sql_remove(c, o)));
}

bool hold_hand_over(struct ctx *c, const struct order *o, uint64_t warehouse_id, const struct stock_item *goods, size_t n)
{
	size_t                   n_skus;
	const struct stock_item *merged_goods = stock_merged(c, goods, n, &n_skus);
	uint64_t                *ids = NEW_N(c->arena, uint64_t, n_skus + 1);
	int64_t                 *available = NEW_N(c->arena, int64_t, n_skus + 1);

	for (size_t i = 0; i < n_skus; i++)
		ids[i] = merged_goods[i].sku_id;
	return hold_lock(c, o, warehouse_id, ids, n_skus, available) && hold_give_up(c, o);
}

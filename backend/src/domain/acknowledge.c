#include "domain/acknowledge.h"

#include "domain/acknowledge_check.h"
#include "domain/dispatch.h"
#include "domain/dispatch_check.h"
#include "domain/hold.h"
#include "domain/order.h"
#include "domain/writeback.h"
#include "lib/db.h"
#include "lib/failpoint.h"
#include "model/incoming.h"
#include "model/platform_kind.h"
#include "sql/acknowledge_sql.h"
#include "sql/order_sql.h"

/* One answer on its way through the steps. */
struct work {
	struct order_ref          ref;
	const struct acknowledge *in;
	struct order              order;
	struct acknowledge_store  store;
	struct order_line        *lines;
	size_t                    n_lines;
	struct acknowledge_case   found;
	uint64_t                  id;
	int64_t                   revision;
};

static const char *const *reasons_of(const struct acknowledge_store *store)
{
	const struct platform_kind *kind = platform_kind_named(store->platform);

	return kind ? kind->reject_reasons : NULL;
}

/* A warehouse in use where the customer has purchase orders sent from. */
static bool check_warehouse(struct ctx *c, const struct order *o, uint64_t warehouse_id)
{
	struct dispatch_place place;

	return !warehouse_id
	    || (dispatch_place_get(c, o->customer_id, warehouse_id, 0, &place) && dispatch_check_business(c, &place, ORDER_B2B));
}

/* ---- answering ------------------------------------------------------------------------------------------- */

static bool read_goods(struct ctx *c, struct work *w)
{
	size_t              n;
	uint64_t           *ids = acknowledge_skus(c, w->lines, w->n_lines, &n);
	int64_t            *available = NEW_N(c->arena, int64_t, n + 1);
	struct goods_there *there = NEW_N(c->arena, struct goods_there, n + 1);

	if (!hold_lock(c, &w->order, w->in->warehouse_id, ids, n, available))
		return false;
	for (size_t i = 0; i < n; i++)
		there[i] = (struct goods_there){ ids[i], available[i] };
	w->found.there = there;
	w->found.n_there = n;
	return true;
}

static bool check(struct ctx *c, struct work *w)
{
	if (!acknowledge_sql_store(c, &w->order, &w->store) || !order_sql_lines(c, &w->order, &w->lines, &w->n_lines)
	    || !check_warehouse(c, &w->order, w->in->warehouse_id))
		return false;
	w->found = (struct acknowledge_case){ .lines = w->lines, .n_lines = w->n_lines, .reasons = reasons_of(&w->store),
		.now = instant_now(), .in = w->in };
	return read_goods(c, w) && acknowledge_check(c, &w->found);
}

static bool add_revision(struct ctx *c, struct work *w)
{
	struct acknowledged_line *rows = NEW_N(c->arena, struct acknowledged_line, w->n_lines + 1);
	size_t                    n = 0;

	for (size_t i = 0; i < w->n_lines; i++) {
		const struct acknowledge_line *a = w->found.answers[i];

		if (a)
			rows[n++] = (struct acknowledged_line){ .order_line_id = w->lines[i].id, .ordered_qty = w->lines[i].ordered_qty,
				.accepted_qty = a->accepted_qty, .backordered_qty = a->backordered_qty, .rejected_qty = a->rejected_qty,
				.reason = a->rejected_qty ? a->reason : NULL };
	}
	if (!acknowledge_sql_add(c, &w->order, w->in->warehouse_id, &w->id, &w->revision) || !acknowledge_sql_add_lines(c, w->id, rows, n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!acknowledge_sql_set_line(c, &w->order, &rows[i]))
			return false;
	return true;
}

/* An earlier revision's goods are given back and taken anew, all within this transaction. */
static bool hold(struct ctx *c, struct work *w)
{
	return hold_give_up(c, &w->order) && hold_take(c, &w->order, w->in->warehouse_id, w->found.hold, w->found.n_hold);
}

/* The end of the ship window: what can be promised without promising more. */
static struct instant ship_at(const struct work *w)
{
	const struct instant end = w->order.ship_window_to;

	return end.us && end.us < w->found.now.us ? w->found.now : end;
}

static bool tell(struct ctx *c, struct work *w)
{
	struct acknowledgement told = { .selling_party = w->order.selling_party, .currency = w->order.currency, .revision = w->revision,
		.at = w->found.now, .ship_at = ship_at(w), .backorder_at = w->found.backordered ? w->in->backorder_at : (struct instant){ 0 },
		.lines = NEW_N(c->arena, struct acknowledgement_line, w->n_lines + 1) };

	for (size_t i = 0; i < w->n_lines; i++) {
		const struct order_line       *l = &w->lines[i];
		const struct acknowledge_line *a = w->found.answers[i];

		if (a)
			told.lines[told.n_lines++] = (struct acknowledgement_line){ .platform_line_id = l->platform_line_id,
				.platform_sku = l->platform_sku, .product_id = l->product_id, .unit = line_unit_names[l->unit],
				.unit_size = l->unit_size, .ordered = l->ordered_qty, .accepted = a->accepted_qty,
				.backordered = a->backordered_qty, .rejected = a->rejected_qty, .reason = a->rejected_qty ? a->reason : NULL,
				.unit_price = l->price };
	}
	return writeback_add_acknowledgement(c, &w->order, w->id, &told);
}

static bool move(struct ctx *c, struct work *w)
{
	const struct acknowledge_case *k = &w->found;
	const bool                     none = k->accepted + k->backordered == 0;
	const char *words = arena_printf(c->arena, "revision %lld: %lld accepted, %lld later, %lld rejected", (long long)w->revision,
		(long long)k->accepted, (long long)k->backordered, (long long)k->rejected);

	return order_except_clear(c, &w->order, PROBLEM_NONE)
	    && order_move(c, &w->order, none ? ORDER_REJECT_ALL : ORDER_ACKNOWLEDGE, none ? "rejected" : "acknowledged", words);
}

static bool acknowledge(struct ctx *c, void *arg)
{
	struct work *w = arg;

	*w = (struct work){ .ref = w->ref, .in = w->in };
	return order_lock(c, w->ref, &w->order)
	    && order_allow(c, &w->order, ORDER_ACKNOWLEDGE)
	    && check(c, w)
	    && FP(c, "acknowledge.before_revision")
	    && add_revision(c, w)
	    && FP(c, "acknowledge.after_revision")
	    && hold(c, w)
	    && FP(c, "acknowledge.after_hold")
	    && move(c, w)
	    && FP(c, "acknowledge.after_move")
	    && tell(c, w);
}

bool acknowledge_order(struct ctx *c, struct order_ref ref, const struct acknowledge *in)
{
	return db_again(c, acknowledge, &(struct work){ .ref = ref, .in = in });
}

/* ---- the sheet ---------------------------------------------------------------------------------------------- */

/* What is in stock now, what the order holds there by itself included. */
static bool see_goods(struct ctx *c, const struct order *o, uint64_t warehouse_id, const uint64_t *ids, size_t n,
	struct goods_there **out)
{
	struct sku_there *there;
	struct hold_item *held;
	size_t            n_there, n_held;

	*out = NEW_N(c->arena, struct goods_there, n + 1);
	for (size_t i = 0; i < n; i++)
		(*out)[i].sku_id = ids[i];
	if (!warehouse_id || !n)
		return true;
	if (!order_sql_there(c, o->customer_id, warehouse_id, ids, n, &there, &n_there) || !hold_sql_of(c, o, &held, &n_held))
		return false;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n_there; k++)
			if (there[k].sku_id == ids[i])
				(*out)[i].available = there[k].available;
		for (size_t k = 0; k < n_held; k++)
			if (held[k].sku_id == ids[i] && held[k].warehouse_id == warehouse_id)
				(*out)[i].available += held[k].quantity;
	}
	return true;
}

static const char *number(struct ctx *c, int64_t n)
{
	return arena_printf(c->arena, "%lld", (long long)n);
}

static bool uses(const struct order_line *l, uint64_t sku_id)
{
	for (size_t m = 0; m < l->n_mapping; m++)
		if (l->mapping[m].sku_id == sku_id)
			return true;
	return false;
}

/* Rows come by order. */
static void count_competing(const struct order_line *l, const struct competing_row *rows, size_t n, struct sheet_line *out)
{
	uint64_t last = 0;

	for (size_t i = 0; i < n; i++)
		if (uses(l, rows[i].sku_id)) {
			out->competing_pieces += rows[i].quantity;
			out->competing_orders += rows[i].order_id != last;
			last = rows[i].order_id;
		}
}

static void fill_line(struct ctx *c, const struct order_line *l, bool has_warehouse, const struct goods_there *there,
	struct goods_there *left, size_t n_there, struct sheet_line *out)
{
	int64_t       pieces = 0, best;
	const int64_t units = acknowledge_suffices(l, there, n_there, &pieces);

	*out = (struct sheet_line){ .line_id = l->id, .platform_sku = l->platform_sku, .sku_key = l->sku_key, .product_id = l->product_id,
		.product_name = l->product_name, .ordered_qty = l->ordered_qty, .unit = l->unit, .unit_size = l->unit_size,
		.unit_price = l->price, .n_mapping = l->n_mapping, .mapping = l->mapping, .backorder_allowed = l->backorder_allowed };
	if (!has_warehouse)
		return;
	out->available = number(c, units);
	out->available_pieces = number(c, pieces);
	best = acknowledge_suffices(l, left, n_there, NULL);
	out->best_accept = best < l->ordered_qty ? best : l->ordered_qty;
	acknowledge_use(l, out->best_accept, left, n_there);
}

static bool fill_lines(struct ctx *c, const struct order *o, uint64_t warehouse_id, struct acknowledge_sheet *out)
{
	struct order_line    *lines;
	struct competing_row *rows;
	struct goods_there   *there, *left;
	size_t                n_lines, n_ids, n_rows = 0;
	uint64_t             *ids, last = 0;

	if (!order_sql_lines(c, o, &lines, &n_lines))
		return false;
	ids = acknowledge_skus(c, lines, n_lines, &n_ids);
	if (!see_goods(c, o, warehouse_id, ids, n_ids, &there) || !acknowledge_sql_competing(c, o, ids, n_ids, &rows, &n_rows))
		return false;
	left = NEW_N(c->arena, struct goods_there, n_ids + 1);
	for (size_t i = 0; i < n_ids; i++)
		left[i] = there[i];
	out->lines = NEW_N(c->arena, struct sheet_line, n_lines + 1);
	for (size_t i = 0; i < n_lines; i++) {
		if (!acknowledge_wants(&lines[i]))
			continue;
		fill_line(c, &lines[i], warehouse_id != 0, there, left, n_ids, &out->lines[out->n_lines]);
		count_competing(&lines[i], rows, n_rows, &out->lines[out->n_lines++]);
	}
	for (size_t i = 0; i < n_rows; i++) {
		out->competing_orders += rows[i].order_id != last;
		last = rows[i].order_id;
	}
	return true;
}

bool acknowledge_sheet(struct ctx *c, uint64_t order_id, uint64_t warehouse_id, struct acknowledge_sheet *out)
{
	struct order             o = { 0 };
	struct acknowledge_store store;
	const char *const       *reasons;

	*out = (struct acknowledge_sheet){ 0 };
	if (!order_sql_get(c, order_id, &o) || !order_allow(c, &o, ORDER_ACKNOWLEDGE) || !acknowledge_sql_store(c, &o, &store)
	    || !check_warehouse(c, &o, warehouse_id))
		return false;
	*out = (struct acknowledge_sheet){ .order_id = o.id, .order_no = o.order_no, .version = o.version, .warehouse_id = warehouse_id,
		.acknowledge_by = o.acknowledge_by, .ship_window_from = o.ship_window_from, .ship_window_to = o.ship_window_to,
		.confirm_threshold = store.confirm_threshold };
	reasons = reasons_of(&store);
	while (reasons && reasons[out->n_reasons])
		out->n_reasons++;
	out->reasons = (const char **)(uintptr_t)reasons;
	return fill_lines(c, &o, warehouse_id, out);
}

bool acknowledge_all(struct ctx *c, uint64_t order_id, struct acknowledged **rows, size_t *n)
{
	enum { REVISIONS_MOST = 200 };
	struct order o = { .id = order_id };

	return order_sql_customer(c, order_id, &o.customer_id) && acknowledge_sql_all(c, &o, REVISIONS_MOST, rows, n);
}

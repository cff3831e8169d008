/* A parcel leaves: its lines, its stock, the platform order's progress and cost, and the writeback, in one
 * transaction. Someone else's parcel with the same line waits for the lock and then finds less left. */
#include "domain/outbound.h"

#include "domain/order.h"
#include "domain/outbound_hold.h"
#include "domain/stock.h"
#include "domain/writeback.h"
#include "lib/db.h"
#include "lib/failpoint.h"
#include "model/incoming.h"
#include "model/sku.h"
#include "sql/order_sql.h"
#include "sql/outbound_sql.h"
#include "sql/warehouse_sql.h"

#include <string.h>

enum { GRAMS_PER_KG = 1000 };

/* One parcel on its way through the steps. */
struct work {
	struct order_ref       ref;
	const struct ship     *in;
	struct outbound_hold   hold;
	struct outbound_line  *lines;
	int64_t               *leaving; /* of each line, in this parcel */
	size_t                 n_lines;
	bool                   last;    /* nothing is left after it */
	struct parcel          parcel;
};

/* ---- what leaves ------------------------------------------------------------------------------------- */

static int64_t left_of(const struct outbound_line *l)
{
	return l->quantity - l->shipped_qty;
}

static size_t index_of(const struct work *w, uint64_t line_id)
{
	size_t i = 0;

	while (i < w->n_lines && w->lines[i].id != line_id)
		i++;
	return i;
}

/* The form first, as a whole; then what is really there. */
static bool take_named(struct ctx *c, struct work *w)
{
	for (size_t i = 0; i < w->in->n_lines; i++) {
		const struct ship_line *in = &w->in->lines[i];
		const size_t            at = index_of(w, in->line_id);

		if (at == w->n_lines)
			problem_field(c, arena_printf(c->arena, "lines[%zu].lineId", i), "unknown", "is no line of this outbound order");
		else if (w->leaving[at])
			problem_field(c, arena_printf(c->arena, "lines[%zu].lineId", i), "repeated", "is named twice");
		else if (in->quantity < 1)
			problem_field(c, arena_printf(c->arena, "lines[%zu].quantity", i), "out_of_range", "must be at least 1");
		else
			w->leaving[at] = in->quantity;
	}
	for (size_t i = 0; c->problem.code == PROBLEM_NONE && i < w->n_lines; i++)
		if (w->leaving[i] > left_of(&w->lines[i]))
			problem(c, PROBLEM_QUANTITY_EXCEEDS, "%lld of %s cannot leave: %lld are left to ship.", (long long)w->leaving[i],
				w->lines[i].sku_code, (long long)left_of(&w->lines[i]));
	return c->problem.code == PROBLEM_NONE;
}

static bool take_lines(struct ctx *c, struct work *w)
{
	w->lines = outbound_sql_lines(c, &w->hold.ob, &w->n_lines);
	if (!w->lines)
		return false;
	w->leaving = NEW_N(c->arena, int64_t, w->n_lines + 1);
	if (w->in->n_lines && !take_named(c, w))
		return false;
	w->last = true;
	for (size_t i = 0; i < w->n_lines; i++) {
		if (!w->in->n_lines)
			w->leaving[i] = left_of(&w->lines[i]);
		w->last = w->last && w->leaving[i] == left_of(&w->lines[i]);
	}
	return true;
}

/* ---- the parcel ----------------------------------------------------------------------------------------- */

/* Without a weight of its own the first parcel is taken to hold all that was weighed when it was packed. */
static bool add_parcel(struct ctx *c, struct work *w)
{
	const struct outbound      *ob = &w->hold.ob;
	struct outbound_next_parcel next = { 0 };
	bool                        taken;

	if (!outbound_sql_next_parcel(c, ob, &next))
		return false;
	w->parcel = (struct parcel){
		.parcel_no = arena_printf(c->arena, "%s-%lld", ob->outbound_no, (long long)next.sequence),
		.tracking_no = w->in->tracking_no,
		.carrier = next.carrier,
		.service_type = next.service_type,
		.weight_grams = w->in->weight_grams ? w->in->weight_grams : next.sequence == 1 ? ob->weight_grams : 0,
		.shipped_at = next.now,
	};
	if (!outbound_sql_add_parcel(c, ob, next.sequence, &w->parcel, &taken))
		return false;
	return !taken
	    || problem(c, PROBLEM_TRACKING_TAKEN, "Tracking number %s is on another parcel already.", w->parcel.tracking_no);
}

static bool ship_lines(struct ctx *c, struct work *w)
{
	for (size_t i = 0; i < w->n_lines; i++) {
		bool matched = true;

		if (w->leaving[i]
		    && !outbound_sql_ship_line(c, &w->hold.ob, w->parcel.id, w->lines[i].id, w->leaving[i], &matched))
			return false;
		if (!matched)
			return problem(c, PROBLEM_QUANTITY_EXCEEDS, "Fewer than %lld of %s are left to ship.", (long long)w->leaving[i],
				w->lines[i].sku_code);
	}
	return true;
}

static bool ship_stock(struct ctx *c, struct work *w)
{
	const struct outbound *ob = &w->hold.ob;
	struct stock_item     *items = NEW_N(c->arena, struct stock_item, w->n_lines + 1);
	size_t                 n = 0;

	for (size_t i = 0; i < w->n_lines; i++)
		if (w->leaving[i])
			items[n++] = (struct stock_item){ .sku_id = w->lines[i].sku_id, .quantity = w->leaving[i],
				.code = w->lines[i].sku_code };
	return stock_ship(c, &(struct stock_change){ .customer_id = ob->customer_id, .warehouse_id = ob->warehouse_id,
		.cause_id = w->parcel.id, .note = w->parcel.parcel_no, .n_items = n, .items = items });
}

/* ---- the platform order ------------------------------------------------------------------------------- */

/* Whole units of the platform's line that are out: of a bundle as many as its scarcest part makes. */
static int64_t units_out(const struct work *w, uint64_t order_line_id, bool with_this_parcel)
{
	int64_t least = INT64_MAX;

	for (size_t i = 0; i < w->n_lines; i++) {
		const struct outbound_line *l = &w->lines[i];
		const int64_t               units = (l->shipped_qty + (with_this_parcel ? w->leaving[i] : 0)) / l->per_unit;

		if (l->order_line_id == order_line_id && units < least)
			least = units;
	}
	return least;
}

static bool first_of_its_line(const struct work *w, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (w->lines[k].order_line_id == w->lines[i].order_line_id)
			return false;
	return w->lines[i].order_line_id != 0;
}

/* The platform knows units of its own lines. A parcel is told of with the units it completes: parts of a
 * bundle that leave ahead of the rest are no unit yet, so they are told of by the parcel that makes the
 * set whole. The last parcel always completes something, because a set it belongs to was open. */
static bool ship_order_lines(struct ctx *c, struct work *w, struct shipment *out)
{
	out->lines = NEW_N(c->arena, struct shipment_line, w->n_lines + 1);
	for (size_t i = 0; i < w->n_lines; i++) {
		const struct outbound_line *l = &w->lines[i];
		int64_t                     units;

		if (!first_of_its_line(w, i))
			continue;
		units = units_out(w, l->order_line_id, true) - units_out(w, l->order_line_id, false);
		if (!units)
			continue;
		if (!outbound_sql_ship_order_line(c, &w->hold.order, l->order_line_id, units))
			return false;
		out->lines[out->n_lines++] = (struct shipment_line){ .platform_line_id = l->platform_line_id, .quantity = units };
	}
	return true;
}

static const struct order_line *line_with_id(const struct order_line *lines, size_t n, const char *platform_line_id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(lines[i].platform_line_id, platform_line_id) == 0)
			return &lines[i];
	return NULL;
}

/* What the goods-in of a purchase order's buyer wants to know beside. */
static bool tell_purchase(struct ctx *c, struct work *w, struct shipment *told)
{
	const struct order *o = &w->hold.order;
	struct order_line  *lines;
	struct warehouse    from = { 0 };
	size_t              n;

	if (o->kind != ORDER_B2B)
		return true;
	if (!order_sql_lines(c, o, &lines, &n) || !warehouse_sql_get(c, w->hold.ob.warehouse_id, true, &from))
		return false;
	for (size_t i = 0; i < told->n_lines; i++) {
		const struct order_line *l = line_with_id(lines, n, told->lines[i].platform_line_id);

		if (!l)
			return problem(c, PROBLEM_INTERNAL, "A line of this order is gone.");
		told->lines[i].platform_sku = l->platform_sku;
		told->lines[i].product_id = l->product_id;
		told->lines[i].unit = line_unit_names[l->unit];
		told->lines[i].unit_size = l->unit_size;
	}
	told->purchase = NEW(c->arena, struct shipment_purchase);
	*told->purchase = (struct shipment_purchase){ .order_no = o->order_no, .selling_party = o->selling_party,
		.ship_to_code = o->ship_to_code, .ship_from_code = from.code, .ship_from_name = from.name, .ship_from_country = from.country,
		.weight_grams = w->parcel.weight_grams, .deliver_by = o->delivery_window_to };
	return true;
}

static bool ship_order(struct ctx *c, struct work *w)
{
	struct order        *o = &w->hold.order;
	const struct parcel *p = &w->parcel;
	const int64_t        kilograms = (p->weight_grams + GRAMS_PER_KG - 1) / GRAMS_PER_KG;
	struct shipment      told = { .tracking_no = p->tracking_no, .carrier = p->carrier, .service_type = p->service_type,
		     .shipped_at = p->shipped_at, .final = w->last, .parcel_no = p->parcel_no };

	return ship_order_lines(c, w, &told)
	    && tell_purchase(c, w, &told)
	    && outbound_sql_add_tracking(c, o, p->tracking_no, p->carrier)
	    && outbound_sql_add_cost(c, o, w->hold.ob.channel_id, kilograms)
	    && order_move(c, o, w->last ? ORDER_SHIP_REST : ORDER_SHIP_PART, "parcel_shipped",
		    arena_printf(c->arena, "%s by %s, tracking number %s", p->parcel_no, p->carrier, p->tracking_no))
	    && (!told.n_lines || writeback_add(c, o, "shipment", p->id, &told));
}

static bool ship(struct ctx *c, void *arg)
{
	struct work *w = arg;

	*w = (struct work){ .ref = w->ref, .in = w->in };
	return outbound_hold(c, w->ref, &w->hold)
	    && outbound_allow(c, &w->hold.ob, OUTBOUND_SHIP)
	    && outbound_check_tracking(c, w->in->tracking_no)
	    && take_lines(c, w)
	    && FP(c, "ship.before_parcel")
	    && add_parcel(c, w)
	    && FP(c, "ship.after_parcel")
	    && ship_lines(c, w)
	    && FP(c, "ship.after_lines")
	    && ship_stock(c, w)
	    && FP(c, "ship.after_stock")
	    && outbound_set_status(c, &w->hold.ob, w->last ? OUTBOUND_SHIPPED : OUTBOUND_PACKED)
	    && (!w->hold.has_order || ship_order(c, w))
	    && FP(c, "ship.after_order");
}

bool outbound_ship(struct ctx *c, struct order_ref ref, const struct ship *in)
{
	return db_again(c, ship, &(struct work){ .ref = ref, .in = in });
}

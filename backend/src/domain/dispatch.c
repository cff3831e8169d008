/* An order goes to a warehouse. Everything that can stand in the way is checked with the order locked,
 * then everything is written in the order of the locks: outbound order, stock, order. */
#include "domain/dispatch.h"

#include "base/buf.h"
#include "domain/order.h"
#include "domain/order_address.h"
#include "domain/stock.h"
#include "lib/db.h"
#include "sql/order_dispatch_sql.h"
#include "sql/order_sql.h"

#include <string.h>

static const struct field dispatch_fields[] = {
	FIELD(struct dispatch, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD(struct dispatch, channel_id, "channelId", .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape dispatch_shape = SHAPE(struct dispatch, dispatch_fields);

/* One dispatch on its way through the steps. */
struct work {
	struct order_ref       ref;
	const struct dispatch *in;
	struct order           order;
	struct dispatch_place  place;
	struct order_line     *lines;
	size_t                 n_lines;
	struct outbound_line_new *goods; /* what the warehouse is to send */
	struct stock_item     *needed;   /* the same, by SKU */
	size_t                 n_goods;
	uint64_t               outbound_id;
	const char            *outbound_no;
};

static bool check_place(struct ctx *c, struct work *w)
{
	const struct dispatch_place *p = &w->place;
	bool                         found;

	if (!order_sql_place(c, w->order.customer_id, w->in->warehouse_id, w->in->channel_id, &w->place, &found))
		return false;
	if (!found || !p->warehouse_enabled)
		return problem_field(c, "warehouseId", "unknown", "is no warehouse in use");
	if (!p->business)
		return problem(c, PROBLEM_BUSINESS_MISSING, "The Drop Shipping business is not set up in %s.", p->warehouse_name);
	if (!p->channel_id)
		return problem(c, PROBLEM_CHANNEL_NOT_AVAILABLE, "%s has no such shipping channel.", p->warehouse_name);
	if (!p->channel_enabled)
		return problem(c, PROBLEM_CHANNEL_NOT_AVAILABLE, "%s is not in use any more in %s.", p->channel_name,
			p->warehouse_name);
	if (p->self_pickup)
		return problem(c, PROBLEM_LABEL_REQUIRED, "%s is a self-pickup channel: a PDF label is required for it.",
			p->channel_name);
	return true;
}

static bool check_address(struct ctx *c, const struct work *w)
{
	const char *missing = order_address_missing(c, &w->order);

	return !missing || problem(c, PROBLEM_ADDRESS_INCOMPLETE, "Missing required recipient address fields: %s.", missing);
}

static int64_t left_to_send(const struct order_line *l)
{
	return l->shippable && !l->gone ? l->accepted_qty - l->shipped_qty : 0;
}

static const char *line_name(struct ctx *c, const struct order_line *l)
{
	return l->platform_sku ? arena_printf(c->arena, "[%s]", l->platform_sku)
		: arena_printf(c->arena, "of “%s”, for which the platform sent none,", l->product_name);
}

static bool check_mapped(struct ctx *c, const struct work *w)
{
	struct buf unmapped = buf_new(c->arena, 64);

	for (size_t i = 0; i < w->n_lines; i++)
		if (left_to_send(&w->lines[i]) > 0 && !w->lines[i].n_mapping)
			buf_printf(&unmapped, "%s%s", unmapped.len ? ", SKU " : "SKU ", line_name(c, &w->lines[i]));
	return !unmapped.len || problem(c, PROBLEM_SKU_NOT_MAPPED, "%s not mapped to a warehouse SKU.", unmapped.text);
}

/* What the lines come to in warehouse SKUs. */
static bool count_goods(struct ctx *c, struct work *w)
{
	size_t most = 0;

	if (!order_sql_lines(c, &w->order, &w->lines, &w->n_lines))
		return false;
	for (size_t i = 0; i < w->n_lines; i++)
		most += left_to_send(&w->lines[i]) > 0 ? w->lines[i].n_mapping : 0;
	w->goods = NEW_N(c->arena, struct outbound_line_new, most + 1);
	w->needed = NEW_N(c->arena, struct stock_item, most + 1);
	for (size_t i = 0; i < w->n_lines; i++) {
		const int64_t left = left_to_send(&w->lines[i]);

		for (size_t k = 0; left > 0 && k < w->lines[i].n_mapping; k++) {
			const struct mapping_item *m = &w->lines[i].mapping[k];

			w->goods[w->n_goods] = (struct outbound_line_new){ .order_line_id = w->lines[i].id, .sku_id = m->sku_id,
				.per_unit = m->quantity, .quantity = left * m->quantity };
			w->needed[w->n_goods++] = (struct stock_item){ .sku_id = m->sku_id, .code = m->code,
				.quantity = left * m->quantity };
		}
	}
	return true;
}

static bool check_lines(struct ctx *c, struct work *w)
{
	int64_t left = 0;

	if (!count_goods(c, w))
		return false;
	for (size_t i = 0; i < w->n_lines; i++)
		left += left_to_send(&w->lines[i]) > 0;
	if (!left)
		return problem(c, PROBLEM_NO_SHIPPABLE_ITEMS, "Order %s has no shippable items.", w->order.order_no);
	return check_mapped(c, w);
}

static bool add_outbound(struct ctx *c, struct work *w)
{
	return order_sql_add_outbound(c, &w->order, w->in->warehouse_id, w->in->channel_id, &w->outbound_id, &w->outbound_no)
	    && order_sql_add_outbound_lines(c, w->order.customer_id, w->outbound_id, w->goods, w->n_goods);
}

static bool reserve(struct ctx *c, struct work *w)
{
	return stock_reserve(c, &(struct stock_change){ .customer_id = w->order.customer_id,
		.warehouse_id = w->in->warehouse_id, .cause_id = w->outbound_id, .note = w->outbound_no, .n_items = w->n_goods,
		.items = w->needed });
}

static bool move(struct ctx *c, struct work *w)
{
	struct order *o = &w->order;

	o->warehouse_id = w->in->warehouse_id;
	o->channel_id = w->in->channel_id;
	return order_except_clear(c, o, PROBLEM_NONE)
	    && order_move(c, o, ORDER_DISPATCH, "dispatched",
		arena_printf(c->arena, "%s to %s by %s", w->outbound_no, w->place.warehouse_name, w->place.channel_name));
}

static bool dispatch(struct ctx *c, void *arg)
{
	struct work *w = arg;

	*w = (struct work){ .ref = w->ref, .in = w->in };
	return order_lock(c, w->ref, &w->order)
	    && order_allow(c, &w->order, ORDER_DISPATCH)
	    && check_place(c, w)
	    && check_lines(c, w)
	    && check_address(c, w)
	    && add_outbound(c, w)
	    && reserve(c, w)
	    && move(c, w);
}

bool dispatch_order(struct ctx *c, struct order_ref ref, const struct dispatch *in)
{
	return db_again(c, dispatch, &(struct work){ .ref = ref, .in = in });
}

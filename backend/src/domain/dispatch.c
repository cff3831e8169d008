/* An order goes to a warehouse. Everything that can stand in the way is checked with the order locked,
 * then everything is written in the order of the locks: outbound order, stock, order. */
#include "domain/dispatch.h"

#include "domain/dispatch_check.h"
#include "domain/hold.h"
#include "domain/label.h"
#include "domain/order.h"
#include "domain/outbound_hold.h"
#include "domain/ship_to.h"
#include "lib/db.h"
#include "lib/failpoint.h"
#include "sql/order_sql.h"
#include "sql/outbound_sql.h"

static const struct field dispatch_fields[] = {
	FIELD(struct dispatch, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD(struct dispatch, channel_id, "channelId", .flags = FIELD_REQUIRED),
	FIELD(struct dispatch, label_id, "labelId"),
	FIELD(struct dispatch, tracking_no, "trackingNo", .flags = FIELD_TRIM, .min = 1, .max = 64),
	FIELD_END
};
const struct shape dispatch_shape = SHAPE(struct dispatch, dispatch_fields);

/* One dispatch on its way through the steps. */
struct work {
	struct order_ref       ref;
	const struct dispatch *in;
	enum order_action      action;
	uint64_t               batch_id; /* 0: none */
	struct order           order;
	struct dispatch_place  place;
	struct order_line     *lines;
	struct dispatch_case   found;
	struct label           label;
	uint64_t               outbound_id;
	const char            *outbound_no;
	const char            *short_code;
};

bool dispatch_place_get(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t channel_id,
	struct dispatch_place *out)
{
	bool found;

	return order_sql_place(c, customer_id, warehouse_id, channel_id, out, &found)
	    && ((found && out->warehouse_enabled) || problem_field(c, "warehouseId", "unknown", "is no warehouse in use"));
}

static bool check(struct ctx *c, struct work *w)
{
	size_t n_lines;

	if (!dispatch_place_get(c, w->order.customer_id, w->in->warehouse_id, w->in->channel_id, &w->place)
	    || !order_sql_lines(c, &w->order, &w->lines, &n_lines))
		return false;
	w->found = (struct dispatch_case){ .action = w->action, .order = &w->order, .place = &w->place,
		.labelled = w->in->label_id != 0, .lines = w->lines, .n_lines = n_lines };
	return dispatch_check(c, &w->found);
}

/* What the label of a self-pickup channel brings; another channel takes none. */
static bool check_label(struct ctx *c, struct work *w)
{
	if (w->place.self_pickup)
		return outbound_check_tracking(c, w->in->tracking_no)
		    && label_take(c, w->order.customer_id, w->in->label_id, &w->label);
	if (w->in->label_id)
		problem_field(c, "labelId", "not_taken", "is for self-pickup channels alone");
	if (w->in->tracking_no)
		problem_field(c, "trackingNo", "not_taken", "goes with a label alone");
	return c->problem.code == PROBLEM_NONE;
}

static bool add_label(struct ctx *c, struct work *w)
{
	const struct outbound ob = { .id = w->outbound_id, .customer_id = w->order.customer_id };

	return !w->label.id || (label_give(c, &w->label, w->outbound_id) && outbound_sql_set_label(c, &ob, w->in->tracking_no));
}

static bool add_outbound(struct ctx *c, struct work *w)
{
	return order_sql_add_outbound(c, &w->order, w->in->warehouse_id, w->in->channel_id, &w->outbound_id, &w->outbound_no)
	    && order_sql_add_outbound_lines(c, w->order.customer_id, w->outbound_id, w->found.goods, w->found.n_goods);
}

/* What a purchase order has held since its acknowledgement becomes what its outbound order has reserved. */
static bool reserve(struct ctx *c, struct work *w)
{
	return (w->order.kind != ORDER_B2B
		|| hold_hand_over(c, &w->order, w->in->warehouse_id, w->found.needed, w->found.n_goods))
	    && stock_reserve(c, &(struct stock_change){ .customer_id = w->order.customer_id,
		.warehouse_id = w->in->warehouse_id, .cause_id = w->outbound_id, .note = w->outbound_no,
		.n_items = w->found.n_goods, .items = w->found.needed, .short_code = &w->short_code });
}

static bool move(struct ctx *c, struct work *w)
{
	struct order *o = &w->order;
	const char   *words = arena_printf(c->arena, "%s to %s by %s", w->outbound_no, w->place.warehouse_name, w->place.channel_name);

	o->warehouse_id = w->in->warehouse_id;
	o->channel_id = w->in->channel_id;
	/* what the buyer asked for beyond what was accepted still waits for an answer */
	return (order_wants_answer(o) || order_except_clear(c, o, PROBLEM_NONE))
	    && order_move(c, o, w->action, "dispatched", w->batch_id
		? arena_printf(c->arena, "%s, batch %llu", words, (unsigned long long)w->batch_id) : words);
}

static bool dispatch(struct ctx *c, void *arg)
{
	struct work *w = arg;

	*w = (struct work){ .ref = w->ref, .in = w->in, .action = w->action, .batch_id = w->batch_id };
	return order_lock(c, w->ref, &w->order)
	    && ship_to_fill(c, &w->order, 1)
	    && check(c, w)
	    && check_label(c, w)
	    && FP(c, "dispatch.before_outbound")
	    && add_outbound(c, w)
	    && FP(c, "dispatch.after_outbound")
	    && add_label(c, w)
	    && reserve(c, w)
	    && FP(c, "dispatch.after_reserve")
	    && move(c, w)
	    && FP(c, "dispatch.after_move");
}

bool dispatch_order(struct ctx *c, struct order_ref ref, const struct dispatch *in)
{
	return db_again(c, dispatch, &(struct work){ .ref = ref, .in = in, .action = ORDER_DISPATCH });
}

bool dispatch_of_batch(struct ctx *c, struct order_ref ref, const struct dispatch *in, uint64_t batch_id, const char **short_code)
{
	struct work w = { .ref = ref, .in = in, .action = ORDER_BATCH_DISPATCH, .batch_id = batch_id };
	bool        ok = dispatch(c, &w);

	*short_code = w.short_code;
	return ok;
}

#include "domain/manual_ship.h"

#include "domain/order.h"
#include "domain/outbound.h"
#include "domain/outbound_hold.h"
#include "domain/writeback.h"
#include "lib/db.h"
#include "sql/order_dispatch_sql.h"
#include "sql/order_sql.h"

static const struct field manual_ship_fields[] = {
	FIELD(struct manual_ship, tracking_no, "trackingNo", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = 64),
	FIELD(struct manual_ship, channel, "channel", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = 64),
	FIELD(struct manual_ship, service_type, "serviceType", .flags = FIELD_TRIM, .max = 64),
	FIELD_END
};
const struct shape manual_ship_shape = SHAPE(struct manual_ship, manual_ship_fields);

struct work {
	struct order_ref          ref;
	const struct manual_ship *in;
	struct order              order;
	uint64_t                  shipment_id;
	struct shipment           content;
};

/* Everything the platform still waits for, in its own units. */
static bool read_content(struct ctx *c, struct work *w)
{
	struct order_line *lines;
	size_t             n;

	if (!order_sql_lines(c, &w->order, &lines, &n))
		return false;
	w->content = (struct shipment){ .platform_order_id = w->order.platform_order_id, .tracking_no = w->in->tracking_no,
		.carrier = w->in->channel, .service_type = w->in->service_type, .shipped_at = instant_now(), .final = true,
		.lines = NEW_N(c->arena, struct shipment_line, n + 1) };
	for (size_t i = 0; i < n; i++)
		if (lines[i].shippable && !lines[i].gone && lines[i].accepted_qty > lines[i].shipped_qty)
			w->content.lines[w->content.n_lines++] = (struct shipment_line){ .platform_line_id = lines[i].platform_line_id,
				.quantity = lines[i].accepted_qty - lines[i].shipped_qty };
	return w->content.n_lines > 0
		|| problem(c, PROBLEM_NO_SHIPPABLE_ITEMS, "Order %s has no shippable items.", w->order.order_no);
}

static bool add_shipment(struct ctx *c, struct work *w)
{
	return order_sql_add_manual_shipment(c, &w->order, w->in->tracking_no, w->in->channel, w->in->service_type, &w->shipment_id)
	    && order_sql_ship_lines(c, &w->order);
}

static bool move(struct ctx *c, struct work *w)
{
	w->order.warehouse_id = w->order.channel_id = 0; /* no warehouse of ours sent it */
	return order_except_clear(c, &w->order, PROBLEM_NONE)
	    && order_move(c, &w->order, ORDER_MANUAL_SHIP, "manually_shipped",
		arena_printf(c->arena, "%s %s", w->in->channel, w->in->tracking_no));
}

static bool manual_ship(struct ctx *c, void *arg)
{
	struct work *w = arg;

	*w = (struct work){ .ref = w->ref, .in = w->in };
	return order_lock(c, w->ref, &w->order)
	    && order_allow(c, &w->order, ORDER_MANUAL_SHIP)
	    && outbound_check_tracking(c, w->in->tracking_no)
	    && read_content(c, w)
	    && (!w->order.outbound_id || outbound_stop(c, &w->order, "shipped manually"))
	    && add_shipment(c, w)
	    && move(c, w)
	    && writeback_add(c, &w->order, "manual_ship", w->shipment_id, &w->content);
}

bool manual_ship_order(struct ctx *c, struct order_ref ref, const struct manual_ship *in)
{
	struct manual_ship clean = *in;

	if (clean.service_type && !*clean.service_type)
		clean.service_type = NULL;
	return db_again(c, manual_ship, &(struct work){ .ref = ref, .in = &clean });
}

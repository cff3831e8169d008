#pragma once
#include "base/ctx.h"
#include "model/order.h"

/* Tracking for an order that left outside the warehouse flow. */
struct manual_ship {
	const char *tracking_no, *channel, *service_type; /* channel: a carrier of the list or free text; the last may be NULL */
};
extern const struct shape manual_ship_shape; /* body of POST /orders/{id}/manual-ship */

/* Stops the order's outbound order, if any, stores the tracking, and queues its writeback: the order is
 * Shipped until the platform has confirmed it, then Manual Completed. All of it or none, in its own
 * transaction. Problems: not_found, stale, action_not_allowed, outbound_in_progress,
 * cancelled_on_platform, no_shippable_items. */
MUST_CHECK bool manual_ship_order(struct ctx *c, struct order_ref ref, const struct manual_ship *in);

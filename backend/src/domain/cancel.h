#pragma once
#include "base/ctx.h"
#include "model/order.h"

struct cancel {
	const char *reason; /* or NULL */
};
extern const struct shape cancel_shape; /* body of cancel and of an outbound order's interception */

/* Cancels an order here: its outbound order is stopped and its stock released. All of it or none, in
 * its own transaction. Problems: not_found, stale, action_not_allowed, outbound_in_progress. */
MUST_CHECK bool cancel_order(struct ctx *c, struct order_ref ref, const char *reason);

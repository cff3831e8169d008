#pragma once
#include "base/ctx.h"
#include "model/order.h"

struct dispatch {
	uint64_t warehouse_id, channel_id;
	uint64_t label_id; /* 0: none; self-pickup channels need one */
	const char *tracking_no; /* with a label */
};
extern const struct shape dispatch_shape;
struct dispatch_place; /* sql/order_dispatch_sql.h */

/* Sends one order to a warehouse: checks action, business, channel, address and mapping, reserves the
 * stock, creates the outbound order, moves the status, adds the timeline. All of it or none, in
 * its own transaction. Problems: not_found, stale, action_not_allowed, order_unpaid, business_missing,
 * channel_not_available, label_required, invalid (labelId, trackingNo), address_incomplete, sku_not_mapped, no_shippable_items,
 * insufficient_stock. */
MUST_CHECK bool dispatch_order(struct ctx *c, struct order_ref ref, const struct dispatch *in);

/* The same for an order of a batch, inside the caller's transaction, and by the batch's action; batch_self_pickup instead
 * of label_required. *short_code is the first SKU that is short, of insufficient_stock. */
MUST_CHECK bool dispatch_of_batch(struct ctx *c, struct order_ref ref, const struct dispatch *in, uint64_t batch_id,
	const char **short_code);
/* A warehouse in use with one of its channels, as the customer may use them; judged by dispatch_check_place. Problem:
 * invalid (warehouseId). */
MUST_CHECK bool dispatch_place_get(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t channel_id,
	struct dispatch_place *out);

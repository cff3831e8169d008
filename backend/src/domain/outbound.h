#pragma once
#include "base/ctx.h"
#include "model/order.h"
#include "model/outbound.h"

/* The warehouse's side of an order: draft → reviewed → (waved) → picking → packed → shipped, or intercepted
 * before picking. Each opens its own transaction and locks platform order, then outbound order. `ref`
 * holds the outbound order's id and version. Problems: not_found, stale, action_not_allowed. */
MUST_CHECK bool outbound_review(struct ctx *c, struct order_ref ref);
/* More problems: label_required. */
MUST_CHECK bool outbound_pick(struct ctx *c, struct order_ref ref);
MUST_CHECK bool outbound_pack(struct ctx *c, struct order_ref ref, int64_t weight_grams);
/* The customer's label, for a self-pickup channel, until the warehouse has begun; takes the place of another. More
 * problems: invalid (labelId, trackingNo), label_required (it was refused). */
MUST_CHECK bool outbound_give_label(struct ctx *c, struct order_ref ref, const struct outbound_label *in);
/* One parcel leaves with the lines named, or all that is left: stock goes down, the platform order moves to
 * Partially Shipped or Shipped, the WMS shipping cost follows, the writeback is queued. More problems:
 * quantity_exceeds, tracking_taken, invalid. */
MUST_CHECK bool outbound_ship(struct ctx *c, struct order_ref ref, const struct ship *in);
/* One that belongs to no platform order, made by staff for a customer: the same rules of place, address and stock as a
 * dispatch, then the same way. Problems: forbidden, invalid, business_missing, channel_not_available, address_incomplete,
 * insufficient_stock. */
MUST_CHECK bool outbound_add(struct ctx *c, const struct by_hand *in, uint64_t *id);
/* Hands an outbound order back before picking: stock released, the platform order pending again. */
MUST_CHECK bool outbound_intercept(struct ctx *c, struct order_ref ref, const char *reason);
/* The same, asked for by whom the platform order belongs to and by its version: it is taken back from the warehouse before
 * anybody there has begun, and waits for another dispatch. Problems: not_found, stale, action_not_allowed,
 * outbound_in_progress. */
MUST_CHECK bool outbound_recall(struct ctx *c, struct order_ref ref, const char *reason);

/* Inside another transaction with the platform order locked: what outbound_recall does. Problem: outbound_in_progress. */
MUST_CHECK bool outbound_hand_back(struct ctx *c, struct order *o, const char *reason);
/* Inside another transaction with the platform order locked: stops its live outbound order, if any, and
 * releases the stock. Problem: outbound_in_progress once it is waved, picked or packed. */
MUST_CHECK bool outbound_stop(struct ctx *c, struct order *o, const char *reason);

/* The contract's `actions` of an outbound order for the caller, as order_actions_json() does it. */
const char *outbound_actions_json(struct ctx *c, const struct outbound *ob);

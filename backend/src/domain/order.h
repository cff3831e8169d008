#pragma once
#include "base/ctx.h"
#include "model/order.h"

/* What may happen to an order: one table of rules, one writer of status, one timeline. All but the
 * pure functions want an open transaction in which the order is locked. */

/* Locks one order for this transaction and reads it with its live outbound order. Bound to the
 * caller: a customer's user sees the own orders, staff those sent to their warehouses. Problems:
 * not_found, stale (with the current version). */
MUST_CHECK bool order_lock(struct ctx *c, struct order_ref ref, struct order *out);

/* Why the action is not possible now, or PROBLEM_NONE. Pure: the rules table and the order's facts. */
enum problem_code order_refusal(const struct order *o, enum order_action action);
/* An acknowledged purchase order whose buyer has changed it since, so that part of it was never answered. Pure. */
bool order_wants_answer(const struct order *o);
/* Refuses with that, in words. Problem: action_not_allowed and the named ones. */
MUST_CHECK bool order_allow(struct ctx *c, const struct order *o, enum order_action action);
/* The contract's `actions`: what the caller may do now, and for what else the kind and status would allow the code of
 * what stands in the way; whatever the caller lacks the permission for is refused as forbidden. */
const char *order_actions_json(struct ctx *c, const struct order *o);

/* Moves the status by the rules table, raises the version, adds the timeline entry. The order's
 * members follow. Problems: action_not_allowed, stale. */
MUST_CHECK bool order_move(struct ctx *c, struct order *o, enum order_action action, const char *event, const char *detail);
/* An entry without a change of status; raises no version. */
MUST_CHECK bool order_event_add(struct ctx *c, const struct order *o, const char *event, const char *detail);

/* The same for many at once, all of one customer, with one statement for each table. */
MUST_CHECK bool order_news_add(struct ctx *c, const struct order_news *news, size_t n);

/* Puts the processing exception under the order (with its timeline entry, unless the same already stands)
 * and raises the version. `key` is what it is about, such as a platform SKU, for grouping; may be NULL. */
MUST_CHECK bool order_except(struct ctx *c, struct order *o, enum problem_code code, const char *detail, const char *key);
/* Takes it away when one stands; only those of `code` unless PROBLEM_NONE. */
MUST_CHECK bool order_except_clear(struct ctx *c, struct order *o, enum problem_code code);
/* Looks again at what keeps a pending order from being dispatched (unmapped SKUs, address, nothing to
 * ship, unpaid) and sets or clears the exception accordingly. Used after ingest and after binding. */
MUST_CHECK bool order_recheck(struct ctx *c, struct order *o);
/* A dispatch was refused: puts its reason under an order that waits for one, in the words and with the key by which such
 * orders are grouped; nothing when something graver stands, or when the reason is none of the order's (it was changed, it
 * is on its way). */
MUST_CHECK bool order_stays(struct ctx *c, struct order *o, enum problem_code code, const char *detail, const char *key);
/* Whether `code` stands in the way of a dispatch and of nothing else. */
bool order_stops_dispatch(enum problem_code code);

/* Reads the facts a status is computed from, as they stand in this transaction. */
MUST_CHECK bool order_facts_read(struct ctx *c, const struct order *o, struct order_facts *out);

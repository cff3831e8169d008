#pragma once
#include "base/ctx.h"
#include "model/order.h"
#include "model/outbound.h"

/* What the parts of domain/outbound share: an outbound order in hand, with its platform order when it has one. */
struct outbound_hold {
	struct outbound ob;
	bool            has_order; /* false for one made by hand */
	struct order    order;
};

/* Locks platform order, then outbound order, and compares the version. Problems: not_found, stale. */
MUST_CHECK bool outbound_hold(struct ctx *c, struct order_ref ref, struct outbound_hold *h);
/* Problems: action_not_allowed, outbound_in_progress. */
MUST_CHECK bool outbound_allow(struct ctx *c, const struct outbound *ob, enum outbound_action action);
/* Status and weight as they now are, version raised. */
MUST_CHECK bool outbound_set_status(struct ctx *c, struct outbound *ob, enum outbound_status status);
/* An entry on the platform order's timeline, when there is one. */
MUST_CHECK bool outbound_event(struct ctx *c, const struct outbound_hold *h, const char *event, const char *detail);

/* Why it cannot be done, or PROBLEM_NONE; and that in one sentence. */
enum problem_code outbound_refusal(const struct outbound *ob, enum outbound_action action);
char *outbound_refusal_words(struct arena *a, const char *subject, const struct outbound *ob, enum outbound_action action,
	enum problem_code code);

/* 1 to 64 printable ASCII characters, as carriers use: a number typed with another keyboard would be found by
 * nobody. Problem: invalid, on trackingNo. */
MUST_CHECK bool outbound_check_tracking(struct ctx *c, const char *tracking_no);

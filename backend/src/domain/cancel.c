#include "domain/cancel.h"

#include "domain/hold.h"
#include "domain/order.h"
#include "domain/outbound.h"
#include "lib/db.h"

static const struct field cancel_fields[] = {
	FIELD(struct cancel, reason, "reason", .max = 500, .flags = FIELD_TRIM),
	FIELD_END
};
const struct shape cancel_shape = SHAPE(struct cancel, cancel_fields);

struct work {
	struct order_ref ref;
	const char      *reason;
};

/* No platform of purchase orders has a call by which a seller cancels. What there is is an acknowledgement that rejects
 * every line, and that wants reasons: it is Reject All, while the order is pending. So a cancellation here is one here
 * alone, and the timeline says what is left to do. */
static const char *not_told(const struct order *o)
{
	return o->status == ORDER_PENDING
		? "The buyer is not told by this and still waits for an acknowledgement: Reject All would have told it."
		: "The buyer is not told by this and counts on what was accepted: tell the buyer.";
}

static bool cancel(struct ctx *c, void *arg)
{
	const struct work *w = arg;
	struct order       o;

	return order_lock(c, w->ref, &o)
	    && order_allow(c, &o, ORDER_CANCEL)
	    && (!o.outbound_id || outbound_stop(c, &o, w->reason))
	    && (o.kind != ORDER_B2B || hold_give_up(c, &o))
	    && order_except_clear(c, &o, PROBLEM_NONE)
	    && (o.kind != ORDER_B2B || order_event_add(c, &o, "platform_not_told", not_told(&o)))
	    && order_move(c, &o, ORDER_CANCEL, "cancelled", w->reason);
}

bool cancel_order(struct ctx *c, struct order_ref ref, const char *reason)
{
	if (reason && !*reason)
		reason = NULL;
	return db_again(c, cancel, &(struct work){ ref, reason });
}

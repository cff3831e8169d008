#include "domain/cancel.h"

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

static bool cancel(struct ctx *c, void *arg)
{
	const struct work *w = arg;
	struct order       o;

	return order_lock(c, w->ref, &o)
	    && order_allow(c, &o, ORDER_CANCEL)
	    && (!o.outbound_id || outbound_stop(c, &o, w->reason))
	    && order_except_clear(c, &o, PROBLEM_NONE)
	    && order_move(c, &o, ORDER_CANCEL, "cancelled", w->reason);
}

bool cancel_order(struct ctx *c, struct order_ref ref, const char *reason)
{
	if (reason && !*reason)
		reason = NULL;
	return db_again(c, cancel, &(struct work){ ref, reason });
}

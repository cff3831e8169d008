#include "domain/acknowledge_refused.h"

#include "domain/hold.h"
#include "domain/order.h"
#include "domain/outbound.h"
#include "domain/writeback_queue.h"
#include "lib/failpoint.h"
#include "model/incoming.h"
#include "sql/acknowledge_sql.h"

static bool warehouse_has_begun(const struct order *o)
{
	return o->outbound_id && o->outbound_status != OUTBOUND_DRAFT && o->outbound_status != OUTBOUND_REVIEWED;
}

/* Where it stands because of this answer, and may leave again. */
static bool goes_back(struct ctx *c, const struct order *o, const struct writeback *w)
{
	switch (o->status) {
	case ORDER_ACKNOWLEDGED:
		return true;
	case ORDER_PROCESSING:
		return !warehouse_has_begun(o);
	case ORDER_CANCELLED: /* not when a person or the buyer cancelled it */
		return o->platform_state != INCOMING_CANCELLED && writeback_rejects_all(c, w);
	default:
		return false;
	}
}

static bool go_back(struct ctx *c, struct order *o, const char *words)
{
	return outbound_stop(c, o, "the platform refused the acknowledgement")
	    && hold_give_up(c, o)
	    && FP(c, "refused.after_release")
	    && acknowledge_sql_reset_lines(c, o)
	    && order_move(c, o, ORDER_REFUSED, "acknowledgement_refused", words)
	    && order_except(c, o, PROBLEM_ACKNOWLEDGEMENT_REFUSED, words, NULL);
}

bool acknowledgement_failed(struct ctx *c, struct order *o, const struct writeback *w)
{
	const char *words = w->uncertain
		? arena_printf(c->arena, "Whether the platform took the acknowledgement is not known: %s. Look there, then acknowledge the order again.",
			w->detail)
		: w->state == WRITEBACK_IS_REFUSED ? arena_printf(c->arena, "The platform refused the acknowledgement: %s", w->detail)
		: arena_printf(c->arena, "The platform could not be told of the acknowledgement: %s", w->detail);

	if (goes_back(c, o, w))
		return go_back(c, o, words);
	if (!order_event_add(c, o, "acknowledgement_refused", words))
		return false;
	switch (o->status) {
	case ORDER_PROCESSING:
	case ORDER_PARTIALLY_SHIPPED:
	case ORDER_SHIPPED:
		return order_except(c, o, PROBLEM_ACKNOWLEDGEMENT_REFUSED, words, NULL);
	default:
		return true;
	}
}

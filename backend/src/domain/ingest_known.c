/* An order that is there came again: first whether the answer is news (RELIABILITY: ingest), then what the news means for our
 * own work on the order. One at a time: each of these steps looks at what stands under this one order. */
#include "domain/ingest_steps.h"

#include "domain/hold.h"
#include "domain/ingest_changes.h"
#include "domain/order.h"
#include "domain/outbound.h"
#include "domain/purchase_change.h"
#include "lib/failpoint.h"
#include "sql/ingest_sql.h"

#include <string.h>

static bool is_forgotten(const struct order *o)
{
	static const unsigned char none[32];

	return o->content_hash.len == sizeof none && memcmp(o->content_hash.data, none, sizeof none) == 0;
}

/* Whether the answer shall be applied, given that its content differs from what is stored. */
static bool is_news(struct ctx *c, const struct ingest_source *from, const struct order *o, const struct ingest_stored *stored,
	const struct incoming_order *in, struct bytes hash, bool *news)
{
	bool seen;

	/* What came meanwhile was kept from the lines (outbound_fetch_queue): take it now, unless it is older still. */
	if (is_forgotten(o)) {
		*news = in->updated_at.us ? in->updated_at.us >= o->platform_updated_at.us : from->asked_at.us > stored->pulled_at.us;
		return true;
	}
	if (!ingest_sql_seen(c, o->id, hash, &seen))
		return false;
	if (!in->updated_at.us || !o->platform_updated_at.us)
		*news = !seen && from->asked_at.us > stored->pulled_at.us;
	else if (seen)
		*news = in->updated_at.us > o->platform_updated_at.us;
	else
		*news = in->updated_at.us >= o->platform_updated_at.us;
	return true;
}

/* What comes back after we told the platform of a shipment: its status word and our own tracking. */
static bool is_echo(struct ctx *c, const struct order *o, const struct ingest_stored *stored, const struct incoming_order *in,
	const struct order_changes *changes, bool *echo)
{
	bool known = true;

	*echo = false;
	if (changes->beyond_echo || !stored->our_writebacks || in->state == INCOMING_CANCELLED)
		return true;
	for (size_t i = 0; i < in->n_parcels && known; i++)
		if (in->parcels[i].tracking_no && !ingest_sql_knows_tracking(c, o->id, in->parcels[i].tracking_no, &known))
			return false;
	*echo = known;
	return true;
}

static bool keep_revision(struct ctx *c, const struct ingest_source *from, uint64_t order_id, const struct incoming_order *in,
	struct bytes hash, bool applied, const char *changes)
{
	return ingest_sql_add_revisions(c, from, &(struct ingest_revision){ order_id, in, hash, applied, changes }, 1);
}

static bool still_here(enum order_status s)
{
	return s == ORDER_PENDING || s == ORDER_ACKNOWLEDGED;
}

/* Cancelled there: taken back here while that is possible, otherwise a person must know. */
static bool cancelled_there(struct ctx *c, struct order *o)
{
	switch (o->status) {
	case ORDER_PENDING:
	case ORDER_ACKNOWLEDGED:
		return hold_give_up(c, o)
		    && order_except_clear(c, o, PROBLEM_NONE)
		    && order_move(c, o, ORDER_PLATFORM_CANCEL, "platform_cancelled", NULL);
	case ORDER_PROCESSING:
		if (o->outbound_id && o->outbound_status >= OUTBOUND_WAVED)
			return order_except(c, o, PROBLEM_CANCELLED_ON_PLATFORM,
				"cancelled on the platform while the warehouse is already working on it", NULL);
		return outbound_stop(c, o, "cancelled on the platform")
		    && order_except_clear(c, o, PROBLEM_NONE)
		    && order_move(c, o, ORDER_PLATFORM_CANCEL, "platform_cancelled", NULL);
	case ORDER_PARTIALLY_SHIPPED:
	case ORDER_SHIPPED:
		return order_except(c, o, PROBLEM_CANCELLED_AFTER_SHIPMENT, "cancelled on the platform after the goods had left", NULL);
	default:
		return order_event_add(c, o, "platform_cancelled", "cancelled or refunded on the platform");
	}
}

static bool shipped_there(struct ctx *c, const struct ingest_source *from, struct order *o, const struct incoming_order *in)
{
	if (!still_here(o->status))
		return true;
	return ingest_sql_add_parcels(c, from, &o->id, &in, 1)
	    && hold_give_up(c, o)
	    && order_except_clear(c, o, PROBLEM_NONE)
	    && order_move(c, o, ORDER_PLATFORM_SHIPPED, "platform_shipped", "shipped on the platform by somebody else");
}

/* The warehouse works from what it was given: nothing of it changes silently. */
static bool edited_after_dispatch(struct ctx *c, struct order *o, const struct order_changes *changes)
{
	if (o->status != ORDER_PROCESSING)
		return true;
	if (changes->lines)
		return order_except(c, o, PROBLEM_LINES_CHANGED, arena_printf(c->arena, "changed on the platform: %s", changes->words), NULL);
	if (changes->address)
		return order_except(c, o, PROBLEM_ADDRESS_CHANGED, arena_printf(c->arena, "changed on the platform: %s", changes->words), NULL);
	return true;
}

static bool follow(struct ctx *c, const struct ingest_source *from, struct order *o, const struct incoming_order *in,
	const struct order_changes *changes)
{
	if (in->state == INCOMING_CANCELLED)
		return cancelled_there(c, o);
	if (in->state == INCOMING_SHIPPED)
		return shipped_there(c, from, o, in);
	if (o->status == ORDER_PENDING) /* read again: what is looked at is what has just been stored, the lines too */
		return order_lock(c, (struct order_ref){ .id = o->id }, o)
		    && order_except_clear(c, o, PROBLEM_LINES_CHANGED)
		    && order_recheck(c, o);
	if (o->kind == ORDER_B2B && changes->lines)
		return purchase_change(c, from, o, in, changes);
	if (o->status == ORDER_ACKNOWLEDGED)
		return order_lock(c, (struct order_ref){ .id = o->id }, o) && order_recheck(c, o);
	return edited_after_dispatch(c, o, changes);
}

static bool apply(struct ctx *c, const struct ingest_source *from, struct order *o, const struct incoming_order *in,
	struct bytes hash, const struct order_changes *changes, struct ingest_result *r)
{
	bool open = o->status == ORDER_PENDING;

	return FP(c, "ingest.before_change")
	    && ingest_sql_set(c, o, in, hash, from->asked_at)
	    && FP(c, "ingest.after_change")
	    && (!open || ingest_sql_set_lines(c, from, o->id, in, false))
	    && keep_revision(c, from, o->id, in, hash, true, changes->json)
	    && (!changes->any || order_event_add(c, o, "updated", changes->words))
	    && follow(c, from, o, in, changes)
	    && ingest_result(r, SYNC_UPDATED, NULL, NULL);
}

bool ingest_update(struct ctx *c, const struct ingest_source *from, uint64_t id, const struct ingest_arrival *a)
{
	const struct incoming_order *in = &a->in;
	const struct bytes hash = a->hash;
	struct ingest_result *r = a->result;
	struct ingest_stored stored = { 0 };
	struct order_changes changes;
	struct order_line *lines;
	struct order o;
	size_t n;
	bool news, echo;

	r->order_id = id;
	if (!order_lock(c, (struct order_ref){ .id = id }, &o) || !ingest_sql_stored(c, id, &stored))
		return false;
	if (o.content_hash.len == hash.len && memcmp(o.content_hash.data, hash.data, hash.len) == 0)
		return ingest_sql_touch(c, from, &id, 1) && ingest_result(r, SYNC_UNCHANGED, NULL, NULL);
	if (!is_news(c, from, &o, &stored, in, hash, &news))
		return false;
	if (!news)
		return keep_revision(c, from, id, in, hash, false, NULL)
		    && ingest_result(r, SYNC_SKIPPED, "stale", "older than what is already here");
	if (!(lines = ingest_sql_lines(c, id, &n)))
		return false;
	order_changes_find(c, &o, lines, n, in, &changes);
	if (!is_echo(c, &o, &stored, in, &changes, &echo))
		return false;
	if (echo)
		return ingest_sql_set(c, &o, in, hash, from->asked_at)
		    && keep_revision(c, from, id, in, hash, true, changes.json)
		    && ingest_result(r, SYNC_UNCHANGED, NULL, NULL);
	return apply(c, from, &o, in, hash, &changes, r);
}

/* An outbound order until it is packed, and back again when it is intercepted. How a parcel leaves is in
 * outbound_ship.c. The platform order is locked before the outbound order, so whoever cancels, dispatches or
 * picks at the same time comes before or after, never between. */
#include "domain/outbound.h"

#include "domain/hold.h"
#include "domain/label.h"
#include "domain/order.h"
#include "domain/outbound_fetch.h"
#include "domain/outbound_hold.h"
#include "domain/stock.h"
#include "domain/stock_recheck.h"
#include "lib/db.h"
#include "sql/label_sql.h"
#include "sql/outbound_sql.h"

#include <string.h>

static bool stale(struct ctx *c, const struct outbound *ob)
{
	problem(c, PROBLEM_STALE, "Outbound order %s was changed meanwhile.", ob->outbound_no);
	c->problem.current_version = (long)ob->version;
	return false;
}

/* One that was handed back is locked alone: its platform order goes its own ways, maybe through a warehouse
 * that the caller does not see. When it is handed back between the look and the lock, its version is old. */
static bool hold_order(struct ctx *c, struct outbound_hold *h)
{
	if (!h->ob.platform_order_id || h->ob.status == OUTBOUND_INTERCEPTED)
		return true;
	h->has_order = true;
	if (order_lock(c, (struct order_ref){ .id = h->ob.platform_order_id }, &h->order))
		return true;
	if (!problem_is(c, PROBLEM_NOT_FOUND))
		return false;
	problem_clear(c);
	return outbound_sql_find(c, h->ob.id, &h->ob) && stale(c, &h->ob);
}

bool outbound_hold(struct ctx *c, struct order_ref ref, struct outbound_hold *h)
{
	*h = (struct outbound_hold){ 0 };
	return outbound_sql_find(c, ref.id, &h->ob)
	    && hold_order(c, h)
	    && outbound_sql_lock(c, ref.id, &h->ob)
	    && (!ref.version || ref.version == h->ob.version || stale(c, &h->ob));
}

bool outbound_set_status(struct ctx *c, struct outbound *ob, enum outbound_status status)
{
	bool matched;

	return outbound_sql_set_status(c, ob, status, &matched) && (matched || stale(c, ob));
}

bool outbound_event(struct ctx *c, const struct outbound_hold *h, const char *event, const char *detail)
{
	return !h->has_order || order_event_add(c, &h->order, event, detail);
}

/* ---- forward ---------------------------------------------------------------------------------------- */

static const struct {
	enum outbound_status to;
	const char          *event;
} steps[OUTBOUND_ACTIONS] = {
	[OUTBOUND_REVIEW] = { OUTBOUND_REVIEWED, "reviewed" },
	[OUTBOUND_PICK] = { OUTBOUND_PICKING, "picked" },
	[OUTBOUND_PACK] = { OUTBOUND_PACKED, "packed" },
};

struct work {
	struct order_ref     ref;
	enum outbound_action action;
	int64_t              weight_grams; /* of packing */
	const char          *reason;       /* of intercepting */
};

static bool forward(struct ctx *c, void *arg)
{
	const struct work   *w = arg;
	struct outbound_hold h;

	if (!outbound_hold(c, w->ref, &h) || !outbound_allow(c, &h.ob, w->action))
		return false;
	if (w->action == OUTBOUND_PACK)
		h.ob.weight_grams = w->weight_grams;
	return outbound_set_status(c, &h.ob, steps[w->action].to)
	    && outbound_event(c, &h, steps[w->action].event, w->action == OUTBOUND_PACK
		    ? arena_printf(c->arena, "%s, %lld g", h.ob.outbound_no, (long long)w->weight_grams) : h.ob.outbound_no);
}

bool outbound_review(struct ctx *c, struct order_ref ref)
{
	return db_again(c, forward, &(struct work){ .ref = ref, .action = OUTBOUND_REVIEW });
}

bool outbound_pick(struct ctx *c, struct order_ref ref)
{
	return db_again(c, forward, &(struct work){ .ref = ref, .action = OUTBOUND_PICK });
}

bool outbound_pack(struct ctx *c, struct order_ref ref, int64_t weight_grams)
{
	return db_again(c, forward, &(struct work){ .ref = ref, .action = OUTBOUND_PACK, .weight_grams = weight_grams });
}

/* ---- the label ------------------------------------------------------------------------------------------ */

struct labelling {
	struct order_ref             ref;
	const struct outbound_label *in;
};

static bool give_label(struct ctx *c, void *arg)
{
	const struct labelling *w = arg;
	struct outbound_hold    h;
	struct label            l;

	return outbound_hold(c, w->ref, &h)
	    && outbound_allow(c, &h.ob, OUTBOUND_LABEL)
	    && outbound_check_tracking(c, w->in->tracking_no)
	    && label_take(c, h.ob.customer_id, w->in->label_id, &l)
	    && label_sql_unlink(c, h.ob.customer_id, h.ob.id)
	    && label_give(c, &l, h.ob.id)
	    && outbound_sql_set_label(c, &h.ob, w->in->tracking_no)
	    && outbound_set_status(c, &h.ob, (enum outbound_status)h.ob.status)
	    && (!h.has_order || order_except_clear(c, &h.order, PROBLEM_LABEL_REQUIRED))
	    && outbound_event(c, &h, "labelled", arena_printf(c->arena, "%s, %s", h.ob.outbound_no, l.file_name));
}

bool outbound_give_label(struct ctx *c, struct order_ref ref, const struct outbound_label *in)
{
	return db_again(c, give_label, &(struct labelling){ ref, in });
}

/* ---- back --------------------------------------------------------------------------------------------- */

static bool release(struct ctx *c, const struct outbound *ob)
{
	size_t                      n;
	const struct outbound_line *lines = outbound_sql_lines(c, ob, &n);
	struct stock_item          *items = NEW_N(c->arena, struct stock_item, n + 1);
	struct stock_change         change;

	for (size_t i = 0; lines && i < n; i++)
		items[i] = (struct stock_item){ .sku_id = lines[i].sku_id, .quantity = lines[i].quantity, .code = lines[i].sku_code };
	change = (struct stock_change){ .customer_id = ob->customer_id, .warehouse_id = ob->warehouse_id, .cause_id = ob->id,
		.note = ob->outbound_no, .n_items = n, .items = items };
	return lines && stock_release(c, &change) && stock_recheck_released(c, &change);
}

/* Nothing has left it: it is intercepted only before picking. Its label can go with the next one. */
static bool stop(struct ctx *c, struct outbound *ob)
{
	return label_sql_unlink(c, ob->customer_id, ob->id) && release(c, ob) && outbound_set_status(c, ob, OUTBOUND_INTERCEPTED);
}

static const char *words_of(struct ctx *c, const struct outbound *ob, const char *reason)
{
	return reason && *reason ? arena_printf(c->arena, "%s: %s", ob->outbound_no, reason) : ob->outbound_no;
}

static bool stands(const struct order *o, enum problem_code code)
{
	return o->exception_code && strcmp(o->exception_code, problem_kinds[code].code) == 0;
}

/* A purchase order holds again what it had accepted: released in this transaction, so nobody else has it yet. */
static bool hold_again(struct ctx *c, const struct order *o, const struct outbound *ob)
{
	size_t                      n, n_items = 0;
	const struct outbound_line *lines;
	struct hold_item           *items;

	if (o->kind != ORDER_B2B)
		return true;
	lines = outbound_sql_lines(c, ob, &n);
	items = NEW_N(c->arena, struct hold_item, n + 1);
	for (size_t i = 0; lines && i < n; i++)
		if (lines[i].quantity > lines[i].shipped_qty)
			items[n_items++] = (struct hold_item){ .order_line_id = lines[i].order_line_id, .sku_id = lines[i].sku_id,
				.code = lines[i].sku_code, .quantity = lines[i].quantity - lines[i].shipped_qty };
	return lines && hold_take(c, o, ob->warehouse_id, items, n_items);
}

/* What the platform changed meanwhile was kept from the warehouse. The order's own address has followed it;
 * its lines have not, so they are asked for again. */
static bool hand_back(struct ctx *c, struct order *o, const struct outbound *ob, const char *detail)
{
	const bool lines_changed = stands(o, PROBLEM_LINES_CHANGED);

	o->outbound_id = 0;
	return hold_again(c, o, ob)
	    && order_except_clear(c, o, PROBLEM_ADDRESS_CHANGED)
	    && order_except_clear(c, o, PROBLEM_LINES_CHANGED)
	    && order_except_clear(c, o, PROBLEM_LABEL_REQUIRED)
	    && order_move(c, o, ORDER_INTERCEPT, "intercepted", detail)
	    && order_recheck(c, o)
	    && (!lines_changed || outbound_fetch_queue(c, o));
}

static bool intercept(struct ctx *c, void *arg)
{
	const struct work   *w = arg;
	struct outbound_hold h;

	return outbound_hold(c, w->ref, &h)
	    && outbound_allow(c, &h.ob, OUTBOUND_INTERCEPT)
	    && stop(c, &h.ob)
	    && (!h.has_order || hand_back(c, &h.order, &h.ob, words_of(c, &h.ob, w->reason)));
}

bool outbound_intercept(struct ctx *c, struct order_ref ref, const char *reason)
{
	return db_again(c, intercept, &(struct work){ .ref = ref, .action = OUTBOUND_INTERCEPT, .reason = reason });
}

bool outbound_hand_back(struct ctx *c, struct order *o, const char *reason)
{
	struct outbound ob;

	return order_allow(c, o, ORDER_INTERCEPT)
	    && outbound_sql_lock(c, o->outbound_id, &ob)
	    && outbound_allow(c, &ob, OUTBOUND_INTERCEPT)
	    && stop(c, &ob)
	    && hand_back(c, o, &ob, words_of(c, &ob, reason));
}

static bool recall(struct ctx *c, void *arg)
{
	const struct work *w = arg;
	struct order       o;

	return order_lock(c, w->ref, &o) && outbound_hand_back(c, &o, w->reason);
}

bool outbound_recall(struct ctx *c, struct order_ref ref, const char *reason)
{
	return db_again(c, recall, &(struct work){ .ref = ref, .reason = reason });
}

bool outbound_stop(struct ctx *c, struct order *o, const char *reason)
{
	struct outbound ob;

	if (!o->outbound_id)
		return true;
	if (!outbound_sql_lock(c, o->outbound_id, &ob) || !outbound_allow(c, &ob, OUTBOUND_INTERCEPT) || !stop(c, &ob))
		return false;
	o->outbound_id = 0;
	o->outbound_no = NULL;
	return order_event_add(c, o, "intercepted", words_of(c, &ob, reason));
}

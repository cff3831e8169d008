#include "domain/purchase_change.h"

#include "base/buf.h"
#include "domain/hold.h"
#include "domain/order.h"
#include "domain/outbound.h"
#include "lib/failpoint.h"
#include "sql/acknowledge_sql.h"
#include "sql/ingest_sql.h"
#include "sql/order_sql.h"

#include <string.h>

/* What becomes of one line. */
struct fate {
	int64_t ordered, accepted, backordered, rejected;
	bool    more; /* the buyer wants an answer to it */
};

struct work {
	const struct ingest_source  *from;
	struct order                *order;
	const struct incoming_order *in;
	const struct order_changes  *changes;
	struct order_line           *lines;
	size_t                       n_lines;
	struct fate                 *fates;
	bool                         more, less; /* than was answered; less of what was accepted */
};

static const struct incoming_line *line_of(const struct incoming_order *in, const char *platform_line_id)
{
	for (size_t i = 0; i < in->n_lines; i++)
		if (strcmp(in->lines[i].platform_line_id, platform_line_id) == 0)
			return &in->lines[i];
	return NULL;
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* What was rejected goes first, then what was to come later, what was accepted last. */
static struct fate fate_of(const struct order_line *l, const struct incoming_line *now)
{
	struct fate f = { .ordered = now ? now->quantity : 0 };

	if (now && (l->unit != (int32_t)now->unit || l->unit_size != now->unit_size || !same(l->sku_key, now->sku_key))) {
		f.more = f.ordered > 0; /* an answer in other units, or of other goods, is none */
		return f;
	}
	f.accepted = least(l->accepted_qty, f.ordered);
	f.backordered = least(l->backordered_qty, f.ordered - f.accepted);
	f.rejected = least(l->rejected_qty, f.ordered - f.accepted - f.backordered);
	f.more = f.accepted + f.backordered + f.rejected < f.ordered;
	return f;
}

static bool is_new(const struct work *w, const struct incoming_line *l)
{
	for (size_t i = 0; i < w->n_lines; i++)
		if (strcmp(w->lines[i].platform_line_id, l->platform_line_id) == 0)
			return w->lines[i].gone;
	return true;
}

static bool look(struct ctx *c, struct work *w)
{
	if (!order_sql_lines(c, w->order, &w->lines, &w->n_lines))
		return false;
	w->fates = NEW_N(c->arena, struct fate, w->n_lines + 1);
	for (size_t i = 0; i < w->n_lines; i++) {
		if (w->lines[i].gone)
			continue;
		w->fates[i] = fate_of(&w->lines[i], line_of(w->in, w->lines[i].platform_line_id));
		w->more = w->more || w->fates[i].more;
		w->less = w->less || w->fates[i].accepted < w->lines[i].accepted_qty;
	}
	for (size_t i = 0; i < w->in->n_lines; i++)
		w->more = w->more || (w->in->lines[i].quantity > 0 && is_new(w, &w->in->lines[i]));
	return true;
}

/* ---- following ------------------------------------------------------------------------------------------ */

static bool set_lines(struct ctx *c, const struct work *w)
{
	for (size_t i = 0; i < w->n_lines; i++) {
		const struct order_line *l = &w->lines[i];
		const struct fate       *f = &w->fates[i];

		if (l->gone || (f->ordered == l->ordered_qty && f->accepted == l->accepted_qty && f->backordered == l->backordered_qty
			&& f->rejected == l->rejected_qty))
			continue;
		if (!acknowledge_sql_set_line(c, w->order, &(struct acknowledged_line){ .order_line_id = l->id, .ordered_qty = f->ordered,
			.accepted_qty = f->accepted, .backordered_qty = f->backordered, .rejected_qty = f->rejected,
			.reason = f->rejected ? l->reject_reason : NULL }))
			return false;
	}
	return ingest_sql_set_lines(c, w->from, w->order->id, w->in, true);
}

static size_t index_of(const struct work *w, uint64_t line_id)
{
	size_t i = 0;

	while (i < w->n_lines && w->lines[i].id != line_id)
		i++;
	return i;
}

/* Each line holds its part for every unit that was accepted. */
static bool shrink_hold(struct ctx *c, const struct work *w)
{
	struct hold_item *held, *kept;
	size_t            n, n_kept = 0;

	if (!hold_sql_of(c, w->order, &held, &n))
		return false;
	kept = NEW_N(c->arena, struct hold_item, n + 1);
	for (size_t i = 0; i < n; i++) {
		const size_t at = index_of(w, held[i].order_line_id);

		if (at == w->n_lines || !w->lines[at].accepted_qty || !w->fates[at].accepted)
			continue;
		kept[n_kept] = held[i];
		kept[n_kept++].quantity = held[i].quantity / w->lines[at].accepted_qty * w->fates[at].accepted;
	}
	return !n || (hold_give_up(c, w->order) && FP(c, "change.after_release") && hold_take(c, w->order, held[0].warehouse_id, kept, n_kept));
}

static const char *less_words(struct ctx *c, const struct work *w)
{
	struct buf b = buf_new(c->arena, 128);

	for (size_t i = 0; i < w->n_lines && b.len < 400; i++)
		if (!w->lines[i].gone && w->fates[i].accepted < w->lines[i].accepted_qty)
			buf_printf(&b, "%s%.80s: accepted were %lld, now %lld", b.len ? "; " : "", w->lines[i].product_name,
				(long long)w->lines[i].accepted_qty, (long long)w->fates[i].accepted);
	return b.text;
}

static bool ask_for_answer(struct ctx *c, const struct work *w)
{
	return order_except(c, w->order, PROBLEM_LINES_CHANGED,
		arena_printf(c->arena, "The buyer changed it after the acknowledgement: %s. Acknowledge the change.", w->changes->words), NULL);
}

static bool follow(struct ctx *c, struct work *w)
{
	return set_lines(c, w)
	    && (!w->less || (order_event_add(c, w->order, "purchase_reduced", less_words(c, w)) && shrink_hold(c, w)))
	    && order_lock(c, (struct order_ref){ .id = w->order->id }, w->order) /* read again, with its lines as they are now */
	    && (w->more ? ask_for_answer(c, w) : order_except_clear(c, w->order, PROBLEM_LINES_CHANGED) && order_recheck(c, w->order));
}

/* ---- by where it stands ------------------------------------------------------------------------------------ */

static bool tell_people(struct ctx *c, const struct work *w)
{
	return order_except(c, w->order, PROBLEM_LINES_CHANGED, arena_printf(c->arena, "changed on the platform: %s", w->changes->words), NULL);
}

static bool warehouse_has_begun(const struct order *o)
{
	return o->outbound_status != OUTBOUND_DRAFT && o->outbound_status != OUTBOUND_REVIEWED;
}

static bool in_warehouse(struct ctx *c, struct work *w)
{
	if (!w->less)
		return w->more ? tell_people(c, w) : set_lines(c, w);
	if (warehouse_has_begun(w->order))
		return tell_people(c, w);
	return outbound_hand_back(c, w->order, "the buyer wants less of it") && follow(c, w);
}

bool purchase_change(struct ctx *c, const struct ingest_source *from, struct order *o, const struct incoming_order *in,
	const struct order_changes *changes)
{
	struct work w = { .from = from, .order = o, .in = in, .changes = changes };

	if (!look(c, &w))
		return false;
	switch (o->status) {
	case ORDER_ACKNOWLEDGED:
		return follow(c, &w);
	case ORDER_PROCESSING:
		return in_warehouse(c, &w);
	case ORDER_PARTIALLY_SHIPPED:
	case ORDER_SHIPPED:
		return !w.less || tell_people(c, &w);
	default:
		return true;
	}
}

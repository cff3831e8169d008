/* What the platform answered, written down once: the row, the exception under the order, the order's
 * completion. An answer that is recorded again, or comes from a try that another one has overtaken, changes nothing. */
#include "domain/writeback.h"

#include "domain/acknowledge_refused.h"
#include "domain/order.h"
#include "domain/writeback_queue.h"
#include "lib/failpoint.h"
#include "sql/job_sql.h"
#include "sql/order_sql.h"
#include "sql/writeback_sql.h"

#include <string.h>

enum { LOOKS_MOST = 3, LOOK_AFTER_S = 10, QUIET_TRIES = 3, POLLS_MOST = 100 };

/* When a platform that has taken something is asked what became of it, in units of the first wait: with half a minute
 * that is 30 s, 1, 2, 5, 10, 15 and then every 30 minutes, for about two days. */
static const int64_t poll_after[] = { 1, 2, 4, 10, 20, 30, 60 };
enum { POLLS = sizeof poll_after / sizeof *poll_after };

/* The order and the row, locked in this order. */
struct held {
	struct order     o;
	struct writeback w;
};

static bool hold(struct ctx *c, uint64_t id, struct held *h)
{
	uint64_t order_id;

	return writeback_sql_order(c, id, &order_id)
	    && order_lock(c, (struct order_ref){ .id = order_id }, &h->o)
	    && writeback_sql_lock(c, id, &h->w);
}

static bool queue_next(struct ctx *c, const struct held *h)
{
	struct writeback next = h->w;

	return writeback_sql_next(c, &h->o, &next.id) && (!next.id || writeback_queue(c, &next, JOB_PRIORITY_NORMAL));
}

/* ---- the exception ------------------------------------------------------------------------------- */

static bool stands(const struct order *o, enum problem_code code)
{
	return o->exception_code && strcmp(o->exception_code, problem_kinds[code].code) == 0;
}

static bool is_ours(const struct order *o)
{
	return stands(o, PROBLEM_WRITEBACK_FAILED) || stands(o, PROBLEM_WRITEBACK_UNCERTAIN);
}

/* A cancellation that came too late needs a person; that the platform then refuses our shipment follows from it. */
static bool is_graver(const struct order *o)
{
	return stands(o, PROBLEM_CANCELLED_AFTER_SHIPMENT) || stands(o, PROBLEM_CANCELLED_ON_PLATFORM);
}

static const char *key_of(struct ctx *c, const struct writeback *w)
{
	return arena_printf(c->arena, "writeback:%llu", (unsigned long long)w->id);
}

static const char *acknowledgement_words(struct ctx *c, const struct writeback *w)
{
	const char *why = w->detail ? arena_printf(c->arena, ": %s", w->detail) : "";

	if (w->state == WRITEBACK_IS_SENT)
		return "The platform has taken the acknowledgement and not yet said what became of it.";
	if (w->uncertain)
		return arena_printf(c->arena, "Whether the platform took the acknowledgement is not known%s.", why);
	return arena_printf(c->arena, "The platform does not have the acknowledgement%s", why);
}

static const char *words_of(struct ctx *c, const struct writeback *w)
{
	const char *no = w->tracking_no ? w->tracking_no : "the order";

	if (writeback_acknowledges(w))
		return acknowledgement_words(c, w);
	if (w->state == WRITEBACK_IS_SENT)
		return arena_printf(c->arena, "The platform has taken shipment %s and not yet said what became of it.", no);
	if (w->uncertain)
		return arena_printf(c->arena, "Whether the platform took shipment %s is not known%s%s. Look there, then press"
			" Mark Shipped: it is looked up again before anything is sent.", no, w->detail ? ": " : "",
			w->detail ? w->detail : "");
	return arena_printf(c->arena, "Writeback of shipment %s failed%s%s", no, w->detail ? ": " : "", w->detail ? w->detail : "");
}

static bool show_uncertain(struct ctx *c, struct held *h)
{
	return is_graver(&h->o) || order_except(c, &h->o, PROBLEM_WRITEBACK_UNCERTAIN, words_of(c, &h->w), key_of(c, &h->w));
}

static bool show(struct ctx *c, struct held *h)
{
	return is_graver(&h->o)
	    || order_except(c, &h->o, h->w.uncertain ? PROBLEM_WRITEBACK_UNCERTAIN : PROBLEM_WRITEBACK_FAILED, words_of(c, &h->w),
		key_of(c, &h->w));
}

/* One order has one exception: when it was about the row that is confirmed now, another row's takes its place. */
static bool heal(struct ctx *c, struct held *h)
{
	struct held other = { .o = h->o };
	bool        found, healed;

	if (!is_ours(&h->o) || (h->o.open_writebacks && h->o.exception_key && strcmp(h->o.exception_key, key_of(c, &h->w)) != 0))
		return true;
	if (!writeback_sql_failed(c, &h->o, &other.w, &found))
		return false;
	healed = found ? show(c, &other) : order_except_clear(c, &other.o, PROBLEM_NONE);
	h->o = other.o;
	return healed;
}

static bool heal_acknowledgement(struct ctx *c, struct held *h)
{
	return !is_ours(&h->o) || !h->o.exception_key || strcmp(h->o.exception_key, key_of(c, &h->w)) != 0
	    || order_except_clear(c, &h->o, PROBLEM_NONE);
}

/* ---- the ends ------------------------------------------------------------------------------------ */

static bool complete(struct ctx *c, struct held *h)
{
	const bool manual = strcmp(h->w.kind, "manual_ship") == 0;

	if (h->o.status != ORDER_SHIPPED || h->o.open_writebacks)
		return true;
	return (is_graver(&h->o) || order_except_clear(c, &h->o, PROBLEM_NONE))
	    && order_move(c, &h->o, manual ? ORDER_CONFIRM_MANUAL : ORDER_CONFIRM, manual ? "manual_completed" : "completed", NULL);
}

static bool confirm(struct ctx *c, struct held *h, const struct writeback_result *r)
{
	return FP(c, "writeback.before_confirm")
	    && writeback_sql_set_confirmed(c, &h->w, r->platform_ref, r->proof)
	    && FP(c, "writeback.after_confirm")
	    && (writeback_acknowledges(&h->w)
		? order_event_add(c, &h->o, "acknowledgement_confirmed", r->proof) && heal_acknowledgement(c, h)
		: order_event_add(c, &h->o, "writeback_confirmed", r->proof ? r->proof : h->w.tracking_no)
			&& order_sql_open_writebacks(c, &h->o)
			&& heal(c, h)
			&& complete(c, h)
			&& FP(c, "writeback.after_complete")
			&& queue_next(c, h));
}

/* Nothing more happens by itself. The others of the order go on: the exception says what is missing. */
static bool fail(struct ctx *c, struct held *h, enum writeback_state state, enum problem_code code, const char *words)
{
	h->w.state = (int32_t)state;
	h->w.detail = words && *words ? words : problem_kinds[code].title;
	if (!writeback_sql_set_state(c, &h->w, 0))
		return false;
	if (writeback_acknowledges(&h->w))
		return acknowledgement_failed(c, &h->o, &h->w);
	return order_event_add(c, &h->o, "writeback_failed", words_of(c, &h->w))
	    && show(c, h)
	    && queue_next(c, h);
}

/* Taken, and the platform is at work on it. Long silence is shown; at last a person has to look. */
static bool processing(struct ctx *c, struct held *h, const struct writeback_work *w, const struct writeback_result *r, int64_t *wait_s)
{
	const int64_t polls = w->step == WRITEBACK_FIND ? h->w.polls + 1 : 0;

	if (polls >= POLLS_MOST) {
		h->w.uncertain = true;
		return fail(c, h, WRITEBACK_IS_REFUSED, PROBLEM_WRITEBACK_UNCERTAIN, "the platform has not said for two days what became of it");
	}
	*wait_s = r->poll_s * poll_after[polls < POLLS ? polls : POLLS - 1];
	h->w.state = WRITEBACK_IS_SENT;
	h->w.uncertain = false;
	h->w.cannot_tell = 0;
	h->w.polls = polls;
	h->w.detail = NULL;
	h->w.platform_ref = r->platform_ref ? r->platform_ref : h->w.platform_ref;
	return writeback_sql_set_state(c, &h->w, *wait_s)
	    && (polls || order_event_add(c, &h->o, writeback_acknowledges(&h->w) ? "acknowledgement_sent" : "writeback_sent", h->w.platform_ref))
	    && (polls < POLLS || show_uncertain(c, h));
}

/* ---- on the way ----------------------------------------------------------------------------------- */

static bool stay_for(struct ctx *c, struct held *h, enum writeback_state state, bool uncertain, const char *words, int64_t wait_s)
{
	h->w.state = (int32_t)state;
	h->w.uncertain = uncertain;
	h->w.detail = words;
	return writeback_sql_set_state(c, &h->w, wait_s);
}

static bool stay(struct ctx *c, struct held *h, enum writeback_state state, bool uncertain, const char *words)
{
	return stay_for(c, h, state, uncertain, words, uncertain ? LOOK_AFTER_S : 0);
}

static bool cannot_tell(struct ctx *c, struct held *h, const struct writeback_work *w, const struct writeback_result *r)
{
	int64_t wait_s = LOOK_AFTER_S; /* then 30 s, then 90: what was lost may be on its way for a minute */

	h->w.cannot_tell = w->cannot_tell + 1;
	for (int64_t i = 0; i < h->w.cannot_tell; i++)
		wait_s *= 3;
	if (h->w.cannot_tell < LOOKS_MOST)
		return stay_for(c, h, (enum writeback_state)h->w.state, true, r->words, wait_s);
	return fail(c, h, WRITEBACK_IS_REFUSED, PROBLEM_WRITEBACK_UNCERTAIN, r->words ? r->words : r->proof);
}

/* Most silence passes before anybody would notice, so it is shown from the third try on; a store that has to
 * be authorised again waits for a person at once. */
static bool later(struct ctx *c, struct held *h, const struct writeback_work *w, const struct writeback_result *r)
{
	const bool look = w->step == WRITEBACK_FIND;
	const bool shown = r->tries >= QUIET_TRIES || r->code == PROBLEM_PLATFORM_AUTH_EXPIRED;
	const char *words = r->words && *r->words ? r->words : problem_kinds[r->code].title;

	return stay(c, h, look ? (enum writeback_state)h->w.state : WRITEBACK_IS_QUEUED, look, words) && (!shown || show(c, h));
}

static bool not_there(struct ctx *c, struct held *h)
{
	h->w.cannot_tell = 0;
	return stay(c, h, WRITEBACK_IS_QUEUED, false, NULL);
}

/* What was taken and is then refused is surely not done; that a look went wrong tells nothing of it. */
static bool surely_not_done(const struct held *h, const struct writeback_result *r)
{
	return h->w.state == WRITEBACK_IS_SENT && r->says_no;
}

bool writeback_answered(struct ctx *c, const struct writeback_work *w, const struct writeback_result *r, int64_t *wait_s)
{
	struct held h;

	*wait_s = 0;
	if (!hold(c, w->id, &h))
		return false;
	if (writeback_settled(&h.w) || h.w.attempts != w->attempts)
		return true;
	h.w.uncertain = w->step == WRITEBACK_FIND; /* until the answer says better */
	switch (r->outcome) {
	case WRITEBACK_CONFIRMED:
		return confirm(c, &h, r);
	case WRITEBACK_PROCESSING:
		return processing(c, &h, w, r, wait_s);
	case WRITEBACK_NOT_THERE:
		return not_there(c, &h);
	case WRITEBACK_CANNOT_TELL:
		return cannot_tell(c, &h, w, r);
	case WRITEBACK_UNCERTAIN: /* one that says yes and shows nothing, again and again, is shown as silence is */
		return stay(c, &h, WRITEBACK_IS_SENDING, true, r->words) && (r->tries < QUIET_TRIES || show(c, &h));
	case WRITEBACK_LATER:
		return later(c, &h, w, r);
	case WRITEBACK_REFUSED:
		h.w.uncertain = h.w.uncertain && !surely_not_done(&h, r);
		return fail(c, &h, WRITEBACK_IS_REFUSED, r->code, r->words);
	case WRITEBACK_GIVE_UP:
		return fail(c, &h, WRITEBACK_IS_GIVEN_UP, r->code, r->words);
	}
	return problem(c, PROBLEM_INTERNAL, "A writeback cannot end like that.");
}

bool writeback_give_up(struct ctx *c, uint64_t writeback_id, enum problem_code code, const char *words)
{
	struct held h;

	if (!hold(c, writeback_id, &h))
		return false;
	h.w.uncertain = h.w.uncertain || h.w.state == WRITEBACK_IS_SENDING;
	return writeback_settled(&h.w) || fail(c, &h, WRITEBACK_IS_GIVEN_UP, code, words);
}

/* A writeback until it is sent: made, taken in hand, set going again. What the platform answers is in
 * writeback_answer.c. Rows of one order go one after the other: whichever is done brings on the next. */
#include "domain/writeback.h"

#include "base/buf.h"
#include "domain/order.h"
#include "domain/writeback_queue.h"
#include "lib/db.h"
#include "lib/failpoint.h"
#include "lib/json.h"
#include "lib/secret.h"
#include "lib/shape.h"
#include "model/incoming.h"
#include "sql/carrier_sql.h"
#include "sql/job_sql.h"
#include "sql/writeback_sql.h"

#include <string.h>

enum { MARKER_LENGTH = 16 };

bool writeback_queue(struct ctx *c, const struct writeback *w, int priority)
{
	const unsigned long long store = w->store_id, id = w->id;

	return job_sql_add(c, &(struct job_new){
		.customer_id = w->customer_id,
		.lane = arena_printf(c->arena, "store:%llu:push", store),
		.kind = "writeback_send",
		.uniq = arena_printf(c->arena, "writeback:%llu", id),
		.priority = priority,
		.payload = arena_printf(c->arena, "{\"writebackId\":\"%llu\",\"storeId\":\"%llu\"}", id, store),
	});
}

static bool thaw(struct ctx *c, const struct writeback *w, struct writeback_work *out)
{
	const struct json *j = json_parse(c, w->content, strlen(w->content), &json_import);

	out->is_acknowledgement = writeback_acknowledges(w);
	return j && (out->is_acknowledgement ? shape_parse(c, &acknowledgement_shape, j, &out->acknowledgement)
		: shape_parse(c, &shipment_shape, j, &out->shipment));
}

bool writeback_rejects_all(struct ctx *c, const struct writeback *w)
{
	struct writeback_work work = { 0 };

	if (!thaw(c, w, &work))
		return false;
	for (size_t i = 0; i < work.acknowledgement.n_lines; i++)
		if (work.acknowledgement.lines[i].accepted || work.acknowledgement.lines[i].backordered)
			return false;
	return work.is_acknowledgement;
}

/* ---- made ---------------------------------------------------------------------------------------- */

/* The key's first digits: short enough for a note in the shop, and the same at every try. */
static const char *marker_of(struct ctx *c, const char *idem_key)
{
	char  *marker = arena_alloc(c->arena, MARKER_LENGTH + 1);
	size_t n = 0;

	for (const char *p = idem_key; *p && n < MARKER_LENGTH; p++)
		if (*p != '-')
			marker[n++] = *p;
	return marker;
}

/* Nothing is sent before somebody lets the store work again. */
static bool note_store(struct ctx *c, struct order *o, const struct writeback *w)
{
	struct writeback_store store = { 0 };

	if (!writeback_sql_store(c, o->customer_id, o->store_id, &store))
		return false;
	return !store.not_ready || o->exception_code
	    || order_except(c, o, PROBLEM_WRITEBACK_FAILED,
		arena_printf(c->arena, "%s waits: the store %s is %s. The platform is told once the store works again.",
			w->tracking_no ? arena_printf(c->arena, "Shipment %s", w->tracking_no) : "The acknowledgement", store.name, store.not_ready),
		arena_printf(c->arena, "writeback:%llu", (unsigned long long)w->id));
}

/* The row, once its content stands, and its job. */
static bool add(struct ctx *c, struct order *o, struct writeback *w, uint64_t subject_id, const char *idem_key, const char *event)
{
	return writeback_sql_add(c, o, w, subject_id, idem_key, &w->id)
	    && FP(c, "writeback.after_row")
	    && order_event_add(c, o, event, w->tracking_no)
	    && note_store(c, o, w)
	    && writeback_queue(c, w, JOB_PRIORITY_NORMAL);
}

bool writeback_add(struct ctx *c, struct order *o, const char *kind, uint64_t subject_id, const struct shipment *content)
{
	const char      *idem_key = random_uuid(c->arena);
	struct shipment  frozen = *content;
	struct buf       json = buf_new(c->arena, 512);
	struct writeback w = { .customer_id = o->customer_id, .store_id = o->store_id, .order_id = o->id, .kind = kind,
		.tracking_no = content->tracking_no, .final = content->final };

	frozen.platform_order_id = o->platform_order_id;
	frozen.marker = marker_of(c, idem_key);
	if (content->carrier && !carrier_sql_named(c, o->customer_id, o->store_id, content->carrier, &frozen.carrier))
		return false;
	shape_emit(&json, &shipment_shape, &frozen);
	w.content = json.text;
	return add(c, o, &w, subject_id, idem_key, "writeback_queued");
}

bool writeback_add_acknowledgement(struct ctx *c, struct order *o, uint64_t acknowledgement_id, const struct acknowledgement *content)
{
	const char            *idem_key = random_uuid(c->arena);
	struct acknowledgement frozen = *content;
	struct buf             json = buf_new(c->arena, 1024);
	struct writeback w = { .customer_id = o->customer_id, .store_id = o->store_id, .order_id = o->id, .kind = "acknowledgement" };

	frozen.platform_order_id = o->platform_order_id;
	frozen.order_no = o->order_no;
	frozen.marker = marker_of(c, idem_key);
	shape_emit(&json, &acknowledgement_shape, &frozen);
	w.content = json.text;
	return add(c, o, &w, acknowledgement_id, idem_key, "acknowledgement_queued");
}

/* ---- taken in hand --------------------------------------------------------------------------------- */

/* Left over from a time when nobody knew how the order would end. */
static bool drop(struct ctx *c, struct writeback *w)
{
	w->state = WRITEBACK_IS_GIVEN_UP;
	w->detail = "the order is cancelled";
	return writeback_sql_set_state(c, w, 0);
}

/* An order that is cancelled needs nothing told of it, except that every line is rejected, by which it was cancelled; and
 * what was begun is followed to its end. */
static bool is_pointless(struct ctx *c, const struct order *o, const struct writeback *w)
{
	if (o->status != ORDER_CANCELLED)
		return false;
	return !writeback_acknowledges(w)
	    || (w->state == WRITEBACK_IS_QUEUED && !w->uncertain && !(writeback_rejects_all(c, w) && o->platform_state != INCOMING_CANCELLED));
}

/* What is frozen says whether this was the last shipment to leave; what the platform is told last is the one
 * that is confirmed last. They differ when an earlier one was refused and is retried by a person: the
 * order must not be finished there while a part of it is missing, and must be when that part arrives. */
static bool choose(struct ctx *c, struct writeback *w, struct writeback_work *out)
{
	struct writeback_others others = { 0 };
	const bool              look = w->uncertain || w->state != WRITEBACK_IS_QUEUED;

	if (!writeback_acknowledges(w) && !writeback_sql_others(c, w, &others))
		return false;
	if (others.earlier_open)
		return true;
	if (look && w->early_s) {
		out->step = WRITEBACK_WAIT;
		out->wait_s = w->early_s;
		return true;
	}
	if (!thaw(c, w, out))
		return false;
	out->shipment.final = others.all_left && !others.unconfirmed;
	out->step = look ? WRITEBACK_FIND : WRITEBACK_SEND;
	if (look)
		return true; /* `sending` and uncertain both say already that somebody must look */
	out->attempts++;
	out->cannot_tell = 0;
	return writeback_sql_set_sending(c, w);
}

struct begin {
	uint64_t               id;
	struct writeback_work *out;
};

static bool begin(struct ctx *c, void *arg)
{
	const struct begin *b = arg;
	struct writeback    w;
	struct order        o;
	uint64_t            order_id;

	*b->out = (struct writeback_work){ 0 };
	if (!writeback_sql_order(c, b->id, &order_id) || !order_lock(c, (struct order_ref){ .id = order_id }, &o)
	    || !writeback_sql_lock(c, b->id, &w))
		return false;
	*b->out = (struct writeback_work){ .step = WRITEBACK_NOTHING, .id = w.id, .customer_id = w.customer_id,
		.store_id = w.store_id, .order_id = w.order_id, .attempts = w.attempts, .cannot_tell = w.cannot_tell,
		.platform_ref = w.platform_ref, .waited_s = w.waited_s };
	if (writeback_settled(&w))
		return true;
	return (is_pointless(c, &o, &w) ? drop(c, &w) : choose(c, &w, b->out)) && FP(c, "writeback.in_begin");
}

bool writeback_begin(struct ctx *c, uint64_t writeback_id, struct writeback_work *out)
{
	return db_again(c, begin, &(struct begin){ writeback_id, out });
}

/* ---- set going again --------------------------------------------------------------------------------- */

/* A row whose last call may have gone through stays uncertain: a person's retry looks first, too. */
static bool revive(struct ctx *c, struct writeback *w)
{
	if (w->state == WRITEBACK_IS_SENT) /* asked at once what became of it */
		return writeback_sql_set_state(c, w, 0);
	if (!writeback_settled(w))
		return true;
	w->state = WRITEBACK_IS_QUEUED;
	w->cannot_tell = 0;
	return writeback_sql_set_state(c, w, 0);
}

static bool retry(struct ctx *c, void *arg)
{
	const struct order_ref *ref = arg;
	struct writeback       *rows;
	struct order            o;
	size_t                  n;

	if (!order_lock(c, *ref, &o) || !order_allow(c, &o, ORDER_MARK_SHIPPED)
	    || !order_move(c, &o, ORDER_MARK_SHIPPED, "mark_shipped", NULL))
		return false;
	rows = writeback_sql_lock_open(c, &o, &n);
	if (!rows)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!revive(c, &rows[i]))
			return false;
	for (size_t i = 0; i < n; i++)
		if (!writeback_queue(c, &rows[i], JOB_PRIORITY_PERSON))
			return false;
	return writeback_sql_lift_pause(c, o.customer_id, o.store_id);
}

bool writeback_retry(struct ctx *c, struct order_ref ref)
{
	return db_again(c, retry, &ref);
}

/* The one way in. First decide whether the answer is news (RELIABILITY: ingest), then what the news
 * means for our own work on the order. */
#include "domain/ingest.h"

#include "domain/hold.h"
#include "domain/ingest_changes.h"
#include "domain/order.h"
#include "domain/outbound.h"
#include "domain/purchase_change.h"
#include "lib/db.h"
#include "lib/failpoint.h"
#include "model/platform_kind.h"
#include "sql/ingest_sql.h"
#include "sql/job_sql.h"

#include <string.h>

enum { QUANTITY_MAX = 1000000, UNIT_MAX = 100000, LINES_MAX = 1000, ID_MAX = 128, KEY_MAX = 191, CODE_MAX = 64 };

static bool result(struct ingest_result *r, enum sync_outcome outcome, const char *code, const char *detail)
{
	r->outcome = outcome;
	r->code = code;
	r->detail = detail;
	return true;
}

/* ---- can it be stored at all ----------------------------------------------------------------- */

static bool fits(const char *text, size_t max)
{
	return !text || strlen(text) <= max;
}

static bool line_good(struct ctx *c, const struct incoming_line *l)
{
	if (!l->platform_line_id || !*l->platform_line_id)
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "a line has no id");
	if (!fits(l->platform_line_id, ID_MAX) || !fits(l->platform_sku, KEY_MAX) || !fits(l->sku_key, KEY_MAX))
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "the SKU or id of a line is longer than %d characters", KEY_MAX);
	if (!fits(l->product_id, CODE_MAX))
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "the product's id of a line is longer than %d characters", CODE_MAX);
	if (l->quantity < 0 || l->quantity > QUANTITY_MAX)
		return problem(c, PROBLEM_QUANTITY_IMPLAUSIBLE, "a line asks for %lld pieces", (long long)l->quantity);
	if (l->unit_size < 0 || l->unit_size > UNIT_MAX || (l->unit_size && l->quantity > QUANTITY_MAX / l->unit_size))
		return problem(c, PROBLEM_QUANTITY_IMPLAUSIBLE, "a line asks for %lld times %lld pieces", (long long)l->quantity,
			(long long)l->unit_size);
	return true;
}

static bool purchase_good(struct ctx *c, const struct incoming_purchase *p)
{
	return !p || (fits(p->buying_party, CODE_MAX) && fits(p->selling_party, CODE_MAX) && fits(p->ship_to_code, CODE_MAX))
	    || problem(c, PROBLEM_PLATFORM_UNREADABLE, "the code of a party is longer than %d characters", CODE_MAX);
}

static bool readable(struct ctx *c, const struct incoming_order *in)
{
	if (in->refusal_code) {
		enum problem_code code = problem_code_named(in->refusal_code);

		return problem(c, code ? code : PROBLEM_PLATFORM_UNREADABLE, "%s", in->refusal ? in->refusal : "the order could not be read");
	}
	if (!in->platform_order_id || !*in->platform_order_id || !in->order_no || !*in->order_no)
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "the order has no id or number");
	if (!fits(in->platform_order_id, ID_MAX) || !fits(in->order_no, ID_MAX))
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "the order's number is longer than %d characters", ID_MAX);
	if (!in->currency || !currency_known(in->currency))
		return problem(c, PROBLEM_CURRENCY_UNKNOWN, "the currency %s is not known", in->currency ? in->currency : "(none)");
	if (!in->created_at.us)
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "the order has no order time");
	if (in->n_lines > LINES_MAX)
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "the order has more than %d lines", LINES_MAX);
	for (size_t i = 0; i < in->n_lines; i++) {
		if (!line_good(c, &in->lines[i]))
			return false;
		for (size_t j = 0; j < i; j++)
			if (strcmp(in->lines[i].platform_line_id, in->lines[j].platform_line_id) == 0)
				return problem(c, PROBLEM_PLATFORM_UNREADABLE, "two lines have the same id");
	}
	return purchase_good(c, in->purchase);
}

/* What the platform leaves out and its rules say: one piece in a unit, and until when it wants an answer. */
static struct incoming_order completed(struct ctx *c, const struct ingest_source *from, const struct incoming_order *in)
{
	const struct platform_kind *kind = platform_kind_named(from->platform);
	struct incoming_order out = *in;

	out.lines = NEW_N(c->arena, struct incoming_line, in->n_lines + 1);
	for (size_t i = 0; i < in->n_lines; i++) {
		out.lines[i] = in->lines[i];
		if (!out.lines[i].unit_size)
			out.lines[i].unit_size = 1;
	}
	if (in->purchase && !in->purchase->acknowledge_by.us && kind && kind->acknowledge_within_s) {
		out.purchase = NEW(c->arena, struct incoming_purchase);
		*out.purchase = *in->purchase;
		out.purchase->acknowledge_by.us = in->created_at.us + kind->acknowledge_within_s * INSTANT_SECOND;
	}
	return out;
}

/* ---- a new order ---------------------------------------------------------------------------- */

static bool create(struct ctx *c, const struct ingest_source *from, const struct incoming_order *in, struct bytes hash,
	struct ingest_result *r)
{
	struct order o;

	if (in->state == INCOMING_SHIPPED)
		return result(r, SYNC_SKIPPED, "platform_shipped", "already shipped on the platform");
	if (in->state == INCOMING_CANCELLED)
		return result(r, SYNC_SKIPPED, "cancelled_on_platform", "cancelled on the platform before it came here");
	return FP(c, "ingest.before_order")
	    && ingest_sql_add(c, from, in, hash, &r->order_id)
	    && FP(c, "ingest.after_order")
	    && ingest_sql_set_lines(c, from, r->order_id, in, false)
	    && FP(c, "ingest.after_lines")
	    && ingest_sql_add_revision(c, from, r->order_id, in, hash, true, NULL)
	    && ingest_sql_add_parcels(c, from, r->order_id, in)
	    && FP(c, "ingest.after_revision")
	    && order_lock(c, (struct order_ref){ .id = r->order_id }, &o)
	    && order_event_add(c, &o, "created", NULL)
	    && order_recheck(c, &o)
	    && result(r, SYNC_CREATED, NULL, NULL);
}

/* ---- a known order --------------------------------------------------------------------------- */

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
	return ingest_sql_add_parcels(c, from, o->id, in)
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
	    && ingest_sql_add_revision(c, from, o->id, in, hash, true, changes->json)
	    && (!changes->any || order_event_add(c, o, "updated", changes->words))
	    && follow(c, from, o, in, changes)
	    && result(r, SYNC_UPDATED, NULL, NULL);
}

static bool update(struct ctx *c, const struct ingest_source *from, uint64_t id, const struct incoming_order *in, struct bytes hash,
	struct ingest_result *r)
{
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
		return ingest_sql_touch(c, id, from->asked_at) && result(r, SYNC_UNCHANGED, NULL, NULL);
	if (!is_news(c, from, &o, &stored, in, hash, &news))
		return false;
	if (!news)
		return ingest_sql_add_revision(c, from, id, in, hash, false, NULL)
		    && result(r, SYNC_SKIPPED, "stale", "older than what is already here");
	if (!(lines = ingest_sql_lines(c, id, &n)))
		return false;
	order_changes_find(c, &o, lines, n, in, &changes);
	if (!is_echo(c, &o, &stored, in, &changes, &echo))
		return false;
	if (echo)
		return ingest_sql_set(c, &o, in, hash, from->asked_at)
		    && ingest_sql_add_revision(c, from, id, in, hash, true, changes.json)
		    && result(r, SYNC_UNCHANGED, NULL, NULL);
	return apply(c, from, &o, in, hash, &changes, r);
}

static bool store(struct ctx *c, const struct ingest_source *from, const struct incoming_order *as_sent, struct ingest_result *r)
{
	struct incoming_order in;
	struct bytes hash;
	uint64_t id;

	if (!readable(c, as_sent))
		return false;
	in = completed(c, from, as_sent);
	hash = ingest_hash(c, &in);
	if (!ingest_sql_find(c, from->store_id, in.platform_order_id, &id))
		return false;
	return id ? update(c, from, id, &in, hash, r) : create(c, from, &in, hash, r);
}

/* Trouble that is not this order's own fault. */
static bool of_the_house(const struct ctx *c)
{
	return problem_is(c, PROBLEM_BUSY) || problem_is(c, PROBLEM_UNAVAILABLE) || problem_is(c, PROBLEM_STALE);
}

bool ingest_order(struct ctx *c, const struct ingest_source *from, const struct incoming_order *in, struct ingest_result *out)
{
	const char *key;
	bool stored;

	memset(out, 0, sizeof *out);
	if (!db_savepoint(c))
		return false;
	stored = store(c, from, in, out);
	key = stored ? NULL : db_duplicate_key(c);
	if (key && strcmp(key, "uk_platform") == 0) {
		/* Somebody else has just inserted it: the whole transaction sees it the second time. */
		problem_clear(c);
		(void)problem(c, PROBLEM_BUSY, "order %s was stored by somebody else just now", in->order_no);
	}
	if (!stored && !of_the_house(c)) {
		out->outcome = SYNC_FAILED;
		out->order_id = 0;
		out->code = problem_kinds[c->problem.code].code;
		out->detail = c->problem.detail;
		if (c->problem.cause)
			out->detail = problem_kinds[PROBLEM_INTERNAL].title;
		problem_clear(c);
		return db_savepoint_undo(c);
	}
	return db_savepoint_end(c, stored);
}

/* ---- a page --------------------------------------------------------------------------------- */

struct page_work {
	const struct ingest_source  *from;
	const struct incoming_order *orders;
	size_t                       n;
	struct ingest_result        *results;
	bool (*also)(struct ctx *c, void *arg);
	void                        *arg;
};

static bool store_page(struct ctx *c, void *arg)
{
	const struct page_work *w = arg;

	for (size_t i = 0; i < w->n; i++)
		if (!ingest_order(c, w->from, &w->orders[i], &w->results[i])
		    || !ingest_sql_log(c, w->from, &w->orders[i], &w->results[i])
		    || !FP(c, "ingest.between_orders"))
			return false;
	return !w->also || w->also(c, w->arg);
}

bool ingest_page(struct ctx *c, const struct ingest_source *from, const struct incoming_order *orders, size_t n,
	struct ingest_result *results, bool (*also)(struct ctx *c, void *arg), void *arg)
{
	struct page_work whole = { from, orders, n, results, also, arg };

	if (db_begin(c) && db_end(c, store_page(c, &whole)))
		return true;
	if (!problem_is(c, PROBLEM_BUSY) || db_commit_unknown(c))
		return false;
	problem_clear(c);
	for (size_t i = 0; i < n; i++) {
		struct page_work one = { from, orders + i, 1, results + i, NULL, NULL };

		if (!db_again(c, store_page, &one))
			return false;
	}
	return !also || db_again(c, also, arg);
}

/* Whose turn it is. One table, the first row that fits is meant. The owner depends on the status and the
 * exception alone, because lists are filtered by it: these two are columns with an index. What the owner is
 * to do may look further. */
#include "domain/order_turn.h"

#include "domain/order.h"

#include <string.h>

enum { ANY = -1 };
#define ANY_KIND      ORDER_KINDS
#define ANY_STATUS    ORDER_STATUSES
#define ANY_EXCEPTION PROBLEM_CODES
#define NO_ACTION     ORDER_ACTIONS

static const struct order_turn_row rows[] = {
	/* before it is sent: what stands in the way names the next step */
	{ ANY_KIND, ORDER_PENDING, PROBLEM_ORDER_UNPAID, ANY, TURN_PLATFORM, "await_payment", NO_ACTION },
	{ ANY_KIND, ORDER_ACKNOWLEDGED, PROBLEM_ORDER_UNPAID, ANY, TURN_PLATFORM, "await_payment", NO_ACTION },
	{ ANY_KIND, ANY_STATUS, PROBLEM_SKU_NOT_MAPPED, ANY, TURN_YOU, "bind_sku", NO_ACTION },
	{ ORDER_B2B, ANY_STATUS, PROBLEM_ADDRESS_INCOMPLETE, ANY, TURN_YOU, "complete_place", NO_ACTION },
	{ ANY_KIND, ANY_STATUS, PROBLEM_ADDRESS_INCOMPLETE, ANY, TURN_YOU, "complete_address", NO_ACTION },
	{ ANY_KIND, ANY_STATUS, PROBLEM_NO_SHIPPABLE_ITEMS, ANY, TURN_YOU, "nothing_to_ship", NO_ACTION },
	{ ANY_KIND, ANY_STATUS, PROBLEM_INSUFFICIENT_STOCK, ANY, TURN_YOU, "find_stock", NO_ACTION },
	{ ANY_KIND, ANY_STATUS, PROBLEM_BUSINESS_MISSING, ANY, TURN_YOU, "choose_place", NO_ACTION },
	{ ANY_KIND, ANY_STATUS, PROBLEM_CHANNEL_NOT_AVAILABLE, ANY, TURN_YOU, "choose_place", NO_ACTION },
	{ ANY_KIND, ANY_STATUS, PROBLEM_LABEL_REQUIRED, ANY, TURN_YOU, "add_label", NO_ACTION },
	{ ANY_KIND, ANY_STATUS, PROBLEM_BATCH_SELF_PICKUP, ANY, TURN_YOU, "add_label", NO_ACTION },
	/* purchase orders: what became of the acknowledgement, and what the buyer made of it */
	{ ORDER_B2B, ORDER_PENDING, PROBLEM_ACKNOWLEDGEMENT_REFUSED, ANY, TURN_YOU, "acknowledge_again", ORDER_ACKNOWLEDGE },
	{ ORDER_B2B, ANY_STATUS, PROBLEM_ACKNOWLEDGEMENT_REFUSED, ANY, TURN_YOU, "decide_refused", NO_ACTION },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, PROBLEM_LINES_CHANGED, ANY, TURN_YOU, "acknowledge_change", NO_ACTION },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, PROBLEM_WRITEBACK_FAILED, ANY, TURN_YOU, "check_acknowledgement", NO_ACTION },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, PROBLEM_WRITEBACK_UNCERTAIN, ANY, TURN_YOU, "check_acknowledgement", NO_ACTION },
	/* on its way: a change on the platform is a person's decision */
	{ ANY_KIND, ANY_STATUS, PROBLEM_ADDRESS_CHANGED, ANY, TURN_YOU, "decide_change", NO_ACTION },
	{ ANY_KIND, ANY_STATUS, PROBLEM_LINES_CHANGED, ANY, TURN_YOU, "decide_change", NO_ACTION },
	{ ANY_KIND, ANY_STATUS, PROBLEM_CANCELLED_ON_PLATFORM, ANY, TURN_YOU, "stop_cancelled", NO_ACTION },
	{ ANY_KIND, ANY_STATUS, PROBLEM_CANCELLED_AFTER_SHIPMENT, ANY, TURN_YOU, "arrange_return", NO_ACTION },
	{ ANY_KIND, ORDER_PARTIALLY_SHIPPED, PROBLEM_WRITEBACK_FAILED, ANY, TURN_YOU, "retry_writeback", ORDER_MARK_SHIPPED },
	{ ANY_KIND, ORDER_SHIPPED, PROBLEM_WRITEBACK_FAILED, ANY, TURN_YOU, "retry_writeback", ORDER_MARK_SHIPPED },
	{ ANY_KIND, ORDER_PARTIALLY_SHIPPED, PROBLEM_WRITEBACK_UNCERTAIN, ANY, TURN_YOU, "check_writeback", ORDER_MARK_SHIPPED },
	{ ANY_KIND, ORDER_SHIPPED, PROBLEM_WRITEBACK_UNCERTAIN, ANY, TURN_YOU, "check_writeback", ORDER_MARK_SHIPPED },
	{ ANY_KIND, ANY_STATUS, ANY_EXCEPTION, ANY, TURN_YOU, "look", NO_ACTION },
	/* nothing is wrong: the status alone says whose turn it is */
	{ ORDER_B2C, ORDER_PENDING, PROBLEM_NONE, ANY, TURN_YOU, "dispatch", ORDER_DISPATCH },
	{ ORDER_B2B, ORDER_PENDING, PROBLEM_NONE, ANY, TURN_YOU, "acknowledge", ORDER_ACKNOWLEDGE },
	{ ANY_KIND, ORDER_ACKNOWLEDGED, PROBLEM_NONE, ANY, TURN_YOU, "dispatch", ORDER_DISPATCH },
	{ ANY_KIND, ORDER_PROCESSING, PROBLEM_NONE, OUTBOUND_DRAFT, TURN_WAREHOUSE, "review", NO_ACTION },
	{ ANY_KIND, ORDER_PROCESSING, PROBLEM_NONE, OUTBOUND_REVIEWED, TURN_WAREHOUSE, "pick", NO_ACTION },
	{ ANY_KIND, ORDER_PROCESSING, PROBLEM_NONE, OUTBOUND_WAVED, TURN_WAREHOUSE, "pick", NO_ACTION },
	{ ANY_KIND, ORDER_PROCESSING, PROBLEM_NONE, OUTBOUND_PICKING, TURN_WAREHOUSE, "pack", NO_ACTION },
	{ ANY_KIND, ORDER_PROCESSING, PROBLEM_NONE, ANY, TURN_WAREHOUSE, "ship", ORDER_SHIP_REST },
	{ ANY_KIND, ORDER_PARTIALLY_SHIPPED, PROBLEM_NONE, ANY, TURN_WAREHOUSE, "ship_rest", ORDER_SHIP_REST },
	{ ANY_KIND, ORDER_SHIPPED, PROBLEM_NONE, ANY, TURN_SYSTEM, "writeback", ORDER_CONFIRM },
	{ ANY_KIND, ANY_STATUS, PROBLEM_NONE, ANY, TURN_NOBODY, "done", NO_ACTION },
};
enum { ROWS = sizeof rows / sizeof *rows };

/* What only a dispatch can run into means nothing any more once the order has gone on. */
static enum problem_code standing(enum order_status status, enum problem_code exception)
{
	return status != ORDER_PENDING && status != ORDER_ACKNOWLEDGED && order_stops_dispatch(exception) ? PROBLEM_NONE : exception;
}

static bool fits(const struct order_turn_row *r, enum order_kind kind, enum order_status status, enum problem_code exception)
{
	return (r->kind == ANY_KIND || r->kind == kind) && (r->status == ANY_STATUS || r->status == status)
	    && (r->exception == exception || (r->exception == ANY_EXCEPTION && exception != PROBLEM_NONE));
}

static const struct order_turn_row *row_of(const struct order *o, enum problem_code exception)
{
	const struct order_turn_row *r = rows;

	while (!fits(r, (enum order_kind)o->kind, (enum order_status)o->status, exception)
	       || (r->outbound != ANY && (!o->outbound_id || r->outbound != o->outbound_status)))
		r++; /* the last row without an exception, and that with any, fit everything */
	return r;
}

/* Most orders of a list have no exception, and their rows stand last: each is looked for once. */
static const struct order_turn_row *plain_row_of(const struct order *o)
{
	static const struct order_turn_row *found[ORDER_KINDS][ORDER_STATUSES][OUTBOUND_STATUSES + 1];
	const struct order_turn_row       **row = &found[o->kind][o->status][o->outbound_id ? o->outbound_status : OUTBOUND_STATUSES];

	return *row ? *row : (*row = row_of(o, PROBLEM_NONE));
}

void order_turn_set(struct order *o)
{
	const struct order_turn_row *r;
	/* a code of an older or newer program is an exception all the same */
	const enum problem_code named = o->exception_code ? problem_code_named(o->exception_code) : PROBLEM_NONE;
	const enum problem_code exception = !o->exception_code ? PROBLEM_NONE : named == PROBLEM_NONE ? PROBLEM_INTERNAL
		: standing((enum order_status)o->status, named);

	r = exception == PROBLEM_NONE ? plain_row_of(o) : row_of(o, exception);
	o->turn_owner = turn_owner_names[r->owner];
	o->turn_code = r->code;
	o->turn_since = exception == PROBLEM_NONE ? o->status_since : o->exception_since;
}

void order_turn_each(void (*visit)(void *arg, const struct order_turn_row *row), void *arg)
{
	for (size_t i = 0; i < ROWS; i++)
		visit(arg, &rows[i]);
}

/* ---- the filter ------------------------------------------------------------------------------------ */

static enum turn_owner owner_of(enum order_kind kind, enum order_status status, enum problem_code exception)
{
	const struct order_turn_row *r = rows;

	while (!fits(r, kind, status, standing(status, exception)))
		r++;
	return r->owner;
}

static bool asked_for(const struct order_filter *f, enum turn_owner owner)
{
	for (size_t i = 0; owner != TURN_NOBODY && i < f->n_turns; i++)
		if (strcmp(f->turns[i], turn_owner_names[owner]) == 0)
			return true;
	return false;
}

static bool among_statuses(const struct order_filter *f, enum order_status status)
{
	for (size_t i = 0; i < f->n_statuses; i++)
		if (strcmp(f->statuses[i], order_status_names[status]) == 0)
			return true;
	return !f->n_statuses;
}

/* The codes that are named are those which differ from the most: few, either way. */
static struct order_clause clause_of(struct ctx *c, const struct order_filter *f, enum order_status status)
{
	const enum order_kind kind = (enum order_kind)f->kind;
	/* what holds for a code no row names */
	const bool          usual = asked_for(f, owner_of(kind, status, PROBLEM_INTERNAL));
	struct order_clause out = { .status = order_status_names[status], .plain = asked_for(f, owner_of(kind, status, PROBLEM_NONE)),
		.but = usual, .codes = NEW_N(c->arena, const char *, PROBLEM_CODES) };

	for (enum problem_code code = PROBLEM_NONE + 1; code < PROBLEM_CODES; code++)
		if (asked_for(f, owner_of(kind, status, code)) != usual)
			out.codes[out.n_codes++] = problem_kinds[code].code;
	return out;
}

void order_turn_clauses(struct ctx *c, struct order_filter *f)
{
	f->clauses = NEW_N(c->arena, struct order_clause, ORDER_STATUSES);
	f->n_clauses = 0;
	for (enum order_status status = 0; f->n_turns && status < ORDER_STATUSES; status++)
		if (among_statuses(f, status)) {
			const struct order_clause clause = clause_of(c, f, status);

			if (clause.plain || clause.but || clause.n_codes)
				f->clauses[f->n_clauses++] = clause;
		}
}

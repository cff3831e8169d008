/* What may move where. The table below is the only place that knows; everything else asks it. */
#include "domain/order_rules.h"
#include "domain/order.h"

#include "base/buf.h"
#include "model/incoming.h"
#include "model/writeback.h"

#include <string.h>

/* Manual Ship leads to Shipped: until the platform has confirmed the tracking, the order can be
 * retried with Mark Shipped like any other, and only then is it Manual Completed.
 * An acknowledged purchase order is acknowledged again when the buyer changed it or part of it was to come later. One that
 * was cancelled because every line was rejected comes back when the platform refuses that; never one that a person
 * or the buyer cancelled. */
static const struct {
	enum order_kind   kind;
	enum order_status status;
	enum order_action action;
	enum order_status next;
} rules[] = {
	{ ORDER_B2C, ORDER_PENDING, ORDER_DISPATCH, ORDER_PROCESSING },
	{ ORDER_B2C, ORDER_PENDING, ORDER_BATCH_DISPATCH, ORDER_PROCESSING },
	{ ORDER_B2C, ORDER_PENDING, ORDER_MANUAL_SHIP, ORDER_SHIPPED },
	{ ORDER_B2C, ORDER_PENDING, ORDER_CANCEL, ORDER_CANCELLED },
	{ ORDER_B2C, ORDER_PENDING, ORDER_PLATFORM_CANCEL, ORDER_CANCELLED },
	{ ORDER_B2C, ORDER_PENDING, ORDER_PLATFORM_SHIPPED, ORDER_COMPLETED },
	{ ORDER_B2C, ORDER_PROCESSING, ORDER_MANUAL_SHIP, ORDER_SHIPPED },
	{ ORDER_B2C, ORDER_PROCESSING, ORDER_CANCEL, ORDER_CANCELLED },
	{ ORDER_B2C, ORDER_PROCESSING, ORDER_PLATFORM_CANCEL, ORDER_CANCELLED },
	{ ORDER_B2C, ORDER_PROCESSING, ORDER_INTERCEPT, ORDER_PENDING },
	{ ORDER_B2C, ORDER_PROCESSING, ORDER_SHIP_PART, ORDER_PARTIALLY_SHIPPED },
	{ ORDER_B2C, ORDER_PROCESSING, ORDER_SHIP_REST, ORDER_SHIPPED },
	{ ORDER_B2C, ORDER_PARTIALLY_SHIPPED, ORDER_MARK_SHIPPED, ORDER_PARTIALLY_SHIPPED },
	{ ORDER_B2C, ORDER_PARTIALLY_SHIPPED, ORDER_SHIP_PART, ORDER_PARTIALLY_SHIPPED },
	{ ORDER_B2C, ORDER_PARTIALLY_SHIPPED, ORDER_SHIP_REST, ORDER_SHIPPED },
	{ ORDER_B2C, ORDER_SHIPPED, ORDER_MARK_SHIPPED, ORDER_SHIPPED },
	{ ORDER_B2C, ORDER_SHIPPED, ORDER_CONFIRM, ORDER_COMPLETED },
	{ ORDER_B2C, ORDER_SHIPPED, ORDER_CONFIRM_MANUAL, ORDER_MANUAL_COMPLETED },

	{ ORDER_B2B, ORDER_PENDING, ORDER_ACKNOWLEDGE, ORDER_ACKNOWLEDGED },
	{ ORDER_B2B, ORDER_PENDING, ORDER_REJECT_ALL, ORDER_CANCELLED },
	{ ORDER_B2B, ORDER_PENDING, ORDER_CANCEL, ORDER_CANCELLED },
	{ ORDER_B2B, ORDER_PENDING, ORDER_PLATFORM_CANCEL, ORDER_CANCELLED },
	{ ORDER_B2B, ORDER_PENDING, ORDER_PLATFORM_SHIPPED, ORDER_COMPLETED },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, ORDER_DISPATCH, ORDER_PROCESSING },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, ORDER_ACKNOWLEDGE, ORDER_ACKNOWLEDGED },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, ORDER_REJECT_ALL, ORDER_CANCELLED },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, ORDER_REFUSED, ORDER_PENDING },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, ORDER_CANCEL, ORDER_CANCELLED },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, ORDER_PLATFORM_CANCEL, ORDER_CANCELLED },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, ORDER_PLATFORM_SHIPPED, ORDER_COMPLETED },
	{ ORDER_B2B, ORDER_PROCESSING, ORDER_CANCEL, ORDER_CANCELLED },
	{ ORDER_B2B, ORDER_PROCESSING, ORDER_PLATFORM_CANCEL, ORDER_CANCELLED },
	{ ORDER_B2B, ORDER_PROCESSING, ORDER_INTERCEPT, ORDER_ACKNOWLEDGED },
	{ ORDER_B2B, ORDER_PROCESSING, ORDER_REFUSED, ORDER_PENDING },
	{ ORDER_B2B, ORDER_CANCELLED, ORDER_REFUSED, ORDER_PENDING },
	{ ORDER_B2B, ORDER_PROCESSING, ORDER_SHIP_PART, ORDER_PARTIALLY_SHIPPED },
	{ ORDER_B2B, ORDER_PROCESSING, ORDER_SHIP_REST, ORDER_SHIPPED },
	{ ORDER_B2B, ORDER_PARTIALLY_SHIPPED, ORDER_MARK_SHIPPED, ORDER_PARTIALLY_SHIPPED },
	{ ORDER_B2B, ORDER_PARTIALLY_SHIPPED, ORDER_SHIP_PART, ORDER_PARTIALLY_SHIPPED },
	{ ORDER_B2B, ORDER_PARTIALLY_SHIPPED, ORDER_SHIP_REST, ORDER_SHIPPED },
	{ ORDER_B2B, ORDER_SHIPPED, ORDER_MARK_SHIPPED, ORDER_SHIPPED },
	{ ORDER_B2B, ORDER_SHIPPED, ORDER_CONFIRM, ORDER_COMPLETED },
};
enum { RULES = sizeof rules / sizeof *rules };

/* What a person's action needs, and how it reads after "it can be" and "cannot be". */
static const struct {
	enum permission permission;
	const char     *done;
} persons[ORDER_ACTIONS] = {
	[ORDER_DISPATCH] = { PERM_ORDER_DISPATCH, "dispatched" },
	[ORDER_BATCH_DISPATCH] = { PERM_ORDER_DISPATCH, "dispatched in a batch" },
	[ORDER_ACKNOWLEDGE] = { PERM_ORDER_ACKNOWLEDGE, "acknowledged" },
	[ORDER_MARK_SHIPPED] = { PERM_ORDER_SHIP, "marked as shipped" },
	[ORDER_MANUAL_SHIP] = { PERM_ORDER_SHIP, "shipped manually" },
	[ORDER_CANCEL] = { PERM_ORDER_CANCEL, "cancelled" },
	[ORDER_SHIP_PART] = { PERM_NONE, "shipped in part" },
	[ORDER_SHIP_REST] = { PERM_NONE, "shipped" },
	[ORDER_CONFIRM] = { PERM_NONE, "completed" },
	[ORDER_CONFIRM_MANUAL] = { PERM_NONE, "completed manually" },
	[ORDER_PLATFORM_CANCEL] = { PERM_NONE, "cancelled by the platform" },
	[ORDER_PLATFORM_SHIPPED] = { PERM_NONE, "completed by the platform" },
	[ORDER_INTERCEPT] = { PERM_NONE, "intercepted" },
	[ORDER_REJECT_ALL] = { PERM_NONE, "rejected" },
	[ORDER_REFUSED] = { PERM_NONE, "sent back to be acknowledged again" },
};

bool order_rule_next(enum order_kind kind, enum order_status status, enum order_action action, enum order_status *next)
{
	for (size_t i = 0; i < RULES; i++)
		if (rules[i].kind == kind && rules[i].status == status && rules[i].action == action) {
			*next = rules[i].next;
			return true;
		}
	return false;
}

void order_rules_each(void (*visit)(void *arg, const struct order_rule *rule), void *arg)
{
	for (enum order_kind kind = 0; kind < ORDER_KINDS; kind++)
		for (enum order_status status = 0; status < ORDER_STATUSES; status++)
			for (enum order_action action = 0; action < ORDER_ACTIONS; action++) {
				struct order_rule rule = { .kind = kind, .status = status, .action = action };

				rule.allowed = order_rule_next(kind, status, action, &rule.next);
				visit(arg, &rule);
			}
}

enum permission order_action_permission(enum order_action action)
{
	return persons[action].permission;
}

/* ---- what is in the way ------------------------------------------------------------------------ */

static bool warehouse_has_begun(const struct order *o)
{
	return o->outbound_id && o->outbound_status != OUTBOUND_DRAFT && o->outbound_status != OUTBOUND_REVIEWED;
}

static bool stands(const struct order *o, enum problem_code code)
{
	return o->exception_code && strcmp(o->exception_code, problem_kinds[code].code) == 0;
}

static bool acknowledgement_open(const struct order *o)
{
	static const enum writeback_state open[] = { WRITEBACK_IS_QUEUED, WRITEBACK_IS_SENDING, WRITEBACK_IS_SENT };

	for (size_t i = 0; o->acknowledgement_state && i < sizeof open / sizeof *open; i++)
		if (strcmp(o->acknowledgement_state, writeback_state_names[open[i]]) == 0)
			return true;
	return false;
}

bool order_wants_answer(const struct order *o)
{
	return o->status == ORDER_ACKNOWLEDGED && stands(o, PROBLEM_LINES_CHANGED);
}

/* The buyer waits for an answer, or for another one. */
static bool answer_wanted(const struct order *o)
{
	return o->status != ORDER_ACKNOWLEDGED || o->backordered || order_wants_answer(o);
}

enum problem_code order_refusal(const struct order *o, enum order_action action)
{
	const bool sends = action == ORDER_DISPATCH || action == ORDER_BATCH_DISPATCH || action == ORDER_ACKNOWLEDGE;
	enum order_status next;

	if (!order_rule_next((enum order_kind)o->kind, (enum order_status)o->status, action, &next))
		return PROBLEM_ACTION_NOT_ALLOWED;
	if ((sends || action == ORDER_MANUAL_SHIP) && o->platform_state == INCOMING_CANCELLED)
		return PROBLEM_CANCELLED_ON_PLATFORM;
	if (sends && o->platform_state == INCOMING_UNPAID)
		return PROBLEM_ORDER_UNPAID;
	if (sends && o->platform_state == INCOMING_SHIPPED)
		return PROBLEM_ACTION_NOT_ALLOWED;
	if (action == ORDER_ACKNOWLEDGE && acknowledgement_open(o))
		return PROBLEM_ACKNOWLEDGEMENT_OPEN;
	if (action == ORDER_ACKNOWLEDGE && !answer_wanted(o))
		return PROBLEM_ACTION_NOT_ALLOWED;
	if ((action == ORDER_MANUAL_SHIP || action == ORDER_CANCEL || action == ORDER_PLATFORM_CANCEL) && warehouse_has_begun(o))
		return PROBLEM_OUTBOUND_IN_PROGRESS;
	if (action == ORDER_MARK_SHIPPED && o->open_writebacks == 0)
		return PROBLEM_NOTHING_TO_WRITE_BACK;
	return PROBLEM_NONE;
}

/* "Pending or Processing": the statuses from which the action goes, or NULL when there are none. */
static const char *statuses_for(struct arena *a, enum order_kind kind, enum order_action action)
{
	const char *names[ORDER_STATUSES];
	size_t      n = 0;
	struct buf  b;

	for (size_t i = 0; i < RULES; i++)
		if (rules[i].kind == kind && rules[i].action == action)
			names[n++] = order_status_labels[rules[i].status];
	if (!n)
		return NULL;
	b = buf_new(a, 64);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_puts(&b, i + 1 == n ? " or " : ", ");
		buf_puts(&b, names[i]);
	}
	return b.text;
}

static char *not_allowed_words(struct arena *a, const char *subject, const struct order *o, enum order_action action)
{
	const char       *done = persons[action].done;
	const char       *from = statuses_for(a, (enum order_kind)o->kind, action);
	enum order_status next;

	if (!from)
		return arena_printf(a, "%s is a %s: it cannot be %s.", subject,
			o->kind == ORDER_B2B ? "purchase order" : "buyer's order", done);
	if (action == ORDER_ACKNOWLEDGE && o->status == ORDER_ACKNOWLEDGED && o->platform_state != INCOMING_SHIPPED)
		return arena_printf(a, "%s is acknowledged, and nothing of it waits for another answer.", subject);
	if (order_rule_next((enum order_kind)o->kind, (enum order_status)o->status, action, &next))
		return arena_printf(a, "%s is already shipped on the platform: it cannot be %s.", subject, done);
	return arena_printf(a, "%s is %s: it can be %s only while it is %s.", subject, order_status_labels[o->status], done,
		from);
}

char *order_refusal_words(struct arena *a, const char *subject, const struct order *o, enum order_action action,
	enum problem_code code)
{
	static const char *const outbound_words[OUTBOUND_STATUSES] = { "a draft", "reviewed", "in a wave", "being picked",
		"packed", "shipped", "intercepted" };
	const char *done = persons[action].done;

	switch (code) {
	case PROBLEM_NONE:
		return NULL;
	case PROBLEM_ACTION_NOT_ALLOWED:
		return not_allowed_words(a, subject, o, action);
	case PROBLEM_FORBIDDEN:
		return arena_printf(a, "%s cannot be %s by you: the permission %s is missing.", subject, done,
			permission_names[persons[action].permission]);
	case PROBLEM_ORDER_UNPAID:
		return arena_printf(a, "%s is not paid: it can be %s once the platform says it is.", subject, done);
	case PROBLEM_CANCELLED_ON_PLATFORM:
		return arena_printf(a, "%s was cancelled on the platform: it cannot be %s.", subject, done);
	case PROBLEM_OUTBOUND_IN_PROGRESS:
		return arena_printf(a, "%s is already %s in the warehouse: it cannot be %s any more.", subject,
			outbound_words[o->outbound_status], done);
	case PROBLEM_ACKNOWLEDGEMENT_OPEN:
		return arena_printf(a, "%s has an acknowledgement under way: it can be acknowledged again once the platform has answered.",
			subject);
	case PROBLEM_NOTHING_TO_WRITE_BACK:
		return arena_printf(a, "%s has no shipment that the platform has yet to confirm.", subject);
	default:
		return arena_printf(a, "%s cannot be %s: %s.", subject, done, problem_kinds[code].title);
	}
}

/* ---- from facts to a status -------------------------------------------------------------------- */

enum order_status order_status_of_facts(const struct order_facts *f)
{
	const bool all_confirmed = f->writebacks > 0 && f->confirmed == f->writebacks;

	if (f->cancelled)
		return ORDER_CANCELLED;
	if (f->manual_shipment)
		return all_confirmed ? ORDER_MANUAL_COMPLETED : ORDER_SHIPPED;
	if (f->outbound && f->shipped == 0 && !f->begun)
		return ORDER_PROCESSING;
	if (f->outbound && f->shipped < f->to_ship)
		return ORDER_PARTIALLY_SHIPPED;
	if (f->outbound)
		return all_confirmed ? ORDER_COMPLETED : ORDER_SHIPPED;
	if (f->shipped_elsewhere)
		return ORDER_COMPLETED;
	return f->acknowledged ? ORDER_ACKNOWLEDGED : ORDER_PENDING;
}

/* An order's life: the one writer of status, the exception under it, the timeline. */
#include "domain/order.h"

#include "domain/order_blocker.h"
#include "domain/order_rules.h"
#include "domain/ship_to.h"
#include "domain/webhook.h"
#include "sql/order_sql.h"

#include <string.h>

bool order_lock(struct ctx *c, struct order_ref ref, struct order *out)
{
	*out = (struct order){ 0 };
	if (!order_sql_lock(c, ref.id, out))
		return false;
	if (ref.version && ref.version != out->version) {
		problem(c, PROBLEM_STALE, "Order %s was changed meanwhile.", out->order_no);
		c->problem.current_version = (long)out->version;
		return false;
	}
	if (out->status == ORDER_PENDING)
		return true;
	return order_sql_lock_outbound(c, out) && order_sql_open_writebacks(c, out);
}

bool order_allow(struct ctx *c, const struct order *o, enum order_action action)
{
	enum problem_code no = order_refusal(o, action);

	return no == PROBLEM_NONE
		|| problem(c, no, "%s", order_refusal_words(c->arena, arena_printf(c->arena, "Order %s", o->order_no), o, action, no));
}

bool order_move(struct ctx *c, struct order *o, enum order_action action, const char *event, const char *detail)
{
	const char       *before = order_status_names[o->status];
	enum order_status next;
	bool              matched;

	if (!order_rule_next((enum order_kind)o->kind, (enum order_status)o->status, action, &next))
		return problem(c, PROBLEM_ACTION_NOT_ALLOWED, "%s",
			order_refusal_words(c->arena, arena_printf(c->arena, "Order %s", o->order_no), o, action,
				PROBLEM_ACTION_NOT_ALLOWED));
	if (action == ORDER_INTERCEPT || action == ORDER_REFUSED) /* it is nowhere again */
		o->warehouse_id = o->channel_id = 0;
	if (!order_sql_set_status(c, o, next, &matched))
		return false;
	if (!matched)
		return problem(c, PROBLEM_STALE, "Order %s was changed meanwhile.", o->order_no);
	return order_news_add(c, &(struct order_news){ o, event, detail, before, order_status_names[next] }, 1);
}

bool order_news_add(struct ctx *c, const struct order_news *news, size_t n)
{
	return order_sql_add_events(c, news, n) && webhook_tell(c, news, n);
}

bool order_event_add(struct ctx *c, const struct order *o, const char *event, const char *detail)
{
	return order_news_add(c, &(struct order_news){ .order = o, .event = event, .detail = detail }, 1);
}

/* ---- exceptions -------------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool order_except(struct ctx *c, struct order *o, enum problem_code code, const char *detail, const char *key)
{
	const char *name = problem_kinds[code].code;

	if (same_text(o->exception_code, name) && same_text(o->exception_detail, detail) && same_text(o->exception_key, key))
		return true;
	return order_sql_set_exception(c, o, name, detail, key) && order_event_add(c, o, "exception_raised", detail);
}

bool order_except_clear(struct ctx *c, struct order *o, enum problem_code code)
{
	const char *detail = o->exception_detail;

	if (!o->exception_code || (code != PROBLEM_NONE && strcmp(o->exception_code, problem_kinds[code].code) != 0))
		return true;
	return order_sql_set_exception(c, o, NULL, NULL, NULL) && order_event_add(c, o, "exception_cleared", detail);
}

/* What looking again can find. The others below it are left by a dispatch that was refused: they give
 * way to these, but stay while there is none of these, because only another dispatch can tell. */
static const enum problem_code seen_again[] = { PROBLEM_ORDER_UNPAID, PROBLEM_NO_SHIPPABLE_ITEMS, PROBLEM_SKU_NOT_MAPPED,
	PROBLEM_ADDRESS_INCOMPLETE };
static const enum problem_code of_dispatch[] = { PROBLEM_INSUFFICIENT_STOCK, PROBLEM_BUSINESS_MISSING,
	PROBLEM_CHANNEL_NOT_AVAILABLE, PROBLEM_LABEL_REQUIRED, PROBLEM_BATCH_SELF_PICKUP };

static bool is_one_of(const char *code, const enum problem_code *list, size_t n)
{
	for (size_t i = 0; code && i < n; i++)
		if (strcmp(code, problem_kinds[list[i]].code) == 0)
			return true;
	return false;
}

bool order_stops_dispatch(enum problem_code code)
{
	const char *name = problem_kinds[code].code;

	return is_one_of(name, seen_again, sizeof seen_again / sizeof *seen_again)
	    || is_one_of(name, of_dispatch, sizeof of_dispatch / sizeof *of_dispatch);
}
#define IS_ONE_OF(code, list) is_one_of(code, list, sizeof(list) / sizeof *(list))

static bool find_blocker(struct ctx *c, const struct order *o, struct order_blocker *out)
{
	struct order_line *lines;
	size_t             n;
	struct order       to = *o;

	if (!order_sql_lines(c, o, &lines, &n) || !ship_to_fill(c, &to, 1))
		return false;
	*out = order_blocker_of(c, &to, lines, n);
	return true;
}

bool order_recheck(struct ctx *c, struct order *o)
{
	struct order_blocker b = { 0 };
	const bool     ours = IS_ONE_OF(o->exception_code, seen_again);

	if (o->status != ORDER_PENDING && o->status != ORDER_ACKNOWLEDGED)
		return true;
	if (o->exception_code && !ours && !IS_ONE_OF(o->exception_code, of_dispatch))
		return true; /* something graver stands: it is not for us to hide */
	if (!find_blocker(c, o, &b))
		return false;
	if (b.code != PROBLEM_NONE)
		return order_except(c, o, b.code, b.detail, b.key);
	return !ours || order_except_clear(c, o, PROBLEM_NONE);
}

bool order_stays(struct ctx *c, struct order *o, enum problem_code code, const char *detail, const char *key)
{
	if ((o->status != ORDER_PENDING && o->status != ORDER_ACKNOWLEDGED) || !order_stops_dispatch(code))
		return true;
	/* what can be seen without a dispatch is said as it is always said, and comes first */
	if (!order_recheck(c, o))
		return false;
	return (o->exception_code && !IS_ONE_OF(o->exception_code, of_dispatch)) || !is_one_of(problem_kinds[code].code, of_dispatch,
			sizeof of_dispatch / sizeof *of_dispatch)
	    || order_except(c, o, code, detail, key);
}

bool order_facts_read(struct ctx *c, const struct order *o, struct order_facts *out)
{
	return order_sql_facts(c, o, out);
}

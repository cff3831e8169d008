/* The actions of an order as the contract shows them. Most rows of a list share one text, so each is
 * rendered once per process and found again by what it depends on. */
#include "domain/order.h"
#include "domain/order_rules.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1024 }; /* a power of two; a full table renders anew, which is only slower */

static struct {
	uint32_t key; /* 0: free */
	char    *text;
} rendered[SLOTS];

static bool may(const struct ctx *c, enum order_action action)
{
	return c->actor.permissions >> order_action_permission(action) & 1;
}

/* What another acknowledgement depends on. */
static uint32_t acknowledging(const struct order *o)
{
	return o->kind != ORDER_B2B ? 0 : 1u + (order_refusal(o, ORDER_ACKNOWLEDGE) == PROBLEM_ACKNOWLEDGEMENT_OPEN ? 1
		: order_refusal(o, ORDER_ACKNOWLEDGE) == PROBLEM_NONE ? 2 : 0);
}

static uint32_t key_of(const struct ctx *c, const struct order *o)
{
	uint32_t key = 1; /* never 0 */

	key = key << 1 | (uint32_t)o->kind;
	key = key << 3 | (uint32_t)o->status;
	key = key << 3 | (uint32_t)o->platform_state;
	key = key << 3 | (uint32_t)(o->outbound_id ? o->outbound_status : OUTBOUND_INTERCEPTED);
	key = key << 1 | (o->open_writebacks > 0);
	key = key << 2 | acknowledging(o);
	for (enum order_action action = 0; action < ORDER_PERSON_ACTIONS; action++)
		key = key << 1 | may(c, action);
	return key;
}

static enum problem_code refusal(const struct ctx *c, const struct order *o, enum order_action action)
{
	return may(c, action) ? order_refusal(o, action) : PROBLEM_FORBIDDEN;
}

/* What the table of kinds and statuses has no row for goes without saying. */
static bool goes_without_saying(const struct order *o, enum order_action action, enum problem_code no)
{
	enum order_status next;

	return no == PROBLEM_ACTION_NOT_ALLOWED
	    && !order_rule_next((enum order_kind)o->kind, (enum order_status)o->status, action, &next);
}

static const char *render(struct ctx *c, const struct order *o)
{
	struct buf  b = buf_new(c->arena, 256);
	const char *before = "";

	buf_puts(&b, "{\"allowed\":[");
	for (enum order_action action = 0; action < ORDER_PERSON_ACTIONS; action++)
		if (refusal(c, o, action) == PROBLEM_NONE) {
			buf_puts(&b, before);
			buf_json(&b, order_action_names[action]);
			before = ",";
		}
	buf_puts(&b, "],\"refused\":{");
	before = "";
	for (enum order_action action = 0; action < ORDER_PERSON_ACTIONS; action++) {
		const enum problem_code no = refusal(c, o, action);

		if (no == PROBLEM_NONE || goes_without_saying(o, action, no))
			continue;
		buf_puts(&b, before);
		buf_json(&b, order_action_names[action]);
		buf_putc(&b, ':');
		buf_json(&b, problem_kinds[no].code);
		before = ",";
	}
	buf_puts(&b, "}}");
	return b.text;
}

const char *order_actions_json(struct ctx *c, const struct order *o)
{
	const uint32_t key = key_of(c, o);
	size_t         at = (key * UINT32_C(2654435761)) >> 22; /* the upper ten bits: SLOTS is 1024 */

	for (size_t i = 0; i < SLOTS; i++, at = (at + 1) & (SLOTS - 1)) {
		if (rendered[at].key == key)
			return rendered[at].text;
		if (!rendered[at].key) {
			rendered[at].text = strdup(render(c, o)); /* lives as long as the process */
			if (!rendered[at].text)
				abort();
			rendered[at].key = key;
			return rendered[at].text;
		}
	}
	return render(c, o);
}

/* What may be done with an outbound order, and why not: one table, the refusals in words, the
 * contract's actions; and what a tracking number may be. */
#include "domain/outbound.h"
#include "domain/outbound_hold.h"

#include "base/buf.h"
#include "model/permission.h"

#include <stdlib.h>
#include <string.h>

enum { TRACKING_MAX = 64 };

static const struct {
	unsigned    from; /* bits of the statuses */
	const char *done, *statuses;
} rules[OUTBOUND_ACTIONS] = {
	[OUTBOUND_REVIEW] = { 1u << OUTBOUND_DRAFT, "reviewed", "a draft" },
	[OUTBOUND_PICK] = { 1u << OUTBOUND_REVIEWED | 1u << OUTBOUND_WAVED, "picked", "reviewed or in a wave" },
	[OUTBOUND_PACK] = { 1u << OUTBOUND_PICKING, "packed", "being picked" },
	[OUTBOUND_SHIP] = { 1u << OUTBOUND_PACKED, "shipped", "packed" },
	[OUTBOUND_INTERCEPT] = { 1u << OUTBOUND_DRAFT | 1u << OUTBOUND_REVIEWED, "intercepted", "a draft or reviewed" },
};

static const char *const status_words[OUTBOUND_STATUSES] = { "a draft", "reviewed", "in a wave", "being picked", "packed",
	"shipped", "intercepted" };

enum problem_code outbound_refusal(const struct outbound *ob, enum outbound_action action)
{
	if (rules[action].from >> ob->status & 1)
		return PROBLEM_NONE;
	if (action == OUTBOUND_INTERCEPT && ob->status != OUTBOUND_INTERCEPTED)
		return PROBLEM_OUTBOUND_IN_PROGRESS;
	return PROBLEM_ACTION_NOT_ALLOWED;
}

char *outbound_refusal_words(struct arena *a, const char *subject, const struct outbound *ob, enum outbound_action action,
	enum problem_code code)
{
	const char *done = rules[action].done, *is = status_words[ob->status];

	switch (code) {
	case PROBLEM_NONE:
		return NULL;
	case PROBLEM_FORBIDDEN:
		return arena_printf(a, "%s cannot be %s by you: the permission %s is missing.", subject, done,
			permission_names[PERM_OUTBOUND_WORK]);
	case PROBLEM_OUTBOUND_IN_PROGRESS:
		return arena_printf(a, "%s is already %s: it cannot be %s any more.", subject, is, done);
	default:
		return arena_printf(a, "%s is %s: it can be %s only while it is %s.", subject, is, done, rules[action].statuses);
	}
}

bool outbound_allow(struct ctx *c, const struct outbound *ob, enum outbound_action action)
{
	const enum problem_code no = outbound_refusal(ob, action);

	return no == PROBLEM_NONE
	    || problem(c, no, "%s", outbound_refusal_words(c->arena, arena_printf(c->arena, "Outbound order %s", ob->outbound_no),
		ob, action, no));
}

bool outbound_check_tracking(struct ctx *c, const char *no)
{
	const size_t n = no ? strlen(no) : 0;

	if (!n || n > TRACKING_MAX)
		return problem_field(c, "trackingNo", n ? "too_long" : "required", "must have 1 to %d characters", TRACKING_MAX);
	for (size_t i = 0; i < n; i++)
		if (no[i] < ' ' || no[i] > '~')
			return problem_field(c, "trackingNo", "not_printable", "must have plain letters, digits and signs alone");
	return true;
}

/* ---- the contract's actions ------------------------------------------------------------------------ */

static bool may_work(const struct ctx *c)
{
	return c->actor.permissions >> PERM_OUTBOUND_WORK & 1;
}

static const char *render(struct ctx *c, const struct outbound *ob)
{
	struct buf b = buf_new(c->arena, 1024);

	for (enum outbound_action action = 0; action < OUTBOUND_ACTIONS; action++) {
		const enum problem_code no = may_work(c) ? outbound_refusal(ob, action) : PROBLEM_FORBIDDEN;

		buf_puts(&b, action ? ",\"" : "{\"");
		buf_puts(&b, outbound_action_names[action]);
		buf_puts(&b, no == PROBLEM_NONE ? "\":{\"allowed\":true,\"code\":" : "\":{\"allowed\":false,\"code\":");
		buf_json(&b, no == PROBLEM_NONE ? NULL : problem_kinds[no].code);
		buf_puts(&b, ",\"reason\":");
		buf_json(&b, outbound_refusal_words(c->arena, "This outbound order", ob, action, no));
		buf_putc(&b, '}');
	}
	buf_putc(&b, '}');
	return b.text;
}

/* They depend on two things alone, so each text is rendered once and lives as long as the process. */
const char *outbound_actions_json(struct ctx *c, const struct outbound *ob)
{
	static char *rendered[OUTBOUND_STATUSES][2];
	char       **text = &rendered[ob->status][may_work(c)];

	if (!*text) {
		*text = strdup(render(c, ob));
		if (!*text)
			abort();
	}
	return *text;
}

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
	unsigned        from; /* bits of the statuses */
	const char     *done, *statuses;
	enum permission permission;
} rules[OUTBOUND_ACTIONS] = {
	[OUTBOUND_REVIEW] = { 1u << OUTBOUND_DRAFT, "reviewed", "a draft", PERM_OUTBOUND_WORK },
	[OUTBOUND_LABEL] = { 1u << OUTBOUND_DRAFT | 1u << OUTBOUND_REVIEWED, "given a label", "a draft or reviewed", PERM_ORDER_DISPATCH },
	[OUTBOUND_WAVE] = { 1u << OUTBOUND_REVIEWED, "put into a wave", "reviewed", PERM_OUTBOUND_WORK },
	[OUTBOUND_UNWAVE] = { 1u << OUTBOUND_WAVED, "taken out of its wave", "in a wave", PERM_OUTBOUND_WORK },
	[OUTBOUND_PICK] = { 1u << OUTBOUND_REVIEWED | 1u << OUTBOUND_WAVED, "picked", "reviewed or in a wave", PERM_OUTBOUND_WORK },
	[OUTBOUND_PACK] = { 1u << OUTBOUND_PICKING, "packed", "being picked", PERM_OUTBOUND_WORK },
	[OUTBOUND_SHIP] = { 1u << OUTBOUND_PACKED, "shipped", "packed", PERM_OUTBOUND_WORK },
	[OUTBOUND_INTERCEPT] = { 1u << OUTBOUND_DRAFT | 1u << OUTBOUND_REVIEWED, "intercepted", "a draft or reviewed", PERM_OUTBOUND_WORK },
};

static const char *const status_words[OUTBOUND_STATUSES] = { "a draft", "reviewed", "in a wave", "being picked", "packed",
	"shipped", "intercepted" };

/* How it stands with the label that a self-pickup channel needs. */
enum labelling { LABEL_NOT_NEEDED, LABEL_MISSING, LABEL_BEING_CHECKED, LABEL_NOT_TAKEN, LABEL_THERE, LABELLINGS };

static enum labelling labelling_of(const struct outbound *ob)
{
	if (!ob->self_pickup)
		return LABEL_NOT_NEEDED;
	if (!ob->label_id)
		return LABEL_MISSING;
	return ob->label_state == LABEL_GOOD ? LABEL_THERE : ob->label_state == LABEL_REFUSED ? LABEL_NOT_TAKEN : LABEL_BEING_CHECKED;
}

enum problem_code outbound_refusal(const struct outbound *ob, enum outbound_action action)
{
	const enum labelling label = labelling_of(ob);

	if (!(rules[action].from >> ob->status & 1))
		return action == OUTBOUND_INTERCEPT && ob->status != OUTBOUND_INTERCEPTED ? PROBLEM_OUTBOUND_IN_PROGRESS
			: PROBLEM_ACTION_NOT_ALLOWED;
	if (action == OUTBOUND_LABEL && label == LABEL_NOT_NEEDED)
		return PROBLEM_ACTION_NOT_ALLOWED;
	/* without it the goods would be picked for a parcel that cannot leave */
	if ((action == OUTBOUND_WAVE || action == OUTBOUND_PICK) && label != LABEL_NOT_NEEDED && label != LABEL_THERE)
		return PROBLEM_LABEL_REQUIRED;
	return PROBLEM_NONE;
}

char *outbound_refusal_words(struct arena *a, const char *subject, const struct outbound *ob, enum outbound_action action,
	enum problem_code code)
{
	static const char *const label_words[LABELLINGS] = { [LABEL_MISSING] = "waits for its label",
		[LABEL_BEING_CHECKED] = "waits for its label, which is still being checked",
		[LABEL_NOT_TAKEN] = "waits for another label, because the one it has was refused" };
	const char *done = rules[action].done, *is = status_words[ob->status];

	switch (code) {
	case PROBLEM_NONE:
		return NULL;
	case PROBLEM_FORBIDDEN:
		return arena_printf(a, "%s cannot be %s by you: the permission %s is missing.", subject, done,
			permission_names[rules[action].permission]);
	case PROBLEM_OUTBOUND_IN_PROGRESS:
		return arena_printf(a, "%s is already %s: it cannot be %s any more.", subject, is, done);
	case PROBLEM_LABEL_REQUIRED:
		return arena_printf(a, "%s %s: it cannot be %s yet.", subject, label_words[labelling_of(ob)], done);
	default:
		if (rules[action].from >> ob->status & 1)
			return arena_printf(a, "%s goes by a channel that takes no labels: it cannot be %s.", subject, done);
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

static bool may(const struct ctx *c, enum permission permission)
{
	return c->actor.permissions >> permission & 1;
}

static enum problem_code refusal(const struct ctx *c, const struct outbound *ob, enum outbound_action action)
{
	return may(c, rules[action].permission) ? outbound_refusal(ob, action) : PROBLEM_FORBIDDEN;
}

/* What no outbound order of this status can be goes without saying. */
static bool goes_without_saying(const struct outbound *ob, enum outbound_action action, enum problem_code no)
{
	return no == PROBLEM_ACTION_NOT_ALLOWED && !(rules[action].from >> ob->status & 1);
}

static const char *render(struct ctx *c, const struct outbound *ob)
{
	struct buf  b = buf_new(c->arena, 256);
	const char *before = "";

	buf_puts(&b, "{\"allowed\":[");
	for (enum outbound_action action = 0; action < OUTBOUND_ACTIONS; action++)
		if (refusal(c, ob, action) == PROBLEM_NONE) {
			buf_puts(&b, before);
			buf_json(&b, outbound_action_names[action]);
			before = ",";
		}
	buf_puts(&b, "],\"refused\":{");
	before = "";
	for (enum outbound_action action = 0; action < OUTBOUND_ACTIONS; action++) {
		const enum problem_code no = refusal(c, ob, action);

		if (no == PROBLEM_NONE || goes_without_saying(ob, action, no))
			continue;
		buf_puts(&b, before);
		buf_json(&b, outbound_action_names[action]);
		buf_putc(&b, ':');
		buf_json(&b, problem_kinds[no].code);
		before = ",";
	}
	buf_puts(&b, "}}");
	return b.text;
}

/* They depend on few things alone, so each text is rendered once and lives as long as the process. */
const char *outbound_actions_json(struct ctx *c, const struct outbound *ob)
{
	static char *rendered[OUTBOUND_STATUSES][LABELLINGS][2][2];
	char       **text = &rendered[ob->status][labelling_of(ob)][may(c, PERM_OUTBOUND_WORK)][may(c, PERM_ORDER_DISPATCH)];

	if (!*text) {
		*text = strdup(render(c, ob));
		if (!*text)
			abort();
	}
	return *text;
}

/* Labels for showing, going with outbound orders, and at the end of their time. How they come in and how they are judged
 * is in label_upload.c and label_verdict.c. */
#include "domain/label.h"

#include "lib/db.h"
#include "sql/label_sql.h"
#include "sql/user_sql.h"

bool label_get(struct ctx *c, uint64_t id, struct label *out)
{
	return label_sql_get(c, id, out);
}

const char *label_refusal_words(struct ctx *c, const struct label *l)
{
	return arena_printf(c->arena, "The label %s was refused: %s.", l->file_name, l->refusal ? l->refusal : "it cannot be read");
}

/* Staff need it until the parcel is out: from then on it is somebody's address and nothing else. */
static bool allow_open(struct ctx *c, const struct label *l)
{
	if (l->state == LABEL_CHECKING)
		return problem(c, PROBLEM_ACTION_NOT_ALLOWED, "The label %s is still being checked.", l->file_name);
	if (l->state != LABEL_GOOD)
		return problem(c, PROBLEM_ACTION_NOT_ALLOWED, "%s", label_refusal_words(c, l));
	return c->actor.kind != ACTOR_STAFF || l->outbound_status != OUTBOUND_SHIPPED
	    || problem(c, PROBLEM_ACTION_NOT_ALLOWED, "%s has left: its label is not shown any more.", l->outbound_no);
}

bool label_open(struct ctx *c, uint64_t id, struct label *out)
{
	return label_sql_get(c, id, out)
	    && allow_open(c, out)
	    && audit_sql_add(c, "label_read", arena_printf(c->arena, "label %llu", (unsigned long long)id), out->outbound_no);
}

bool label_piece(struct ctx *c, const struct label *l, int64_t position, struct bytes *out)
{
	return label_sql_piece(c, l->id, l->version, position, out);
}

bool label_take(struct ctx *c, uint64_t customer_id, uint64_t label_id, struct label *out)
{
	bool found;

	if (!label_sql_lock(c, customer_id, label_id, out, &found))
		return false;
	if (!found || out->state == LABEL_UPLOADING)
		return problem_field(c, "labelId", "unknown", "is no label of this customer");
	if (out->outbound_id)
		return problem_field(c, "labelId", "used", "goes with another outbound order already");
	return out->state != LABEL_REFUSED || problem(c, PROBLEM_LABEL_REQUIRED, "%s", label_refusal_words(c, out));
}

bool label_give(struct ctx *c, struct label *l, uint64_t outbound_id)
{
	l->outbound_id = outbound_id;
	return label_sql_link(c, l, outbound_id);
}

/* ---- the end of their time -------------------------------------------------------------------------- */

static bool drop(struct ctx *c, void *arg)
{
	return label_sql_drop(c, arg);
}

bool label_sweep(struct ctx *c)
{
	size_t        n;
	struct label *stale = label_sql_stale(c, &n);

	for (size_t i = 0; stale && i < n; i++)
		if (!db_again(c, drop, &stale[i]))
			return false;
	return stale != NULL;
}

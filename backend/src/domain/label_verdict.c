/* What the check of a label leads to. Everything that waits for the label is locked first, in the order of the locks. */
#include "domain/label.h"

#include "domain/order.h"
#include "lib/db.h"
#include "sql/label_sql.h"
#include "sql/outbound_sql.h"

bool label_to_check(struct ctx *c, uint64_t id, struct label *out)
{
	return label_sql_get(c, id, out)
	    && (out->state == LABEL_CHECKING || problem(c, PROBLEM_NOT_FOUND, "Label %llu is checked already.", (unsigned long long)id));
}

bool label_rewritten(struct ctx *c, const struct label *l, int64_t position, struct bytes piece)
{
	return label_sql_put(c, l->id, l->version + 1, position, piece);
}

static bool lock_all(struct ctx *c, uint64_t id, struct label *l, struct order *o)
{
	struct label    seen;
	struct outbound ob;
	bool            found;

	*o = (struct order){ 0 };
	if (!label_sql_get(c, id, &seen))
		return false;
	if (seen.platform_order_id && !order_lock(c, (struct order_ref){ .id = seen.platform_order_id }, o))
		return false;
	if (seen.outbound_id && !outbound_sql_lock(c, seen.outbound_id, &ob))
		return false;
	return label_sql_lock(c, seen.customer_id, id, l, &found)
	    && (found || problem(c, PROBLEM_NOT_FOUND, "Label %llu is gone.", (unsigned long long)id))
	    && (l->outbound_id == seen.outbound_id || problem(c, PROBLEM_BUSY, "The label was dispatched meanwhile."));
}

static bool refuse(struct ctx *c, struct label *l, struct order *o, const char *why)
{
	l->state = LABEL_REFUSED;
	l->refusal = why;
	return label_sql_set(c, l, (struct bytes){ 0 })
	    && label_sql_drop_pieces(c, l->id, 0) /* nobody is ever to open it */
	    && (!o->id || order_except(c, o, PROBLEM_LABEL_REQUIRED, label_refusal_words(c, l), NULL));
}

static bool accept(struct ctx *c, struct label *l, const struct label_verdict *v)
{
	const int64_t as_it_came = l->version;

	l->state = LABEL_GOOD;
	l->pages = v->pages;
	l->size_bytes = v->size_bytes;
	l->version++;
	return label_sql_set(c, l, v->hash) && label_sql_drop_pieces(c, l->id, as_it_came);
}

bool label_checked(struct ctx *c, uint64_t id, const struct label_verdict *v)
{
	struct label l;
	struct order o;

	return lock_all(c, id, &l, &o)
	    && (l.state != LABEL_CHECKING || (v->refusal ? refuse(c, &l, &o, v->refusal) : accept(c, &l, v)));
}

/* What a list of orders is narrowed to, as conditions. */
#include "sql/order_where_sql.h"

#include "sql/like.h"
#include "sql/order_sql.h"

#include <string.h>

/* Padded with the last number to a power of two: a handful of prepared statements serves every list. */
static void add_order_nos(struct ctx *c, struct query *q, const struct order_filter *f)
{
	size_t marks = 1;

	if (!f->n_order_nos)
		return;
	if (f->order_no_prefix) {
		query_add(q, " AND o.order_no_folded LIKE " FOLDED_NO, V(like_prefix(c->arena, f->order_nos[0])));
		return;
	}
	while (marks < f->n_order_nos)
		marks *= 2;
	for (size_t i = 0; i < marks; i++) {
		const char *no = f->order_nos[i < f->n_order_nos ? i : f->n_order_nos - 1];

		if (i)
			query_add(q, ", " FOLDED_NO, V(no));
		else
			query_add(q, " AND o.order_no_folded IN (" FOLDED_NO, V(no));
	}
	query_add(q, ")");
}

static void add_tracking(struct ctx *c, struct query *q, const struct order_filter *f)
{
	if (!f->tracking_no)
		return;
	query_add(q, " AND o.id IN (SELECT t.order_id FROM order_tracking t WHERE t.tracking_folded = " FOLDED_NO,
		V(f->tracking_no));
	if (c->actor.customer_id)
		query_add(q, " AND t.customer_id = ?)", V(c->actor.customer_id));
	else /* staff: every customer's numbers, each by the index */
		query_add(q, " AND t.customer_id IN (SELECT id FROM customer))");
}

/* Staff may look for a name only where they may see it. */
static void add_recipient(struct ctx *c, struct query *q, const struct order_filter *f)
{
	if (!f->recipient_name)
		return;
	query_add(q, " AND o.recipient_folded LIKE " FOLDED_NAME, V(like_contains(c->arena, f->recipient_name)));
	if (c->actor.kind == ACTOR_STAFF)
		query_add(q, " AND o.status IN ('processing', 'partially_shipped')");
}

void order_where_sql_exception(struct query *q, const struct order_clause *cl)
{
	if (cl->plain && cl->but && !cl->n_codes)
		return;
	query_add(q, " AND (");
	if (cl->plain)
		query_add(q, "o.exception_code IS NULL");
	else if (cl->but)
		query_add(q, "o.exception_code IS NOT NULL");
	if (cl->n_codes && cl->plain)
		query_add(q, " OR ");
	else if (cl->n_codes && cl->but)
		query_add(q, " AND ");
	if (cl->n_codes && cl->but)
		query_add(q, "NOT ");
	if (cl->n_codes)
		query_in_texts(q, "o.exception_code", cl->codes, cl->n_codes);
	query_add(q, ")");
}

/* Whatever the way is: it narrows to a part of these. */
static void add_turns(struct query *q, const struct order_filter *f)
{
	if (!f->n_turns)
		return;
	query_add(q, " AND (FALSE");
	for (size_t i = 0; i < f->n_clauses; i++) {
		query_add(q, " OR (o.status = ?", V(f->clauses[i].status));
		order_where_sql_exception(q, &f->clauses[i]);
		query_add(q, ")");
	}
	query_add(q, ")");
}

void order_where_sql_times(struct query *q, const struct order_filter *f)
{
	if (f->from.us)
		query_add(q, " AND o.order_time >= ?", V(f->from));
	if (f->to.us)
		query_add(q, " AND o.order_time <= ?", V(f->to));
}

void order_where_sql_add(struct ctx *c, struct query *q, const struct order_filter *f)
{
	query_add(q, " WHERE o.kind = ?", V(order_kind_names[f->kind]));
	order_sql_visible(c, q);
	add_order_nos(c, q, f);
	add_tracking(c, q, f);
	add_recipient(c, q, f);
	if (f->n_statuses) {
		query_add(q, " AND ");
		query_in_texts(q, "o.status", f->statuses, f->n_statuses);
	}
	if (f->n_stores) {
		query_add(q, " AND ");
		query_in_ids(q, "o.store_id", f->stores, f->n_stores);
	}
	if (f->n_sources) {
		query_add(q, " AND ");
		query_in_texts(q, "o.source", f->sources, f->n_sources);
	}
	add_turns(q, f);
	if (f->exception && strcmp(f->exception, "any") == 0)
		query_add(q, " AND o.exception_code IS NOT NULL");
	else if (f->exception)
		query_add(q, " AND o.exception_code = ?", V(f->exception));
	if (f->exception_key)
		query_add(q, " AND o.exception_key = ?", V(f->exception_key));
	order_where_sql_times(q, f);
}

#include "sql/batch_sql.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { DETAIL_BYTES = 1000 };

static void add_visible(struct ctx *c, struct query *q)
{
	query_tenant(c, q, "b");
	if (c->actor.kind == ACTOR_STAFF)
		query_add(q, " AND FALSE"); /* what was not sent to a warehouse is none of its business */
}

bool batch_sql_add(struct ctx *c, struct batch *b)
{
	return db_insert(c, &b->id, "INSERT INTO batch (customer_id, warehouse_id, channel_id, total, created_by, created_by_name)"
		" VALUES (?, ?, ?, ?, ?, ?)", V(b->customer_id), V(b->warehouse_id), V(b->channel_id), V(b->total), V(b->created_by),
		V(b->created_by_name));
}

static int by_order(const void *a, const void *b)
{
	const struct batch_order *const *x = a, *const *y = b;

	return (*x)->id < (*y)->id ? -1 : (*x)->id > (*y)->id;
}

/* By order id: the foreign key locks the orders for a moment, and orders are locked in that order. */
bool batch_sql_add_items(struct ctx *c, const struct batch *b, const struct batch_order *orders, size_t n)
{
	enum { COLUMNS = 5 };
	struct value              *values = NEW_N(c->arena, struct value, n * COLUMNS + 1);
	const struct batch_order **sorted = NEW_N(c->arena, const struct batch_order *, n + 1);

	for (size_t i = 0; i < n; i++)
		sorted[i] = &orders[i];
	qsort(sorted, n, sizeof *sorted, by_order);
	for (size_t i = 0; i < n; i++) {
		const struct value row[COLUMNS] = { V(b->customer_id), V(b->id), V(sorted[i]->id), V(sorted[i] - orders),
			V(sorted[i]->version) };

		memcpy(values + i * COLUMNS, row, sizeof row);
	}
	return db_insert_many(c, "INSERT INTO batch_item (customer_id, batch_id, order_id, position, version) VALUES (?, ?, ?, ?, ?)",
		values, n, COLUMNS);
}

/* ---- showing ---------------------------------------------------------------------------------------- */

#define BATCH_COLUMNS                                                                                                       \
	"SELECT b.id, b.customer_id, b.warehouse_id, w.name AS warehouse_name, b.channel_id, ch.name AS channel_name, b.state," \
	" b.total, b.created_by, b.created_by_name, b.created_at, b.finished_at,"                                              \
	" (SELECT COUNT(*) FROM batch_item i WHERE i.batch_id = b.id AND i.state = 'waiting') AS waiting,"                     \
	" (SELECT COUNT(*) FROM batch_item i WHERE i.batch_id = b.id AND i.state = 'dispatched') AS dispatched,"               \
	" (SELECT COUNT(*) FROM batch_item i WHERE i.batch_id = b.id AND i.state = 'refused') AS refused,"                     \
	" (SELECT COUNT(*) FROM batch_item i WHERE i.batch_id = b.id AND i.state = 'skipped') AS skipped"                      \
	" FROM batch b JOIN warehouse w ON w.id = b.warehouse_id JOIN shipping_channel ch ON ch.id = b.channel_id"

static bool add_refusals(struct ctx *c, struct batch *b)
{
	struct query q = query_new(c);

	if (!b->refused)
		return true;
	query_add(&q, "SELECT i.code, COUNT(*) AS n FROM batch_item i WHERE i.batch_id = ? AND i.state = 'refused'", V(b->id));
	query_tenant(c, &q, "i");
	query_add(&q, " GROUP BY i.code ORDER BY n DESC, i.code");
	b->refusals = db_all(c, &q, &batch_refusal_shape, &b->n_refusals);
	return b->refusals != NULL;
}

bool batch_sql_get(struct ctx *c, uint64_t id, struct batch *out)
{
	struct query q = query_new(c);

	*out = (struct batch){ 0 };
	query_add(&q, BATCH_COLUMNS " WHERE b.id = ?", V(id));
	add_visible(c, &q);
	return db_one(c, &q, &batch_shape, out, "batch") && add_refusals(c, out);
}

bool batch_sql_latest(struct ctx *c, int limit, struct batch **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, BATCH_COLUMNS " WHERE b.created_by = ? AND b.created_at > NOW(6) - INTERVAL 7 DAY", V(c->actor.user_id));
	add_visible(c, &q);
	query_add(&q, " ORDER BY b.created_at DESC, b.id DESC LIMIT ?", V(limit));
	*rows = db_all(c, &q, &batch_shape, n);
	for (size_t i = 0; *rows && i < *n; i++)
		if (!add_refusals(c, &(*rows)[i]))
			return false;
	return *rows != NULL;
}

#define ITEM_COLUMNS                                                                                    \
	"SELECT i.id, i.order_id, o.order_no, i.position, i.version, i.state, i.code, i.detail, i.done_at" \
	" FROM batch_item i JOIN platform_order o ON o.id = i.order_id WHERE i.batch_id = ?"

bool batch_sql_items(struct ctx *c, uint64_t batch_id, const struct batch_item_filter *f, struct batch_item **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, ITEM_COLUMNS, V(batch_id));
	query_tenant(c, &q, "i");
	if (f->n_states) {
		query_add(&q, " AND ");
		query_in_texts(&q, "i.state", f->states, f->n_states);
	}
	if (f->page.cursor)
		query_add(&q, " AND i.position > ?", V(f->page.after_id));
	query_add(&q, " ORDER BY i.position LIMIT ?", V(f->page.limit + 1));
	*rows = db_all(c, &q, &batch_item_shape, n);
	return *rows != NULL;
}

static const struct field refused_fields[] = {
	FIELD(struct batch_order, id, NULL),
	FIELD(struct batch_order, version, NULL),
	FIELD_END
};
static const struct shape refused_shape = SHAPE(struct batch_order, refused_fields);

bool batch_sql_refused(struct ctx *c, uint64_t batch_id, struct batch_order **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT o.id, o.version FROM batch_item i JOIN platform_order o ON o.id = i.order_id WHERE i.batch_id = ?"
		" AND i.state = 'refused' AND o.status = 'pending'", V(batch_id));
	query_tenant(c, &q, "i");
	query_add(&q, " ORDER BY i.position");
	*rows = db_all(c, &q, &refused_shape, n);
	return *rows != NULL;
}

/* ---- being worked on ---------------------------------------------------------------------------------- */

bool batch_sql_run(struct ctx *c, const struct batch *b)
{
	return db_exec(c, "UPDATE batch SET state = 'running' WHERE id = ? AND customer_id = ? AND state = 'queued'", V(b->id),
		V(b->customer_id));
}

bool batch_sql_waiting(struct ctx *c, const struct batch *b, int limit, struct batch_item **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, ITEM_COLUMNS " AND i.state = 'waiting'", V(b->id));
	query_tenant(c, &q, "i");
	query_add(&q, " ORDER BY i.position LIMIT ?", V(limit));
	*rows = db_all(c, &q, &batch_item_shape, n);
	return *rows != NULL;
}

bool batch_sql_dispatched(struct ctx *c, const struct batch *b, const struct batch_item *item, bool *matched)
{
	uint64_t n = 0;
	bool     ok = db_exec_matched(c, &n, "UPDATE batch_item SET state = 'dispatched', done_at = NOW(6) WHERE id = ? AND batch_id = ?"
		" AND customer_id = ? AND state = 'waiting'", V(item->id), V(b->id), V(b->customer_id));

	*matched = n == 1;
	return ok;
}

static const char *cut(struct ctx *c, const char *text)
{
	const size_t n = text ? strlen(text) : 0;

	return n <= DETAIL_BYTES ? text : arena_strndup(c->arena, text, utf8_cut(text, n, DETAIL_BYTES));
}

bool batch_sql_refuse(struct ctx *c, const struct batch *b, const struct batch_item *item, const char *code, const char *detail,
	bool *matched)
{
	uint64_t n = 0;
	bool     ok = db_exec_matched(c, &n, "UPDATE batch_item SET state = 'refused', code = ?, detail = ?, done_at = NOW(6) WHERE id = ?"
		" AND batch_id = ? AND customer_id = ? AND state = 'waiting'", V(code), V(cut(c, detail)), V(item->id), V(b->id),
		V(b->customer_id));

	*matched = n == 1;
	return ok;
}

bool batch_sql_refuse_waiting(struct ctx *c, const struct batch *b, const char *code, const char *detail)
{
	return db_exec(c, "UPDATE batch_item SET state = 'refused', code = ?, detail = ?, done_at = NOW(6) WHERE batch_id = ?"
		" AND customer_id = ? AND state = 'waiting'", V(code), V(cut(c, detail)), V(b->id), V(b->customer_id));
}

bool batch_sql_skip_waiting(struct ctx *c, const struct batch *b)
{
	return db_exec(c, "UPDATE batch_item SET state = 'skipped', done_at = NOW(6) WHERE batch_id = ? AND customer_id = ?"
		" AND state = 'waiting'", V(b->id), V(b->customer_id));
}

bool batch_sql_end(struct ctx *c, const struct batch *b, enum batch_state state)
{
	if (state == BATCH_STOPPED)
		return db_exec(c, "UPDATE batch SET state = 'stopped', finished_at = NOW(6) WHERE id = ? AND customer_id = ?"
			" AND state IN ('queued', 'running')", V(b->id), V(b->customer_id));
	return db_exec(c, "UPDATE batch SET state = 'done', finished_at = NOW(6) WHERE id = ? AND customer_id = ?"
		" AND state IN ('queued', 'running') AND NOT EXISTS (SELECT 1 FROM batch_item i WHERE i.batch_id = batch.id"
		" AND i.state = 'waiting')", V(b->id), V(b->customer_id));
}

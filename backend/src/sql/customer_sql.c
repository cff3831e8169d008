#include "sql/customer_sql.h"

#include "sql/like.h"
#include "sql/text_page.h"

enum { CUSTOMER_TOTAL_CAP = 10000 };

void query_staff_customer_(struct ctx *c, struct query *q, const char *column)
{
	if (c->actor.kind != ACTOR_STAFF || c->actor.all_warehouses)
		return;
	query_add(q, " AND EXISTS (SELECT 1 FROM business vb WHERE vb.customer_id = ");
	query_add_(column, q, NULL, 0);
	query_warehouse(c, q, "vb.warehouse_id");
	query_add(q, ")");
}

/* Staff see every customer's name, because they set up the first business of a new one. */
static void add_filters(struct ctx *c, struct query *q, const struct customer_filter *f)
{
	query_untenanted(q); /* the table of tenants itself: bound by id */
	query_add(q, " WHERE TRUE");
	if (c->actor.kind != ACTOR_STAFF)
		query_add(q, " AND cu.id = ?", V(c->actor.customer_id));
	if (f->q && *f->q)
		query_add(q, " AND (cu.name LIKE ? OR cu.code LIKE LOWER(?))", V(like_contains(c->arena, f->q)), V(like_contains(c->arena, f->q)));
}

static bool last_name(struct ctx *c, const struct page *p, const char **last)
{
	struct query q = query_new(c);

	*last = NULL;
	if (!p->cursor)
		return true;
	query_add(&q, "SELECT cu.name AS text FROM customer cu WHERE cu.id = ?", V(p->after_id));
	return text_page_last(c, &q, last);
}

bool customer_sql_page(struct ctx *c, const struct customer_filter *f, struct customer **rows, size_t *n, struct page_end *end)
{
	struct query q = query_new(c), count = query_new(c);
	const char  *last;

	*rows = NULL;
	*n = 0;
	*end = (struct page_end){ .total_is_exact = true };
	if (!last_name(c, &f->page, &last))
		return false;
	query_add(&q, "SELECT cu.id, cu.code, cu.name, cu.enabled, cu.version FROM customer cu");
	add_filters(c, &q, f);
	query_text_page(&q, &f->page, "cu.name", "cu.id", last);
	*rows = db_all(c, &q, &customer_shape, n);
	if (!*rows)
		return false;
	if (*n > (size_t)f->page.limit) {
		*n = (size_t)f->page.limit;
		end->next_cursor = text_page_cursor(c, (*rows)[*n - 1].id, 0);
	}
	query_add(&count, "SELECT COUNT(*) FROM (SELECT 1 FROM customer cu");
	add_filters(c, &count, f);
	return capped_count(c, &count, CUSTOMER_TOTAL_CAP, end);
}

static bool get(struct ctx *c, uint64_t id, bool locked, struct customer *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT cu.id, cu.code, cu.name, cu.enabled, cu.version FROM customer cu WHERE cu.id = ?", V(id));
	if (locked)
		query_add(&q, " FOR UPDATE");
	return db_one(c, &q, &customer_shape, out, "customer");
}

bool customer_sql_get(struct ctx *c, uint64_t id, struct customer *out)
{
	return get(c, id, false, out);
}

bool customer_sql_lock(struct ctx *c, uint64_t id, struct customer *out)
{
	return get(c, id, true, out);
}

bool customer_sql_set(struct ctx *c, const struct customer *s)
{
	return db_exec(c, "UPDATE customer SET name = ?, enabled = ?, version = version + 1 WHERE id = ?", V(s->name), V(s->enabled),
		V(s->id));
}

bool customer_sql_enabled(struct ctx *c, uint64_t id, bool *enabled)
{
	struct query q = query_new(c);
	uint64_t     n;

	query_add(&q, "SELECT COUNT(*) FROM customer cu WHERE cu.id = ? AND cu.enabled", V(id));
	if (!db_number(c, &q, &n))
		return false;
	*enabled = n == 1;
	return true;
}

bool customer_sql_served(struct ctx *c, uint64_t id, bool *served)
{
	struct query q = query_new(c);
	uint64_t     n;

	query_add(&q, "SELECT COUNT(*) FROM customer cu WHERE cu.id = ?", V(id));
	query_staff_customer(c, &q, "cu.id");
	if (!db_number(c, &q, &n))
		return false;
	*served = n != 0;
	return true;
}

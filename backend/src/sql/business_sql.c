#include "sql/business_sql.h"

#include "sql/text_page.h"

enum { BUSINESS_TOTAL_CAP = 10000 };

#define COLUMNS                                                                                                 \
	"SELECT b.id, b.customer_id, b.warehouse_id, cu.name AS customer_name, w.name AS warehouse_name, b.service," \
	" b.enabled, b.version"
#define TABLES " FROM business b JOIN customer cu ON cu.id = b.customer_id JOIN warehouse w ON w.id = b.warehouse_id"

static void add_filters(struct ctx *c, struct query *q, const struct business_filter *f)
{
	query_add(q, " WHERE TRUE");
	query_tenant(c, q, "b");
	query_warehouse(c, q, "b.warehouse_id");
	if (f->customer_id)
		query_add(q, " AND b.customer_id = ?", V(f->customer_id));
	if (f->warehouse_id)
		query_add(q, " AND b.warehouse_id = ?", V(f->warehouse_id));
}

static bool last_name(struct ctx *c, const struct page *p, const char **last)
{
	struct query q = query_new(c);

	*last = NULL;
	if (!p->cursor)
		return true;
	query_add(&q, "SELECT cu.name AS text FROM business b JOIN customer cu ON cu.id = b.customer_id WHERE b.id = ?", V(p->after_id));
	query_tenant(c, &q, "b");
	return text_page_last(c, &q, last);
}

bool business_sql_page(struct ctx *c, const struct business_filter *f, struct business **rows, size_t *n, struct page_end *end)
{
	struct query q = query_new(c), count = query_new(c);
	const char  *last;

	*rows = NULL;
	*n = 0;
	*end = (struct page_end){ .total_is_exact = true };
	if (!last_name(c, &f->page, &last))
		return false;
	query_add(&q, COLUMNS TABLES);
	add_filters(c, &q, f);
	query_text_page(&q, &f->page, "cu.name", "b.id", last);
	*rows = db_all(c, &q, &business_shape, n);
	if (!*rows)
		return false;
	if (*n > (size_t)f->page.limit) {
		*n = (size_t)f->page.limit;
		end->next_cursor = text_page_cursor(c, (*rows)[*n - 1].id, 0);
	}
	query_add(&count, "SELECT COUNT(*) FROM (SELECT 1 FROM business b");
	add_filters(c, &count, f);
	return capped_count(c, &count, BUSINESS_TOTAL_CAP, end);
}

static bool get(struct ctx *c, uint64_t id, bool locked, struct business *out)
{
	struct query q = query_new(c);

	if (locked)
		query_add(&q, "SELECT b.id, b.customer_id, b.warehouse_id, b.service, b.enabled, b.version FROM business b WHERE b.id = ?", V(id));
	else
		query_add(&q, COLUMNS TABLES " WHERE b.id = ?", V(id));
	query_tenant(c, &q, "b");
	query_warehouse(c, &q, "b.warehouse_id");
	if (locked)
		query_add(&q, " FOR UPDATE");
	return db_one(c, &q, &business_shape, out, "business");
}

bool business_sql_get(struct ctx *c, uint64_t id, struct business *out)
{
	return get(c, id, false, out);
}

bool business_sql_lock(struct ctx *c, uint64_t id, struct business *out)
{
	return get(c, id, true, out);
}

bool business_sql_add(struct ctx *c, const struct add_business *in, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO business (customer_id, warehouse_id, service) VALUES (?, ?, ?)", V(in->customer_id),
		V(in->warehouse_id), V(business_service_names[in->service]));
}

bool business_sql_set(struct ctx *c, uint64_t id, bool enabled)
{
	return db_exec(c, "UPDATE business SET enabled = ?, version = version + 1 WHERE id = ?", V(enabled), V(id));
}

bool business_sql_any(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, bool *any)
{
	struct query q = query_new(c);
	uint64_t     n;

	query_add(&q, "SELECT COUNT(*) FROM business b WHERE b.customer_id = ? AND b.warehouse_id = ?", V(customer_id), V(warehouse_id));
	query_tenant(c, &q, "b");
	if (!db_number(c, &q, &n))
		return false;
	*any = n != 0;
	return true;
}

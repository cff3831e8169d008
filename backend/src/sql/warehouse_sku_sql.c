#include "sql/warehouse_sku_sql.h"

#include "sql/customer_sql.h"
#include "sql/like.h"
#include "sql/text_page.h"

/* As code_folded is made. */
#define FOLDED "LOWER(? COLLATE utf8mb4_nopad_bin)"

static void add_sum(struct ctx *c, struct query *q, const char *what)
{
	query_add(q, ", COALESCE((SELECT CAST(SUM(");
	query_add_(what, q, NULL, 0);
	query_add(q, ") AS SIGNED) FROM stock t WHERE t.customer_id = k.customer_id AND t.sku_id = k.id");
	query_warehouse(c, q, "t.warehouse_id");
	query_add(q, "), 0)");
}

static void add_columns(struct ctx *c, struct query *q)
{
	query_add(q, "SELECT k.id, k.customer_id, cu.name AS customer_name, k.code, k.name, k.barcode, k.weight_grams, k.status,"
		" k.created_at, k.version");
	add_sum(c, q, "t.on_hand");
	query_add(q, " AS on_hand");
	add_sum(c, q, "t.reserved");
	query_add(q, " AS reserved");
	add_sum(c, q, "t.available");
	query_add(q, " AS available, (SELECT COUNT(*) FROM sku_mapping_item i WHERE i.customer_id = k.customer_id"
		" AND i.sku_id = k.id) AS binding_count");
}

static void add_visible(struct ctx *c, struct query *q)
{
	query_tenant(c, q, "k");
	query_staff_customer(c, q, "k.customer_id");
}

static void add_filters(struct ctx *c, struct query *q, const struct warehouse_sku_filter *f)
{
	query_add(q, " WHERE TRUE");
	add_visible(c, q);
	if (f->customer_id)
		query_add(q, " AND k.customer_id = ?", V(f->customer_id));
	if (f->n_statuses) {
		query_add(q, " AND ");
		query_in_texts(q, "k.status", f->statuses, f->n_statuses);
	}
	if (f->q && *f->q)
		query_add(q, " AND (k.code_folded LIKE " FOLDED " OR k.name LIKE ? OR k.barcode LIKE ?)",
			V(like_contains(c->arena, f->q)), V(like_contains(c->arena, f->q)), V(like_prefix(c->arena, f->q)));
}

static bool last_code(struct ctx *c, const struct page *p, const char **last)
{
	struct query q = query_new(c);

	*last = NULL;
	if (!p->cursor)
		return true;
	query_add(&q, "SELECT k.code_folded AS text FROM sku k WHERE k.id = ?", V(p->after_id));
	query_tenant(c, &q, "k");
	return text_page_last(c, &q, last);
}

bool warehouse_sku_sql_page(struct ctx *c, const struct warehouse_sku_filter *f, struct warehouse_sku **rows, size_t *n,
	struct page_end *end)
{
	struct query q = query_new(c), count = query_new(c);
	const char  *last;

	*rows = NULL;
	*n = 0;
	*end = (struct page_end){ .total_is_exact = true };
	query_add(&count, "SELECT COUNT(*) FROM (SELECT 1 FROM sku k");
	add_filters(c, &count, f);
	if (!last_code(c, &f->page, &last) || !capped_count(c, &count, SKU_TOTAL_CAP, end))
		return false;
	add_columns(c, &q);
	query_add(&q, " FROM (SELECT k.id FROM sku k");
	if (end->total_is_exact) /* few: found first and then put in order, instead of walking all in order */
		query_add(&q, " IGNORE INDEX FOR ORDER BY (ix_code, ix_folded, ix_status)");
	add_filters(c, &q, f);
	query_text_page(&q, &f->page, "k.code_folded", "k.id", last);
	query_add(&q, ") p STRAIGHT_JOIN sku k ON k.id = p.id JOIN customer cu ON cu.id = k.customer_id ORDER BY k.code_folded, k.id");
	*rows = db_all(c, &q, &warehouse_sku_row_shape, n);
	if (!*rows)
		return false;
	if (*n > (size_t)f->page.limit) {
		*n = (size_t)f->page.limit;
		end->next_cursor = text_page_cursor(c, (*rows)[*n - 1].id, 0);
	}
	return true;
}

bool warehouse_sku_sql_get(struct ctx *c, uint64_t id, struct warehouse_sku *out)
{
	struct query q = query_new(c);

	add_columns(c, &q);
	query_add(&q, ", (EXISTS (SELECT 1 FROM sku_mapping_item i WHERE i.customer_id = k.customer_id AND i.sku_id = k.id)"
		" OR EXISTS (SELECT 1 FROM stock t WHERE t.customer_id = k.customer_id AND t.sku_id = k.id)"
		" OR EXISTS (SELECT 1 FROM outbound_line l WHERE l.customer_id = k.customer_id AND l.sku_id = k.id)) AS code_fixed"
		" FROM sku k JOIN customer cu ON cu.id = k.customer_id WHERE k.id = ?", V(id));
	add_visible(c, &q);
	return db_one(c, &q, &warehouse_sku_shape, out, "warehouse SKU");
}

bool warehouse_sku_sql_places(struct ctx *c, struct warehouse_sku *s)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT t.warehouse_id, w.name AS warehouse_name, t.on_hand, t.reserved, t.available"
		" FROM stock t JOIN warehouse w ON w.id = t.warehouse_id WHERE t.customer_id = ? AND t.sku_id = ?", V(s->customer_id),
		V(s->id));
	query_tenant(c, &q, "t");
	query_warehouse(c, &q, "t.warehouse_id");
	query_add(&q, " ORDER BY w.name, w.id");
	s->places = db_all(c, &q, &sku_place_shape, &s->n_places);
	return s->places != NULL;
}

bool warehouse_sku_sql_bindings(struct ctx *c, struct warehouse_sku *s)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT m.id AS mapping_id, m.store_id, st.name AS store_name, st.platform, m.sku_key, m.platform_sku, i.quantity"
		" FROM sku_mapping_item i JOIN sku_mapping m ON m.customer_id = i.customer_id AND m.id = i.mapping_id"
		" JOIN store st ON st.id = m.store_id WHERE i.customer_id = ? AND i.sku_id = ?", V(s->customer_id), V(s->id));
	query_tenant(c, &q, "i");
	query_add(&q, " ORDER BY st.name, m.sku_key, m.id LIMIT ?", V((int)SKU_BINDINGS_SHOWN));
	s->bindings = db_all(c, &q, &sku_binding_shape, &s->n_bindings);
	return s->bindings != NULL;
}

/* The row is locked before the look at who uses it: they name it by foreign keys, so nobody can begin to meanwhile. */
bool warehouse_sku_sql_lock(struct ctx *c, uint64_t id, struct warehouse_sku *out)
{
	struct query q = query_new(c), used = query_new(c);
	uint64_t     n;

	query_add(&q, "SELECT k.id, k.customer_id, k.code, k.name, k.barcode, k.weight_grams, k.status, k.version FROM sku k WHERE k.id = ?",
		V(id));
	add_visible(c, &q);
	query_add(&q, " FOR UPDATE");
	if (!db_one(c, &q, &warehouse_sku_shape, out, "warehouse SKU"))
		return false;
	query_add(&used, "SELECT EXISTS (SELECT 1 FROM sku_mapping_item i WHERE i.customer_id = ? AND i.sku_id = ?)"
		" OR EXISTS (SELECT 1 FROM stock t WHERE t.customer_id = ? AND t.sku_id = ?)"
		" OR EXISTS (SELECT 1 FROM outbound_line l WHERE l.customer_id = ? AND l.sku_id = ?)", V(out->customer_id), V(id),
		V(out->customer_id), V(id), V(out->customer_id), V(id));
	if (!db_number(c, &used, &n))
		return false;
	out->code_fixed = n != 0;
	return true;
}

static struct value or_null(const char *text)
{
	return text && *text ? V(text) : V_NULL;
}

bool warehouse_sku_sql_add(struct ctx *c, const struct warehouse_sku *s, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO sku (customer_id, code, name, barcode, weight_grams, status) VALUES (?, ?, ?, ?, ?, ?)",
		V(s->customer_id), V(s->code), V(s->name), or_null(s->barcode), V_ID((uint64_t)s->weight_grams),
		V(sku_status_names[s->status]));
}

bool warehouse_sku_sql_set(struct ctx *c, const struct warehouse_sku *s)
{
	return db_exec(c, "UPDATE sku SET code = ?, name = ?, barcode = ?, weight_grams = ?, status = ?, version = version + 1"
			  " WHERE id = ? AND customer_id = ?", V(s->code), V(s->name), or_null(s->barcode), V_ID((uint64_t)s->weight_grams),
		V(sku_status_names[s->status]), V(s->id), V(s->customer_id));
}

/* ---- by the hundred ------------------------------------------------------------------------------ */

enum { AT_ONCE = 500 };

static bool append(struct ctx *c, const struct query *q, struct warehouse_sku **rows, size_t *n)
{
	size_t                more;
	struct warehouse_sku *found = db_all(c, q, &warehouse_sku_row_shape, &more);

	if (!found)
		return false;
	*rows = arena_realloc(c->arena, *rows, *n * sizeof **rows, (*n + more) * sizeof **rows);
	for (size_t i = 0; i < more; i++)
		(*rows)[(*n)++] = found[i];
	return true;
}

static bool by_text(struct ctx *c, uint64_t customer_id, bool barcode, const char *const *texts, size_t n_texts,
	struct warehouse_sku **rows, size_t *n)
{
	*rows = NULL;
	*n = 0;
	for (size_t at = 0; at < n_texts; at += AT_ONCE) {
		const size_t some = n_texts - at < AT_ONCE ? n_texts - at : AT_ONCE;
		struct query q = query_new(c);

		query_add(&q, "SELECT k.id, k.customer_id, k.code, k.name, k.barcode, k.weight_grams, k.status, k.version FROM sku k"
			" WHERE k.customer_id = ? AND ", V(customer_id));
		if (barcode)
			query_in_texts(&q, "k.barcode", texts + at, some);
		else
			query_in_texts(&q, "k.code", texts + at, some);
		query_tenant(c, &q, "k");
		if (!append(c, &q, rows, n))
			return false;
	}
	return true;
}

bool warehouse_sku_sql_by_code(struct ctx *c, uint64_t customer_id, const char *const *codes, size_t n_codes,
	struct warehouse_sku **rows, size_t *n)
{
	return by_text(c, customer_id, false, codes, n_codes, rows, n);
}

bool warehouse_sku_sql_by_barcode(struct ctx *c, uint64_t customer_id, const char *const *barcodes, size_t n_barcodes,
	struct warehouse_sku **rows, size_t *n)
{
	return by_text(c, customer_id, true, barcodes, n_barcodes, rows, n);
}

bool warehouse_sku_sql_add_many(struct ctx *c, const struct warehouse_sku *rows, size_t n)
{
	enum { COLUMNS = 6 };
	struct value *values = NEW_N(c->arena, struct value, n * COLUMNS + 1);

	for (size_t i = 0; i < n; i++) {
		const struct value row[COLUMNS] = { V(rows[i].customer_id), V(rows[i].code), V(rows[i].name), or_null(rows[i].barcode),
			V_ID((uint64_t)rows[i].weight_grams), V(sku_status_names[rows[i].status]) };

		for (size_t k = 0; k < COLUMNS; k++)
			values[i * COLUMNS + k] = row[k];
	}
	return !n || db_insert_many(c, "INSERT INTO sku (customer_id, code, name, barcode, weight_grams, status) VALUES (?, ?, ?, ?, ?, ?)",
		values, n, COLUMNS);
}

bool warehouse_sku_sql_set_at(struct ctx *c, const struct warehouse_sku *s, bool *matched)
{
	uint64_t n;

	if (!db_exec_matched(c, &n, "UPDATE sku SET name = ?, barcode = ?, weight_grams = ?, version = version + 1"
		" WHERE id = ? AND customer_id = ? AND version = ?", V(s->name), or_null(s->barcode), V_ID((uint64_t)s->weight_grams), V(s->id),
		V(s->customer_id), V(s->version)))
		return false;
	*matched = n == 1;
	return true;
}

#include "sql/sku_sql.h"

#include "lib/db.h"
#include "sql/like.h"

/* As code_folded is made. */
#define FOLDED "LOWER(? COLLATE utf8mb4_nopad_bin)"

/* Staff see the goods that lie in their warehouses. */
static void add_visible(struct ctx *c, struct query *q)
{
	query_tenant(c, q, "k");
	if (c->actor.kind == ACTOR_STAFF) {
		query_add(q, " AND EXISTS (SELECT 1 FROM stock v WHERE v.customer_id = k.customer_id AND v.sku_id = k.id");
		query_warehouse(c, q, "v.warehouse_id");
		query_add(q, ")");
	}
}

/* Best first: the code itself or the barcode, then codes that begin so, codes that hold it, names. */
static void add_rank(struct ctx *c, struct query *q, const char *text)
{
	query_add(q, " CASE WHEN k.code_folded = " FOLDED " OR k.barcode = ? THEN 0 WHEN k.code_folded LIKE " FOLDED
		" THEN 1 WHEN k.code_folded LIKE " FOLDED " THEN 2 ELSE 3 END,", V(text), V(text), V(like_prefix(c->arena, text)),
		V(like_contains(c->arena, text)));
}

bool sku_sql_search(struct ctx *c, const struct sku_filter *f, struct sku **rows, size_t *n)
{
	const bool   searching = f->q && *f->q;
	struct query q = query_new(c);

	query_add(&q, "SELECT k.id, k.customer_id, k.code, k.name, k.barcode, k.status,"
		" COALESCE((SELECT CAST(SUM(t.on_hand - t.reserved) AS SIGNED) FROM stock t"
		" WHERE t.customer_id = k.customer_id AND t.sku_id = k.id");
	if (f->warehouse_id)
		query_add(&q, " AND t.warehouse_id = ?", V(f->warehouse_id));
	query_warehouse(c, &q, "t.warehouse_id");
	query_add(&q, "), 0) AS available FROM sku k WHERE TRUE");
	add_visible(c, &q);
	if (searching)
		query_add(&q, " AND (k.code_folded LIKE " FOLDED " OR k.name LIKE ? OR k.barcode LIKE ?)",
			V(like_contains(c->arena, f->q)), V(like_contains(c->arena, f->q)), V(like_prefix(c->arena, f->q)));
	query_add(&q, " ORDER BY");
	if (searching)
		add_rank(c, &q, f->q);
	query_add(&q, " k.status, k.code_folded, k.id LIMIT ?", V(f->limit ? f->limit : 50));
	*rows = db_all(c, &q, &sku_shape, n);
	return *rows != NULL;
}

#include "sql/stock_page_sql.h"

#include "sql/like.h"
#include "sql/text_page.h"

/* As code_folded is made. */
#define FOLDED "LOWER(? COLLATE utf8mb4_nopad_bin)"

#define ROW_COLUMNS                                                                                              \
	"SELECT t.warehouse_id, w.name AS warehouse_name, t.sku_id, k.code AS sku_code, k.name AS sku_name, k.barcode," \
	" k.status AS sku_status, t.customer_id, cu.name AS customer_name, t.on_hand, t.reserved, t.available"

static bool searching(const struct stock_filter *f)
{
	return f->q && *f->q;
}

/* What a row of stock must be. */
static void add_stock_filters(struct ctx *c, struct query *q, const struct stock_filter *f)
{
	query_tenant(c, q, "t");
	query_warehouse(c, q, "t.warehouse_id");
	if (f->customer_id)
		query_add(q, " AND t.customer_id = ?", V(f->customer_id));
	if (f->sku_id)
		query_add(q, " AND t.sku_id = ?", V(f->sku_id));
	if (f->n_warehouses) {
		query_add(q, " AND ");
		query_in_ids(q, "t.warehouse_id", f->warehouses, f->n_warehouses);
	}
	if (f->below)
		query_add(q, " AND t.available < ?", V(f->below));
	if (f->out_of_stock)
		query_add(q, " AND t.available = 0");
}

static void add_search(struct ctx *c, struct query *q, const struct stock_filter *f)
{
	if (searching(f))
		query_add(q, " AND (k.code_folded LIKE " FOLDED " OR k.name LIKE ? OR k.barcode LIKE ?)",
			V(like_contains(c->arena, f->q)), V(like_contains(c->arena, f->q)), V(like_prefix(c->arena, f->q)));
}

/* The rows asked for. A search reads the SKUs, anything else an index of stock. */
static void add_rows(struct ctx *c, struct query *q, const struct stock_filter *f, bool with_sku)
{
	if (searching(f))
		query_add(q, " FROM sku k STRAIGHT_JOIN stock t ON t.customer_id = k.customer_id AND t.sku_id = k.id WHERE TRUE");
	else if (with_sku)
		query_add(q, " FROM stock t STRAIGHT_JOIN sku k ON k.id = t.sku_id WHERE TRUE");
	else
		query_add(q, " FROM stock t WHERE TRUE");
	if (searching(f))
		query_tenant(c, q, "k");
	add_stock_filters(c, q, f);
	add_search(c, q, f);
}

static bool count(struct ctx *c, const struct stock_filter *f, struct page_end *end)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM (SELECT 1");
	add_rows(c, &q, f, false);
	return capped_count(c, &q, STOCK_TOTAL_CAP, end);
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

/* A row lies behind the cursor: its SKU does, or it is a further warehouse of the cursor's own (whose place the
 * cursor's time holds). */
static void add_behind(struct query *q, const struct page *p)
{
	if (p->cursor)
		query_add(q, " AND (k.id <> ? OR t.warehouse_id > ?)", V(p->after_id), V(p->after_t.us));
}

static void add_from_code(struct query *q, const struct page *p, const char *last)
{
	if (p->cursor)
		query_add(q, " AND k.code_folded >= ? AND (k.code_folded > ? OR k.id >= ?)", V(last), V(last), V(p->after_id));
}

/* Few: they are found first, then put in order. */
static void add_few(struct ctx *c, struct query *q, const struct stock_filter *f, const char *last)
{
	query_add(q, ROW_COLUMNS " FROM (SELECT t.warehouse_id, t.sku_id");
	add_rows(c, q, f, true);
	add_from_code(q, &f->page, last);
	add_behind(q, &f->page);
	query_add(q, " ORDER BY k.code_folded, k.id, t.warehouse_id LIMIT ?) p"
		" STRAIGHT_JOIN stock t ON t.warehouse_id = p.warehouse_id AND t.sku_id = p.sku_id JOIN sku k ON k.id = t.sku_id",
		V(f->page.limit + 1));
}

/* Many: the SKUs are walked in order until enough of them have such a row. One more than a page, because the cursor's own may have
 * none left. */
static void add_many(struct ctx *c, struct query *q, const struct stock_filter *f, const char *last)
{
	query_add(q, ROW_COLUMNS " FROM (SELECT k.id FROM sku k WHERE TRUE");
	query_tenant(c, q, "k");
	if (f->customer_id)
		query_add(q, " AND k.customer_id = ?", V(f->customer_id));
	add_search(c, q, f);
	query_add(q, " AND (SELECT 1 FROM stock t WHERE t.customer_id = k.customer_id AND t.sku_id = k.id");
	add_stock_filters(c, q, f);
	query_add(q, " LIMIT 1) = 1");
	add_from_code(q, &f->page, last);
	query_add(q, " ORDER BY k.code_folded, k.id LIMIT ?) p STRAIGHT_JOIN sku k ON k.id = p.id"
		" STRAIGHT_JOIN stock t ON t.customer_id = k.customer_id AND t.sku_id = k.id", V(f->page.limit + 2));
}

bool stock_sql_page(struct ctx *c, const struct stock_filter *f, struct stock_row **rows, size_t *n, struct page_end *end)
{
	struct query q = query_new(c);
	const char  *last;

	*rows = NULL;
	*n = 0;
	*end = (struct page_end){ .total_is_exact = true };
	if (!last_code(c, &f->page, &last) || !count(c, f, end))
		return false;
	if (end->total_is_exact)
		add_few(c, &q, f, last);
	else
		add_many(c, &q, f, last);
	query_add(&q, " JOIN warehouse w ON w.id = t.warehouse_id JOIN customer cu ON cu.id = t.customer_id WHERE TRUE");
	add_stock_filters(c, &q, f);
	add_behind(&q, &f->page);
	query_add(&q, " ORDER BY k.code_folded, k.id, t.warehouse_id LIMIT ?", V(f->page.limit + 1));
	*rows = db_all(c, &q, &stock_row_shape, n);
	if (!*rows)
		return false;
	if (*n > (size_t)f->page.limit) {
		const struct stock_row *end_row = &(*rows)[f->page.limit - 1];

		*n = (size_t)f->page.limit;
		end->next_cursor = text_page_cursor(c, end_row->sku_id, end_row->warehouse_id);
	}
	return true;
}

bool stock_sql_get(struct ctx *c, uint64_t warehouse_id, uint64_t sku_id, struct stock_row *out)
{
	struct query q = query_new(c);

	query_add(&q, ROW_COLUMNS " FROM stock t JOIN sku k ON k.id = t.sku_id JOIN warehouse w ON w.id = t.warehouse_id"
		" JOIN customer cu ON cu.id = t.customer_id WHERE t.warehouse_id = ? AND t.sku_id = ?", V(warehouse_id), V(sku_id));
	query_tenant(c, &q, "t");
	query_warehouse(c, &q, "t.warehouse_id");
	return db_one(c, &q, &stock_row_shape, out, "stock of this SKU in this warehouse");
}

/* ---- the ledger ---------------------------------------------------------------------------------- */

/* What stands there now, less every change from the cursor's line on, is what stood there after the page's first line. One
 * statement sees one moment, so that a change meanwhile does not bend the sums. */
static void add_stood(struct query *q, const struct stock_ledger_filter *f, const char *now, const char *change)
{
	query_add(q, ", ");
	query_add_(now, q, NULL, 0);
	if (!f->page.cursor)
		return;
	query_add(q, " - COALESCE((SELECT CAST(SUM(");
	query_add_(change, q, NULL, 0);
	query_add(q, ") AS SIGNED) FROM stock_movement x WHERE x.warehouse_id = ? AND x.sku_id = ? AND x.id >= ?), 0)",
		V(f->warehouse_id), V(f->sku_id), V(f->page.after_id));
}

static void fill_after(struct stock_entry *rows, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		rows[i].on_hand_after = rows[i - 1].on_hand_after - rows[i - 1].on_hand_change;
		rows[i].reserved_after = rows[i - 1].reserved_after - rows[i - 1].reserved_change;
	}
}

bool stock_sql_ledger(struct ctx *c, const struct stock_ledger_filter *f, struct stock_entry **rows, size_t *n, struct page_end *end)
{
	struct query q = query_new(c), count = query_new(c);

	*rows = NULL;
	*n = 0;
	*end = (struct page_end){ .total_is_exact = true };
	query_add(&q, "SELECT m.id, m.at, m.cause, a.reason, m.note, m.on_hand_change, m.reserved_change, m.actor_kind, m.actor_name,"
		" ob.id AS outbound_id, ob.outbound_no, o.id AS order_id, o.order_no");
	add_stood(&q, f, "t.on_hand", "x.on_hand_change");
	query_add(&q, " AS on_hand_after");
	add_stood(&q, f, "t.reserved", "x.reserved_change");
	query_add(&q, " AS reserved_after FROM stock_movement m JOIN stock t ON t.warehouse_id = m.warehouse_id AND t.sku_id = m.sku_id"
		" LEFT JOIN stock_adjustment a ON a.id = IF(m.cause = 'adjustment', m.cause_id, NULL)"
		" LEFT JOIN parcel pa ON pa.id = IF(m.cause = 'ship', m.cause_id, NULL)"
		" LEFT JOIN outbound_order ob ON ob.id = CASE m.cause WHEN 'ship' THEN pa.outbound_id WHEN 'reserve' THEN m.cause_id"
		" WHEN 'release' THEN m.cause_id ELSE NULL END"
		" LEFT JOIN hold_change hc ON hc.id = IF(m.cause IN ('hold', 'unhold'), m.cause_id, NULL)"
		" LEFT JOIN platform_order o ON o.id = COALESCE(ob.platform_order_id, hc.order_id)"
		" WHERE m.warehouse_id = ? AND m.sku_id = ?", V(f->warehouse_id), V(f->sku_id));
	query_tenant(c, &q, "m");
	query_warehouse(c, &q, "m.warehouse_id");
	if (f->page.cursor)
		query_add(&q, " AND m.id < ?", V(f->page.after_id));
	query_add(&q, " ORDER BY m.id DESC LIMIT ?", V(f->page.limit + 1));
	*rows = db_all(c, &q, &stock_entry_shape, n);
	if (!*rows)
		return false;
	if (*n > (size_t)f->page.limit) {
		*n = (size_t)f->page.limit;
		end->next_cursor = text_page_cursor(c, (*rows)[*n - 1].id, 0);
	}
	fill_after(*rows, *n);
	query_add(&count, "SELECT COUNT(*) FROM (SELECT 1 FROM stock_movement m WHERE m.warehouse_id = ? AND m.sku_id = ?",
		V(f->warehouse_id), V(f->sku_id));
	query_tenant(c, &count, "m");
	query_warehouse(c, &count, "m.warehouse_id");
	return capped_count(c, &count, STOCK_TOTAL_CAP, end);
}

bool stock_sql_holds(struct ctx *c, uint64_t warehouse_id, uint64_t sku_id, int limit, struct stock_hold **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "(SELECT ob.id AS outbound_id, ob.outbound_no, ob.status, o.id AS order_id, o.order_no,"
		" CAST(SUM(l.quantity - l.shipped_qty) AS SIGNED) AS quantity, ob.created_at AS since"
		" FROM stock t JOIN outbound_line l ON l.customer_id = t.customer_id AND l.sku_id = t.sku_id"
		" JOIN outbound_order ob ON ob.id = l.outbound_id AND ob.warehouse_id = t.warehouse_id"
		" LEFT JOIN platform_order o ON o.id = ob.platform_order_id WHERE t.warehouse_id = ? AND t.sku_id = ?"
		" AND ob.status IN ('draft', 'reviewed', 'waved', 'picking', 'packed') AND l.quantity > l.shipped_qty",
		V(warehouse_id), V(sku_id));
	query_tenant(c, &q, "t");
	query_warehouse(c, &q, "t.warehouse_id");
	query_add(&q, " GROUP BY ob.id, ob.outbound_no, ob.status, o.id, o.order_no, ob.created_at ORDER BY ob.id LIMIT ?)", V(limit));
	/* and the purchase orders that keep what they have accepted */
	query_add(&q, " UNION ALL (SELECT NULL, NULL, NULL, o.id, o.order_no, CAST(SUM(h.quantity) AS SIGNED), MIN(h.created_at)"
		" FROM acknowledgement_hold h FORCE INDEX (ix_sku) JOIN platform_order o ON o.id = h.order_id"
		" WHERE h.warehouse_id = ? AND h.sku_id = ?", V(warehouse_id), V(sku_id));
	query_tenant(c, &q, "h");
	query_warehouse(c, &q, "h.warehouse_id");
	query_add(&q, " GROUP BY o.id, o.order_no) ORDER BY since, order_id LIMIT ?", V(limit));
	*rows = db_all(c, &q, &stock_hold_shape, n);
	return *rows != NULL;
}

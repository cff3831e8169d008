#include "sql/stock_wait_sql.h"

#include "lib/db.h"
#include "lib/shape.h"

struct id_row {
	uint64_t id;
};
static const struct field id_fields[] = { FIELD(struct id_row, id, NULL), FIELD_END };
static const struct shape id_shape = SHAPE(struct id_row, id_fields);

/* From the orders' side: those left behind are few. By what the lines are bound to now, not by the SKU that was named
 * under them: a dispatch names the first one that is short. */
bool stock_wait_sql_orders(struct ctx *c, uint64_t customer_id, uint64_t sku_id, uint64_t after_id, size_t limit, uint64_t **ids,
	size_t *n)
{
	struct query   q = query_new(c);
	struct id_row *rows;

	query_add(&q, "SELECT o.id FROM platform_order o FORCE INDEX (ix_cause) WHERE o.customer_id = ? AND o.kind IN ('b2c', 'b2b')"
		" AND o.exception_code = 'insufficient_stock' AND o.status IN ('pending', 'acknowledged') AND o.id > ?"
		" AND EXISTS (SELECT 1 FROM platform_order_line l JOIN sku_mapping m ON m.store_id = l.store_id AND m.sku_key = l.sku_key"
		" JOIN sku_mapping_item i ON i.mapping_id = m.id WHERE l.order_id = o.id AND l.shippable AND NOT l.gone AND i.sku_id = ?)"
		" ORDER BY o.id LIMIT ?", V(customer_id), V(after_id), V(sku_id), V(limit));
	rows = db_all(c, &q, &id_shape, n);
	*ids = (uint64_t *)(void *)rows; /* a row is one id and nothing else */
	return rows != NULL;
}

bool stock_wait_sql_skus(struct ctx *c, uint64_t customer_id, const uint64_t *sku_ids, size_t n, uint64_t **waited, size_t *n_waited)
{
	struct query   q = query_new(c);
	struct id_row *rows;

	query_add(&q, "SELECT DISTINCT i.sku_id AS id FROM platform_order o FORCE INDEX (ix_cause) JOIN platform_order_line l ON l.order_id = o.id"
		" JOIN sku_mapping m ON m.store_id = l.store_id AND m.sku_key = l.sku_key JOIN sku_mapping_item i ON i.mapping_id = m.id"
		" WHERE o.customer_id = ? AND o.kind IN ('b2c', 'b2b') AND o.exception_code = 'insufficient_stock'"
		" AND o.status IN ('pending', 'acknowledged') AND l.shippable AND NOT l.gone AND ", V(customer_id));
	query_in_ids(&q, "i.sku_id", sku_ids, n);
	rows = db_all(c, &q, &id_shape, n_waited);
	*waited = (uint64_t *)(void *)rows;
	return rows != NULL;
}

bool stock_wait_sql_note(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t sku_id, int64_t orders)
{
	return db_exec(c, "INSERT INTO stock_freed (customer_id, warehouse_id, sku_id, orders) VALUES (?, ?, ?, ?)", V(customer_id),
		V(warehouse_id), V(sku_id), V(orders))
	    && db_exec(c, "DELETE FROM stock_freed WHERE customer_id = ? AND at < NOW(6) - INTERVAL 7 DAY ORDER BY customer_id, at LIMIT 100",
		V(customer_id));
}

bool stock_wait_sql_noted(struct ctx *c, struct stock_freed **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT f.warehouse_id, w.name AS warehouse_name, f.sku_id, k.code AS sku_code, f.orders, f.at FROM stock_freed f"
		" JOIN warehouse w ON w.id = f.warehouse_id JOIN sku k ON k.id = f.sku_id WHERE f.at > NOW(6) - INTERVAL 1 DAY");
	query_tenant(c, &q, "f");
	query_warehouse(c, &q, "f.warehouse_id");
	query_add(&q, " ORDER BY f.at DESC, f.id DESC LIMIT 5");
	*rows = db_all(c, &q, &stock_freed_shape, n);
	return *rows != NULL;
}

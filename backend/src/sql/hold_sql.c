#include "sql/hold_sql.h"

#include "lib/db.h"

#define ITEM(m) FIELD(struct hold_item, m, NULL)
static const struct field item_fields[] = { ITEM(order_line_id), ITEM(sku_id), ITEM(warehouse_id), ITEM(code), ITEM(quantity), FIELD_END };
static const struct shape item_shape = SHAPE(struct hold_item, item_fields);

bool hold_sql_of(struct ctx *c, const struct order *o, struct hold_item **items, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT h.order_line_id, h.sku_id, h.warehouse_id, k.code, h.quantity FROM acknowledgement_hold h"
		" JOIN sku k ON k.id = h.sku_id WHERE h.customer_id = ? AND h.order_id = ?", V(o->customer_id), V(o->id));
	query_tenant(c, &q, "h");
	query_add(&q, " ORDER BY h.warehouse_id, h.sku_id, h.order_line_id");
	*items = db_all(c, &q, &item_shape, n);
	return *items != NULL;
}

bool hold_sql_add_change(struct ctx *c, const struct order *o, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO hold_change (customer_id, order_id) VALUES (?, ?)", V(o->customer_id), V(o->id));
}

bool hold_sql_add(struct ctx *c, const struct order *o, const struct hold_item *items, size_t n)
{
	enum { COLUMNS = 6 };
	struct value *values = NEW_N(c->arena, struct value, n * COLUMNS + 1);

	for (size_t i = 0; i < n; i++) {
		const struct value row[COLUMNS] = { V(items[i].order_line_id), V(items[i].sku_id), V(o->customer_id), V(o->id),
			V(items[i].warehouse_id), V(items[i].quantity) };

		for (size_t k = 0; k < COLUMNS; k++)
			values[i * COLUMNS + k] = row[k];
	}
	return db_insert_many(c, "INSERT INTO acknowledgement_hold (order_line_id, sku_id, customer_id, order_id, warehouse_id, quantity)"
		" VALUES (?, ?, ?, ?, ?, ?)", values, n, COLUMNS);
}

bool hold_sql_remove(struct ctx *c, const struct order *o)
{
	return db_exec(c, "DELETE FROM acknowledgement_hold WHERE customer_id = ? AND order_id = ?", V(o->customer_id), V(o->id));
}

#include "sql/warehouse_sql.h"

#include "lib/db.h"

/* The Drop Shipping business is a customer's; staff have none and need none. */
static void add_select(struct ctx *c, struct query *q)
{
	query_add(q, "SELECT w.id, w.code, w.name, w.country, ");
	if (c->actor.kind == ACTOR_STAFF)
		query_add(q, "1 AS dropshipping FROM warehouse w");
	else
		query_add(q, "b.id IS NOT NULL AS dropshipping FROM warehouse w LEFT JOIN business b ON b.customer_id = ?"
			" AND b.warehouse_id = w.id AND b.service = 'dropshipping' AND b.enabled", V(c->actor.customer_id));
	query_add(q, " WHERE w.enabled");
	query_untenanted(q); /* a warehouse is nobody's; the business is bound above */
	query_warehouse(c, q, "w.id");
}

bool warehouse_sql_all(struct ctx *c, struct warehouse **rows, size_t *n)
{
	struct query q = query_new(c);

	add_select(c, &q);
	query_add(&q, " ORDER BY w.name, w.id");
	*rows = db_all(c, &q, &warehouse_shape, n);
	return *rows != NULL;
}

bool warehouse_sql_get(struct ctx *c, uint64_t id, struct warehouse *out)
{
	struct query q = query_new(c);

	add_select(c, &q);
	query_add(&q, " AND w.id = ?", V(id));
	return db_one(c, &q, &warehouse_shape, out, "warehouse");
}

bool warehouse_sql_channels(struct ctx *c, uint64_t warehouse_id, struct shipping_channel **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT ch.id, ch.warehouse_id, ch.code, ch.name, ch.carrier, ch.service_type, ch.self_pickup"
		" FROM shipping_channel ch WHERE ch.warehouse_id = ? AND ch.enabled ORDER BY ch.self_pickup, ch.name, ch.id",
		V(warehouse_id));
	query_untenanted(&q);
	*rows = db_all(c, &q, &shipping_channel_shape, n);
	return *rows != NULL;
}

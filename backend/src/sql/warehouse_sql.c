#include "sql/warehouse_sql.h"

#include "lib/db.h"

/* A business is a customer's; staff have none and need none. */
static void add_select(struct ctx *c, struct query *q, bool include_disabled)
{
	query_add(q, "SELECT w.id, w.code, w.name, w.country, w.enabled, w.version, ");
	if (c->actor.kind == ACTOR_STAFF)
		query_add(q, "1 AS dropshipping, 1 AS b2b FROM warehouse w");
	else
		query_add(q, "b.id IS NOT NULL AS dropshipping, p.id IS NOT NULL AS b2b FROM warehouse w LEFT JOIN business b ON b.customer_id = ?"
			" AND b.warehouse_id = w.id AND b.service = 'dropshipping' AND b.enabled LEFT JOIN business p ON p.customer_id = ?"
			" AND p.warehouse_id = w.id AND p.service = 'b2b' AND p.enabled", V(c->actor.customer_id), V(c->actor.customer_id));
	query_add(q, " WHERE TRUE");
	if (!include_disabled)
		query_add(q, " AND w.enabled");
	query_untenanted(q); /* a warehouse is nobody's; the business is bound above */
	query_warehouse(c, q, "w.id");
}

bool warehouse_sql_all(struct ctx *c, bool include_disabled, struct warehouse **rows, size_t *n)
{
	struct query q = query_new(c);

	add_select(c, &q, include_disabled);
	query_add(&q, " ORDER BY w.name, w.id");
	*rows = db_all(c, &q, &warehouse_shape, n);
	return *rows != NULL;
}

bool warehouse_sql_get(struct ctx *c, uint64_t id, bool include_disabled, struct warehouse *out)
{
	struct query q = query_new(c);

	add_select(c, &q, include_disabled);
	query_add(&q, " AND w.id = ?", V(id));
	return db_one(c, &q, &warehouse_shape, out, "warehouse");
}

#define CHANNEL_COLUMNS                                                                                         \
	"SELECT ch.id, ch.warehouse_id, ch.code, ch.name, ch.carrier, ch.service_type, ch.self_pickup, ch.enabled," \
	" ch.rate_base, ch.rate_per_kg, ch.rate_currency, ch.version FROM shipping_channel ch"

bool warehouse_sql_channels(struct ctx *c, uint64_t warehouse_id, bool include_disabled, struct shipping_channel **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, CHANNEL_COLUMNS " WHERE ch.warehouse_id = ?", V(warehouse_id));
	if (!include_disabled)
		query_add(&q, " AND ch.enabled");
	query_add(&q, " ORDER BY ch.self_pickup, ch.name, ch.id");
	query_untenanted(&q);
	*rows = db_all(c, &q, &shipping_channel_shape, n);
	return *rows != NULL;
}

/* ---- maintenance --------------------------------------------------------------------------------- */

bool warehouse_sql_detail(struct ctx *c, uint64_t id, struct warehouse_detail *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT w.id, w.code, w.name, w.country, w.enabled, w.version,"
		" (SELECT COUNT(*) FROM shipping_channel ch WHERE ch.warehouse_id = w.id AND ch.enabled) AS channel_count,"
		" (SELECT COUNT(DISTINCT b.customer_id) FROM business b WHERE b.warehouse_id = w.id AND b.enabled) AS customer_count,"
		" (SELECT COUNT(*) FROM outbound_order o WHERE o.warehouse_id = w.id"
		" AND o.status IN ('draft', 'reviewed', 'waved', 'picking', 'packed')) AS open_outbound_count"
		" FROM warehouse w WHERE w.id = ?", V(id));
	query_untenanted(&q); /* counts of all customers, for staff */
	query_warehouse(c, &q, "w.id");
	return db_one(c, &q, &warehouse_detail_shape, out, "warehouse");
}

bool warehouse_sql_lock(struct ctx *c, uint64_t id, struct warehouse *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT w.id, w.code, w.name, w.country, w.enabled, w.version FROM warehouse w WHERE w.id = ?", V(id));
	query_warehouse(c, &q, "w.id");
	query_add(&q, " FOR UPDATE");
	return db_one(c, &q, &warehouse_shape, out, "warehouse");
}

bool warehouse_sql_add(struct ctx *c, const struct add_warehouse *in, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO warehouse (code, name, country) VALUES (?, ?, ?)", V(in->code), V(in->name), V(in->country));
}

bool warehouse_sql_set(struct ctx *c, uint64_t id, const struct change_warehouse *in)
{
	return db_exec(c, "UPDATE warehouse SET name = ?, country = ?, enabled = ?, version = version + 1 WHERE id = ?", V(in->name),
		V(in->country), V(in->enabled), V(id));
}

bool warehouse_sql_join(struct ctx *c, uint64_t warehouse_id)
{
	return db_exec(c, "INSERT IGNORE INTO user_warehouse (user_id, warehouse_id) VALUES (?, ?)", V(c->actor.user_id), V(warehouse_id));
}

static bool channel(struct ctx *c, uint64_t id, bool locked, struct shipping_channel *out)
{
	struct query q = query_new(c);

	query_add(&q, CHANNEL_COLUMNS " WHERE ch.id = ?", V(id));
	query_warehouse(c, &q, "ch.warehouse_id");
	if (locked)
		query_add(&q, " FOR UPDATE");
	return db_one(c, &q, &shipping_channel_shape, out, "shipping channel");
}

bool channel_sql_get(struct ctx *c, uint64_t id, struct shipping_channel *out)
{
	return channel(c, id, false, out);
}

bool channel_sql_lock(struct ctx *c, uint64_t id, struct shipping_channel *out)
{
	return channel(c, id, true, out);
}

bool channel_sql_add(struct ctx *c, const struct add_channel *in, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO shipping_channel (warehouse_id, code, name, carrier, service_type, self_pickup, rate_base,"
		" rate_per_kg, rate_currency) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", V(in->warehouse_id), V(in->code), V(in->name),
		V(in->carrier), V(in->service_type), V(in->self_pickup), V(in->rate_base), V(in->rate_per_kg), V(in->rate_currency));
}

bool channel_sql_set(struct ctx *c, uint64_t id, const struct change_channel *in)
{
	return db_exec(c, "UPDATE shipping_channel SET name = ?, carrier = ?, service_type = ?, self_pickup = ?, rate_base = ?,"
			  " rate_per_kg = ?, rate_currency = ?, enabled = ?, version = version + 1 WHERE id = ?", V(in->name), V(in->carrier),
		V(in->service_type), V(in->self_pickup), V(in->rate_base), V(in->rate_per_kg), V(in->rate_currency), V(in->enabled), V(id));
}

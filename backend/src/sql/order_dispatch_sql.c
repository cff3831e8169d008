#include "sql/order_dispatch_sql.h"

#include "lib/db.h"
#include "sql/order_sql.h"

static const struct field place_fields[] = {
	FIELD(struct dispatch_place, warehouse_enabled, NULL),
	FIELD(struct dispatch_place, business, NULL),
	FIELD(struct dispatch_place, b2b, NULL),
	FIELD(struct dispatch_place, warehouse_name, NULL),
	FIELD(struct dispatch_place, channel_id, NULL),
	FIELD(struct dispatch_place, channel_enabled, NULL),
	FIELD(struct dispatch_place, self_pickup, NULL),
	FIELD(struct dispatch_place, channel_name, NULL),
	FIELD_END
};
static const struct shape place_shape = SHAPE(struct dispatch_place, place_fields);

bool order_sql_place(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t channel_id,
	struct dispatch_place *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT w.enabled AS warehouse_enabled, COALESCE(b.enabled, 0) AS business,"
		" COALESCE(p.enabled, 0) AS b2b, w.name AS warehouse_name,"
		" ch.id AS channel_id, ch.enabled AS channel_enabled, ch.self_pickup, ch.name AS channel_name FROM warehouse w"
		" LEFT JOIN business b ON b.customer_id = ? AND b.warehouse_id = w.id AND b.service = 'dropshipping'"
		" LEFT JOIN business p ON p.customer_id = ? AND p.warehouse_id = w.id AND p.service = 'b2b'"
		" LEFT JOIN shipping_channel ch ON ch.warehouse_id = w.id AND ch.id = ? WHERE w.id = ?", V(customer_id), V(customer_id),
		V(channel_id), V(warehouse_id));
	query_untenanted(&q); /* a warehouse is nobody's; the business is bound to the order's customer */
	return db_maybe(c, &q, &place_shape, out, found);
}

bool order_sql_to_dispatch(struct ctx *c, const uint64_t *ids, size_t n_ids, struct order **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT o.id, o.customer_id, o.store_id, o.kind, o.order_no, o.status, o.platform_state, o.recipient_name,"
		PURCHASE_WORDS PURCHASE_COLUMNS ACKNOWLEDGING_COLUMNS ","
		" o.recipient_country, o.recipient_state, o.recipient_city, o.recipient_line1, o.recipient_zip, o.version"
		" FROM platform_order o WHERE ");
	query_in_ids(&q, "o.id", ids, n_ids);
	order_sql_visible(c, &q);
	query_add(&q, " ORDER BY o.id");
	*rows = db_all(c, &q, &order_shape, n);
	return *rows != NULL;
}

static const struct field there_fields[] = {
	FIELD(struct sku_there, sku_id, NULL),
	FIELD(struct sku_there, code, NULL),
	FIELD(struct sku_there, name, NULL),
	FIELD(struct sku_there, available, NULL),
	FIELD_END
};
static const struct shape there_shape = SHAPE(struct sku_there, there_fields);

static bool there(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, const uint64_t *ids, size_t n_ids,
	struct sku_there **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT k.id AS sku_id, k.code, k.name, COALESCE(t.on_hand - t.reserved, 0) AS available FROM sku k"
		" LEFT JOIN stock t ON t.warehouse_id = ? AND t.sku_id = k.id AND t.customer_id = k.customer_id WHERE k.customer_id = ?"
		" AND ", V(warehouse_id), V(customer_id));
	query_in_ids(&q, "k.id", ids, n_ids);
	query_tenant(c, &q, "k");
	query_add(&q, " ORDER BY k.id");
	*rows = db_all(c, &q, &there_shape, n);
	return *rows != NULL;
}

/* Many orders may want more SKUs than one statement takes values. */
bool order_sql_there(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, const uint64_t *sku_ids, size_t n_skus,
	struct sku_there **rows, size_t *n)
{
	enum { AT_ONCE = 512 };

	*rows = NEW_N(c->arena, struct sku_there, n_skus + 1);
	*n = 0;
	for (size_t at = 0; at < n_skus; at += AT_ONCE) {
		struct sku_there *some;
		size_t            n_some;

		if (!there(c, customer_id, warehouse_id, sku_ids + at, n_skus - at < AT_ONCE ? n_skus - at : AT_ONCE, &some, &n_some))
			return false;
		for (size_t i = 0; i < n_some; i++)
			(*rows)[(*n)++] = some[i];
	}
	return true;
}

bool order_sql_add_outbound(struct ctx *c, const struct order *o, uint64_t warehouse_id, uint64_t channel_id,
	uint64_t *outbound_id, const char **outbound_no)
{
	const char *by = c->actor.name ? c->actor.name : actor_kind_names[c->actor.kind];

	if (!db_insert(c, outbound_id, "INSERT INTO outbound_order (customer_id, warehouse_id, channel_id, platform_order_id,"
		" recipient_name, recipient_company, recipient_phone, recipient_email, recipient_country, recipient_state,"
		" recipient_city, recipient_line1, recipient_line2, recipient_zip, buyer_note, created_by)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", V(o->customer_id), V(warehouse_id), V(channel_id),
		V_ID(o->id), V(o->recipient_name), V(o->recipient_company), V(o->recipient_phone), V(o->recipient_email),
		V(o->recipient_country), V(o->recipient_state), V(o->recipient_city), V(o->recipient_line1),
		V(o->recipient_line2), V(o->recipient_zip), V(o->buyer_note), V(by)))
		return false;
	*outbound_no = arena_printf(c->arena, "OB%08llu", (unsigned long long)*outbound_id);
	return db_exec(c, "UPDATE outbound_order SET outbound_no = ? WHERE id = ? AND customer_id = ?", V(*outbound_no),
		V(*outbound_id), V(o->customer_id));
}

bool order_sql_add_outbound_lines(struct ctx *c, uint64_t customer_id, uint64_t outbound_id,
	const struct outbound_line_new *lines, size_t n)
{
	enum { COLUMNS = 6 };
	struct value *values = NEW_N(c->arena, struct value, n * COLUMNS + 1);

	for (size_t i = 0; i < n; i++) {
		const struct value row[COLUMNS] = { V(customer_id), V(outbound_id), V_ID(lines[i].order_line_id), V(lines[i].sku_id),
			V(lines[i].per_unit), V(lines[i].quantity) };

		for (size_t k = 0; k < COLUMNS; k++)
			values[i * COLUMNS + k] = row[k];
	}
	return db_insert_many(c, "INSERT INTO outbound_line (customer_id, outbound_id, order_line_id, sku_id, per_unit,"
		" quantity) VALUES (?, ?, ?, ?, ?, ?)", values, n, COLUMNS);
}

/* The platform may have told us the same number before: then it is known by it already. */
bool order_sql_add_manual_shipment(struct ctx *c, const struct order *o, const char *tracking_no, const char *carrier,
	const char *service_type, uint64_t *shipment_id)
{
	const char *by = c->actor.name ? c->actor.name : actor_kind_names[c->actor.kind];

	return db_insert(c, shipment_id, "INSERT INTO manual_shipment (customer_id, order_id, tracking_no, carrier, service_type,"
		" created_by) VALUES (?, ?, ?, ?, ?, ?)", V(o->customer_id), V(o->id), V(tracking_no), V(carrier), V(service_type),
		V(by))
	    && db_exec(c, "INSERT INTO order_tracking (customer_id, order_id, tracking_no, carrier, origin)"
		" VALUES (?, ?, ?, ?, 'manual') ON DUPLICATE KEY UPDATE carrier = VALUES(carrier)", V(o->customer_id), V(o->id),
		V(tracking_no), V(carrier));
}

bool order_sql_ship_lines(struct ctx *c, const struct order *o)
{
	return db_exec(c, "UPDATE platform_order_line SET shipped_qty = accepted_qty WHERE order_id = ? AND customer_id = ?"
		" AND shippable AND NOT gone", V(o->id), V(o->customer_id));
}

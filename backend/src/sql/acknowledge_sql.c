#include "sql/acknowledge_sql.h"

#include "lib/db.h"

static const struct field store_fields[] = {
	FIELD(struct acknowledge_store, platform, NULL), FIELD(struct acknowledge_store, confirm_threshold, NULL), FIELD_END
};
static const struct shape store_shape = SHAPE(struct acknowledge_store, store_fields);

bool acknowledge_sql_store(struct ctx *c, const struct order *o, struct acknowledge_store *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT s.platform, s.confirm_threshold FROM store s WHERE s.id = ? AND s.customer_id = ?", V(o->store_id),
		V(o->customer_id));
	query_tenant(c, &q, "s");
	return db_one(c, &q, &store_shape, out, "store");
}

static const struct field competing_fields[] = {
	FIELD(struct competing_row, order_id, NULL), FIELD(struct competing_row, sku_id, NULL), FIELD(struct competing_row, quantity, NULL),
	FIELD_END
};
static const struct shape competing_shape = SHAPE(struct competing_row, competing_fields);

/* From the side of the pending orders, which are few: a popular SKU has as many lines as were ever sold of it. */
bool acknowledge_sql_competing(struct ctx *c, const struct order *o, const uint64_t *sku_ids, size_t n_skus,
	struct competing_row **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT STRAIGHT_JOIN o.id AS order_id, i.sku_id, CAST(SUM((l.accepted_qty - l.shipped_qty) * l.unit_size * i.quantity)"
		" AS SIGNED) AS quantity FROM platform_order o FORCE INDEX (ix_status)"
		" JOIN platform_order_line l FORCE INDEX (uk_line) ON l.order_id = o.id AND l.shippable AND NOT l.gone"
		" AND l.accepted_qty > l.shipped_qty"
		" JOIN sku_mapping m FORCE INDEX (uk_key) ON m.store_id = l.store_id AND m.sku_key = l.sku_key"
		" JOIN sku_mapping_item i FORCE INDEX (PRIMARY) ON i.mapping_id = m.id AND ");
	query_in_ids(&q, "i.sku_id", sku_ids, n_skus);
	query_add(&q, " WHERE o.customer_id = ? AND o.kind = 'b2c' AND o.status = 'pending'", V(o->customer_id));
	query_tenant(c, &q, "o");
	query_add(&q, " GROUP BY o.id, i.sku_id ORDER BY o.id");
	*rows = db_all(c, &q, &competing_shape, n);
	return *rows != NULL;
}

/* ---- writing ----------------------------------------------------------------------------------------- */

bool acknowledge_sql_add(struct ctx *c, const struct order *o, uint64_t warehouse_id, uint64_t *id, int64_t *revision)
{
	const char  *by = c->actor.name ? c->actor.name : actor_kind_names[c->actor.kind];
	struct query q = query_new(c);
	uint64_t     before;

	query_add(&q, "SELECT MAX(a.revision) FROM acknowledgement a WHERE a.order_id = ? AND a.customer_id = ?", V(o->id), V(o->customer_id));
	query_tenant(c, &q, "a");
	if (!db_number(c, &q, &before))
		return false;
	*revision = (int64_t)before + 1;
	return db_insert(c, id, "INSERT INTO acknowledgement (customer_id, order_id, revision, warehouse_id, created_by) VALUES (?, ?, ?, ?, ?)",
		V(o->customer_id), V(o->id), V(*revision), V_ID(warehouse_id), V(by));
}

bool acknowledge_sql_add_lines(struct ctx *c, uint64_t id, const struct acknowledged_line *lines, size_t n)
{
	enum { COLUMNS = 7 };
	struct value *values = NEW_N(c->arena, struct value, n * COLUMNS + 1);

	for (size_t i = 0; i < n; i++) {
		const struct value row[COLUMNS] = { V(id), V(lines[i].order_line_id), V(lines[i].ordered_qty), V(lines[i].accepted_qty),
			V(lines[i].backordered_qty), V(lines[i].rejected_qty), V(lines[i].reason) };

		for (size_t k = 0; k < COLUMNS; k++)
			values[i * COLUMNS + k] = row[k];
	}
	return db_insert_many(c, "INSERT INTO acknowledgement_line (acknowledgement_id, order_line_id, ordered_qty, accepted_qty,"
		" backordered_qty, rejected_qty, reason) VALUES (?, ?, ?, ?, ?, ?, ?)", values, n, COLUMNS);
}

bool acknowledge_sql_set_line(struct ctx *c, const struct order *o, const struct acknowledged_line *l)
{
	return db_exec(c, "UPDATE platform_order_line SET ordered_qty = ?, accepted_qty = ?, backordered_qty = ?, rejected_qty = ?,"
		" reject_reason = ? WHERE id = ? AND order_id = ? AND customer_id = ?", V(l->ordered_qty), V(l->accepted_qty),
		V(l->backordered_qty), V(l->rejected_qty), V(l->reason), V(l->order_line_id), V(o->id), V(o->customer_id));
}

bool acknowledge_sql_reset_lines(struct ctx *c, const struct order *o)
{
	return db_exec(c, "UPDATE platform_order_line SET accepted_qty = ordered_qty, backordered_qty = 0, rejected_qty = 0,"
		" reject_reason = NULL WHERE order_id = ? AND customer_id = ?", V(o->id), V(o->customer_id));
}

/* ---- showing ------------------------------------------------------------------------------------------- */

static bool add_lines(struct ctx *c, const struct order *o, struct acknowledged *rows, size_t n)
{
	struct query              q = query_new(c);
	uint64_t                 *ids = NEW_N(c->arena, uint64_t, n + 1);
	struct acknowledged_line *lines;
	size_t                    n_lines, at = 0;

	for (size_t i = 0; i < n; i++)
		ids[i] = rows[i].id;
	query_add(&q, "SELECT a.acknowledgement_id, a.order_line_id, l.platform_sku, l.product_name, a.ordered_qty, a.accepted_qty,"
		" a.backordered_qty, a.rejected_qty, a.reason FROM acknowledgement_line a"
		" JOIN platform_order_line l ON l.id = a.order_line_id WHERE l.customer_id = ? AND ", V(o->customer_id));
	query_in_ids(&q, "a.acknowledgement_id", ids, n);
	query_tenant(c, &q, "l");
	query_add(&q, " ORDER BY a.acknowledgement_id DESC, l.position, l.id");
	lines = db_all(c, &q, &acknowledged_line_shape, &n_lines);
	if (!lines)
		return false;
	for (size_t i = 0; i < n; i++) {
		rows[i].lines = lines + at;
		while (at < n_lines && lines[at].acknowledgement_id == rows[i].id)
			at++;
		rows[i].n_lines = (size_t)(lines + at - rows[i].lines);
	}
	return true;
}

bool acknowledge_sql_all(struct ctx *c, const struct order *o, size_t most, struct acknowledged **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT a.id, a.order_id, a.revision, a.warehouse_id, w.name AS warehouse_name, b.state, b.detail, a.created_at,"
		" a.created_by, b.sent_at, b.confirmed_at FROM acknowledgement a"
		" JOIN writeback b ON b.kind = 'acknowledgement' AND b.subject_id = a.id AND b.revision = 1"
		" LEFT JOIN warehouse w ON w.id = a.warehouse_id WHERE a.customer_id = ? AND a.order_id = ?", V(o->customer_id), V(o->id));
	query_tenant(c, &q, "a");
	query_add(&q, " ORDER BY a.id DESC LIMIT ?", V(most));
	*rows = db_all(c, &q, &acknowledged_shape, n);
	return *rows != NULL && (*n == 0 || add_lines(c, o, *rows, *n));
}

#include "sql/stock_sql.h"

#include "lib/db.h"

/* Everybody comes to a row by its primary key. By ix_sku (which the optimizer likes as well) the index's record is locked
 * before the row, and one who has the row and wants to change it waits for that record: a deadlock. */
#define ROW "stock FORCE INDEX (PRIMARY)"

static const char *const cause_names[STOCK_CAUSES] = { "reserve", "release", "ship", "adjustment", "hold", "unhold" };

bool stock_sql_change(struct ctx *c, enum stock_cause cause, uint64_t customer_id, uint64_t warehouse_id,
	uint64_t sku_id, int64_t quantity, bool *matched)
{
	uint64_t n = 0;
	bool     ok = false;

	switch (cause) {
	case STOCK_RESERVE:
	case STOCK_HOLD:
		ok = db_exec_matched(c, &n, "UPDATE " ROW " SET reserved = reserved + ? WHERE warehouse_id = ? AND sku_id = ?"
			" AND customer_id = ? AND on_hand - reserved >= ?", V(quantity), V(warehouse_id), V(sku_id), V(customer_id),
			V(quantity));
		break;
	case STOCK_RELEASE:
	case STOCK_UNHOLD:
		ok = db_exec_matched(c, &n, "UPDATE " ROW " SET reserved = reserved - ? WHERE warehouse_id = ? AND sku_id = ?"
			" AND customer_id = ? AND reserved >= ?", V(quantity), V(warehouse_id), V(sku_id), V(customer_id), V(quantity));
		break;
	case STOCK_SHIP:
		ok = db_exec_matched(c, &n, "UPDATE " ROW " SET on_hand = on_hand - ?, reserved = reserved - ?"
			" WHERE warehouse_id = ? AND sku_id = ? AND customer_id = ? AND reserved >= ?", V(quantity), V(quantity),
			V(warehouse_id), V(sku_id), V(customer_id), V(quantity));
		break;
	case STOCK_ADJUST:
		ok = db_exec_matched(c, &n, "UPDATE " ROW " SET on_hand = on_hand + ? WHERE warehouse_id = ? AND sku_id = ?"
			" AND customer_id = ? AND on_hand + ? >= reserved", V(quantity), V(warehouse_id), V(sku_id), V(customer_id),
			V(quantity));
		break;
	case STOCK_CAUSES:
		break;
	}
	*matched = n == 1;
	return ok;
}

bool stock_sql_add_movements(struct ctx *c, enum stock_cause cause, uint64_t cause_id, uint64_t customer_id,
	uint64_t warehouse_id, const char *note, const struct stock_movement *rows, size_t n)
{
	enum { COLUMNS = 10 };
	struct value *values = NEW_N(c->arena, struct value, n * COLUMNS + 1);
	const char   *name = c->actor.name ? c->actor.name : actor_kind_names[c->actor.kind];

	for (size_t i = 0; i < n; i++) {
		const struct value row[COLUMNS] = { V(customer_id), V(warehouse_id), V(rows[i].sku_id), V(cause_names[cause]),
			V(cause_id), V(rows[i].on_hand_change), V(rows[i].reserved_change), V(actor_kind_names[c->actor.kind]),
			V(name), V(note) };

		for (size_t k = 0; k < COLUMNS; k++)
			values[i * COLUMNS + k] = row[k];
	}
	return db_insert_many(c, "INSERT INTO stock_movement (customer_id, warehouse_id, sku_id, cause, cause_id,"
		" on_hand_change, reserved_change, actor_kind, actor_name, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		values, n, COLUMNS);
}

bool stock_sql_available(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t sku_id,
	uint64_t *available)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT k.on_hand - k.reserved FROM stock k WHERE k.warehouse_id = ? AND k.sku_id = ?"
		" AND k.customer_id = ?", V(warehouse_id), V(sku_id), V(customer_id));
	query_tenant(c, &q, "k");
	return db_number(c, &q, available);
}

struct there_row {
	uint64_t sku_id;
	int64_t  available;
};
static const struct field there_fields[] = { FIELD(struct there_row, sku_id, NULL), FIELD(struct there_row, available, NULL), FIELD_END };
static const struct shape there_shape = SHAPE(struct there_row, there_fields);

bool stock_sql_lock_many(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, const uint64_t *sku_ids, size_t n,
	int64_t *available)
{
	enum { AT_ONCE = 512 };

	for (size_t at = 0; at < n; at += AT_ONCE) {
		const size_t      some = n - at < AT_ONCE ? n - at : AT_ONCE;
		struct query      q = query_new(c);
		struct there_row *rows;
		size_t            n_rows, row = 0;

		query_add(&q, "SELECT k.sku_id, k.on_hand - k.reserved AS available FROM stock k FORCE INDEX (PRIMARY)"
			" WHERE k.warehouse_id = ? AND k.customer_id = ? AND ", V(warehouse_id), V(customer_id));
		query_in_ids(&q, "k.sku_id", sku_ids + at, some);
		query_tenant(c, &q, "k");
		query_add(&q, " ORDER BY k.sku_id FOR UPDATE");
		rows = db_all(c, &q, &there_shape, &n_rows);
		if (!rows)
			return false;
		for (size_t i = 0; i < some; i++) {
			while (row < n_rows && rows[row].sku_id < sku_ids[at + i])
				row++;
			available[at + i] = row < n_rows && rows[row].sku_id == sku_ids[at + i] ? rows[row].available : 0;
		}
	}
	return true;
}

static const struct field now_fields[] = { FIELD(struct stock_now, on_hand, NULL), FIELD(struct stock_now, reserved, NULL), FIELD_END };
static const struct shape now_shape = SHAPE(struct stock_now, now_fields);

bool stock_sql_lock(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t sku_id, struct stock_now *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT k.on_hand, k.reserved FROM stock k FORCE INDEX (PRIMARY) WHERE k.warehouse_id = ? AND k.sku_id = ? AND k.customer_id = ?",
		V(warehouse_id), V(sku_id), V(customer_id));
	query_tenant(c, &q, "k");
	query_add(&q, " FOR UPDATE");
	return db_maybe(c, &q, &now_shape, out, found);
}

bool stock_sql_add(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t sku_id)
{
	return db_exec(c, "INSERT INTO stock (warehouse_id, sku_id, customer_id) VALUES (?, ?, ?)", V(warehouse_id), V(sku_id),
		V(customer_id));
}

bool stock_sql_add_adjustment(struct ctx *c, uint64_t customer_id, const struct adjust_stock *in, uint64_t *id)
{
	const char *name = c->actor.name ? c->actor.name : actor_kind_names[c->actor.kind];

	return db_insert(c, id, "INSERT INTO stock_adjustment (customer_id, warehouse_id, sku_id, quantity, reason, note, created_by)"
		" VALUES (?, ?, ?, ?, ?, ?, ?)", V(customer_id), V(in->warehouse_id), V(in->sku_id), V(in->change),
		V(stock_reason_names[in->reason]), V(in->note), V(name));
}

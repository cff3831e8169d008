#include "sql/mapping_sql.h"

#include "base/buf.h"
#include "lib/db.h"
#include "model/sku.h"

bool mapping_sql_store(struct ctx *c, uint64_t store_id, struct sku_mapping *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT s.id AS store_id, s.customer_id, s.name AS store_name FROM store s WHERE s.id = ?", V(store_id));
	query_tenant(c, &q, "s");
	return db_one(c, &q, &sku_mapping_shape, out, "store");
}

static const struct field bindable_fields[] = {
	FIELD(struct bindable, sku_id, NULL), FIELD(struct bindable, code, NULL), FIELD(struct bindable, name, NULL),
	FIELD_CHOICE(struct bindable, status, NULL, sku_status_names), FIELD_END
};
static const struct shape bindable_shape = SHAPE(struct bindable, bindable_fields);

bool mapping_sql_bindable(struct ctx *c, uint64_t customer_id, uint64_t sku_id, struct bindable *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT k.id AS sku_id, k.code, k.name, k.status FROM sku k WHERE k.id = ? AND k.customer_id = ?",
		V(sku_id), V(customer_id));
	query_tenant(c, &q, "k");
	return db_maybe(c, &q, &bindable_shape, out, found);
}

bool mapping_sql_lock(struct ctx *c, struct sku_mapping *m, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT m.id, m.platform_sku, m.version FROM sku_mapping m WHERE m.store_id = ? AND m.sku_key = ?"
		" AND m.customer_id = ?", V(m->store_id), V(m->sku_key), V(m->customer_id));
	query_tenant(c, &q, "m");
	query_add(&q, " FOR UPDATE");
	return db_maybe(c, &q, &sku_mapping_shape, m, found);
}

bool mapping_sql_lock_id(struct ctx *c, uint64_t id, struct sku_mapping *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT m.id, m.customer_id, m.store_id, m.sku_key, m.platform_sku, m.version FROM sku_mapping m WHERE m.id = ?",
		V(id));
	query_tenant(c, &q, "m");
	query_add(&q, " FOR UPDATE");
	return db_one(c, &q, &sku_mapping_shape, out, "mapping");
}

/* The platform's code for it, wherever it was seen last: in the list of products, else in an order. */
static bool platform_sku(struct ctx *c, struct sku_mapping *m)
{
	struct query q = query_new(c);
	bool         found;

	query_add(&q, "SELECT COALESCE((SELECT p.platform_sku FROM platform_product p WHERE p.store_id = ? AND p.sku_key = ?"
		" AND p.customer_id = s.customer_id), (SELECT l.platform_sku FROM platform_order_line l WHERE l.store_id = ?"
		" AND l.sku_key = ? AND l.customer_id = s.customer_id ORDER BY l.id DESC LIMIT 1)) AS platform_sku"
		" FROM store s WHERE s.id = ?", V(m->store_id), V(m->sku_key), V(m->store_id), V(m->sku_key), V(m->store_id));
	query_tenant(c, &q, "s");
	return db_maybe(c, &q, &sku_mapping_shape, m, &found);
}

bool mapping_sql_save(struct ctx *c, struct sku_mapping *m)
{
	if (!platform_sku(c, m))
		return false;
	m->version++;
	if (m->id)
		return db_exec(c, "UPDATE sku_mapping SET platform_sku = ?, changed_at = NOW(6), version = version + 1 WHERE id = ?"
			" AND customer_id = ?", V(m->platform_sku), V(m->id), V(m->customer_id));
	return db_insert(c, &m->id, "INSERT INTO sku_mapping (customer_id, store_id, sku_key, platform_sku)"
		" VALUES (?, ?, ?, ?)", V(m->customer_id), V(m->store_id), V(m->sku_key), V(m->platform_sku));
}

bool mapping_sql_set_items(struct ctx *c, const struct sku_mapping *m)
{
	enum { COLUMNS = 4 };
	struct value *values = NEW_N(c->arena, struct value, m->n_items * COLUMNS + 1);

	for (size_t i = 0; i < m->n_items; i++) {
		const struct value row[COLUMNS] = { V(m->id), V(m->items[i].sku_id), V(m->customer_id), V(m->items[i].quantity) };

		for (size_t k = 0; k < COLUMNS; k++)
			values[i * COLUMNS + k] = row[k];
	}
	return db_exec(c, "DELETE FROM sku_mapping_item WHERE mapping_id = ? AND customer_id = ?", V(m->id), V(m->customer_id))
	    && (!m->n_items || db_insert_many(c, "INSERT INTO sku_mapping_item (mapping_id, sku_id, customer_id, quantity)"
		" VALUES (?, ?, ?, ?)", values, m->n_items, COLUMNS));
}

bool mapping_sql_remove(struct ctx *c, const struct sku_mapping *m)
{
	return db_exec(c, "DELETE FROM sku_mapping_item WHERE mapping_id = ? AND customer_id = ?", V(m->id), V(m->customer_id))
	    && db_exec(c, "DELETE FROM sku_mapping WHERE id = ? AND customer_id = ?", V(m->id), V(m->customer_id));
}

const char *mapping_items_json(struct ctx *c, const struct sku_mapping *m)
{
	struct buf items = buf_new(c->arena, 128);

	buf_putc(&items, '[');
	for (size_t i = 0; i < m->n_items; i++) {
		buf_printf(&items, "%s{\"skuId\":\"%llu\",\"code\":", i ? "," : "", (unsigned long long)m->items[i].sku_id);
		buf_json(&items, m->items[i].code);
		buf_printf(&items, ",\"quantity\":%lld}", (long long)m->items[i].quantity);
	}
	buf_putc(&items, ']');
	return items.text;
}

static const char *actor_name(const struct ctx *c)
{
	return c->actor.name ? c->actor.name : actor_kind_names[c->actor.kind];
}

bool mapping_sql_add_event(struct ctx *c, struct sku_mapping *m)
{
	return db_insert(c, &m->event_id, "INSERT INTO sku_mapping_event (customer_id, store_id, sku_key, items, actor_kind, actor_name)"
		" VALUES (?, ?, ?, ?, ?, ?)", V(m->customer_id), V(m->store_id), V(m->sku_key), V(mapping_items_json(c, m)),
		V(actor_kind_names[c->actor.kind]), V(actor_name(c)));
}

bool mapping_sql_note_product(struct ctx *c, const struct sku_mapping *m)
{
	return db_exec(c, "INSERT INTO platform_product (customer_id, store_id, sku_key, platform_sku, name, seen_at)"
		" VALUES (?, ?, ?, ?, COALESCE((SELECT l.product_name FROM platform_order_line l WHERE l.store_id = ? AND l.sku_key = ?"
		" AND l.customer_id = ? ORDER BY l.id DESC LIMIT 1), ?, ?), NOW(6)) ON DUPLICATE KEY UPDATE store_id = VALUES(store_id)",
		V(m->customer_id), V(m->store_id), V(m->sku_key), V(m->platform_sku), V(m->store_id), V(m->sku_key), V(m->customer_id),
		V(m->platform_sku), V(m->sku_key));
}

bool mapping_sql_events(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *sku_key, size_t limit,
	struct mapping_event **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT e.id, e.at, e.actor_kind, e.actor_name, e.items FROM sku_mapping_event e WHERE e.store_id = ?"
		" AND e.sku_key = ? AND e.customer_id = ?", V(store_id), V(sku_key), V(customer_id));
	query_tenant(c, &q, "e");
	query_add(&q, " ORDER BY e.id DESC LIMIT ?", V(limit));
	*rows = db_all(c, &q, &mapping_event_shape, n);
	return *rows != NULL;
}

/* Mappings by the hundred: a file that is imported, matches that are taken over. A few statements for all of them. */
#include "sql/mapping_sql.h"

#include "base/buf.h"
#include "lib/db.h"

#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 256 };

struct found {
	uint64_t    id, store_id;
	const char *sku_key;
};
static const struct field found_fields[] = {
	FIELD(struct found, id, NULL), FIELD(struct found, store_id, NULL), FIELD(struct found, sku_key, NULL), FIELD_END
};
static const struct shape found_shape = SHAPE(struct found, found_fields);

static int by_place(const void *a, const void *b)
{
	const struct sku_mapping *x = a, *y = b;

	return x->store_id != y->store_id ? (x->store_id < y->store_id ? -1 : 1) : strcmp(x->sku_key, y->sku_key);
}

/* The next part of one store, at most AT_ONCE. */
static size_t part_of(const struct sku_mapping *m, size_t n)
{
	size_t k = 1;

	while (k < n && k < AT_ONCE && m[k].store_id == m[0].store_id)
		k++;
	return k;
}

static bool find_part(struct ctx *c, struct sku_mapping *m, size_t n, bool lock)
{
	const char  **keys = NEW_N(c->arena, const char *, n);
	struct query  q = query_new(c);
	struct found *rows;
	size_t        n_rows;

	for (size_t i = 0; i < n; i++)
		keys[i] = m[i].sku_key;
	query_add(&q, "SELECT m.id, m.store_id, m.sku_key FROM sku_mapping m WHERE m.customer_id = ? AND m.store_id = ? AND ",
		V(m->customer_id), V(m->store_id));
	query_in_texts(&q, "m.sku_key", keys, n);
	query_tenant(c, &q, "m");
	if (lock)
		query_add(&q, " ORDER BY m.sku_key FOR UPDATE");
	rows = db_all(c, &q, &found_shape, &n_rows);
	for (size_t i = 0; rows && i < n_rows; i++) {
		const struct sku_mapping key = { .store_id = rows[i].store_id, .sku_key = rows[i].sku_key };
		struct sku_mapping      *it = bsearch(&key, m, n, sizeof *m, by_place);

		if (it)
			it->id = rows[i].id;
	}
	return rows != NULL;
}

static bool find(struct ctx *c, struct sku_mapping *m, size_t n, bool lock)
{
	for (size_t at = 0, k; at < n; at += k) {
		k = part_of(m + at, n - at);
		if (!find_part(c, m + at, k, lock))
			return false;
	}
	return true;
}

bool mapping_sql_lock_many(struct ctx *c, struct sku_mapping *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		m[i].id = 0;
	return find(c, m, n, true);
}

static bool add_missing(struct ctx *c, struct sku_mapping *m, size_t n)
{
	enum { COLUMNS = 4 };
	struct value *values = NEW_N(c->arena, struct value, n * COLUMNS + 1);
	size_t        n_new = 0;

	for (size_t i = 0; i < n; i++)
		if (!m[i].id) {
			const struct value row[COLUMNS] = { V(m[i].customer_id), V(m[i].store_id), V(m[i].sku_key), V(m[i].platform_sku) };

			memcpy(values + n_new++ * COLUMNS, row, sizeof row);
		}
	return !n_new
	    || (db_insert_many(c, "INSERT INTO sku_mapping (customer_id, store_id, sku_key, platform_sku) VALUES (?, ?, ?, ?)", values, n_new,
		    COLUMNS)
		&& find(c, m, n, false));
}

/* The old items go, and the rows say when they were changed. */
static bool clear(struct ctx *c, const struct sku_mapping *m, size_t n)
{
	uint64_t *ids = NEW_N(c->arena, uint64_t, n + 1);

	for (size_t i = 0; i < n; i++)
		ids[i] = m[i].id;
	for (size_t at = 0; at < n; at += AT_ONCE) {
		const size_t k = n - at < AT_ONCE ? n - at : AT_ONCE;
		struct query items = query_new(c), rows = query_new(c);

		query_add(&items, "DELETE FROM sku_mapping_item WHERE customer_id = ? AND ", V(m->customer_id));
		query_in_ids(&items, "mapping_id", ids + at, k);
		query_add(&rows, "UPDATE sku_mapping SET changed_at = NOW(6), version = version + 1 WHERE customer_id = ? AND ", V(m->customer_id));
		query_in_ids(&rows, "id", ids + at, k);
		if (!db_run(c, &items, NULL, NULL) || !db_run(c, &rows, NULL, NULL))
			return false;
	}
	return true;
}

static bool add_items(struct ctx *c, const struct sku_mapping *m, size_t n)
{
	enum { COLUMNS = 4 };
	struct value *values;
	size_t        n_items = 0, at = 0;

	for (size_t i = 0; i < n; i++)
		n_items += m[i].n_items;
	values = NEW_N(c->arena, struct value, n_items * COLUMNS + 1);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m[i].n_items; k++) {
			const struct value row[COLUMNS] = { V(m[i].id), V(m[i].items[k].sku_id), V(m[i].customer_id), V(m[i].items[k].quantity) };

			memcpy(values + at++ * COLUMNS, row, sizeof row);
		}
	return db_insert_many(c, "INSERT INTO sku_mapping_item (mapping_id, sku_id, customer_id, quantity) VALUES (?, ?, ?, ?)", values, n_items,
		COLUMNS);
}

static bool add_events(struct ctx *c, const struct sku_mapping *m, size_t n)
{
	enum { COLUMNS = 6 };
	const char   *name = c->actor.name ? c->actor.name : actor_kind_names[c->actor.kind];
	struct value *values = NEW_N(c->arena, struct value, n * COLUMNS + 1);

	for (size_t i = 0; i < n; i++) {
		const struct value row[COLUMNS] = { V(m[i].customer_id), V(m[i].store_id), V(m[i].sku_key), V(mapping_items_json(c, &m[i])),
			V(actor_kind_names[c->actor.kind]), V(name) };

		memcpy(values + i * COLUMNS, row, sizeof row);
	}
	return db_insert_many(c, "INSERT INTO sku_mapping_event (customer_id, store_id, sku_key, items, actor_kind, actor_name)"
		" VALUES (?, ?, ?, ?, ?, ?)", values, n, COLUMNS);
}

bool mapping_sql_put_many(struct ctx *c, struct sku_mapping *m, size_t n)
{
	return !n || (add_missing(c, m, n) && clear(c, m, n) && add_items(c, m, n) && add_events(c, m, n));
}

static const struct field item_fields[] = {
	FIELD(struct mapping_item, mapping_id, NULL), FIELD(struct mapping_item, sku_id, NULL), FIELD(struct mapping_item, code, NULL),
	FIELD(struct mapping_item, name, NULL), FIELD(struct mapping_item, quantity, NULL), FIELD_END
};
static const struct shape item_shape = SHAPE(struct mapping_item, item_fields);

bool mapping_sql_items(struct ctx *c, const uint64_t *ids, size_t n_ids, struct mapping_item **rows, size_t *n)
{
	*rows = NULL;
	*n = 0;
	for (size_t at = 0; at < n_ids; at += AT_ONCE) {
		struct query         q = query_new(c);
		struct mapping_item *found;
		size_t               n_found;

		query_add(&q, "SELECT i.mapping_id, i.sku_id, k.code, k.name, i.quantity FROM sku_mapping_item i JOIN sku k ON k.id = i.sku_id"
			" WHERE ");
		query_in_ids(&q, "i.mapping_id", ids + at, n_ids - at < AT_ONCE ? n_ids - at : AT_ONCE);
		query_tenant(c, &q, "i");
		query_add(&q, " ORDER BY i.mapping_id, i.sku_id");
		found = db_all(c, &q, &item_shape, &n_found);
		if (!found)
			return false;
		*rows = arena_realloc(c->arena, *rows, *n * sizeof **rows, (*n + n_found + 1) * sizeof **rows);
		memcpy(*rows + *n, found, n_found * sizeof *found);
		*n += n_found;
	}
	return true;
}

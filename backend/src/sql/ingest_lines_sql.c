/* Lines of orders on their way in, and the goods that they name. */
#include "sql/ingest_sql.h"

#include "lib/db.h"
#include "lib/shape.h"
#include "sql/product_sql.h"

#include <stdlib.h>
#include <string.h>

enum { KEYS_AT_ONCE = 256 };

/* ---- goods ---------------------------------------------------------------------------------------- */

static bool names_good(const struct incoming_line *l)
{
	return l->sku_key && l->shippable;
}

static int by_key(const void *a, const void *b)
{
	const struct ingest_good *x = a, *y = b;
	int keys = strcmp(x->sku_key, y->sku_key);

	return keys ? keys : (x->place > y->place) - (x->place < y->place);
}

static struct ingest_good *find(const struct ingest_goods *goods, const char *sku_key)
{
	size_t from = 0, end = goods->n;

	while (from < end) {
		size_t middle = (from + end) / 2;
		int side = strcmp(goods->all[middle].sku_key, sku_key);

		if (!side)
			return &goods->all[middle];
		if (side < 0)
			from = middle + 1;
		else
			end = middle;
	}
	return NULL;
}

const struct ingest_good *ingest_good_of(const struct ingest_goods *goods, const struct incoming_line *l)
{
	return names_good(l) ? find(goods, l->sku_key) : NULL;
}

/* Each once, as the first line that names it has it. */
static void collect(struct ctx *c, const struct incoming_order *const *orders, size_t n, struct ingest_goods *out)
{
	size_t n_lines = 0, n_all = 0;

	for (size_t i = 0; i < n; i++)
		n_lines += orders[i]->n_lines;
	*out = (struct ingest_goods){ .all = NEW_N(c->arena, struct ingest_good, n_lines + 1) };
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < orders[i]->n_lines; j++)
			if (names_good(&orders[i]->lines[j])) {
				out->all[n_all] = (struct ingest_good){ .sku_key = orders[i]->lines[j].sku_key, .line = &orders[i]->lines[j],
					.place = n_all };
				n_all++;
			}
	qsort(out->all, n_all, sizeof *out->all, by_key);
	for (size_t i = 0; i < n_all; i++)
		if (!i || strcmp(out->all[i].sku_key, out->all[i - 1].sku_key) != 0)
			out->all[out->n++] = out->all[i];
}

static const char **keys_of(struct ctx *c, const struct ingest_goods *goods)
{
	const char **keys = NEW_N(c->arena, const char *, goods->n + 1);

	for (size_t i = 0; i < goods->n; i++)
		keys[i] = goods->all[i].sku_key;
	return keys;
}

/* The store's list knows which products are nothing to send, the order may not. */
bool ingest_sql_goods(struct ctx *c, const struct ingest_source *from, const struct incoming_order *const *orders, size_t n,
	struct ingest_goods *out)
{
	struct product *listed, *missing;
	size_t n_listed, n_missing = 0;
	bool *is_listed;

	collect(c, orders, n, out);
	if (!out->n)
		return true;
	if (!product_sql_known(c, from->customer_id, from->store_id, keys_of(c, out), out->n, &listed, &n_listed))
		return false;
	is_listed = NEW_N(c->arena, bool, out->n);
	for (size_t i = 0; i < n_listed; i++) {
		struct ingest_good *good = find(out, listed[i].sku_key);

		if (good) {
			good->digital = !listed[i].shippable;
			is_listed[good - out->all] = true;
		}
	}
	missing = NEW_N(c->arena, struct product, out->n);
	for (size_t i = 0; i < out->n; i++) {
		const struct incoming_line *l = out->all[i].line;

		if (!is_listed[i])
			missing[n_missing++] = (struct product){ .sku_key = l->sku_key, .platform_sku = l->platform_sku,
				.name = ingest_fit(c, l->product_name ? l->product_name : "", INGEST_PRODUCT_NAME), .shippable = true };
	}
	return product_sql_add_missing(c, from->customer_id, from->store_id, missing, n_missing);
}

struct key_row {
	const char *sku_key;
};
static const struct field key_fields[] = { FIELD(struct key_row, sku_key, NULL), FIELD_END };
static const struct shape key_shape = SHAPE(struct key_row, key_fields);

bool ingest_sql_bound(struct ctx *c, const struct ingest_source *from, struct ingest_goods *goods)
{
	const char *const *keys = keys_of(c, goods);

	for (size_t at = 0; at < goods->n; at += KEYS_AT_ONCE) {
		struct query q = query_new(c);
		struct key_row *rows;
		size_t n;

		query_add(&q, "SELECT m.sku_key FROM sku_mapping m WHERE m.customer_id = ? AND m.store_id = ?"
			" AND EXISTS (SELECT 1 FROM sku_mapping_item i WHERE i.mapping_id = m.id) AND ", V(from->customer_id), V(from->store_id));
		query_in_texts(&q, "m.sku_key", keys + at, goods->n - at < KEYS_AT_ONCE ? goods->n - at : KEYS_AT_ONCE);
		rows = db_all(c, &q, &key_shape, &n);
		if (!rows)
			return false;
		for (size_t i = 0; i < n; i++) {
			struct ingest_good *good = find(goods, rows[i].sku_key);

			if (good)
				good->bound = true;
		}
	}
	return true;
}

/* ---- lines ---------------------------------------------------------------------------------------- */

enum { COLUMNS = 18 };
#define ADD_LINES                                                                                                          \
	"INSERT INTO platform_order_line (customer_id, store_id, order_id, position, platform_line_id, platform_sku, sku_key,"        \
	" product_name, ordered_qty, accepted_qty, unit_price, line_total, shippable, digital, product_id, unit, unit_size,"         \
	" backorder_allowed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define SET_LINES                                                                                                          \
	" ON DUPLICATE KEY UPDATE ordered_qty = VALUES(ordered_qty),"                                                                \
	" position = VALUES(position), platform_sku = VALUES(platform_sku), sku_key = VALUES(sku_key),"                                \
	" product_name = VALUES(product_name), unit_price = VALUES(unit_price), line_total = VALUES(line_total),"                     \
	" shippable = VALUES(shippable), digital = VALUES(digital), product_id = VALUES(product_id), unit = VALUES(unit),"            \
	" unit_size = VALUES(unit_size), backorder_allowed = VALUES(backorder_allowed), gone = 0, "

/* Writes the order's rows at `to`; where they end. */
static struct value *rows_of(struct ctx *c, const struct ingest_source *from, uint64_t order_id, const struct incoming_order *in,
	const struct ingest_goods *goods, bool acknowledged, struct value *to)
{
	for (size_t i = 0; i < in->n_lines; i++) {
		const struct incoming_line *l = &in->lines[i];
		const struct ingest_good *good = ingest_good_of(goods, l);
		const bool digital = good && good->digital;
		const struct value row[COLUMNS] = {
			V(from->customer_id), V(from->store_id), V(order_id), V((int)i), V(l->platform_line_id), V(l->platform_sku), V(l->sku_key),
			V(ingest_fit(c, l->product_name ? l->product_name : "", INGEST_PRODUCT_NAME)), V(l->quantity), V(acknowledged ? 0 : l->quantity),
			l->has_price ? V(l->unit_price) : V_NULL, l->has_price ? V(l->line_total) : V_NULL,
			V(l->shippable && !digital), V(digital), V(l->product_id), V(line_unit_names[l->unit]),
			V(l->unit_size > 0 ? l->unit_size : 1), V(l->backorder_allowed),
		};

		memcpy(to, row, sizeof row);
		to += COLUMNS;
	}
	return to;
}

bool ingest_sql_set_lines(struct ctx *c, const struct ingest_source *from, uint64_t order_id, const struct incoming_order *in,
	bool acknowledged)
{
	struct value *rows = NEW_N(c->arena, struct value, in->n_lines * COLUMNS + 1);
	struct ingest_goods goods;

	if (!db_exec(c, "UPDATE platform_order_line SET gone = 1 WHERE order_id = ?", V(order_id))
	    || !ingest_sql_goods(c, from, &in, 1, &goods))
		return false;
	rows_of(c, from, order_id, in, &goods, acknowledged, rows);
	if (acknowledged)
		return db_insert_many(c, ADD_LINES SET_LINES "accepted_qty = accepted_qty", rows, in->n_lines, COLUMNS);
	return db_insert_many(c, ADD_LINES SET_LINES "accepted_qty = VALUES(accepted_qty)", rows, in->n_lines, COLUMNS);
}

bool ingest_sql_add_lines(struct ctx *c, const struct ingest_source *from, struct ingest_new *const *orders, size_t n,
	const struct ingest_goods *goods)
{
	struct value *rows, *to;
	size_t n_lines = 0;

	for (size_t i = 0; i < n; i++)
		n_lines += orders[i]->in->n_lines;
	rows = to = NEW_N(c->arena, struct value, n_lines * COLUMNS + 1);
	for (size_t i = 0; i < n; i++)
		to = rows_of(c, from, orders[i]->order.id, orders[i]->in, goods, false, to);
	return db_insert_many(c, ADD_LINES, rows, n_lines, COLUMNS);
}

static const struct field line_fields[] = {
	FIELD(struct order_line, id, "id"),
	FIELD(struct order_line, order_id, "order_id"),
	FIELD(struct order_line, platform_line_id, "platform_line_id"),
	FIELD(struct order_line, platform_sku, "platform_sku"),
	FIELD(struct order_line, sku_key, "sku_key"),
	FIELD(struct order_line, product_name, "product_name"),
	FIELD(struct order_line, ordered_qty, "ordered_qty"),
	FIELD(struct order_line, shippable, "shippable"),
	FIELD(struct order_line, product_id, "product_id"),
	FIELD_CHOICE(struct order_line, unit, "unit", line_unit_names),
	FIELD(struct order_line, unit_size, "unit_size"),
	FIELD(struct order_line, backorder_allowed, "backorder_allowed"),
	FIELD_END
};
static const struct shape line_shape = SHAPE(struct order_line, line_fields);

struct order_line *ingest_sql_lines(struct ctx *c, uint64_t order_id, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT id, order_id, platform_line_id, platform_sku, sku_key, product_name, ordered_qty, shippable, product_id, unit,"
		      " unit_size, backorder_allowed"
		      " FROM platform_order_line WHERE order_id = ? AND NOT gone ORDER BY position, id", V(order_id));
	return db_all(c, &q, &line_shape, n);
}

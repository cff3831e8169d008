#include "sql/exception_sql.h"

#include "lib/db.h"
#include "sql/order_sql.h"

#include <string.h>

enum { AT_ONCE = 256, SKUS_MOST = 100 };

/* Staff see several customers: each one's part of the index is walked by itself. */
#define BY_CAUSE " FROM customer cu JOIN platform_order o FORCE INDEX (ix_cause) ON o.customer_id = cu.id"

/* What a group is about. A writeback's exception names the writeback, which is one order's own: its cause is the code. */
#define CAUSE_KEY "IF(o.exception_code IN ('writeback_failed', 'writeback_uncertain'), NULL, o.exception_key)"

static void add_visible(struct ctx *c, struct query *q)
{
	if (c->actor.customer_id)
		query_add(q, " AND cu.id = ?", V(c->actor.customer_id));
	order_sql_visible(c, q);
}

bool exception_sql_groups(struct ctx *c, const struct exception_filter *f, struct exception_group **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT STRAIGHT_JOIN o.customer_id, MIN(cu.name) AS customer_name, o.kind, o.exception_code AS code, " CAUSE_KEY " AS `key`,"
		" COUNT(*) AS orders, COUNT(DISTINCT o.store_id) AS store_count,"
		" MIN(o.exception_since) AS since, GROUP_CONCAT(DISTINCT o.store_id ORDER BY o.store_id LIMIT 5) AS store_ids,"
		" GROUP_CONCAT(o.id ORDER BY o.order_time DESC, o.id DESC LIMIT 5) AS order_ids" BY_CAUSE " AND ");
	if (f->n_kinds)
		query_in_texts(&q, "o.kind", f->kinds, f->n_kinds);
	else
		query_add(&q, "o.kind IN ('b2c', 'b2b')");
	query_add(&q, " AND o.exception_code IS NOT NULL WHERE TRUE");
	add_visible(c, &q);
	query_add(&q, " GROUP BY o.customer_id, o.kind, o.exception_code, `key` ORDER BY orders DESC, since, code, `key` LIMIT ?",
		V(EXCEPTION_GROUPS_MOST + 1));
	*rows = db_all(c, &q, &exception_group_shape, n);
	return *rows != NULL;
}

/* ---- names ------------------------------------------------------------------------------------------ */

static const struct field named_fields[] = {
	FIELD(struct named, id, NULL), FIELD(struct named, name, NULL), FIELD(struct named, detail, NULL), FIELD_END
};
static const struct shape named_shape = SHAPE(struct named, named_fields);

static bool append(struct ctx *c, const struct query *q, struct named **rows, size_t *n)
{
	size_t        n_found;
	struct named *found = db_all(c, q, &named_shape, &n_found);

	if (!found)
		return false;
	*rows = arena_realloc(c->arena, *rows, *n * sizeof **rows, (*n + n_found + 1) * sizeof **rows);
	memcpy(*rows + *n, found, n_found * sizeof *found);
	*n += n_found;
	return true;
}

bool exception_sql_stores(struct ctx *c, const uint64_t *ids, size_t n_ids, struct named **rows, size_t *n)
{
	*rows = NULL;
	*n = 0;
	for (size_t at = 0; at < n_ids; at += AT_ONCE) {
		struct query q = query_new(c);

		query_add(&q, "SELECT s.id, s.name FROM store s WHERE ");
		query_in_ids(&q, "s.id", ids + at, n_ids - at < AT_ONCE ? n_ids - at : AT_ONCE);
		query_tenant(c, &q, "s");
		if (!append(c, &q, rows, n))
			return false;
	}
	return true;
}

bool exception_sql_orders(struct ctx *c, const uint64_t *ids, size_t n_ids, struct named **rows, size_t *n)
{
	*rows = NULL;
	*n = 0;
	for (size_t at = 0; at < n_ids; at += AT_ONCE) {
		struct query q = query_new(c);

		query_add(&q, "SELECT o.id, o.order_no AS name, o.exception_detail AS detail FROM platform_order o WHERE ");
		query_in_ids(&q, "o.id", ids + at, n_ids - at < AT_ONCE ? n_ids - at : AT_ONCE);
		order_sql_visible(c, &q);
		if (!append(c, &q, rows, n))
			return false;
	}
	return true;
}

/* ---- one group --------------------------------------------------------------------------------------- */

/* As order.c names what is not mapped: by the platform's SKU, or by the key where the platform sent none. */
bool exception_sql_skus(struct ctx *c, const struct exception_ref *group, struct exception_sku **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT STRAIGHT_JOIN o.store_id, s.name AS store_name, l.sku_key, l.platform_sku, MIN(l.product_name) AS name,"
		" COUNT(DISTINCT o.id) AS orders" BY_CAUSE " AND o.kind = ? AND o.exception_code = 'sku_not_mapped' AND o.exception_key = ?"
		" JOIN platform_order_line l FORCE INDEX (uk_line) ON l.order_id = o.id AND l.shippable AND NOT l.gone"
		" AND (l.platform_sku = ? OR (l.platform_sku IS NULL AND l.sku_key = ?)) JOIN store s FORCE INDEX (PRIMARY) ON s.id = o.store_id"
		" LEFT JOIN sku_mapping m FORCE INDEX (uk_key) ON m.store_id = l.store_id AND m.sku_key = l.sku_key WHERE m.id IS NULL",
		V(order_kind_names[group->kind]), V(group->key), V(group->key), V(group->key));
	add_visible(c, &q);
	query_add(&q, " GROUP BY o.store_id, s.name, l.sku_key, l.platform_sku ORDER BY orders DESC, o.store_id, l.sku_key LIMIT ?",
		V((int)SKUS_MOST));
	*rows = db_all(c, &q, &exception_sku_shape, n);
	return *rows != NULL;
}

struct id_row {
	uint64_t id;
};
static const struct field id_fields[] = { FIELD(struct id_row, id, NULL), FIELD_END };
static const struct shape id_shape = SHAPE(struct id_row, id_fields);

bool exception_sql_members(struct ctx *c, const struct retry_group *in, size_t limit, uint64_t **ids, size_t *n)
{
	struct query   q = query_new(c);
	struct id_row *rows;

	query_add(&q, "SELECT o.id" BY_CAUSE " AND o.kind = ? AND o.exception_code = ? WHERE " CAUSE_KEY " <=> ? AND o.id > ?",
		V(order_kind_names[in->kind]), V(in->code), V(in->key), V(in->after_id));
	add_visible(c, &q);
	query_add(&q, " ORDER BY o.id LIMIT ?", V(limit));
	rows = db_all(c, &q, &id_shape, n);
	*ids = (uint64_t *)(void *)rows; /* a row is one id and nothing else */
	return rows != NULL;
}

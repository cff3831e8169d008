#include "sql/product_sql.h"

#include "lib/db.h"

#include <string.h>

enum { KEYS_AT_ONCE = 256 };

/* ---- runs ------------------------------------------------------------------------------------ */

#define RUN_COLUMNS                                                                                                 \
	"r.id, r.customer_id, r.store_id, s.name AS store_name, r.state, r.page_cursor, r.seen, r.added, r.changed, r.gone," \
	" r.problem_code, r.problem_detail, IF(r.problem_code IS NULL, r.problem_detail, NULL) AS note, r.requested_by,"   \
	" r.created_at, r.finished_at FROM product_run r JOIN store s ON s.id = r.store_id"

bool product_sql_run(struct ctx *c, uint64_t id, struct product_run *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " RUN_COLUMNS " WHERE r.id = ?", V(id));
	query_tenant(c, &q, "r");
	return db_one(c, &q, &product_run_shape, out, "run");
}

bool product_sql_latest(struct ctx *c, uint64_t store_id, struct product_run *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " RUN_COLUMNS " WHERE r.store_id = ?", V(store_id));
	query_tenant(c, &q, "r");
	query_add(&q, " ORDER BY r.id DESC LIMIT 1");
	return db_maybe(c, &q, &product_run_shape, out, found);
}

bool product_sql_open_run(struct ctx *c, uint64_t store_id, uint64_t *id)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT r.id FROM product_run r WHERE r.store_id = ? AND r.state IN ('queued', 'running')", V(store_id));
	query_tenant(c, &q, "r");
	query_add(&q, " ORDER BY r.id DESC LIMIT 1");
	return db_number(c, &q, id);
}

bool product_sql_add_run(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *requested_by, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO product_run (customer_id, store_id, requested_by) VALUES (?, ?, LEFT(?, 100))", V(customer_id),
		V(store_id), V(requested_by));
}

bool product_sql_begin(struct ctx *c, uint64_t run_id)
{
	/* assigned from left to right: what was the reason for waiting goes with its code, a note stays */
	return db_exec(c, "UPDATE product_run SET state = 'running', problem_detail = IF(problem_code IS NULL, problem_detail, NULL),"
		" problem_code = NULL WHERE id = ? AND state IN ('queued', 'running')", V(run_id));
}

bool product_sql_progress(struct ctx *c, uint64_t run_id, const struct product_run *page, const char *cursor)
{
	return db_exec(c, "UPDATE product_run SET seen = seen + ?, added = added + ?, changed = changed + ?, page_cursor = ? WHERE id = ?",
		V(page->seen), V(page->added), V(page->changed), V(cursor), V(run_id));
}

bool product_sql_note(struct ctx *c, uint64_t run_id, const char *note)
{
	return db_exec(c, "UPDATE product_run SET problem_detail = LEFT(?, 1000) WHERE id = ?", V(note), V(run_id));
}

bool product_sql_trouble(struct ctx *c, uint64_t run_id, const char *code, const char *detail)
{
	return db_exec(c, "UPDATE product_run SET problem_code = ?, problem_detail = LEFT(?, 1000) WHERE id = ? AND state IN ('queued', 'running')",
		V(code), V(detail), V(run_id));
}

bool product_sql_finish(struct ctx *c, uint64_t run_id, uint64_t gone)
{
	return db_exec(c, "UPDATE product_run SET state = 'done', gone = ?, page_cursor = NULL, finished_at = NOW(6) WHERE id = ?", V(gone),
		V(run_id));
}

bool product_sql_fail(struct ctx *c, uint64_t run_id, const char *code, const char *detail)
{
	return db_exec(c, "UPDATE product_run SET state = 'failed', problem_code = ?, problem_detail = LEFT(?, 1000), page_cursor = NULL,"
		" finished_at = NOW(6) WHERE id = ? AND state IN ('queued', 'running')", V(code), V(detail), V(run_id));
}

/* ---- products ---------------------------------------------------------------------------------- */

bool product_sql_known(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *const *keys, size_t n_keys,
	struct product **rows, size_t *n)
{
	*rows = NEW_N(c->arena, struct product, n_keys + 1);
	*n = 0;
	for (size_t at = 0; at < n_keys; at += KEYS_AT_ONCE) {
		struct query    q = query_new(c);
		struct product *found;
		size_t          n_found;

		query_add(&q, "SELECT p.sku_key, p.platform_sku, p.name, p.image_url, p.shippable, p.gone FROM platform_product p"
			" WHERE p.customer_id = ? AND p.store_id = ? AND ", V(customer_id), V(store_id));
		query_in_texts(&q, "p.sku_key", keys + at, n_keys - at < KEYS_AT_ONCE ? n_keys - at : KEYS_AT_ONCE);
		found = db_all(c, &q, &product_shape, &n_found);
		if (!found)
			return false;
		memcpy(*rows + *n, found, n_found * sizeof *found);
		*n += n_found;
	}
	return true;
}

enum { COLUMNS = 7 };

static struct value *values_of(struct ctx *c, uint64_t customer_id, uint64_t store_id, const struct product *rows, size_t n)
{
	struct value *values = NEW_N(c->arena, struct value, n * COLUMNS + 1);

	for (size_t i = 0; i < n; i++) {
		const struct value row[COLUMNS] = { V(customer_id), V(store_id), V(rows[i].sku_key), V(rows[i].platform_sku), V(rows[i].name),
			V(rows[i].image_url), V(rows[i].shippable) };

		memcpy(values + i * COLUMNS, row, sizeof row);
	}
	return values;
}

bool product_sql_put(struct ctx *c, uint64_t customer_id, uint64_t store_id, const struct product *rows, size_t n)
{
	return !n
	    || db_insert_many(c, "INSERT INTO platform_product (customer_id, store_id, sku_key, platform_sku, name, image_url, shippable, seen_at)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, NOW(6)) ON DUPLICATE KEY UPDATE platform_sku = VALUES(platform_sku), name = VALUES(name),"
		" image_url = VALUES(image_url), shippable = VALUES(shippable), seen_at = VALUES(seen_at), gone = 0",
		values_of(c, customer_id, store_id, rows, n), n, COLUMNS);
}

bool product_sql_add_missing(struct ctx *c, uint64_t customer_id, uint64_t store_id, const struct product *rows, size_t n)
{
	return !n
	    || db_insert_many(c, "INSERT INTO platform_product (customer_id, store_id, sku_key, platform_sku, name, image_url, shippable, seen_at)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, NOW(6)) ON DUPLICATE KEY UPDATE store_id = VALUES(store_id)",
		values_of(c, customer_id, store_id, rows, n), n, COLUMNS);
}

bool product_sql_mark_gone(struct ctx *c, const struct product_run *run, uint64_t *gone)
{
	return db_exec(c, "DELETE p FROM platform_product p LEFT JOIN sku_mapping m ON m.store_id = p.store_id AND m.sku_key = p.sku_key"
		" WHERE p.store_id = ? AND p.customer_id = ? AND p.seen_at < ? AND m.id IS NULL AND NOT EXISTS (SELECT 1"
		" FROM platform_order_line l WHERE l.store_id = p.store_id AND l.sku_key = p.sku_key)", V(run->store_id), V(run->customer_id),
		V(run->created_at))
	    && db_exec_matched(c, gone, "UPDATE platform_product SET gone = 1 WHERE store_id = ? AND customer_id = ? AND seen_at < ? AND NOT gone",
		V(run->store_id), V(run->customer_id), V(run->created_at));
}

bool product_sql_set_digital(struct ctx *c, const struct order *o)
{
	return db_exec(c, "UPDATE platform_order_line l JOIN platform_product p ON p.store_id = l.store_id AND p.sku_key = l.sku_key"
		" SET l.shippable = p.shippable, l.digital = NOT p.shippable WHERE l.order_id = ? AND l.customer_id = ?"
		" AND ((l.shippable AND NOT p.shippable) OR (l.digital AND p.shippable))", V(o->id), V(o->customer_id));
}

#include "sql/sync_sql.h"

#include "lib/db.h"

enum { COUNT_CAP = 10000, REQUESTS_SHOWN = 1000 };

#define RUN_COLUMNS                                                                                                    \
	"r.id, r.customer_id, r.store_id, r.kind, s.platform, s.name AS store_name, r.type, r.mode, r.status, r.from_at, r.to_at," \
	" COALESCE(r.order_numbers, '[]') AS order_numbers, r.page_cursor,"                                                \
	" r.created_n + r.updated_n + r.unchanged_n + r.skipped_n + r.failed_n AS order_count, r.created_n, r.updated_n,"     \
	" r.unchanged_n, r.skipped_n, r.failed_n, r.pages, r.requested_by, r.problem_code, r.problem_detail, r.created_at,"  \
	" r.started_at, r.finished_at, GREATEST(TIMESTAMPDIFF(MICROSECOND, r.started_at, r.finished_at) DIV 1000, 1) AS duration_ms"

/* A run belongs to no warehouse and names orders that none has been sent: staff of single warehouses see none. */
static void not_for_staff(struct ctx *c, struct query *q)
{
	if (c->actor.kind == ACTOR_STAFF && !c->actor.all_warehouses)
		query_add(q, " AND FALSE");
}

static void narrow(struct ctx *c, struct query *q, const struct sync_filter *f)
{
	query_tenant(c, q, "r");
	not_for_staff(c, q);
	if (f->kind)
		query_add(q, " AND r.kind = ?", V(f->kind));
	if (f->n_stores) {
		query_add(q, " AND ");
		query_in_ids(q, "r.store_id", f->stores, f->n_stores);
	}
	if (f->n_types) {
		query_add(q, " AND ");
		query_in_texts(q, "r.type", f->types, f->n_types);
	}
	if (f->n_statuses) {
		query_add(q, " AND ");
		query_in_texts(q, "r.status", f->statuses, f->n_statuses);
	}
	if (f->from.us)
		query_add(q, " AND r.created_at >= ?", V(f->from));
	if (f->to.us)
		query_add(q, " AND r.created_at <= ?", V(f->to));
}

struct sync_run *sync_sql_page(struct ctx *c, const struct sync_filter *f, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " RUN_COLUMNS " FROM sync_run r JOIN store s ON s.id = r.store_id WHERE 1");
	narrow(c, &q, f);
	query_page(&q, &f->page, "r.created_at", "r.id");
	return db_all(c, &q, &sync_run_shape, n);
}

static bool capped(struct ctx *c, struct query *q, uint64_t *total, bool *exact)
{
	query_add(q, " LIMIT ?) AS counted", V((int)COUNT_CAP + 1));
	if (!db_number(c, q, total))
		return false;
	*exact = *total <= COUNT_CAP;
	if (!*exact)
		*total = COUNT_CAP;
	return true;
}

bool sync_sql_count(struct ctx *c, const struct sync_filter *f, uint64_t *total, bool *exact)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM (SELECT 1 FROM sync_run r WHERE 1");
	narrow(c, &q, f);
	return capped(c, &q, total, exact);
}

bool sync_sql_get(struct ctx *c, uint64_t id, struct sync_run *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " RUN_COLUMNS " FROM sync_run r JOIN store s ON s.id = r.store_id WHERE r.id = ?", V(id));
	query_tenant(c, &q, "r");
	not_for_staff(c, &q);
	return db_one(c, &q, &sync_run_shape, out, "sync run");
}

static void narrow_orders(struct ctx *c, struct query *q, uint64_t run_id, const struct sync_order_filter *f)
{
	query_add(q, " WHERE o.run_id = ?", V(run_id));
	query_tenant(c, q, "o");
	if (f->n_outcomes) {
		query_add(q, " AND ");
		query_in_texts(q, "o.outcome", f->outcomes, f->n_outcomes);
	}
}

struct sync_run_order *sync_sql_orders(struct ctx *c, uint64_t run_id, const struct sync_order_filter *f, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT o.id, o.order_no, o.order_id, o.outcome, o.code, o.detail, o.at FROM sync_run_order o");
	narrow_orders(c, &q, run_id, f);
	query_page(&q, &f->page, "o.at", "o.id");
	return db_all(c, &q, &sync_run_order_shape, n);
}

bool sync_sql_count_orders(struct ctx *c, uint64_t run_id, const struct sync_order_filter *f, uint64_t *total, bool *exact)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM (SELECT 1 FROM sync_run_order o");
	narrow_orders(c, &q, run_id, f);
	return capped(c, &q, total, exact);
}

struct platform_request *sync_sql_requests(struct ctx *c, uint64_t run_id, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT r.id, r.at, r.method, r.path, r.status, r.ms, r.bytes, r.problem FROM platform_request r WHERE r.run_id = ?", V(run_id));
	query_tenant(c, &q, "r");
	query_add(&q, " ORDER BY r.id LIMIT ?", V((int)REQUESTS_SHOWN));
	return db_all(c, &q, &platform_request_shape, n);
}

bool sync_sql_add(struct ctx *c, const struct sync_run *r, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO sync_run (customer_id, store_id, kind, type, mode, from_at, to_at, order_numbers, requested_by)"
				" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		V(r->customer_id), V(r->store_id), V(order_kind_names[r->kind]), V(sync_type_names[r->type]), V(sync_mode_names[r->mode]),
		V(r->from_at), V(r->to_at), V(r->order_numbers), V(r->requested_by));
}

bool sync_sql_open_runs(struct ctx *c, uint64_t store_id, enum sync_type type, uint64_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM sync_run r WHERE r.store_id = ? AND r.status IN ('queued', 'running') AND r.type = ?",
		V(store_id), V(sync_type_names[type]));
	query_tenant(c, &q, "r");
	return db_number(c, &q, n);
}

bool sync_sql_begin(struct ctx *c, uint64_t run_id, struct instant from, struct instant to)
{
	return db_exec(c, "UPDATE sync_run SET status = 'running', started_at = COALESCE(started_at, NOW(6)), from_at = ?, to_at = ?,"
			  " problem_code = NULL, problem_detail = NULL WHERE id = ?", V(from), V(to), V(run_id));
}

bool sync_sql_progress(struct ctx *c, uint64_t run_id, const struct sync_counts *add, const char *page_cursor)
{
	return db_exec(c, "UPDATE sync_run SET created_n = created_n + ?, updated_n = updated_n + ?, unchanged_n = unchanged_n + ?,"
			  " skipped_n = skipped_n + ?, failed_n = failed_n + ?, pages = pages + 1, page_cursor = ? WHERE id = ?",
		V(add->by_outcome[SYNC_CREATED]), V(add->by_outcome[SYNC_UPDATED]), V(add->by_outcome[SYNC_UNCHANGED]),
		V(add->by_outcome[SYNC_SKIPPED]), V(add->by_outcome[SYNC_FAILED]), V(page_cursor), V(run_id));
}

bool sync_sql_finish(struct ctx *c, uint64_t run_id)
{
	return db_exec(c, "UPDATE sync_run r, (SELECT COALESCE(SUM(outcome = 'created'), 0) AS a, COALESCE(SUM(outcome = 'updated'), 0) AS b,"
			  " COALESCE(SUM(outcome = 'unchanged'), 0) AS d, COALESCE(SUM(outcome = 'skipped'), 0) AS e, COALESCE(SUM(outcome = 'failed'), 0) AS f"
			  " FROM sync_run_order WHERE run_id = ?) n SET r.created_n = n.a, r.updated_n = n.b, r.unchanged_n = n.d, r.skipped_n = n.e,"
			  " r.failed_n = n.f, r.page_cursor = NULL, r.finished_at = NOW(6), r.problem_code = NULL, r.problem_detail = NULL,"
			  " r.status = IF(n.f > 0, IF(n.a + n.b + n.d + n.e = 0, 'failed', 'partly_failed'), IF(n.a + n.b > 0, 'success', 'no_new_orders'))"
			  " WHERE r.id = ?", V(run_id), V(run_id));
}

bool sync_sql_fail(struct ctx *c, uint64_t run_id, const char *code, const char *detail)
{
	return db_exec(c, "UPDATE sync_run SET status = 'failed', started_at = COALESCE(started_at, NOW(6)), finished_at = NOW(6), problem_code = ?,"
			  " problem_detail = LEFT(?, 1000) WHERE id = ?", V(code), V(detail), V(run_id));
}

bool sync_sql_trouble(struct ctx *c, uint64_t run_id, const char *code, const char *detail)
{
	return db_exec(c, "UPDATE sync_run SET problem_code = ?, problem_detail = LEFT(?, 1000) WHERE id = ?", V(code), V(detail), V(run_id));
}

bool sync_sql_miss(struct ctx *c, const struct sync_run *run, const char *number)
{
	return db_exec(c, "INSERT INTO sync_run_order (customer_id, run_id, item_key, order_no, outcome, code, detail)"
			  " VALUES (?, ?, CONCAT('no:', ?), ?, 'failed', 'not_on_platform', 'the platform does not know this order number')"
			  " ON DUPLICATE KEY UPDATE at = at", V(run->customer_id), V(run->id), V(number), V(number));
}

bool sync_sql_window(struct ctx *c, const struct sync_run *run, const char *by, struct instant from, struct instant to, bool proved)
{
	return db_exec(c, "INSERT INTO sync_window (customer_id, store_id, run_id, window_by, from_at, to_at, state) VALUES (?, ?, ?, ?, ?, ?, ?)"
			  " ON DUPLICATE KEY UPDATE state = VALUES(state), at = NOW(6)",
		V(run->customer_id), V(run->store_id), V(run->id), V(by), V(from), V(to), V(proved ? "proved" : "failed"));
}

struct stream {
	struct instant watermark_at;
	int64_t        overlap_s, settle_s;
};
static const struct field stream_fields[] = {
	FIELD(struct stream, watermark_at, "watermarkAt"),
	FIELD(struct stream, overlap_s, "overlapS"),
	FIELD(struct stream, settle_s, "settleS"),
	FIELD_END
};
static const struct shape stream_shape = SHAPE(struct stream, stream_fields);

enum { OVERLAP_S = 600 };

bool sync_sql_watermark(struct ctx *c, uint64_t store_id, struct instant *at, int64_t *overlap_s, int64_t *settle_s)
{
	struct query q = query_new(c);
	struct stream s = { .overlap_s = OVERLAP_S };
	bool found;

	query_add(&q, "SELECT watermark_at, overlap_s, settle_s FROM sync_stream WHERE store_id = ? AND stream = 'orders'", V(store_id));
	if (!db_maybe(c, &q, &stream_shape, &s, &found))
		return false;
	*at = s.watermark_at;
	*overlap_s = s.overlap_s;
	*settle_s = s.settle_s;
	return true;
}

bool sync_sql_last_read(struct ctx *c, uint64_t store_id, struct instant *at)
{
	struct query q = query_new(c);
	struct stream s = { 0 };

	query_add(&q, "SELECT MAX(r.started_at) AS watermark_at FROM sync_window w JOIN sync_run r ON r.id = w.run_id"
		      " WHERE w.store_id = ? AND w.window_by = 'updated' AND w.state = 'proved' AND w.to_at > w.from_at AND r.type = 'automatic'", V(store_id));
	query_untenanted(&q); /* the store was read before */
	if (!db_one(c, &q, &stream_shape, &s, "run"))
		return false;
	*at = s.watermark_at;
	return true;
}

bool sync_sql_move_watermark(struct ctx *c, uint64_t store_id, struct instant at)
{
	return db_exec(c, "INSERT INTO sync_stream (store_id, stream, watermark_at, overlap_s) VALUES (?, 'orders', ?, ?)"
			  " ON DUPLICATE KEY UPDATE watermark_at = GREATEST(watermark_at, VALUES(watermark_at))", V(store_id), V(at), V((int)OVERLAP_S));
}

bool request_sql_add(struct ctx *c, uint64_t customer_id, uint64_t store_id, uint64_t run_id, const struct platform_request *r)
{
	return db_exec(c, "INSERT INTO platform_request (customer_id, store_id, run_id, method, path, status, ms, bytes, problem)"
			  " VALUES (?, ?, ?, ?, LEFT(?, 191), ?, ?, ?, LEFT(?, 500))",
		V(customer_id), V(store_id), V_ID(run_id), V(r->method), V(r->path), r->status ? V(r->status) : V_NULL, V(r->ms), V(r->bytes),
		V(r->problem));
}

#include "sql/wave_sql.h"

#include "lib/db.h"
#include "sql/text_page.h"

#define IN_IT " FROM outbound_order ob FORCE INDEX (ix_wave)"
#define WAVE_COLUMNS                                                                                                   \
	"SELECT wa.id, wa.warehouse_id, wa.wave_no, wa.created_by, wa.created_at, w.name AS warehouse_name,"              \
	" (SELECT COUNT(*)" IN_IT " WHERE ob.wave_id = wa.id) AS order_count,"                                             \
	" (SELECT COUNT(*)" IN_IT " WHERE ob.wave_id = wa.id AND ob.status = 'waved') AS waiting_count,"                   \
	" (SELECT CAST(COALESCE(SUM(ol.quantity), 0) AS SIGNED)" IN_IT " STRAIGHT_JOIN outbound_line ol FORCE INDEX (uk_line)"      \
	" ON ol.outbound_id = ob.id WHERE ob.wave_id = wa.id) AS unit_count"

/* A wave holds the goods of several customers: only staff see one. */
static void add_visible(struct ctx *c, struct query *q, const struct wave_filter *f)
{
	query_add(q, " WHERE TRUE");
	if (c->actor.kind == ACTOR_USER || c->actor.kind == ACTOR_PARTNER)
		query_add(q, " AND FALSE");
	query_warehouse(c, q, "wa.warehouse_id");
	query_untenanted(q);
	if (f && f->n_warehouses) {
		query_add(q, " AND ");
		query_in_ids(q, "wa.warehouse_id", f->warehouses, f->n_warehouses);
	}
}

/* In the order of an index, so that a page reads what it shows: that of the one warehouse, or that of all. */
struct wave *wave_sql_page(struct ctx *c, const struct wave_filter *f, size_t *n)
{
	const bool   one = f->n_warehouses == 1 || (!c->actor.all_warehouses && c->actor.n_warehouse_ids == 1);
	struct query q = query_new(c);

	query_add(&q, WAVE_COLUMNS " FROM wave wa");
	if (one)
		query_add(&q, " FORCE INDEX (ix_list)");
	else
		query_add(&q, " FORCE INDEX (ix_created)");
	query_add(&q, " STRAIGHT_JOIN warehouse w ON w.id = wa.warehouse_id");
	add_visible(c, &q, f);
	query_page(&q, &f->page, "wa.created_at", "wa.id");
	return db_all(c, &q, &wave_shape, n);
}

bool wave_sql_count(struct ctx *c, const struct wave_filter *f, struct page_end *end)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM (SELECT 1 FROM wave wa");
	add_visible(c, &q, f);
	return capped_count(c, &q, WAVE_TOTAL_CAP, end);
}

bool wave_sql_get(struct ctx *c, uint64_t id, struct wave *out)
{
	struct query q = query_new(c);

	query_add(&q, WAVE_COLUMNS " FROM wave wa JOIN warehouse w ON w.id = wa.warehouse_id");
	add_visible(c, &q, NULL);
	query_add(&q, " AND wa.id = ?", V(id));
	return db_one(c, &q, &wave_shape, out, "wave");
}

/* One row per SKU and outbound order, joined together here. */
struct row {
	struct wave_line  line;
	struct wave_share share;
};
#define LINE(m)  { .member = #m, .type = FIELD_TYPE_OF(((struct row *)0)->line.m), .offset = offsetof(struct row, line.m) }
#define SHARE(m) { .member = #m, .type = FIELD_TYPE_OF(((struct row *)0)->share.m), .offset = offsetof(struct row, share.m) }
static const struct field row_fields[] = {
	LINE(sku_id), LINE(customer_id), LINE(sku_code), LINE(sku_name), LINE(barcode), LINE(customer_name), SHARE(outbound_id),
	SHARE(outbound_no), SHARE(quantity), FIELD_END
};
static const struct shape row_shape = SHAPE(struct row, row_fields);

struct wave_line *wave_sql_lines(struct ctx *c, uint64_t wave_id, size_t *n)
{
	struct query       q = query_new(c);
	struct row        *rows;
	struct wave_line  *lines;
	struct wave_share *shares;
	size_t             n_rows;

	*n = 0;
	query_add(&q, "SELECT ol.sku_id, ob.customer_id, k.code AS sku_code, k.name AS sku_name, k.barcode, cu.name AS customer_name,"
		" ob.id AS outbound_id, ob.outbound_no, CAST(SUM(ol.quantity) AS SIGNED) AS quantity FROM outbound_order ob"
		" JOIN outbound_line ol ON ol.outbound_id = ob.id JOIN sku k ON k.id = ol.sku_id JOIN customer cu ON cu.id = ob.customer_id"
		" WHERE ob.wave_id = ?", V(wave_id));
	query_tenant(c, &q, "ob");
	query_warehouse(c, &q, "ob.warehouse_id");
	query_add(&q, " GROUP BY ol.sku_id, ob.customer_id, k.code, k.name, k.barcode, cu.name, ob.id, ob.outbound_no"
		" ORDER BY k.code_folded, k.code, cu.name, ol.sku_id, ob.id");
	rows = db_all(c, &q, &row_shape, &n_rows);
	if (!rows)
		return NULL;
	lines = NEW_N(c->arena, struct wave_line, n_rows + 1);
	shares = NEW_N(c->arena, struct wave_share, n_rows + 1);
	for (size_t i = 0; i < n_rows; i++) {
		struct wave_line *last;

		if (!i || rows[i - 1].line.sku_id != rows[i].line.sku_id) {
			lines[*n] = rows[i].line;
			lines[(*n)++].orders = shares + i;
		}
		last = &lines[*n - 1];
		shares[i] = rows[i].share;
		last->quantity += rows[i].share.quantity;
		last->n_orders++;
	}
	return lines;
}

/* ---- writing ---------------------------------------------------------------------------------------- */

static void add_chosen(struct ctx *c, struct query *q, const uint64_t *ids, size_t n_ids, uint64_t wave_id)
{
	query_add(q, " FROM outbound_order ob WHERE ");
	if (n_ids)
		query_in_ids(q, "ob.id", ids, n_ids);
	else
		query_add(q, "ob.wave_id = ? AND ob.status = 'waved'", V(wave_id));
	query_tenant(c, q, "ob");
	query_warehouse(c, q, "ob.warehouse_id");
}

struct id_row {
	uint64_t id;
};
static const struct field id_fields[] = { FIELD(struct id_row, id, NULL), FIELD_END };
static const struct shape id_shape = SHAPE(struct id_row, id_fields);

/* By the primary key, so that these rows and no others are locked. */
static bool lock_orders(struct ctx *c, const struct id_row *orders, size_t n)
{
	struct query q = query_new(c);
	uint64_t    *ids = NEW_N(c->arena, uint64_t, n + 1);
	size_t       n_locked;

	for (size_t i = 0; i < n; i++)
		ids[i] = orders[i].id;
	query_add(&q, "SELECT o.id FROM platform_order o WHERE ");
	query_in_ids(&q, "o.id", ids, n);
	query_tenant(c, &q, "o");
	query_add(&q, " ORDER BY o.id FOR UPDATE");
	return !n || db_all(c, &q, &id_shape, &n_locked) != NULL;
}

bool wave_sql_lock(struct ctx *c, const uint64_t *ids, size_t n_ids, uint64_t wave_id, struct outbound **rows, size_t *n)
{
	struct query   look = query_new(c), lock = query_new(c);
	struct id_row *orders;
	size_t         n_orders;

	query_add(&look, "SELECT DISTINCT ob.platform_order_id AS id");
	add_chosen(c, &look, ids, n_ids, wave_id);
	query_add(&look, " AND ob.platform_order_id IS NOT NULL AND ob.status <> 'intercepted'");
	orders = db_all(c, &look, &id_shape, &n_orders);
	if (!orders || !lock_orders(c, orders, n_orders))
		return false;
	query_add(&lock, "SELECT ob.id, ob.customer_id, ob.warehouse_id, ob.platform_order_id, ob.outbound_no, ob.status, ob.wave_id,"
		" ob.version, (SELECT ch.self_pickup FROM shipping_channel ch WHERE ch.id = ob.channel_id) AS self_pickup,"
		" (SELECT l.id FROM label l WHERE l.outbound_id = ob.id) AS label_id,"
		" (SELECT l.state FROM label l WHERE l.outbound_id = ob.id) AS label_state");
	add_chosen(c, &lock, ids, n_ids, wave_id);
	query_add(&lock, " ORDER BY ob.id FOR UPDATE");
	*rows = db_all(c, &lock, &outbound_shape, n);
	return *rows != NULL;
}

bool wave_sql_add(struct ctx *c, uint64_t warehouse_id, uint64_t *id, const char **wave_no)
{
	const char *by = c->actor.name ? c->actor.name : actor_kind_names[c->actor.kind];

	if (!db_insert(c, id, "INSERT INTO wave (warehouse_id, created_by) VALUES (?, ?)", V(warehouse_id), V(by)))
		return false;
	*wave_no = arena_printf(c->arena, "WV%06llu", (unsigned long long)*id);
	return db_exec(c, "UPDATE wave SET wave_no = ? WHERE id = ?", V(*wave_no), V(*id));
}

static uint64_t *ids_of(struct ctx *c, const struct outbound *rows, size_t n)
{
	uint64_t *ids = NEW_N(c->arena, uint64_t, n + 1);

	for (size_t i = 0; i < n; i++)
		ids[i] = rows[i].id;
	return ids;
}

bool wave_sql_set(struct ctx *c, const struct outbound *rows, size_t n, enum outbound_status status, uint64_t wave_id)
{
	struct query q = query_new(c);
	uint64_t     matched;

	query_add(&q, "UPDATE outbound_order ob SET ob.status = ?, ob.wave_id = ?, ob.version = ob.version + 1 WHERE ",
		V(outbound_status_names[status]), V_ID(wave_id));
	query_in_ids(&q, "ob.id", ids_of(c, rows, n), n);
	query_tenant(c, &q, "ob");
	return db_run(c, &q, &matched, NULL)
	    && (matched == n || problem(c, PROBLEM_BUSY, "The outbound orders were changed meanwhile."));
}

bool wave_sql_events(struct ctx *c, const struct outbound *rows, size_t n, const char *event, const char *detail)
{
	const char  *by = c->actor.name ? c->actor.name : actor_kind_names[c->actor.kind];
	struct query q = query_new(c);

	query_add(&q, "INSERT INTO order_event (customer_id, order_id, action, actor_kind, actor_id, actor_name, detail, request_id)"
		" SELECT ob.customer_id, ob.platform_order_id, ?, ?, ?, ?, CONCAT_WS(', ', ob.outbound_no, ?), ? FROM outbound_order ob WHERE ",
		V(event), V(actor_kind_names[c->actor.kind]), V_ID(actor_id(&c->actor)), V(by), V(detail), V(c->request_id));
	query_in_ids(&q, "ob.id", ids_of(c, rows, n), n);
	query_tenant(c, &q, "ob");
	query_add(&q, " AND ob.platform_order_id IS NOT NULL ORDER BY ob.id");
	return db_run(c, &q, NULL, NULL);
}

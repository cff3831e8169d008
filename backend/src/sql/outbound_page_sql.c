/* Outbound orders for showing: the list, one of them, its parcels. A page of the list reads about as many index
 * entries as it shows rows: where no index delivers the order by time for several warehouses or statuses at
 * once, each gives one page of ids and the newest of them are kept. */
#include "sql/outbound_sql.h"

#include "lib/db.h"

enum { BRANCHES_MOST = 64 };

/* What the page is read along. */
enum way { BY_CUSTOMER, BY_WAREHOUSE, BY_STATUS, BY_NUMBER, BY_ORDER };

struct plan {
	const struct outbound_filter *f;
	enum way  way;
	uint64_t *warehouses;   /* of staff */
	size_t    n_warehouses;
	size_t    n_branches;   /* each of one warehouse, or of one warehouse and status */
};

/* By a platform order's number the way goes through that order, customer by customer, because the index
 * of numbers begins with the customer. */
static void add_table(struct query *q, const struct plan *p)
{
	switch (p->way) {
	case BY_CUSTOMER:
		query_add(q, " FROM outbound_order ob FORCE INDEX (ix_customer_list)");
		return;
	case BY_WAREHOUSE:
		query_add(q, " FROM outbound_order ob FORCE INDEX (ix_list)");
		return;
	case BY_STATUS:
		query_add(q, " FROM outbound_order ob FORCE INDEX (ix_status)");
		return;
	case BY_NUMBER:
		query_add(q, " FROM outbound_order ob");
		return;
	case BY_ORDER:
		query_add(q, " FROM customer cu STRAIGHT_JOIN platform_order n FORCE INDEX (ix_no) ON n.customer_id = cu.id"
			" AND n.kind IN ('b2c', 'b2b') AND n.order_no_folded = LOWER(? COLLATE utf8mb4_nopad_bin)"
			" STRAIGHT_JOIN outbound_order ob ON ob.customer_id = n.customer_id AND ob.platform_order_id = n.id",
			V(p->f->order_no));
		return;
	}
}

static void add_filters(struct ctx *c, struct query *q, const struct outbound_filter *f)
{
	query_add(q, " WHERE TRUE");
	query_tenant(c, q, "ob");
	query_warehouse(c, q, "ob.warehouse_id");
	if (f->n_statuses) {
		query_add(q, " AND ");
		query_in_texts(q, "ob.status", f->statuses, f->n_statuses);
	}
	if (f->n_warehouses) {
		query_add(q, " AND ");
		query_in_ids(q, "ob.warehouse_id", f->warehouses, f->n_warehouses);
	}
	if (f->outbound_no)
		query_add(q, " AND ob.outbound_no = CONVERT(? USING ascii)", V(f->outbound_no)); /* whatever else is no number of ours */
}

/* Its values are among the filters', so this narrows to one of each. */
static void add_branch(struct query *q, const struct plan *p, size_t branch)
{
	if (p->way == BY_WAREHOUSE || p->way == BY_STATUS)
		query_add(q, " AND ob.warehouse_id = ?", V(p->warehouses[branch % p->n_warehouses]));
	if (p->way == BY_STATUS)
		query_add(q, " AND ob.status = ?", V(p->f->statuses[branch / p->n_warehouses]));
}

static const struct field id_fields[] = { { .member = "id", .type = FIELD_UINT64 }, FIELD_END };
static const struct shape id_shape = { sizeof(uint64_t), id_fields };

static bool staff_warehouses(struct ctx *c, struct plan *p)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT w.id FROM warehouse w WHERE TRUE");
	query_warehouse(c, &q, "w.id");
	if (p->f->n_warehouses) {
		query_add(&q, " AND ");
		query_in_ids(&q, "w.id", p->f->warehouses, p->f->n_warehouses);
	}
	p->warehouses = db_all(c, &q, &id_shape, &p->n_warehouses);
	return p->warehouses != NULL;
}

static bool choose_way(struct ctx *c, const struct outbound_filter *f, struct plan *p)
{
	*p = (struct plan){ .f = f, .n_branches = 1 };
	if (f->outbound_no || f->order_no) {
		p->way = f->order_no ? BY_ORDER : BY_NUMBER;
		return true;
	}
	if (c->actor.kind == ACTOR_USER || c->actor.kind == ACTOR_PARTNER)
		return true;
	if (!staff_warehouses(c, p))
		return false;
	p->way = f->n_statuses && f->n_statuses * p->n_warehouses <= BRANCHES_MOST ? BY_STATUS : BY_WAREHOUSE;
	p->n_branches = p->way == BY_STATUS ? f->n_statuses * p->n_warehouses : p->n_warehouses;
	return true;
}

#define ROW_COLUMNS                                                                                                  \
	" ob.id, ob.customer_id, ob.warehouse_id, ob.channel_id, ob.platform_order_id, ob.outbound_no, ob.status,"       \
	" ob.recipient_name, ob.recipient_country, ob.created_at, ob.version, cu.name AS customer_name, o.order_no,"     \
	" w.name AS warehouse_name, ch.name AS channel_name, ch.carrier, ch.service_type, ch.self_pickup,"               \
	" l.id AS label_id, l.file_name AS label_file_name, l.state AS label_state, l.refusal AS label_refusal,"         \
	" l.pages AS label_pages, wa.id AS wave_id, wa.wave_no,"                                                         \
	" (SELECT CAST(SUM(ol.quantity) AS SIGNED) FROM outbound_line ol WHERE ol.outbound_id = ob.id) AS unit_count,"   \
	" (SELECT CAST(SUM(ol.shipped_qty) AS SIGNED) FROM outbound_line ol WHERE ol.outbound_id = ob.id) AS shipped_count"
#define ROW_JOINS                                                                                                    \
	" JOIN customer cu FORCE INDEX (PRIMARY) ON cu.id = ob.customer_id"                                              \
	" JOIN warehouse w FORCE INDEX (PRIMARY) ON w.id = ob.warehouse_id"                                              \
	" JOIN shipping_channel ch FORCE INDEX (PRIMARY) ON ch.id = ob.channel_id"                                       \
	" LEFT JOIN platform_order o ON o.id = ob.platform_order_id"                                                     \
	" LEFT JOIN label l ON l.outbound_id = ob.id"                                                                    \
	" LEFT JOIN wave wa ON wa.id = ob.wave_id"

/* Ids first, from the index alone where it holds the filters, then the rows of those shown. */
struct outbound *outbound_sql_page(struct ctx *c, const struct outbound_filter *f, size_t *n)
{
	struct query q = query_new(c);
	struct plan  p;

	*n = 0;
	if (!choose_way(c, f, &p))
		return NULL;
	if (!p.n_branches) /* staff of no warehouse */
		return NEW(c->arena, struct outbound);
	query_add(&q, "SELECT STRAIGHT_JOIN" ROW_COLUMNS " FROM (");
	for (size_t i = 0; i < p.n_branches; i++) {
		if (i)
			query_add(&q, " UNION ALL ");
		query_add(&q, "(SELECT ob.id, ob.created_at");
		add_table(&q, &p);
		add_filters(c, &q, f);
		add_branch(&q, &p, i);
		query_page(&q, &f->page, "ob.created_at", "ob.id");
		query_add(&q, ")");
	}
	if (p.n_branches > 1)
		query_add(&q, " ORDER BY created_at DESC, id DESC LIMIT ?", V(f->page.limit + 1));
	query_add(&q, ") p JOIN outbound_order ob ON ob.id = p.id" ROW_JOINS " ORDER BY p.created_at DESC, p.id DESC");
	return db_all(c, &q, &outbound_shape, n);
}

bool outbound_sql_count(struct ctx *c, const struct outbound_filter *f, uint64_t *total, bool *exact)
{
	const struct plan p = { .f = f, .way = f->order_no ? BY_ORDER : BY_NUMBER };
	struct query      q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM (SELECT 1");
	add_table(&q, &p);
	add_filters(c, &q, f);
	query_add(&q, " LIMIT ?) AS counted", V((int)OUTBOUND_TOTAL_CAP + 1));
	if (!db_number(c, &q, total))
		return false;
	*exact = *total <= OUTBOUND_TOTAL_CAP;
	if (!*exact)
		*total = OUTBOUND_TOTAL_CAP;
	return true;
}

struct outbound *outbound_sql_of_wave(struct ctx *c, uint64_t wave_id, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT" ROW_COLUMNS " FROM outbound_order ob" ROW_JOINS " WHERE ob.wave_id = ?", V(wave_id));
	query_tenant(c, &q, "ob");
	query_warehouse(c, &q, "ob.warehouse_id");
	query_add(&q, " ORDER BY ob.id");
	return db_all(c, &q, &outbound_shape, n);
}

bool outbound_sql_get(struct ctx *c, uint64_t id, struct outbound *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT" ROW_COLUMNS ", ob.recipient_company, ob.recipient_phone, ob.recipient_email, ob.recipient_state,"
		" ob.recipient_city, ob.recipient_line1, ob.recipient_line2, ob.recipient_zip, ob.buyer_note, ob.note, ob.label_tracking_no, ob.weight_grams");
	query_add(&q, " FROM outbound_order ob" ROW_JOINS " WHERE ob.id = ?", V(id));
	query_tenant(c, &q, "ob");
	query_warehouse(c, &q, "ob.warehouse_id");
	return db_one(c, &q, &outbound_shape, out, "outbound order");
}

/* ---- parcels: one row per parcel and SKU, joined together here --------------------------------------- */

struct parcel_row {
	struct parcel      parcel;
	struct parcel_line line;
};
#define PARCEL(m) \
	{ .member = #m, .type = FIELD_TYPE_OF(((struct parcel_row *)0)->parcel.m), .offset = offsetof(struct parcel_row, parcel.m) }
#define CONTENT(m) \
	{ .member = #m, .type = FIELD_TYPE_OF(((struct parcel_row *)0)->line.m), .offset = offsetof(struct parcel_row, line.m) }
static const struct field parcel_row_fields[] = {
	PARCEL(id), PARCEL(parcel_no), PARCEL(tracking_no), PARCEL(carrier), PARCEL(service_type), PARCEL(weight_grams),
	PARCEL(shipped_at), CONTENT(sku_code), CONTENT(sku_name), CONTENT(quantity), FIELD_END
};
static const struct shape parcel_row_shape = SHAPE(struct parcel_row, parcel_row_fields);

bool outbound_sql_parcels(struct ctx *c, const struct outbound *ob, struct parcel **parcels, size_t *n)
{
	struct query        q = query_new(c);
	struct parcel_row  *rows;
	struct parcel_line *contents;
	size_t              n_rows;

	query_add(&q, "SELECT p.id, p.parcel_no, p.tracking_no, p.carrier, p.service_type, p.weight_grams, p.shipped_at,"
		" k.code AS sku_code, k.name AS sku_name, pl.quantity FROM parcel p JOIN parcel_line pl ON pl.parcel_id = p.id"
		" JOIN outbound_line ol ON ol.id = pl.outbound_line_id JOIN sku k ON k.id = ol.sku_id"
		" WHERE p.outbound_id = ? AND p.customer_id = ? ORDER BY p.id, ol.id", V(ob->id), V(ob->customer_id));
	rows = db_all(c, &q, &parcel_row_shape, &n_rows);
	if (!rows)
		return false;
	*parcels = NEW_N(c->arena, struct parcel, n_rows + 1);
	contents = NEW_N(c->arena, struct parcel_line, n_rows + 1);
	*n = 0;
	for (size_t i = 0; i < n_rows; i++) {
		struct parcel *last;

		if (!i || rows[i - 1].parcel.id != rows[i].parcel.id) {
			(*parcels)[*n] = rows[i].parcel;
			(*parcels)[(*n)++].lines = contents + i;
		}
		last = &(*parcels)[*n - 1];
		last->lines[last->n_lines++] = rows[i].line;
	}
	return true;
}

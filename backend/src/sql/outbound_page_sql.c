/* Outbound orders for showing: the list, one of them, its parcels. */
#include "sql/outbound_sql.h"

#include "lib/db.h"

/* By a platform order's number the way goes through that order, customer by customer, because the index
 * of numbers begins with the customer. */
static void add_tables(struct query *q, const struct outbound_filter *f)
{
	if (f->order_no)
		query_add(q, " FROM customer cu STRAIGHT_JOIN platform_order o FORCE INDEX (ix_no) ON o.customer_id = cu.id"
			" AND o.kind IN ('b2c', 'b2b') AND o.order_no_folded = LOWER(? COLLATE utf8mb4_nopad_bin)"
			" STRAIGHT_JOIN outbound_order ob ON ob.customer_id = o.customer_id AND ob.platform_order_id = o.id",
			V(f->order_no));
	else
		query_add(q, " FROM outbound_order ob JOIN customer cu ON cu.id = ob.customer_id"
			" LEFT JOIN platform_order o ON o.id = ob.platform_order_id");
}

#define ROW_COLUMNS                                                                                                  \
	"SELECT ob.id, ob.customer_id, ob.warehouse_id, ob.channel_id, ob.platform_order_id, ob.outbound_no, ob.status," \
	" ob.recipient_name, ob.recipient_country, ob.created_at, ob.version, cu.name AS customer_name, o.order_no,"     \
	" w.name AS warehouse_name, ch.name AS channel_name, ch.carrier, ch.service_type, ch.self_pickup,"               \
	" (SELECT CAST(SUM(ol.quantity) AS SIGNED) FROM outbound_line ol WHERE ol.outbound_id = ob.id) AS unit_count,"   \
	" (SELECT CAST(SUM(ol.shipped_qty) AS SIGNED) FROM outbound_line ol WHERE ol.outbound_id = ob.id) AS shipped_count"
#define PLACE_JOINS " JOIN warehouse w ON w.id = ob.warehouse_id JOIN shipping_channel ch ON ch.id = ob.channel_id"

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
		query_add(q, " AND ob.outbound_no = ?", V(f->outbound_no));
}

struct outbound *outbound_sql_page(struct ctx *c, const struct outbound_filter *f, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, ROW_COLUMNS);
	add_tables(&q, f);
	query_add(&q, PLACE_JOINS);
	add_filters(c, &q, f);
	query_page(&q, &f->page, "ob.created_at", "ob.id");
	return db_all(c, &q, &outbound_shape, n);
}

bool outbound_sql_count(struct ctx *c, const struct outbound_filter *f, uint64_t *total, bool *exact)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM (SELECT 1");
	if (f->order_no)
		add_tables(&q, f);
	else
		query_add(&q, " FROM outbound_order ob");
	add_filters(c, &q, f);
	query_add(&q, " LIMIT ?) AS counted", V((int)OUTBOUND_TOTAL_CAP + 1));
	if (!db_number(c, &q, total))
		return false;
	*exact = *total <= OUTBOUND_TOTAL_CAP;
	if (!*exact)
		*total = OUTBOUND_TOTAL_CAP;
	return true;
}

bool outbound_sql_get(struct ctx *c, uint64_t id, struct outbound *out)
{
	struct query q = query_new(c);

	query_add(&q, ROW_COLUMNS ", ob.recipient_company, ob.recipient_phone, ob.recipient_email, ob.recipient_state,"
		" ob.recipient_city, ob.recipient_line1, ob.recipient_line2, ob.recipient_zip, ob.buyer_note, ob.weight_grams");
	add_tables(&q, &(struct outbound_filter){ 0 });
	query_add(&q, PLACE_JOINS " WHERE ob.id = ?", V(id));
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

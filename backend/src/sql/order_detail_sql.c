/* One order for showing, in four reads: the order, its lines with what they are sent as, its parcels
 * with their lines, its writebacks. */
#include "model/incoming.h"
#include "sql/order_dispatch_sql.h"
#include "sql/order_sql.h"

enum { EVENTS_MOST = 1000, REVISIONS_MOST = 200 };

bool order_sql_get(struct ctx *c, uint64_t id, struct order *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT o.id, o.customer_id, o.store_id, o.kind, o.platform_order_id, o.order_no, o.source, o.status,"
		" o.platform_state, o.platform_status, o.exception_code, o.exception_detail, o.exception_key,"
		" o.exception_since, o.amount, o.currency, o.shipping_fee, o.tax, o.discount, o.payment_method,"
		" o.buyer_note, o.order_time, o.paid_at, o.platform_updated_at, o.recipient_name, o.recipient_company,"
		" o.recipient_phone, o.recipient_email, o.recipient_country, o.recipient_state, o.recipient_city,"
		" o.recipient_line1, o.recipient_line2, o.recipient_zip, o.warehouse_id, o.channel_id,"
		" o.wms_shipping_cost, o.wms_shipping_currency, o.version, o.status_since," PURCHASE_WORDS PURCHASE_COLUMNS ACKNOWLEDGING_COLUMNS ","
		" s.platform, s.name AS store_name,"
		" w.name AS warehouse_name, COALESCE(ch.carrier, m.carrier) AS carrier,"
		" COALESCE(ch.service_type, m.service_type) AS service_type, ob.id AS outbound_id, ob.outbound_no,"
		" ob.status AS outbound_status, (SELECT COUNT(*) FROM writeback b WHERE b.customer_id = o.customer_id"
		" AND b.order_id = o.id AND b.kind <> 'acknowledgement' AND b.state <> 'confirmed') AS open_writebacks"
		" FROM platform_order o JOIN store s ON s.id = o.store_id LEFT JOIN warehouse w ON w.id = o.warehouse_id"
		" LEFT JOIN shipping_channel ch ON ch.id = o.channel_id"
		" LEFT JOIN manual_shipment m ON m.order_id = o.id"
		" LEFT JOIN outbound_order ob ON ob.live_order_id = o.id WHERE o.id = ?", V(id));
	order_sql_visible(c, &q);
	return db_one(c, &q, &order_shape, out, "order");
}

/* ---- lines: one row per line and warehouse SKU, joined together here ------------------------------- */

struct line_row {
	struct order_line   line;
	struct mapping_item item;
	bool                has_price, has_total;
};
#define LINE(m) \
	{ .member = #m, .type = FIELD_TYPE_OF(((struct line_row *)0)->line.m), .offset = offsetof(struct line_row, line.m) }
#define ITEM(m, column) \
	{ .member = column, .type = FIELD_TYPE_OF(((struct line_row *)0)->item.m), .offset = offsetof(struct line_row, item.m) }
static const struct field line_row_fields[] = {
	LINE(id), LINE(order_id), LINE(platform_line_id), LINE(platform_sku), LINE(sku_key), LINE(product_name),
	LINE(ordered_qty), LINE(accepted_qty), LINE(shipped_qty), LINE(unit_price), LINE(line_total), LINE(shippable),
	LINE(backordered_qty), LINE(rejected_qty), LINE(reject_reason), LINE(product_id), LINE(unit_size), LINE(backorder_allowed),
	{ .member = "unit", .type = FIELD_CHOICE_, .offset = offsetof(struct line_row, line.unit), .choices = line_unit_names },
	LINE(gone), ITEM(mapping_id, "mapping_id"), ITEM(sku_id, "sku_id"), ITEM(code, "code"), ITEM(name, "name"),
	ITEM(quantity, "quantity"), FIELD(struct line_row, has_price, NULL), FIELD(struct line_row, has_total, NULL),
	FIELD_END
};
static const struct shape line_row_shape = SHAPE(struct line_row, line_row_fields);

#define LINE_COLUMNS                                                                                              \
	"SELECT l.id, l.order_id, l.platform_line_id, l.platform_sku, l.sku_key, l.product_name, l.ordered_qty,"     \
	" l.accepted_qty, l.shipped_qty, l.backordered_qty, l.rejected_qty, l.reject_reason, l.product_id, l.unit,"  \
	" l.unit_size, l.backorder_allowed, l.unit_price, l.line_total, l.unit_price IS NOT NULL AS has_price,"      \
	" l.line_total IS NOT NULL AS has_total, l.shippable, l.gone, k.id AS sku_id, k.code, k.name"

/* Rows of one line stand one behind the other. */
static bool lines_of(struct ctx *c, const struct query *q, struct order_line **lines, size_t *n)
{
	struct line_row     *rows;
	struct mapping_item *items;
	size_t               n_rows;

	rows = db_all(c, q, &line_row_shape, &n_rows);
	if (!rows)
		return false;
	*lines = NEW_N(c->arena, struct order_line, n_rows + 1);
	items = NEW_N(c->arena, struct mapping_item, n_rows + 1);
	*n = 0;
	for (size_t i = 0; i < n_rows; i++) {
		struct line_row   *r = &rows[i];
		struct order_line *last;

		if (!i || rows[i - 1].line.id != r->line.id) {
			r->line.price = r->has_price ? money_text(c->arena, r->line.unit_price) : NULL;
			r->line.total = r->has_total ? money_text(c->arena, r->line.line_total) : NULL;
			r->line.mapping = items + i;
			(*lines)[(*n)++] = r->line;
		}
		last = &(*lines)[*n - 1];
		if (r->item.sku_id)
			last->mapping[last->n_mapping++] = r->item;
	}
	return true;
}

#define FROM_LINES_AS_MAPPED                                                                                          \
	", i.mapping_id, i.quantity FROM platform_order_line l"                                                          \
	" LEFT JOIN sku_mapping m ON m.store_id = l.store_id AND m.sku_key = l.sku_key"                                  \
	" LEFT JOIN sku_mapping_item i ON i.mapping_id = m.id LEFT JOIN sku k ON k.id = i.sku_id"

bool order_sql_lines(struct ctx *c, const struct order *o, struct order_line **lines, size_t *n)
{
	struct query q = query_new(c);

	if (o->outbound_id)
		query_add(&q, LINE_COLUMNS ", ol.per_unit DIV l.unit_size AS quantity FROM platform_order_line l"
			" LEFT JOIN outbound_line ol ON ol.order_line_id = l.id AND ol.outbound_id = ?"
			" LEFT JOIN sku k ON k.id = ol.sku_id", V(o->outbound_id));
	else
		query_add(&q, LINE_COLUMNS FROM_LINES_AS_MAPPED);
	query_add(&q, " WHERE l.order_id = ?", V(o->id));
	query_tenant(c, &q, "l");
	query_add(&q, " ORDER BY l.position, l.id, k.id");
	return lines_of(c, &q, lines, n);
}

bool order_sql_lines_as_mapped(struct ctx *c, const uint64_t *order_ids, size_t n_orders, struct order_line **lines, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, LINE_COLUMNS FROM_LINES_AS_MAPPED " WHERE ");
	query_in_ids(&q, "l.order_id", order_ids, n_orders);
	query_tenant(c, &q, "l");
	query_add(&q, " ORDER BY l.order_id, l.position, l.id, k.id");
	return lines_of(c, &q, lines, n);
}

/* ---- parcels ------------------------------------------------------------------------------------- */

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

bool order_sql_parcels(struct ctx *c, const struct order *o, struct parcel **parcels, size_t *n)
{
	struct query        q = query_new(c);
	struct parcel_row  *rows;
	struct parcel_line *contents;
	size_t              n_rows;

	query_add(&q, "SELECT p.id, p.parcel_no, p.tracking_no, p.carrier, p.service_type, p.weight_grams, p.shipped_at,"
		" k.code AS sku_code, k.name AS sku_name, pl.quantity FROM outbound_order ob"
		" JOIN parcel p ON p.outbound_id = ob.id JOIN parcel_line pl ON pl.parcel_id = p.id"
		" JOIN outbound_line ol ON ol.id = pl.outbound_line_id JOIN sku k ON k.id = ol.sku_id"
		" WHERE ob.platform_order_id = ? AND ob.customer_id = ?", V(o->id), V(o->customer_id));
	query_tenant(c, &q, "ob");
	query_add(&q, " ORDER BY p.id, ol.id");
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

bool order_sql_writebacks(struct ctx *c, const struct order *o, struct order_writeback **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT b.id, b.kind, b.state, b.attempts, b.tracking_no, b.detail, b.sent_at, b.confirmed_at,"
		" IF(b.state IN ('queued', 'sending', 'sent'), GREATEST(b.not_before, COALESCE((SELECT j.run_at FROM job j"
		" WHERE j.uniq_ready = CONVERT(CONCAT('writeback:', b.id) USING ascii) COLLATE ascii_bin), b.not_before)), NULL)"
		" AS next_try_at FROM writeback b"
		" WHERE b.customer_id = ? AND b.order_id = ?", V(o->customer_id), V(o->id));
	query_tenant(c, &q, "b");
	query_add(&q, " ORDER BY b.id");
	*rows = db_all(c, &q, &order_writeback_shape, n);
	return *rows != NULL;
}

/* ---- what happened ------------------------------------------------------------------------------- */

bool order_sql_customer(struct ctx *c, uint64_t id, uint64_t *customer_id)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT o.customer_id FROM platform_order o WHERE o.id = ?", V(id));
	order_sql_visible(c, &q);
	return db_number(c, &q, customer_id) && (*customer_id || problem(c, PROBLEM_NOT_FOUND, "There is no such order."));
}

bool order_sql_events(struct ctx *c, uint64_t customer_id, uint64_t id, struct order_event **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT e.id, e.at, e.action, e.actor_kind, e.actor_name, e.detail, e.status_before, e.status_after"
		" FROM order_event e WHERE e.customer_id = ? AND e.order_id = ?", V(customer_id), V(id));
	query_tenant(c, &q, "e");
	query_add(&q, " ORDER BY e.id LIMIT ?", V(EVENTS_MOST));
	*rows = db_all(c, &q, &order_event_shape, n);
	return *rows != NULL;
}

bool order_sql_revisions(struct ctx *c, uint64_t customer_id, uint64_t id, struct order_revision **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT r.id, r.received_at, r.platform_updated_at, r.applied, r.sync_run_id,"
		" COALESCE(r.changes, '[]') AS changes FROM platform_order_revision r"
		" WHERE r.order_id = ? AND r.customer_id = ?", V(id), V(customer_id));
	query_tenant(c, &q, "r");
	query_add(&q, " ORDER BY r.id DESC LIMIT ?", V(REVISIONS_MOST));
	*rows = db_all(c, &q, &order_revision_shape, n);
	return *rows != NULL;
}

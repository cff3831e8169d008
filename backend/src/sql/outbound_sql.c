#include "sql/outbound_sql.h"

#include "lib/db.h"
#include "model/sku.h"

#include <string.h>

/* What a lock of the row does not lock: whoever changes a label locks its outbound order first. */
#define LABEL_STANDING                                                                                         \
	" (SELECT ch.self_pickup FROM shipping_channel ch WHERE ch.id = ob.channel_id) AS self_pickup,"            \
	" (SELECT l.id FROM label l WHERE l.outbound_id = ob.id) AS label_id,"                                     \
	" (SELECT l.state FROM label l WHERE l.outbound_id = ob.id) AS label_state"
#define KEY_COLUMNS                                                                                            \
	"ob.id, ob.customer_id, ob.warehouse_id, ob.channel_id, ob.platform_order_id, ob.outbound_no, ob.status," \
	" ob.weight_grams, ob.wave_id, ob.version," LABEL_STANDING " FROM outbound_order ob WHERE ob.id = ?"

static void only_visible(struct ctx *c, struct query *q)
{
	query_tenant(c, q, "ob");
	query_warehouse(c, q, "ob.warehouse_id");
}

bool outbound_sql_find(struct ctx *c, uint64_t id, struct outbound *out)
{
	struct query q = query_new(c);

	*out = (struct outbound){ 0 };
	query_add(&q, "SELECT " KEY_COLUMNS, V(id));
	only_visible(c, &q);
	return db_one(c, &q, &outbound_shape, out, "outbound order");
}

bool outbound_sql_lock(struct ctx *c, uint64_t id, struct outbound *out)
{
	struct query q = query_new(c);

	*out = (struct outbound){ 0 };
	query_add(&q, "SELECT " KEY_COLUMNS, V(id));
	only_visible(c, &q);
	query_add(&q, " FOR UPDATE");
	return db_one(c, &q, &outbound_shape, out, "outbound order");
}

struct outbound_line *outbound_sql_lines(struct ctx *c, const struct outbound *ob, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT ol.id, ol.outbound_id, ol.order_line_id, ol.sku_id, k.code AS sku_code, k.name AS sku_name,"
		" k.barcode, ol.per_unit, ol.quantity, ol.shipped_qty, l.platform_line_id FROM outbound_line ol"
		" JOIN sku k ON k.id = ol.sku_id LEFT JOIN platform_order_line l ON l.id = ol.order_line_id"
		" WHERE ol.outbound_id = ? AND ol.customer_id = ? ORDER BY ol.id", V(ob->id), V(ob->customer_id));
	return db_all(c, &q, &outbound_line_shape, n);
}

bool outbound_sql_set_status(struct ctx *c, struct outbound *ob, enum outbound_status status, bool *matched)
{
	uint64_t n;

	if (!db_exec_matched(c, &n, "UPDATE outbound_order SET status = ?, weight_grams = NULLIF(?, 0), version = version + 1"
		" WHERE id = ? AND customer_id = ? AND version = ?", V(outbound_status_names[status]), V(ob->weight_grams),
		V(ob->id), V(ob->customer_id), V(ob->version)))
		return false;
	*matched = n == 1;
	if (*matched) {
		ob->status = (int32_t)status;
		ob->version++;
	}
	return true;
}

bool outbound_sql_set_label(struct ctx *c, const struct outbound *ob, const char *tracking_no)
{
	return db_exec(c, "UPDATE outbound_order SET label_tracking_no = ? WHERE id = ? AND customer_id = ?", V(tracking_no), V(ob->id),
		V(ob->customer_id));
}

bool outbound_sql_set_note(struct ctx *c, const struct outbound *ob, const char *note)
{
	return db_exec(c, "UPDATE outbound_order SET note = ? WHERE id = ? AND customer_id = ?", V(note), V(ob->id), V(ob->customer_id));
}

bool outbound_sql_skus(struct ctx *c, uint64_t customer_id, const uint64_t *ids, size_t n_ids, struct sku **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT k.id, k.customer_id, k.code, k.name, k.status FROM sku k WHERE k.customer_id = ? AND ", V(customer_id));
	query_in_ids(&q, "k.id", ids, n_ids);
	query_tenant(c, &q, "k");
	query_add(&q, " ORDER BY k.id");
	*rows = db_all(c, &q, &sku_shape, n);
	return *rows != NULL;
}

/* ---- a parcel -------------------------------------------------------------------------------------- */

static const struct field next_parcel_fields[] = {
	FIELD(struct outbound_next_parcel, carrier, NULL),
	FIELD(struct outbound_next_parcel, service_type, NULL),
	FIELD(struct outbound_next_parcel, sequence, NULL),
	FIELD(struct outbound_next_parcel, now, NULL),
	FIELD_END
};
static const struct shape next_parcel_shape = SHAPE(struct outbound_next_parcel, next_parcel_fields);

bool outbound_sql_next_parcel(struct ctx *c, const struct outbound *ob, struct outbound_next_parcel *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT ch.carrier, ch.service_type, NOW(6) AS now, (SELECT COALESCE(MAX(p.sequence), 0) + 1 FROM parcel p"
		" WHERE p.outbound_id = ? AND p.customer_id = ?) AS sequence FROM shipping_channel ch WHERE ch.id = ?", V(ob->id),
		V(ob->customer_id), V(ob->channel_id));
	return db_one(c, &q, &next_parcel_shape, out, "shipping channel");
}

bool outbound_sql_add_parcel(struct ctx *c, const struct outbound *ob, int64_t sequence, struct parcel *p, bool *taken)
{
	const char *key;

	*taken = false;
	if (db_insert(c, &p->id, "INSERT INTO parcel (customer_id, outbound_id, sequence, parcel_no, tracking_no, carrier,"
		" service_type, weight_grams, shipped_at) VALUES (?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0), ?)", V(ob->customer_id), V(ob->id),
		V(sequence), V(p->parcel_no), V(p->tracking_no), V(p->carrier), V(p->service_type), V(p->weight_grams),
		V(p->shipped_at)))
		return true;
	key = db_duplicate_key(c);
	*taken = key && strcmp(key, "uk_tracking") == 0;
	if (*taken)
		problem_clear(c); /* only the statement was undone */
	return *taken;
}

bool outbound_sql_ship_line(struct ctx *c, const struct outbound *ob, uint64_t parcel_id, uint64_t line_id, int64_t quantity,
	bool *matched)
{
	uint64_t n;

	if (!db_exec_matched(c, &n, "UPDATE outbound_line SET shipped_qty = shipped_qty + ? WHERE id = ? AND outbound_id = ?"
		" AND customer_id = ? AND quantity - shipped_qty >= ?", V(quantity), V(line_id), V(ob->id), V(ob->customer_id),
		V(quantity)))
		return false;
	*matched = n == 1;
	return !*matched || db_exec(c, "INSERT INTO parcel_line (parcel_id, outbound_line_id, quantity) VALUES (?, ?, ?)",
		V(parcel_id), V(line_id), V(quantity));
}

/* ---- the platform order ------------------------------------------------------------------------------ */

bool outbound_sql_ship_order_line(struct ctx *c, const struct order *o, uint64_t order_line_id, int64_t units)
{
	uint64_t n;

	return db_exec_matched(c, &n, "UPDATE platform_order_line SET shipped_qty = shipped_qty + ? WHERE id = ? AND order_id = ?"
		" AND customer_id = ? AND accepted_qty - shipped_qty >= ?", V(units), V(order_line_id), V(o->id), V(o->customer_id),
		V(units))
	    && (n == 1 || problem(c, PROBLEM_QUANTITY_EXCEEDS, "More of a line of order %s would be shipped than was accepted.",
		o->order_no));
}

bool outbound_sql_add_tracking(struct ctx *c, const struct order *o, const char *tracking_no, const char *carrier)
{
	return db_exec(c, "INSERT INTO order_tracking (customer_id, order_id, tracking_no, carrier, origin) VALUES (?, ?, ?, ?, 'parcel')"
		" ON DUPLICATE KEY UPDATE carrier = VALUES(carrier), origin = VALUES(origin)", V(o->customer_id), V(o->id),
		V(tracking_no), V(carrier));
}

/* Calculated where the rates are kept exactly. */
bool outbound_sql_add_cost(struct ctx *c, const struct order *o, uint64_t channel_id, int64_t kilograms)
{
	return db_exec(c, "UPDATE platform_order o JOIN shipping_channel ch ON ch.id = ? SET o.wms_shipping_cost ="
		" COALESCE(o.wms_shipping_cost, 0) + ch.rate_base + ch.rate_per_kg * ?, o.wms_shipping_currency = ch.rate_currency"
		" WHERE o.id = ? AND o.customer_id = ?", V(channel_id), V(kilograms), V(o->id), V(o->customer_id));
}

bool outbound_sql_forget_content(struct ctx *c, const struct order *o)
{
	static const unsigned char none[32];

	return db_exec(c, "UPDATE platform_order SET content_hash = ? WHERE id = ? AND customer_id = ?",
		V((struct bytes){ none, sizeof none }), V(o->id), V(o->customer_id));
}

bool outbound_sql_order(struct ctx *c, uint64_t order_id, struct order *out)
{
	struct query q = query_new(c);

	*out = (struct order){ 0 };
	query_add(&q, "SELECT o.id, o.customer_id, o.store_id, o.kind, o.platform_order_id, o.order_no FROM platform_order o"
		" WHERE o.id = ?", V(order_id));
	query_tenant(c, &q, "o");
	return db_one(c, &q, &order_shape, out, "order");
}

/* One order: locking it, its facts, and every write to its row. Locking reads take no joins: FOR UPDATE
 * would lock the store and the warehouse too, and every other order of theirs would wait. */
#include "sql/order_sql.h"

#include "base/utf8.h"

#include <string.h>

enum { NAME_BYTES = 100 };

void order_sql_visible(struct ctx *c, struct query *q)
{
	query_tenant(c, q, "o");
	if (c->actor.kind == ACTOR_STAFF) {
		query_warehouse(c, q, "o.warehouse_id");
		query_add(q, " AND o.warehouse_id IS NOT NULL AND o.status NOT IN ('pending', 'acknowledged')");
	}
}

bool order_sql_lock(struct ctx *c, uint64_t id, struct order *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT o.id, o.customer_id, o.store_id, o.kind, o.platform_order_id, o.order_no, o.source, o.status,"
		" o.platform_state, o.platform_status, o.exception_code, o.exception_detail, o.exception_key,"
		" o.exception_since, o.amount, o.currency, o.shipping_fee, o.tax, o.discount, o.payment_method,"
		" o.buyer_note, o.order_time, o.paid_at, o.platform_updated_at, o.recipient_name, o.recipient_company,"
		" o.recipient_phone, o.recipient_email, o.recipient_country, o.recipient_state, o.recipient_city,"
		" o.recipient_line1, o.recipient_line2, o.recipient_zip, o.warehouse_id, o.channel_id,"
		" o.wms_shipping_cost, o.wms_shipping_currency, o.content_hash, o.version," PURCHASE_WORDS PURCHASE_COLUMNS ACKNOWLEDGING_COLUMNS
		" FROM platform_order o WHERE o.id = ?", V(id));
	order_sql_visible(c, &q);
	query_add(&q, " FOR UPDATE");
	return db_one(c, &q, &order_shape, out, "order");
}

bool order_sql_lock_outbound(struct ctx *c, struct order *o)
{
	struct query q = query_new(c);
	bool         found;

	o->outbound_id = 0;
	query_add(&q, "SELECT ob.id AS outbound_id, ob.outbound_no, ob.status AS outbound_status FROM outbound_order ob"
		" WHERE ob.live_order_id = ? AND ob.customer_id = ?", V(o->id), V(o->customer_id));
	query_tenant(c, &q, "ob");
	query_add(&q, " FOR UPDATE");
	return db_maybe(c, &q, &order_shape, o, &found);
}

bool order_sql_open_writebacks(struct ctx *c, struct order *o)
{
	struct query q = query_new(c);
	uint64_t     n;

	query_add(&q, "SELECT COUNT(*) FROM writeback b WHERE b.customer_id = ? AND b.order_id = ?"
		" AND b.kind <> 'acknowledgement' AND b.state <> 'confirmed'", V(o->customer_id), V(o->id));
	query_tenant(c, &q, "b");
	if (!db_number(c, &q, &n))
		return false;
	o->open_writebacks = (int64_t)n;
	return true;
}

bool order_sql_set_status(struct ctx *c, struct order *o, enum order_status status, bool *matched)
{
	uint64_t n;

	/* assigned from left to right: status_since still sees the status before */
	if (!db_exec_matched(c, &n, "UPDATE platform_order SET status_since = IF(status = ?, status_since, NOW(6)), status = ?,"
		" warehouse_id = ?, channel_id = ?, version = version + 1 WHERE id = ? AND customer_id = ? AND version = ?",
		V(order_status_names[status]), V(order_status_names[status]), V_ID(o->warehouse_id), V_ID(o->channel_id), V(o->id),
		V(o->customer_id), V(o->version)))
		return false;
	*matched = n == 1;
	if (*matched) {
		o->status = (int32_t)status;
		o->version++;
	}
	return true;
}

static const char *cut(struct ctx *c, const char *text, size_t max_bytes)
{
	size_t n = text ? strlen(text) : 0;

	return n <= max_bytes ? text : arena_strndup(c->arena, text, utf8_cut(text, n, max_bytes));
}

/* `exception_since` is kept while the code stays the same: it says since when the order is stuck. */
bool order_sql_set_exception(struct ctx *c, struct order *o, const char *code, const char *detail, const char *key)
{
	const bool same = code && o->exception_code && strcmp(code, o->exception_code) == 0;
	uint64_t   matched;

	detail = cut(c, detail, ORDER_DETAIL_BYTES);
	key = cut(c, key, ORDER_KEY_BYTES);
	if (!db_exec_matched(c, &matched, "UPDATE platform_order SET"
		" exception_since = IF(? IS NULL, NULL, IF(?, exception_since, NOW(6))),"
		" exception_code = ?, exception_detail = ?, exception_key = ?, version = version + 1"
		" WHERE id = ? AND customer_id = ? AND version = ?", V(code), V(same), V(code), V(detail), V(key), V(o->id),
		V(o->customer_id), V(o->version)))
		return false;
	if (matched != 1)
		return problem(c, PROBLEM_STALE, "Order %s was changed meanwhile.", o->order_no);
	if (!same)
		o->exception_since = code ? instant_now() : (struct instant){ 0 };
	o->exception_code = code;
	o->exception_detail = detail;
	o->exception_key = key;
	o->version++;
	return true;
}

bool order_sql_add_events(struct ctx *c, const struct order_news *news, size_t n)
{
	enum { COLUMNS = 10 };
	const char   *name = c->actor.name ? c->actor.name : actor_kind_names[c->actor.kind];
	struct value *rows = NEW_N(c->arena, struct value, n * COLUMNS + 1);

	for (size_t i = 0; i < n; i++) {
		const struct value row[COLUMNS] = { V(news[i].order->customer_id), V(news[i].order->id), V(news[i].event),
			V(actor_kind_names[c->actor.kind]), V_ID(actor_id(&c->actor)), V(cut(c, name, NAME_BYTES)),
			V(cut(c, news[i].detail, ORDER_DETAIL_BYTES)), V(news[i].before), V(news[i].after), V(c->request_id) };

		memcpy(rows + i * COLUMNS, row, sizeof row);
	}
	return db_insert_many(c, "INSERT INTO order_event (customer_id, order_id, action, actor_kind, actor_id, actor_name, detail,"
		" status_before, status_after, request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows, n, COLUMNS);
}

#define FACT(m) FIELD(struct order_facts, m, NULL)
static const struct field facts_fields[] = {
	FACT(cancelled), FACT(acknowledged), FACT(outbound), FACT(manual_shipment), FACT(shipped_elsewhere), FACT(begun),
	FACT(to_ship), FACT(shipped), FACT(writebacks), FACT(confirmed),
	FIELD_CHOICE(struct order_facts, kind, NULL, order_kind_names),
	FIELD_END
};
static const struct shape facts_shape = SHAPE(struct order_facts, facts_fields);

bool order_sql_facts(struct ctx *c, const struct order *o, struct order_facts *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT o.kind, o.status = 'cancelled' AS cancelled,"
		" COALESCE(b.acknowledged, 0) AS acknowledged, ob.id IS NOT NULL AS outbound,"
		" m.id IS NOT NULL AS manual_shipment, o.platform_state = 'shipped' AND ob.id IS NULL AS shipped_elsewhere,"
		" EXISTS (SELECT 1 FROM parcel p WHERE p.outbound_id = ob.id) AS begun,"
		" COALESCE(l.to_ship, 0) AS to_ship, COALESCE(l.shipped, 0) AS shipped,"
		" COALESCE(b.writebacks, 0) AS writebacks, COALESCE(b.confirmed, 0) AS confirmed"
		" FROM platform_order o LEFT JOIN outbound_order ob ON ob.live_order_id = o.id"
		" LEFT JOIN manual_shipment m ON m.order_id = o.id"
		" LEFT JOIN (SELECT l.order_id, CAST(SUM(l.accepted_qty) AS SIGNED) AS to_ship,"
		" CAST(SUM(l.shipped_qty) AS SIGNED) AS shipped FROM platform_order_line l"
		" WHERE l.order_id = ? AND l.shippable AND NOT l.gone GROUP BY l.order_id) l ON l.order_id = o.id"
		" LEFT JOIN (SELECT b.order_id, CAST(MAX(b.id = a.newest AND b.state NOT IN ('refused', 'gave_up')) AS SIGNED) AS acknowledged,"
		" CAST(SUM(b.kind <> 'acknowledgement') AS SIGNED) AS writebacks,"
		" CAST(SUM(b.kind <> 'acknowledgement' AND b.state = 'confirmed') AS SIGNED) AS confirmed"
		" FROM writeback b LEFT JOIN (SELECT MAX(x.id) AS newest FROM writeback x WHERE x.customer_id = ? AND x.order_id = ?"
		" AND x.kind = 'acknowledgement') a ON TRUE"
		" WHERE b.customer_id = ? AND b.order_id = ? GROUP BY b.order_id) b ON b.order_id = o.id"
		" WHERE o.id = ? AND o.customer_id = ?", V(o->id), V(o->customer_id), V(o->id), V(o->customer_id), V(o->id), V(o->id),
		V(o->customer_id));
	query_tenant(c, &q, "o");
	return db_one(c, &q, &facts_shape, out, "order");
}

/* ---- orders that wait for a binding -------------------------------------------------------------- */

struct id_row {
	uint64_t id;
};
static const struct field id_fields[] = { FIELD(struct id_row, id, NULL), FIELD_END };
static const struct shape id_shape = SHAPE(struct id_row, id_fields);

/* From the orders' side: those not on their way are few, while the lines of a popular SKU are as many as
 * the store ever sold. */
#define NOT_ON_THEIR_WAY " o.customer_id = ? AND o.kind IN ('b2c', 'b2b') AND o.status IN ('pending', 'acknowledged') AND o.store_id = ?"
#define WAITS_FOR_MAPPING " o.customer_id = ? AND o.kind IN ('b2c', 'b2b') AND o.exception_code = 'sku_not_mapped' AND o.store_id = ?"
#define WITH_LINE " AND EXISTS (SELECT 1 FROM platform_order_line l WHERE l.order_id = o.id AND l.sku_key = ? AND l.shippable AND NOT l.gone)"
#define UNMAPPED_LINE                                                                                             \
	" EXISTS (SELECT 1 FROM platform_order_line x LEFT JOIN sku_mapping m ON m.store_id = x.store_id AND m.sku_key = x.sku_key" \
	" WHERE x.order_id = o.id AND x.shippable AND NOT x.gone AND m.id IS NULL)"

/* A digital line counts too: its product may have become one to send. */
bool order_sql_waiting(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *sku_key, uint64_t after_id,
	size_t limit, uint64_t **ids, size_t *n)
{
	struct query   q = query_new(c);
	struct id_row *rows;

	if (sku_key)
		query_add(&q, "SELECT o.id FROM platform_order o FORCE INDEX (ix_status) WHERE" NOT_ON_THEIR_WAY " AND EXISTS (SELECT 1"
			" FROM platform_order_line l WHERE l.order_id = o.id AND l.sku_key = ? AND (l.shippable OR l.digital) AND NOT l.gone)",
			V(customer_id), V(store_id), V(sku_key));
	else
		query_add(&q, "SELECT o.id FROM platform_order o FORCE INDEX (ix_exception) WHERE" WAITS_FOR_MAPPING, V(customer_id),
			V(store_id));
	query_tenant(c, &q, "o");
	query_add(&q, " AND o.id > ? ORDER BY o.id LIMIT ?", V(after_id), V(limit));
	rows = db_all(c, &q, &id_shape, n);
	*ids = (uint64_t *)(void *)rows; /* a row is one id and nothing else */
	return rows != NULL;
}

static bool counted(struct ctx *c, struct query *q, int64_t *out)
{
	uint64_t n;

	query_tenant(c, q, "o");
	if (!db_number(c, q, &n))
		return false;
	*out = (int64_t)n;
	return true;
}

bool order_sql_count_waiting(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *sku_key, int64_t *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM platform_order o FORCE INDEX (ix_status) WHERE" NOT_ON_THEIR_WAY WITH_LINE, V(customer_id),
		V(store_id), V(sku_key));
	return counted(c, &q, out);
}

bool order_sql_count_still_waiting(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *sku_key, int64_t *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM platform_order o FORCE INDEX (ix_status) WHERE" NOT_ON_THEIR_WAY WITH_LINE
		" AND" UNMAPPED_LINE, V(customer_id), V(store_id), V(sku_key));
	return counted(c, &q, out);
}

bool order_sql_count_freed(struct ctx *c, uint64_t customer_id, uint64_t store_id, int64_t *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM platform_order o FORCE INDEX (ix_exception) WHERE" WAITS_FOR_MAPPING " AND NOT" UNMAPPED_LINE,
		V(customer_id), V(store_id));
	return counted(c, &q, out);
}

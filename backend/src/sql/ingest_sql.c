#include "sql/ingest_sql.h"

#include "lib/db.h"
#include "lib/shape.h"
#include "sql/order_find_sql.h"
#include "sql/product_sql.h"

#include <string.h>

bool ingest_sql_find(struct ctx *c, uint64_t store_id, const char *platform_order_id, uint64_t *id)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT id FROM platform_order WHERE store_id = ? AND platform_order_id = ?", V(store_id), V(platform_order_id));
	return db_number(c, &q, id);
}

static const struct field stored_fields[] = {
	FIELD(struct ingest_stored, pulled_at, "pulled_at"),
	FIELD(struct ingest_stored, our_writebacks, "our_writebacks"),
	FIELD_END
};
static const struct shape stored_shape = SHAPE(struct ingest_stored, stored_fields);

bool ingest_sql_stored(struct ctx *c, uint64_t order_id, struct ingest_stored *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT o.pulled_at, (SELECT COUNT(*) FROM writeback w WHERE w.customer_id = o.customer_id AND w.order_id = o.id"
		      " AND w.state IN ('sending', 'sent', 'confirmed')) AS our_writebacks FROM platform_order o WHERE o.id = ?", V(order_id));
	return db_one(c, &q, &stored_shape, out, "order");
}

bool ingest_sql_seen(struct ctx *c, uint64_t order_id, struct bytes hash, bool *seen)
{
	struct query q = query_new(c);
	uint64_t n;

	query_add(&q, "SELECT COUNT(*) FROM platform_order_revision WHERE order_id = ? AND content_hash = ? AND applied", V(order_id), V(hash));
	if (!db_number(c, &q, &n))
		return false;
	*seen = n > 0;
	return true;
}

bool ingest_sql_knows_tracking(struct ctx *c, uint64_t order_id, const char *tracking_no, bool *known)
{
	struct query q = query_new(c);
	uint64_t n;

	query_add(&q, "SELECT COUNT(*) FROM order_tracking WHERE order_id = ? AND tracking_no = ? AND origin <> 'platform'", V(order_id), V(tracking_no));
	if (!db_number(c, &q, &n))
		return false;
	*known = n > 0;
	return true;
}

/* Texts for showing are cut to their column at a whole character; identifiers are never cut (ingest.c refuses them). */
static const char *fit(struct ctx *c, const char *text, size_t characters)
{
	size_t n = 0;

	if (!text)
		return NULL;
	for (const char *p = text; *p; p++)
		if ((*p & 0xc0) != 0x80 && n++ == characters)
			return arena_strndup(c->arena, text, (size_t)(p - text));
	return text;
}

static const struct incoming_purchase no_purchase;

bool ingest_sql_add(struct ctx *c, const struct ingest_source *from, const struct incoming_order *in, struct bytes hash, uint64_t *id)
{
	const struct incoming_recipient *r = &in->recipient;
	const struct incoming_purchase *p = in->purchase ? in->purchase : &no_purchase;

	return db_insert(c, id,
		"INSERT INTO platform_order (customer_id, store_id, kind, platform_order_id, order_no, source, platform_state, platform_status,"
		" amount, currency, shipping_fee, tax, discount, payment_method, buyer_note, order_time, paid_at, platform_updated_at,"
		" recipient_name, recipient_company, recipient_phone, recipient_email, recipient_country, recipient_state, recipient_city,"
		" recipient_line1, recipient_line2, recipient_zip, content_hash, pulled_at, purchase_type, buying_party, selling_party,"
		" ship_to_code, acknowledge_by, ship_window_from, ship_window_to, delivery_window_from, delivery_window_to)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		V(from->customer_id), V(from->store_id), V(order_kind_names[from->kind]), V(in->platform_order_id), V(in->order_no), V(in->source),
		V(incoming_state_names[in->state]), V(fit(c, in->raw_status ? in->raw_status : "", 64)), V(in->amount), V(in->currency),
		V(in->shipping_fee), V(in->tax), V(in->discount), V(fit(c, in->payment_method, 191)), V(fit(c, in->buyer_note, 10000)),
		V(in->created_at), V(in->paid_at), V(in->updated_at), V(fit(c, r->name, 255)), V(fit(c, r->company, 255)), V(fit(c, r->phone, 64)),
		V(fit(c, r->email, 254)), V(fit(c, r->country, 8)), V(fit(c, r->state, 128)), V(fit(c, r->city, 128)), V(fit(c, r->line1, 255)),
		V(fit(c, r->line2, 255)), V(fit(c, r->zip, 32)), V(hash), V(from->asked_at), V(fit(c, p->type, 32)), V(p->buying_party),
		V(p->selling_party), V(p->ship_to_code), V(p->acknowledge_by), V(p->ship_window_from), V(p->ship_window_to),
		V(p->delivery_window_from), V(p->delivery_window_to))
	    && order_find_sql_add(c, id, 1);
}

bool ingest_sql_touch(struct ctx *c, uint64_t order_id, struct instant pulled_at)
{
	return db_exec(c, "UPDATE platform_order SET pulled_at = GREATEST(pulled_at, ?) WHERE id = ?", V(pulled_at), V(order_id));
}

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

bool ingest_sql_set(struct ctx *c, struct order *o, const struct incoming_order *in, struct bytes hash, struct instant pulled_at)
{
	const struct incoming_recipient *r = &in->recipient;
	const struct incoming_purchase *p = in->purchase ? in->purchase : &no_purchase;
	const bool found_alike = same_text(o->order_no, in->order_no) && same_text(o->recipient_name, fit(c, r->name, 255))
		&& o->order_time.us == in->created_at.us;
	uint64_t matched;

	if (!found_alike && !order_find_sql_forget(c, &o->id, 1))
		return false;
	if (!db_exec_matched(c, &matched,
		    "UPDATE platform_order SET order_no = ?, platform_state = ?, platform_status = ?, amount = ?, currency = ?, shipping_fee = ?,"
		    " tax = ?, discount = ?, payment_method = ?, buyer_note = ?, order_time = ?, paid_at = ?, platform_updated_at = ?,"
		    " recipient_name = ?, recipient_company = ?, recipient_phone = ?, recipient_email = ?, recipient_country = ?,"
		    " recipient_state = ?, recipient_city = ?, recipient_line1 = ?, recipient_line2 = ?, recipient_zip = ?,"
		    " content_hash = ?, pulled_at = ?, purchase_type = ?, buying_party = ?, selling_party = ?, ship_to_code = ?,"
		    " acknowledge_by = ?, ship_window_from = ?, ship_window_to = ?, delivery_window_from = ?, delivery_window_to = ?,"
		    " version = version + 1 WHERE id = ? AND version = ?",
		    V(in->order_no), V(incoming_state_names[in->state]), V(fit(c, in->raw_status ? in->raw_status : "", 64)), V(in->amount),
		    V(in->currency), V(in->shipping_fee), V(in->tax), V(in->discount), V(fit(c, in->payment_method, 191)),
		    V(fit(c, in->buyer_note, 10000)), V(in->created_at), V(in->paid_at), V(in->updated_at), V(fit(c, r->name, 255)),
		    V(fit(c, r->company, 255)), V(fit(c, r->phone, 64)), V(fit(c, r->email, 254)), V(fit(c, r->country, 8)),
		    V(fit(c, r->state, 128)), V(fit(c, r->city, 128)), V(fit(c, r->line1, 255)), V(fit(c, r->line2, 255)), V(fit(c, r->zip, 32)),
		    V(hash), V(pulled_at), V(fit(c, p->type, 32)), V(p->buying_party), V(p->selling_party), V(p->ship_to_code),
		    V(p->acknowledge_by), V(p->ship_window_from), V(p->ship_window_to), V(p->delivery_window_from),
		    V(p->delivery_window_to), V(o->id), V(o->version)))
		return false;
	if (matched != 1)
		return problem(c, PROBLEM_BUSY, "order %s changed meanwhile", o->order_no);
	o->version++;
	o->platform_state = in->state;
	return found_alike || order_find_sql_add(c, &o->id, 1);
}

static const struct product *product_of(const struct product *rows, size_t n, const char *sku_key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].sku_key, sku_key) == 0)
			return &rows[i];
	return NULL;
}

/* The store's list knows which products are nothing to send, the order may not; and what the list does not know is
 * remembered from the order, to be mapped. */
static bool meet_products(struct ctx *c, const struct ingest_source *from, const struct incoming_order *in, bool *digital)
{
	const char **keys = NEW_N(c->arena, const char *, in->n_lines + 1);
	struct product *known, *missing = NEW_N(c->arena, struct product, in->n_lines + 1);
	size_t n_keys = 0, n_known, n_missing = 0;

	for (size_t i = 0; i < in->n_lines; i++)
		if (in->lines[i].sku_key && in->lines[i].shippable)
			keys[n_keys++] = in->lines[i].sku_key;
	if (!n_keys)
		return true;
	if (!product_sql_known(c, from->customer_id, from->store_id, keys, n_keys, &known, &n_known))
		return false;
	for (size_t i = 0; i < in->n_lines; i++) {
		const struct incoming_line *l = &in->lines[i];
		const struct product *p = l->sku_key && l->shippable ? product_of(known, n_known, l->sku_key) : NULL;

		digital[i] = p && !p->shippable;
		if (l->sku_key && l->shippable && !p && !product_of(missing, n_missing, l->sku_key))
			missing[n_missing++] = (struct product){ .sku_key = l->sku_key, .platform_sku = l->platform_sku,
				.name = fit(c, l->product_name ? l->product_name : "", 500), .shippable = true };
	}
	return product_sql_add_missing(c, from->customer_id, from->store_id, missing, n_missing);
}

#define ADD_LINES                                                                                                          \
	"INSERT INTO platform_order_line (customer_id, store_id, order_id, position, platform_line_id, platform_sku, sku_key,"        \
	" product_name, ordered_qty, accepted_qty, unit_price, line_total, shippable, digital, product_id, unit, unit_size,"         \
	" backorder_allowed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE ordered_qty = VALUES(ordered_qty), "
#define SET_LINES                                                                                                          \
	"position = VALUES(position), platform_sku = VALUES(platform_sku), sku_key = VALUES(sku_key),"                                \
	" product_name = VALUES(product_name), unit_price = VALUES(unit_price), line_total = VALUES(line_total),"                     \
	" shippable = VALUES(shippable), digital = VALUES(digital), product_id = VALUES(product_id), unit = VALUES(unit),"            \
	" unit_size = VALUES(unit_size), backorder_allowed = VALUES(backorder_allowed), gone = 0"

bool ingest_sql_set_lines(struct ctx *c, const struct ingest_source *from, uint64_t order_id, const struct incoming_order *in,
	bool acknowledged)
{
	enum { COLUMNS = 18 };
	struct value *rows = NEW_N(c->arena, struct value, in->n_lines * COLUMNS + 1);
	bool *digital = NEW_N(c->arena, bool, in->n_lines + 1);

	if (!db_exec(c, "UPDATE platform_order_line SET gone = 1 WHERE order_id = ?", V(order_id)))
		return false;
	if (in->n_lines == 0)
		return true;
	if (!meet_products(c, from, in, digital))
		return false;
	for (size_t i = 0; i < in->n_lines; i++) {
		const struct incoming_line *l = &in->lines[i];
		const struct value row[COLUMNS] = {
			V(from->customer_id), V(from->store_id), V(order_id), V((int)i), V(l->platform_line_id), V(l->platform_sku), V(l->sku_key),
			V(fit(c, l->product_name ? l->product_name : "", 500)), V(l->quantity), V(acknowledged ? 0 : l->quantity),
			l->has_price ? V(l->unit_price) : V_NULL, l->has_price ? V(l->line_total) : V_NULL,
			V(l->shippable && !digital[i]), V(digital[i]), V(l->product_id), V(line_unit_names[l->unit]),
			V(l->unit_size > 0 ? l->unit_size : 1), V(l->backorder_allowed),
		};

		memcpy(rows + i * COLUMNS, row, sizeof row);
	}
	if (acknowledged)
		return db_insert_many(c, ADD_LINES "accepted_qty = accepted_qty, " SET_LINES, rows, in->n_lines, COLUMNS);
	return db_insert_many(c, ADD_LINES "accepted_qty = VALUES(accepted_qty), " SET_LINES, rows, in->n_lines, COLUMNS);
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

bool ingest_sql_add_revision(struct ctx *c, const struct ingest_source *from, uint64_t order_id, const struct incoming_order *in,
	struct bytes hash, bool applied, const char *changes)
{
	return db_exec(c, "INSERT INTO platform_order_revision (customer_id, order_id, content_hash, platform_updated_at, applied, sync_run_id,"
			  " changes, raw) VALUES (?, ?, ?, ?, ?, ?, ?, COMPRESS(?))",
		V(from->customer_id), V(order_id), V(hash), V(in->updated_at), V(applied), V_ID(from->run_id), V(changes), V(in->raw));
}

bool ingest_sql_add_parcels(struct ctx *c, const struct ingest_source *from, uint64_t order_id, const struct incoming_order *in)
{
	for (size_t i = 0; i < in->n_parcels; i++)
		if (in->parcels[i].tracking_no && strlen(in->parcels[i].tracking_no) <= 64
		    && !db_exec(c, "INSERT IGNORE INTO order_tracking (customer_id, order_id, tracking_no, carrier, origin) VALUES (?, ?, ?, ?, 'platform')",
			    V(from->customer_id), V(order_id), V(in->parcels[i].tracking_no), V(fit(c, in->parcels[i].carrier, 64))))
			return false;
	return true;
}

bool ingest_sql_log(struct ctx *c, const struct ingest_source *from, const struct incoming_order *in, const struct ingest_result *r)
{
	const char *no = in->order_no ? in->order_no : in->platform_order_id ? in->platform_order_id : "?";
	const char *key = in->platform_order_id ? arena_printf(c->arena, "id:%s", in->platform_order_id) : arena_printf(c->arena, "no:%s", no);
	struct bytes raw = r->outcome == SYNC_FAILED ? in->raw : (struct bytes){ 0 };

	return from->run_id == 0
	    || db_exec(c, "INSERT INTO sync_run_order (customer_id, run_id, item_key, order_no, order_id, outcome, code, detail, raw)"
			  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, COMPRESS(?)) ON DUPLICATE KEY UPDATE order_id = VALUES(order_id),"
			  " code = IF(VALUES(outcome) = 'unchanged', code, VALUES(code)),"
			  " detail = IF(VALUES(outcome) = 'unchanged', detail, VALUES(detail)), raw = VALUES(raw),"
			  " outcome = IF(VALUES(outcome) = 'unchanged', outcome, VALUES(outcome))",
		    V(from->customer_id), V(from->run_id), V(fit(c, key, 191)), V(fit(c, no, 128)), V_ID(r->order_id),
		    V(sync_outcome_names[r->outcome]), V(r->code), V(fit(c, r->detail, 1000)), V(raw));
}

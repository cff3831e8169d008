/* What new orders are written with, one statement for each table whatever their number: a row of an array costs a tenth of a
 * statement of its own. Shipments and revisions of known orders go the same way, one at a time. */
#include "sql/ingest_sql.h"

#include "lib/db.h"
#include "lib/pack.h"
#include "sql/order_find_sql.h"

#include <string.h>

#define FIT(text, characters) V(ingest_fit(c, text, characters))

static const struct incoming_purchase no_purchase;

enum { ORDER_COLUMNS = 44, REVISION_COLUMNS = 8, PARCEL_COLUMNS = 4, LOG_COLUMNS = 9, TRACKING_MAX = 64 };

static void order_row(struct ctx *c, const struct ingest_source *from, const struct ingest_new *new, struct value *to)
{
	const struct incoming_order *in = new->in;
	const struct incoming_recipient *r = &in->recipient;
	const struct incoming_purchase *p = in->purchase ? in->purchase : &no_purchase;
	const struct order *o = &new->order;
	const struct value row[ORDER_COLUMNS] = {
		V(from->customer_id), V(from->store_id), V(order_kind_names[from->kind]), V(in->platform_order_id), V(in->order_no),
		V(in->source), V(incoming_state_names[in->state]), FIT(in->raw_status ? in->raw_status : "", 64), V(in->amount),
		V(in->currency), V(in->shipping_fee), V(in->tax), V(in->discount), FIT(in->payment_method, 191), FIT(in->buyer_note, 10000),
		V(in->created_at), V(in->paid_at), V(in->updated_at), FIT(r->name, 255), FIT(r->company, 255), FIT(r->phone, 64),
		FIT(r->email, 254), FIT(r->country, 8), FIT(r->state, 128), FIT(r->city, 128), FIT(r->line1, 255), FIT(r->line2, 255),
		FIT(r->zip, 32), V(new->hash), V(from->asked_at), FIT(p->type, 32), V(p->buying_party), V(p->selling_party),
		V(p->ship_to_code), V(p->acknowledge_by), V(p->ship_window_from), V(p->ship_window_to), V(p->delivery_window_from),
		V(p->delivery_window_to), V(o->exception_code), V(o->exception_detail), V(o->exception_key), V(o->exception_code != NULL),
		V(o->version),
	};

	memcpy(to, row, sizeof row);
}

bool ingest_sql_add(struct ctx *c, const struct ingest_source *from, struct ingest_new *const *orders, size_t n)
{
	struct value *rows = NEW_N(c->arena, struct value, n * ORDER_COLUMNS + 1);
	uint64_t *ids = NEW_N(c->arena, uint64_t, n + 1);

	for (size_t i = 0; i < n; i++)
		order_row(c, from, orders[i], rows + i * ORDER_COLUMNS);
	if (!db_insert_many_ids(c,
		    "INSERT INTO platform_order (customer_id, store_id, kind, platform_order_id, order_no, source, platform_state, platform_status,"
		    " amount, currency, shipping_fee, tax, discount, payment_method, buyer_note, order_time, paid_at, platform_updated_at,"
		    " recipient_name, recipient_company, recipient_phone, recipient_email, recipient_country, recipient_state, recipient_city,"
		    " recipient_line1, recipient_line2, recipient_zip, content_hash, pulled_at, purchase_type, buying_party, selling_party,"
		    " ship_to_code, acknowledge_by, ship_window_from, ship_window_to, delivery_window_from, delivery_window_to,"
		    " exception_code, exception_detail, exception_key, exception_since, version)"
		    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		    " ?, ?, ?, IF(?, NOW(6), NULL), ?) RETURNING id", rows, n, ORDER_COLUMNS, ids))
		return false;
	for (size_t i = 0; i < n; i++)
		orders[i]->order.id = ids[i];
	return order_find_sql_add(c, ids, n);
}

bool ingest_sql_add_revisions(struct ctx *c, const struct ingest_source *from, const struct ingest_revision *rows, size_t n)
{
	struct value *values = NEW_N(c->arena, struct value, n * REVISION_COLUMNS + 1);

	for (size_t i = 0; i < n; i++) {
		const struct ingest_revision *r = &rows[i];
		const struct value row[REVISION_COLUMNS] = { V(from->customer_id), V(r->order_id), V(r->hash), V(r->in->updated_at),
			V(r->applied), V_ID(from->run_id), V(r->changes), V(pack(c, r->in->raw)) };

		memcpy(values + i * REVISION_COLUMNS, row, sizeof row);
	}
	return db_insert_many(c, "INSERT INTO platform_order_revision (customer_id, order_id, content_hash, platform_updated_at, applied,"
		" sync_run_id, changes, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values, n, REVISION_COLUMNS);
}

bool ingest_sql_add_parcels(struct ctx *c, const struct ingest_source *from, const uint64_t *order_ids,
	const struct incoming_order *const *orders, size_t n)
{
	struct value *values;
	size_t n_all = 0, n_rows = 0;

	for (size_t i = 0; i < n; i++)
		n_all += orders[i]->n_parcels;
	values = NEW_N(c->arena, struct value, n_all * PARCEL_COLUMNS + 1);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < orders[i]->n_parcels; j++) {
			const struct incoming_parcel *p = &orders[i]->parcels[j];
			const struct value row[PARCEL_COLUMNS] = { V(from->customer_id), V(order_ids[i]), V(p->tracking_no),
				FIT(p->carrier, 64) };

			if (p->tracking_no && strlen(p->tracking_no) <= TRACKING_MAX)
				memcpy(values + n_rows++ * PARCEL_COLUMNS, row, sizeof row);
		}
	return db_insert_many(c, "INSERT IGNORE INTO order_tracking (customer_id, order_id, tracking_no, carrier, origin)"
		" VALUES (?, ?, ?, ?, 'platform')", values, n_rows, PARCEL_COLUMNS);
}

bool ingest_sql_log(struct ctx *c, const struct ingest_source *from, const struct incoming_order *orders,
	const struct ingest_result *results, size_t n)
{
	struct value *values = NEW_N(c->arena, struct value, n * LOG_COLUMNS + 1);

	if (!from->run_id)
		return true;
	for (size_t i = 0; i < n; i++) {
		const struct incoming_order *in = &orders[i];
		const struct ingest_result *r = &results[i];
		const char *no = in->order_no ? in->order_no : in->platform_order_id ? in->platform_order_id : "?";
		const char *key = in->platform_order_id ? arena_printf(c->arena, "id:%s", in->platform_order_id) : arena_printf(c->arena, "no:%s", no);
		const struct bytes raw = r->outcome == SYNC_FAILED ? pack(c, in->raw) : (struct bytes){ 0 };
		const struct value row[LOG_COLUMNS] = { V(from->customer_id), V(from->run_id), FIT(key, 191), FIT(no, 128), V_ID(r->order_id),
			V(sync_outcome_names[r->outcome]), V(r->code), FIT(r->detail, 1000), V(raw) };

		memcpy(values + i * LOG_COLUMNS, row, sizeof row);
	}
	return db_insert_many(c, "INSERT INTO sync_run_order (customer_id, run_id, item_key, order_no, order_id, outcome, code, detail, raw)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE order_id = VALUES(order_id),"
		" code = IF(VALUES(outcome) = 'unchanged', code, VALUES(code)),"
		" detail = IF(VALUES(outcome) = 'unchanged', detail, VALUES(detail)), raw = VALUES(raw),"
		" outcome = IF(VALUES(outcome) = 'unchanged', outcome, VALUES(outcome))", values, n, LOG_COLUMNS);
}

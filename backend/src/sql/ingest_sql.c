/* What ingest reads and writes of orders that are there already. */
#include "sql/ingest_sql.h"

#include "lib/db.h"
#include "lib/shape.h"
#include "sql/order_find_sql.h"

#include <string.h>

static const struct field known_fields[] = {
	FIELD(struct ingest_known, id, "id"),
	FIELD(struct ingest_known, platform_order_id, "platform_order_id"),
	FIELD(struct ingest_known, content_hash, "content_hash"),
	FIELD_END
};
static const struct shape known_shape = SHAPE(struct ingest_known, known_fields);

/* In the order of the key, so that two pages with the same orders wait for each other and never in a circle. */
bool ingest_sql_known(struct ctx *c, const struct ingest_source *from, const char *const *platform_order_ids, size_t n_ids,
	struct ingest_known **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT id, platform_order_id, content_hash FROM platform_order FORCE INDEX (uk_platform)"
		" WHERE customer_id = ? AND store_id = ? AND ", V(from->customer_id), V(from->store_id));
	query_in_texts(&q, "platform_order_id", platform_order_ids, n_ids);
	query_add(&q, " ORDER BY platform_order_id FOR UPDATE");
	*rows = db_all(c, &q, &known_shape, n);
	return *rows != NULL;
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

const char *ingest_fit(struct ctx *c, const char *text, size_t characters)
{
	size_t n = 0;

	if (!text)
		return NULL;
	for (const char *p = text; *p; p++)
		if ((*p & 0xc0) != 0x80 && n++ == characters)
			return arena_strndup(c->arena, text, (size_t)(p - text));
	return text;
}

bool ingest_sql_touch(struct ctx *c, const struct ingest_source *from, const uint64_t *order_ids, size_t n)
{
	struct query q = query_new(c);

	if (!n)
		return true;
	query_add(&q, "UPDATE platform_order SET pulled_at = GREATEST(pulled_at, ?) WHERE customer_id = ? AND ", V(from->asked_at),
		V(from->customer_id));
	query_in_ids(&q, "id", order_ids, n);
	return db_run(c, &q, NULL, NULL);
}

static const struct incoming_purchase no_purchase;

#define FIT(text, characters) V(ingest_fit(c, text, characters))

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

bool ingest_sql_set(struct ctx *c, struct order *o, const struct incoming_order *in, struct bytes hash, struct instant pulled_at)
{
	const struct incoming_recipient *r = &in->recipient;
	const struct incoming_purchase *p = in->purchase ? in->purchase : &no_purchase;
	const bool found_alike = same_text(o->order_no, in->order_no) && same_text(o->recipient_name, ingest_fit(c, r->name, 255))
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
		    V(in->order_no), V(incoming_state_names[in->state]), FIT(in->raw_status ? in->raw_status : "", 64), V(in->amount),
		    V(in->currency), V(in->shipping_fee), V(in->tax), V(in->discount), FIT(in->payment_method, 191), FIT(in->buyer_note, 10000),
		    V(in->created_at), V(in->paid_at), V(in->updated_at), FIT(r->name, 255), FIT(r->company, 255), FIT(r->phone, 64),
		    FIT(r->email, 254), FIT(r->country, 8), FIT(r->state, 128), FIT(r->city, 128), FIT(r->line1, 255), FIT(r->line2, 255),
		    FIT(r->zip, 32), V(hash), V(pulled_at), FIT(p->type, 32), V(p->buying_party), V(p->selling_party), V(p->ship_to_code),
		    V(p->acknowledge_by), V(p->ship_window_from), V(p->ship_window_to), V(p->delivery_window_from),
		    V(p->delivery_window_to), V(o->id), V(o->version)))
		return false;
	if (matched != 1)
		return problem(c, PROBLEM_BUSY, "order %s changed meanwhile", o->order_no);
	o->version++;
	o->platform_state = in->state;
	return found_alike || order_find_sql_add(c, &o->id, 1);
}

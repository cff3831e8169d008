#include "sql/ship_to_sql.h"

#include "lib/db.h"

enum { ADDRESSES_MOST = 1000 };

#define COLUMNS "SELECT t.platform, t.code, t.name, t.company, t.phone, t.country, t.state, t.city, t.line1, t.line2, t.zip, t.version"

bool ship_to_sql_all(struct ctx *c, const struct ship_to_filter *f, struct ship_to **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, COLUMNS " FROM ship_to_address t WHERE TRUE");
	query_tenant(c, &q, "t");
	if (f->platform)
		query_add(&q, " AND t.platform = ?", V(f->platform));
	if (f->code)
		query_add(&q, " AND t.code = ?", V(f->code));
	query_add(&q, " ORDER BY t.platform, t.code LIMIT ?", V((int)ADDRESSES_MOST));
	*rows = db_all(c, &q, &ship_to_shape, n);
	return *rows != NULL;
}

bool ship_to_sql_of(struct ctx *c, const struct order *o, const char *const *codes, size_t n_codes, struct ship_to **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, COLUMNS " FROM store s JOIN ship_to_address t ON t.customer_id = s.customer_id AND t.platform = s.platform"
		" WHERE s.id = ? AND s.customer_id = ? AND ", V(o->store_id), V(o->customer_id));
	query_in_texts(&q, "t.code", codes, n_codes);
	query_tenant(c, &q, "s");
	*rows = db_all(c, &q, &ship_to_shape, n);
	return *rows != NULL;
}

bool ship_to_sql_set(struct ctx *c, uint64_t customer_id, const struct ship_to *in)
{
	return db_exec(c, "INSERT INTO ship_to_address (customer_id, platform, code, name, company, phone, country, state, city, line1, line2, zip)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE name = VALUES(name), company = VALUES(company),"
		" phone = VALUES(phone), country = VALUES(country), state = VALUES(state), city = VALUES(city), line1 = VALUES(line1),"
		" line2 = VALUES(line2), zip = VALUES(zip), version = version + 1", V(customer_id), V(in->platform), V(in->code), V(in->name),
		V(in->company), V(in->phone), V(in->country), V(in->state), V(in->city), V(in->line1), V(in->line2), V(in->zip));
}

struct id_row {
	uint64_t id;
};
static const struct field id_fields[] = { FIELD(struct id_row, id, NULL), FIELD_END };
static const struct shape id_shape = SHAPE(struct id_row, id_fields);

bool ship_to_sql_waiting(struct ctx *c, uint64_t customer_id, const struct ship_to *in, size_t limit, uint64_t **ids, size_t *n)
{
	struct query   q = query_new(c);
	struct id_row *rows;

	query_add(&q, "SELECT o.id FROM platform_order o FORCE INDEX (ix_exception) JOIN store s ON s.id = o.store_id"
		" WHERE o.customer_id = ? AND o.kind = 'b2b' AND o.exception_code = 'address_incomplete' AND o.ship_to_code = ?"
		" AND s.platform = ?", V(customer_id), V(in->code), V(in->platform));
	query_tenant(c, &q, "o");
	query_add(&q, " ORDER BY o.id LIMIT ?", V(limit));
	rows = db_all(c, &q, &id_shape, n);
	*ids = (uint64_t *)(void *)rows; /* a row is one id and nothing else */
	return rows != NULL;
}

#include "sql/carrier_sql.h"

#include "lib/db.h"

struct carrier *carrier_sql_of_channels(struct ctx *c, size_t *n)
{
	struct query q = query_new(c);

	query_untenanted(&q); /* the warehouses' channels are everybody's */
	query_add(&q, "SELECT DISTINCT carrier AS name FROM shipping_channel WHERE enabled AND NOT self_pickup ORDER BY carrier");
	return db_all(c, &q, &carrier_shape, n);
}

#define MAPPING_COLUMNS "m.id, m.platform, m.carrier, m.platform_carrier, m.version"

struct carrier_mapping *carrier_sql_mappings(struct ctx *c, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " MAPPING_COLUMNS " FROM carrier_mapping m WHERE 1");
	query_tenant(c, &q, "m");
	query_add(&q, " ORDER BY m.platform, m.carrier, m.id LIMIT 1000");
	return db_all(c, &q, &carrier_mapping_shape, n);
}

bool carrier_sql_set(struct ctx *c, const struct set_carrier *in, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO carrier_mapping (customer_id, platform, carrier, platform_carrier) VALUES (?, ?, ?, ?)"
				" ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), carrier = VALUES(carrier), platform_carrier = VALUES(platform_carrier),"
				" version = version + 1",
		V(c->actor.customer_id), V(in->platform), V(in->carrier), V(in->platform_carrier));
}

bool carrier_sql_lock(struct ctx *c, uint64_t id, struct carrier_mapping *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " MAPPING_COLUMNS " FROM carrier_mapping m WHERE m.id = ?", V(id));
	query_tenant(c, &q, "m");
	query_add(&q, " FOR UPDATE");
	return db_one(c, &q, &carrier_mapping_shape, out, "mapping of a carrier");
}

bool carrier_sql_drop(struct ctx *c, uint64_t id)
{
	struct query q = query_new(c);

	query_add(&q, "DELETE m FROM carrier_mapping m WHERE m.id = ?", V(id));
	query_tenant(c, &q, "m");
	return db_run(c, &q, NULL, NULL);
}

bool carrier_sql_named(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *carrier, const char **out)
{
	struct query q = query_new(c);
	struct carrier_mapping m = { 0 };
	bool found;

	query_add(&q, "SELECT m.platform_carrier FROM store s JOIN carrier_mapping m ON m.customer_id = s.customer_id AND m.platform = s.platform"
		      " WHERE s.id = ? AND s.customer_id = ? AND m.customer_id = ? AND m.carrier = ?",
		V(store_id), V(customer_id), V(customer_id), V(carrier));
	query_tenant(c, &q, "s");
	if (!db_maybe(c, &q, &carrier_mapping_shape, &m, &found))
		return false;
	*out = found ? m.platform_carrier : carrier;
	return true;
}

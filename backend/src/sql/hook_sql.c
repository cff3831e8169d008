#include "sql/hook_sql.h"

#define HOOK_COLUMNS                                                                                                             \
	"s.id AS store_id, s.customer_id, s.platform, s.name AS store_name, s.status AS store_status, h.hook_key, h.secret, h.secret_key," \
	" h.secret_at, IF(h.secret_before_until > NOW(6), h.secret_before, NULL) AS secret_before, h.secret_before_key,"                  \
	" IF(h.secret_before_until > NOW(6), h.secret_before_until, NULL) AS secret_before_until,"                                       \
	" COALESCE(h.received_n, 0) AS received_n, h.last_received_at, h.last_topic, h.last_repeat_at,"                       \
	" COALESCE(h.version, 0) AS version"

bool hook_sql_get(struct ctx *c, uint64_t store_id, struct store_hook *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " HOOK_COLUMNS " FROM store s LEFT JOIN store_hook h ON h.store_id = s.id WHERE s.id = ?", V(store_id));
	query_tenant(c, &q, "s");
	return db_one(c, &q, &store_hook_shape, out, "store");
}

bool hook_sql_lock(struct ctx *c, uint64_t store_id)
{
	struct query q = query_new(c);
	uint64_t there;

	query_add(&q, "SELECT h.store_id FROM store_hook h WHERE h.store_id = ?", V(store_id));
	query_tenant(c, &q, "h");
	query_add(&q, " FOR UPDATE");
	return db_number(c, &q, &there);
}

/* Assigned from left to right: what stood moves before it is overwritten. */
bool hook_sql_set(struct ctx *c, const struct store_hook *h, const char *hook_key, struct bytes secret, const char *key_id, int64_t keep_s)
{
	return db_exec(c, "INSERT INTO store_hook (store_id, customer_id, hook_key, secret, secret_key) VALUES (?, ?, ?, ?, ?)"
		" ON DUPLICATE KEY UPDATE secret_before = secret, secret_before_key = secret_key, secret_before_until = NOW(6) + INTERVAL ? SECOND,"
		" secret = VALUES(secret), secret_key = VALUES(secret_key), secret_at = NOW(6), version = version + 1",
		V(h->store_id), V(h->customer_id), V(hook_key), V(secret), V(key_id), V(keep_s));
}

bool hook_sql_delete(struct ctx *c, const struct store_hook *h)
{
	return db_exec(c, "DELETE FROM store_hook WHERE store_id = ? AND customer_id = ?", V(h->store_id), V(h->customer_id));
}

bool hook_sql_find(struct ctx *c, const char *hook_key, struct store_hook *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " HOOK_COLUMNS " FROM store_hook h JOIN store s ON s.id = h.store_id WHERE h.hook_key = ?", V(hook_key));
	query_untenanted(&q);
	return db_maybe(c, &q, &store_hook_shape, out, found);
}

bool hook_sql_take(struct ctx *c, const struct store_hook *h, struct bytes delivery_hash, bool *first)
{
	uint64_t matched;

	if (!db_exec_matched(c, &matched, "INSERT IGNORE INTO hook_received (store_id, delivery_hash, customer_id) VALUES (?, ?, ?)", V(h->store_id),
		    V(delivery_hash), V(h->customer_id)))
		return false;
	*first = matched == 1;
	return true;
}

bool hook_sql_received(struct ctx *c, const struct store_hook *h, const char *topic)
{
	return db_exec(c, "UPDATE store_hook SET received_n = received_n + 1, last_received_at = NOW(6), last_topic = LEFT(?, 64)"
		" WHERE store_id = ? AND customer_id = ?", V(topic), V(h->store_id), V(h->customer_id));
}

bool hook_sql_repeated(struct ctx *c, const struct store_hook *h)
{
	return db_exec(c, "UPDATE store_hook SET last_repeat_at = NOW(6) WHERE store_id = ? AND customer_id = ?", V(h->store_id),
		V(h->customer_id));
}

bool hook_sql_prune(struct ctx *c)
{
	return db_exec(c, "DELETE FROM hook_received WHERE received_at < NOW(6) - INTERVAL 7 DAY LIMIT 500");
}

/* ---- the run that asks for what was hinted at -------------------------------------------------------- */

struct run_row {
	uint64_t    id;
	const char *order_numbers;
};
static const struct field run_fields[] = {
	FIELD(struct run_row, id, NULL), FIELD_RAW(struct run_row, order_numbers, NULL), FIELD_END
};
static const struct shape run_shape = SHAPE(struct run_row, run_fields);

/* By status, because few runs wait and a store has had thousands. */
bool hook_sql_waiting_run(struct ctx *c, uint64_t customer_id, uint64_t store_id, uint64_t *id, const char **order_numbers)
{
	struct query q = query_new(c);
	struct run_row row = { 0 };
	bool found;

	query_add(&q, "SELECT r.id, r.order_numbers FROM sync_run r FORCE INDEX (ix_status) WHERE r.customer_id = ? AND r.status = 'queued'"
		" AND r.store_id = ? AND r.type = 'webhook' ORDER BY r.created_at DESC, r.id DESC LIMIT 1 FOR UPDATE", V(customer_id), V(store_id));
	if (!db_maybe(c, &q, &run_shape, &row, &found))
		return false;
	*id = found ? row.id : 0;
	*order_numbers = row.order_numbers;
	return true;
}

bool hook_sql_run_also(struct ctx *c, uint64_t run_id, const char *order_id)
{
	return db_exec(c, "UPDATE sync_run SET order_numbers = JSON_ARRAY_APPEND(order_numbers, '$', ?) WHERE id = ?", V(order_id), V(run_id));
}

bool hook_sql_run_numbers(struct ctx *c, uint64_t run_id, const char **order_numbers)
{
	struct query q = query_new(c);
	struct run_row row = { 0 };

	query_add(&q, "SELECT r.id, r.order_numbers FROM sync_run r WHERE r.id = ?", V(run_id));
	query_tenant(c, &q, "r");
	if (!db_one(c, &q, &run_shape, &row, "sync run"))
		return false;
	*order_numbers = row.order_numbers;
	return true;
}

#include "sql/store_sql.h"

#include "lib/db.h"

enum { DUE_AT_ONCE = 8, BUCKET_CAPACITY = 20, BUCKET_PER_SECOND = 5 };

#define STORE_COLUMNS                                                                                                \
	"s.id, s.customer_id, s.platform, s.kind, s.name, s.url, s.status, s.authorised_at, s.expires_at, s.writeback_strategy," \
	" s.has_updated_filter, s.health, s.health_detail, s.health_since, s.clock_skew_s, s.test_state, s.test_at,"    \
	" COALESCE(s.test_steps, '[]') AS test_steps, s.sync_every_s, s.first_days, s.confirm_threshold,"                                      \
	" IF(s.next_sync_at >= '9999-12-31', NULL, s.next_sync_at) AS next_sync_at, s.last_sync_at, s.version, y.watermark_at AS covered_to"
#define STORE_FROM " FROM store s LEFT JOIN sync_stream y ON y.store_id = s.id AND y.stream = 'orders'"

struct store *store_sql_all(struct ctx *c, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " STORE_COLUMNS STORE_FROM " WHERE 1");
	query_tenant(c, &q, "s");
	query_add(&q, " ORDER BY s.name, s.id");
	return db_all(c, &q, &store_shape, n);
}

bool store_sql_get(struct ctx *c, uint64_t id, struct store *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " STORE_COLUMNS STORE_FROM " WHERE s.id = ?", V(id));
	query_tenant(c, &q, "s");
	return db_one(c, &q, &store_shape, out, "store");
}

bool store_sql_lock(struct ctx *c, uint64_t id, struct store *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT s.id, s.customer_id, s.platform, s.kind, s.name, s.url, s.status, s.sync_every_s, s.version,"
		      " s.test_state, s.writeback_strategy, s.has_updated_filter, s.health, s.clock_skew_s, s.first_days, s.authorised_at"
		      " FROM store s WHERE s.id = ?", V(id));
	query_tenant(c, &q, "s");
	query_add(&q, " FOR UPDATE");
	return db_one(c, &q, &store_shape, out, "store");
}

bool store_sql_credentials(struct ctx *c, struct store *s)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT s.credentials FROM store s WHERE s.id = ?", V(s->id));
	query_tenant(c, &q, "s");
	return db_one(c, &q, &store_shape, s, "store");
}

bool store_sql_add(struct ctx *c, const struct store *s, const char *key_id, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO store (customer_id, platform, kind, name, url, credentials, credentials_key) VALUES (?, ?, ?, ?, ?, ?, ?)",
		V(s->customer_id), V(s->platform), V(order_kind_names[s->kind]), V(s->name), V(s->url), V(s->credentials), V(key_id));
}

bool store_sql_set(struct ctx *c, uint64_t id, const struct change_store *in)
{
	return db_exec(c, "UPDATE store SET name = ?, next_sync_at = IF(next_sync_at < '9999-12-31', LEAST(next_sync_at, NOW(6) + INTERVAL ? SECOND), next_sync_at),"
			  " sync_every_s = ?, confirm_threshold = ?, version = version + 1 WHERE id = ?", V(in->name), V(in->sync_every_s),
		V(in->sync_every_s), V(in->confirm_threshold), V(id));
}

bool store_sql_set_credentials(struct ctx *c, uint64_t id, struct bytes sealed, const char *key_id)
{
	return db_exec(c, "UPDATE store SET credentials = ?, credentials_key = ?, status = IF(status = 'disabled', 'disabled', 'untested'),"
			  " status_before = 'untested', version = version + 1 WHERE id = ?", V(sealed), V(key_id), V(id));
}

bool store_sql_disable(struct ctx *c, uint64_t id)
{
	return db_exec(c, "UPDATE store SET status_before = status, status = 'disabled', next_sync_at = '9999-12-31', version = version + 1"
			  " WHERE id = ? AND status <> 'disabled'", V(id));
}

bool store_sql_enable(struct ctx *c, uint64_t id)
{
	return db_exec(c, "UPDATE store SET status = COALESCE(status_before, 'untested'), next_sync_at = IF(status_before = 'authorised', NOW(6), next_sync_at),"
			  " version = version + 1 WHERE id = ? AND status = 'disabled'", V(id));
}

bool store_sql_expire(struct ctx *c, uint64_t id, const char *why)
{
	return db_exec(c, "UPDATE store SET status = IF(status = 'authorised', 'expired', status), next_sync_at = '9999-12-31',"
			  " health_since = IF(health = 'down', health_since, NOW(6)), health = 'down', health_detail = LEFT(?, 500), version = version + 1"
			  " WHERE id = ?", V(why), V(id));
}

bool store_sql_authorise(struct ctx *c, uint64_t id, const char *strategy, bool has_updated_filter, const char *account)
{
	return db_exec(c, "UPDATE store SET authorised_at = IF(status = 'authorised', authorised_at, NOW(6)),"
			  " next_sync_at = IF(status = 'disabled', next_sync_at, LEAST(next_sync_at, NOW(6))),"
			  " status_before = 'authorised', status = IF(status = 'disabled', 'disabled', 'authorised'),"
			  " writeback_strategy = ?, has_updated_filter = ?, account_name = LEFT(?, 191), version = version + 1 WHERE id = ?",
		V(strategy), V(has_updated_filter), V(account), V(id));
}

bool store_sql_know(struct ctx *c, uint64_t id, const char *strategy, bool has_updated_filter)
{
	return db_exec(c, "UPDATE store SET writeback_strategy = ?, has_updated_filter = ? WHERE id = ?", V(strategy), V(has_updated_filter), V(id));
}

bool store_sql_test(struct ctx *c, uint64_t id, enum store_test state, const char *steps)
{
	return db_exec(c, "UPDATE store SET test_state = ?, test_at = NOW(6), test_steps = COALESCE(?, '[]') WHERE id = ?",
		V(store_test_names[state]), V(steps), V(id));
}

bool store_sql_health(struct ctx *c, uint64_t id, enum store_health health, const char *detail)
{
	return db_exec(c, "UPDATE store SET health_since = IF(health = ?, health_since, NOW(6)), health = ?, health_detail = LEFT(?, 500) WHERE id = ?",
		V(store_health_names[health]), V(store_health_names[health]), V(detail), V(id));
}

bool store_sql_synced(struct ctx *c, uint64_t id, int64_t clock_skew_s)
{
	return db_exec(c, "UPDATE store SET last_sync_at = NOW(6), clock_skew_s = ? WHERE id = ?", V(clock_skew_s), V(id));
}

struct store *store_sql_due(struct ctx *c, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT s.id, s.customer_id, s.kind, s.sync_every_s, s.next_sync_at FROM store s JOIN customer cu ON cu.id = s.customer_id"
		      " WHERE s.next_sync_at <= NOW(6) AND s.status = 'authorised' AND cu.enabled ORDER BY s.next_sync_at LIMIT ?", V((int)DUE_AT_ONCE));
	return db_all(c, &q, &store_shape, n);
}

bool store_sql_take_turn(struct ctx *c, const struct store *s, int64_t next_in_s, uint64_t *matched)
{
	return db_exec_matched(c, matched, "UPDATE store SET next_sync_at = NOW(6) + INTERVAL ? SECOND WHERE id = ? AND next_sync_at = ?", V(next_in_s),
		V(s->id), V(s->next_sync_at));
}

bool bucket_sql_take(struct ctx *c, uint64_t store_id, int reserve, int64_t *wait_ms)
{
	uint64_t matched;

	*wait_ms = 0;
	/* Assignments run left to right: the time of filling moves last. */
	if (!db_exec_matched(c, &matched,
		    "UPDATE store_bucket SET tokens = LEAST(capacity, tokens + per_second * TIMESTAMPDIFF(MICROSECOND, filled_at, NOW(6)) / 1000000) - 1,"
		    " filled_at = NOW(6) WHERE store_id = ? AND LEAST(capacity, tokens + per_second * TIMESTAMPDIFF(MICROSECOND, filled_at, NOW(6)) / 1000000)"
		    " >= 1 + capacity * ? / 100", V(store_id), V(reserve)))
		return false;
	if (matched)
		return true;
	if (!db_exec_matched(c, &matched, "INSERT IGNORE INTO store_bucket (store_id, tokens, capacity, per_second, filled_at) VALUES (?, ?, ?, ?, NOW(6))",
		    V(store_id), V((int)BUCKET_CAPACITY - 1), V((int)BUCKET_CAPACITY), V((int)BUCKET_PER_SECOND)))
		return false;
	if (!matched)
		*wait_ms = 1000 / BUCKET_PER_SECOND;
	return true;
}

bool bucket_sql_rate(struct ctx *c, uint64_t store_id, int rate_milli)
{
	/* What has filled by now filled at the old rate. */
	return db_exec(c,
		"UPDATE store_bucket SET tokens = LEAST(capacity, tokens + per_second * TIMESTAMPDIFF(MICROSECOND, filled_at, NOW(6)) / 1000000),"
		" filled_at = NOW(6), per_second = ? / 1000 WHERE store_id = ? AND per_second <> ? / 1000", V(rate_milli), V(store_id), V(rate_milli));
}

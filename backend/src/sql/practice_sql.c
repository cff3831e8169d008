#include "sql/practice_sql.h"

#include "lib/db.h"
#include "lib/shape.h"

static const struct field user_fields[] = {
	FIELD(struct practice_user, id, "id"),
	FIELD(struct practice_user, password_hash, "password_hash", .flags = FIELD_SECRET),
	FIELD_END
};
static const struct shape user_fields_shape = SHAPE(struct practice_user, user_fields);

static const struct field store_fields[] = {
	FIELD(struct practice_store, id, "id"),
	FIELD(struct practice_store, customer_id, "customer_id"),
	FIELD(struct practice_store, platform, "platform"),
	FIELD(struct practice_store, url, "url"),
	FIELD(struct practice_store, credentials_key, "credentials_key"),
	FIELD_END
};
static const struct shape store_fields_shape = SHAPE(struct practice_store, store_fields);

bool practice_sql_rows(struct ctx *c, uint64_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT (SELECT COUNT(*) FROM customer) + (SELECT COUNT(*) FROM user)");
	return db_number(c, &q, n);
}

bool practice_sql_marked(struct ctx *c, bool *marked)
{
	struct query q = query_new(c);
	uint64_t     n = 0;
	const bool   ok = (query_add(&q, "SELECT COUNT(*) FROM setting WHERE name = 'practice'"), db_number(c, &q, &n));

	*marked = n > 0;
	return ok;
}

bool practice_sql_mark(struct ctx *c)
{
	if (db_exec(c, "INSERT INTO setting (name, value) VALUES ('practice', '')"))
		return true;
	if (!db_duplicate_key(c))
		return false;
	problem_clear(c);
	return problem(c, PROBLEM_BUSY, "Another process has just loaded the practice data.");
}

bool practice_sql_mark_stores(struct ctx *c)
{
	return db_exec(c, "UPDATE setting SET value = (SELECT COALESCE(GROUP_CONCAT(id ORDER BY id), '') FROM store)"
		" WHERE name = 'practice'");
}

struct practice_user *practice_sql_users(struct ctx *c, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT id, password_hash FROM user WHERE email LIKE '%.test' ORDER BY id");
	return db_all(c, &q, &user_fields_shape, n);
}

struct practice_store *practice_sql_stores(struct ctx *c, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT s.id, s.customer_id, s.platform, s.url, s.credentials_key FROM store s"
		" JOIN setting p ON p.name = 'practice' AND FIND_IN_SET(s.id, p.value) ORDER BY s.id");
	return db_all(c, &q, &store_fields_shape, n);
}

bool practice_sql_set_url(struct ctx *c, uint64_t store_id, const char *url)
{
	return db_exec(c, "UPDATE store SET url = ?, version = version + 1 WHERE id = ?", V(url), V(store_id));
}

bool practice_sql_set_credentials(struct ctx *c, uint64_t store_id, struct bytes sealed, const char *key_id)
{
	return db_exec(c, "UPDATE store SET credentials = ?, credentials_key = ?, version = version + 1 WHERE id = ?", V(sealed),
		V(key_id), V(store_id));
}

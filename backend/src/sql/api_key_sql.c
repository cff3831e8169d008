#include "sql/api_key_sql.h"

#include "sql/text_page.h"

enum { KEY_TOTAL_CAP = 10000 };

/* The maker's permissions are looked at each time: a key may never do more than whoever made it. */
#define KEY_COLUMNS                                                                                                    \
	"k.id, k.customer_id, cu.name AS customer_name, k.name, CONCAT('gwms_', k.key_id) AS prefix, k.scopes, k.addresses," \
	" u.name AS created_by, k.created_at, k.expires_at, k.revoked_at, k.last_used_at, k.last_used_from, k.version,"      \
	" k.secret_hash, k.rights_version, TIMESTAMPDIFF(SECOND, NOW(6), k.expires_at) AS left_s,"                           \
	" CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked' WHEN k.expires_at <= NOW(6) THEN 'expired'"                      \
	" WHEN NOT (u.enabled AND cu.enabled) THEN 'maker_off' ELSE 'active' END AS state,"                                  \
	" (SELECT GROUP_CONCAT(DISTINCT p.permission) FROM user_role r JOIN role_permission p ON p.role_id = r.role_id"      \
	" WHERE r.user_id = k.created_by) AS maker_permissions"                                                              \
	" FROM api_key k JOIN customer cu ON cu.id = k.customer_id JOIN user u ON u.id = k.created_by"
#define IS_LIVE "k.revoked_at IS NULL AND k.expires_at > NOW(6)"

static void add_filters(struct ctx *c, struct query *q, const struct api_key_filter *f)
{
	query_add(q, " WHERE TRUE");
	query_tenant(c, q, "k");
	if (f->live)
		query_add(q, " AND " IS_LIVE);
}

bool api_key_sql_page(struct ctx *c, const struct api_key_filter *f, struct api_key **rows, size_t *n, struct page_end *end)
{
	struct query q = query_new(c), count = query_new(c);

	*end = (struct page_end){ .total_is_exact = true };
	query_add(&q, "SELECT " KEY_COLUMNS);
	add_filters(c, &q, f);
	query_page(&q, &f->page, "k.created_at", "k.id");
	*rows = db_all(c, &q, &api_key_shape, n);
	if (!*rows)
		return false;
	if (*n > (size_t)f->page.limit) {
		*n = (size_t)f->page.limit;
		end->next_cursor = page_cursor(c, (*rows)[*n - 1].created_at, (*rows)[*n - 1].id);
	}
	query_add(&count, "SELECT COUNT(*) FROM (SELECT 1 FROM api_key k");
	add_filters(c, &count, f);
	return capped_count(c, &count, KEY_TOTAL_CAP, end);
}

bool api_key_sql_get(struct ctx *c, uint64_t id, struct api_key *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " KEY_COLUMNS " WHERE k.id = ?", V(id));
	query_tenant(c, &q, "k");
	return db_one(c, &q, &api_key_shape, out, "key");
}

bool api_key_sql_lock(struct ctx *c, uint64_t id)
{
	struct query q = query_new(c);
	uint64_t there;

	query_add(&q, "SELECT k.id FROM api_key k WHERE k.id = ?", V(id));
	query_tenant(c, &q, "k");
	query_add(&q, " FOR UPDATE");
	return db_number(c, &q, &there) && (there || problem(c, PROBLEM_NOT_FOUND, "There is no such key."));
}

bool api_key_sql_find(struct ctx *c, const char *key_id, struct api_key *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " KEY_COLUMNS " WHERE k.key_id = ?", V(key_id));
	query_untenanted(&q);
	return db_maybe(c, &q, &api_key_shape, out, found);
}

bool api_key_sql_count_live(struct ctx *c, uint64_t customer_id, const char *name, uint64_t but, uint64_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM api_key k WHERE k.customer_id = ? AND " IS_LIVE " AND k.id <> ?", V(customer_id), V(but));
	if (name)
		query_add(&q, " AND k.name = ?", V(name));
	return db_number(c, &q, n);
}

bool api_key_sql_add(struct ctx *c, const struct api_key *k, const char *key_id, int64_t days, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO api_key (customer_id, name, key_id, secret_hash, scopes, addresses, created_by, expires_at)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, COALESCE(?, NOW(6) + INTERVAL ? DAY))", V(k->customer_id), V(k->name), V(key_id),
		V(k->secret_hash), V(k->scopes), V(k->addresses), V(c->actor.user_id), V(k->expires_at), V(days));
}

bool api_key_sql_set(struct ctx *c, uint64_t id, const char *name, const char *scopes, const char *addresses, bool rights)
{
	return db_exec(c, "UPDATE api_key SET name = ?, scopes = ?, addresses = ?, version = version + 1, rights_version = rights_version + ?"
		" WHERE id = ?", V(name), V(scopes), V(addresses), V(rights ? 1 : 0), V(id));
}

bool api_key_sql_revoke(struct ctx *c, uint64_t id)
{
	return db_exec(c, "UPDATE api_key SET revoked_at = COALESCE(revoked_at, NOW(6)), version = version + 1,"
		" rights_version = rights_version + 1 WHERE id = ?", V(id));
}

bool api_key_sql_used(struct ctx *c, uint64_t id, const char *address)
{
	return db_exec(c, "UPDATE api_key SET last_used_at = NOW(6), last_used_from = LEFT(?, 64) WHERE id = ?", V(address), V(id));
}

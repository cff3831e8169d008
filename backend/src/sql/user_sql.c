#include "sql/user_sql.h"

#include "lib/db.h"

#define USER_COLUMNS "u.id, u.customer_id, u.email, u.name, u.language, u.password_hash, u.enabled, u.all_warehouses," \
	" u.rights_version, k.name AS customer_name, COALESCE(k.enabled, 1) AS customer_enabled"

struct name_row {
	const char *name;
};
static const struct field name_fields[] = { FIELD(struct name_row, name, "name"), FIELD_END };
static const struct shape name_shape = SHAPE(struct name_row, name_fields);

struct id_row {
	uint64_t id;
};
static const struct field id_fields[] = { FIELD(struct id_row, id, "id"), FIELD_END };
static const struct shape id_shape = SHAPE(struct id_row, id_fields);

bool user_sql_by_email(struct ctx *c, const char *email, struct user *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " USER_COLUMNS " FROM user u LEFT JOIN customer k ON k.id = u.customer_id WHERE u.email = ?", V(email));
	return db_maybe(c, &q, &user_shape, out, found);
}

bool user_sql_set_password(struct ctx *c, uint64_t user_id, const char *hash)
{
	return db_exec(c, "UPDATE user SET password_hash = ? WHERE id = ?", V(hash), V(user_id));
}

static const char **names(struct ctx *c, const struct query *q, size_t *n)
{
	struct name_row *rows = db_all(c, q, &name_shape, n);
	const char **out;

	if (!rows)
		return NULL;
	out = NEW_N(c->arena, const char *, *n + 1);
	for (size_t i = 0; i < *n; i++)
		out[i] = rows[i].name;
	return out;
}

const char **user_sql_permissions(struct ctx *c, uint64_t user_id, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT DISTINCT p.permission AS name FROM user_role r JOIN role_permission p ON p.role_id = r.role_id"
		      " WHERE r.user_id = ? ORDER BY 1", V(user_id));
	return names(c, &q, n);
}

const char **user_sql_roles(struct ctx *c, uint64_t user_id, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT o.code AS name FROM user_role r JOIN role o ON o.id = r.role_id WHERE r.user_id = ? ORDER BY 1",
		V(user_id));
	return names(c, &q, n);
}

uint64_t *user_sql_warehouses(struct ctx *c, uint64_t user_id, size_t *n)
{
	struct query q = query_new(c);
	struct id_row *rows;
	uint64_t *out;

	query_add(&q, "SELECT warehouse_id AS id FROM user_warehouse WHERE user_id = ? ORDER BY 1", V(user_id));
	rows = db_all(c, &q, &id_shape, n);
	if (!rows)
		return NULL;
	out = NEW_N(c->arena, uint64_t, *n + 1);
	for (size_t i = 0; i < *n; i++)
		out[i] = rows[i].id;
	return out;
}

bool session_sql_add(struct ctx *c, const char *id, uint64_t user_id, int64_t life_s)
{
	return db_exec(c, "INSERT INTO session (id, user_id, expires_at) VALUES (?, ?, NOW(6) + INTERVAL ? SECOND)", V(id),
		V(user_id), V(life_s));
}

bool session_sql_user(struct ctx *c, const char *id, struct user *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " USER_COLUMNS " FROM session s JOIN user u ON u.id = s.user_id"
		      " LEFT JOIN customer k ON k.id = u.customer_id"
		      " WHERE s.id = ? AND s.ended_at IS NULL AND s.expires_at > NOW(6) AND u.enabled AND COALESCE(k.enabled, 1)", V(id));
	query_untenanted(&q); /* the session is what says who asks, and for whom */
	return db_maybe(c, &q, &user_shape, out, found);
}

bool session_sql_end(struct ctx *c, const char *id, const char *reason)
{
	return db_exec(c, "UPDATE session SET ended_at = NOW(6), end_reason = ? WHERE id = ? AND ended_at IS NULL", V(reason), V(id));
}

bool session_sql_end_all(struct ctx *c, uint64_t user_id, const char *but, const char *reason)
{
	return db_exec(c, "UPDATE session SET ended_at = NOW(6), end_reason = ? WHERE user_id = ? AND ended_at IS NULL AND id <> ?",
		V(reason), V(user_id), V(but ? but : ""));
}

static const struct field refresh_fields[] = {
	FIELD(struct refresh_row, session_id, "session_id"),
	FIELD(struct refresh_row, next_hash, "next_hash"),
	FIELD(struct refresh_row, spent, "spent"),
	FIELD(struct refresh_row, expired, "expired"),
	FIELD(struct refresh_row, fresh, "fresh"),
	FIELD_END
};
static const struct shape refresh_shape = SHAPE(struct refresh_row, refresh_fields);

bool refresh_sql_lock(struct ctx *c, struct bytes hash, struct refresh_row *out, bool *found)
{
	struct query q = query_new(c);

	/* Fresh is the direct predecessor alone: its successor is the one that is good now. */
	query_add(&q, "SELECT t.session_id, t.next_hash, t.spent_at IS NOT NULL AS spent, t.expires_at <= NOW(6) AS expired,"
		      " COALESCE(t.spent_at > NOW(6) - INTERVAL 10 SECOND, 0) AND EXISTS (SELECT 1 FROM refresh_token n"
		      " WHERE n.token_hash = t.next_hash AND n.spent_at IS NULL) AS fresh FROM refresh_token t WHERE t.token_hash = ? FOR UPDATE",
		V(hash));
	return db_maybe(c, &q, &refresh_shape, out, found);
}

bool refresh_sql_add(struct ctx *c, struct bytes hash, const char *session_id, int64_t idle_s)
{
	return db_exec(c, "INSERT INTO refresh_token (token_hash, session_id, expires_at)"
			  " SELECT ?, id, LEAST(expires_at, NOW(6) + INTERVAL ? SECOND) FROM session WHERE id = ?",
		V(hash), V(idle_s), V(session_id));
}

bool refresh_sql_spend(struct ctx *c, struct bytes hash, struct bytes next_hash, uint64_t *matched)
{
	return db_exec_matched(c, matched, "UPDATE refresh_token SET spent_at = NOW(6), next_hash = ? WHERE token_hash = ? AND spent_at IS NULL",
		V(next_hash), V(hash));
}

bool throttle_sql_wait(struct ctx *c, const char *const *scopes, size_t n, uint64_t *wait_s)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT CAST(COALESCE(MAX(CEIL(TIMESTAMPDIFF(MICROSECOND, NOW(6), not_before) / 1000000)), 0) AS UNSIGNED)"
		      " FROM login_throttle WHERE not_before > NOW(6) AND ");
	query_in_texts(&q, "scope", scopes, n);
	return db_number(c, &q, wait_s);
}

bool throttle_sql_count(struct ctx *c, const char *scope, int64_t window_s, uint64_t *failures)
{
	struct query q = query_new(c);

	/* Assignments run left to right: the window moves last, so both conditions see the old one. */
	if (!db_exec(c, "INSERT INTO login_throttle (scope, failures, window_at) VALUES (?, 1, NOW(6)) ON DUPLICATE KEY UPDATE"
			" failures = IF(window_at < NOW(6) - INTERVAL ? SECOND, 1, failures + 1),"
			" window_at = IF(window_at < NOW(6) - INTERVAL ? SECOND, NOW(6), window_at)",
		    V(scope), V(window_s), V(window_s)))
		return false;
	query_add(&q, "SELECT failures FROM login_throttle WHERE scope = ?", V(scope));
	return db_number(c, &q, failures);
}

bool throttle_sql_block(struct ctx *c, const char *scope, int64_t seconds)
{
	return db_exec(c, "UPDATE login_throttle SET not_before = NOW(6) + INTERVAL ? SECOND WHERE scope = ?", V(seconds), V(scope));
}

bool throttle_sql_clear(struct ctx *c, const char *scope)
{
	return db_exec(c, "DELETE FROM login_throttle WHERE scope = ?", V(scope));
}

bool audit_sql_add(struct ctx *c, const char *action, const char *subject, const char *detail)
{
	return db_exec(c, "INSERT INTO audit_log (customer_id, actor_kind, actor_id, actor_name, action, subject, detail, request_id)"
			  " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		V_ID(c->actor.customer_id), V(actor_kind_names[c->actor.kind]), V_ID(actor_id(&c->actor)),
		V(c->actor.name ? c->actor.name : ""), V(action), V(subject), V(detail), V(c->request_id));
}

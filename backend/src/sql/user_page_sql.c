/* Managing users: the list, one of them, and what is written of them. */
#include "sql/user_sql.h"

#include "lib/db.h"
#include "sql/like.h"
#include "sql/text_page.h"

#include <string.h>

enum { USER_TOTAL_CAP = 10000 };

#define ROW_COLUMNS                                                                                                    \
	"u.id, u.customer_id, k.name AS customer_name, u.email, u.name, u.language, u.enabled, u.all_warehouses, u.version," \
	" u.password_hash <> '' AS has_password,"                                                                         \
	" (SELECT COALESCE(JSON_ARRAYAGG(o.code ORDER BY o.id), '[]') FROM user_role r JOIN role o ON o.id = r.role_id"   \
	" WHERE r.user_id = u.id) AS roles,"                                                                              \
	" (SELECT COALESCE(JSON_ARRAYAGG(CAST(uw.warehouse_id AS CHAR) ORDER BY uw.warehouse_id), '[]') FROM user_warehouse uw" \
	" WHERE uw.user_id = u.id) AS warehouse_ids,"                                                                     \
	" (SELECT GROUP_CONCAT(DISTINCT p.permission) FROM user_role r JOIN role_permission p ON p.role_id = r.role_id"   \
	" WHERE r.user_id = u.id) AS permissions,"                                                                        \
	" (SELECT MAX(i.expires_at) FROM user_invitation i WHERE i.user_id = u.id AND i.used_at IS NULL"                  \
	" AND i.expires_at > NOW(6)) AS invited_until,"                                                                   \
	" (SELECT MAX(s.created_at) FROM session s WHERE s.user_id = u.id) AS last_sign_in"                               \
	" FROM user u LEFT JOIN customer k ON k.id = u.customer_id"

static void add_visible(struct ctx *c, struct query *q, bool staff_only)
{
	query_tenant(c, q, "u");
	if (staff_only)
		query_add(q, " AND u.customer_id IS NULL");
}

static void add_filters(struct ctx *c, struct query *q, const struct user_filter *f, bool staff_only)
{
	query_add(q, " WHERE TRUE");
	add_visible(c, q, staff_only || f->staff);
	if (f->customer_id)
		query_add(q, " AND u.customer_id = ?", V(f->customer_id));
	if (f->q && *f->q)
		query_add(q, " AND (u.name LIKE ? OR u.email LIKE ?)", V(like_contains(c->arena, f->q)), V(like_contains(c->arena, f->q)));
}

static bool last_email(struct ctx *c, const struct page *p, const char **last)
{
	struct query q = query_new(c);

	*last = NULL;
	if (!p->cursor)
		return true;
	query_add(&q, "SELECT u.email AS text FROM user u WHERE u.id = ?", V(p->after_id));
	query_tenant(c, &q, "u");
	return text_page_last(c, &q, last);
}

bool user_sql_page(struct ctx *c, const struct user_filter *f, bool staff_only, struct user_row **rows, size_t *n,
	struct page_end *end)
{
	struct query q = query_new(c), count = query_new(c);
	const char  *last;

	*rows = NULL;
	*n = 0;
	*end = (struct page_end){ .total_is_exact = true };
	if (!last_email(c, &f->page, &last))
		return false;
	query_add(&q, "SELECT " ROW_COLUMNS);
	add_filters(c, &q, f, staff_only);
	query_text_page(&q, &f->page, "u.email", "u.id", last);
	*rows = db_all(c, &q, &user_row_shape, n);
	if (!*rows)
		return false;
	if (*n > (size_t)f->page.limit) {
		*n = (size_t)f->page.limit;
		end->next_cursor = text_page_cursor(c, (*rows)[*n - 1].id, 0);
	}
	query_add(&count, "SELECT COUNT(*) FROM (SELECT 1 FROM user u");
	add_filters(c, &count, f, staff_only);
	return capped_count(c, &count, USER_TOTAL_CAP, end);
}

bool user_sql_get(struct ctx *c, uint64_t id, bool staff_only, struct user_row *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " ROW_COLUMNS " WHERE u.id = ?", V(id));
	add_visible(c, &q, staff_only);
	return db_one(c, &q, &user_row_shape, out, "user");
}

bool user_sql_lock(struct ctx *c, uint64_t id)
{
	struct query q = query_new(c);
	uint64_t     there;

	query_add(&q, "SELECT u.id FROM user u WHERE u.id = ?", V(id));
	query_tenant(c, &q, "u");
	query_add(&q, " FOR UPDATE");
	return db_number(c, &q, &there) && (there || problem(c, PROBLEM_NOT_FOUND, "There is no such user."));
}

bool user_sql_add(struct ctx *c, uint64_t customer_id, const struct add_user *in, uint64_t *id)
{
	if (db_insert(c, id, "INSERT INTO user (customer_id, email, name, language, all_warehouses) VALUES (?, ?, ?, ?, ?)",
		    V_ID(customer_id), V(in->email), V(in->name), V(in->language), V(in->all_warehouses)))
		return true;
	if (!db_duplicate_key(c))
		return false;
	problem_clear(c);
	(void)problem_field(c, "email", "taken", "there is a user of that address already");
	c->problem.code = PROBLEM_NAME_TAKEN;
	return false;
}

bool user_sql_set(struct ctx *c, uint64_t id, const struct change_user *in, bool ends_tokens)
{
	return db_exec(c, "UPDATE user SET name = ?, language = ?, enabled = ?, all_warehouses = ?, version = version + 1,"
			  " rights_version = rights_version + ? WHERE id = ?",
		V(in->name), V(in->language), V(in->enabled), V(in->all_warehouses), V(ends_tokens ? 1 : 0), V(id));
}

bool user_sql_set_roles(struct ctx *c, uint64_t id, const char *const *codes, size_t n)
{
	struct query q = query_new(c);

	if (!db_exec(c, "DELETE FROM user_role WHERE user_id = ?", V(id)))
		return false;
	query_add(&q, "INSERT INTO user_role (user_id, role_id) SELECT ?, o.id FROM role o WHERE ", V(id));
	query_in_texts(&q, "o.code", codes, n);
	return db_run(c, &q, NULL, NULL);
}

bool user_sql_set_warehouses(struct ctx *c, uint64_t id, const uint64_t *ids, size_t n)
{
	struct query q = query_new(c);

	if (!db_exec(c, "DELETE FROM user_warehouse WHERE user_id = ?", V(id)))
		return false;
	if (!n)
		return true;
	query_add(&q, "INSERT INTO user_warehouse (user_id, warehouse_id) SELECT ?, w.id FROM warehouse w WHERE ", V(id));
	query_in_ids(&q, "w.id", ids, n);
	return db_run(c, &q, NULL, NULL);
}

bool user_sql_warehouses_exist(struct ctx *c, const uint64_t *ids, size_t n, bool *all)
{
	struct query q = query_new(c);
	uint64_t     there = 0;

	if (n) {
		query_add(&q, "SELECT COUNT(*) FROM warehouse w WHERE ");
		query_in_ids(&q, "w.id", ids, n);
		if (!db_number(c, &q, &there))
			return false;
	}
	*all = there == n;
	return true;
}

bool user_sql_lock_side(struct ctx *c, uint64_t customer_id)
{
	struct query q = query_new(c);
	uint64_t     id;

	if (customer_id)
		query_add(&q, "SELECT k.id FROM customer k WHERE k.id = ? FOR UPDATE", V(customer_id));
	else
		query_add(&q, "SELECT o.id FROM role o WHERE o.code = 'system' FOR UPDATE");
	return db_number(c, &q, &id);
}

bool user_sql_count_holders(struct ctx *c, uint64_t customer_id, const char *permission, uint64_t without, uint64_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(DISTINCT u.id) FROM role_permission p JOIN user_role r ON r.role_id = p.role_id"
		      " JOIN user u ON u.id = r.user_id WHERE p.permission = ? AND u.enabled AND u.password_hash <> '' AND u.id <> ?"
		      " AND u.customer_id <=> ?",
		V(permission), V(without), V_ID(customer_id));
	query_untenanted(&q); /* bound to the customer by name, or to the staff, who have none */
	return db_number(c, &q, n);
}

struct role *user_sql_all_roles(struct ctx *c, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT o.id, o.code, o.name, o.staff, (SELECT COALESCE(JSON_ARRAYAGG(p.permission ORDER BY p.permission), '[]')"
		      " FROM role_permission p WHERE p.role_id = o.id) AS permissions FROM role o ORDER BY o.id");
	return db_all(c, &q, &role_shape, n);
}

/* ---- links for setting a password ---------------------------------------------------------------- */

static const struct field invitation_fields[] = {
	FIELD(struct invitation_row, user_id, NULL), FIELD(struct invitation_row, customer_id, NULL),
	FIELD(struct invitation_row, email, NULL), FIELD(struct invitation_row, name, NULL), FIELD_END
};
static const struct shape invitation_row_shape = SHAPE(struct invitation_row, invitation_fields);

bool invitation_sql_drop(struct ctx *c, uint64_t user_id)
{
	return db_exec(c, "DELETE FROM user_invitation WHERE user_id = ? AND used_at IS NULL", V(user_id));
}

bool invitation_sql_add(struct ctx *c, struct bytes hash, uint64_t user_id, int64_t life_s, struct instant *expires_at)
{
	struct query      q = query_new(c);
	struct invitation row = { 0 };

	if (!invitation_sql_drop(c, user_id)
	    || !db_exec(c, "INSERT INTO user_invitation (token_hash, user_id, created_by, expires_at)"
			   " VALUES (?, ?, ?, NOW(6) + INTERVAL ? SECOND)",
		    V(hash), V(user_id), V(c->actor.name ? c->actor.name : ""), V(life_s)))
		return false;
	query_add(&q, "SELECT expires_at FROM user_invitation WHERE token_hash = ?", V(hash));
	if (!db_one(c, &q, &invitation_shape, &row, "invitation"))
		return false;
	*expires_at = row.expires_at;
	return true;
}

bool invitation_sql_find(struct ctx *c, struct bytes hash, struct invitation_row *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT u.id AS user_id, u.customer_id, u.email, u.name FROM user_invitation i JOIN user u ON u.id = i.user_id"
		      " LEFT JOIN customer k ON k.id = u.customer_id"
		      " WHERE i.token_hash = ? AND i.used_at IS NULL AND i.expires_at > NOW(6) AND u.enabled AND COALESCE(k.enabled, 1)",
		V(hash));
	query_untenanted(&q); /* the link is what says who asks */
	return db_maybe(c, &q, &invitation_row_shape, out, found);
}

bool invitation_sql_spend(struct ctx *c, struct bytes hash, bool *spent)
{
	uint64_t matched;

	if (!db_exec_matched(c, &matched, "UPDATE user_invitation SET used_at = NOW(6)"
					  " WHERE token_hash = ? AND used_at IS NULL AND expires_at > NOW(6)", V(hash)))
		return false;
	*spent = matched == 1;
	return true;
}

static const struct field hash_fields[] = { FIELD(struct user, password_hash, NULL), FIELD_END };
static const struct shape hash_shape = SHAPE(struct user, hash_fields);

bool user_sql_password(struct ctx *c, uint64_t user_id, const char **hash)
{
	struct query q = query_new(c);
	struct user  u = { 0 };

	query_add(&q, "SELECT u.password_hash FROM user u WHERE u.id = ?", V(user_id));
	query_tenant(c, &q, "u");
	if (!db_one(c, &q, &hash_shape, &u, "user"))
		return false;
	*hash = u.password_hash;
	return true;
}

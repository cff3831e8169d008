#include "sql/own_sql.h"

#include "lib/db.h"

#define VIEW_COLUMNS "v.id, v.page, v.name, v.query, v.position, v.version"

struct saved_view *own_sql_views(struct ctx *c, enum own_page page, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " VIEW_COLUMNS " FROM saved_view v WHERE v.user_id = ? AND v.page = ? ORDER BY v.position, v.id",
		V(c->actor.user_id), V(own_page_names[page]));
	return db_all(c, &q, &saved_view_shape, n);
}

static bool get(struct ctx *c, uint64_t id, bool locked, struct saved_view *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " VIEW_COLUMNS " FROM saved_view v WHERE v.id = ? AND v.user_id = ?", V(id), V(c->actor.user_id));
	if (locked)
		query_add(&q, " FOR UPDATE");
	return db_one(c, &q, &saved_view_shape, out, "view");
}

bool own_sql_view_lock(struct ctx *c, uint64_t id, struct saved_view *out)
{
	return get(c, id, true, out);
}

bool own_sql_view_get(struct ctx *c, uint64_t id, struct saved_view *out)
{
	return get(c, id, false, out);
}

bool own_sql_person_lock(struct ctx *c)
{
	struct query q = query_new(c);
	uint64_t     id;

	query_add(&q, "SELECT u.id FROM user u WHERE u.id = ?", V(c->actor.user_id));
	query_tenant(c, &q, "u");
	query_add(&q, " FOR UPDATE");
	return db_number(c, &q, &id);
}

bool own_sql_view_count(struct ctx *c, enum own_page page, uint64_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM saved_view v WHERE v.user_id = ? AND v.page = ?", V(c->actor.user_id), V(own_page_names[page]));
	return db_number(c, &q, n);
}

bool own_sql_view_add(struct ctx *c, const struct saved_view *v, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO saved_view (user_id, page, name, query, position) VALUES (?, ?, ?, ?, ?)",
		V(c->actor.user_id), V(own_page_names[v->page]), V(v->name), V(v->query), V(v->position));
}

bool own_sql_view_set(struct ctx *c, const struct saved_view *v)
{
	return db_exec(c, "UPDATE saved_view SET name = ?, query = ?, position = ?, version = version + 1 WHERE id = ? AND user_id = ?", V(v->name), V(v->query),
		V(v->position), V(v->id), V(c->actor.user_id));
}

bool own_sql_view_delete(struct ctx *c, uint64_t id)
{
	return db_exec(c, "DELETE FROM saved_view WHERE id = ? AND user_id = ?", V(id), V(c->actor.user_id));
}

struct kept {
	const char *data;
	int64_t     version;
};
static const struct field kept_fields[] = { FIELD(struct kept, data, NULL), FIELD(struct kept, version, NULL), FIELD_END };
static const struct shape kept_shape = SHAPE(struct kept, kept_fields);

bool own_sql_preferences(struct ctx *c, const char **json, int64_t *version)
{
	struct query q = query_new(c);
	struct kept  k = { .version = OWN_NOTHING_KEPT };
	bool         found;

	query_add(&q, "SELECT p.data, p.version FROM user_preference p WHERE p.user_id = ?", V(c->actor.user_id));
	if (!db_maybe(c, &q, &kept_shape, &k, &found))
		return false;
	*json = k.data;
	*version = k.version;
	return true;
}

bool own_sql_keep_preferences(struct ctx *c, const char *json, int64_t version)
{
	return db_exec(c, "INSERT INTO user_preference (user_id, data, version) VALUES (?, ?, ?)"
		" ON DUPLICATE KEY UPDATE data = VALUES(data), version = VALUES(version)", V(c->actor.user_id), V(json), V(version));
}

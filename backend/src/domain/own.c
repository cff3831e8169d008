#include "domain/own.h"

#include "base/buf.h"
#include "domain/staff.h"
#include "lib/db.h"
#include "sql/own_sql.h"

static const char taken_words[] = "you have a view of that name already";

bool own_views(struct ctx *c, enum own_page page, struct saved_view **rows, size_t *n)
{
	*rows = own_sql_views(c, page, n);
	return *rows != NULL;
}

bool own_view_get(struct ctx *c, uint64_t id, struct saved_view *out)
{
	*out = (struct saved_view){ 0 };
	return own_sql_view_get(c, id, out);
}

static bool add(struct ctx *c, const struct saved_view *in, uint64_t *id)
{
	struct saved_view v = *in;
	uint64_t          n;

	if (!own_sql_person_lock(c) || !own_sql_view_count(c, (enum own_page)in->page, &n))
		return false;
	if (n >= OWN_VIEWS_MOST)
		return problem_field(c, "name", "too_many", "you have %d views already: delete one first", OWN_VIEWS_MOST);
	v.position = (int32_t)n;
	return own_sql_view_add(c, &v, id) || taken(c, "uk_name", "name", taken_words);
}

bool own_view_add(struct ctx *c, const struct saved_view *in, uint64_t *id)
{
	return db_begin(c) && db_end(c, add(c, in, id));
}

static const char *view_words(struct ctx *c, const struct saved_view *v)
{
	return arena_printf(c->arena, "view %s", v->name);
}

static bool change(struct ctx *c, const struct saved_view *in)
{
	struct saved_view was = { 0 };

	return own_sql_view_lock(c, in->id, &was)
	    && version_allow(c, in->version, was.version, view_words(c, &was))
	    && (own_sql_view_set(c, in) || taken(c, "uk_name", "name", taken_words));
}

bool own_view_change(struct ctx *c, const struct saved_view *in)
{
	return db_begin(c) && db_end(c, change(c, in));
}

static bool drop(struct ctx *c, uint64_t id, int64_t version)
{
	struct saved_view was = { 0 };

	return own_sql_view_lock(c, id, &was) && version_allow(c, version, was.version, view_words(c, &was)) && own_sql_view_delete(c, id);
}

bool own_view_delete(struct ctx *c, uint64_t id, int64_t version)
{
	return db_begin(c) && db_end(c, drop(c, id, version));
}

bool own_preferences(struct ctx *c, const char **json, int64_t *version)
{
	return own_sql_preferences(c, json, version);
}

static bool keep(struct ctx *c, int64_t version, const char *json)
{
	const char *before;
	int64_t     stands;

	return own_sql_person_lock(c)
	    && own_sql_preferences(c, &before, &stands)
	    && version_allow(c, version, stands, "how the page looks")
	    && own_sql_keep_preferences(c, json, stands + 1);
}

bool own_keep_preferences(struct ctx *c, int64_t version, const struct preferences *in)
{
	struct buf b = buf_new(c->arena, 1024);

	shape_emit(&b, &preferences_shape, in);
	if (b.len > OWN_PREFERENCES_BYTES)
		return problem_field(c, "hidden", "too_long", "all preferences must have at most %d bytes", OWN_PREFERENCES_BYTES);
	return db_begin(c) && db_end(c, keep(c, version, b.text));
}

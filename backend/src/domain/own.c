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

	if (!own_sql_view_count(c, (enum own_page)in->page, &n))
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

static bool change(struct ctx *c, const struct saved_view *in)
{
	struct saved_view was = { 0 };

	return own_sql_view_lock(c, in->id, &was) && (own_sql_view_set(c, in) || taken(c, "uk_name", "name", taken_words));
}

bool own_view_change(struct ctx *c, const struct saved_view *in)
{
	return db_begin(c) && db_end(c, change(c, in));
}

bool own_view_delete(struct ctx *c, uint64_t id)
{
	uint64_t matched;

	return own_sql_view_delete(c, id, &matched) && (matched || problem(c, PROBLEM_NOT_FOUND, "There is no such view."));
}

bool own_preferences(struct ctx *c, const char **json)
{
	return own_sql_preferences(c, json);
}

bool own_keep_preferences(struct ctx *c, const struct preferences *in)
{
	struct buf b = buf_new(c->arena, 1024);

	shape_emit(&b, &preferences_shape, in);
	if (b.len > OWN_PREFERENCES_BYTES)
		return problem_field(c, "hidden", "too_long", "all preferences must have at most %d bytes", OWN_PREFERENCES_BYTES);
	return own_sql_keep_preferences(c, b.text);
}

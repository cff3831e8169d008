/* What somebody keeps for themselves: named views, and how the page looks for them. */
#include "api/api.h"

#include "domain/own.h"

static bool views(struct req *r)
{
	struct views_query in = { 0 };
	struct saved_view *rows;
	size_t n;

	return req_query(r, &views_query_shape, &in)
	    && own_views(r->ctx, (enum own_page)in.page, &rows, &n)
	    && answer_items(r, 200, &saved_view_shape, rows, n);
}

static bool answer_view(struct req *r, int status, uint64_t id)
{
	struct saved_view v;

	if (!own_view_get(r->ctx, id, &v))
		return false;
	answer_version(r, v.version);
	return answer_shape(r, status, &saved_view_shape, &v);
}

static bool add_view(struct req *r)
{
	struct saved_view in = { 0 };
	uint64_t id;

	return req_body(r, &add_view_shape, &in)
	    && own_view_add(r->ctx, &in, &id)
	    && answer_view(r, 201, id);
}

static bool seen_view(struct req *r, struct saved_view *v)
{
	if (!own_view_get(r->ctx, r->id, v))
		return false;
	v->version = r->version;
	return true;
}

static bool change_view(struct req *r)
{
	struct saved_view v;

	return seen_view(r, &v)
	    && req_body(r, &change_view_shape, &v)
	    && own_view_change(r->ctx, &v)
	    && answer_view(r, 200, r->id);
}

static bool delete_view(struct req *r)
{
	return req_no_body(r) && own_view_delete(r->ctx, r->id, r->version) && answer_nothing(r);
}

static bool preferences(struct req *r)
{
	struct buf b = buf_new(r->ctx->arena, 1024);
	const char *json;
	int64_t version;

	if (!req_no_query(r) || !own_preferences(r->ctx, &json, &version))
		return false;
	buf_puts(&b, "{\"preferences\":");
	buf_puts(&b, json ? json : "null");
	buf_printf(&b, ",\"version\":%lld}", (long long)version);
	answer_version(r, version);
	return answer_json(r, 200, &b);
}

static bool keep_preferences(struct req *r)
{
	struct preferences in = { 0 };

	if (!req_body(r, &preferences_shape, &in) || !own_keep_preferences(r->ctx, r->version, &in))
		return false;
	answer_version(r, r->version + 1);
	return answer_nothing(r);
}

const struct route own_routes[] = {
	{ HTTP_GET,    "/api/v1/me/views",       PERM_SIGNED_IN, views,            ROUTE_PERSON },
	{ HTTP_POST,   "/api/v1/me/views",       PERM_SIGNED_IN, add_view,         ROUTE_PERSON },
	{ HTTP_PATCH,  "/api/v1/me/views/:id",   PERM_SIGNED_IN, change_view,      ROUTE_PERSON | ROUTE_VERSION },
	{ HTTP_DELETE, "/api/v1/me/views/:id",   PERM_SIGNED_IN, delete_view,      ROUTE_PERSON | ROUTE_VERSION },
	{ HTTP_GET,    "/api/v1/me/preferences", PERM_SIGNED_IN, preferences,      ROUTE_PERSON },
	{ HTTP_PUT,    "/api/v1/me/preferences", PERM_SIGNED_IN, keep_preferences, ROUTE_PERSON | ROUTE_VERSION },
	{ 0 }
};

/* Users and their roles, and everybody's own password. */
#include "api/api.h"

#include "domain/password.h"
#include "domain/user.h"

static bool list(struct req *r)
{
	struct user_filter f = { 0 };
	struct user_row *rows;
	struct page_end end;
	size_t n;

	return req_query(r, &user_filter_shape, &f)
	    && user_page(r->ctx, &f, &rows, &n, &end)
	    && answer_page(r, &user_row_shape, rows, n, &end);
}

static bool roles(struct req *r)
{
	struct role *rows;
	size_t n;

	return req_no_query(r)
	    && role_list(r->ctx, &rows, &n)
	    && answer_items(r, 200, &role_shape, rows, n);
}

static bool answer_user(struct req *r, int status, uint64_t id)
{
	struct user_row u;

	if (!user_get(r->ctx, id, &u))
		return false;
	answer_version(r, u.version);
	return answer_shape(r, status, &user_row_shape, &u);
}

static bool show(struct req *r)
{
	return req_no_query(r) && answer_user(r, 200, r->id);
}

static bool add(struct req *r)
{
	struct add_user in = { 0 };
	uint64_t id;

	return req_body(r, &add_user_shape, &in)
	    && user_add(r->ctx, &in, &id)
	    && answer_user(r, 201, id);
}

static bool change(struct req *r)
{
	struct change_user in;
	struct user_row u;

	return user_get(r->ctx, r->id, &u)
	    && user_as_is(r->ctx, &u, &in)
	    && req_body(r, &change_user_shape, &in)
	    && user_change(r->ctx, r->id, r->version, &in)
	    && answer_user(r, 200, r->id);
}

static bool invite(struct req *r)
{
	struct invitation out;

	return req_no_body(r)
	    && user_invite(r->ctx, r->id, &out)
	    && answer_secret(r, 201, &invitation_shape, &out, &(struct invitation){ NULL, out.expires_at });
}

static bool set_password(struct req *r)
{
	struct set_password in = { 0 };

	return req_body(r, &set_password_shape, &in)
	    && password_set(r->ctx, &in)
	    && answer_nothing(r);
}

static bool change_password(struct req *r)
{
	struct change_password in = { 0 };

	return req_body(r, &change_password_shape, &in)
	    && password_change(r->ctx, &in)
	    && answer_nothing(r);
}

/* A request with a password in it is not kept under a key, not even as a hash; doing it twice hurts nobody. */
const struct route user_routes[] = {
	{ HTTP_GET,   "/api/v1/users",                PERM_USER_MANAGE, list,            0             },
	{ HTTP_POST,  "/api/v1/users",                PERM_USER_MANAGE, add,             0             },
	{ HTTP_GET,   "/api/v1/users/:id",            PERM_USER_MANAGE, show,            0             },
	{ HTTP_PATCH, "/api/v1/users/:id",            PERM_USER_MANAGE, change,          ROUTE_VERSION },
	{ HTTP_POST,  "/api/v1/users/:id/invitation", PERM_USER_MANAGE, invite,          0             },
	{ HTTP_GET,   "/api/v1/roles",                PERM_USER_MANAGE, roles,           0             },
	{ HTTP_POST,  "/api/v1/me/password",          PERM_SIGNED_IN,   change_password, ROUTE_NO_KEY | ROUTE_PERSON },
	{ HTTP_POST,  "/api/v1/auth/password",        PERM_NONE,        set_password,    ROUTE_NO_KEY  },
	{ 0 }
};

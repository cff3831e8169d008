/* Signing in and out, and who is signed in. The refresh token travels in a cookie that no script
 * can read; over plain http, which only a loopback address may be, the cookie has no Secure. */
#include "api/api.h"

#include "domain/session.h"
#include "lib/config.h"
#include "sql/user_sql.h"

#include <string.h>

enum { COOKIE_MAX = 64 };

static bool is_https(const struct req *r)
{
	return strncmp(r->api->config->origin, "https:", 6) == 0;
}

static const char *cookie_name(const struct req *r)
{
	return is_https(r) ? "__Secure-gwms_rt" : "gwms_rt";
}

static const char *cookie_of(struct req *r)
{
	const char *name = cookie_name(r), *p = r->in->cookie;
	size_t n = strlen(name);

	while (p && *p) {
		p += strspn(p, " ;");
		if (strncmp(p, name, n) == 0 && p[n] == '=')
			return arena_strndup(r->ctx->arena, p + n + 1, strcspn(p + n + 1, "; "));
		p = strchr(p, ';');
	}
	return NULL;
}

static void set_cookie(struct req *r, const char *value, int64_t life_s)
{
	fcgi_header(&r->out, "Set-Cookie", arena_printf(r->ctx->arena,
		"%s=%s; Path=/api/v1/auth; HttpOnly; SameSite=Strict; Max-Age=%lld%s", cookie_name(r), value,
		(long long)life_s, is_https(r) ? "; Secure" : ""));
}

static bool answer_tokens(struct req *r, const struct signed_in *in)
{
	struct buf b = buf_new(r->ctx->arena, 1024);

	set_cookie(r, in->refresh_token, in->refresh_life_s);
	buf_puts(&b, "{\"accessToken\":");
	buf_json(&b, in->access_token);
	buf_printf(&b, ",\"expiresIn\":%d}", TOKEN_LIFE_S);
	return answer_json(r, 200, &b);
}

static bool login(struct req *r)
{
	struct login in = { 0 };
	struct signed_in out = { 0 };

	return req_body(r, &login_shape, &in)
	    && session_login(r->ctx, r->api->token_keys, &in, r->in->remote_addr, &out)
	    && answer_tokens(r, &out);
}

static bool refresh(struct req *r)
{
	struct signed_in out = { 0 };

	return req_no_body(r)
	    && session_refresh(r->ctx, r->api->token_keys, cookie_of(r), &out)
	    && answer_tokens(r, &out);
}

static bool logout(struct req *r)
{
	if (!req_no_body(r) || !session_logout(r->ctx, cookie_of(r)))
		return false;
	set_cookie(r, "", 0);
	fcgi_header(&r->out, "Clear-Site-Data", "\"cache\", \"storage\"");
	return answer_nothing(r);
}

static void emit_texts(struct buf *b, const char *const *texts, size_t n)
{
	buf_putc(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		buf_json(b, texts[i]);
	}
	buf_putc(b, ']');
}

static bool me(struct req *r)
{
	struct ctx *c = r->ctx;
	struct buf b = buf_new(c->arena, 1024);
	struct user u = { 0 };
	const char **roles, **permissions;
	size_t n_roles, n_permissions;
	bool found;

	if (!req_no_query(r) || !session_sql_user(c, c->actor.session, &u, &found))
		return false;
	if (!found)
		return problem(c, PROBLEM_TOKEN_INVALID, "sign in again");
	if (!(roles = user_sql_roles(c, u.id, &n_roles)) || !(permissions = user_sql_permissions(c, u.id, &n_permissions)))
		return false;
	buf_printf(&b, "{\"id\":\"%llu\",\"email\":", (unsigned long long)u.id);
	buf_json(&b, u.email);
	buf_puts(&b, ",\"name\":");
	buf_json(&b, u.name);
	buf_puts(&b, ",\"language\":");
	buf_json(&b, u.language);
	if (u.customer_id) {
		buf_printf(&b, ",\"customer\":{\"id\":\"%llu\",\"name\":", (unsigned long long)u.customer_id);
		buf_json(&b, u.customer_name);
		buf_puts(&b, "},\"staff\":false,\"roles\":");
	} else {
		buf_puts(&b, ",\"customer\":null,\"staff\":true,\"roles\":");
	}
	emit_texts(&b, roles, n_roles);
	buf_puts(&b, ",\"permissions\":");
	emit_texts(&b, permissions, n_permissions);
	buf_putc(&b, '}');
	return answer_json(r, 200, &b);
}

const struct route auth_routes[] = {
	{ HTTP_POST, "/api/v1/auth/login",   PERM_NONE,      login,   ROUTE_NO_KEY                    },
	{ HTTP_POST, "/api/v1/auth/refresh", PERM_NONE,      refresh, ROUTE_NO_KEY | ROUTE_OWN_ORIGIN },
	{ HTTP_POST, "/api/v1/auth/logout",  PERM_NONE,      logout,  ROUTE_NO_KEY | ROUTE_OWN_ORIGIN },
	{ HTTP_GET,  "/api/v1/me",           PERM_SIGNED_IN, me,      ROUTE_PERSON                    },
	{ 0 }
};

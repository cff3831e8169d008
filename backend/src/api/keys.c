/* Keys of partners' tools, and the token that one is exchanged for. */
#include "api/api.h"

#include "domain/api_key.h"

#include <string.h>

static bool list(struct req *r)
{
	struct api_key_filter f = { 0 };
	struct api_key *rows;
	struct page_end end;
	size_t n;

	return req_query(r, &api_key_filter_shape, &f)
	    && api_key_page(r->ctx, &f, &rows, &n, &end)
	    && answer_page(r, &api_key_shape, rows, n, &end);
}

static bool answer_key(struct req *r)
{
	struct api_key k;

	if (!api_key_get(r->ctx, r->id, &k))
		return false;
	answer_version(r, k.version);
	return answer_shape(r, 200, &api_key_shape, &k);
}

static bool show(struct req *r)
{
	return req_no_query(r) && answer_key(r);
}

static bool add(struct req *r)
{
	struct add_api_key in = { 0 };
	struct new_api_key out = { 0 };
	struct api_key k;
	uint64_t id;

	if (!req_body(r, &add_api_key_shape, &in) || !api_key_add(r->ctx, &in, &id, &out.key) || !api_key_get(r->ctx, id, &k))
		return false;
	out.api_key = &k;
	answer_version(r, k.version);
	return answer_secret(r, 201, &new_api_key_shape, &out, &(struct new_api_key){ &k, NULL });
}

static bool change(struct req *r)
{
	struct change_api_key in = { 0 };

	return req_body(r, &change_api_key_shape, &in)
	    && api_key_change(r->ctx, r->id, r->version, &in)
	    && answer_key(r);
}

static bool revoke(struct req *r)
{
	return req_no_body(r) && api_key_revoke(r->ctx, r->id) && answer_key(r);
}

/* The key stands where a token would, or in the body. */
static bool given_key(struct req *r, const char **key)
{
	static const char bearer[] = "Bearer ";
	struct exchange in = { 0 };

	if (r->in->authorization && strncmp(r->in->authorization, bearer, sizeof bearer - 1) == 0) {
		*key = r->in->authorization + sizeof bearer - 1;
		return req_no_body(r);
	}
	if (!req_body(r, &exchange_shape, &in))
		return false;
	*key = in.key;
	return true;
}

static bool exchange(struct req *r)
{
	struct exchanged out = { 0 };
	struct buf b = buf_new(r->ctx->arena, 1024);
	const char *key;

	if (!req_no_query(r) || !given_key(r, &key) || !api_key_exchange(r->ctx, r->api->token_keys, key, r->in->remote_addr, &out))
		return false;
	buf_puts(&b, "{\"accessToken\":");
	buf_json(&b, out.access_token);
	buf_printf(&b, ",\"expiresIn\":%lld,\"tokenType\":\"Bearer\"}", (long long)out.expires_in_s);
	return answer_json(r, 200, &b);
}

const struct route key_routes[] = {
	{ HTTP_POST,  "/api/v1/auth/token",          PERM_NONE,       exchange, ROUTE_NO_KEY  },
	{ HTTP_GET,   "/api/v1/api-keys",            PERM_KEY_MANAGE, list,     0             },
	{ HTTP_POST,  "/api/v1/api-keys",            PERM_KEY_MANAGE, add,      0             },
	{ HTTP_GET,   "/api/v1/api-keys/:id",        PERM_KEY_MANAGE, show,     0             },
	{ HTTP_PATCH, "/api/v1/api-keys/:id",        PERM_KEY_MANAGE, change,   ROUTE_VERSION },
	{ HTTP_POST,  "/api/v1/api-keys/:id/revoke", PERM_KEY_MANAGE, revoke,   0             },
	{ 0 }
};

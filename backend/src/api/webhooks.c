/* Webhooks of partners' tools, and the log of what they were told. */
#include "api/api.h"

#include "domain/webhook.h"
#include "lib/config.h"

static const char *allow_private(const struct req *r)
{
	return r->api->config->allow_private_stores;
}

static bool list(struct req *r)
{
	struct webhook *rows;
	size_t n;

	return req_no_query(r)
	    && webhook_list(r->ctx, allow_private(r), &rows, &n)
	    && answer_items(r, 200, &webhook_shape, rows, n);
}

static bool answer_webhook(struct req *r, int status, uint64_t id)
{
	struct webhook w;

	if (!webhook_get(r->ctx, id, allow_private(r), &w))
		return false;
	answer_version(r, w.version);
	return answer_shape(r, status, &webhook_shape, &w);
}

static bool answer_with_secret(struct req *r, int status, uint64_t id, const char *secret)
{
	struct webhook w;

	if (!webhook_get(r->ctx, id, allow_private(r), &w))
		return false;
	answer_version(r, w.version);
	return answer_secret(r, status, &new_webhook_shape, &(struct new_webhook){ &w, secret }, &(struct new_webhook){ &w, NULL });
}

static bool show(struct req *r)
{
	return req_no_query(r) && answer_webhook(r, 200, r->id);
}

static bool add(struct req *r)
{
	struct add_webhook in = { 0 };
	const char *secret;
	uint64_t id;

	return req_body(r, &add_webhook_shape, &in)
	    && webhook_add(r->ctx, r->api->seal, allow_private(r), &in, &id, &secret)
	    && answer_with_secret(r, 201, id, secret);
}

static bool change(struct req *r)
{
	struct change_webhook in = { 0 };
	struct webhook w;

	if (!webhook_get(r->ctx, r->id, NULL, &w))
		return false;
	in.enabled = w.enabled;
	return req_body(r, &change_webhook_shape, &in)
	    && webhook_change(r->ctx, r->id, r->version, allow_private(r), &in)
	    && answer_webhook(r, 200, r->id);
}

static bool drop(struct req *r)
{
	return req_no_body(r) && webhook_delete(r->ctx, r->id, r->version) && answer_nothing(r);
}

static bool rotate(struct req *r)
{
	const char *secret;

	return req_no_body(r)
	    && webhook_rotate(r->ctx, r->api->seal, r->id, &secret)
	    && answer_with_secret(r, 200, r->id, secret);
}

static bool answer_delivery(struct req *r, int status, uint64_t id)
{
	struct webhook_delivery d;

	return delivery_get(r->ctx, id, &d) && answer_shape(r, status, &webhook_delivery_shape, &d);
}

static bool test(struct req *r)
{
	uint64_t id;

	return req_no_body(r) && webhook_test(r->ctx, r->id, &id) && answer_delivery(r, 202, id);
}

static bool deliveries(struct req *r)
{
	struct delivery_filter f = { 0 };
	struct webhook_delivery *rows;
	struct page_end end;
	size_t n;

	return req_query(r, &delivery_filter_shape, &f)
	    && delivery_page(r->ctx, r->id, &f, &rows, &n, &end)
	    && answer_page(r, &webhook_delivery_shape, rows, n, &end);
}

static bool show_delivery(struct req *r)
{
	return req_no_query(r) && answer_delivery(r, 200, r->id);
}

static bool redeliver(struct req *r)
{
	return req_no_body(r) && delivery_again(r->ctx, r->id) && answer_delivery(r, 202, r->id);
}

const struct route webhook_routes[] = {
	{ HTTP_GET,    "/api/v1/webhooks",                         PERM_KEY_MANAGE, list,          0             },
	{ HTTP_POST,   "/api/v1/webhooks",                         PERM_KEY_MANAGE, add,           0             },
	{ HTTP_GET,    "/api/v1/webhooks/:id",                     PERM_KEY_MANAGE, show,          0             },
	{ HTTP_PATCH,  "/api/v1/webhooks/:id",                     PERM_KEY_MANAGE, change,        ROUTE_VERSION },
	{ HTTP_DELETE, "/api/v1/webhooks/:id",                     PERM_KEY_MANAGE, drop,          ROUTE_VERSION },
	{ HTTP_POST,   "/api/v1/webhooks/:id/rotate-secret",       PERM_KEY_MANAGE, rotate,        0             },
	{ HTTP_POST,   "/api/v1/webhooks/:id/test",                PERM_KEY_MANAGE, test,          0             },
	{ HTTP_GET,    "/api/v1/webhooks/:id/deliveries",          PERM_KEY_MANAGE, deliveries,    0             },
	{ HTTP_GET,    "/api/v1/webhook-deliveries/:id",           PERM_KEY_MANAGE, show_delivery, 0             },
	{ HTTP_POST,   "/api/v1/webhook-deliveries/:id/redeliver", PERM_KEY_MANAGE, redeliver,     0             },
	{ 0 }
};

/* Stores: the platforms that can be connected, and the customer's accounts on them. */
#include "api/api.h"

#include "domain/consent.h"
#include "domain/coverage.h"
#include "domain/store.h"
#include "domain/store_hook.h"
#include "domain/sync.h"
#include "lib/config.h"
#include "model/platform_kind.h"

static const char *allow_private(const struct req *r)
{
	return r->api->config->allow_private_stores;
}

static void put_names(struct buf *b, const char *const *names)
{
	if (!names) {
		buf_puts(b, "null");
		return;
	}
	buf_putc(b, '[');
	for (size_t i = 0; names[i]; i++) {
		if (i)
			buf_putc(b, ',');
		buf_json(b, names[i]);
	}
	buf_putc(b, ']');
}

static bool platforms(struct req *r)
{
	struct buf b = buf_new(r->ctx->arena, 1024);

	if (!req_no_query(r))
		return false;
	buf_puts(&b, "{\"items\":[");
	for (const struct platform_kind *k = platform_kinds; k->code; k++) {
		buf_puts(&b, k == platform_kinds ? "{\"code\":" : ",{\"code\":");
		buf_json(&b, k->code);
		buf_puts(&b, ",\"name\":");
		buf_json(&b, k->name);
		buf_puts(&b, ",\"kind\":");
		buf_json(&b, order_kind_names[k->kind]);
		buf_puts(&b, k->needs_url ? ",\"needsUrl\":true,\"endpoints\":[" : ",\"needsUrl\":false,\"endpoints\":[");
		for (const struct platform_endpoint *e = k->endpoints; e->name; e++) {
			buf_puts(&b, e == k->endpoints ? "{\"name\":" : ",{\"name\":");
			buf_json(&b, e->name);
			buf_puts(&b, ",\"url\":");
			buf_json(&b, e->url);
			buf_putc(&b, '}');
		}
		buf_puts(&b, "],\"rejectReasons\":");
		put_names(&b, k->reject_reasons);
		buf_puts(&b, ",\"credentials\":[");
		for (const struct credential_field *f = k->credentials; f->name; f++) {
			buf_puts(&b, f == k->credentials ? "{\"name\":" : ",{\"name\":");
			buf_json(&b, f->name);
			buf_puts(&b, ",\"label\":");
			buf_json(&b, f->label);
			buf_puts(&b, f->secret ? ",\"secret\":true}" : ",\"secret\":false}");
		}
		buf_puts(&b, "],\"carriers\":");
		put_names(&b, k->carriers);
		buf_putc(&b, '}');
	}
	buf_puts(&b, "]}");
	return answer_json(r, 200, &b);
}

static bool list(struct req *r)
{
	struct store *rows;
	size_t n;

	return req_no_query(r)
	    && store_list(r->ctx, allow_private(r), &rows, &n)
	    && answer_items(r, 200, &store_shape, rows, n);
}

static bool answer_store(struct req *r, int status, uint64_t id)
{
	struct store s;

	if (!store_get(r->ctx, id, allow_private(r), &s))
		return false;
	answer_version(r, s.version);
	return answer_shape(r, status, &store_shape, &s);
}

static bool show(struct req *r)
{
	return req_no_query(r) && answer_store(r, 200, r->id);
}

static bool add(struct req *r)
{
	struct add_store in = { 0 };
	uint64_t id;

	return req_body(r, &add_store_shape, &in)
	    && store_add(r->ctx, r->api->seal, allow_private(r), &in, &id)
	    && answer_store(r, 201, id);
}

static bool change(struct req *r)
{
	struct change_store in;
	struct store s;

	if (!store_get(r->ctx, r->id, NULL, &s))
		return false;
	in = (struct change_store){ s.name, s.status != STORE_DISABLED, s.sync_every_s, s.confirm_threshold };
	return req_body(r, &change_store_shape, &in)
	    && store_change(r->ctx, r->id, r->version, &in)
	    && answer_store(r, 200, r->id);
}

static bool authorize(struct req *r)
{
	struct authorize_store in = { 0 };

	return req_body(r, &authorize_store_shape, &in)
	    && store_authorize(r->ctx, r->api->seal, r->id, r->version, &in)
	    && answer_store(r, 200, r->id);
}

static bool test(struct req *r)
{
	return req_no_body(r)
	    && store_test(r->ctx, r->id)
	    && answer_store(r, 202, r->id);
}

static bool open_consent(struct req *r)
{
	struct consent_url out;

	return req_no_body(r)
	    && consent_open(r->ctx, r->api->config->origin, allow_private(r), r->id, &out)
	    && answer_secret(r, 201, &consent_url_shape, &out, &(struct consent_url){ NULL });
}

static bool show_consent(struct req *r)
{
	struct consent out = { 0 };

	return req_no_query(r)
	    && consent_get(r->ctx, r->id, &out)
	    && answer_shape(r, 200, &consent_shape, &out);
}

static bool coverage(struct req *r)
{
	struct coverage_query in = { 0 };
	struct coverage out = { 0 };

	return req_query(r, &coverage_query_shape, &in)
	    && coverage_get(r->ctx, r->id, &in, &out)
	    && answer_shape(r, 200, &coverage_shape, &out);
}

static bool fill_gap(struct req *r)
{
	struct fill_gap in = { 0 };
	struct sync_run run;

	return req_body(r, &fill_gap_shape, &in)
	    && sync_fill_gap(r->ctx, r->id, &in, &run)
	    && answer_shape(r, 202, &sync_run_shape, &run);
}

static bool get_hook(struct req *r, struct store_hook *out)
{
	return store_hook_get(r->ctx, r->api->config->origin, r->id, out);
}

static bool show_hook(struct req *r)
{
	struct store_hook h;

	return req_no_query(r) && get_hook(r, &h) && answer_shape(r, 200, &store_hook_shape, &h);
}

static bool make_hook(struct req *r)
{
	struct store_hook h;
	const char *secret;

	return req_no_body(r)
	    && store_hook_make(r->ctx, r->api->box, r->id, &secret)
	    && get_hook(r, &h)
	    && answer_secret(r, 201, &new_store_hook_shape, &(struct new_store_hook){ &h, secret }, &(struct new_store_hook){ &h, NULL });
}

static bool drop_hook(struct req *r)
{
	return req_no_body(r) && store_hook_drop(r->ctx, r->id, r->version) && answer_nothing(r);
}

const struct route store_routes[] = {
	{ HTTP_GET,   "/api/v1/platforms",            PERM_STORE_VIEW,   platforms, 0             },
	{ HTTP_GET,   "/api/v1/stores",               PERM_STORE_VIEW,   list,      0             },
	{ HTTP_POST,  "/api/v1/stores",               PERM_STORE_MANAGE, add,       0             },
	{ HTTP_GET,   "/api/v1/stores/:id",           PERM_STORE_VIEW,   show,      0             },
	{ HTTP_PATCH, "/api/v1/stores/:id",           PERM_STORE_MANAGE, change,    ROUTE_VERSION },
	{ HTTP_POST,  "/api/v1/stores/:id/authorize", PERM_STORE_MANAGE, authorize, ROUTE_VERSION },
	{ HTTP_POST,  "/api/v1/stores/:id/test",      PERM_STORE_MANAGE, test,      0             },
	{ HTTP_GET,   "/api/v1/stores/:id/consent",   PERM_STORE_VIEW,   show_consent, 0          },
	{ HTTP_POST,  "/api/v1/stores/:id/consent",   PERM_STORE_MANAGE, open_consent, 0            },
	{ HTTP_GET,   "/api/v1/stores/:id/webhook",   PERM_STORE_VIEW,   show_hook, 0             },
	{ HTTP_POST,  "/api/v1/stores/:id/webhook",   PERM_STORE_MANAGE, make_hook, 0             },
	{ HTTP_DELETE, "/api/v1/stores/:id/webhook",  PERM_STORE_MANAGE, drop_hook, ROUTE_VERSION },
	{ HTTP_GET,   "/api/v1/stores/:id/coverage",  PERM_STORE_VIEW,   coverage,  0             },
	{ HTTP_POST,  "/api/v1/stores/:id/fill-gap",  PERM_ORDER_SYNC,   fill_gap,  0             },
	{ 0 }
};

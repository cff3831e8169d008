/* Routes of a shop, and how it says no. */
#include "practice/woo.h"
#include "practice/oauth.h"
#include "practice/order.h"
#include "practice/wire.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct woo_route {
	const char *methods; /* "GET", "PUT,POST,PATCH" */
	const char *ns, *path;
	unsigned    writebacks; /* bits of enum writeback that have this route; 0 is every shop */
	void      (*run)(struct call *k);
	const char *guest_code, *guest_message;
};

#define ONLY(w)     (1U << (w))
#define GUEST_LIST   "woocommerce_rest_cannot_view", "Sorry, you cannot list resources."
#define GUEST_VIEW   "woocommerce_rest_cannot_view", "Sorry, you cannot view this resource."
#define GUEST_EDIT   "woocommerce_rest_cannot_edit", "Sorry, you are not allowed to edit this resource."
#define GUEST_CREATE "woocommerce_rest_cannot_create", "Sorry, you are not allowed to create resources."
#define GUEST_DELETE "woocommerce_rest_cannot_delete", "Sorry, you are not allowed to delete this resource."
#define TRACKING     "wc-shipment-tracking/v3"
#define AST          "wc-ast/v3"
#define WITH_TRACKING (ONLY(WRITEBACK_SHIPMENT_TRACKING) | ONLY(WRITEBACK_AST))

static const struct woo_route routes[] = {
	{ "GET", "wc/v3", "orders", 0, woo_orders_list, GUEST_LIST },
	{ "GET", "wc/v3", "orders/{id}", 0, woo_order_get, GUEST_VIEW },
	{ "PUT,POST,PATCH", "wc/v3", "orders/{id}", 0, woo_order_put, GUEST_EDIT },
	{ "GET", "wc/v3", "orders/{id}/notes", 0, woo_notes_list, GUEST_LIST },
	{ "POST", "wc/v3", "orders/{id}/notes", 0, woo_note_add, GUEST_CREATE },
	{ "GET", "wc/v3", "orders/{id}/notes/{id}", 0, woo_note_get, GUEST_VIEW },
	{ "GET", "wc/v3", "orders/{id}/refunds", 0, woo_refunds_list, GUEST_LIST },
	{ "GET", "wc/v3", "orders/{id}/refunds/{id}", 0, woo_refund_get, GUEST_VIEW },
	{ "GET", "wc/v3", "orders/{id}/fulfillments", ONLY(WRITEBACK_FULFILLMENTS), woo_fulfillments_list, GUEST_LIST },
	{ "POST", "wc/v3", "orders/{id}/fulfillments", ONLY(WRITEBACK_FULFILLMENTS), woo_fulfillment_add, GUEST_CREATE },
	{ "GET", "wc/v3", "orders/{id}/fulfillments/{id}", ONLY(WRITEBACK_FULFILLMENTS), woo_fulfillment_get, GUEST_VIEW },
	{ "GET", TRACKING, "orders/{id}/shipment-trackings", WITH_TRACKING, woo_trackings_list, GUEST_LIST },
	{ "POST", TRACKING, "orders/{id}/shipment-trackings", WITH_TRACKING, woo_tracking_add, GUEST_CREATE },
	{ "GET", TRACKING, "orders/{id}/shipment-trackings/providers", WITH_TRACKING, woo_tracking_providers, GUEST_LIST },
	{ "GET", TRACKING, "orders/{id}/shipment-trackings/{text}", WITH_TRACKING, woo_tracking_get, GUEST_VIEW },
	{ "DELETE", TRACKING, "orders/{id}/shipment-trackings/{text}", WITH_TRACKING, woo_tracking_delete, GUEST_DELETE },
	{ "GET", AST, "orders/{id}/shipment-trackings", ONLY(WRITEBACK_AST), woo_trackings_list, GUEST_LIST },
	{ "POST", AST, "orders/{id}/shipment-trackings", ONLY(WRITEBACK_AST), woo_tracking_add, GUEST_CREATE },
	{ "GET", AST, "orders/{id}/shipment-trackings/providers", ONLY(WRITEBACK_AST), woo_tracking_providers, GUEST_LIST },
	{ "GET", AST, "orders/{id}/shipment-trackings/{text}", ONLY(WRITEBACK_AST), woo_tracking_get, GUEST_VIEW },
	{ "DELETE", AST, "orders/{id}/shipment-trackings/{text}", ONLY(WRITEBACK_AST), woo_tracking_delete, GUEST_DELETE },
	{ "GET", "wc/v3", "products", 0, woo_products_list, GUEST_LIST },
	{ "GET", "wc/v3", "products/{id}", 0, woo_product_get, GUEST_VIEW },
	{ "GET", "wc/v3", "products/{id}/variations", 0, woo_variations_list, GUEST_LIST },
	{ "GET", "wc/v3", "products/{id}/variations/{id}", 0, woo_variation_get, GUEST_VIEW },
	{ "GET", "wc/v3", "variations", 0, woo_all_variations, GUEST_LIST },
};
enum { N_ROUTES = sizeof routes / sizeof *routes };

/* ---- answers --------------------------------------------------------------------------------- */

struct buf *woo_answer(struct call *k, int status)
{
	k->reply.status = status;
	k->reply.content_type = "application/json; charset=UTF-8";
	k->reply.body = buf_new(k->ctx.arena, 4096);
	return &k->reply.body;
}

void woo_error(struct call *k, int status, const char *code, const char *message)
{
	struct buf *b = woo_answer(k, status);

	buf_puts(b, "{\"code\":");
	wire_text(b, code);
	wire_key(b, "message");
	wire_text(b, message);
	buf_printf(b, ",\"data\":{\"status\":%d}}", status);
}

void woo_invalid(struct call *k, const char *param, const char *detail_code, const char *message)
{
	struct buf *b = woo_answer(k, 400);

	buf_puts(b, "{\"code\":\"rest_invalid_param\",\"message\":");
	wire_text(b, arena_printf(k->ctx.arena, "Invalid parameter(s): %s", param));
	buf_puts(b, ",\"data\":{\"status\":400,\"params\":{");
	wire_text(b, param);
	buf_putc(b, ':');
	wire_text(b, message);
	buf_puts(b, "},\"details\":{");
	wire_text(b, param);
	buf_puts(b, ":{\"code\":");
	wire_text(b, detail_code);
	wire_key(b, "message");
	wire_text(b, message);
	buf_puts(b, ",\"data\":null}}}}");
}

void woo_missing(struct call *k, const char *param)
{
	struct buf *b = woo_answer(k, 400);

	buf_puts(b, "{\"code\":\"rest_missing_callback_param\",\"message\":");
	wire_text(b, arena_printf(k->ctx.arena, "Missing parameter(s): %s", param));
	buf_puts(b, ",\"data\":{\"status\":400,\"params\":[");
	wire_text(b, param);
	buf_puts(b, "]}}");
}

void woo_fields(struct call *k, struct buf *b, size_t start)
{
	const char        *fields = call_param(k, "_fields");
	const struct json *object;
	struct buf         kept;

	if (!fields || !*fields)
		return;
	object = json_parse(&k->ctx, b->text + start, b->len - start, &json_platform);
	if (!object) /* an order that overrides made unreadable stays whole */
		return problem_clear(&k->ctx);
	kept = buf_new(k->ctx.arena, 1024);
	wire_only_fields(&kept, &k->ctx, object, fields);
	b->len = start;
	buf_add(b, kept.text, kept.len);
}

struct order *woo_order(struct call *k, int missing_status, const char *code, const char *message)
{
	struct order *o = shop_order(k->shop, k->ids[0]);

	if (!o)
		woo_error(k, missing_status, code, message);
	return o;
}

/* ---- routing --------------------------------------------------------------------------------- */

static bool number_segment(const char *p, size_t n, int64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		if (!isdigit((unsigned char)p[i]) || i > 17)
			return false;
		*out = *out * 10 + (p[i] - '0');
	}
	return n > 0;
}

/* Routes of WordPress do not care about case, and one slash at the end is forgiven. */
static bool matches(struct call *k, const char *pattern, const char *path)
{
	int n_ids = 0;

	while (*pattern) {
		size_t want = strcspn(pattern, "/"), have = strcspn(path, "/");

		if (strncmp(pattern, "{id}", want) == 0) {
			if (!number_segment(path, have, &k->ids[n_ids++]))
				return false;
		} else if (strncmp(pattern, "{text}", want) == 0) {
			k->word = arena_strndup(k->ctx.arena, path, have);
		} else if (want != have || strncasecmp(pattern, path, want) != 0) {
			return false;
		}
		pattern += want + (pattern[want] == '/');
		path += have;
		if (*pattern && *path++ != '/')
			return false;
	}
	return !*path || strcmp(path, "/") == 0;
}

static bool method_in(const char *methods, const char *method)
{
	size_t n = strlen(method);

	for (const char *p = methods; p; p = strchr(p, ','), p = p ? p + 1 : NULL)
		if (strncmp(p, method, n) == 0 && (!p[n] || p[n] == ','))
			return true;
	return false;
}

static const struct woo_route *route_of(struct call *k, const char *path)
{
	const char *method = call_reads(k) ? "GET" : k->method;

	for (int i = 0; i < N_ROUTES; i++) {
		const struct woo_route *r = &routes[i];
		size_t                  ns = strlen(r->ns);

		if (strncasecmp(path, r->ns, ns) == 0 && path[ns] == '/' && matches(k, r->path, path + ns + 1)
		    && method_in(r->methods, method) && (!r->writebacks || (r->writebacks & ONLY(k->shop->writeback))))
			return r;
	}
	return NULL;
}

static void no_route(struct call *k)
{
	woo_error(k, 404, "rest_no_route", "No route was found matching the URL and request method.");
}

static void serve_api(struct call *k)
{
	enum oauth              who = oauth_check(k);
	const struct woo_route *r = k->woo;

	if (who == OAUTH_REFUSED)
		return;
	if (!r)
		return no_route(k);
	if (who == OAUTH_GUEST)
		return woo_error(k, 401, r->guest_code, r->guest_message);
	if (k->gust.refuse_write)
		return woo_error(k, 403, "woocommerce_rest_cannot_edit", "Sorry, this order is locked by another user.");
	r->run(k);
}

/* ---- the index, and what is not the API ------------------------------------------------------ */

static void index_routes(struct call *k, struct buf *b)
{
	const char *last = "";

	for (int i = 0; i < N_ROUTES; i++) {
		const struct woo_route *r = &routes[i];
		const char *name = arena_printf(k->ctx.arena, "/%s/%s", r->ns, r->path);

		if (strcmp(name, last) == 0 || (r->writebacks && !(r->writebacks & ONLY(k->shop->writeback))))
			continue;
		if (*last)
			buf_putc(b, ',');
		last = name;
		wire_text(b, name);
		buf_puts(b, ":{\"namespace\":");
		wire_text(b, r->ns);
		buf_puts(b, ",\"methods\":[\"GET\"]}");
	}
}

static void serve_index(struct call *k)
{
	struct shop *s = k->shop;
	struct buf  *b = woo_answer(k, 200);

	buf_puts(b, "{\"name\":");
	wire_text(b, s->title);
	buf_puts(b, ",\"description\":\"\",\"url\":");
	wire_text(b, s->home);
	wire_key(b, "home");
	wire_text(b, s->home);
	buf_printf(b, ",\"gmt_offset\":%d,\"timezone_string\":\"\",\"page_for_posts\":0,\"page_on_front\":0,"
		"\"show_on_front\":\"posts\",\"namespaces\":[\"oembed\\/1.0\",\"wc\\/v3\",\"wc\\/v2\",\"wc\\/v1\",\"wc\\/store\\/v1\","
		"\"wc-admin\",\"wc-analytics\"", s->utc_offset_h);
	if (s->writeback == WRITEBACK_SHIPMENT_TRACKING || s->writeback == WRITEBACK_AST)
		buf_puts(b, ",\"wc-shipment-tracking\\/v3\"");
	if (s->writeback == WRITEBACK_AST)
		buf_puts(b, ",\"wc-ast\\/v3\"");
	buf_puts(b, ",\"wp\\/v2\"],\"authentication\":{},\"routes\":{");
	index_routes(k, b);
	buf_puts(b, "}}");
	woo_fields(k, b, 0);
}

static void serve_front(struct call *k)
{
	struct buf *b = woo_answer(k, 200);

	k->reply.content_type = "text/html; charset=UTF-8";
	buf_printf(b, "<!DOCTYPE html><html lang=\"en\"><title>%s</title><h1>%s</h1><p>This is a practice shop.", k->shop->title,
		k->shop->title);
}

/* What stands after /wp-json, decoded; NULL when it is not asked for. */
static const char *api_path(struct call *k, const char *inside)
{
	if (strncmp(inside, "/wp-json", 8) != 0 || (inside[8] && inside[8] != '/'))
		return NULL;
	return url_decoded(k->ctx.arena, inside + 8, strlen(inside + 8), false);
}

static bool is_root(const char *path)
{
	return !*path || strcmp(path, "/") == 0;
}

void woo_find(struct call *k, const char *inside)
{
	const char *path = api_path(k, inside);

	k->route = path && is_root(path) ? "/" : "other";
	if (!path || is_root(path))
		return;
	k->woo = route_of(k, path + 1);
	if (k->woo && strcmp(k->woo->ns, "wc/v3") == 0)
		k->route = k->woo->path;
	else if (k->woo)
		k->route = arena_printf(k->ctx.arena, "%s/%s", k->woo->ns, k->woo->path);
}

void woo_serve(struct call *k, const char *inside)
{
	const char *path = api_path(k, inside), *rest = call_param(k, "rest_route");

	if (is_root(inside) && !rest)
		return serve_front(k);
	if ((path && is_root(path)) || (is_root(inside) && is_root(rest)))
		return serve_index(k);
	if (is_root(inside)) /* keys only work where the path itself names the API */
		return woo_error(k, 401, GUEST_LIST);
	if (!path || (strncmp(path, "/wc/", 4) != 0 && strncmp(path, "/wc-", 4) != 0))
		return no_route(k);
	serve_api(k);
}

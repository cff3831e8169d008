/* The control API: shops, weather, ledger. Orders are in control_orders.c. */
#include "practice/control.h"
#include "lib/shape.h"
#include "practice/catalog.h"
#include "practice/control_vendors.h"
#include "practice/hooks.h"
#include "practice/order.h"

#include <ctype.h>
#include <string.h>

/* ---- answers --------------------------------------------------------------------------------- */

struct buf *control_answer(struct call *k, int status)
{
	k->reply.status = status;
	k->reply.content_type = "application/json; charset=UTF-8";
	k->reply.body = buf_new(k->ctx.arena, 4096);
	reply_header(k, "Cache-Control", "no-store");
	return &k->reply.body;
}

void control_problem(struct call *k)
{
	const struct problem      *p = &k->ctx.problem;
	const struct problem_kind *kind = &problem_kinds[p->code];
	struct buf                *b = control_answer(k, kind->status);

	k->reply.content_type = "application/problem+json";
	buf_printf(b, "{\"status\":%d,\"code\":\"%s\",\"title\":", kind->status, kind->code);
	buf_json(b, kind->title);
	buf_puts(b, ",\"detail\":");
	buf_json(b, p->detail);
	buf_puts(b, ",\"errors\":[");
	for (size_t i = 0; i < p->n_fields; i++) {
		buf_puts(b, i ? ",{\"field\":" : "{\"field\":");
		buf_json(b, p->fields[i].field);
		buf_puts(b, ",\"code\":");
		buf_json(b, p->fields[i].code);
		buf_puts(b, ",\"detail\":");
		buf_json(b, p->fields[i].detail);
		buf_putc(b, '}');
	}
	buf_puts(b, "]}");
}

const struct json *control_body(struct call *k)
{
	const struct json *j = k->body.len ? json_parse(&k->ctx, k->body.text, k->body.len, &json_import)
	                                   : json_parse(&k->ctx, "{}", 2, &json_import);

	if (!j)
		control_problem(k);
	return j;
}

/* ---- shops ----------------------------------------------------------------------------------- */

struct shop_in {
	const char *name, *title, *currency;
	int         writeback, permission;
	bool        empty;
	int32_t     utc_offset_h;
	int64_t     order_every_s;
};

#define SHOP_SETTINGS(T)                                                                   \
	FIELD(T, title, "title", .max = 100), FIELD(T, currency, "currency", .max = 10),       \
	FIELD_CHOICE(T, writeback, "writeback", writeback_names),                              \
	FIELD_CHOICE(T, permission, "permission", key_permission_names),                       \
	FIELD(T, utc_offset_h, "utcOffsetH", .min = -12, .max = 14),                           \
	FIELD(T, order_every_s, "orderEveryS", .max = 86400)

static const struct field shop_in_fields[] = {
	FIELD(struct shop_in, name, "name", .flags = FIELD_REQUIRED, .min = 1, .max = 60), SHOP_SETTINGS(struct shop_in),
	FIELD(struct shop_in, empty, "empty"), FIELD_END
};
static const struct shape shop_in_shape = SHAPE(struct shop_in, shop_in_fields);

static const struct field shop_change_fields[] = { SHOP_SETTINGS(struct shop_in), FIELD_END };
static const struct shape shop_change_shape = SHAPE(struct shop_in, shop_change_fields);

static const struct field shop_fields[] = {
	FIELD(struct shop, name, "name"), FIELD(struct shop, home, "url"), FIELD(struct shop, key, "key"),
	FIELD(struct shop, secret, "secret"), SHOP_SETTINGS(struct shop),
	FIELD_OBJECT(struct shop, weather_now, "weather", weather_shape), FIELD_END
};
static const struct shape shop_shape = SHAPE(struct shop, shop_fields);

static void write_shop(struct buf *b, struct shop *s)
{
	s->weather_now = &s->weather;
	shape_emit(b, &shop_shape, s);
	b->len--; /* the brace comes after the counts */
	buf_printf(b, ",\"orders\":%zu,\"products\":%zu,\"effects\":%zu}", s->orders.n, s->products.n, s->ledger.n);
}

static void shops_list(struct call *k)
{
	struct buf *b = control_answer(k, 200);
	bool        first = true;

	buf_putc(b, '[');
	for (struct shop *s = k->world->shops; s; s = s->next) {
		if (s->vendor)
			continue;
		if (!first)
			buf_putc(b, ',');
		first = false;
		write_shop(b, s);
	}
	buf_putc(b, ']');
}

/* The name is a path segment, and no other path of this program. */
bool control_name_allowed(struct call *k, const char *name)
{
	for (const char *p = name; *p; p++)
		if (!islower((unsigned char)*p) && !isdigit((unsigned char)*p) && *p != '-' && *p != '_')
			return problem_field(&k->ctx, "name", "not_a_choice", "must be lower-case letters, digits, - and _");
	if (strcmp(name, "control") == 0 || world_shop(k->world, name))
		return problem(&k->ctx, PROBLEM_NAME_TAKEN, "There is an account named %s already.", name);
	return true;
}

static void take_settings(struct shop *s, const struct shop_in *in)
{
	if (in->title)
		s->title = shop_text(s, in->title);
	if (in->currency)
		s->currency = shop_text(s, in->currency);
	s->writeback = (enum writeback)in->writeback;
	s->permission = (enum key_permission)in->permission;
	s->utc_offset_h = in->utc_offset_h;
	s->order_every_s = in->order_every_s;
	s->next_order_at.us = 0;
}

/* A fresh shop sells what Harbor sells, so SKUs match by themselves; "empty" has no orders. */
static void shop_add(struct call *k)
{
	const struct json *body = control_body(k);
	struct shop_in     in = { .writeback = WRITEBACK_FULFILLMENTS };
	struct shop       *s;

	if (!body)
		return;
	if (!shape_parse(&k->ctx, &shop_in_shape, body, &in) || !control_name_allowed(k, in.name))
		return control_problem(k);
	s = world_shop_add(k->world, in.name);
	take_settings(s, &in);
	catalog_harbor(s);
	if (!in.empty)
		order_add_first_twelve(s);
	write_shop(control_answer(k, 201), s);
}

static void shop_get(struct call *k)
{
	write_shop(control_answer(k, 200), k->shop);
}

static void shop_change(struct call *k)
{
	const struct json *body = control_body(k);
	struct shop       *s = k->shop;
	struct shop_in     in = {
		.writeback = s->writeback, .permission = s->permission, .utc_offset_h = s->utc_offset_h,
		.order_every_s = s->order_every_s,
	};

	if (!body)
		return;
	if (!shape_parse(&k->ctx, &shop_change_shape, body, &in))
		return control_problem(k);
	take_settings(s, &in);
	write_shop(control_answer(k, 200), s);
}

static void shop_drop(struct call *k)
{
	world_shop_drop(k->world, k->shop);
	k->shop = NULL;
	control_answer(k, 204);
}

/* ---- weather and ledger ---------------------------------------------------------------------- */

static void weather_get(struct call *k)
{
	shape_emit(control_answer(k, 200), &weather_shape, &k->shop->weather);
}

bool control_weather_read(struct call *k, const struct shape *shape, struct weather *in)
{
	const struct json *body = control_body(k);

	if (!body)
		return false;
	if (shape_parse(&k->ctx, shape, body, in)
	    && (!in->status || in->status >= 200 || problem_field(&k->ctx, "status", "out_of_range", "must be from 200 to 599")))
		return true;
	control_problem(k);
	return false;
}

static void weather_put(struct call *k)
{
	struct weather in = { 0 };

	if (!control_weather_read(k, &weather_in_shape, &in))
		return;
	k->shop->weather = in;
	weather_get(k);
}

void control_write_requests(struct buf *b, const struct shop *s)
{
	buf_puts(b, "\"requests\":[");
	for (size_t i = 0; i < s->counters.n; i++) {
		const struct counter *c = &s->counters.items[i];

		buf_printf(b, "%s{\"method\":\"%s\",\"route\":\"%s\",\"status\":%d,\"count\":%lld}", i ? "," : "", c->method, c->route,
			c->status, (long long)c->count);
	}
	buf_printf(b, "],\"maxInFlight\":%d", s->max_in_flight);
}

static void ledger_get(struct call *k)
{
	const struct shop *s = k->shop;
	struct buf        *b = control_answer(k, 200);

	buf_puts(b, "{\"effects\":[");
	for (size_t i = 0; i < s->ledger.n; i++) {
		const struct ledger_entry *e = &s->ledger.items[i];

		buf_printf(b, "%s{\"seq\":%lld,\"at\":\"%s\",\"orderId\":%lld,\"effect\":\"%s\",\"tracking\":", i ? "," : "",
			(long long)e->seq, instant_text(k->ctx.arena, e->at), (long long)e->order_id, effect_names[e->effect]);
		buf_json(b, e->tracking);
		buf_puts(b, ",\"detail\":");
		buf_json(b, e->detail);
		buf_putc(b, '}');
	}
	buf_puts(b, "],");
	control_write_requests(b, s);
	buf_putc(b, '}');
}

static void ledger_reset(struct call *k)
{
	k->shop->ledger.n = 0;
	k->shop->counters.n = 0;
	k->shop->max_in_flight = k->shop->in_flight;
	ledger_get(k);
}

/* ---- routing --------------------------------------------------------------------------------- */

static const struct {
	const char *method, *path; /* {shop}, {vendor}, {id}, {number} */
	void      (*run)(struct call *k);
} routes[] = {
	{ "GET", "shops", shops_list },
	{ "POST", "shops", shop_add },
	{ "GET", "shops/{shop}", shop_get },
	{ "PUT", "shops/{shop}", shop_change },
	{ "DELETE", "shops/{shop}", shop_drop },
	{ "GET", "shops/{shop}/weather", weather_get },
	{ "PUT", "shops/{shop}/weather", weather_put },
	{ "GET", "shops/{shop}/ledger", ledger_get },
	{ "POST", "shops/{shop}/ledger/reset", ledger_reset },
	{ "GET", "shops/{shop}/orders", control_orders_list },
	{ "POST", "shops/{shop}/orders", control_orders_add },
	{ "GET", "shops/{shop}/orders/{id}", control_order_get },
	{ "POST", "shops/{shop}/orders/{id}/edit", control_order_edit },
	{ "POST", "shops/{shop}/orders/{id}/cancel", control_order_cancel },
	{ "POST", "shops/{shop}/orders/{id}/pay", control_order_pay },
	{ "POST", "shops/{shop}/orders/{id}/trash", control_order_trash },
	{ "POST", "shops/{shop}/orders/{id}/touch", control_order_touch },
	{ "POST", "shops/{shop}/orders/{id}/status", control_order_status },
	{ "POST", "shops/{shop}/orders/{id}/refund", control_order_refund },
	{ "GET", "shops/{shop}/webhook", control_hook_get },
	{ "PUT", "shops/{shop}/webhook", control_hook_put },
	{ "DELETE", "shops/{shop}/webhook", control_hook_drop },
	{ "POST", "shops/{shop}/webhook/send", control_hook_send },
	{ "GET", "vendors", control_vendors_list },
	{ "POST", "vendors", control_vendors_add },
	{ "GET", "vendors/{vendor}", control_vendor_get },
	{ "PUT", "vendors/{vendor}", control_vendor_change },
	{ "DELETE", "vendors/{vendor}", shop_drop },
	{ "GET", "vendors/{vendor}/weather", control_vendor_weather_get },
	{ "PUT", "vendors/{vendor}/weather", control_vendor_weather_put },
	{ "GET", "vendors/{vendor}/ledger", control_vendor_ledger_get },
	{ "POST", "vendors/{vendor}/ledger/reset", control_vendor_ledger_reset },
	{ "GET", "vendors/{vendor}/orders", control_pos_list },
	{ "POST", "vendors/{vendor}/orders", control_pos_add },
	{ "GET", "vendors/{vendor}/orders/{number}", control_po_get },
	{ "POST", "vendors/{vendor}/orders/{number}/change", control_po_change },
	{ "POST", "vendors/{vendor}/orders/{number}/cancel", control_po_cancel },
	{ "POST", "vendors/{vendor}/orders/{number}/close", control_po_close },
};

static bool id_segment(const char *p, size_t n, int64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		if (!isdigit((unsigned char)p[i]) || i > 17)
			return false;
		*out = *out * 10 + (p[i] - '0');
	}
	return n > 0;
}

static bool matches(struct call *k, const char *pattern, const char *path)
{
	while (*pattern) {
		size_t want = strcspn(pattern, "/"), have = strcspn(path, "/");

		if (strncmp(pattern, "{shop}", want) == 0 || strncmp(pattern, "{vendor}", want) == 0)
			k->word = url_decoded(k->ctx.arena, path, have, false);
		else if (strncmp(pattern, "{number}", want) == 0)
			k->number = url_decoded(k->ctx.arena, path, have, false);
		else if (strncmp(pattern, "{id}", want) == 0 ? !id_segment(path, have, &k->ids[0])
		                                            : want != have || strncmp(pattern, path, want) != 0)
			return false;
		pattern += want + (pattern[want] == '/');
		path += have;
		if (*pattern && *path++ != '/')
			return false;
	}
	return !*path;
}

/* This API has no login and listens on loopback: a page of another origin in somebody's browser
 * must not drive it. Browsers say where a request comes from; other clients send no Origin. */
static bool of_this_origin(struct call *k)
{
	return !k->origin || (k->host && strcmp(k->origin, arena_printf(k->ctx.arena, "http://%s", k->host)) == 0);
}

static bool account_of_route(struct call *k, const char *pattern)
{
	const bool vendor = strstr(pattern, "{vendor}");

	if (!vendor && !strstr(pattern, "{shop}"))
		return true;
	k->shop = world_shop(k->world, k->word);
	if (k->shop && (k->shop->vendor != NULL) == vendor)
		return true;
	k->shop = NULL;
	return problem(&k->ctx, PROBLEM_NOT_FOUND, "There is no %s %s.", vendor ? "vendor account" : "shop", k->word);
}

void control_serve(struct call *k)
{
	const char *path = k->path + strlen("/control/");

	k->route = "control";
	if (!of_this_origin(k)) {
		(void)problem(&k->ctx, PROBLEM_ORIGIN_REFUSED, "The control API answers its own page alone.");
		return control_problem(k);
	}
	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		if (strcmp(routes[i].method, strcmp(k->method, "HEAD") == 0 ? "GET" : k->method) != 0
		    || !matches(k, routes[i].path, path))
			continue;
		if (!account_of_route(k, routes[i].path))
			return control_problem(k);
		return routes[i].run(k);
	}
	(void)problem(&k->ctx, PROBLEM_NOT_FOUND, "The control API has no %s %s.", k->method, k->path);
	control_problem(k);
}

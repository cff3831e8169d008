/* Vendor accounts as the control API shows, makes and changes them, with their weather and ledger. */
#include "practice/control_vendors.h"
#include "lib/shape.h"
#include "practice/catalog.h"
#include "practice/control.h"
#include "practice/vendor.h"
#include "practice/vendor_po.h"

#include <string.h>

struct vendor_in {
	const char *name, *title, *code, *refresh_token;
	bool        empty, revoked, expire_tokens;
	int64_t     token_lifetime_s, acknowledge_within_s, refill_ms, burst, order_every_s;
};

#define SETTINGS                                                                                                   \
	FIELD(struct vendor_in, title, "title", .max = 100), FIELD(struct vendor_in, code, "vendorCode", .min = 1, .max = 20), \
	FIELD(struct vendor_in, refresh_token, "refreshToken", .min = 1, .max = 2048),                             \
	FIELD(struct vendor_in, revoked, "revoked"), FIELD(struct vendor_in, expire_tokens, "expireTokens"),       \
	FIELD(struct vendor_in, token_lifetime_s, "tokenLifetimeS", .min = 1, .max = 86400),                       \
	FIELD(struct vendor_in, acknowledge_within_s, "acknowledgeWithinS", .min = 1, .max = 31536000),            \
	FIELD(struct vendor_in, refill_ms, "refillMs", .min = 1, .max = 3600000),                                  \
	FIELD(struct vendor_in, burst, "burst", .min = 0, .max = 1000000),                                         \
	FIELD(struct vendor_in, order_every_s, "orderEveryS", .max = 86400)

static const struct field add_fields[] = {
	FIELD(struct vendor_in, name, "name", .flags = FIELD_REQUIRED, .min = 1, .max = 60), FIELD(struct vendor_in, empty, "empty"),
	SETTINGS, FIELD_END
};
static const struct field change_fields[] = { SETTINGS, FIELD_END };
static const struct shape add_shape = SHAPE(struct vendor_in, add_fields);
static const struct shape change_shape = SHAPE(struct vendor_in, change_fields);

static void member(struct buf *b, const char *name, const char *text)
{
	buf_printf(b, ",\"%s\":", name);
	buf_json(b, text);
}

static void write_vendor(struct buf *b, const struct shop *s)
{
	const struct vendor *v = s->vendor;

	buf_puts(b, "{\"name\":");
	buf_json(b, s->name);
	member(b, "title", s->title);
	member(b, "url", s->home);
	member(b, "clientId", v->client_id);
	member(b, "clientSecret", v->client_secret);
	member(b, "refreshToken", v->refresh_token);
	member(b, "vendorCode", v->code);
	buf_printf(b, ",\"revoked\":%s,\"tokenLifetimeS\":%lld,\"acknowledgeWithinS\":%lld,\"refillMs\":%lld,\"burst\":%lld,\"orderEveryS\":%lld",
		v->revoked ? "true" : "false", (long long)v->token_lifetime_s, (long long)v->acknowledge_within_s,
		(long long)v->refill_ms, (long long)v->burst, (long long)s->order_every_s);
	buf_puts(b, ",\"weather\":");
	shape_emit(b, &vendor_weather_shape, &s->weather);
	buf_printf(b, ",\"orders\":%zu,\"effects\":%zu}", v->orders.n, v->ledger.n);
}

void control_vendors_list(struct call *k)
{
	struct buf *b = control_answer(k, 200);
	bool        first = true;

	buf_putc(b, '[');
	for (const struct shop *s = k->world->shops; s; s = s->next) {
		if (!s->vendor)
			continue;
		if (!first)
			buf_putc(b, ',');
		first = false;
		write_vendor(b, s);
	}
	buf_putc(b, ']');
}

/* Those of the account; one that is absent stays. */
static struct vendor_in settings_of(const struct shop *s)
{
	const struct vendor *v = s->vendor;

	return (struct vendor_in){
		.revoked = v->revoked, .token_lifetime_s = v->token_lifetime_s, .acknowledge_within_s = v->acknowledge_within_s,
		.refill_ms = v->refill_ms, .burst = v->burst, .order_every_s = s->order_every_s,
	};
}

static void take_settings(struct shop *s, const struct vendor_in *in)
{
	struct vendor *v = s->vendor;

	if (in->title)
		s->title = shop_text(s, in->title);
	if (in->code)
		v->code = shop_text(s, in->code);
	if (in->refresh_token)
		v->refresh_token = shop_text(s, in->refresh_token);
	v->revoked = in->revoked;
	v->token_lifetime_s = in->token_lifetime_s;
	v->acknowledge_within_s = in->acknowledge_within_s;
	v->refill_ms = in->refill_ms;
	v->burst = in->burst;
	memset(v->empty_until_us, 0, sizeof v->empty_until_us);
	for (size_t i = 0; in->expire_tokens && i < v->tokens.n; i++)
		v->tokens.items[i].expires = instant_now();
	s->order_every_s = in->order_every_s;
	s->next_order_at.us = 0;
}

/* A fresh account sells what Harbor sells; "empty" has no purchase orders. */
void control_vendors_add(struct call *k)
{
	const struct json *body = control_body(k);
	struct vendor_in   in = { .token_lifetime_s = 3600, .acknowledge_within_s = 86400, .refill_ms = 100, .burst = 10 };
	struct shop       *s;

	if (!body)
		return;
	if (!shape_parse(&k->ctx, &add_shape, body, &in) || !control_name_allowed(k, in.name))
		return control_problem(k);
	s = world_shop_add(k->world, in.name);
	vendor_open(s);
	catalog_harbor(s);
	take_settings(s, &in);
	if (!in.empty)
		po_add_first_twelve(s);
	write_vendor(control_answer(k, 201), s);
}

void control_vendor_get(struct call *k)
{
	write_vendor(control_answer(k, 200), k->shop);
}

void control_vendor_change(struct call *k)
{
	const struct json *body = control_body(k);
	struct vendor_in   in = settings_of(k->shop);

	if (!body)
		return;
	if (!shape_parse(&k->ctx, &change_shape, body, &in))
		return control_problem(k);
	take_settings(k->shop, &in);
	control_vendor_get(k);
}

void control_vendor_weather_get(struct call *k)
{
	shape_emit(control_answer(k, 200), &vendor_weather_shape, &k->shop->weather);
}

void control_vendor_weather_put(struct call *k)
{
	struct weather in = { 0 };

	if (!control_weather_read(k, &vendor_weather_in_shape, &in))
		return;
	if (in.transaction.code)
		in.transaction.code = shop_text(k->shop, in.transaction.code);
	if (in.transaction.message)
		in.transaction.message = shop_text(k->shop, in.transaction.message);
	k->shop->weather = in;
	control_vendor_weather_get(k);
}

void control_vendor_ledger_get(struct call *k)
{
	const struct vendor *v = k->shop->vendor;
	struct buf          *b = control_answer(k, 200);

	buf_puts(b, "{\"effects\":[");
	for (size_t i = 0; i < v->ledger.n; i++) {
		const struct vendor_entry *e = &v->ledger.items[i];

		buf_printf(b, "%s{\"seq\":%lld,\"at\":\"%s\",\"effect\":\"%s\"", i ? "," : "", (long long)e->seq,
			instant_text(k->ctx.arena, e->at), vendor_effect_names[e->effect]);
		member(b, "order", e->order);
		member(b, "reference", e->reference);
		member(b, "detail", e->detail);
		buf_putc(b, '}');
	}
	buf_puts(b, "],");
	control_write_requests(b, k->shop);
	buf_putc(b, '}');
}

void control_vendor_ledger_reset(struct call *k)
{
	k->shop->vendor->ledger.n = 0;
	k->shop->counters.n = 0;
	k->shop->max_in_flight = k->shop->in_flight;
	control_vendor_ledger_get(k);
}

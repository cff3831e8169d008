#include "practice/hooks.h"
#include "base/log.h"
#include "lib/http_client.h"
#include "lib/secret.h"
#include "lib/shape.h"
#include "practice/control.h"
#include "practice/wire.h"

#include <string.h>

enum { FAILURES_MAX = 5, MEMORY = 16 * 1024 * 1024 };

/* ---- calling ----------------------------------------------------------------------------------- */

enum manner { AS_RIGHT, AS_WRONG_SIGNATURE, AS_UNSIGNED, AS_REPEAT, AS_OLD };
static const char *const manner_names[] = { "right", "wrong_signature", "unsigned", "repeat", "old", NULL };

struct message {
	const char *topic, *delivery, *body, *signature; /* signature NULL: none is sent */
};

static bool post(struct ctx *c, struct shop_hook *h, struct http_request *q)
{
	struct http_answer a = http_send(c, h->client, q, NULL, NULL);

	h->status = a.failure == HTTP_ANSWERED ? a.status : 0;
	return h->status >= 200 && h->status <= 302; /* what WooCommerce takes for good */
}

static void ping(struct ctx *c, struct shop_hook *h)
{
	struct http_request q = { .method = "POST", .url = h->url, .n_headers = 1,
		.headers = { { "Content-Type", "application/x-www-form-urlencoded" } }, .body = "webhook_id=1" };

	(void)post(c, h, &q);
}

static void deliver(struct ctx *c, struct shop *s, const struct message *m)
{
	struct shop_hook *h = s->hook;
	struct http_request q = {
		.method = "POST",
		.url = h->url,
		.n_headers = m->signature ? 7 : 6,
		.headers = {
			{ "X-WC-Webhook-Source", s->home },
			{ "X-WC-Webhook-Topic", m->topic },
			{ "X-WC-Webhook-Resource", "order" },
			{ "X-WC-Webhook-Event", strchr(m->topic, '.') + 1 },
			{ "X-WC-Webhook-ID", "1" },
			{ "X-WC-Webhook-Delivery-ID", m->delivery },
			{ "X-WC-Webhook-Signature", m->signature ? m->signature : "" },
		},
		.body = m->body,
	};
	bool good = post(c, h, &q);

	h->sent++;
	h->failures = good ? 0 : h->failures + 1;
	h->topic = shop_text(s, m->topic);
	h->delivery = shop_text(s, m->delivery);
	h->body = shop_text(s, m->body);
	if (h->failures > FAILURES_MAX)
		h->enabled = false;
	log_info("webhook", KV("shop", s->name), KV("topic", m->topic), KV("status", h->status));
}

static const char *body_of(struct ctx *c, const struct shop *s, const struct order *o, const char *topic)
{
	struct buf b = buf_new(c->arena, 4096);

	if (strcmp(topic, "order.deleted") == 0)
		buf_printf(&b, "{\"id\":%lld}", (long long)o->id);
	else
		wire_order(c, &b, s, o, 2);
	return b.text;
}

static void tell(struct ctx *c, struct shop *s, const struct order *o, const char *topic)
{
	struct message m = { .topic = topic, .delivery = random_text(c->arena, 16), .body = body_of(c, s, o, topic) };

	m.signature = hmac_sha256_base64(c->arena, s->hook->secret, m.body, strlen(m.body));
	deliver(c, s, &m);
}

static void tell_changes(struct shop *s, struct order *o)
{
	struct ctx c = { .arena = arena_new(MEMORY) };

	if (o->told == 0)
		tell(&c, s, o, "order.created");
	tell(&c, s, o, strcmp(o->status, "trash") == 0 ? "order.deleted" : "order.updated");
	o->told = o->changes;
	arena_free(c.arena);
}

void hooks_tick(struct shop *s)
{
	if (!s->hook)
		return;
	for (size_t i = 0; i < s->orders.n && s->hook->enabled; i++)
		if (s->orders.items[i]->told < s->orders.items[i]->changes)
			tell_changes(s, s->orders.items[i]);
}

/* ---- the control API ----------------------------------------------------------------------------- */

static void show(struct call *k)
{
	const struct shop_hook *h = k->shop->hook;
	struct buf *b = control_answer(k, 200);

	if (!h) {
		buf_puts(b, "null");
		return;
	}
	buf_puts(b, "{\"deliveryUrl\":");
	buf_json(b, h->url);
	buf_printf(b, ",\"enabled\":%s,\"sent\":%lld,\"failures\":%lld,\"status\":%lld,\"topic\":", h->enabled ? "true" : "false", (long long)h->sent,
		(long long)h->failures, (long long)h->status);
	buf_json(b, h->topic);
	buf_puts(b, ",\"deliveryId\":");
	buf_json(b, h->delivery);
	buf_putc(b, '}');
}

void control_hook_get(struct call *k)
{
	show(k);
}

struct hook_in {
	const char *url, *secret;
};
static const struct field hook_in_fields[] = {
	FIELD(struct hook_in, url, "deliveryUrl", .flags = FIELD_REQUIRED, .min = 1, .max = 500),
	FIELD(struct hook_in, secret, "secret", .flags = FIELD_REQUIRED, .min = 1, .max = 200), FIELD_END
};
static const struct shape hook_in_shape = SHAPE(struct hook_in, hook_in_fields);

/* The practice store calls nobody but this machine. */
static const char *own_pair(struct call *k, const char *url)
{
	static const char start[] = "http://127.0.0.1:";
	const char *port = url + sizeof start - 1;
	size_t n;

	if (strncmp(url, start, sizeof start - 1) != 0 || (n = strspn(port, "0123456789")) == 0 || port[n] != '/') {
		(void)problem_field(&k->ctx, "deliveryUrl", "refused", "must begin with http://127.0.0.1:port/");
		return NULL;
	}
	return arena_printf(k->ctx.arena, "127.0.0.1:%.*s", (int)n, port);
}

static void free_client(void *client)
{
	http_client_free(client);
}

static struct shop_hook *hook_new(struct shop *s, const struct hook_in *in, const char *pair)
{
	struct http_limits limits = http_limits;
	struct shop_hook *h = NEW(s->arena, struct shop_hook);

	h->url = shop_text(s, in->url);
	h->secret = shop_text(s, in->secret);
	h->enabled = true;
	h->client = http_client_new(shop_text(s, pair), "WooCommerce/11.0.1 Hookshot (WordPress/6.9)");
	arena_defer(s->arena, free_client, h->client);
	limits.connect_ms = 2000;
	limits.call_ms = 5000;
	http_client_limit(h->client, &limits);
	return h;
}

/* What was before is not told: a webhook knows what happens from now on. */
void control_hook_put(struct call *k)
{
	const struct json *body = control_body(k);
	struct hook_in in = { 0 };
	const char *pair;

	if (!body)
		return;
	if (!shape_parse(&k->ctx, &hook_in_shape, body, &in) || !(pair = own_pair(k, in.url))) {
		control_problem(k);
		return;
	}
	for (size_t i = 0; i < k->shop->orders.n; i++)
		k->shop->orders.items[i]->told = k->shop->orders.items[i]->changes;
	k->shop->hook = hook_new(k->shop, &in, pair);
	ping(&k->ctx, k->shop->hook);
	show(k);
}

void control_hook_drop(struct call *k)
{
	k->shop->hook = NULL;
	show(k);
}

struct send_in {
	uint64_t    order_id;
	const char *topic;
	int32_t     as;
};
static const struct field send_in_fields[] = {
	FIELD(struct send_in, order_id, "orderId", .flags = FIELD_REQUIRED), FIELD(struct send_in, topic, "topic", .max = 60),
	FIELD_CHOICE(struct send_in, as, "as", manner_names), FIELD_END
};
static const struct shape send_in_shape = SHAPE(struct send_in, send_in_fields);

static struct message misbehave(struct call *k, const struct order *o, const struct send_in *in)
{
	const struct shop_hook *h = k->shop->hook;
	struct ctx *c = &k->ctx;
	struct message m = { .topic = in->topic ? in->topic : "order.updated", .delivery = random_text(c->arena, 16) };

	if (in->as == AS_REPEAT && h->delivery) {
		m.topic = h->topic;
		m.delivery = h->delivery;
		m.body = h->body;
	} else if (in->as == AS_OLD) {
		m.body = arena_printf(c->arena, "{\"id\":%lld,\"status\":\"pending\",\"date_modified_gmt\":\"2001-01-01T00:00:00\"}", (long long)o->id);
	} else {
		m.body = body_of(c, k->shop, o, m.topic);
	}
	if (in->as != AS_UNSIGNED)
		m.signature = hmac_sha256_base64(c->arena, in->as == AS_WRONG_SIGNATURE ? "another secret" : h->secret, m.body, strlen(m.body));
	return m;
}

/* One call now, about any order, in any manner. */
void control_hook_send(struct call *k)
{
	const struct json *body = control_body(k);
	struct send_in in = { 0 };
	const struct order *o;
	struct message m;

	if (!body)
		return;
	if (!shape_parse(&k->ctx, &send_in_shape, body, &in)) {
		control_problem(k);
		return;
	}
	o = shop_order(k->shop, (int64_t)in.order_id);
	if (!k->shop->hook || !o || (in.topic && !strchr(in.topic, '.'))) {
		(void)problem(&k->ctx, PROBLEM_NOT_FOUND, "The shop has no such order, no webhook, or there is no such topic.");
		control_problem(k);
		return;
	}
	m = misbehave(k, o, &in);
	deliver(&k->ctx, k->shop, &m);
	show(k);
}

/* Order fulfillments of the core: what a shop keeps of shipments when that feature is on. Nothing
 * is checked, as on the real one: too many pieces, unknown lines and repeats are all taken. */
#include "practice/list.h"
#include "practice/order.h"
#include "practice/wire.h"
#include "practice/woo.h"

#include <string.h>

/* This controller has its own error writer, with the status as a text. */
static struct order *fulfillment_order(struct call *k)
{
	struct order *o = shop_order(k->shop, k->ids[0]);

	if (!o)
		buf_puts(woo_answer(k, 404),
			"{\"code\":\"woocommerce_rest_order_invalid_id\",\"message\":\"Invalid order ID.\",\"data\":{\"status\":\"404\"}}");
	return o;
}

void woo_fulfillments_list(struct call *k)
{
	const struct order *o = fulfillment_order(k);
	struct buf         *b;

	if (!o)
		return;
	b = woo_answer(k, 200);
	buf_putc(b, '[');
	for (size_t i = 0; i < o->fulfillments.n; i++) {
		if (i)
			buf_putc(b, ',');
		wire_fulfillment(b, o, &o->fulfillments.items[i], true);
	}
	buf_putc(b, ']');
}

void woo_fulfillment_get(struct call *k)
{
	const struct order *o = fulfillment_order(k);

	for (size_t i = 0; o && i < o->fulfillments.n; i++)
		if (o->fulfillments.items[i].id == k->ids[1])
			return wire_fulfillment(woo_answer(k, 200), o, &o->fulfillments.items[i], true);
	if (o)
		woo_error(k, 400, "0", "Invalid fulfillment ID.");
}

static bool items_sound(const struct json *items)
{
	int64_t id, qty;

	if (json_type(items) != JSON_ARRAY || !json_count(items))
		return false;
	for (const struct json *i = json_first(items); i; i = json_next(i))
		if (!json_int(json_member(i, "item_id"), &id) || !json_int(json_member(i, "qty"), &qty) || qty <= 0)
			return false;
	return true;
}

static void keep_items(struct shop *s, struct fulfillment *f, const struct json *items)
{
	for (const struct json *i = json_first(items); i; i = json_next(i)) {
		struct shipped *one = LIST_ADD(s->arena, &f->shipped);

		if (!json_int(json_member(i, "item_id"), &one->line_id) || !json_int(json_member(i, "qty"), &one->quantity))
			f->shipped.n--;
	}
}

static const struct json *meta_value(const struct json *metas, const char *key)
{
	for (const struct json *m = json_first(metas); m; m = json_next(m)) {
		const char *name = json_text(json_member(m, "key"));

		if (name && strcmp(name, key) == 0)
			return json_member(m, "value");
	}
	return NULL;
}

static const char *items_text(struct call *k, const struct fulfillment *f)
{
	struct buf b = buf_new(k->ctx.arena, 64);

	for (size_t i = 0; i < f->shipped.n; i++)
		buf_printf(&b, "%s%lld x line %lld", i ? ", " : "", (long long)f->shipped.items[i].quantity,
			(long long)f->shipped.items[i].line_id);
	return b.text;
}

static void fill(struct call *k, struct fulfillment *f, const struct json *body)
{
	struct shop       *s = k->shop;
	const struct json *metas = json_member(body, "meta_data");
	const char        *status = json_text(json_member(body, "status"));

	f->id = ++s->last_fulfillment_id;
	f->status = shop_text(s, status ? status : "unfulfilled");
	f->fulfilled = json_true(json_member(body, "is_fulfilled")) || strcmp(f->status, "fulfilled") == 0;
	f->updated = instant_now();
	f->updated.us -= f->updated.us % INSTANT_SECOND;
	for (const struct json *m = json_first(metas); m; m = json_next(m)) {
		const char *key = json_text(json_member(m, "key"));

		if (key && json_type(json_member(m, "value")) != JSON_ABSENT)
			order_meta_set(s, &f->metas, key, json_write(&k->ctx, json_member(m, "value")));
	}
	if (f->fulfilled)
		order_meta_set(s, &f->metas, "_date_fulfilled",
			arena_printf(k->ctx.arena, "\"%s\"", instant_text(k->ctx.arena, f->updated)));
	keep_items(s, f, meta_value(metas, "_items"));
}

void woo_fulfillment_add(struct call *k)
{
	struct order       *o = fulfillment_order(k);
	const struct json  *body = o ? call_json(k, &json_platform) : NULL;
	const struct json  *metas = json_member(body, "meta_data");
	struct order        draft;
	struct fulfillment *f;
	const char         *number;

	if (!body)
		return;
	if (json_type(metas) == JSON_ABSENT)
		return woo_missing(k, "meta_data");
	if (json_type(metas) != JSON_ARRAY)
		return woo_invalid(k, "meta_data", "rest_invalid_type", "meta_data is not of type array.");
	if (!items_sound(meta_value(metas, "_items")))
		return woo_error(k, 400, "woocommerce_fulfillment_invalid_items", "The fulfillment should contain at least one item.");
	draft = order_draft(k->shop, o);
	f = LIST_ADD(k->shop->arena, &draft.fulfillments);
	fill(k, f, body);
	wire_fulfillment(woo_answer(k, 201), o, f, false);
	if (k->gust.ignore_write)
		return;
	order_fulfillment_status(k->shop, &draft);
	order_touch(&draft);
	*o = draft;
	number = json_text(meta_value(metas, "_tracking_number"));
	shop_record(k->shop, o->id, EFFECT_FULFILLMENT, number, items_text(k, f));
}

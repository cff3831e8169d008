/* Notes and refunds of an order. */
#include "practice/list.h"
#include "practice/order.h"
#include "practice/wire.h"
#include "practice/woo.h"

#include <string.h>

static struct order *note_order(struct call *k)
{
	return woo_order(k, 404, "woocommerce_rest_shop_order_invalid_id", "Invalid order ID.");
}

static bool by_type(const char *type, const struct note *n)
{
	return !type || strcmp(type, "any") == 0 || n->for_customer == (strcmp(type, "customer") == 0);
}

void woo_notes_list(struct call *k)
{
	static const char *const types[] = { "any", "customer", "internal", NULL };
	const struct order *o = note_order(k);
	const char         *type;
	struct buf         *b;

	if (!o || !woo_choice(k, "type", types, "any", &type))
		return;
	b = woo_answer(k, 200);
	buf_putc(b, '[');
	for (size_t i = o->notes.n; i > 0; i--) { /* newest first */
		size_t start;

		if (!by_type(type, &o->notes.items[i - 1]))
			continue;
		if (b->len > 1)
			buf_putc(b, ',');
		start = b->len;
		wire_note(b, k->shop, o, &o->notes.items[i - 1]);
		woo_fields(k, b, start);
	}
	buf_putc(b, ']');
}

void woo_note_get(struct call *k)
{
	const struct order *o = note_order(k);

	for (size_t i = 0; o && i < o->notes.n; i++)
		if (o->notes.items[i].id == k->ids[1])
			return wire_note(woo_answer(k, 200), k->shop, o, &o->notes.items[i]);
	if (o)
		woo_error(k, 404, "woocommerce_rest_invalid_id", "Invalid resource ID.");
}

/* Not idempotent, like the real one: a repeated request is a second note and a second mail. */
void woo_note_add(struct call *k)
{
	struct order      *o = note_order(k);
	const struct json *body = o ? call_json(k, &json_platform) : NULL;
	const char        *text = json_text(json_member(body, "note"));
	bool               for_customer = json_true(json_member(body, "customer_note"));
	struct order       draft;
	struct note       *n;

	if (!body)
		return;
	if (json_type(json_member(body, "note")) == JSON_ABSENT)
		return woo_missing(k, "note");
	if (!text)
		return woo_invalid(k, "note", "rest_invalid_type", "note is not of type string.");
	draft = *o;
	n = order_note(k->shop, &draft, "WooCommerce", text, for_customer);
	reply_header(k, "Location", arena_printf(k->ctx.arena, "%s/wp-json/wc/v3/orders/%lld/notes/%lld", k->shop->home,
		(long long)o->id, (long long)n->id));
	wire_note(woo_answer(k, 201), k->shop, o, n);
	if (k->gust.ignore_write)
		return;
	if (for_customer)
		order_note(k->shop, &draft, "WooCommerce", "Email \"Customer note\" sent.", false);
	*o = draft;
	shop_record(k->shop, o->id, EFFECT_NOTE, NULL, text);
}

/* ---- refunds --------------------------------------------------------------------------------- */

static struct order *refund_order(struct call *k)
{
	return woo_order(k, 404, "woocommerce_rest_invalid_order_id", "Invalid order ID.");
}

void woo_refunds_list(struct call *k)
{
	const struct order *o = refund_order(k);
	struct woo_page     page;
	struct buf         *b;
	size_t              from;

	if (!o || !woo_page(k, &page))
		return;
	from = (size_t)(page.by_offset ? page.offset : (page.page - 1) * page.per_page);
	b = woo_answer(k, 200);
	woo_page_headers(k, &page, arena_printf(k->ctx.arena, "orders/%lld/refunds", (long long)o->id), "", o->refunds.n);
	buf_putc(b, '[');
	for (size_t i = from; i < o->refunds.n && i < from + (size_t)page.per_page; i++) {
		if (i > from)
			buf_putc(b, ',');
		wire_refund(b, k->shop, o, &o->refunds.items[o->refunds.n - 1 - i]);
	}
	buf_putc(b, ']');
}

void woo_refund_get(struct call *k)
{
	const struct order *o = refund_order(k);

	for (size_t i = 0; o && i < o->refunds.n; i++)
		if (o->refunds.items[i].id == k->ids[1])
			return wire_refund(woo_answer(k, 200), k->shop, o, &o->refunds.items[i]);
	if (o)
		woo_error(k, 404, "woocommerce_rest_invalid_order_refund_id", "Invalid order refund ID.");
}

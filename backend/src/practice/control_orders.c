/* Orders as the control API shows and makes them. */
#include "practice/control.h"
#include "lib/shape.h"
#include "practice/list.h"
#include "practice/order.h"
#include "practice/people.h"

#include <stdlib.h>
#include <string.h>

/* ---- showing --------------------------------------------------------------------------------- */

static void text_member(struct buf *b, const char *name, const char *text)
{
	buf_printf(b, ",\"%s\":", name);
	buf_json(b, text);
}

static void address_member(struct buf *b, const char *name, const struct address *a)
{
	buf_printf(b, ",\"%s\":{\"name\":", name);
	buf_json(b, arena_printf(b->arena, "%s%s%s", a->first_name, *a->first_name && *a->last_name ? " " : "", a->last_name));
	text_member(b, "company", a->company);
	text_member(b, "address1", a->address_1);
	text_member(b, "address2", a->address_2);
	text_member(b, "city", a->city);
	text_member(b, "state", a->state);
	text_member(b, "postcode", a->postcode);
	text_member(b, "country", a->country);
	text_member(b, "phone", a->phone);
	buf_putc(b, '}');
}

static void lines(struct buf *b, const struct order *o)
{
	buf_puts(b, ",\"lines\":[");
	for (size_t i = 0; i < o->lines.n; i++) {
		const struct line *l = &o->lines.items[i];

		buf_printf(b, "%s{\"lineItemId\":%lld,\"productId\":%lld,\"variationId\":%lld,\"quantity\":%lld", i ? "," : "",
			(long long)l->id, (long long)l->product_id, (long long)l->variation_id, (long long)l->quantity);
		text_member(b, "sku", l->sku);
		text_member(b, "name", l->name);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

static const char *raw_meta(const struct metas *metas, const char *key)
{
	const struct meta *m = order_meta(metas, key);

	return m ? m->value : NULL;
}

/* Whatever way the number came in by: fulfillment, plugin or meta. */
static void trackings(struct buf *b, const struct order *o)
{
	const char *alone = raw_meta(&o->metas, "_tracking_number");
	bool        first = true;

	buf_puts(b, ",\"trackings\":[");
	for (size_t i = 0; i < o->fulfillments.n; i++, first = false) {
		const struct fulfillment *f = &o->fulfillments.items[i];
		const char               *number = raw_meta(&f->metas, "_tracking_number");
		const char               *carrier = raw_meta(&f->metas, "_shipment_provider");

		if (!carrier)
			carrier = raw_meta(&f->metas, "_shipping_provider");
		buf_printf(b, "%s{\"tracking\":%s,\"carrier\":%s,\"items\":[", first ? "" : ",", number ? number : "null",
			carrier ? carrier : "null");
		for (size_t n = 0; n < f->shipped.n; n++)
			buf_printf(b, "%s{\"lineItemId\":%lld,\"qty\":%lld}", n ? "," : "", (long long)f->shipped.items[n].line_id,
				(long long)f->shipped.items[n].quantity);
		buf_puts(b, "]}");
	}
	for (size_t i = 0; i < o->trackings.n; i++, first = false) {
		buf_puts(b, first ? "{\"tracking\":" : ",{\"tracking\":");
		buf_json(b, o->trackings.items[i].number);
		text_member(b, "carrier", o->trackings.items[i].provider);
		buf_puts(b, ",\"items\":[]");
		if (*o->trackings.items[i].sku) {
			text_member(b, "sku", o->trackings.items[i].sku);
			text_member(b, "qty", o->trackings.items[i].qty);
		}
		buf_putc(b, '}');
	}
	if (alone)
		buf_printf(b, "%s{\"tracking\":%s,\"carrier\":null,\"items\":[]}", first ? "" : ",", alone);
	buf_putc(b, ']');
}

static void notes(struct buf *b, const struct order *o)
{
	buf_puts(b, ",\"notes\":[");
	for (size_t i = 0; i < o->notes.n; i++) {
		const struct note *n = &o->notes.items[i];

		buf_printf(b, "%s{\"id\":%lld,\"at\":\"%s\",\"forCustomer\":%s,\"note\":", i ? "," : "", (long long)n->id,
			instant_text(b->arena, n->created), n->for_customer ? "true" : "false");
		buf_json(b, n->text);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

void control_write_order(struct buf *b, const struct order *o)
{
	const struct address *to = *o->shipping.first_name || *o->shipping.last_name || *o->shipping.address_1 ? &o->shipping
	                                                                                                     : &o->billing;

	buf_printf(b, "{\"id\":%lld", (long long)o->id);
	text_member(b, "number", o->number);
	text_member(b, "status", o->status);
	text_member(b, "currency", o->currency);
	text_member(b, "total", money_text(b->arena, order_total(o)));
	text_member(b, "createdAt", instant_text(b->arena, o->created));
	text_member(b, "modifiedAt", instant_text(b->arena, o->modified));
	text_member(b, "note", o->customer_note);
	address_member(b, "recipient", to);
	lines(b, o);
	trackings(b, o);
	notes(b, o);
	buf_putc(b, '}');
}

/* Newest first, because that is what one looks for; ?limit=n are the n newest. */
void control_orders_list(struct call *k)
{
	const char *limit = call_param(k, "limit");
	size_t      n = limit ? (size_t)strtoull(limit, NULL, 10) : k->shop->orders.n;
	size_t      last = n < k->shop->orders.n ? k->shop->orders.n - n : 0;
	struct buf *b = control_answer(k, 200);

	buf_putc(b, '[');
	for (size_t i = k->shop->orders.n; i > last; i--) {
		if (i < k->shop->orders.n)
			buf_putc(b, ',');
		control_write_order(b, k->shop->orders.items[i - 1]);
	}
	buf_putc(b, ']');
}

/* ---- making ---------------------------------------------------------------------------------- */

#define ADDRESS_FIELD(member, name_) FIELD(struct control_address, member, name_, .max = 1000)
static const struct field address_fields[] = {
	ADDRESS_FIELD(name, "name"), ADDRESS_FIELD(first_name, "firstName"), ADDRESS_FIELD(last_name, "lastName"),
	ADDRESS_FIELD(company, "company"), ADDRESS_FIELD(address1, "address1"), ADDRESS_FIELD(address2, "address2"),
	ADDRESS_FIELD(city, "city"), ADDRESS_FIELD(state, "state"), ADDRESS_FIELD(postcode, "postcode"),
	ADDRESS_FIELD(country, "country"), ADDRESS_FIELD(phone, "phone"), ADDRESS_FIELD(email, "email"), FIELD_END
};
const struct shape control_address_shape = SHAPE(struct control_address, address_fields);

static const struct field line_fields[] = {
	FIELD(struct line_spec, product_id, "productId"), FIELD(struct line_spec, variation_id, "variationId"),
	FIELD(struct line_spec, quantity, "quantity", .min = INT64_MIN, .max = INT64_MAX, .fallback = 1),
	FIELD(struct line_spec, sku, "sku", .max = 255), FIELD(struct line_spec, name, "name", .max = 1000),
	FIELD(struct line_spec, price, "price"), FIELD_END
};
static const struct shape line_shape = SHAPE(struct line_spec, line_fields);

struct order_in {
	struct order_spec       spec;
	struct line_spec       *lines;
	size_t                  n_lines;
	struct control_address *recipient, *billing;
	struct control_bad_input bad;
	const char             *set;
};

#define SPEC(member, name_, ...) FIELD(struct order_in, spec.member, name_, __VA_ARGS__)
static const struct field order_in_fields[] = {
	SPEC(status, "status", .max = 40), SPEC(number, "number", .max = 200), SPEC(currency, "currency", .max = 20),
	SPEC(note, "note", .max = 4000), SPEC(created, "createdAt"), SPEC(modified, "modifiedAt"),
	SPEC(payment_method, "paymentMethod", .max = 60), SPEC(payment_title, "paymentTitle", .max = 200),
	SPEC(shipping_title, "shippingMethod", .max = 200), SPEC(shipping_total, "shippingTotal", .max = INT64_C(900000000000000)),
	SPEC(discount_percent, "discountPercent", .max = 100), SPEC(coupon, "coupon", .max = 60), SPEC(taxed, "taxed"),
	FIELD_LIST(struct order_in, lines, n_lines, "lines", line_shape, .max = 1000),
	FIELD_OBJECT(struct order_in, recipient, "recipient", control_address_shape),
	FIELD_OBJECT(struct order_in, billing, "billing", control_address_shape),
	FIELD_TEXTS(struct order_in, bad.omit, bad.n_omit, "omit", .max = 100), FIELD_RAW(struct order_in, set, "set"), FIELD_END
};
static const struct shape order_in_shape = SHAPE(struct order_in, order_in_fields);

struct orders_in {
	int64_t          count;
	struct order_in *orders;
	size_t           n_orders;
};

static const struct field orders_in_fields[] = {
	FIELD(struct orders_in, count, "count", .max = 200000),
	FIELD_LIST(struct orders_in, orders, n_orders, "orders", order_in_shape, .max = 10000), FIELD_END
};
static const struct shape orders_in_shape = SHAPE(struct orders_in, orders_in_fields);

void control_address_onto(struct call *k, struct address *to, const struct control_address *from)
{
	const struct {
		const char **to, *from;
	} members[] = {
		{ &to->first_name, from->first_name }, { &to->last_name, from->last_name }, { &to->company, from->company },
		{ &to->address_1, from->address1 }, { &to->address_2, from->address2 }, { &to->city, from->city },
		{ &to->state, from->state }, { &to->postcode, from->postcode }, { &to->country, from->country },
		{ &to->phone, from->phone }, { &to->email, from->email },
	};
	const char *space = from->name ? strrchr(from->name, ' ') : NULL;

	if (from->name) {
		to->first_name = space ? arena_strndup(k->shop->arena, from->name, (size_t)(space - from->name)) : "";
		to->last_name = shop_text(k->shop, space ? space + 1 : from->name);
	}
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		if (members[i].from)
			*members[i].to = shop_text(k->shop, members[i].from);
}

const char *control_place(struct call *k, const char *path)
{
	char *out = arena_alloc(k->shop->arena, strlen(path) + 1), *to = out;

	for (; *path; path++)
		if (*path == '[')
			*to++ = '.';
		else if (*path != ']')
			*to++ = *path;
	return out;
}

void control_overrides(struct call *k, struct order *o, const struct control_bad_input *bad, const struct json *set)
{
	struct arena *a = k->shop->arena;

	for (size_t i = 0; i < bad->n_omit; i++)
		*LIST_ADD(a, &o->overrides) = (struct override){ control_place(k, bad->omit[i]), NULL };
	for (const struct json *m = json_first(set); m; m = json_next(m))
		*LIST_ADD(a, &o->overrides)
			= (struct override){ control_place(k, json_name(m)), shop_text(k->shop, json_write(&k->ctx, m)) };
}

static bool check(struct call *k, const struct order_in *in, size_t i, const struct json *j)
{
	struct arena *a = k->ctx.arena;

	if (in->spec.status && strcmp(in->spec.status, "trash") != 0 && !order_status_of(k->shop, in->spec.status))
		return problem_field(&k->ctx, arena_printf(a, "orders[%zu].status", i), "not_a_choice", "is no status of this shop");
	for (size_t n = 0; n < in->n_lines; n++) {
		const struct line_spec *l = &in->lines[n];

		if (!l->name && !shop_product(k->shop, l->variation_id ? l->variation_id : l->product_id))
			return problem_field(&k->ctx, arena_printf(a, "orders[%zu].lines[%zu].productId", i, n), "unknown",
				"is no product of this shop; with a name it counts as one that is gone");
	}
	if (json_type(json_member(j, "set")) != JSON_ABSENT && json_type(json_member(j, "set")) != JSON_OBJECT)
		return problem_field(&k->ctx, arena_printf(a, "orders[%zu].set", i), "type", "must be an object");
	return true;
}

/* `j` tells null, an order without an address, from absent, somebody of the shop's usual buyers. */
static struct order *add_one(struct call *k, const struct order_in *in, const struct json *j)
{
	struct shop         *s = k->shop;
	const struct person *usual = &people[(size_t)(s->last_order_id + 1) % n_people];
	struct line_spec     one = { .product_id = s->products.n ? s->products.items[0].id : 0, .quantity = 1 };
	struct address       shipping = address_copy(s, NULL), billing;
	struct order_spec    spec = in->spec;
	struct order        *o;

	if (in->recipient)
		control_address_onto(k, &shipping, in->recipient);
	else if (json_type(json_member(j, "recipient")) == JSON_ABSENT)
		shipping = usual->address;
	billing = shipping;
	if (in->billing) {
		billing = address_copy(s, NULL);
		control_address_onto(k, &billing, in->billing);
	}
	spec.shipping = &shipping;
	spec.billing = &billing;
	spec.lines = in->lines;
	spec.n_lines = in->n_lines;
	if (json_type(json_member(j, "lines")) == JSON_ABSENT && one.product_id) {
		spec.lines = &one;
		spec.n_lines = 1;
	}
	if (!spec.shipping_title && spec.shipping_total.e4)
		spec.shipping_title = "Flat rate";
	o = order_add(s, &spec);
	control_overrides(k, o, &in->bad, json_member(j, "set"));
	return o;
}

void control_orders_add(struct call *k)
{
	const struct json *body = control_body(k), *list = json_member(body, "orders"), *j;
	struct orders_in   in = { 0 };
	struct shop       *s = k->shop;
	size_t             before = s->orders.n;
	struct buf        *b;

	if (!body)
		return;
	if (!shape_parse(&k->ctx, &orders_in_shape, body, &in))
		return control_problem(k);
	j = json_first(list);
	for (size_t i = 0; i < in.n_orders; i++, j = json_next(j))
		if (!check(k, &in.orders[i], i, j))
			return control_problem(k);
	j = json_first(list);
	for (size_t i = 0; i < in.n_orders; i++, j = json_next(j))
		add_one(k, &in.orders[i], j);
	for (int64_t i = 0; i < in.count; i++)
		order_add_random(s);
	b = control_answer(k, 201);
	buf_putc(b, '[');
	for (size_t i = before; i < s->orders.n; i++) {
		if (i > before)
			buf_putc(b, ',');
		control_write_order(b, s->orders.items[i]);
	}
	buf_putc(b, ']');
}

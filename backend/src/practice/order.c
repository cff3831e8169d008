/* Orders: how they are made and how they change. */
#include "practice/order.h"
#include "practice/list.h"
#include "practice/people.h"

#include <string.h>

/* What the enum of a shop without further plugins holds, in the order its messages list it.
 * Advanced Shipment Tracking adds the last one. */
const struct order_status order_statuses[] = {
	{ "auto-draft", "Auto draft" },
	{ "pending", "Pending payment" },
	{ "processing", "Processing" },
	{ "on-hold", "On hold" },
	{ "completed", "Completed" },
	{ "cancelled", "Cancelled" },
	{ "refunded", "Refunded" },
	{ "failed", "Failed" },
	{ "checkout-draft", "Draft" },
	{ "partial-shipped", "Partially Shipped" },
	{ NULL, NULL },
};

const struct order_status *order_status_of(const struct shop *s, const char *slug)
{
	for (const struct order_status *o = order_statuses; o->slug; o++)
		if (strcmp(o->slug, slug) == 0)
			return strcmp(slug, "partial-shipped") == 0 && s->writeback != WRITEBACK_AST ? NULL : o;
	return NULL;
}

static struct instant whole_seconds(struct instant t)
{
	t.us -= t.us % INSTANT_SECOND;
	return t;
}

struct address address_copy(struct shop *s, const struct address *from)
{
	struct address none = { 0 };

	if (!from)
		from = &none;
	return (struct address){
		shop_text(s, from->first_name), shop_text(s, from->last_name), shop_text(s, from->company),
		shop_text(s, from->address_1), shop_text(s, from->address_2), shop_text(s, from->city),
		shop_text(s, from->state), shop_text(s, from->postcode), shop_text(s, from->country),
		shop_text(s, from->phone), shop_text(s, from->email),
	};
}

void order_touch(struct order *o)
{
	o->modified = whole_seconds(instant_now());
	o->changes++;
}

/* Lists that are only added to may be shared: the original never looks past its own end. Metas are
 * changed in place, so they are copied. */
struct order order_draft(struct shop *s, const struct order *o)
{
	struct order draft = *o;

	draft.metas.items = NEW_N(s->arena, struct meta, o->metas.cap + 1);
	if (o->metas.n)
		memcpy(draft.metas.items, o->metas.items, o->metas.n * sizeof *o->metas.items);
	draft.metas.cap = o->metas.cap + 1;
	return draft;
}

struct note *order_note(struct shop *s, struct order *o, const char *author, const char *text, bool for_customer)
{
	struct note *n = LIST_ADD(s->arena, &o->notes);

	n->id = ++s->last_note_id;
	n->author = shop_text(s, author);
	n->text = shop_text(s, text);
	n->for_customer = for_customer;
	n->created = whole_seconds(instant_now());
	return n;
}

static void mail_note(struct shop *s, struct order *o, const char *mail)
{
	order_note(s, o, "WooCommerce", arena_printf(s->arena, "Email \"%s\" sent.", mail), false);
}

void order_meta_set(struct shop *s, struct metas *metas, const char *key, const char *json)
{
	struct meta *m;

	for (size_t i = 0; i < metas->n; i++)
		if (strcmp(metas->items[i].key, key) == 0) {
			metas->items[i].value = shop_text(s, json);
			return;
		}
	m = LIST_ADD(s->arena, metas);
	m->id = ++s->last_meta_id;
	m->key = shop_text(s, key);
	m->value = shop_text(s, json);
}

const struct meta *order_meta(const struct metas *metas, const char *key)
{
	for (size_t i = 0; i < metas->n; i++)
		if (strcmp(metas->items[i].key, key) == 0)
			return &metas->items[i];
	return NULL;
}

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static const char *label_of(const char *slug)
{
	for (const struct order_status *o = order_statuses; o->slug; o++)
		if (is(o->slug, slug))
			return o->label;
	return slug;
}

void order_walk_on(struct shop *s, struct order *o, const char *status)
{
	struct instant now = whole_seconds(instant_now());

	order_touch(o);
	if (is(o->status, status))
		return;
	order_note(s, o, "WooCommerce",
		arena_printf(s->arena, "Order status changed from %s to %s.", label_of(o->status), label_of(status)), false);
	o->status = shop_text(s, status);
	if (!o->paid.us && (is(status, "processing") || is(status, "completed")))
		o->paid = now;
	if (is(status, "completed")) {
		o->completed = now;
		mail_note(s, o, "Completed order");
	} else if (is(status, "processing")) {
		mail_note(s, o, "Processing order");
	} else if (is(status, "cancelled")) {
		mail_note(s, o, "Cancelled order");
	}
}

/* ---- money ----------------------------------------------------------------------------------- */

static struct money to_cents(struct money m)
{
	return (struct money){ money_divided(m, 100).e4 * 100 };
}

static struct money per_cent(struct money m, int64_t rate_e4)
{
	/* An order of a thousand million with a rate of six digits still fits. */
	__int128 e4 = (__int128)m.e4 * rate_e4 / 1000000;

	return to_cents((struct money){ (int64_t)e4 });
}

struct money order_total_tax(const struct order *o)
{
	struct money sum = o->shipping_tax;

	for (size_t i = 0; i < o->lines.n; i++)
		sum.e4 += o->lines.items[i].total_tax.e4;
	return sum;
}

struct money order_total(const struct order *o)
{
	struct money sum = order_total_tax(o);

	sum.e4 += o->shipping_total.e4;
	for (size_t i = 0; i < o->lines.n; i++)
		sum.e4 += o->lines.items[i].total.e4;
	return sum;
}

struct money order_money_times(struct money each, int64_t n)
{
	const __int128 most = INT64_C(900000000000000);
	__int128       e4 = (__int128)each.e4 * n;

	return (struct money){ (int64_t)(e4 > most ? most : e4 < -most ? -most : e4) };
}

/* ---- making one ------------------------------------------------------------------------------ */

static void add_line(struct shop *s, struct order *o, const struct line_spec *in, int64_t discount_percent)
{
	const struct product *p = shop_product(s, in->variation_id ? in->variation_id : in->product_id);
	const struct product *parent = p && p->parent_id ? shop_product(s, p->parent_id) : NULL;
	struct line          *l = LIST_ADD(s->arena, &o->lines);
	struct money          each = in->price;

	if (!each.e4 && p)
		each = price_in(p->price, o->currency);
	l->id = ++s->last_item_id;
	l->quantity = in->quantity;
	if (parent) {
		l->product_id = parent->id;
		l->variation_id = p->id;
		l->name = arena_printf(s->arena, "%s - %s", parent->name, p->name);
		l->parent_name = parent->name;
		l->attribute = p->attribute;
		l->option = p->name;
	} else if (p) {
		l->product_id = p->id;
		l->name = p->name;
	}
	if (in->name)
		l->name = shop_text(s, in->name);
	if (p)
		l->sku = parent && !*p->sku ? parent->sku : p->sku;
	if (in->sku)
		l->sku = shop_text(s, in->sku);
	l->is_virtual = p ? p->is_virtual : false;
	l->subtotal = order_money_times(each, l->quantity);
	l->total = l->subtotal;
	l->total.e4 -= per_cent(l->subtotal, discount_percent * 10000).e4;
	l->subtotal_tax = per_cent(l->subtotal, o->tax_e4);
	l->total_tax = per_cent(l->total, o->tax_e4);
	l->meta_id = s->last_meta_id + 1;
	s->last_meta_id += 3;
}

struct order *order_add(struct shop *s, const struct order_spec *in)
{
	struct order  *o = NEW(s->arena, struct order);
	const char    *status = in->status ? in->status : "processing";
	struct instant created = whole_seconds(in->created.us ? in->created : instant_now());

	*LIST_ADD(s->arena, &s->orders) = o;
	o->id = ++s->last_order_id;
	o->number = in->number ? shop_text(s, in->number) : arena_printf(s->arena, "%lld", (long long)o->id);
	o->status = shop_text(s, status);
	o->currency = shop_text(s, in->currency ? in->currency : s->currency);
	o->key = arena_printf(s->arena, "wc_order_%013llx", (unsigned long long)shop_random(s, UINT64_C(1) << 52));
	o->created = o->modified = created;
	o->changes = 1;
	o->billing = address_copy(s, in->billing);
	o->shipping = address_copy(s, in->shipping);
	o->payment_method = shop_text(s, in->payment_method ? in->payment_method : "stripe");
	o->payment_title = shop_text(s, in->payment_title ? in->payment_title : "Credit card");
	o->transaction_id = "";
	o->customer_note = shop_text(s, in->note);
	if (is(status, "processing") || is(status, "completed") || is(status, "refunded") || is(status, "partial-shipped")) {
		o->paid = created;
		o->transaction_id = arena_printf(s->arena, "ch_%016llx", (unsigned long long)shop_random(s, UINT64_MAX));
	}
	if (is(status, "completed"))
		o->completed = o->modified = instant_plus_s(created, 5400);
	if (in->modified.us)
		o->modified = whole_seconds(in->modified);
	o->tax_code = o->tax_label = "";
	if (in->taxed)
		o->tax_e4 = tax_of(in->shipping && *o->shipping.country ? &o->shipping : &o->billing, &o->tax_code, &o->tax_label);
	if (in->discount_percent)
		o->coupon = shop_text(s, in->coupon ? in->coupon : "welcome");
	for (size_t i = 0; i < in->n_lines; i++)
		add_line(s, o, &in->lines[i], in->discount_percent);
	if (in->shipping_title) {
		o->shipping_title = shop_text(s, in->shipping_title);
		o->shipping_total = in->shipping_total;
		o->shipping_tax = per_cent(in->shipping_total, o->tax_e4);
	}
	o->shipping_line_id = ++s->last_item_id;
	o->tax_line_id = ++s->last_item_id;
	o->coupon_line_id = ++s->last_item_id;
	mail_note(s, o, "New order");
	if (o->paid.us)
		mail_note(s, o, "Processing order");
	for (size_t i = 0; i < o->notes.n; i++)
		o->notes.items[i].created = created;
	return o;
}

static int64_t shipped_of_line(const struct order *o, int64_t line_id)
{
	int64_t sum = 0;

	for (size_t i = 0; i < o->fulfillments.n; i++) {
		const struct fulfillment *f = &o->fulfillments.items[i];

		for (size_t k = 0; f->fulfilled && k < f->shipped.n; k++)
			if (f->shipped.items[k].line_id == line_id
			    && __builtin_add_overflow(sum, f->shipped.items[k].quantity, &sum))
				sum = INT64_MAX;
	}
	return sum;
}

void order_fulfillment_status(struct shop *s, struct order *o)
{
	bool whole = true;

	for (size_t i = 0; i < o->lines.n; i++)
		if (shipped_of_line(o, o->lines.items[i].id) < o->lines.items[i].quantity)
			whole = false;
	order_meta_set(s, &o->metas, "_fulfillment_status", whole ? "\"fulfilled\"" : "\"partially_fulfilled\"");
}

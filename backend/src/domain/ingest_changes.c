/* Field by field, from one table, so that the page can show an edit and the rules can tell what kind it is. */
#include "domain/ingest_changes.h"

#include "base/buf.h"

#include <stddef.h>
#include <string.h>

enum kind { PLAIN, ADDRESS, ECHO };

static const struct {
	const char *name;
	size_t      stored, incoming;
	enum kind   kind;
} texts[] = {
	{ "recipient.name", offsetof(struct order, recipient_name), offsetof(struct incoming_order, recipient.name), ADDRESS },
	{ "recipient.company", offsetof(struct order, recipient_company), offsetof(struct incoming_order, recipient.company), ADDRESS },
	{ "recipient.phone", offsetof(struct order, recipient_phone), offsetof(struct incoming_order, recipient.phone), ADDRESS },
	{ "recipient.email", offsetof(struct order, recipient_email), offsetof(struct incoming_order, recipient.email), PLAIN },
	{ "recipient.country", offsetof(struct order, recipient_country), offsetof(struct incoming_order, recipient.country), ADDRESS },
	{ "recipient.state", offsetof(struct order, recipient_state), offsetof(struct incoming_order, recipient.state), ADDRESS },
	{ "recipient.city", offsetof(struct order, recipient_city), offsetof(struct incoming_order, recipient.city), ADDRESS },
	{ "recipient.line1", offsetof(struct order, recipient_line1), offsetof(struct incoming_order, recipient.line1), ADDRESS },
	{ "recipient.line2", offsetof(struct order, recipient_line2), offsetof(struct incoming_order, recipient.line2), ADDRESS },
	{ "recipient.zip", offsetof(struct order, recipient_zip), offsetof(struct incoming_order, recipient.zip), ADDRESS },
	{ "orderNo", offsetof(struct order, order_no), offsetof(struct incoming_order, order_no), PLAIN },
	{ "platformStatus", offsetof(struct order, platform_status), offsetof(struct incoming_order, raw_status), ECHO },
	{ "buyerNote", offsetof(struct order, buyer_note), offsetof(struct incoming_order, buyer_note), PLAIN },
	{ "paymentMethod", offsetof(struct order, payment_method), offsetof(struct incoming_order, payment_method), PLAIN },
	{ "currency", offsetof(struct order, currency), offsetof(struct incoming_order, currency), PLAIN },
};

static const struct {
	const char *name;
	size_t      stored, incoming;
} amounts[] = {
	{ "amount", offsetof(struct order, amount), offsetof(struct incoming_order, amount) },
	{ "shippingFee", offsetof(struct order, shipping_fee), offsetof(struct incoming_order, shipping_fee) },
	{ "tax", offsetof(struct order, tax), offsetof(struct incoming_order, tax) },
	{ "discount", offsetof(struct order, discount), offsetof(struct incoming_order, discount) },
};

static const struct {
	const char *name;
	size_t      stored, incoming;
	enum kind   kind;
} purchase_texts[] = {
	{ "purchase.type", offsetof(struct order, purchase_type), offsetof(struct incoming_purchase, type), PLAIN },
	{ "purchase.buyingParty", offsetof(struct order, buying_party), offsetof(struct incoming_purchase, buying_party), PLAIN },
	{ "purchase.sellingParty", offsetof(struct order, selling_party), offsetof(struct incoming_purchase, selling_party), PLAIN },
	{ "purchase.shipToCode", offsetof(struct order, ship_to_code), offsetof(struct incoming_purchase, ship_to_code), ADDRESS },
};

static const struct {
	const char *name;
	size_t      stored, incoming;
} purchase_times[] = {
	{ "acknowledgeBy", offsetof(struct order, acknowledge_by), offsetof(struct incoming_purchase, acknowledge_by) },
	{ "shipWindow.from", offsetof(struct order, ship_window_from), offsetof(struct incoming_purchase, ship_window_from) },
	{ "shipWindow.to", offsetof(struct order, ship_window_to), offsetof(struct incoming_purchase, ship_window_to) },
	{ "deliveryWindow.from", offsetof(struct order, delivery_window_from), offsetof(struct incoming_purchase, delivery_window_from) },
	{ "deliveryWindow.to", offsetof(struct order, delivery_window_to), offsetof(struct incoming_purchase, delivery_window_to) },
};

struct finding {
	struct ctx           *c;
	struct buf            json, words;
	struct order_changes *out;
};

static void add(struct finding *f, const char *name, const char *before, const char *after, enum kind kind)
{
	buf_puts(&f->json, f->out->any ? ",{\"field\":" : "{\"field\":");
	buf_json(&f->json, name);
	buf_puts(&f->json, ",\"before\":");
	buf_json(&f->json, before);
	buf_puts(&f->json, ",\"after\":");
	buf_json(&f->json, after);
	buf_putc(&f->json, '}');
	if (f->words.len < 400) {
		buf_puts(&f->words, f->words.len ? ", " : "");
		buf_puts(&f->words, name);
	}
	f->out->any = true;
	f->out->address = f->out->address || kind == ADDRESS;
	f->out->beyond_echo = f->out->beyond_echo || kind != ECHO;
}

static bool same(const char *a, const char *b)
{
	if (!a || !b)
		return (!a || !*a) && (!b || !*b);
	return strcmp(a, b) == 0;
}

static void lines_changed(struct finding *f, const char *name, const char *before, const char *after)
{
	f->out->lines = true;
	add(f, name, before, after, PLAIN);
}

static const struct incoming_line *line_of(const struct incoming_order *in, const char *id)
{
	for (size_t i = 0; i < in->n_lines; i++)
		if (strcmp(in->lines[i].platform_line_id, id) == 0)
			return &in->lines[i];
	return NULL;
}

static const char *quantity(struct finding *f, int64_t n)
{
	return arena_printf(f->c->arena, "%lld", (long long)n);
}

static const char *unit_words(struct finding *f, int unit, int64_t size)
{
	return size == 1 ? line_unit_names[unit] : arena_printf(f->c->arena, "%s of %lld", line_unit_names[unit], (long long)size);
}

/* How much a quantity is: a case of ten is not a case of twelve. */
static void find_unit(struct finding *f, const struct order_line *l, const struct incoming_line *now)
{
	if (l->unit != (int32_t)now->unit || l->unit_size != now->unit_size)
		lines_changed(f, arena_printf(f->c->arena, "unit of %.80s", l->product_name), unit_words(f, l->unit, l->unit_size),
			unit_words(f, (int)now->unit, now->unit_size));
	if (l->backorder_allowed != now->backorder_allowed)
		add(f, arena_printf(f->c->arena, "backorder of %.80s", l->product_name), l->backorder_allowed ? "allowed" : "not allowed",
			now->backorder_allowed ? "allowed" : "not allowed", PLAIN);
	if (!same(l->product_id, now->product_id))
		add(f, arena_printf(f->c->arena, "product ID of %.80s", l->product_name), l->product_id, now->product_id, PLAIN);
}

static void find_lines(struct finding *f, const struct order_line *lines, size_t n, const struct incoming_order *in)
{
	for (size_t i = 0; i < n; i++) {
		const struct order_line *l = &lines[i];
		const struct incoming_line *now = line_of(in, l->platform_line_id);
		const char *name = arena_printf(f->c->arena, "quantity of %.80s", l->product_name);

		if (!now || now->quantity != l->ordered_qty)
			lines_changed(f, name, quantity(f, l->ordered_qty), now ? quantity(f, now->quantity) : "0");
		if (now && !same(l->sku_key, now->sku_key))
			lines_changed(f, arena_printf(f->c->arena, "product of %.80s", l->product_name), l->sku_key, now->sku_key);
		else if (now && !same(l->platform_sku, now->platform_sku))
			add(f, arena_printf(f->c->arena, "SKU of %.80s", l->product_name), l->platform_sku, now->platform_sku, PLAIN);
		if (now && in->purchase)
			find_unit(f, l, now);
	}
	for (size_t i = 0; i < in->n_lines; i++) {
		bool known = false;

		for (size_t j = 0; j < n; j++)
			known = known || strcmp(lines[j].platform_line_id, in->lines[i].platform_line_id) == 0;
		if (!known)
			lines_changed(f, arena_printf(f->c->arena, "quantity of %.80s", in->lines[i].product_name ? in->lines[i].product_name : "a product"),
				"0", quantity(f, in->lines[i].quantity));
	}
}

static void find_time(struct finding *f, const char *name, struct instant before, struct instant after)
{
	if (before.us != after.us)
		add(f, name, before.us ? instant_text(f->c->arena, before) : NULL, after.us ? instant_text(f->c->arena, after) : NULL, PLAIN);
}

static void find_purchase(struct finding *f, const struct order *o, const struct incoming_purchase *in)
{
	for (size_t i = 0; i < sizeof purchase_texts / sizeof *purchase_texts; i++) {
		const char *before = *(const char *const *)((const char *)o + purchase_texts[i].stored);
		const char *after = *(const char *const *)((const char *)in + purchase_texts[i].incoming);

		if (!same(before, after))
			add(f, purchase_texts[i].name, before, after, purchase_texts[i].kind);
	}
	for (size_t i = 0; i < sizeof purchase_times / sizeof *purchase_times; i++)
		find_time(f, purchase_times[i].name, *(const struct instant *)((const char *)o + purchase_times[i].stored),
			*(const struct instant *)((const char *)in + purchase_times[i].incoming));
}

void order_changes_find(struct ctx *c, const struct order *o, const struct order_line *lines, size_t n_lines,
	const struct incoming_order *in, struct order_changes *out)
{
	struct finding f = { c, buf_new(c->arena, 512), buf_new(c->arena, 128), out };

	memset(out, 0, sizeof *out);
	buf_putc(&f.json, '[');
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char *before = *(const char *const *)((const char *)o + texts[i].stored);
		const char *after = *(const char *const *)((const char *)in + texts[i].incoming);

		if (!same(before, after))
			add(&f, texts[i].name, before, after, texts[i].kind);
	}
	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
		struct money before = *(const struct money *)((const char *)o + amounts[i].stored);
		struct money after = *(const struct money *)((const char *)in + amounts[i].incoming);

		if (before.e4 != after.e4)
			add(&f, amounts[i].name, money_text(c->arena, before), money_text(c->arena, after), PLAIN);
	}
	find_time(&f, "paidAt", o->paid_at, in->paid_at);
	if (in->purchase)
		find_purchase(&f, o, in->purchase);
	find_lines(&f, lines, n_lines, in);
	buf_putc(&f.json, ']');
	out->json = f.json.text;
	out->words = f.words.text;
}

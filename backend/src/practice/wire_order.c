/* An order and what belongs to it, member by member in the order the real ones have. */
#include "practice/order.h"
#include "practice/wire.h"
#include "practice/wire_override.h"

#include <ctype.h>
#include <string.h>

static void text_member(struct buf *b, const char *name, const char *value)
{
	wire_key(b, name);
	wire_text(b, value);
}

static void money_member(struct buf *b, const char *name, struct money m, int decimals)
{
	wire_key(b, name);
	wire_money(b, m, decimals);
}

static void flag_member(struct buf *b, const char *name, bool value)
{
	wire_key(b, name);
	buf_puts(b, value ? "true" : "false");
}

static void int_member(struct buf *b, const char *name, int64_t value)
{
	wire_key(b, name);
	buf_int(b, value);
}

static void time_member(struct buf *b, const char *name, struct instant t, int offset_h)
{
	wire_key(b, name);
	wire_time(b, t, offset_h);
}

static void address(struct buf *b, const char *name, const struct address *a, bool billing)
{
	wire_key(b, name);
	buf_puts(b, "{\"first_name\":");
	wire_text(b, a->first_name);
	text_member(b, "last_name", a->last_name);
	text_member(b, "company", a->company);
	text_member(b, "address_1", a->address_1);
	text_member(b, "address_2", a->address_2);
	text_member(b, "city", a->city);
	text_member(b, "state", a->state);
	text_member(b, "postcode", a->postcode);
	text_member(b, "country", a->country);
	if (billing)
		text_member(b, "email", a->email);
	text_member(b, "phone", a->phone);
	buf_putc(b, '}');
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void display_meta(struct buf *b, int64_t id, const char *key, const char *label, const char *value)
{
	buf_puts(b, "{\"id\":");
	buf_int(b, id);
	text_member(b, "key", key);
	text_member(b, "value", value);
	text_member(b, "display_key", label);
	text_member(b, "display_value", value);
	buf_putc(b, '}');
}

static void line_metas(struct buf *b, const struct line *l, bool stock_reduced)
{
	wire_key(b, "meta_data");
	buf_putc(b, '[');
	if (l->option) {
		char *key = arena_strdup(b->arena, l->attribute);

		for (char *p = key; *p; p++)
			*p = (char)tolower((unsigned char)*p);
		display_meta(b, l->meta_id, key, l->attribute, l->option);
	}
	if (stock_reduced) {
		if (l->option)
			buf_putc(b, ',');
		display_meta(b, l->meta_id + 1, "_reduced_stock", "_reduced_stock",
			arena_printf(b->arena, "%lld", (long long)l->quantity));
	}
	buf_putc(b, ']');
}

static void line_taxes(struct buf *b, const struct order *o, struct money total, struct money subtotal, int dp)
{
	wire_key(b, "taxes");
	buf_putc(b, '[');
	if (o->tax_e4) {
		buf_puts(b, "{\"id\":1");
		money_member(b, "total", total, dp);
		money_member(b, "subtotal", subtotal, dp);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

/* `sign` -1 and a quantity make the line of a refund. */
static void line_head(struct buf *b, int64_t id, const struct line *l, int64_t quantity)
{
	buf_puts(b, "{\"id\":");
	buf_int(b, id);
	wire_key(b, "name");
	wire_html(b, l->name);
	int_member(b, "product_id", l->product_id);
	int_member(b, "variation_id", l->variation_id);
	int_member(b, "quantity", quantity);
	text_member(b, "tax_class", "");
}

static void line_tail(struct buf *b, const struct line *l)
{
	text_member(b, "sku", l->sku);
	text_member(b, "global_unique_id", "");
	wire_key(b, "price");
	wire_float(b, l->quantity ? (double)l->total.e4 / 10000.0 / (double)l->quantity : 0.0);
	wire_key(b, "image");
	buf_puts(b, "{\"id\":\"\",\"src\":\"\"}");
	wire_key(b, "parent_name");
	wire_html(b, l->parent_name);
	buf_putc(b, '}');
}

static void line_items(struct buf *b, const struct order *o, int dp)
{
	wire_key(b, "line_items");
	buf_putc(b, '[');
	for (size_t i = 0; i < o->lines.n; i++) {
		const struct line *l = &o->lines.items[i];

		if (i)
			buf_putc(b, ',');
		line_head(b, l->id, l, l->quantity);
		money_member(b, "subtotal", l->subtotal, dp);
		money_member(b, "subtotal_tax", l->subtotal_tax, dp);
		money_member(b, "total", l->total, dp);
		money_member(b, "total_tax", l->total_tax, dp);
		line_taxes(b, o, l->total_tax, l->subtotal_tax, dp);
		line_metas(b, l, o->paid.us && !l->is_virtual);
		line_tail(b, l);
	}
	buf_putc(b, ']');
}

static struct money cart_tax(const struct order *o)
{
	return (struct money){ order_total_tax(o).e4 - o->shipping_tax.e4 };
}

static void discount_of(const struct order *o, struct money *discount, struct money *tax)
{
	discount->e4 = tax->e4 = 0;
	for (size_t i = 0; i < o->lines.n; i++) {
		discount->e4 += o->lines.items[i].subtotal.e4 - o->lines.items[i].total.e4;
		tax->e4 += o->lines.items[i].subtotal_tax.e4 - o->lines.items[i].total_tax.e4;
	}
}

static void tax_lines(struct buf *b, const struct order *o, int dp)
{
	wire_key(b, "tax_lines");
	buf_putc(b, '[');
	if (o->tax_e4) {
		buf_puts(b, "{\"id\":");
		buf_int(b, o->tax_line_id);
		text_member(b, "rate_code", o->tax_code);
		int_member(b, "rate_id", 1);
		text_member(b, "label", o->tax_label);
		flag_member(b, "compound", false);
		money_member(b, "tax_total", cart_tax(o), dp);
		money_member(b, "shipping_tax_total", o->shipping_tax, dp);
		wire_key(b, "rate_percent");
		wire_float(b, (double)o->tax_e4 / 10000.0);
		wire_key(b, "meta_data");
		buf_puts(b, "[]}");
	}
	buf_putc(b, ']');
}

static void shipping_lines(struct buf *b, const struct order *o, int dp)
{
	wire_key(b, "shipping_lines");
	buf_putc(b, '[');
	if (o->shipping_title) {
		buf_puts(b, "{\"id\":");
		buf_int(b, o->shipping_line_id);
		text_member(b, "method_title", o->shipping_title);
		text_member(b, "method_id", "flat_rate");
		text_member(b, "instance_id", "1");
		money_member(b, "total", o->shipping_total, dp);
		money_member(b, "total_tax", o->shipping_tax, dp);
		wire_key(b, "taxes");
		buf_putc(b, '[');
		if (o->tax_e4) {
			buf_puts(b, "{\"id\":1");
			money_member(b, "total", o->shipping_tax, dp);
			text_member(b, "subtotal", "");
			buf_putc(b, '}');
		}
		buf_putc(b, ']');
		text_member(b, "tax_status", "taxable");
		wire_key(b, "meta_data");
		buf_puts(b, "[]}");
	}
	buf_putc(b, ']');
}

static void coupon_lines(struct buf *b, const struct order *o, int dp)
{
	struct money discount, tax;

	discount_of(o, &discount, &tax);
	wire_key(b, "coupon_lines");
	buf_putc(b, '[');
	if (o->coupon) {
		buf_puts(b, "{\"id\":");
		buf_int(b, o->coupon_line_id);
		text_member(b, "code", o->coupon);
		money_member(b, "discount", discount, dp);
		money_member(b, "discount_tax", tax, dp);
		wire_key(b, "meta_data");
		buf_puts(b, "[]");
		text_member(b, "discount_type", "percent");
		int_member(b, "nominal_amount", 10);
		flag_member(b, "free_shipping", false);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

static void refunds(struct buf *b, const struct order *o, int dp)
{
	wire_key(b, "refunds");
	buf_putc(b, '[');
	for (size_t i = 0; i < o->refunds.n; i++) {
		const struct refund *r = &o->refunds.items[i];

		buf_puts(b, i ? ",{\"id\":" : "{\"id\":");
		buf_int(b, r->id);
		text_member(b, "reason", r->reason);
		money_member(b, "total", (struct money){ -r->amount.e4 }, dp);
		money_member(b, "total_tax", (struct money){ 0 }, dp);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

/* ---- the order ------------------------------------------------------------------------------- */

static const char *symbol_of(const char *currency)
{
	static const char *const symbols[][2] = {
		{ "USD", "$" }, { "EUR", "€" }, { "GBP", "£" }, { "JPY", "¥" }, { "CNY", "¥" }, { "CAD", "$" }, { "AUD", "$" },
	};

	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
		if (strcmp(symbols[i][0], currency) == 0)
			return symbols[i][1];
	return currency;
}

static bool is_one_of(const char *status, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(status, *names) == 0)
			return true;
	return false;
}

static void states(struct buf *b, const struct shop *s, const struct order *o)
{
	static const char *const editable[] = { "pending", "on-hold", "auto-draft", NULL };
	static const char *const unpaid[] = { "pending", "failed", NULL };
	bool to_ship = false;

	for (size_t i = 0; i < o->lines.n; i++)
		to_ship = to_ship || (o->lines.items[i].product_id && !o->lines.items[i].is_virtual);
	text_member(b, "payment_url", arena_printf(b->arena, "%s/checkout/order-pay/%lld/?pay_for_order=true&key=%s", s->home,
		(long long)o->id, o->key));
	flag_member(b, "is_editable", is_one_of(o->status, editable));
	flag_member(b, "needs_payment", is_one_of(o->status, unpaid) && order_total(o).e4 > 0);
	flag_member(b, "needs_processing", to_ship);
	time_member(b, "date_created_gmt", o->created, 0);
	time_member(b, "date_modified_gmt", o->modified, 0);
	time_member(b, "date_completed_gmt", o->completed, 0);
	time_member(b, "date_paid_gmt", o->paid, 0);
	text_member(b, "currency_symbol", symbol_of(o->currency));
}

static void money_head(struct buf *b, const struct order *o, int dp)
{
	struct money discount, discount_tax;

	discount_of(o, &discount, &discount_tax);
	money_member(b, "discount_total", discount, dp);
	money_member(b, "discount_tax", discount_tax, dp);
	money_member(b, "shipping_total", o->shipping_total, dp);
	money_member(b, "shipping_tax", o->shipping_tax, dp);
	money_member(b, "cart_tax", cart_tax(o), dp);
	money_member(b, "total", order_total(o), dp);
	money_member(b, "total_tax", order_total_tax(o), dp);
}

static void order_members(struct buf *b, const struct shop *s, const struct order *o, int dp)
{
	buf_puts(b, "{\"id\":");
	buf_int(b, o->id);
	int_member(b, "parent_id", 0);
	text_member(b, "status", o->status);
	text_member(b, "currency", o->currency);
	text_member(b, "version", "11.0.1");
	flag_member(b, "prices_include_tax", false);
	time_member(b, "date_created", o->created, s->utc_offset_h);
	time_member(b, "date_modified", o->modified, s->utc_offset_h);
	money_head(b, o, dp);
	int_member(b, "customer_id", 0);
	text_member(b, "order_key", o->key);
	address(b, "billing", &o->billing, true);
	address(b, "shipping", &o->shipping, false);
	text_member(b, "payment_method", o->payment_method);
	text_member(b, "payment_method_title", o->payment_title);
	text_member(b, "transaction_id", o->transaction_id);
	text_member(b, "customer_ip_address", "");
	text_member(b, "customer_user_agent", "");
	text_member(b, "created_via", "checkout");
	text_member(b, "customer_note", o->customer_note);
	time_member(b, "date_completed", o->completed, s->utc_offset_h);
	time_member(b, "date_paid", o->paid, s->utc_offset_h);
	text_member(b, "cart_hash", "");
	text_member(b, "number", o->number);
	wire_key(b, "meta_data");
	wire_metas(b, &o->metas);
	line_items(b, o, dp);
	tax_lines(b, o, dp);
	shipping_lines(b, o, dp);
	wire_key(b, "fee_lines");
	buf_puts(b, "[]");
	coupon_lines(b, o, dp);
	refunds(b, o, dp);
	states(b, s, o);
	wire_links(b, s, "\"GET\",\"POST\",\"PUT\",\"PATCH\",\"DELETE\"",
		arena_printf(b->arena, "orders/%lld", (long long)o->id), "orders", NULL);
	b->len--; /* one more link that only orders have */
	buf_puts(b, ",\"email_templates\":[{\"embeddable\":true,\"href\":");
	wire_text(b, arena_printf(b->arena, "%s/wp-json/wc/v3/orders/%lld/actions/email_templates", s->home, (long long)o->id));
	buf_puts(b, "}]}}");
}

void wire_order(struct ctx *c, struct buf *b, const struct shop *s, const struct order *o, int decimals)
{
	struct buf         whole;
	const struct json *finished;

	if (!o->overrides.n) {
		order_members(b, s, o, decimals);
		return;
	}
	whole = buf_new(c->arena, 8192);
	order_members(&whole, s, o, decimals);
	finished = json_parse(c, whole.text, whole.len, &json_platform);
	if (finished)
		wire_override(c, b, &o->overrides, finished);
}

/* ---- what hangs on an order ------------------------------------------------------------------ */

void wire_note(struct buf *b, const struct shop *s, const struct order *o, const struct note *n)
{
	const char *orders = arena_printf(b->arena, "orders/%lld", (long long)o->id);
	const char *notes = arena_printf(b->arena, "%s/notes", orders);

	buf_puts(b, "{\"id\":");
	buf_int(b, n->id);
	text_member(b, "author", n->author);
	time_member(b, "date_created", n->created, s->utc_offset_h);
	time_member(b, "date_created_gmt", n->created, 0);
	text_member(b, "note", n->text);
	flag_member(b, "customer_note", n->for_customer);
	wire_links(b, s, "\"GET\",\"DELETE\"", arena_printf(b->arena, "%s/%lld", notes, (long long)n->id), notes, orders);
	buf_putc(b, '}');
}

static const struct line *line_of(const struct order *o, int64_t id)
{
	for (size_t i = 0; i < o->lines.n; i++)
		if (o->lines.items[i].id == id)
			return &o->lines.items[i];
	return NULL;
}

static void refund_line(struct buf *b, const struct line *l, const struct refund_line *r)
{
	struct money minus = { -r->total.e4 }, none = { 0 };

	line_head(b, r->id, l, -r->quantity);
	money_member(b, "subtotal", minus, 2);
	money_member(b, "subtotal_tax", none, 2);
	money_member(b, "total", minus, 2);
	money_member(b, "total_tax", none, 2);
	wire_key(b, "taxes");
	buf_puts(b, "[]");
	wire_key(b, "meta_data");
	buf_putc(b, '[');
	display_meta(b, l->meta_id + 2, "_refunded_item_id", "_refunded_item_id",
		arena_printf(b->arena, "%lld", (long long)l->id));
	buf_putc(b, ']');
	line_tail(b, l);
}

void wire_refund(struct buf *b, const struct shop *s, const struct order *o, const struct refund *r)
{
	const char *orders = arena_printf(b->arena, "orders/%lld", (long long)o->id);
	const char *all = arena_printf(b->arena, "%s/refunds", orders);

	buf_puts(b, "{\"id\":");
	buf_int(b, r->id);
	time_member(b, "date_created", r->created, s->utc_offset_h);
	time_member(b, "date_created_gmt", r->created, 0);
	money_member(b, "amount", r->amount, 2);
	text_member(b, "reason", r->reason);
	int_member(b, "refunded_by", 1);
	flag_member(b, "refunded_payment", false);
	wire_key(b, "meta_data");
	buf_puts(b, "[]");
	wire_key(b, "line_items");
	buf_putc(b, '[');
	for (size_t i = 0; i < r->lines.n; i++) {
		if (i)
			buf_putc(b, ',');
		refund_line(b, line_of(o, r->lines.items[i].line_id), &r->lines.items[i]);
	}
	buf_puts(b, "],\"shipping_lines\":[],\"tax_lines\":[],\"fee_lines\":[]");
	wire_links(b, s, "\"GET\",\"DELETE\"", arena_printf(b->arena, "%s/%lld", all, (long long)r->id), all, orders);
	buf_putc(b, '}');
}

void wire_fulfillment(struct buf *b, const struct order *o, const struct fulfillment *f, bool listed)
{
	buf_puts(b, "{\"id\":");
	buf_int(b, f->id);
	text_member(b, "entity_type", "WC_Order");
	text_member(b, "entity_id", arena_printf(b->arena, "%lld", (long long)o->id));
	text_member(b, "status", f->status);
	wire_key(b, "is_fulfilled");
	if (listed)
		buf_puts(b, f->fulfilled ? "\"1\"" : "\"0\"");
	else
		buf_puts(b, f->fulfilled ? "true" : "false");
	wire_key(b, "date_updated");
	wire_text(b, instant_text(b->arena, f->updated));
	wire_key(b, "date_deleted");
	buf_puts(b, "null");
	wire_key(b, "meta_data");
	wire_metas(b, &f->metas);
	buf_putc(b, '}');
}

void wire_tracking(struct buf *b, const struct shop *s, const char *ns, const struct order *o, const struct tracking *t)
{
	const char *base = arena_printf(b->arena, "%s/wp-json/%s/orders/%lld", s->home, ns, (long long)o->id);

	buf_puts(b, "{\"tracking_id\":");
	wire_text(b, t->id);
	text_member(b, "tracking_provider", t->provider);
	text_member(b, "tracking_link", t->link);
	text_member(b, "tracking_number", t->number);
	text_member(b, "date_shipped", t->date_shipped);
	wire_key(b, "_links");
	buf_puts(b, "{\"self\":[{\"href\":");
	wire_text(b, arena_printf(b->arena, "%s/shipment-trackings/%s", base, t->id));
	buf_puts(b, "}],\"collection\":[{\"href\":");
	wire_text(b, arena_printf(b->arena, "%s/shipment-trackings", base));
	buf_puts(b, "}],\"up\":[{\"href\":");
	wire_text(b, arena_printf(b->arena, "%s/wp-json/wc/v3/orders/%lld", s->home, (long long)o->id));
	buf_puts(b, "}]}}");
}

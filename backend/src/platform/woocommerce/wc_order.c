/* Money stays text until it is a decimal, ids stay text. One order that makes no sense is refused
 * with its reason and spoils no other. */
#include "platform/woocommerce/wc_order.h"
#include "platform/woocommerce/wc_request.h"
#include "platform/woocommerce/wc_text.h"
#include "platform/read.h"

#include <ctype.h>
#include <string.h>

enum { QUANTITY_MAX = 1000000, LINES_MAX = 1000, RAW_MAX = 2 * 1024 * 1024 };

/* "refunded" is the whole amount; what of it had been shipped is for our own side to know. A draft is
 * a checkout somebody has not finished. */
static const struct {
	const char         *status;
	enum incoming_state state;
} states[] = {
	{ "processing", INCOMING_OPEN },     { "completed", INCOMING_SHIPPED },   { "on-hold", INCOMING_UNPAID },
	{ "pending", INCOMING_UNPAID },      { "checkout-draft", INCOMING_UNPAID }, { "auto-draft", INCOMING_UNPAID },
	{ "cancelled", INCOMING_CANCELLED }, { "refunded", INCOMING_CANCELLED },  { "failed", INCOMING_CANCELLED },
	{ "trash", INCOMING_CANCELLED },
};

/* A value nobody should rely on, for the words of a refusal. */
static const char *shown(struct ctx *c, const char *value)
{
	return value ? wc_words(c->arena, value, strlen(value), 40) : "";
}

static struct money money_at(struct ctx *c, struct incoming_order *o, const struct json *j, const char *path,
	bool required)
{
	struct money       m = { 0 };
	const struct json *found = json_path(j, path);

	if ((!read_absent(found) || required) && !json_money(found, &m))
		read_refuse(c, o, "malformed", "%s is not an amount of money", path);
	return m;
}

static struct instant time_at(struct ctx *c, struct incoming_order *o, const struct json *j, const char *path,
	bool required)
{
	struct instant     t = { 0 };
	const struct json *found = json_path(j, path);

	if ((!read_absent(found) || required) && !instant_parse_utc(json_text(found), &t))
		read_refuse(c, o, "malformed", "%s is not a time", path);
	return t;
}

const struct json *wc_meta(const struct json *thing, const char *key)
{
	for (const struct json *m = json_first(json_member(thing, "meta_data")); m; m = json_next(m)) {
		const char *name = json_text(json_member(m, "key"));

		if (name && strcmp(name, key) == 0)
			return json_member(m, "value");
	}
	return NULL;
}

unsigned wc_order_wants(const struct json *order)
{
	const char *shipped = json_text(wc_meta(order, "_fulfillment_status"));
	bool        has_shipments = shipped && strstr(shipped, "fulfilled") && strcmp(shipped, "unfulfilled") != 0;

	return (json_first(json_member(order, "refunds")) ? WC_WANTS_REFUNDS : 0)
	     | (has_shipments ? WC_WANTS_FULFILLMENTS : 0);
}

bool wc_quantity(const struct json *j, int64_t *out)
{
	struct money m;

	if (!json_money(j, &m) || m.e4 % 10000 != 0)
		return false;
	*out = m.e4 / 10000;
	return true;
}

/* ---- recipient ------------------------------------------------------------------------------- */

static const char *country_of(struct ctx *c, const char *code)
{
	char *upper;

	if (!code || strlen(code) != 2 || !isalpha((unsigned char)code[0]) || !isalpha((unsigned char)code[1]))
		return NULL;
	upper = arena_strdup(c->arena, code);
	upper[0] = (char)toupper((unsigned char)upper[0]);
	upper[1] = (char)toupper((unsigned char)upper[1]);
	return upper;
}

static const char *full_name(struct ctx *c, const struct json *address)
{
	const char *first = read_text(address, "first_name"), *last = read_text(address, "last_name");

	return first && last ? arena_printf(c->arena, "%s %s", first, last) : first ? first : last;
}

/* Shops that ship to the billing address leave the shipping address empty, or fill in the country
 * alone. One address is taken whole: the name of one and the street of the other would be nobody. */
static void read_recipient(struct ctx *c, const struct json *order, struct incoming_recipient *r)
{
	const struct json *billing = json_member(order, "billing"), *shipping = json_member(order, "shipping");
	bool               usable = read_text(shipping, "address_1") || read_text(shipping, "address_2")
		|| read_text(shipping, "city") || read_text(shipping, "postcode");
	const struct json *to = usable ? shipping : billing;

	r->name = full_name(c, to);
	r->company = read_text(to, "company");
	r->phone = read_text(to, "phone");
	if (!r->phone)
		r->phone = read_text(billing, "phone");
	r->email = read_text(billing, "email");
	r->country = country_of(c, read_text(to, "country"));
	r->state = read_text(to, "state");
	r->city = read_text(to, "city");
	r->line1 = read_text(to, "address_1");
	r->line2 = read_text(to, "address_2");
	r->zip = read_text(to, "postcode");
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* Two goods can show one SKU (a variation without its own shows its parent's), so a mapping binds
 * to product and variation. */
static const char *sku_key(struct ctx *c, const struct json *line)
{
	const char *product = read_text(line, "product_id"), *variation = read_text(line, "variation_id");

	if (!wc_is_id(product) || strcmp(product, "0") == 0)
		return NULL;
	if (!wc_is_id(variation) || strcmp(variation, "0") == 0)
		return product;
	return arena_printf(c->arena, "%s:%s", product, variation);
}

static void read_line(struct ctx *c, struct incoming_order *o, const struct json *line, bool needs_processing,
	struct incoming_line *l)
{
	const char *name = read_text(line, "name");

	l->platform_line_id = read_text(line, "id");
	if (!wc_is_id(l->platform_line_id))
		read_refuse(c, o, "malformed", "A line has no id");
	l->platform_sku = read_text(line, "sku");
	l->sku_key = sku_key(c, line);
	l->product_name = name ? wc_decode(c->arena, name) : l->platform_sku ? l->platform_sku : "(no name)";
	if (!wc_quantity(json_member(line, "quantity"), &l->quantity) || l->quantity < 0 || l->quantity > QUANTITY_MAX)
		read_refuse(c, o, "quantity_implausible",
			"%s: the quantity is \"%s\"; whole numbers from 0 to 1,000,000 make sense",
			shown(c, l->product_name), shown(c, json_scalar(json_member(line, "quantity"))));
	/* `price` is a float of one piece, unrounded; the total of the line is the decimal that counts. */
	l->has_price = json_money(json_member(line, "total"), &l->line_total);
	if (l->has_price && l->quantity > 0)
		l->unit_price = money_divided(l->line_total, l->quantity);
	else
		l->has_price = false;
	/* Core tells for the whole order alone whether anything is to be shipped, and counts a product
	 * that was deleted since as nothing. We cannot know, so a person decides on those. */
	l->shippable = l->quantity > 0 && (needs_processing || !l->sku_key);
}

static void check_repeats(struct ctx *c, struct incoming_order *o)
{
	for (size_t i = 0; i < o->n_lines; i++)
		for (size_t j = 0; j < i; j++)
			if (o->lines[i].platform_line_id && o->lines[j].platform_line_id
			    && strcmp(o->lines[i].platform_line_id, o->lines[j].platform_line_id) == 0)
				read_refuse(c, o, "malformed", "Line %s is listed twice", o->lines[i].platform_line_id);
}

static void read_lines(struct ctx *c, struct incoming_order *o, const struct json *order)
{
	const struct json *items = json_member(order, "line_items"), *needs = json_member(order, "needs_processing");
	bool               needs_processing = json_type(needs) != JSON_BOOL || json_true(needs);
	size_t             n = json_count(items);

	if (json_type(items) != JSON_ARRAY) {
		read_refuse(c, o, "malformed", "The order has no list of lines");
		return;
	}
	if (n > LINES_MAX) {
		read_refuse(c, o, "malformed", "The order has %zu lines; at most 1,000 are taken", n);
		return;
	}
	o->lines = NEW_N(c->arena, struct incoming_line, n);
	for (const struct json *line = json_first(items); line; line = json_next(line))
		read_line(c, o, line, needs_processing, &o->lines[o->n_lines++]);
	check_repeats(c, o);
}

/* ---- refunds --------------------------------------------------------------------------------- */

void wc_refunds_read(struct ctx *c, const struct json *refunds, struct wc_extras *x)
{
	for (const struct json *r = json_first(refunds); r; r = json_next(r)) {
		const struct json *items = json_member(r, "line_items");
		size_t             n = x->n_back + json_count(items);

		if (n == x->n_back)
			continue;
		x->back = arena_realloc(c->arena, x->back, x->n_back * sizeof *x->back, n * sizeof *x->back);
		for (const struct json *item = json_first(items); item; item = json_next(item)) {
			const char *line = json_scalar(wc_meta(item, "_refunded_item_id"));
			const char *key = sku_key(c, item);
			int64_t     quantity;

			if (!wc_quantity(json_member(item, "quantity"), &quantity) || quantity < -QUANTITY_MAX
			    || quantity > QUANTITY_MAX) {
				x->back_implausible = true;
				continue;
			}
			/* Amounts can be given back without goods: the quantity is 0 then. */
			if (quantity == 0 || (!line && !key))
				continue;
			x->back[x->n_back++] = (struct wc_back){
				.item = line ? line : arena_printf(c->arena, "%s%s", key, strchr(key, ':') ? "" : ":0"),
				.quantity = quantity < 0 ? -quantity : quantity,
			};
		}
	}
}

static bool is_of_line(struct ctx *c, const struct wc_back *b, const struct incoming_line *l)
{
	const char *key = l->sku_key;

	if (key && !strchr(key, ':'))
		key = arena_printf(c->arena, "%s:0", key);
	if (strchr(b->item, ':'))
		return key && strcmp(b->item, key) == 0;
	return l->platform_line_id && strcmp(b->item, l->platform_line_id) == 0;
}

static void take_back(struct ctx *c, struct incoming_order *o, const struct wc_extras *x)
{
	if (x->back_implausible)
		read_refuse(c, o, "quantity_implausible", "A refunded quantity is not a whole number");
	for (size_t i = 0; i < x->n_back; i++) {
		int64_t left = x->back[i].quantity;

		for (size_t k = 0; k < o->n_lines && left > 0; k++) {
			struct incoming_line *l = &o->lines[k];
			int64_t               taken = left < l->quantity ? left : l->quantity;

			if (!is_of_line(c, &x->back[i], l))
				continue;
			l->quantity -= taken;
			l->shippable = l->shippable && l->quantity > 0;
			left -= taken;
		}
	}
}

/* ---- parcels --------------------------------------------------------------------------------- */

void wc_parcel_add(struct ctx *c, size_t *n, struct incoming_parcel **parcels, const char *tracking_no,
	const char *carrier)
{
	if (!tracking_no || !*tracking_no)
		return;
	for (size_t i = 0; i < *n; i++)
		if (strcmp((*parcels)[i].tracking_no, tracking_no) == 0)
			return;
	*parcels = arena_realloc(c->arena, *parcels, *n * sizeof **parcels, (*n + 1) * sizeof **parcels);
	(*parcels)[(*n)++] = (struct incoming_parcel){ tracking_no, carrier && *carrier ? carrier : NULL };
}

/* Shipments are a list of their own in the newest core, a list in one meta value with the tracking
 * plugins, and one plain meta value with everything homemade. */
static void read_parcels(struct ctx *c, struct incoming_order *o, const struct json *order, const struct wc_extras *x)
{
	static const char *const carriers[] = { "_shipment_provider", "_shipping_provider", "_tracking_provider" };
	const char              *carrier = NULL;

	for (size_t i = 0; x && i < x->n_parcels; i++)
		wc_parcel_add(c, &o->n_parcels, &o->parcels, x->parcels[i].tracking_no, x->parcels[i].carrier);
	for (const struct json *t = json_first(wc_meta(order, "_wc_shipment_tracking_items")); t; t = json_next(t)) {
		carrier = read_text(t, "custom_tracking_provider");
		wc_parcel_add(c, &o->n_parcels, &o->parcels, read_text(t, "tracking_number"),
			carrier ? carrier : read_text(t, "tracking_provider"));
	}
	carrier = NULL;
	for (size_t i = 0; !carrier && i < sizeof carriers / sizeof *carriers; i++)
		carrier = json_scalar(wc_meta(order, carriers[i]));
	wc_parcel_add(c, &o->n_parcels, &o->parcels, json_scalar(wc_meta(order, "_tracking_number")), carrier);
}

/* ---- the order ------------------------------------------------------------------------------- */

static enum incoming_state state_of(const char *status)
{
	for (size_t i = 0; status && i < sizeof states / sizeof *states; i++)
		if (strcmp(states[i].status, status) == 0)
			return states[i].state;
	return INCOMING_UNKNOWN;
}

void wc_order_read(struct ctx *c, const struct json *order, const struct wc_extras *x, struct incoming_order *o)
{
	char *raw = json_write(c, order);

	*o = (struct incoming_order){ .source = "woocommerce", .raw = { raw, strlen(raw) } };
	o->platform_order_id = read_text(order, "id");
	o->order_no = read_text(order, "number");
	if (!wc_is_id(o->platform_order_id)) {
		o->platform_order_id = NULL;
		read_refuse(c, o, "malformed", "The order has no id");
	}
	if (!o->order_no)
		o->order_no = o->platform_order_id;
	if (o->raw.len > RAW_MAX)
		read_refuse(c, o, "malformed", "The order is larger than 2 MiB");

	o->raw_status = read_text(order, "status");
	if (!o->raw_status)
		read_refuse(c, o, "malformed", "The order has no status");
	o->state = state_of(o->raw_status);
	o->created_at = time_at(c, o, order, "date_created_gmt", true);
	o->updated_at = time_at(c, o, order, "date_modified_gmt", false);
	o->paid_at = time_at(c, o, order, "date_paid_gmt", false);
	o->buyer_note = read_text(order, "customer_note");
	o->payment_method = read_text(order, "payment_method_title");
	if (!o->payment_method)
		o->payment_method = read_text(order, "payment_method");

	o->currency = read_text(order, "currency");
	if (!currency_known(o->currency))
		read_refuse(c, o, "currency_unknown", "The currency \"%s\" is not known", shown(c, o->currency));
	o->amount = money_at(c, o, order, "total", true);
	o->shipping_fee = money_at(c, o, order, "shipping_total", false);
	o->tax = money_at(c, o, order, "total_tax", false);
	o->discount = money_at(c, o, order, "discount_total", false);

	read_recipient(c, order, &o->recipient);
	read_lines(c, o, order);
	if (x)
		take_back(c, o, x);
	read_parcels(c, o, order, x);
}

void wc_order_unreadable(struct ctx *c, const char *id, const char *words, struct incoming_order *o)
{
	*o = (struct incoming_order){ .source = "woocommerce", .platform_order_id = id, .order_no = id };
	read_refuse(c, o, "platform_unreadable", "The shop cannot show this order: %s", words);
}

/* Money stays text until it is a decimal, ids stay text. One order that makes no sense is refused
 * with its reason and spoils no other. */
#include "platform/amazon_vendor/av_order.h"
#include "model/platform_kind.h"
#include "platform/amazon_vendor/av_answer.h"
#include "platform/amazon_vendor/av_request.h"
#include "platform/read.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { RAW_MAX = 2 * 1024 * 1024 };

/* A value nobody should rely on, for the words of a refusal. */
static const char *shown(struct ctx *c, const char *value)
{
	return value ? av_words(c, value, strlen(value), 40) : "";
}

/* ---- times ----------------------------------------------------------------------------------- */

static bool time_read(const char *text, struct instant *out)
{
	return text && (instant_parse(text, out) || instant_parse_utc(text, out));
}

static struct instant time_at(struct ctx *c, struct incoming_order *o, const struct json *j, const char *name, bool required)
{
	struct instant     t = { 0 };
	const struct json *found = json_member(j, name);

	if ((!read_absent(found) || required) && !time_read(json_text(found), &t))
		read_refuse(c, o, "malformed", "%s is not a time", name);
	return t;
}

/* "2026-05-28T07:00:00Z--2026-05-30T07:00:00Z". */
static void window_at(struct ctx *c, struct incoming_order *o, const struct json *j, const char *name, struct instant *from,
	struct instant *to)
{
	const struct json *found = json_member(j, name);
	const char        *text = json_text(found), *dash = text ? strstr(text, "--") : NULL;

	if (read_absent(found))
		return;
	if (!dash || !time_read(arena_strndup(c->arena, text, (size_t)(dash - text)), from) || !time_read(dash + 2, to)
	    || from->us > to->us) {
		*from = *to = (struct instant){ 0 };
		read_refuse(c, o, "malformed", "%s is not a window of time", name);
	}
}

static struct instant later(struct instant a, struct instant b)
{
	return a.us > b.us ? a : b;
}

/* ---- lines ----------------------------------------------------------------------------------- */

const char *av_unit_name(enum line_unit unit)
{
	return unit == UNIT_CASE ? "Cases" : "Eaches";
}

/* The model names the units in one way; Amazon's own examples have "CASES" too. */
static bool unit_read(const char *text, enum line_unit *out)
{
	*out = strcasecmp(text, "Cases") == 0 ? UNIT_CASE : UNIT_EACH;
	return *out == UNIT_CASE || strcasecmp(text, "Eaches") == 0;
}

const char *av_quantity_read(const struct json *j, const struct av_quantity *usual, struct av_quantity *q)
{
	const struct json *unit = json_member(j, "unitOfMeasure"), *size = json_member(j, "unitSize");

	*q = (struct av_quantity){ .unit = usual ? usual->unit : UNIT_EACH, .unit_size = usual ? usual->unit_size : 1 };
	if (json_type(j) != JSON_OBJECT || !json_int(json_member(j, "amount"), &q->amount))
		return "the quantity is not a whole number";
	if (q->amount < 0 || q->amount > AV_QUANTITY_MAX)
		return "the quantity is not between 0 and 1,000,000";
	if (!read_absent(unit) && (!json_text(unit) || !unit_read(json_text(unit), &q->unit)))
		return "the unit is neither Eaches nor Cases";
	if (!read_absent(size) && (!json_int(size, &q->unit_size) || q->unit_size < 1 || q->unit_size > AV_UNIT_SIZE_MAX))
		return "the size of the unit is not between 1 and 100,000";
	if (read_absent(size) && q->unit == UNIT_CASE && !(usual && usual->unit == UNIT_CASE))
		return "it does not say how many pieces are in a case";
	if (read_absent(unit) && q->unit == UNIT_EACH && q->unit_size > 1)
		return "it does not say whether pieces or cases are meant";
	if (q->unit == UNIT_EACH)
		q->unit_size = 1;
	return NULL;
}

/* A cost of one piece, of one currency for the whole order. Goods sold by weight have a cost per pound: what
 * the line costs is then not known before it is weighed. */
static void read_price(struct ctx *c, struct incoming_order *o, const struct json *item, struct incoming_line *l)
{
	const struct json *cost = json_member(item, "netCost");
	const char        *currency = read_text(cost, "currencyCode");
	struct money       piece;

	if (read_absent(cost) || read_absent(json_member(cost, "amount")))
		return;
	if (!json_money(json_member(cost, "amount"), &piece) || piece.e4 < 0) {
		read_refuse(c, o, "malformed", "Line %s: netCost is not an amount of money", l->platform_line_id);
		return;
	}
	if (o->currency && currency && strcmp(o->currency, currency) != 0)
		read_refuse(c, o, "currency_unknown", "Its lines are in two currencies, %s and %s", shown(c, o->currency), shown(c, currency));
	if (!o->currency)
		o->currency = currency;
	if (!read_absent(json_member(cost, "unitOfMeasure")))
		return;
	if (__builtin_mul_overflow(piece.e4, l->unit_size, &l->unit_price.e4)
	    || __builtin_mul_overflow(l->unit_price.e4, l->quantity, &l->line_total.e4)
	    || __builtin_add_overflow(o->amount.e4, l->line_total.e4, &o->amount.e4)) {
		read_refuse(c, o, "malformed", "Line %s: its cost is too large", l->platform_line_id);
		return;
	}
	l->has_price = true;
}

static void read_line(struct ctx *c, struct incoming_order *o, const struct json *item, struct incoming_line *l)
{
	struct av_quantity q;
	const struct json *backorder = json_member(item, "isBackOrderAllowed");
	const char        *wrong;

	l->platform_line_id = read_text(item, "itemSequenceNumber");
	l->platform_sku = read_text(item, "vendorProductIdentifier");
	l->product_id = read_text(item, "amazonProductIdentifier");
	l->sku_key = l->platform_sku ? l->platform_sku : l->product_id;
	l->product_name = l->sku_key ? l->sku_key : "(no name)"; /* purchase orders name no goods */
	if (!l->platform_line_id) {
		read_refuse(c, o, "malformed", "A line has no itemSequenceNumber");
		return;
	}
	wrong = av_quantity_read(json_member(item, "orderedQuantity"), NULL, &q);
	if (wrong)
		read_refuse(c, o, "quantity_implausible", "Line %s: %s", shown(c, l->platform_line_id), wrong);
	l->quantity = q.amount;
	l->unit = q.unit;
	l->unit_size = q.unit_size;
	l->shippable = l->quantity > 0;
	if (json_type(backorder) != JSON_BOOL && !read_absent(backorder))
		read_refuse(c, o, "malformed", "Line %s: isBackOrderAllowed is neither true nor false", shown(c, l->platform_line_id));
	l->backorder_allowed = json_true(backorder);
	if (!wrong)
		read_price(c, o, item, l);
}

static void check_repeats(struct ctx *c, struct incoming_order *o)
{
	for (size_t i = 0; i < o->n_lines; i++)
		for (size_t j = 0; j < i; j++)
			if (o->lines[i].platform_line_id && o->lines[j].platform_line_id
			    && strcmp(o->lines[i].platform_line_id, o->lines[j].platform_line_id) == 0)
				read_refuse(c, o, "malformed", "Line %s is listed twice", shown(c, o->lines[i].platform_line_id));
}

static void read_lines(struct ctx *c, struct incoming_order *o, const struct json *details)
{
	const struct json *items = json_member(details, "items");
	size_t             n = json_count(items);

	if (json_type(items) != JSON_ARRAY || n == 0) {
		read_refuse(c, o, "malformed", "The purchase order has no list of items");
		return;
	}
	if (n > AV_LINES_MAX) {
		read_refuse(c, o, "malformed", "The purchase order has %zu lines; at most 1,000 are taken", n);
		return;
	}
	o->lines = NEW_N(c->arena, struct incoming_line, n);
	for (const struct json *item = json_first(items); item; item = json_next(item))
		read_line(c, o, item, &o->lines[o->n_lines++]);
	check_repeats(c, o);
	/* Without any cost the currency may still stand beside the list price. */
	for (const struct json *item = json_first(items); item && !o->currency; item = json_next(item))
		o->currency = read_text(item, "listPrice.currencyCode");
}

/* ---- parties --------------------------------------------------------------------------------- */

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

static const char *joined(struct ctx *c, const char *a, const char *b)
{
	return a && b ? arena_printf(c->arena, "%s, %s", a, b) : a ? a : b;
}

/* Often there is the code of the place alone. */
static void read_recipient(struct ctx *c, const struct json *ship_to, struct incoming_recipient *r)
{
	const struct json *to = json_member(ship_to, "address");

	r->name = read_text(to, "name");
	r->phone = read_text(to, "phone");
	r->country = country_of(c, read_text(to, "countryCode"));
	r->state = read_text(to, "stateOrRegion");
	r->city = read_text(to, "city");
	r->line1 = read_text(to, "addressLine1");
	r->line2 = joined(c, read_text(to, "addressLine2"), read_text(to, "addressLine3"));
	r->zip = read_text(to, "postalCode");
}

/* ---- its state ------------------------------------------------------------------------------- */

struct av_facts av_facts_read(const struct json *status)
{
	struct av_facts f = { .known = json_type(status) == JSON_OBJECT };

	for (const struct json *item = json_first(json_member(status, "itemStatus")); item; item = json_next(item)) {
		int64_t accepted = 0, rejected = 0, received = 0;

		json_int(json_path(item, "acknowledgementStatus.acceptedQuantity.amount"), &accepted);
		json_int(json_path(item, "acknowledgementStatus.rejectedQuantity.amount"), &rejected);
		json_int(json_path(item, "receivingStatus.receivedQuantity.amount"), &received);
		f.accepted = f.accepted || accepted > 0;
		f.rejected = f.rejected || rejected > 0;
		f.received = f.received || received > 0;
	}
	return f;
}

/* Closed is what was received, rejected by us or cancelled by the buyer alike: the goods that arrived tell. */
static enum incoming_state state_of(const struct incoming_order *o, const struct av_facts *facts)
{
	bool empty = o->n_lines > 0;

	for (size_t i = 0; i < o->n_lines && empty; i++)
		empty = o->lines[i].quantity == 0;
	if (empty)
		return INCOMING_CANCELLED;
	if (strcmp(o->raw_status, "New") == 0 || strcmp(o->raw_status, "Acknowledged") == 0)
		return INCOMING_OPEN;
	if (strcmp(o->raw_status, "Closed") != 0 || !facts || !facts->known)
		return INCOMING_UNKNOWN;
	return facts->received ? INCOMING_SHIPPED : INCOMING_CANCELLED;
}

const char *av_order_number(const struct json *order)
{
	const char *number = read_text(order, "purchaseOrderNumber");

	return av_is_number(number) ? number : NULL;
}

bool av_order_is_bare(const struct json *order)
{
	return json_type(json_member(order, "orderDetails")) != JSON_OBJECT;
}

bool av_order_wants_facts(const struct json *order)
{
	const char *state = read_text(order, "purchaseOrderState");

	if (!state || strcmp(state, "Closed") != 0)
		return false;
	for (const struct json *i = json_first(json_path(order, "orderDetails.items")); i; i = json_next(i)) {
		int64_t amount = 1;

		if (!json_int(json_path(i, "orderedQuantity.amount"), &amount) || amount != 0)
			return true;
	}
	return false;
}

/* ---- the order ------------------------------------------------------------------------------- */

static void read_purchase(struct ctx *c, struct incoming_order *o, const struct json *details, const struct av_facts *facts)
{
	struct incoming_purchase *p = NEW(c->arena, struct incoming_purchase);
	bool                      is_new = strcmp(o->raw_status, "New") == 0;

	p->type = read_text(details, "purchaseOrderType");
	p->buying_party = read_text(details, "buyingParty.partyId");
	p->selling_party = read_text(details, "sellingParty.partyId");
	p->ship_to_code = read_text(details, "shipToParty.partyId");
	if (is_new && o->created_at.us)
		p->acknowledge_by = instant_plus_s(o->created_at, platform_kind_named("amazon_vendor")->acknowledge_within_s);
	window_at(c, o, details, "shipWindow", &p->ship_window_from, &p->ship_window_to);
	window_at(c, o, details, "deliveryWindow", &p->delivery_window_from, &p->delivery_window_to);
	p->acknowledged = strcmp(o->raw_status, "Acknowledged") == 0 || (!is_new && facts && (facts->accepted || facts->rejected));
	o->purchase = p;
}

void av_order_read(struct ctx *c, const struct json *order, const struct av_facts *facts, struct incoming_order *o)
{
	char              *raw = json_write(c, order);
	const struct json *details = json_member(order, "orderDetails");

	*o = (struct incoming_order){ .source = "amazon_vendor", .raw = { raw, strlen(raw) } };
	o->platform_order_id = o->order_no = av_order_number(order);
	if (!o->platform_order_id)
		read_refuse(c, o, "malformed", "A purchase order has no number");
	if (o->raw.len > RAW_MAX)
		read_refuse(c, o, "malformed", "The purchase order is larger than 2 MiB");
	o->raw_status = json_text(json_member(order, "purchaseOrderState"));
	if (!o->raw_status || !*o->raw_status) {
		o->raw_status = "";
		read_refuse(c, o, "malformed", "The purchase order has no purchaseOrderState");
	}
	if (json_type(details) != JSON_OBJECT) {
		read_refuse(c, o, "malformed", "The purchase order has no orderDetails");
		return;
	}
	o->created_at = time_at(c, o, details, "purchaseOrderDate", true);
	o->updated_at = later(o->created_at, later(time_at(c, o, details, "purchaseOrderChangedDate", false),
		time_at(c, o, details, "purchaseOrderStateChangedDate", false)));
	o->payment_method = read_text(details, "paymentMethod");
	o->buyer_note = read_text(details, "importDetails.shippingInstructions");
	read_lines(c, o, details);
	if (!o->refusal && !currency_known(o->currency))
		read_refuse(c, o, "currency_unknown", "The currency \"%s\" is not known", shown(c, o->currency));
	read_recipient(c, json_member(details, "shipToParty"), &o->recipient);
	read_purchase(c, o, details, facts);
	o->state = state_of(o, facts);
}

/* POST acknowledgements: taken in when the form is right, judged when worked. */
#include "practice/list.h"
#include "practice/vendor_api.h"
#include "practice/vendor_in.h"

#include <string.h>

enum ack_code { ACK_ACCEPTED, ACK_BACKORDERED, ACK_REJECTED };
static const char *const ack_code_names[] = { "Accepted", "Backordered", "Rejected", NULL };
static const char *const reason_names[] = { "TemporarilyUnavailable", "InvalidProductIdentifier", "ObsoleteProduct", NULL };
enum { REASON_ABSENT = 3 };

/* ---- the form -------------------------------------------------------------------------------- */

struct part_in {
	int                 code, reason;
	struct quantity_in *quantity;
	struct instant      ship, deliver;
};

static const struct field part_fields[] = {
	FIELD_CHOICE(struct part_in, code, "acknowledgementCode", ack_code_names, .flags = FIELD_REQUIRED),
	FIELD_OBJECT(struct part_in, quantity, "acknowledgedQuantity", order_quantity_shape, .flags = FIELD_REQUIRED),
	FIELD(struct part_in, ship, "scheduledShipDate"), FIELD(struct part_in, deliver, "scheduledDeliveryDate"),
	FIELD_CHOICE(struct part_in, reason, "rejectionReason", reason_names, .fallback = REASON_ABSENT), FIELD_END
};
static const struct shape part_shape = SHAPE(struct part_in, part_fields);

struct item_in {
	const char         *sequence, *asin, *sku, *discount;
	struct quantity_in *ordered;
	struct cost_in     *net_cost, *list_price;
	struct part_in     *parts;
	size_t              n_parts;
};

static const struct field item_fields[] = {
	FIELD(struct item_in, sequence, "itemSequenceNumber"), FIELD(struct item_in, asin, "amazonProductIdentifier"),
	FIELD(struct item_in, sku, "vendorProductIdentifier"),
	FIELD_OBJECT(struct item_in, ordered, "orderedQuantity", order_quantity_shape, .flags = FIELD_REQUIRED),
	FIELD_OBJECT(struct item_in, net_cost, "netCost", cost_shape), FIELD_OBJECT(struct item_in, list_price, "listPrice", cost_shape),
	FIELD(struct item_in, discount, "discountMultiplier"),
	FIELD_LIST(struct item_in, parts, n_parts, "itemAcknowledgements", part_shape, .flags = FIELD_REQUIRED, .max = 1000), FIELD_END
};
static const struct shape item_shape = SHAPE(struct item_in, item_fields);

struct ack_in {
	const char      *number;
	struct party_in *selling;
	struct instant   date;
	struct item_in  *items;
	size_t           n_items;
};

static const struct field ack_fields[] = {
	FIELD(struct ack_in, number, "purchaseOrderNumber", .flags = FIELD_REQUIRED),
	FIELD_OBJECT(struct ack_in, selling, "sellingParty", order_party_shape, .flags = FIELD_REQUIRED),
	FIELD(struct ack_in, date, "acknowledgementDate", .flags = FIELD_REQUIRED),
	FIELD_LIST(struct ack_in, items, n_items, "items", item_shape, .flags = FIELD_REQUIRED, .max = 10000), FIELD_END
};
static const struct shape ack_shape = SHAPE(struct ack_in, ack_fields);

struct acks_in {
	struct ack_in *acks;
	size_t         n_acks;
};

static const struct field acks_fields[] = {
	FIELD_LIST(struct acks_in, acks, n_acks, "acknowledgements", ack_shape, .flags = FIELD_REQUIRED, .min = 1, .max = 10000), FIELD_END
};
static const struct shape acks_shape = SHAPE(struct acks_in, acks_fields);

void vendor_acknowledge(struct call *k)
{
	struct acks_in     in = { 0 };
	const struct json *body = vendor_body(k, &acks_shape, &in), *one = json_first(json_member(body, "acknowledgements"));
	struct transaction *t = body ? vendor_taken(k, EFFECT_ACKNOWLEDGEMENT, body) : NULL;

	for (size_t i = 0; t && i < in.n_acks; i++, one = json_next(one)) {
		struct po *po = vendor_po(k->shop, in.acks[i].number);

		if (po)
			*LIST_ADD(k->shop->arena, &po->acknowledgements)
				= (struct po_submission){ t, shop_text(k->shop, json_write(&k->ctx, one)) };
	}
}

/* ---- judging --------------------------------------------------------------------------------- */

/* What judging needs at hand. */
struct bench {
	struct shop        *shop;
	struct transaction *t;
	struct ctx         *c;
	struct po          *po;
	struct po_item     *item;
	const char         *where; /* "2JK3S9VC item 1" */
};
#define FAIL(b, ...) vendor_fail((b)->shop, (b)->t, (b)->where, __VA_ARGS__)

static void judge_part(struct bench *b, const struct part_in *p)
{
	const struct po_item *i = b->item;

	if (!quantity_fits(p->quantity, i))
		FAIL(b, "The acknowledged quantity must be in %s of %lld.", po_unit_names[i->unit], (long long)i->unit_size);
	if (p->quantity->amount == VENDOR_ABSENT || p->quantity->amount <= 0)
		FAIL(b, "An acknowledged quantity must be above zero.");
	if (p->code == ACK_REJECTED && p->reason == REASON_ABSENT)
		FAIL(b, "A rejected quantity needs a rejection reason.");
	if (p->code != ACK_REJECTED && p->reason != REASON_ABSENT)
		FAIL(b, "A rejection reason belongs to a rejected quantity alone.");
	if (p->code == ACK_BACKORDERED && !i->backorder_allowed)
		FAIL(b, "The item must not be backordered.");
	if (p->code == ACK_BACKORDERED && !p->ship.us && !p->deliver.us)
		FAIL(b, "A backordered quantity needs a scheduled ship or delivery date.");
}

static int64_t sum_of(const struct item_in *in, int code)
{
	int64_t sum = 0;

	for (size_t n = 0; n < in->n_parts; n++)
		if ((code < 0 || in->parts[n].code == code) && in->parts[n].quantity->amount > 0
		    && __builtin_add_overflow(sum, in->parts[n].quantity->amount, &sum))
			return INT64_MAX;
	return sum;
}

static void judge_quantities(struct bench *b, const struct item_in *in)
{
	const struct po_item *i = b->item;
	int64_t               sum = sum_of(in, -1), kept = sum - sum_of(in, ACK_REJECTED);

	if (in->ordered->amount != i->amount || !quantity_fits(in->ordered, i))
		FAIL(b, "The ordered quantity is %lld %s of %lld.", (long long)i->amount, po_unit_names[i->unit], (long long)i->unit_size);
	for (size_t n = 0; n < in->n_parts; n++)
		judge_part(b, &in->parts[n]);
	if (sum != i->amount)
		FAIL(b, "The acknowledged quantities add up to %lld, but %lld were ordered.", (long long)sum, (long long)i->amount);
	if (i->confirmed && !i->accepted && !i->backordered && kept > 0)
		FAIL(b, "The item was rejected before and cannot be accepted any more.");
	if (kept < i->received)
		FAIL(b, "%lld of the item were shipped already.", (long long)i->received);
}

static void judge_item(struct bench *b, const struct item_in *in)
{
	const struct po_item *i = b->item;

	if (!product_fits(in->asin, in->sku, i))
		FAIL(b, "The product is not the one that was ordered: %s, %s.", i->asin, i->sku ? i->sku : "without a vendor product identifier");
	if (!in->net_cost || in->net_cost->amount.e4 <= 0)
		FAIL(b, "The net cost is missing or not above zero.");
	else if (in->net_cost->currency && strcmp(in->net_cost->currency, i->currency) != 0)
		FAIL(b, "The net cost must be in %s.", i->currency);
	judge_quantities(b, in);
}

/* By its number on the order; without one, by its product. */
static struct po_item *item_meant(const struct po *po, const struct item_in *in)
{
	if (in->sequence)
		return po_item_named(po, in->sequence);
	for (size_t n = 0; n < po->items.n; n++)
		if (product_fits(in->asin, in->sku, &po->items.items[n]))
			return &po->items.items[n];
	return NULL;
}

static void judge_items(struct bench *b, const struct ack_in *in)
{
	struct po *po = b->po;
	bool      *seen = NEW_N(b->c->arena, bool, po->items.n + 1);

	for (size_t n = 0; n < in->n_items; n++) {
		b->item = item_meant(po, &in->items[n]);
		b->where = arena_printf(b->c->arena, "%s item %s", po->number,
			b->item ? b->item->sequence : in->items[n].sequence ? in->items[n].sequence : "without a number");
		if (!b->item) {
			FAIL(b, "The purchase order has no such item.");
			continue;
		}
		if (seen[b->item - po->items.items])
			FAIL(b, "The item is there twice.");
		seen[b->item - po->items.items] = true;
		judge_item(b, &in->items[n]);
	}
	for (size_t n = 0; n < po->items.n; n++) {
		b->where = arena_printf(b->c->arena, "%s item %s", po->number, po->items.items[n].sequence);
		if (!seen[n] && po->items.items[n].amount)
			FAIL(b, "The item is missing: every item must be acknowledged.");
	}
}

/* The first one within the time that the buyer gives, changes to it for as long again. */
static void judge_time(struct bench *b)
{
	const struct po *po = b->po;
	int64_t          within_s = b->shop->vendor->acknowledge_within_s * (po->state == PO_NEW ? 1 : 2);
	struct instant   until = instant_plus_s(po->created, within_s);

	if (instant_now().us > until.us)
		FAIL(b, po->state == PO_NEW ? "The purchase order had to be acknowledged by %s." : "The acknowledgement could be changed until %s.",
			instant_text(b->c->arena, until));
}

static void judge_ack(struct bench *b, const struct acks_in *all, size_t at)
{
	const struct ack_in *in = &all->acks[at];

	b->where = in->number;
	b->po = vendor_po(b->shop, in->number);
	if (!b->po) {
		FAIL(b, "There is no such purchase order.");
		return;
	}
	for (size_t n = 0; n < at; n++)
		if (strcmp(all->acks[n].number, in->number) == 0)
			FAIL(b, "The purchase order is acknowledged twice in one submission.");
	if (strcmp(in->selling->id, b->po->selling.id) != 0)
		FAIL(b, "The selling party of the purchase order is %s.", b->po->selling.id);
	if (b->po->state == PO_CLOSED) {
		FAIL(b, b->po->cancelled ? "The purchase order was cancelled." : "The purchase order is closed.");
		return;
	}
	judge_time(b);
	judge_items(b, in);
}

/* ---- doing ----------------------------------------------------------------------------------- */

static void confirm_item(struct shop *s, struct po_item *i, const struct item_in *in, struct instant now)
{
	i->confirmed = true;
	i->accepted = sum_of(in, ACK_ACCEPTED);
	i->backordered = sum_of(in, ACK_BACKORDERED);
	i->rejected = sum_of(in, ACK_REJECTED);
	*LIST_ADD(s->arena, &i->confirmations) = (struct po_confirmation){ now, i->accepted + i->backordered, i->rejected };
}

static void confirm(struct shop *s, struct transaction *t, struct ctx *c, const struct ack_in *in)
{
	struct po     *po = vendor_po(s, in->number);
	struct instant now = vendor_now();
	int64_t        accepted = 0, backordered = 0, rejected = 0;

	for (size_t n = 0; n < in->n_items; n++) {
		struct po_item *i = item_meant(po, &in->items[n]);

		confirm_item(s, i, &in->items[n], now);
		accepted += i->accepted;
		backordered += i->backordered;
		rejected += i->rejected;
	}
	if (po->state == PO_NEW) {
		po->state = PO_ACKNOWLEDGED;
		po->state_changed = now;
	}
	po->updated = now;
	vendor_record(s, EFFECT_ACKNOWLEDGEMENT, po->number, t->id, arena_printf(c->arena, "%lld accepted, %lld backordered, %lld rejected",
		(long long)accepted, (long long)backordered, (long long)rejected));
}

void vendor_work_acknowledgements(struct shop *s, struct transaction *t, struct ctx *c, const struct json *body)
{
	struct acks_in in = { 0 };
	struct bench   b = { .shop = s, .t = t, .c = c };

	if (!shape_parse(c, &acks_shape, body, &in))
		return vendor_fail(s, t, "", "The submission cannot be read.");
	for (size_t i = 0; i < in.n_acks; i++)
		judge_ack(&b, &in, i);
	for (size_t i = 0; !t->errors.n && i < in.n_acks; i++)
		confirm(s, t, c, &in.acks[i]);
}

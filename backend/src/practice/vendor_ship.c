/* POST shipmentConfirmations: taken in when the form is right, judged when worked. */
#include "practice/list.h"
#include "practice/vendor_api.h"
#include "practice/vendor_ship_in.h"

#include <string.h>

void vendor_confirm_shipments(struct call *k)
{
	struct confirmations_in in = { 0 };
	const struct json      *body = vendor_body(k, &confirmations_shape, &in), *one;
	struct transaction     *t = body ? vendor_taken(k, EFFECT_SHIPMENT, body) : NULL;

	one = json_first(json_member(body, "shipmentConfirmations"));
	for (size_t i = 0; t && i < in.n_all; i++, one = json_next(one))
		for (size_t p = 0; p < k->shop->vendor->orders.n; p++) {
			struct po *po = k->shop->vendor->orders.items[p];

			if (vendor_shipment_names(&in.all[i], po->number))
				*LIST_ADD(k->shop->arena, &po->shipments)
					= (struct po_submission){ t, shop_text(k->shop, json_write(&k->ctx, one)) };
		}
}

/* ---- which order a line is of ---------------------------------------------------------------- */

static const struct packed_in *packed(const struct confirmation_in *in, size_t *at)
{
	size_t skip = (*at)++;

	for (size_t i = 0; i < in->n_cartons; skip -= in->cartons[i++].n_items)
		if (skip < in->cartons[i].n_items)
			return &in->cartons[i].items[skip];
	for (size_t i = 0; i < in->n_pallets; skip -= in->pallets[i++].n_items)
		if (skip < in->pallets[i].n_items)
			return &in->pallets[i].items[skip];
	return NULL;
}

/* Of the item itself, or of a carton or pallet that holds some of it. */
static const char *order_of(const struct confirmation_in *in, const struct shipped_item_in *item)
{
	const struct packed_in *p;

	if (item->detail && item->detail->order)
		return item->detail->order;
	for (size_t at = 0; (p = packed(in, &at));)
		if (strcmp(p->reference, item->sequence) == 0 && p->detail && p->detail->order)
			return p->detail->order;
	return NULL;
}

bool vendor_shipment_names(const struct confirmation_in *in, const char *number)
{
	for (size_t i = 0; i < in->n_items; i++) {
		const char *order = order_of(in, &in->items[i]);

		if (order && strcmp(order, number) == 0)
			return true;
	}
	return false;
}

/* ---- judging --------------------------------------------------------------------------------- */

/* So many pieces of an item, by one confirmation of the submission. */
struct shipped_line {
	size_t          confirmation;
	struct po      *po;
	struct po_item *item;
	int64_t         amount;
};

struct bench {
	struct shop                   *shop;
	struct transaction            *t;
	struct ctx                    *c;
	const struct confirmations_in *all;
	size_t                         at; /* of the confirmation that is looked at */
	const char                    *where;
	struct {
		struct shipped_line *items;
		size_t       n, cap;
	} lines;
};
#define FAIL(b, ...) vendor_fail((b)->shop, (b)->t, (b)->where, __VA_ARGS__)

/* Sequence numbers count the items of the shipment, so the product tells which one of the order it is; the
 * number decides where the product is there twice, or not named. */
static struct po_item *item_meant(const struct po *po, const struct shipped_item_in *in)
{
	struct po_item *by_number = po_item_named(po, in->sequence);

	if ((!in->asin && !in->sku) || (by_number && product_fits(in->asin, in->sku, by_number)))
		return by_number;
	for (size_t i = 0; i < po->items.n; i++)
		if (product_fits(in->asin, in->sku, &po->items.items[i]))
			return &po->items.items[i];
	return NULL;
}

static int64_t shipped_before(const struct vendor_shipment *s, const struct po *po, const struct po_item *item)
{
	int64_t sum = 0;

	for (size_t i = 0; s && i < s->lines.n; i++)
		if (strcmp(s->lines.items[i].order, po->number) == 0 && strcmp(s->lines.items[i].sequence, item->sequence) == 0)
			sum += s->lines.items[i].amount;
	return sum;
}

static void judge_amount(struct bench *b, const struct vendor_shipment *replaced, const struct shipped_line *l)
{
	const struct po_item *i = l->item;
	int64_t               accepted = i->accepted + i->backordered, room = accepted < i->amount ? accepted : i->amount;
	int64_t               before = i->received - shipped_before(replaced, l->po, i), of_this = 0, all = 0;

	for (size_t n = 0; n < b->lines.n; n++)
		if (b->lines.items[n].item == i) {
			all += b->lines.items[n].amount;
			of_this += b->lines.items[n].confirmation == b->at ? b->lines.items[n].amount : 0;
		}
	if (before + all > room)
		FAIL(b, "%lld would be shipped, %lld were accepted and are still ordered.", (long long)(before + all), (long long)room);
	if (replaced && of_this > shipped_before(replaced, l->po, i))
		FAIL(b, "A replacement may only lower quantities: %lld were confirmed before.", (long long)shipped_before(replaced, l->po, i));
}

static bool judge_order(struct bench *b, const struct confirmation_in *in, const struct po *po)
{
	if (strcmp(in->selling->id, po->selling.id) != 0)
		FAIL(b, "The selling party of the purchase order is %s.", po->selling.id);
	if (strcmp(in->to->id, po->ship_to.id) != 0)
		FAIL(b, "The purchase order is to be shipped to %s.", po->ship_to.id);
	if (po->state == PO_NEW)
		FAIL(b, "The purchase order is not acknowledged.");
	else if (po->cancelled || (po->state == PO_CLOSED && in->type == CONFIRMATION_ORIGINAL))
		FAIL(b, po->cancelled ? "The purchase order was cancelled." : "The purchase order is closed.");
	else
		return true;
	return false;
}

static void judge_item(struct bench *b, const struct vendor_shipment *replaced, const struct shipped_item_in *in)
{
	const struct confirmation_in *whole = &b->all->all[b->at];
	const char                   *number = order_of(whole, in);
	struct po                    *po = vendor_po(b->shop, number);
	struct po_item               *item = po ? item_meant(po, in) : NULL;
	struct shipped_line          *l;

	b->where = arena_printf(b->c->arena, "%s item %s", whole->id, in->sequence);
	if (!po) {
		FAIL(b, number ? "There is no purchase order %s." : "The item names no purchase order.", number);
		return;
	}
	if (!judge_order(b, whole, po))
		return;
	if (!item) {
		FAIL(b, "Purchase order %s has no such item.", number);
		return;
	}
	if (!quantity_fits(in->quantity, item))
		FAIL(b, "The shipped quantity must be in %s of %lld.", po_unit_names[item->unit], (long long)item->unit_size);
	if (in->quantity->amount <= 0 || in->quantity->amount > INT32_MAX) {
		FAIL(b, "A shipped quantity must be above zero and below two thousand million.");
		return;
	}
	l = LIST_ADD(b->c->arena, &b->lines);
	*l = (struct shipped_line){ b->at, po, item, in->quantity->amount };
	judge_amount(b, replaced, l);
}

static const struct shipped_item_in *item_numbered(const struct confirmation_in *in, const char *sequence)
{
	for (size_t i = 0; i < in->n_items; i++)
		if (strcmp(in->items[i].sequence, sequence) == 0)
			return &in->items[i];
	return NULL;
}

/* Where anything is said about cartons or pallets, everything is in one of them. */
static void judge_packing(struct bench *b, const struct confirmation_in *in)
{
	const struct packed_in *p;
	size_t                  n_packed = 0;

	for (size_t at = 0; (p = packed(in, &at)); n_packed++)
		if (!item_numbered(in, p->reference))
			FAIL(b, "A carton or pallet holds item %s, which the shipment has not.", p->reference);
	for (size_t i = 0; n_packed && i < in->n_items; i++) {
		int64_t inside = 0;

		for (size_t at = 0; (p = packed(in, &at));)
			if (strcmp(p->reference, in->items[i].sequence) == 0 && __builtin_add_overflow(inside, p->quantity->amount, &inside))
				inside = INT64_MAX;
		if (inside != in->items[i].quantity->amount)
			FAIL(b, "Of item %s %lld are packed, but %lld shipped.", in->items[i].sequence, (long long)inside,
				(long long)in->items[i].quantity->amount);
	}
	for (size_t i = 0; i < in->n_cartons; i++) {
		for (size_t n = 0; n < i; n++)
			if (strcmp(in->cartons[n].sequence, in->cartons[i].sequence) == 0)
				FAIL(b, "There are two cartons %s.", in->cartons[i].sequence);
		if (in->shipment_type == SHIPMENT_SMALL_PARCEL && (!in->cartons[i].tracking || !*in->cartons[i].tracking))
			FAIL(b, "Carton %s of a small parcel shipment needs a tracking number.", in->cartons[i].sequence);
	}
	if (in->shipment_type == SHIPMENT_SMALL_PARCEL && !in->n_cartons)
		FAIL(b, "A small parcel shipment needs its cartons.");
}

static void judge_dates(struct bench *b, const struct confirmation_in *in)
{
	enum { BACK_S = 7 * 86400, AHEAD_S = 2 * 86400 };
	struct instant now = instant_now();

	if (in->shipped.us && in->shipped.us < instant_plus_s(now, -BACK_S).us)
		FAIL(b, "The shipped date is more than 7 days ago.");
	if (in->shipped.us > instant_plus_s(now, AHEAD_S).us)
		FAIL(b, "The shipped date is more than 2 days ahead.");
	if (in->shipped.us && in->estimated.us && in->estimated.us < in->shipped.us)
		FAIL(b, "The estimated delivery is before the shipment.");
}

static void judge_identifier(struct bench *b, const struct confirmation_in *in, const struct vendor_shipment *known)
{
	enum { REPLACED_WITHIN_S = 7 * 86400 };

	for (size_t n = 0; n < b->at; n++)
		if (strcmp(b->all->all[n].id, in->id) == 0)
			FAIL(b, "The shipmentIdentifier is there twice.");
	if (in->type == CONFIRMATION_ORIGINAL && known)
		FAIL(b, "The shipmentIdentifier was used already: it must be unique for 365 days.");
	if (in->type == CONFIRMATION_REPLACE && !known)
		FAIL(b, "There is no shipment confirmation of that identifier to replace.");
	if (in->type == CONFIRMATION_REPLACE && known && instant_plus_s(known->confirmed, REPLACED_WITHIN_S).us < instant_now().us)
		FAIL(b, "A shipment confirmation can be replaced for 7 days.");
	if (strcmp(in->selling->id, b->shop->vendor->code) != 0)
		FAIL(b, "%s is not a vendor code of this account.", in->selling->id);
}

static void judge(struct bench *b)
{
	const struct confirmation_in *in = &b->all->all[b->at];
	const struct vendor_shipment *known = vendor_shipment(b->shop, in->id);

	b->where = in->id;
	judge_identifier(b, in, known);
	judge_dates(b, in);
	judge_packing(b, in);
	for (size_t i = 0; i < in->n_items; i++) {
		b->where = in->id;
		if (item_numbered(in, in->items[i].sequence) != &in->items[i])
			FAIL(b, "The shipment has two items %s.", in->items[i].sequence);
		judge_item(b, in->type == CONFIRMATION_REPLACE ? known : NULL, &in->items[i]);
	}
}

/* ---- doing ----------------------------------------------------------------------------------- */

static void take_back(struct shop *s, struct vendor_shipment *known)
{
	for (size_t i = 0; i < known->lines.n; i++) {
		struct po *po = vendor_po(s, known->lines.items[i].order);

		po_item_named(po, known->lines.items[i].sequence)->received -= known->lines.items[i].amount;
	}
	known->lines.n = 0;
}

/* Once for each purchase order of the confirmation. */
static void record(struct bench *b, const struct po *po)
{
	struct buf detail = buf_new(b->c->arena, 128);

	for (size_t n = 0; n < b->lines.n; n++)
		if (b->lines.items[n].confirmation == b->at && b->lines.items[n].po == po)
			buf_printf(&detail, "%s%lld of item %s", detail.len ? ", " : "", (long long)b->lines.items[n].amount,
				b->lines.items[n].item->sequence);
	vendor_record(b->shop, EFFECT_SHIPMENT, po->number, b->all->all[b->at].id, detail.text);
}

static bool is_first_of_order(const struct bench *b, size_t at)
{
	for (size_t n = 0; n < at; n++)
		if (b->lines.items[n].confirmation == b->at && b->lines.items[n].po == b->lines.items[at].po)
			return false;
	return true;
}

static void confirm(struct bench *b, const char *body)
{
	const struct confirmation_in *in = &b->all->all[b->at];
	struct shop                  *s = b->shop;
	struct vendor_shipment       *shipment = vendor_shipment(s, in->id);
	struct instant                now = vendor_now();

	if (shipment) {
		take_back(s, shipment);
	} else {
		shipment = LIST_ADD(s->arena, &s->vendor->shipments);
		shipment->id = shop_text(s, in->id);
		shipment->confirmed = now;
	}
	shipment->body = shop_text(s, body);
	for (size_t n = 0; n < b->lines.n; n++) {
		struct shipped_line *l = &b->lines.items[n];

		if (l->confirmation != b->at)
			continue;
		*LIST_ADD(s->arena, &shipment->lines) = (struct vendor_shipment_line){ l->po->number, l->item->sequence, l->amount };
		l->item->received += l->amount;
		l->item->received_at = l->po->updated = now;
		if (is_first_of_order(b, n))
			record(b, l->po);
	}
}

void vendor_work_shipments(struct shop *s, struct transaction *t, struct ctx *c, const struct json *body)
{
	struct confirmations_in all = { 0 };
	struct bench            b = { .shop = s, .t = t, .c = c, .all = &all };
	const struct json      *one = json_first(json_member(body, "shipmentConfirmations"));

	if (!shape_parse(c, &confirmations_shape, body, &all))
		return vendor_fail(s, t, "", "The submission cannot be read.");
	for (b.at = 0; b.at < all.n_all; b.at++)
		judge(&b);
	if (t->errors.n)
		return;
	for (b.at = 0; b.at < all.n_all; b.at++, one = json_next(one))
		confirm(&b, json_write(c, one));
}

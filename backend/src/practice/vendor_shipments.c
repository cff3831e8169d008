/* GET shipments: the confirmations that took effect, as shipments. */
#include "practice/vendor_api.h"
#include "practice/vendor_ship_in.h"

#include <string.h>

struct query {
	struct vendor_page  page;
	struct vendor_dates created, confirmed, shipped, estimated, never; /* never: what these shipments have no date of */
	bool                asks_never;
	const char         *id, *status, *reference, *buyer_warehouse, *seller_warehouse;
};

static bool read_query(struct call *k, struct query *q)
{
	static const char *const none[] = { "packageLabelCreated", "shipmentDelivery", "requestedPickUp", "scheduledPickUp", NULL };

	q->id = call_param(k, "vendorShipmentIdentifier");
	q->status = call_param(k, "currentShipmentStatus");
	q->reference = call_param(k, "buyerReferenceNumber");
	q->buyer_warehouse = call_param(k, "buyerWarehouseCode");
	q->seller_warehouse = call_param(k, "sellerWarehouseCode");
	for (const char *const *name = none; *name; name++) {
		if (!vendor_times(k, *name, &q->never))
			return false;
		q->asks_never = q->asks_never || q->never.after.us || q->never.before.us;
	}
	return vendor_page(k, 50, &q->page) && vendor_times(k, "created", &q->created) && vendor_times(k, "shipmentConfirmed", &q->confirmed)
	    && vendor_times(k, "shipped", &q->shipped) && vendor_times(k, "estimatedDelivery", &q->estimated);
}

static bool same(const char *wanted, const char *is)
{
	return !wanted || (is && strcmp(wanted, is) == 0);
}

static bool wanted(const struct query *q, const struct vendor_shipment *s, const struct confirmation_in *in)
{
	return !q->asks_never && same(q->status, "Shipped") && same(q->reference, in->arn)
	    && same(q->buyer_warehouse, in->to->id) && same(q->seller_warehouse, in->from->id)
	    && vendor_between(s->confirmed, &q->created) && vendor_between(in->date, &q->confirmed)
	    && vendor_between(in->shipped, &q->shipped) && vendor_between(in->estimated, &q->estimated);
}

/* ---- writing --------------------------------------------------------------------------------- */

static void member(struct buf *b, const char *name, const char *text)
{
	if (!text)
		return;
	buf_printf(b, ",\"%s\":", name);
	buf_json(b, text);
}

static void time_member(struct buf *b, const char *name, struct instant t)
{
	if (t.us)
		member(b, name, instant_text(b->arena, t));
}

static void party(struct buf *b, const char *name, const struct party_in *p)
{
	buf_printf(b, ",\"%s\":{\"partyId\":", name);
	buf_json(b, p->id);
	buf_putc(b, '}');
}

static void quantity(struct buf *b, const char *name, int64_t amount, const struct po_item *i)
{
	buf_printf(b, ",\"%s\":{\"amount\":%lld,\"unitOfMeasure\":\"%s\",\"unitSize\":%lld}", name, (long long)amount,
		po_unit_names[i->unit], (long long)i->unit_size);
}

static bool first_of_its_order(const struct vendor_shipment *s, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(s->lines.items[i].order, s->lines.items[at].order) == 0)
			return false;
	return true;
}

static void order_items(struct buf *b, const struct vendor_shipment *s, const struct po *po)
{
	bool first = true;

	for (size_t i = 0; i < s->lines.n; i++) {
		const struct po_item *item = po_item_named(po, s->lines.items[i].sequence);

		if (strcmp(s->lines.items[i].order, po->number) != 0)
			continue;
		buf_puts(b, first ? "{\"itemSequenceNumber\":" : ",{\"itemSequenceNumber\":");
		first = false;
		buf_json(b, item->sequence);
		member(b, "buyerProductIdentifier", item->asin);
		member(b, "vendorProductIdentifier", item->sku);
		quantity(b, "shippedQuantity", s->lines.items[i].amount, item);
		buf_putc(b, '}');
	}
}

static void orders(struct buf *b, const struct shop *shop, const struct vendor_shipment *s)
{
	bool first = true;

	buf_puts(b, ",\"purchaseOrders\":[");
	for (size_t i = 0; i < s->lines.n; i++) {
		const struct po *po = vendor_po(shop, s->lines.items[i].order);

		if (!first_of_its_order(s, i))
			continue;
		buf_puts(b, first ? "{\"purchaseOrderNumber\":" : ",{\"purchaseOrderNumber\":");
		first = false;
		buf_json(b, po->number);
		time_member(b, "purchaseOrderDate", po->created);
		buf_puts(b, ",\"items\":[");
		order_items(b, s, po);
		buf_puts(b, "]}");
	}
	buf_putc(b, ']');
}

static void cartons(struct buf *b, const struct confirmation_in *in)
{
	buf_puts(b, ",\"containers\":[");
	for (size_t i = 0; i < in->n_cartons; i++) {
		buf_puts(b, i ? ",{\"containerType\":\"carton\",\"containerIdentifiers\":[]" : "{\"containerType\":\"carton\",\"containerIdentifiers\":[]");
		member(b, "containerSequenceNumber", in->cartons[i].sequence);
		member(b, "trackingNumber", in->cartons[i].tracking);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

static void transport(struct buf *b, const struct confirmation_in *in)
{
	buf_puts(b, ",\"transportationDetails\":{\"carrierDetails\":{");
	if (in->transport && in->transport->scac) {
		buf_puts(b, "\"code\":");
		buf_json(b, in->transport->scac);
	}
	buf_putc(b, '}');
	if (in->shipment_type != SHIPMENT_TYPE_ABSENT)
		member(b, "shipMode", shipment_type_names[in->shipment_type]);
	time_member(b, "shippedDate", in->shipped);
	time_member(b, "estimatedDeliveryDate", in->estimated);
	if (in->transport)
		member(b, "billOfLadingNumber", in->transport->bill_of_lading);
	buf_putc(b, '}');
}

static void write_shipment(struct buf *b, const struct shop *shop, const struct vendor_shipment *s, const struct confirmation_in *in)
{
	buf_puts(b, "{\"vendorShipmentIdentifier\":");
	buf_json(b, s->id);
	member(b, "transactionType", "New");
	member(b, "buyerReferenceNumber", in->arn);
	time_member(b, "transactionDate", s->confirmed);
	member(b, "currentShipmentStatus", "Shipped");
	time_member(b, "currentshipmentStatusDate", s->confirmed);
	time_member(b, "shipmentCreateDate", s->confirmed);
	time_member(b, "shipmentConfirmDate", in->date);
	party(b, "sellingParty", in->selling);
	party(b, "shipFromParty", in->from);
	party(b, "shipToParty", in->to);
	orders(b, shop, s);
	cartons(b, in);
	transport(b, in);
	buf_putc(b, '}');
}

/* The body was of that shape when it took effect. */
static struct confirmation_in *read_body(struct call *k, const struct vendor_shipment *s)
{
	struct confirmation_in *in = NEW(k->ctx.arena, struct confirmation_in);

	return shape_parse(&k->ctx, &confirmation_shape, json_parse(&k->ctx, s->body, strlen(s->body), &json_platform), in) ? in : NULL;
}

void vendor_shipments_list(struct call *k)
{
	const struct vendor *v = k->shop->vendor;
	struct query         q = { 0 };
	struct vendor_found *found = NEW_N(k->ctx.arena, struct vendor_found, v->shipments.n + 1);
	size_t               n = 0;
	const char          *next;
	struct buf          *b;

	if (!read_query(k, &q))
		return;
	for (size_t i = 0; i < v->shipments.n; i++) {
		const struct confirmation_in *in = same(q.id, v->shipments.items[i].id) ? read_body(k, &v->shipments.items[i]) : NULL;

		if (in && wanted(&q, &v->shipments.items[i], in))
			found[n++] = (struct vendor_found){ v->shipments.items[i].confirmed, i, in };
	}
	if (!vendor_cut(k, &q.page, found, &n, &next))
		return;
	b = vendor_answer(k, 200);
	vendor_begin_page(b, next);
	buf_puts(b, "\"shipments\":[");
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		write_shipment(b, k->shop, &v->shipments.items[found[i].index], found[i].what);
	}
	buf_puts(b, "]}}");
}

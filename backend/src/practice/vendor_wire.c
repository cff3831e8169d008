/* Purchase orders as the API writes them. */
#include "practice/vendor_api.h"
#include "practice/wire_override.h"

#include <string.h>

static void text_member(struct buf *b, const char *name, const char *text)
{
	buf_printf(b, ",\"%s\":", name);
	buf_json(b, text);
}

static void optional(struct buf *b, const char *name, const char *text)
{
	if (text && *text)
		text_member(b, name, text);
}

static void time_member(struct buf *b, const char *name, struct instant t)
{
	if (t.us)
		text_member(b, name, instant_text(b->arena, t));
}

static void window(struct buf *b, const char *name, struct instant from, struct instant until)
{
	if (from.us)
		buf_printf(b, ",\"%s\":\"%s--%s\"", name, instant_text(b->arena, from), instant_text(b->arena, until));
}

void vendor_wire_party(struct buf *b, const char *name, const struct party *p)
{
	buf_printf(b, ",\"%s\":{\"partyId\":", name);
	buf_json(b, p->id);
	if (p->place) {
		buf_puts(b, ",\"address\":{\"name\":");
		buf_json(b, p->place->name);
		text_member(b, "addressLine1", p->place->line1);
		optional(b, "city", p->place->city);
		optional(b, "stateOrRegion", p->place->state);
		optional(b, "postalCode", p->place->postal_code);
		text_member(b, "countryCode", p->place->country);
		optional(b, "phone", p->place->phone);
		buf_putc(b, '}');
	}
	buf_putc(b, '}');
}

static void quantity(struct buf *b, const char *name, const struct po_item *i, int64_t amount)
{
	buf_printf(b, "\"%s\":{\"amount\":%lld,\"unitOfMeasure\":\"%s\",\"unitSize\":%lld}", name, (long long)amount,
		po_unit_names[i->unit], (long long)i->unit_size);
}

static void money_member(struct buf *b, const char *name, struct money m, const char *currency)
{
	if (!m.e4)
		return;
	buf_printf(b, ",\"%s\":{\"currencyCode\":", name);
	buf_json(b, currency);
	text_member(b, "amount", money_text(b->arena, m));
	buf_putc(b, '}');
}

/* ---- the order ------------------------------------------------------------------------------- */

static void item(struct buf *b, const struct po_item *i)
{
	buf_puts(b, "{\"itemSequenceNumber\":");
	buf_json(b, i->sequence);
	optional(b, "amazonProductIdentifier", i->asin);
	optional(b, "vendorProductIdentifier", i->sku);
	buf_putc(b, ',');
	quantity(b, "orderedQuantity", i, i->amount);
	buf_printf(b, ",\"isBackOrderAllowed\":%s", i->backorder_allowed ? "true" : "false");
	money_member(b, "netCost", i->net_cost, i->currency);
	money_member(b, "listPrice", i->list_price, i->currency);
	buf_putc(b, '}');
}

static void order_details(struct buf *b, const struct po *po)
{
	buf_puts(b, ",\"orderDetails\":{\"purchaseOrderDate\":");
	buf_json(b, instant_text(b->arena, po->created));
	time_member(b, "purchaseOrderChangedDate", po->changed);
	time_member(b, "purchaseOrderStateChangedDate", po->state_changed);
	text_member(b, "purchaseOrderType", po_type_names[po->type]);
	optional(b, "dealCode", po->deal_code);
	text_member(b, "paymentMethod", po->type == PO_CONSIGNED ? "Consignment" : "Invoice");
	vendor_wire_party(b, "buyingParty", &po->buying);
	vendor_wire_party(b, "sellingParty", &po->selling);
	vendor_wire_party(b, "shipToParty", &po->ship_to);
	vendor_wire_party(b, "billToParty", &po->bill_to);
	window(b, "shipWindow", po->ship_from, po->ship_until);
	window(b, "deliveryWindow", po->deliver_from, po->deliver_until);
	buf_puts(b, ",\"items\":[");
	for (size_t i = 0; i < po->items.n; i++) {
		if (i)
			buf_putc(b, ',');
		item(b, &po->items.items[i]);
	}
	buf_puts(b, "]}");
}

void vendor_wire_order(struct ctx *c, struct buf *b, const struct po *po, bool details)
{
	size_t             start = b->len;
	const struct json *finished;

	buf_puts(b, "{\"purchaseOrderNumber\":");
	buf_json(b, po->number);
	text_member(b, "purchaseOrderState", po_state_names[po->state]);
	if (details)
		order_details(b, po);
	buf_putc(b, '}');
	if (!po->overrides.n)
		return;
	finished = json_parse(c, b->text + start, b->len - start, &json_platform);
	b->len = start;
	wire_override(c, b, &po->overrides, finished);
}

/* ---- what the buyer knows of it -------------------------------------------------------------- */

const char *vendor_confirmation_status(const struct po_item *i)
{
	if (!i->confirmed)
		return "UNCONFIRMED";
	if (!i->accepted && !i->backordered)
		return "REJECTED";
	return i->rejected ? "PARTIALLY_ACCEPTED" : "ACCEPTED";
}

/* What is still to come of an item. */
static int64_t expected(const struct po_item *i)
{
	int64_t accepted = i->confirmed ? i->accepted + i->backordered : i->amount;

	return accepted < i->amount ? accepted : i->amount;
}

bool vendor_po_is_open(const struct po *po)
{
	bool open = false;

	for (size_t i = 0; i < po->items.n; i++)
		open = open || po->items.items[i].received < expected(&po->items.items[i]);
	return open && po->state != PO_CLOSED;
}

const char *vendor_receive_status(const struct po_item *i)
{
	return !i->received ? "NOT_RECEIVED" : i->received < expected(i) ? "PARTIALLY_RECEIVED" : "RECEIVED";
}

/* Newest first, as the examples of the model have them. */
static void ordered(struct buf *b, const struct po_item *i)
{
	buf_puts(b, ",\"orderedQuantity\":{");
	quantity(b, "orderedQuantity", i, i->amount);
	buf_puts(b, ",\"orderedQuantityDetails\":[");
	for (size_t n = i->changes.n; n > 0; n--) {
		const struct po_change *c = &i->changes.items[n - 1];

		buf_printf(b, "%s{\"updatedDate\":\"%s\",", n < i->changes.n ? "," : "", instant_text(b->arena, c->at));
		quantity(b, c->cancelled ? "cancelledQuantity" : "orderedQuantity", i, c->cancelled ? c->cancelled : c->ordered);
		buf_putc(b, '}');
	}
	buf_puts(b, "]}");
}

static void acknowledged(struct buf *b, const struct po_item *i)
{
	buf_printf(b, ",\"acknowledgementStatus\":{\"confirmationStatus\":\"%s\",", vendor_confirmation_status(i));
	quantity(b, "acceptedQuantity", i, i->accepted + i->backordered);
	buf_putc(b, ',');
	quantity(b, "rejectedQuantity", i, i->rejected);
	for (size_t n = i->confirmations.n; n > 0; n--) {
		const struct po_confirmation *c = &i->confirmations.items[n - 1];

		buf_puts(b, n == i->confirmations.n ? ",\"acknowledgementStatusDetails\":[" : ",");
		buf_printf(b, "{\"acknowledgementDate\":\"%s\",", instant_text(b->arena, c->at));
		quantity(b, "acceptedQuantity", i, c->accepted);
		buf_putc(b, ',');
		quantity(b, "rejectedQuantity", i, c->rejected);
		buf_putc(b, '}');
	}
	buf_puts(b, i->confirmations.n ? "]}" : "}");
}

static void item_status(struct buf *b, const struct po_item *i)
{
	buf_puts(b, "{\"itemSequenceNumber\":");
	buf_json(b, i->sequence);
	optional(b, "buyerProductIdentifier", i->asin);
	optional(b, "vendorProductIdentifier", i->sku);
	money_member(b, "netCost", i->net_cost, i->currency);
	money_member(b, "listPrice", i->list_price, i->currency);
	ordered(b, i);
	acknowledged(b, i);
	buf_printf(b, ",\"receivingStatus\":{\"receiveStatus\":\"%s\",", vendor_receive_status(i));
	quantity(b, "receivedQuantity", i, i->received);
	time_member(b, "lastReceiveDate", i->received_at);
	buf_puts(b, "}}");
}

void vendor_wire_order_status(struct buf *b, const struct po *po)
{
	buf_puts(b, "{\"purchaseOrderNumber\":");
	buf_json(b, po->number);
	text_member(b, "purchaseOrderStatus", vendor_po_is_open(po) ? "OPEN" : "CLOSED");
	time_member(b, "purchaseOrderDate", po->created);
	time_member(b, "lastUpdatedDate", po->updated);
	vendor_wire_party(b, "sellingParty", &po->selling);
	vendor_wire_party(b, "shipToParty", &(struct party){ .id = po->ship_to.id });
	buf_puts(b, ",\"itemStatus\":[");
	for (size_t i = 0; i < po->items.n; i++) {
		if (i)
			buf_putc(b, ',');
		item_status(b, &po->items.items[i]);
	}
	buf_puts(b, "]}");
}

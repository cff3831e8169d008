/* One parcel is one shipment of one carton. What repeats the order is taken from the order. */
#include "platform/amazon_vendor/av_ship_body.h"
#include "base/buf.h"
#include "model/carrier.h"
#include "platform/amazon_vendor/av_ack_lines.h"
#include "platform/amazon_vendor/av_answer.h"
#include "platform/amazon_vendor/av_order.h"
#include "platform/amazon_vendor/av_request.h"

#include <string.h>
#include <strings.h>

enum { CODE_MIN = 2, CODE_MAX = 4 };

/* ---- carriers -------------------------------------------------------------------------------- */

static const struct {
	const char *name, *code;
} codes[] = { { "UPS", "UPSN" }, { "USPS", "USPS" }, { "FedEx", "FDEG" }, { "FedEx Ground", "FDEG" } };

/* "DHL" looks like a code and is a name: what everybody calls a carrier is not taken for one. */
const char *av_carrier_code(const char *carrier)
{
	size_t n = carrier ? strspn(carrier, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;

	for (size_t i = 0; carrier && i < sizeof codes / sizeof *codes; i++)
		if (strcasecmp(codes[i].name, carrier) == 0)
			return codes[i].code;
	for (const char *const *known = carriers_known; carrier && *known; known++)
		if (strcasecmp(*known, carrier) == 0)
			return NULL;
	return n >= CODE_MIN && n <= CODE_MAX && !carrier[n] ? carrier : NULL;
}

/* The code is asked for in the United States, Canada and Mexico alone. Where the goods go is often a code of
 * Amazon's; then the part of the world that the account is in decides. */
static bool needs_code(const struct platform_store *s, const struct json *order)
{
	static const char *const countries[] = { "US", "CA", "MX" }, *const elsewhere[] = { "sellingpartnerapi-eu.", "sellingpartnerapi-fe." };
	const char *country = json_text(json_path(order, "orderDetails.shipToParty.address.countryCode"));

	for (size_t i = 0; country && i < sizeof countries / sizeof *countries; i++)
		if (strcasecmp(country, countries[i]) == 0)
			return true;
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		if (strstr(s->url, elsewhere[i]))
			return false;
	return !country || !*country;
}

/* ---- before anybody is asked ----------------------------------------------------------------- */

const char *av_ship_number(const struct shipment *sh)
{
	return sh->parcel_no && *sh->parcel_no ? sh->parcel_no : sh->marker;
}

const char *av_ship_unfit(struct ctx *c, const struct shipment *sh)
{
	const char *number;

	if (!sh)
		return "There is nothing to ship";
	number = av_ship_number(sh);
	if (!av_is_number(sh->platform_order_id))
		return "The order has no number of a purchase order";
	if (!number || !*number || strlen(number) > 100)
		return "The shipment has no number";
	if (!sh->tracking_no || !*sh->tracking_no)
		return "The shipment has no tracking number";
	if (!sh->shipped_at.us)
		return "The shipment has no time at which it left";
	if (sh->n_lines == 0 || sh->n_lines > AV_LINES_MAX)
		return "The shipment has no lines, or more than an order can have";
	for (size_t i = 0; i < sh->n_lines; i++)
		if (!sh->lines[i].platform_line_id || sh->lines[i].quantity <= 0 || sh->lines[i].quantity > AV_QUANTITY_MAX)
			return arena_printf(c->arena, "Line %s of the shipment has no number or no quantity",
				sh->lines[i].platform_line_id ? sh->lines[i].platform_line_id : "?");
	return NULL;
}

/* ---- against the order ----------------------------------------------------------------------- */

static const struct json *item_of(const struct json *order, const struct shipment_line *l)
{
	return av_item(json_path(order, "orderDetails.items"), l->platform_line_id);
}

const char *av_ship_differs(struct ctx *c, const struct shipment *sh, const struct json *order)
{
	for (size_t i = 0; i < sh->n_lines; i++) {
		const struct shipment_line *l = &sh->lines[i];
		const struct json          *item = item_of(order, l);
		struct av_quantity          there;
		const char                 *wrong = item ? av_quantity_read(json_member(item, "orderedQuantity"), NULL, &there) : NULL;

		if (!item)
			return arena_printf(c->arena, "Line %s is no longer on the purchase order", l->platform_line_id);
		if (wrong)
			return arena_printf(c->arena, "Line %s %s", l->platform_line_id, wrong);
		if (l->unit && strcmp(l->unit, line_unit_names[there.unit]) != 0)
			return arena_printf(c->arena, "Line %s is ordered in %s now", l->platform_line_id, av_unit_name(there.unit));
		if (l->quantity > there.amount)
			return arena_printf(c->arena, "Line %s is ordered %lld times now; %lld were packed", l->platform_line_id,
				(long long)there.amount, (long long)l->quantity);
	}
	return NULL;
}

/* ---- the confirmation ------------------------------------------------------------------------ */

static void add_text(struct buf *to, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	buf_printf(to, "\"%s\":", name);
	buf_json(to, value);
	buf_putc(to, ',');
}

static void add_party(struct buf *to, const char *name, const char *id)
{
	buf_printf(to, "\"%s\":{\"partyId\":", name);
	buf_json(to, id);
	buf_puts(to, "},");
}

static void add_weight(struct buf *to, const char *name, int64_t grams, const char *after)
{
	if (grams > 0)
		buf_printf(to, "\"%s\":{\"unitOfMeasure\":\"G\",\"value\":\"%lld\"}%s", name, (long long)grams, after);
}

static void add_quantity(struct buf *to, const struct shipment_line *l, const struct json *item)
{
	struct av_quantity q;

	(void)av_quantity_read(json_member(item, "orderedQuantity"), NULL, &q); /* it was good when it was compared */
	buf_printf(to, "\"shippedQuantity\":{\"amount\":%lld,\"unitOfMeasure\":\"%s\",\"unitSize\":%lld}", (long long)l->quantity,
		av_unit_name(q.unit), (long long)q.unit_size);
}

/* The lines once as what was shipped and once as what is in the carton. */
static void add_lines(struct buf *to, const struct shipment *sh, const struct json *order, bool in_carton)
{
	const char *number = json_text(json_member(order, "purchaseOrderNumber"));

	for (size_t i = 0; i < sh->n_lines; i++) {
		const struct json *item = item_of(order, &sh->lines[i]);

		buf_puts(to, i ? ",{" : "{");
		add_text(to, in_carton ? "itemReference" : "itemSequenceNumber", json_scalar(json_member(item, "itemSequenceNumber")));
		if (!in_carton) {
			add_text(to, "amazonProductIdentifier", json_scalar(json_member(item, "amazonProductIdentifier")));
			add_text(to, "vendorProductIdentifier", json_scalar(json_member(item, "vendorProductIdentifier")));
		}
		add_quantity(to, &sh->lines[i], item);
		buf_puts(to, ",\"itemDetails\":{\"purchaseOrderNumber\":");
		buf_json(to, number);
		buf_puts(to, "}}");
	}
}

static const char *or_else(const char *a, const char *b)
{
	return a && *a ? a : b && *b ? b : NULL;
}

char *av_ship_body(struct ctx *c, const struct platform_store *s, const struct shipment *sh, const struct json *order, const char **wrong)
{
	const struct shipment_purchase  none = { 0 }, *p = sh->purchase ? sh->purchase : &none;
	const char    *seller = or_else(json_text(json_path(order, "orderDetails.sellingParty.partyId")), p->selling_party);
	const char    *to_code = or_else(json_text(json_path(order, "orderDetails.shipToParty.partyId")), p->ship_to_code);
	const char    *from_code = or_else(p->ship_from_code, seller), *code = av_carrier_code(sh->carrier);
	struct instant now = instant_now();
	struct buf     to = buf_new(c->arena, 2048);

	*wrong = NULL;
	if (!seller || !to_code)
		*wrong = "The purchase order names no selling party, or no place that it goes to";
	else if (!code && needs_code(s, order))
		*wrong = arena_printf(c->arena, "Amazon asks for the carrier's code (SCAC), and \"%s\" is none: enter under Carriers what Amazon Vendor calls it",
			sh->carrier ? av_words(c, sh->carrier, strlen(sh->carrier), 64) : "");
	if (*wrong)
		return NULL;
	buf_puts(&to, "{\"shipmentConfirmations\":[{");
	add_text(&to, "shipmentIdentifier", av_ship_number(sh));
	buf_puts(&to, "\"shipmentConfirmationType\":\"Original\",\"shipmentType\":\"SmallParcel\",\"shipmentStructure\":\"LooseAssortmentCase\","
		"\"transportationDetails\":{");
	add_text(&to, "carrierScac", code);
	buf_puts(&to, "\"carrierShipmentReferenceNumber\":");
	buf_json(&to, sh->tracking_no);
	buf_printf(&to, "},\"shipmentConfirmationDate\":\"%s\",\"shippedDate\":\"%s\",", av_time(c, now),
		av_time(c, sh->shipped_at.us < now.us ? sh->shipped_at : now));
	if (p->deliver_by.us > now.us)
		buf_printf(&to, "\"estimatedDeliveryDate\":\"%s\",", av_time(c, p->deliver_by));
	add_party(&to, "sellingParty", seller);
	add_party(&to, "shipFromParty", from_code);
	add_party(&to, "shipToParty", to_code);
	buf_puts(&to, "\"shipmentMeasurements\":{");
	add_weight(&to, "grossShipmentWeight", p->weight_grams, ",");
	buf_puts(&to, "\"cartonCount\":1},\"shippedItems\":[");
	add_lines(&to, sh, order, false);
	buf_puts(&to, "],\"cartons\":[{\"cartonSequenceNumber\":\"001\",\"trackingNumber\":");
	buf_json(&to, sh->tracking_no);
	buf_putc(&to, ',');
	add_weight(&to, "weight", p->weight_grams, ",");
	buf_puts(&to, "\"items\":[");
	add_lines(&to, sh, order, true);
	buf_puts(&to, "]}]}]}");
	return to.text;
}

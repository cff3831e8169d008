/* What Amazon's schema does not say and its processing asks for: every line, sums that are what was ordered, no
 * entries of nothing, a cost above zero, a reason for what is rejected, a date for what comes later. */
#include "platform/amazon_vendor/av_ack_lines.h"
#include "base/buf.h"
#include "model/platform_kind.h"
#include "platform/amazon_vendor/av_answer.h"
#include "platform/amazon_vendor/av_order.h"
#include "platform/amazon_vendor/av_request.h"

#include <string.h>

enum { SEEN_LINES = 20 };

/* ---- finding lines --------------------------------------------------------------------------- */

bool av_same_line(const char *a, const char *b)
{
	if (!a || !b)
		return false;
	a += strspn(a, "0");
	b += strspn(b, "0");
	return strcmp(a, b) == 0;
}

const struct json *av_item(const struct json *items, const char *line_id)
{
	for (const struct json *i = json_first(items); i; i = json_next(i))
		if (av_same_line(json_scalar(json_member(i, "itemSequenceNumber")), line_id))
			return i;
	return NULL;
}

static const struct acknowledgement_line *line_of(const struct acknowledgement *ack, const char *line_id)
{
	for (size_t i = 0; i < ack->n_lines; i++)
		if (av_same_line(ack->lines[i].platform_line_id, line_id))
			return &ack->lines[i];
	return NULL;
}

static const struct json *items_of(const struct json *order)
{
	return json_path(order, "orderDetails.items");
}

static enum line_unit unit_of(const struct acknowledgement_line *l)
{
	return l->unit && strcmp(l->unit, line_unit_names[UNIT_CASE]) == 0 ? UNIT_CASE : UNIT_EACH;
}

const char *av_order_over(const struct json *order)
{
	const char *state = json_text(json_member(order, "purchaseOrderState"));
	bool        empty = json_first(items_of(order)) != NULL;

	for (const struct json *i = json_first(items_of(order)); i && empty; i = json_next(i)) {
		int64_t amount = 1;

		empty = json_int(json_path(i, "orderedQuantity.amount"), &amount) && amount == 0;
	}
	if (empty)
		return "The buyer has cancelled the purchase order";
	return state && strcmp(state, "Closed") == 0 ? "The purchase order is closed on Amazon" : NULL;
}

/* ---- before anybody is asked ----------------------------------------------------------------- */

static bool is_reason(const char *reason)
{
	const char *const *r = platform_kind_named("amazon_vendor")->reject_reasons;

	while (reason && *r && strcmp(*r, reason) != 0)
		r++;
	return reason && *r;
}

static const char *line_unfit(const struct acknowledgement *ack, const struct acknowledgement_line *l)
{
	if (!l->platform_line_id || !*l->platform_line_id)
		return "it has no number";
	if (l->ordered < 0 || l->ordered > AV_QUANTITY_MAX || l->accepted < 0 || l->backordered < 0 || l->rejected < 0 || l->accepted > l->ordered
	    || l->backordered > l->ordered || l->rejected > l->ordered || l->accepted + l->backordered + l->rejected != l->ordered)
		return "what is accepted, comes later and is rejected does not add up to what was ordered";
	if (l->rejected && !is_reason(l->reason))
		return "the rejected quantity has no reason that Amazon takes";
	if (l->backordered && !ack->backorder_at.us)
		return "what comes later has no date";
	return NULL;
}

const char *av_ack_unfit(struct ctx *c, const struct acknowledgement *ack)
{
	if (!ack)
		return "There is nothing to acknowledge";
	if (!av_is_number(ack->platform_order_id))
		return "The order has no number of a purchase order";
	if (!ack->at.us)
		return "The acknowledgement has no time";
	if (ack->n_lines == 0 || ack->n_lines > AV_LINES_MAX)
		return "The acknowledgement has no lines, or more than an order can have";
	for (size_t i = 0; i < ack->n_lines; i++) {
		const struct acknowledgement_line *l = &ack->lines[i];
		const char                        *wrong = line_unfit(ack, l);

		if (!wrong && line_of(ack, l->platform_line_id) != l)
			wrong = "it is there twice";
		if (wrong)
			return arena_printf(c->arena, "Line %s: %s", l->platform_line_id ? l->platform_line_id : "?", wrong);
	}
	return NULL;
}

/* ---- against the order ----------------------------------------------------------------------- */

/* A line that the buyer took back wholly needs no answer and takes none. */
static const char *item_differs(struct ctx *c, const struct acknowledgement_line *l, const struct av_quantity *there, bool backorder)
{
	if (!l)
		return there->amount ? "was not there when it was acknowledged" : NULL;
	if (there->amount != l->ordered)
		return arena_printf(c->arena, "is ordered %lld times now; %lld were acknowledged", (long long)there->amount, (long long)l->ordered);
	if (l->ordered && (there->unit != unit_of(l) || (there->unit == UNIT_CASE && there->unit_size != l->unit_size)))
		return arena_printf(c->arena, "is ordered in %s of %lld now", av_unit_name(there->unit), (long long)there->unit_size);
	return l->backordered && !backorder ? "must not be delivered later" : NULL;
}

const char *av_ack_differs(struct ctx *c, const struct acknowledgement *ack, const struct json *order)
{
	for (const struct json *i = json_first(items_of(order)); i; i = json_next(i)) {
		const char        *id = json_scalar(json_member(i, "itemSequenceNumber"));
		struct av_quantity there;
		const char        *wrong = av_quantity_read(json_member(i, "orderedQuantity"), NULL, &there);

		if (!wrong)
			wrong = item_differs(c, line_of(ack, id), &there, json_true(json_member(i, "isBackOrderAllowed")));
		if (wrong)
			return arena_printf(c->arena, "Line %s %s", id ? av_words(c, id, strlen(id), 20) : "?", wrong);
	}
	for (size_t i = 0; i < ack->n_lines; i++)
		if (ack->lines[i].ordered && !av_item(items_of(order), ack->lines[i].platform_line_id))
			return arena_printf(c->arena, "Line %s is no longer on the purchase order", ack->lines[i].platform_line_id);
	return NULL;
}

/* ---- the submission -------------------------------------------------------------------------- */

static void add_text(struct buf *to, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	buf_printf(to, "\"%s\":", name);
	buf_json(to, value);
	buf_putc(to, ',');
}

static void add_quantity(struct buf *to, const char *name, int64_t amount, const struct av_quantity *q)
{
	buf_printf(to, "\"%s\":{\"amount\":%lld,\"unitOfMeasure\":\"%s\",\"unitSize\":%lld}", name, (long long)amount, av_unit_name(q->unit),
		(long long)q->unit_size);
}

static void add_part(struct ctx *c, struct buf *to, const char *code, int64_t amount, const struct av_quantity *q, struct instant ship_at,
	const char *reason)
{
	if (!amount)
		return;
	if (to->text[to->len - 1] == '}')
		buf_putc(to, ',');
	buf_printf(to, "{\"acknowledgementCode\":\"%s\",", code);
	add_quantity(to, "acknowledgedQuantity", amount, q);
	if (ship_at.us)
		buf_printf(to, ",\"scheduledShipDate\":\"%s\"", av_time(c, ship_at));
	if (reason)
		buf_printf(to, ",\"rejectionReason\":\"%s\"", reason);
	buf_putc(to, '}');
}

/* The cost as it stands on the order, digit by digit. */
static const char *add_cost(struct buf *to, const struct json *cost)
{
	const char  *amount = json_scalar(json_member(cost, "amount")), *weight = json_text(json_member(cost, "unitOfMeasure"));
	struct money m;

	if (!json_money(json_member(cost, "amount"), &m) || m.e4 <= 0)
		return "has no cost above zero on the purchase order, and Amazon takes no acknowledgement without one";
	buf_puts(to, "\"netCost\":{\"amount\":");
	buf_json(to, amount);
	if (json_text(json_member(cost, "currencyCode"))) {
		buf_puts(to, ",\"currencyCode\":");
		buf_json(to, json_text(json_member(cost, "currencyCode")));
	}
	if (weight && *weight) {
		buf_puts(to, ",\"unitOfMeasure\":");
		buf_json(to, weight);
	}
	buf_puts(to, "},");
	return NULL;
}

static const char *add_item(struct ctx *c, struct buf *to, const struct acknowledgement *ack, const struct acknowledgement_line *l,
	const struct json *item, const struct av_quantity *q)
{
	const char *asin = json_scalar(json_member(item, "amazonProductIdentifier")), *sku = json_scalar(json_member(item, "vendorProductIdentifier"));
	const char *wrong;

	if ((!asin || !*asin) && (!sku || !*sku))
		return "names no product on the purchase order";
	buf_puts(to, to->text[to->len - 1] == '}' ? ",{" : "{");
	add_text(to, "itemSequenceNumber", json_scalar(json_member(item, "itemSequenceNumber")));
	add_text(to, "amazonProductIdentifier", asin);
	add_text(to, "vendorProductIdentifier", sku);
	add_quantity(to, "orderedQuantity", q->amount, q);
	buf_putc(to, ',');
	wrong = add_cost(to, json_member(item, "netCost"));
	if (wrong)
		return wrong;
	buf_puts(to, "\"itemAcknowledgements\":[");
	add_part(c, to, "Accepted", l->accepted, q, ack->ship_at, NULL);
	add_part(c, to, "Backordered", l->backordered, q, ack->backorder_at, NULL);
	add_part(c, to, "Rejected", l->rejected, q, (struct instant){ 0 }, l->reason);
	buf_puts(to, "]}");
	return NULL;
}

char *av_ack_body(struct ctx *c, const struct acknowledgement *ack, const struct json *order, const char **wrong)
{
	const char *party = json_text(json_path(order, "orderDetails.sellingParty.partyId"));
	struct buf  to = buf_new(c->arena, 1024);

	if (!party || !*party)
		party = ack->selling_party;
	if (!party || !*party) {
		*wrong = "The purchase order names no selling party";
		return NULL;
	}
	buf_puts(&to, "{\"acknowledgements\":[{");
	add_text(&to, "purchaseOrderNumber", json_text(json_member(order, "purchaseOrderNumber")));
	buf_puts(&to, "\"sellingParty\":{\"partyId\":");
	buf_json(&to, party);
	buf_printf(&to, "},\"acknowledgementDate\":\"%s\",\"items\":[", av_time(c, ack->at));
	for (const struct json *i = json_first(items_of(order)); i; i = json_next(i)) {
		const char                        *id = json_scalar(json_member(i, "itemSequenceNumber"));
		const struct acknowledgement_line *l = line_of(ack, id);
		struct av_quantity                 q;
		const char                        *no;

		if (!l || av_quantity_read(json_member(i, "orderedQuantity"), NULL, &q) || !q.amount)
			continue;
		no = add_item(c, &to, ack, l, i, &q);
		if (no) {
			*wrong = arena_printf(c->arena, "Line %s %s", av_words(c, id, strlen(id), 20), no);
			return NULL;
		}
	}
	buf_puts(&to, "]}]}");
	return to.text;
}

/* ---- how it shows ---------------------------------------------------------------------------- */

/* In pieces: Amazon does not always count in the unit it ordered in. */
static bool pieces_at(const struct json *item, const char *path, const struct av_quantity *usual, int64_t *out)
{
	const struct json *j = json_path(item, path);
	struct av_quantity q;

	*out = 0;
	if (!j)
		return true;
	if (av_quantity_read(j, usual, &q))
		return false;
	*out = av_pieces(&q);
	return true;
}

/* What comes later is counted with the accepted or with the rejected, it is not written anywhere. */
static bool line_matches(const struct acknowledgement_line *l, int64_t size, int64_t ordered, int64_t accepted, int64_t rejected)
{
	int64_t a = l->accepted * size, b = l->backordered * size, r = l->rejected * size;

	if ((accepted == a || accepted == a + b) && (rejected == r || rejected == r + b))
		return true;
	return ordered < l->ordered * size && accepted <= a + b && accepted + rejected <= ordered;
}

enum av_standing av_ack_standing(struct ctx *c, const struct acknowledgement *ack, const struct json *row, const char **seen)
{
	struct buf to = buf_new(c->arena, 256);
	size_t     open = 0, good = 0, n = 0;

	for (size_t i = 0; i < ack->n_lines; i++) {
		const struct acknowledgement_line *l = &ack->lines[i];
		const struct av_quantity           usual = { .unit = unit_of(l), .unit_size = l->unit_size > 0 ? l->unit_size : 1 };
		const struct json                 *item = av_item(json_member(row, "itemStatus"), l->platform_line_id);
		const char                        *word = json_text(json_path(item, "acknowledgementStatus.confirmationStatus"));
		int64_t                            size = usual.unit == UNIT_CASE ? usual.unit_size : 1, ordered, accepted, rejected;

		if (!l->ordered)
			continue;
		n++;
		if (!word || strcmp(word, "UNCONFIRMED") == 0) {
			open++;
			continue;
		}
		if (!pieces_at(item, "orderedQuantity.orderedQuantity", &usual, &ordered)
		    || !pieces_at(item, "acknowledgementStatus.acceptedQuantity", &usual, &accepted)
		    || !pieces_at(item, "acknowledgementStatus.rejectedQuantity", &usual, &rejected))
			continue;
		good += line_matches(l, size, json_path(item, "orderedQuantity.orderedQuantity") ? ordered : l->ordered * size, accepted, rejected);
		if (n <= SEEN_LINES)
			buf_printf(&to, "%sline %s: %lld accepted, %lld rejected%s", to.len ? "; " : "", l->platform_line_id,
				(long long)(accepted / size), (long long)(rejected / size), usual.unit == UNIT_CASE ? " (cases)" : "");
	}
	if (n > SEEN_LINES)
		buf_printf(&to, "; and %zu more lines", n - SEEN_LINES);
	*seen = to.len ? to.text : "no line is acknowledged there";
	return open == n ? AV_UNCONFIRMED : good == n ? AV_MATCH : AV_DIFFERENT;
}

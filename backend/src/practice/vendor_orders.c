/* GET purchaseOrders, one of them, and what the buyer knows of them. */
#include "practice/vendor_api.h"

#include <string.h>
#include <ctype.h>

static const char *const booleans[] = { "true", "false", NULL };

/* ---- orders ---------------------------------------------------------------------------------- */

struct order_query {
	struct vendor_page  page;
	struct vendor_dates created, changed;
	int                 details, item_state, is_changed, state; /* -1: not asked for */
	const char         *vendor_code;
};

static bool read_order_query(struct call *k, struct order_query *q)
{
	static const char *const item_states[] = { "Cancelled", NULL };

	q->vendor_code = call_param(k, "orderingVendorCode");
	if (!vendor_page(k, 100, &q->page) || !vendor_dates(k, "created", &q->created) || !vendor_dates(k, "changed", &q->changed)
	    || !vendor_choice(k, "includeDetails", booleans, &q->details) || !vendor_choice(k, "isPOChanged", booleans, &q->is_changed)
	    || !vendor_choice(k, "poItemState", item_states, &q->item_state)
	    || !vendor_choice(k, "purchaseOrderState", po_state_names, &q->state))
		return false;
	/* Without any time it is the last week. */
	if (!q->created.after.us && !q->changed.after.us)
		q->created.after = instant_plus_s(instant_now(), -7 * 86400);
	return true;
}

static bool has_cancelled_item(const struct po *po)
{
	for (size_t i = 0; i < po->items.n; i++)
		if (!po->items.items[i].amount)
			return true;
	return false;
}

static bool order_wanted(const struct order_query *q, const struct po *po)
{
	return vendor_between(po->created, &q->created) && vendor_between(po->buyer_changed, &q->changed)
	    && (q->state < 0 || (int)po->state == q->state) && (q->is_changed != 0 || po->changed.us)
	    && (q->item_state < 0 || has_cancelled_item(po))
	    && (!q->vendor_code || strcmp(q->vendor_code, po->selling.id) == 0);
}

void vendor_orders_list(struct call *k)
{
	const struct vendor *v = k->shop->vendor;
	struct order_query   q = { 0 };
	struct vendor_found *found = NEW_N(k->ctx.arena, struct vendor_found, v->orders.n + 1);
	size_t               n = 0;
	const char          *next;
	struct buf          *b;

	if (!read_order_query(k, &q))
		return;
	for (size_t i = 0; i < v->orders.n; i++)
		if (order_wanted(&q, v->orders.items[i]))
			found[n++] = (struct vendor_found){ v->orders.items[i]->created, i, v->orders.items[i] };
	if (!vendor_cut(k, &q.page, found, &n, &next))
		return;
	b = vendor_answer(k, 200);
	vendor_begin_page(b, next);
	buf_puts(b, "\"orders\":[");
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		vendor_wire_order(&k->ctx, b, found[i].what, q.details != 1);
	}
	buf_puts(b, "]}}");
}

void vendor_order_get(struct call *k)
{
	const struct po *po = vendor_po(k->shop, k->word);
	size_t           letters = 0;
	struct buf      *b;

	while (isalnum((unsigned char)k->word[letters]))
		letters++;
	if (letters != 8 || k->word[letters])
		return vendor_invalid(k, "purchaseOrderNumber must be 8 letters and digits");
	if (!po)
		return vendor_error(k, 404, "NotFound", arena_printf(k->ctx.arena, "There is no purchase order %s.", k->word));
	b = vendor_answer(k, 200);
	buf_puts(b, "{\"payload\":");
	vendor_wire_order(&k->ctx, b, po, true);
	buf_putc(b, '}');
}

/* ---- their status ---------------------------------------------------------------------------- */

static const char *const status_names[] = { "OPEN", "CLOSED", NULL };
static const char *const confirmation_names[] = { "ACCEPTED", "PARTIALLY_ACCEPTED", "REJECTED", "UNCONFIRMED", NULL };
static const char *const receive_names[] = { "NOT_RECEIVED", "PARTIALLY_RECEIVED", "RECEIVED", NULL };

struct status_query {
	struct vendor_page  page;
	struct vendor_dates created, updated;
	int                 status, confirmation, receive;
	const char         *number, *vendor_code, *ship_to;
};

static bool read_status_query(struct call *k, struct status_query *q)
{
	q->number = call_param(k, "purchaseOrderNumber");
	q->vendor_code = call_param(k, "orderingVendorCode");
	q->ship_to = call_param(k, "shipToPartyId");
	if (!vendor_page(k, 100, &q->page) || !vendor_dates(k, "created", &q->created) || !vendor_dates(k, "updated", &q->updated)
	    || !vendor_choice(k, "purchaseOrderStatus", status_names, &q->status)
	    || !vendor_choice(k, "itemConfirmationStatus", confirmation_names, &q->confirmation)
	    || !vendor_choice(k, "itemReceiveStatus", receive_names, &q->receive))
		return false;
	if (!q->number && !q->created.after.us && !q->updated.after.us)
		q->created.after = instant_plus_s(instant_now(), -7 * 86400);
	return true;
}

/* At least one item is of that kind. */
static bool some_item(const struct po *po, const char *wanted, const char *(*status)(const struct po_item *))
{
	for (size_t i = 0; i < po->items.n; i++)
		if (strcmp(status(&po->items.items[i]), wanted) == 0)
			return true;
	return false;
}

static bool status_wanted(const struct status_query *q, const struct po *po)
{
	return vendor_between(po->created, &q->created) && vendor_between(po->updated, &q->updated)
	    && (!q->number || strcmp(q->number, po->number) == 0)
	    && (q->status < 0 || vendor_po_is_open(po) == (q->status == 0))
	    && (q->confirmation < 0 || some_item(po, confirmation_names[q->confirmation], vendor_confirmation_status))
	    && (q->receive < 0 || some_item(po, receive_names[q->receive], vendor_receive_status))
	    && (!q->vendor_code || strcmp(q->vendor_code, po->selling.id) == 0)
	    && (!q->ship_to || strcmp(q->ship_to, po->ship_to.id) == 0);
}

void vendor_orders_status(struct call *k)
{
	const struct vendor *v = k->shop->vendor;
	struct status_query  q = { 0 };
	struct vendor_found *found = NEW_N(k->ctx.arena, struct vendor_found, v->orders.n + 1);
	size_t               n = 0;
	const char          *next;
	struct buf          *b;

	if (!read_status_query(k, &q))
		return;
	for (size_t i = 0; i < v->orders.n; i++)
		if (status_wanted(&q, v->orders.items[i]))
			found[n++] = (struct vendor_found){ v->orders.items[i]->created, i, v->orders.items[i] };
	if (!vendor_cut(k, &q.page, found, &n, &next))
		return;
	b = vendor_answer(k, 200);
	vendor_begin_page(b, next);
	buf_puts(b, "\"ordersStatus\":[");
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		vendor_wire_order_status(b, found[i].what);
	}
	buf_puts(b, "]}}");
}

#include "domain/order_show.h"

#include "domain/order.h"
#include "domain/order_turn.h"
#include "domain/ship_to.h"
#include "sql/acknowledge_sql.h"
#include "sql/order_sql.h"

#include <string.h>

bool order_page(struct ctx *c, const struct order_filter *f, struct order **rows, size_t *n, struct page_end *end)
{
	struct order_filter read = *f;

	*rows = NULL;
	*n = 0;
	if (!order_filter_read(c, &read))
		return false;
	order_turn_clauses(c, &read);
	if (!order_sql_page(c, &read, rows, n, end))
		return false;
	for (size_t i = 0; i < *n; i++) {
		(*rows)[i].actions = order_actions_json(c, &(*rows)[i]);
		order_turn_set(&(*rows)[i]);
	}
	return true;
}

/* The warehouse needs an address while it packs, not afterwards. */
static bool may_see_recipient(const struct ctx *c, const struct order *o)
{
	return c->actor.kind != ACTOR_STAFF || o->status == ORDER_PROCESSING || o->status == ORDER_PARTIALLY_SHIPPED;
}

static void fill_recipient(struct ctx *c, struct order_detail *d)
{
	const struct order *o = &d->o;

	d->recipient = NEW(c->arena, struct recipient);
	if (!may_see_recipient(c, o)) {
		d->o.buyer_note = NULL; /* people write their names and numbers there */
		return;
	}
	*d->recipient = (struct recipient){ .name = o->recipient_name, .company = o->recipient_company,
		.phone = o->recipient_phone, .email = o->recipient_email, .country = o->recipient_country,
		.state = o->recipient_state, .city = o->recipient_city, .line1 = o->recipient_line1,
		.line2 = o->recipient_line2, .zip = o->recipient_zip };
}

/* What the platform took back and nobody sent is of no use to anyone; what was sent stays. */
static void drop_gone_lines(struct order_detail *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->n_lines; i++)
		if (!d->lines[i].gone || d->lines[i].shipped_qty)
			d->lines[kept++] = d->lines[i];
	d->n_lines = kept;
}

static void fill_fulfilment(struct order_detail *d)
{
	int64_t to_ship = 0, shipped = 0;

	for (size_t i = 0; i < d->n_lines; i++) {
		const struct order_line *l = &d->lines[i];

		if (!l->shippable || l->gone)
			continue;
		to_ship += l->accepted_qty;
		shipped += l->shipped_qty;
	}
	d->shippable = to_ship > 0;
	if (d->o.status == ORDER_SHIPPED || d->o.status == ORDER_COMPLETED || d->o.status == ORDER_MANUAL_COMPLETED)
		d->fulfilment_status = "shipped";
	else if (!d->shippable)
		d->fulfilment_status = "nothing_to_ship";
	else if (shipped)
		d->fulfilment_status = shipped < to_ship ? "partly_shipped" : "shipped";
	else
		d->fulfilment_status = d->o.outbound_id ? "in_warehouse" : "unfulfilled";
}

static bool fill_purchase(struct ctx *c, struct order_detail *d)
{
	const struct order  *o = &d->o;
	struct acknowledged *newest;
	size_t               n;

	if (o->kind != ORDER_B2B)
		return true;
	d->purchase = NEW(c->arena, struct purchase);
	*d->purchase = (struct purchase){ o->purchase_type, o->buying_party, o->selling_party, o->ship_to_code };
	if (!acknowledge_sql_all(c, o, 1, &newest, &n))
		return false;
	d->acknowledgement = n ? newest : NULL;
	return true;
}

bool order_get(struct ctx *c, uint64_t id, struct order_detail *out)
{
	*out = (struct order_detail){ 0 };
	if (!order_sql_get(c, id, &out->o) || !order_sql_lines(c, &out->o, &out->lines, &out->n_lines)
	    || !order_sql_parcels(c, &out->o, &out->parcels, &out->n_parcels)
	    || !order_sql_writebacks(c, &out->o, &out->writebacks, &out->n_writebacks) || !fill_purchase(c, out))
		return false;
	if (!ship_to_fill(c, &out->o, 1))
		return false;
	drop_gone_lines(out);
	fill_fulfilment(out);
	fill_recipient(c, out);
	out->outbound_status_name = out->o.outbound_id ? outbound_status_names[out->o.outbound_status] : NULL;
	out->o.actions = order_actions_json(c, &out->o);
	order_turn_set(&out->o);
	return true;
}

bool order_events(struct ctx *c, uint64_t id, struct order_event **rows, size_t *n)
{
	uint64_t customer_id;

	return order_sql_customer(c, id, &customer_id) && order_sql_events(c, customer_id, id, rows, n);
}

bool order_revisions(struct ctx *c, uint64_t id, struct order_revision **rows, size_t *n)
{
	uint64_t customer_id;

	return order_sql_customer(c, id, &customer_id) && order_sql_revisions(c, customer_id, id, rows, n);
}

bool order_count(struct ctx *c, enum order_kind kind, struct order_counts *out)
{
	return order_sql_counts(c, kind, out);
}

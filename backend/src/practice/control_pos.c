/* Purchase orders as the control API shows and makes them, and what the buyer does to them. */
#include "lib/shape.h"
#include "practice/control.h"
#include "practice/control_vendors.h"
#include "practice/list.h"
#include "practice/vendor_api.h"
#include "practice/vendor_po.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- showing --------------------------------------------------------------------------------- */

static void member(struct buf *b, const char *name, const char *text)
{
	buf_printf(b, ",\"%s\":", name);
	buf_json(b, text);
}

static void time_member(struct buf *b, const char *name, struct instant t)
{
	member(b, name, t.us ? instant_text(b->arena, t) : NULL);
}

static void item(struct buf *b, const struct po_item *i)
{
	buf_puts(b, "{\"sequence\":");
	buf_json(b, i->sequence);
	member(b, "asin", i->asin);
	member(b, "sku", i->sku);
	buf_printf(b, ",\"ordered\":%lld,\"firstOrdered\":%lld,\"unit\":\"%s\",\"unitSize\":%lld,\"backorderAllowed\":%s", (long long)i->amount,
		(long long)i->changes.items[0].ordered, po_unit_names[i->unit], (long long)i->unit_size, i->backorder_allowed ? "true" : "false");
	member(b, "netCost", money_text(b->arena, i->net_cost));
	member(b, "currency", i->currency);
	member(b, "confirmation", vendor_confirmation_status(i));
	buf_printf(b, ",\"accepted\":%lld,\"backordered\":%lld,\"rejected\":%lld,\"received\":%lld}", (long long)i->accepted,
		(long long)i->backordered, (long long)i->rejected, (long long)i->received);
}

static void submission(struct buf *b, const struct po_submission *p)
{
	const struct transaction *t = p->transaction;

	buf_puts(b, "{\"transactionId\":");
	buf_json(b, t->id);
	time_member(b, "at", t->at);
	member(b, "status", transaction_status_names[t->status]);
	buf_printf(b, ",\"over\":%s,\"errors\":[", t->over ? "true" : "false");
	for (size_t i = 0; i < t->errors.n; i++) {
		buf_puts(b, i ? ",{\"message\":" : "{\"message\":");
		buf_json(b, t->errors.items[i].message);
		member(b, "details", t->errors.items[i].details);
		buf_putc(b, '}');
	}
	buf_printf(b, "],\"body\":%s}", p->body);
}

static void write_po(struct buf *b, const struct po *po)
{
	buf_puts(b, "{\"number\":");
	buf_json(b, po->number);
	member(b, "state", po_state_names[po->state]);
	buf_printf(b, ",\"cancelled\":%s,\"open\":%s", po->cancelled ? "true" : "false", vendor_po_is_open(po) ? "true" : "false");
	member(b, "type", po_type_names[po->type]);
	time_member(b, "createdAt", po->created);
	time_member(b, "changedAt", po->changed);
	member(b, "shipTo", po->ship_to.id);
	member(b, "shipToCity", po->ship_to.place ? po->ship_to.place->city : NULL);
	time_member(b, "shipFrom", po->ship_from);
	time_member(b, "shipUntil", po->ship_until);
	buf_puts(b, ",\"items\":[");
	for (size_t i = 0; i < po->items.n; i++) {
		if (i)
			buf_putc(b, ',');
		item(b, &po->items.items[i]);
	}
	buf_puts(b, "],\"acknowledgements\":[");
	for (size_t i = 0; i < po->acknowledgements.n; i++) {
		if (i)
			buf_putc(b, ',');
		submission(b, &po->acknowledgements.items[i]);
	}
	buf_puts(b, "],\"shipments\":[");
	for (size_t i = 0; i < po->shipments.n; i++) {
		if (i)
			buf_putc(b, ',');
		submission(b, &po->shipments.items[i]);
	}
	buf_puts(b, "]}");
}

static void write_pos(struct buf *b, const struct vendor *v, size_t from, bool newest_first)
{
	buf_putc(b, '[');
	for (size_t i = from; i < v->orders.n; i++) {
		if (i > from)
			buf_putc(b, ',');
		write_po(b, v->orders.items[newest_first ? v->orders.n - 1 - (i - from) : i]);
	}
	buf_putc(b, ']');
}

/* The last made first; ?limit=n are the n last. */
void control_pos_list(struct call *k)
{
	const struct vendor *v = k->shop->vendor;
	const char          *limit = call_param(k, "limit");
	size_t               n = limit ? (size_t)strtoull(limit, NULL, 10) : v->orders.n;

	write_pos(control_answer(k, 200), v, n < v->orders.n ? v->orders.n - n : 0, true);
}

/* ---- making ---------------------------------------------------------------------------------- */

#define ITEM(m, name_, ...) FIELD(struct po_item_spec, m, name_, __VA_ARGS__)
#define MONEY_MAX INT64_C(900000000000000)
static const struct field item_fields[] = {
	ITEM(sku, "sku", .min = 1, .max = 255), ITEM(asin, "asin", .min = 1, .max = 255), ITEM(without_sku, "withoutSku"),
	ITEM(amount, "quantity", .fallback = 1, .min = 0, .max = INT64_C(1000000000000000)),
	FIELD_CHOICE(struct po_item_spec, unit, "unit", po_unit_names), ITEM(unit_size, "unitSize", .min = 1, .max = 1000000),
	ITEM(backorder_allowed, "backorderAllowed"), ITEM(net_cost, "netCost", .max = MONEY_MAX),
	ITEM(list_price, "listPrice", .max = MONEY_MAX), ITEM(currency, "currency", .max = 3), FIELD_END
};
static const struct shape item_shape = SHAPE(struct po_item_spec, item_fields);

struct po_in {
	struct po_spec       spec;
	struct po_item_spec *items;
	size_t               n_items, n_omit;
	const char         **omit, *set;
};

#define SPEC(m, name_, ...) FIELD(struct po_in, spec.m, name_, __VA_ARGS__)
static const struct field po_fields[] = {
	SPEC(number, "number", .min = 8, .max = 8), SPEC(created, "createdAt"), FIELD_CHOICE(struct po_in, spec.type, "type", po_type_names),
	SPEC(deal_code, "dealCode", .max = 100), SPEC(ship_to, "shipTo", .min = 1, .max = 60), SPEC(code_only, "codeOnly"),
	SPEC(ship_from, "shipFrom"), SPEC(ship_until, "shipUntil"), SPEC(deliver_from, "deliverFrom"),
	SPEC(deliver_until, "deliverUntil"), FIELD_LIST(struct po_in, items, n_items, "items", item_shape, .max = 1000),
	FIELD_TEXTS(struct po_in, omit, n_omit, "omit", .max = 100), FIELD_RAW(struct po_in, set, "set"), FIELD_END
};
static const struct shape po_shape = SHAPE(struct po_in, po_fields);

struct pos_in {
	int64_t       count;
	struct po_in *orders;
	size_t        n_orders;
};

static const struct field pos_fields[] = {
	FIELD(struct pos_in, count, "count", .max = 20000),
	FIELD_LIST(struct pos_in, orders, n_orders, "orders", po_shape, .max = 10000), FIELD_END
};
static const struct shape pos_shape = SHAPE(struct pos_in, pos_fields);

static bool is_taken(struct call *k, const struct po_in *all, size_t at)
{
	for (size_t i = 0; all[at].spec.number && i < at; i++)
		if (all[i].spec.number && strcmp(all[i].spec.number, all[at].spec.number) == 0)
			return true;
	return vendor_po(k->shop, all[at].spec.number);
}

static bool check(struct call *k, const struct po_in *all, size_t at, const struct json *j)
{
	const struct po_in *in = &all[at];
	struct arena       *a = k->ctx.arena;

	for (const char *p = in->spec.number; p && *p; p++)
		if (!isalnum((unsigned char)*p))
			return problem_field(&k->ctx, arena_printf(a, "orders[%zu].number", at), "not_a_choice", "must be 8 letters and digits");
	if (is_taken(k, all, at))
		return problem_field(&k->ctx, arena_printf(a, "orders[%zu].number", at), "not_a_choice", "is taken");
	for (size_t i = 0; i < in->n_items; i++)
		if (!in->items[i].sku && !in->items[i].asin)
			return problem_field(&k->ctx, arena_printf(a, "orders[%zu].items[%zu].sku", at, i), "required", "or an asin is needed");
	if (json_type(json_member(j, "set")) != JSON_ABSENT && json_type(json_member(j, "set")) != JSON_OBJECT)
		return problem_field(&k->ctx, arena_printf(a, "orders[%zu].set", at), "type", "must be an object");
	return true;
}

/* Without items it is one of the first product. */
static void add_one(struct call *k, const struct po_in *in, const struct json *j)
{
	struct po_item_spec one = { .sku = k->shop->products.items[0].sku, .amount = 1 };
	struct po_spec      spec = in->spec;
	struct po          *po;

	spec.items = in->items;
	spec.n_items = in->n_items;
	if (json_type(json_member(j, "items")) == JSON_ABSENT) {
		spec.items = &one;
		spec.n_items = 1;
	}
	po = po_add(k->shop, &spec);
	for (size_t i = 0; i < in->n_omit; i++)
		*LIST_ADD(k->shop->arena, &po->overrides) = (struct override){ control_place(k, in->omit[i]), NULL };
	for (const struct json *m = json_first(json_member(j, "set")); m; m = json_next(m))
		*LIST_ADD(k->shop->arena, &po->overrides)
			= (struct override){ control_place(k, json_name(m)), shop_text(k->shop, json_write(&k->ctx, m)) };
}

void control_pos_add(struct call *k)
{
	const struct json *body = control_body(k), *j;
	struct pos_in      in = { 0 };
	size_t             before = k->shop->vendor->orders.n;

	if (!body)
		return;
	if (!shape_parse(&k->ctx, &pos_shape, body, &in))
		return control_problem(k);
	j = json_first(json_member(body, "orders"));
	for (size_t i = 0; i < in.n_orders; i++, j = json_next(j))
		if (!check(k, in.orders, i, j))
			return control_problem(k);
	j = json_first(json_member(body, "orders"));
	for (size_t i = 0; i < in.n_orders; i++, j = json_next(j))
		add_one(k, &in.orders[i], j);
	for (int64_t i = 0; i < in.count; i++)
		po_add_random(k->shop);
	write_pos(control_answer(k, 201), k->shop->vendor, before, false);
}

/* ---- the buyer ------------------------------------------------------------------------------- */

static struct po *po_of_route(struct call *k)
{
	struct po *po = vendor_po(k->shop, k->number);

	if (!po) {
		(void)problem(&k->ctx, PROBLEM_NOT_FOUND, "The account has no purchase order %s.", k->number);
		control_problem(k);
	}
	return po;
}

static void show(struct call *k, const struct po *po)
{
	write_po(control_answer(k, 200), po);
}

void control_po_get(struct call *k)
{
	const struct po *po = po_of_route(k);

	if (po)
		show(k, po);
}

void control_po_cancel(struct call *k)
{
	struct po *po = po_of_route(k);

	if (!po)
		return;
	po_cancel(k->shop, po);
	show(k, po);
}

void control_po_close(struct call *k)
{
	struct po *po = po_of_route(k);

	if (!po)
		return;
	po_close(po);
	show(k, po);
}

struct change_in {
	const char *quantity;
};
static const struct field change_fields[] = {
	FIELD_RAW(struct change_in, quantity, "quantity", .flags = FIELD_REQUIRED), FIELD_END
};
static const struct shape change_shape = SHAPE(struct change_in, change_fields);

static bool check_change(struct call *k, const struct po *po, const struct json *map)
{
	for (const struct json *m = json_first(map); m; m = json_next(m)) {
		const struct po_item *i = json_name(m) ? po_item_named(po, json_name(m)) : NULL;
		int64_t               n;

		if (!i || !json_int(m, &n) || n < 0 || n > i->amount)
			return problem_field(&k->ctx, arena_printf(k->ctx.arena, "quantity.%s", json_name(m)), "out_of_range",
				"must be an item of the order and a whole number that is not above what is ordered");
	}
	return json_first(map) || problem_field(&k->ctx, "quantity", "required", "must name at least one item");
}

/* {"quantity":{"<sequence>":n}}: what is ordered from now on; 0 cancels the item. */
void control_po_change(struct call *k)
{
	struct po         *po = po_of_route(k);
	const struct json *body = po ? control_body(k) : NULL, *map = json_member(body, "quantity");
	struct change_in   in = { 0 };
	int64_t            n;

	if (!body)
		return;
	if (!shape_parse(&k->ctx, &change_shape, body, &in) || !check_change(k, po, map))
		return control_problem(k);
	for (const struct json *m = json_first(map); m; m = json_next(m)) {
		struct po_item *i = po_item_named(po, json_name(m));

		if (json_int(m, &n) && n < i->amount)
			po_reduce(k->shop, po, i, n);
	}
	show(k, po);
}

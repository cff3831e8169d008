/* What a merchant or a buyer does to an order on the shop's own pages. */
#include "practice/control.h"
#include "lib/shape.h"
#include "practice/list.h"
#include "practice/order.h"

#include <string.h>

static struct order *order_of_route(struct call *k)
{
	struct order *o = shop_order(k->shop, k->ids[0]);

	if (!o) {
		(void)problem(&k->ctx, PROBLEM_NOT_FOUND, "The shop has no order %lld.", (long long)k->ids[0]);
		control_problem(k);
	}
	return o;
}

static void show(struct call *k, const struct order *o)
{
	control_write_order(control_answer(k, 200), o);
}

void control_order_get(struct call *k)
{
	const struct order *o = order_of_route(k);

	if (o)
		show(k, o);
}

static void move(struct call *k, const char *status)
{
	struct order *o = order_of_route(k);

	if (!o)
		return;
	order_walk_on(k->shop, o, status);
	show(k, o);
}

void control_order_cancel(struct call *k)
{
	move(k, "cancelled");
}

void control_order_pay(struct call *k)
{
	move(k, "processing");
}

void control_order_trash(struct call *k)
{
	move(k, "trash");
}

void control_order_touch(struct call *k)
{
	struct order *o = order_of_route(k);

	if (!o)
		return;
	order_touch(o);
	show(k, o);
}

struct status_in {
	const char *status;
};
static const struct field status_fields[] = {
	FIELD(struct status_in, status, "status", .flags = FIELD_REQUIRED, .min = 1, .max = 40), FIELD_END
};
static const struct shape status_shape = SHAPE(struct status_in, status_fields);

/* Any text: plugins bring statuses of their own. */
void control_order_status(struct call *k)
{
	const struct json *body = control_body(k);
	struct status_in   in = { 0 };

	if (!body)
		return;
	if (!shape_parse(&k->ctx, &status_shape, body, &in))
		return control_problem(k);
	move(k, in.status);
}

/* ---- edit ------------------------------------------------------------------------------------ */

struct edit_in {
	struct control_address *shipping, *billing;
	const char             *note, *quantity, *set;
	struct control_bad_input bad;
};

static const struct field edit_fields[] = {
	FIELD_OBJECT(struct edit_in, shipping, "shipping", control_address_shape),
	FIELD_OBJECT(struct edit_in, billing, "billing", control_address_shape),
	FIELD(struct edit_in, note, "note", .max = 4000), FIELD_RAW(struct edit_in, quantity, "quantity"),
	FIELD_TEXTS(struct edit_in, bad.omit, bad.n_omit, "omit", .max = 100), FIELD_RAW(struct edit_in, set, "set"), FIELD_END
};
static const struct shape edit_shape = SHAPE(struct edit_in, edit_fields);

static struct line *line_named(struct order *o, const char *id)
{
	for (size_t i = 0; i < o->lines.n; i++) {
		char text[24];

		snprintf(text, sizeof text, "%lld", (long long)o->lines.items[i].id);
		if (strcmp(text, id) == 0)
			return &o->lines.items[i];
	}
	return NULL;
}

/* {"<lineItemId>": n, …}; checks all of it before `apply` is called for any. */
static bool each_quantity(struct call *k, struct order *o, const struct json *map,
	void (*apply)(struct call *, struct order *, struct line *, int64_t, void *), void *arg)
{
	int64_t n;

	for (const struct json *m = json_first(map); m; m = json_next(m))
		if (!line_named(o, json_name(m)) || !json_int(m, &n) || n < 0)
			return problem_field(&k->ctx, arena_printf(k->ctx.arena, "quantity.%s", json_name(m)), "unknown",
				"must be a line of the order and a whole number");
	for (const struct json *m = json_first(map); m; m = json_next(m))
		if (json_int(m, &n))
			apply(k, o, line_named(o, json_name(m)), n, arg);
	return true;
}

/* The line is not priced anew, as in a real shop until somebody presses "Recalculate". */
static void set_quantity(struct call *k, struct order *o, struct line *l, int64_t n, void *arg)
{
	(void)k, (void)o, (void)arg;
	l->quantity = n;
}

void control_order_edit(struct call *k)
{
	struct order      *o = order_of_route(k);
	const struct json *body = o ? control_body(k) : NULL;
	struct edit_in     in = { 0 };

	if (!body)
		return;
	if (!shape_parse(&k->ctx, &edit_shape, body, &in)
	    || !each_quantity(k, o, json_member(body, "quantity"), set_quantity, NULL))
		return control_problem(k);
	if (in.shipping)
		control_address_onto(k, &o->shipping, in.shipping);
	if (in.billing)
		control_address_onto(k, &o->billing, in.billing);
	if (in.note)
		o->customer_note = shop_text(k->shop, in.note);
	control_overrides(k, o, &in.bad, json_member(body, "set"));
	order_touch(o);
	show(k, o);
}

/* ---- refund ---------------------------------------------------------------------------------- */

struct refund_in {
	struct money amount;
	const char  *reason, *quantity;
};

static const struct field refund_fields[] = {
	FIELD(struct refund_in, amount, "amount", .max = INT64_C(900000000000000)), FIELD(struct refund_in, reason, "reason", .max = 400),
	FIELD_RAW(struct refund_in, quantity, "quantity"), FIELD_END
};
static const struct shape refund_shape = SHAPE(struct refund_in, refund_fields);

static void add_refund_line(struct call *k, struct order *o, struct line *l, int64_t n, void *arg)
{
	struct refund      *r = arg;
	struct refund_line *line = LIST_ADD(k->shop->arena, &r->lines);

	(void)o;
	line->id = ++k->shop->last_item_id;
	line->line_id = l->id;
	line->quantity = n;
	line->total = l->quantity ? money_divided(order_money_times(l->total, n), l->quantity) : (struct money){ 0 };
	line->total = (struct money){ money_divided(line->total, 100).e4 * 100 };
}

static void refund_all(struct order *o, struct shop *s)
{
	struct money back = { 0 };

	for (size_t i = 0; i < o->refunds.n; i++)
		back.e4 += o->refunds.items[i].amount.e4;
	if (back.e4 >= order_total(o).e4)
		order_walk_on(s, o, "refunded");
}

/* {"quantity":{"<lineItemId>":n},"amount","reason"}: the lines and the total stay as they are. */
void control_order_refund(struct call *k)
{
	struct order      *o = order_of_route(k);
	const struct json *body = o ? control_body(k) : NULL;
	struct refund_in   in = { 0 };
	struct refund      r = { 0 };

	if (!body)
		return;
	if (!shape_parse(&k->ctx, &refund_shape, body, &in)
	    || !each_quantity(k, o, json_member(body, "quantity"), add_refund_line, &r))
		return control_problem(k);
	r.id = ++k->shop->last_order_id; /* a refund is numbered among the orders */
	r.created = instant_now();
	r.created.us -= r.created.us % INSTANT_SECOND;
	r.reason = shop_text(k->shop, in.reason);
	r.amount = in.amount;
	for (size_t i = 0; !in.amount.e4 && i < r.lines.n; i++)
		r.amount.e4 += r.lines.items[i].total.e4;
	*LIST_ADD(k->shop->arena, &o->refunds) = r;
	order_touch(o);
	refund_all(o, k->shop);
	show(k, o);
}

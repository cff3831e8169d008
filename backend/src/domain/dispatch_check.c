/* The rules of a dispatch but for the stock, in the order in which a person wants to hear of them: whether
 * the order may go at all, where to, what of it, to whom. */
#include "domain/dispatch_check.h"

#include "base/buf.h"
#include "domain/order.h"
#include "domain/order_address.h"

bool dispatch_check_business(struct ctx *c, const struct dispatch_place *p, enum order_kind kind)
{
	return (kind == ORDER_B2B ? p->b2b : p->business)
	    || problem(c, PROBLEM_BUSINESS_MISSING, "The %s business is not set up in %s.", kind == ORDER_B2B ? "B2B" : "Drop Shipping",
		p->warehouse_name);
}

static bool check_channel(struct ctx *c, const struct dispatch_place *p, enum order_action action)
{
	if (!p->channel_id)
		return problem(c, PROBLEM_CHANNEL_NOT_AVAILABLE, "%s has no such shipping channel.", p->warehouse_name);
	if (!p->channel_enabled)
		return problem(c, PROBLEM_CHANNEL_NOT_AVAILABLE, "%s is not in use any more in %s.", p->channel_name,
			p->warehouse_name);
	if (p->self_pickup && action == ORDER_BATCH_DISPATCH)
		return problem(c, PROBLEM_BATCH_SELF_PICKUP, "Batch dispatch attempted with a self-pickup channel: %s takes one"
			" order at a time, with its label.", p->channel_name);
	return true;
}

bool dispatch_check_place(struct ctx *c, const struct dispatch_place *p, enum order_action action)
{
	return dispatch_check_business(c, p, ORDER_B2C) && check_channel(c, p, action);
}

static int64_t left_to_send(const struct order_line *l)
{
	return l->shippable && !l->gone ? l->accepted_qty - l->shipped_qty : 0;
}

static const char *line_name(struct ctx *c, const struct order_line *l)
{
	return l->platform_sku ? arena_printf(c->arena, "[%s]", l->platform_sku)
		: arena_printf(c->arena, "of “%s”, for which the platform sent none,", l->product_name);
}

static bool check_mapped(struct ctx *c, const struct dispatch_case *k)
{
	struct buf unmapped = buf_new(c->arena, 64);

	for (size_t i = 0; i < k->n_lines; i++)
		if (left_to_send(&k->lines[i]) > 0 && !k->lines[i].n_mapping)
			buf_printf(&unmapped, "%s%s", unmapped.len ? ", SKU " : "SKU ", line_name(c, &k->lines[i]));
	return !unmapped.len || problem(c, PROBLEM_SKU_NOT_MAPPED, "%s not mapped to a warehouse SKU.", unmapped.text);
}

/* What the lines come to in warehouse SKUs. */
void dispatch_goods(struct ctx *c, struct dispatch_case *k)
{
	size_t most = 0;

	for (size_t i = 0; i < k->n_lines; i++)
		most += left_to_send(&k->lines[i]) > 0 ? k->lines[i].n_mapping : 0;
	k->goods = NEW_N(c->arena, struct outbound_line_new, most + 1);
	k->needed = NEW_N(c->arena, struct stock_item, most + 1);
	k->n_goods = 0;
	for (size_t i = 0; i < k->n_lines; i++) {
		const int64_t left = left_to_send(&k->lines[i]);

		for (size_t m = 0; left > 0 && m < k->lines[i].n_mapping; m++) {
			const struct mapping_item *item = &k->lines[i].mapping[m];

			const int64_t              per_unit = k->lines[i].unit_size * item->quantity;

			k->goods[k->n_goods] = (struct outbound_line_new){ .order_line_id = k->lines[i].id, .sku_id = item->sku_id,
				.per_unit = per_unit, .quantity = left * per_unit };
			k->needed[k->n_goods++] = (struct stock_item){ .sku_id = item->sku_id, .code = item->code,
				.quantity = left * per_unit };
		}
	}
}

static bool check_lines(struct ctx *c, struct dispatch_case *k)
{
	int64_t left = 0;

	dispatch_goods(c, k);
	for (size_t i = 0; i < k->n_lines; i++)
		left += left_to_send(&k->lines[i]) > 0;
	if (!left)
		return problem(c, PROBLEM_NO_SHIPPABLE_ITEMS, "Order %s has no shippable items.", k->order->order_no);
	return check_mapped(c, k);
}

static bool check_address(struct ctx *c, const struct order *o)
{
	const char *missing = order_address_missing(c, o);

	return !missing || problem(c, PROBLEM_ADDRESS_INCOMPLETE, "Missing required recipient address fields: %s.", missing);
}

static bool check_label(struct ctx *c, const struct dispatch_case *k)
{
	return !k->place->self_pickup || k->labelled
		|| problem(c, PROBLEM_LABEL_REQUIRED, "%s is a self-pickup channel: a PDF label is required for it.",
			k->place->channel_name);
}

bool dispatch_check(struct ctx *c, struct dispatch_case *k)
{
	return order_allow(c, k->order, k->action)
	    && dispatch_check_business(c, k->place, (enum order_kind)k->order->kind)
	    && check_channel(c, k->place, k->action)
	    && check_lines(c, k)
	    && check_address(c, k->order)
	    && check_label(c, k);
}

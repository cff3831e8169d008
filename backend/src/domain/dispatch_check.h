#pragma once
#include "domain/stock.h"
#include "model/order.h"
#include "sql/order_dispatch_sql.h"

/* What stands in the way of sending an order to a warehouse. A dispatch asks with everything locked, a
 * rehearsal with nothing locked: the same rules over the same facts, so that what was shown is what
 * happens. Nothing here reads or writes the database. */
struct dispatch_case {
	/* the facts */
	enum order_action            action; /* ORDER_DISPATCH or ORDER_BATCH_DISPATCH */
	const struct order          *order;
	const struct dispatch_place *place;
	bool                         labelled; /* a label comes with it, as self-pickup channels need one */
	const struct order_line     *lines;
	size_t                       n_lines;
	/* found by dispatch_check */
	size_t                    n_goods;
	struct outbound_line_new *goods;  /* what the warehouse is to send */
	struct stock_item        *needed; /* the same, by SKU */
};

/* A warehouse where the customer's orders of that kind are sent from. Problem: business_missing. */
MUST_CHECK bool dispatch_check_business(struct ctx *c, const struct dispatch_place *p, enum order_kind kind);
/* The warehouse and the channel by themselves, for buyers' orders. Problems: business_missing, channel_not_available,
 * batch_self_pickup. */
MUST_CHECK bool dispatch_check_place(struct ctx *c, const struct dispatch_place *p, enum order_action action);

/* Fills goods and needed of `k` from its lines. */
void dispatch_goods(struct ctx *c, struct dispatch_case *k);

/* Everything but the stock, and what has to be in stock. Problems: those of the action (order_allow) and of the place,
 * no_shippable_items, sku_not_mapped, address_incomplete, label_required. */
MUST_CHECK bool dispatch_check(struct ctx *c, struct dispatch_case *k);

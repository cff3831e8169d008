#pragma once
#include "model/order.h"

/* What a dispatch reads beside the order, and the outbound order it makes; and what stands for one when
 * an order is shipped by hand. */

/* A warehouse and channel as one customer may use them. */
struct dispatch_place {
	bool        warehouse_enabled;
	bool        business, b2b; /* the Drop Shipping and the B2B business of this customer there */
	const char *warehouse_name;
	uint64_t    channel_id; /* 0: no such channel in this warehouse */
	bool        channel_enabled, self_pickup;
	const char *channel_name;
};
/* *found is false when there is no such warehouse. */
MUST_CHECK bool order_sql_place(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t channel_id,
	struct dispatch_place *out, bool *found);

/* Many orders with what a dispatch asks of them, by id; those the caller does not see are left out. Not for orders that
 * are on their way: the outbound order is not among what is read. */
MUST_CHECK bool order_sql_to_dispatch(struct ctx *c, const uint64_t *ids, size_t n_ids, struct order **rows, size_t *n);
/* The lines of many orders as the mapping now is (order_sql_lines of one without an outbound order), by order id. */
MUST_CHECK bool order_sql_lines_as_mapped(struct ctx *c, const uint64_t *order_ids, size_t n_orders, struct order_line **lines,
	size_t *n);

/* What is there of some SKUs in a warehouse, by SKU id; a SKU that was never there is there with 0. */
struct sku_there {
	uint64_t    sku_id;
	const char *code, *name;
	int64_t     available;
};
MUST_CHECK bool order_sql_there(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, const uint64_t *sku_ids, size_t n_skus,
	struct sku_there **rows, size_t *n);

/* A draft with a copy of the recipient as it stands now; its number is made from its id. An order without an id: the draft
 * belongs to none, and the lines to no order's lines. */
MUST_CHECK bool order_sql_add_outbound(struct ctx *c, const struct order *o, uint64_t warehouse_id, uint64_t channel_id,
	uint64_t *outbound_id, const char **outbound_no);

struct outbound_line_new {
	uint64_t order_line_id, sku_id;
	int64_t  per_unit, quantity;
};
MUST_CHECK bool order_sql_add_outbound_lines(struct ctx *c, uint64_t customer_id, uint64_t outbound_id,
	const struct outbound_line_new *lines, size_t n);

/* Tracking given by hand, and found by from now on. */
MUST_CHECK bool order_sql_add_manual_shipment(struct ctx *c, const struct order *o, const char *tracking_no,
	const char *carrier, const char *service_type, uint64_t *shipment_id);
/* Every line that can be shipped has been, in full. */
MUST_CHECK bool order_sql_ship_lines(struct ctx *c, const struct order *o);

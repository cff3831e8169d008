#pragma once
#include "model/order_detail.h"
#include "model/order_filter.h"

/* The tables platform_order, platform_order_line and what hangs on an order. Reads are bound to the
 * caller; writes take an order that was locked before. */

enum { ORDER_TOTAL_CAP = 10000 };
/* An exception's words and its key, and an entry's words, are kept up to here. */
enum { ORDER_DETAIL_BYTES = 1000, ORDER_KEY_BYTES = 191 };

/* Of platform_order o: what a purchase order has beside a buyer's order, in a list and beyond it. */
#define PURCHASE_COLUMNS                                                                                          \
	" o.acknowledge_by, o.ship_window_from, o.ship_window_to, o.delivery_window_from, o.delivery_window_to,"
#define PURCHASE_WORDS " o.purchase_type, o.buying_party, o.selling_party, o.ship_to_code,"
/* How a purchase order's newest acknowledgement stands, and whether part of it comes later: read at the moment, with the
 * order locked where it is to be relied upon. */
#define ACKNOWLEDGING_COLUMNS                                                                                     \
	" IF(o.kind = 'b2b', (SELECT b.state FROM writeback b FORCE INDEX (ix_order) WHERE b.customer_id = o.customer_id" \
	" AND b.order_id = o.id AND b.kind = 'acknowledgement' ORDER BY b.id DESC LIMIT 1), NULL) AS acknowledgement_state," \
	" IF(o.kind = 'b2b' AND o.status = 'acknowledged', EXISTS (SELECT 1 FROM platform_order_line l WHERE l.order_id = o.id" \
	" AND l.backordered_qty > 0 AND NOT l.gone), 0) AS backordered"

/* Adds what the caller may see of platform_order o: the customer's own, or for staff those sent to
 * their warehouses. */
void order_sql_visible(struct ctx *c, struct query *q);

/* Locks the row alone, without joins, so that nothing but the order waits. Problem: not_found. */
MUST_CHECK bool order_sql_lock(struct ctx *c, uint64_t id, struct order *out);
/* Locks and fills in the live outbound order, if there is one. */
MUST_CHECK bool order_sql_lock_outbound(struct ctx *c, struct order *o);
MUST_CHECK bool order_sql_open_writebacks(struct ctx *c, struct order *o);

/* Status, warehouse and channel, when the row still has the version of `o`, which goes up: *matched says. */
MUST_CHECK bool order_sql_set_status(struct ctx *c, struct order *o, enum order_status status, bool *matched);
/* The four columns of the exception, NULL code for none; raises the version. */
MUST_CHECK bool order_sql_set_exception(struct ctx *c, struct order *o, const char *code, const char *detail,
	const char *key);
/* Entries of the timeline, in their order. */
MUST_CHECK bool order_sql_add_events(struct ctx *c, const struct order_news *news, size_t n);
MUST_CHECK bool order_sql_facts(struct ctx *c, const struct order *o, struct order_facts *out);

/* The lines in the platform's order, each with what it is sent as: the live outbound order's SKUs, or
 * the mapping as it now is. Lines that are gone are among them. */
MUST_CHECK bool order_sql_lines(struct ctx *c, const struct order *o, struct order_line **lines, size_t *n);

/* For showing. */
MUST_CHECK bool order_sql_page(struct ctx *c, const struct order_filter *f, struct order **rows, size_t *n,
	struct page_end *end);
MUST_CHECK bool order_sql_get(struct ctx *c, uint64_t id, struct order *out);
MUST_CHECK bool order_sql_parcels(struct ctx *c, const struct order *o, struct parcel **rows, size_t *n);
MUST_CHECK bool order_sql_writebacks(struct ctx *c, const struct order *o, struct order_writeback **rows, size_t *n);
/* The order's customer when the caller may see it. Problem: not_found. */
MUST_CHECK bool order_sql_customer(struct ctx *c, uint64_t id, uint64_t *customer_id);
MUST_CHECK bool order_sql_events(struct ctx *c, uint64_t customer_id, uint64_t id, struct order_event **rows, size_t *n);
MUST_CHECK bool order_sql_revisions(struct ctx *c, uint64_t customer_id, uint64_t id, struct order_revision **rows,
	size_t *n);
MUST_CHECK bool order_sql_counts(struct ctx *c, enum order_kind kind, struct order_counts *out);
/* Ids of orders not yet on their way that have a line of this SKU of the store, ascending, above `after_id`;
 * without a SKU those of the store that wait for some mapping. */
MUST_CHECK bool order_sql_waiting(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *sku_key,
	uint64_t after_id, size_t limit, uint64_t **ids, size_t *n);
MUST_CHECK bool order_sql_count_waiting(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *sku_key,
	int64_t *out);
/* Those of them that have another line which is not mapped. */
MUST_CHECK bool order_sql_count_still_waiting(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *sku_key,
	int64_t *out);
/* Orders of the store that wait for a mapping, by their exception, while every line of theirs is mapped by now. */
MUST_CHECK bool order_sql_count_freed(struct ctx *c, uint64_t customer_id, uint64_t store_id, int64_t *out);

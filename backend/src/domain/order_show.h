#pragma once
#include "model/order_detail.h"
#include "model/order_filter.h"

/* Orders for showing, bound to the caller: a customer's user sees the customer's orders; staff those
 * sent to their warehouses, and recipients only while they are being shipped. Each row carries its
 * actions. No transaction is needed. */

/* A page by order time; rows are struct order, written out with order_shape. `f` is what order_filter_shape
 * parsed. Problem: invalid, for what one field alone cannot tell (order_filter_read). */
MUST_CHECK bool order_page(struct ctx *c, const struct order_filter *f, struct order **rows, size_t *n, struct page_end *end);
/* One order, written out with order_detail_shape. Problem: not_found. */
MUST_CHECK bool order_get(struct ctx *c, uint64_t id, struct order_detail *out);
/* Oldest first. Problem: not_found. */
MUST_CHECK bool order_events(struct ctx *c, uint64_t id, struct order_event **rows, size_t *n);
/* Newest first. Problem: not_found. */
MUST_CHECK bool order_revisions(struct ctx *c, uint64_t id, struct order_revision **rows, size_t *n);
MUST_CHECK bool order_count(struct ctx *c, enum order_kind kind, struct order_counts *out);

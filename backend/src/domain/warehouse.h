#pragma once
#include "base/ctx.h"
#include "model/sku.h"
#include "model/warehouse.h"

/* What staff maintain of their warehouses: the places, their shipping channels, and which customer uses which service there.
 * Every one of these is refused to others (forbidden), and what is in another's warehouse is not_found. */

MUST_CHECK bool warehouse_all(struct ctx *c, struct warehouse **rows, size_t *n); /* with those not in use */
MUST_CHECK bool warehouse_get(struct ctx *c, uint64_t id, struct warehouse_detail *out);
/* Whoever adds one belongs to it. Problems: invalid, name_taken. */
MUST_CHECK bool warehouse_add(struct ctx *c, const struct add_warehouse *in, uint64_t *id);
/* One that is switched off is not offered for dispatch; what is already there goes on. Problems: stale, invalid. */
MUST_CHECK bool warehouse_change(struct ctx *c, uint64_t id, int64_t version, const struct change_warehouse *in);

MUST_CHECK bool channel_all(struct ctx *c, uint64_t warehouse_id, struct shipping_channel **rows, size_t *n);
MUST_CHECK bool channel_get(struct ctx *c, uint64_t id, struct shipping_channel *out);
/* Problems: invalid (unknown warehouse, currency), name_taken. */
MUST_CHECK bool channel_add(struct ctx *c, const struct add_channel *in, uint64_t *id);
/* Problems: stale, invalid. */
MUST_CHECK bool channel_change(struct ctx *c, uint64_t id, int64_t version, const struct change_channel *in);

MUST_CHECK bool business_page(struct ctx *c, const struct business_filter *f, struct business **rows, size_t *n, struct page_end *end);
MUST_CHECK bool business_get(struct ctx *c, uint64_t id, struct business *out);
/* Problems: invalid (unknown customer or warehouse, there already). */
MUST_CHECK bool business_add(struct ctx *c, const struct add_business *in, uint64_t *id);
/* Problem: stale. */
MUST_CHECK bool business_change(struct ctx *c, uint64_t id, int64_t version, bool enabled);

#pragma once
#include "base/ctx.h"
#include "model/order.h"
#include "model/outbound.h"

/* The tables outbound_order, outbound_line, parcel and parcel_line, and what a shipment writes to its
 * platform order. Reads are bound to the caller: a customer's user sees the own, staff those of their
 * warehouses. Writes take an outbound order that was locked before. */

/* Which platform order it belongs to and where it stands, without a lock, to know what to lock first.
 * Problem: not_found. */
MUST_CHECK bool outbound_sql_find(struct ctx *c, uint64_t id, struct outbound *out);
/* Locks the row alone, without joins. Problem: not_found. */
MUST_CHECK bool outbound_sql_lock(struct ctx *c, uint64_t id, struct outbound *out);
/* In the order they were made; NULL with a problem. */
struct outbound_line *outbound_sql_lines(struct ctx *c, const struct outbound *ob, size_t *n);

/* Status and weight, when the row still has the version of `ob`, which goes up: *matched says. */
MUST_CHECK bool outbound_sql_set_status(struct ctx *c, struct outbound *ob, enum outbound_status status, bool *matched);

/* What stands on its label. */
MUST_CHECK bool outbound_sql_set_label(struct ctx *c, const struct outbound *ob, const char *tracking_no);

/* What whoever made it by hand wrote to it. */
MUST_CHECK bool outbound_sql_set_note(struct ctx *c, const struct outbound *ob, const char *note);
/* Those of these SKUs that are the customer's, with code and status, by id. */
struct sku;
MUST_CHECK bool outbound_sql_skus(struct ctx *c, uint64_t customer_id, const uint64_t *ids, size_t n_ids, struct sku **rows, size_t *n);

/* What the next parcel of an outbound order has from elsewhere. */
struct outbound_next_parcel {
	const char    *carrier, *service_type; /* of the channel */
	int64_t        sequence;
	struct instant now;                    /* the database's */
};
MUST_CHECK bool outbound_sql_next_parcel(struct ctx *c, const struct outbound *ob, struct outbound_next_parcel *out);
/* *taken: another parcel of the customer has this tracking number; nothing is written then. */
MUST_CHECK bool outbound_sql_add_parcel(struct ctx *c, const struct outbound *ob, int64_t sequence, struct parcel *p, bool *taken);
/* So many of the line leave in the parcel: *matched is false when fewer are left. */
MUST_CHECK bool outbound_sql_ship_line(struct ctx *c, const struct outbound *ob, uint64_t parcel_id, uint64_t line_id,
	int64_t quantity, bool *matched);

/* ---- the platform order's side; the order is locked */

/* So many units of the line have gone out. Problem: quantity_exceeds. */
MUST_CHECK bool outbound_sql_ship_order_line(struct ctx *c, const struct order *o, uint64_t order_line_id, int64_t units);
MUST_CHECK bool outbound_sql_add_tracking(struct ctx *c, const struct order *o, const char *tracking_no, const char *carrier);
/* The channel's base rate and so many started kilograms are added to the order's WMS shipping cost. */
MUST_CHECK bool outbound_sql_add_cost(struct ctx *c, const struct order *o, uint64_t channel_id, int64_t kilograms);
/* What the platform sends next of this order is applied, whether or not it was seen before. */
MUST_CHECK bool outbound_sql_forget_content(struct ctx *c, const struct order *o);
/* A platform order's store and id there; not_found when the caller does not see it. */
MUST_CHECK bool outbound_sql_order(struct ctx *c, uint64_t order_id, struct order *out);

/* ---- for showing (outbound_page_sql.c) */

enum { OUTBOUND_TOTAL_CAP = 10000 };
/* One row more than the page holds; NULL with a problem. */
struct outbound *outbound_sql_page(struct ctx *c, const struct outbound_filter *f, size_t *n);
/* Counted up to the cap; *exact says whether that was all. */
MUST_CHECK bool outbound_sql_count(struct ctx *c, const struct outbound_filter *f, uint64_t *total, bool *exact);
/* Of one wave, in the order they were made; NULL with a problem. */
struct outbound *outbound_sql_of_wave(struct ctx *c, uint64_t wave_id, size_t *n);
MUST_CHECK bool outbound_sql_get(struct ctx *c, uint64_t id, struct outbound *out);
MUST_CHECK bool outbound_sql_parcels(struct ctx *c, const struct outbound *ob, struct parcel **parcels, size_t *n);

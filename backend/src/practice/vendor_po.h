#pragma once
#include "practice/vendor.h"

/* How purchase orders come into being, and what the buyer does to them. */

/* Texts may be NULL for "the usual"; they are copied. */
struct po_item_spec {
	const char  *sku, *asin;   /* one of the two at least */
	bool         without_sku;  /* of a known product, and the buyer names the ASIN alone */
	int64_t      amount, unit_size; /* unit_size 0: 12 in a case, 1 each */
	int          unit;
	bool         backorder_allowed;
	struct money net_cost, list_price; /* 0: the catalogue's */
	const char  *currency;     /* NULL: USD */
};

struct po_spec {
	const char          *number;  /* NULL: a fresh one */
	struct instant       created; /* 0: now */
	int                  type;
	const char          *deal_code, *ship_to; /* ship_to NULL: one of the places */
	bool                 code_only;           /* no address of it */
	struct instant       ship_from, ship_until, deliver_from, deliver_until; /* 0: days after it was placed */
	const struct po_item_spec *items;
	size_t               n_items;
};

struct po *po_add(struct shop *s, const struct po_spec *in);
/* A believable order of one to four items; the same row for the same seed. */
struct po *po_add_random(struct shop *s);
/* The twelve purchase orders the default account starts with, made over the day before now. */
void po_add_first_twelve(struct shop *s);

/* The buyer wants less of an item; `amount` is below what is ordered, 0 cancels it. */
void po_reduce(struct shop *s, struct po *po, struct po_item *i, int64_t amount);
void po_cancel(struct shop *s, struct po *po);
void po_close(struct po *po);

#pragma once
#include "practice/shop.h"

/* What an order is made from. Texts may be NULL for "the usual"; they are copied. */
struct line_spec {
	int64_t     product_id, variation_id, quantity;
	const char *sku;   /* NULL: the product's own */
	const char *name;  /* NULL: the product's own; needed when there is no such product any more */
	struct money price;/* each; 0 is the catalogue's */
};

struct order_spec {
	const char            *status;       /* NULL is processing */
	const char            *number;       /* NULL is the id */
	const char            *currency;     /* NULL is the shop's */
	const struct address  *billing, *shipping; /* NULL: all fields empty */
	struct instant         created;      /* 0 is now */
	struct instant         modified;     /* 0 is `created`, or the end of a completed order */
	const char            *note, *payment_method, *payment_title, *shipping_title;
	struct money           shipping_total; /* in the order's currency */
	int64_t                discount_percent;
	const char            *coupon;       /* with a discount */
	bool                   taxed;        /* with the tax of the destination */
	size_t                 n_lines;
	const struct line_spec *lines;
};

/* Adds one order with its first notes. Every line's product is known or has a name. */
struct order *order_add(struct shop *s, const struct order_spec *in);

/* A believable paid order of one to three products; the same row for the same seed. */
struct order *order_add_random(struct shop *s);
/* The twelve orders a default shop starts with, made over the two days before now. */
void order_add_first_twelve(struct shop *s);

/* A copy to change: the original stays as it is until it is assigned from it. */
struct order order_draft(struct shop *s, const struct order *o);
/* "modified now": whole seconds, as the database of a shop keeps them. */
void order_touch(struct order *o);
struct note *order_note(struct shop *s, struct order *o, const char *author, const char *text, bool for_customer);
/* Moves the status and writes what a shop writes then: note, paid and completed times, mail. */
void order_walk_on(struct shop *s, struct order *o, const char *status);
void order_meta_set(struct shop *s, struct metas *metas, const char *key, const char *json);
const struct meta *order_meta(const struct metas *metas, const char *key);
/* Stops far below what 64 bits hold, so that a thousand lines of absurd quantities still add up. */
struct money order_money_times(struct money each, int64_t n);
struct money order_total(const struct order *o);
struct money order_total_tax(const struct order *o);
/* Keeps what the core keeps beside an order once shipments are recorded: whole or part. */
void order_fulfillment_status(struct shop *s, struct order *o);
struct address address_copy(struct shop *s, const struct address *from); /* NULL: all empty */
struct order_status {
	const char *slug, *label;
};
extern const struct order_status order_statuses[]; /* ends with slug NULL */
const struct order_status *order_status_of(const struct shop *s, const char *slug);

#pragma once
#include "lib/db.h"
#include "model/order_filter.h"

/* Orders of one customer by a part of the recipient's name or the beginning of the number, newest (or oldest) first, read
 * from order_find: what is read is bounded by the matches, not by the customer's orders. */
struct order_found {
	const struct order_filter *filter;
	bool        by_name;
	bool        exact; /* what the part finds, the filter's text finds too */
	bool        alone; /* nothing else is asked of the orders but times */
	const char *part;  /* what order_find.part begins with */
	uint64_t    oldest, newest; /* spans asked for that the customer has orders in; newest 0: none */
};

/* How the filter's name, or else its number's prefix, is found. The filter has one of them, and the caller is bound to one
 * customer. */
MUST_CHECK bool order_found_sql_begin(struct ctx *c, const struct order_filter *f, struct order_found *found);
/* The ids of the filter's page, in its order and one more than its limit when there are more. */
MUST_CHECK bool order_found_sql_page(struct ctx *c, const struct order_found *found, uint64_t **ids, size_t *n);
/* How many orders the filter has without its cursor; more than `cap` are not counted. */
MUST_CHECK bool order_found_sql_count(struct ctx *c, const struct order_found *found, uint64_t cap, uint64_t *n);

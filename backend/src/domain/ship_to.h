#pragma once
#include "base/ctx.h"
#include "model/order.h"
#include "model/ship_to.h"

/* Addresses of the buyers' places that purchase orders name by a code. Where the platform sends the address itself, that
 * one is used. */

/* The caller's, by platform and code. */
MUST_CHECK bool ship_to_all(struct ctx *c, const struct ship_to_filter *f, struct ship_to **rows, size_t *n);
/* Keeps one, in its own transaction; orders that waited for it are free at once. Problems: forbidden (staff have none),
 * invalid (platform, country, what the country's addresses need). */
MUST_CHECK bool ship_to_set(struct ctx *c, const struct ship_to *in, struct ship_to *out);

/* Fills in the recipients of orders of one store whose address is incomplete from the places that their codes name, where
 * those are known. The orders' rows are left as the platform sent them. */
MUST_CHECK bool ship_to_fill(struct ctx *c, struct order *orders, size_t n);

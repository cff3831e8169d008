#pragma once
#include "model/order_filter.h"
#include <stdio.h>

/* Orders as a CSV file for spreadsheets: what the list shows of a filter, all pages of it. */
enum { ORDER_EXPORT_MOST = 50000 };

struct order_export {
	FILE  *file; /* at its start; closed with the context's arena */
	size_t n_bytes, n_rows;
};

/* UTF-8 with a byte order mark, times in UTC. `f` is what order_filter_shape parsed. The rows go to a file without a name,
 * so that no process holds them. Problem: invalid (as order_page, and when more than ORDER_EXPORT_MOST match). */
MUST_CHECK bool order_export(struct ctx *c, const struct order_filter *f, struct order_export *out);

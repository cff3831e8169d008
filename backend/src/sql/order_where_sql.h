#pragma once
#include "lib/db.h"
#include "model/order_filter.h"

/* Folded as the column is: by the same collation, then compared bytewise like the column. */
#define FOLDED_NO   "LOWER(? COLLATE utf8mb4_nopad_bin)"
#define FOLDED_NAME "LOWER(? COLLATE utf8mb4_unicode_520_nopad_ci) COLLATE utf8mb4_nopad_bin"

/* " WHERE …" on platform_order o: the whole filter, and what the caller may see. */
void order_where_sql_add(struct ctx *c, struct query *q, const struct order_filter *f);
/* Parts of it. */
void order_where_sql_times(struct query *q, const struct order_filter *f);
void order_where_sql_exception(struct query *q, const struct order_clause *cl);

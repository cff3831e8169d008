#pragma once
#include "lib/db.h"
#include "lib/shape.h"
#include "model/order_state.h"

/* What a list of orders is narrowed to: the query string of GET /orders, then its lists taken apart. */
enum { ORDER_FILTER_LIST_MAX = 500, ORDER_FILTER_STORES_MAX = 50 };

/* Orders of one status, by their exception. */
struct order_clause {
	const char  *status;
	bool         plain;  /* those without one */
	bool         but;    /* those with any but these; else: those with one of these */
	size_t       n_codes;
	const char **codes;
};

struct order_filter {
	int32_t        kind; /* enum order_kind */
	const char    *order_no, *store_id, *status, *source, *recipient_name, *tracking_no, *exception, *exception_key,
		*turn;
	struct instant from, to; /* of the order time, both ends included; 0: open */
	int32_t        sort;     /* 0: newest first, 1: oldest first */
	struct page    page;
	/* ---- filled by order_filter_read */
	size_t         n_order_nos, n_stores, n_statuses, n_sources;
	const char   **order_nos;
	bool           order_no_prefix; /* one number, which ended in '*' */
	uint64_t      *stores;
	const char   **statuses;
	const char   **sources;
	size_t         n_turns;
	const char   **turns;
	/* ---- filled by order_turn_clauses (domain/order_turn.h): what `turns` come to; none is no order at all */
	size_t         n_clauses;
	struct order_clause *clauses;
};
extern const struct shape order_filter_shape; /* for shape_parse_query */

/* Takes the lists apart and checks what one field alone cannot tell: an end before the start, an unknown
 * status, filters that purchase orders do not have, the cursor. Problem: invalid, with every field. */
MUST_CHECK bool order_filter_read(struct ctx *c, struct order_filter *f);

/* GET /orders/counts. */
struct order_counts_query {
	int32_t kind;
};
extern const struct shape order_counts_query_shape;

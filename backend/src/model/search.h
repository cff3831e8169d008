#pragma once
#include "lib/shape.h"

/* One box that finds things of several kinds. */
struct order;
struct outbound;
struct warehouse_sku;
struct platform_sku;

struct search_query {
	const char *q;
};
extern const struct shape search_query_shape; /* for shape_parse_query */

struct found {
	struct order         *orders;
	struct outbound      *outbound;
	struct warehouse_sku *skus;
	struct platform_sku  *platform_skus;
	size_t                n_orders, n_outbound, n_skus, n_platform_skus;
	const char          **not_found; /* of a pasted list */
	size_t                n_not_found;
};
extern const struct shape found_shape;

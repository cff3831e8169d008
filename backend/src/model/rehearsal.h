#pragma once
#include "lib/shape.h"

/* What dispatching some orders would do, without doing it. */
enum { DISPATCH_MANY_MAX = 500 };

struct rehearse {
	size_t    n_order_ids;
	uint64_t *order_ids; /* in the order in which they are to take the stock */
	uint64_t  warehouse_id, channel_id;
};
extern const struct shape rehearse_shape;

struct rehearsed_order {
	uint64_t    order_id;
	const char *order_no;
	int64_t     version;
	bool        goes;
	const char *code, *detail; /* why it stops; NULL when it goes */
};
struct rehearsed_sku {
	uint64_t    sku_id;
	const char *code, *name;
	int64_t     available, needed, remains; /* needed: by all that nothing but the stock could stop */
};
struct rehearsal {
	int64_t                 go, stay;
	size_t                  n_orders, n_skus;
	struct rehearsed_order *orders; /* in the order asked */
	struct rehearsed_sku   *skus;   /* by code */
};
extern const struct shape rehearsal_shape;

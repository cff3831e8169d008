#pragma once
#include "base/instant.h"
#include "lib/shape.h"
#include "model/order.h"

/* What a purchase order has beside a buyer's order, and its acknowledgements as they are shown and asked for. What is
 * frozen to be sent is in model/acknowledgement.h. Quantities are in the unit the line was ordered in. */
struct purchase {
	const char *type, *buying_party, *selling_party, *ship_to_code;
};
extern const struct shape purchase_shape; /* out: the contract's Purchase */

struct acknowledged_line {
	uint64_t    acknowledgement_id, order_line_id;
	const char *platform_sku, *product_name;
	int64_t     ordered_qty, accepted_qty, backordered_qty, rejected_qty;
	const char *reason;
};
struct acknowledged {
	uint64_t       id, order_id;
	int64_t        revision; /* counted from 1 within the order */
	uint64_t       warehouse_id;
	const char    *warehouse_name;
	const char    *state, *detail; /* of its writeback */
	struct instant created_at, sent_at, confirmed_at;
	const char    *created_by;
	size_t         n_lines;
	struct acknowledged_line *lines;
};
extern const struct shape acknowledged_line_shape; /* rows */
extern const struct shape acknowledged_shape;      /* rows; out: the contract's Acknowledgement */

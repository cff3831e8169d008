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

/* What a person answers a purchase order with. */
struct acknowledge_line {
	uint64_t    line_id;
	int64_t     accepted_qty, backordered_qty, rejected_qty;
	const char *reason; /* NULL: none */
};
struct acknowledge {
	uint64_t       warehouse_id; /* 0: none, which will do where every line is rejected */
	struct instant backorder_at; /* 0: not given */
	size_t         n_lines;
	struct acknowledge_line *lines;
};
extern const struct shape acknowledge_shape; /* in: the contract's Acknowledge */

/* What it can be answered with from one warehouse. */
struct sheet_line {
	uint64_t    line_id;
	const char *platform_sku, *sku_key, *product_id, *product_name;
	int64_t     ordered_qty;
	int32_t     unit; /* enum line_unit */
	int64_t     unit_size;
	const char *unit_price;
	size_t      n_mapping;
	struct mapping_item *mapping;
	const char *available, *available_pieces; /* numbers as JSON; NULL without a warehouse */
	int64_t     competing_orders, competing_pieces;
	bool        backorder_allowed;
	int64_t     best_accept;
};
struct acknowledge_sheet {
	uint64_t       order_id;
	const char    *order_no;
	int64_t        version;
	uint64_t       warehouse_id;
	struct instant acknowledge_by, ship_window_from, ship_window_to;
	int64_t        confirm_threshold; /* percent, 0: none */
	size_t         n_reasons;
	const char   **reasons;
	int64_t        competing_orders;
	size_t         n_lines;
	struct sheet_line *lines;
};
extern const struct shape acknowledge_sheet_shape; /* out: the contract's AcknowledgementSheet */

struct sheet_query {
	uint64_t warehouse_id;
};
extern const struct shape sheet_query_shape; /* query of GET /orders/:id/acknowledgement */

#pragma once
#include "base/instant.h"
#include "lib/db.h"
#include "lib/shape.h"

/* Stock of one SKU in one warehouse, and its ledger. */
struct stock_row {
	uint64_t    warehouse_id, sku_id, customer_id;
	const char *warehouse_name, *sku_code, *sku_name, *barcode, *customer_name;
	int32_t     sku_status; /* enum sku_status */
	int64_t     on_hand, reserved, available;
};
extern const struct shape stock_row_shape; /* rows, and the contract's StockRow */

struct stock_filter {
	const char *q; /* of the SKU: any part of code or name, the start of the barcode */
	uint64_t    customer_id, sku_id;
	size_t      n_warehouses;
	uint64_t   *warehouses;
	int64_t     below;        /* available less than this; 0: not asked */
	bool        out_of_stock; /* nothing available */
	struct page page;
};
enum { STOCK_TOTAL_CAP = 10000 };
extern const struct shape stock_filter_shape; /* query of GET /stock */

/* Names one row. */
struct stock_ref {
	uint64_t warehouse_id, sku_id;
};
extern const struct shape stock_ref_shape; /* query of GET /stock-reservations */

struct stock_ledger_filter {
	uint64_t    warehouse_id, sku_id;
	struct page page;
};
extern const struct shape stock_ledger_filter_shape; /* query of GET /stock-movements */

/* One line of the ledger, with what stood there after it. */
struct stock_entry {
	uint64_t       id;
	struct instant at;
	const char    *cause, *reason, *note; /* reason: of an adjustment */
	int64_t        on_hand_change, reserved_change, on_hand_after, reserved_after;
	const char    *actor_kind, *actor_name;
	uint64_t       outbound_id, order_id; /* what moved it; 0 of an adjustment */
	const char    *outbound_no, *order_no;
};
extern const struct shape stock_entry_shape; /* rows, and the contract's StockMovement */

/* Payload of the job "stock_recheck": which goods came, and how far the walk is. */
struct stock_recheck_ref {
	uint64_t warehouse_id, sku_id;
	uint64_t after_id; /* orders up to this id are done; 0: none */
	int64_t  promised; /* units of the SKU that orders were let go for */
	int64_t  freed;    /* how many orders that were */
};
extern const struct shape stock_recheck_ref_shape;

/* An outbound order that holds some of it, or a purchase order that keeps what it accepted: then without an outbound order. */
struct stock_hold {
	uint64_t       outbound_id, order_id;
	const char    *outbound_no, *order_no, *status;
	int64_t        quantity;
	struct instant since;
};
extern const struct shape stock_hold_shape; /* rows, and the contract's StockReservation */

enum stock_reason {
	REASON_RECEIVED, REASON_COUNTED, REASON_RETURNED, REASON_DAMAGED, REASON_LOST, REASON_FOUND, REASON_OTHER
};
extern const char *const stock_reason_names[];

enum { SEEN_NOT_GIVEN = -1 };
struct adjust_stock {
	uint64_t    warehouse_id, sku_id;
	int64_t     change;       /* added to what is on hand */
	int32_t     reason;       /* enum stock_reason */
	const char *note;
	int64_t     seen_on_hand; /* refused when another number stands there; SEEN_NOT_GIVEN */
};
extern const struct shape adjust_stock_shape;

#pragma once
#include "base/instant.h"
#include "lib/db.h"
#include "lib/shape.h"
#include "model/label.h"
#include "model/order_detail.h"
#include "model/order_state.h"

struct outbound {
	uint64_t    id, customer_id, warehouse_id, channel_id, platform_order_id;
	const char *outbound_no;
	int32_t     status; /* enum outbound_status */
	const char *recipient_name, *recipient_company, *recipient_phone, *recipient_email, *recipient_country,
		*recipient_state, *recipient_city, *recipient_line1, *recipient_line2, *recipient_zip;
	const char *buyer_note;
	int64_t     weight_grams; /* 0: not packed yet */
	struct instant created_at;
	int64_t     version;
	/* ---- joined */
	const char *customer_name, *order_no, *warehouse_name, *channel_name, *carrier, *service_type;
	bool        self_pickup;
	int64_t     unit_count, shipped_count;
	uint64_t    label_id;    /* of a self-pickup channel; 0: none yet */
	const char *label_file_name, *label_refusal;
	int32_t     label_state; /* enum label_state, when there is one */
	int64_t     label_pages;
	const char *label_tracking_no, *note;
	uint64_t    wave_id;     /* 0: in none */
	const char *wave_no;
	const char *actions; /* JSON, outbound_actions_json() */
};
extern const struct shape outbound_shape; /* columns of outbound_order and its joins; out: the contract's OutboundRow */

struct outbound_line {
	uint64_t    id, outbound_id, order_line_id, sku_id;
	const char *sku_code, *sku_name, *barcode;
	int64_t     per_unit, quantity, shipped_qty;
	const char *platform_line_id; /* joined; NULL when it belongs to no platform order */
};
extern const struct shape outbound_line_shape;

struct outbound_detail {
	struct outbound       ob;
	struct recipient     *recipient;
	size_t                n_lines, n_parcels;
	struct outbound_line *lines;
	struct parcel        *parcels;
};
extern const struct shape outbound_detail_shape; /* out: the contract's Outbound */

/* The query string of GET /outbound-orders. */
struct outbound_filter {
	size_t       n_statuses, n_warehouses;
	const char **statuses;
	uint64_t    *warehouses;
	const char  *outbound_no, *order_no;
	struct page  page;
};
extern const struct shape outbound_filter_shape;

struct outbound_label {
	uint64_t    label_id;
	const char *tracking_no;
};
extern const struct shape outbound_label_shape;

/* An outbound order made by hand. */
struct by_hand_line {
	uint64_t sku_id;
	int64_t  quantity;
};
struct by_hand {
	uint64_t             customer_id, warehouse_id, channel_id;
	struct recipient    *recipient;
	size_t               n_lines;
	struct by_hand_line *lines;
	const char          *note;
};
extern const struct shape by_hand_shape;

struct pack {
	int64_t weight_grams;
};
extern const struct shape pack_shape;

struct ship_line {
	uint64_t line_id;
	int64_t  quantity;
};
struct ship {
	const char       *tracking_no;
	int64_t           weight_grams; /* 0: not given */
	size_t            n_lines;      /* 0: all that is left */
	struct ship_line *lines;
};
extern const struct shape ship_shape;

/* Payload of the job "order_fetch": one order is asked for again. */
struct order_fetch_ref {
	uint64_t order_id;
};
extern const struct shape order_fetch_ref_shape;

#pragma once
#include "model/outbound.h"

/* Outbound orders that are picked in one walk. */
struct wave {
	uint64_t       id, warehouse_id;
	const char    *wave_no, *warehouse_name, *created_by;
	struct instant created_at;
	int64_t        order_count, waiting_count, unit_count;
};
extern const struct shape wave_shape; /* out: the contract's WaveRow */

struct wave_share {
	uint64_t    outbound_id;
	const char *outbound_no;
	int64_t     quantity;
};
struct wave_line {
	uint64_t           sku_id, customer_id;
	const char        *sku_code, *sku_name, *barcode, *customer_name;
	int64_t            quantity;
	size_t             n_orders;
	struct wave_share *orders;
};

struct wave_detail {
	struct wave       w;
	size_t            n_orders, n_lines;
	struct outbound  *orders;
	struct wave_line *lines;
};
extern const struct shape wave_detail_shape; /* out: the contract's Wave */

struct wave_filter {
	size_t      n_warehouses;
	uint64_t   *warehouses;
	struct page page;
};
extern const struct shape wave_filter_shape;

struct add_wave {
	uint64_t  warehouse_id;
	size_t    n_outbounds;
	uint64_t *outbounds;
};
extern const struct shape add_wave_shape;

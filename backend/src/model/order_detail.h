#pragma once
#include "model/order.h"
#include "model/purchase.h"

/* One order with all that hangs on it, as GET /orders/{id} shows it. Recipient and parcel are the
 * same nouns for an outbound order. */
struct recipient {
	const char *name, *company, *phone, *email, *country, *state, *city, *line1, *line2, *zip;
};
extern const struct shape recipient_shape; /* out: the contract's Recipient */

struct parcel_line {
	const char *sku_code, *sku_name;
	int64_t     quantity;
};
struct parcel {
	uint64_t       id;
	const char    *parcel_no, *tracking_no, *carrier, *service_type;
	int64_t        weight_grams;
	struct instant shipped_at;
	size_t         n_lines;
	struct parcel_line *lines;
};
extern const struct shape parcel_shape; /* columns of parcel; out: the contract's Parcel */

struct order_writeback {
	uint64_t       id;
	const char    *kind, *state;
	int64_t        attempts;
	const char    *tracking_no, *detail;
	struct instant sent_at, confirmed_at, next_try_at;
};
extern const struct shape order_writeback_shape;

struct order_detail {
	struct order     o;
	const char      *fulfilment_status;
	bool             shippable;
	struct recipient *recipient;
	const char      *outbound_status_name; /* NULL: no outbound order */
	struct purchase     *purchase;         /* NULL: a buyer's order */
	struct acknowledged *acknowledgement;  /* the newest; NULL: none */
	size_t           n_lines, n_parcels, n_writebacks;
	struct order_line      *lines;
	struct parcel          *parcels;
	struct order_writeback *writebacks;
};
extern const struct shape order_detail_shape; /* out: the contract's Order */

struct order_event {
	uint64_t       id;
	struct instant at;
	const char    *action, *actor_kind, *actor_name, *detail, *status_before, *status_after;
};
extern const struct shape order_event_shape;

struct order_revision {
	uint64_t       id;
	struct instant received_at, platform_updated_at;
	bool           applied;
	uint64_t       sync_run_id;
	const char    *changes; /* JSON */
};
extern const struct shape order_revision_shape;

struct order_counts {
	int64_t pending, processing, partially_shipped, shipped, completed, cancelled, acknowledged, manual_completed;
	int64_t exceptions, total;
	bool    is_exact;
};
extern const struct shape order_counts_shape;

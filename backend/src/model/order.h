#pragma once
#include "base/instant.h"
#include "base/money.h"
#include "base/value.h"
#include "lib/shape.h"
#include "model/order_state.h"

/* A platform order as the house knows it. The columns are those of platform_order; the members
 * after the line are joined or computed when it is shown. */
struct order {
	uint64_t    id, customer_id, store_id;
	int32_t     kind;            /* enum order_kind */
	const char *platform_order_id, *order_no, *source;
	int32_t     status;          /* enum order_status; only order_move writes it */
	int32_t     platform_state;  /* enum incoming_state */
	const char *platform_status; /* the platform's own word */
	const char *exception_code, *exception_detail, *exception_key;
	struct instant exception_since;
	struct money amount;
	const char  *currency;
	struct money shipping_fee, tax, discount;
	const char  *payment_method, *buyer_note;
	struct instant order_time, paid_at, platform_updated_at;
	const char *recipient_name, *recipient_company, *recipient_phone, *recipient_email, *recipient_country,
		*recipient_state, *recipient_city, *recipient_line1, *recipient_line2, *recipient_zip;
	uint64_t    warehouse_id, channel_id;
	struct money wms_shipping_cost;
	const char  *wms_shipping_currency; /* NULL: no cost known yet */
	struct bytes content_hash;
	int64_t      version;
	struct instant status_since;
	/* ---- of purchase orders; the platform's, absent where it sent none */
	const char *purchase_type, *buying_party, *selling_party, *ship_to_code;
	struct instant acknowledge_by, ship_window_from, ship_window_to, delivery_window_from, delivery_window_to;
	/* ---- joined */
	const char *platform, *store_name, *warehouse_name, *carrier, *service_type;
	uint64_t    outbound_id;      /* the live outbound order, 0 when none */
	const char *outbound_no;
	int32_t     outbound_status;  /* enum outbound_status, when there is one */
	int64_t     open_writebacks;  /* not confirmed, in statuses where that matters */
	const char *acknowledgement_state; /* of the newest, writeback_state_names; NULL: it has none */
	bool        backordered;      /* an acknowledged one, part of which comes later */
	const char *actions;          /* JSON, order_actions_json() */
	/* ---- whose turn it is, order_turn_set() */
	const char *turn_owner;       /* NULL: nobody's */
	const char *turn_code;
	struct instant turn_since;
};

struct order_line {
	uint64_t    id, order_id;
	const char *platform_line_id, *platform_sku, *sku_key, *product_name;
	int64_t     ordered_qty, accepted_qty, shipped_qty;
	/* of a purchase order, once it is acknowledged: accepted + backordered + rejected = ordered */
	int64_t     backordered_qty, rejected_qty;
	const char *reject_reason;
	const char *product_id;       /* the platform's own key of the product beside the SKU */
	int32_t     unit;             /* enum line_unit: what quantities and prices are per */
	int64_t     unit_size;        /* pieces in one; what a mapping counts */
	bool        backorder_allowed;
	struct money unit_price, line_total;
	bool        shippable, gone;
	const char *price, *total;    /* the two as text for showing; NULL: the platform gave none */
	size_t      n_mapping;        /* joined: what the line's SKU is bound to; none when not mapped */
	struct mapping_item *mapping;
};

struct mapping_item {
	uint64_t    mapping_id, sku_id;
	const char *code, *name;
	int64_t     quantity; /* of the SKU per piece of the platform's line */
};

/* Which order, and the version the caller saw: 0 when it does not matter (jobs). */
struct order_ref {
	uint64_t id;
	int64_t  version;
};

/* An entry of an order's timeline, and what partners' tools are told of it: the order as it was then. The states are NULL
 * when it changed none. */
struct order_news {
	const struct order *order;
	const char         *event, *detail, *before, *after;
};

/* What is known of an order beside its status, which order_status_of_facts (domain/order_rules.h) computes. */
struct order_facts {
	int32_t kind;
	bool    cancelled;         /* by a person here or on the platform */
	bool    acknowledged;      /* a purchase order's acknowledgement exists */
	bool    outbound;          /* a live outbound order exists */
	bool    manual_shipment;   /* tracking was given by hand */
	bool    shipped_elsewhere; /* the platform says so and nothing was sent from here */
	bool    begun;             /* something has left the warehouse, though maybe no whole unit of a bundle */
	int64_t to_ship, shipped;  /* units of shippable lines: accepted, and gone out */
	int64_t writebacks, confirmed; /* of shipments */
};

/* Rows of platform_order and its joins, by column name. Only the members of the contract's OrderRow are
 * written out. */
extern const struct shape order_shape;
extern const struct shape order_line_shape;   /* out: the contract's OrderLine */
extern const struct shape mapping_item_shape; /* out: the contract's MappingItem */

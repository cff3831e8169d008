#pragma once
#include "base/instant.h"
#include "base/money.h"
#include "base/value.h"

/* The common order: what every platform's order becomes on its way in, whichever platform sent
 * it. Adapters make it, domain/ingest stores it. Texts are the platform's, byte for byte; NULL
 * is "the platform sent none". Nothing here knows a platform. */
enum incoming_state {
	INCOMING_OPEN,      /* paid and not shipped: work for the warehouse */
	INCOMING_UNPAID,    /* not paid or on hold: shown, not dispatchable */
	INCOMING_SHIPPED,   /* shipped or completed on the platform */
	INCOMING_CANCELLED, /* cancelled, failed, refunded or trashed on the platform */
	INCOMING_UNKNOWN,   /* a word we do not know: our state is kept */
	INCOMING_STATES
};
extern const char *const incoming_state_names[];

enum line_unit { UNIT_EACH, UNIT_CASE, LINE_UNITS };
extern const char *const line_unit_names[];

struct incoming_line {
	const char  *platform_line_id;
	const char  *platform_sku;  /* NULL when none */
	const char  *sku_key;       /* what a mapping binds to: product + variation; NULL when the product is gone */
	const char  *product_name;
	int64_t      quantity;      /* ordered minus cancelled or refunded */
	struct money unit_price;    /* after discount, for show */
	struct money line_total;    /* after discount, without tax */
	bool         has_price;
	bool         shippable;     /* false for digital goods, fees, tips */
	const char  *product_id;    /* the platform's own key of the product beside the SKU, or NULL */
	enum line_unit unit;        /* quantity and prices are per this; */
	int64_t      unit_size;     /* so many pieces are in one; 0 and 1: one */
	bool         backorder_allowed;
};

struct incoming_recipient {
	const char *name, *company, *phone, *email;
	const char *country; /* ISO 3166 two letters */
	const char *state, *city, *line1, *line2, *zip;
};

struct incoming_parcel { /* shipments the platform already knows */
	const char *tracking_no, *carrier;
};

/* What a purchase order has beside: absent (NULL, 0) where the platform sent none. */
struct incoming_purchase {
	const char    *type;                         /* the platform's word, such as RegularOrder */
	const char    *buying_party, *selling_party; /* codes */
	const char    *ship_to_code;                 /* the place it goes to; its address may be in `recipient` or not at all */
	struct instant acknowledge_by;
	struct instant ship_window_from, ship_window_to, delivery_window_from, delivery_window_to;
	bool           acknowledged;                 /* the platform has an acknowledgement of it */
};

struct incoming_order {
	const char    *platform_order_id; /* the API key */
	const char    *order_no;          /* what people see */
	const char    *source;            /* platform or sales channel */
	const char    *raw_status;
	enum incoming_state state;
	struct instant created_at, updated_at, paid_at; /* updated_at 0: the platform gives none */
	const char    *buyer_note, *payment_method, *currency;
	struct money   amount, shipping_fee, tax, discount;
	struct incoming_recipient recipient;
	size_t         n_lines;
	struct incoming_line *lines;
	size_t         n_parcels;
	struct incoming_parcel *parcels;
	struct incoming_purchase *purchase; /* NULL: a buyer's order */
	struct bytes   raw;               /* the order's own JSON as received */
	const char    *refusal_code;      /* set when the adapter could not read it: such as quantity_implausible */
	const char    *refusal;           /* the reason in words; order_no or platform_order_id may be all there is */
};

/* A product or variation a store sells. */
struct incoming_sku {
	const char *sku_key;
	const char *platform_sku; /* NULL when none */
	const char *name;
	const char *image_url;
	bool        shippable;
};

#pragma once
#include "base/arena.h"
#include "base/instant.h"
#include "base/money.h"
#include "practice/weather.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The nouns of the practice store. Everything of a shop lives in the shop's arena and goes with
 * it; texts are never NULL unless it says so. */

struct address {
	const char *first_name, *last_name, *company, *address_1, *address_2, *city, *state, *postcode, *country;
	const char *phone, *email; /* a shipping address has no email */
};

/* A key with any JSON as its value, as WordPress keeps them. */
struct meta {
	int64_t     id;
	const char *key;
	const char *value; /* JSON text */
};

struct metas {
	struct meta *items;
	size_t       n, cap;
};

enum product_type { PRODUCT_SIMPLE, PRODUCT_VARIABLE, PRODUCT_VARIATION };

struct product {
	int64_t           id, parent_id; /* of a variation; else 0 */
	enum product_type type;
	const char       *name;          /* a variation's is its option */
	const char       *sku;           /* "" when it has none */
	const char       *attribute;     /* "Size", of a variable product and its variations; else "" */
	struct money      price;         /* in the shop's currency */
	bool              is_virtual;
	int64_t           stock;
	const char       *weight;        /* kilograms, or "" */
	struct instant    created, modified;
};

struct line {
	int64_t      id, product_id, variation_id, quantity;
	const char  *name, *parent_name; /* parent_name is NULL unless a variation */
	const char  *sku;                /* NULL: the product is gone */
	const char  *attribute, *option; /* of a variation; else NULL */
	bool         is_virtual;
	struct money subtotal, subtotal_tax, total, total_tax;
	int64_t      meta_id;            /* first of three kept free for this line's metas */
};

struct note {
	int64_t        id;
	const char    *author, *text;
	bool           for_customer;
	struct instant created;
};

/* So many pieces of one order line. */
struct shipped {
	int64_t line_id, quantity;
};

struct fulfillment {
	int64_t        id;
	const char    *status;
	bool           fulfilled;
	struct instant updated;
	struct metas   metas;
	struct {
		struct shipped *items; /* as its _items meta says, whether or not it makes sense */
		size_t          n, cap;
	} shipped;
};

/* What the Shipment Tracking plugin, and Advanced Shipment Tracking, keep of one parcel. */
struct tracking {
	const char *id, *provider, *link, *number, *date_shipped;
	const char *sku, *qty; /* comma lists, of the second alone; else "" */
};

struct refund_line {
	int64_t      id, line_id, quantity; /* quantity as a positive number */
	struct money total;
};

struct refund {
	int64_t        id;
	struct instant created;
	struct money   amount;
	const char    *reason;
	struct {
		struct refund_line *items;
		size_t              n, cap;
	} lines;
};

/* Bad input on purpose: the member at `path` is written as `value`, or left out when NULL. */
struct override {
	const char *path;  /* "billing.phone", "line_items.0.sku"; "" is the whole order */
	const char *value; /* JSON text */
};

struct overrides {
	struct override *items;
	size_t           n, cap;
};

struct order {
	int64_t        id;
	const char    *number, *status, *currency, *key;
	struct instant created, modified, paid, completed; /* 0: not yet */
	struct address billing, shipping;
	const char    *payment_method, *payment_title, *transaction_id, *customer_note;
	const char    *shipping_title; /* NULL: nothing is shipped, no shipping line */
	int64_t        shipping_line_id, tax_line_id, coupon_line_id;
	const char    *coupon;         /* NULL without one */
	const char    *tax_code, *tax_label;
	int64_t        tax_e4;         /* per cent in ten-thousandths, 0 without tax */
	struct money   shipping_total, shipping_tax;
	struct {
		struct line *items;
		size_t       n, cap;
	} lines;
	struct metas metas;
	struct {
		struct note *items;
		size_t       n, cap;
	} notes;
	struct {
		struct fulfillment *items;
		size_t              n, cap;
	} fulfillments;
	struct {
		struct tracking *items;
		size_t           n, cap;
	} trackings;
	struct {
		struct refund *items;
		size_t         n, cap;
	} refunds;
	struct overrides overrides;
	int64_t          changes, told; /* how often it was changed, and how much of that the webhook was told */
};

/* How shipments can be told to this shop: which routes it has beside the core. */
enum writeback { WRITEBACK_NOTE, WRITEBACK_FULFILLMENTS, WRITEBACK_SHIPMENT_TRACKING, WRITEBACK_AST };
extern const char *const writeback_names[];

enum key_permission { KEY_READ_WRITE, KEY_READ, KEY_WRITE };
extern const char *const key_permission_names[];

enum effect { EFFECT_FULFILLMENT, EFFECT_TRACKING, EFFECT_NOTE, EFFECT_STATUS, EFFECT_META };
extern const char *const effect_names[];

/* One thing a client of the shop's API changed. What the control page does is not one. */
struct ledger_entry {
	int64_t        seq, order_id;
	struct instant at;
	enum effect    effect;
	const char    *tracking; /* NULL where the effect carries none */
	const char    *detail;
};

struct counter {
	const char *method, *route;
	int         status;
	int64_t     count;
};

struct nonce {
	const char *text;
	int64_t     timestamp;
};

struct shop {
	struct arena       *arena;
	struct shop        *next;
	const char         *name;    /* its path: /harbor */
	const char         *title;
	const char         *home;    /* http://127.0.0.1:18080/harbor: what signatures are made over */
	const char         *key, *secret, *currency;
	enum key_permission permission;
	enum writeback      writeback;
	int                 utc_offset_h; /* shops keep local time beside UTC */
	int64_t             order_every_s;
	struct instant      next_order_at;
	uint64_t            random;
	int64_t             last_order_id, last_item_id, last_meta_id, last_note_id, last_fulfillment_id;
	struct {
		struct product *items;
		size_t          n, cap;
	} products;
	struct {
		struct order **items; /* ids ascend */
		size_t         n, cap;
	} orders;
	struct {
		struct ledger_entry *items;
		size_t               n, cap;
	} ledger;
	struct {
		struct counter *items;
		size_t          n, cap;
	} counters;
	struct {
		struct nonce *items;
		size_t        n, cap;
	} nonces;
	struct shop_hook *hook;      /* hooks.h; NULL without a webhook */
	struct vendor  *vendor;      /* set: no shop but a vendor account, vendor.h; NULL */
	struct weather  weather;
	struct weather *weather_now; /* the same, for showing */
	int             in_flight, max_in_flight; /* requests at one time */
};

/* A shop without products and orders; its keys are ck_practice_<name> and cs_practice_<name>. */
struct shop *shop_new(const char *name, const char *base_url, uint64_t seed);
void         shop_free(struct shop *s);

struct order         *shop_order(const struct shop *s, int64_t id);   /* NULL when there is none */
const struct product *shop_product(const struct shop *s, int64_t id); /* of variations too */
const char           *shop_text(struct shop *s, const char *text);    /* kept as long as the shop; NULL becomes "" */
uint64_t              shop_random(struct shop *s, uint64_t below);    /* the same row for the same seed */

void shop_record(struct shop *s, int64_t order_id, enum effect effect, const char *tracking, const char *detail);
void shop_count(struct shop *s, const char *method, const char *route, int status);

#pragma once
#include "lib/json.h"
#include "practice/shop.h"

/* A vendor account: purchase orders of one buyer, as Amazon's Selling Partner API shows them to a
 * vendor. It is an account of the world like a shop and shares what both have, name, address, arena,
 * weather, counters: a `struct shop` whose `vendor` is set. Texts are never NULL unless it says so. */

/* A place of the buyer. */
struct vendor_place {
	const char *code, *name, *line1, *city, *state, *postal_code, *country, *phone; /* phone may be "" */
};

struct party {
	const char                *id;
	const struct vendor_place *place; /* NULL: the code alone goes over the wire */
};

enum po_state { PO_NEW, PO_ACKNOWLEDGED, PO_CLOSED };
extern const char *const po_state_names[];
enum po_type { PO_REGULAR, PO_CONSIGNED, PO_NEW_PRODUCT, PO_RUSH };
extern const char *const po_type_names[];
enum po_unit { UNIT_EACHES, UNIT_CASES };
extern const char *const po_unit_names[];

/* What the buyer ordered of an item, and what was taken back later: one of the two is 0. */
struct po_change {
	struct instant at;
	int64_t        ordered, cancelled;
};

struct po_confirmation {
	struct instant at;
	int64_t        accepted, rejected;
};

/* Quantities are in the unit it was ordered in. */
struct po_item {
	const char    *sequence;            /* "1" */
	const char    *asin, *sku;          /* sku NULL: the buyer sends none */
	int64_t        amount;              /* ordered as of now */
	enum po_unit   unit;
	int64_t        unit_size;           /* pieces in one of the unit */
	bool           backorder_allowed;
	struct money   net_cost, list_price;/* of one piece */
	const char    *currency;
	bool           confirmed;           /* it was acknowledged */
	int64_t        accepted, backordered, rejected;
	int64_t        received;
	struct instant received_at;
	struct {
		struct po_change *items;        /* oldest first */
		size_t            n, cap;
	} changes;
	struct {
		struct po_confirmation *items;
		size_t                  n, cap;
	} confirmations;
};

/* The part of a submission that was about one purchase order. */
struct po_submission {
	const struct transaction *transaction;
	const char               *body; /* JSON */
};

struct po {
	const char    *number;
	enum po_state  state;
	bool           cancelled;           /* all of it, by the buyer */
	struct instant created, state_changed;
	struct instant changed;             /* quantities, by the buyer; 0: never */
	struct instant buyer_changed;       /* anything the buyer did after placing it; 0: nothing */
	struct instant updated;             /* anything at all */
	int            type;                /* enum po_type */
	const char    *deal_code;           /* "" without one */
	struct party   buying, selling, ship_to, bill_to;
	struct instant ship_from, ship_until, deliver_from, deliver_until; /* 0: no such window */
	struct {
		struct po_item *items;
		size_t          n, cap;
	} items;
	struct {
		struct po_submission *items;
		size_t                n, cap;
	} acknowledgements, shipments;
	struct overrides overrides;
};

enum transaction_status { TRANSACTION_PROCESSING, TRANSACTION_SUCCESS, TRANSACTION_FAILURE };
extern const char *const transaction_status_names[];

struct vendor_error {
	const char *message, *details;
};

enum vendor_effect { EFFECT_ACKNOWLEDGEMENT, EFFECT_SHIPMENT };
extern const char *const vendor_effect_names[];

/* A write that was taken in. What it asks for is judged when it is worked, as things are then. */
struct transaction {
	const char             *id;
	enum vendor_effect      kind;
	const char             *body;   /* JSON of the right shape */
	struct instant          at;
	enum transaction_status status; /* what asking for it says */
	bool                    over;   /* nothing will happen any more */
	enum transaction_fate   fate;
	int64_t                 polls_left;
	struct instant          due;
	const char             *code;   /* of its errors */
	struct {
		struct vendor_error *items;
		size_t               n, cap;
	} errors;
};

struct vendor_token {
	const char    *text;
	struct instant expires;
};

struct vendor_shipment_line {
	const char *order, *sequence; /* an item of a purchase order */
	int64_t     amount;
};

/* A shipment confirmation that took effect, in its last version. */
struct vendor_shipment {
	const char    *id, *body;
	struct instant confirmed;
	struct {
		struct vendor_shipment_line *items;
		size_t                       n, cap;
	} lines;
};

/* What a client's write did to one purchase order. What the buyer does is not in the ledger. */
struct vendor_entry {
	int64_t            seq;
	struct instant     at;
	enum vendor_effect effect;
	const char        *order, *reference, *detail; /* reference: the transaction, or the shipmentIdentifier */
};

enum { VENDOR_OPERATIONS = 7 };

struct vendor {
	const char *client_id, *client_secret, *refresh_token;
	const char *code;                /* the sellingParty of its orders */
	bool        revoked;             /* the vendor took the authorisation back */
	int64_t     token_lifetime_s, acknowledge_within_s;
	int64_t     refill_ms, burst;    /* of each operation: a request more every so many ms, so many kept */
	int64_t     empty_until_us[VENDOR_OPERATIONS];
	struct {
		struct po **items;           /* as they were made */
		size_t      n, cap;
	} orders;
	struct {
		struct transaction **items;
		size_t               n, cap;
	} transactions;
	size_t      n_over;              /* the first ones, of which nothing more comes */
	struct {
		struct vendor_shipment *items;
		size_t                  n, cap;
	} shipments;
	struct {
		struct vendor_token *items;
		size_t               n, cap;
	} tokens;
	struct {
		struct vendor_entry *items;
		size_t               n, cap;
	} ledger;
};

/* Makes a vendor account of a fresh shop: keys, quota and times as Amazon has them, no orders. */
void vendor_open(struct shop *s);

struct po          *vendor_po(const struct shop *s, const char *number);       /* NULL when there is none */
struct po_item     *po_item_named(const struct po *po, const char *sequence);  /* "001" is "1" */
struct transaction *vendor_transaction(const struct shop *s, const char *id);
struct vendor_shipment *vendor_shipment(const struct shop *s, const char *id);
/* 8-4-4-4-12 hexadecimal digits. */
const char *vendor_guid(struct shop *s, struct arena *a);
void        vendor_record(struct shop *s, enum vendor_effect effect, const char *order, const char *reference, const char *detail);
/* Whole seconds, as the wire has them. */
struct instant vendor_now(void);

/* Takes a write in with the fate that the weather has for it, and works it when nothing holds it up.
 * `body` is kept. */
struct transaction *vendor_take_in(struct shop *s, enum vendor_effect kind, const char *body, const struct transaction_weather *w);
/* Somebody asks for it, and asking counts. */
void vendor_polled(struct shop *s, struct transaction *t);
/* Works what is due by the clock; answers when the next is, 0 for never. */
struct instant vendor_tick(struct shop *s);

/* Judge a transaction's body and do what it says, or add to its errors and do nothing of it. */
void vendor_work_acknowledgements(struct shop *s, struct transaction *t, struct ctx *c, const struct json *body);
void vendor_work_shipments(struct shop *s, struct transaction *t, struct ctx *c, const struct json *body);
/* One more error; `where` may be NULL. */
void vendor_fail(struct shop *s, struct transaction *t, const char *where, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

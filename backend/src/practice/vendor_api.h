#pragma once
#include "practice/call.h"
#include "practice/vendor.h"

/* The vendor side of Amazon's Selling Partner API, version 1 of orders, shipping and transactions, and
 * the token endpoint of Login with Amazon: /{account}/… is answered here. */

/* Finds the operation of a request inside k->shop; `inside` is the path after the account's name. */
void vendor_find(struct call *k, const char *inside);
void vendor_serve(struct call *k);
/* Whether the request is for a token; false for what is no vendor account. */
bool vendor_is_token(const struct call *k);
/* The body of a status that somebody else than the operation decided on; false when this API has none. */
bool vendor_answers_with(struct call *k, int status);

/* A JSON answer with the headers of this API: gives the buffer to write into. */
struct buf *vendor_answer(struct call *k, int status);
/* {"errors":[{"code","message","details"}]}; details may be NULL. */
void vendor_error(struct call *k, int status, const char *code, const char *details);
void vendor_invalid(struct call *k, const char *format, ...) __attribute__((format(printf, 2, 3))); /* 400 InvalidInput */

/* POST /auth/o2/token, and who asks: false with the answer given. */
void vendor_token(struct call *k);
bool vendor_known(struct call *k);

/* Handlers, one file each. */
void vendor_orders_list(struct call *k);
void vendor_order_get(struct call *k);
void vendor_orders_status(struct call *k);
void vendor_acknowledge(struct call *k);
void vendor_confirm_shipments(struct call *k);
void vendor_shipments_list(struct call *k);
void vendor_transaction_get(struct call *k);

/* The body as JSON of that shape, without any null in it; NULL with the answer given. */
struct shape;
const struct json *vendor_body(struct call *k, const struct shape *shape, void *out);
/* A write that was understood: 202 with its transaction, or what the weather makes of it; NULL when
 * nothing was taken in. `body` is what was read. */
struct transaction *vendor_taken(struct call *k, enum vendor_effect kind, const struct json *body);

/* Objects of the wire. */
void vendor_wire_order(struct ctx *c, struct buf *b, const struct po *po, bool details);
void vendor_wire_order_status(struct buf *b, const struct po *po);
void vendor_wire_party(struct buf *b, const char *name, const struct party *p); /* with the comma before it */
struct confirmation_in;
bool vendor_shipment_names(const struct confirmation_in *in, const char *order); /* whether it ships some of it */
/* What an item's acknowledgement and its receipt are called there. */
const char *vendor_confirmation_status(const struct po_item *i);
const char *vendor_receive_status(const struct po_item *i);
bool        vendor_po_is_open(const struct po *po); /* the buyer has not received all of it */

/* ---- parameters of lists --------------------------------------------------------------------- */

/* One page of a list that is sorted by time. */
struct vendor_page {
	int64_t     limit;
	bool        ascending;
	const char *token;     /* NULL: from the start */
};
/* The answer of a list up to its array: {"payload":{"pagination":{…}, */
void vendor_begin_page(struct buf *b, const char *next);
/* limit, sortOrder and nextToken; false with the answer given. */
bool vendor_page(struct call *k, int64_t limit_max, struct vendor_page *page);
struct vendor_dates {
	struct instant after, before; /* 0: no such bound */
};
/* <name>After and <name>Before. */
bool vendor_times(struct call *k, const char *name, struct vendor_dates *out);
/* The same, at most 7 days apart and not longer than 6 months ago; with one of them both are set. */
bool vendor_dates(struct call *k, const char *name, struct vendor_dates *out);
bool vendor_between(struct instant t, const struct vendor_dates *d);
/* One of the values, -1 when absent; false with the answer given. */
bool vendor_choice(struct call *k, const char *name, const char *const *values, int *out);

/* Cuts the page out of what was found, in place, and says where the next one starts, NULL after the last. */
struct vendor_found {
	struct instant at;
	size_t         index; /* among all of the account's, telling those of one time apart */
	const void    *what;
};
bool vendor_cut(struct call *k, const struct vendor_page *page, struct vendor_found *all, size_t *n, const char **next);

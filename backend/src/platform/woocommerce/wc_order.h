#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* An order's JSON as the common order. */

/* What the order's JSON leaves out and further requests tell. */
struct wc_extras {
	size_t n_back;
	struct wc_back {
		const char *item;     /* a line's id, or product:variation where the shop does not name the line */
		int64_t     quantity; /* refunded, positive */
	}      *back;
	bool    back_implausible; /* some refunded quantity could not be read */
	size_t  n_parcels;
	struct incoming_parcel *parcels;
};

enum wc_wants {
	WC_WANTS_REFUNDS = 1,      /* it was refunded in part: by how many pieces stands elsewhere */
	WC_WANTS_FULFILLMENTS = 2, /* shipments are recorded there: tracking numbers stand elsewhere */
};
unsigned wc_order_wants(const struct json *order);

/* Reads whatever `order` is; never fails. What cannot be read becomes a refusal of this one order. */
void wc_order_read(struct ctx *c, const struct json *order, const struct wc_extras *extras, struct incoming_order *out);
/* The order that the shop itself cannot show, as far as it is known. */
void wc_order_unreadable(struct ctx *c, const char *id, const char *words, struct incoming_order *out);

/* Quantities refunded, from a list of refunds: added to `extras`. */
void wc_refunds_read(struct ctx *c, const struct json *refunds, struct wc_extras *extras);

/* The value of a meta key of an order, a line or a fulfillment; NULL when it has none. */
const struct json *wc_meta(const struct json *thing, const char *key);
/* Adds a parcel that is not there yet. */
void wc_parcel_add(struct ctx *c, size_t *n, struct incoming_parcel **parcels, const char *tracking_no,
	const char *carrier);
/* A whole number of pieces: 3, "3" or 3.0. */
bool wc_quantity(const struct json *j, int64_t *out);

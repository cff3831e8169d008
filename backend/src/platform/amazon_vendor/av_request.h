#pragma once
#include "platform/platform.h"

/* Requests to the Selling Partner API. */

enum { AV_PARAMS_MAX = 8 };

/* One call. `route` stands behind the store's address with {id} for `id`, and is what logs show. */
struct av_call {
	const char *route;
	const char *id;
	size_t      n;
	struct av_param {
		const char *name, *value;
	} params[AV_PARAMS_MAX];
	const char *body; /* NULL: a read */
};
void av_with(struct av_call *call, const char *name, const char *value);

/* The step that sends it, without its headers. */
struct step av_request(struct ctx *c, const struct platform_store *s, const struct av_call *call, const char *state);
/* Adds the headers that every call has; `token` NULL: without the proof of who asks. */
void av_dress(struct ctx *c, struct step *step, const char *token);

/* A time in whole seconds, as it goes over the wire. */
char *av_time(struct ctx *c, struct instant t);

/* RFC 3986: all but the unreserved characters. */
struct buf;
void av_encode(struct buf *to, const char *text);

/* Whether it is a number as Amazon numbers purchase orders and transactions: letters, digits, '-' and '_', at most 100. */
bool av_is_number(const char *text);

#define AV_ORDERS "/vendor/orders/v1/purchaseOrders"
#define AV_ORDER AV_ORDERS "/{id}"
#define AV_STATUS "/vendor/orders/v1/purchaseOrdersStatus"
#define AV_ACKNOWLEDGEMENTS "/vendor/orders/v1/acknowledgements"
#define AV_SHIPMENTS "/vendor/shipping/v1/shipmentConfirmations"
#define AV_SHIPMENT_LIST "/vendor/shipping/v1/shipments"
#define AV_TRANSACTION "/vendor/transactions/v1/transactions/{id}"

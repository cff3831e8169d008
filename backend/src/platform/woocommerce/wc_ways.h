#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* The four ways in which shops can be told of a shipment. Each lists what is there and adds one. */
struct wc_way {
	const char *name;  /* as a store keeps it */
	const char *route; /* GET lists, POST adds */
	const char *ref;   /* the member of a row that is its id */
	bool        by_quantity; /* it takes line quantities, and does not check them */
	/* Whether this row of the list is this shipment. */
	bool      (*is_it)(const struct json *row, const struct shipment *sh);
	char     *(*body)(struct ctx *c, const struct shipment *sh);
};

/* The way of that name; the note, which every shop takes, for NULL or an unknown name. */
const struct wc_way *wc_way_named(const char *name);
/* The row that is this shipment, or NULL. */
const struct json *wc_way_find(const struct wc_way *way, const struct json *list, const struct shipment *sh);
/* How many pieces of a line the fulfillments of a list already hold. */
int64_t wc_fulfilled_quantity(const struct json *list, const char *line_id);
/* The tracking numbers of a list of fulfillments, added to the parcels. */
void wc_fulfillment_parcels(struct ctx *c, const struct json *list, size_t *n, struct incoming_parcel **parcels);

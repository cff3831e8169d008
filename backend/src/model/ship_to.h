#pragma once
#include "lib/shape.h"

/* Where a buyer's place is that purchase orders name by its code alone. */
struct ship_to {
	const char *platform, *code;
	const char *name, *company, *phone, *country, *state, *city, *line1, *line2, *zip;
	int64_t     version;
	int64_t     freed; /* orders that waited for it, when it was just set */
};
extern const struct shape ship_to_shape;     /* rows; out: the contract's ShipToAddress */
extern const struct shape ship_to_set_shape; /* out: the contract's ShipToAddressSet */
extern const struct shape set_ship_to_shape; /* in: the contract's SetShipToAddress */

struct ship_to_filter {
	const char *platform, *code; /* NULL: any */
};
extern const struct shape ship_to_filter_shape; /* query of GET /ship-to-addresses */

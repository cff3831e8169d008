#pragma once
#include "lib/shape.h"
#include "practice/vendor.h"

/* What submissions are made of, as the models describe it. Members that the models leave optional and
 * that were left out: texts NULL, times 0, amounts VENDOR_ABSENT, units UNIT_ABSENT. */
#define VENDOR_ABSENT INT64_MIN
enum { UNIT_ABSENT = UNIT_CASES + 1 };

struct quantity_in {
	int64_t     amount, unit_size;
	int         unit; /* enum po_unit */
	const char *total_weight;
};
extern const struct shape order_quantity_shape;    /* of vendorOrders: nothing is required */
extern const struct shape shipment_quantity_shape; /* of vendorShipments */

struct cost_in {
	const char  *currency, *unit;
	struct money amount;
};
extern const struct shape cost_shape;

struct party_address_in {
	const char *name, *line1, *line2, *line3, *city, *county, *district, *state, *postal_code, *country, *phone;
};
struct party_in {
	const char              *id, *tax;
	struct party_address_in *address;
};
extern const struct shape order_party_shape, shipment_party_shape;

/* Whether it is given in the unit, and the unit size, that the item was ordered in. */
bool quantity_fits(const struct quantity_in *q, const struct po_item *i);
/* The product is the one of the item, as far as it is named; at least one name is. */
bool product_fits(const char *asin, const char *sku, const struct po_item *i);

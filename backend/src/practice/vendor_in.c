/* Shapes that acknowledgements and shipment confirmations share. */
#include "practice/vendor_in.h"

#include <string.h>

#define QUANTITY(amount_flags, unit_flags)                                                                             \
	FIELD(struct quantity_in, amount, "amount", .flags = amount_flags, .fallback = VENDOR_ABSENT),                 \
	FIELD_CHOICE(struct quantity_in, unit, "unitOfMeasure", po_unit_names, .flags = unit_flags, .fallback = UNIT_ABSENT), \
	FIELD(struct quantity_in, unit_size, "unitSize", .fallback = VENDOR_ABSENT)

static const struct field order_quantity_fields[] = { QUANTITY(0, 0), FIELD_END };
static const struct field shipment_quantity_fields[] = {
	QUANTITY(FIELD_REQUIRED, FIELD_REQUIRED), FIELD_RAW(struct quantity_in, total_weight, "totalWeight"), FIELD_END
};
const struct shape order_quantity_shape = SHAPE(struct quantity_in, order_quantity_fields);
const struct shape shipment_quantity_shape = SHAPE(struct quantity_in, shipment_quantity_fields);

static const struct field cost_fields[] = {
	FIELD(struct cost_in, currency, "currencyCode", .max = 3), FIELD(struct cost_in, amount, "amount"),
	FIELD(struct cost_in, unit, "unitOfMeasure"), FIELD_END
};
const struct shape cost_shape = SHAPE(struct cost_in, cost_fields);

static const struct field address_fields[] = {
	FIELD(struct party_address_in, name, "name", .flags = FIELD_REQUIRED),
	FIELD(struct party_address_in, line1, "addressLine1", .flags = FIELD_REQUIRED),
	FIELD(struct party_address_in, line2, "addressLine2"), FIELD(struct party_address_in, line3, "addressLine3"),
	FIELD(struct party_address_in, city, "city"), FIELD(struct party_address_in, county, "county"),
	FIELD(struct party_address_in, district, "district"), FIELD(struct party_address_in, state, "stateOrRegion"),
	FIELD(struct party_address_in, postal_code, "postalCode"),
	FIELD(struct party_address_in, country, "countryCode", .flags = FIELD_REQUIRED, .max = 2),
	FIELD(struct party_address_in, phone, "phone"), FIELD_END
};
static const struct shape address_shape = SHAPE(struct party_address_in, address_fields);

#define PARTY(tax_name)                                                                 \
	FIELD(struct party_in, id, "partyId", .flags = FIELD_REQUIRED, .min = 1),       \
	FIELD_OBJECT(struct party_in, address, "address", address_shape), FIELD_RAW(struct party_in, tax, tax_name)

static const struct field order_party_fields[] = { PARTY("taxInfo"), FIELD_END };
static const struct field shipment_party_fields[] = { PARTY("taxRegistrationDetails"), FIELD_END };
const struct shape order_party_shape = SHAPE(struct party_in, order_party_fields);
const struct shape shipment_party_shape = SHAPE(struct party_in, shipment_party_fields);

bool quantity_fits(const struct quantity_in *q, const struct po_item *i)
{
	return (q->unit == UNIT_ABSENT || q->unit == (int)i->unit) && (q->unit_size == VENDOR_ABSENT || q->unit_size == i->unit_size);
}

bool product_fits(const char *asin, const char *sku, const struct po_item *i)
{
	return (asin || sku) && (!asin || strcmp(asin, i->asin) == 0) && (!sku || (i->sku && strcmp(sku, i->sku) == 0));
}

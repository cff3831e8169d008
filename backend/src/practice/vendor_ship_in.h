#pragma once
#include "practice/vendor_in.h"

/* A shipment confirmation as the model of vendorShipments has it. What is only kept and never judged stays JSON. */
struct measure_in {
	struct money value;
	int          unit;
};
struct size_in {
	struct money length, width, height;
	int          unit;
};

struct transport_in {
	const char *scac, *reference, *bill_of_lading;
	int         mode;
};

struct whole_in {
	struct measure_in *weight, *volume;
	int64_t            cartons, pallets;
};

struct detail_in {
	const char *order, *lot, *lot_source, *origin, *regulation, *expiry, *retail_price;
	int         lot_source_type, handling;
};

struct shipped_item_in {
	const char         *sequence, *asin, *sku;
	struct quantity_in *quantity;
	struct detail_in   *detail;
};

/* What of an item of the shipment is in a carton or on a pallet. */
struct packed_in {
	const char         *reference; /* the item's sequence number in this shipment */
	struct quantity_in *quantity;
	struct detail_in   *detail;
};

struct identifier_in {
	int         type;
	const char *number;
};

struct carton_in {
	const char           *sequence, *tracking;
	struct identifier_in *identifiers;
	size_t                n_identifiers, n_items;
	struct size_in       *size;
	struct measure_in    *weight;
	struct packed_in     *items;
};

struct carton_references_in {
	int64_t      count;
	const char **numbers;
	size_t       n_numbers;
};

struct pallet_in {
	struct identifier_in        *identifiers;
	size_t                       n_identifiers, n_items;
	int64_t                      tier, block;
	struct size_in              *size;
	struct measure_in           *weight;
	struct carton_references_in *cartons;
	struct packed_in            *items;
};

enum confirmation_type { CONFIRMATION_ORIGINAL, CONFIRMATION_REPLACE };
enum shipment_type { SHIPMENT_TRUCK, SHIPMENT_LESS_THAN_TRUCK, SHIPMENT_SMALL_PARCEL, SHIPMENT_TYPE_ABSENT };
extern const char *const shipment_type_names[];

struct confirmation_in {
	const char          *id, *arn, *import;
	int                  type, shipment_type, structure;
	struct transport_in *transport;
	struct instant       date, shipped, estimated;
	struct party_in     *selling, *from, *to;
	struct whole_in     *whole;
	struct shipped_item_in *items;
	struct carton_in    *cartons;
	struct pallet_in    *pallets;
	size_t               n_items, n_cartons, n_pallets;
};
extern const struct shape confirmation_shape;

struct confirmations_in {
	struct confirmation_in *all;
	size_t                  n_all;
};
extern const struct shape confirmations_shape;

/* The shapes of a shipment confirmation. */
#include "practice/vendor_ship_in.h"

const char *const shipment_type_names[] = { "TruckLoad", "LessThanTruckLoad", "SmallParcel", NULL };
static const char *const confirmation_type_names[] = { "Original", "Replace", NULL };
static const char *const structure_names[] = {
	"PalletizedAssortmentCase", "LooseAssortmentCase", "PalletOfItems", "PalletizedStandardCase", "LooseStandardCase",
	"MasterPallet", "MasterCase", NULL,
};
static const char *const mode_names[] = { "Road", "Air", "Ocean", NULL };
static const char *const identifier_names[] = { "SSCC", "AMZNCC", "GTIN", "BPS", "CID", NULL };
static const char *const weight_units[] = { "G", "Kg", "Oz", "Lb", NULL };
static const char *const volume_units[] = { "CuFt", "CuIn", "CuM", "CuY", NULL };
static const char *const size_units[] = { "In", "Ft", "Meter", "Yard", NULL };
static const char *const lot_source_names[] = { "GLN", "FFRN", "USDA_E", "URL", NULL };
static const char *const handling_names[] = { "Oversized", "Fragile", "Food", "HandleWithCare", NULL };

#define NEEDED .flags = FIELD_REQUIRED

static const struct field weight_fields[] = {
	FIELD_CHOICE(struct measure_in, unit, "unitOfMeasure", weight_units, NEEDED),
	FIELD(struct measure_in, value, "value", NEEDED), FIELD_END
};
static const struct field volume_fields[] = {
	FIELD_CHOICE(struct measure_in, unit, "unitOfMeasure", volume_units, NEEDED),
	FIELD(struct measure_in, value, "value", NEEDED), FIELD_END
};
static const struct field size_fields[] = {
	FIELD(struct size_in, length, "length", NEEDED), FIELD(struct size_in, width, "width", NEEDED),
	FIELD(struct size_in, height, "height", NEEDED), FIELD_CHOICE(struct size_in, unit, "unitOfMeasure", size_units, NEEDED), FIELD_END
};
static const struct shape weight_shape = SHAPE(struct measure_in, weight_fields);
static const struct shape volume_shape = SHAPE(struct measure_in, volume_fields);
static const struct shape size_shape = SHAPE(struct size_in, size_fields);

static const struct field transport_fields[] = {
	FIELD(struct transport_in, scac, "carrierScac"), FIELD(struct transport_in, reference, "carrierShipmentReferenceNumber"),
	FIELD_CHOICE(struct transport_in, mode, "transportationMode", mode_names),
	FIELD(struct transport_in, bill_of_lading, "billOfLadingNumber"), FIELD_END
};
static const struct shape transport_shape = SHAPE(struct transport_in, transport_fields);

static const struct field whole_fields[] = {
	FIELD_OBJECT(struct whole_in, weight, "grossShipmentWeight", weight_shape),
	FIELD_OBJECT(struct whole_in, volume, "shipmentVolume", volume_shape), FIELD(struct whole_in, cartons, "cartonCount"),
	FIELD(struct whole_in, pallets, "palletCount"), FIELD_END
};
static const struct shape whole_shape = SHAPE(struct whole_in, whole_fields);

static const struct field detail_fields[] = {
	FIELD(struct detail_in, order, "purchaseOrderNumber"), FIELD(struct detail_in, lot, "lotNumber"),
	FIELD(struct detail_in, lot_source, "lotNumberSourceReference"),
	FIELD_CHOICE(struct detail_in, lot_source_type, "lotNumberSourceType", lot_source_names),
	FIELD(struct detail_in, origin, "countryOfOrigin", .min = 2, .max = 2),
	FIELD_RAW(struct detail_in, regulation, "regulationReferences"), FIELD_RAW(struct detail_in, expiry, "expiry"),
	FIELD_RAW(struct detail_in, retail_price, "maximumRetailPrice"),
	FIELD_CHOICE(struct detail_in, handling, "handlingCode", handling_names), FIELD_END
};
static const struct shape detail_shape = SHAPE(struct detail_in, detail_fields);

static const struct field item_fields[] = {
	FIELD(struct shipped_item_in, sequence, "itemSequenceNumber", NEEDED), FIELD(struct shipped_item_in, asin, "amazonProductIdentifier"),
	FIELD(struct shipped_item_in, sku, "vendorProductIdentifier"),
	FIELD_OBJECT(struct shipped_item_in, quantity, "shippedQuantity", shipment_quantity_shape, NEEDED),
	FIELD_OBJECT(struct shipped_item_in, detail, "itemDetails", detail_shape), FIELD_END
};
static const struct shape item_shape = SHAPE(struct shipped_item_in, item_fields);

static const struct field packed_fields[] = {
	FIELD(struct packed_in, reference, "itemReference", NEEDED),
	FIELD_OBJECT(struct packed_in, quantity, "shippedQuantity", shipment_quantity_shape, NEEDED),
	FIELD_OBJECT(struct packed_in, detail, "itemDetails", detail_shape), FIELD_END
};
static const struct shape packed_shape = SHAPE(struct packed_in, packed_fields);

static const struct field identifier_fields[] = {
	FIELD_CHOICE(struct identifier_in, type, "containerIdentificationType", identifier_names, NEEDED),
	FIELD(struct identifier_in, number, "containerIdentificationNumber", NEEDED), FIELD_END
};
static const struct shape identifier_shape = SHAPE(struct identifier_in, identifier_fields);

static const struct field carton_fields[] = {
	FIELD_LIST(struct carton_in, identifiers, n_identifiers, "cartonIdentifiers", identifier_shape, .max = 100),
	FIELD(struct carton_in, sequence, "cartonSequenceNumber", NEEDED), FIELD_OBJECT(struct carton_in, size, "dimensions", size_shape),
	FIELD_OBJECT(struct carton_in, weight, "weight", weight_shape), FIELD(struct carton_in, tracking, "trackingNumber"),
	FIELD_LIST(struct carton_in, items, n_items, "items", packed_shape, NEEDED, .max = 10000), FIELD_END
};
static const struct shape carton_shape = SHAPE(struct carton_in, carton_fields);

static const struct field carton_references_fields[] = {
	FIELD(struct carton_references_in, count, "cartonCount"),
	FIELD_TEXTS(struct carton_references_in, numbers, n_numbers, "cartonReferenceNumbers", NEEDED, .max = 10000), FIELD_END
};
static const struct shape carton_references_shape = SHAPE(struct carton_references_in, carton_references_fields);

static const struct field pallet_fields[] = {
	FIELD_LIST(struct pallet_in, identifiers, n_identifiers, "palletIdentifiers", identifier_shape, NEEDED, .max = 100),
	FIELD(struct pallet_in, tier, "tier"), FIELD(struct pallet_in, block, "block"),
	FIELD_OBJECT(struct pallet_in, size, "dimensions", size_shape), FIELD_OBJECT(struct pallet_in, weight, "weight", weight_shape),
	FIELD_OBJECT(struct pallet_in, cartons, "cartonReferenceDetails", carton_references_shape),
	FIELD_LIST(struct pallet_in, items, n_items, "items", packed_shape, .max = 10000), FIELD_END
};
static const struct shape pallet_shape = SHAPE(struct pallet_in, pallet_fields);

#define PARTY(m, name) FIELD_OBJECT(struct confirmation_in, m, name, shipment_party_shape, NEEDED)
static const struct field confirmation_fields[] = {
	FIELD(struct confirmation_in, id, "shipmentIdentifier", NEEDED, .min = 1),
	FIELD_CHOICE(struct confirmation_in, type, "shipmentConfirmationType", confirmation_type_names, NEEDED),
	FIELD_CHOICE(struct confirmation_in, shipment_type, "shipmentType", shipment_type_names, .fallback = SHIPMENT_TYPE_ABSENT),
	FIELD_CHOICE(struct confirmation_in, structure, "shipmentStructure", structure_names),
	FIELD_OBJECT(struct confirmation_in, transport, "transportationDetails", transport_shape),
	FIELD(struct confirmation_in, arn, "amazonReferenceNumber"), FIELD(struct confirmation_in, date, "shipmentConfirmationDate", NEEDED),
	FIELD(struct confirmation_in, shipped, "shippedDate"), FIELD(struct confirmation_in, estimated, "estimatedDeliveryDate"),
	PARTY(selling, "sellingParty"), PARTY(from, "shipFromParty"), PARTY(to, "shipToParty"),
	FIELD_OBJECT(struct confirmation_in, whole, "shipmentMeasurements", whole_shape),
	FIELD_RAW(struct confirmation_in, import, "importDetails"),
	FIELD_LIST(struct confirmation_in, items, n_items, "shippedItems", item_shape, NEEDED, .min = 1, .max = 10000),
	FIELD_LIST(struct confirmation_in, cartons, n_cartons, "cartons", carton_shape, .max = 10000),
	FIELD_LIST(struct confirmation_in, pallets, n_pallets, "pallets", pallet_shape, .max = 10000), FIELD_END
};
const struct shape confirmation_shape = SHAPE(struct confirmation_in, confirmation_fields);

static const struct field confirmations_fields[] = {
	FIELD_LIST(struct confirmations_in, all, n_all, "shipmentConfirmations", confirmation_shape, NEEDED, .min = 1, .max = 1000), FIELD_END
};
const struct shape confirmations_shape = SHAPE(struct confirmations_in, confirmations_fields);

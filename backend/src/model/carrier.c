#include "model/carrier.h"

const char *const carriers_known[] = { "Australia Post", "Canada Post", "DHL", "DHL Express", "DPD", "Evri", "FedEx", "GLS", "Hermes", "Japan Post",
	"Royal Mail", "SF Express", "UPS", "USPS", "YunExpress", NULL };

static const struct field carrier_fields[] = { FIELD(struct carrier, name, "name"), FIELD_END };
const struct shape carrier_shape = SHAPE(struct carrier, carrier_fields);

static const struct field mapping_fields[] = {
	FIELD(struct carrier_mapping, id, "id"),
	FIELD(struct carrier_mapping, platform, "platform"),
	FIELD(struct carrier_mapping, carrier, "carrier"),
	FIELD(struct carrier_mapping, platform_carrier, "platformCarrier"),
	FIELD(struct carrier_mapping, version, "version"),
	FIELD_END
};
const struct shape carrier_mapping_shape = SHAPE(struct carrier_mapping, mapping_fields);

static const struct field set_fields[] = {
	FIELD(struct set_carrier, platform, "platform", .flags = FIELD_REQUIRED, .min = 1, .max = 32),
	FIELD(struct set_carrier, carrier, "carrier", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = 64),
	FIELD(struct set_carrier, platform_carrier, "platformCarrier", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = 64),
	FIELD_END
};
const struct shape set_carrier_shape = SHAPE(struct set_carrier, set_fields);

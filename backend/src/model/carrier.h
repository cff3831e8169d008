#pragma once
#include "lib/shape.h"

/* Carriers by name, and what a platform calls them when that differs. */
struct carrier {
	const char *name;
};
extern const struct shape carrier_shape;
extern const char *const carriers_known[]; /* those everybody has heard of; ends with NULL */

struct carrier_mapping {
	uint64_t    id;
	const char *platform, *carrier, *platform_carrier;
	int64_t     version;
};
extern const struct shape carrier_mapping_shape;

/* One more, or another name for one that is there. */
struct set_carrier {
	const char *platform, *carrier, *platform_carrier;
};
extern const struct shape set_carrier_shape;

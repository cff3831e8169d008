#pragma once
#include "base/instant.h"
#include "lib/shape.h"
#include <stdint.h>

/* Someone who signs in. customer_id 0: the warehouse operator's own staff. */
struct user {
	uint64_t    id, customer_id;
	const char *email, *name, *language;
	const char *password_hash;
	bool        enabled, all_warehouses;
	int64_t     rights_version;
	const char *customer_name;
	bool        customer_enabled;
};
extern const struct shape user_shape; /* for rows; never written out */

#include "model/user.h"

static const struct field fields[] = {
	FIELD(struct user, id, "id"),
	FIELD(struct user, customer_id, "customerId"),
	FIELD(struct user, email, "email", .flags = FIELD_PERSONAL),
	FIELD(struct user, name, "name", .flags = FIELD_PERSONAL),
	FIELD(struct user, language, "language"),
	FIELD(struct user, password_hash, "passwordHash", .flags = FIELD_SECRET),
	FIELD(struct user, enabled, "enabled"),
	FIELD(struct user, all_warehouses, "allWarehouses"),
	FIELD(struct user, rights_version, "rightsVersion"),
	FIELD(struct user, customer_name, "customerName"),
	FIELD(struct user, customer_enabled, "customerEnabled"),
	FIELD_END
};
const struct shape user_shape = SHAPE(struct user, fields);

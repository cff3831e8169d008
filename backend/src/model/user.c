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

enum { EMAIL_MAX = 254, NAME_MAX = 100, Q_MAX = 100, ROLES_MAX = 10, ROLE_CODE_MAX = 32, WAREHOUSES_MAX = 64 };

static const struct field row_fields[] = {
	FIELD(struct user_row, id, "id"),
	FIELD(struct user_row, customer_id, "customer.id"),
	FIELD(struct user_row, customer_name, "customer.name"),
	FIELD(struct user_row, email, "email", .flags = FIELD_PERSONAL),
	FIELD(struct user_row, name, "name", .flags = FIELD_PERSONAL),
	FIELD(struct user_row, language, "language"),
	FIELD_RAW(struct user_row, roles, "roles"),
	FIELD(struct user_row, enabled, "enabled"),
	FIELD(struct user_row, all_warehouses, "allWarehouses"),
	FIELD_RAW(struct user_row, warehouse_ids, "warehouseIds"),
	FIELD(struct user_row, has_password, "hasPassword"),
	FIELD(struct user_row, invited_until, "invitedUntil"),
	FIELD(struct user_row, last_sign_in, "lastSignIn"),
	FIELD(struct user_row, editable, "editable"),
	FIELD(struct user_row, version, "version"),
	FIELD(struct user_row, permissions, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape user_row_shape = SHAPE(struct user_row, row_fields);

static const struct field filter_fields[] = {
	FIELD(struct user_filter, q, "q", .flags = FIELD_TRIM, .max = Q_MAX),
	FIELD(struct user_filter, customer_id, "customerId"),
	FIELD(struct user_filter, staff, "staff"),
	FIELD(struct user_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct user_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape user_filter_shape = SHAPE(struct user_filter, filter_fields);

static const struct field add_fields[] = {
	FIELD(struct add_user, email, "email", .flags = FIELD_REQUIRED | FIELD_PERSONAL | FIELD_TRIM, .min = 3, .max = EMAIL_MAX),
	FIELD(struct add_user, name, "name", .flags = FIELD_REQUIRED | FIELD_PERSONAL | FIELD_TRIM, .min = 1, .max = NAME_MAX),
	FIELD(struct add_user, language, "language", .max = 8),
	FIELD(struct add_user, customer_id, "customerId"),
	FIELD_TEXTS(struct add_user, roles, n_roles, "roles", .flags = FIELD_REQUIRED, .min = 1, .max = ROLES_MAX, .item_max = ROLE_CODE_MAX),
	FIELD(struct add_user, all_warehouses, "allWarehouses"),
	FIELD_IDS(struct add_user, warehouse_ids, n_warehouse_ids, "warehouseIds", .max = WAREHOUSES_MAX),
	FIELD_END
};
const struct shape add_user_shape = SHAPE(struct add_user, add_fields);

static const struct field change_fields[] = {
	FIELD(struct change_user, name, "name", .flags = FIELD_PERSONAL | FIELD_TRIM, .min = 1, .max = NAME_MAX),
	FIELD(struct change_user, language, "language", .max = 8),
	FIELD(struct change_user, enabled, "enabled"),
	FIELD_TEXTS(struct change_user, roles, n_roles, "roles", .min = 1, .max = ROLES_MAX, .item_max = ROLE_CODE_MAX),
	FIELD(struct change_user, all_warehouses, "allWarehouses"),
	FIELD_IDS(struct change_user, warehouse_ids, n_warehouse_ids, "warehouseIds", .max = WAREHOUSES_MAX),
	FIELD_END
};
const struct shape change_user_shape = SHAPE(struct change_user, change_fields);

static const struct field invitation_fields[] = {
	FIELD(struct invitation, token, "token"),
	FIELD(struct invitation, expires_at, "expiresAt"),
	FIELD_END
};
const struct shape invitation_shape = SHAPE(struct invitation, invitation_fields);

static const struct field role_fields[] = {
	FIELD(struct role, id, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct role, code, "code"),
	FIELD(struct role, name, "name"),
	FIELD(struct role, staff, "staff"),
	FIELD_RAW(struct role, permissions, "permissions"),
	FIELD(struct role, givable, "givable"),
	FIELD_END
};
const struct shape role_shape = SHAPE(struct role, role_fields);

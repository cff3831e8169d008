#include "model/api_key.h"

enum { SCOPES_MAX = 40, SCOPE_CHARS = 32, RANGE_CHARS = 64 };

const char *const api_key_state_names[] = { "active", "expired", "revoked", "maker_off", NULL };

static const struct field fields[] = {
	FIELD(struct api_key, id, "id"),
	FIELD(struct api_key, customer_id, "customer.id"),
	FIELD(struct api_key, customer_name, "customer.name"),
	FIELD(struct api_key, name, "name"),
	FIELD(struct api_key, prefix, "prefix"),
	FIELD_RAW(struct api_key, scopes, "scopes"),
	FIELD_RAW(struct api_key, works, "works"),
	FIELD_RAW(struct api_key, addresses, "addresses"),
	FIELD(struct api_key, created_by, "createdBy"),
	FIELD(struct api_key, created_at, "createdAt"),
	FIELD(struct api_key, expires_at, "expiresAt"),
	FIELD(struct api_key, revoked_at, "revokedAt"),
	FIELD(struct api_key, last_used_at, "lastUsedAt"),
	FIELD(struct api_key, last_used_from, "lastUsedFrom"),
	FIELD_CHOICE(struct api_key, state, "state", api_key_state_names),
	FIELD(struct api_key, version, "version"),
	FIELD(struct api_key, secret_hash, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct api_key, rights_version, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct api_key, left_s, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct api_key, maker_permissions, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape api_key_shape = SHAPE(struct api_key, fields);

static const struct field new_fields[] = {
	FIELD_OBJECT(struct new_api_key, api_key, "apiKey", api_key_shape),
	FIELD(struct new_api_key, key, "key"),
	FIELD_END
};
const struct shape new_api_key_shape = SHAPE(struct new_api_key, new_fields);

static const struct field filter_fields[] = {
	FIELD(struct api_key_filter, live, "live"),
	FIELD(struct api_key_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct api_key_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape api_key_filter_shape = SHAPE(struct api_key_filter, filter_fields);

static const struct field add_fields[] = {
	FIELD(struct add_api_key, name, "name", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = API_KEY_NAME_MAX),
	FIELD_TEXTS(struct add_api_key, scopes, n_scopes, "scopes", .flags = FIELD_REQUIRED, .min = 1, .max = SCOPES_MAX, .item_max = SCOPE_CHARS),
	FIELD_TEXTS(struct add_api_key, addresses, n_addresses, "addresses", .max = API_KEY_ADDRESSES_MAX, .item_max = RANGE_CHARS),
	FIELD(struct add_api_key, expires_at, "expiresAt"),
	FIELD_END
};
const struct shape add_api_key_shape = SHAPE(struct add_api_key, add_fields);

static const struct field change_fields[] = {
	FIELD(struct change_api_key, name, "name", .flags = FIELD_TRIM, .min = 1, .max = API_KEY_NAME_MAX),
	FIELD_TEXTS(struct change_api_key, scopes, n_scopes, "scopes", .min = 1, .max = SCOPES_MAX, .item_max = SCOPE_CHARS),
	FIELD_TEXTS(struct change_api_key, addresses, n_addresses, "addresses", .max = API_KEY_ADDRESSES_MAX, .item_max = RANGE_CHARS),
	FIELD_END
};
const struct shape change_api_key_shape = SHAPE(struct change_api_key, change_fields);

static const struct field exchange_fields[] = {
	FIELD(struct exchange, key, "key", .flags = FIELD_REQUIRED | FIELD_SECRET, .min = 1, .max = 128),
	FIELD_END
};
const struct shape exchange_shape = SHAPE(struct exchange, exchange_fields);

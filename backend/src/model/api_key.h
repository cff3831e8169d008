#pragma once
#include "lib/db.h"
#include "lib/shape.h"

/* A partner tool's key: "gwms_" + 10 characters that name it + "_" + 43 of base64url. Shown once, kept as its SHA-256. */
enum { API_KEY_ID_CHARS = 10, API_KEY_CHARS = 5 + API_KEY_ID_CHARS + 1 + 43, API_KEY_DAYS_MAX = 365, API_KEY_DAYS = 90,
	API_KEY_NAME_MAX = 100, API_KEY_ADDRESSES_MAX = 20 };

enum api_key_state { API_KEY_ACTIVE, API_KEY_EXPIRED, API_KEY_REVOKED, API_KEY_MAKER_OFF /* whoever made it may no longer sign in */ };
extern const char *const api_key_state_names[];

struct api_key {
	uint64_t       id, customer_id;
	const char    *customer_name, *name, *prefix;
	const char    *scopes, *addresses; /* JSON arrays */
	const char    *works;              /* of the scopes, those that whoever made it still holds: JSON array */
	const char    *created_by;
	struct instant created_at, expires_at, revoked_at, last_used_at;
	const char    *last_used_from;
	int32_t        state;
	int64_t        version;
	/* for judging; never written out */
	struct bytes   secret_hash;
	int64_t        rights_version, left_s;
	const char    *maker_permissions;
};
extern const struct shape api_key_shape;

/* The answer to making one: `key` is NULL when it cannot be shown again. */
struct new_api_key {
	const struct api_key *api_key;
	const char           *key;
};
extern const struct shape new_api_key_shape;

struct api_key_filter {
	bool        live; /* active ones alone */
	struct page page;
};
extern const struct shape api_key_filter_shape; /* for shape_parse_query */

struct add_api_key {
	const char    *name;
	const char   **scopes, **addresses;
	size_t         n_scopes, n_addresses;
	struct instant expires_at; /* 0: API_KEY_DAYS from now */
};
extern const struct shape add_api_key_shape;

struct change_api_key {
	const char  *name;
	const char **scopes, **addresses; /* NULL: as they are */
	size_t       n_scopes, n_addresses;
};
extern const struct shape change_api_key_shape;

/* What is asked for with a key, when it does not stand in the header Authorization. */
struct exchange {
	const char *key;
};
extern const struct shape exchange_shape;

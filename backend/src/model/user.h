#pragma once
#include "base/instant.h"
#include "lib/db.h"
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

/* How a user is shown to whoever manages users. */
struct user_row {
	uint64_t       id, customer_id;
	const char    *customer_name, *email, *name, *language;
	const char    *roles, *warehouse_ids; /* JSON arrays of codes and of ids */
	const char    *permissions;           /* their names, for judging; not shown */
	bool           enabled, all_warehouses, has_password, editable;
	struct instant invited_until, last_sign_in;
	int64_t        version;
};
extern const struct shape user_row_shape;

struct user_filter {
	const char *q; /* any part of name or address */
	uint64_t    customer_id;
	bool        staff; /* the operator's own people alone */
	struct page page;
};
extern const struct shape user_filter_shape; /* for shape_parse_query */

struct add_user {
	const char  *email, *name, *language;
	uint64_t     customer_id; /* 0: the caller's customer, or the operator's staff */
	const char **roles;
	bool         all_warehouses;
	uint64_t    *warehouse_ids;
	size_t       n_roles, n_warehouse_ids;
};
extern const struct shape add_user_shape;

struct change_user {
	const char  *name, *language;
	bool         enabled, all_warehouses;
	const char **roles;
	uint64_t    *warehouse_ids;
	size_t       n_roles, n_warehouse_ids;
};
extern const struct shape change_user_shape;

/* A link for setting a password: shown once, kept as a hash. */
struct invitation {
	const char    *token;
	struct instant expires_at;
};
extern const struct shape invitation_shape;

struct role {
	uint64_t    id;
	const char *code, *name;
	bool        staff;
	const char *permissions; /* a JSON array of names */
	bool        givable;     /* by whoever asks */
};
extern const struct shape role_shape;

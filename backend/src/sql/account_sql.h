#pragma once
#include "base/ctx.h"

/* Customers and users as gwms-admin makes them. */
struct role_row {
	uint64_t id;
	bool     staff; /* for people of the warehouse operator, not of a customer */
};
MUST_CHECK bool account_sql_role(struct ctx *c, const char *code, struct role_row *out);
/* Problem when there is none of that code: not_found. */
MUST_CHECK bool account_sql_customer(struct ctx *c, const char *code, uint64_t *id);
MUST_CHECK bool account_sql_warehouse(struct ctx *c, const char *code, uint64_t *id);
/* Problem when the code (of a customer) or the address (of a user) is there already: name_taken. */
MUST_CHECK bool account_sql_add_customer(struct ctx *c, const char *code, const char *name, uint64_t *id);
MUST_CHECK bool account_sql_add_user(struct ctx *c, uint64_t customer_id, const char *email, const char *name,
	const char *password_hash, bool all_warehouses, uint64_t *id);
MUST_CHECK bool account_sql_add_role(struct ctx *c, uint64_t user_id, uint64_t role_id);
MUST_CHECK bool account_sql_add_warehouse(struct ctx *c, uint64_t user_id, uint64_t warehouse_id);

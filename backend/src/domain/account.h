#pragma once
#include "base/ctx.h"

/* Making customers and users from the command line, as a new installation needs them. */
struct new_user {
	const char  *email, *name;
	const char  *customer;   /* its code; NULL for the warehouse operator's staff */
	const char  *role;       /* its code */
	const char  *password;
	bool         all_warehouses;
	const char **warehouses; /* codes; staff alone */
	size_t       n_warehouses;
};

/* Problems: invalid, name_taken. */
MUST_CHECK bool account_add_customer(struct ctx *c, const char *code, const char *name);
/* Problems: invalid (all that is wrong), not_found (customer, role, warehouse), name_taken. Not inside
 * a transaction: it hashes a password. */
MUST_CHECK bool account_add_user(struct ctx *c, const struct new_user *in);

/* What is taken for a mail address. Problem: invalid on the field email. */
MUST_CHECK bool account_email_allow(struct ctx *c, const char *email);
/* As sign-in folds it. */
char           *account_email_folded(struct ctx *c, const char *email);

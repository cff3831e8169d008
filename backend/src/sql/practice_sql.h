#pragma once
#include "base/ctx.h"
#include "base/value.h"

/* Rows of practice data that depend on where the practice store answers and on this house's keys. */
struct practice_user {
	uint64_t    id;
	const char *password_hash;
};
struct practice_store {
	uint64_t    id, customer_id;
	const char *platform, *url, *credentials_key;
};

/* Rows of customers and users, practice or not. */
MUST_CHECK bool practice_sql_rows(struct ctx *c, uint64_t *n);
MUST_CHECK bool practice_sql_marked(struct ctx *c, bool *marked);
/* The marker that practice data is in, with the stores that came with it. Its INSERT makes a second
 * loader wait; problem busy when that one was faster. */
MUST_CHECK bool practice_sql_mark(struct ctx *c);
MUST_CHECK bool practice_sql_mark_stores(struct ctx *c);
/* Users of the reserved domain .test; NULL on failure. */
struct practice_user  *practice_sql_users(struct ctx *c, size_t *n);
struct practice_store *practice_sql_stores(struct ctx *c, size_t *n);
MUST_CHECK bool practice_sql_set_url(struct ctx *c, uint64_t store_id, const char *url);
MUST_CHECK bool practice_sql_set_credentials(struct ctx *c, uint64_t store_id, struct bytes sealed, const char *key_id);

#pragma once
#include "base/ctx.h"
#include "model/user.h"

/* Users, their rights and their sessions. Nothing here is bound to a customer: it is what says who
 * the customer is. */
MUST_CHECK bool user_sql_by_email(struct ctx *c, const char *email, struct user *out, bool *found);
MUST_CHECK bool user_sql_set_password(struct ctx *c, uint64_t user_id, const char *hash);
/* Names of permissions and roles, warehouses of a member of staff. */
const char **user_sql_permissions(struct ctx *c, uint64_t user_id, size_t *n);
const char **user_sql_roles(struct ctx *c, uint64_t user_id, size_t *n);
uint64_t    *user_sql_warehouses(struct ctx *c, uint64_t user_id, size_t *n);

MUST_CHECK bool session_sql_add(struct ctx *c, const char *id, uint64_t user_id, int64_t life_s);
/* The user of a session that is live: not ended, not expired, user and customer enabled. */
MUST_CHECK bool session_sql_user(struct ctx *c, const char *id, struct user *out, bool *found);
MUST_CHECK bool session_sql_end(struct ctx *c, const char *id, const char *reason);

/* Every live session of a user but `but` (may be NULL) ends, with its tokens. */
MUST_CHECK bool session_sql_end_all(struct ctx *c, uint64_t user_id, const char *but, const char *reason);

/* ---- managing users (user_page_sql.c). A customer's user sees the own customer's people; staff all of them, or with
 * `staff_only` the operator's own alone. */
MUST_CHECK bool user_sql_page(struct ctx *c, const struct user_filter *f, bool staff_only, struct user_row **rows, size_t *n,
	struct page_end *end);
/* Problem: not_found. */
MUST_CHECK bool user_sql_get(struct ctx *c, uint64_t id, bool staff_only, struct user_row *out);
/* Locks the user's row alone. Problem: not_found. */
MUST_CHECK bool user_sql_lock(struct ctx *c, uint64_t id);
/* Problem when the address is there already: name_taken. */
MUST_CHECK bool user_sql_add(struct ctx *c, uint64_t customer_id, const struct add_user *in, uint64_t *id);
/* Name, language, enabled and warehouses; raises the version, and with `ends_tokens` the version of the rights. */
MUST_CHECK bool user_sql_set(struct ctx *c, uint64_t id, const struct change_user *in, bool ends_tokens);
MUST_CHECK bool user_sql_set_roles(struct ctx *c, uint64_t id, const char *const *codes, size_t n);
MUST_CHECK bool user_sql_set_warehouses(struct ctx *c, uint64_t id, const uint64_t *ids, size_t n);
MUST_CHECK bool user_sql_warehouses_exist(struct ctx *c, const uint64_t *ids, size_t n, bool *all);
/* Makes whoever takes an administrator away on this side (a customer's, or the operator's own with 0) wait for the others
 * who do, then counts those who can still sign in and hold the permission, without this user. */
MUST_CHECK bool user_sql_lock_side(struct ctx *c, uint64_t customer_id);
MUST_CHECK bool user_sql_count_holders(struct ctx *c, uint64_t customer_id, const char *permission, uint64_t without, uint64_t *n);
struct role *user_sql_all_roles(struct ctx *c, size_t *n);

/* ---- links for setting a password */
struct invitation_row {
	uint64_t    user_id, customer_id;
	const char *email, *name;
};
/* The link that was good before for the same user no longer is. */
MUST_CHECK bool invitation_sql_add(struct ctx *c, struct bytes hash, uint64_t user_id, int64_t life_s, struct instant *expires_at);
/* One that is unused, not expired, and of somebody who may sign in. */
MUST_CHECK bool invitation_sql_find(struct ctx *c, struct bytes hash, struct invitation_row *out, bool *found);
/* *spent: it still was good. */
MUST_CHECK bool invitation_sql_spend(struct ctx *c, struct bytes hash, bool *spent);
MUST_CHECK bool invitation_sql_drop(struct ctx *c, uint64_t user_id);
/* The hash of one's own password. */
MUST_CHECK bool user_sql_password(struct ctx *c, uint64_t user_id, const char **hash);

struct refresh_row {
	const char    *session_id;
	struct bytes   next_hash;
	bool           spent, expired, fresh; /* fresh: spent within the last 10 s */
};
/* Locks the token's row for this transaction. */
MUST_CHECK bool refresh_sql_lock(struct ctx *c, struct bytes hash, struct refresh_row *out, bool *found);
MUST_CHECK bool refresh_sql_add(struct ctx *c, struct bytes hash, const char *session_id, int64_t idle_s);
MUST_CHECK bool refresh_sql_spend(struct ctx *c, struct bytes hash, struct bytes next_hash, uint64_t *matched);

/* Sign-in throttle: seconds still to wait for a scope, and counting a failure. */
MUST_CHECK bool throttle_sql_wait(struct ctx *c, const char *const *scopes, size_t n, uint64_t *wait_s);
/* The count within the window (the window starts anew when it is over). */
MUST_CHECK bool throttle_sql_count(struct ctx *c, const char *scope, int64_t window_s, uint64_t *failures);
MUST_CHECK bool throttle_sql_block(struct ctx *c, const char *scope, int64_t seconds);
MUST_CHECK bool throttle_sql_clear(struct ctx *c, const char *scope);

/* The audit trail (append-only): sign-ins, credentials, roles, exports. */
MUST_CHECK bool audit_sql_add(struct ctx *c, const char *action, const char *subject, const char *detail);

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

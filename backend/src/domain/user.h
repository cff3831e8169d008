#pragma once
#include "base/ctx.h"
#include "model/user.h"

/* Who works here and what they may do. A customer's administrator manages the customer's own people; whoever runs the system
 * manages everybody. Nobody gives more rights than they have, and nobody takes the last administrator away. What changes
 * holds within SESSION_SEEN_S for those who are signed in. */
enum { INVITATION_LIFE_S = 3600 };

MUST_CHECK bool user_page(struct ctx *c, const struct user_filter *f, struct user_row **rows, size_t *n, struct page_end *end);
/* Problem: not_found. */
MUST_CHECK bool user_get(struct ctx *c, uint64_t id, struct user_row *out);
/* Without a password yet: user_invite. Problems: invalid, forbidden, name_taken. */
MUST_CHECK bool user_add(struct ctx *c, const struct add_user *in, uint64_t *id);
/* What a change starts from. */
MUST_CHECK bool user_as_is(struct ctx *c, const struct user_row *u, struct change_user *out);
/* Problems: not_found, stale, forbidden, invalid (roles that cannot be given, oneself, the last administrator). */
MUST_CHECK bool user_change(struct ctx *c, uint64_t id, int64_t version, const struct change_user *in);
/* A link for setting a password; the one before no longer works. Problems: not_found, forbidden, invalid (switched off). */
MUST_CHECK bool user_invite(struct ctx *c, uint64_t id, struct invitation *out);
/* Those that somebody of the caller's can have, with who may give them. */
MUST_CHECK bool role_list(struct ctx *c, struct role **rows, size_t *n);

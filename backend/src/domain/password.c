#include "domain/password.h"

#include "lib/db.h"
#include "lib/secret.h"
#include "sql/user_sql.h"

#include <string.h>

enum { TOKEN_CHARS = 43, FREE_GUESSES = 5, GUESS_WINDOW_S = 3600, GUESS_WAIT_S = 60 };

static const struct field set_fields[] = {
	FIELD(struct set_password, token, "token", .flags = FIELD_REQUIRED | FIELD_SECRET, .min = 1, .max = 128),
	FIELD(struct set_password, password, "password", .flags = FIELD_REQUIRED | FIELD_SECRET, .min = PASSWORD_MIN, .max = PASSWORD_MAX),
	FIELD_END
};
const struct shape set_password_shape = SHAPE(struct set_password, set_fields);

static const struct field change_fields[] = {
	FIELD(struct change_password, current, "current", .flags = FIELD_REQUIRED | FIELD_SECRET, .min = 1, .max = PASSWORD_MAX),
	FIELD(struct change_password, password, "password", .flags = FIELD_REQUIRED | FIELD_SECRET, .min = PASSWORD_MIN, .max = PASSWORD_MAX),
	FIELD_END
};
const struct shape change_password_shape = SHAPE(struct change_password, change_fields);

/* ---- by a link ---------------------------------------------------------------------------------------- */

static bool link_refused(struct ctx *c)
{
	return problem_field(c, "token", "link_spent", "this link was used or is too old: ask for a new one");
}

static bool set(struct ctx *c, struct bytes link, const struct invitation_row *who, const char *hash)
{
	bool spent;

	return invitation_sql_spend(c, link, &spent) && (spent || link_refused(c))
	    && user_sql_set_password(c, who->user_id, hash)
	    && session_sql_end_all(c, who->user_id, NULL, "password_set")
	    && audit_sql_add(c, "password_set", who->email, NULL);
}

bool password_set(struct ctx *c, const struct set_password *in)
{
	struct bytes          link = sha256_of(c->arena, in->token);
	struct invitation_row who = { 0 };
	const char           *hash;
	bool                  found;

	if (!invitation_sql_find(c, link, &who, &found))
		return false;
	if (!found || strlen(in->token) != TOKEN_CHARS)
		return link_refused(c);
	c->actor = (struct actor){ .kind = who.customer_id ? ACTOR_USER : ACTOR_STAFF, .user_id = who.user_id,
		.customer_id = who.customer_id, .name = who.name };
	hash = password_hash(c->arena, in->password);
	return db_begin(c) && db_end(c, set(c, link, &who, hash));
}

/* ---- one's own ---------------------------------------------------------------------------------------- */

static bool wrong_guess(struct ctx *c, const char *scope)
{
	uint64_t failures;

	if (!db_begin(c)
	    || !db_end(c, throttle_sql_count(c, scope, GUESS_WINDOW_S, &failures)
			       && (failures <= FREE_GUESSES || throttle_sql_block(c, scope, GUESS_WAIT_S))))
		return false;
	return problem_field(c, "current", "wrong_password", "is not your password");
}

static bool change(struct ctx *c, const char *hash)
{
	return user_sql_set_password(c, c->actor.user_id, hash)
	    && session_sql_end_all(c, c->actor.user_id, c->actor.session, "password_changed")
	    && invitation_sql_drop(c, c->actor.user_id)
	    && audit_sql_add(c, "password_changed", c->actor.name, NULL);
}

bool password_change(struct ctx *c, const struct change_password *in)
{
	const char *scope = arena_printf(c->arena, "p:%llu", (unsigned long long)c->actor.user_id);
	const char *current, *hash;
	uint64_t    wait_s;

	if (!throttle_sql_wait(c, &scope, 1, &wait_s) || !user_sql_password(c, c->actor.user_id, &current))
		return false;
	if (wait_s) {
		c->problem.retry_after_s = (int)wait_s;
		return problem(c, PROBLEM_LOGIN_THROTTLED, "too many attempts: try again in %d seconds", (int)wait_s);
	}
	if (!*current || !password_fits(current, in->current))
		return wrong_guess(c, scope);
	hash = password_hash(c->arena, in->password);
	return throttle_sql_clear(c, scope) && db_begin(c) && db_end(c, change(c, hash));
}

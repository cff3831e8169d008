#include "domain/password.h"

#include "domain/common_passwords.h"
#include "lib/db.h"
#include "lib/secret.h"
#include "sql/user_sql.h"

#include <stdlib.h>
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

/* ---- which ---------------------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static bool is_listed(const char *text, size_t n)
{
	unsigned char hash[SHA256_BYTES];
	uint64_t      first = 0;

	sha256(text, n, hash);
	for (int i = 0; i < 8; i++)
		first = first << 8 | hash[i];
	return bsearch(&first, common_passwords, sizeof common_passwords / sizeof *common_passwords, sizeof first, compare) != NULL;
}

/* aaaaaaaaaa, abcabcabcabc: a few letters again and again. */
static bool is_repeated(const char *text, size_t n)
{
	for (size_t unit = 1; unit <= 4; unit++)
		if (n > unit && memcmp(text, text + unit, n - unit) == 0)
			return true;
	return false;
}

bool password_allow(struct ctx *c, const char *password)
{
	const size_t n = strlen(password);
	char        *folded = secret_alloc(c->arena, n + 1);

	for (size_t i = 0; i < n; i++)
		folded[i] = (char)(password[i] >= 'A' && password[i] <= 'Z' ? password[i] | 0x20 : password[i]);
	return (!is_repeated(folded, n) && !is_listed(folded, n))
	    || problem_field(c, "password", "too_common", "is one of those that are tried first: take another one");
}

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
	if (!password_allow(c, in->password))
		return false;
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
	if (!password_allow(c, in->password))
		return false;
	hash = password_hash(c->arena, in->password);
	return throttle_sql_clear(c, scope) && db_begin(c) && db_end(c, change(c, hash));
}

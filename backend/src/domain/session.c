/* Sessions. The only place where passwords and refresh tokens are judged. */
#include "domain/session.h"

#include "domain/api_key.h"
#include "domain/throttle.h"
#include "lib/db.h"
#include "lib/secret.h"
#include "lib/token.h"
#include "model/permission.h"
#include "sql/user_sql.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
	HOUR_S = 3600,
	IDLE_S = 12 * HOUR_S,
	LIFE_S = 7 * 24 * HOUR_S,
	STAFF_LIFE_S = 12 * HOUR_S,
};

static const struct field login_fields[] = {
	FIELD(struct login, email, "email", .flags = FIELD_REQUIRED | FIELD_PERSONAL | FIELD_TRIM, .min = 1, .max = 254),
	FIELD(struct login, password, "password", .flags = FIELD_REQUIRED | FIELD_SECRET, .min = 1, .max = 128),
	FIELD_END
};
const struct shape login_shape = SHAPE(struct login, login_fields);

/* ---- tokens --------------------------------------------------------------------------------- */

static const char *access_token(struct ctx *c, const struct token_keys *keys, const struct user *u, const char *sid)
{
	struct token_claims claims = {
		.user_id = u->id,
		.session = sid,
		.version = u->rights_version,
		.issued_at = (int64_t)time(NULL),
	};

	claims.expires_at = claims.issued_at + TOKEN_LIFE_S;
	return token_issue(c, keys, &claims);
}

static int64_t life_of(const struct user *u)
{
	return u->customer_id ? LIFE_S : STAFF_LIFE_S;
}

static void act_as(struct ctx *c, const struct user *u, const char *sid)
{
	c->actor = (struct actor){
		.kind = u->customer_id ? ACTOR_USER : ACTOR_STAFF,
		.user_id = u->id,
		.customer_id = u->customer_id,
		.name = u->name,
		.session = sid,
		.all_warehouses = u->all_warehouses,
	};
}

/* ---- login ---------------------------------------------------------------------------------- */

static bool open_session(struct ctx *c, const struct user *u, const char *sid, const char *refresh)
{
	return db_begin(c)
	    && db_end(c, session_sql_add(c, sid, u->id, life_of(u))
			     && refresh_sql_add(c, sha256_of(c->arena, refresh), sid, IDLE_S)
			     && audit_sql_add(c, "signed_in", u->email, NULL));
}

static char *folded(struct ctx *c, const char *email)
{
	char *out = arena_strdup(c->arena, email);

	for (char *p = out; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return out;
}

bool session_login(struct ctx *c, const struct token_keys *keys, const struct login *in, const char *address,
	struct signed_in *out)
{
	const char *email = folded(c, in->email);
	struct throttle t = throttle_of(c, "a", email, address ? address : "", true);
	struct user u = { 0 };
	const char *sid;
	bool found, good;

	if (!throttle_allow(c, &t) || !user_sql_by_email(c, email, &u, &found))
		return false;
	found = found && u.enabled && u.customer_enabled && u.password_hash && *u.password_hash;
	if (found) {
		good = password_fits(u.password_hash, in->password);
	} else {
		password_fits_nobody(in->password);
		good = false;
	}
	if (!good)
		return throttle_failed(c, &t)
		    && problem(c, PROBLEM_LOGIN_FAILED, "the account or the password is not right");
	if (password_wants_rehash(u.password_hash)
	    && !user_sql_set_password(c, u.id, password_hash(c->arena, in->password)))
		return false;
	sid = random_text(c->arena, 16);
	out->refresh_token = random_text(c->arena, 32);
	out->refresh_life_s = life_of(&u) < IDLE_S ? life_of(&u) : IDLE_S;
	act_as(c, &u, sid);
	out->access_token = access_token(c, keys, &u, sid);
	return out->access_token && throttle_passed(c, &t) && open_session(c, &u, sid, out->refresh_token);
}

/* ---- refresh -------------------------------------------------------------------------------- */

struct rotation {
	struct bytes     old_hash, new_hash;
	struct user      user;
	const char      *session;
	bool             raced, reused;
};

static bool rotate(struct ctx *c, void *arg)
{
	struct rotation *t = arg;
	struct refresh_row row = { 0 };
	uint64_t matched;
	bool found;

	t->raced = t->reused = false;
	if (!refresh_sql_lock(c, t->old_hash, &row, &found))
		return false;
	if (!found || row.expired)
		return problem(c, PROBLEM_TOKEN_INVALID, "sign in again");
	t->session = row.session_id;
	if (!session_sql_user(c, row.session_id, &t->user, &found))
		return false;
	if (!found)
		return problem(c, PROBLEM_TOKEN_INVALID, "sign in again");
	if (row.spent) {
		/* Two tabs may rotate at the same moment; later the token can only have been stolen. */
		t->raced = row.fresh;
		t->reused = !row.fresh;
		act_as(c, &t->user, row.session_id);
		return t->raced
		    || (session_sql_end(c, row.session_id, "refresh_reused") && audit_sql_add(c, "refresh_reused", row.session_id, NULL));
	}
	return refresh_sql_spend(c, t->old_hash, t->new_hash, &matched)
	    && (matched == 1 || problem(c, PROBLEM_TOKEN_INVALID, "sign in again"))
	    && refresh_sql_add(c, t->new_hash, row.session_id, IDLE_S);
}

bool session_refresh(struct ctx *c, const struct token_keys *keys, const char *refresh_token, struct signed_in *out)
{
	struct rotation t = { 0 };
	const char *next = random_text(c->arena, 32);

	if (!refresh_token || strlen(refresh_token) != 43)
		return problem(c, PROBLEM_TOKEN_INVALID, "sign in again");
	t.old_hash = sha256_of(c->arena, refresh_token);
	t.new_hash = sha256_of(c->arena, next);
	if (!db_again(c, rotate, &t))
		return false;
	if (t.reused)
		return problem(c, PROBLEM_TOKEN_INVALID, "sign in again");
	if (t.raced)
		return problem(c, PROBLEM_REFRESH_RACED, "another tab has just renewed the session");
	act_as(c, &t.user, t.session);
	out->refresh_token = next;
	out->refresh_life_s = IDLE_S;
	out->access_token = access_token(c, keys, &t.user, t.session);
	return out->access_token != NULL;
}

bool session_logout(struct ctx *c, const char *refresh_token)
{
	struct refresh_row row = { 0 };
	bool found;

	if (!refresh_token || strlen(refresh_token) != 43)
		return true;
	return db_begin(c)
	    && db_end(c, refresh_sql_lock(c, sha256_of(c->arena, refresh_token), &row, &found)
			     && (!found || session_sql_end(c, row.session_id, "signed_out")));
}

/* ---- who is asking -------------------------------------------------------------------------- */

enum { SEEN_SLOTS = 256 };

/* What a process knows of a session for a few seconds. Sessions share a slot by their id; the
 * newer one takes it. */
struct seen {
	char     session[23];
	int64_t  until_s;
	int64_t  version;
	uint64_t user_id, customer_id, permissions;
	bool     all_warehouses;
	char     name[101 * 4];
};
static struct seen seen[SEEN_SLOTS];

static int64_t monotonic_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static struct seen *slot_of(const char *session)
{
	uint32_t h = 2166136261u;

	for (const char *p = session; *p; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	return &seen[h % SEEN_SLOTS];
}

static uint64_t bits_of(const char *const *names, size_t n)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < n; i++)
		for (int p = PERM_SIGNED_IN + 1; p < PERMISSIONS; p++)
			if (strcmp(permission_names[p], names[i]) == 0)
				bits |= UINT64_C(1) << p;
	return bits;
}

static bool look(struct ctx *c, const char *session, struct seen *s)
{
	struct user u = { 0 };
	const char **permissions;
	size_t n;
	bool found;

	s->until_s = 0;
	if (!session_sql_user(c, session, &u, &found))
		return false;
	if (!found)
		return problem(c, PROBLEM_TOKEN_INVALID, "sign in again");
	permissions = user_sql_permissions(c, u.id, &n);
	if (!permissions)
		return false;
	*s = (struct seen){
		.until_s = monotonic_s() + SESSION_SEEN_S,
		.version = u.rights_version,
		.user_id = u.id,
		.customer_id = u.customer_id,
		.permissions = bits_of(permissions, n),
		.all_warehouses = u.all_warehouses,
	};
	snprintf(s->session, sizeof s->session, "%s", session);
	snprintf(s->name, sizeof s->name, "%s", u.name);
	return true;
}

/* Looked up each time, unlike the rest: whoever has just added a warehouse goes on to work in it. */
static bool warehouses_of(struct ctx *c)
{
	struct actor *a = &c->actor;

	if (a->kind != ACTOR_STAFF || a->all_warehouses)
		return true;
	a->warehouse_ids = user_sql_warehouses(c, a->user_id, &a->n_warehouse_ids);
	return a->warehouse_ids != NULL;
}

bool session_actor(struct ctx *c, const struct token_keys *keys, const char *token)
{
	struct token_claims claims;
	struct seen *s;

	if (!token_verify(c, keys, token, (int64_t)time(NULL), &claims))
		return false;
	if (api_key_is_session(claims.session))
		return api_key_actor(c, &claims);
	if (strlen(claims.session) != 22)
		return problem(c, PROBLEM_TOKEN_INVALID, "sign in again");
	s = slot_of(claims.session);
	if ((strcmp(s->session, claims.session) != 0 || s->until_s <= monotonic_s()) && !look(c, claims.session, s))
		return false;
	if (s->version != claims.version || s->user_id != claims.user_id)
		return problem(c, PROBLEM_TOKEN_INVALID, "sign in again");
	c->actor = (struct actor){
		.kind = s->customer_id ? ACTOR_USER : ACTOR_STAFF,
		.user_id = s->user_id,
		.customer_id = s->customer_id,
		.name = s->name,
		.session = s->session,
		.permissions = s->permissions | UINT64_C(1) << PERM_SIGNED_IN,
		.all_warehouses = s->all_warehouses,
	};
	return warehouses_of(c);
}

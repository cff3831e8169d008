#include "domain/consent.h"

#include "domain/store.h"
#include "lib/db.h"
#include "lib/secret.h"
#include "lib/store_url.h"
#include "sql/consent_sql.h"
#include "sql/store_sql.h"
#include "sql/user_sql.h"

#include <string.h>

enum { STATE_BYTES = 32, STATE_TEXT_MAX = 64, LIFE_S = 600, KEY_MAX = 255 };

static bool may_open(struct ctx *c, const char *origin, const char *allow_private, const struct store *s)
{
	if (strcmp(s->platform, "woocommerce") != 0)
		return problem(c, PROBLEM_ACTION_NOT_ALLOWED, "store %s has no consent screen: paste its keys", s->name);
	if (s->status == STORE_DISABLED)
		return problem(c, PROBLEM_STORE_DISABLED, "store %s is disabled", s->name);
	if (strncmp(origin, "https:", 6) != 0 && !store_url_is_private(s->url, allow_private))
		return problem(c, PROBLEM_ACTION_NOT_ALLOWED,
			"a shop sends its keys over https alone, and this page is at %s: paste the keys instead", origin);
	return true;
}

static bool add(struct ctx *c, const char *origin, const char *allow_private, uint64_t store_id, const char *state, struct store *s)
{
	memset(s, 0, sizeof *s);
	return store_sql_lock(c, store_id, s)
	    && may_open(c, origin, allow_private, s)
	    && consent_sql_add(c, s, sha256_of(c->arena, state), c->actor.session, LIFE_S)
	    && audit_sql_add(c, "store_consent_asked", s->name, NULL);
}

bool consent_open(struct ctx *c, const char *origin, const char *allow_private, uint64_t store_id, struct consent_url *out)
{
	const char *state = random_text(c->arena, STATE_BYTES);
	struct store s;

	if (!db_begin(c) || !db_end(c, add(c, origin, allow_private, store_id, state, &s)))
		return false;
	/* What the person comes back to has a query of its own, so its ?, = and & are written as %XX. */
	out->url = arena_printf(c->arena, "%s/wc-auth/v1/authorize?app_name=GWMS&scope=read_write&user_id=%s"
					  "&return_url=%s/stores%%3Fstore%%3D%llu%%26consent%%3Ddone&callback_url=%s/hooks/woocommerce/consent",
		s.url, state, origin, (unsigned long long)s.id, origin);
	return true;
}

bool consent_get(struct ctx *c, uint64_t store_id, struct consent *out)
{
	struct store s = { 0 };

	return store_sql_get(c, store_id, &s) && consent_sql_latest(c, store_id, out);
}

static bool unknown(struct ctx *c)
{
	return problem(c, PROBLEM_TOKEN_INVALID, "nobody here waits for these keys");
}

/* From here on it is done in the name of whoever opened the screen, if they still are signed in. */
static bool act_for(struct ctx *c, const struct consent_row *row)
{
	struct user u = { 0 };
	bool found;

	if (!session_sql_user(c, row->session_id, &u, &found))
		return false;
	if (!found)
		return unknown(c);
	c->actor = (struct actor){ .kind = u.customer_id ? ACTOR_USER : ACTOR_STAFF, .user_id = u.id, .customer_id = u.customer_id, .name = u.name };
	return true;
}

static bool take(struct ctx *c, const struct seal_public *seal, const struct consent_keys *in)
{
	const struct credentials keys = { .consumer_key = in->consumer_key, .consumer_secret = in->consumer_secret };
	struct consent_row row = { 0 };
	bool found;

	if (!consent_sql_spend(c, sha256_of(c->arena, in->state), &row, &found))
		return false;
	return found ? act_for(c, &row) && store_grant(c, seal, row.store_id, &keys) : unknown(c);
}

static bool good_key(const char *key)
{
	return key && *key && strlen(key) <= KEY_MAX;
}

bool consent_take(struct ctx *c, const struct seal_public *seal, const struct consent_keys *in)
{
	if (!in->state || !*in->state || strlen(in->state) > STATE_TEXT_MAX)
		return unknown(c);
	if (!good_key(in->consumer_key) || !good_key(in->consumer_secret))
		return problem_field(c, "consumer_key", "required", "a key and its secret are needed");
	return db_begin(c) && db_end(c, take(c, seal, in));
}

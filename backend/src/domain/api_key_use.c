/* What a partner's tool does with its key: gets a token for it, and asks with that. */
#include "domain/api_key.h"

#include "base/address.h"
#include "domain/session.h"
#include "domain/throttle.h"
#include "lib/json.h"
#include "lib/secret.h"
#include "model/permission.h"
#include "sql/api_key_sql.h"
#include "sql/user_sql.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

const struct rate_limit api_key_rate = { .interval_us = 100 * 1000, .burst = 20 };

static const char prefix[] = "gwms_", session_mark[] = "key:";
enum { MARK = sizeof session_mark - 1, ADDRESSES_BYTES = 2000 };

static bool refuse(struct ctx *c, const char *why)
{
	return problem(c, PROBLEM_TOKEN_INVALID, "the key is not known, has expired, was revoked, or is not meant for your address")
	    || problem_cause(c, "%s", why);
}

static bool addresses_allow(struct ctx *c, const char *addresses, const char *address)
{
	const struct json *j = json_parse(c, addresses, strlen(addresses), &json_request);

	if (!j || json_count(j) == 0)
		return j != NULL;
	for (const struct json *e = json_first(j); e; e = json_next(e))
		if (address && address_in_range(address, json_text(e)))
			return true;
	return false;
}

/* ---- a token for a key -------------------------------------------------------------------------------- */

/* The part that names the key, when the whole has its form. */
static const char *key_id_of(struct ctx *c, const char *key)
{
	const size_t head = sizeof prefix - 1;

	if (strlen(key) != API_KEY_CHARS || strncmp(key, prefix, head) != 0 || key[head + API_KEY_ID_CHARS] != '_')
		return NULL;
	return arena_strndup(c->arena, key + head, API_KEY_ID_CHARS);
}

/* Why the key opens nothing; NULL when it does. */
static const char *judge(struct ctx *c, const struct api_key *k, bool found, const char *key, const char *address)
{
	static const unsigned char nobody[SHA256_BYTES];
	const struct bytes hash = sha256_of(c->arena, key);
	const bool fits = same_bytes(found && k->secret_hash.len == SHA256_BYTES ? k->secret_hash.data : nobody, hash.data, SHA256_BYTES);

	if (!found || !fits)
		return "no such key";
	if (k->state != API_KEY_ACTIVE || k->left_s < 1)
		return api_key_state_names[k->state];
	return addresses_allow(c, k->addresses, address) ? NULL : "not from this address";
}

static void act_as(struct ctx *c, const struct api_key *k)
{
	c->actor = (struct actor){ .kind = ACTOR_PARTNER, .key_id = k->id, .customer_id = k->customer_id, .name = k->name };
}

static bool note_use(struct ctx *c, const struct api_key *k, const char *address)
{
	return db_begin(c)
	    && db_end(c, api_key_sql_used(c, k->id, address) && audit_sql_add(c, "key_used", k->name, arena_printf(c->arena, "%s from %s", k->prefix, address)));
}

bool api_key_exchange(struct ctx *c, const struct token_keys *keys, const char *key, const char *address, struct exchanged *out)
{
	const char *key_id = key_id_of(c, key), *from = address ? address : "", *why;
	/* By place alone, never by the key over all places: 32 random bytes cannot be guessed, and nobody who knows a key's
	 * name shall be able to keep its owner out. */
	struct throttle t = throttle_of(c, "k", key_id ? key_id : "", from, false);
	struct token_claims claims = { .issued_at = (int64_t)time(NULL) };
	struct api_key k = { 0 };
	bool found = false;

	if (!throttle_allow(c, &t) || (key_id && !api_key_sql_find(c, key_id, &k, &found)))
		return false;
	why = judge(c, &k, found, key, from);
	if (why)
		return throttle_failed(c, &t) && refuse(c, why);
	act_as(c, &k);
	out->expires_in_s = k.left_s < TOKEN_LIFE_S ? k.left_s : TOKEN_LIFE_S;
	claims.user_id = k.id;
	claims.session = arena_printf(c->arena, "%s%s", session_mark, key_id);
	claims.version = k.rights_version;
	claims.expires_at = claims.issued_at + out->expires_in_s;
	out->access_token = token_issue(c, keys, &claims);
	return out->access_token && throttle_passed(c, &t) && note_use(c, &k, from);
}

/* ---- asking with it ------------------------------------------------------------------------------------ */

enum { SEEN_SLOTS = 64 };

/* What a process knows of a key for a few seconds. */
struct seen_key {
	char     key_id[API_KEY_ID_CHARS + 1];
	int64_t  until_s, version;
	uint64_t id, customer_id, permissions;
	char     name[API_KEY_NAME_MAX * 4 + 1];
	char     addresses[ADDRESSES_BYTES];
	/* Requests that were let through and not written down yet. */
	int64_t  owed, owed_since_us, left, left_at_us;
};
static struct seen_key seen[SEEN_SLOTS];

static int64_t monotonic_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static int64_t monotonic_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static struct seen_key *slot_of(const char *key_id)
{
	uint32_t h = 2166136261u;

	for (const char *p = key_id; *p; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	return &seen[h % SEEN_SLOTS];
}

static bool look(struct ctx *c, const char *key_id, struct seen_key *s)
{
	const bool same = strcmp(s->key_id, key_id) == 0;
	const struct seen_key before = *s;
	struct api_key k = { 0 };
	bool found;

	s->until_s = 0;
	if (!api_key_sql_find(c, key_id, &k, &found))
		return false;
	if (!found || k.state != API_KEY_ACTIVE || strlen(k.addresses) >= sizeof s->addresses)
		return refuse(c, found ? api_key_state_names[k.state] : "no such key");
	*s = (struct seen_key){
		.until_s = monotonic_s() + (k.left_s < SESSION_SEEN_S ? k.left_s : SESSION_SEEN_S),
		.version = k.rights_version,
		.id = k.id,
		.customer_id = k.customer_id,
		.permissions = permission_bits(k.scopes) & permission_bits(k.maker_permissions),
		.owed = same ? before.owed : 0,
		.owed_since_us = same ? before.owed_since_us : 0,
		.left = same ? before.left : 0,
		.left_at_us = same ? before.left_at_us : 0,
	};
	snprintf(s->key_id, sizeof s->key_id, "%s", key_id);
	snprintf(s->name, sizeof s->name, "%s", k.name);
	snprintf(s->addresses, sizeof s->addresses, "%s", k.addresses);
	return true;
}

bool api_key_is_session(const char *session)
{
	return strncmp(session, session_mark, MARK) == 0;
}

bool api_key_actor(struct ctx *c, const struct token_claims *claims)
{
	const char *key_id = claims->session + MARK;
	struct seen_key *s;

	if (strlen(key_id) != API_KEY_ID_CHARS)
		return refuse(c, "the token names no key");
	s = slot_of(key_id);
	if ((strcmp(s->key_id, key_id) != 0 || s->until_s <= monotonic_s()) && !look(c, key_id, s))
		return false;
	if (s->version != claims->version || s->id != claims->user_id)
		return refuse(c, "the key was changed since");
	c->actor = (struct actor){
		.kind = ACTOR_PARTNER,
		.key_id = s->id,
		.customer_id = s->customer_id,
		.name = s->name,
		.session = s->key_id,
		.permissions = s->permissions | UINT64_C(1) << PERM_SIGNED_IN,
	};
	return true;
}

/* A durable write for each request would cost more than most requests do. So each process lets OWED_MAX through on its
 * own and takes them from the common allowance together with the next one; what is older than a whole refill is paid
 * for by time and never written. Whoever asks seldom costs nothing, whoever asks often a third; together the processes
 * may let through OWED_MAX each above the burst, and in the long run not one above the rate. */
enum { OWED_MAX = 2 };

static bool admit(struct ctx *c, struct seen_key *s, struct rate *rate)
{
	const struct rate_limit *l = &api_key_rate;
	const int64_t now = monotonic_us(), refill_us = l->burst * l->interval_us;
	int64_t left;

	if (now - s->owed_since_us > refill_us)
		s->owed = 0;
	if (s->owed == 0)
		s->owed_since_us = now;
	if (s->owed < OWED_MAX) {
		s->owed++;
		left = now - s->left_at_us > refill_us ? l->burst : s->left + (now - s->left_at_us) / l->interval_us;
		left = (left < l->burst ? left : l->burst) - s->owed;
		*rate = (struct rate){ .allowed = true, .left = left > 0 ? left : 0 };
		return true;
	}
	if (!rate_sql_take(c, arena_printf(c->arena, "key:%llu", (unsigned long long)s->id), l, s->owed + 1, rate))
		return false;
	s->left = rate->left;
	s->left_at_us = now;
	if (rate->allowed)
		s->owed = 0;
	else
		s->owed_since_us = now; /* still owed, however long it is tried */
	return true;
}

bool api_key_admit(struct ctx *c, const char *address, struct rate *rate)
{
	struct seen_key *s = slot_of(c->actor.session);

	if (!addresses_allow(c, s->addresses, address))
		return refuse(c, "not from this address");
	if (!admit(c, s, rate))
		return false;
	if (rate->allowed)
		return true;
	c->problem.retry_after_s = (int)((rate->wait_us + 999999) / 1000000);
	return problem(c, PROBLEM_RATE_LIMITED, "this key may ask %d times a second, and %d times at once", (int)(1000000 / api_key_rate.interval_us),
		(int)api_key_rate.burst);
}

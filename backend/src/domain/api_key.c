/* Managing partners' keys; using them is in api_key_use.c. */
#include "domain/api_key.h"

#include "base/address.h"
#include "domain/staff.h"
#include "lib/secret.h"
#include "sql/api_key_sql.h"
#include "sql/user_sql.h"

#include <string.h>

enum { LIVE_OF_A_NAME = 2, LIVE_IN_ALL = 50, SECRET_BYTES = 32, DAY_S = 86400 };

/* A key that could make users or keys would outlive its own revocation. */
#define NEVER_A_KEYS (UINT64_C(1) << PERM_USER_MANAGE | UINT64_C(1) << PERM_KEY_MANAGE | UINT64_C(1) << PERM_SYSTEM_MANAGE)

static const char *names_json(struct ctx *c, uint64_t bits)
{
	struct buf b = buf_new(c->arena, 256);

	buf_putc(&b, '[');
	for (int p = PERM_SIGNED_IN + 1; p < PERMISSIONS; p++)
		if (bits & UINT64_C(1) << p) {
			if (b.len > 1)
				buf_putc(&b, ',');
			buf_json(&b, permission_names[p]);
		}
	buf_putc(&b, ']');
	return b.text;
}

static const char *texts_json(struct ctx *c, const char *const *texts, size_t n)
{
	struct buf b = buf_new(c->arena, 256);

	buf_putc(&b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(&b, ',');
		buf_json(&b, texts[i]);
	}
	buf_putc(&b, ']');
	return b.text;
}

static void add_works(struct ctx *c, struct api_key *k)
{
	k->works = names_json(c, permission_bits(k->scopes) & permission_bits(k->maker_permissions));
}

bool api_key_page(struct ctx *c, const struct api_key_filter *f, struct api_key **rows, size_t *n, struct page_end *end)
{
	struct api_key_filter read = *f;

	if (!page_read(c, &read.page) || !api_key_sql_page(c, &read, rows, n, end))
		return false;
	for (size_t i = 0; i < *n; i++)
		add_works(c, &(*rows)[i]);
	return true;
}

bool api_key_get(struct ctx *c, uint64_t id, struct api_key *out)
{
	memset(out, 0, sizeof *out);
	if (!api_key_sql_get(c, id, out))
		return false;
	add_works(c, out);
	return true;
}

/* ---- what may be given ------------------------------------------------------------------------------ */

static bool scopes_good(struct ctx *c, const char *const *names, size_t n, uint64_t *bits)
{
	bool good = true;

	*bits = 0;
	for (size_t i = 0; i < n; i++) {
		const char *field = arena_printf(c->arena, "scopes[%zu]", i);
		uint64_t bit = 0;

		for (int p = PERM_SIGNED_IN + 1; p < PERMISSIONS; p++)
			if (strcmp(permission_names[p], names[i]) == 0)
				bit = UINT64_C(1) << p;
		if (!bit)
			good = problem_field(c, field, "not_a_choice", "there is no permission %.32s", names[i]);
		else if (bit & NEVER_A_KEYS)
			good = problem_field(c, field, "not_for_keys", "a key cannot have the permission %s", names[i]);
		else if (!(bit & c->actor.permissions))
			good = problem_field(c, field, "not_yours_to_give", "you do not have the permission %s", names[i]);
		*bits |= bit;
	}
	return good;
}

static bool addresses_good(struct ctx *c, const char *const *ranges, size_t n)
{
	bool good = true;

	for (size_t i = 0; i < n; i++)
		if (!address_range_good(ranges[i]))
			good = problem_field(c, arena_printf(c->arena, "addresses[%zu]", i), "not_an_address",
				"must be an address or a range, such as 203.0.113.7 or 203.0.113.0/24");
	return good;
}

static bool expiry_good(struct ctx *c, struct instant at)
{
	struct instant now = instant_now();

	if (!at.us)
		return true;
	if (at.us <= now.us)
		return problem_field(c, "expiresAt", "in_past", "must be in the future");
	return at.us <= instant_plus_s(now, API_KEY_DAYS_MAX * DAY_S).us
	    || problem_field(c, "expiresAt", "out_of_range", "a key is good for %d days at most", API_KEY_DAYS_MAX);
}

/* Two of a name, so that a tool can go over from one to the other. */
static bool name_free(struct ctx *c, uint64_t customer_id, const char *name, uint64_t but)
{
	uint64_t n;

	if (!api_key_sql_count_live(c, customer_id, name, but, &n))
		return false;
	return n < LIVE_OF_A_NAME
	    || problem_field(c, "name", "two_already", "%d keys named %s are in use: revoke one of them first", LIVE_OF_A_NAME, name);
}

/* ---- making ----------------------------------------------------------------------------------------- */

static char *new_key_id(struct ctx *c)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	char *id = arena_alloc(c->arena, API_KEY_ID_CHARS + 1);

	for (int i = 0; i < API_KEY_ID_CHARS; i++)
		id[i] = letters[random_below(sizeof letters - 1)];
	id[API_KEY_ID_CHARS] = '\0';
	return id;
}

static bool insert(struct ctx *c, const struct api_key *k, const char *key_id, uint64_t *id)
{
	uint64_t n;

	return user_sql_lock_side(c, k->customer_id)
	    && api_key_sql_count_live(c, k->customer_id, NULL, 0, &n)
	    && (n < LIVE_IN_ALL || problem(c, PROBLEM_QUEUE_FULL, "%d keys are in use: revoke some of them first", LIVE_IN_ALL))
	    && name_free(c, k->customer_id, k->name, 0)
	    && api_key_sql_add(c, k, key_id, API_KEY_DAYS, id)
	    && audit_sql_add(c, "key_added", k->name, arena_printf(c->arena, "gwms_%s %s", key_id, k->scopes));
}

bool api_key_add(struct ctx *c, const struct add_api_key *in, uint64_t *id, const char **key)
{
	const char *key_id = new_key_id(c);
	struct api_key k = { .customer_id = c->actor.customer_id, .name = in->name, .expires_at = in->expires_at };
	uint64_t bits;
	bool good = scopes_good(c, in->scopes, in->n_scopes, &bits);

	good = addresses_good(c, in->addresses, in->n_addresses) && good;
	if (!(expiry_good(c, in->expires_at) && good))
		return false;
	if (!k.customer_id)
		return problem(c, PROBLEM_FORBIDDEN, "a key belongs to a customer: an administrator of the customer makes it");
	*key = arena_printf(c->arena, "gwms_%s_%s", key_id, random_text(c->arena, SECRET_BYTES));
	k.secret_hash = sha256_of(c->arena, *key);
	k.scopes = names_json(c, bits);
	k.addresses = texts_json(c, in->addresses, in->n_addresses);
	return db_begin(c) && db_end(c, insert(c, &k, key_id, id));
}

/* ---- changing --------------------------------------------------------------------------------------- */

static bool change(struct ctx *c, uint64_t id, int64_t version, const struct change_api_key *in)
{
	struct api_key k = { 0 };
	uint64_t bits;
	bool good = true;
	const char *name, *scopes, *addresses;

	if (!api_key_sql_lock(c, id) || !api_key_get(c, id, &k) || !version_allow(c, version, k.version, arena_printf(c->arena, "key %s", k.name)))
		return false;
	if (k.state == API_KEY_REVOKED || k.state == API_KEY_EXPIRED)
		return problem(c, PROBLEM_ACTION_NOT_ALLOWED, "key %s is %s", k.name, api_key_state_names[k.state]);
	if (in->scopes)
		good = scopes_good(c, in->scopes, in->n_scopes, &bits);
	if (in->addresses)
		good = addresses_good(c, in->addresses, in->n_addresses) && good;
	if (!good)
		return false;
	name = in->name ? in->name : k.name;
	scopes = in->scopes ? names_json(c, bits) : k.scopes;
	addresses = in->addresses ? texts_json(c, in->addresses, in->n_addresses) : k.addresses;
	return user_sql_lock_side(c, k.customer_id)
	    && name_free(c, k.customer_id, name, id)
	    && api_key_sql_set(c, id, name, scopes, addresses, in->scopes || in->addresses)
	    && audit_sql_add(c, "key_changed", name, arena_printf(c->arena, "%s %s %s", k.prefix, scopes, addresses));
}

bool api_key_change(struct ctx *c, uint64_t id, int64_t version, const struct change_api_key *in)
{
	return db_begin(c) && db_end(c, change(c, id, version, in));
}

static bool revoke(struct ctx *c, uint64_t id)
{
	struct api_key k = { 0 };

	if (!api_key_sql_lock(c, id) || !api_key_sql_get(c, id, &k))
		return false;
	return k.state == API_KEY_REVOKED || (api_key_sql_revoke(c, id) && audit_sql_add(c, "key_revoked", k.name, k.prefix));
}

bool api_key_revoke(struct ctx *c, uint64_t id)
{
	return db_begin(c) && db_end(c, revoke(c, id));
}

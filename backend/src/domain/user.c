#include "domain/user.h"

#include "domain/account.h"
#include "domain/staff.h"
#include "lib/db.h"
#include "lib/secret.h"
#include "sql/account_sql.h"
#include "sql/customer_sql.h"
#include "sql/user_sql.h"

#include <string.h>

/* Whoever runs the system gives whatever there is to give, also what they do not do themselves. */
static bool runs_system(const struct ctx *c)
{
	return c->actor.kind == ACTOR_STAFF && may(c, PERM_SYSTEM_MANAGE);
}

static bool staff_only(const struct ctx *c)
{
	return c->actor.kind == ACTOR_STAFF && !runs_system(c);
}

static bool holds_all(const struct ctx *c, const char *permissions)
{
	return runs_system(c) || !(permission_bits(permissions) & ~c->actor.permissions);
}

static bool is_mine(const struct ctx *c, uint64_t warehouse_id)
{
	if (c->actor.all_warehouses)
		return true;
	for (size_t i = 0; i < c->actor.n_warehouse_ids; i++)
		if (c->actor.warehouse_ids[i] == warehouse_id)
			return true;
	return false;
}

bool user_page(struct ctx *c, const struct user_filter *f, struct user_row **rows, size_t *n, struct page_end *end)
{
	struct user_filter read = *f;

	*rows = NULL;
	*n = 0;
	if (!page_read(c, &read.page) || !user_sql_page(c, &read, staff_only(c), rows, n, end))
		return false;
	for (size_t i = 0; i < *n; i++)
		(*rows)[i].editable = holds_all(c, (*rows)[i].permissions);
	return true;
}

bool user_get(struct ctx *c, uint64_t id, struct user_row *out)
{
	memset(out, 0, sizeof *out);
	if (!user_sql_get(c, id, staff_only(c), out))
		return false;
	out->editable = holds_all(c, out->permissions);
	return true;
}

bool role_list(struct ctx *c, struct role **rows, size_t *n)
{
	size_t kept = 0;

	*rows = user_sql_all_roles(c, n);
	if (!*rows)
		return false;
	for (size_t i = 0; i < *n; i++) {
		struct role r = (*rows)[i];

		if (c->actor.kind != ACTOR_STAFF && r.staff)
			continue;
		r.givable = holds_all(c, r.permissions) && (r.staff || !staff_only(c));
		(*rows)[kept++] = r;
	}
	*n = kept;
	return true;
}

/* ---- what may be given ---------------------------------------------------------------------------- */

static const struct role *role_of(const struct role *roles, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(roles[i].code, code) == 0)
			return &roles[i];
	return NULL;
}

/* A customer's role with a customer, a staff role without: nobody is both or neither. */
static bool roles_good(struct ctx *c, bool staff, const char *const *codes, size_t n_codes)
{
	struct role *roles;
	size_t       n;
	bool         good = true;

	if (!role_list(c, &roles, &n))
		return false;
	for (size_t i = 0; i < n_codes; i++) {
		const struct role *r = role_of(roles, n, codes[i]);

		if (!r)
			good = problem_field(c, "roles", "not_a_choice", "there is no role %s", codes[i]);
		else if (r->staff != staff)
			good = problem_field(c, "roles", "wrong_side", r->staff ? "the role %s is for warehouse staff" : "the role %s is for a customer's people",
				codes[i]);
		else if (!r->givable)
			good = problem_field(c, "roles", "not_yours_to_give", "the role %s may do more than you may", codes[i]);
	}
	return good;
}

static bool warehouses_good(struct ctx *c, bool staff, bool all, const uint64_t *ids, size_t n)
{
	bool there;

	if (!staff)
		return (!n && !all) || problem_field(c, "warehouseIds", "wrong_side", "only warehouse staff belong to warehouses");
	if (!user_sql_warehouses_exist(c, ids, n, &there))
		return false;
	if (!there)
		return problem_field(c, "warehouseIds", "unknown", "names a warehouse that is not there, or one twice");
	if (runs_system(c))
		return true;
	if (all && !c->actor.all_warehouses)
		return problem_field(c, "allWarehouses", "not_yours_to_give", "you do not work for all warehouses");
	for (size_t i = 0; i < n; i++)
		if (!is_mine(c, ids[i]))
			return problem_field(c, "warehouseIds", "not_yours_to_give", "names a warehouse that you do not work for");
	return true;
}

static bool language_good(struct ctx *c, const char *language)
{
	return strcmp(language, "en") == 0 || strcmp(language, "zh-CN") == 0
	    || problem_field(c, "language", "not_a_choice", "must be en or zh-CN");
}

/* ---- adding ------------------------------------------------------------------------------------------ */

/* Whose the new one is. */
static bool customer_of(struct ctx *c, uint64_t asked, uint64_t *out)
{
	struct customer k = { 0 };

	if (c->actor.kind != ACTOR_STAFF) {
		*out = c->actor.customer_id;
		return !asked || asked == *out || problem_field(c, "customerId", "unknown", "there is no such customer");
	}
	*out = asked;
	if (!asked)
		return true;
	if (!runs_system(c))
		return problem(c, PROBLEM_FORBIDDEN, "only who runs the system adds customers' users");
	if (customer_sql_get(c, asked, &k))
		return true;
	if (!problem_is(c, PROBLEM_NOT_FOUND))
		return false;
	problem_clear(c);
	return problem_field(c, "customerId", "unknown", "there is no such customer");
}

static bool add(struct ctx *c, const struct add_user *in, uint64_t customer_id, uint64_t *id)
{
	const char *roles = in->roles[0];

	for (size_t i = 1; i < in->n_roles; i++)
		roles = arena_printf(c->arena, "%s, %s", roles, in->roles[i]);
	return user_sql_add(c, customer_id, in, id)
	    && user_sql_set_roles(c, *id, in->roles, in->n_roles)
	    && user_sql_set_warehouses(c, *id, in->warehouse_ids, in->n_warehouse_ids)
	    && audit_sql_add(c, "user_added", in->email, roles);
}

bool user_add(struct ctx *c, const struct add_user *in, uint64_t *id)
{
	struct add_user a = *in;
	uint64_t        customer_id;
	bool            good;

	a.email = account_email_folded(c, in->email);
	if (!a.language)
		a.language = "en";
	if (!customer_of(c, in->customer_id, &customer_id))
		return false;
	good = account_email_allow(c, a.email); /* all that is wrong is said at once */
	good = language_good(c, a.language) && good;
	good = roles_good(c, !customer_id, a.roles, a.n_roles) && good;
	good = warehouses_good(c, !customer_id, a.all_warehouses, a.warehouse_ids, a.n_warehouse_ids) && good;
	return good && db_begin(c) && db_end(c, add(c, &a, customer_id, id));
}

/* ---- changing ---------------------------------------------------------------------------------------- */

bool user_as_is(struct ctx *c, const struct user_row *u, struct change_user *out)
{
	*out = (struct change_user){
		.name = u->name, .language = u->language, .enabled = u->enabled, .all_warehouses = u->all_warehouses,
	};
	out->roles = user_sql_roles(c, u->id, &out->n_roles);
	out->warehouse_ids = out->roles ? user_sql_warehouses(c, u->id, &out->n_warehouse_ids) : NULL;
	return out->warehouse_ids != NULL;
}

static bool has_text(const char *const *list, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], text) == 0)
			return true;
	return false;
}

static bool same_roles(const struct change_user *a, const struct change_user *b)
{
	bool same = true;

	for (size_t i = 0; i < a->n_roles; i++)
		same = same && has_text(b->roles, b->n_roles, a->roles[i]);
	for (size_t i = 0; i < b->n_roles; i++)
		same = same && has_text(a->roles, a->n_roles, b->roles[i]);
	return same;
}

static bool has_id(const uint64_t *list, size_t n, uint64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == id)
			return true;
	return false;
}

static bool same_warehouses(const struct change_user *a, const struct change_user *b)
{
	bool same = a->n_warehouse_ids == b->n_warehouse_ids && a->all_warehouses == b->all_warehouses;

	for (size_t i = 0; same && i < a->n_warehouse_ids; i++)
		same = has_id(b->warehouse_ids, b->n_warehouse_ids, a->warehouse_ids[i]);
	return same;
}

/* The permission without which nobody could manage this side any more. */
static enum permission keeper_of(const struct user_row *u)
{
	return u->customer_id ? PERM_USER_MANAGE : PERM_SYSTEM_MANAGE;
}

static bool still_keeps(struct ctx *c, const struct user_row *u, const struct change_user *in, bool *keeps)
{
	struct role *roles;
	size_t       n;

	*keeps = false;
	roles = user_sql_all_roles(c, &n);
	for (size_t i = 0; roles && i < n; i++)
		*keeps = *keeps || (in->enabled && has_text(in->roles, in->n_roles, roles[i].code)
				    && permission_bits(roles[i].permissions) & UINT64_C(1) << keeper_of(u));
	return roles != NULL;
}

/* Somebody who keeps this side going may go only while another one stays. */
static bool not_the_last(struct ctx *c, const struct user_row *u, const struct change_user *in)
{
	bool     keeps;
	uint64_t others;

	if (!u->enabled || !(permission_bits(u->permissions) & UINT64_C(1) << keeper_of(u)))
		return true;
	if (!still_keeps(c, u, in, &keeps))
		return false;
	if (keeps)
		return true;
	return user_sql_lock_side(c, u->customer_id)
	    && user_sql_count_holders(c, u->customer_id, permission_names[keeper_of(u)], u->id, &others)
	    && (others || problem_field(c, in->enabled ? "roles" : "enabled", "last_administrator", "%s is the last administrator", u->name));
}

static bool not_oneself(struct ctx *c, const struct user_row *u, const struct change_user *in, bool roles_differ)
{
	if (u->id != c->actor.user_id)
		return true;
	if (!in->enabled)
		return problem_field(c, "enabled", "own_account", "nobody switches their own account off");
	return !roles_differ || problem_field(c, "roles", "own_account", "nobody changes their own roles");
}

static bool audit_change(struct ctx *c, const struct user_row *u, const struct change_user *in, bool roles_differ, bool places_differ)
{
	const char *roles = in->n_roles ? in->roles[0] : "";

	for (size_t i = 1; i < in->n_roles; i++)
		roles = arena_printf(c->arena, "%s, %s", roles, in->roles[i]);
	return (!roles_differ || audit_sql_add(c, "user_roles_changed", u->email, arena_printf(c->arena, "%s → %s", u->roles, roles)))
	    && (!places_differ || audit_sql_add(c, "user_warehouses_changed", u->email, NULL))
	    && (u->enabled == in->enabled || audit_sql_add(c, in->enabled ? "user_enabled" : "user_disabled", u->email, NULL));
}

static bool change(struct ctx *c, uint64_t id, int64_t version, const struct change_user *in)
{
	struct user_row    u;
	struct change_user was;
	bool               roles_differ, places_differ, good;

	if (!user_sql_lock(c, id) || !user_get(c, id, &u)
	    || !version_allow(c, version, u.version, arena_printf(c->arena, "user %s", u.name)) || !user_as_is(c, &u, &was))
		return false;
	if (!u.editable)
		return problem(c, PROBLEM_FORBIDDEN, "%s may do more than you may", u.name);
	roles_differ = !same_roles(&was, in);
	places_differ = !same_warehouses(&was, in);
	good = language_good(c, in->language);
	good = (!roles_differ || roles_good(c, !u.customer_id, in->roles, in->n_roles)) && good;
	good = (!places_differ || warehouses_good(c, !u.customer_id, in->all_warehouses, in->warehouse_ids, in->n_warehouse_ids)) && good;
	good = not_oneself(c, &u, in, roles_differ) && good;
	if (!good || !not_the_last(c, &u, in))
		return false;
	return user_sql_set(c, id, in, roles_differ || places_differ || u.enabled != in->enabled)
	    && (!roles_differ || user_sql_set_roles(c, id, in->roles, in->n_roles))
	    && (!places_differ || user_sql_set_warehouses(c, id, in->warehouse_ids, in->n_warehouse_ids))
	    && (in->enabled || (session_sql_end_all(c, id, NULL, "user_disabled") && invitation_sql_drop(c, id)))
	    && audit_change(c, &u, in, roles_differ, places_differ);
}

bool user_change(struct ctx *c, uint64_t id, int64_t version, const struct change_user *in)
{
	return db_begin(c) && db_end(c, change(c, id, version, in));
}

/* ---- inviting ---------------------------------------------------------------------------------------- */

static bool invite(struct ctx *c, uint64_t id, struct invitation *out)
{
	struct user_row u;

	if (!user_sql_lock(c, id) || !user_get(c, id, &u))
		return false;
	if (!u.editable) /* with a link to their password one would have their rights */
		return problem(c, PROBLEM_FORBIDDEN, "%s may do more than you may", u.name);
	if (!u.enabled)
		return problem_field(c, "enabled", "switched_off", "%s is switched off", u.name);
	out->token = random_text(c->arena, 32);
	return invitation_sql_add(c, sha256_of(c->arena, out->token), id, INVITATION_LIFE_S, &out->expires_at)
	    && audit_sql_add(c, u.has_password ? "password_reset_link" : "user_invited", u.email, NULL);
}

bool user_invite(struct ctx *c, uint64_t id, struct invitation *out)
{
	*out = (struct invitation){ 0 };
	return db_begin(c) && db_end(c, invite(c, id, out));
}

#include "sql/grants.h"

#include "lib/db.h"
#include "lib/db_script.h"
#include "lib/shape.h"

#include <string.h>

#define ALL     "SELECT, INSERT, UPDATE, DELETE"
#define APPEND  "SELECT, INSERT"
#define READ    "SELECT"
#define NO_DROP "SELECT, INSERT, UPDATE"

/* Tables that are not named here are worked on by both: ALL. A column that is hidden can be written and not be read. */
static const struct rule {
	const char *table, *rights[2]; /* of the API, of the workers */
	const char *hidden[2];         /* columns, parted by spaces */
} rules[] = {
	/* what happened stands; the audit log goes after its time, by the workers' hand */
	{ "order_event", { APPEND, APPEND }, { 0 } },
	{ "audit_log", { APPEND, "SELECT, INSERT, DELETE" }, { 0 } },
	{ "stock_movement", { APPEND, APPEND }, { 0 } },
	{ "sku_mapping_event", { APPEND, APPEND }, { 0 } },
	/* sealed for the workers */
	{ "store", { NO_DROP, NO_DROP }, { "credentials", NULL } },
	{ "webhook", { ALL, ALL }, { "secret secret_before", NULL } },
	/* what platforms sent comes in by the workers */
	{ "platform_order_revision", { READ, NO_DROP }, { 0 } },
	{ "order_find", { READ, ALL }, { 0 } },
	/* people and keys are the API's; the workers erase what is over */
	{ "user", { NO_DROP, READ }, { 0 } },
	{ "user_role", { ALL, READ }, { 0 } },
	{ "user_warehouse", { ALL, READ }, { 0 } },
	{ "role", { READ, READ }, { 0 } },
	{ "role_permission", { READ, READ }, { 0 } },
	{ "customer", { NO_DROP, READ }, { 0 } },
	{ "api_key", { NO_DROP, READ }, { 0 } },
	{ "session", { NO_DROP, "SELECT, DELETE" }, { 0 } },
	{ "refresh_token", { ALL, "SELECT, DELETE" }, { 0 } },
	{ "login_throttle", { ALL, "SELECT, DELETE" }, { 0 } },
	{ "user_invitation", { ALL, "SELECT, DELETE" }, { 0 } },
	/* the house */
	{ "setting", { READ, READ }, { 0 } },
	{ "retention_run", { READ, ALL }, { 0 } },
	{ "check_result", { READ, ALL }, { 0 } },
	{ "schema_migration", { READ, READ }, { 0 } },
	{ "schema_lease", { READ, READ }, { 0 } },
};

/* Numbers in a row, which the server makes up under these names: they are tables to its rights. What workers take the
 * endings of a name with (sql/order_find_sql.c). */
static const char *const sequences[] = { "seq_1_to_32", "seq_33_to_255", "seq_1_to_255" };

struct column {
	const char *table, *name;
};
static const struct field column_fields[] = { FIELD(struct column, table, NULL), FIELD(struct column, name, NULL), FIELD_END };
static const struct shape column_shape = SHAPE(struct column, column_fields);

struct hash {
	const char *hash;
};
static const struct field hash_fields[] = { FIELD(struct hash, hash, NULL), FIELD_END };
static const struct shape hash_shape = SHAPE(struct hash, hash_fields);

static const struct rule *rule_of(const char *table)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (strcmp(rules[i].table, table) == 0)
			return &rules[i];
	return NULL;
}

/* These become part of a statement, where no value can be bound. */
static bool names_good(struct ctx *c, const struct grants_user *u)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

	if (!u->name || !*u->name || strspn(u->name, letters) != strlen(u->name) || strcmp(u->name, "root") == 0)
		return problem(c, PROBLEM_INVALID, "The database user of a program must have a name of letters, digits and _, and not be root.");
	if (!u->host || !*u->host || strspn(u->host, letters) + strspn(u->host + strspn(u->host, letters), ".-:%/0123456789abcdef") != strlen(u->host))
		return problem(c, PROBLEM_INVALID, "The host of a database user must be a name, an address, or %%.");
	return (u->password && strlen(u->password) >= 16)
	    || problem(c, PROBLEM_INVALID, "The password of a program's database user must have 16 characters at least.");
}

static bool run(struct ctx *c, const char *text)
{
	return script_run(c, (struct script_step){ text, strlen(text) });
}

/* The password goes to the server as a value, so that it stands in no statement, log or problem. */
static bool make_user(struct ctx *c, const char *who, const char *password)
{
	struct query q = query_new(c);
	struct hash  h;

	query_add(&q, "SELECT PASSWORD(?) AS hash", V(password));
	return db_one(c, &q, &hash_shape, &h, "hash")
	    && run(c, arena_printf(c->arena, "CREATE USER IF NOT EXISTS %s IDENTIFIED BY PASSWORD '%s'", who, h.hash))
	    && run(c, arena_printf(c->arena, "ALTER USER %s IDENTIFIED BY PASSWORD '%s'", who, h.hash));
}


/* ---- what a program shall have ----------------------------------------------------------------------- */

/* Whether a list of words parted by spaces or ", " holds the word. */
static bool holds(const char *list, const char *word)
{
	const size_t n = strlen(word);

	for (const char *at = list; at && (at = strstr(at, word)); at += n)
		if ((at == list || at[-1] == ' ') && (!at[n] || at[n] == ' ' || at[n] == ','))
			return true;
	return false;
}

struct wanted {
	enum grants_program  program;
	const char          *schema, *who;
	const struct column *columns; /* of all tables, by table */
	size_t               n;
};

static const char *rights_on(const struct wanted *w, const char *table)
{
	const struct rule *rule = rule_of(table);

	return rule ? rule->rights[w->program] : ALL;
}

static const char *hidden_in(const struct wanted *w, const char *table)
{
	const struct rule *rule = rule_of(table);

	return rule ? rule->hidden[w->program] : NULL;
}

static const char *columns_shown(struct ctx *c, const struct wanted *w, const char *table)
{
	struct buf b = buf_new(c->arena, 512);

	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->columns[i].table, table) == 0 && !holds(hidden_in(w, table), w->columns[i].name))
			buf_printf(&b, "%s`%s`", b.len ? ", " : "", w->columns[i].name);
	return b.text;
}

static bool is_ours(const struct wanted *w, const char *table)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->columns[i].table, table) == 0)
			return true;
	return false;
}

static bool grant(struct ctx *c, const struct wanted *w, const char *table)
{
	const char *rights = rights_on(w, table);

	if (hidden_in(w, table)) /* every list of rights begins with SELECT */
		rights = arena_printf(c->arena, "SELECT (%s)%s", columns_shown(c, w, table), rights + strlen(READ));
	return run(c, arena_printf(c->arena, "GRANT %s ON `%s` TO %s", rights, table, w->who));
}

/* ---- what it has beyond that ------------------------------------------------------------------------- */

/* From the server's own list of rights: `column` is NULL for the whole table, `table` for a whole schema, `of` for the server. */
struct right {
	const char *of, *table, *column, *right;
	bool        grantable;
};
static const struct field right_fields[] = {
	FIELD(struct right, of, NULL), FIELD(struct right, table, NULL), FIELD(struct right, column, NULL), FIELD(struct right, right, NULL),
	FIELD(struct right, grantable, NULL), FIELD_END
};
static const struct shape right_shape = SHAPE(struct right, right_fields);

static struct right *rights_of(struct ctx *c, const char *who, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT NULL AS of, NULL AS `table`, NULL AS `column`, privilege_type AS `right`, is_grantable = 'YES' AS grantable"
		" FROM information_schema.user_privileges WHERE grantee = ? AND privilege_type <> 'USAGE'", V(who));
	query_add(&q, " UNION ALL SELECT table_schema, NULL, NULL, privilege_type, is_grantable = 'YES' FROM information_schema.schema_privileges"
		" WHERE grantee = ?", V(who));
	query_add(&q, " UNION ALL SELECT table_schema, table_name, NULL, privilege_type, is_grantable = 'YES' FROM information_schema.table_privileges"
		" WHERE grantee = ?", V(who));
	query_add(&q, " UNION ALL SELECT table_schema, table_name, column_name, privilege_type, is_grantable = 'YES'"
		" FROM information_schema.column_privileges WHERE grantee = ?", V(who));
	query_untenanted(&q);
	return db_all(c, &q, &right_shape, n);
}

static bool is_sequence(const char *table)
{
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
		if (strcmp(table, sequences[i]) == 0)
			return true;
	return false;
}

static bool is_wanted(const struct wanted *w, const struct right *r)
{
	if (!r->table || strcmp(r->of, w->schema) != 0)
		return false;
	if (!is_ours(w, r->table))
		return w->program == GRANTS_WORKER && !r->column && is_sequence(r->table) && strcmp(r->right, READ) == 0;
	if (r->column)
		return strcmp(r->right, READ) == 0 && hidden_in(w, r->table) && !holds(hidden_in(w, r->table), r->column);
	return holds(rights_on(w, r->table), r->right) && !(hidden_in(w, r->table) && strcmp(r->right, READ) == 0);
}

static const char *place_of(struct ctx *c, const struct right *r)
{
	if (!r->of)
		return "*.*";
	return r->table ? arena_printf(c->arena, "`%s`.`%s`", r->of, r->table) : arena_printf(c->arena, "`%s`.*", r->of);
}

static bool revoke(struct ctx *c, const struct right *r, const char *who)
{
	const char *column = r->column ? arena_printf(c->arena, " (`%s`)", r->column) : "";

	return run(c, arena_printf(c->arena, "REVOKE %s%s ON %s FROM %s", r->right, column, place_of(c, r), who));
}

/* A right to read a whole table that becomes one to read some columns: the server takes away both with the first. Meanwhile
 * everybody may read those columns, whoever is connected too, so that the program is refused at no moment. */
static bool narrow(struct ctx *c, const struct wanted *w, const struct right *r)
{
	const char *columns = columns_shown(c, w, r->table);

	return run(c, arena_printf(c->arena, "GRANT SELECT (%s) ON `%s` TO PUBLIC", columns, r->table))
	    && revoke(c, r, w->who)
	    && grant(c, w, r->table)
	    && run(c, arena_printf(c->arena, "REVOKE SELECT (%s) ON `%s` FROM PUBLIC", columns, r->table));
}

static bool take_back(struct ctx *c, const struct wanted *w, const struct right *r)
{
	const bool narrowed = r->table && !r->column && strcmp(r->of, w->schema) == 0 && is_ours(w, r->table) && hidden_in(w, r->table)
	    && strcmp(r->right, READ) == 0;

	if (r->grantable)
		return run(c, arena_printf(c->arena, "REVOKE GRANT OPTION ON %s FROM %s", place_of(c, r), w->who));
	return narrowed ? narrow(c, w, r) : revoke(c, r, w->who);
}

/* Looks again after each, because one that goes can take others along. */
static bool take_back_all(struct ctx *c, const struct wanted *w)
{
	for (;;) {
		size_t              n, i = 0;
		const struct right *r = rights_of(c, w->who, &n);

		if (!r)
			return false;
		while (i < n && is_wanted(w, &r[i]) && !r[i].grantable)
			i++;
		if (i == n)
			return true;
		if (!take_back(c, w, &r[i]))
			return false;
	}
}

/* What was left by one of us who was killed while narrowing. */
static bool clean_up(struct ctx *c, const struct wanted *w)
{
	size_t              n;
	const struct right *r = rights_of(c, "'PUBLIC'@''", &n);
	bool                ok = r != NULL;

	for (size_t i = 0; ok && i < n; i++)
		if (r[i].column && strcmp(r[i].of, w->schema) == 0 && hidden_in(w, r[i].table))
			ok = revoke(c, &r[i], "PUBLIC");
	return ok;
}

/* ---- all of it --------------------------------------------------------------------------------------- */

struct schema {
	const char *name;
};
static const struct field schema_fields[] = { FIELD(struct schema, name, NULL), FIELD_END };
static const struct shape schema_shape = SHAPE(struct schema, schema_fields);

static bool read_wanted(struct ctx *c, struct wanted *w)
{
	struct query  q = query_new(c), here = query_new(c);
	struct schema schema;

	query_add(&q, "SELECT c.table_name AS `table`, c.column_name AS name FROM information_schema.columns c JOIN information_schema.tables t"
		      " ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'"
		      " WHERE c.table_schema = DATABASE() ORDER BY c.table_name, c.ordinal_position");
	query_add(&here, "SELECT DATABASE() AS name");
	if (!(w->columns = db_all(c, &q, &column_shape, &w->n)) || !db_one(c, &here, &schema_shape, &schema, "database"))
		return false;
	w->schema = schema.name;
	return true;
}

/* First what is missing, then what is too much: a program that runs meanwhile is refused nothing it may do. */
bool grants_make(struct ctx *c, enum grants_program program, const struct grants_user *user)
{
	struct wanted w = { .program = program };

	if (!names_good(c, user) || !read_wanted(c, &w))
		return false;
	w.who = arena_printf(c->arena, "'%s'@'%s'", user->name, user->host);
	if (!make_user(c, w.who, user->password))
		return false;
	for (size_t i = 0; i < w.n; i++)
		if ((i == 0 || strcmp(w.columns[i].table, w.columns[i - 1].table) != 0) && !grant(c, &w, w.columns[i].table))
			return false;
	for (size_t i = 0; program == GRANTS_WORKER && i < sizeof sequences / sizeof *sequences; i++)
		if (!run(c, arena_printf(c->arena, "GRANT " READ " ON `%s` TO %s", sequences[i], w.who)))
			return false;
	return take_back_all(c, &w) && clean_up(c, &w);
}

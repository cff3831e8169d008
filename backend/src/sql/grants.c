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
	const char *hidden[2];
} rules[] = {
	/* what happened stands; the audit log goes after its time, by the workers' hand */
	{ "order_event", { APPEND, APPEND }, { 0 } },
	{ "audit_log", { APPEND, "SELECT, INSERT, DELETE" }, { 0 } },
	{ "stock_movement", { APPEND, APPEND }, { 0 } },
	{ "sku_mapping_event", { APPEND, APPEND }, { 0 } },
	/* sealed for the workers. (webhook.secret becomes secret_before in the statement that replaces it, which must read it.) */
	{ "store", { NO_DROP, NO_DROP }, { "credentials", NULL } },
	{ "webhook", { ALL, ALL }, { "secret_before", NULL } },
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
	    && run(c, arena_printf(c->arena, "ALTER USER %s IDENTIFIED BY PASSWORD '%s'", who, h.hash))
	    && run(c, arena_printf(c->arena, "REVOKE ALL PRIVILEGES, GRANT OPTION FROM %s", who));
}

static const char *columns_but(struct ctx *c, const struct column *columns, size_t n, const char *table, const char *hidden)
{
	struct buf b = buf_new(c->arena, 512);

	for (size_t i = 0; i < n; i++)
		if (strcmp(columns[i].table, table) == 0 && strcmp(columns[i].name, hidden) != 0)
			buf_printf(&b, "%s`%s`", b.len ? ", " : "", columns[i].name);
	return b.text;
}

static bool grant(struct ctx *c, enum grants_program program, const char *who, const char *table, const struct column *columns, size_t n)
{
	const struct rule *rule = rule_of(table);
	const char        *rights = rule ? rule->rights[program] : ALL, *hidden = rule ? rule->hidden[program] : NULL;

	if (hidden) /* every list of rights begins with SELECT */
		rights = arena_printf(c->arena, "SELECT (%s)%s", columns_but(c, columns, n, table, hidden), rights + strlen(READ));
	return run(c, arena_printf(c->arena, "GRANT %s ON `%s` TO %s", rights, table, who));
}

bool grants_make(struct ctx *c, enum grants_program program, const struct grants_user *user)
{
	struct query         q = query_new(c);
	const struct column *columns;
	const char          *who;
	size_t               n;

	query_add(&q, "SELECT c.table_name AS `table`, c.column_name AS name FROM information_schema.columns c JOIN information_schema.tables t"
		      " ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'"
		      " WHERE c.table_schema = DATABASE() ORDER BY c.table_name, c.ordinal_position");
	if (!names_good(c, user) || !(columns = db_all(c, &q, &column_shape, &n)))
		return false;
	who = arena_printf(c->arena, "'%s'@'%s'", user->name, user->host);
	if (!make_user(c, who, user->password))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((i == 0 || strcmp(columns[i].table, columns[i - 1].table) != 0) && !grant(c, program, who, columns[i].table, columns, n))
			return false;
	for (size_t i = 0; program == GRANTS_WORKER && i < sizeof sequences / sizeof *sequences; i++)
		if (!run(c, arena_printf(c->arena, "GRANT " READ " ON `%s` TO %s", sequences[i], who)))
			return false;
	return true;
}

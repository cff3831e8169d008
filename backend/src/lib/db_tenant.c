/* In test builds, a SELECT run for a customer's user on a table of customers' rows must have been
 * bound to the customer (query_tenant, a condition on customer_id, or query_untenanted as the
 * explicit exception), so that a forgotten binding fails a test instead of showing another
 * customer's data. Which tables those are, the schema itself says. */
#include "lib/db_private.h"

#ifdef GWMS_TEST

#include "lib/shape.h"

#include <stdlib.h>
#include <string.h>

struct table {
	const char *name;
};
static const struct field table_fields[] = { FIELD(struct table, name, "name"), FIELD_END };
static const struct shape table_shape = SHAPE(struct table, table_fields);

/* " a b c " of all tables with a customer_id, read once per connection. */
static bool tables_known(struct ctx *c)
{
	struct query  q = query_new(c);
	struct table *tables;
	struct buf    names = buf_new(c->arena, 1024);
	size_t        n;

	if (c->db->customer_tables)
		return true;
	query_add(&q, "SELECT table_name AS name FROM information_schema.columns WHERE table_schema = DATABASE()"
		" AND column_name = 'customer_id'");
	query_untenanted(&q);
	tables = db_all(c, &q, &table_shape, &n);
	if (!tables)
		return false;
	buf_putc(&names, ' ');
	for (size_t i = 0; i < n; i++) {
		buf_puts(&names, tables[i].name);
		buf_putc(&names, ' ');
	}
	c->db->customer_tables = strdup(names.text);
	return c->db->customer_tables != NULL;
}

/* The first customers' table that stands behind a FROM or JOIN. */
static const char *table_in(struct ctx *c, const char *text)
{
	for (const char *p = text; (p = strpbrk(p, "FJ")) != NULL; p++) {
		size_t len;

		if (strncmp(p, "FROM ", 5) != 0 && strncmp(p, "JOIN ", 5) != 0)
			continue;
		len = strspn(p + 5, "abcdefghijklmnopqrstuvwxyz0123456789_");
		if (len && strstr(c->db->customer_tables, arena_printf(c->arena, " %.*s ", (int)len, p + 5)))
			return arena_strndup(c->arena, p + 5, len);
	}
	return NULL;
}

bool db_tenant_checked(struct ctx *c, const struct query *q)
{
	const bool  customers = c->actor.kind == ACTOR_USER || c->actor.kind == ACTOR_PARTNER;
	const char *table;

	if (!customers || !c->actor.customer_id || q->tenant_bound || strncmp(q->text, "SELECT", 6) != 0
	    || strstr(q->text, "customer_id = ?"))
		return true;
	if (!tables_known(c))
		return false;
	table = table_in(c, q->text);
	if (!table)
		return true;
	problem(c, PROBLEM_INTERNAL, "A query is not bound to the customer who asks.");
	return problem_cause(c, "%s is read without query_tenant in: %.400s", table, q->text);
}

#else

bool db_tenant_checked(struct ctx *c, const struct query *q)
{
	(void)c;
	(void)q;
	return true;
}

#endif

#include "domain/customer.h"

#include "domain/staff.h"
#include "lib/db.h"
#include "sql/account_sql.h"
#include "sql/customer_sql.h"
#include "sql/user_sql.h"

#include <string.h>

bool customer_page(struct ctx *c, const struct customer_filter *f, struct customer **rows, size_t *n, struct page_end *end)
{
	struct customer_filter read = *f;

	*rows = NULL;
	*n = 0;
	return page_read(c, &read.page) && customer_sql_page(c, &read, rows, n, end);
}

bool customer_get(struct ctx *c, uint64_t id, struct customer *out)
{
	memset(out, 0, sizeof *out);
	return staff_allow(c, "maintaining customers") && customer_sql_get(c, id, out);
}

/* As gwms-admin takes them. */
static bool code_good(struct ctx *c, const char *code)
{
	return strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(code)
	    || problem_field(c, "code", "malformed", "must be letters a to z, digits, - and _");
}

static bool add(struct ctx *c, const struct add_customer *in, uint64_t *id)
{
	if (!account_sql_add_customer(c, in->code, in->name, id)) {
		if (problem_is(c, PROBLEM_NAME_TAKEN)) {
			problem_clear(c);
			(void)problem_field(c, "code", "taken", "there is a customer %s already", in->code);
			c->problem.code = PROBLEM_NAME_TAKEN;
		}
		return false;
	}
	return audit_sql_add(c, "customer_added", in->code, in->name);
}

bool customer_add(struct ctx *c, const struct add_customer *in, uint64_t *id)
{
	return staff_allow(c, "adding customers") && code_good(c, in->code) && db_begin(c) && db_end(c, add(c, in, id));
}

static bool change(struct ctx *c, uint64_t id, int64_t version, const struct change_customer *in)
{
	struct customer s = { 0 };
	bool            before;

	if (!customer_sql_lock(c, id, &s) || !version_allow(c, version, s.version, arena_printf(c->arena, "customer %s", s.name)))
		return false;
	before = s.enabled;
	s.name = in->name;
	s.enabled = in->enabled;
	return customer_sql_set(c, &s)
	    && (before == s.enabled || audit_sql_add(c, s.enabled ? "customer_enabled" : "customer_disabled", s.code, NULL));
}

bool customer_change(struct ctx *c, uint64_t id, int64_t version, const struct change_customer *in)
{
	return staff_allow(c, "maintaining customers") && db_begin(c) && db_end(c, change(c, id, version, in));
}

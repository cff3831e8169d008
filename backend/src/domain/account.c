#include "domain/account.h"

#include "base/utf8.h"
#include "domain/password.h"
#include "lib/db.h"
#include "lib/secret.h"
#include "sql/account_sql.h"
#include "sql/user_sql.h"

#include <ctype.h>
#include <string.h>

enum { EMAIL_MAX = 254, NAME_MAX = 100, CODE_MAX = 32 };

static bool is_text(struct ctx *c, const char *field, const char *text, size_t max)
{
	const size_t len = text ? strlen(text) : 0;
	bool         plain = len > 0 && len <= max && utf8_valid(text, len);

	for (size_t i = 0; plain && i < len; i++)
		plain = (unsigned char)text[i] >= 0x20 && text[i] != 0x7f;
	return plain || problem_field(c, field, "malformed", "must be 1 to %zu bytes of plain text", max);
}

static bool is_code(struct ctx *c, const char *field, const char *code)
{
	const size_t len = strlen(code);

	return (len > 0 && len <= CODE_MAX && strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-_") == len)
	    || problem_field(c, field, "malformed", "must be 1 to %d of a-z, 0-9, - and _", CODE_MAX);
}

bool account_email_allow(struct ctx *c, const char *email)
{
	const char *at = strrchr(email, '@');

	return (at && at > email && at[1] && strlen(email) <= EMAIL_MAX && !strpbrk(email, " \t\r\n,;<>\"")
	        && utf8_valid(email, strlen(email)))
	    || problem_field(c, "email", "malformed", "must be a mail address such as ann@example.com");
}

static bool is_password(struct ctx *c, const char *password)
{
	const size_t len = password ? strlen(password) : 0;

	if (len < PASSWORD_MIN || len > PASSWORD_MAX || !utf8_valid(password, len))
		return problem_field(c, "password", "malformed", "must be %d to %d bytes of UTF-8", PASSWORD_MIN, PASSWORD_MAX);
	return password_allow(c, password);
}

char *account_email_folded(struct ctx *c, const char *email)
{
	char *text = arena_strdup(c->arena, email);

	for (char *p = text; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return text;
}

bool account_add_customer(struct ctx *c, const char *code, const char *name)
{
	const bool code_good = is_code(c, "code", code); /* both are said at once */
	const bool name_good = is_text(c, "name", name, NAME_MAX);
	uint64_t   id;

	return code_good && name_good && db_begin(c)
	    && db_end(c, account_sql_add_customer(c, code, name, &id) && audit_sql_add(c, "customer_added", code, name));
}

static bool warehouses_added(struct ctx *c, const struct new_user *in, uint64_t user_id)
{
	for (size_t i = 0; i < in->n_warehouses; i++) {
		uint64_t id;

		if (!account_sql_warehouse(c, in->warehouses[i], &id) || !account_sql_add_warehouse(c, user_id, id))
			return false;
	}
	return true;
}

/* A customer's role with a customer, a staff role without: nobody is both or neither. */
static bool sides_match(struct ctx *c, const struct new_user *in, const struct role_row *role)
{
	if (role->staff && in->customer)
		return problem_field(c, "customer", "not_allowed", "the role %s is for warehouse staff, who belong to no customer",
			in->role);
	if (!role->staff && !in->customer)
		return problem_field(c, "customer", "required", "the role %s needs a customer", in->role);
	if (!role->staff && (in->n_warehouses || in->all_warehouses))
		return problem_field(c, "warehouse", "not_allowed", "only warehouse staff belong to warehouses");
	return true;
}

bool account_add_user(struct ctx *c, const struct new_user *in)
{
	const bool      email_good = account_email_allow(c, in->email);
	const bool      name_good = is_text(c, "name", in->name, NAME_MAX);
	const bool      password_good = is_password(c, in->password);
	const char     *hash;
	struct role_row role;
	uint64_t        customer_id = 0, id;

	if (!(email_good && name_good && password_good && account_sql_role(c, in->role, &role) && sides_match(c, in, &role)
	      && (!in->customer || account_sql_customer(c, in->customer, &customer_id))))
		return false;
	hash = password_hash(c->arena, in->password);
	return db_begin(c)
	    && db_end(c, account_sql_add_user(c, customer_id, account_email_folded(c, in->email), in->name, hash, in->all_warehouses, &id)
	              && account_sql_add_role(c, id, role.id)
	              && warehouses_added(c, in, id)
	              && audit_sql_add(c, "user_added", account_email_folded(c, in->email), in->role));
}

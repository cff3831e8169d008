#include "sql/account_sql.h"

#include "lib/db.h"
#include "lib/shape.h"

static const struct field role_fields[] = {
	FIELD(struct role_row, id, "id"),
	FIELD(struct role_row, staff, "staff"),
	FIELD_END
};
static const struct shape role_shape = SHAPE(struct role_row, role_fields);

bool account_sql_role(struct ctx *c, const char *code, struct role_row *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT id, staff FROM role WHERE code = ?", V(code));
	return db_one(c, &q, &role_shape, out, arena_printf(c->arena, "role: %s", code));
}

bool account_sql_customer(struct ctx *c, const char *code, uint64_t *id)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT id FROM customer WHERE code = ?", V(code));
	return db_number(c, &q, id) && (*id || problem(c, PROBLEM_NOT_FOUND, "There is no such customer: %s.", code));
}

bool account_sql_warehouse(struct ctx *c, const char *code, uint64_t *id)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT id FROM warehouse WHERE code = ?", V(code));
	return db_number(c, &q, id) && (*id || problem(c, PROBLEM_NOT_FOUND, "There is no such warehouse: %s.", code));
}

/* A name that is taken is the person's matter, not a fault of ours. */
static bool taken(struct ctx *c, const char *sentence)
{
	if (!db_duplicate_key(c))
		return false;
	problem_clear(c);
	return problem(c, PROBLEM_NAME_TAKEN, "%s", sentence);
}

bool account_sql_add_customer(struct ctx *c, const char *code, const char *name, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO customer (code, name) VALUES (?, ?)", V(code), V(name))
	    || taken(c, arena_printf(c->arena, "There is a customer %s already.", code));
}

bool account_sql_add_user(struct ctx *c, uint64_t customer_id, const char *email, const char *name,
	const char *password_hash, bool all_warehouses, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO user (customer_id, email, name, password_hash, all_warehouses)"
		" VALUES (?, ?, ?, ?, ?)", V_ID(customer_id), V(email), V(name), V(password_hash), V(all_warehouses))
	    || taken(c, arena_printf(c->arena, "There is a user %s already.", email));
}

bool account_sql_add_role(struct ctx *c, uint64_t user_id, uint64_t role_id)
{
	return db_exec(c, "INSERT INTO user_role (user_id, role_id) VALUES (?, ?)", V(user_id), V(role_id));
}

bool account_sql_add_warehouse(struct ctx *c, uint64_t user_id, uint64_t warehouse_id)
{
	return db_exec(c, "INSERT INTO user_warehouse (user_id, warehouse_id) VALUES (?, ?)", V(user_id), V(warehouse_id));
}

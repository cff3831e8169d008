/* The same three statements for each place; all of them are literals. */
#include "sql/rekey_sql.h"

#include "lib/db.h"
#include "lib/shape.h"

#define PLACE(table, id, secret, key)                                                                                       \
	{ "SELECT " id " AS id, customer_id, " secret " AS secret, " key " AS key_id FROM " table " WHERE " secret " IS NOT NULL" \
	  " AND " key " <> ? AND " id " > ? ORDER BY " id " LIMIT ?",                                                           \
	  "UPDATE " table " SET " secret " = ?, " key " = ? WHERE " id " = ? AND " key " = ? AND " secret " = ?",               \
	  "SELECT COUNT(*) FROM " table " WHERE " secret " IS NOT NULL AND " key " <> ?" }

static const struct {
	const char *next, *set, *left;
} places[REKEY_PLACES] = {
	[REKEY_STORE] = PLACE("store", "id", "credentials", "credentials_key"),
	[REKEY_WEBHOOK] = PLACE("webhook", "id", "secret", "secret_key"),
	[REKEY_WEBHOOK_BEFORE] = PLACE("webhook", "id", "secret_before", "secret_before_key"),
	[REKEY_HOOK] = PLACE("store_hook", "store_id", "secret", "secret_key"),
	[REKEY_HOOK_BEFORE] = PLACE("store_hook", "store_id", "secret_before", "secret_before_key"),
};
const char *const rekey_place_names[] = { "credentials of store", "secret of webhook", "former secret of webhook", "hook of store",
	"former hook of store", NULL };

static const struct field row_fields[] = {
	FIELD(struct rekey_row, id, "id"),
	FIELD(struct rekey_row, customer_id, "customerId"),
	FIELD(struct rekey_row, secret, "secret", .flags = FIELD_SECRET),
	FIELD(struct rekey_row, key_id, "keyId"),
	FIELD_END
};
static const struct shape row_shape = SHAPE(struct rekey_row, row_fields);

struct rekey_row *rekey_sql_next(struct ctx *c, enum rekey_place place, const char *key_id, uint64_t after, int most, size_t *n)
{
	const struct value values[] = { V(key_id), V(after), V(most) };
	struct query       q = query_new(c);

	query_untenanted(&q); /* all customers', for whoever runs the house */
	query_add_(places[place].next, &q, values, 3);
	return db_all(c, &q, &row_shape, n);
}

bool rekey_sql_set(struct ctx *c, enum rekey_place place, const struct rekey_row *row, struct bytes secret, const char *key_id)
{
	const struct value values[] = { V(secret), V(key_id), V(row->id), V(row->key_id), V(row->secret) };
	struct query       q = query_new(c);

	query_add_(places[place].set, &q, values, 5);
	return db_run(c, &q, NULL, NULL);
}

bool rekey_sql_left(struct ctx *c, enum rekey_place place, const char *key_id, uint64_t *n)
{
	const struct value values[] = { V(key_id) };
	struct query       q = query_new(c);

	query_untenanted(&q);
	query_add_(places[place].left, &q, values, 1);
	return db_number(c, &q, n);
}

/* Statements put together from literals and values. */
#include "lib/db_private.h"

#include <assert.h>
#include <string.h>

enum { TEXT_FIRST = 512, VALUES_FIRST = 16 };

struct query query_new(struct ctx *c)
{
	struct query q = { .arena = c->arena };

	return q;
}

static void add_text(struct query *q, const char *text, size_t n)
{
	if (q->len + n + 1 > q->cap) {
		size_t cap = q->cap ? q->cap * 2 : TEXT_FIRST;

		while (cap < q->len + n + 1)
			cap *= 2;
		q->text = arena_realloc(q->arena, q->text, q->cap, cap);
		q->cap = cap;
	}
	memcpy(q->text + q->len, text, n);
	q->len += n;
	q->text[q->len] = '\0';
}

static void add_value(struct query *q, struct value v)
{
	assert(q->n_values < QUERY_VALUES_MAX);
	if (q->n_values == q->cap_values) {
		size_t cap = q->cap_values ? q->cap_values * 2 : VALUES_FIRST;

		q->values = arena_realloc(q->arena, q->values, q->cap_values * sizeof *q->values, cap * sizeof *q->values);
		q->cap_values = cap;
	}
	q->values[q->n_values++] = v;
}

void query_add_(const char *literal, struct query *q, const struct value *values, size_t n)
{
	add_text(q, literal, strlen(literal));
	for (size_t i = 0; i < n; i++)
		add_value(q, values[i]);
}

/* Lists are padded to the next power of two with their last value, so that lists of any length
 * need only a handful of prepared statements. */
static size_t padded(size_t n)
{
	size_t marks = 1;

	while (marks < n)
		marks *= 2;
	return marks;
}

static void add_marks(struct query *q, size_t marks)
{
	add_text(q, " IN (?", 6);
	for (size_t i = 1; i < marks; i++)
		add_text(q, ",?", 2);
	add_text(q, ")", 1);
}

void query_in_ids_(const char *column, struct query *q, const uint64_t *ids, size_t n)
{
	const size_t marks = padded(n);

	if (!n) {
		add_text(q, "FALSE", 5);
		return;
	}
	add_text(q, column, strlen(column));
	add_marks(q, marks);
	for (size_t i = 0; i < marks; i++)
		add_value(q, value_uint(ids[i < n ? i : n - 1]));
}

void query_in_texts_(const char *column, struct query *q, const char *const *texts, size_t n)
{
	const size_t marks = padded(n);

	if (!n) {
		add_text(q, "FALSE", 5);
		return;
	}
	add_text(q, column, strlen(column));
	add_marks(q, marks);
	for (size_t i = 0; i < marks; i++)
		add_value(q, value_text(texts[i < n ? i : n - 1]));
}

void query_tenant_(struct ctx *c, struct query *q, const char *alias)
{
	q->tenant_bound = true;
	if (c->actor.kind != ACTOR_USER && c->actor.kind != ACTOR_PARTNER)
		return;
	if (!c->actor.customer_id) { /* nobody's user sees nothing */
		add_text(q, " AND FALSE", 10);
		return;
	}
	add_text(q, " AND ", 5);
	if (*alias) {
		add_text(q, alias, strlen(alias));
		add_text(q, ".", 1);
	}
	add_text(q, "customer_id = ?", 15);
	add_value(q, value_uint(c->actor.customer_id));
}

void query_warehouse_(struct ctx *c, struct query *q, const char *column)
{
	if (c->actor.kind != ACTOR_STAFF || c->actor.all_warehouses)
		return;
	add_text(q, " AND ", 5);
	query_in_ids_(column, q, c->actor.warehouse_ids, c->actor.n_warehouse_ids);
}

void query_untenanted(struct query *q)
{
	q->tenant_bound = true;
}

#include "domain/exception.h"

#include "domain/writeback.h"
#include "lib/db.h"
#include "sql/exception_sql.h"
#include "sql/stock_wait_sql.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_MOST = 5, RETRIED_AT_ONCE = 50 };

/* ---- groups ------------------------------------------------------------------------------------------ */

/* "7,9" → 7 and 9, appended. */
static size_t add_ids(const char *text, uint64_t *ids)
{
	size_t n = 0;

	while (text && *text && n < FIRST_MOST) {
		char *end;

		ids[n++] = strtoull(text, &end, 10);
		text = *end ? end + 1 : end;
	}
	return n;
}

static const struct named *with_id(const struct named *rows, size_t n, uint64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].id == id)
			return &rows[i];
	return NULL;
}

/* In the order of the ids; one that is gone meanwhile is left out. */
static struct named *named_of(struct ctx *c, const char *text, const struct named *rows, size_t n, size_t *n_out)
{
	struct named *out = NEW_N(c->arena, struct named, FIRST_MOST);
	uint64_t      ids[FIRST_MOST];
	const size_t  n_ids = add_ids(text, ids);

	*n_out = 0;
	for (size_t i = 0; i < n_ids; i++) {
		const struct named *it = with_id(rows, n, ids[i]);

		if (it)
			out[(*n_out)++] = *it;
	}
	return out;
}

static bool fill_names(struct ctx *c, struct exception_group *rows, size_t n)
{
	uint64_t     *store_ids = NEW_N(c->arena, uint64_t, n * FIRST_MOST + 1), *order_ids = NEW_N(c->arena, uint64_t, n * FIRST_MOST + 1);
	size_t        n_store_ids = 0, n_order_ids = 0, n_stores, n_orders;
	struct named *stores, *orders;

	for (size_t i = 0; i < n; i++) {
		n_store_ids += add_ids(rows[i].store_ids, store_ids + n_store_ids);
		n_order_ids += add_ids(rows[i].order_ids, order_ids + n_order_ids);
	}
	if (!exception_sql_stores(c, store_ids, n_store_ids, &stores, &n_stores)
	    || !exception_sql_orders(c, order_ids, n_order_ids, &orders, &n_orders))
		return false;
	for (size_t i = 0; i < n; i++) {
		rows[i].stores = named_of(c, rows[i].store_ids, stores, n_stores, &rows[i].n_stores);
		rows[i].first_orders = named_of(c, rows[i].order_ids, orders, n_orders, &rows[i].n_first_orders);
		rows[i].detail = rows[i].n_first_orders ? rows[i].first_orders[0].detail : NULL;
	}
	return true;
}

bool exception_groups(struct ctx *c, const struct exception_filter *f, struct exception_group **rows, size_t *n, bool *more)
{
	if (!exception_sql_groups(c, f, rows, n))
		return false;
	*more = *n > EXCEPTION_GROUPS_MOST;
	if (*more)
		*n = EXCEPTION_GROUPS_MOST;
	return fill_names(c, *rows, *n);
}

bool exception_freed(struct ctx *c, struct stock_freed **rows, size_t *n)
{
	return stock_wait_sql_noted(c, rows, n);
}

bool exception_skus(struct ctx *c, const struct exception_ref *group, struct exception_sku **rows, size_t *n)
{
	return exception_sql_skus(c, group, rows, n);
}

/* ---- telling the platform again ------------------------------------------------------------------------ */

/* Trouble of the house fails all of it, to be run again; the order's own refusal is left behind. */
static bool retry_one(struct ctx *c, uint64_t id, struct retried *out)
{
	bool done;

	if (!db_savepoint(c))
		return false;
	done = writeback_retry(c, (struct order_ref){ .id = id });
	if (!done && (problem_is(c, PROBLEM_BUSY) || problem_is(c, PROBLEM_UNAVAILABLE) || problem_is(c, PROBLEM_INTERNAL)))
		return false;
	if (done) {
		out->retried++;
		return db_savepoint_end(c, true);
	}
	out->refused++;
	problem_clear(c);
	return db_savepoint_undo(c);
}

static bool retry(struct ctx *c, const struct retry_group *in, struct retried *out)
{
	uint64_t *ids;
	size_t    n;

	*out = (struct retried){ 0 };
	if (!exception_sql_members(c, in, RETRIED_AT_ONCE + 1, &ids, &n))
		return false;
	for (size_t i = 0; i < n && i < RETRIED_AT_ONCE; i++)
		if (!retry_one(c, ids[i], out))
			return false;
	if (n > RETRIED_AT_ONCE)
		out->next_after_id = ids[RETRIED_AT_ONCE - 1];
	return true;
}

bool exception_retry(struct ctx *c, const struct retry_group *in, struct retried *out)
{
	if (problem_code_named(in->code) == PROBLEM_NONE)
		return problem_field(c, "code", "not_a_choice", "is not the code of an exception");
	return db_begin(c) && db_end(c, retry(c, in, out));
}

/* Binding, taking back and undoing: each one mapping, its history, and the orders that waited for it. */
#include "domain/mapping.h"

#include "domain/recheck.h"
#include "domain/staff.h"
#include "lib/db.h"
#include "lib/json.h"
#include "model/sku.h"
#include "sql/mapping_sql.h"
#include "sql/order_sql.h"

#include <stdlib.h>
#include <string.h>

enum { HISTORY_MOST = 100 };

static const char *const why_not[SKU_STATUSES] = { NULL, "is disabled", "waits for its review by the warehouse" };

static bool follow(struct ctx *c, const struct sku_mapping *m)
{
	return recheck_and_follow(c, m->customer_id, &(struct recheck_ref){ .store_id = m->store_id, .sku_key = m->sku_key });
}

/* ---- the job ------------------------------------------------------------------------------------- */

static bool more(struct ctx *c, void *arg)
{
	const struct recheck_ref *in = *(const struct recheck_ref **)arg;
	struct sku_mapping        store;

	return mapping_sql_store(c, in->store_id, &store) && recheck_more(c, store.customer_id, in);
}

bool mapping_recheck_more(struct ctx *c, const struct recheck_ref *in)
{
	return db_again(c, more, &in);
}

/* ---- binding ------------------------------------------------------------------------------------- */

struct bind {
	const struct bind_sku *in;
	struct sku_mapping    *out;
};

static bool check_item(struct ctx *c, const struct bind_sku *in, size_t i, struct sku_mapping *m)
{
	const uint64_t  sku_id = in->items[i].sku_id;
	const char     *field = arena_printf(c->arena, "items[%zu].skuId", i);
	struct bindable sku;
	bool            found;

	for (size_t k = 0; k < i; k++)
		if (in->items[k].sku_id == sku_id)
			return problem_field(c, field, "repeated", "is named twice");
	if (!mapping_sql_bindable(c, m->customer_id, sku_id, &sku, &found))
		return false;
	if (!found)
		return problem_field(c, field, "unknown", "is no warehouse SKU of yours");
	if (sku.status != SKU_ENABLED)
		return problem(c, PROBLEM_SKU_NOT_BINDABLE, "Warehouse SKU %s %s.", sku.code, why_not[sku.status]);
	m->items[m->n_items++] = (struct mapping_item){ .sku_id = sku_id, .code = sku.code, .name = sku.name,
		.quantity = in->items[i].quantity };
	return true;
}

static bool check_items(struct ctx *c, const struct bind_sku *in, struct sku_mapping *m)
{
	m->items = NEW_N(c->arena, struct mapping_item, in->n_items + 1);
	m->n_items = 0;
	for (size_t i = 0; i < in->n_items; i++)
		if (!check_item(c, in, i, m))
			return false;
	return true;
}

/* Orders that waited are those with such a line while nothing was bound to it. */
static bool count_freed(struct ctx *c, struct sku_mapping *m, bool was_bound)
{
	m->freed_orders = m->still_waiting = 0;
	return was_bound
	    || (order_sql_count_waiting(c, m->customer_id, m->store_id, m->sku_key, &m->freed_orders)
		&& order_sql_count_still_waiting(c, m->customer_id, m->store_id, m->sku_key, &m->still_waiting));
}

/* The mapping is locked, or not there yet. */
static bool put(struct ctx *c, struct sku_mapping *m, bool was_bound)
{
	if (!mapping_sql_save(c, m)) {
		/* another bound it between our look and our insert: the second look finds it */
		if (db_duplicate_key(c)) {
			problem_clear(c);
			problem(c, PROBLEM_BUSY, "This SKU is being bound by somebody else.");
		}
		return false;
	}
	return mapping_sql_set_items(c, m)
	    && mapping_sql_note_product(c, m)
	    && mapping_sql_add_event(c, m)
	    && count_freed(c, m, was_bound)
	    && follow(c, m);
}

static bool bind(struct ctx *c, void *arg)
{
	const struct bind_sku *in = ((struct bind *)arg)->in;
	struct sku_mapping    *m = ((struct bind *)arg)->out;
	bool                   found = false;

	*m = (struct sku_mapping){ .sku_key = in->sku_key };
	return mapping_sql_store(c, in->store_id, m)
	    && check_items(c, in, m)
	    && mapping_sql_lock(c, m, &found)
	    && put(c, m, found);
}

bool mapping_bind(struct ctx *c, const struct bind_sku *in, struct sku_mapping *out)
{
	return db_again(c, bind, &(struct bind){ in, out });
}

/* ---- taking back ----------------------------------------------------------------------------------- */

static bool take_away(struct ctx *c, struct sku_mapping *m)
{
	m->n_items = 0;
	return mapping_sql_remove(c, m)
	    && mapping_sql_add_event(c, m)
	    && follow(c, m);
}

struct unbind {
	uint64_t            id;
	int64_t             version;
	struct sku_mapping *out;
};

static bool unbind(struct ctx *c, void *arg)
{
	const struct unbind *u = arg;
	struct sku_mapping  *m = u->out;

	*m = (struct sku_mapping){ 0 };
	return mapping_sql_lock_id(c, u->id, m)
	    && mapping_sql_store(c, m->store_id, m)
	    && version_allow(c, u->version, m->version, arena_printf(c->arena, "the binding of %s", m->sku_key))
	    && take_away(c, m);
}

bool mapping_unbind(struct ctx *c, uint64_t mapping_id, int64_t version, struct sku_mapping *out)
{
	return db_again(c, unbind, &(struct unbind){ mapping_id, version, out });
}

/* ---- undoing --------------------------------------------------------------------------------------- */

struct undo {
	const struct undo_mapping *in;
	struct sku_mapping        *out;
};

/* The items as the history keeps them. */
static bool former_items(struct ctx *c, const char *text, struct bind_sku *out)
{
	const struct json *j = json_parse(c, text, strlen(text), &json_request);
	const struct json *item = json_first(j);

	if (!j)
		return false;
	out->items = NEW_N(c->arena, struct bind_item, json_count(j) + 1);
	for (out->n_items = 0; item; item = json_next(item)) {
		const char *id = json_text(json_member(item, "skuId"));
		int64_t     quantity = 1;

		if (!id || !json_int(json_member(item, "quantity"), &quantity))
			return problem(c, PROBLEM_INTERNAL, "The history of this SKU cannot be read.");
		out->items[out->n_items++] = (struct bind_item){ .sku_id = strtoull(id, NULL, 10), .quantity = quantity };
	}
	return true;
}

static bool newest_is(struct ctx *c, const struct undo_mapping *in, const struct mapping_event *events, size_t n)
{
	if (!n || in->event_id > events[0].id)
		return problem(c, PROBLEM_NOT_FOUND, "There is no such change of this SKU.");
	return events[0].id == in->event_id || problem(c, PROBLEM_STALE, "The binding of this SKU was changed again meanwhile.");
}

static bool undo(struct ctx *c, void *arg)
{
	const struct undo_mapping *in = ((struct undo *)arg)->in;
	struct sku_mapping        *m = ((struct undo *)arg)->out;
	struct bind_sku            former = { 0 };
	struct mapping_event      *events;
	size_t                     n;
	bool                       found = false;

	*m = (struct sku_mapping){ .sku_key = in->sku_key };
	if (!mapping_sql_store(c, in->store_id, m) || !mapping_sql_lock(c, m, &found)
	    || !mapping_sql_events(c, m->customer_id, m->store_id, m->sku_key, 2, &events, &n) || !newest_is(c, in, events, n))
		return false;
	if (n > 1 && !former_items(c, events[1].items, &former))
		return false;
	if (former.n_items)
		return check_items(c, &former, m) && put(c, m, found);
	return !found || take_away(c, m);
}

bool mapping_undo(struct ctx *c, const struct undo_mapping *in, struct sku_mapping *out)
{
	return db_again(c, undo, &(struct undo){ in, out });
}

bool mapping_history(struct ctx *c, uint64_t store_id, const char *sku_key, struct mapping_event **rows, size_t *n)
{
	struct sku_mapping m = { 0 };

	return mapping_sql_store(c, store_id, &m) && mapping_sql_events(c, m.customer_id, store_id, sku_key, HISTORY_MOST, rows, n);
}

/* ---- many ------------------------------------------------------------------------------------------ */

static int by_place(const void *a, const void *b)
{
	const struct sku_mapping *x = a, *y = b;

	return x->store_id != y->store_id ? (x->store_id < y->store_id ? -1 : 1) : strcmp(x->sku_key, y->sku_key);
}

static bool put_all(struct ctx *c, struct sku_mapping *m, size_t n)
{
	if (mapping_sql_lock_many(c, m, n) && mapping_sql_put_many(c, m, n))
		return true;
	if (db_duplicate_key(c)) {
		problem_clear(c);
		problem(c, PROBLEM_BUSY, "One of these SKUs is being bound by somebody else.");
	}
	return false;
}

/* Counts before looking again, because looking again clears what is counted. */
static bool freed_in(struct ctx *c, const struct sku_mapping *m, int64_t *freed)
{
	int64_t n;

	if (!order_sql_count_freed(c, m->customer_id, m->store_id, &n))
		return false;
	*freed += n;
	return recheck_and_follow(c, m->customer_id, &(struct recheck_ref){ .store_id = m->store_id });
}

bool mapping_put_many(struct ctx *c, struct sku_mapping *m, size_t n, int64_t *freed)
{
	*freed = 0;
	qsort(m, n, sizeof *m, by_place);
	if (!put_all(c, m, n))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((!i || m[i].store_id != m[i - 1].store_id) && !freed_in(c, &m[i], freed))
			return false;
	return true;
}

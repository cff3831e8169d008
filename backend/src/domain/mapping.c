/* Binding a platform SKU frees every order that waited for it. A few are looked at in the same
 * transaction, so that the dialog's next press finds them free; the rest follow in a job. */
#include "domain/mapping.h"

#include "base/buf.h"
#include "domain/order.h"
#include "lib/db.h"
#include "lib/secret.h"
#include "model/sku.h"
#include "sql/job_sql.h"
#include "sql/mapping_sql.h"
#include "sql/order_sql.h"

#include <stdint.h>

enum { AT_ONCE = 200, LATER_S = 15 };

static const char *const why_not[SKU_STATUSES] = { NULL, "is disabled", "waits for its review by the warehouse" };

/* ---- looking again ------------------------------------------------------------------------------- */

/* uniq names the whole work in plain ASCII; a SKU's key may be anything. */
static const char *job_name(struct ctx *c, const struct recheck_ref *r)
{
	const struct bytes hash = sha256_of(c->arena, r->sku_key);
	struct buf         b = buf_new(c->arena, 160);

	buf_printf(&b, "orders_recheck:%llu:", (unsigned long long)r->store_id);
	for (size_t i = 0; i < hash.len; i++)
		buf_printf(&b, "%02x", ((const unsigned char *)hash.data)[i]);
	buf_printf(&b, ":%llu", (unsigned long long)r->after_id);
	return b.text;
}

static bool add_job(struct ctx *c, uint64_t customer_id, const struct recheck_ref *r, int64_t delay_s)
{
	struct buf payload = buf_new(c->arena, 256);

	shape_emit(&payload, &recheck_ref_shape, r);
	return job_sql_add(c, &(struct job_new){ .customer_id = customer_id,
		.lane = arena_printf(c->arena, "store:%llu:recheck", (unsigned long long)r->store_id), .kind = "orders_recheck",
		.uniq = job_name(c, r), .priority = delay_s ? JOB_PRIORITY_NORMAL : JOB_PRIORITY_PERSON, .delay_s = delay_s,
		.payload = payload.text });
}

/* Looks again at the orders behind r->after_id, by id as locks are taken, at most AT_ONCE; *last is the last
 * one's id when there are more, else 0. */
static bool recheck_some(struct ctx *c, uint64_t customer_id, const struct recheck_ref *r, uint64_t *last)
{
	uint64_t *ids;
	size_t    n;

	*last = 0;
	if (!order_sql_waiting(c, customer_id, r->store_id, r->sku_key, r->after_id, AT_ONCE + 1, &ids, &n))
		return false;
	for (size_t i = 0; i < n && i < AT_ONCE; i++) {
		struct order o;

		if (!order_lock(c, (struct order_ref){ .id = ids[i] }, &o) || !order_recheck(c, &o))
			return false;
	}
	if (n > AT_ONCE)
		*last = ids[AT_ONCE - 1];
	return true;
}

/* An order that is being stored right now may have looked at the old mapping and is not to be seen yet:
 * once more a little later, when it must have been committed. */
static bool recheck_and_follow(struct ctx *c, const struct sku_mapping *m)
{
	struct recheck_ref r = { .store_id = m->store_id, .sku_key = m->sku_key };
	uint64_t           last;

	if (!recheck_some(c, m->customer_id, &r, &last))
		return false;
	r.after_id = last;
	return add_job(c, m->customer_id, &r, last ? 0 : LATER_S);
}

struct more {
	const struct recheck_ref *in;
};

static bool recheck_more(struct ctx *c, void *arg)
{
	const struct recheck_ref *in = ((struct more *)arg)->in;
	struct recheck_ref        next = *in;
	struct sku_mapping        store;

	return mapping_sql_store(c, in->store_id, &store)
	    && recheck_some(c, store.customer_id, in, &next.after_id)
	    && (!next.after_id || add_job(c, store.customer_id, &next, 0));
}

bool mapping_recheck_more(struct ctx *c, const struct recheck_ref *in)
{
	return db_again(c, recheck_more, &(struct more){ in });
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
	m->freed_orders = 0;
	return was_bound || order_sql_count_waiting(c, m->customer_id, m->store_id, m->sku_key, &m->freed_orders);
}

static bool bind(struct ctx *c, void *arg)
{
	const struct bind_sku *in = ((struct bind *)arg)->in;
	struct sku_mapping    *m = ((struct bind *)arg)->out;
	bool                   found = false;

	*m = (struct sku_mapping){ .sku_key = in->sku_key };
	if (!mapping_sql_store(c, in->store_id, m) || !check_items(c, in, m) || !mapping_sql_lock(c, m, &found))
		return false;
	if (!mapping_sql_save(c, m)) {
		/* another bound it between our look and our insert: the second look finds it */
		if (db_duplicate_key(c)) {
			problem_clear(c);
			problem(c, PROBLEM_BUSY, "This SKU is being bound by somebody else.");
		}
		return false;
	}
	return mapping_sql_set_items(c, m)
	    && mapping_sql_add_event(c, m)
	    && count_freed(c, m, found)
	    && recheck_and_follow(c, m);
}

bool mapping_bind(struct ctx *c, const struct bind_sku *in, struct sku_mapping *out)
{
	return db_again(c, bind, &(struct bind){ in, out });
}

static bool unbind(struct ctx *c, void *arg)
{
	struct sku_mapping m = { 0 };

	return mapping_sql_lock_id(c, *(uint64_t *)arg, &m)
	    && mapping_sql_remove(c, &m)
	    && mapping_sql_add_event(c, &m)
	    && recheck_and_follow(c, &m);
}

bool mapping_unbind(struct ctx *c, uint64_t mapping_id)
{
	return db_again(c, unbind, &mapping_id);
}

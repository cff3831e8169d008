/* Which orders the stock is enough for is counted down as they are walked, so that ten units free ten orders of one
 * and not all hundred that wait. What an earlier part of the walk promised goes along in the job, for the SKU that
 * it is about. */
#include "domain/stock_recheck.h"

#include "base/buf.h"
#include "domain/dispatch_check.h"
#include "domain/order.h"
#include "sql/job_sql.h"
#include "sql/order_dispatch_sql.h"
#include "sql/order_sql.h"
#include "sql/stock_wait_sql.h"

#include <string.h>

enum { AT_ONCE = 200, LATER_S = 15 };

static bool add_job(struct ctx *c, uint64_t customer_id, const struct stock_recheck_ref *r, int64_t delay_s)
{
	struct buf payload = buf_new(c->arena, 256);

	shape_emit(&payload, &stock_recheck_ref_shape, r);
	return job_sql_add(c, &(struct job_new){ .customer_id = customer_id,
		.lane = arena_printf(c->arena, "customer:%llu:stock", (unsigned long long)customer_id), .kind = "stock_recheck",
		.uniq = arena_printf(c->arena, "stock_recheck:%llu:%llu:%llu", (unsigned long long)r->warehouse_id,
			(unsigned long long)r->sku_id, (unsigned long long)r->after_id),
		.priority = delay_s ? JOB_PRIORITY_NORMAL : JOB_PRIORITY_PERSON, .delay_s = delay_s, .payload = payload.text });
}

static bool any_waits(struct ctx *c, uint64_t customer_id, uint64_t sku_id, bool *any)
{
	uint64_t *ids;
	size_t    n;

	if (!stock_wait_sql_orders(c, customer_id, sku_id, 0, 1, &ids, &n))
		return false;
	*any = n > 0;
	return true;
}

bool stock_recheck_later(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, uint64_t sku_id)
{
	bool any;

	return any_waits(c, customer_id, sku_id, &any)
	    && add_job(c, customer_id, &(struct stock_recheck_ref){ .warehouse_id = warehouse_id, .sku_id = sku_id }, any ? 0 : LATER_S);
}

bool stock_recheck_released(struct ctx *c, const struct stock_change *s)
{
	for (size_t i = 0; i < s->n_items; i++) {
		const struct stock_recheck_ref r = { .warehouse_id = s->warehouse_id, .sku_id = s->items[i].sku_id };
		bool any;

		if (!any_waits(c, s->customer_id, r.sku_id, &any) || (any && !add_job(c, s->customer_id, &r, 0)))
			return false;
	}
	return true;
}

/* ---- the job ----------------------------------------------------------------------------------------- */

/* What was promised to orders that went free, by SKU. */
struct promise {
	uint64_t sku_id;
	int64_t  quantity;
};
struct walk {
	uint64_t                        customer_id;
	const struct stock_recheck_ref *in;
	struct promise                 *promises;
	size_t                          n_promises;
	int64_t                         freed;
};

static struct promise *promise_of(struct ctx *c, struct walk *w, uint64_t sku_id)
{
	for (size_t i = 0; i < w->n_promises; i++)
		if (w->promises[i].sku_id == sku_id)
			return &w->promises[i];
	w->promises = arena_realloc(c->arena, w->promises, w->n_promises * sizeof *w->promises,
		(w->n_promises + 1) * sizeof *w->promises);
	w->promises[w->n_promises] = (struct promise){ .sku_id = sku_id };
	return &w->promises[w->n_promises++];
}

static const struct sku_there *there_of(const struct sku_there *there, size_t n, uint64_t sku_id)
{
	for (size_t i = 0; i < n; i++)
		if (there[i].sku_id == sku_id)
			return &there[i];
	return NULL;
}

/* *enough: all of `items` is there beyond what was promised; it is promised then. */
static bool promise_all(struct ctx *c, struct walk *w, const struct stock_item *items, size_t n, bool *enough)
{
	uint64_t         *ids = NEW_N(c->arena, uint64_t, n + 1);
	struct sku_there *there;
	size_t            n_there;

	for (size_t i = 0; i < n; i++)
		ids[i] = items[i].sku_id;
	if (!order_sql_there(c, w->customer_id, w->in->warehouse_id, ids, n, &there, &n_there))
		return false;
	*enough = n > 0;
	for (size_t i = 0; i < n; i++) {
		const struct sku_there *t = there_of(there, n_there, items[i].sku_id);

		*enough = *enough && t && t->available - promise_of(c, w, items[i].sku_id)->quantity >= items[i].quantity;
	}
	for (size_t i = 0; *enough && i < n; i++)
		promise_of(c, w, items[i].sku_id)->quantity += items[i].quantity;
	return true;
}

static bool waits(const struct order *o)
{
	return o->exception_code && strcmp(o->exception_code, problem_kinds[PROBLEM_INSUFFICIENT_STOCK].code) == 0;
}

/* One that something else keeps by now stays where that is said. */
static bool look(struct ctx *c, struct walk *w, uint64_t id)
{
	struct order         o;
	struct order_line   *lines;
	struct stock_item   *items;
	struct dispatch_case k;
	size_t               n_lines, n;
	bool                 enough;

	if (!order_lock(c, (struct order_ref){ .id = id }, &o) || !order_recheck(c, &o))
		return false;
	if (!waits(&o) || (o.status != ORDER_PENDING && o.status != ORDER_ACKNOWLEDGED))
		return true;
	if (!order_sql_lines(c, &o, &lines, &n_lines))
		return false;
	k = (struct dispatch_case){ .order = &o, .lines = lines, .n_lines = n_lines };
	dispatch_goods(c, &k);
	items = stock_merged(c, k.needed, k.n_goods, &n);
	if (!promise_all(c, w, items, n, &enough))
		return false;
	w->freed += enough;
	return !enough || order_except_clear(c, &o, PROBLEM_INSUFFICIENT_STOCK);
}

static bool walk(struct ctx *c, struct walk *w, const uint64_t *ids, size_t n, uint64_t *last)
{
	*last = n > AT_ONCE ? ids[AT_ONCE - 1] : 0;
	promise_of(c, w, w->in->sku_id)->quantity = w->in->promised;
	for (size_t i = 0; i < n && i < AT_ONCE; i++)
		if (!look(c, w, ids[i]))
			return false;
	return true;
}

/* Goods where the customer has no business free nobody. */
static bool may_go_there(struct ctx *c, const struct walk *w, bool *may)
{
	struct dispatch_place place;
	bool                  found;

	if (!order_sql_place(c, w->customer_id, w->in->warehouse_id, 0, &place, &found))
		return false;
	*may = found && place.warehouse_enabled && place.business;
	return true;
}

bool stock_recheck_any(struct ctx *c, uint64_t customer_id, const struct stock_recheck_ref *const *jobs, size_t n, bool *any)
{
	uint64_t *skus = NEW_N(c->arena, uint64_t, n + 1), *waited;
	size_t    n_waited;

	for (size_t i = 0; i < n; i++)
		skus[i] = jobs[i]->sku_id;
	if (!stock_wait_sql_skus(c, customer_id, skus, n, &waited, &n_waited))
		return false;
	for (size_t i = 0; i < n; i++) {
		any[i] = jobs[i]->freed > 0; /* at its end that is to be noted */
		for (size_t k = 0; k < n_waited; k++)
			any[i] = any[i] || waited[k] == skus[i];
	}
	return true;
}

/* Mostly nobody waits, and that is all there is to ask. */
bool stock_recheck_more(struct ctx *c, uint64_t customer_id, const struct stock_recheck_ref *in)
{
	struct walk              w = { .customer_id = customer_id, .in = in, .freed = in->freed };
	struct stock_recheck_ref next = *in;
	uint64_t                *ids;
	size_t                   n;
	bool                     may;

	if (!stock_wait_sql_orders(c, customer_id, in->sku_id, in->after_id, AT_ONCE + 1, &ids, &n))
		return false;
	if (!n && !w.freed)
		return true;
	if (!may_go_there(c, &w, &may) || (may && !walk(c, &w, ids, n, &next.after_id)))
		return false;
	if (!may || !next.after_id)
		return !w.freed || stock_wait_sql_note(c, customer_id, in->warehouse_id, in->sku_id, w.freed);
	next.promised = promise_of(c, &w, in->sku_id)->quantity;
	next.freed = w.freed;
	return add_job(c, customer_id, &next, 0);
}

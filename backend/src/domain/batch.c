#include "domain/batch.h"

#include "domain/dispatch.h"
#include "domain/dispatch_check.h"
#include "domain/order.h"
#include "lib/failpoint.h"
#include "model/permission.h"
#include "sql/batch_sql.h"
#include "sql/job_sql.h"
#include "sql/order_dispatch_sql.h"

#include <stdlib.h>
#include <string.h>

enum { LATEST_MOST = 20, JOB_TRIES_OF_BATCH = 20 };

/* ---- the press ---------------------------------------------------------------------------------------- */

static int id_order(const void *a, const void *b)
{
	const struct batch_order *const *x = a, *const *y = b;

	return (*x)->id < (*y)->id ? -1 : (*x)->id > (*y)->id;
}

static bool no_order_twice(struct ctx *c, const struct start_batch *in)
{
	const struct batch_order **sorted = NEW_N(c->arena, const struct batch_order *, in->n_orders + 1);

	for (size_t i = 0; i < in->n_orders; i++)
		sorted[i] = &in->orders[i];
	qsort(sorted, in->n_orders, sizeof *sorted, id_order);
	for (size_t i = 1; i < in->n_orders; i++)
		if (sorted[i]->id == sorted[i - 1]->id) {
			const struct batch_order *later = sorted[i] > sorted[i - 1] ? sorted[i] : sorted[i - 1];

			problem_field(c, arena_printf(c->arena, "orders[%td].id", later - in->orders), "repeated", "is named twice");
		}
	return c->problem.code == PROBLEM_NONE;
}

static bool all_known(struct ctx *c, const struct start_batch *in)
{
	uint64_t     *ids = NEW_N(c->arena, uint64_t, in->n_orders + 1);
	struct order *rows;
	size_t        n;

	for (size_t i = 0; i < in->n_orders; i++)
		ids[i] = in->orders[i].id;
	return order_sql_to_dispatch(c, ids, in->n_orders, &rows, &n)
	    && (n == in->n_orders || problem(c, PROBLEM_NOT_FOUND, "There is no such order."));
}

static bool place_good(struct ctx *c, const struct start_batch *in)
{
	struct dispatch_place place;

	return dispatch_place_get(c, c->actor.customer_id, in->warehouse_id, in->channel_id, &place)
	    && dispatch_check_place(c, &place, ORDER_BATCH_DISPATCH);
}

static bool add_job(struct ctx *c, const struct batch *b)
{
	const struct batch_ref ref = { b->id };
	struct buf             payload = buf_new(c->arena, 64);

	shape_emit(&payload, &batch_ref_shape, &ref);
	return job_sql_add(c, &(struct job_new){ .customer_id = b->customer_id, .lane = "batch", .kind = "batch_dispatch",
		.uniq = arena_printf(c->arena, "batch_dispatch:%llu", (unsigned long long)b->id), .priority = JOB_PRIORITY_PERSON,
		.max_attempts = JOB_TRIES_OF_BATCH, .payload = payload.text });
}

struct press {
	const struct start_batch *in;
	struct batch             *out;
};

static bool add(struct ctx *c, void *arg)
{
	const struct start_batch *in = ((struct press *)arg)->in;
	struct batch             *out = ((struct press *)arg)->out;
	struct batch              b = { .customer_id = c->actor.customer_id, .warehouse_id = in->warehouse_id,
		.channel_id = in->channel_id, .total = (int64_t)in->n_orders, .created_by = c->actor.user_id,
		.created_by_name = c->actor.name };

	return batch_sql_add(c, &b) && batch_sql_add_items(c, &b, in->orders, in->n_orders) && batch_sql_get(c, b.id, out)
	    && add_job(c, &b);
}

bool batch_start(struct ctx *c, const struct start_batch *in, struct batch *out)
{
	if (c->actor.kind == ACTOR_STAFF)
		return problem(c, PROBLEM_FORBIDDEN, "Orders are dispatched by their customer.");
	return no_order_twice(c, in)
	    && all_known(c, in)
	    && place_good(c, in)
	    && db_again(c, add, &(struct press){ in, out });
}

bool batch_retry(struct ctx *c, uint64_t id, struct batch *out)
{
	struct batch       old;
	struct start_batch in = { 0 };

	if (!batch_sql_get(c, id, &old) || !batch_sql_refused(c, id, &in.orders, &in.n_orders))
		return false;
	if (!in.n_orders)
		return problem(c, PROBLEM_ACTION_NOT_ALLOWED, "No order that this batch refused still waits for a dispatch.");
	in.warehouse_id = old.warehouse_id;
	in.channel_id = old.channel_id;
	return batch_start(c, &in, out);
}

static bool stop(struct ctx *c, void *arg)
{
	const struct batch *b = arg;

	return batch_sql_end(c, b, BATCH_STOPPED) && batch_sql_skip_waiting(c, b);
}

bool batch_stop(struct ctx *c, uint64_t id, struct batch *out)
{
	return batch_sql_get(c, id, out) && db_again(c, stop, out) && batch_sql_get(c, id, out);
}

/* ---- showing ------------------------------------------------------------------------------------------ */

bool batch_get(struct ctx *c, uint64_t id, struct batch *out)
{
	return batch_sql_get(c, id, out);
}

bool batch_latest(struct ctx *c, struct batch **rows, size_t *n)
{
	return batch_sql_latest(c, LATEST_MOST, rows, n);
}

bool batch_items(struct ctx *c, uint64_t id, struct batch_item_filter *f, struct batch_item **rows, size_t *n, struct page_end *end)
{
	struct batch b;

	*rows = NULL;
	*n = 0;
	if (!page_read(c, &f->page) || !batch_sql_get(c, id, &b) || !batch_sql_items(c, id, f, rows, n))
		return false;
	*end = (struct page_end){ .total_is_exact = true };
	for (size_t i = 0; i < f->n_states; i++)
		end->total += (uint64_t)(strcmp(f->states[i], "waiting") == 0 ? b.waiting
			: strcmp(f->states[i], "dispatched") == 0 ? b.dispatched
			: strcmp(f->states[i], "refused") == 0 ? b.refused : b.skipped);
	if (!f->n_states)
		end->total = (uint64_t)b.total;
	if (*n > (size_t)f->page.limit) {
		*n = (size_t)f->page.limit;
		end->next_cursor = page_cursor(c, (struct instant){ 0 }, (uint64_t)(*rows)[*n - 1].position);
	}
	return true;
}

/* ---- the job ------------------------------------------------------------------------------------------ */

bool batch_next(struct ctx *c, uint64_t id, int limit, struct batch *out, struct batch_item **items, size_t *n, bool *more)
{
	*n = 0;
	if (!batch_sql_get(c, id, out) || !batch_sql_run(c, out) || !batch_sql_waiting(c, out, limit + 1, items, n))
		return false;
	*more = *n > (size_t)limit;
	if (*more)
		*n = (size_t)limit;
	return true;
}

void batch_act_as_presser(struct ctx *c, const struct batch *b)
{
	c->actor = (struct actor){ .kind = ACTOR_USER, .user_id = b->created_by, .customer_id = b->customer_id,
		.name = b->created_by_name, .permissions = UINT64_C(1) << PERM_ORDER_DISPATCH };
}

bool batch_send(struct ctx *c, const struct batch *b, const struct batch_item *item, const char **key)
{
	const struct dispatch to = { .warehouse_id = b->warehouse_id, .channel_id = b->channel_id };
	bool                  mine;

	*key = NULL;
	return batch_sql_dispatched(c, b, item, &mine)
	    && FP(c, "batch.after_mark")
	    && (!mine || dispatch_of_batch(c, (struct order_ref){ item->order_id, item->version }, &to, b->id, key));
}

bool batch_refuse(struct ctx *c, const struct batch *b, const struct batch_item *item, const struct problem *why, const char *key)
{
	struct order o;
	bool         mine;

	return batch_sql_refuse(c, b, item, problem_kinds[why->code].code, why->detail, &mine)
	    && (!mine || (order_lock(c, (struct order_ref){ .id = item->order_id }, &o)
		    && order_stays(c, &o, why->code, why->detail, key)));
}

bool batch_finish(struct ctx *c, const struct batch *b)
{
	return batch_sql_end(c, b, BATCH_DONE);
}

bool batch_bury(struct ctx *c, uint64_t id, const struct problem *why)
{
	struct batch b;

	return batch_sql_get(c, id, &b)
	    && batch_sql_refuse_waiting(c, &b, problem_kinds[why->code].code, why->detail)
	    && batch_sql_end(c, &b, BATCH_DONE);
}

/* A batch of orders, some at a time, so that the batches of one customer take turns. Each order is dispatched in a
 * transaction of its own, with the mark that it was: killed at any moment, the next worker goes on with the
 * first that has none. */
#include "jobs/kinds.h"

#include "base/log.h"
#include "domain/batch.h"
#include "lib/db.h"
#include "lib/failpoint.h"

enum { AT_ONCE = 25, BUSY_WAIT_S = 2 };

/* One order in a worker's hands. */
struct turn {
	struct job_run          *run;
	const struct batch      *batch;
	const struct batch_item *item;
	const struct problem    *why;
	const char              *key;
	bool                     lost;   /* the lease */
	bool                     waited; /* in vain, for a lock that somebody else holds */
};

static bool fence(struct turn *t)
{
	const bool held = job_fence(t->run);

	t->lost = !held && problem_is(t->run->ctx, PROBLEM_STALE);
	return held;
}

static bool go(struct ctx *c, void *arg)
{
	struct turn *t = arg;
	const bool   ok = batch_send(c, t->batch, t->item, &t->key);

	t->waited = !ok && db_lock_waited(c);
	return ok && fence(t) && FP(c, "batch.before_commit");
}

static bool stay(struct ctx *c, void *arg)
{
	struct turn *t = arg;

	return batch_refuse(c, t->batch, t->item, t->why, t->key) && fence(t);
}

/* Like db_again, but whoever holds the order holds up this order alone: the others do not wait for it four times. */
static bool sent(struct ctx *c, struct turn *t)
{
	if (db_begin(c) && db_end(c, go(c, t)))
		return true;
	if (!problem_is(c, PROBLEM_BUSY) || t->waited || db_commit_unknown(c))
		return false;
	problem_clear(c);
	return db_again(c, go, t);
}

/* Trouble of the house, which says nothing of the order. */
static bool passes(const struct turn *t)
{
	const struct ctx *c = t->run->ctx;

	return t->lost || problem_kinds[c->problem.code].retry || problem_is(c, PROBLEM_UNAVAILABLE);
}

static bool refused(struct ctx *c, struct turn *t)
{
	struct problem *why = NEW(c->arena, struct problem);

	*why = c->problem;
	if (problem_is(c, PROBLEM_INTERNAL))
		log_error("batch_item", KV("batch", t->batch->id), KV("order", t->item->order_id), KV("problem", why->detail),
			KV("cause", why->cause));
	problem_clear(c);
	t->why = why;
	return db_again(c, stay, t);
}

/* An order that is locked for too long is left for the next time; *busy says so. */
static bool one(struct job_run *r, const struct batch *b, const struct batch_item *item, bool *busy)
{
	struct ctx *job = r->ctx, c = ctx_begin(job);
	struct turn t = { .run = r, .batch = b, .item = item };
	bool        ok;

	batch_act_as_presser(&c, b);
	r->ctx = &c;
	ok = sent(&c, &t) || (!passes(&t) && refused(&c, &t));
	r->ctx = job;
	if (!ok && problem_is(&c, PROBLEM_BUSY) && !db_commit_unknown(&c))
		ok = *busy = true;
	if (!ok)
		problem_take(job, &c);
	ctx_end(&c);
	return ok;
}

static bool work(struct job_run *r)
{
	const struct batch_ref *in = r->payload;
	struct batch           *b = NEW(r->ctx->arena, struct batch);
	struct batch_item      *items;
	size_t                  n;
	bool                    busy = false;

	r->state = b;
	r->again = true; /* whatever stops the whole of it is trouble of the house */
	if (!batch_next(r->ctx, in->batch_id, AT_ONCE, b, &items, &n, &r->more))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!job_keep_going(r))
			return problem(r->ctx, PROBLEM_STALE, "the lease was lost or the worker is stopping");
		if (!one(r, b, &items[i], &busy))
			return false;
		FP_HERE(r->ctx, "batch.after_item");
	}
	if (!busy)
		return true;
	r->delay_s = BUSY_WAIT_S;
	return problem(r->ctx, PROBLEM_BUSY, "an order of the batch is being worked on");
}

static bool record(struct job_run *r)
{
	return batch_finish(r->ctx, r->state);
}

static bool dead(struct job_run *r, const struct problem *why)
{
	const struct batch_ref *in = r->payload;

	return batch_bury(r->ctx, in->batch_id, why);
}

const struct job_kind batch_dispatch_job = { "batch_dispatch", &batch_ref_shape, sizeof(struct batch_ref), work, record, dead };

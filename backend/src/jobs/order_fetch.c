/* One order asked for again: after it came back from a warehouse, with changes that were kept from it. */
#include "jobs/kinds.h"

#include "domain/ingest.h"
#include "domain/outbound_fetch.h"
#include "jobs/call.h"
#include "lib/db.h"
#include "model/outbound.h"

/* One order in a worker's hands. */
struct fetch {
	struct call          call;
	struct order         order;
	struct step          step;
	struct instant       asked_at;
	struct ingest_result result;
};

static bool store(struct ctx *c, void *arg)
{
	struct job_run *r = arg;
	struct fetch *f = r->state;
	const struct ingest_source from = {
		.customer_id = f->order.customer_id,
		.store_id = f->order.store_id,
		.kind = (enum order_kind)f->order.kind,
		.platform = f->call.store.platform,
		.asked_at = f->asked_at,
	};

	return ingest_order(c, &from, &f->step.orders[0], &f->result) && job_fence(r);
}

static bool work(struct job_run *r)
{
	const struct order_fetch_ref *in = r->payload;
	struct ctx *c = r->ctx;
	struct fetch *f = NEW(c->arena, struct fetch);
	struct platform_args args = { 0 };

	r->state = f;
	if (!outbound_fetch_order(c, in->order_id, &f->order) || !call_open(&f->call, r, f->order.store_id, false))
		return false;
	f->call.reserve = 0; /* somebody waits to send it again */
	f->asked_at = instant_now();
	args.platform_order_id = f->order.platform_order_id;
	if (!call_run(&f->call, OP_GET_ORDER, &args, &f->step))
		return false;
	if (!f->step.n_orders)
		return problem(c, PROBLEM_NOT_ON_PLATFORM, "the shop does not know order %s", f->order.order_no);
	if (!db_again(c, store, r))
		return false;
	return f->result.outcome != SYNC_FAILED
	    || problem(c, PROBLEM_PLATFORM_UNREADABLE, "order %s: %s", f->order.order_no, f->result.detail);
}

static bool dead(struct job_run *r, const struct problem *why)
{
	const struct order_fetch_ref *in = r->payload;

	return !in || outbound_fetch_failed(r->ctx, in->order_id, why->detail);
}

const struct job_kind order_fetch_job = { "order_fetch", &order_fetch_ref_shape, sizeof(struct order_fetch_ref), work, NULL, dead };

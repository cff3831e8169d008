/* Pulling a store's orders: page by page, each page stored and the place kept in one transaction. The
 * job lets its lane go between pages when its turn is over and goes on where it stopped. */
#include "jobs/kinds.h"

#include "base/number.h"
#include "domain/ingest.h"
#include "domain/sync.h"
#include "jobs/call.h"
#include "lib/db.h"
#include "lib/failpoint.h"
#include "sql/store_sql.h"
#include "sql/sync_sql.h"

#include <malloc.h>
#include <string.h>
#include <time.h>

enum { TURN_S = 10, CLOCK_NOISE_S = 2 };

/* One run in a worker's hands. */
struct pull {
	struct call        call;
	struct sync_run    run;
	struct sync_window window;
	int64_t            skew_s;
	const char        *note; /* what people should know of how this shop can be read; NULL: nothing */
};

struct pulled_page {
	struct pull              *pull;
	const struct step        *step;
	const struct ingest_result *results;
	size_t                    n;
};

static bool begin(struct ctx *c, void *arg)
{
	struct pull *p = arg;

	return sync_begin(c, &p->run, &p->call.store, &p->window) && job_fence(p->call.run);
}

/* Last in the page's transaction. */
static bool keep_place(struct ctx *c, void *arg)
{
	struct pulled_page *page = arg;
	struct pull *p = page->pull;
	struct sync_counts counts = { 0 };

	for (size_t i = 0; i < page->n; i++)
		counts.by_outcome[page->results[i].outcome]++;
	for (size_t i = 0; i < page->step->n_missing; i++)
		if (!sync_sql_miss(c, &p->run, page->step->missing[i]))
			return false;
	counts.by_outcome[SYNC_FAILED] += page->step->n_missing;
	return FP(c, "sync.before_place")
	    && sync_sql_progress(c, p->run.id, &counts, page->step->next_cursor)
	    && job_fence(p->call.run)
	    && FP(c, "sync.before_commit");
}

/* A platform's page may be larger than what one transaction should hold. The place is kept with the last part. */
static bool store_page(struct ctx *c, struct pull *p, const struct step *step, struct instant asked_at)
{
	const struct ingest_source from = {
		.customer_id = p->run.customer_id,
		.store_id = p->run.store_id,
		.kind = (enum order_kind)p->run.kind,
		.platform = p->call.store.platform,
		.run_id = p->run.id,
		.asked_at = asked_at,
	};
	struct ingest_result *results = NEW_N(c->arena, struct ingest_result, step->n_orders + 1);
	struct pulled_page page = { p, step, results, step->n_orders };

	for (size_t at = 0; at < step->n_orders; at += INGEST_PAGE_MAX) {
		size_t n = step->n_orders - at < INGEST_PAGE_MAX ? step->n_orders - at : INGEST_PAGE_MAX;
		bool last = at + n == step->n_orders;

		if (!ingest_page(c, &from, step->orders + at, n, results + at, last ? keep_place : NULL, &page))
			return false;
		if (!job_keep_going(p->call.run))
			return problem(c, PROBLEM_STALE, "the lease was lost or the worker is stopping");
	}
	return step->n_orders > 0 || db_again(c, keep_place, &page);
}

/* A Date has whole seconds and was on its way: what that alone explains is no difference of clocks, and must not
 * keep the last second's orders out of the window. */
static int64_t skew_of(struct instant theirs)
{
	int64_t s = (theirs.us - instant_now().us) / INSTANT_SECOND;

	return s >= -CLOCK_NOISE_S && s <= CLOCK_NOISE_S ? 0 : s;
}

/* One page in a lifetime of its own, so that a long run stays flat. *cursor lives in the job's arena. */
/* That the platform does not know it is an answer. */
static bool ask_for(struct pull *p, const char *id, struct step *step)
{
	struct ctx *c = p->call.run->ctx;

	if (call_try(&p->call, OP_GET_ORDER, &(struct platform_args){ .platform_order_id = id }, step))
		return call_succeeded(&p->call);
	if (c->problem.code != PROBLEM_NONE)
		return false;
	if (step->error.class == CLASS_NOT_FOUND)
		return call_succeeded(&p->call);
	return db_begin(c) && db_end(c, call_consequences(&p->call, &step->error)) && platform_problem(c, &step->error);
}

/* The nth of the ids, each a page of its own; one that the platform does not know is missing. */
static bool pull_nth(struct pull *p, const struct platform_args *args, struct step *step)
{
	struct ctx *c = p->call.run->ctx;
	int64_t nth = 0;

	if (args->cursor && (!int_parse(args->cursor, &nth) || nth < 0 || nth >= (int64_t)p->window.n_numbers))
		return problem(c, PROBLEM_INTERNAL, "the run's place is none of its list");
	if (!ask_for(p, p->window.numbers[nth], step))
		return false;
	if (!step->n_orders) {
		step->missing = &p->window.numbers[nth];
		step->n_missing = 1;
	}
	step->next_cursor = nth + 1 < (int64_t)p->window.n_numbers ? arena_printf(c->arena, "%lld", (long long)nth + 1) : NULL;
	return true;
}

static bool pull_page(struct pull *p, const char **cursor)
{
	struct ctx *job = p->call.run->ctx, c = ctx_begin(job);
	const struct platform_args args = {
		.by = p->window.by_creation ? WINDOW_CREATED : WINDOW_UPDATED,
		.from = p->window.from,
		.to = p->window.to,
		.n_numbers = p->window.n_numbers,
		.numbers = p->window.numbers,
		.cursor = *cursor,
	};
	struct instant asked_at = instant_now();
	struct step step = { 0 };
	bool ok;

	p->call.run->ctx = &c;
	ok = p->window.by_ids ? pull_nth(p, &args, &step)
		: call_run(&p->call, p->window.by_numbers ? OP_GET_ORDERS : OP_LIST_ORDERS, &args, &step);
	if (ok && step.server_time.us)
		p->skew_s = skew_of(step.server_time);
	FP_HERE(&c, "sync.after_call");
	ok = ok && store_page(&c, p, &step, asked_at);
	FP_HERE(&c, "sync.after_page");
	p->call.run->ctx = job;
	if (ok && step.note)
		p->note = arena_strdup(job->arena, step.note);
	if (ok)
		*cursor = arena_strdup(job->arena, step.next_cursor);
	else
		problem_take(job, &c);
	ctx_end(&c);
	return ok;
}

static bool over(const struct sync_run *run)
{
	return run->status != SYNC_QUEUED && run->status != SYNC_RUNNING;
}

/* Says in the log why a run that is not over waits. */
static bool trouble(struct job_run *r, uint64_t run_id)
{
	struct ctx c = ctx_begin(r->ctx);
	const struct problem *p = &r->ctx->problem;

	(void)(p->code == PROBLEM_STALE || sync_sql_trouble(&c, run_id, problem_kinds[p->code].code, p->detail));
	ctx_end(&c);
	return false;
}

static bool work(struct job_run *r)
{
	const struct sync_run_ref *in = r->payload;
	struct pull *p = NEW(r->ctx->arena, struct pull);
	time_t until = time(NULL) + TURN_S;
	const char *cursor;

	r->state = p;
	if (!sync_get(r->ctx, in->run_id, &p->run))
		return false;
	if (over(&p->run))
		return true;
	if (!call_open(&p->call, r, p->run.store_id, false))
		return trouble(r, in->run_id);
	p->call.sync_run_id = p->run.id;
	p->call.reserve = p->run.type == SYNC_MANUAL ? 0 : 20;
	p->skew_s = p->call.store.clock_skew_s;
	if (!db_again(r->ctx, begin, p))
		return false;
	cursor = p->run.page_cursor;
	do {
		if (!pull_page(p, &cursor))
			return trouble(r, in->run_id);
		r->more = cursor != NULL;
	} while (cursor && time(NULL) < until && !job_stopping());
	malloc_trim(0); /* the pages' memory was kept from one to the next (bin/worker.c) */
	return true;
}

static bool record(struct job_run *r)
{
	struct pull *p = r->state;

	return over(&p->run)
	    || (sync_finish(r->ctx, &p->run, &p->call.store, &p->window, p->skew_s)
		&& (!p->note || store_sql_health(r->ctx, p->run.store_id, HEALTH_TROUBLED, p->note)));
}

static bool dead(struct job_run *r, const struct problem *why)
{
	const struct sync_run_ref *in = r->payload;
	struct pull *p = r->state;

	if (!p || !p->run.id)
		return sync_sql_fail(r->ctx, in ? in->run_id : 0, problem_kinds[why->code].code, why->detail);
	return over(&p->run) || sync_failed(r->ctx, &p->run, &p->window, why->code, why->detail);
}

const struct job_kind sync_run_job = { "sync_run", &sync_run_ref_shape, sizeof(struct sync_run_ref), work, record, dead };

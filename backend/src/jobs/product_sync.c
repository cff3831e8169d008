/* Reading a store's list of products: page by page, each page stored and the place kept in one transaction. A page is
 * asked for without one. The job lets its lane go between pages when its turn is over and goes on where it stopped. */
#include "jobs/kinds.h"

#include "domain/product.h"
#include "jobs/call.h"
#include "lib/db.h"
#include "sql/product_sql.h"

#include <time.h>

enum { TURN_S = 10 };

struct reading {
	struct call        call;
	struct product_run run;
};

struct listed_page {
	struct reading    *reading;
	const struct step *step;
	struct product_page found;
};

static bool begin(struct ctx *c, void *arg)
{
	struct reading *r = arg;

	return product_sql_begin(c, r->run.id) && job_fence(r->call.run);
}

/* Said once, because it stays true for the whole run. */
static bool note(struct ctx *c, struct listed_page *p)
{
	const char *words = p->step->note;

	if (p->found.n_too_long)
		words = arena_printf(c->arena, "%s%sProducts left out because their id or SKU is longer than 191 bytes: %zu", words ? words : "",
			words ? ". " : "", p->found.n_too_long);
	return !words || product_sql_note(c, p->reading->run.id, words);
}

static bool store_page(struct ctx *c, void *arg)
{
	struct listed_page      *p = arg;
	const struct product_run *run = &p->reading->run;
	struct product_run        counts = { 0 };

	if (!product_page_put(c, run, p->step->skus, p->step->n_skus, &p->found))
		return false;
	counts = (struct product_run){ .seen = p->found.seen, .added = p->found.added, .changed = p->found.changed };
	return note(c, p) && product_sql_progress(c, run->id, &counts, p->step->next_cursor) && job_fence(p->reading->call.run);
}

/* One page in a lifetime of its own, so that a long list stays flat. *cursor lives in the job's arena. */
static bool read_page(struct reading *r, const char **cursor)
{
	struct ctx *job = r->call.run->ctx, c = ctx_begin(job);
	struct step step = { 0 };
	struct listed_page page = { .reading = r, .step = &step };
	bool ok;

	r->call.run->ctx = &c;
	ok = call_run(&r->call, OP_LIST_SKUS, &(struct platform_args){ .cursor = *cursor }, &step)
	    && db_again(&c, store_page, &page)
	    && product_page_follow(&c, &r->run, &page.found);
	r->call.run->ctx = job;
	if (ok)
		*cursor = arena_strdup(job->arena, step.next_cursor);
	else
		problem_take(job, &c);
	ctx_end(&c);
	return ok;
}

static bool over(const struct product_run *run)
{
	return run->state == PRODUCT_RUN_DONE || run->state == PRODUCT_RUN_FAILED;
}

/* Says where people look why a run that is not over waits. */
static bool trouble(struct job_run *r, uint64_t run_id)
{
	struct ctx c = ctx_begin(r->ctx);
	const struct problem *p = &r->ctx->problem;

	(void)(p->code == PROBLEM_STALE || product_sql_trouble(&c, run_id, problem_kinds[p->code].code, p->detail));
	ctx_end(&c);
	return false;
}

static bool work(struct job_run *r)
{
	const struct product_run_ref *in = r->payload;
	struct reading *reading = NEW(r->ctx->arena, struct reading);
	time_t until = time(NULL) + TURN_S;
	const char *cursor;

	r->state = reading;
	if (!product_run_get(r->ctx, in->run_id, &reading->run))
		return false;
	if (over(&reading->run))
		return true;
	if (!call_open(&reading->call, r, reading->run.store_id, false))
		return trouble(r, in->run_id);
	reading->call.reserve = 0; /* a person waits */
	if (!db_again(r->ctx, begin, reading))
		return false;
	cursor = reading->run.page_cursor;
	do {
		if (!read_page(reading, &cursor))
			return trouble(r, in->run_id);
		r->more = cursor != NULL;
	} while (cursor && time(NULL) < until && !job_stopping());
	return true;
}

static bool record(struct job_run *r)
{
	struct reading *reading = r->state;

	return over(&reading->run) || product_run_finish(r->ctx, &reading->run);
}

static bool dead(struct job_run *r, const struct problem *why)
{
	const struct product_run_ref *in = r->payload;

	return product_run_failed(r->ctx, in ? in->run_id : 0, why->code, why->detail);
}

const struct job_kind product_sync_job = { "product_sync", &product_run_ref_shape, sizeof(struct product_run_ref), work, record, dead };

/* Testing a store's address and credentials, for a person who waits: one try, the result is the answer. */
#include "jobs/kinds.h"

#include "jobs/call.h"
#include "lib/db.h"
#include "sql/store_sql.h"

static const char *steps_json(struct ctx *c, const struct probe_step *steps, size_t n, const char *failed, const char *why)
{
	struct buf b = buf_new(c->arena, 512);
	bool any = false;

	buf_putc(&b, '[');
	for (size_t i = 0; i < n; i++) {
		buf_puts(&b, any ? ",{\"name\":" : "{\"name\":");
		buf_json(&b, steps[i].name);
		buf_puts(&b, steps[i].passed ? ",\"passed\":true,\"detail\":" : ",\"passed\":false,\"detail\":");
		buf_json(&b, steps[i].detail);
		buf_putc(&b, '}');
		any = true;
	}
	if (failed) {
		buf_puts(&b, any ? ",{\"name\":" : "{\"name\":");
		buf_json(&b, failed);
		buf_puts(&b, ",\"passed\":false,\"detail\":");
		buf_json(&b, why);
		buf_putc(&b, '}');
	}
	buf_putc(&b, ']');
	return b.text;
}

static bool all_passed(const struct step *s)
{
	for (size_t i = 0; i < s->n_probe; i++)
		if (!s->probe[i].passed)
			return false;
	return s->n_probe > 0;
}

static const char *first_failure(const struct step *s)
{
	for (size_t i = 0; i < s->n_probe; i++)
		if (!s->probe[i].passed)
			return s->probe[i].detail;
	return s->error.words;
}

/* The step that an error without steps of its own belongs to. */
static const char *step_of(const struct platform_error *e)
{
	switch (e->class) {
	case CLASS_AUTH_EXPIRED:
	case CLASS_PERMISSION:
		return "credentials";
	case CLASS_NOT_FOUND:
	case CLASS_UNSUPPORTED:
		return "api";
	default:
		return e->http_status ? "api" : "address";
	}
}

struct tested {
	struct call        call;
	struct store_probe probe;
};

static bool work(struct job_run *r)
{
	const struct store_ref *in = r->payload;
	struct tested *t = NEW(r->ctx->arena, struct tested);
	struct step step = { 0 };
	bool ran;

	r->state = t;
	if (!call_open(&t->call, r, in->store_id, true) || !store_sql_test(r->ctx, in->store_id, TEST_RUNNING, NULL))
		return false;
	t->call.reserve = 0;
	ran = call_try(&t->call, OP_PROBE, &(struct platform_args){ 0 }, &step);
	if (!ran && step.error.stopped) {
		r->free_try = true;
		return problem(r->ctx, PROBLEM_BUSY, "the worker stopped");
	}
	t->probe = (struct store_probe){
		.passed = ran && all_passed(&step),
		.steps = steps_json(r->ctx, step.probe, step.n_probe, ran || (step.n_probe && !all_passed(&step)) ? NULL : step_of(&step.error), step.error.words),
		.strategy = step.strategy,
		.account = step.account_name,
		.has_updated_filter = step.has_updated_filter,
		.why = first_failure(&step),
	};
	return true;
}

static bool record(struct job_run *r)
{
	struct tested *t = r->state;

	return store_probed(r->ctx, &t->call.store, &t->probe);
}

/* The test could not be run at all: people see that too. */
static bool dead(struct job_run *r, const struct problem *why)
{
	const struct store_ref *in = r->payload;

	return store_sql_test(r->ctx, in->store_id, TEST_FAILED, steps_json(r->ctx, NULL, 0, "address", why->detail))
	    && store_sql_health(r->ctx, in->store_id, HEALTH_DOWN, why->detail);
}

const struct job_kind store_test_job = { "store_test", &store_ref_shape, sizeof(struct store_ref), work, record, dead };

/* Telling a platform of a shipment or of an acknowledgement: read, ask, record. What the last call's answer was, if any, decides whether
 * to look or to send; nothing is ever sent blindly again. */
#include "jobs/kinds.h"

#include "domain/writeback.h"
#include "jobs/call.h"
#include "lib/config.h"
#include "lib/db.h"
#include "model/writeback.h"

enum { LOOK_AGAIN_S = 10, SEND_AGAIN_S = 1 };

/* One writeback in a worker's hands. */
struct telling {
	struct call             call;
	struct writeback_work   work;
	struct writeback_result result;
	struct platform_error   error; /* CLASS_NONE when the platform answered */
	int64_t                 wait_s; /* until it is asked what became of what it took */
};

static bool begin(struct ctx *c, void *arg)
{
	struct job_run *r = arg;
	const struct writeback_ref *in = r->payload;
	struct telling *t = r->state;

	return writeback_begin(c, in->writeback_id, &t->work) && job_fence(r);
}

static enum writeback_outcome outcome_of_answer(enum write_result written)
{
	switch (written) {
	case WRITE_CONFIRMED:
	case WRITE_ALREADY:
		return WRITEBACK_CONFIRMED;
	case WRITE_NOT_THERE:
		return WRITEBACK_NOT_THERE;
	case WRITE_PROCESSING:
		return WRITEBACK_PROCESSING;
	case WRITE_CANNOT_TELL:
		break;
	}
	return WRITEBACK_CANNOT_TELL;
}

static enum writeback_outcome outcome_of_error(const struct telling *t, const struct job *j)
{
	const struct platform_error *e = &t->error;
	const struct platform_class_rule *rule = &platform_class_rules[e->class];
	bool last = j->attempts >= j->max_attempts && rule->uses_try && !e->stopped;

	if (e->class == CLASS_UNCERTAIN && t->work.step == WRITEBACK_SEND)
		return WRITEBACK_UNCERTAIN;
	if (rule->retried || rule->pauses_store || e->stopped)
		return last ? WRITEBACK_GIVE_UP : WRITEBACK_LATER;
	return WRITEBACK_REFUSED;
}

static void ask(struct job_run *r)
{
	struct telling *t = r->state;
	const bool looks = t->work.step == WRITEBACK_FIND, acknowledges = t->work.is_acknowledgement;
	const struct platform_args args = {
		.platform_order_id = acknowledges ? t->work.acknowledgement.platform_order_id : t->work.shipment.platform_order_id,
		.shipment = acknowledges ? NULL : &t->work.shipment,
		.acknowledgement = acknowledges ? &t->work.acknowledgement : NULL,
		.platform_ref = looks ? t->work.platform_ref : NULL,
		.waited_s = looks ? t->work.waited_s : 0,
	};
	const enum platform_op op = acknowledges ? (looks ? OP_FIND_ACKNOWLEDGE : OP_ACKNOWLEDGE) : looks ? OP_FIND_SHIP : OP_SHIP;
	struct step step = { 0 };

	if (call_try(&t->call, op, &args, &step)) {
		t->result = (struct writeback_result){
			.outcome = outcome_of_answer(step.written),
			.platform_ref = step.platform_ref,
			.proof = step.proof,
			.tries = r->job->attempts,
			.poll_s = r->worker->config->poll_s,
		};
		return;
	}
	t->error = step.error;
	t->result = (struct writeback_result){
		.outcome = outcome_of_error(t, r->job),
		.code = platform_class_problem(step.error.class),
		.words = step.error.words,
		.says_no = step.error.class == CLASS_VALIDATION || step.error.class == CLASS_CONFLICT,
		.tries = r->job->attempts,
	};
}

/* The answer is written down before the job ends: it must not depend on how the job goes on. */
static bool answered(struct ctx *c, void *arg)
{
	struct job_run *r = arg;
	struct telling *t = r->state;

	return writeback_answered(c, &t->work, &t->result, &t->wait_s)
	    && (t->error.class == CLASS_NONE ? call_succeeded(&t->call) : call_consequences(&t->call, &t->error))
	    && job_fence(r);
}

static bool again(struct job_run *r, bool free_try, int64_t delay_s)
{
	struct telling *t = r->state;

	r->again = true;
	r->free_try = free_try;
	r->delay_s = delay_s;
	return problem(r->ctx, PROBLEM_PLATFORM_SILENT, "%s", t->result.words ? t->result.words : t->work.is_acknowledgement ? "the platform has not answered to the acknowledgement yet" : "the platform does not show the shipment yet");
}

static bool work(struct job_run *r)
{
	const struct writeback_ref *in = r->payload;
	struct telling *t = NEW(r->ctx->arena, struct telling);

	r->state = t;
	if (!call_open(&t->call, r, in->store_id, false) || !call_know_store(&t->call) || !db_again(r->ctx, begin, r))
		return false;
	if (t->work.step == WRITEBACK_NOTHING)
		return true;
	if (t->work.step == WRITEBACK_WAIT)
		return again(r, true, t->work.wait_s);
	t->call.reserve = 0; /* what left the house goes before what comes in */
	ask(r);
	if (!db_again(r->ctx, answered, r))
		return false;
	switch (t->result.outcome) {
	case WRITEBACK_CONFIRMED:
	case WRITEBACK_REFUSED:
	case WRITEBACK_GIVE_UP:
		return true;
	case WRITEBACK_PROCESSING:
		return t->wait_s == 0 || again(r, true, t->wait_s);
	case WRITEBACK_NOT_THERE:
		return again(r, true, SEND_AGAIN_S);
	case WRITEBACK_UNCERTAIN:
	case WRITEBACK_CANNOT_TELL:
		return again(r, false, LOOK_AGAIN_S);
	case WRITEBACK_LATER:
		break; /* delay and tries follow from the error's class */
	}
	return platform_problem(r->ctx, &t->error);
}

static bool dead(struct job_run *r, const struct problem *why)
{
	const struct writeback_ref *in = r->payload;

	return writeback_give_up(r->ctx, in->writeback_id, why->code, why->detail);
}

const struct job_kind writeback_job = { "writeback_send", &writeback_ref_shape, sizeof(struct writeback_ref), work, NULL, dead };

#include "jobs/call.h"

#include "jobs/session.h"
#include "base/log.h"
#include "base/metric.h"
#include "lib/config.h"
#include "lib/db.h"
#include "lib/failpoint.h"
#include "sql/store_sql.h"
#include "sql/sync_sql.h"

#include <string.h>
#include <time.h>

enum { CALL_LIMIT_S = 30, RATE_WAIT_S = 60, BUCKET_TRIES = 100, FAILURES_TO_PAUSE = 5, PAUSE_MAX_S = 30 * 60, NOT_READY_WAIT_S = 60 };

/* Work on a store that is not authorised is kept, not failed. */
static bool not_ready(struct job_run *r, enum problem_code code, const char *name, const char *what)
{
	r->free_try = true;
	r->delay_s = NOT_READY_WAIT_S;
	return problem(r->ctx, code, "store %s is %s", name, what);
}

bool call_open(struct call *k, struct job_run *r, uint64_t store_id, bool untested)
{
	struct ctx *c = r->ctx;
	struct credentials keys = { 0 };

	*k = (struct call){ .run = r };
	if (!store_open(c, r->worker->seal, store_id, &k->store, &keys))
		return false;
	if (!untested && k->store.status == STORE_DISABLED)
		return not_ready(r, PROBLEM_STORE_DISABLED, k->store.name, "disabled");
	if (!untested && k->store.status != STORE_AUTHORISED)
		return not_ready(r, PROBLEM_STORE_NOT_AUTHORISED, k->store.name, "not authorised");
	k->platform = platform_named(k->store.platform);
	if (!k->platform)
		return problem(c, PROBLEM_PLATFORM_UNSUPPORTED, "this build does not speak to %s", k->store.platform);
	k->reserve = 20;
	k->account = (struct platform_store){
		.id = k->store.id,
		.customer_id = k->store.customer_id,
		.url = k->store.url,
		.key = keys.consumer_key ? keys.consumer_key : keys.client_id,
		.secret = keys.consumer_secret ? keys.consumer_secret : keys.client_secret,
		.refresh_token = keys.refresh_token,
		.strategy = k->store.writeback_strategy,
		.has_updated_filter = k->store.has_updated_filter,
	};
	return true;
}

/* ---- what the engine asks -------------------------------------------------------------------- */

static bool take_token(struct call *k, int *wait_s)
{
	for (int i = 0; i < BUCKET_TRIES; i++) {
		struct ctx c = ctx_begin(k->run->ctx);
		int64_t wait_ms = 0;
		bool ok = bucket_sql_take(&c, k->store.id, k->reserve, &wait_ms);
		struct timespec t = { wait_ms / 1000, wait_ms % 1000 * 1000000 };

		ctx_end(&c);
		if (!ok || !wait_ms)
			return ok;
		if (!job_keep_going(k->run))
			return false;
		(void)nanosleep(&t, NULL);
	}
	*wait_s = RATE_WAIT_S;
	return false;
}

static bool may_send(void *arg, bool is_write, int *wait_s)
{
	struct call *k = arg;

	*wait_s = 0;
	return job_keep_going(k->run) && take_token(k, wait_s) && (!is_write || job_lease_for(k->run, CALL_LIMIT_S));
}

/* The log of calls is for people: losing a line of it must not stop the work. */
static void on_request(void *arg, const struct platform_call *call)
{
	struct call *k = arg;
	struct ctx c = ctx_begin(k->run->ctx);
	const struct platform_request row = {
		.method = call->method,
		.path = call->path,
		.status = call->status,
		.ms = call->ms,
		.bytes = (int64_t)call->received_bytes,
		.problem = call->words,
	};

	FP_HERE(&c, "call.after_request");
	if (call->is_write)
		FP_HERE(&c, "call.after_write");
	metric_add(1, "gwms_platform_calls_total{op=\"%s\",status=\"%d\"}", platform_op_names[call->op], call->status);
	if (call->status == 429)
		metric_add(1, "gwms_platform_rate_limited_total{store=\"%llu\"}", (unsigned long long)k->store.id);
	if (!request_sql_add(&c, k->store.customer_id, k->store.id, k->sync_run_id, &row))
		log_warn("request_not_logged", KV("store", k->store.id), KV("why", c.problem.detail), KV("cause", c.problem.cause));
	ctx_end(&c);
	log_info("platform_call", KV("store", k->store.id), KV("op", platform_op_names[call->op]), KV("method", call->method), KV("path", call->path),
		KV("status", call->status), KV("ms", call->ms), KV("request", k->run->ctx->request_id),
		KV("platform_request", call->platform_request_id), KV("problem", call->words));
}

static bool keep_going(void *arg)
{
	struct call *k = arg;

	return job_keep_going(k->run);
}

/* ---- running one ----------------------------------------------------------------------------- */

/* What a run tells about the runs to come. Losing it costs a call or a wait, never the work. */
static void learn(struct call *k, bool good, const struct step *out)
{
	struct ctx c = ctx_begin(k->run->ctx);

	k->account.session = NULL; /* it lasts no longer than this */
	if (!good && (out->error.class == CLASS_AUTH_EXPIRED || out->error.http_status == 401))
		session_drop(&k->account);
	else if (out->session)
		session_keep(&c, &k->account, out->session, out->session_s);
	if (out->rate_milli && out->rate_milli != k->rate_milli) {
		if (bucket_sql_rate(&c, k->store.id, out->rate_milli))
			k->rate_milli = out->rate_milli;
		else
			log_warn("rate_not_kept", KV("store", k->store.id), KV("why", c.problem.detail), KV("cause", c.problem.cause));
	}
	ctx_end(&c);
}

bool call_try(struct call *k, enum platform_op op, const struct platform_args *args, struct step *out)
{
	const struct platform_hooks hooks = { may_send, on_request, keep_going, k };
	struct ctx *c = k->run->ctx;
	bool good;

	FP_HERE(c, "call.before");
	k->account.session = session_of(c, &k->account);
	k->account.rate_milli = k->rate_milli;
	good = platform_run(c, k->run->worker->http, k->platform, op, &k->account, args, &hooks, out);
	learn(k, good, out);
	return good;
}

/* After five failures in a row the store rests 1, 2, 4 … 30 minutes; then one job probes it. */
static bool note_failure(struct call *k, const char *why)
{
	struct ctx *c = k->run->ctx;
	struct query q = query_new(c);
	uint64_t streak;
	int64_t pause_s = 60;

	query_add(&q, "SELECT fail_streak FROM job_lane WHERE id = ?", V(k->run->job->lane_id));
	if (!db_exec(c, "UPDATE job_lane SET fail_streak = fail_streak + 1 WHERE id = ?", V(k->run->job->lane_id)) || !db_number(c, &q, &streak))
		return false;
	for (uint64_t i = FAILURES_TO_PAUSE; i < streak && pause_s < PAUSE_MAX_S; i++)
		pause_s *= 2;
	if (streak >= FAILURES_TO_PAUSE
	    && !job_sql_pause_store(c, k->store.customer_id, k->store.id, pause_s < PAUSE_MAX_S ? pause_s : PAUSE_MAX_S, "platform_silent"))
		return false;
	return store_sql_health(c, k->store.id, streak >= FAILURES_TO_PAUSE ? HEALTH_DOWN : HEALTH_TROUBLED, why);
}

bool call_consequences(struct call *k, const struct platform_error *e)
{
	const struct platform_class_rule *rule = &platform_class_rules[e->class];
	struct ctx *c = k->run->ctx;
	int64_t after_s = e->retry_after_s > 0 ? e->retry_after_s : RATE_WAIT_S;

	k->run->again = rule->retried || rule->pauses_store;
	k->run->free_try = e->stopped || (k->run->again && !rule->uses_try);
	k->run->delay_s = e->stopped ? 0 : e->class == CLASS_RATE_LIMITED ? after_s : 0;
	if (e->stopped)
		return true;
	switch (e->class) {
	case CLASS_AUTH_EXPIRED:
		return store_expired(c, &k->store, e->words);
	case CLASS_PERMISSION:
		return store_sql_health(c, k->store.id, HEALTH_TROUBLED, e->words);
	case CLASS_RATE_LIMITED:
		return job_sql_pause_store(c, k->store.customer_id, k->store.id, after_s, "platform_rate_limited")
		    && store_sql_health(c, k->store.id, HEALTH_TROUBLED, e->words);
	case CLASS_TRANSIENT:
	case CLASS_UNCERTAIN:
		return note_failure(k, e->words);
	default:
		return true;
	}
}

bool call_succeeded(struct call *k)
{
	return db_exec(k->run->ctx, "UPDATE job_lane SET fail_streak = 0 WHERE id = ? AND fail_streak > 0", V(k->run->job->lane_id));
}

bool call_run(struct call *k, enum platform_op op, const struct platform_args *args, struct step *out)
{
	struct ctx *c = k->run->ctx;

	if (call_try(k, op, args, out))
		return call_succeeded(k);
	if (!db_begin(c) || !db_end(c, call_consequences(k, &out->error)))
		return false;
	return platform_problem(c, &out->error);
}

bool call_know_store(struct call *k)
{
	struct ctx *c = k->run->ctx;
	struct step step = { 0 };

	if (k->account.strategy)
		return true;
	if (!call_run(k, OP_PROBE, &(struct platform_args){ 0 }, &step))
		return false;
	k->account.strategy = step.strategy;
	k->account.has_updated_filter = step.has_updated_filter;
	return store_sql_know(c, k->store.id, step.strategy, step.has_updated_filter);
}

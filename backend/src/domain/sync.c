#include "domain/sync.h"

#include "domain/schedule.h"
#include "domain/store_hook.h"
#include "lib/db.h"
#include "lib/json.h"
#include "lib/secret.h"
#include "model/coverage.h"
#include "sql/customer_sql.h"
#include "sql/hook_sql.h"
#include "sql/job_sql.h"
#include "sql/rate_sql.h"
#include "sql/store_sql.h"
#include "sql/sync_sql.h"

#include <string.h>

/* Of what people and their tools ask of one store: six at once, then one every ten seconds. */
static const struct rate_limit asked_syncs = { .interval_us = 10 * 1000 * 1000, .burst = 6 };

enum { WAITING_RUNS_MAX = 100, FUTURE_SLACK_S = 300, NUMBER_MAX = 128 };

/* ---- starting ------------------------------------------------------------------------------- */

static const char *numbers_json(struct ctx *c, const char *const *numbers, size_t n)
{
	struct buf b = buf_new(c->arena, 256);

	buf_putc(&b, '[');
	for (size_t i = 0; i < n; i++) {
		buf_puts(&b, i ? "," : "");
		buf_json(&b, numbers[i]);
	}
	buf_putc(&b, ']');
	return b.text;
}

static void check_range(struct ctx *c, const struct start_sync *in)
{
	if (!in->from.us)
		(void)problem_field(c, "from", "required", "a start time is needed");
	if (!in->to.us)
		(void)problem_field(c, "to", "required", "an end time is needed");
	if (in->from.us && in->to.us && in->to.us <= in->from.us)
		(void)problem_field(c, "to", "before_start", "the end must be after the start");
	if (in->from.us > instant_plus_s(instant_now(), FUTURE_SLACK_S).us)
		(void)problem_field(c, "from", "in_future", "the start must not be in the future");
}

static void check_numbers(struct ctx *c, struct start_sync *in)
{
	size_t n = 0;

	for (size_t i = 0; i < in->n_numbers; i++) {
		const char *number = in->order_numbers[i];
		bool again = false;

		if (!*number || strlen(number) > NUMBER_MAX)
			(void)problem_field(c, arena_printf(c->arena, "orderNumbers[%zu]", i), "length", "an order number has 1 to %d characters", NUMBER_MAX);
		for (size_t j = 0; j < n; j++)
			again = again || strcmp(in->order_numbers[j], number) == 0;
		if (!again)
			in->order_numbers[n++] = number;
	}
	in->n_numbers = n;
	if (!n)
		(void)problem_field(c, "orderNumbers", "required", "at least one order number is needed");
}

/* A field that the mode does not use is a mistake worth telling. */
static bool check_mode(struct ctx *c, struct start_sync *in)
{
	if (in->mode == SYNC_TIME_RANGE) {
		check_range(c, in);
	} else {
		if (in->from.us)
			(void)problem_field(c, "from", "not_used", "only a time range has a start");
		if (in->to.us)
			(void)problem_field(c, "to", "not_used", "only a time range has an end");
	}
	if (in->mode == SYNC_ORDER_NUMBERS)
		check_numbers(c, in);
	else if (in->n_numbers)
		(void)problem_field(c, "orderNumbers", "not_used", "only a sync by order numbers has them");
	return c->problem.code == PROBLEM_NONE;
}

static bool queue_run(struct ctx *c, uint64_t customer_id, uint64_t store_id, uint64_t run_id, int priority, int64_t delay_s)
{
	const struct job_new job = {
		.customer_id = customer_id,
		.lane = arena_printf(c->arena, "store:%llu:pull", (unsigned long long)store_id),
		.kind = "sync_run",
		.uniq = arena_printf(c->arena, "sync_run:%llu", (unsigned long long)run_id),
		.priority = priority,
		.delay_s = delay_s,
		.payload = arena_printf(c->arena, "{\"runId\":\"%llu\"}", (unsigned long long)run_id),
	};

	return job_sql_add(c, &job);
}

/* May a run of that type be added to the store? */
static bool store_ready(struct ctx *c, const struct store *s, enum sync_type type)
{
	uint64_t waiting;
	bool served;

	if (!customer_sql_enabled(c, s->customer_id, &served))
		return false;
	if (!served)
		return problem(c, PROBLEM_STORE_DISABLED, "the customer whose store %s is has been switched off", s->name);
	if (s->status == STORE_DISABLED)
		return problem(c, PROBLEM_STORE_DISABLED, "store %s is disabled", s->name);
	if (s->status != STORE_AUTHORISED)
		return problem(c, PROBLEM_STORE_NOT_AUTHORISED, "store %s is not authorised", s->name);
	if (!sync_sql_open_runs(c, s->id, type, &waiting))
		return false;
	return waiting < WAITING_RUNS_MAX || problem(c, PROBLEM_QUEUE_FULL, "%d syncs of store %s are waiting", WAITING_RUNS_MAX, s->name);
}

static bool ask_allowed(struct ctx *c, const struct store *s)
{
	struct rate rate;

	if (!rate_sql_take(c, arena_printf(c->arena, "sync:%llu", (unsigned long long)s->id), &asked_syncs, 1, &rate))
		return false;
	if (rate.allowed)
		return true;
	c->problem.retry_after_s = (int)((rate.wait_us + INSTANT_SECOND - 1) / INSTANT_SECOND);
	return problem(c, PROBLEM_RATE_LIMITED, "store %s can be synced by hand %d times a minute: again in %d s", s->name,
		(int)(60 * INSTANT_SECOND / asked_syncs.interval_us), c->problem.retry_after_s);
}

static bool take_store(struct ctx *c, const struct start_sync *in, size_t i, struct store *s)
{
	memset(s, 0, sizeof *s);
	if (!store_sql_lock(c, in->store_ids[i], s))
		return false;
	if (s->kind != in->kind)
		return problem_field(c, arena_printf(c->arena, "storeIds[%zu]", i), "other_kind", "store %s has no %s orders", s->name,
			order_kind_names[in->kind]);
	return store_ready(c, s, SYNC_MANUAL) && ask_allowed(c, s);
}

static bool start_one(struct ctx *c, const struct start_sync *in, const struct store *s, uint64_t *run_id)
{
	const struct sync_run run = {
		.customer_id = s->customer_id,
		.store_id = s->id,
		.kind = in->kind,
		.type = SYNC_MANUAL,
		.mode = in->mode,
		.from_at = in->from,
		.to_at = in->to,
		.order_numbers = in->mode == SYNC_ORDER_NUMBERS ? numbers_json(c, in->order_numbers, in->n_numbers) : NULL,
		.requested_by = c->actor.name,
	};

	return sync_sql_add(c, &run, run_id);
}

static bool distinct(struct ctx *c, struct start_sync *in)
{
	for (size_t i = 0; i < in->n_stores; i++)
		for (size_t j = 0; j < i; j++)
			if (in->store_ids[i] == in->store_ids[j])
				return problem_field(c, arena_printf(c->arena, "storeIds[%zu]", i), "repeated", "this store is named twice");
	return true;
}

/* Runs of all stores first, their jobs last: the queue's rows are locked at the very end. */
static bool start_all(struct ctx *c, const struct start_sync *in, uint64_t *ids)
{
	struct store *stores = NEW_N(c->arena, struct store, in->n_stores);

	for (size_t i = 0; i < in->n_stores; i++)
		if (!take_store(c, in, i, &stores[i]) || !start_one(c, in, &stores[i], &ids[i]))
			return false;
	for (size_t i = 0; i < in->n_stores; i++)
		if (!queue_run(c, stores[i].customer_id, stores[i].id, ids[i], JOB_PRIORITY_PERSON, 0))
			return false;
	return true;
}

bool sync_start(struct ctx *c, const struct start_sync *in, struct sync_run **runs, size_t *n)
{
	struct start_sync ask = *in;
	uint64_t *ids = NEW_N(c->arena, uint64_t, in->n_stores);

	if (!check_mode(c, &ask) || !distinct(c, &ask) || !db_begin(c) || !db_end(c, start_all(c, &ask, ids)))
		return false;
	*n = ask.n_stores;
	*runs = NEW_N(c->arena, struct sync_run, *n);
	for (size_t i = 0; i < *n; i++)
		if (!sync_sql_get(c, ids[i], &(*runs)[i]))
			return false;
	return true;
}

/* ---- filling a gap --------------------------------------------------------------------------- */

enum { GAP_LONGEST_S = 366 * 86400 };

static bool check_gap(struct ctx *c, const struct fill_gap *in)
{
	if (in->to.us <= in->from.us)
		(void)problem_field(c, "to", "before_start", "the end must be after the start");
	else if (instant_plus_s(in->from, GAP_LONGEST_S).us < in->to.us)
		(void)problem_field(c, "from", "out_of_range", "a gap has at most %d days", GAP_LONGEST_S / 86400);
	if (in->from.us > instant_now().us)
		(void)problem_field(c, "from", "in_future", "the start must not be in the future");
	return c->problem.code == PROBLEM_NONE;
}

static bool fill(struct ctx *c, uint64_t store_id, const struct fill_gap *in, uint64_t *id)
{
	struct store s = { 0 };
	struct sync_run run = { .type = SYNC_GAP_FILL, .mode = SYNC_TIME_RANGE, .from_at = in->from, .to_at = in->to, .requested_by = c->actor.name };

	if (!store_sql_lock(c, store_id, &s) || !store_ready(c, &s, SYNC_GAP_FILL) || !ask_allowed(c, &s))
		return false;
	run.customer_id = s.customer_id;
	run.store_id = s.id;
	run.kind = s.kind;
	return sync_sql_add(c, &run, id) && queue_run(c, s.customer_id, s.id, *id, JOB_PRIORITY_PERSON, 0);
}

bool sync_fill_gap(struct ctx *c, uint64_t store_id, const struct fill_gap *in, struct sync_run *out)
{
	uint64_t id = 0;

	return check_gap(c, in) && db_begin(c) && db_end(c, fill(c, store_id, in, &id)) && sync_get(c, id, out);
}

/* ---- hints of the platform --------------------------------------------------------------------- */

enum { HINT_DELAY_S = 1 /* one change is often told twice: created and updated */ };

static bool named_in(struct ctx *c, const char *order_numbers, const char *id, size_t *n)
{
	const struct json *j = json_parse(c, order_numbers, strlen(order_numbers), &json_import);
	bool named = false;

	*n = json_count(j);
	for (const struct json *e = json_first(j); e; e = json_next(e))
		named = named || strcmp(json_text(e), id) == 0;
	return named;
}

static bool hint_run(struct ctx *c, const struct store *s, const char *id)
{
	struct sync_run run = { .customer_id = s->customer_id, .store_id = s->id, .kind = s->kind, .type = SYNC_WEBHOOK, .mode = SYNC_ORDER_NUMBERS,
		.order_numbers = numbers_json(c, &id, 1) };
	uint64_t open, run_id;

	if (!sync_sql_open_runs(c, s->id, SYNC_WEBHOOK, &open))
		return false;
	return open >= WAITING_RUNS_MAX
	    || (sync_sql_add(c, &run, &run_id) && queue_run(c, s->customer_id, s->id, run_id, JOB_PRIORITY_NORMAL, HINT_DELAY_S));
}

bool sync_hint(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *platform_order_id)
{
	struct store s = { 0 };
	const char *numbers;
	uint64_t run_id;
	size_t n;
	bool served;

	if (!store_sql_lock(c, store_id, &s) || !customer_sql_enabled(c, customer_id, &served))
		return false;
	if (!served || s.status == STORE_DISABLED || s.status == STORE_UNTESTED)
		return true;
	if (!hook_sql_waiting_run(c, customer_id, store_id, &run_id, &numbers))
		return false;
	if (run_id && named_in(c, numbers, platform_order_id, &n))
		return true;
	return run_id && n < HOOK_ORDERS_MAX ? hook_sql_run_also(c, run_id, platform_order_id) : hint_run(c, &s, platform_order_id);
}

/* ---- the schedule --------------------------------------------------------------------------- */

static bool start_automatic(struct ctx *c, void *arg)
{
	const struct store *s = arg;
	const struct sync_run run = { .customer_id = s->customer_id, .store_id = s->id, .kind = s->kind, .type = SYNC_AUTOMATIC, .mode = SYNC_IMMEDIATE };
	int64_t spread = s->sync_every_s / 10;
	uint64_t matched, open, id;

	/* Spread by ±10 %, so that stores added together do not stay together. */
	if (!store_sql_take_turn(c, s, s->sync_every_s - spread + random_below((uint32_t)(2 * spread + 1)), &matched))
		return false;
	if (!matched || !sync_sql_open_runs(c, s->id, SYNC_AUTOMATIC, &open))
		return !matched;
	return open > 0 || (sync_sql_add(c, &run, &id) && queue_run(c, s->customer_id, s->id, id, JOB_PRIORITY_NORMAL, 0));
}

bool schedule_due_stores(struct ctx *c)
{
	size_t n;
	struct store *due = store_sql_due(c, &n);

	for (size_t i = 0; due && i < n; i++)
		if (!db_again(c, start_automatic, &due[i]))
			return false;
	return due != NULL;
}

/* ---- reading -------------------------------------------------------------------------------- */

static void check_choices(struct ctx *c, const char *field, const char *const *given, size_t n, const char *const *known)
{
	for (size_t i = 0; i < n; i++) {
		bool found = false;

		for (const char *const *k = known; *k; k++)
			found = found || strcmp(*k, given[i]) == 0;
		if (!found)
			(void)problem_field(c, field, "not_a_choice", "%.64s is not one of the choices", given[i]);
	}
}

bool sync_page(struct ctx *c, struct sync_filter *f, struct sync_run **rows, size_t *n, struct page_end *end)
{
	if (f->kind)
		check_choices(c, "kind", (const char *const[]){ f->kind }, 1, order_kind_names);
	check_choices(c, "type", f->types, f->n_types, sync_type_names);
	check_choices(c, "status", f->statuses, f->n_statuses, sync_status_names);
	if (f->from.us && f->to.us && f->to.us < f->from.us)
		(void)problem_field(c, "to", "before_start", "the end must not be before the start");
	if (c->problem.code || !page_read(c, &f->page))
		return false;
	*rows = sync_sql_page(c, f, n);
	if (!*rows || !sync_sql_count(c, f, &end->total, &end->total_is_exact))
		return false;
	if (*n > (size_t)f->page.limit) {
		*n = (size_t)f->page.limit;
		end->next_cursor = page_cursor(c, (*rows)[*n - 1].created_at, (*rows)[*n - 1].id);
	}
	return true;
}

bool sync_get(struct ctx *c, uint64_t id, struct sync_run *out)
{
	memset(out, 0, sizeof *out);
	return sync_sql_get(c, id, out);
}

bool sync_orders(struct ctx *c, uint64_t run_id, struct sync_order_filter *f, struct sync_run_order **rows, size_t *n,
	struct page_end *end)
{
	struct sync_run run = { 0 };

	check_choices(c, "outcome", f->outcomes, f->n_outcomes, sync_outcome_names);
	if (c->problem.code || !page_read(c, &f->page) || !sync_sql_get(c, run_id, &run))
		return false;
	*rows = sync_sql_orders(c, run_id, f, n);
	if (!*rows || !sync_sql_count_orders(c, run_id, f, &end->total, &end->total_is_exact))
		return false;
	if (*n > (size_t)f->page.limit) {
		*n = (size_t)f->page.limit;
		end->next_cursor = page_cursor(c, (*rows)[*n - 1].at, (*rows)[*n - 1].id);
	}
	return true;
}

bool sync_requests(struct ctx *c, uint64_t run_id, struct platform_request **rows, size_t *n)
{
	struct sync_run run = { 0 };

	if (!sync_sql_get(c, run_id, &run))
		return false;
	*rows = sync_sql_requests(c, run_id, n);
	return *rows != NULL;
}

/* ---- for the job ---------------------------------------------------------------------------- */

static bool read_numbers(struct ctx *c, const char *order_numbers, struct sync_window *w)
{
	const struct json *j = json_parse(c, order_numbers, strlen(order_numbers), &json_import);

	if (!j)
		return false;
	w->by_numbers = true;
	w->numbers = NEW_N(c->arena, const char *, json_count(j) + 1);
	for (const struct json *e = json_first(j); e; e = json_next(e))
		w->numbers[w->n_numbers++] = json_text(e);
	return true;
}

static struct instant first_start(const struct store *s)
{
	struct instant since = s->authorised_at.us ? s->authorised_at : instant_now();

	return instant_plus_s(since, -s->first_days * 86400);
}

/* What is asked for ends no later than the platform's now: nobody can prove what has not happened yet. */
static void end_now(struct sync_window *w, const struct store *s)
{
	struct instant now = instant_plus_s(instant_now(), s->clock_skew_s);

	if (w->to.us > now.us)
		w->to = now.us > w->from.us ? now : w->from;
}

/* Hints are added to a run until the moment it begins: only now its list stands. */
static bool begin_hinted(struct ctx *c, const struct sync_run *run, struct sync_window *w)
{
	const char *numbers;

	w->by_ids = true;
	return sync_sql_begin(c, run->id, w->from, w->to)
	    && hook_sql_run_numbers(c, run->id, &numbers)
	    && read_numbers(c, numbers, w);
}

/* The shop's clock was put back: what is proved lies in its future. It is read from where it was really read last. */
static bool begin_again(struct ctx *c, const struct store *s, int64_t overlap_s, struct sync_window *w)
{
	struct instant last;

	if (!sync_sql_last_read(c, s->id, &last))
		return false;
	w->from = last.us ? instant_plus_s(last, s->clock_skew_s - overlap_s) : first_start(s);
	if (w->from.us > w->to.us)
		w->from = instant_plus_s(w->to, -overlap_s);
	return true;
}

bool sync_begin(struct ctx *c, const struct sync_run *run, const struct store *s, struct sync_window *w)
{
	struct instant watermark;
	int64_t overlap_s, settle_s;

	memset(w, 0, sizeof *w);
	if (run->type == SYNC_WEBHOOK)
		return begin_hinted(c, run, w);
	if (run->mode == SYNC_ORDER_NUMBERS && !read_numbers(c, run->order_numbers, w))
		return false;
	if (run->mode == SYNC_TIME_RANGE || (run->started_at.us && run->to_at.us)) { /* asked for, or fixed at its start */
		w->from = run->from_at;
		w->to = run->to_at;
		/* A gap is closed by what the schedule would have read: every change in it, where the shop can tell. */
		w->by_creation = run->mode == SYNC_TIME_RANGE && !(run->type == SYNC_GAP_FILL && s->has_updated_filter);
		if (!run->started_at.us)
			end_now(w, s);
	} else if (run->mode == SYNC_IMMEDIATE) {
		if (!sync_sql_watermark(c, s->id, &watermark, &overlap_s, &settle_s))
			return false;
		w->from = watermark.us ? instant_plus_s(watermark, -overlap_s) : first_start(s);
		w->to = instant_plus_s(instant_now(), s->clock_skew_s - settle_s); /* the platform's now */
		if (w->from.us > w->to.us && !begin_again(c, s, overlap_s, w))
			return false;
	}
	return sync_sql_begin(c, run->id, w->from, w->to);
}

/* Where the platform's now is, was taken from the run before; this one has seen its clock. A shop that is not as far ahead as
 * it was taken to be has been read up to its own now, and nothing behind that is proved. */
static struct instant proved_to(const struct sync_run *run, const struct store *s, const struct sync_window *w, int64_t clock_skew_s)
{
	const int64_t  too_far_s = s->clock_skew_s - clock_skew_s;
	struct instant to = w->to, now = instant_plus_s(instant_now(), clock_skew_s);

	if (run->mode == SYNC_IMMEDIATE && too_far_s > 0)
		to = instant_plus_s(to, -too_far_s);
	if (to.us > now.us)
		to = now;
	return to.us < w->from.us ? w->from : to;
}

bool sync_finish(struct ctx *c, const struct sync_run *run, const struct store *s, const struct sync_window *w, int64_t clock_skew_s)
{
	const struct instant to = proved_to(run, s, w, clock_skew_s);

	return sync_sql_finish(c, run->id)
	    && (w->by_numbers || w->by_ids || sync_sql_window(c, run, w->by_creation ? "created" : "updated", w->from, to, true))
	    && (run->type != SYNC_AUTOMATIC || sync_sql_move_watermark(c, s->id, to))
	    && store_sql_synced(c, s->id, clock_skew_s)
	    && store_sql_health(c, s->id, clock_skew_s > 60 || clock_skew_s < -60 ? HEALTH_TROUBLED : HEALTH_GOOD,
		    clock_skew_s > 60 || clock_skew_s < -60
			    ? arena_printf(c->arena, "the shop's clock differs from ours by %lld s", (long long)clock_skew_s) : NULL);
}

bool sync_failed(struct ctx *c, const struct sync_run *run, const struct sync_window *w, enum problem_code code, const char *detail)
{
	return sync_sql_fail(c, run->id, problem_kinds[code].code, detail)
	    && (!w || w->by_numbers || w->by_ids || !w->to.us || sync_sql_window(c, run, w->by_creation ? "created" : "updated", w->from, w->to, false));
}

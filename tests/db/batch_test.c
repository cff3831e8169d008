/* Batches on a real database: each order once, whoever dies and whoever else wants the same orders; what stays
 * says why; stop and retry. The job is the worker's own loop in processes of its own. */
#include "order_given.h"

#include "domain/batch.h"
#include "domain/dispatch.h"
#include "domain/order.h"
#include "domain/order_show.h"
#include "jobs/job.h"
#include "lib/config.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

enum { MANY = 500, LEASE_S = 1, WAIT_S = 60 };

static struct batch press_as(struct ctx *c, struct ctx *who, const uint64_t *ids, size_t n, uint64_t channel_id)
{
	struct start_batch in = { .n_orders = n, .orders = NEW_N(c->arena, struct batch_order, n + 1), .warehouse_id = 1,
		.channel_id = channel_id };
	struct batch out;

	for (size_t i = 0; i < n; i++)
		in.orders[i] = (struct batch_order){ ids[i], (int64_t)number_of(c, "SELECT version FROM platform_order WHERE id = ?", V(ids[i])) };
	assert_ok(who, batch_start(who, &in, &out));
	return out;
}

static struct batch press(struct ctx *c, const uint64_t *ids, size_t n)
{
	return press_as(c, c, ids, n, 1);
}

/* A worker process of its own: serves until it is told to end. */
static pid_t worker(void)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		const struct config config = { .lease_s = LEASE_S };
		struct ctx          base = db_harness_other();
		char                name[32];

		snprintf(name, sizeof name, "test:%d", (int)getpid());
		base.actor = (struct actor){ .kind = ACTOR_SYSTEM, .name = "system" };
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* none is left behind by a test that fails */
		_exit(job_loop(&(struct worker){ .config = &config, .name = name }, &base));
	}
	return pid;
}

static void end(pid_t pid, int sig)
{
	int status;

	assert_int_equal(kill(pid, sig), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(sig == SIGKILL ? WIFSIGNALED(status) : WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void nap_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

#define wait_until(condition)                                                 \
	do {                                                                      \
		const time_t until = time(NULL) + WAIT_S;                             \
		while (!(condition)) {                                                \
			if (time(NULL) > until)                                           \
				fail_msg("after %d s still not: %s", WAIT_S, #condition);     \
			nap_ms(5);                                                        \
		}                                                                     \
	} while (0)

static uint64_t in_state(struct ctx *c, uint64_t batch_id, const char *state)
{
	return number_of(c, "SELECT COUNT(*) FROM batch_item WHERE batch_id = ? AND state = ?", V(batch_id), V(state));
}

static bool over(struct ctx *c, uint64_t batch_id)
{
	return number_of(c, "SELECT COUNT(*) FROM batch WHERE id = ? AND state IN ('done', 'stopped') AND finished_at IS NOT NULL",
		V(batch_id));
}

static void work_until_over(struct ctx *c, uint64_t batch_id)
{
	pid_t pid = worker();

	wait_until(over(c, batch_id));
	end(pid, SIGTERM);
}

static void many(struct ctx *c, uint64_t *ids, size_t n)
{
	as_system(c, 0);
	assert_ok(c, db_begin(c));
	for (size_t i = 0; i < n; i++)
		ids[i] = given_order(c, (struct given){ .lines = { { "108", "HB-008", 1 }, { "109", "HB-009", 2 } } });
	assert_ok(c, db_end(c, true));
	as_operator(c, 1);
}

/* Ids of orders that many() made rise by one. */
static void assert_each_once(struct ctx *c, const uint64_t *ids, size_t n)
{
	assert_number(c, n, "SELECT COUNT(*) FROM platform_order o WHERE o.id BETWEEN ? AND ? AND o.status = 'processing'"
		" AND (SELECT COUNT(*) FROM outbound_order ob WHERE ob.platform_order_id = o.id) = 1"
		" AND (SELECT COUNT(*) FROM order_event e WHERE e.order_id = o.id AND e.action = 'dispatched') = 1", V(ids[0]), V(ids[n - 1]));
	assert_number(c, n, "SELECT COUNT(*) FROM outbound_order ob JOIN stock_movement m ON m.cause = 'reserve' AND m.cause_id = ob.id"
		" AND m.sku_id = 8 AND m.reserved_change = 1 WHERE ob.platform_order_id BETWEEN ? AND ?", V(ids[0]), V(ids[n - 1]));
	as_system(c, 0);
	assert_ledger_adds_up(c);
	as_operator(c, 1);
}

/* Enough for all that the tests send, in the ledger too. */
static void stock_up(struct ctx *c)
{
	assert_ok(c, db_exec(c, "UPDATE stock SET on_hand = on_hand + 20000 WHERE warehouse_id = 1 AND sku_id IN (8, 9)"));
	assert_ok(c, db_exec(c, "UPDATE stock_movement SET on_hand_change = on_hand_change + 20000 WHERE warehouse_id = 1"
		" AND sku_id IN (8, 9) AND cause = 'adjustment'"));
}

static int given_stock(void **state)
{
	int bad = given_practice_data(state);

	if (bad || db_harness_begin(state) != 0)
		return 1;
	stock_up(*state);
	/* the workers of these tests have no way to a shop */
	assert_ok((struct ctx *)*state, db_exec((struct ctx *)*state, "UPDATE store SET next_sync_at = '9999-12-31'"));
	return db_harness_end(state);
}

/* ---- what becomes of each --------------------------------------------------------------------------- */

static const struct kept {
	struct given order;
	const char  *touch;      /* after the press; NULL: nothing */
	const char  *state, *code, *exception, *key;
} kept[] = {
	{ .order = { .lines = { { .sku_key = "108", .platform_sku = "HB-008", .quantity = 1 } } }, .state = "dispatched" },
	{ .order = { .lines = { { .sku_key = "119", .platform_sku = "HB-019", .quantity = 1 } } }, .state = "refused",
	  .code = "sku_not_mapped", .exception = "sku_not_mapped", .key = "HB-019" },
	{ .order = { .no_city = true }, .state = "refused", .code = "address_incomplete", .exception = "address_incomplete" },
	{ .order = { .lines = { { .sku_key = "117", .platform_sku = "HB-017", .quantity = 1 } } }, .state = "refused",
	  .code = "insufficient_stock", .exception = "insufficient_stock", .key = "WH-HB-017" },
	{ .order = { .lines = { { .quantity = 1, .digital = true } } }, .state = "refused", .code = "no_shippable_items",
	  .exception = "no_shippable_items" },
	{ .order = { .platform_state = "unpaid" }, .state = "refused", .code = "order_unpaid", .exception = "order_unpaid" },
	{ .order = { .status = "cancelled" }, .state = "refused", .code = "action_not_allowed" },
	{ .touch = "UPDATE platform_order SET version = version + 1 WHERE id = ", .state = "refused", .code = "stale" },
	{ .touch = "UPDATE platform_order SET status = 'cancelled', version = version + 1 WHERE id = ", .state = "refused", .code = "stale" },
	{ .order = { .lines = { { .sku_key = "108", .platform_sku = "HB-008", .quantity = 1 } } }, .state = "dispatched" },
};

static void test_what_becomes_of_each(void **state)
{
	struct ctx         *c = *state;
	uint64_t            ids[N_OF(kept)];
	struct batch        b;
	struct batch_item_filter f = { 0 };
	struct batch_item  *items;
	struct page_end     end_of;
	struct order_event *events;
	size_t              n;

	for (size_t i = 0; i < N_OF(kept); i++)
		ids[i] = given_order(c, kept[i].order);
	as_operator(c, 1);
	b = press(c, ids, N_OF(kept));
	assert_int_equal(b.state, BATCH_QUEUED);
	assert_int_equal(b.waiting, N_OF(kept));
	for (size_t i = 0; i < N_OF(kept); i++)
		if (kept[i].touch)
			assert_ok(c, db_script(c, arena_printf(c->arena, "%s%llu", kept[i].touch, (unsigned long long)ids[i])));
	work_until_over(c, b.id);
	assert_ok(c, batch_get(c, b.id, &b));
	assert_int_equal(b.state, BATCH_DONE);
	assert_true(b.dispatched == 2 && b.refused == 8 && b.waiting == 0 && b.skipped == 0);
	assert_int_equal(b.n_refusals, 7);
	assert_true(strcmp(b.refusals[0].code, "stale") == 0 && b.refusals[0].n == 2);
	assert_ok(c, batch_items(c, b.id, &f, &items, &n, &end_of));
	assert_int_equal(n, N_OF(kept));
	for (size_t i = 0; i < n; i++) {
		const struct kept  *k = &kept[i];
		struct order_detail d;

		assert_int_equal(items[i].order_id, ids[i]);
		if (strcmp(items[i].state, k->state) != 0 || (k->code && strcmp(items[i].code, k->code) != 0))
			fail_msg("case %zu: %s %s %s", i, items[i].state, items[i].code ? items[i].code : "", items[i].detail ? items[i].detail : "");
		assert_int_equal(items[i].detail != NULL, k->code != NULL);
		assert_ok(c, order_get(c, ids[i], &d));
		if (k->exception)
			assert_true(d.o.exception_code && strcmp(d.o.exception_code, k->exception) == 0 && d.o.status == ORDER_PENDING);
		else
			assert_null(d.o.exception_code);
		if (k->key)
			assert_string_equal(d.o.exception_key, k->key);
	}
	assert_ok(c, order_events(c, ids[0], &events, &n));
	assert_int_equal(n, 1);
	assert_string_equal(events[0].action, "dispatched");
	assert_string_equal(events[0].actor_name, "Olivia Operator");
	assert_string_equal(events[0].actor_kind, "user");
	assert_non_null(strstr(events[0].detail, arena_printf(c->arena, "batch %llu", (unsigned long long)b.id)));
}

static void test_items_by_page_and_state(void **state)
{
	struct ctx        *c = *state;
	uint64_t           ids[9];
	struct batch       b;
	struct batch_item *items;
	struct page_end    end_of = { 0 };
	size_t             n, seen = 0;
	const char        *states[] = { "waiting" }, *none[] = { "refused" };
	struct batch_item_filter f = { .n_states = 1, .states = states, .page.limit = 4 };

	many(c, ids, N_OF(ids));
	b = press(c, ids, N_OF(ids));
	do {
		f.page.cursor = end_of.next_cursor;
		assert_ok(c, batch_items(c, b.id, &f, &items, &n, &end_of));
		assert_int_equal(end_of.total, N_OF(ids));
		for (size_t i = 0; i < n; i++)
			assert_int_equal(items[i].order_id, ids[seen++]);
	} while (end_of.next_cursor);
	assert_int_equal(seen, N_OF(ids));
	f = (struct batch_item_filter){ .n_states = 1, .states = none };
	assert_ok(c, batch_items(c, b.id, &f, &items, &n, &end_of));
	assert_int_equal(n, 0);
	work_until_over(c, b.id);
	assert_each_once(c, ids, N_OF(ids));
}

/* ---- stop and retry ---------------------------------------------------------------------------------- */

static void test_stop(void **state)
{
	struct ctx  *c = *state;
	uint64_t     ids[200], done;
	struct batch b;
	pid_t        pid;

	many(c, ids, N_OF(ids));
	b = press(c, ids, N_OF(ids));
	pid = worker();
	wait_until(in_state(c, b.id, "dispatched") >= 10);
	assert_ok(c, batch_stop(c, b.id, &b));
	done = (uint64_t)b.dispatched;
	assert_int_equal(b.state, BATCH_STOPPED);
	assert_in_range(done, 10, N_OF(ids) - 1);
	assert_int_equal(b.skipped, N_OF(ids) - done);
	assert_ok(c, batch_stop(c, b.id, &b)); /* no harm */
	wait_until(number_of(c, "SELECT COUNT(*) FROM job WHERE kind = 'batch_dispatch' AND state IN ('ready', 'running')") == 0);
	end(pid, SIGTERM);
	assert_ok(c, batch_get(c, b.id, &b));
	assert_int_equal(b.dispatched, done);
	assert_number(c, done, "SELECT COUNT(*) FROM outbound_order WHERE platform_order_id BETWEEN ? AND ?", V(ids[0]), V(ids[N_OF(ids) - 1]));
}

static void test_retry_takes_the_refused_alone(void **state)
{
	struct ctx  *c = *state;
	uint64_t     ids[3];
	struct batch b, again;

	many(c, ids, 2);
	as_system(c, 0);
	ids[2] = given_order(c, (struct given){ .lines = { { .sku_key = "108", .platform_sku = "HB-008", .quantity = 1 } }, .no_city = true });
	as_operator(c, 1);
	b = press(c, ids, 3);
	work_until_over(c, b.id);
	assert_ok(c, batch_get(c, b.id, &b));
	assert_true(b.dispatched == 2 && b.refused == 1);
	assert_ok(c, db_exec(c, "UPDATE platform_order SET recipient_city = 'Springfield', version = version + 1 WHERE id = ?", V(ids[2])));
	assert_ok(c, batch_retry(c, b.id, &again));
	assert_true(again.id != b.id && again.total == 1);
	work_until_over(c, again.id);
	assert_ok(c, batch_get(c, again.id, &again));
	assert_int_equal(again.dispatched, 1);
	assert_ok(c, batch_get(c, b.id, &b)); /* what it came to stays what it came to */
	assert_true(b.dispatched == 2 && b.refused == 1);
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, batch_retry(c, b.id, &again));
	assert_number(c, 0, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND exception_code IS NOT NULL", V(ids[2]));
}

/* ---- killed, and several at once --------------------------------------------------------------------- */

static void test_five_hundred_and_killed_twice(void **state)
{
	struct ctx  *c = *state;
	uint64_t    *ids = NEW_N(c->arena, uint64_t, MANY);
	struct batch b;

	many(c, ids, MANY);
	b = press(c, ids, MANY);
	for (uint64_t after = 60; after <= 240; after += 180) {
		pid_t pid = worker();

		wait_until(in_state(c, b.id, "dispatched") >= after);
		end(pid, SIGKILL);
		assert_in_range(in_state(c, b.id, "waiting"), 1, MANY - after);
		/* never half: an item is done when its order is, and only then */
		assert_number(c, 0, "SELECT COUNT(*) FROM batch_item i JOIN platform_order o ON o.id = i.order_id WHERE i.batch_id = ?"
			" AND (i.state = 'dispatched') <> (o.status = 'processing')", V(b.id));
	}
	work_until_over(c, b.id);
	assert_ok(c, batch_get(c, b.id, &b));
	assert_int_equal(b.dispatched, MANY);
	assert_each_once(c, ids, MANY);
}

/* Two batches of the same orders, worked on side by side. */
static void test_two_batches_of_the_same_orders(void **state)
{
	struct ctx  *c = *state;
	uint64_t     ids[120];
	struct batch a, b;
	pid_t        one, two;

	many(c, ids, N_OF(ids));
	a = press(c, ids, N_OF(ids));
	b = press(c, ids, N_OF(ids));
	/* a lane of its own, as if it were another customer's: else they take turns */
	assert_ok(c, db_exec(c, "INSERT INTO job_lane (customer_id, name, due_at, urgent) VALUES (1, 'batch:other', NOW(6), 1)"));
	assert_ok(c, db_exec(c, "UPDATE job SET lane_id = (SELECT id FROM job_lane WHERE name = 'batch:other') WHERE uniq = ?",
		V(arena_printf(c->arena, "batch_dispatch:%llu", (unsigned long long)b.id))));
	one = worker();
	two = worker();
	wait_until(over(c, a.id) && over(c, b.id));
	end(one, SIGTERM);
	end(two, SIGTERM);
	assert_ok(c, batch_get(c, a.id, &a));
	assert_ok(c, batch_get(c, b.id, &b));
	assert_int_equal(a.dispatched + b.dispatched, N_OF(ids));
	assert_int_equal(a.refused + b.refused, N_OF(ids));
	assert_each_once(c, ids, N_OF(ids));
	assert_number(c, 0, "SELECT COUNT(*) FROM batch_item WHERE batch_id IN (?, ?) AND state = 'refused' AND code NOT IN ('stale',"
		" 'action_not_allowed')", V(a.id), V(b.id));
}

static void test_a_locked_order_waits_for_its_turn(void **state)
{
	struct ctx  *c = *state, other = db_harness_other();
	uint64_t     ids[6];
	struct batch b;
	struct order o;
	pid_t        pid;

	many(c, ids, N_OF(ids));
	b = press(c, ids, N_OF(ids));
	as_operator(&other, 1);
	assert_ok(&other, db_begin(&other));
	assert_ok(&other, order_lock(&other, (struct order_ref){ .id = ids[1] }, &o));
	pid = worker();
	wait_until(in_state(c, b.id, "dispatched") == N_OF(ids) - 1); /* the others go on */
	assert_int_equal(in_state(c, b.id, "waiting"), 1);
	db_undo(&other);
	wait_until(over(c, b.id));
	end(pid, SIGTERM);
	assert_each_once(c, ids, N_OF(ids));
	db_harness_other_end(&other);
}

/* ---- bad presses --------------------------------------------------------------------------------------- */

static void test_bad_presses(void **state)
{
	struct ctx        *c = *state;
	uint64_t           mine, others;
	uint64_t           id;
	struct batch       b;
	struct batch_order orders[2];
	struct start_batch in = { .n_orders = 2, .orders = orders, .warehouse_id = 1, .channel_id = 1 };
	const uint64_t     batches = number_of(c, "SELECT COUNT(*) FROM batch"), jobs = number_of(c, "SELECT COUNT(*) FROM job");

	mine = given_order(c, (struct given){ 0 });
	others = given_order(c, (struct given){ .customer = 2 });
	as_operator(c, 1);
	orders[0] = orders[1] = (struct batch_order){ mine, 1 };
	assert_false(batch_start(c, &in, &b));
	assert_string_equal(c->problem.fields[0].field, "orders[1].id");
	problem_clear(c);
	orders[1].id = others;
	assert_problem(c, PROBLEM_NOT_FOUND, batch_start(c, &in, &b));
	in.n_orders = 1;
	in.channel_id = 4;
	assert_problem(c, PROBLEM_BATCH_SELF_PICKUP, batch_start(c, &in, &b));
	in.channel_id = 99;
	assert_problem(c, PROBLEM_CHANNEL_NOT_AVAILABLE, batch_start(c, &in, &b));
	in.warehouse_id = 99;
	assert_problem(c, PROBLEM_INVALID, batch_start(c, &in, &b));
	in.warehouse_id = in.channel_id = 1;
	as_operator(c, 2);
	orders[0].id = others;
	assert_problem(c, PROBLEM_BUSINESS_MISSING, batch_start(c, &in, &b));
	as_staff(c, (const uint64_t[]){ 1 }, 1);
	assert_problem(c, PROBLEM_FORBIDDEN, batch_start(c, &in, &b));
	as_operator(c, 1);
	orders[0].id = mine;
	assert_ok(c, batch_start(c, &in, &b));
	id = b.id;
	as_operator(c, 2);
	assert_problem(c, PROBLEM_NOT_FOUND, batch_get(c, id, &b));
	assert_problem(c, PROBLEM_NOT_FOUND, batch_stop(c, id, &b));
	assert_problem(c, PROBLEM_NOT_FOUND, batch_retry(c, id, &b));
	as_staff(c, (const uint64_t[]){ 1 }, 1);
	assert_problem(c, PROBLEM_NOT_FOUND, batch_get(c, id, &b));
	as_system(c, 0);
	assert_number(c, batches + 1, "SELECT COUNT(*) FROM batch");
	assert_number(c, jobs + 1, "SELECT COUNT(*) FROM job");
	as_operator(c, 1);
	work_until_over(c, id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_becomes_of_each, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_items_by_page_and_state, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_stop, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_retry_takes_the_refused_alone, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_five_hundred_and_killed_twice, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_two_batches_of_the_same_orders, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_a_locked_order_waits_for_its_turn, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_bad_presses, db_harness_begin, db_harness_end),
	};

	return cmocka_run_group_tests(tests, given_stock, db_harness_close);
}

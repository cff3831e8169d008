/* What partners' tools are told: in the transaction of what it tells or not at all, each order's events one after the other;
 * and allowances that hold over every connection. */
#include "order_given.h"

#include "domain/api_key.h"
#include "domain/order.h"
#include "domain/webhook.h"
#include "lib/json.h"
#include "sql/rate_sql.h"
#include "sql/webhook_sql.h"

static uint64_t given_webhook(struct ctx *c, uint64_t customer, const char *events)
{
	static unsigned made;
	uint64_t id;

	assert_ok(c, db_insert(c, &id, "INSERT INTO webhook (customer_id, name, url, events, created_by) VALUES (?, ?, 'https://tool.example/', ?, 'test')",
		V(customer), V(arena_printf(c->arena, "hook %d %u", (int)getpid(), ++made)), V(events)));
	return id;
}

static void drop(struct ctx *c, uint64_t id)
{
	assert_ok(c, db_exec(c, "DELETE FROM webhook WHERE id = ?", V(id)));
	assert_ok(c, db_exec(c, "DELETE FROM webhook_delivery WHERE webhook_id = ?", V(id)));
}

static bool cancel(struct ctx *c, uint64_t order_id)
{
	struct order o;

	return order_lock(c, (struct order_ref){ .id = order_id }, &o) && order_move(c, &o, ORDER_CANCEL, "cancelled", NULL);
}

/* ---- telling ------------------------------------------------------------------------------------- */

static void test_told_with_the_change_or_not_at_all(void **state)
{
	struct ctx *c = *state;
	uint64_t hook = given_webhook(c, 1, "order.status_changed"), order = given_order(c, (struct given){ 0 });

	as_operator(c, 1);
	assert_ok(c, db_begin(c));
	assert_ok(c, cancel(c, order));
	db_undo(c);
	assert_number(c, 0, "SELECT COUNT(*) FROM webhook_delivery WHERE webhook_id = ? AND customer_id = 1", V(hook));
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, cancel(c, order)));
	assert_number(c, 1, "SELECT COUNT(*) FROM webhook_delivery WHERE webhook_id = ? AND customer_id = 1 AND order_id = ? AND state = 'waiting'"
		" AND JSON_VALUE(body, '$.order.statusBefore') = 'pending' AND JSON_VALUE(body, '$.order.status') = 'cancelled'"
		" AND JSON_VALUE(body, '$.id') = delivery_key", V(hook), V(order));
	drop(c, hook);
}

static void test_told_to_whoever_wants_it(void **state)
{
	struct ctx *c = *state;
	static const struct {
		uint64_t    customer;
		const char *events;
		bool        enabled, told;
	} cases[] = {
		{ 1, "order.status_changed", true, true }, { 1, "order.created,order.status_changed,writeback.failed", true, true },
		{ 1, "order.created", true, false }, { 1, "order.status_changed", false, false }, { 2, "order.status_changed", true, false },
	};
	uint64_t hooks[N_OF(cases)], order;

	for (size_t i = 0; i < N_OF(cases); i++) {
		hooks[i] = given_webhook(c, cases[i].customer, cases[i].events);
		assert_ok(c, db_exec(c, "UPDATE webhook SET enabled = ? WHERE id = ?", V(cases[i].enabled), V(hooks[i])));
	}
	order = given_order(c, (struct given){ 0 });
	as_operator(c, 1);
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, cancel(c, order)));
	as_system(c, 0);
	for (size_t i = 0; i < N_OF(cases); i++) {
		assert_number(c, cases[i].told, "SELECT COUNT(*) FROM webhook_delivery WHERE webhook_id = ?", V(hooks[i]));
		drop(c, hooks[i]);
	}
}

/* ---- sending ------------------------------------------------------------------------------------- */

static uint64_t given_delivery(struct ctx *c, uint64_t hook, uint64_t order, const char *state, int wait_s)
{
	uint64_t id;

	assert_ok(c, db_insert(c, &id, "INSERT INTO webhook_delivery (customer_id, webhook_id, delivery_key, event, order_id, body, state, next_at)"
		" VALUES (1, ?, UUID(), 'order.updated', ?, '{}', ?, NOW(6) + INTERVAL ? SECOND)", V(hook), V_ID(order), V(state), V(wait_s)));
	return id;
}

static uint64_t next(struct ctx *c, uint64_t hook)
{
	const struct webhook w = { .id = hook, .customer_id = 1 };
	struct webhook_delivery d = { 0 };
	bool found;

	assert_ok(c, delivery_sql_next(c, &w, &d, &found));
	return found ? d.id : 0;
}

static void test_an_order_s_events_wait_for_each_other(void **state)
{
	struct ctx *c = *state;
	uint64_t hook = given_webhook(c, 1, "order.updated"), stuck, second, other, test;

	as_system(c, 1);
	assert_int_equal(next(c, hook), 0);
	(void)given_delivery(c, hook, 11, "delivered", 0);
	stuck = given_delivery(c, hook, 11, "waiting", 60);
	second = given_delivery(c, hook, 11, "waiting", 0);
	assert_int_equal(next(c, hook), 0);
	other = given_delivery(c, hook, 12, "waiting", 0);
	test = given_delivery(c, hook, 0, "waiting", 0);
	assert_int_equal(next(c, hook), other);
	assert_ok(c, db_exec(c, "UPDATE webhook_delivery SET state = 'delivered' WHERE id = ?", V(other)));
	assert_int_equal(next(c, hook), test);
	assert_ok(c, db_exec(c, "UPDATE webhook_delivery SET state = 'failed' WHERE id = ?", V(stuck)));
	assert_int_equal(next(c, hook), second);
	drop(c, hook);
}

static void test_tries_end(void **state)
{
	struct ctx *c = *state;
	uint64_t hook = given_webhook(c, 1, "order.updated"), id = given_delivery(c, hook, 21, "waiting", 0), held = given_delivery(c, hook, 22, "waiting", 0);
	struct webhook w = { .id = hook, .customer_id = 1 };
	struct webhook_delivery d = { 0 };
	bool found;

	as_system(c, 1);
	for (int n = 1; n <= WEBHOOK_TRIES; n++) {
		struct delivery_try t = { .status = 500, .ms = 3, .problem = "it answered 500" };

		assert_ok(c, delivery_sql_get(c, id, &d));
		w.fail_streak = n - 1;
		assert_ok(c, db_begin(c));
		assert_ok(c, db_end(c, delivery_tried(c, &w, &d, &t, false)));
		assert_int_equal(t.last, n == WEBHOOK_TRIES);
		if (n < WEBHOOK_TRIES)
			assert_true(t.delay_s >= 10);
	}
	assert_number(c, 1, "SELECT COUNT(*) FROM webhook WHERE id = ? AND customer_id = 1 AND NOT enabled AND off_reason LIKE '%it answered 500'", V(hook));
	assert_number(c, 1, "SELECT COUNT(*) FROM webhook_delivery WHERE id = ? AND customer_id = 1 AND state = 'failed' AND attempts = 8", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM webhook_delivery WHERE id = ? AND customer_id = 1 AND state = 'held'", V(held));
	assert_ok(c, webhook_sql_open(c, hook, &w, &found));
	assert_false(found);
	drop(c, hook);
}

static void test_one_success_keeps_it_on(void **state)
{
	struct ctx *c = *state;
	uint64_t hook = given_webhook(c, 1, "order.updated"), id = given_delivery(c, hook, 31, "waiting", 0), good = given_delivery(c, hook, 32, "waiting", 0);
	const struct webhook w = { .id = hook, .customer_id = 1 };
	struct delivery_try failed = { .status = 500, .problem = "it answered 500" }, fine = { .delivered = true, .status = 200 };
	struct webhook_delivery d = { 0 };

	as_system(c, 1);
	assert_ok(c, db_exec(c, "UPDATE webhook_delivery SET attempts = ?, first_at = NOW(6) - INTERVAL 1 HOUR WHERE id = ?", V((int)WEBHOOK_TRIES - 1), V(id)));
	assert_ok(c, delivery_sql_get(c, good, &d));
	assert_ok(c, delivery_tried(c, &w, &d, &fine, false));
	assert_ok(c, delivery_sql_get(c, id, &d));
	assert_ok(c, delivery_tried(c, &w, &d, &failed, false));
	assert_number(c, 1, "SELECT COUNT(*) FROM webhook WHERE id = ? AND customer_id = 1 AND enabled AND fail_streak = 1", V(hook));
	assert_number(c, 1, "SELECT COUNT(*) FROM webhook_delivery WHERE id = ? AND customer_id = 1 AND state = 'failed'", V(id));
	drop(c, hook);
}

/* ---- allowances ------------------------------------------------------------------------------------ */

static void test_an_allowance_is_used_up_and_comes_back(void **state)
{
	struct ctx *c = *state;
	const struct rate_limit limit = { .interval_us = 60 * 1000000, .burst = 3 };
	const char *scope = arena_printf(c->arena, "test:%d", (int)getpid());
	struct rate r;

	for (int left = 2; left >= 0; left--) {
		assert_ok(c, rate_sql_take(c, scope, &limit, 1, &r));
		assert_true(r.allowed);
		assert_int_equal(r.left, left);
	}
	assert_ok(c, rate_sql_take(c, scope, &limit, 1, &r));
	assert_false(r.allowed);
	assert_true(r.wait_us > 50 * 1000000 && r.wait_us <= 60 * 1000000);
	assert_ok(c, db_exec(c, "UPDATE rate SET due_at = due_at - INTERVAL 61 SECOND WHERE scope = ?", V(scope)));
	assert_ok(c, rate_sql_take(c, scope, &limit, 1, &r));
	assert_true(r.allowed);
	assert_int_equal(r.left, 0);
	assert_ok(c, db_exec(c, "UPDATE rate SET due_at = NOW(6) - INTERVAL 1 DAY WHERE scope = ?", V(scope)));
	assert_ok(c, rate_sql_take(c, scope, &limit, 1, &r));
	assert_int_equal(r.left, 2); /* never more than all of it, however long nobody asked */
}

static void test_what_is_undone_costs_nothing(void **state)
{
	struct ctx *c = *state;
	const struct rate_limit limit = { .interval_us = 60 * 1000000, .burst = 1 };
	const char *scope = arena_printf(c->arena, "undone:%d", (int)getpid());
	struct rate r;

	for (int i = 0; i < 3; i++) {
		assert_ok(c, db_begin(c));
		assert_ok(c, rate_sql_take(c, scope, &limit, 1, &r));
		assert_true(r.allowed);
		db_undo(c);
	}
	assert_ok(c, rate_sql_take(c, scope, &limit, 1, &r));
	assert_true(r.allowed);
	assert_ok(c, rate_sql_take(c, scope, &limit, 1, &r));
	assert_false(r.allowed);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		T(test_told_with_the_change_or_not_at_all), T(test_told_to_whoever_wants_it), T(test_an_order_s_events_wait_for_each_other),
		T(test_tries_end), T(test_one_success_keeps_it_on), T(test_an_allowance_is_used_up_and_comes_back),
		T(test_what_is_undone_costs_nothing),
	};

	return cmocka_run_group_tests(tests, given_practice_data, db_harness_close);
}

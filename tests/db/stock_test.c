/* Stock never goes below zero, every change has its movement, and a cause counts once. */
#include "order_given.h"

#include "domain/stock.h"

static bool in_transaction(struct ctx *c, bool (*step)(struct ctx *, const struct stock_change *), const struct stock_change *s)
{
	return db_begin(c) && db_end(c, step(c, s));
}

static void assert_stock(struct ctx *c, uint64_t sku, int64_t on_hand, int64_t reserved)
{
	assert_number(c, on_hand, "SELECT on_hand FROM stock WHERE warehouse_id = 1 AND sku_id = ?", V(sku));
	assert_number(c, reserved, "SELECT reserved FROM stock WHERE warehouse_id = 1 AND sku_id = ?", V(sku));
}

static void set_stock(struct ctx *c, uint64_t sku, int64_t on_hand)
{
	assert_ok(c, db_exec(c, "DELETE FROM stock_movement WHERE warehouse_id = 1 AND sku_id = ?", V(sku)));
	assert_ok(c, db_exec(c, "UPDATE stock SET on_hand = ?, reserved = 0 WHERE warehouse_id = 1 AND sku_id = ?", V(on_hand), V(sku)));
	assert_ok(c, db_exec(c, "INSERT INTO stock_movement (customer_id, warehouse_id, sku_id, cause, cause_id, on_hand_change,"
		" reserved_change, actor_kind, actor_name) VALUES (1, 1, ?, 'adjustment', ?, ?, 0, 'system', 'test')", V(sku), V(sku), V(on_hand)));
}

static void test_reserve_release_ship(void **state)
{
	struct ctx *c = *state;
	const struct stock_item items[] = { { 2, 3, "B" }, { 1, 2, "A" }, { 2, 1, "B" } };
	struct stock_change     s = { .customer_id = 1, .warehouse_id = 1, .cause_id = 1001, .n_items = 3, .items = items };

	set_stock(c, 1, 10);
	set_stock(c, 2, 10);
	assert_ok(c, in_transaction(c, stock_reserve, &s));
	assert_stock(c, 1, 10, 2);
	assert_stock(c, 2, 10, 4); /* the items of one SKU are one change */
	assert_number(c, 2, "SELECT COUNT(*) FROM stock_movement WHERE cause = 'reserve' AND cause_id = 1001");
	s.cause_id = 77;
	s.n_items = 1;
	assert_ok(c, in_transaction(c, stock_ship, &s));
	assert_stock(c, 2, 7, 1);
	s.cause_id = 1001;
	s.items = &items[1];
	s.n_items = 2;
	assert_ok(c, in_transaction(c, stock_release, &s));
	assert_stock(c, 1, 10, 0);
	assert_stock(c, 2, 7, 0);
	assert_ledger_adds_up(c);
}

static void test_a_cause_counts_once(void **state)
{
	struct ctx *c = *state;
	const struct stock_change s = { .customer_id = 1, .warehouse_id = 1, .cause_id = 2001, .n_items = 1,
		.items = (const struct stock_item[]){ { 3, 1, "C" } } };

	set_stock(c, 3, 5);
	assert_ok(c, in_transaction(c, stock_reserve, &s));
	assert_problem(c, PROBLEM_INTERNAL, in_transaction(c, stock_reserve, &s));
	assert_stock(c, 3, 5, 1);
}

static void test_too_much_is_refused_whole(void **state)
{
	struct ctx *c = *state;
	const struct stock_item   items[] = { { 5, 6, "E" }, { 4, 1, "D" }, { 6, 9, "F" } };
	const struct stock_change s = { .customer_id = 1, .warehouse_id = 1, .cause_id = 3001, .n_items = 3, .items = items };
	const struct stock_change others = { .customer_id = 2, .warehouse_id = 1, .cause_id = 3002, .n_items = 1, .items = items };

	set_stock(c, 4, 5);
	set_stock(c, 5, 5);
	set_stock(c, 6, 5);
	assert_false(in_transaction(c, stock_reserve, &s));
	assert_int_equal(c->problem.code, PROBLEM_INSUFFICIENT_STOCK);
	assert_string_equal(c->problem.detail, "Insufficient stock: E: 6 needed, 5 available; F: 9 needed, 5 available.");
	problem_clear(c);
	assert_stock(c, 4, 5, 0);
	assert_problem(c, PROBLEM_INSUFFICIENT_STOCK, in_transaction(c, stock_reserve, &others));
	assert_problem(c, PROBLEM_INTERNAL, in_transaction(c, stock_release, &s)); /* nothing is reserved */
	assert_problem(c, PROBLEM_INTERNAL, in_transaction(c, stock_ship, &s));
	assert_stock(c, 5, 5, 0);
	assert_ledger_adds_up(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_reserve_release_ship, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_a_cause_counts_once, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_too_much_is_refused_whole, db_harness_begin, db_harness_end),
	};

	return cmocka_run_group_tests(tests, given_practice_data, db_harness_close);
}

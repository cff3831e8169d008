/* Orders that were left behind for want of stock go free when goods come: in their order, as many as there are goods for,
 * and whoever waited is told how many. */
#include "order_given.h"

#include "domain/cancel.h"
#include "domain/dispatch.h"
#include "domain/exception.h"
#include "domain/stock_adjust.h"
#include "domain/stock_recheck.h"
#include "lib/json.h"

static const uint64_t both[] = { 1, 2 };

enum { LAX = 1, HAM = 2, SKU = 17 }; /* WH-HB-017 is out of stock everywhere; the platform calls it 117 */

static uint64_t left_behind(struct ctx *c, struct given g)
{
	uint64_t id;

	as_system(c, 0);
	id = given_order(c, g);
	assert_ok(c, db_exec(c, "UPDATE platform_order SET exception_code = 'insufficient_stock', exception_key = 'WH-HB-017',"
		" exception_detail = 'Insufficient stock', exception_since = NOW(6) WHERE id = ?", V(id)));
	return id;
}

static uint64_t wants(struct ctx *c, int64_t quantity)
{
	return left_behind(c, (struct given){ .lines = { { "117", "HB-017", quantity } } });
}

static bool is_free(struct ctx *c, uint64_t id)
{
	return number_of(c, "SELECT exception_code IS NULL FROM platform_order WHERE id = ?", V(id)) == 1;
}

static void add_stock(struct ctx *c, uint64_t warehouse_id, int64_t change)
{
	struct stock_row row;

	as_staff(c, both, 2);
	assert_ok(c, stock_adjust(c, &(struct adjust_stock){ .warehouse_id = warehouse_id, .sku_id = SKU, .change = change,
		.reason = REASON_RECEIVED, .seen_on_hand = SEEN_NOT_GIVEN }, &row));
}

static uint64_t waiting_jobs(struct ctx *c)
{
	return number_of(c, "SELECT COUNT(*) FROM job WHERE kind = 'stock_recheck'");
}

/* What a worker does with the oldest job; false when there is none. */
static bool work_one(struct ctx *c)
{
	struct stock_recheck_ref in = { 0 };
	uint64_t                 id;

	as_system(c, 1);
	if (!waiting_jobs(c))
		return false;
	id = number_of(c, "SELECT MIN(id) FROM job WHERE kind = 'stock_recheck'");
	in.warehouse_id = number_of(c, "SELECT JSON_VALUE(payload, '$.warehouseId') FROM job WHERE id = ?", V(id));
	in.sku_id = number_of(c, "SELECT JSON_VALUE(payload, '$.skuId') FROM job WHERE id = ?", V(id));
	in.after_id = number_of(c, "SELECT COALESCE(JSON_VALUE(payload, '$.afterId'), 0) FROM job WHERE id = ?", V(id));
	in.promised = (int64_t)number_of(c, "SELECT JSON_VALUE(payload, '$.promised') FROM job WHERE id = ?", V(id));
	in.freed = (int64_t)number_of(c, "SELECT JSON_VALUE(payload, '$.freed') FROM job WHERE id = ?", V(id));
	assert_ok(c, db_exec(c, "DELETE FROM job WHERE id = ?", V(id)));
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, stock_recheck_more(c, 1, &in)));
	return true;
}

static void work_all(struct ctx *c)
{
	while (work_one(c))
		continue;
}

/* Every test begins without goods, jobs and orders left behind. */
static void clean(struct ctx *c)
{
	as_system(c, 0);
	assert_ok(c, db_exec(c, "DELETE FROM job"));
	assert_ok(c, db_exec(c, "DELETE FROM stock_freed"));
	assert_ok(c, db_exec(c, "UPDATE stock SET on_hand = reserved WHERE sku_id = ?", V((int)SKU)));
	assert_ok(c, db_exec(c, "UPDATE platform_order SET exception_code = NULL, exception_key = NULL, exception_detail = NULL, exception_since = NULL"));
}

static void test_as_many_as_there_are_goods_for(void **state)
{
	struct ctx         *c = *state;
	struct stock_freed *told;
	uint64_t            orders[5];
	size_t              n;

	clean(c);
	for (size_t i = 0; i < N_OF(orders); i++)
		orders[i] = wants(c, 2);
	add_stock(c, LAX, 5);
	assert_int_equal(waiting_jobs(c), 1);
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE run_at <= NOW(6)");
	work_all(c);
	for (size_t i = 0; i < N_OF(orders); i++)
		assert_int_equal(is_free(c, orders[i]), i < 2);
	assert_number(c, 1, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'exception_cleared'", V(orders[0]));
	as_operator(c, 1);
	assert_ok(c, exception_freed(c, &told, &n));
	assert_int_equal(n, 1);
	assert_int_equal(told[0].orders, 2);
	assert_string_equal(told[0].sku_code, "WH-HB-017");
	as_operator(c, 2);
	assert_ok(c, exception_freed(c, &told, &n));
	assert_int_equal(n, 0);

	/* the two are sent, and nothing is promised twice */
	as_operator(c, 1);
	for (size_t i = 0; i < 2; i++)
		assert_ok(c, dispatch_order(c, (struct order_ref){ .id = orders[i] }, &(struct dispatch){ .warehouse_id = LAX, .channel_id = 1 }));
	add_stock(c, LAX, 1);
	work_all(c);
	assert_true(is_free(c, orders[2]));
	assert_false(is_free(c, orders[3]));
}

static void test_what_else_keeps_an_order(void **state)
{
	struct ctx *c = *state;
	uint64_t    fits, unmapped, two_short, elsewhere, other;

	clean(c);
	/* 119 is bound to nothing; of 116 there is little */
	unmapped = left_behind(c, (struct given){ .lines = { { "117", "HB-017", 1 }, { "119", "HB-019", 1 } } });
	two_short = left_behind(c, (struct given){ .lines = { { "117", "HB-017", 1 }, { "116", "HB-016", 100000 } } });
	other = left_behind(c, (struct given){ .customer = 2, .lines = { { "117", "HB-017", 1 } } });
	elsewhere = left_behind(c, (struct given){ .lines = { { "101", "HB-001", 1 } } });
	fits = wants(c, 1);
	add_stock(c, LAX, 1);
	work_all(c);
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND exception_code = 'sku_not_mapped'", V(unmapped));
	assert_false(is_free(c, two_short));
	assert_false(is_free(c, other));
	assert_false(is_free(c, elsewhere)); /* it waits for other goods */
	assert_true(is_free(c, fits));       /* what cannot go promises nothing away */
}

static void test_goods_where_there_is_no_business(void **state)
{
	struct ctx *c = *state;
	uint64_t    id;

	clean(c);
	id = wants(c, 1);
	add_stock(c, HAM, 3);
	assert_ok(c, db_exec(c, "UPDATE business SET enabled = 0 WHERE customer_id = 1 AND warehouse_id = ?", V((int)HAM)));
	work_all(c);
	assert_false(is_free(c, id));
	assert_ok(c, db_exec(c, "UPDATE business SET enabled = 1 WHERE customer_id = 1 AND warehouse_id = ?", V((int)HAM)));
	add_stock(c, HAM, 1);
	work_all(c);
	assert_true(is_free(c, id));
}

static void test_goods_that_are_given_back(void **state)
{
	struct ctx *c = *state;
	uint64_t    sent, id;

	clean(c);
	add_stock(c, LAX, 2);
	work_all(c);
	as_system(c, 0);
	sent = given_order(c, (struct given){ .lines = { { "117", "HB-017", 2 } } });
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = sent }, &(struct dispatch){ .warehouse_id = LAX, .channel_id = 1 }));
	id = wants(c, 2);
	as_operator(c, 1);
	assert_ok(c, cancel_order(c, (struct order_ref){ .id = sent }, NULL));
	assert_int_equal(waiting_jobs(c), 1);
	work_all(c);
	assert_true(is_free(c, id));
}

static void test_nobody_waits(void **state)
{
	struct ctx *c = *state;

	clean(c);
	add_stock(c, LAX, 1);
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE kind = 'stock_recheck' AND run_at > NOW(6)");
	work_all(c);
	assert_number(c, 0, "SELECT COUNT(*) FROM stock_freed");
	as_staff(c, both, 2);
	add_stock(c, LAX, -1); /* what is taken out frees nobody */
	assert_int_equal(waiting_jobs(c), 0);
}

/* Several jobs are looked at with one question. */
static void test_for_which_of_several(void **state)
{
	const struct stock_recheck_ref a = { .warehouse_id = LAX, .sku_id = SKU }, b = { .warehouse_id = LAX, .sku_id = SKU + 1 },
		end = { .warehouse_id = LAX, .sku_id = SKU + 1, .freed = 2 };
	const struct stock_recheck_ref *const jobs[] = { &b, &a, &end, &a };
	struct ctx *c = *state;
	bool        any[4];

	clean(c);
	as_system(c, 1);
	assert_ok(c, stock_recheck_any(c, 1, jobs, 4, any));
	assert_true(!any[0] && !any[1] && any[2] && !any[3]);
	wants(c, 1);
	as_system(c, 1);
	assert_ok(c, stock_recheck_any(c, 1, jobs, 4, any));
	assert_true(!any[0] && any[1] && any[2] && any[3]);
	assert_ok(c, stock_recheck_any(c, 2, jobs, 4, any)); /* another customer's orders are not this one's */
	assert_true(!any[0] && !any[1] && any[2] && !any[3]);
}

static void test_more_than_one_walk(void **state)
{
	enum { N = 205, GOODS = 203 };
	struct ctx *c = *state;
	uint64_t    last = 0;

	clean(c);
	for (size_t i = 0; i < N; i++)
		last = wants(c, 1);
	add_stock(c, LAX, GOODS);
	assert_true(work_one(c));
	assert_number(c, N - 200, "SELECT COUNT(*) FROM platform_order WHERE exception_code = 'insufficient_stock'");
	assert_number(c, 0, "SELECT COUNT(*) FROM stock_freed");
	assert_true(work_one(c));
	assert_false(work_one(c));
	assert_number(c, N - GOODS, "SELECT COUNT(*) FROM platform_order WHERE exception_code = 'insufficient_stock'");
	assert_number(c, GOODS, "SELECT orders FROM stock_freed");
	assert_false(is_free(c, last));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_as_many_as_there_are_goods_for, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_what_else_keeps_an_order, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_goods_where_there_is_no_business, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_for_which_of_several, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_goods_that_are_given_back, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_nobody_waits, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_more_than_one_walk, db_harness_begin, db_harness_end),
	};

	return cmocka_run_group_tests_name("stock_recheck", tests, given_practice_data, db_harness_close);
}

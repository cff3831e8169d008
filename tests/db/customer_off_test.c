/* The stores of a customer that was switched off are left alone, and go on where they stopped when it is switched on. */
#include "order_given.h"

#include "domain/customer.h"
#include "domain/schedule.h"
#include "domain/sync.h"

enum { OTHER = 2 }; /* customer 2, whose store has the same id */

static void due(struct ctx *c)
{
	as_system(c, 0);
	assert_ok(c, db_exec(c, "UPDATE store SET status = 'authorised', next_sync_at = IF(id = ?, NOW(6) - INTERVAL 1 MINUTE, '9999-12-31')",
		V((int)OTHER)));
}

static uint64_t runs(struct ctx *c)
{
	return number_of(c, "SELECT COUNT(*) FROM sync_run WHERE store_id = ?", V((int)OTHER));
}

static void turn(struct ctx *c, bool on)
{
	static const uint64_t both[] = { 1, 2 };
	struct customer       cu;

	as_staff(c, both, 2);
	c->actor.all_warehouses = true;
	assert_ok(c, customer_get(c, OTHER, &cu));
	assert_ok(c, customer_change(c, OTHER, cu.version, &(struct change_customer){ cu.name, on }));
}

static bool start(struct ctx *c)
{
	uint64_t         id = OTHER;
	struct sync_run *rows;
	size_t           n;

	as_operator(c, OTHER);
	return sync_start(c, &(struct start_sync){ .kind = ORDER_B2C, .n_stores = 1, .store_ids = &id, .mode = SYNC_IMMEDIATE }, &rows, &n);
}

static void test_stores_rest(void **state)
{
	struct ctx *c = *state;

	turn(c, false);
	due(c);
	assert_ok(c, schedule_due_stores(c));
	assert_int_equal(runs(c), 0);
	assert_false(start(c));
	assert_int_equal(c->problem.code, PROBLEM_STORE_DISABLED);
	problem_clear(c);
	as_system(c, 0);
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, sync_hint(c, OTHER, OTHER, "1001"))); /* the shop is not told, and nothing is asked of it */
	assert_int_equal(runs(c), 0);

	turn(c, true);
	as_system(c, 0);
	assert_ok(c, schedule_due_stores(c)); /* its time has long come */
	assert_int_equal(runs(c), 1);
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, sync_hint(c, OTHER, OTHER, "1001")));
	assert_true(start(c));
	assert_int_equal(runs(c), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_stores_rest, db_harness_begin, db_harness_end),
	};

	return cmocka_run_group_tests_name("customer_off", tests, given_practice_data, db_harness_close);
}

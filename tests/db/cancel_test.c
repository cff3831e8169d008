/* Taking an order back, and shipping it by hand: what the warehouse had of it is stopped, its stock is
 * free again, and neither happens once the warehouse has begun. */
#include "order_given.h"

#include "domain/cancel.h"
#include "domain/dispatch.h"
#include "domain/manual_ship.h"
#include "domain/order.h"
#include "domain/order_rules.h"
#include "domain/order_show.h"

static const struct dispatch    to_lax = { .warehouse_id = 1, .channel_id = 1 };
static const struct manual_ship by_hand = { .tracking_no = "HAND-1", .channel = "Royal Mail" };

static uint64_t reserved_of(struct ctx *c, uint64_t sku_id)
{
	return number_of(c, "SELECT SUM(reserved) FROM stock WHERE sku_id = ?", V(sku_id));
}

static uint64_t dispatched(struct ctx *c)
{
	uint64_t id;

	as_system(c, 0);
	id = given_order(c, (struct given){ 0 });
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	return id;
}

static void set_outbound(struct ctx *c, uint64_t order_id, const char *status)
{
	assert_ok(c, db_exec(c, "UPDATE outbound_order SET status = ? WHERE platform_order_id = ?", V(status), V(order_id)));
}

static enum order_status status_of(struct ctx *c, uint64_t id)
{
	struct order_detail d;

	assert_ok(c, order_get(c, id, &d));
	return (enum order_status)d.o.status;
}

/* The stored status is the one the facts give. */
static void assert_facts_agree(struct ctx *c, uint64_t id)
{
	struct order       o;
	struct order_facts facts;

	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, order_lock(c, (struct order_ref){ .id = id }, &o) && order_facts_read(c, &o, &facts)));
	assert_int_equal(order_status_of_facts(&facts), o.status);
}

static void test_a_pending_order_is_cancelled(void **state)
{
	struct ctx *c = *state;
	uint64_t    id = given_order(c, (struct given){ 0 });

	as_operator(c, 2);
	assert_problem(c, PROBLEM_NOT_FOUND, cancel_order(c, (struct order_ref){ .id = id }, NULL));
	as_operator(c, 1);
	assert_problem(c, PROBLEM_STALE, cancel_order(c, (struct order_ref){ id, 7 }, NULL));
	assert_ok(c, cancel_order(c, (struct order_ref){ id, 1 }, "buyer asked"));
	assert_int_equal(status_of(c, id), ORDER_CANCELLED);
	assert_number(c, 1, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'cancelled' AND detail = 'buyer asked'", V(id));
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, cancel_order(c, (struct order_ref){ .id = id }, NULL));
	assert_facts_agree(c, id);
}

static void test_a_dispatched_order_gives_its_stock_back(void **state)
{
	struct ctx *c = *state;
	uint64_t    before = reserved_of(c, 1), id = dispatched(c);

	assert_int_equal(reserved_of(c, 1), before + 2);
	set_outbound(c, id, "reviewed");
	assert_ok(c, cancel_order(c, (struct order_ref){ .id = id }, NULL));
	assert_int_equal(status_of(c, id), ORDER_CANCELLED);
	assert_int_equal(reserved_of(c, 1), before);
	assert_number(c, 1, "SELECT COUNT(*) FROM outbound_order WHERE platform_order_id = ? AND status = 'intercepted'", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM stock_movement m JOIN outbound_order ob ON ob.id = m.cause_id"
		" WHERE m.cause = 'release' AND ob.platform_order_id = ? AND m.reserved_change = -2", V(id));
	assert_ledger_adds_up(c);
	assert_facts_agree(c, id);
}

static void test_not_once_the_warehouse_has_begun(void **state)
{
	static const char *const begun[] = { "waved", "picking", "packed" };
	struct ctx              *c = *state;

	for (size_t i = 0; i < N_OF(begun); i++) {
		uint64_t id = dispatched(c), reserved = reserved_of(c, 1);

		set_outbound(c, id, begun[i]);
		assert_problem(c, PROBLEM_OUTBOUND_IN_PROGRESS, cancel_order(c, (struct order_ref){ .id = id }, NULL));
		assert_problem(c, PROBLEM_OUTBOUND_IN_PROGRESS, manual_ship_order(c, (struct order_ref){ .id = id }, &by_hand));
		assert_int_equal(status_of(c, id), ORDER_PROCESSING);
		assert_int_equal(reserved_of(c, 1), reserved);
		assert_number(c, 0, "SELECT COUNT(*) FROM manual_shipment WHERE order_id = ?", V(id));
	}
	assert_ledger_adds_up(c);
}

static void test_a_pending_order_is_shipped_by_hand(void **state)
{
	struct ctx         *c = *state;
	uint64_t            id = given_order(c, (struct given){ .lines = { { "119", "HB-019", 2 }, { NULL, NULL, 1, .digital = true } } });
	struct order_detail d;

	as_operator(c, 1);
	assert_ok(c, manual_ship_order(c, (struct order_ref){ id, 1 }, &by_hand)); /* needs no mapping: no warehouse of ours */
	assert_ok(c, order_get(c, id, &d));
	assert_int_equal(d.o.status, ORDER_SHIPPED);
	assert_string_equal(d.o.carrier, "Royal Mail");
	assert_int_equal(d.lines[0].shipped_qty, 2);
	assert_int_equal(d.lines[1].shipped_qty, 0);
	assert_int_equal(d.n_writebacks, 1);
	assert_string_equal(d.writebacks[0].kind, "manual_ship");
	assert_string_equal(d.writebacks[0].state, "queued");
	assert_string_equal(d.writebacks[0].tracking_no, "HAND-1");
	assert_int_equal(d.o.open_writebacks, 1);
	assert_number(c, 1, "SELECT COUNT(*) FROM order_tracking WHERE order_id = ? AND tracking_folded = 'hand-1' AND origin = 'manual'", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM writeback b WHERE b.order_id = ? AND b.final = 1"
		" AND JSON_LENGTH(b.content, '$.lines') = 1", V(id));
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, manual_ship_order(c, (struct order_ref){ .id = id }, &by_hand));
	assert_facts_agree(c, id);
}

static void test_a_dispatched_order_is_shipped_by_hand(void **state)
{
	struct ctx         *c = *state;
	uint64_t            before = reserved_of(c, 1), id = dispatched(c);
	struct order_detail d;

	assert_ok(c, manual_ship_order(c, (struct order_ref){ .id = id }, &by_hand));
	assert_ok(c, order_get(c, id, &d));
	assert_int_equal(d.o.status, ORDER_SHIPPED);
	assert_int_equal(d.o.warehouse_id, 0);
	assert_int_equal(d.o.outbound_id, 0);
	assert_int_equal(reserved_of(c, 1), before);
	assert_ledger_adds_up(c);
	assert_facts_agree(c, id);
}

static void test_nothing_to_ship_by_hand(void **state)
{
	struct ctx *c = *state;
	uint64_t    id = given_order(c, (struct given){ .lines = { { NULL, NULL, 1, .digital = true } } });

	as_operator(c, 1);
	assert_problem(c, PROBLEM_NO_SHIPPABLE_ITEMS, manual_ship_order(c, (struct order_ref){ .id = id }, &by_hand));
	assert_int_equal(status_of(c, id), ORDER_PENDING);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		T(test_a_pending_order_is_cancelled),
		T(test_a_dispatched_order_gives_its_stock_back),
		T(test_not_once_the_warehouse_has_begun),
		T(test_a_pending_order_is_shipped_by_hand),
		T(test_a_dispatched_order_is_shipped_by_hand),
		T(test_nothing_to_ship_by_hand),
	};

	return cmocka_run_group_tests(tests, given_practice_data, db_harness_close);
}

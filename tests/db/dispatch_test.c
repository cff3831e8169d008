/* Dispatch on a real database: every refusal by name, nothing changed by any of them, and what happens
 * when several want the same order or the last unit at once. */
#include "order_given.h"

#include "domain/dispatch.h"
#include "domain/order.h"
#include "domain/order_rules.h"
#include "domain/order_show.h"
#include "domain/stock.h"

#include <sys/wait.h>
#include <unistd.h>

static const struct dispatch to_lax = { .warehouse_id = 1, .channel_id = 1 };

static int64_t version_of(struct ctx *c, uint64_t id)
{
	return (int64_t)number_of(c, "SELECT version FROM platform_order WHERE id = ?", V(id));
}

static uint64_t reserved_of(struct ctx *c, uint64_t sku_id)
{
	return number_of(c, "SELECT SUM(reserved) FROM stock WHERE sku_id = ?", V(sku_id));
}

/* ---- it goes ----------------------------------------------------------------------------------- */

static void test_dispatch_does_all_of_it(void **state)
{
	struct ctx         *c = *state;
	uint64_t            id, before = reserved_of(c, 18), outbound;
	struct order_detail d;
	struct order_event *events;
	size_t              n;

	id = given_order(c, (struct given){ .no = "D-1", .lines = { { "101", "HB-001", 2 }, { "118", "HB-018", 3 },
		{ "101", "HB-001", 1 }, { NULL, NULL, 1, .digital = true } } });
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ id, 1 }, &to_lax));
	assert_ok(c, order_get(c, id, &d));
	assert_int_equal(d.o.status, ORDER_PROCESSING);
	assert_string_equal(d.o.warehouse_name, "Los Angeles 1");
	assert_string_equal(d.o.carrier, "USPS");
	assert_string_equal(d.outbound_status_name, "draft");
	assert_string_equal(d.fulfilment_status, "in_warehouse");
	assert_int_equal(d.o.version, 2);
	outbound = d.o.outbound_id;
	assert_string_equal(d.o.outbound_no, arena_printf(c->arena, "OB%08llu", (unsigned long long)outbound));
	/* HB-018 is a bundle of two */
	assert_number(c, 3, "SELECT COUNT(*) FROM outbound_line WHERE outbound_id = ?", V(outbound));
	assert_number(c, 6, "SELECT quantity FROM outbound_line WHERE outbound_id = ? AND sku_id = 18 AND per_unit = 2", V(outbound));
	assert_int_equal(reserved_of(c, 18), before + 6);
	assert_number(c, 3, "SELECT reserved_change FROM stock_movement WHERE cause = 'reserve' AND cause_id = ? AND sku_id = 1", V(outbound));
	assert_number(c, 1, "SELECT COUNT(*) FROM outbound_order WHERE id = ? AND recipient_city = 'Springfield'"
		" AND recipient_country = 'US' AND created_by = 'Olivia Operator'", V(outbound));
	assert_ok(c, order_events(c, id, &events, &n));
	assert_int_equal(n, 1);
	assert_string_equal(events[0].action, "dispatched");
	assert_string_equal(events[0].status_before, "pending");
	assert_string_equal(events[0].status_after, "processing");
	assert_ledger_adds_up(c);
}

static void test_dispatch_takes_the_exception_away(void **state)
{
	struct ctx  *c = *state;
	uint64_t     id = given_order(c, (struct given){ 0 });
	struct order o;

	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, order_lock(c, (struct order_ref){ .id = id }, &o)
		&& order_except(c, &o, PROBLEM_INSUFFICIENT_STOCK, "Insufficient stock: all gone.", "HB-001")));
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	assert_number(c, 0, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND (exception_code IS NOT NULL OR exception_since IS NOT NULL)", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'exception_cleared'", V(id));
}

/* ---- it does not ------------------------------------------------------------------------------- */

static const struct refusal {
	struct given      order;
	uint64_t          as;     /* customer; 0: 1 */
	struct dispatch   in;     /* zero: to_lax */
	enum problem_code code;
	const char       *words;  /* part of the sentence */
} refusals[] = {
	{ .order = { .lines = { { "119", "HB-019", 1 }, { "120", "HB-020", 1 }, { "101", "HB-001", 1 } } },
	  .code = PROBLEM_SKU_NOT_MAPPED, .words = "SKU [HB-019], SKU [HB-020] not mapped to a warehouse SKU" },
	{ .order = { .lines = { { "119", NULL, 1 } } }, .code = PROBLEM_SKU_NOT_MAPPED, .words = "of “A thing”" },
	{ .order = { .lines = { { NULL, NULL, 1 } } }, .code = PROBLEM_SKU_NOT_MAPPED, .words = "not mapped" },
	{ .order = { .lines = { { "117", "HB-017", 1 } } }, .code = PROBLEM_INSUFFICIENT_STOCK,
	  .words = "WH-HB-017: 1 needed, 0 available" },
	{ .order = { .lines = { { "101", "HB-001", 1 }, { "116", "HB-016", 2 }, { "117", "HB-017", 3 } } },
	  .code = PROBLEM_INSUFFICIENT_STOCK, .words = "WH-HB-016: 2 needed, 1 available; WH-HB-017: 3 needed, 0 available" },
	{ .order = { .no_city = true }, .code = PROBLEM_ADDRESS_INCOMPLETE, .words = "address fields: city" },
	{ .order = { .lines = { { NULL, NULL, 1, .digital = true } } }, .code = PROBLEM_NO_SHIPPABLE_ITEMS, .words = "no shippable items" },
	{ .order = { .lines = { { "101", "HB-001", 1, .gone = true } } }, .code = PROBLEM_NO_SHIPPABLE_ITEMS, .words = "no shippable items" },
	{ .order = { .platform_state = "unpaid" }, .code = PROBLEM_ORDER_UNPAID, .words = "is not paid" },
	{ .order = { .platform_state = "cancelled" }, .code = PROBLEM_CANCELLED_ON_PLATFORM, .words = "cancelled on the platform" },
	{ .order = { .status = "cancelled" }, .code = PROBLEM_ACTION_NOT_ALLOWED, .words = "is Cancelled" },
	{ .order = { .kind = "b2b" }, .code = PROBLEM_ACTION_NOT_ALLOWED, .words = "only while it is Acknowledged" },
	{ .order = { .customer = 2 }, .as = 2, .code = PROBLEM_BUSINESS_MISSING, .words = "not set up in Los Angeles 1" },
	{ .order = { 0 }, .in = { 1, 5, 0, NULL }, .code = PROBLEM_CHANNEL_NOT_AVAILABLE, .words = "Los Angeles 1 has no such" },
	{ .order = { 0 }, .in = { 1, 99, 0, NULL }, .code = PROBLEM_CHANNEL_NOT_AVAILABLE, .words = "Los Angeles 1 has no such" },
	{ .order = { 0 }, .in = { 1, 4, 0, NULL }, .code = PROBLEM_LABEL_REQUIRED, .words = "a PDF label is required" },
	{ .order = { 0 }, .in = { 99, 1, 0, NULL }, .code = PROBLEM_INVALID, .words = "warehouseId" },
	{ .order = { 0 }, .as = 2, .code = PROBLEM_NOT_FOUND, .words = "no such order" },
};

/* Everything a dispatch could have changed, as one number. */
static uint64_t state_of_all(struct ctx *c)
{
	return number_of(c, "SELECT CRC32(CONCAT((SELECT SUM(CRC32(CONCAT_WS(':', id, version, status, warehouse_id,"
		" exception_code))) FROM platform_order), ':', (SELECT SUM(CRC32(CONCAT_WS(':', warehouse_id, sku_id, on_hand,"
		" reserved))) FROM stock), ':', (SELECT COUNT(*) FROM outbound_order), ':', (SELECT COUNT(*) FROM outbound_line),"
		" ':', (SELECT COUNT(*) FROM stock_movement), ':', (SELECT COUNT(*) FROM order_event)))");
}

static void test_refusals_change_nothing(void **state)
{
	struct ctx *c = *state;

	for (size_t i = 0; i < N_OF(refusals); i++) {
		const struct refusal *r = &refusals[i];
		struct dispatch       in = r->in.warehouse_id ? r->in : to_lax;
		uint64_t              id, before;

		as_system(c, 0);
		id = given_order(c, r->order);
		before = state_of_all(c);
		as_operator(c, r->as ? r->as : 1);
		if (dispatch_order(c, (struct order_ref){ .id = id }, &in))
			fail_msg("case %zu went through", i);
		if (c->problem.code != r->code || !strstr(c->problem.detail, r->words))
			fail_msg("case %zu: %s", i, problem_words(c));
		problem_clear(c);
		as_system(c, 0);
		assert_int_equal(state_of_all(c), before);
	}
}

static void test_an_old_version_is_refused(void **state)
{
	struct ctx *c = *state;
	uint64_t    id = given_order(c, (struct given){ 0 });

	assert_ok(c, db_exec(c, "UPDATE platform_order SET version = 5 WHERE id = ?", V(id)));
	as_operator(c, 1);
	assert_false(dispatch_order(c, (struct order_ref){ id, 4 }, &to_lax));
	assert_int_equal(c->problem.code, PROBLEM_STALE);
	assert_int_equal(c->problem.current_version, 5);
	problem_clear(c);
	assert_ok(c, dispatch_order(c, (struct order_ref){ id, 5 }, &to_lax));
	assert_int_equal(version_of(c, id), 6);
}

static void test_disabled_channels_and_businesses(void **state)
{
	struct ctx *c = *state;
	uint64_t    id = given_order(c, (struct given){ 0 });

	assert_ok(c, db_exec(c, "UPDATE shipping_channel SET enabled = 0 WHERE id = 3"));
	as_operator(c, 1);
	assert_problem(c, PROBLEM_CHANNEL_NOT_AVAILABLE,
		dispatch_order(c, (struct order_ref){ .id = id }, &(struct dispatch){ 1, 3, 0, NULL }));
	assert_ok(c, db_exec(c, "UPDATE business SET enabled = 0 WHERE customer_id = 1 AND warehouse_id = 2"));
	assert_problem(c, PROBLEM_BUSINESS_MISSING,
		dispatch_order(c, (struct order_ref){ .id = id }, &(struct dispatch){ 2, 5, 0, NULL }));
	assert_ok(c, db_exec(c, "UPDATE business SET enabled = 1 WHERE customer_id = 1 AND warehouse_id = 2"));
	assert_ok(c, db_exec(c, "UPDATE shipping_channel SET enabled = 1 WHERE id = 3"));
}

static void test_facts_give_the_status(void **state)
{
	struct ctx        *c = *state;
	uint64_t           id = given_order(c, (struct given){ 0 });
	struct order       o;
	struct order_facts facts;

	as_operator(c, 1);
	assert_ok(c, db_begin(c));
	assert_ok(c, order_lock(c, (struct order_ref){ .id = id }, &o) && order_facts_read(c, &o, &facts));
	assert_ok(c, db_end(c, true));
	assert_int_equal(order_status_of_facts(&facts), ORDER_PENDING);
	assert_int_equal(facts.to_ship, 2);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	assert_ok(c, db_begin(c));
	assert_ok(c, order_lock(c, (struct order_ref){ .id = id }, &o) && order_facts_read(c, &o, &facts));
	assert_ok(c, db_end(c, true));
	assert_true(facts.outbound);
	assert_int_equal(order_status_of_facts(&facts), o.status);
}

/* ---- several at once --------------------------------------------------------------------------- */

enum { MOST = 8 };

/* Forks n processes, each with a connection of its own, lets them start together and counts the outcomes:
 * exit 0 dispatched, 1 refused with `refused`, anything else is a failure. */
static void race(struct ctx *c, const uint64_t *ids, size_t n, enum problem_code refused, size_t *went, size_t *not)
{
	int   gate[2];
	pid_t pids[MOST];

	assert_int_equal(pipe(gate), 0);
	for (size_t i = 0; i < n; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (!pids[i]) {
			struct ctx mine = db_harness_other();
			char       byte;
			bool       ok;

			close(gate[1]);
			as_operator(&mine, 1);
			if (!db_ready(&mine) || read(gate[0], &byte, 1) != 0)
				_exit(3);
			ok = dispatch_order(&mine, (struct order_ref){ .id = ids[i] }, &to_lax);
			if (!ok && mine.problem.code != refused)
				fprintf(stderr, "%s\n", problem_words(&mine));
			_exit(ok ? 0 : mine.problem.code == refused ? 1 : 2);
		}
	}
	close(gate[0]);
	close(gate[1]); /* end of file at every child at once */
	*went = *not = 0;
	for (size_t i = 0; i < n; i++) {
		int status;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 1);
		*(WEXITSTATUS(status) ? not : went) += 1;
	}
	(void)c;
}

static void test_two_dispatch_the_same_order(void **state)
{
	struct ctx *c = *state;

	for (int round = 0; round < 5; round++) {
		uint64_t id, before;
		size_t   went, not;

		as_system(c, 0);
		id = given_order(c, (struct given){ .lines = { { "105", "HB-005", 1 } } });
		before = reserved_of(c, 5);
		race(c, (const uint64_t[]){ id, id }, 2, PROBLEM_ACTION_NOT_ALLOWED, &went, &not);
		assert_int_equal(went, 1);
		assert_int_equal(not, 1);
		assert_number(c, 1, "SELECT COUNT(*) FROM outbound_order WHERE platform_order_id = ?", V(id));
		assert_int_equal(reserved_of(c, 5), before + 1);
	}
	assert_ledger_adds_up(c);
}

static void test_eight_want_the_last_unit(void **state)
{
	struct ctx *c = *state;
	uint64_t    ids[MOST];
	size_t      went, not;

	as_system(c, 0);
	for (size_t i = 0; i < MOST; i++)
		ids[i] = given_order(c, (struct given){ .lines = { { "104", "HB-004", 1 }, { "116", "HB-016", 1 } } });
	race(c, ids, MOST, PROBLEM_INSUFFICIENT_STOCK, &went, &not);
	assert_int_equal(went, 1);
	assert_int_equal(not, MOST - 1);
	assert_number(c, 1, "SELECT reserved FROM stock WHERE warehouse_id = 1 AND sku_id = 16");
	assert_number(c, 0, "SELECT COUNT(*) FROM stock WHERE on_hand < reserved OR reserved < 0");
	assert_number(c, MOST - 1, "SELECT COUNT(*) FROM platform_order WHERE status = 'pending' AND id BETWEEN ? AND ?",
		V(ids[0]), V(ids[MOST - 1]));
	assert_ledger_adds_up(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_dispatch_does_all_of_it, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_dispatch_takes_the_exception_away, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_refusals_change_nothing, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_an_old_version_is_refused, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_disabled_channels_and_businesses, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_facts_give_the_status, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_two_dispatch_the_same_order, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_eight_want_the_last_unit, db_harness_begin, db_harness_end),
	};

	return cmocka_run_group_tests(tests, given_practice_data, db_harness_close);
}

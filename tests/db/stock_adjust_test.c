/* Stock put right by hand: every refusal by name, a ledger that adds up, and adjustments that race with
 * eight processes dispatching the last unit. */
#include "order_given.h"

#include "domain/dispatch.h"
#include "domain/order.h"
#include "domain/outbound.h"
#include "domain/stock_adjust.h"
#include "domain/warehouse_sku.h"
#include "model/sku.h"

#include <sys/wait.h>

static const uint64_t both[] = { 1, 2 }, hamburg[] = { 2 };

static struct adjust_stock of(uint64_t warehouse_id, uint64_t sku_id, int64_t change)
{
	return (struct adjust_stock){ .warehouse_id = warehouse_id, .sku_id = sku_id, .change = change, .reason = REASON_COUNTED,
		.seen_on_hand = SEEN_NOT_GIVEN };
}

static uint64_t on_hand(struct ctx *c, uint64_t warehouse_id, uint64_t sku_id)
{
	return number_of(c, "SELECT on_hand FROM stock WHERE warehouse_id = ? AND sku_id = ?", V(warehouse_id), V(sku_id));
}

static uint64_t reserved(struct ctx *c, uint64_t warehouse_id, uint64_t sku_id)
{
	return number_of(c, "SELECT reserved FROM stock WHERE warehouse_id = ? AND sku_id = ?", V(warehouse_id), V(sku_id));
}

static void dispatch(struct ctx *c, const char *no, const char *sku_key, int64_t quantity)
{
	uint64_t id;

	as_system(c, 0);
	id = given_order(c, (struct given){ .no = no, .lines = { { sku_key, "X", quantity } } });
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &(struct dispatch){ .warehouse_id = 1, .channel_id = 1 }));
}

/* ---- it counts ----------------------------------------------------------------------------------- */

static void test_an_adjustment_is_one_movement(void **state)
{
	struct ctx         *c = *state;
	struct adjust_stock in = of(1, 7, 5);
	const uint64_t      before = on_hand(c, 1, 7);
	struct stock_row    row;
	struct stock_entry *rows;
	struct page_end     end;
	size_t              n;

	in.note = "a pallet more";
	in.reason = REASON_RECEIVED;
	as_staff(c, both, 2);
	assert_ok(c, stock_adjust(c, &in, &row));
	assert_int_equal(row.on_hand, before + 5);
	assert_int_equal(row.available, before + 5);
	assert_string_equal(row.sku_code, "WH-HB-007");
	assert_string_equal(row.customer_name, "Harbor Trading");
	assert_ok(c, stock_ledger(c, &(struct stock_ledger_filter){ 1, 7, { .limit = 1 } }, &rows, &n, &end));
	assert_int_equal(n, 1);
	assert_int_equal(end.total, 2); /* with the opening stock */
	assert_non_null(end.next_cursor);
	assert_string_equal(rows[0].cause, "adjustment");
	assert_string_equal(rows[0].reason, "received");
	assert_string_equal(rows[0].note, "a pallet more");
	assert_string_equal(rows[0].actor_name, "Wanda Warehouse");
	assert_string_equal(rows[0].actor_kind, "staff");
	assert_int_equal(rows[0].on_hand_change, 5);
	assert_int_equal(rows[0].on_hand_after, before + 5);
	assert_ok(c, stock_ledger(c, &(struct stock_ledger_filter){ 1, 7, { .limit = 1, .cursor = end.next_cursor } }, &rows, &n, &end));
	assert_int_equal(n, 1);
	assert_null(end.next_cursor);
	assert_int_equal(rows[0].on_hand_after, before);
	assert_int_equal(rows[0].on_hand_change, before);
	as_system(c, 0);
	assert_number(c, 1, "SELECT COUNT(*) FROM stock_movement m JOIN stock_adjustment a ON a.id = m.cause_id"
		" WHERE m.cause = 'adjustment' AND m.warehouse_id = 1 AND m.sku_id = 7 AND a.quantity = 5 AND a.warehouse_id = 1 AND a.sku_id = 7");
	assert_ledger_adds_up(c);
}

/* A SKU that was never in a warehouse begins there, in a row of its own. */
static void test_the_first_goods(void **state)
{
	struct ctx          *c = *state;
	const struct adjust_stock in = of(1, 61, 12), less = of(2, 61, -1), elsewhere = of(1, 62, 1);
	struct stock_row     row;

	as_system(c, 0);
	assert_ok(c, db_exec(c, "INSERT INTO sku (id, customer_id, code, name) VALUES (61, 1, 'NEW-1', 'New thing'), (62, 2, 'NEW-2', 'Other thing')"));
	as_staff(c, both, 2);
	assert_ok(c, stock_adjust(c, &in, &row));
	assert_int_equal(row.on_hand, 12);
	assert_problem(c, PROBLEM_QUANTITY_EXCEEDS, stock_adjust(c, &less, &row));
	/* Meadow Home has no business in Los Angeles */
	assert_problem(c, PROBLEM_BUSINESS_MISSING, stock_adjust(c, &elsewhere, &row));
	as_system(c, 0);
	assert_number(c, 1, "SELECT COUNT(*) FROM stock WHERE sku_id IN (61, 62)");
	assert_ledger_adds_up(c);
}

/* ---- refusals ------------------------------------------------------------------------------------ */

static void test_what_is_reserved_stays(void **state)
{
	struct ctx         *c = *state;
	struct adjust_stock in = of(1, 8, 0);
	const uint64_t      before = on_hand(c, 1, 8);
	struct stock_row    row;
	struct stock_hold  *holds;
	size_t              n;
	const char         *first, *second;

	dispatch(c, "HOLD-1", "108", 3);
	dispatch(c, "HOLD-2", "108", 2);
	as_staff(c, both, 2);
	assert_ok(c, stock_holds(c, &(struct stock_ref){ 1, 8 }, &holds, &n));
	assert_int_equal(n, 2);
	assert_int_equal(holds[0].quantity, 3);
	assert_string_equal(holds[0].order_no, "HOLD-1");
	assert_string_equal(holds[0].status, "draft");
	first = holds[0].outbound_no;
	second = holds[1].outbound_no;
	in.change = -(int64_t)before + 4; /* one of the five would be gone */
	assert_false(stock_adjust(c, &in, &row));
	assert_int_equal(c->problem.code, PROBLEM_QUANTITY_EXCEEDS);
	assert_string_equal(c->problem.detail, arena_printf(c->arena, "WH-HB-008 in Los Angeles 1: %llu on hand, 5 of them reserved by %s (3), %s (2),"
		" so at most %llu can be taken out.", (unsigned long long)before, first, second, (unsigned long long)before - 5));
	problem_clear(c);
	as_system(c, 0);
	assert_int_equal(on_hand(c, 1, 8), before);
	as_staff(c, both, 2);
	in.change = -(int64_t)before + 5;
	assert_ok(c, stock_adjust(c, &in, &row));
	assert_int_equal(row.on_hand, 5);
	assert_int_equal(row.available, 0);
	as_system(c, 0);
	assert_int_equal(reserved(c, 1, 8), 5);
	assert_ledger_adds_up(c);
}

static void test_refusals_change_nothing(void **state)
{
	struct ctx *c = *state;
	static const struct { int who; struct adjust_stock in; enum problem_code code; } cases[] = {
		{ 's', { 1, 9, 0, REASON_LOST, NULL, SEEN_NOT_GIVEN }, PROBLEM_INVALID },
		{ 's', { 9, 9, 1, REASON_LOST, NULL, SEEN_NOT_GIVEN }, PROBLEM_NOT_FOUND },
		{ 's', { 1, 999, 1, REASON_LOST, NULL, SEEN_NOT_GIVEN }, PROBLEM_NOT_FOUND },
		{ 's', { 1, 9, -1000000, REASON_LOST, NULL, SEEN_NOT_GIVEN }, PROBLEM_QUANTITY_EXCEEDS },
		{ 's', { 1, 9, 1, REASON_COUNTED, NULL, 999999 }, PROBLEM_STALE },
		{ 'h', { 1, 9, 1, REASON_FOUND, NULL, SEEN_NOT_GIVEN }, PROBLEM_NOT_FOUND }, /* another's warehouse */
		{ 'c', { 1, 9, 1, REASON_FOUND, NULL, SEEN_NOT_GIVEN }, PROBLEM_FORBIDDEN },
	};

	for (unsigned i = 0; i < N_OF(cases); i++) {
		const uint64_t   before = number_of(c, "SELECT SUM(on_hand * 7 + reserved) FROM stock"),
			moves = number_of(c, "SELECT COUNT(*) FROM stock_movement");
		struct stock_row row;

		if (cases[i].who == 'c')
			as_operator(c, 1);
		else
			as_staff(c, cases[i].who == 'h' ? hamburg : both, cases[i].who == 'h' ? 1 : 2);
		if (stock_adjust(c, &cases[i].in, &row) || c->problem.code != cases[i].code)
			fail_msg("case %u: %s", i, problem_words(c));
		problem_clear(c);
		as_system(c, 0);
		assert_number(c, before, "SELECT SUM(on_hand * 7 + reserved) FROM stock");
		assert_number(c, moves, "SELECT COUNT(*) FROM stock_movement");
	}
}

/* ---- what is seen -------------------------------------------------------------------------------- */

static void test_everybody_sees_their_own(void **state)
{
	struct ctx         *c = *state;
	struct stock_filter f = { .page.limit = 200 };
	struct stock_row   *rows;
	struct stock_entry *entries;
	struct stock_hold  *holds;
	struct page_end     end;
	size_t              n;

	as_operator(c, 2);
	assert_ok(c, stock_page(c, &f, &rows, &n, &end));
	assert_int_equal(n, 20); /* one warehouse */
	for (size_t i = 0; i < n; i++)
		assert_int_equal(rows[i].customer_id, 2);
	assert_problem(c, PROBLEM_NOT_FOUND, stock_ledger(c, &(struct stock_ledger_filter){ 1, 7, { .limit = 9 } }, &entries, &n, &end));
	assert_problem(c, PROBLEM_NOT_FOUND, stock_holds(c, &(struct stock_ref){ 1, 7 }, &holds, &n));
	f.customer_id = 1;
	assert_ok(c, stock_page(c, &f, &rows, &n, &end));
	assert_int_equal(n, 0);
	f.customer_id = 0;
	as_staff(c, hamburg, 1);
	assert_ok(c, stock_page(c, &f, &rows, &n, &end));
	assert_int_equal(n, 60);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(rows[i].warehouse_id, 2);
	assert_problem(c, PROBLEM_NOT_FOUND, stock_ledger(c, &(struct stock_ledger_filter){ 1, 7, { .limit = 9 } }, &entries, &n, &end));
}

static void test_filters_and_pages(void **state)
{
	struct ctx *c = *state;
	const struct { struct stock_filter f; size_t n; const char *first; } cases[] = {
		{ { .q = "wh-hb-016" }, 2, "WH-HB-016" },
		{ { .q = "400000000001" }, 20, "WH-HB-010" }, /* the start of ten barcodes, in two warehouses */
		{ { .q = "walnut", .warehouses = (uint64_t[]){ 2 }, .n_warehouses = 1 }, 2, "WH-HB-015" },
		{ { .out_of_stock = true }, 2, "WH-HB-017" },
		{ { .below = 2, .warehouses = (uint64_t[]){ 1 }, .n_warehouses = 1 }, 2, "WH-HB-016" },
		{ { .sku_id = 5 }, 2, "WH-HB-005" },
		{ { .customer_id = 2 }, 20, "WH-MD-001" },
		{ { .q = "100%" }, 0, NULL },
	};
	struct stock_row *rows, *all;
	struct page_end   end;
	size_t            n, n_all, seen = 0;

	as_staff(c, both, 2);
	for (unsigned i = 0; i < N_OF(cases); i++) {
		struct stock_filter f = cases[i].f;

		f.page.limit = 200;
		assert_ok(c, stock_page(c, &f, &rows, &n, &end));
		if (n != cases[i].n || end.total != n || (n && strcmp(rows[0].sku_code, cases[i].first) != 0))
			fail_msg("case %u: %zu rows, first %s", i, n, n ? rows[0].sku_code : "none");
	}
	assert_ok(c, stock_page(c, &(struct stock_filter){ .page.limit = 200 }, &all, &n_all, &end));
	for (const char *cursor = NULL; seen == 0 || cursor; cursor = end.next_cursor) {
		assert_ok(c, stock_page(c, &(struct stock_filter){ .page = { .limit = 7, .cursor = cursor } }, &rows, &n, &end));
		assert_true(seen + n <= n_all);
		for (size_t i = 0; i < n; i++, seen++)
			assert_true(rows[i].sku_id == all[seen].sku_id && rows[i].warehouse_id == all[seen].warehouse_id);
	}
	assert_int_equal(seen, n_all);
	assert_problem(c, PROBLEM_INVALID, stock_page(c, &(struct stock_filter){ .page = { .limit = 7, .cursor = "nonsense" } }, &rows, &n, &end));
}

/* More than are counted: the lists then walk the SKUs in order, and still show every row once. */
static void test_pages_of_many(void **state)
{
	enum { MANY = 11000, LIMIT = 200 };
	struct ctx           *c = *state;
	struct stock_row     *rows;
	struct warehouse_sku *skus;
	struct page_end       end = { 0 };
	uint64_t              seen = 0, sku = 0, place = 0;
	const char           *code = "", *cursor;
	size_t                n;

	as_system(c, 0);
	/* Codes that are not in the order of the ids. */
	assert_ok(c, db_exec(c, "INSERT INTO sku (id, customer_id, code, name) SELECT 100000 + seq, 2, CONCAT('many-', MD5(seq)), 'one of many' FROM seq_1_to_11000"));
	assert_ok(c, db_exec(c, "INSERT INTO stock (warehouse_id, sku_id, customer_id, on_hand) SELECT w.id, k.id, k.customer_id, 1 FROM sku k"
		" JOIN warehouse w ON w.id <= 1 + MOD(k.id, 2) WHERE k.id > 100000"));
	const uint64_t expected = number_of(c, "SELECT COUNT(*) FROM stock WHERE customer_id = 2");
	as_operator(c, 2);
	do {
		struct ctx one = ctx_begin(c);

		cursor = end.next_cursor ? arena_strdup(c->arena, end.next_cursor) : NULL;
		assert_ok(&one, stock_page(&one, &(struct stock_filter){ .page = { .limit = LIMIT, .cursor = cursor } }, &rows, &n, &end));
		for (size_t i = 0; i < n; i++, seen++) {
			const int order = strcasecmp(rows[i].sku_code, code);

			assert_true(order > 0 || (order == 0 && rows[i].sku_id == sku && rows[i].warehouse_id > place));
			code = arena_strdup(c->arena, rows[i].sku_code);
			sku = rows[i].sku_id;
			place = rows[i].warehouse_id;
		}
		assert_false(end.total_is_exact);
		assert_int_equal(end.total, STOCK_TOTAL_CAP);
		if (end.next_cursor)
			end.next_cursor = arena_strdup(c->arena, end.next_cursor);
		ctx_end(&one);
	} while (end.next_cursor);
	assert_int_equal(seen, expected);
	assert_ok(c, warehouse_sku_page(c, &(struct warehouse_sku_filter){ .page.limit = LIMIT }, &skus, &n, &end));
	assert_int_equal(n, LIMIT);
	assert_false(end.total_is_exact);
	code = arena_strdup(c->arena, skus[n - 1].code);
	assert_ok(c, warehouse_sku_page(c, &(struct warehouse_sku_filter){ .page = { .limit = LIMIT, .cursor = end.next_cursor } }, &skus, &n, &end));
	assert_true(strcasecmp(skus[0].code, code) > 0);
	assert_ok(c, stock_page(c, &(struct stock_filter){ .q = "many-00", .page.limit = LIMIT }, &rows, &n, &end));
	assert_true(n > 10 && end.total_is_exact && end.total == n);
	as_system(c, 0);
	assert_ok(c, db_exec(c, "DELETE FROM stock WHERE sku_id > 100000"));
	assert_ok(c, db_exec(c, "DELETE FROM sku WHERE id > 100000"));
}

/* What reserve, release and ship wrote leads to the outbound order and the platform order. */
static void test_the_ledger_leads_to_the_order(void **state)
{
	struct ctx         *c = *state;
	struct stock_entry *rows;
	struct page_end     end;
	uint64_t            outbound;
	size_t              n;

	dispatch(c, "LEDGER-1", "110", 2);
	outbound = number_of(c, "SELECT id FROM outbound_order ORDER BY id DESC LIMIT 1");
	as_staff(c, both, 2);
	assert_ok(c, outbound_review(c, (struct order_ref){ .id = outbound }));
	assert_ok(c, outbound_pick(c, (struct order_ref){ .id = outbound }));
	assert_ok(c, outbound_pack(c, (struct order_ref){ .id = outbound }, 500));
	assert_ok(c, outbound_ship(c, (struct order_ref){ .id = outbound }, &(struct ship){ .tracking_no = "LEDGER-T-1" }));
	assert_ok(c, stock_ledger(c, &(struct stock_ledger_filter){ 1, 10, { .limit = 50 } }, &rows, &n, &end));
	assert_true(n >= 3);
	assert_string_equal(rows[0].cause, "ship");
	assert_int_equal(rows[0].on_hand_change, -2);
	assert_int_equal(rows[0].reserved_after, rows[1].reserved_after - 2);
	assert_int_equal(rows[0].on_hand_after, rows[1].on_hand_after - 2);
	assert_string_equal(rows[1].cause, "reserve");
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(rows[i].outbound_id, outbound);
		assert_string_equal(rows[i].order_no, "LEDGER-1");
	}
	assert_int_equal(rows[n - 1].outbound_id, 0);
	assert_int_equal(rows[n - 1].reserved_after, 0);
}

/* ---- several at once ----------------------------------------------------------------------------- */

enum { DISPATCHERS = 8, ADJUSTERS = 4, ROUNDS = 5, TURNS = 6 };

/* A child: dispatches its order, or takes the last units out and puts them back, turn by turn. Exit 0 dispatched, 1 refused
 * for stock, 2 adjusted, anything else is a failure. */
static int racer(int gate, uint64_t order_id)
{
	struct ctx mine = db_harness_other();
	char       byte;

	if (!db_ready(&mine) || read(gate, &byte, 1) != 0)
		return 3;
	if (order_id) {
		as_operator(&mine, 1);
		if (dispatch_order(&mine, (struct order_ref){ .id = order_id }, &(struct dispatch){ .warehouse_id = 1, .channel_id = 1 }))
			return 0;
		if (mine.problem.code == PROBLEM_INSUFFICIENT_STOCK)
			return 1;
	} else {
		as_staff(&mine, both, 2);
		for (int turn = 0; turn < TURNS; turn++) {
			struct adjust_stock in = of(1, 16, turn % 2 ? 1 : -1);
			struct stock_row    row;

			if (!stock_adjust(&mine, &in, &row) && mine.problem.code != PROBLEM_QUANTITY_EXCEEDS)
				goto failed;
			problem_clear(&mine);
		}
		return 2;
	}
failed:
	fprintf(stderr, "%s\n", problem_words(&mine));
	return 4;
}

static void test_adjustments_race_with_the_last_unit(void **state)
{
	struct ctx *c = *state;

	for (int round = 0; round < ROUNDS; round++) {
		pid_t    pids[DISPATCHERS + ADJUSTERS];
		uint64_t ids[DISPATCHERS], went = 0, held;
		int      gate[2];
		struct stock_row    row;
		struct adjust_stock one = of(1, 16, 0);

		as_system(c, 0);
		held = reserved(c, 1, 16);
		one.change = (int64_t)held + 1 - (int64_t)on_hand(c, 1, 16); /* exactly one is free */
		as_staff(c, both, 2);
		if (one.change)
			assert_ok(c, stock_adjust(c, &one, &row));
		as_system(c, 0);
		for (size_t i = 0; i < DISPATCHERS; i++)
			ids[i] = given_order(c, (struct given){ .lines = { { "116", "HB-016", 1 } } });
		assert_int_equal(pipe(gate), 0);
		for (size_t i = 0; i < N_OF(pids); i++) {
			pids[i] = fork();
			assert_true(pids[i] >= 0);
			if (!pids[i]) {
				close(gate[1]);
				_exit(racer(gate[0], i < DISPATCHERS ? ids[i] : 0));
			}
		}
		close(gate[0]);
		close(gate[1]); /* end of file at every child at once */
		for (size_t i = 0; i < N_OF(pids); i++) {
			int status;

			assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
			assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 2);
			went += WEXITSTATUS(status) == 0;
		}
		/* Each of those who put back brought one that they had not always been able to take out. */
		assert_int_equal(reserved(c, 1, 16), held + went);
		assert_number(c, went, "SELECT COUNT(*) FROM outbound_order WHERE platform_order_id BETWEEN ? AND ?", V(ids[0]), V(ids[DISPATCHERS - 1]));
		assert_number(c, 0, "SELECT COUNT(*) FROM stock WHERE on_hand < reserved OR reserved < 0 OR on_hand < 0");
		assert_number(c, 0, "SELECT COUNT(*) FROM (SELECT SUM(l.quantity - l.shipped_qty) AS q FROM outbound_line l JOIN outbound_order o"
			" ON o.id = l.outbound_id WHERE o.warehouse_id = 1 AND l.sku_id = 16 AND o.status NOT IN ('shipped', 'intercepted')) x"
			" JOIN stock s ON s.warehouse_id = 1 AND s.sku_id = 16 WHERE x.q <> s.reserved");
		assert_ledger_adds_up(c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_everybody_sees_their_own, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_filters_and_pages, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_pages_of_many, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_an_adjustment_is_one_movement, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_the_first_goods, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_what_is_reserved_stays, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_refusals_change_nothing, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_the_ledger_leads_to_the_order, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_adjustments_race_with_the_last_unit, db_harness_begin, db_harness_end),
	};

	return cmocka_run_group_tests(tests, given_practice_data, db_harness_close);
}

/* Answering purchase orders: what is written with an answer and what with a refusal, and who gets the last of the goods. */
#include "purchase_given.h"

#include "domain/order.h"
#include "domain/order_show.h"
#include "lib/json.h"

#include <sys/wait.h>

/* V-A is a mug, V-B a set of two mugs and a pot. */
enum { MUG = 1, POT = 2 };

static uint64_t taken(struct ctx *c, const char *no)
{
	struct incoming_order o = purchase(c, no);
	const uint64_t        id = assert_taken(c, SYNC_CREATED, &o, 20);

	as_operator(c, 1);
	return id;
}

static int bound(void **state)
{
	struct ctx *c;

	if (given_vendor(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	c = *state;
	given_bound(c, "V-A", MUG, 1);
	given_bound(c, "V-B", MUG, 2);
	given_bound(c, "V-B", POT, 1);
	return db_harness_end(state);
}

/* Nothing of it may remain of a refused answer. */
static uint64_t state_of_answers(struct ctx *c)
{
	return number_of(c, "SELECT CRC32(CONCAT_WS('|', (SELECT GROUP_CONCAT(CONCAT_WS(':', id, version, status, exception_code) ORDER BY id)"
		" FROM platform_order), (SELECT GROUP_CONCAT(CONCAT_WS(':', id, accepted_qty, backordered_qty, rejected_qty) ORDER BY id)"
		" FROM platform_order_line), (SELECT GROUP_CONCAT(CONCAT_WS(':', warehouse_id, sku_id, reserved) ORDER BY warehouse_id, sku_id)"
		" FROM stock), (SELECT COUNT(*) FROM acknowledgement), (SELECT COUNT(*) FROM acknowledgement_hold), (SELECT COUNT(*) FROM hold_change),"
		" (SELECT COUNT(*) FROM writeback), (SELECT COUNT(*) FROM job), (SELECT COUNT(*) FROM order_event), (SELECT COUNT(*) FROM stock_movement)))");
}

static const char *frozen(struct ctx *c, uint64_t id)
{
	return text_of(c, "content AS CHAR) AS text FROM writeback WHERE order_id = ? AND kind = 'acknowledgement' ORDER BY id DESC LIMIT 1", V(id));
}

static void test_accepted_in_part(void **state)
{
	struct ctx        *c = *state;
	uint64_t           id;
	const struct json *told, *line;
	const char        *text;
	int64_t            n;

	given_stock(c, 1, MUG, 60);
	given_stock(c, 1, POT, 60);
	id = taken(c, "POA00001");
	assert_ok(c, answer_from(c, (struct order_ref){ id, 1 }, 1, (const int64_t[2][2]){ { 6, 0 }, { 3, 1 } }));
	assert_order_status(c, "acknowledged", id);
	/* six mugs, and three cases of four sets of two mugs and a pot */
	assert_held(c, 30, id, MUG);
	assert_held(c, 12, id, POT);
	assert_number(c, 30, "SELECT on_hand - reserved FROM stock WHERE warehouse_id = 1 AND sku_id = ?", V((int)MUG));
	assert_number(c, 2, "SELECT COUNT(*) FROM stock_movement m JOIN hold_change h ON h.id = m.cause_id WHERE m.cause = 'hold' AND h.order_id = ?", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order_line WHERE order_id = ? AND accepted_qty = 6 AND rejected_qty = 4"
		" AND reject_reason = 'TemporarilyUnavailable' AND backordered_qty = 0", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order_line WHERE order_id = ? AND accepted_qty = 3 AND rejected_qty = 1"
		" AND backordered_qty = 1", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM acknowledgement a JOIN acknowledgement_line l ON l.acknowledgement_id = a.id"
		" WHERE a.order_id = ? AND a.revision = 1 AND a.warehouse_id = 1 AND l.ordered_qty = 10 AND l.accepted_qty = 6", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'acknowledged' AND status_before = 'pending'"
		" AND status_after = 'acknowledged' AND detail = 'revision 1: 9 accepted, 1 later, 5 rejected'", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM writeback w JOIN job j ON j.uniq_ready = CONCAT('writeback:', w.id) WHERE w.order_id = ?"
		" AND w.kind = 'acknowledgement' AND w.state = 'queued'", V(id));
	text = frozen(c, id);
	told = json_parse(c, text, strlen(text), &json_import);
	assert_string_equal(json_text(json_member(told, "orderNo")), "POA00001");
	assert_string_equal(json_text(json_member(told, "sellingParty")), "VEND1");
	assert_string_equal(json_text(json_member(told, "currency")), "USD");
	line = json_next(json_first(json_member(told, "lines")));
	assert_string_equal(json_text(json_member(line, "unit")), "case");
	assert_string_equal(json_text(json_member(line, "unitPrice")), "10.00");
	assert_true(json_int(json_member(line, "accepted"), &n) && n == 3);
	assert_true(json_int(json_member(line, "backordered"), &n) && n == 1);
	assert_true(json_int(json_member(line, "unitSize"), &n) && n == 4);
	assert_ledger_adds_up(c);
}

static void test_everything_rejected(void **state)
{
	struct ctx *c = *state;
	uint64_t    id = taken(c, "POA00002");

	assert_ok(c, answer_from(c, (struct order_ref){ .id = id }, 0, (const int64_t[2][2]){ { 0, 0 }, { 0, 0 } }));
	assert_order_status(c, "cancelled", id);
	assert_number(c, 0, "SELECT COUNT(*) FROM acknowledgement_hold WHERE order_id = ?", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM acknowledgement WHERE order_id = ? AND warehouse_id IS NULL", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM writeback WHERE order_id = ? AND kind = 'acknowledgement' AND state = 'queued'", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'rejected' AND status_after = 'cancelled'", V(id));
}

static void test_everything_later(void **state)
{
	struct ctx  *c = *state;
	uint64_t     id;
	struct order o;

	given_stock(c, 1, MUG, 10);
	id = taken(c, "POA00003");
	assert_ok(c, answer_from(c, (struct order_ref){ .id = id }, 1, (const int64_t[2][2]){ { 0, 0 }, { 0, 5 } }));
	assert_order_status(c, "acknowledged", id);
	assert_exception(c, "", id);
	as_system(c, 0);
	assert_ok(c, db_begin(c));
	assert_ok(c, order_lock(c, (struct order_ref){ .id = id }, &o) && order_recheck(c, &o));
	assert_null(o.exception_code); /* nothing to send is not wrong while goods are awaited */
	assert_ok(c, db_end(c, true));
	as_operator(c, 1);
	assert_problem(c, PROBLEM_NO_SHIPPABLE_ITEMS, dispatch_order(c, (struct order_ref){ .id = id }, &(struct dispatch){ 1, 1, 0, NULL }));
	/* the goods have come: another revision, once the platform has answered to the first */
	assert_problem(c, PROBLEM_ACKNOWLEDGEMENT_OPEN, answer(c, id, 0, 1));
	as_system(c, 0);
	assert_ok(c, db_exec(c, "UPDATE writeback SET state = 'confirmed' WHERE order_id = ?", V(id)));
	as_operator(c, 1);
	assert_ok(c, answer(c, id, 0, 1));
	assert_number(c, 2, "SELECT MAX(revision) FROM acknowledgement WHERE order_id = ?", V(id));
	assert_held(c, 8, id, MUG);
	assert_problem(c, PROBLEM_ACKNOWLEDGEMENT_OPEN, answer(c, id, 0, 1));
	as_system(c, 0);
	assert_ok(c, db_exec(c, "UPDATE writeback SET state = 'confirmed' WHERE order_id = ?", V(id)));
	as_operator(c, 1);
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, answer(c, id, 0, 1));
	assert_ledger_adds_up(c);
}

static void test_refusals_change_nothing(void **state)
{
	struct ctx *c = *state;
	uint64_t    id, other, buyers, before;

	given_stock(c, 1, MUG, 10);
	given_stock(c, 1, POT, 10);
	id = taken(c, "POA00004");
	as_system(c, 0);
	buyers = given_order(c, (struct given){ 0 });
	other = given_order(c, (struct given){ .customer = 2, .kind = "b2b" });
	before = state_of_answers(c);
	as_operator(c, 1);
	assert_problem(c, PROBLEM_INVALID, answer(c, id, 11, 0));
	assert_problem(c, PROBLEM_INVALID, answer(c, id, -1, 0));
	assert_problem(c, PROBLEM_INVALID, answer(c, id, 3, 1)); /* three mugs, and eight of ten are left for a case */
	assert_problem(c, PROBLEM_INVALID, answer_from(c, (struct order_ref){ .id = id }, 99, (const int64_t[2][2]){ { 1, 0 }, { 0, 0 } }));
	assert_problem(c, PROBLEM_INVALID, answer_from(c, (struct order_ref){ .id = id }, 0, (const int64_t[2][2]){ { 1, 0 }, { 0, 0 } }));
	assert_problem(c, PROBLEM_BUSINESS_MISSING, answer_from(c, (struct order_ref){ .id = id }, 2, (const int64_t[2][2]){ { 1, 0 }, { 0, 0 } }));
	assert_problem(c, PROBLEM_STALE, answer_from(c, (struct order_ref){ id, 9 }, 1, (const int64_t[2][2]){ { 1, 0 }, { 0, 0 } }));
	assert_problem(c, PROBLEM_NOT_FOUND, answer_from(c, (struct order_ref){ .id = other }, 1, (const int64_t[2][2]){ { 1, 0 }, { 0, 0 } }));
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, answer_from(c, (struct order_ref){ .id = buyers }, 1, (const int64_t[2][2]){ { 1, 0 }, { 0, 0 } }));
	assert_int_equal(state_of_answers(c), before);
}

/* ---- the sheet --------------------------------------------------------------------------------------------- */

static void test_sheet(void **state)
{
	struct ctx              *c = *state;
	struct acknowledge_sheet s;
	uint64_t                 id, before;

	given_stock(c, 1, MUG, 33);
	given_stock(c, 1, POT, 7);
	id = taken(c, "POA00005");
	assert_ok(c, acknowledge_sheet(c, id, 1, &s));
	assert_int_equal(s.n_lines, 2);
	assert_string_equal(s.lines[0].available, "33");
	assert_int_equal(s.lines[0].best_accept, 10);
	assert_string_equal(s.lines[1].available_pieces, "7");
	assert_string_equal(s.lines[1].available, "1");
	assert_int_equal(s.lines[1].best_accept, 1); /* 23 mugs and seven pots are left for it */
	assert_string_equal(s.reasons[0], "TemporarilyUnavailable");
	assert_int_equal(s.n_reasons, 3);
	assert_true(s.acknowledge_by.us && s.ship_window_to.us);
	given_stock(c, 1, MUG, 17);
	before = state_of_answers(c);
	assert_ok(c, acknowledge_sheet(c, id, 1, &s));
	assert_string_equal(s.lines[1].available, "1"); /* by itself */
	assert_int_equal(s.lines[1].best_accept, 0);    /* after the ten of the first line */
	assert_ok(c, acknowledge_sheet(c, id, 0, &s));
	assert_null(s.lines[0].available);
	assert_int_equal(s.lines[0].best_accept, 0);
	assert_problem(c, PROBLEM_BUSINESS_MISSING, acknowledge_sheet(c, id, 2, &s));
	assert_problem(c, PROBLEM_INVALID, acknowledge_sheet(c, id, 99, &s));
	as_operator(c, 2);
	assert_problem(c, PROBLEM_NOT_FOUND, acknowledge_sheet(c, id, 1, &s));
	assert_int_equal(state_of_answers(c), before);
}

static void test_who_else_wants_the_goods(void **state)
{
	struct ctx              *c = *state;
	struct acknowledge_sheet s;
	uint64_t                 id = taken(c, "POA00006");
	int64_t                  orders, mugs;

	assert_ok(c, acknowledge_sheet(c, id, 1, &s));
	orders = s.competing_orders;
	mugs = s.lines[0].competing_pieces;
	as_system(c, 0);
	given_order(c, (struct given){ .lines = { { "101", "HB-001", 4 } } });                         /* mugs */
	given_order(c, (struct given){ .lines = { { "102", "HB-002", 3 }, { "101", "HB-001", 1 } } }); /* pots and a mug */
	given_order(c, (struct given){ .status = "cancelled", .lines = { { "101", "HB-001", 9 } } });
	given_order(c, (struct given){ .kind = "b2b", .lines = { { "101", "HB-001", 9 } } });
	as_operator(c, 1);
	assert_ok(c, acknowledge_sheet(c, id, 1, &s));
	assert_int_equal(s.competing_orders, orders + 2);
	assert_int_equal(s.lines[0].competing_pieces, mugs + 5);
	assert_int_equal(s.lines[1].competing_pieces, s.lines[0].competing_pieces + 3);
}

/* ---- two at once ------------------------------------------------------------------------------------------- */

/* Runs `work` in eight processes at once; each tells with its exit code how it ended. */
static void in_eight(int (*work)(struct ctx *c, int nth), int ended[8])
{
	pid_t pids[8];
	int   gate[2];

	assert_int_equal(pipe(gate), 0);
	for (int i = 0; i < 8; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (pids[i] == 0) {
			struct ctx c = db_harness_other();
			char       go;

			close(gate[1]);
			if (!db_ready(&c) || read(gate[0], &go, 1) != 0)
				_exit(99);
			_exit(work(&c, i));
		}
	}
	close(gate[0]);
	close(gate[1]); /* all of them read its end */
	for (int i = 0; i < 8; i++) {
		int status;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_true(WIFEXITED(status));
		ended[i] = WEXITSTATUS(status);
	}
}

static uint64_t the_order, eight_orders[8];

static int answer_the_one(struct ctx *c, int nth)
{
	(void)nth;
	as_operator(c, 1);
	return answer_from(c, (struct order_ref){ the_order, 1 }, 1, (const int64_t[2][2]){ { 10, 0 }, { 0, 0 } }) ? 0 : (int)c->problem.code;
}

static void test_one_answer_of_eight(void **state)
{
	struct ctx *c = *state;
	int         ended[8], won = 0;

	given_stock(c, 1, MUG, 1000);
	the_order = taken(c, "POA00007");
	in_eight(answer_the_one, ended);
	for (int i = 0; i < 8; i++) {
		won += ended[i] == 0;
		assert_true(ended[i] == 0 || ended[i] == PROBLEM_STALE);
	}
	assert_int_equal(won, 1);
	assert_number(c, 1, "SELECT COUNT(*) FROM acknowledgement WHERE order_id = ?", V(the_order));
	assert_held(c, 10, the_order, MUG);
	assert_ledger_adds_up(c);
}

static int answer_or_dispatch(struct ctx *c, int nth)
{
	bool ok;

	as_operator(c, 1);
	if (nth % 2)
		ok = dispatch_order(c, (struct order_ref){ .id = eight_orders[nth] }, &(struct dispatch){ .warehouse_id = 1, .channel_id = 1 });
	else
		ok = answer_from(c, (struct order_ref){ .id = eight_orders[nth] }, 1, (const int64_t[2][2]){ { 1, 0 }, { 0, 0 } });
	return ok ? 0 : (int)c->problem.code;
}

/* Four purchase orders and four buyers' orders want the last mug. */
static void test_the_last_unit(void **state)
{
	struct ctx *c = *state;
	int         ended[8], won = 0;

	for (int i = 0; i < 8; i++) {
		as_system(c, 0);
		eight_orders[i] = i % 2 ? given_order(c, (struct given){ .lines = { { "101", "HB-001", 1 } } })
			: taken(c, arena_printf(c->arena, "POL%05d", i));
	}
	given_stock(c, 1, MUG, 1);
	in_eight(answer_or_dispatch, ended);
	for (int i = 0; i < 8; i++) {
		won += ended[i] == 0;
		assert_true(ended[i] == 0 || ended[i] == (i % 2 ? PROBLEM_INSUFFICIENT_STOCK : PROBLEM_INVALID));
	}
	assert_int_equal(won, 1);
	assert_number(c, 0, "SELECT on_hand - reserved FROM stock WHERE warehouse_id = 1 AND sku_id = ?", V((int)MUG));
	assert_ledger_adds_up(c);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		TEST(test_accepted_in_part),
		TEST(test_everything_rejected),
		TEST(test_everything_later),
		TEST(test_refusals_change_nothing),
		TEST(test_sheet),
		TEST(test_who_else_wants_the_goods),
		TEST(test_one_answer_of_eight),
		TEST(test_the_last_unit),
	};

	return cmocka_run_group_tests_name("acknowledge", tests, bound, db_harness_close);
}

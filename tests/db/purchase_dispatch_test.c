/* A purchase order goes to a warehouse and leaves it: accepted goods alone, held until then, told of in the buyer's units. */
#include "purchase_given.h"

#include "domain/cancel.h"
#include "domain/rehearse.h"
#include "domain/ship_to.h"
#include "domain/writeback.h"
#include "lib/json.h"

#include <sys/wait.h>

enum { MUG = 1, POT = 2, JAR = 5 };

static int bound(void **state)
{
	struct ctx *c;

	if (given_vendor(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	c = *state;
	given_bound(c, "V-A", MUG, 1);
	given_bound(c, "V-B", MUG, 2);
	given_bound(c, "V-B", POT, 1);
	/* a second warehouse where the customer has the B2B business */
	assert_ok(c, db_exec(c, "INSERT INTO business (customer_id, warehouse_id, service) VALUES (1, 2, 'b2b')"));
	return db_harness_end(state);
}

static const struct dispatch to_lax = { .warehouse_id = 1, .channel_id = 1 };

static uint64_t given_accepted(struct ctx *c, int64_t a, int64_t b)
{
	static unsigned       made;
	struct incoming_order o = purchase(c, arena_printf(c->arena, "POD%05u", ++made));
	const uint64_t        id = assert_taken(c, SYNC_CREATED, &o, 20);

	as_operator(c, 1);
	assert_ok(c, answer(c, id, a, b));
	return id;
}

static uint64_t outbound_of(struct ctx *c, uint64_t order)
{
	return number_of(c, "SELECT id FROM outbound_order WHERE live_order_id = ?", V(order));
}

static uint64_t channel_of(struct ctx *c, uint64_t warehouse)
{
	return number_of(c, "SELECT MIN(id) FROM shipping_channel WHERE warehouse_id = ? AND NOT self_pickup AND enabled", V(warehouse));
}

/* ---- dispatch ------------------------------------------------------------------------------------------------- */

static void test_what_was_held_is_what_is_reserved(void **state)
{
	struct ctx *c = *state;
	uint64_t    id, reserved;

	given_stock(c, 1, MUG, 30); /* exactly what is accepted */
	given_stock(c, 1, POT, 12);
	reserved = number_of(c, "SELECT reserved FROM stock WHERE warehouse_id = 1 AND sku_id = ?", V((int)MUG));
	id = given_accepted(c, 6, 3);
	assert_reserved(c, reserved + 30, MUG);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	assert_order_status(c, "processing", id);
	assert_reserved(c, reserved + 30, MUG);
	assert_number(c, 0, "SELECT COUNT(*) FROM acknowledgement_hold WHERE order_id = ?", V(id));
	/* six mugs; three cases of four sets of two mugs and a pot */
	assert_string_equal(text_of(c, "GROUP_CONCAT(CONCAT_WS(':', sku_id, per_unit, quantity) ORDER BY id) AS CHAR) AS text FROM outbound_line"
		" WHERE outbound_id = ?", V(outbound_of(c, id))), "1:1:6,1:8:24,2:4:12");
	assert_ledger_adds_up(c);
}

static void test_to_another_warehouse(void **state)
{
	struct ctx *c = *state;
	uint64_t    id, before;

	given_stock(c, 1, MUG, 50);
	given_stock(c, 2, MUG, 5);
	id = given_accepted(c, 6, 0);
	before = number_of(c, "SELECT version FROM platform_order WHERE id = ?", V(id));
	assert_problem(c, PROBLEM_INSUFFICIENT_STOCK,
		dispatch_order(c, (struct order_ref){ .id = id }, &(struct dispatch){ .warehouse_id = 2, .channel_id = channel_of(c, 2) }));
	assert_held(c, 6, id, MUG); /* nothing has moved */
	assert_number(c, before, "SELECT version FROM platform_order WHERE id = ?", V(id));
	given_stock(c, 2, MUG, 6);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &(struct dispatch){ .warehouse_id = 2, .channel_id = channel_of(c, 2) }));
	assert_number(c, 50, "SELECT on_hand - reserved FROM stock WHERE warehouse_id = 1 AND sku_id = ?", V((int)MUG));
	assert_number(c, 0, "SELECT on_hand - reserved FROM stock WHERE warehouse_id = 2 AND sku_id = ?", V((int)MUG));
	assert_ledger_adds_up(c);
}

/* The SKU was bound to something else after it was accepted: what is held goes back, the other is taken. */
static void test_bound_anew_meanwhile(void **state)
{
	struct ctx *c = *state;
	uint64_t    id;

	given_stock(c, 1, MUG, 50);
	given_stock(c, 1, JAR, 50);
	id = given_accepted(c, 6, 0);
	as_system(c, 0);
	assert_ok(c, db_exec(c, "UPDATE sku_mapping_item i JOIN sku_mapping m ON m.id = i.mapping_id SET i.sku_id = ? WHERE m.sku_key = 'V-A'", V((int)JAR)));
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	assert_number(c, 50, "SELECT on_hand - reserved FROM stock WHERE warehouse_id = 1 AND sku_id = ?", V((int)MUG));
	assert_number(c, 44, "SELECT on_hand - reserved FROM stock WHERE warehouse_id = 1 AND sku_id = ?", V((int)JAR));
	as_system(c, 0);
	assert_ok(c, db_exec(c, "UPDATE sku_mapping_item i JOIN sku_mapping m ON m.id = i.mapping_id SET i.sku_id = ? WHERE m.sku_key = 'V-A'", V((int)MUG)));
	assert_ledger_adds_up(c);
}

static void test_not_before_it_is_acknowledged_nor_without_the_business(void **state)
{
	struct ctx           *c = *state;
	struct incoming_order o = purchase(c, "POD90001");
	uint64_t              id = assert_taken(c, SYNC_CREATED, &o, 20);

	as_operator(c, 1);
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	given_stock(c, 1, MUG, 50);
	id = given_accepted(c, 6, 0);
	as_system(c, 0);
	assert_ok(c, db_exec(c, "UPDATE business SET enabled = 0 WHERE customer_id = 1 AND warehouse_id = 1 AND service = 'b2b'"));
	as_operator(c, 1);
	assert_problem(c, PROBLEM_BUSINESS_MISSING, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	as_system(c, 0);
	assert_ok(c, db_exec(c, "UPDATE business SET enabled = 1 WHERE service = 'b2b'"));
	assert_ok(c, db_exec(c, "UPDATE business SET enabled = 0 WHERE customer_id = 1 AND warehouse_id = 1 AND service = 'dropshipping'"));
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	as_system(c, 0);
	assert_ok(c, db_exec(c, "UPDATE business SET enabled = 1"));
}

static void test_rehearsed_as_it_happens(void **state)
{
	struct ctx      *c = *state;
	struct rehearsal out;
	uint64_t         id;
	struct rehearse  in = { .warehouse_id = 1, .channel_id = 1, .n_order_ids = 1, .order_ids = &id };

	given_stock(c, 1, MUG, 6);
	id = given_accepted(c, 6, 0);
	assert_ok(c, rehearse_dispatch(c, &in, &out));
	assert_true(out.orders[0].goes);
	assert_int_equal(out.skus[0].available, 6); /* what it holds itself is there for it */
	assert_int_equal(out.skus[0].remains, 0);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
}

/* ---- and back ---------------------------------------------------------------------------------------------------- */

static void test_handed_back_it_holds_again(void **state)
{
	struct ctx *c = *state;
	uint64_t    id, reserved;

	given_stock(c, 1, MUG, 30);
	given_stock(c, 1, POT, 12);
	reserved = number_of(c, "SELECT reserved FROM stock WHERE warehouse_id = 1 AND sku_id = ?", V((int)MUG));
	id = given_accepted(c, 6, 3);
	for (int i = 0; i < 2; i++) { /* as often as one likes */
		as_operator(c, 1);
		assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
		as_staff(c, lax_alone, 1);
		assert_ok(c, outbound_intercept(c, (struct order_ref){ .id = outbound_of(c, id) }, "wrong place"));
		assert_order_status(c, "acknowledged", id);
		assert_held(c, 30, id, MUG);
		assert_held(c, 12, id, POT);
		assert_reserved(c, reserved + 30, MUG);
	}
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	assert_ok(c, outbound_recall(c, (struct order_ref){ .id = id }, NULL));
	assert_held(c, 30, id, MUG);
	assert_ok(c, cancel_order(c, (struct order_ref){ .id = id }, NULL));
	assert_reserved(c, reserved, MUG);
	assert_number(c, 1, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'platform_not_told'", V(id));
	assert_ledger_adds_up(c);
}

static void test_cancelled_from_everywhere(void **state)
{
	struct ctx *c = *state;
	uint64_t    id, reserved;

	given_stock(c, 1, MUG, 30);
	reserved = number_of(c, "SELECT reserved FROM stock WHERE warehouse_id = 1 AND sku_id = ?", V((int)MUG));
	for (int depth = 0; depth < 3; depth++) {
		struct incoming_order o = purchase(c, arena_printf(c->arena, "POX%05d", depth));

		id = assert_taken(c, SYNC_CREATED, &o, 20);
		as_operator(c, 1);
		if (depth > 0)
			assert_ok(c, answer(c, id, 6, 0));
		if (depth > 1)
			assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
		assert_ok(c, cancel_order(c, (struct order_ref){ .id = id }, "no"));
		assert_order_status(c, "cancelled", id);
		assert_reserved(c, reserved, MUG);
	}
	assert_ledger_adds_up(c);
}

/* ---- the address -------------------------------------------------------------------------------------------------- */

static void test_a_place_that_is_a_code_alone(void **state)
{
	static const struct ship_to place = { .platform = "amazon_vendor", .code = "PHX6", .name = "PHX6 Dock", .country = "US", .state = "AZ",
		.city = "Phoenix", .line1 = "4750 W Mohave St", .zip = "85043" };
	struct ctx           *c = *state;
	struct incoming_order o = purchase(c, "POD90002");
	struct ship_to        wrong = place, kept;
	struct ship_to       *rows;
	size_t                n;
	uint64_t              id;

	given_stock(c, 1, MUG, 30);
	o.recipient = (struct incoming_recipient){ 0 };
	o.purchase->ship_to_code = "PHX6";
	id = assert_taken(c, SYNC_CREATED, &o, 20);
	assert_exception(c, "address_incomplete", id);
	as_operator(c, 1);
	assert_ok(c, answer(c, id, 6, 0)); /* the answer needs none */
	assert_problem(c, PROBLEM_ADDRESS_INCOMPLETE, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	wrong.zip = NULL;
	assert_problem(c, PROBLEM_INVALID, ship_to_set(c, &wrong, &kept));
	wrong = place;
	wrong.platform = "woocommerce";
	assert_problem(c, PROBLEM_INVALID, ship_to_set(c, &wrong, &kept));
	as_staff(c, lax_alone, 1);
	assert_problem(c, PROBLEM_FORBIDDEN, ship_to_set(c, &place, &kept));
	as_operator(c, 2); /* another customer's table */
	assert_ok(c, ship_to_set(c, &place, &kept));
	as_operator(c, 1);
	assert_problem(c, PROBLEM_ADDRESS_INCOMPLETE, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	assert_ok(c, ship_to_all(c, &(struct ship_to_filter){ 0 }, &rows, &n));
	assert_int_equal(n, 0);
	o = purchase(c, "POD90003"); /* one that waits */
	o.recipient = (struct incoming_recipient){ 0 };
	o.purchase->ship_to_code = "PHX6";
	(void)assert_taken(c, SYNC_CREATED, &o, 20);
	assert_ok(c, ship_to_set(c, &place, &kept));
	assert_int_equal(kept.freed, 1);
	assert_int_equal(kept.version, 1);
	assert_ok(c, ship_to_set(c, &place, &kept));
	assert_int_equal(kept.freed, 0);
	assert_int_equal(kept.version, 2);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	assert_string_equal(text_of(c, "recipient_city AS CHAR) AS text FROM outbound_order WHERE live_order_id = ?", V(id)), "Phoenix");
	assert_string_equal(text_of(c, ORDER_TEXT("recipient_city"), V(id)), ""); /* the platform's own is left as it was sent */
}

/* ---- shipping ------------------------------------------------------------------------------------------------------ */

static uint64_t packed(struct ctx *c, uint64_t order)
{
	const uint64_t outbound = outbound_of(c, order);

	as_staff(c, lax_alone, 1);
	assert_ok(c, outbound_review(c, (struct order_ref){ .id = outbound }));
	assert_ok(c, outbound_pick(c, (struct order_ref){ .id = outbound }));
	assert_ok(c, outbound_pack(c, (struct order_ref){ .id = outbound }, 5000));
	return outbound;
}

static const struct json *told_of(struct ctx *c, uint64_t order, unsigned nth)
{
	const char *text = text_of(c, "content AS CHAR) AS text FROM writeback WHERE order_id = ? AND kind = 'shipment' ORDER BY id LIMIT 1 OFFSET ?",
		V(order), V(nth));

	return json_parse(c, text, strlen(text), &json_import);
}

static void confirm(struct ctx *c, uint64_t order)
{
	static const struct writeback_result taken = { .outcome = WRITEBACK_PROCESSING, .platform_ref = "S-1", .poll_s = 30 },
		yes = { .outcome = WRITEBACK_CONFIRMED, .proof = "Success" };
	const uint64_t        id = number_of(c, "SELECT MIN(id) FROM writeback WHERE order_id = ? AND kind = 'shipment' AND state <> 'confirmed'", V(order));
	struct writeback_work w;
	int64_t               wait_s;

	as_system(c, 1);
	for (int i = 0; i < 2; i++) {
		assert_ok(c, db_exec(c, "UPDATE writeback SET not_before = NOW(6) - INTERVAL 1 SECOND WHERE id = ?", V(id)));
		assert_ok(c, writeback_begin(c, id, &w));
		assert_int_equal(w.step, i ? WRITEBACK_FIND : WRITEBACK_SEND);
		assert_ok(c, db_begin(c));
		assert_ok(c, db_end(c, writeback_answered(c, &w, i ? &yes : &taken, &wait_s)));
	}
}

static void test_shipped_in_two_parcels(void **state)
{
	struct ctx        *c = *state;
	uint64_t           id, outbound;
	const struct json *told, *line;
	struct ship_line   first[3];
	int64_t            n;

	given_stock(c, 1, MUG, 22);
	given_stock(c, 1, POT, 8);
	id = given_accepted(c, 6, 2);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	outbound = packed(c, id);
	/* all the mugs of line one, and one case of two with three mugs more than it needs */
	first[0] = (struct ship_line){ line_of(c, outbound, 0), 6 };
	first[1] = (struct ship_line){ line_of(c, outbound, 1), 11 };
	first[2] = (struct ship_line){ line_of(c, outbound, 2), 4 };
	assert_ok(c, outbound_ship(c, (struct order_ref){ .id = outbound },
		&(struct ship){ .tracking_no = "1ZPO0001", .weight_grams = 3000, .n_lines = 3, .lines = first }));
	assert_order_status(c, "partially_shipped", id);
	told = told_of(c, id, 0);
	assert_string_equal(json_text(json_path(told, "purchase.orderNo")), arena_printf(c->arena, "%s",
		text_of(c, ORDER_TEXT("order_no"), V(id))));
	assert_string_equal(json_text(json_path(told, "purchase.shipToCode")), "ONT2");
	assert_string_equal(json_text(json_path(told, "purchase.sellingParty")), "VEND1");
	assert_true(json_text(json_path(told, "purchase.shipFromCode")) && json_text(json_path(told, "purchase.shipFromCountry")));
	assert_true(json_int(json_path(told, "purchase.weightGrams"), &n) && n == 3000);
	assert_string_equal(json_text(json_path(told, "purchase.deliverBy")), instant_text(c->arena, on(6 * 86400)));
	assert_string_equal(json_text(json_member(told, "parcelNo")), text_of(c, "parcel_no AS CHAR) AS text FROM parcel WHERE outbound_id = ?"
		" ORDER BY id LIMIT 1", V(outbound)));
	assert_int_equal(json_count(json_member(told, "lines")), 2);
	line = json_next(json_first(json_member(told, "lines")));
	assert_true(json_int(json_member(line, "quantity"), &n) && n == 1); /* a case, not eleven mugs */
	assert_string_equal(json_text(json_member(line, "unit")), "case");
	assert_true(json_int(json_member(line, "unitSize"), &n) && n == 4);
	assert_string_equal(json_text(json_member(line, "productId")), "B00BETA001");
	confirm(c, id);
	assert_order_status(c, "partially_shipped", id);
	as_staff(c, lax_alone, 1);
	assert_ok(c, ship_rest(c, outbound, "1ZPO0002"));
	assert_order_status(c, "shipped", id);
	confirm(c, id);
	assert_order_status(c, "completed", id);
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order_line WHERE order_id = ? AND shipped_qty = 6 AND accepted_qty = 6 AND ordered_qty = 10", V(id));
	assert_ledger_adds_up(c);
}

static void test_mark_shipped_asks_at_once(void **state)
{
	struct ctx           *c = *state;
	uint64_t              id, wb;
	struct writeback_work w;
	int64_t               wait_s;

	given_stock(c, 1, MUG, 10);
	id = given_accepted(c, 6, 0);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &to_lax));
	assert_ok(c, ship_rest(c, packed(c, id), "1ZPO0003"));
	wb = number_of(c, "SELECT MAX(id) FROM writeback WHERE order_id = ? AND kind = 'shipment'", V(id));
	as_system(c, 1);
	assert_ok(c, writeback_begin(c, wb, &w));
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, writeback_answered(c, &w, &(struct writeback_result){ .outcome = WRITEBACK_PROCESSING, .platform_ref = "S-2",
		.poll_s = 30 }, &wait_s)));
	assert_ok(c, writeback_begin(c, wb, &w));
	assert_int_equal(w.step, WRITEBACK_WAIT);
	as_operator(c, 1);
	assert_ok(c, writeback_retry(c, (struct order_ref){ .id = id }));
	as_system(c, 1);
	assert_ok(c, writeback_begin(c, wb, &w));
	assert_int_equal(w.step, WRITEBACK_FIND); /* asked, not sent again */
	assert_string_equal(w.platform_ref, "S-2");
}

/* ---- the last unit -------------------------------------------------------------------------------------------------- */

static uint64_t eight[8];

static int dispatch_one(struct ctx *c, int nth)
{
	as_operator(c, 1);
	return dispatch_order(c, (struct order_ref){ .id = eight[nth] }, &to_lax) ? 0 : (int)c->problem.code;
}

/* What one order holds nobody else gets, although it is handed over while seven others want it. */
static void test_handed_over_while_others_want_it(void **state)
{
	struct ctx *c = *state;
	pid_t       pids[8];
	int         gate[2];

	given_stock(c, 1, MUG, 1);
	eight[0] = given_accepted(c, 1, 0);
	as_system(c, 0);
	for (int i = 1; i < 8; i++)
		eight[i] = given_order(c, (struct given){ .lines = { { "101", "HB-001", 1 } } });
	assert_int_equal(pipe(gate), 0);
	for (int i = 0; i < 8; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (pids[i] == 0) {
			struct ctx other = db_harness_other();
			char       go;

			close(gate[1]);
			if (!db_ready(&other) || read(gate[0], &go, 1) != 0)
				_exit(99);
			_exit(dispatch_one(&other, i));
		}
	}
	close(gate[0]);
	close(gate[1]);
	for (int i = 0; i < 8; i++) {
		int status;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), i ? PROBLEM_INSUFFICIENT_STOCK : 0);
	}
	assert_ledger_adds_up(c);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		TEST(test_what_was_held_is_what_is_reserved),
		TEST(test_to_another_warehouse),
		TEST(test_bound_anew_meanwhile),
		TEST(test_not_before_it_is_acknowledged_nor_without_the_business),
		TEST(test_rehearsed_as_it_happens),
		TEST(test_handed_back_it_holds_again),
		TEST(test_cancelled_from_everywhere),
		TEST(test_a_place_that_is_a_code_alone),
		TEST(test_shipped_in_two_parcels),
		TEST(test_mark_shipped_asks_at_once),
		TEST(test_handed_over_while_others_want_it),
	};

	return cmocka_run_group_tests_name("purchase_dispatch", tests, bound, db_harness_close);
}

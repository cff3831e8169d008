/* Telling the platform of an acknowledgement, which it takes at once and answers to later: how it is asked, and what a
 * refusal means to an order that has gone on meanwhile. */
#include "purchase_given.h"

#include "domain/cancel.h"
#include "domain/order.h"
#include "domain/writeback.h"

enum { MUG = 1, POT = 2, FIRST_S = 30 };

static int bound(void **state)
{
	struct ctx *c;

	if (given_vendor(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	c = *state;
	given_bound(c, "V-A", MUG, 1);
	given_bound(c, "V-B", POT, 1);
	given_stock(c, 1, MUG, 10000);
	given_stock(c, 1, POT, 10000);
	return db_harness_end(state);
}

struct told {
	uint64_t order, id; /* of the writeback */
};

static uint64_t newest(struct ctx *c, uint64_t order)
{
	return number_of(c, "SELECT MAX(id) FROM writeback WHERE order_id = ? AND kind = 'acknowledgement'", V(order));
}

/* Answered with so much of its two lines; the caller acts as the worker. */
static struct told given_answer(struct ctx *c, int64_t a, int64_t b)
{
	static unsigned       made;
	struct incoming_order o = purchase(c, arena_printf(c->arena, "POT%05u", ++made));
	struct told           t = { .order = assert_taken(c, SYNC_CREATED, &o, 20) };

	as_operator(c, 1);
	assert_ok(c, answer(c, t.order, a, b));
	t.id = newest(c, t.order);
	as_system(c, 1);
	return t;
}

static void let_pass(struct ctx *c, uint64_t id)
{
	assert_ok(c, db_exec(c, "UPDATE writeback SET not_before = NOW(6) - INTERVAL 1 SECOND WHERE id = ?", V(id)));
}

static struct writeback_work begin(struct ctx *c, uint64_t id)
{
	struct writeback_work w;

	assert_ok(c, writeback_begin(c, id, &w));
	return w;
}

static int64_t hear(struct ctx *c, const struct writeback_work *w, struct writeback_result r)
{
	int64_t wait_s;

	r.poll_s = FIRST_S;
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, writeback_answered(c, w, &r, &wait_s)));
	return wait_s;
}

/* One try: the step must be this, then the platform answers. */
static int64_t once(struct ctx *c, uint64_t id, enum writeback_step step, struct writeback_result r)
{
	struct writeback_work w;

	let_pass(c, id);
	w = begin(c, id);
	assert_int_equal(w.step, step);
	return hear(c, &w, r);
}

static const struct writeback_result processing = { .outcome = WRITEBACK_PROCESSING, .platform_ref = "T-1" };
static const struct writeback_result confirmed = { .outcome = WRITEBACK_CONFIRMED, .proof = "transaction T-1: Success" };
static const struct writeback_result refused = { .outcome = WRITEBACK_REFUSED, .code = PROBLEM_PLATFORM_REFUSED,
	.words = "InvalidInput: item 1 is not on the order", .says_no = true };
static const struct writeback_result uncertain = { .outcome = WRITEBACK_UNCERTAIN, .code = PROBLEM_PLATFORM_SILENT, .words = "timed out", .tries = 1 };
static const struct writeback_result cannot_tell = { .outcome = WRITEBACK_CANNOT_TELL, .words = "it shows nothing yet" };

#define assert_state(c, expected, id) \
	assert_string_equal(text_of(c, "state AS CHAR) AS text FROM writeback WHERE id = ?", V(id)), expected)

static void assert_nothing_held(struct ctx *c, uint64_t order)
{
	assert_number(c, 0, "SELECT COUNT(*) FROM acknowledgement_hold WHERE order_id = ?", V(order));
	assert_ledger_adds_up(c);
}

/* ---- on the way --------------------------------------------------------------------------------------------- */

static void test_asked_ever_less_often_until_it_answers(void **state)
{
	static const int64_t  waits[] = { 30, 60, 120, 300, 600, 900, 1800, 1800, 1800 };
	struct ctx           *c = *state;
	struct told           t = given_answer(c, 10, 5);
	struct writeback_work w;

	let_pass(c, t.id);
	w = begin(c, t.id);
	assert_int_equal(w.step, WRITEBACK_SEND);
	assert_true(w.is_acknowledgement);
	assert_null(w.platform_ref);
	assert_int_equal(w.acknowledgement.n_lines, 2);
	assert_int_equal(w.acknowledgement.lines[1].accepted, 5);
	assert_int_equal(hear(c, &w, processing), waits[0]);
	assert_state(c, "sent", t.id);
	assert_order_status(c, "acknowledged", t.order);
	w = begin(c, t.id);
	assert_int_equal(w.step, WRITEBACK_WAIT); /* a worker that comes too early */
	assert_true(w.wait_s > 25 && w.wait_s <= 30);
	for (size_t i = 1; i < N_OF(waits); i++) {
		let_pass(c, t.id);
		assert_ok(c, db_exec(c, "UPDATE writeback SET sent_at = NOW(6) - INTERVAL 77 SECOND WHERE id = ?", V(t.id)));
		w = begin(c, t.id);
		assert_int_equal(w.step, WRITEBACK_FIND);
		assert_string_equal(w.platform_ref, "T-1");
		assert_in_range(w.waited_s, 76, 79);
		assert_exception(c, i <= 7 ? "" : "writeback_uncertain", t.order);
		assert_int_equal(hear(c, &w, (struct writeback_result){ .outcome = WRITEBACK_PROCESSING }), waits[i]);
	}
	assert_number(c, 1, "SELECT attempts FROM writeback WHERE id = ?", V(t.id)); /* sent once */
	assert_int_equal(once(c, t.id, WRITEBACK_FIND, confirmed), 0);
	assert_state(c, "confirmed", t.id);
	assert_exception(c, "", t.order);
	assert_order_status(c, "acknowledged", t.order);
	assert_string_equal(text_of(c, "CONCAT_WS('|', platform_ref, proof) AS CHAR) AS text FROM writeback WHERE id = ?", V(t.id)),
		"T-1|transaction T-1: Success");
	assert_held(c, 10, t.order, MUG);
}

static void test_silent_for_days(void **state)
{
	struct ctx *c = *state;
	struct told t = given_answer(c, 10, 5);

	once(c, t.id, WRITEBACK_SEND, processing);
	assert_ok(c, db_exec(c, "UPDATE writeback SET polls = 99 WHERE id = ?", V(t.id)));
	assert_int_equal(once(c, t.id, WRITEBACK_FIND, processing), 0);
	assert_state(c, "refused", t.id);
	assert_order_status(c, "pending", t.order);
	assert_exception(c, "acknowledgement_refused", t.order);
	assert_nothing_held(c, t.order);
}

static void test_a_lost_answer_is_looked_up(void **state)
{
	struct ctx           *c = *state;
	struct told           t = given_answer(c, 4, 0);
	struct writeback_work w;
	const char           *marker;

	let_pass(c, t.id);
	w = begin(c, t.id);
	marker = w.acknowledgement.marker;
	hear(c, &w, uncertain);
	let_pass(c, t.id);
	w = begin(c, t.id);
	assert_int_equal(w.step, WRITEBACK_FIND);
	assert_null(w.platform_ref);
	hear(c, &w, (struct writeback_result){ .outcome = WRITEBACK_NOT_THERE });
	let_pass(c, t.id);
	w = begin(c, t.id);
	assert_int_equal(w.step, WRITEBACK_SEND);
	assert_string_equal(w.acknowledgement.marker, marker); /* the same key at every try */
	hear(c, &w, uncertain);
	once(c, t.id, WRITEBACK_FIND, confirmed);
	assert_state(c, "confirmed", t.id);
}

/* ---- refused ------------------------------------------------------------------------------------------------- */

static void test_refused_and_acknowledged_again(void **state)
{
	struct ctx *c = *state;
	struct told t = given_answer(c, 6, 2);

	once(c, t.id, WRITEBACK_SEND, processing);
	once(c, t.id, WRITEBACK_FIND, refused);
	assert_state(c, "refused", t.id);
	assert_order_status(c, "pending", t.order);
	assert_exception(c, "acknowledgement_refused", t.order);
	assert_string_equal(text_of(c, ORDER_TEXT("exception_detail"), V(t.order)),
		"The platform refused the acknowledgement: InvalidInput: item 1 is not on the order");
	assert_nothing_held(c, t.order);
	assert_number(c, 2, "SELECT COUNT(*) FROM platform_order_line WHERE order_id = ? AND accepted_qty = ordered_qty AND rejected_qty = 0"
		" AND reject_reason IS NULL", V(t.order));
	as_operator(c, 1);
	assert_ok(c, answer(c, t.order, 5, 1));
	assert_exception(c, "", t.order);
	assert_number(c, 2, "SELECT MAX(revision) FROM acknowledgement WHERE order_id = ?", V(t.order));
	as_system(c, 1);
	once(c, newest(c, t.order), WRITEBACK_SEND, confirmed);
	assert_order_status(c, "acknowledged", t.order);
	assert_held(c, 5, t.order, MUG);
}

static void test_refused_although_everything_was_rejected(void **state)
{
	struct ctx *c = *state;
	struct told t = given_answer(c, 0, 0);

	assert_order_status(c, "cancelled", t.order);
	once(c, t.id, WRITEBACK_SEND, refused); /* it is sent although the order is cancelled */
	assert_order_status(c, "pending", t.order);
	assert_exception(c, "acknowledgement_refused", t.order);

	t = given_answer(c, 0, 0);
	once(c, t.id, WRITEBACK_SEND, processing);
	assert_ok(c, db_exec(c, "UPDATE platform_order SET platform_state = 'cancelled' WHERE id = ?", V(t.order)));
	once(c, t.id, WRITEBACK_FIND, refused);
	assert_order_status(c, "cancelled", t.order); /* the buyer cancelled it */
	assert_exception(c, "", t.order);
}

static uint64_t dispatched(struct ctx *c, uint64_t order)
{
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = order }, &(struct dispatch){ .warehouse_id = 1, .channel_id = 1 }));
	return number_of(c, "SELECT id FROM outbound_order WHERE live_order_id = ?", V(order));
}

static void test_refused_while_the_warehouse_has_it(void **state)
{
	struct ctx *c = *state;
	struct told t = given_answer(c, 6, 2);
	uint64_t    outbound = dispatched(c, t.order);

	as_system(c, 1);
	once(c, t.id, WRITEBACK_SEND, refused);
	assert_order_status(c, "pending", t.order);
	assert_string_equal(text_of(c, "status AS CHAR) AS text FROM outbound_order WHERE id = ?", V(outbound)), "intercepted");
	assert_exception(c, "acknowledgement_refused", t.order);
	assert_nothing_held(c, t.order);

	t = given_answer(c, 6, 2);
	outbound = dispatched(c, t.order);
	as_staff(c, lax_alone, 1);
	assert_ok(c, outbound_review(c, (struct order_ref){ .id = outbound }));
	assert_ok(c, outbound_pick(c, (struct order_ref){ .id = outbound }));
	as_system(c, 1);
	once(c, t.id, WRITEBACK_SEND, refused);
	assert_order_status(c, "processing", t.order);
	assert_exception(c, "acknowledgement_refused", t.order);
	assert_number(c, 1, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'acknowledgement_refused'", V(t.order));
	assert_ledger_adds_up(c);
}

static void test_nobody_can_tell(void **state)
{
	struct ctx *c = *state;
	struct told t = given_answer(c, 6, 2);

	once(c, t.id, WRITEBACK_SEND, uncertain);
	once(c, t.id, WRITEBACK_FIND, cannot_tell);
	once(c, t.id, WRITEBACK_FIND, cannot_tell);
	assert_order_status(c, "acknowledged", t.order);
	once(c, t.id, WRITEBACK_FIND, cannot_tell);
	assert_order_status(c, "pending", t.order);
	assert_string_equal(text_of(c, ORDER_TEXT("exception_detail"), V(t.order)), "Whether the platform took the acknowledgement is not known:"
		" it shows nothing yet. Look there, then acknowledge the order again.");
}

static void test_given_up(void **state)
{
	struct ctx *c = *state;
	struct told t = given_answer(c, 6, 2);

	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, writeback_give_up(c, t.id, PROBLEM_PLATFORM_SILENT, "the platform does not answer")));
	assert_state(c, "gave_up", t.id);
	assert_order_status(c, "pending", t.order);
	assert_string_equal(text_of(c, ORDER_TEXT("exception_detail"), V(t.order)),
		"The platform could not be told of the acknowledgement: the platform does not answer");
	assert_nothing_held(c, t.order);
}

/* ---- cancelled meanwhile ---------------------------------------------------------------------------------------- */

static void test_cancelled_before_it_was_told(void **state)
{
	struct ctx *c = *state;
	struct told t = given_answer(c, 6, 2);

	as_operator(c, 1);
	assert_ok(c, cancel_order(c, (struct order_ref){ .id = t.order }, "no"));
	assert_nothing_held(c, t.order);
	as_system(c, 1);
	assert_int_equal(begin(c, t.id).step, WRITEBACK_NOTHING);
	assert_state(c, "gave_up", t.id);
	assert_order_status(c, "cancelled", t.order);
}

static void test_cancelled_while_it_is_under_way(void **state)
{
	struct ctx *c = *state;
	struct told t = given_answer(c, 6, 2);

	once(c, t.id, WRITEBACK_SEND, processing);
	as_operator(c, 1);
	assert_ok(c, cancel_order(c, (struct order_ref){ .id = t.order }, "no"));
	as_system(c, 1);
	once(c, t.id, WRITEBACK_FIND, refused);
	assert_state(c, "refused", t.id);
	assert_order_status(c, "cancelled", t.order);
	assert_exception(c, "", t.order);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		TEST(test_asked_ever_less_often_until_it_answers),
		TEST(test_silent_for_days),
		TEST(test_a_lost_answer_is_looked_up),
		TEST(test_refused_and_acknowledged_again),
		TEST(test_refused_although_everything_was_rejected),
		TEST(test_refused_while_the_warehouse_has_it),
		TEST(test_nobody_can_tell),
		TEST(test_given_up),
		TEST(test_cancelled_before_it_was_told),
		TEST(test_cancelled_while_it_is_under_way),
	};

	return cmocka_run_group_tests_name("acknowledge_told", tests, bound, db_harness_close);
}

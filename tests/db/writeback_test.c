/* What is told to the platform, on a real database: each answer and what follows from it, several shipments of
 * one order, a person's retry, tracking given by hand. The platform itself is played by the test. */
#include "outbound_given.h"

#include "domain/manual_ship.h"
#include "domain/order.h"
#include "domain/order_rules.h"
#include "domain/writeback.h"
#include "sql/job_sql.h"

#include <sys/wait.h>

static void as_worker(struct ctx *c)
{
	as_system(c, 1);
}

static uint64_t writeback_of(struct ctx *c, uint64_t order, unsigned nth)
{
	return number_of(c, "SELECT id FROM writeback WHERE order_id = ? ORDER BY id LIMIT 1 OFFSET ?", V(order), V(nth));
}

static const char *state_of(struct ctx *c, uint64_t writeback)
{
	return text_of(c, "CONCAT(state, IF(uncertain, '?', '')) AS CHAR) AS text FROM writeback WHERE id = ?", V(writeback));
}
#define assert_state(c, expected, id) assert_string_equal(state_of(c, id), expected)

/* An order of two mugs whose two parcels have left; nothing is told yet. */
static uint64_t given_two_parcels(struct ctx *c)
{
	struct given_outbound g = given_packed(c, (struct given){ 0 }, 500);

	assert_ok(c, ship_some(c, g.id, given_tracking(c), 0, 1));
	assert_ok(c, ship_rest(c, g.id, given_tracking(c)));
	as_worker(c);
	return g.order;
}

static uint64_t given_one_parcel(struct ctx *c)
{
	struct given_outbound g = given_packed(c, (struct given){ 0 }, 500);

	assert_ok(c, ship_rest(c, g.id, given_tracking(c)));
	as_worker(c);
	return g.order;
}

/* Ten seconds later. */
static void let_pass(struct ctx *c, uint64_t writeback)
{
	assert_ok(c, db_exec(c, "UPDATE writeback SET not_before = NOW(6) - INTERVAL 1 SECOND WHERE id = ?", V(writeback)));
}

static struct writeback_work begin(struct ctx *c, uint64_t writeback)
{
	struct writeback_work w;

	let_pass(c, writeback);
	assert_ok(c, writeback_begin(c, writeback, &w));
	return w;
}

static void answer(struct ctx *c, const struct writeback_work *w, struct writeback_result r)
{
	int64_t wait_s;

	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, writeback_answered(c, w, &r, &wait_s)));
}

static const struct writeback_result confirmed = { .outcome = WRITEBACK_CONFIRMED, .platform_ref = "77", .proof = "fulfillment 77 holds it" };
static const struct writeback_result refused = { .outcome = WRITEBACK_REFUSED, .code = PROBLEM_PLATFORM_REFUSED, .words = "Invalid parameter: items" };

/* One try: begin must say `step`, then the platform answers. */
static void try_once(struct ctx *c, uint64_t writeback, enum writeback_step step, struct writeback_result r)
{
	struct writeback_work w = begin(c, writeback);

	assert_int_equal(w.step, step);
	answer(c, &w, r);
}

static uint64_t waiting_jobs(struct ctx *c, uint64_t writeback)
{
	return number_of(c, "SELECT COUNT(*) FROM job WHERE state = 'ready' AND uniq = CONCAT('writeback:', ?)", V(writeback));
}

/* As if a worker had taken it. */
static void drop_job(struct ctx *c, uint64_t writeback)
{
	assert_ok(c, db_exec(c, "UPDATE job SET state = 'done', finished_at = NOW(6) WHERE uniq = CONCAT('writeback:', ?)", V(writeback)));
}

static uint64_t events(struct ctx *c, uint64_t order, const char *action)
{
	return number_of(c, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = ?", V(order), V(action));
}

/* ---- sending ----------------------------------------------------------------------------------------- */

static void test_what_is_frozen_is_sent(void **state)
{
	struct ctx           *c = *state;
	const uint64_t        order = given_one_parcel(c), id = writeback_of(c, order, 0);
	struct writeback_work w, again;

	assert_string_equal(text_of(c, "payload AS CHAR) AS text FROM job WHERE uniq = CONCAT('writeback:', ?)", V(id)),
		arena_printf(c->arena, "{\"writebackId\":\"%llu\",\"storeId\":\"1\"}", (unsigned long long)id));
	assert_ok(c, db_exec(c, "UPDATE platform_order_line SET platform_line_id = 'other' WHERE order_id = ?", V(order)));
	w = begin(c, id);
	assert_int_equal(w.step, WRITEBACK_SEND);
	assert_int_equal(w.attempts, 1);
	assert_int_equal(w.order_id, order);
	assert_int_equal(w.store_id, 1);
	assert_int_equal(w.customer_id, 1);
	assert_string_equal(w.shipment.platform_order_id, text_of(c, ORDER_TEXT("platform_order_id"), V(order)));
	assert_string_equal(w.shipment.carrier, "USPS");
	assert_int_equal(w.shipment.n_lines, 1);
	assert_string_equal(w.shipment.lines[0].platform_line_id, "1");
	assert_int_equal(w.shipment.lines[0].quantity, 2);
	assert_true(w.shipment.final);
	assert_state(c, "sending", id);
	assert_number(c, 1, "SELECT attempts FROM writeback WHERE id = ? AND sent_at IS NOT NULL", V(id));
	/* the worker died: nobody knows what became of the call */
	again = begin(c, id);
	assert_int_equal(again.step, WRITEBACK_FIND);
	assert_int_equal(again.attempts, 1);
	assert_string_equal(again.shipment.marker, w.shipment.marker);
	assert_int_equal(again.shipment.shipped_at.us, w.shipment.shipped_at.us);
	assert_problem(c, PROBLEM_NOT_FOUND, writeback_begin(c, 999999, &again));
}

/* ---- answers ------------------------------------------------------------------------------------------- */

struct told {
	enum writeback_step     step;
	struct writeback_result r;
};
#define SENT(o, ...)  { WRITEBACK_SEND, { .outcome = o, __VA_ARGS__ } }
#define LOOKED(o, ...) { WRITEBACK_FIND, { .outcome = o, __VA_ARGS__ } }
#define SILENT .code = PROBLEM_PLATFORM_SILENT, .words = "no answer"

static const struct {
	struct told told[5];
	const char *state, *status, *exception;
	const char *words;  /* in the exception */
	int         failed; /* timeline entries */
} answers[] = {
	{ { SENT(WRITEBACK_CONFIRMED, .proof = "seen") }, "confirmed", "completed", "", "", 0 },
	{ { SENT(WRITEBACK_REFUSED, .code = PROBLEM_PLATFORM_REFUSED, .words = "Line 1 is unknown") }, "refused", "shipped",
	  "writeback_failed", "failed: Line 1 is unknown", 1 },
	{ { SENT(WRITEBACK_REFUSED, .code = PROBLEM_PLATFORM_CONFLICT) }, "refused", "shipped", "writeback_failed", "failed: ", 1 },
	{ { SENT(WRITEBACK_UNCERTAIN, SILENT) }, "sending?", "shipped", "", "", 0 },
	{ { SENT(WRITEBACK_UNCERTAIN, SILENT), LOOKED(WRITEBACK_CONFIRMED, .proof = "seen") }, "confirmed", "completed", "", "", 0 },
	{ { SENT(WRITEBACK_UNCERTAIN, SILENT), LOOKED(WRITEBACK_NOT_THERE) }, "queued", "shipped", "", "", 0 },
	{ { SENT(WRITEBACK_UNCERTAIN, SILENT), LOOKED(WRITEBACK_NOT_THERE), SENT(WRITEBACK_CONFIRMED, .proof = "seen") }, "confirmed",
	  "completed", "", "", 0 },
	{ { SENT(WRITEBACK_UNCERTAIN, SILENT), LOOKED(WRITEBACK_CANNOT_TELL), LOOKED(WRITEBACK_CANNOT_TELL) }, "sending?", "shipped", "",
	  "", 0 },
	{ { SENT(WRITEBACK_UNCERTAIN, SILENT), LOOKED(WRITEBACK_CANNOT_TELL), LOOKED(WRITEBACK_CANNOT_TELL),
	    LOOKED(WRITEBACK_CANNOT_TELL, .proof = "no way to look") }, "refused?", "shipped", "writeback_uncertain",
	  "is not known: no way to look. Look there", 1 },
	{ { SENT(WRITEBACK_UNCERTAIN, SILENT), LOOKED(WRITEBACK_CANNOT_TELL), LOOKED(WRITEBACK_CANNOT_TELL), LOOKED(WRITEBACK_NOT_THERE),
	    SENT(WRITEBACK_UNCERTAIN, SILENT) }, "sending?", "shipped", "", "", 0 },
	{ { SENT(WRITEBACK_UNCERTAIN, SILENT), LOOKED(WRITEBACK_LATER, SILENT, .tries = 2) }, "sending?", "shipped", "", "", 0 },
	{ { SENT(WRITEBACK_UNCERTAIN, SILENT), LOOKED(WRITEBACK_LATER, SILENT, .tries = 3) }, "sending?", "shipped",
	  "writeback_uncertain", "no answer", 0 },
	{ { SENT(WRITEBACK_UNCERTAIN, SILENT), LOOKED(WRITEBACK_GIVE_UP, SILENT) }, "gave_up?", "shipped", "writeback_uncertain",
	  "is not known: no answer", 1 },
	{ { SENT(WRITEBACK_UNCERTAIN, SILENT), LOOKED(WRITEBACK_REFUSED, .code = PROBLEM_NOT_ON_PLATFORM, .words = "no such order") },
	  "refused?", "shipped", "writeback_uncertain", "no such order", 1 },
	{ { SENT(WRITEBACK_LATER, SILENT, .tries = 1) }, "queued", "shipped", "", "", 0 },
	{ { SENT(WRITEBACK_LATER, SILENT, .tries = 1), SENT(WRITEBACK_LATER, SILENT, .tries = 2), SENT(WRITEBACK_LATER, SILENT, .tries = 3) },
	  "queued", "shipped", "writeback_failed", "failed: no answer", 0 },
	{ { SENT(WRITEBACK_LATER, SILENT, .tries = 3), SENT(WRITEBACK_CONFIRMED, .proof = "seen") }, "confirmed", "completed", "", "", 0 },
	{ { SENT(WRITEBACK_LATER, .code = PROBLEM_PLATFORM_AUTH_EXPIRED, .words = "Key revoked", .tries = 1) }, "queued", "shipped",
	  "writeback_failed", "failed: Key revoked", 0 },
	{ { SENT(WRITEBACK_LATER, SILENT, .tries = 7), SENT(WRITEBACK_GIVE_UP, SILENT, .tries = 8) }, "gave_up", "shipped",
	  "writeback_failed", "failed: no answer", 1 },
};

static void test_each_answer_and_what_follows(void **state)
{
	struct ctx *c = *state;

	for (size_t i = 0; i < N_OF(answers); i++) {
		const uint64_t order = given_one_parcel(c), id = writeback_of(c, order, 0);
		int64_t        sent = 0;

		for (size_t k = 0; k < N_OF(answers[i].told) && answers[i].told[k].step; k++) {
			const struct told    *t = &answers[i].told[k];
			struct writeback_work w = begin(c, id);
			uint64_t              once;

			if (w.step != t->step)
				fail_msg("case %zu: step %zu is %d", i, k, (int)w.step);
			sent += t->step == WRITEBACK_SEND;
			assert_int_equal(w.attempts, sent);
			answer(c, &w, t->r);
			once = state_of_shipping(c);
			answer(c, &w, t->r); /* recorded again: nothing changes */
			assert_int_equal(state_of_shipping(c), once);
		}
		if (strcmp(state_of(c, id), answers[i].state) != 0)
			fail_msg("case %zu: the writeback is %s", i, state_of(c, id));
		if (strcmp(text_of(c, ORDER_TEXT("CONCAT(status, ' ', COALESCE(exception_code, ''))"), V(order)),
			arena_printf(c->arena, "%s %s", answers[i].status, answers[i].exception)) != 0)
			fail_msg("case %zu: the order is %s", i,
				text_of(c, ORDER_TEXT("CONCAT(status, ' ', COALESCE(exception_code, ''))"), V(order)));
		assert_non_null(strstr(text_of(c, ORDER_TEXT("exception_detail"), V(order)), answers[i].words));
		assert_int_equal(events(c, order, "writeback_failed"), answers[i].failed);
		assert_int_equal(events(c, order, "writeback_confirmed"), strcmp(answers[i].status, "completed") == 0);
		assert_int_equal(events(c, order, "completed"), strcmp(answers[i].status, "completed") == 0);
		if (strcmp(answers[i].state, "confirmed") == 0)
			assert_number(c, 1, "SELECT COUNT(*) FROM writeback WHERE id = ? AND confirmed_at IS NOT NULL AND proof = 'seen' AND detail IS NULL", V(id));
	}
}

static void test_an_answer_that_was_overtaken_changes_nothing(void **state)
{
	struct ctx           *c = *state;
	const uint64_t        order = given_one_parcel(c), id = writeback_of(c, order, 0);
	struct writeback_work first = begin(c, id), second;
	uint64_t              before;

	answer(c, &first, (struct writeback_result){ .outcome = WRITEBACK_LATER, SILENT, .tries = 1 });
	second = begin(c, id);
	assert_int_equal(second.attempts, 2);
	before = state_of_shipping(c);
	answer(c, &first, refused); /* a worker that lost its lease long ago */
	assert_int_equal(state_of_shipping(c), before);
	answer(c, &second, confirmed);
	assert_order_status(c, "completed", order);
	before = state_of_shipping(c);
	answer(c, &second, refused);
	assert_int_equal(state_of_shipping(c), before);
	assert_int_equal(begin(c, id).step, WRITEBACK_NOTHING);
}

/* What was just sent may still be on its way through the platform: looking at once would find nothing. */
static void test_looking_waits_ten_seconds(void **state)
{
	struct ctx           *c = *state;
	const uint64_t        order = given_one_parcel(c), id = writeback_of(c, order, 0);
	struct writeback_work w = begin(c, id);

	answer(c, &w, (struct writeback_result){ .outcome = WRITEBACK_UNCERTAIN, SILENT });
	assert_number(c, 1, "SELECT COUNT(*) FROM writeback WHERE id = ? AND not_before > NOW(6) + INTERVAL 8 SECOND"
		" AND not_before <= NOW(6) + INTERVAL 10 SECOND", V(id));
	assert_ok(c, writeback_begin(c, id, &w));
	assert_int_equal(w.step, WRITEBACK_WAIT);
	assert_int_equal(begin(c, id).step, WRITEBACK_FIND);
}

static void give_up(struct ctx *c, uint64_t id)
{
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, writeback_give_up(c, id, PROBLEM_PLATFORM_SILENT, "tried eight times")));
}

static void test_a_job_that_died_gives_up(void **state)
{
	static const struct {
		bool        sent;
		const char *state, *exception;
	} cases[] = { { false, "gave_up", "writeback_failed" }, { true, "gave_up?", "writeback_uncertain" } };
	struct ctx *c = *state;
	uint64_t    order, id, before;

	for (size_t i = 0; i < N_OF(cases); i++) {
		order = given_one_parcel(c);
		id = writeback_of(c, order, 0);
		if (cases[i].sent)
			(void)begin(c, id);
		give_up(c, id);
		before = state_of_shipping(c);
		give_up(c, id);
		assert_int_equal(state_of_shipping(c), before);
		assert_state(c, cases[i].state, id);
		assert_exception(c, cases[i].exception, order);
		assert_non_null(strstr(text_of(c, ORDER_TEXT("exception_detail"), V(order)), "tried eight times"));
		assert_int_equal(events(c, order, "writeback_failed"), 1);
	}
	order = given_one_parcel(c);
	id = writeback_of(c, order, 0);
	try_once(c, id, WRITEBACK_SEND, confirmed);
	give_up(c, id);
	assert_state(c, "confirmed", id);
	assert_order_status(c, "completed", order);
}

/* ---- several shipments of one order ----------------------------------------------------------------------- */

static void test_one_after_the_other_and_completed_at_the_end(void **state)
{
	struct ctx           *c = *state;
	const uint64_t        order = given_two_parcels(c), first = writeback_of(c, order, 0), second = writeback_of(c, order, 1);
	struct writeback_work w;

	drop_job(c, second); /* its turn came too early: the job ends without a word … */
	assert_int_equal(begin(c, second).step, WRITEBACK_NOTHING);
	assert_state(c, "queued", second);
	w = begin(c, first);
	assert_false(w.shipment.final);
	assert_int_equal(begin(c, second).step, WRITEBACK_NOTHING);
	answer(c, &w, confirmed);
	assert_order_status(c, "shipped", order);
	assert_int_equal(waiting_jobs(c, second), 1); /* … and the first one brings it on */
	w = begin(c, second);
	assert_int_equal(w.step, WRITEBACK_SEND);
	assert_true(w.shipment.final);
	answer(c, &w, confirmed);
	assert_order_status(c, "completed", order);
	assert_number(c, 1, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'completed' AND status_before = 'shipped'"
		" AND status_after = 'completed' AND actor_kind = 'system'", V(order));
}

static void test_part_shipped_is_not_completed(void **state)
{
	struct ctx           *c = *state;
	struct given_outbound g = given_packed(c, (struct given){ 0 }, 500);

	assert_ok(c, ship_some(c, g.id, given_tracking(c), 0, 1));
	as_worker(c);
	try_once(c, writeback_of(c, g.order, 0), WRITEBACK_SEND, confirmed);
	assert_order_status(c, "partially_shipped", g.order);
}

/* A refused part does not hold up the others, but the order is finished on the platform only with it. */
static void test_a_refused_part_goes_last(void **state)
{
	struct ctx           *c = *state;
	const uint64_t        order = given_two_parcels(c), first = writeback_of(c, order, 0), second = writeback_of(c, order, 1);
	struct writeback_work w;

	drop_job(c, second);
	try_once(c, first, WRITEBACK_SEND, refused);
	assert_exception(c, "writeback_failed", order);
	assert_int_equal(waiting_jobs(c, second), 1);
	w = begin(c, second);
	assert_int_equal(w.step, WRITEBACK_SEND);
	assert_false(w.shipment.final);
	answer(c, &w, confirmed);
	assert_order_status(c, "shipped", order);
	assert_exception(c, "writeback_failed", order);

	as_operator(c, 1);
	assert_ok(c, writeback_retry(c, (struct order_ref){ .id = order }));
	as_worker(c);
	w = begin(c, first);
	assert_int_equal(w.step, WRITEBACK_SEND);
	assert_int_equal(w.attempts, 2);
	assert_true(w.shipment.final);
	answer(c, &w, confirmed);
	assert_order_status(c, "completed", order);
	assert_exception(c, "", order);
}

static void test_the_exception_moves_to_what_is_left(void **state)
{
	struct ctx    *c = *state;
	const uint64_t order = given_two_parcels(c), first = writeback_of(c, order, 0), second = writeback_of(c, order, 1);

	try_once(c, first, WRITEBACK_SEND, refused);
	try_once(c, second, WRITEBACK_SEND, (struct writeback_result){ .outcome = WRITEBACK_REFUSED, .words = "second no" });
	assert_non_null(strstr(text_of(c, ORDER_TEXT("exception_detail"), V(order)), "second no"));
	as_operator(c, 1);
	assert_ok(c, writeback_retry(c, (struct order_ref){ .id = order }));
	as_worker(c);
	try_once(c, first, WRITEBACK_SEND, refused);
	try_once(c, second, WRITEBACK_SEND, confirmed);
	assert_exception(c, "writeback_failed", order);
	assert_non_null(strstr(text_of(c, ORDER_TEXT("exception_detail"), V(order)), "Invalid parameter: items"));
	assert_order_status(c, "shipped", order);
}

static void test_a_graver_exception_stays(void **state)
{
	struct ctx    *c = *state;
	const uint64_t order = given_one_parcel(c), id = writeback_of(c, order, 0);
	struct order   o;

	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, order_lock(c, (struct order_ref){ .id = order }, &o)
		&& order_except(c, &o, PROBLEM_CANCELLED_AFTER_SHIPMENT, "cancelled there", NULL)));
	try_once(c, id, WRITEBACK_SEND, refused);
	assert_exception(c, "cancelled_after_shipment", order);
	assert_int_equal(events(c, order, "writeback_failed"), 1);
	as_operator(c, 1);
	assert_ok(c, writeback_retry(c, (struct order_ref){ .id = order }));
	as_worker(c);
	try_once(c, id, WRITEBACK_SEND, confirmed);
	assert_order_status(c, "completed", order);
	assert_exception(c, "cancelled_after_shipment", order);
}

static void test_a_store_that_waits_for_a_person_is_named(void **state)
{
	struct ctx           *c = *state;
	struct given_outbound g = given_packed(c, (struct given){ 0 }, 500);

	assert_ok(c, db_exec(c, "UPDATE store SET status = 'expired' WHERE id = 1"));
	assert_ok(c, ship_rest(c, g.id, given_tracking(c)));
	assert_ok(c, db_exec(c, "UPDATE store SET status = 'authorised' WHERE id = 1"));
	assert_order_status(c, "shipped", g.order);
	assert_exception(c, "writeback_failed", g.order);
	assert_non_null(strstr(text_of(c, ORDER_TEXT("exception_detail"), V(g.order)), "Harbor Shop is expired"));
	as_worker(c);
	try_once(c, writeback_of(c, g.order, 0), WRITEBACK_SEND, confirmed);
	assert_order_status(c, "completed", g.order);
	assert_exception(c, "", g.order);
}

/* ---- Mark Shipped -------------------------------------------------------------------------------------- */

static void test_mark_shipped_uses_the_same_row(void **state)
{
	struct ctx    *c = *state;
	const uint64_t order = given_one_parcel(c), id = writeback_of(c, order, 0);
	int64_t        version;
	uint64_t       before;

	drop_job(c, id);
	try_once(c, id, WRITEBACK_SEND, refused);
	version = (int64_t)number_of(c, "SELECT version FROM platform_order WHERE id = ?", V(order));
	as_operator(c, 2);
	assert_problem(c, PROBLEM_NOT_FOUND, writeback_retry(c, (struct order_ref){ order, version }));
	as_operator(c, 1);
	assert_ok(c, writeback_retry(c, (struct order_ref){ order, version }));
	before = state_of_shipping(c);
	assert_problem(c, PROBLEM_STALE, writeback_retry(c, (struct order_ref){ order, version })); /* the other window */
	assert_int_equal(state_of_shipping(c), before);
	assert_ok(c, writeback_retry(c, (struct order_ref){ order, version + 1 })); /* pressed again: nothing more is queued */
	assert_number(c, 1, "SELECT COUNT(*) FROM writeback WHERE order_id = ?", V(order));
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE state = 'ready' AND uniq = CONCAT('writeback:', ?) AND priority = ?", V(id),
		V(JOB_PRIORITY_PERSON));
	assert_state(c, "queued", id);
	assert_order_status(c, "shipped", order);
	assert_exception(c, "writeback_failed", order); /* until it is confirmed */
	assert_number(c, 2, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'mark_shipped' AND actor_name = 'Olivia Operator'",
		V(order));
	as_worker(c);
	try_once(c, id, WRITEBACK_SEND, confirmed);
	as_operator(c, 1);
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, writeback_retry(c, (struct order_ref){ .id = order }));
}

static void test_mark_shipped_looks_first_when_it_is_not_known(void **state)
{
	struct ctx    *c = *state;
	const uint64_t order = given_one_parcel(c), id = writeback_of(c, order, 0);

	try_once(c, id, WRITEBACK_SEND, (struct writeback_result){ .outcome = WRITEBACK_UNCERTAIN, SILENT });
	for (int i = 0; i < 3; i++)
		try_once(c, id, WRITEBACK_FIND, (struct writeback_result){ .outcome = WRITEBACK_CANNOT_TELL });
	assert_int_equal(begin(c, id).step, WRITEBACK_NOTHING);
	as_operator(c, 1);
	assert_ok(c, writeback_retry(c, (struct order_ref){ .id = order }));
	as_worker(c);
	assert_state(c, "queued?", id);
	try_once(c, id, WRITEBACK_FIND, (struct writeback_result){ .outcome = WRITEBACK_CANNOT_TELL });
	try_once(c, id, WRITEBACK_FIND, (struct writeback_result){ .outcome = WRITEBACK_CANNOT_TELL });
	assert_state(c, "queued?", id); /* a person's retry looks three times anew */
	try_once(c, id, WRITEBACK_FIND, confirmed);
	assert_order_status(c, "completed", order);
	assert_number(c, 1, "SELECT attempts FROM writeback WHERE id = ?", V(id));
}

static void test_mark_shipped_with_nothing_open(void **state)
{
	struct ctx           *c = *state;
	struct given_outbound g = given_packed(c, (struct given){ 0 }, 500);

	as_operator(c, 1);
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, writeback_retry(c, (struct order_ref){ .id = g.order }));
	as_staff(c, lax_alone, 1);
	assert_ok(c, ship_some(c, g.id, given_tracking(c), 0, 1));
	as_worker(c);
	try_once(c, writeback_of(c, g.order, 0), WRITEBACK_SEND, confirmed);
	as_operator(c, 1);
	assert_problem(c, PROBLEM_NOTHING_TO_WRITE_BACK, writeback_retry(c, (struct order_ref){ .id = g.order }));
}

static void test_mark_shipped_ends_a_rest_but_no_other_pause(void **state)
{
	static const struct {
		const char *reason;
		int         lifted;
	} cases[] = { { "platform_silent", 1 }, { "store_not_authorised", 0 }, { "platform_rate_limited", 0 } };
	struct ctx *c = *state;

	for (size_t i = 0; i < N_OF(cases); i++) {
		const uint64_t order = given_one_parcel(c);

		assert_ok(c, job_sql_pause_store(c, 1, 1, 600, cases[i].reason));
		as_operator(c, 1);
		assert_ok(c, writeback_retry(c, (struct order_ref){ .id = order }));
		assert_number(c, cases[i].lifted, "SELECT paused_until < NOW(6) FROM job_lane WHERE customer_id = 1 AND name = 'store:1:push'");
		assert_ok(c, job_sql_resume_store(c, 1, 1));
	}
}

/* Several windows press at once: the row is the same, and one job waits. */
static void test_many_press_at_once(void **state)
{
	enum { MANY = 4 };
	struct ctx    *c = *state;
	const uint64_t order = given_one_parcel(c), id = writeback_of(c, order, 0);
	int            gate[2];
	pid_t          pids[MANY];

	try_once(c, id, WRITEBACK_SEND, refused);
	assert_int_equal(pipe(gate), 0);
	for (size_t i = 0; i < MANY; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (!pids[i]) {
			struct ctx mine = db_harness_other();
			char       byte;

			close(gate[1]);
			as_operator(&mine, 1);
			if (!db_ready(&mine) || read(gate[0], &byte, 1) != 0)
				_exit(3);
			if (!writeback_retry(&mine, (struct order_ref){ .id = order }))
				fprintf(stderr, "%s\n", problem_words(&mine)), _exit(2);
			_exit(0);
		}
	}
	close(gate[0]);
	close(gate[1]);
	for (size_t i = 0; i < MANY; i++) {
		int status;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	assert_number(c, 1, "SELECT COUNT(*) FROM writeback WHERE order_id = ?", V(order));
	assert_int_equal(waiting_jobs(c, id), 1);
}

/* ---- tracking given by hand ------------------------------------------------------------------------------- */

static const struct manual_ship by_hand = { .tracking_no = "HAND-1", .channel = "Hermes", .service_type = "" };

static void test_shipped_by_hand(void **state)
{
	struct ctx           *c = *state;
	uint64_t              order, id;
	struct writeback_work w;

	as_system(c, 0);
	order = given_order(c, (struct given){ .lines = { { "119", "HB-019", 2 }, { "101", "HB-001", 1 }, { NULL, NULL, 1, .digital = true } } });
	as_operator(c, 1);
	assert_ok(c, manual_ship_order(c, (struct order_ref){ order, 1 }, &by_hand));
	assert_order_status(c, "shipped", order);
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, manual_ship_order(c, (struct order_ref){ .id = order }, &by_hand));
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, dispatch_order(c, (struct order_ref){ .id = order },
		&(struct dispatch){ .warehouse_id = 1, .channel_id = 1 }));
	assert_number(c, 1, "SELECT COUNT(*) FROM manual_shipment WHERE order_id = ? AND tracking_no = 'HAND-1' AND carrier = 'Hermes'"
		" AND service_type IS NULL AND created_by = 'Olivia Operator'", V(order));
	assert_number(c, 1, "SELECT COUNT(*) FROM order_tracking WHERE order_id = ? AND origin = 'manual'", V(order));
	assert_number(c, 3, "SELECT SUM(shipped_qty) FROM platform_order_line WHERE order_id = ?", V(order));
	as_worker(c);
	id = writeback_of(c, order, 0);
	w = begin(c, id);
	assert_int_equal(w.step, WRITEBACK_SEND);
	assert_string_equal(w.shipment.tracking_no, "HAND-1");
	assert_string_equal(w.shipment.carrier, "Hermes");
	assert_null(w.shipment.service_type);
	assert_int_equal(w.shipment.n_lines, 2);
	assert_true(w.shipment.final);
	answer(c, &w, refused);
	assert_order_status(c, "shipped", order);
	assert_exception(c, "writeback_failed", order);
	as_operator(c, 1);
	assert_ok(c, writeback_retry(c, (struct order_ref){ .id = order }));
	as_worker(c);
	try_once(c, id, WRITEBACK_SEND, confirmed);
	assert_order_status(c, "manual_completed", order);
	assert_exception(c, "", order);
}

static void test_shipped_by_hand_while_the_warehouse_has_it(void **state)
{
	struct ctx           *c = *state;
	struct given_outbound g = given_draft(c, (struct given){ 0 });
	const uint64_t        reserved = number_of(c, "SELECT reserved FROM stock WHERE warehouse_id = 1 AND sku_id = 1");
	uint64_t              before;

	as_operator(c, 1);
	assert_ok(c, manual_ship_order(c, (struct order_ref){ .id = g.order }, &by_hand));
	assert_order_status(c, "shipped", g.order);
	assert_number(c, 1, "SELECT COUNT(*) FROM outbound_order WHERE id = ? AND status = 'intercepted'", V(g.id));
	assert_number(c, reserved - 2, "SELECT reserved FROM stock WHERE warehouse_id = 1 AND sku_id = 1");
	assert_number(c, 0, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND warehouse_id IS NOT NULL", V(g.order));
	assert_ledger_adds_up(c);

	g = given_packed(c, (struct given){ 0 }, 100);
	as_operator(c, 1);
	before = state_of_shipping(c);
	assert_problem(c, PROBLEM_OUTBOUND_IN_PROGRESS, manual_ship_order(c, (struct order_ref){ .id = g.order }, &by_hand));
	assert_problem(c, PROBLEM_STALE, manual_ship_order(c, (struct order_ref){ g.order, 99 }, &by_hand));
	assert_int_equal(state_of_shipping(c), before);
}

static void test_by_hand_is_refused_whole(void **state)
{
	static const struct {
		struct given       order;
		uint64_t           as;
		struct manual_ship in;
		enum problem_code  code;
	} cases[] = {
		{ { .platform_state = "cancelled" }, 1, { "T", "UPS", NULL }, PROBLEM_CANCELLED_ON_PLATFORM },
		{ { .kind = "b2b" }, 1, { "T", "UPS", NULL }, PROBLEM_ACTION_NOT_ALLOWED },
		{ { .status = "cancelled" }, 1, { "T", "UPS", NULL }, PROBLEM_ACTION_NOT_ALLOWED },
		{ { .lines = { { NULL, NULL, 1, .digital = true } } }, 1, { "T", "UPS", NULL }, PROBLEM_NO_SHIPPABLE_ITEMS },
		{ { 0 }, 1, { "1Ｚ", "UPS", NULL }, PROBLEM_INVALID },
		{ { 0 }, 2, { "T", "UPS", NULL }, PROBLEM_NOT_FOUND },
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < N_OF(cases); i++) {
		uint64_t order, before;

		as_system(c, 0);
		order = given_order(c, cases[i].order);
		before = state_of_shipping(c);
		as_operator(c, cases[i].as);
		if (manual_ship_order(c, (struct order_ref){ .id = order }, &cases[i].in) || c->problem.code != cases[i].code)
			fail_msg("case %zu: %s", i, problem_words(c));
		problem_clear(c);
		as_system(c, 0);
		assert_int_equal(state_of_shipping(c), before);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_is_frozen_is_sent),
		TEST(test_each_answer_and_what_follows),
		TEST(test_an_answer_that_was_overtaken_changes_nothing),
		TEST(test_looking_waits_ten_seconds),
		TEST(test_a_job_that_died_gives_up),
		TEST(test_one_after_the_other_and_completed_at_the_end),
		TEST(test_part_shipped_is_not_completed),
		TEST(test_a_refused_part_goes_last),
		TEST(test_the_exception_moves_to_what_is_left),
		TEST(test_a_graver_exception_stays),
		TEST(test_a_store_that_waits_for_a_person_is_named),
		TEST(test_mark_shipped_uses_the_same_row),
		TEST(test_mark_shipped_looks_first_when_it_is_not_known),
		TEST(test_mark_shipped_with_nothing_open),
		TEST(test_mark_shipped_ends_a_rest_but_no_other_pause),
		TEST(test_many_press_at_once),
		TEST(test_shipped_by_hand),
		TEST(test_shipped_by_hand_while_the_warehouse_has_it),
		TEST(test_by_hand_is_refused_whole),
	};

	return cmocka_run_group_tests(tests, given_plenty, db_harness_close);
}

/* Labels and waves on a real database, at the edges the API does not reach: a verdict that comes while the label is
 * dispatched, uploads that are cut off, the ends of their time, waves and cancels by several processes at once. */
#include "outbound_given.h"

#include "domain/cancel.h"
#include "domain/label.h"
#include "domain/order.h"
#include "domain/wave.h"
#include "sql/wave_sql.h"

#include <sys/wait.h>

#define TAIL "\nstartxref\n9\n%%EOF\n"

/* A label as it came in, waiting for its check. */
static uint64_t given_label(struct ctx *c)
{
	struct label_upload *u;
	struct bytes         hash;
	uint64_t             id = 0;
	char                 file[200];

	memset(file, ' ', sizeof file);
	memcpy(file, "%PDF-1.4\n", 9);
	memcpy(file + sizeof file - strlen(TAIL), TAIL, strlen(TAIL));
	as_operator(c, 1);
	assert_ok(c, label_upload_begin(c, "label.pdf", &u));
	assert_ok(c, label_upload_add(c, u, file, sizeof file));
	assert_ok(c, label_upload_end(c, u, &hash));
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, label_accept(c, u, &id)));
	return id;
}

static bool judge(struct ctx *c, uint64_t id, const char *refusal)
{
	const struct actor was = c->actor;
	bool               ok;

	as_system(c, 1);
	ok = db_begin(c) && db_end(c, label_checked(c, id, &(struct label_verdict){ .refusal = refusal, .pages = 1, .size_bytes = 300 }));
	c->actor = was;
	return ok;
}

static bool send(struct ctx *c, uint64_t order, uint64_t label)
{
	as_operator(c, 1);
	return dispatch_order(c, (struct order_ref){ .id = order }, &(struct dispatch){ .warehouse_id = 1, .channel_id = 4, .label_id = label,
		.tracking_no = given_tracking(c) });
}

static uint64_t outbound_of(struct ctx *c, uint64_t order)
{
	return number_of(c, "SELECT id FROM outbound_order WHERE live_order_id = ?", V(order));
}

/* ---- labels ----------------------------------------------------------------------------------------- */

static void test_a_refusal_reaches_the_order(void **state)
{
	struct ctx     *c = *state;
	const uint64_t  label = given_label(c), another = given_label(c), order = given_order(c, (struct given){ 0 });
	struct order_ref ob;

	assert_ok(c, send(c, order, label));
	ob = (struct order_ref){ .id = outbound_of(c, order) };
	assert_ok(c, judge(c, label, "it is encrypted"));
	assert_exception(c, "label_required", order);
	assert_number(c, 0, "SELECT COUNT(*) FROM label_chunk WHERE label_id = ?", V(label));
	assert_ok(c, judge(c, label, NULL)); /* once judged it stays so */
	assert_string_equal(text_of(c, "state AS CHAR) AS text FROM label WHERE id = ?", V(label)), "refused");

	as_staff(c, lax_alone, 1);
	assert_ok(c, outbound_review(c, ob));
	assert_problem(c, PROBLEM_LABEL_REQUIRED, outbound_pick(c, ob));
	as_operator(c, 1);
	assert_ok(c, outbound_give_label(c, ob, &(struct outbound_label){ another, given_tracking(c) }));
	assert_exception(c, "", order);
	assert_number(c, 0, "SELECT COALESCE(outbound_id, 0) FROM label WHERE id = ?", V(label));
	assert_ok(c, judge(c, another, NULL));
	as_staff(c, lax_alone, 1);
	assert_ok(c, outbound_pick(c, ob));
}

static void test_handed_back_the_exception_goes_and_the_label_is_free(void **state)
{
	struct ctx     *c = *state;
	const uint64_t  label = given_label(c), order = given_order(c, (struct given){ 0 });
	struct order_ref ob;

	assert_ok(c, send(c, order, label));
	ob = (struct order_ref){ .id = outbound_of(c, order) };
	assert_ok(c, judge(c, label, "it has no pages"));
	as_staff(c, lax_alone, 1);
	assert_ok(c, outbound_intercept(c, ob, NULL));
	assert_exception(c, "", order);
	assert_order_status(c, "pending", order);
	assert_number(c, 0, "SELECT COUNT(*) FROM label WHERE outbound_id = ?", V(ob.id));
	assert_problem(c, PROBLEM_LABEL_REQUIRED, send(c, order, label));
	assert_ledger_adds_up(c);
}

/* The verdict has looked at the label, and before it locks it a dispatch takes it. */
static void test_dispatched_between_look_and_lock(void **state)
{
	struct ctx    *c = *state;
	const uint64_t label = given_label(c), order = given_order(c, (struct given){ 0 });
	struct ctx     other = db_harness_other();
	struct label   seen;

	as_system(c, 1);
	assert_ok(c, label_get(c, label, &seen));
	assert_int_equal(seen.outbound_id, 0);
	assert_ok(&other, send(&other, order, label));
	assert_ok(c, judge(c, label, "it is damaged")); /* looks again, and finds the order */
	assert_exception(c, "label_required", order);
	db_harness_other_end(&other);
}

static void test_an_upload_that_is_cut_off(void **state)
{
	struct ctx          *c = *state;
	struct label_upload *u;
	struct bytes         hash;
	struct label         l;
	uint64_t             id;
	char                 piece[300] = "%PDF-1.4\n";

	as_operator(c, 1);
	assert_ok(c, label_upload_begin(c, "../a\xe2\x80\xae" "b.pdf", &u));
	id = number_of(c, "SELECT MAX(id) FROM label");
	assert_string_equal(text_of(c, "file_name AS CHAR) AS text FROM label WHERE id = ?", V(id)), "ab.pdf");
	assert_ok(c, label_upload_add(c, u, piece, sizeof piece));
	assert_problem(c, PROBLEM_NOT_FOUND, label_get(c, id, &l)); /* nobody sees it yet */
	assert_ok(c, db_begin(c));
	assert_problem(c, PROBLEM_INVALID, db_end(c, label_take(c, 1, id, &l)));
	assert_problem(c, PROBLEM_INVALID, label_upload_end(c, u, &hash));
	label_upload_drop(c, u);
	assert_number(c, 0, "SELECT COUNT(*) FROM label WHERE id = ?", V(id));
	assert_number(c, 0, "SELECT COUNT(*) FROM label_chunk WHERE label_id = ?", V(id));
	as_staff(c, lax_alone, 1);
	assert_problem(c, PROBLEM_FORBIDDEN, label_upload_begin(c, "a.pdf", &u));
}

static void test_accepted_is_not_dropped(void **state)
{
	struct ctx          *c = *state;
	const uint64_t       id = given_label(c);
	struct label_upload *u;

	as_operator(c, 1);
	assert_ok(c, label_upload_begin(c, "a.pdf", &u));
	label_upload_drop(c, u);
	label_upload_drop(c, u); /* twice is once */
	assert_number(c, 1, "SELECT COUNT(*) FROM label WHERE id = ?", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE kind = 'label_check' AND payload LIKE ?",
		V(arena_printf(c->arena, "%%\"%llu\"%%", (unsigned long long)id)));
}

static void test_the_ends_of_their_time(void **state)
{
	static const struct { const char *state; int minutes; bool goes; } table[] = {
		{ "uploading", 59, false }, { "uploading", 61, true }, { "checking", 61, false }, { "good", 60 * 24 * 89, false },
		{ "good", 60 * 24 * 90 + 1, true }, { "refused", 60 * 24 * 90 + 1, true }, { "checking", 60 * 24 * 90 + 1, true },
	};
	struct ctx *c = *state;
	uint64_t    ids[N_OF(table)];

	for (size_t i = 0; i < N_OF(table); i++) {
		ids[i] = given_label(c);
		assert_ok(c, db_exec(c, "UPDATE label SET state = ?, created_at = NOW(6) - INTERVAL ? MINUTE WHERE id = ?", V(table[i].state),
			V(table[i].minutes), V(ids[i])));
	}
	as_system(c, 0);
	assert_ok(c, label_sweep(c));
	for (size_t i = 0; i < N_OF(table); i++) {
		assert_number(c, !table[i].goes, "SELECT COUNT(*) FROM label WHERE id = ?", V(ids[i]));
		assert_number(c, !table[i].goes, "SELECT COUNT(*) FROM label_chunk WHERE label_id = ?", V(ids[i]));
	}
}

/* ---- waves ------------------------------------------------------------------------------------------- */

static uint64_t given_reviewed(struct ctx *c, uint64_t *order)
{
	struct given_outbound g = given_draft(c, (struct given){ 0 });

	assert_ok(c, outbound_review(c, (struct order_ref){ .id = g.id }));
	if (order)
		*order = g.order;
	return g.id;
}

static void test_two_hundred_go_in_one_wave(void **state)
{
	enum { MOST = 200 };
	struct ctx        *c = *state;
	uint64_t           ids[MOST], id = 0;
	struct wave_detail d;

	for (size_t i = 0; i < MOST; i++)
		ids[i] = given_reviewed(c, NULL);
	as_staff(c, lax_alone, 1);
	assert_ok(c, wave_add(c, &(struct add_wave){ 1, MOST, ids }, &id));
	assert_ok(c, wave_get(c, id, &d));
	assert_int_equal(d.n_orders, MOST);
	assert_int_equal(d.n_lines, 1);
	assert_int_equal(d.lines[0].quantity, 2 * MOST);
	assert_int_equal(d.lines[0].n_orders, MOST);
	assert_ok(c, wave_pick(c, id));
	assert_number(c, MOST, "SELECT COUNT(*) FROM outbound_order WHERE wave_id = ? AND status = 'picking'", V(id));
	assert_number(c, MOST, "SELECT COUNT(*) FROM order_event e JOIN outbound_order ob ON ob.platform_order_id = e.order_id"
		" WHERE ob.wave_id = ? AND e.action = 'waved'", V(id));
}

/* Processes that wave and processes that cancel: each order goes one way, whole. */
static void test_waves_against_cancels(void **state)
{
	enum { ORDERS = 12, EACH = 3 };
	struct ctx *c = *state;
	uint64_t    orders[ORDERS], ids[ORDERS];
	pid_t       pids[2 * EACH];

	for (size_t i = 0; i < ORDERS; i++)
		ids[i] = given_reviewed(c, &orders[i]);
	for (size_t p = 0; p < 2 * EACH; p++) {
		pids[p] = fork();
		if (pids[p] == 0) {
			struct ctx mine = db_harness_other();

			for (size_t k = 0; k < ORDERS; k++) {
				const size_t i = (k * 5 + p) % ORDERS;
				struct ctx   one = ctx_begin(&mine);
				uint64_t     wave;

				if (p % 2) {
					as_operator(&one, 1);
					(void)!cancel_order(&one, (struct order_ref){ .id = orders[i] }, NULL);
				} else {
					uint64_t pair[] = { ids[i], ids[(i + 1) % ORDERS] };

					as_staff(&one, lax_alone, 1);
					(void)!wave_add(&one, &(struct add_wave){ 1, 2, pair }, &wave);
				}
				ctx_end(&one);
			}
			_exit(0);
		}
		assert_true(pids[p] > 0);
	}
	for (size_t p = 0; p < 2 * EACH; p++) {
		int status;

		assert_int_equal(waitpid(pids[p], &status, 0), pids[p]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	as_system(c, 0);
	for (size_t i = 0; i < ORDERS; i++)
		assert_number(c, 1, "SELECT COUNT(*) FROM platform_order o JOIN outbound_order ob ON ob.id = ? AND ob.platform_order_id = o.id"
			" WHERE (o.status = 'cancelled' AND ob.status = 'intercepted' AND ob.wave_id IS NULL)"
			" OR (o.status = 'processing' AND ob.status = 'waved' AND ob.wave_id IS NOT NULL)"
			" OR (o.status = 'processing' AND ob.status = 'reviewed' AND ob.wave_id IS NULL)", V(ids[i]));
	assert_number(c, 0, "SELECT COUNT(*) FROM (SELECT wave_id FROM outbound_order WHERE wave_id IS NOT NULL GROUP BY wave_id"
		" HAVING COUNT(*) = 1) halves JOIN wave w ON w.id = halves.wave_id");
	assert_ledger_adds_up(c);
}

static uint64_t reads_so_far(struct ctx *c)
{
	return number_of(c, "SELECT SUM(VARIABLE_VALUE) FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME LIKE 'HANDLER_READ%'");
}

/* A page of waves reads about as many rows as it shows, however many there are. */
static void test_the_list_reads_what_it_shows(void **state)
{
	static const uint64_t both[] = { 1, 2 };
	struct ctx           *c = *state;
	struct wave_filter    f = { 0 };
	struct page_end       end;
	struct wave          *rows;
	size_t                n;
	uint64_t              look, before, after;

	as_system(c, 0);
	assert_ok(c, db_exec(c, "INSERT INTO wave (warehouse_id, wave_no, created_by, created_at) SELECT 1 + seq % 2, CONCAT('T', seq), 'test',"
		" NOW(6) - INTERVAL seq SECOND FROM seq_1_to_20000"));
	assert_ok(c, db_exec(c, "ANALYZE TABLE wave"));
	for (size_t of = 1; of <= 2; of++) {
		as_staff(c, both, of);
		f = (struct wave_filter){ 0 };
		assert_ok(c, wave_page(c, &f, &rows, &n, &end)); /* statements are prepared */
		assert_int_equal(n, 50);
		look = reads_so_far(c);
		before = reads_so_far(c);
		f = (struct wave_filter){ 0 };
		assert_true(page_read(c, &f.page));
		rows = wave_sql_page(c, &f, &n);
		assert_non_null(rows);
		after = reads_so_far(c);
		assert_int_equal(n, 51);
		assert_in_range(after - before - (before - look), 51, 3000);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
#define T(test) cmocka_unit_test_setup_teardown(test, db_harness_begin, db_harness_end)
		T(test_a_refusal_reaches_the_order), T(test_handed_back_the_exception_goes_and_the_label_is_free),
		T(test_dispatched_between_look_and_lock), T(test_an_upload_that_is_cut_off), T(test_accepted_is_not_dropped),
		T(test_the_ends_of_their_time), T(test_two_hundred_go_in_one_wave), T(test_waves_against_cancels),
		T(test_the_list_reads_what_it_shows),
	};
	return cmocka_run_group_tests_name("floor", tests, given_plenty, db_harness_close);
}

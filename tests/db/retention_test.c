/* What is erased after its time and what stays, on a real database: rows of age beside young ones, in more than one batch; and
 * what a restored database is told. */
#include "outbound_given.h"

#include "domain/check.h"
#include "domain/restore.h"
#include "domain/retention.h"
#include "domain/writeback.h"
#include "sql/job_sql.h"

static size_t rule_named(const char *name)
{
	for (size_t i = 0; retention_sql_rule(i); i++)
		if (strcmp(retention_sql_rule(i)->name, name) == 0)
			return i;
	fail_msg("there is no rule %s", name);
	return 0;
}

/* A whole purge; how many batches it took. */
static unsigned purge(struct ctx *c, const char *name)
{
	unsigned batches = 0;
	bool     more = true;

	as_system(c, 0);
	for (; more; batches++) {
		assert_ok(c, retention_purge(c, rule_named(name), batches == 0, NULL, NULL, &more));
		assert_true(batches < 100);
	}
	return batches;
}

static uint64_t erased(struct ctx *c, const char *name)
{
	return number_of(c, "SELECT erased FROM retention_run WHERE name = ?", V(name));
}

/* ---- the texts that came in ----------------------------------------------------------------------------------- */

static void test_raw_orders(void **state)
{
	struct ctx    *c = *state;
	const uint64_t order = given_order(c, (struct given){ 0 });

	assert_ok(c, db_exec(c, "INSERT INTO platform_order_revision (customer_id, order_id, content_hash, applied, received_at, raw)"
		" SELECT 1, ?, UNHEX(SHA2(seq, 256)), 1, NOW(6) - INTERVAL 31 DAY, 'Ada Lovelace' FROM seq_1_to_2500", V(order)));
	assert_ok(c, db_exec(c, "INSERT INTO platform_order_revision (customer_id, order_id, content_hash, applied, received_at, raw)"
		" SELECT 1, ?, UNHEX(SHA2(seq, 256)), 1, NOW(6) - INTERVAL 29 DAY, 'Ada Lovelace' FROM seq_1_to_10", V(order)));
	assert_int_equal(purge(c, "raw_orders"), 3);
	assert_int_equal(erased(c, "raw_orders"), 2500);
	assert_number(c, 10, "SELECT COUNT(*) FROM platform_order_revision WHERE order_id = ? AND raw IS NOT NULL", V(order));
	assert_number(c, 2510, "SELECT COUNT(*) FROM platform_order_revision WHERE order_id = ? AND content_hash IS NOT NULL", V(order));

	/* the next time there is nothing to do, and a day later the rest is of age */
	assert_int_equal(purge(c, "raw_orders"), 1);
	assert_int_equal(erased(c, "raw_orders"), 0);
	assert_ok(c, retention_sql_set_days(c, "raw_orders", 28));
	purge(c, "raw_orders");
	assert_number(c, 0, "SELECT COUNT(*) FROM platform_order_revision WHERE order_id = ? AND raw IS NOT NULL", V(order));
	assert_number(c, 2510, "SELECT erased_in_all FROM retention_run WHERE name = 'raw_orders'");
}

/* ---- people --------------------------------------------------------------------------------------------------------- */

static uint64_t given_old(struct ctx *c, const char *status, const char *source, int days)
{
	const uint64_t id = given_order(c, (struct given){ .status = status, .name = "Grace Hopper" });

	assert_ok(c, db_exec(c, "UPDATE platform_order SET status_since = NOW(6) - INTERVAL ? DAY, source = ?, recipient_phone = '+1 555', buyer_note = 'ring twice'"
		" WHERE id = ?", V(days), V(source), V(id)));
	assert_ok(c, db_exec(c, "INSERT INTO platform_order_revision (customer_id, order_id, content_hash, applied, raw, changes)"
		" VALUES (1, ?, REPEAT('h', 32), 1, 'Grace Hopper', '{\"name\":\"Grace Hopper\"}')", V(id)));
	return id;
}

static bool has_person(struct ctx *c, uint64_t id)
{
	return number_of(c, "SELECT (SELECT COUNT(*) FROM platform_order WHERE id = ? AND COALESCE(recipient_name, recipient_phone, recipient_line1,"
		" recipient_city, recipient_zip, buyer_note) IS NOT NULL) + (SELECT COUNT(*) FROM platform_order_revision WHERE order_id = ?"
		" AND COALESCE(raw, changes) IS NOT NULL) + (SELECT COUNT(*) FROM outbound_order WHERE platform_order_id = ?"
		" AND COALESCE(recipient_name, recipient_line1) IS NOT NULL)", V(id), V(id), V(id)) > 0;
}

static void test_recipients(void **state)
{
	static const struct { const char *status, *source; int days; bool goes; } cases[] = {
		{ "completed", "woocommerce", 181, true }, { "completed", "woocommerce", 179, false }, { "manual_completed", "woocommerce", 181, true },
		{ "cancelled", "woocommerce", 181, true }, { "pending", "woocommerce", 400, false }, { "shipped", "woocommerce", 400, false },
		{ "processing", "woocommerce", 400, false }, { "completed", "amazon_vendor", 31, true }, { "completed", "amazon_vendor", 29, false },
	};
	struct ctx    *c = *state;
	uint64_t       ids[N_OF(cases)], before;
	struct given_outbound left = given_packed(c, (struct given){ .name = "Grace Hopper" }, 500);

	assert_ok(c, ship_rest(c, left.id, given_tracking(c)));
	as_system(c, 0);
	assert_ok(c, db_exec(c, "UPDATE platform_order SET status = 'completed', status_since = NOW(6) - INTERVAL 181 DAY WHERE id = ?", V(left.order)));
	for (size_t i = 0; i < N_OF(cases); i++)
		ids[i] = given_old(c, cases[i].status, cases[i].source, cases[i].days);
	before = number_of(c, "SELECT COUNT(*) FROM platform_order");
	purge(c, "recipients");
	purge(c, "recipients_amazon");
	assert_number(c, before, "SELECT COUNT(*) FROM platform_order");
	for (size_t i = 0; i < N_OF(cases); i++) {
		if (has_person(c, ids[i]) == cases[i].goes)
			fail_msg("%s of %s after %d days: %s", cases[i].status, cases[i].source, cases[i].days, cases[i].goes ? "stayed" : "went");
		assert_number(c, cases[i].goes, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'recipient_erased'", V(ids[i]));
	}
	assert_false(has_person(c, left.order));
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND recipient_country = 'US' AND amount > 0", V(left.order));

	/* an order that ends later, however small its id, is found the next time round */
	assert_ok(c, db_exec(c, "UPDATE platform_order SET status = 'completed' WHERE id = ?", V(ids[4])));
	purge(c, "recipients");
	assert_false(has_person(c, ids[4]));
}

/* ---- the rest --------------------------------------------------------------------------------------------------------- */

static void test_what_fills_the_disk(void **state)
{
	struct ctx *c = *state;

	assert_ok(c, db_script(c,
		"INSERT INTO platform_request (customer_id, store_id, at, method, path, ms, bytes) SELECT 1, 1, NOW(6) - INTERVAL 31 DAY, 'GET', '/', 1, 1 FROM seq_1_to_1500;\n"
		"INSERT INTO platform_request (customer_id, store_id, at, method, path, ms, bytes) SELECT 1, 1, NOW(6), 'GET', '/', 1, 1 FROM seq_1_to_7;\n"
		"INSERT INTO audit_log (at, actor_kind, actor_name, action) SELECT NOW(6) - INTERVAL 731 DAY, 'user', 'x', 'y' FROM seq_1_to_5;\n"
		"INSERT INTO audit_log (at, actor_kind, actor_name, action) SELECT NOW(6) - INTERVAL 729 DAY, 'user', 'x', 'kept' FROM seq_1_to_3;\n"
		"INSERT INTO session (id, user_id, expires_at) SELECT CONCAT('old-', seq), 1, NOW(6) - INTERVAL 31 DAY FROM seq_1_to_250;\n"
		"INSERT INTO session (id, user_id, expires_at) SELECT CONCAT('new-', seq), 1, NOW(6) - INTERVAL 29 DAY FROM seq_1_to_4;\n"
		"INSERT INTO refresh_token (token_hash, session_id, expires_at) SELECT UNHEX(SHA2(CONCAT(s.id, seq), 256)), s.id, NOW(6) FROM session s JOIN seq_1_to_3;\n"
		"INSERT INTO idempotency_key (caller, key_hash, request_hash, status, created_at) SELECT 'u:1', UNHEX(SHA2(seq, 256)), REPEAT('r', 32), 200,"
		" NOW(6) - INTERVAL 49 HOUR FROM seq_1_to_2001;\n"
		"INSERT INTO idempotency_key (caller, key_hash, request_hash, status, created_at) SELECT 'u:2', UNHEX(SHA2(seq, 256)), REPEAT('r', 32), 200,"
		" NOW(6) - INTERVAL 47 HOUR FROM seq_1_to_2;\n"));
	assert_int_equal(purge(c, "platform_requests"), 2);
	assert_number(c, 7, "SELECT COUNT(*) FROM platform_request");
	purge(c, "audit");
	assert_number(c, 0, "SELECT COUNT(*) FROM audit_log WHERE action = 'y'");
	assert_number(c, 3, "SELECT COUNT(*) FROM audit_log WHERE action = 'kept'");
	purge(c, "sessions");
	assert_number(c, 4, "SELECT COUNT(*) FROM session WHERE id LIKE 'old-%' OR id LIKE 'new-%'");
	assert_number(c, 12, "SELECT COUNT(*) FROM refresh_token");
	assert_int_equal(erased(c, "sessions"), 250);
	assert_int_equal(purge(c, "idempotency_keys"), 3);
	assert_number(c, 2, "SELECT COUNT(*) FROM idempotency_key WHERE caller IN ('u:1', 'u:2')");
}

static void test_settings(void **state)
{
	struct ctx            *c = *state;
	struct retention_state s;

	assert_ok(c, retention_sql_state(c, rule_named("throttles"), &s));
	assert_int_equal(s.days, 7);
	assert_int_equal(s.ran_at.us, 0);
	assert_problem(c, PROBLEM_INVALID, retention_sql_set_days(c, "throttles", 0));
	assert_problem(c, PROBLEM_NOT_FOUND, retention_sql_set_days(c, "everything", 1));
	assert_ok(c, retention_sql_set_days(c, "throttles", 9));
	assert_ok(c, retention_sql_state(c, rule_named("throttles"), &s));
	assert_int_equal(s.days, 9);
}

/* Once, however often somebody asks, until it is due again. */
static void test_queued_once(void **state)
{
	struct ctx *c = *state;

	as_system(c, 0);
	for (int i = 0; i < 3; i++)
		assert_ok(c, nightly_queue(c));
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE kind = 'purge'");
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE kind = 'check'");
	assert_ok(c, db_exec(c, "UPDATE job SET state = 'done', finished_at = NOW(6) WHERE kind = 'purge'"));
	assert_ok(c, db_exec(c, "UPDATE job_schedule SET next_at = NOW(6) WHERE name = 'purge'"));
	assert_ok(c, nightly_queue(c));
	assert_number(c, 2, "SELECT COUNT(*) FROM job WHERE kind = 'purge'");
}

/* ---- after a restore ------------------------------------------------------------------------------------------------ */

static void test_after_a_restore(void **state)
{
	struct ctx           *c = *state;
	struct given_outbound g = given_packed(c, (struct given){ 0 }, 500);
	struct restore_report r;
	struct writeback_work w;
	uint64_t              id, next;
	struct job           *job;
	size_t                n;
	bool                  held = true;

	assert_ok(c, ship_rest(c, g.id, given_tracking(c)));
	as_system(c, 0);
	id = number_of(c, "SELECT id FROM writeback WHERE order_id = ?", V(g.order));
	assert_ok(c, db_exec(c, "INSERT INTO sync_stream (store_id, stream, watermark_at) VALUES (1, 'orders', '2026-05-02 10:00:00')"));
	assert_ok(c, db_exec(c, "INSERT INTO session (id, user_id, expires_at) VALUES ('live', 1, NOW(6) + INTERVAL 1 DAY)"));
	assert_ok(c, job_sql_claim(c, number_of(c, "SELECT id FROM job_lane WHERE name = 'store:1:push'"), "before", 60, NULL, &job, &n));
	assert_int_equal(n, 1);
	next = number_of(c, "SELECT MAX(id) FROM parcel");

	assert_ok(c, restore_settle(c, &r));
	assert_true(r.writebacks >= 1 && r.streams == 1 && r.sessions >= 1 && r.jobs >= 1);
	assert_number(c, 0, "SELECT COUNT(*) FROM session WHERE ended_at IS NULL");
	assert_string_equal(text_of(c, "watermark_at AS CHAR) AS text FROM sync_stream WHERE store_id = ?", V((uint64_t)1)), "2026-05-01 10:00:00.000000");

	/* looked up, not sent again */
	assert_ok(c, db_exec(c, "UPDATE writeback SET not_before = NOW(6) - INTERVAL 1 SECOND WHERE id = ?", V(id)));
	assert_ok(c, writeback_begin(c, id, &w));
	assert_int_equal(w.step, WRITEBACK_FIND);
	/* a worker of before changes nothing, a new one has its job */
	assert_ok(c, job_sql_renew(c, job, 60, &held));
	assert_false(held);
	assert_ok(c, job_sql_claim(c, job->lane_id, "after", 60, NULL, &job, &n));
	assert_true(n == 1 && job->id);
	/* no number twice */
	g = given_packed(c, (struct given){ 0 }, 500);
	assert_ok(c, ship_rest(c, g.id, given_tracking(c)));
	assert_true(number_of(c, "SELECT MAX(id) FROM parcel") >= next + 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_settings, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_raw_orders, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_recipients, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_what_fills_the_disk, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_queued_once, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_after_a_restore, db_harness_begin, db_harness_end),
	};

	return cmocka_run_group_tests_name("retention", tests, given_plenty, db_harness_close);
}

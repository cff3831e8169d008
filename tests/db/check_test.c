/* Whether the invariants are seen to be broken: a house in order has none that is, and each row of the table below breaks
 * one on purpose. A row for every invariant there is. */
#include "outbound_given.h"

#include "domain/check.h"
#include "domain/manual_ship.h"
#include "domain/writeback.h"
#include "sql/check_sql.h"
#include "sql/job_sql.h"

/* As the way in leaves an order: with its revision and its first event. */
static uint64_t given_whole_order(struct ctx *c)
{
	uint64_t id = given_order(c, (struct given){ 0 });

	assert_ok(c, db_exec(c, "INSERT INTO platform_order_revision (customer_id, order_id, content_hash, applied)"
		" SELECT customer_id, id, content_hash, 1 FROM platform_order WHERE id = ?", V(id)));
	assert_ok(c, db_exec(c, "INSERT INTO order_event (customer_id, order_id, action, actor_kind, actor_name)"
		" VALUES (1, ?, 'created', 'system', 'system')", V(id)));
	return id;
}

static uint64_t dispatched(struct ctx *c)
{
	uint64_t order;

	as_system(c, 0);
	order = given_whole_order(c);
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = order }, &(struct dispatch){ .warehouse_id = 1, .channel_id = 1 }));
	return number_of(c, "SELECT id FROM outbound_order WHERE live_order_id = ?", V(order));
}

static uint64_t packed(struct ctx *c)
{
	const struct order_ref ref = { .id = dispatched(c) };

	as_staff(c, lax_alone, 1);
	assert_ok(c, outbound_review(c, ref));
	assert_ok(c, outbound_pick(c, ref));
	assert_ok(c, outbound_pack(c, ref, 500));
	return ref.id;
}

static void confirm_all(struct ctx *c, uint64_t order)
{
	static const struct writeback_result yes = { .outcome = WRITEBACK_CONFIRMED, .platform_ref = "7", .proof = "seen" };
	struct writeback_work                w;
	uint64_t                             id;
	int64_t                              wait_s;

	as_system(c, 1);
	while ((id = number_of(c, "SELECT MIN(id) FROM writeback WHERE order_id = ? AND state <> 'confirmed'", V(order)))) {
		assert_ok(c, writeback_begin(c, id, &w));
		assert_ok(c, db_begin(c));
		assert_ok(c, db_end(c, writeback_answered(c, &w, &yes, &wait_s)));
	}
}

/* One order of every kind of life: pending, dispatched, partly and wholly shipped, completed, shipped by hand; a finished
 * batch, a proved window, a kept answer. */
static int given_a_house(void **state)
{
	struct ctx *c;
	uint64_t    outbound;

	if (given_plenty(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	c = *state;
	as_system(c, 0);
	given_whole_order(c);
	dispatched(c);
	assert_ok(c, ship_some(c, packed(c), given_tracking(c), 0, 1));
	assert_ok(c, ship_rest(c, packed(c), given_tracking(c)));
	outbound = packed(c);
	assert_ok(c, ship_rest(c, outbound, given_tracking(c)));
	confirm_all(c, number_of(c, "SELECT platform_order_id FROM outbound_order WHERE id = ?", V(outbound)));
	as_system(c, 0);
	outbound = given_whole_order(c);
	as_operator(c, 1);
	assert_ok(c, manual_ship_order(c, (struct order_ref){ .id = outbound }, &(struct manual_ship){ .tracking_no = "1ZBYHAND1", .channel = "UPS" }));
	as_system(c, 0);
	assert_ok(c, db_script(c,
		"INSERT INTO sync_run (id, customer_id, store_id, kind, type, mode, status, from_at, to_at, started_at, finished_at)"
		" VALUES (1, 1, 1, 'b2c', 'automatic', 'immediate', 'success', '2026-05-01', '2026-05-02', NOW(6), NOW(6));\n"
		"INSERT INTO sync_window (customer_id, store_id, run_id, window_by, from_at, to_at, state)"
		" VALUES (1, 1, 1, 'updated', '2026-05-01', '2026-05-02', 'proved');\n"
		"INSERT INTO sync_stream (store_id, stream, watermark_at) VALUES (1, 'orders', '2026-05-02');\n"
		"INSERT INTO batch (id, customer_id, warehouse_id, channel_id, state, total, created_by, created_by_name)"
		" VALUES (1, 1, 1, 1, 'done', 1, 1, 'Olivia');\n"
		"INSERT INTO batch_item (customer_id, batch_id, order_id, position, version, state)"
		" SELECT 1, 1, MIN(platform_order_id), 1, 1, 'dispatched' FROM outbound_order;\n"
		"INSERT INTO idempotency_key (caller, key_hash, request_hash, status) VALUES ('u:1', REPEAT('k', 32), REPEAT('r', 32), 200);\n"
		"INSERT INTO job_lane (id, customer_id, name, due_at, lease_until, leased_by) VALUES (1000, 1, 'test', NOW(6), NOW(6) + INTERVAL 60 SECOND, 'w');\n"
		"INSERT INTO job (id, lane_id, kind, state, run_at, payload) VALUES (1000, 1000, 'test', 'running', NOW(6), '{}');\n"));
	return db_harness_end(state);
}

/* ---- asking ----------------------------------------------------------------------------------------------- */

struct heard {
	char broken[4096]; /* " name name " */
};

static void hear(void *arg, const char *name, const char *sentence, size_t found, const char *examples)
{
	struct heard *h = arg;
	const size_t  n = strlen(h->broken);

	assert_non_null(sentence);
	if (!found)
		return;
	assert_true(examples && *examples);
	snprintf(h->broken + n, sizeof h->broken - n, " %s(%s) ", name, examples);
}

static struct check_report ask(struct ctx *c, struct heard *h)
{
	struct check_report r;

	*h = (struct heard){ 0 };
	as_system(c, 0);
	assert_ok(c, check_all(c, hear, h, &r));
	return r;
}

static void test_a_house_in_order(void **state)
{
	struct ctx         *c = *state;
	struct heard        h;
	struct check_report r = ask(c, &h);

	if (r.broken)
		fail_msg("broken:%s", h.broken);
	assert_true(r.asked >= 20);
	assert_number(c, r.asked, "SELECT COUNT(*) FROM check_result WHERE found = 0 AND ran_at > NOW(6) - INTERVAL 1 MINUTE");
}

/* ---- breaking ------------------------------------------------------------------------------------------------ */

#define ORDER_THAT_IS(status) "(SELECT MIN(id) FROM (SELECT id FROM platform_order WHERE status = '" status "') x)"

static const struct {
	const char *name, *sql;
} breaks[] = {
	{ "order_is_found", "DELETE FROM order_find WHERE field = 'no' ORDER BY order_id LIMIT 1" },
	{ "order_is_found", "DELETE FROM order_find WHERE field = 'name' AND part = 'ada lovelace' ORDER BY order_id LIMIT 1" },
	{ "order_is_found", "DELETE FROM order_find WHERE field = 'name' AND part = 'e' ORDER BY order_id LIMIT 1" },
	{ "name_is_the_orders", "UPDATE platform_order SET recipient_name = NULL ORDER BY id LIMIT 1" },
	{ "name_is_the_orders", "UPDATE platform_order SET recipient_name = 'Ada Lovelacy' ORDER BY id LIMIT 1" },
	{ "stock_adds_up", "UPDATE stock SET on_hand = on_hand + 1 WHERE sku_id = 1 AND warehouse_id = 1;\n" },
	{ "stock_adds_up", "DELETE FROM stock_movement WHERE cause = 'ship' LIMIT 1;\n" },
	{ "reserved_has_owner", "UPDATE outbound_order SET status = 'intercepted' WHERE status = 'draft';\n" },
	{ "reserved_has_owner", "UPDATE outbound_line SET quantity = quantity + 1;\n" },
	{ "held_is_accepted", "UPDATE platform_order SET kind = 'b2b' WHERE status = 'pending';\n"
			      "INSERT INTO acknowledgement_hold (order_line_id, sku_id, customer_id, order_id, warehouse_id, quantity)"
			      " SELECT MIN(id), 1, 1, order_id, 1, 1 FROM platform_order_line WHERE order_id = " ORDER_THAT_IS("pending")
			      " GROUP BY order_id;\n" },
	{ "live_outbound", "UPDATE outbound_order SET status = 'intercepted' WHERE status = 'packed';\n" },
	{ "live_outbound", "UPDATE platform_order SET status = 'pending' WHERE status = 'processing';\n" },
	{ "status_is_its_facts", "UPDATE platform_order SET status = 'shipped' WHERE status = 'completed';\n" },
	{ "status_is_its_facts", "UPDATE platform_order SET status = 'processing' WHERE status = 'partially_shipped';\n" },
	{ "status_is_its_facts", "UPDATE writeback SET state = 'queued' WHERE state = 'confirmed';\n" },
	{ "outbound_shipped", "UPDATE outbound_order SET status = 'packed' WHERE status = 'shipped';\n" },
	{ "quantities", "UPDATE outbound_line SET shipped_qty = 0;\n" },
	{ "quantities", "UPDATE platform_order_line SET accepted_qty = 0 WHERE shipped_qty > 0;\n" },
	{ "parcel_writeback", "DELETE FROM writeback WHERE kind = 'shipment' AND state = 'confirmed';\n" },
	{ "manual_writeback", "DELETE FROM writeback WHERE kind = 'manual_ship';\n" },
	{ "parcel_is_found", "DELETE FROM order_tracking WHERE origin = 'parcel' LIMIT 1;\n" },
	{ "timeline", "DELETE FROM order_event WHERE order_id = " ORDER_THAT_IS("pending") ";\n" },
	{ "timeline", "DELETE FROM order_event WHERE status_after = 'shipped' OR status_after = 'completed';\n" },
	{ "revision", "DELETE FROM platform_order_revision WHERE order_id = " ORDER_THAT_IS("completed") ";\n" },
	{ "exception_has_cause", "UPDATE platform_order SET exception_code = 'writeback_failed', exception_since = NOW(6) WHERE status = 'completed';\n" },
	{ "exception_has_cause", "UPDATE platform_order SET exception_code = 'sku_not_mapped', exception_since = NOW(6) WHERE status = 'processing';\n" },
	{ "exception_has_cause", "UPDATE platform_order SET exception_code = 'sku_not_mapped', exception_since = NOW(6) WHERE status = 'pending';\n" },
	{ "exception_has_cause", "UPDATE platform_order SET exception_code = 'address_changed' WHERE status = 'processing';\n" },
	{ "writeback_has_job", "DELETE FROM job WHERE kind = 'writeback_send';\n" },
	{ "failure_is_shown", "UPDATE writeback SET state = 'gave_up' WHERE state = 'queued';\n" },
	{ "run_has_job", "UPDATE sync_run SET status = 'running';\n" },
	{ "run_has_job", "UPDATE batch SET state = 'running';\n" },
	{ "batch_is_done", "UPDATE batch_item SET state = 'waiting';\n" },
	{ "batch_is_done", "UPDATE batch_item SET order_id = " ORDER_THAT_IS("pending") ";\n" },
	{ "running_job_is_leased", "UPDATE job_lane SET leased_by = NULL WHERE id = 1000;\n" },
	{ "running_job_is_leased", "UPDATE job_lane SET lease_until = NOW(6) - INTERVAL 3 MINUTE WHERE id = 1000;\n" },
	{ "running_job_is_leased", "INSERT INTO job (lane_id, kind, state, run_at, payload) VALUES (1000, 'test', 'running', NOW(6), '{}');\n" },
	{ "ready_job_is_seen", "UPDATE job SET state = 'ready', run_at = NOW(6) - INTERVAL 1 MINUTE WHERE id = 1000;\n"
			       "UPDATE job_lane SET leased_by = NULL, lease_until = '1970-01-01', due_at = '9999-12-31' WHERE id = 1000;\n" },
	{ "key_has_effect", "UPDATE idempotency_key SET status = 0;\n" },
	{ "order_children", "UPDATE platform_order_line SET customer_id = 2 LIMIT 1;\n" },
	{ "order_children", "UPDATE writeback SET store_id = 2 LIMIT 1;\n" },
	{ "outbound_children", "UPDATE parcel SET customer_id = 2 LIMIT 1;\n" },
	{ "outbound_children", "UPDATE outbound_line SET customer_id = 2 LIMIT 1;\n" },
	{ "window_of_run", "DELETE FROM sync_window;\n" },
	{ "watermark_is_proved", "UPDATE sync_stream SET watermark_at = '2026-05-03';\n" },
};

static void test_each_break_is_found(void **state)
{
	struct ctx  *c = *state;
	struct heard h;

	assert_ok(c, db_exec(c, "SET SESSION foreign_key_checks = 0, check_constraint_checks = 0"));
	for (size_t i = 0; i < N_OF(breaks); i++) {
		assert_ok(c, db_begin(c));
		assert_ok(c, db_script(c, breaks[i].sql));
		(void)ask(c, &h);
		if (!strstr(h.broken, arena_printf(c->arena, " %s(", breaks[i].name)))
			fail_msg("%s was not found by %s; found:%s", breaks[i].sql, breaks[i].name, h.broken);
		db_undo(c);
	}
	assert_ok(c, db_exec(c, "SET SESSION foreign_key_checks = 1, check_constraint_checks = 1"));
}

/* No invariant is without a row above: what is not seen to be found may not be looking at all. */
static void test_no_invariant_is_forgotten(void **state)
{
	(void)state;
	for (size_t i = 0; check_sql_name(i); i++) {
		bool has = false;

		for (size_t k = 0; k < N_OF(breaks); k++)
			has = has || strcmp(breaks[k].name, check_sql_name(i)) == 0;
		if (!has)
			fail_msg("nothing breaks %s", check_sql_name(i));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_house_in_order, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_each_break_is_found, db_harness_begin, db_harness_end),
		cmocka_unit_test(test_no_invariant_is_forgotten),
	};

	return cmocka_run_group_tests_name("check", tests, given_a_house, db_harness_close);
}

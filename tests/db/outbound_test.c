/* An order on its way through the warehouse, on a real database: every step, every refusal, parcels that
 * leave one after the other, and what happens when several work on the same order at once. */
#include "outbound_given.h"

#include "domain/cancel.h"
#include "domain/ingest.h"
#include "domain/mapping.h"
#include "domain/order.h"
#include "domain/order_rules.h"
#include "domain/outbound_fetch.h"
#include "domain/outbound_show.h"
#include "base/buf.h"
#include "lib/json.h"
#include "model/shipment.h"

#include <sys/wait.h>

static uint64_t stock_of(struct ctx *c, uint64_t sku)
{
	return number_of(c, "SELECT on_hand FROM stock WHERE warehouse_id = 1 AND sku_id = ?", V(sku));
}

static uint64_t reserved_of(struct ctx *c, uint64_t sku)
{
	return number_of(c, "SELECT reserved FROM stock WHERE warehouse_id = 1 AND sku_id = ?", V(sku));
}

static void assert_facts_agree(struct ctx *c, uint64_t order_id)
{
	const struct actor was = c->actor;
	struct order       o;
	struct order_facts facts;

	as_system(c, 0);
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, order_lock(c, (struct order_ref){ .id = order_id }, &o) && order_facts_read(c, &o, &facts)));
	c->actor = was;
	assert_int_equal(order_status_of_facts(&facts), o.status);
}

/* ---- the whole way ------------------------------------------------------------------------------- */

static void test_a_part_leaves_then_the_rest(void **state)
{
	static const char *const events[] = { "dispatched", "reviewed", "picked", "packed", "parcel_shipped", "writeback_queued",
		"parcel_shipped", "writeback_queued" };
	struct ctx            *c = *state;
	struct given_outbound  g;
	struct outbound_detail d;
	const char            *no, *first = given_tracking(c), *second = given_tracking(c);
	uint64_t               mugs, rugs;

	mugs = stock_of(c, 1);
	rugs = stock_of(c, 18);
	g = given_packed(c, (struct given){ .lines = { { "101", "HB-001", 3 }, { "118", "HB-018", 2 } } }, 1500);
	no = text_of(c, "outbound_no AS CHAR) AS text FROM outbound_order WHERE id = ?", V(g.id));
	assert_order_status(c, "processing", g.order);
	assert_facts_agree(c, g.order);

	assert_ok(c, ship_some(c, g.id, first, 0, 2));
	assert_order_status(c, "partially_shipped", g.order);
	assert_facts_agree(c, g.order);
	assert_int_equal(stock_of(c, 1), mugs - 2);
	assert_int_equal(reserved_of(c, 1), 1);
	assert_int_equal(reserved_of(c, 18), 4);
	assert_string_equal(text_of(c, ORDER_TEXT("CONCAT(wms_shipping_cost, wms_shipping_currency)"), V(g.order)), "6.9000USD");

	assert_ok(c, outbound_ship(c, (struct order_ref){ .id = g.id }, &(struct ship){ .tracking_no = second, .weight_grams = 1000 }));
	assert_order_status(c, "shipped", g.order);
	assert_facts_agree(c, g.order);
	assert_int_equal(stock_of(c, 1), mugs - 3);
	assert_int_equal(stock_of(c, 18), rugs - 4);
	assert_int_equal(reserved_of(c, 1), 0);
	assert_int_equal(reserved_of(c, 18), 0);
	assert_string_equal(text_of(c, ORDER_TEXT("wms_shipping_cost"), V(g.order)), "12.6000");
	assert_ledger_adds_up(c);

	assert_ok(c, outbound_get(c, g.id, &d));
	assert_int_equal(d.ob.status, OUTBOUND_SHIPPED);
	assert_int_equal(d.ob.unit_count, 7);
	assert_int_equal(d.ob.shipped_count, 7);
	assert_int_equal(d.ob.version, 6);
	assert_int_equal(d.n_parcels, 2);
	assert_string_equal(d.parcels[0].parcel_no, arena_printf(c->arena, "%s-1", no));
	assert_string_equal(d.parcels[0].carrier, "USPS");
	assert_int_equal(d.parcels[0].weight_grams, 1500);
	assert_int_equal(d.parcels[0].n_lines, 1);
	assert_int_equal(d.parcels[0].lines[0].quantity, 2);
	assert_int_equal(d.parcels[1].n_lines, 2);
	assert_int_equal(d.parcels[1].weight_grams, 1000);

	assert_number(c, 3, "SELECT shipped_qty FROM platform_order_line WHERE order_id = ? AND position = 0", V(g.order));
	assert_number(c, 2, "SELECT shipped_qty FROM platform_order_line WHERE order_id = ? AND position = 1", V(g.order));
	assert_number(c, 2, "SELECT COUNT(*) FROM order_tracking WHERE order_id = ? AND origin = 'parcel' AND carrier = 'USPS'", V(g.order));
	assert_number(c, 2, "SELECT COUNT(*) FROM writeback WHERE order_id = ? AND kind = 'shipment' AND state = 'queued'"
		" AND final = (tracking_no = ?) AND subject_id = (SELECT id FROM parcel p WHERE p.tracking_no = writeback.tracking_no)",
		V(g.order), V(second));
	assert_number(c, 2, "SELECT COUNT(*) FROM job j JOIN writeback b ON j.uniq = CONCAT('writeback:', b.id) JOIN job_lane l"
		" ON l.id = j.lane_id WHERE b.order_id = ? AND l.name = 'store:1:push' AND l.customer_id = 1", V(g.order));
	assert_string_equal(text_of(c, "GROUP_CONCAT(action ORDER BY id) AS CHAR) AS text FROM order_event WHERE order_id = ?", V(g.order)),
		arena_printf(c->arena, "%s,%s,%s,%s,%s,%s,%s,%s", events[0], events[1], events[2], events[3], events[4], events[5],
			events[6], events[7]));
	assert_number(c, 7, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND actor_name = 'Wanda Warehouse'", V(g.order));
}

static struct shipment told_of(struct ctx *c, const char *tracking_no)
{
	const char        *text = text_of(c, "content AS CHAR) AS text FROM writeback WHERE tracking_no = ?", V(tracking_no));
	const struct json *j = json_parse(c, text, strlen(text), &json_import);
	struct shipment    out = { 0 };

	assert_ok(c, j && shape_parse(c, &shipment_shape, j, &out));
	return out;
}

/* One unit of the platform's line is a towel and two boards. */
static void test_a_bundle_is_told_of_by_whole_sets(void **state)
{
	struct ctx           *c = *state;
	struct bind_item      items[] = { { .sku_id = 2, .quantity = 1 }, { .sku_id = 3, .quantity = 2 } };
	const struct bind_sku bundle = { .store_id = 1, .sku_key = "119", .n_items = 2, .items = items };
	struct sku_mapping    mapping;
	struct given_outbound g;
	struct shipment       told;
	const char           *no[4] = { given_tracking(c), given_tracking(c), given_tracking(c), given_tracking(c) };

	as_operator(c, 1);
	assert_ok(c, mapping_bind(c, &bundle, &mapping));
	g = given_packed(c, (struct given){ .lines = { { "119", "HB-019", 2 }, { "101", "HB-001", 1 } } }, 900);
	assert_ok(c, ship_some(c, g.id, no[0], 0, 2)); /* both towels */
	assert_order_status(c, "partially_shipped", g.order);
	assert_facts_agree(c, g.order);
	assert_number(c, 0, "SELECT shipped_qty FROM platform_order_line WHERE order_id = ? AND position = 0", V(g.order));
	assert_number(c, 0, "SELECT COUNT(*) FROM writeback WHERE order_id = ?", V(g.order));

	assert_ok(c, ship_some(c, g.id, no[1], 1, 3)); /* three boards: one set */
	assert_number(c, 1, "SELECT shipped_qty FROM platform_order_line WHERE order_id = ? AND position = 0", V(g.order));
	told = told_of(c, no[1]);
	assert_int_equal(told.n_lines, 1);
	assert_string_equal(told.lines[0].platform_line_id, "1");
	assert_int_equal(told.lines[0].quantity, 1);
	assert_false(told.final);
	assert_string_equal(told.carrier, "USPS");
	assert_string_equal(told.service_type, "Ground Advantage");
	assert_int_equal(strlen(told.marker), 16);
	assert_true(told.shipped_at.us > 0);

	assert_ok(c, ship_some(c, g.id, no[2], 2, 1)); /* the mug */
	assert_order_status(c, "partially_shipped", g.order);
	assert_ok(c, ship_rest(c, g.id, no[3]));
	told = told_of(c, no[3]);
	assert_int_equal(told.n_lines, 1);
	assert_int_equal(told.lines[0].quantity, 1);
	assert_true(told.final);
	assert_order_status(c, "shipped", g.order);
	assert_facts_agree(c, g.order);
	assert_number(c, 3, "SELECT COUNT(*) FROM writeback WHERE order_id = ?", V(g.order));
	assert_ledger_adds_up(c);
	as_operator(c, 1);
	assert_ok(c, mapping_unbind(c, number_of(c, "SELECT id FROM sku_mapping WHERE store_id = 1 AND sku_key = '119'"), 1, &mapping));
}

static void test_made_by_hand_has_no_order(void **state)
{
	struct ctx            *c = *state;
	struct outbound_detail d;
	uint64_t               id;
	const uint64_t         before = stock_of(c, 7);

	assert_ok(c, db_insert(c, &id, "INSERT INTO outbound_order (customer_id, warehouse_id, channel_id, outbound_no, created_by)"
		" VALUES (1, 1, 2, 'OBHAND', 'test')"));
	assert_ok(c, db_exec(c, "INSERT INTO outbound_line (customer_id, outbound_id, sku_id, quantity) VALUES (1, ?, 7, 2)", V(id)));
	assert_ok(c, db_exec(c, "UPDATE stock SET reserved = reserved + 2 WHERE warehouse_id = 1 AND sku_id = 7"));
	assert_ok(c, db_exec(c, "INSERT INTO stock_movement (customer_id, warehouse_id, sku_id, cause, cause_id, on_hand_change,"
		" reserved_change, actor_kind, actor_name) VALUES (1, 1, 7, 'reserve', ?, 0, 2, 'system', 'test')", V(id)));
	as_staff(c, lax_alone, 1);
	assert_ok(c, outbound_review(c, (struct order_ref){ id, 1 }));
	assert_ok(c, outbound_pick(c, (struct order_ref){ id, 2 }));
	assert_ok(c, outbound_pack(c, (struct order_ref){ id, 3 }, 10));
	assert_ok(c, outbound_ship(c, (struct order_ref){ id, 4 }, &(struct ship){ .tracking_no = given_tracking(c) }));
	assert_ok(c, outbound_get(c, id, &d));
	assert_int_equal(d.ob.status, OUTBOUND_SHIPPED);
	assert_null(d.ob.order_no);
	assert_int_equal(stock_of(c, 7), before - 2);
	assert_ledger_adds_up(c);
}

/* ---- refusals ------------------------------------------------------------------------------------- */

static bool act(struct ctx *c, uint64_t id, enum outbound_action action)
{
	const struct order_ref ref = { .id = id };

	switch (action) {
	case OUTBOUND_REVIEW: return outbound_review(c, ref);
	case OUTBOUND_PICK: return outbound_pick(c, ref);
	case OUTBOUND_PACK: return outbound_pack(c, ref, 100);
	case OUTBOUND_SHIP: return ship_rest(c, id, given_tracking(c));
	case OUTBOUND_INTERCEPT: return outbound_intercept(c, ref, NULL);
	case OUTBOUND_LABEL: /* these have tests of their own */
	case OUTBOUND_WAVE:
	case OUTBOUND_UNWAVE:
	case OUTBOUND_ACTIONS: break;
	}
	return false;
}

static bool is_step(enum outbound_action action)
{
	return action != OUTBOUND_LABEL && action != OUTBOUND_WAVE && action != OUTBOUND_UNWAVE;
}

static void test_only_the_next_step_goes(void **state)
{
	static const struct {
		const char          *status;
		enum outbound_action allowed[2];
		enum problem_code    intercept;
	} grid[] = {
		{ "draft", { OUTBOUND_REVIEW, OUTBOUND_INTERCEPT }, PROBLEM_NONE },
		{ "reviewed", { OUTBOUND_PICK, OUTBOUND_INTERCEPT }, PROBLEM_NONE },
		{ "waved", { OUTBOUND_PICK, OUTBOUND_ACTIONS }, PROBLEM_OUTBOUND_IN_PROGRESS },
		{ "picking", { OUTBOUND_PACK, OUTBOUND_ACTIONS }, PROBLEM_OUTBOUND_IN_PROGRESS },
		{ "packed", { OUTBOUND_SHIP, OUTBOUND_ACTIONS }, PROBLEM_OUTBOUND_IN_PROGRESS },
		{ "shipped", { OUTBOUND_ACTIONS, OUTBOUND_ACTIONS }, PROBLEM_OUTBOUND_IN_PROGRESS },
		{ "intercepted", { OUTBOUND_ACTIONS, OUTBOUND_ACTIONS }, PROBLEM_ACTION_NOT_ALLOWED },
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < N_OF(grid); i++)
		for (enum outbound_action action = 0; action < OUTBOUND_ACTIONS; action++) {
			const bool            goes = action == grid[i].allowed[0] || action == grid[i].allowed[1];
			struct given_outbound g = given_draft(c, (struct given){ .lines = { { "106", "HB-006", 1 } } });
			struct outbound_detail d;
			const char            *said;
			uint64_t              before;

			if (!is_step(action))
				continue;
			if (strcmp(grid[i].status, "intercepted") == 0)
				assert_ok(c, outbound_intercept(c, (struct order_ref){ .id = g.id }, "test"));
			else
				assert_ok(c, db_exec(c, "UPDATE outbound_order SET status = ? WHERE id = ?", V(grid[i].status), V(g.id)));
			assert_ok(c, outbound_get(c, g.id, &d));
			said = strstr(d.ob.actions, arena_printf(c->arena, "\"%s\"", outbound_action_names[action]));
			assert_int_equal(goes, said && said < strstr(d.ob.actions, "],\"refused\":{"));
			before = state_of_shipping(c);
			if (act(c, g.id, action) != goes)
				fail_msg("%s %s: %s", grid[i].status, outbound_action_names[action], problem_words(c));
			if (goes)
				continue;
			assert_int_equal(c->problem.code, action == OUTBOUND_INTERCEPT ? grid[i].intercept : PROBLEM_ACTION_NOT_ALLOWED);
			assert_true(strncmp(c->problem.detail, "Outbound order OB", 17) == 0);
			problem_clear(c);
			assert_int_equal(state_of_shipping(c), before);
			if (action == OUTBOUND_INTERCEPT && grid[i].intercept == PROBLEM_OUTBOUND_IN_PROGRESS)
				assert_non_null(strstr(d.ob.actions, "\"intercept\":\"outbound_in_progress\""));
			else
				assert_null(said); /* the status alone forbids it */
		}
	assert_ok(c, db_exec(c, "UPDATE outbound_order SET status = 'shipped' WHERE status <> 'intercepted'"));
}

static void test_who_may_not_work_is_told_so(void **state)
{
	struct ctx            *c = *state;
	struct given_outbound  g = given_draft(c, (struct given){ 0 });
	struct outbound_detail d;

	as_operator(c, 1);
	c->actor.permissions = UINT64_C(1) << PERM_OUTBOUND_VIEW;
	assert_ok(c, outbound_get(c, g.id, &d));
	assert_non_null(strstr(d.ob.actions, "{\"allowed\":[],\"refused\":{\"review\":\"forbidden\","));
	assert_string_equal(d.ob.recipient_name, "Ada Lovelace");
	as_staff(c, lax_alone, 1);
}

static void test_what_a_parcel_may_not_hold(void **state)
{
	struct ctx            *c = *state;
	struct given_outbound  g = given_packed(c, (struct given){ .lines = { { "101", "HB-001", 2 }, { "102", "HB-002", 1 } } }, 100);
	struct given_outbound  other = given_packed(c, (struct given){ 0 }, 100);
	const char            *taken = given_tracking(c);
	char                   long_no[66];
	uint64_t               a, b, foreign;

	memset(long_no, 'x', 65);
	long_no[65] = '\0';
	assert_ok(c, ship_some(c, other.id, taken, 0, 1));
	a = line_of(c, g.id, 0);
	b = line_of(c, g.id, 1);
	foreign = line_of(c, other.id, 0);
	{
		const struct {
			const char       *tracking_no;
			size_t            n;
			struct ship_line  lines[2];
			enum problem_code code;
			const char       *field, *words;
		} cases[] = {
			{ "T1", 1, { { a, 3 } }, PROBLEM_QUANTITY_EXCEEDS, NULL, "3 of WH-HB-001 cannot leave: 2 are left" },
			{ "T1", 2, { { a, 1 }, { b, 2 } }, PROBLEM_QUANTITY_EXCEEDS, NULL, "2 of WH-HB-002" },
			{ "T1", 2, { { a, 1 }, { a, 1 } }, PROBLEM_INVALID, "lines[1].lineId", "twice" },
			{ "T1", 2, { { a, 1 }, { foreign, 1 } }, PROBLEM_INVALID, "lines[1].lineId", "no line" },
			{ "T1", 1, { { 999999, 1 } }, PROBLEM_INVALID, "lines[0].lineId", "no line" },
			{ "T1", 1, { { a, 0 } }, PROBLEM_INVALID, "lines[0].quantity", "at least 1" },
			{ "T1", 1, { { a, -1 } }, PROBLEM_INVALID, "lines[0].quantity", "at least 1" },
			{ "", 0, { { 0, 0 } }, PROBLEM_INVALID, "trackingNo", "1 to 64" },
			{ long_no, 0, { { 0, 0 } }, PROBLEM_INVALID, "trackingNo", "1 to 64" },
			{ "1Ｚ9", 0, { { 0, 0 } }, PROBLEM_INVALID, "trackingNo", "plain letters" },
			{ taken, 0, { { 0, 0 } }, PROBLEM_TRACKING_TAKEN, NULL, "is on another parcel already" },
		};

		for (size_t i = 0; i < N_OF(cases); i++) {
			const uint64_t    before = state_of_shipping(c);
			struct ship_line  lines[2] = { cases[i].lines[0], cases[i].lines[1] };
			const struct ship in = { .tracking_no = cases[i].tracking_no, .n_lines = cases[i].n, .lines = lines };

			if (outbound_ship(c, (struct order_ref){ .id = g.id }, &in))
				fail_msg("case %zu went through", i);
			if (c->problem.code != cases[i].code)
				fail_msg("case %zu: %s", i, problem_words(c));
			if (cases[i].field) {
				assert_int_equal(c->problem.n_fields, 1);
				assert_string_equal(c->problem.fields[0].field, cases[i].field);
			}
			assert_non_null(strstr(cases[i].field ? c->problem.fields[0].detail : c->problem.detail, cases[i].words));
			problem_clear(c);
			assert_int_equal(state_of_shipping(c), before);
		}
	}
	/* the same number on two parcels of one order is refused as well */
	assert_problem(c, PROBLEM_TRACKING_TAKEN, ship_rest(c, other.id, taken));
	assert_ok(c, ship_rest(c, other.id, given_tracking(c)));
	assert_ok(c, ship_rest(c, g.id, given_tracking(c)));
}

static void test_an_old_version_is_refused(void **state)
{
	struct ctx            *c = *state;
	struct given_outbound  g = given_draft(c, (struct given){ 0 });

	assert_ok(c, outbound_review(c, (struct order_ref){ g.id, 1 }));
	for (enum outbound_action action = OUTBOUND_PICK; action < OUTBOUND_ACTIONS; action++) {
		const struct order_ref old = { g.id, 1 };
		const uint64_t         before = state_of_shipping(c);
		bool                   went = action == OUTBOUND_PICK ? outbound_pick(c, old)
			: action == OUTBOUND_PACK ? outbound_pack(c, old, 5)
			: action == OUTBOUND_SHIP ? outbound_ship(c, old, &(struct ship){ .tracking_no = "T" })
			: outbound_intercept(c, old, NULL);

		assert_false(went);
		assert_int_equal(c->problem.code, PROBLEM_STALE);
		assert_int_equal(c->problem.current_version, 2);
		problem_clear(c);
		assert_int_equal(state_of_shipping(c), before);
	}
}

/* ---- back ------------------------------------------------------------------------------------------- */

static void test_intercepted_and_sent_again(void **state)
{
	struct ctx            *c = *state;
	const uint64_t         before = reserved_of(c, 1), on_hand = stock_of(c, 1);
	struct given_outbound  g = given_draft(c, (struct given){ 0 });
	struct outbound_detail d;
	uint64_t               again;

	assert_ok(c, outbound_review(c, (struct order_ref){ g.id, 1 }));
	assert_ok(c, outbound_intercept(c, (struct order_ref){ g.id, 2 }, "damaged goods"));
	assert_order_status(c, "pending", g.order);
	assert_exception(c, "", g.order);
	assert_facts_agree(c, g.order);
	assert_int_equal(reserved_of(c, 1), before);
	assert_int_equal(stock_of(c, 1), on_hand);
	assert_number(c, 0, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND (warehouse_id IS NOT NULL OR channel_id IS NOT NULL)", V(g.order));
	assert_number(c, 1, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'intercepted' AND detail LIKE 'OB%: damaged goods'"
		" AND status_before = 'processing' AND status_after = 'pending'", V(g.order));
	assert_number(c, 0, "SELECT COUNT(*) FROM job WHERE kind = 'order_fetch'");
	assert_ledger_adds_up(c);
	/* staff still see what was theirs, without the buyer */
	assert_ok(c, outbound_get(c, g.id, &d));
	assert_null(d.ob.recipient_name);
	assert_null(d.recipient->line1);
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, outbound_review(c, (struct order_ref){ .id = g.id }));
	assert_problem(c, PROBLEM_STALE, outbound_review(c, (struct order_ref){ g.id, 2 }));

	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = g.order }, &(struct dispatch){ .warehouse_id = 2, .channel_id = 5 }));
	again = number_of(c, "SELECT id FROM outbound_order WHERE live_order_id = ?", V(g.order));
	assert_true(again != g.id);
	/* the first one stays what it is while its order goes another way */
	as_staff(c, lax_alone, 1);
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, outbound_pick(c, (struct order_ref){ .id = g.id }));
	assert_problem(c, PROBLEM_NOT_FOUND, outbound_review(c, (struct order_ref){ .id = again }));
	as_staff(c, ham_alone, 1);
	assert_ok(c, outbound_review(c, (struct order_ref){ .id = again }));
}

static void test_a_cancel_stops_it_until_it_is_begun(void **state)
{
	struct ctx            *c = *state;
	const uint64_t         before = reserved_of(c, 1);
	struct given_outbound  g = given_draft(c, (struct given){ 0 });

	as_operator(c, 1);
	assert_ok(c, cancel_order(c, (struct order_ref){ .id = g.order }, "buyer asked"));
	assert_order_status(c, "cancelled", g.order);
	assert_number(c, 1, "SELECT COUNT(*) FROM outbound_order WHERE id = ? AND status = 'intercepted' AND version = 2", V(g.id));
	assert_number(c, 1, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'intercepted' AND status_after IS NULL", V(g.order));
	assert_int_equal(reserved_of(c, 1), before);
	assert_ledger_adds_up(c);

	g = given_draft(c, (struct given){ 0 });
	assert_ok(c, outbound_review(c, (struct order_ref){ .id = g.id }));
	assert_ok(c, outbound_pick(c, (struct order_ref){ .id = g.id }));
	as_operator(c, 1);
	assert_problem(c, PROBLEM_OUTBOUND_IN_PROGRESS, cancel_order(c, (struct order_ref){ .id = g.order }, NULL));
	assert_order_status(c, "processing", g.order);
	assert_int_equal(reserved_of(c, 1), before + 2);
}

static struct ingest_result take_in(struct ctx *c, const char *no, int64_t mugs, const char *city, const char *updated)
{
	struct incoming_line        line = { .platform_line_id = "1", .platform_sku = "HB-001", .sku_key = "101", .product_name = "A thing",
		       .quantity = mugs, .unit_price = { 50000 }, .line_total = { 100000 }, .has_price = true, .shippable = true };
	struct incoming_order       in = { .platform_order_id = no, .order_no = no, .source = "woocommerce", .raw_status = "processing",
		      .state = INCOMING_OPEN, .payment_method = "card", .currency = "USD", .amount = { 125000 }, .n_lines = 1, .lines = &line,
		      .recipient = { .name = "Ada Lovelace", .country = "US", .state = "IL", .city = city, .line1 = "1 Main St", .zip = "62701" },
		      .raw = { "{}", 2 } };
	const struct ingest_source  from = { .customer_id = 1, .store_id = 1, .kind = ORDER_B2C, .asked_at = instant_now() };
	struct ingest_result        r;
	const struct actor          was = c->actor;

	as_system(c, 1);
	assert_true(instant_parse("2026-05-28T10:00:00Z", &in.created_at) && instant_parse(updated, &in.updated_at));
	in.paid_at = in.created_at;
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, ingest_order(c, &from, &in, &r)));
	c->actor = was;
	return r;
}

/* While the warehouse has it, the platform's changes to the lines are only shown; when it comes back they count,
 * though their content was seen before. */
static void test_what_changed_meanwhile_counts_when_it_comes_back(void **state)
{
	struct ctx          *c = *state;
	const char          *no = arena_printf(c->arena, "CH-%d", (int)getpid());
	struct ingest_result r = take_in(c, no, 2, "Springfield", "2026-05-28T10:00:00Z");
	const uint64_t       order = r.order_id;
	uint64_t             outbound;

	assert_int_equal(r.outcome, SYNC_CREATED);
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = order }, &(struct dispatch){ .warehouse_id = 1, .channel_id = 1 }));
	outbound = number_of(c, "SELECT id FROM outbound_order WHERE live_order_id = ?", V(order));
	r = take_in(c, no, 5, "Shelbyville", "2026-05-28T11:00:00Z");
	assert_int_equal(r.outcome, SYNC_UPDATED);
	assert_exception(c, "lines_changed", order);
	assert_number(c, 2, "SELECT accepted_qty FROM platform_order_line WHERE order_id = ?", V(order));

	as_staff(c, lax_alone, 1);
	assert_ok(c, outbound_intercept(c, (struct order_ref){ .id = outbound }, NULL));
	assert_exception(c, "", order);
	assert_order_status(c, "pending", order);
	assert_number(c, 1, "SELECT COUNT(*) FROM job j JOIN job_lane l ON l.id = j.lane_id WHERE j.kind = 'order_fetch'"
		" AND j.uniq = CONCAT('order_fetch:', ?) AND j.payload = CONCAT('{\"orderId\":\"', ?, '\"}') AND l.name = 'store:1:pull'", V(order), V(order));

	as_system(c, 1);
	assert_ok(c, db_begin(c)); /* while nobody can ask, the order says so */
	assert_ok(c, db_end(c, outbound_fetch_failed(c, order, "the shop is closed")));
	assert_exception(c, "lines_changed", order);
	r = take_in(c, no, 9, "Springfield", "2026-05-28T09:00:00Z"); /* an answer from before all this */
	assert_int_equal(r.outcome, SYNC_SKIPPED);
	r = take_in(c, no, 5, "Shelbyville", "2026-05-28T11:00:00Z");
	assert_int_equal(r.outcome, SYNC_UPDATED);
	assert_exception(c, "", order);
	assert_number(c, 5, "SELECT accepted_qty FROM platform_order_line WHERE order_id = ?", V(order));
	r = take_in(c, no, 5, "Shelbyville", "2026-05-28T11:00:00Z");
	assert_int_equal(r.outcome, SYNC_UNCHANGED);
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = order }, &(struct dispatch){ .warehouse_id = 1, .channel_id = 1 }));
	assert_number(c, 1, "SELECT COUNT(*) FROM outbound_order ob JOIN outbound_line ol ON ol.outbound_id = ob.id"
		" WHERE ob.live_order_id = ? AND ol.quantity = 5 AND ob.recipient_city = 'Shelbyville'", V(order));
	assert_ok(c, db_exec(c, "DELETE FROM job WHERE kind = 'order_fetch'"));
}

/* ---- several at once ---------------------------------------------------------------------------------- */

enum { MOST = 4 };

struct racer {
	enum outbound_action action;
	uint64_t             line; /* of ship */
	int64_t              quantity;
};

static bool run_racer(struct ctx *c, uint64_t id, const struct racer *r)
{
	struct ship_line line = { r->line, r->quantity };

	if (r->action != OUTBOUND_SHIP)
		return act(c, id, r->action);
	return outbound_ship(c, (struct order_ref){ .id = id }, &(struct ship){ .n_lines = 1, .lines = &line,
		.tracking_no = arena_printf(c->arena, "R%d", (int)getpid()) });
}

/* Forks n processes, each with a connection of its own, lets them start together; went[i] says who did. A
 * refusal must be one of the two codes. */
static void race(uint64_t id, const struct racer *racers, size_t n, const enum problem_code refused[2], bool *went)
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
			as_staff(&mine, lax_alone, 1);
			if (!db_ready(&mine) || read(gate[0], &byte, 1) != 0)
				_exit(3);
			ok = run_racer(&mine, id, &racers[i]);
			if (!ok && mine.problem.code != refused[0] && mine.problem.code != refused[1])
				fprintf(stderr, "%s\n", problem_words(&mine)), _exit(2);
			_exit(ok ? 0 : 1);
		}
	}
	close(gate[0]);
	close(gate[1]); /* end of file at every child at once */
	for (size_t i = 0; i < n; i++) {
		int status;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 1);
		went[i] = WEXITSTATUS(status) == 0;
	}
}

static void test_two_windows_ship_the_same_line(void **state)
{
	static const enum problem_code refused[2] = { PROBLEM_QUANTITY_EXCEEDS, PROBLEM_ACTION_NOT_ALLOWED };
	struct ctx                    *c = *state;

	for (int round = 0; round < 5; round++) {
		struct given_outbound g = given_packed(c, (struct given){ .lines = { { "105", "HB-005", 3 } } }, 100);
		const uint64_t        line = line_of(c, g.id, 0), before = stock_of(c, 5);
		const struct racer    racers[] = { { OUTBOUND_SHIP, line, 2 }, { OUTBOUND_SHIP, line, 2 } };
		bool                  went[2];

		race(g.id, racers, 2, refused, went);
		assert_int_equal(went[0] + went[1], 1);
		assert_int_equal(stock_of(c, 5), before - 2);
		assert_number(c, 1, "SELECT COUNT(*) FROM parcel WHERE outbound_id = ?", V(g.id));
		assert_number(c, 1, "SELECT COUNT(*) FROM writeback WHERE order_id = ?", V(g.order));
		assert_number(c, 2, "SELECT shipped_qty FROM platform_order_line WHERE order_id = ?", V(g.order));
		assert_ok(c, ship_rest(c, g.id, given_tracking(c)));
		assert_order_status(c, "shipped", g.order);
	}
	assert_ledger_adds_up(c);
}

static void test_interception_races_picking(void **state)
{
	/* who comes second finds it begun, or gone from the caller's sight */
	static const enum problem_code refused[2] = { PROBLEM_OUTBOUND_IN_PROGRESS, PROBLEM_STALE };
	static const struct racer      racers[] = { { .action = OUTBOUND_PICK }, { .action = OUTBOUND_INTERCEPT } };
	struct ctx                    *c = *state;

	for (int round = 0; round < 8; round++) {
		struct given_outbound g = given_draft(c, (struct given){ .lines = { { "105", "HB-005", 1 } } });
		const uint64_t        reserved = reserved_of(c, 5);
		bool                  went[2];

		assert_ok(c, outbound_review(c, (struct order_ref){ .id = g.id }));
		race(g.id, racers, 2, refused, went);
		assert_int_equal(went[0] + went[1], 1);
		assert_order_status(c, went[0] ? "processing" : "pending", g.order);
		assert_int_equal(reserved_of(c, 5), went[0] ? reserved : reserved - 1);
	}
	assert_ledger_adds_up(c);
}

/* ---- who sees what --------------------------------------------------------------------------------------- */

static void test_customers_and_warehouses_are_apart(void **state)
{
	struct ctx            *c = *state;
	struct given_outbound  g = given_draft(c, (struct given){ 0 });
	struct outbound_filter all = { 0 };
	struct outbound_detail d;
	struct outbound       *rows;
	struct page_end        end = { 0 };
	uint64_t               before = state_of_shipping(c);
	size_t                 n;

	for (int who = 0; who < 2; who++) {
		if (who)
			as_operator(c, 2);
		else
			as_staff(c, ham_alone, 1);
		for (enum outbound_action action = 0; action < OUTBOUND_ACTIONS; action++)
			if (is_step(action))
				assert_problem(c, PROBLEM_NOT_FOUND, act(c, g.id, action));
		assert_problem(c, PROBLEM_NOT_FOUND, outbound_get(c, g.id, &d));
		assert_ok(c, outbound_page(c, &all, &rows, &n, &end));
		for (size_t i = 0; i < n; i++) {
			assert_true(rows[i].id != g.id);
			assert_int_equal(who ? rows[i].customer_id : rows[i].warehouse_id, 2);
		}
	}
	as_staff(c, NULL, 0);
	assert_ok(c, outbound_page(c, &all, &rows, &n, &end));
	assert_int_equal(n, 0);
	assert_int_equal(state_of_shipping(c), before);
}

static size_t page_of(struct ctx *c, const char *query, struct outbound **rows, struct page_end *end)
{
	struct outbound_filter f = { 0 };
	size_t                 n;

	*end = (struct page_end){ 0 };
	assert_ok(c, shape_parse_query(c, &outbound_filter_shape, query, &f));
	assert_ok(c, outbound_page(c, &f, rows, &n, end));
	return n;
}

static void test_the_list(void **state)
{
	struct ctx           *c = *state;
	struct outbound      *rows;
	struct page_end       end;
	struct given_outbound a = given_draft(c, (struct given){ .no = "Find-Me" }), b = given_packed(c, (struct given){ 0 }, 50);
	uint64_t              seen = 0, last = UINT64_MAX, total;
	const char           *cursor = NULL;

	assert_int_equal(page_of(c, "orderNo=%20fInD-me%20", &rows, &end), 1);
	assert_int_equal(rows[0].id, a.id);
	assert_int_equal(end.total, 1);
	assert_string_equal(rows[0].order_no, "Find-Me");
	assert_string_equal(rows[0].customer_name, "Harbor Trading");
	assert_string_equal(rows[0].warehouse_name, "Los Angeles 1");
	assert_string_equal(rows[0].channel_name, "USPS Ground Advantage");
	assert_string_equal(rows[0].recipient_name, "Ada Lovelace");
	assert_int_equal(rows[0].unit_count, 2);
	as_operator(c, 1);
	assert_int_equal(page_of(c, "orderNo=find-me", &rows, &end), 1);
	as_operator(c, 2);
	assert_int_equal(page_of(c, "orderNo=find-me", &rows, &end), 0);
	as_staff(c, lax_alone, 1);
	assert_int_equal(page_of(c, arena_printf(c->arena, "outboundNo=ob%08llu", (unsigned long long)b.id), &rows, &end), 1);
	assert_int_equal(rows[0].id, b.id);
	assert_int_equal(page_of(c, "outboundNo=OB", &rows, &end), 0);
	assert_int_equal(page_of(c, "warehouseId=2", &rows, &end), 0);

	page_of(c, "status=packed,draft&limit=200", &rows, &end);
	total = end.total;
	assert_true(end.total_is_exact && total >= 2);
	do {
		size_t n = page_of(c, arena_printf(c->arena, "status=packed,draft&limit=2%s%s", cursor ? "&cursor=" : "", cursor ? cursor : ""), &rows, &end);

		assert_int_equal(end.total, total);
		for (size_t i = 0; i < n; i++, seen++) {
			assert_true(rows[i].status == OUTBOUND_PACKED || rows[i].status == OUTBOUND_DRAFT);
			assert_true(rows[i].id < last);
			last = rows[i].id;
		}
		cursor = end.next_cursor;
	} while (cursor);
	assert_int_equal(seen, total);

	assert_ok(c, ship_rest(c, b.id, given_tracking(c)));
	assert_int_equal(page_of(c, arena_printf(c->arena, "outboundNo=OB%08llu", (unsigned long long)b.id), &rows, &end), 1);
	assert_null(rows[0].recipient_name); /* it has left: staff no longer need it */
	as_operator(c, 1);
	page_of(c, arena_printf(c->arena, "outboundNo=OB%08llu", (unsigned long long)b.id), &rows, &end);
	assert_string_equal(rows[0].recipient_name, "Ada Lovelace");
}

/* Every page of every kind of caller, against what one plain statement finds. */
static void test_pages_of_several_warehouses(void **state)
{
	static const struct {
		const char *query, *where;
	} cases[] = {
		{ "", "TRUE" },
		{ "status=draft,shipped", "status IN ('draft', 'shipped')" },
		{ "warehouseId=2", "warehouse_id = 2" },
		{ "warehouseId=1,2&status=draft", "status = 'draft'" },
		{ "warehouseId=99", "FALSE" },
	};
	static const uint64_t both[] = { 1, 2 };
	struct ctx *c = *state;

	for (int i = 0; i < 6; i++) {
		as_system(c, 0);
		const uint64_t order = given_order(c, (struct given){ 0 });

		as_operator(c, 1);
		assert_ok(c, dispatch_order(c, (struct order_ref){ .id = order },
			&(struct dispatch){ .warehouse_id = 1 + (uint64_t)i % 2, .channel_id = i % 2 ? 5 : 1 }));
	}
	for (int who = 0; who < 3; who++)
		for (size_t i = 0; i < N_OF(cases); i++) {
			struct outbound *rows;
			struct page_end  end;
			struct buf       seen = buf_new(c->arena, 256);
			const char      *cursor = NULL, *expected;
			uint64_t         total;
			struct query     q = query_new(c);

			query_add(&q, "SELECT CAST(GROUP_CONCAT(id ORDER BY created_at DESC, id DESC) AS CHAR) AS text FROM outbound_order WHERE");
			if (who == 2)
				query_add(&q, " customer_id = 1 AND");
			else if (who == 1)
				query_add(&q, " warehouse_id IN (1, 2) AND");
			switch (i) {
			case 1: query_add(&q, " status IN ('draft', 'shipped')"); break;
			case 2: query_add(&q, " warehouse_id = 2"); break;
			case 3: query_add(&q, " status = 'draft'"); break;
			case 4: query_add(&q, " FALSE"); break;
			default: query_add(&q, " TRUE"); break;
			}
			as_system(c, 0);
			expected = text_of_(c, &q);
			if (who == 0)
				as_staff(c, NULL, 0), c->actor.all_warehouses = true;
			else if (who == 1)
				as_staff(c, both, 2);
			else
				as_operator(c, 1);
			do {
				const size_t n = page_of(c, arena_printf(c->arena, "%s%slimit=3%s%s", cases[i].query, *cases[i].query ? "&" : "",
					cursor ? "&cursor=" : "", cursor ? cursor : ""), &rows, &end);

				for (size_t k = 0; k < n; k++)
					buf_printf(&seen, "%s%llu", seen.len ? "," : "", (unsigned long long)rows[k].id);
				cursor = end.next_cursor;
				total = end.total;
			} while (cursor);
			if (strcmp(seen.text ? seen.text : "", expected) != 0)
				fail_msg("%s as %d: %s instead of %s", cases[i].where, who, seen.text, expected);
			assert_true((total == 0) == !*expected);
		}
}

static void test_bad_filters_are_named(void **state)
{
	static const struct {
		const char *query, *field;
	} cases[] = {
		{ "status=draft,lost", "status[1]" },
		{ "warehouseId=1,x", "warehouseId[1]" },
		{ "cursor=abc", "cursor" },
		{ "limit=201", "limit" },
		{ "colour=red", "colour" },
	};
	struct ctx *c = *state;

	as_staff(c, lax_alone, 1);
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct outbound_filter f = { 0 };
		struct outbound       *rows;
		struct page_end        end;
		size_t                 n;

		if (shape_parse_query(c, &outbound_filter_shape, cases[i].query, &f) && outbound_page(c, &f, &rows, &n, &end))
			fail_msg("%s went through", cases[i].query);
		assert_int_equal(c->problem.code, PROBLEM_INVALID);
		assert_string_equal(c->problem.fields[0].field, cases[i].field);
		problem_clear(c);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_part_leaves_then_the_rest),
		TEST(test_a_bundle_is_told_of_by_whole_sets),
		TEST(test_made_by_hand_has_no_order),
		TEST(test_what_a_parcel_may_not_hold),
		TEST(test_an_old_version_is_refused),
		TEST(test_intercepted_and_sent_again),
		TEST(test_a_cancel_stops_it_until_it_is_begun),
		TEST(test_what_changed_meanwhile_counts_when_it_comes_back),
		TEST(test_two_windows_ship_the_same_line),
		TEST(test_interception_races_picking),
		TEST(test_customers_and_warehouses_are_apart),
		TEST(test_the_list),
		TEST(test_pages_of_several_warehouses),
		TEST(test_bad_filters_are_named),
		TEST(test_who_may_not_work_is_told_so),
		TEST(test_only_the_next_step_goes),
	};

	return cmocka_run_group_tests(tests, given_plenty, db_harness_close);
}

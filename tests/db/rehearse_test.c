/* A rehearsal says what the dispatch then does: for random mixes of orders, one by one and as a batch, and
 * without writing anything. */
#include "order_given.h"

#include "domain/dispatch.h"
#include "domain/rehearse.h"

static const struct rehearse to_lax = { .warehouse_id = 1, .channel_id = 1 };

static uint32_t dice; /* xorshift: the same mix on every machine */

static uint32_t below(uint32_t n)
{
	dice ^= dice << 13;
	dice ^= dice >> 17;
	dice ^= dice << 5;
	return dice % n;
}

/* Anything that can stand in the way stands in the way of some. */
static uint64_t any_order(struct ctx *c)
{
	static const struct given_line lines[] = { { .sku_key = "101", .platform_sku = "HB-001" },
		{ .sku_key = "102", .platform_sku = "HB-002" }, { .sku_key = "103", .platform_sku = "HB-003" },
		{ .sku_key = "116", .platform_sku = "HB-016" }, { .sku_key = "117", .platform_sku = "HB-017" },
		{ .sku_key = "118", .platform_sku = "HB-018" }, { .sku_key = "119", .platform_sku = "HB-019" }, { .sku_key = "120" },
		{ .digital = true }, { .sku_key = "101", .platform_sku = "HB-001", .gone = true } };
	struct given g = { 0 };
	const size_t n_lines = 1 + below(3);

	for (size_t i = 0; i < n_lines; i++) {
		/* what can go is likelier than what cannot */
		g.lines[i] = lines[below(4) ? below(3) : below(N_OF(lines))];
		g.lines[i].quantity = 1 + below(4);
	}
	g.no_city = !below(15);
	g.platform_state = below(15) ? NULL : below(2) ? "unpaid" : "cancelled";
	g.status = below(15) ? NULL : below(2) ? "cancelled" : "processing";
	g.kind = below(25) ? NULL : "b2b";
	return given_order(c, g);
}

/* So little that a mix runs short of it. */
static void scarce(struct ctx *c)
{
	assert_ok(c, db_exec(c, "UPDATE stock SET on_hand = reserved + 20 + sku_id MOD 7 WHERE warehouse_id = 1 AND on_hand > 1"));
}

static uint64_t everything(struct ctx *c)
{
	return number_of(c, "SELECT CRC32(CONCAT((SELECT SUM(CRC32(CONCAT_WS(':', id, version, status, warehouse_id,"
		" exception_code))) FROM platform_order), ':', (SELECT SUM(CRC32(CONCAT_WS(':', warehouse_id, sku_id, on_hand,"
		" reserved))) FROM stock), ':', (SELECT COUNT(*) FROM outbound_order), ':', (SELECT COUNT(*) FROM outbound_line),"
		" ':', (SELECT COUNT(*) FROM stock_movement), ':', (SELECT COUNT(*) FROM order_event), ':',"
		" (SELECT COUNT(*) FROM job)))");
}

static struct rehearsal rehearse(struct ctx *c, struct rehearse in, uint64_t *ids, size_t n)
{
	struct rehearsal out;

	in.order_ids = ids;
	in.n_order_ids = n;
	assert_ok(c, rehearse_dispatch(c, &in, &out));
	assert_int_equal(out.n_orders, n);
	assert_int_equal(out.go + out.stay, n);
	return out;
}

/* Dispatches in the order rehearsed and compares. */
static void as_rehearsed(struct ctx *c, const struct rehearse *in, const struct rehearsal *r, const uint64_t *ids)
{
	const struct dispatch to = { .warehouse_id = in->warehouse_id, .channel_id = in->channel_id };

	for (size_t i = 0; i < r->n_orders; i++) {
		const struct rehearsed_order *o = &r->orders[i];
		const struct order_ref        ref = { o->order_id, o->version };
		const char                   *short_code;
		bool                          went;

		assert_int_equal(o->order_id, ids[i]);
		if (r->n_orders == 1) {
			went = dispatch_order(c, ref, &to);
		} else {
			assert_ok(c, db_begin(c));
			went = db_end(c, dispatch_of_batch(c, ref, &to, 7, &short_code));
		}
		if (went != o->goes)
			fail_msg("order %zu: rehearsed %s, then %s", i, o->goes ? "goes" : o->detail, went ? "went" : problem_words(c));
		if (!went && (strcmp(o->code, problem_kinds[c->problem.code].code) != 0 || strcmp(o->detail, c->problem.detail) != 0))
			fail_msg("order %zu: rehearsed %s “%s”, then %s", i, o->code, o->detail, problem_words(c));
		problem_clear(c);
	}
	for (size_t i = 0; i < r->n_skus; i++)
		assert_number(c, r->skus[i].remains, "SELECT COALESCE(SUM(on_hand - reserved), 0) FROM stock WHERE warehouse_id = ?"
			" AND sku_id = ?", V(in->warehouse_id), V(r->skus[i].sku_id));
}

static void test_a_mix_goes_as_rehearsed(void **state)
{
	struct ctx *c = *state;

	for (uint32_t round = 1; round <= 12; round++) {
		struct rehearse  in = to_lax;
		uint64_t         ids[60], before;
		const size_t     n = round % 4 ? 40 + below(21) : 1;
		struct rehearsal r;

		dice = round * UINT32_C(2654435761);
		as_system(c, 0);
		scarce(c);
		for (size_t i = 0; i < n; i++)
			ids[i] = any_order(c);
		for (size_t i = n - 1; i > 0; i--) { /* not in the order of their ids */
			const size_t   k = below((uint32_t)i + 1);
			const uint64_t id = ids[i];

			ids[i] = ids[k];
			ids[k] = id;
		}
		in.channel_id = round == 5 ? 4 : round == 6 ? 99 : 1; /* self-pickup, unknown */
		before = everything(c);
		as_operator(c, 1);
		r = rehearse(c, in, ids, n);
		as_system(c, 0);
		assert_int_equal(everything(c), before);
		as_operator(c, 1);
		if (n > 1 && in.channel_id == 1) {
			assert_true(r.go > 5);
			assert_true(r.stay > 5);
		}
		as_rehearsed(c, &in, &r, ids);
	}
	as_system(c, 0);
	assert_number(c, 0, "SELECT COUNT(*) FROM stock WHERE reserved > on_hand");
}

static void test_stock_is_counted_down_in_the_order_given(void **state)
{
	struct ctx      *c = *state;
	uint64_t         ids[3];
	struct rehearsal r;

	assert_ok(c, db_exec(c, "UPDATE stock SET on_hand = reserved + 5 WHERE warehouse_id = 1 AND sku_id IN (4, 5)"));
	ids[0] = given_order(c, (struct given){ .lines = { { "104", "HB-004", 4 }, { "105", "HB-005", 1 } } });
	ids[1] = given_order(c, (struct given){ .lines = { { "104", "HB-004", 2 }, { "105", "HB-005", 5 } } });
	ids[2] = given_order(c, (struct given){ .lines = { { "104", "HB-004", 1 } } });
	as_operator(c, 1);
	r = rehearse(c, to_lax, ids, 3);
	assert_true(r.orders[0].goes && !r.orders[1].goes && r.orders[2].goes);
	assert_string_equal(r.orders[1].code, "insufficient_stock");
	assert_string_equal(r.orders[1].detail, "Insufficient stock: WH-HB-004: 2 needed, 1 available; WH-HB-005: 5 needed, 4 available.");
	assert_int_equal(r.n_skus, 2);
	assert_string_equal(r.skus[0].code, "WH-HB-004");
	assert_true(r.skus[0].available == 5 && r.skus[0].needed == 7 && r.skus[0].remains == 0);
	assert_true(r.skus[1].available == 5 && r.skus[1].needed == 6 && r.skus[1].remains == 4);
	/* the other way round the big one goes first */
	r = rehearse(c, to_lax, (uint64_t[]){ ids[1], ids[0], ids[2] }, 3);
	assert_true(r.orders[0].goes && !r.orders[1].goes && r.orders[2].goes);
	/* a single one brings its label to a self-pickup channel; several cannot go that way at all */
	r = rehearse(c, (struct rehearse){ .warehouse_id = 1, .channel_id = 4 }, ids, 1);
	assert_true(r.orders[0].goes);
	r = rehearse(c, (struct rehearse){ .warehouse_id = 1, .channel_id = 4 }, ids, 2);
	assert_string_equal(r.orders[0].code, "batch_self_pickup");
	assert_string_equal(r.orders[1].code, "batch_self_pickup");
}

static uint64_t statements(struct ctx *c)
{
	return number_of(c, "SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'COM_STMT_EXECUTE'");
}

static void test_five_hundred_take_a_handful_of_statements(void **state)
{
	struct ctx      *c = *state;
	uint64_t         ids[DISPATCH_MANY_MAX], before;
	struct rehearsal r;

	assert_ok(c, db_exec(c, "UPDATE stock SET on_hand = reserved + 300 WHERE warehouse_id = 1 AND sku_id = 6"));
	assert_ok(c, db_begin(c));
	for (size_t i = 0; i < N_OF(ids); i++)
		ids[i] = given_order(c, (struct given){ .lines = { { "106", "HB-006", 1 }, { "107", "HB-007", 1 } } });
	assert_ok(c, db_end(c, true));
	as_operator(c, 1);
	r = rehearse(c, to_lax, ids, N_OF(ids)); /* learns which tables are bound to customers */
	before = statements(c);
	r = rehearse(c, to_lax, ids, N_OF(ids));
	assert_in_range(statements(c) - before, 1, 5);
	assert_int_equal(r.skus[0].needed, N_OF(ids));
	assert_true(r.go <= 300 && r.stay >= 200);
	as_rehearsed(c, &to_lax, &r, ids);
}

static void test_bad_questions(void **state)
{
	struct ctx      *c = *state;
	uint64_t         mine, others;
	struct rehearsal r;
	struct rehearse  in = to_lax;

	mine = given_order(c, (struct given){ 0 });
	others = given_order(c, (struct given){ .customer = 2 });
	as_operator(c, 1);
	in.n_order_ids = 2;
	in.order_ids = (uint64_t[]){ mine, mine };
	assert_false(rehearse_dispatch(c, &in, &r));
	assert_string_equal(c->problem.fields[0].field, "orderIds");
	problem_clear(c);
	in.order_ids = (uint64_t[]){ mine, others };
	assert_problem(c, PROBLEM_NOT_FOUND, rehearse_dispatch(c, &in, &r));
	in.order_ids = (uint64_t[]){ mine, UINT64_C(1) << 60 };
	assert_problem(c, PROBLEM_NOT_FOUND, rehearse_dispatch(c, &in, &r));
	in.n_order_ids = 1;
	in.warehouse_id = 99;
	assert_false(rehearse_dispatch(c, &in, &r));
	assert_string_equal(c->problem.fields[0].field, "warehouseId");
	problem_clear(c);
	as_operator(c, 2);
	in = (struct rehearse){ .n_order_ids = 1, .order_ids = &others, .warehouse_id = 1, .channel_id = 1 };
	r = rehearse(c, in, &others, 1);
	assert_string_equal(r.orders[0].code, "business_missing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_mix_goes_as_rehearsed, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_stock_is_counted_down_in_the_order_given, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_five_hundred_take_a_handful_of_statements, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_bad_questions, db_harness_begin, db_harness_end),
	};

	return cmocka_run_group_tests(tests, given_practice_data, db_harness_close);
}

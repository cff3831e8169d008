/* The buyer changes a purchase order after it was acknowledged: less, more, other units, all of it; while it waits, lies in
 * the warehouse, is packed or gone. Nothing beyond what was accepted is ever sent. */
#include "purchase_given.h"

#include "domain/order.h"

enum { MUG = 1, POT = 2 };

static int bound(void **state)
{
	struct ctx *c;

	if (given_vendor(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	c = *state;
	given_bound(c, "V-A", MUG, 1);
	given_bound(c, "V-B", POT, 1);
	given_bound(c, "V-C", POT, 1);
	given_stock(c, 1, MUG, 10000);
	given_stock(c, 1, POT, 10000);
	return db_harness_end(state);
}

/* How far an order has come before the buyer changes it. */
enum depth { ACKNOWLEDGED, DRAFT, REVIEWED, WAVED, PACKED, PART_SHIPPED, SHIPPED };

struct given_purchase {
	const char *no;
	uint64_t    id, outbound;
};

/* Six of ten mugs, and three of five cases of four pots, one of which comes later. */
static struct given_purchase given_at(struct ctx *c, enum depth depth)
{
	static unsigned       made;
	struct given_purchase g = { .no = arena_printf(c->arena, "POB%05u", ++made) };
	struct incoming_order o = purchase(c, g.no);

	g.id = assert_taken(c, SYNC_CREATED, &o, 20);
	as_operator(c, 1);
	assert_ok(c, answer_from(c, (struct order_ref){ .id = g.id }, 1, (const int64_t[2][2]){ { 6, 0 }, { 3, 1 } }));
	as_system(c, 0);
	assert_ok(c, db_exec(c, "UPDATE writeback SET state = 'confirmed' WHERE order_id = ?", V(g.id)));
	if (depth == ACKNOWLEDGED)
		return g;
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = g.id }, &(struct dispatch){ .warehouse_id = 1, .channel_id = 1 }));
	g.outbound = number_of(c, "SELECT id FROM outbound_order WHERE live_order_id = ?", V(g.id));
	as_staff(c, lax_alone, 1);
	if (depth >= REVIEWED)
		assert_ok(c, outbound_review(c, (struct order_ref){ .id = g.outbound }));
	if (depth == WAVED)
		assert_ok(c, db_exec(c, "UPDATE outbound_order SET status = 'waved' WHERE id = ? AND customer_id = 1", V(g.outbound)));
	if (depth >= PACKED) {
		assert_ok(c, outbound_pick(c, (struct order_ref){ .id = g.outbound }));
		assert_ok(c, outbound_pack(c, (struct order_ref){ .id = g.outbound }, 900));
	}
	if (depth == PART_SHIPPED)
		assert_ok(c, ship_some(c, g.outbound, given_tracking(c), 0, 2));
	if (depth == SHIPPED)
		assert_ok(c, ship_rest(c, g.outbound, given_tracking(c)));
	return g;
}

/* ---- edits ------------------------------------------------------------------------------------------------------- */

static void eight_mugs(struct incoming_order *o) { o->lines[0].quantity = 8; }   /* of the rejected alone */
static void four_mugs(struct incoming_order *o) { o->lines[0].quantity = 4; }
static void no_mugs(struct incoming_order *o) { o->lines[0].quantity = 0; o->lines[0].shippable = false; }
static void no_mug_line(struct incoming_order *o) { o->lines[0] = o->lines[1]; o->n_lines = 1; }
static void twelve_mugs(struct incoming_order *o) { o->lines[0].quantity = 12; }
static void two_cases(struct incoming_order *o) { o->lines[1].quantity = 2; }
static void cases_of_six(struct incoming_order *o) { o->lines[1].unit_size = 6; }
static void another_line(struct incoming_order *o)
{
	o->lines[2] = o->lines[0];
	o->lines[2].platform_line_id = "3";
	o->lines[2].platform_sku = o->lines[2].sku_key = "V-C";
	o->n_lines = 3;
}
static void less_and_more(struct incoming_order *o) { four_mugs(o); o->lines[1].quantity = 9; }

/* What stands after it: of the order; of its first two lines ordered, accepted, later, rejected; what it holds. */
static const struct {
	enum depth  depth;
	void      (*edit)(struct incoming_order *o);
	const char *status, *exception, *lines;
	int64_t     mugs, pots; /* held; of one in the warehouse what its outbound order has */
	bool        reduced;
} cases[] = {
	{ ACKNOWLEDGED, eight_mugs, "acknowledged", "", "8/6/0/2 5/3/1/1", 6, 12, false },
	{ ACKNOWLEDGED, four_mugs, "acknowledged", "", "4/4/0/0 5/3/1/1", 4, 12, true },
	{ ACKNOWLEDGED, no_mugs, "acknowledged", "", "0/0/0/0 5/3/1/1", 0, 12, true },
	{ ACKNOWLEDGED, no_mug_line, "acknowledged", "", "0/0/0/0 5/3/1/1", 0, 12, true },
	{ ACKNOWLEDGED, two_cases, "acknowledged", "", "10/6/0/4 2/2/0/0", 6, 8, true },
	{ ACKNOWLEDGED, twelve_mugs, "acknowledged", "lines_changed", "12/6/0/4 5/3/1/1", 6, 12, false },
	{ ACKNOWLEDGED, another_line, "acknowledged", "lines_changed", "10/6/0/4 5/3/1/1 10/0/0/0", 6, 12, false },
	{ ACKNOWLEDGED, cases_of_six, "acknowledged", "lines_changed", "10/6/0/4 5/0/0/0", 6, 0, true },
	{ ACKNOWLEDGED, less_and_more, "acknowledged", "lines_changed", "4/4/0/0 9/3/1/1", 4, 12, true },
	{ DRAFT, eight_mugs, "processing", "", "8/6/0/2 5/3/1/1", 6, 12, false },
	{ DRAFT, four_mugs, "acknowledged", "", "4/4/0/0 5/3/1/1", 4, 12, true },
	{ REVIEWED, no_mug_line, "acknowledged", "", "0/0/0/0 5/3/1/1", 0, 12, true },
	{ DRAFT, twelve_mugs, "processing", "lines_changed", "10/6/0/4 5/3/1/1", 6, 12, false },
	{ DRAFT, less_and_more, "acknowledged", "lines_changed", "4/4/0/0 9/3/1/1", 4, 12, true },
	{ WAVED, four_mugs, "processing", "lines_changed", "10/6/0/4 5/3/1/1", 6, 12, false },
	{ PACKED, four_mugs, "processing", "lines_changed", "10/6/0/4 5/3/1/1", 6, 12, false },
	{ PACKED, eight_mugs, "processing", "", "8/6/0/2 5/3/1/1", 6, 12, false },
	{ PART_SHIPPED, four_mugs, "partially_shipped", "lines_changed", "10/6/0/4 5/3/1/1", 6, 12, false },
	{ PART_SHIPPED, eight_mugs, "partially_shipped", "", "10/6/0/4 5/3/1/1", 6, 12, false },
	{ SHIPPED, no_mugs, "shipped", "lines_changed", "10/6/0/4 5/3/1/1", 6, 12, false },
};

static uint64_t reserved_for(struct ctx *c, const struct given_purchase *g, int sku)
{
	return number_of(c, "SELECT COALESCE((SELECT SUM(quantity) FROM acknowledgement_hold WHERE order_id = ? AND sku_id = ?), 0)"
		" + COALESCE((SELECT SUM(l.quantity) FROM outbound_order b JOIN outbound_line l ON l.outbound_id = b.id"
		" WHERE b.live_order_id = ? AND l.sku_id = ?), 0)", V(g->id), V(sku), V(g->id), V(sku));
}

static void test_every_change_at_every_place(void **state)
{
	struct ctx *c = *state;

	for (size_t i = 0; i < N_OF(cases); i++) {
		struct given_purchase g = given_at(c, cases[i].depth);
		struct incoming_order o = purchase(c, g.no);
		const char           *lines;

		cases[i].edit(&o);
		o.updated_at = on(60);
		assert_taken(c, SYNC_UPDATED, &o, 70);
		lines = text_of(c, "GROUP_CONCAT(CONCAT_WS('/', ordered_qty, accepted_qty, backordered_qty, rejected_qty) ORDER BY id SEPARATOR ' ')"
			" AS CHAR) AS text FROM platform_order_line WHERE order_id = ?", V(g.id));
		if (strcmp(lines, cases[i].lines) != 0)
			fail_msg("case %zu: %s instead of %s", i, lines, cases[i].lines);
		if (strcmp(text_of(c, ORDER_TEXT("status"), V(g.id)), cases[i].status) != 0)
			fail_msg("case %zu is %s", i, text_of(c, ORDER_TEXT("status"), V(g.id)));
		if (strcmp(text_of(c, ORDER_TEXT("exception_code"), V(g.id)), cases[i].exception) != 0)
			fail_msg("case %zu has %s", i, text_of(c, ORDER_TEXT("exception_code"), V(g.id)));
		if (reserved_for(c, &g, MUG) != (uint64_t)cases[i].mugs || reserved_for(c, &g, POT) != (uint64_t)cases[i].pots)
			fail_msg("case %zu holds %d mugs, %d pots", i, (int)reserved_for(c, &g, MUG), (int)reserved_for(c, &g, POT));
		assert_number(c, cases[i].reduced, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'purchase_reduced'", V(g.id));
		assert_number(c, 0, "SELECT COUNT(*) FROM platform_order_line WHERE order_id = ? AND shipped_qty > accepted_qty", V(g.id));
		assert_taken(c, SYNC_UNCHANGED, &o, 80);
	}
	assert_ledger_adds_up(c);
}

/* ---- what a person does then ------------------------------------------------------------------------------------------ */

static void test_the_change_is_acknowledged(void **state)
{
	struct ctx             *c = *state;
	struct given_purchase   g = given_at(c, ACKNOWLEDGED);
	struct incoming_order   o = purchase(c, g.no);
	struct acknowledge_line answers[2];

	twelve_mugs(&o);
	o.updated_at = on(60);
	assert_taken(c, SYNC_UPDATED, &o, 70);
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND exception_detail ="
		" 'The buyer changed it after the acknowledgement: quantity of Alpha. Acknowledge the change.'", V(g.id));
	as_operator(c, 1);
	answers[0] = (struct acknowledge_line){ .line_id = order_line_of(c, g.id, "1"), .accepted_qty = 12 };
	answers[1] = (struct acknowledge_line){ .line_id = order_line_of(c, g.id, "2"), .accepted_qty = 5 };
	assert_ok(c, acknowledge_order(c, (struct order_ref){ .id = g.id }, &(struct acknowledge){ .warehouse_id = 1, .n_lines = 2, .lines = answers }));
	assert_exception(c, "", g.id);
	assert_int_equal(reserved_for(c, &g, MUG), 12);
	assert_int_equal(reserved_for(c, &g, POT), 20);
	assert_number(c, 2, "SELECT MAX(revision) FROM acknowledgement WHERE order_id = ?", V(g.id));
	assert_ledger_adds_up(c);
}

/* The buyer takes the wish for more back: nothing is left to answer. */
static void test_the_change_is_taken_back(void **state)
{
	struct ctx            *c = *state;
	struct given_purchase  g = given_at(c, ACKNOWLEDGED);
	struct incoming_order  o = purchase(c, g.no);

	twelve_mugs(&o);
	o.updated_at = on(60);
	assert_taken(c, SYNC_UPDATED, &o, 70);
	assert_exception(c, "lines_changed", g.id);
	o.lines[0].quantity = 10;
	o.updated_at = on(80);
	assert_taken(c, SYNC_UPDATED, &o, 90);
	assert_exception(c, "", g.id);
	assert_number(c, 0, "SELECT COUNT(*) FROM platform_order_line WHERE order_id = ? AND accepted_qty + backordered_qty + rejected_qty <> ordered_qty",
		V(g.id));
}

/* What was accepted may go; what was asked for since still waits. */
static void test_dispatched_although_more_is_wanted(void **state)
{
	struct ctx            *c = *state;
	struct given_purchase  g = given_at(c, ACKNOWLEDGED);
	struct incoming_order  o = purchase(c, g.no);

	twelve_mugs(&o);
	o.updated_at = on(60);
	assert_taken(c, SYNC_UPDATED, &o, 70);
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = g.id }, &(struct dispatch){ .warehouse_id = 1, .channel_id = 1 }));
	assert_exception(c, "lines_changed", g.id);
	assert_int_equal(reserved_for(c, &g, MUG), 6);
}

/* The whole order, wherever it stands. */
static void test_cancelled_by_the_buyer(void **state)
{
	static const struct { enum depth depth; const char *status, *exception; } where[] = {
		{ ACKNOWLEDGED, "cancelled", "" },
		{ DRAFT, "cancelled", "" },
		{ REVIEWED, "cancelled", "" },
		{ WAVED, "processing", "cancelled_on_platform" },
		{ PACKED, "processing", "cancelled_on_platform" },
		{ PART_SHIPPED, "partially_shipped", "cancelled_after_shipment" },
		{ SHIPPED, "shipped", "cancelled_after_shipment" },
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < N_OF(where); i++) {
		struct given_purchase g = given_at(c, where[i].depth);
		struct incoming_order o = purchase(c, g.no);

		o.state = INCOMING_CANCELLED;
		o.raw_status = "Closed";
		o.lines[0].quantity = o.lines[1].quantity = 0;
		o.updated_at = on(60);
		assert_taken(c, SYNC_UPDATED, &o, 70);
		assert_order_status(c, where[i].status, g.id);
		assert_exception(c, where[i].exception, g.id);
		if (strcmp(where[i].status, "cancelled") == 0)
			assert_int_equal(reserved_for(c, &g, MUG) + reserved_for(c, &g, POT), 0);
	}
	assert_ledger_adds_up(c);
}

/* Recalled after a change that the warehouse was not told of, the order is asked for again and follows. */
static void test_recalled_it_follows(void **state)
{
	struct ctx            *c = *state;
	struct given_purchase  g = given_at(c, DRAFT);
	struct incoming_order  o = purchase(c, g.no);

	twelve_mugs(&o);
	o.updated_at = on(60);
	assert_taken(c, SYNC_UPDATED, &o, 70);
	as_operator(c, 1);
	assert_ok(c, outbound_recall(c, (struct order_ref){ .id = g.id }, NULL));
	assert_order_status(c, "acknowledged", g.id);
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE kind = 'order_fetch' AND state = 'ready' AND payload LIKE CONCAT('%\"', ?, '\"%')", V(g.id));
	assert_taken(c, SYNC_UPDATED, &o, 80); /* the same content, but not forgotten */
	assert_exception(c, "lines_changed", g.id);
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order_line WHERE order_id = ? AND ordered_qty = 12 AND accepted_qty = 6", V(g.id));
}

/* What comes back after our own acknowledgement is no change. */
static void test_the_echo_of_an_acknowledgement(void **state)
{
	struct ctx            *c = *state;
	struct given_purchase  g = given_at(c, ACKNOWLEDGED);
	struct incoming_order  o = purchase(c, g.no);

	o.raw_status = "Acknowledged";
	o.purchase->acknowledged = true;
	o.updated_at = on(60);
	assert_taken(c, SYNC_UNCHANGED, &o, 70);
	assert_number(c, 0, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'updated'", V(g.id));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		TEST(test_every_change_at_every_place),
		TEST(test_the_change_is_acknowledged),
		TEST(test_the_change_is_taken_back),
		TEST(test_dispatched_although_more_is_wanted),
		TEST(test_cancelled_by_the_buyer),
		TEST(test_recalled_it_follows),
		TEST(test_the_echo_of_an_acknowledgement),
	};

	return cmocka_run_group_tests_name("purchase_change", tests, bound, db_harness_close);
}

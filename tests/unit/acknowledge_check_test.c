/* What a purchase order may be answered with: the form as a whole, and what the goods suffice for. */
#include "unit/with_ctx.h"

#include "domain/acknowledge_check.h"
#include "model/incoming.h"

#include <string.h>

static const char *const reasons[] = { "TemporarilyUnavailable", "ObsoleteProduct", NULL };
static struct mapping_item one_mug[] = { { .sku_id = 1, .code = "MUG", .quantity = 1 } };
static struct mapping_item set[] = { { .sku_id = 1, .code = "MUG", .quantity = 2 }, { .sku_id = 2, .code = "POT", .quantity = 1 } };

/* Ten mugs; five cases of four sets of two mugs and a pot, which may come later; three of something unbound; one
 * that the buyer took back; one that is nothing to send. */
static const struct order_line lines[] = {
	{ .id = 11, .platform_line_id = "1", .product_name = "Mug", .ordered_qty = 10, .accepted_qty = 10, .unit_size = 1, .shippable = true,
	  .n_mapping = 1, .mapping = one_mug },
	{ .id = 12, .platform_line_id = "2", .product_name = "Tea Set", .ordered_qty = 5, .accepted_qty = 5, .unit = UNIT_CASE, .unit_size = 4,
	  .backorder_allowed = true, .shippable = true, .n_mapping = 2, .mapping = set },
	{ .id = 13, .platform_line_id = "3", .product_name = "Thing", .ordered_qty = 3, .accepted_qty = 3, .unit_size = 1, .shippable = true },
	{ .id = 14, .platform_line_id = "4", .product_name = "Gone", .ordered_qty = 9, .unit_size = 1, .shippable = true, .gone = true },
	{ .id = 15, .platform_line_id = "5", .product_name = "Manual", .ordered_qty = 2, .accepted_qty = 2, .unit_size = 1 },
};
static const struct goods_there plenty[] = { { 1, 1000 }, { 2, 1000 } };

#define A(line, accepted, later, rejected, reason) { line, accepted, later, rejected, reason }
#define ALL_IN A(11, 10, 0, 0, NULL), A(12, 5, 0, 0, NULL), A(13, 0, 0, 3, "ObsoleteProduct"), A(15, 2, 0, 0, NULL)

static const struct {
	uint64_t                warehouse;
	int64_t                 later; /* seconds from now the backordered are expected in; 0: not said */
	struct goods_there      there[2];
	struct acknowledge_line answers[6];
	const char             *faults; /* field:code, in order; "" when it is taken */
} cases[] = {
	{ 1, 0, { { 1, 50 }, { 2, 20 } }, { ALL_IN }, "" },
	/* every line once */
	{ 1, 0, { { 1, 50 }, { 2, 20 } }, { A(11, 10, 0, 0, NULL), A(12, 5, 0, 0, NULL), A(13, 0, 0, 3, "ObsoleteProduct") }, "lines:incomplete" },
	{ 1, 0, { { 1, 50 }, { 2, 20 } }, { ALL_IN, A(11, 10, 0, 0, NULL) }, "lines[4].lineId:repeated" },
	{ 1, 0, { { 1, 50 }, { 2, 20 } }, { ALL_IN, A(14, 0, 0, 9, "ObsoleteProduct") }, "lines[4].lineId:unknown" },
	{ 1, 0, { { 1, 50 }, { 2, 20 } }, { ALL_IN, A(99, 1, 0, 0, NULL) }, "lines[4].lineId:unknown" },
	/* quantities */
	{ 1, 0, { { 1, 50 }, { 2, 20 } }, { A(11, -1, 0, 11, "ObsoleteProduct"), A(12, 5, -1, 1, "ObsoleteProduct"), A(13, 0, 0, -3, NULL), A(15, 2, 0, 0, NULL) },
	  "lines[0].acceptedQty:out_of_range lines[1].backorderedQty:out_of_range lines[2].rejectedQty:out_of_range" },
	{ 1, 0, { { 1, 500 }, { 2, 20 } }, { A(11, 11, 0, 0, NULL), A(12, 5, 0, 0, NULL), A(13, 0, 0, 3, "ObsoleteProduct"), A(15, 2, 0, 0, NULL) },
	  "lines[0].acceptedQty:out_of_range" },
	{ 1, 0, { { 1, 500 }, { 2, 20 } }, { A(11, 9, 0, 0, NULL), A(12, 3, 0, 1, "ObsoleteProduct"), A(13, 0, 0, 4, "ObsoleteProduct"), A(15, 0, 0, 0, NULL) },
	  "lines[0].acceptedQty:does_not_add_up lines[1].acceptedQty:does_not_add_up lines[2].acceptedQty:does_not_add_up"
	  " lines[3].acceptedQty:does_not_add_up" },
	/* reasons */
	{ 1, 0, { { 1, 500 }, { 2, 20 } }, { A(11, 9, 0, 1, NULL), A(12, 4, 0, 1, "JustBecause"), A(13, 0, 0, 3, ""), A(15, 2, 0, 0, "JustBecause") },
	  "lines[0].reason:required lines[1].reason:not_a_choice lines[2].reason:required" },
	/* goods: a case of four sets takes eight mugs and four pots */
	{ 1, 0, { { 1, 50 }, { 2, 19 } }, { ALL_IN }, "lines[1].acceptedQty:out_of_range" },
	{ 1, 0, { { 1, 49 }, { 2, 20 } }, { ALL_IN }, "lines[1].acceptedQty:out_of_range" },
	{ 1, 0, { { 1, 9 }, { 2, 20 } }, { ALL_IN }, "lines[0].acceptedQty:out_of_range lines[1].acceptedQty:out_of_range" },
	{ 1, 0, { { 1, -3 }, { 2, 20 } }, { ALL_IN }, "lines[0].acceptedQty:out_of_range lines[1].acceptedQty:out_of_range" },
	{ 1, 0, { { 1, 50 }, { 2, 20 } }, { A(11, 10, 0, 0, NULL), A(12, 5, 0, 0, NULL), A(13, 1, 0, 2, "ObsoleteProduct"), A(15, 2, 0, 0, NULL) },
	  "lines[2].acceptedQty:out_of_range" },
	/* later */
	{ 1, 60, { { 1, 10 }, { 2, 0 } }, { A(11, 10, 0, 0, NULL), A(12, 0, 5, 0, NULL), A(13, 0, 0, 3, "ObsoleteProduct"), A(15, 2, 0, 0, NULL) }, "" },
	{ 1, 0, { { 1, 10 }, { 2, 0 } }, { A(11, 10, 0, 0, NULL), A(12, 0, 5, 0, NULL), A(13, 0, 0, 3, "ObsoleteProduct"), A(15, 2, 0, 0, NULL) },
	  "backorderAt:required" },
	{ 1, -1, { { 1, 10 }, { 2, 0 } }, { A(11, 10, 0, 0, NULL), A(12, 0, 5, 0, NULL), A(13, 0, 0, 3, "ObsoleteProduct"), A(15, 2, 0, 0, NULL) },
	  "backorderAt:out_of_range" },
	{ 1, 60, { { 1, 50 }, { 2, 20 } }, { A(11, 9, 1, 0, NULL), A(12, 5, 0, 0, NULL), A(13, 0, 0, 3, "ObsoleteProduct"), A(15, 2, 0, 0, NULL) },
	  "lines[0].backorderedQty:not_allowed" },
	/* the warehouse */
	{ 0, 0, { { 1, 50 }, { 2, 20 } }, { ALL_IN }, "warehouseId:required" },
	{ 0, 60, { { 1, 50 }, { 2, 20 } }, { A(11, 0, 0, 10, "ObsoleteProduct"), A(12, 0, 5, 0, NULL), A(13, 0, 0, 3, "ObsoleteProduct"),
	  A(15, 0, 0, 2, "ObsoleteProduct") }, "warehouseId:required" },
	{ 0, 0, { { 1, 0 }, { 2, 0 } }, { A(11, 0, 0, 10, "ObsoleteProduct"), A(12, 0, 0, 5, "ObsoleteProduct"), A(13, 0, 0, 3, "ObsoleteProduct"),
	  A(15, 0, 0, 2, "TemporarilyUnavailable") }, "" },
	/* everything at once */
	{ 0, 0, { { 1, 0 }, { 2, 0 } }, { A(11, 5, 3, 2, "No"), A(12, 0, 4, 0, NULL), A(99, 0, 0, 1, NULL) },
	  "lines[2].lineId:unknown lines:incomplete lines:incomplete lines[0].reason:not_a_choice lines[0].backorderedQty:not_allowed"
	  " lines[1].acceptedQty:does_not_add_up warehouseId:required backorderAt:required" },
};

static const char *faults_of(struct ctx *c)
{
	struct buf b = buf_new(c->arena, 256);

	for (size_t i = 0; i < c->problem.n_fields; i++)
		buf_printf(&b, "%s%s:%s", i ? " " : "", c->problem.fields[i].field, c->problem.fields[i].code);
	return b.text;
}

static size_t filled(const struct acknowledge_line *answers)
{
	size_t n = 0;

	while (n < 6 && answers[n].line_id)
		n++;
	return n;
}

static void test_forms(void **state)
{
	const struct instant now = { INSTANT_SECOND * INT64_C(1780000000) };

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx              c = ctx_new();
		struct acknowledge_line answers[6];
		struct acknowledge      in = { .warehouse_id = cases[i].warehouse, .n_lines = filled(cases[i].answers), .lines = answers };
		struct acknowledge_case k = { .lines = lines, .n_lines = N_OF(lines), .reasons = reasons, .there = cases[i].there, .n_there = 2,
			.now = now, .in = &in };
		bool                    taken;

		memcpy(answers, cases[i].answers, sizeof answers);
		if (cases[i].later)
			in.backorder_at.us = now.us + cases[i].later * INSTANT_SECOND;
		taken = acknowledge_check(&c, &k);
		if (strcmp(faults_of(&c), cases[i].faults) != 0)
			fail_msg("case %zu: “%s” instead of “%s”", i, faults_of(&c), cases[i].faults);
		assert_int_equal(taken, !*cases[i].faults);
		if (!taken)
			assert_int_equal(c.problem.code, PROBLEM_INVALID);
		arena_free(c.arena);
	}
}

/* Pieces of goods: what a case of a bundle takes is counted through. */
static void test_what_is_held(void **state)
{
	struct ctx              c = ctx_new();
	struct acknowledge_line answers[] = { A(12, 3, 0, 2, "ObsoleteProduct"), A(11, 7, 0, 3, "ObsoleteProduct"), A(13, 0, 0, 3, "ObsoleteProduct"),
		A(15, 2, 0, 0, NULL) };
	struct acknowledge      in = { .warehouse_id = 1, .n_lines = N_OF(answers), .lines = answers };
	struct acknowledge_case k = { .lines = lines, .n_lines = N_OF(lines), .reasons = reasons, .there = plenty, .n_there = 2, .in = &in };
	static const struct { uint64_t line, sku; int64_t quantity; } held[] = { { 11, 1, 7 }, { 12, 1, 24 }, { 12, 2, 12 } };

	(void)state;
	assert_true(acknowledge_check(&c, &k));
	assert_int_equal(k.n_hold, N_OF(held));
	for (size_t i = 0; i < N_OF(held); i++) {
		assert_int_equal(k.hold[i].order_line_id, held[i].line);
		assert_int_equal(k.hold[i].sku_id, held[i].sku);
		assert_int_equal(k.hold[i].quantity, held[i].quantity);
	}
	assert_int_equal(k.accepted, 12);
	assert_int_equal(k.rejected, 8);
	assert_int_equal(k.there[0].available, 1000); /* only counted */
	arena_free(c.arena);
}

static const struct {
	size_t             line;
	struct goods_there there[2];
	int64_t            units, pieces;
} sufficing[] = {
	{ 0, { { 1, 7 }, { 2, 0 } }, 7, 7 },
	{ 0, { { 3, 7 }, { 2, 0 } }, 0, 0 },    /* never been there */
	{ 1, { { 1, 15 }, { 2, 9 } }, 1, 7 },   /* seven sets make one case of four */
	{ 1, { { 1, 100 }, { 2, 3 } }, 0, 3 },
	{ 1, { { 1, 100 }, { 2, 100 } }, 12, 50 },
	{ 2, { { 1, 100 }, { 2, 100 } }, 0, 0 }, /* not bound */
	{ 4, { { 1, 0 }, { 2, 0 } }, 2, 2 },     /* nothing to send needs no goods */
};

static void test_what_the_goods_suffice_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(sufficing); i++) {
		int64_t pieces = -1;

		assert_int_equal(acknowledge_suffices(&lines[sufficing[i].line], sufficing[i].there, 2, &pieces), sufficing[i].units);
		assert_int_equal(pieces, sufficing[i].pieces);
	}
}

static void test_the_skus_of_an_order(void **state)
{
	struct ctx c = ctx_new();
	size_t     n;
	uint64_t  *ids = acknowledge_skus(&c, lines, N_OF(lines), &n);

	(void)state;
	assert_int_equal(n, 2);
	assert_int_equal(ids[0], 1);
	assert_int_equal(ids[1], 2);
	arena_free(c.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_what_is_held),
		cmocka_unit_test(test_what_the_goods_suffice_for),
		cmocka_unit_test(test_the_skus_of_an_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Binding frees the orders that waited for it; and what the dispatch dialog offers to whom. */
#include "order_given.h"

#include "domain/catalog.h"
#include "domain/dispatch.h"
#include "domain/mapping.h"
#include "domain/order.h"
#include "lib/json.h"

static void look_again(struct ctx *c, uint64_t id)
{
	struct order o;

	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, order_lock(c, (struct order_ref){ .id = id }, &o) && order_recheck(c, &o)));
}

static void assert_exception(struct ctx *c, uint64_t id, const char *code)
{
	if (code)
		assert_number(c, 1, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND exception_code = ?", V(id), V(code));
	else
		assert_number(c, 1, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND exception_code IS NULL", V(id));
}

static struct bind_sku binding(uint64_t store, const char *key, struct bind_item *items, size_t n)
{
	return (struct bind_sku){ .store_id = store, .sku_key = key, .n_items = n, .items = items };
}

/* ---- binding ----------------------------------------------------------------------------------- */

static void test_bind_frees_what_waited(void **state)
{
	struct ctx        *c = *state;
	struct bind_item   two[] = { { 20, 1 }, { 19, 3 } };
	struct bind_sku    in = binding(1, "119", two, 2);
	struct sku_mapping m;
	uint64_t           waiting = given_order(c, (struct given){ .lines = { { "119", "HB-019", 1 } } });
	uint64_t           both = given_order(c, (struct given){ .lines = { { "119", "HB-019", 1 }, { "120", "HB-020", 1 } } });
	uint64_t           gone = given_order(c, (struct given){ .lines = { { "101", "HB-001", 1 }, { "119", "HB-019", 1, .gone = true } } });
	uint64_t           others = given_order(c, (struct given){ .customer = 2, .lines = { { "119", "X", 1 } } });
	uint64_t           sent = given_order(c, (struct given){ .status = "processing", .lines = { { "119", "HB-019", 1 } } });

	look_again(c, waiting);
	look_again(c, both);
	look_again(c, others);
	assert_exception(c, waiting, "sku_not_mapped");
	as_operator(c, 1);
	assert_ok(c, mapping_bind(c, &in, &m));
	assert_true(m.id > 0);
	assert_string_equal(m.store_name, "Harbor Shop");
	assert_string_equal(m.platform_sku, "HB-019");
	assert_int_equal(m.n_items, 2);
	assert_int_equal(m.freed_orders, 2);
	assert_int_equal(m.still_waiting, 1);
	assert_exception(c, waiting, NULL);
	assert_exception(c, both, "sku_not_mapped");
	assert_exception(c, others, "sku_not_mapped");
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND exception_key = 'HB-020'", V(both));
	assert_number(c, 1, "SELECT version FROM platform_order WHERE id = ?", V(gone));
	assert_number(c, 1, "SELECT version FROM platform_order WHERE id = ?", V(sent));
	assert_number(c, 1, "SELECT COUNT(*) FROM sku_mapping_event WHERE store_id = 1 AND sku_key = '119' AND actor_name = 'Olivia Operator'"
		" AND JSON_VALUE(items, '$[0].code') = 'WH-HB-020' AND JSON_VALUE(items, '$[1].quantity') = '3'");
	/* once more a little later, for orders that were being stored meanwhile */
	assert_number(c, 1, "SELECT COUNT(*) FROM job j JOIN job_lane l ON l.id = j.lane_id WHERE j.kind = 'orders_recheck'"
		" AND l.name = 'store:1:recheck' AND l.customer_id = 1 AND JSON_VALUE(j.payload, '$.skuKey') = '119'");
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = waiting }, &(struct dispatch){ 1, 1, 0, NULL }));
	assert_number(c, 3, "SELECT quantity FROM outbound_line WHERE sku_id = 19 AND outbound_id = (SELECT id FROM outbound_order WHERE platform_order_id = ?)", V(waiting));
}

static void test_bind_again_replaces(void **state)
{
	struct ctx        *c = *state;
	struct bind_item   first[] = { { 21, 1 }, { 22, 1 } }, second[] = { { 23, 2 } };
	struct bind_sku    in = binding(1, "121", first, 2);
	struct sku_mapping a, b;
	uint64_t           waiting = given_order(c, (struct given){ .lines = { { "121", "HB-021", 1 } } });

	look_again(c, waiting);
	as_operator(c, 1);
	assert_ok(c, mapping_bind(c, &in, &a));
	assert_int_equal(a.freed_orders, 1);
	in = binding(1, "121", second, 1);
	assert_ok(c, mapping_bind(c, &in, &b));
	assert_int_equal(b.id, a.id);
	assert_int_equal(b.freed_orders, 0); /* nothing waited any more */
	assert_number(c, 1, "SELECT COUNT(*) FROM sku_mapping_item WHERE mapping_id = ?", V(a.id));
	assert_number(c, 2, "SELECT quantity FROM sku_mapping_item WHERE mapping_id = ? AND sku_id = 23", V(a.id));
	assert_number(c, 2, "SELECT COUNT(*) FROM sku_mapping_event WHERE sku_key = '121'");
	assert_int_equal(b.version, a.version + 1);
	assert_problem(c, PROBLEM_STALE, mapping_unbind(c, a.id, a.version, &b));
	assert_ok(c, mapping_unbind(c, a.id, a.version + 1, &b));
	assert_int_equal(b.n_items, 0);
	assert_string_equal(b.store_name, "Harbor Shop");
	assert_exception(c, waiting, "sku_not_mapped");
	assert_number(c, 0, "SELECT COUNT(*) FROM sku_mapping WHERE id = ?", V(a.id));
	assert_number(c, 3, "SELECT COUNT(*) FROM sku_mapping_event WHERE sku_key = '121'");
	assert_problem(c, PROBLEM_NOT_FOUND, mapping_unbind(c, a.id, a.version + 1, &b));
}

static void test_refusals(void **state)
{
	static const struct {
		uint64_t          store, sku;
		enum problem_code code;
		const char       *words;
	} cases[] = {
		{ 2, 1, PROBLEM_NOT_FOUND, "no such store" },  /* another customer's */
		{ 99, 1, PROBLEM_NOT_FOUND, "no such store" },
		{ 1, 41, PROBLEM_INVALID, "items[0].skuId" },  /* another customer's */
		{ 1, 999, PROBLEM_INVALID, "items[0].skuId" },
		{ 1, 39, PROBLEM_SKU_NOT_BINDABLE, "WH-HB-039 is disabled" },
		{ 1, 40, PROBLEM_SKU_NOT_BINDABLE, "WH-HB-040 waits for its review" },
	};
	struct ctx *c = *state;
	uint64_t    before = number_of(c, "SELECT COUNT(*) FROM sku_mapping_event");

	as_operator(c, 1);
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct bind_item   item = { cases[i].sku, 1 };
		struct bind_sku    in = binding(cases[i].store, "122", &item, 1);
		struct sku_mapping m;

		assert_false(mapping_bind(c, &in, &m));
		if (c->problem.code != cases[i].code || !strstr(c->problem.detail, cases[i].words))
			fail_msg("case %zu: %s", i, problem_words(c));
		problem_clear(c);
	}
	assert_number(c, 0, "SELECT COUNT(*) FROM sku_mapping WHERE sku_key = '122'");
	assert_number(c, before, "SELECT COUNT(*) FROM sku_mapping_event");
	assert_problem(c, PROBLEM_INVALID, mapping_bind(c, &(struct bind_sku){ 1, "122", 2, (struct bind_item[]){ { 5, 1 }, { 5, 2 } } },
		&(struct sku_mapping){ 0 }));
	assert_problem(c, PROBLEM_NOT_FOUND, mapping_unbind(c, 22, 1, &(struct sku_mapping){ 0 })); /* another customer's mapping */
}

static void test_many_wait_and_the_rest_follows_in_jobs(void **state)
{
	enum { MANY = 450 };
	struct ctx        *c = *state;
	struct bind_item   item = { 24, 1 };
	struct bind_sku    in = binding(1, "124", &item, 1);
	struct sku_mapping m;

	for (int i = 0; i < MANY; i++)
		given_order(c, (struct given){ .lines = { { "124", "HB-024", 1 } } });
	assert_ok(c, db_exec(c, "UPDATE platform_order o JOIN platform_order_line l ON l.order_id = o.id SET o.exception_code = 'sku_not_mapped',"
		" o.exception_detail = 'x', o.exception_since = NOW(6) WHERE l.sku_key = '124'"));
	as_operator(c, 1);
	assert_ok(c, mapping_bind(c, &in, &m));
	assert_int_equal(m.freed_orders, MANY);
	assert_number(c, MANY - 200, "SELECT COUNT(*) FROM platform_order o JOIN platform_order_line l ON l.order_id = o.id WHERE l.sku_key = '124' AND o.exception_code IS NOT NULL");
	as_system(c, 1);
	for (int turns = 0;; turns++) {
		struct recheck_ref next = { .store_id = 1, .sku_key = "124", .after_id = number_of(c,
			"SELECT COALESCE(MAX(CAST(JSON_VALUE(payload, '$.afterId') AS UNSIGNED)), 0) FROM job WHERE kind = 'orders_recheck'"
			" AND JSON_VALUE(payload, '$.skuKey') = '124' AND state = 'ready'") };

		if (!next.after_id) {
			assert_int_equal(turns, 2);
			break;
		}
		assert_true(turns < 5);
		assert_ok(c, db_exec(c, "UPDATE job SET state = 'done' WHERE kind = 'orders_recheck'"));
		assert_ok(c, mapping_recheck_more(c, &next));
	}
	assert_number(c, 0, "SELECT COUNT(*) FROM platform_order o JOIN platform_order_line l ON l.order_id = o.id WHERE l.sku_key = '124' AND o.exception_code IS NOT NULL");
}

/* ---- the dialog's choices -------------------------------------------------------------------------- */

static void test_sku_search(void **state)
{
	static const struct {
		const char *q, *first; /* code, NULL: nothing is found */
		size_t      n;
	} cases[] = {
		{ "wh-hb-016", "WH-HB-016", 1 },
		{ "4000000000016", "WH-HB-016", 1 },
		{ "400000000003", "WH-HB-030", 10 },
		{ "Mug", "WH-HB-001", 1 },
		{ "harbor tee", "WH-HB-031", 3 },
		{ "HB-03", "WH-HB-030", 10 },
		{ "%", NULL, 0 },
		{ "_", NULL, 0 },
		{ "WH-MD-001", NULL, 0 }, /* another customer's */
		{ "nothing like it", NULL, 0 },
	};
	struct ctx *c = *state;
	struct sku *rows;
	size_t      n;

	as_operator(c, 1);
	for (size_t i = 0; i < N_OF(cases); i++) {
		assert_ok(c, catalog_skus(c, &(struct sku_filter){ .q = cases[i].q }, &rows, &n));
		if (n != cases[i].n || (n && strcmp(rows[0].code, cases[i].first) != 0))
			fail_msg("%s: %zu found, first %s", cases[i].q, n, n ? rows[0].code : "none");
	}
	assert_ok(c, catalog_skus(c, &(struct sku_filter){ .limit = 40 }, &rows, &n));
	assert_int_equal(n, 40);
	assert_string_equal(rows[39].code, "WH-HB-040");
	assert_false(rows[39].bindable);
	assert_string_equal(rows[39].reason, "It waits for its review by the warehouse.");
	assert_true(rows[0].bindable);
	assert_null(rows[0].reason);
	assert_ok(c, catalog_skus(c, &(struct sku_filter){ .q = "WH-HB-002" }, &rows, &n));
	assert_number(c, (uint64_t)rows[0].available, "SELECT SUM(on_hand - reserved) FROM stock WHERE sku_id = 2");
	assert_ok(c, catalog_skus(c, &(struct sku_filter){ .q = "WH-HB-002", .warehouse_id = 2 }, &rows, &n));
	assert_number(c, (uint64_t)rows[0].available, "SELECT on_hand - reserved FROM stock WHERE sku_id = 2 AND warehouse_id = 2");
	assert_problem(c, PROBLEM_NOT_FOUND, catalog_skus(c, &(struct sku_filter){ .q = "x", .warehouse_id = 99 }, &rows, &n));
}

static void test_warehouses_and_channels(void **state)
{
	static const uint64_t    ham[] = { 2 };
	struct ctx              *c = *state;
	struct warehouse        *w;
	struct shipping_channel *ch;
	struct sku              *skus;
	size_t                   n;

	as_operator(c, 1);
	assert_ok(c, catalog_warehouses(c, &w, &n));
	assert_int_equal(n, 2);
	assert_true(w[0].dropshipping && w[1].dropshipping);
	assert_ok(c, catalog_channels(c, 1, ORDER_B2C, &ch, &n));
	assert_int_equal(n, 4);
	assert_true(ch[3].self_pickup);
	assert_problem(c, PROBLEM_NOT_FOUND, catalog_channels(c, 99, ORDER_B2C, &ch, &n));

	as_operator(c, 2); /* has no business in Los Angeles */
	assert_ok(c, catalog_warehouses(c, &w, &n));
	assert_int_equal(n, 2);
	assert_int_equal(w[0].id, 2);
	assert_true(w[0].dropshipping);
	assert_false(w[1].dropshipping);
	assert_ok(c, catalog_channels(c, 1, ORDER_B2C, &ch, &n));
	assert_int_equal(n, 0);
	assert_ok(c, catalog_channels(c, 2, ORDER_B2C, &ch, &n));
	assert_int_equal(n, 3);

	as_staff(c, ham, 1);
	assert_ok(c, catalog_warehouses(c, &w, &n));
	assert_int_equal(n, 1);
	assert_int_equal(w[0].id, 2);
	assert_problem(c, PROBLEM_NOT_FOUND, catalog_channels(c, 1, ORDER_B2C, &ch, &n));
	assert_ok(c, catalog_skus(c, &(struct sku_filter){ .q = "WH-MD-001" }, &skus, &n));
	assert_int_equal(n, 1);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		T(test_bind_frees_what_waited),
		T(test_bind_again_replaces),
		T(test_refusals),
		T(test_many_wait_and_the_rest_follows_in_jobs),
		T(test_sku_search),
		T(test_warehouses_and_channels),
	};

	return cmocka_run_group_tests(tests, given_practice_data, db_harness_close);
}

/* The inbox of causes: what keeps orders, in groups, and what cures a group. */
#include "order_given.h"

#include "domain/exception.h"
#include "domain/mapping.h"
#include "domain/order.h"
#include "domain/order_show.h"
#include "outbound_given.h"

static uint64_t stuck(struct ctx *c, struct given g, const char *code, const char *key, const char *since)
{
	const uint64_t id = given_order(c, g);

	assert_ok(c, db_exec(c, "UPDATE platform_order SET exception_code = ?, exception_key = ?, exception_detail = ?, exception_since = ? WHERE id = ?",
		V(code), V(key), V(arena_printf(c->arena, "%s of %llu", code, (unsigned long long)id)), V(since), V(id)));
	return id;
}

static const struct exception_group *group_of(const struct exception_group *rows, size_t n, const char *code, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].code, code) == 0 && (key ? rows[i].key && strcmp(rows[i].key, key) == 0 : !rows[i].key))
			return &rows[i];
	return NULL;
}

static size_t groups(struct ctx *c, struct exception_filter f, struct exception_group **rows)
{
	size_t n;
	bool   more;

	assert_ok(c, exception_groups(c, &f, rows, &n, &more));
	assert_false(more);
	return n;
}

static void clean(struct ctx *c)
{
	as_system(c, 0);
	assert_ok(c, db_exec(c, "UPDATE platform_order SET exception_code = NULL, exception_key = NULL, exception_detail = NULL, exception_since = NULL"));
}

static void test_groups(void **state)
{
	struct ctx                   *c = *state;
	struct exception_group       *rows;
	const struct exception_group *g;
	const char                  **b2b = NEW_N(c->arena, const char *, 1);
	uint64_t                      newest, second_store;
	size_t                        n;

	clean(c);
	assert_ok(c, db_insert(c, &second_store, "INSERT INTO store (customer_id, platform, kind, name, url) VALUES (1, 'woocommerce', 'b2c', 'Harbor Outlet', 'http://x')"));
	for (int i = 0; i < 7; i++)
		stuck(c, (struct given){ .time = "2026-05-01 10:00:00" }, "sku_not_mapped", "BLK-01", "2026-05-02 10:00:00");
	newest = stuck(c, (struct given){ .time = "2026-05-03 10:00:00", .no = "NEWEST" }, "sku_not_mapped", "BLK-01", "2026-05-01 09:00:00");
	assert_ok(c, db_exec(c, "UPDATE platform_order SET store_id = ? WHERE id = ?", V(second_store), V(newest)));
	stuck(c, (struct given){ 0 }, "sku_not_mapped", "blk-01", "2026-05-02 10:00:00"); /* another SKU: byte for byte */
	stuck(c, (struct given){ 0 }, "sku_not_mapped", NULL, "2026-05-02 10:00:00");
	stuck(c, (struct given){ 0 }, "address_incomplete", NULL, "2026-05-02 10:00:00");
	stuck(c, (struct given){ .kind = "b2b" }, "sku_not_mapped", "BLK-01", "2026-05-02 10:00:00");
	stuck(c, (struct given){ .customer = 2 }, "sku_not_mapped", "BLK-01", "2026-05-02 10:00:00");

	as_operator(c, 1);
	n = groups(c, (struct exception_filter){ 0 }, &rows);
	assert_int_equal(n, 5);
	g = &rows[0]; /* the most orders first */
	assert_string_equal(g->code, "sku_not_mapped");
	assert_string_equal(g->key, "BLK-01");
	assert_int_equal(g->orders, 8);
	assert_int_equal(g->store_count, 2);
	assert_int_equal(g->n_stores, 2);
	assert_string_equal(g->stores[0].name, "Harbor Shop");
	assert_string_equal(g->stores[1].name, "Harbor Outlet");
	assert_int_equal(g->n_first_orders, 5);
	assert_string_equal(g->first_orders[0].name, "NEWEST");
	assert_string_equal(instant_text(c->arena, g->since), "2026-05-01T09:00:00Z");
	assert_int_equal(group_of(rows, n, "address_incomplete", NULL)->orders, 1);
	assert_int_equal(group_of(rows, n, "sku_not_mapped", "blk-01")->orders, 1);
	assert_int_equal(group_of(rows, n, "sku_not_mapped", NULL)->orders, 1);
	b2b[0] = "b2b";
	n = groups(c, (struct exception_filter){ .kinds = b2b, .n_kinds = 1 }, &rows);
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].kind, ORDER_B2B);
	as_operator(c, 2);
	assert_int_equal(groups(c, (struct exception_filter){ 0 }, &rows), 1);
	assert_int_equal(rows[0].orders, 1);
	assert_string_equal(rows[0].customer_name, "Meadow Home");
	assert_int_equal(rows[0].n_stores, 1);
}

/* Staff see what concerns orders that were sent to their warehouse. */
static void test_staff_see_their_warehouse(void **state)
{
	struct ctx             *c = *state;
	struct exception_group *rows;
	struct given_outbound   out;

	clean(c);
	stuck(c, (struct given){ 0 }, "address_incomplete", NULL, "2026-05-02 10:00:00");
	out = given_draft(c, (struct given){ 0 });
	as_system(c, 0);
	assert_ok(c, db_exec(c, "UPDATE platform_order SET exception_code = 'lines_changed', exception_detail = 'x', exception_since = NOW(6) WHERE id = ?", V(out.order)));
	as_staff(c, lax_alone, 1);
	assert_int_equal(groups(c, (struct exception_filter){ 0 }, &rows), 1);
	assert_string_equal(rows[0].code, "lines_changed");
	as_staff(c, ham_alone, 1);
	assert_int_equal(groups(c, (struct exception_filter){ 0 }, &rows), 0);
}

static void look_again(struct ctx *c, uint64_t id)
{
	struct order o;

	as_system(c, 0);
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, order_lock(c, (struct order_ref){ .id = id }, &o) && order_recheck(c, &o)));
}

static void test_a_group_is_bound_away(void **state)
{
	struct ctx             *c = *state;
	struct exception_group *rows;
	struct exception_sku   *skus;
	struct bind_item        item = { 19, 1 };
	struct sku_mapping      m;
	uint64_t                both;
	size_t                  n;

	clean(c);
	for (int i = 0; i < 3; i++)
		look_again(c, given_order(c, (struct given){ .lines = { { "119", "HB-019", 1 }, { "101", "HB-001", 1 } } }));
	both = given_order(c, (struct given){ .lines = { { "119", "HB-019", 1 }, { "120", "HB-020", 1 } } });
	look_again(c, both);
	look_again(c, given_order(c, (struct given){ .lines = { { "140", NULL, 1 } } })); /* named by its key */
	as_operator(c, 1);
	n = groups(c, (struct exception_filter){ 0 }, &rows);
	assert_int_equal(n, 2);
	assert_int_equal(group_of(rows, n, "sku_not_mapped", "HB-019")->orders, 4);
	assert_ok(c, exception_skus(c, &(struct exception_ref){ ORDER_B2C, "HB-019" }, &skus, &n));
	assert_int_equal(n, 1);
	assert_string_equal(skus[0].sku_key, "119");
	assert_string_equal(skus[0].store_name, "Harbor Shop");
	assert_int_equal(skus[0].orders, 4);
	assert_ok(c, exception_skus(c, &(struct exception_ref){ ORDER_B2C, "140" }, &skus, &n));
	assert_int_equal(n, 1);
	assert_string_equal(skus[0].sku_key, "140");
	assert_null(skus[0].platform_sku);
	assert_ok(c, exception_skus(c, &(struct exception_ref){ ORDER_B2B, "HB-019" }, &skus, &n));
	assert_int_equal(n, 0);

	assert_ok(c, mapping_bind(c, &(struct bind_sku){ 1, "119", 1, &item }, &m));
	assert_int_equal(m.freed_orders - m.still_waiting, 3);
	n = groups(c, (struct exception_filter){ 0 }, &rows);
	assert_null(group_of(rows, n, "sku_not_mapped", "HB-019"));
	assert_int_equal(group_of(rows, n, "sku_not_mapped", "HB-020")->orders, 1);
	assert_ok(c, exception_skus(c, &(struct exception_ref){ ORDER_B2C, "HB-019" }, &skus, &n));
	assert_int_equal(n, 0);
	as_operator(c, 2);
	assert_ok(c, exception_skus(c, &(struct exception_ref){ ORDER_B2C, "HB-020" }, &skus, &n));
	assert_int_equal(n, 0); /* another customer's orders */
}

static void test_a_group_is_told_again(void **state)
{
	enum { MANY = 60 };
	struct ctx        *c = *state;
	struct retry_group in = { .kind = ORDER_B2C, .code = "writeback_failed" };
	struct retried     r;
	struct exception_group *rows;
	uint64_t           last = 0;

	clean(c);
	for (int i = 0; i < MANY; i++) {
		struct given_outbound out = given_packed(c, (struct given){ 0 }, 500);

		assert_ok(c, ship_rest(c, out.id, given_tracking(c)));
		as_system(c, 0);
		assert_ok(c, db_exec(c, "UPDATE writeback SET state = 'refused' WHERE order_id = ?", V(out.order)));
		assert_ok(c, db_exec(c, "UPDATE platform_order SET exception_code = 'writeback_failed', exception_key = CONCAT('writeback:', id),"
			" exception_detail = 'no', exception_since = NOW(6) WHERE id = ?", V(out.order)));
		last = out.order;
	}
	stuck(c, (struct given){ 0 }, "writeback_failed", NULL, "2026-05-02 10:00:00"); /* pending: nothing to tell */
	assert_true(last);
	as_operator(c, 2);
	assert_ok(c, exception_retry(c, &in, &r));
	assert_int_equal(r.retried + r.refused, 0);
	as_operator(c, 1);
	assert_int_equal(groups(c, (struct exception_filter){ 0 }, &rows), 1); /* each names its own writeback; the cause is one */
	assert_int_equal(rows[0].orders, MANY + 1);
	assert_null(rows[0].key);
	assert_ok(c, exception_retry(c, &in, &r));
	assert_int_equal(r.retried, 50);
	assert_true(r.next_after_id);
	in.after_id = r.next_after_id;
	assert_ok(c, exception_retry(c, &in, &r));
	assert_int_equal(r.retried, MANY - 50);
	assert_int_equal(r.refused, 1);
	assert_int_equal(r.next_after_id, 0);
	assert_number(c, MANY, "SELECT COUNT(*) FROM writeback WHERE state = 'queued'");
	in.code = "no_such_code";
	assert_problem(c, PROBLEM_INVALID, exception_retry(c, &in, &r));
}

static void test_the_orders_of_a_group(void **state)
{
	struct ctx     *c = *state;
	struct order   *rows;
	struct page_end end;
	size_t          n;
	uint64_t        a;

	clean(c);
	a = stuck(c, (struct given){ 0 }, "sku_not_mapped", "A", "2026-05-02 10:00:00");
	stuck(c, (struct given){ 0 }, "sku_not_mapped", "B", "2026-05-02 10:00:00");
	stuck(c, (struct given){ 0 }, "insufficient_stock", "A", "2026-05-02 10:00:00");
	as_operator(c, 1);
	assert_ok(c, order_page(c, &(struct order_filter){ .exception = "sku_not_mapped", .exception_key = "A" }, &rows, &n, &end));
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].id, a);
	assert_int_equal(end.total, 1);
	assert_problem(c, PROBLEM_INVALID, order_page(c, &(struct order_filter){ .exception_key = "A" }, &rows, &n, &end));
	assert_problem(c, PROBLEM_INVALID, order_page(c, &(struct order_filter){ .exception = "any", .exception_key = "A" }, &rows, &n, &end));
}

/* What the page reads does not grow with the orders that are well. */
static void test_grouping_reads_the_exceptions_alone(void **state)
{
	struct ctx             *c = *state;
	struct exception_group *rows;
	uint64_t                before, after;
	size_t                  n;

	clean(c);
	assert_ok(c, db_exec(c, "INSERT INTO platform_order (customer_id, store_id, kind, platform_order_id, order_no, source, status, currency, order_time, content_hash, pulled_at)"
		" SELECT 1, 1, 'b2c', CONCAT('BULK', seq), CONCAT('BULK', seq), 'woocommerce', 'completed', 'USD', NOW(6) - INTERVAL seq SECOND, REPEAT('x', 32), NOW(6) FROM seq_1_to_20000"));
	assert_ok(c, db_exec(c, "UPDATE platform_order SET exception_code = 'sku_not_mapped', exception_key = CONCAT('K', id % 10), exception_detail = 'x', exception_since = NOW(6)"
		" WHERE order_no LIKE 'BULK%7'"));
	assert_ok(c, db_exec(c, "ANALYZE TABLE platform_order"));
	as_operator(c, 1);
#define READ "SELECT SUM(variable_value) FROM information_schema.session_status WHERE variable_name IN ('Handler_read_next', 'Handler_read_key', 'Handler_read_prev', 'Handler_read_rnd_next')"
	before = number_of(c, READ);
	n = groups(c, (struct exception_filter){ 0 }, &rows);
	after = number_of(c, READ);
	assert_true(n >= 1);
	if (after - before > 3 * 2000 + 1500)
		fail_msg("%llu entries read for 2000 exceptions", (unsigned long long)(after - before));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		T(test_groups),
		T(test_staff_see_their_warehouse),
		T(test_a_group_is_bound_away),
		T(test_a_group_is_told_again),
		T(test_the_orders_of_a_group),
		T(test_grouping_reads_the_exceptions_alone),
	};

	return cmocka_run_group_tests(tests, given_plenty, db_harness_close);
}

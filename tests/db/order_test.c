/* The order list and one order, as each caller may see them: filters, pages, tenancy, staff; and that a
 * page's cost does not grow with the table. */
#include "order_given.h"

#include "domain/order.h"
#include "domain/order_show.h"
#include "lib/json.h"
#include "lib/shape.h"

enum { BULK = 60000 };

/* Orders of both customers, spread over a year, in every status, made by the server itself. The last
 * hundredth of the first customer's stands with an exception. */
static void bulk(struct ctx *c)
{
	for (int from = 0; from < BULK; from += BULK / 10) /* a statement has five seconds */
		assert_ok(c, db_exec(c, "INSERT INTO platform_order (id, customer_id, store_id, kind, platform_order_id, order_no, source,"
			" status, amount, currency, order_time, recipient_name, content_hash, pulled_at, warehouse_id, exception_code,"
			" exception_detail, exception_since) SELECT 1000 + n, 1 + (n % 4 = 0), 1 + (n % 4 = 0), 'b2c', n,"
			" CONCAT('BY2026', LPAD(n, 7, '0')), 'woocommerce',"
			" ELT(1 + n % 7, 'completed', 'completed', 'completed', 'processing', 'pending', 'shipped', 'cancelled'),"
			" 10, 'USD', '2025-06-01' + INTERVAL n * 7 MINUTE, CONCAT(ELT(1 + n % 5, 'Ada', 'Grace', 'Ödön', 'Linus',"
			" 'Maria'), ' Nr', n), UNHEX(SHA2(n, 256)), NOW(6), IF(n % 7 = 4, NULL, 1 + n % 2),"
			" IF(n % 100 = 1, 'sku_not_mapped', NULL), IF(n % 100 = 1, 'SKU [x] not mapped', NULL),"
			" IF(n % 100 = 1, NOW(6), NULL) FROM (SELECT seq + ? AS n FROM seq_1_to_6000) made", V(from)));
	assert_ok(c, db_exec(c, "INSERT INTO order_tracking (customer_id, order_id, tracking_no, origin)"
		" SELECT customer_id, id, CONCAT('1Z', id), 'parcel' FROM platform_order WHERE status = 'completed'"));
	given_found(c);
	assert_ok(c, db_script(c, "ANALYZE TABLE platform_order, order_tracking, order_find"));
}

static int given_many(void **state)
{
	int bad = given_practice_data(state);

	if (bad || db_harness_begin(state) != 0)
		return 1;
	bulk(*state);
	return db_harness_end(state);
}

struct page_got {
	struct order   *rows;
	size_t          n;
	struct page_end end;
};

static struct page_got page(struct ctx *c, const char *query)
{
	struct order_filter f = { 0 };
	struct page_got     got;

	assert_ok(c, shape_parse_query(c, &order_filter_shape, query, &f));
	assert_ok(c, order_page(c, &f, &got.rows, &got.n, &got.end));
	return got;
}

/* ---- filters ----------------------------------------------------------------------------------- */

static void test_filters_find_what_sql_finds(void **state)
{
	static const struct {
		const char *query, *where;
	} cases[] = {
		{ "limit=200", "TRUE" },
		{ "status=pending", "status = 'pending'" },
		{ "status=pending,shipped,cancelled", "status IN ('pending', 'shipped', 'cancelled')" },
		{ "storeId=1", "store_id = 1" },
		{ "storeId=1,2", "store_id IN (1, 2)" },
		{ "storeId=2", "FALSE" }, /* another customer's */
		{ "status=shipped&storeId=1&orderTimeFrom=2025-07-01T00:00:00Z", "status = 'shipped' AND order_time >= '2025-07-01'" },
		{ "source=woocommerce,shopify", "source = 'woocommerce'" },
		{ "source=shopify", "FALSE" },
		{ "orderTimeFrom=2025-07-01T00:00:00Z&orderTimeTo=2025-07-03T00:00:00%2B02:00", "order_time BETWEEN '2025-07-01' AND '2025-07-02 22:00:00'" },
		{ "orderNo=by20260000005", "order_no = 'BY20260000005'" },
		{ "orderNo=BY20260000005,BY20260000006,BY20260000007,BY20260000008,none", "order_no IN ('BY20260000005', 'BY20260000006', 'BY20260000007', 'BY20260000008')" },
		{ "orderNo=BY2026001*", "order_no LIKE 'BY2026001%'" },
		{ "orderNo=BY2026*", "order_no LIKE 'BY2026%'" },
		{ "orderNo=BY%25*", "FALSE" },
		{ "orderNo=nothing*", "FALSE" },
		{ "recipientName=nr777", "recipient_name LIKE '%Nr777%'" },
		{ "recipientName=%C3%B6D%C3%96n", "recipient_name LIKE 'Ödön%'" },
		{ "recipientName=_", "FALSE" },
		{ "recipientName=Grace&status=pending", "recipient_name LIKE 'Grace%' AND status = 'pending'" },
		{ "trackingNo=1z1001", "id = 1001" },
		{ "trackingNo=1Z1", "FALSE" },
		{ "exception=any", "exception_code IS NOT NULL" },
		{ "exception=sku_not_mapped&status=pending", "exception_code = 'sku_not_mapped' AND status = 'pending'" },
		{ "exception=address_incomplete", "FALSE" },
		{ "kind=b2b", "FALSE" },
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < N_OF(cases); i++) {
		struct query    q = query_new(c);
		struct page_got got;
		uint64_t        expected;

		query_add(&q, "SELECT COUNT(*) FROM platform_order WHERE customer_id = 1 AND kind = 'b2c' AND ");
		query_add_(cases[i].where, &q, NULL, 0);
		query_untenanted(&q);
		assert_ok(c, db_number(c, &q, &expected));
		as_operator(c, 1);
		got = page(c, cases[i].query);
		if (got.end.total != (expected > 10000 ? 10000 : expected) || got.end.total_is_exact != (expected <= 10000))
			fail_msg("%s: total %llu, exact %d, expected %llu", cases[i].query, (unsigned long long)got.end.total,
				got.end.total_is_exact, (unsigned long long)expected);
		assert_int_equal(got.end.next_cursor != NULL, got.n < expected);
		for (size_t k = 0; k < got.n; k++) {
			assert_int_equal(got.rows[k].customer_id, 1);
			assert_non_null(got.rows[k].actions);
			if (k)
				assert_true(got.rows[k - 1].order_time.us > got.rows[k].order_time.us);
		}
	}
}

/* ---- pages ------------------------------------------------------------------------------------- */

static void walk(struct ctx *c, const char *filter, const char *where)
{
	const char  *cursor = NULL;
	int64_t      last = 0;
	uint64_t     seen = 0, expected;
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM platform_order WHERE customer_id = 1 AND kind = 'b2c' AND ");
	query_add_(where, &q, NULL, 0);
	query_untenanted(&q);
	assert_ok(c, db_number(c, &q, &expected));
	do {
		struct page_got got = page(c, arena_printf(c->arena, "limit=37&%s%s%s", filter, cursor ? "&cursor=" : "", cursor ? cursor : ""));

		for (size_t i = 0; i < got.n; i++) {
			const int64_t t = got.rows[i].order_time.us;

			assert_true(!last || (strstr(filter, "sort=orderTime") ? t >= last : t <= last));
			last = t;
		}
		seen += got.n;
		cursor = got.end.next_cursor;
		assert_true(got.n == 37 || !cursor);
	} while (cursor && seen <= expected);
	assert_int_equal(seen, expected);
}

static void test_pages_hold_every_order_once(void **state)
{
	struct ctx *c = *state;

	as_operator(c, 1);
	walk(c, "recipientName=nr12", "recipient_name LIKE '%Nr12%'");
	walk(c, "status=pending,shipped&orderTimeTo=2025-06-20T00:00:00Z", "status IN ('pending', 'shipped') AND order_time <= '2025-06-20'");
	walk(c, "sort=orderTime&exception=any&orderTimeTo=2025-08-20T00:00:00Z", "exception_code IS NOT NULL AND order_time <= '2025-08-20'");
	walk(c, "sort=orderTime&orderTimeTo=2025-06-05T00:00:00Z", "order_time <= '2025-06-05'");
}

static void test_orders_of_one_moment(void **state)
{
	struct ctx *c = *state;
	uint64_t    first, second;
	const char *cursor;

	first = given_order(c, (struct given){ .time = "2030-01-01 00:00:00" });
	second = given_order(c, (struct given){ .time = "2030-01-01 00:00:00" });
	as_operator(c, 1);
	assert_int_equal(page(c, "limit=1").rows[0].id, second);
	cursor = page(c, "limit=1").end.next_cursor;
	assert_int_equal(page(c, arena_printf(c->arena, "limit=1&cursor=%s", cursor)).rows[0].id, first);
	cursor = page(c, "limit=1&sort=orderTime&orderTimeFrom=2030-01-01T00:00:00Z").end.next_cursor;
	assert_int_equal(page(c, arena_printf(c->arena, "limit=1&sort=orderTime&orderTimeFrom=2030-01-01T00:00:00Z&cursor=%s",
		cursor)).rows[0].id, second);
}

/* ---- what a page costs ------------------------------------------------------------------------- */

static uint64_t rows_read(struct ctx *c)
{
	return number_of(c, "SELECT SUM(VARIABLE_VALUE) FROM information_schema.SESSION_STATUS"
		" WHERE VARIABLE_NAME LIKE 'Handler\\_read\\_%'");
}

static void test_a_page_reads_about_what_it_shows(void **state)
{
	/* the most rows a page of 50 may read beside what its total counts: each is looked up in up to four
	 * tables, and where ids come first, once more for each value of the filter */
	static const struct {
		const char *query;
		uint64_t    most;
	} cases[] = {
		{ "limit=50", 300 },
		{ "status=completed", 300 },
		{ "status=completed,pending,shipped", 900 },
		{ "storeId=1", 300 },
		{ "storeId=1,2", 900 },
		{ "exception=sku_not_mapped", 600 },
		{ "recipientName=nr", 3900 }, /* and looks ahead, once, through ids and names alone */
		{ "orderNo=BY2026*", 2400 },
		{ "orderNo=BY20260000005,BY20260000006", 60 },
		{ "trackingNo=1Z1001", 60 },
		{ "sort=orderTime&status=shipped", 300 },
	};
	struct ctx *c = *state;

	as_operator(c, 1);
	for (size_t i = 0; i < N_OF(cases); i++) {
		const char     *here = cases[i].query;
		const char     *cursor = page(c, here).end.next_cursor;
		uint64_t        before, read;
		struct page_got got;

		/* deep into the list, so that a walk from its start would show */
		for (int k = 0; k < 20 && cursor; k++) {
			here = arena_printf(c->arena, "%s&cursor=%s", cases[i].query, cursor);
			cursor = page(c, here).end.next_cursor;
		}
		before = rows_read(c);
		got = page(c, here);
		read = rows_read(c) - before;
		if (read > cases[i].most + (got.end.total_is_exact ? 2 * got.end.total : 0))
			fail_msg("%s read %llu rows", here, (unsigned long long)read);
	}
}

/* Numbers that many orders share, none of them among the newest 45,000. */
static void test_a_shared_prefix_of_old_orders(void **state)
{
	struct ctx     *c = *state;
	struct page_got first, second;
	uint64_t        before, read;

	assert_ok(c, db_exec(c, "INSERT INTO platform_order (customer_id, store_id, kind, platform_order_id, order_no, source, amount, currency,"
		" order_time, content_hash, pulled_at) SELECT 1, 1, 'b2c', CONCAT('old', seq), CONCAT('OLD-', seq), 'woocommerce', 10, 'USD',"
		" '2020-01-01' + INTERVAL seq MINUTE, UNHEX(SHA2(CONCAT('old', seq), 256)), NOW(6) FROM seq_1_to_12000"));
	given_found(c);
	as_operator(c, 1);
	first = page(c, "orderNo=OLD-*");
	assert_int_equal(first.n, 50);
	assert_string_equal(first.rows[0].order_no, "OLD-12000");
	assert_false(first.end.total_is_exact);
	before = rows_read(c);
	second = page(c, arena_printf(c->arena, "orderNo=OLD-*&cursor=%s", first.end.next_cursor));
	read = rows_read(c) - before;
	assert_string_equal(second.rows[0].order_no, "OLD-11950");
	assert_string_equal(second.rows[49].order_no, "OLD-11901");
	assert_true(read < 20000);
	first = page(c, "orderNo=OLD-*&sort=orderTime");
	assert_string_equal(first.rows[0].order_no, "OLD-1");
}

/* Staff look for a name among what is being shipped, whatever has left before. */
static void test_staff_find_a_name_among_the_live(void **state)
{
	static const uint64_t both[] = { 1, 2 };
	struct ctx           *c = *state;
	const uint64_t        live = number_of(c, "SELECT COUNT(*) FROM platform_order WHERE status IN ('processing', 'partially_shipped')");
	uint64_t              before, read;

	as_staff(c, both, 2);
	before = rows_read(c);
	assert_int_equal(page(c, "recipientName=zzqx").n, 0);
	read = rows_read(c) - before;
	assert_true(live > 5000);
	if (read > 3 * live)
		fail_msg("%llu rows read of %llu live", (unsigned long long)read, (unsigned long long)live);
	assert_int_equal(page(c, "recipientName=zzqx").end.total, 0);
	as_operator(c, 1);
	assert_int_equal(page(c, "recipientName=nr59999").n, 1);
	as_staff(c, both, 2);
	assert_number(c, page(c, "recipientName=nr5999").n, "SELECT COUNT(*) FROM platform_order WHERE status = 'processing' AND recipient_name LIKE '%Nr5999%'");
}

/* ---- one order --------------------------------------------------------------------------------- */

static void assert_members(const struct json *j, const char *names)
{
	char text[1024] = "";

	for (const struct json *m = json_first(j); m; m = json_next(m)) {
		const size_t len = strlen(text);

		snprintf(text + len, sizeof text - len, "%s%s", len ? " " : "", json_name(m));
	}
	assert_string_equal(text, names);
}

static void test_one_order_as_the_contract_has_it(void **state)
{
	struct ctx         *c = *state;
	uint64_t            id = given_order(c, (struct given){ .no = "C-1", .lines = { { "118", "HB-018", 2 }, { "119", "HB-019", 1 },
		{ "102", "HB-002", 1, .gone = true }, { NULL, NULL, 1, .digital = true } } });
	static const char *const of_purchases[] = { "acknowledgeBy", "shipWindow", "deliveryWindow", "purchase", "acknowledgement" };
	struct order_detail d;
	struct buf          b = buf_new(c->arena, 4096);
	const struct json  *j, *line;

	as_operator(c, 1);
	assert_ok(c, order_get(c, id, &d));
	shape_emit(&b, &order_detail_shape, &d);
	j = json_parse(c, b.text, b.len, &json_request);
	assert_non_null(j);
	assert_members(j, "id orderNo kind status source platform store amount currency wmsShippingCost wmsShippingCurrency"
		" orderTime warehouse exception version actions turn acknowledgeBy shipWindow deliveryWindow acknowledgementState purchase acknowledgement"
		" platformOrderId platformStatus fulfilmentStatus shippingProvider"
		" serviceType buyerNote paymentMethod paidAt shippingFee tax discount shippable recipient lines outbound parcels writebacks");
	assert_members(json_member(j, "recipient"), "name company phone email country state city line1 line2 zip");
	assert_string_equal(json_text(json_path(j, "store.name")), "Harbor Shop");
	assert_string_equal(json_text(json_member(j, "fulfilmentStatus")), "unfulfilled");
	assert_true(json_true(json_member(j, "shippable")));
	assert_int_equal(json_type(json_member(j, "outbound")), JSON_NULL);
	assert_int_equal(json_type(json_member(j, "warehouse")), JSON_NULL);
	assert_int_equal(json_type(json_member(j, "exception")), JSON_NULL);
	for (size_t i = 0; i < N_OF(of_purchases); i++)
		assert_int_equal(json_type(json_member(j, of_purchases[i])), JSON_NULL);
	assert_int_equal(json_count(json_member(j, "lines")), 3); /* not the one that is gone */
	line = json_first(json_member(j, "lines"));
	assert_members(line, "id platformLineId platformSku skuKey productId productName unit unitSize orderedQty acceptedQty backorderedQty"
		" rejectedQty rejectReason backorderAllowed shippedQty unitPrice lineTotal shippable mapping");
	assert_string_equal(json_text(json_member(line, "unitPrice")), "5.00");
	assert_members(json_first(json_member(line, "mapping")), "skuId code name quantity");
	assert_string_equal(json_text(json_member(json_first(json_member(line, "mapping")), "code")), "WH-HB-018");
	assert_int_equal(json_count(json_member(json_next(line), "mapping")), 0);
}

static void test_nothing_to_ship_and_no_price(void **state)
{
	struct ctx         *c = *state;
	uint64_t            id = given_order(c, (struct given){ .lines = { { NULL, NULL, 1, .digital = true } } });
	struct order_detail d;

	assert_ok(c, db_exec(c, "UPDATE platform_order_line SET unit_price = NULL, line_total = 0 WHERE order_id = ?", V(id)));
	as_operator(c, 1);
	assert_ok(c, order_get(c, id, &d));
	assert_false(d.shippable);
	assert_string_equal(d.fulfilment_status, "nothing_to_ship");
	assert_null(d.lines[0].price);
	assert_string_equal(d.lines[0].total, "0.00");
}

/* ---- who may see what -------------------------------------------------------------------------- */

static void test_another_customers_order_is_not_there(void **state)
{
	struct ctx            *c = *state;
	uint64_t               id = given_order(c, (struct given){ .no = "SECRET-1" });
	struct order_detail    d;
	struct order           o;
	struct order_event    *events;
	struct order_revision *revisions;
	size_t                 n;

	as_operator(c, 2);
	assert_problem(c, PROBLEM_NOT_FOUND, order_get(c, id, &d));
	assert_problem(c, PROBLEM_NOT_FOUND, order_events(c, id, &events, &n));
	assert_problem(c, PROBLEM_NOT_FOUND, order_revisions(c, id, &revisions, &n));
	assert_ok(c, db_begin(c));
	assert_false(db_end(c, order_lock(c, (struct order_ref){ .id = id }, &o)));
	assert_int_equal(c->problem.code, PROBLEM_NOT_FOUND);
	problem_clear(c);
	assert_int_equal(page(c, "orderNo=SECRET-1").n, 0);
	assert_int_equal(page(c, "orderNo=SECRET*").n, 0);
	assert_int_equal(page(c, "storeId=1").n, 0);
	assert_int_equal(page(c, "trackingNo=1Z1001").n, 0); /* of the first customer */
	for (size_t i = 0; i < 50; i++)
		assert_int_equal(page(c, "").rows[i].customer_id, 2);
}

static void test_staff_see_what_was_sent_to_them(void **state)
{
	static const uint64_t lax[] = { 1 }, both[] = { 1, 2 };
	struct ctx           *c = *state;
	uint64_t              pending = given_order(c, (struct given){ 0 });
	uint64_t              sent = given_order(c, (struct given){ .status = "processing", .time = "2031-01-01 00:00:00", .name = "Nobody Else" });
	struct order_detail   d;
	struct page_got       got;

	assert_ok(c, db_exec(c, "UPDATE platform_order SET warehouse_id = 2 WHERE id = ?", V(sent)));
	as_staff(c, lax, 1);
	assert_problem(c, PROBLEM_NOT_FOUND, order_get(c, pending, &d));
	assert_problem(c, PROBLEM_NOT_FOUND, order_get(c, sent, &d));
	got = page(c, "");
	assert_int_equal(got.n, 50);
	for (size_t i = 0; i < got.n; i++) {
		assert_int_equal(got.rows[i].warehouse_id, 1);
		assert_int_not_equal(got.rows[i].status, ORDER_PENDING);
	}
	as_staff(c, both, 2);
	assert_int_equal(page(c, "").rows[0].id, sent);
	assert_ok(c, order_get(c, sent, &d));
	assert_string_equal(d.recipient->name, "Nobody Else");
	assert_int_equal(page(c, "recipientName=nobody%20else").n, 1);
	assert_true(page(c, "trackingNo=1Z1001").n == 1);
	assert_ok(c, db_exec(c, "UPDATE platform_order SET status = 'shipped' WHERE id = ?", V(sent)));
	assert_ok(c, order_get(c, sent, &d));
	assert_null(d.recipient->name);
	assert_null(d.recipient->line1);
	assert_int_equal(page(c, "recipientName=nobody%20else").n, 0);
	as_staff(c, NULL, 0);
	assert_int_equal(page(c, "").n, 0);
	assert_problem(c, PROBLEM_NOT_FOUND, order_get(c, sent, &d));
	c->actor.all_warehouses = true;
	assert_int_equal(page(c, "").n, 50);
}

static void test_counts(void **state)
{
	struct ctx         *c = *state;
	struct order_counts counts;

	as_operator(c, 1);
	assert_ok(c, order_count(c, ORDER_B2C, &counts));
	assert_number(c, (uint64_t)counts.pending, "SELECT COUNT(*) FROM platform_order WHERE customer_id = 1 AND kind = 'b2c' AND status = 'pending'");
	assert_number(c, (uint64_t)counts.shipped, "SELECT COUNT(*) FROM platform_order WHERE customer_id = 1 AND kind = 'b2c' AND status = 'shipped'");
	assert_number(c, (uint64_t)counts.exceptions, "SELECT COUNT(*) FROM platform_order WHERE customer_id = 1 AND kind = 'b2c' AND exception_code IS NOT NULL");
	assert_int_equal(counts.completed, 10000); /* there are more */
	assert_false(counts.is_exact);
	assert_ok(c, order_count(c, ORDER_B2B, &counts));
	assert_int_equal(counts.total, 0);
	assert_true(counts.is_exact);
}

/* ---- exceptions and moves ---------------------------------------------------------------------- */

static const char *recheck(struct ctx *c, uint64_t id)
{
	struct order o;

	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, order_lock(c, (struct order_ref){ .id = id }, &o) && order_recheck(c, &o)));
	return o.exception_code;
}

static void test_recheck(void **state)
{
	struct ctx *c = *state;
	uint64_t    unmapped = given_order(c, (struct given){ .no_city = true, .lines = { { "119", "HB-019", 1 }, { "120", "HB-020", 1 } } });
	uint64_t    fine = given_order(c, (struct given){ 0 });
	uint64_t    unpaid = given_order(c, (struct given){ .platform_state = "unpaid" });
	uint64_t    digital = given_order(c, (struct given){ .lines = { { NULL, NULL, 1, .digital = true } } });
	uint64_t    before;

	as_system(c, 1);
	assert_string_equal(recheck(c, unmapped), "sku_not_mapped");
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND exception_key = 'HB-019'"
		" AND exception_detail = 'SKU [HB-019] not mapped to a warehouse SKU, and 1 more' AND version = 2", V(unmapped));
	assert_string_equal(recheck(c, unmapped), "sku_not_mapped"); /* the same again changes nothing */
	assert_number(c, 2, "SELECT version FROM platform_order WHERE id = ?", V(unmapped));
	assert_number(c, 1, "SELECT COUNT(*) FROM order_event WHERE order_id = ?", V(unmapped));
	assert_ok(c, db_exec(c, "UPDATE platform_order_line SET sku_key = '101' WHERE order_id = ?", V(unmapped)));
	assert_string_equal(recheck(c, unmapped), "address_incomplete");
	assert_ok(c, db_exec(c, "UPDATE platform_order SET recipient_city = 'Springfield' WHERE id = ?", V(unmapped)));
	assert_null(recheck(c, unmapped));
	assert_number(c, 3, "SELECT COUNT(*) FROM order_event WHERE order_id = ?", V(unmapped));
	assert_null(recheck(c, fine));
	assert_string_equal(recheck(c, unpaid), "order_unpaid");
	assert_string_equal(recheck(c, digital), "no_shippable_items");

	/* what a refused dispatch left stays, what is graver is not hidden */
	assert_ok(c, db_exec(c, "UPDATE platform_order SET exception_code = 'insufficient_stock', exception_since = NOW(6) WHERE id = ?", V(fine)));
	assert_string_equal(recheck(c, fine), "insufficient_stock");
	assert_ok(c, db_exec(c, "UPDATE platform_order SET exception_code = 'cancelled_on_platform', exception_since = NOW(6) WHERE id = ?", V(digital)));
	assert_string_equal(recheck(c, digital), "cancelled_on_platform");
	before = number_of(c, "SELECT version FROM platform_order WHERE id = ?", V(digital));
	assert_ok(c, db_exec(c, "UPDATE platform_order SET status = 'cancelled', exception_code = NULL WHERE id = ?", V(digital)));
	assert_null(recheck(c, digital));
	assert_number(c, before, "SELECT version FROM platform_order WHERE id = ?", V(digital));
}

static void test_moves(void **state)
{
	struct ctx  *c = *state;
	uint64_t     id = given_order(c, (struct given){ 0 });
	struct order o, stale;

	assert_ok(c, db_exec(c, "UPDATE platform_order SET status_since = '2026-01-01' WHERE id = ?", V(id)));
	as_operator(c, 1);
	assert_ok(c, db_begin(c));
	assert_ok(c, order_lock(c, (struct order_ref){ .id = id }, &o));
	stale = o;
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, order_move(c, &o, ORDER_CONFIRM, "completed", NULL));
	assert_ok(c, order_move(c, &o, ORDER_CANCEL, "cancelled", "changed my mind"));
	assert_int_equal(o.status, ORDER_CANCELLED);
	assert_int_equal(o.version, 2);
	assert_problem(c, PROBLEM_STALE, order_move(c, &stale, ORDER_CANCEL, "cancelled", NULL));
	assert_ok(c, db_end(c, true));
	assert_number(c, 1, "SELECT status_since > NOW() - INTERVAL 1 HOUR FROM platform_order WHERE id = ?", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND status_before = 'pending' AND status_after = 'cancelled'"
		" AND detail = 'changed my mind' AND actor_name = 'Olivia Operator' AND actor_id = 1 AND request_id = 'test'", V(id));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		T(test_filters_find_what_sql_finds),
		T(test_pages_hold_every_order_once),
		T(test_a_page_reads_about_what_it_shows),
		T(test_counts),
		T(test_one_order_as_the_contract_has_it),
		T(test_nothing_to_ship_and_no_price),
		T(test_another_customers_order_is_not_there),
		T(test_orders_of_one_moment),
		T(test_staff_see_what_was_sent_to_them),
		T(test_recheck),
		T(test_moves),
		T(test_a_shared_prefix_of_old_orders),
		T(test_staff_find_a_name_among_the_live),
	};

	return cmocka_run_group_tests(tests, given_many, db_harness_close);
}

/* Whose turn it is, as a filter: what each order says of itself is what the filter finds, and finding it costs
 * a page, not the table. */
#include "order_given.h"

#include "domain/order.h"
#include "domain/order_show.h"
#include "domain/order_turn.h"

/* Every status, done ones the most; every 50th stands with an exception of any kind, and a fifth of the pending
 * ones with one that stops their dispatch. Some of those that are done still carry such a one. */
static void bulk(struct ctx *c)
{
	for (int from = 0; from < 120000; from += 20000)
		assert_ok(c, db_exec(c, "INSERT INTO platform_order (id, customer_id, store_id, kind, platform_order_id, order_no, source,"
			" status, amount, currency, order_time, recipient_name, content_hash, pulled_at, status_since, exception_code,"
			" exception_detail) SELECT 1000 + s.seq, 1 + (s.seq % 6 = 0), 1 + (s.seq % 6 = 0),"
			" IF(s.seq % 5 = 0, 'b2b', 'b2c'), s.seq, CONCAT('TU', LPAD(s.seq, 7, '0')), 'woocommerce',"
			" ELT(1 + s.seq % 11, 'completed', 'completed', 'completed', 'completed', 'processing', 'pending', 'shipped',"
			" 'cancelled', 'partially_shipped', 'acknowledged', 'manual_completed'), 10, 'USD',"
			" '2025-06-01' + INTERVAL s.seq * 3 MINUTE, CONCAT('Ada Nr', s.seq), UNHEX(SHA2(s.seq, 256)), NOW(6), '2026-01-01',"
			" IF(s.seq % 50 = 7, ELT(1 + s.seq DIV 50 % 8, 'sku_not_mapped', 'order_unpaid', 'writeback_failed', 'lines_changed',"
			" 'cancelled_after_shipment', 'writeback_uncertain', 'internal', 'not_a_code'), IF(s.seq % 11 = 5 AND s.seq % 5 = 1,"
			" ELT(1 + s.seq % 3, 'sku_not_mapped', 'insufficient_stock', 'order_unpaid'), NULL)), 'why'"
			" FROM (SELECT seq + ? AS seq FROM seq_1_to_20000) s", V(from)));
	assert_ok(c, db_exec(c, "UPDATE platform_order SET exception_since = '2026-02-02' WHERE exception_code IS NOT NULL"));
	given_found(c);
	assert_ok(c, db_script(c, "ANALYZE TABLE platform_order"));
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

static bool among(const char *owner, const char *list)
{
	return owner && strstr(list, owner);
}

/* What the table of turns says of every order, in a statement that knows nothing of branches and indexes. */
static uint64_t expected(struct ctx *c, const char *kind, const char *owners, const char *where)
{
	struct query        q = query_new(c);
	struct order       *rows;
	size_t              n;
	uint64_t            found = 0;

	as_system(c, 0);
	query_add(&q, "SELECT o.kind, o.status, o.exception_code, COUNT(*) AS id FROM platform_order o WHERE o.customer_id = 1"
		" AND o.kind = ? AND ", V(kind));
	query_add_(where, &q, NULL, 0);
	query_add(&q, " GROUP BY o.kind, o.status, o.exception_code");
	rows = db_all(c, &q, &order_shape, &n);
	assert_non_null(rows);
	for (size_t i = 0; i < n; i++) {
		order_turn_set(&rows[i]);
		found += among(rows[i].turn_owner, owners) ? rows[i].id : 0;
	}
	as_operator(c, 1);
	return found;
}

static const struct {
	const char *query, *owners, *where;
	uint64_t    most; /* rows that a page of 50 may read, beside what its total counts and what stands with an exception */
} cases[] = {
	{ "turn=you", "you", "TRUE", 1500 },
	{ "turn=warehouse", "warehouse", "TRUE", 1200 },
	{ "turn=platform", "platform", "TRUE", 900 },
	{ "turn=system", "system", "TRUE", 400 },
	{ "turn=you,warehouse", "you warehouse", "TRUE", 2000 },
	{ "turn=you,warehouse,platform,system", "you warehouse platform system", "TRUE", 2500 },
	{ "turn=you&status=completed", "you", "o.status = 'completed'", 900 },
	{ "turn=you&status=pending,shipped", "you", "o.status IN ('pending', 'shipped')", 1200 },
	{ "turn=warehouse&status=completed", "warehouse", "o.status = 'completed'", 10 },
	{ "turn=you&storeId=1", "you", "o.store_id = 1", 1500 },
	{ "turn=you&exception=sku_not_mapped", "you", "o.exception_code = 'sku_not_mapped'", 3000 },
	{ "turn=platform&orderNo=TU00000*", "platform", "o.order_no LIKE 'TU00000%'", 1500 },
	{ "turn=you&orderTimeFrom=2025-08-01T00:00:00Z&orderTimeTo=2025-09-01T00:00:00Z", "you",
	  "o.order_time BETWEEN '2025-08-01' AND '2025-09-01'", 1500 },
	{ "turn=you&sort=orderTime", "you", "TRUE", 1500 },
	{ "turn=system&recipientName=nr12", "system", "o.recipient_name LIKE '%Nr12%'", 30000 },
	{ "turn=you&kind=b2b", "you", "TRUE", 1800 },
};

static void test_the_filter_finds_what_orders_say(void **state)
{
	struct ctx *c = *state;

	for (size_t i = 0; i < N_OF(cases); i++) {
		const char    *kind = strstr(cases[i].query, "b2b") ? "b2b" : "b2c";
		const uint64_t n = expected(c, kind, cases[i].owners, cases[i].where);
		struct page_got got = page(c, arena_printf(c->arena, "limit=200&%s", cases[i].query));
		const bool      oldest_first = strstr(cases[i].query, "sort=") != NULL;

		if (got.end.total != (n > 10000 ? 10000 : n) || got.end.total_is_exact != (n <= 10000))
			fail_msg("%s: total %llu, expected %llu", cases[i].query, (unsigned long long)got.end.total, (unsigned long long)n);
		for (size_t k = 0; k < got.n; k++) {
			if (!among(got.rows[k].turn_owner, cases[i].owners))
				fail_msg("%s: order %s is %s's", cases[i].query, got.rows[k].order_no, got.rows[k].turn_owner);
			if (k)
				assert_int_equal(got.rows[k - 1].order_time.us > got.rows[k].order_time.us, !oldest_first);
		}
	}
}

static uint64_t rows_read(struct ctx *c)
{
	return number_of(c, "SELECT SUM(VARIABLE_VALUE) FROM information_schema.SESSION_STATUS"
		" WHERE VARIABLE_NAME LIKE 'Handler\\_read\\_%'");
}

static void test_pages_walk_to_the_end_and_read_little(void **state)
{
	struct ctx    *c = *state;
	const uint64_t wrong = number_of(c, "SELECT COUNT(*) FROM platform_order WHERE customer_id = 1 AND kind = 'b2c' AND status NOT IN"
		" ('pending', 'acknowledged') AND exception_code NOT IN ('sku_not_mapped', 'order_unpaid', 'insufficient_stock')");

	assert_in_range(wrong, 500, 2000);
	as_operator(c, 1);
	for (size_t i = 0; i < N_OF(cases); i++) {
		const char *cursor = NULL;
		uint64_t    seen = 0;
		int64_t     last = 0;

		do {
			const uint64_t  before = rows_read(c);
			struct page_got got = page(c, arena_printf(c->arena, "limit=50&%s%s%s", cases[i].query, cursor ? "&cursor=" : "",
				cursor ? cursor : ""));
			const uint64_t  read = rows_read(c) - before;

			if (read > cases[i].most + 2 * wrong + (got.end.total_is_exact ? 3 * got.end.total : 0))
				fail_msg("%s%s read %llu rows", cases[i].query, cursor ? " (later)" : "", (unsigned long long)read);
			for (size_t k = 0; k < got.n; k++) {
				assert_true(!last || (strstr(cases[i].query, "sort=") ? got.rows[k].order_time.us > last
					: got.rows[k].order_time.us < last));
				last = got.rows[k].order_time.us;
			}
			seen += got.n;
			cursor = got.end.next_cursor;
		} while (cursor && seen < 1000);
		if (!cursor)
			assert_int_equal(seen, expected(c, strstr(cases[i].query, "b2b") ? "b2b" : "b2c", cases[i].owners, cases[i].where));
	}
}

static void test_since_when(void **state)
{
	struct ctx         *c = *state;
	uint64_t            id;
	struct order        o;
	struct order_detail d;

	as_system(c, 0);
	id = given_order(c, (struct given){ .no_city = true });
	assert_ok(c, db_exec(c, "UPDATE platform_order SET status_since = '2026-05-01 10:00:00' WHERE id = ?", V(id)));
	as_operator(c, 1);
	assert_ok(c, order_get(c, id, &d));
	assert_string_equal(d.o.turn_code, "dispatch");
	assert_string_equal(d.o.turn_owner, "you");
	assert_string_equal(instant_text(c->arena, d.o.turn_since), "2026-05-01T10:00:00Z");
	assert_ok(c, db_begin(c));
	assert_ok(c, order_lock(c, (struct order_ref){ .id = id }, &o) && order_recheck(c, &o));
	assert_ok(c, db_end(c, true));
	assert_ok(c, order_get(c, id, &d));
	assert_string_equal(d.o.turn_code, "complete_address");
	assert_true(d.o.turn_since.us > d.o.status_since.us);
}

static void test_unknown_turns_are_refused(void **state)
{
	struct ctx         *c = *state;
	struct order_filter f = { 0 };
	struct order       *rows;
	struct page_end     end;
	size_t              n;

	as_operator(c, 1);
	assert_ok(c, shape_parse_query(c, &order_filter_shape, "turn=you,nobody", &f));
	assert_false(order_page(c, &f, &rows, &n, &end));
	assert_string_equal(c->problem.fields[0].field, "turn");
	problem_clear(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_the_filter_finds_what_orders_say, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_pages_walk_to_the_end_and_read_little, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_since_when, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_unknown_turns_are_refused, db_harness_begin, db_harness_end),
	};

	return cmocka_run_group_tests(tests, given_many, db_harness_close);
}

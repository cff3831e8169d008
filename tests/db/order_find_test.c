/* Finding orders by a part of the name or the beginning of the number: what is found is what LIKE finds, whatever the text;
 * whoever writes a name keeps what it is found by; and what is read does not grow with the table. */
#include "order_given.h"

#include "domain/ingest.h"
#include "domain/order.h"
#include "domain/order_show.h"
#include "domain/retention.h"
#include "sql/like.h"
#include "sql/order_find_sql.h"
#include "sql/retention_sql.h"

/* ---- orders of random names ---------------------------------------------------------------------------- */

static uint32_t seed = 20261125;

static uint32_t below(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

/* Few letters, so that they repeat; what LIKE and folding treat in ways of their own. */
static const char *random_text(struct ctx *c, uint32_t max)
{
	static const char *const letters[] = { "a", "b", "A", "n", "é", "É", "İ", "ß", "王", "伟", "%", "_", "\\", "'", " ", " ", "😀", "e\u0301" };
	struct buf b = buf_new(c->arena, max * 4 + 1);

	for (uint32_t n = below(max + 1); n; n--)
		buf_printf(&b, "%s", letters[below(below(3) ? 5 : N_OF(letters))]);
	return b.text;
}

static const char *random_time(struct ctx *c)
{
	static const char *const odd[] = { "1969-12-31 23:59:59.999999", "1970-01-01 00:00:00", "2599-12-31 00:00:00" };

	if (!below(300))
		return odd[below(N_OF(odd))];
	return arena_printf(c->arena, "20%02u-%02u-%02u %02u:00:00", 24 + below(3), 1 + below(12), 1 + below(28), below(24));
}

enum { RANDOM_ORDERS = 3000 };

static int given_random(void **state)
{
	static const char *const statuses[] = { "pending", "processing", "shipped", "completed" };
	int bad = given_practice_data(state);

	if (bad || db_harness_begin(state) != 0)
		return 1;
	assert_ok((struct ctx *)*state, db_begin(*state));
	for (int i = 0; i < RANDOM_ORDERS; i++) {
		struct ctx *c = *state, one = ctx_begin(c);

		given_order(&one, (struct given){ .name = random_text(&one, below(8) ? 6 : 50), .time = random_time(&one), .customer = 1 + !below(5),
			.status = statuses[below(4)], .kind = below(20) ? "b2c" : "b2b" });
		ctx_end(&one);
	}
	assert_ok((struct ctx *)*state, db_end(*state, true));
	return db_harness_end(state);
}

struct id {
	uint64_t id;
};
static const struct field id_fields[] = { FIELD(struct id, id, NULL), FIELD_END };
static const struct shape id_shape = SHAPE(struct id, id_fields);

static struct id *plainly(struct ctx *c, const char *text, bool ascending, const char *status, size_t *n)
{
	struct query q = query_new(c);
	struct id   *rows;

	query_add(&q, "SELECT id FROM platform_order WHERE customer_id = 1 AND kind = 'b2c' AND recipient_folded LIKE"
		" LOWER(? COLLATE utf8mb4_unicode_520_nopad_ci) COLLATE utf8mb4_nopad_bin", V(like_contains(c->arena, text)));
	if (status)
		query_add(&q, " AND status = ?", V(status));
	if (ascending)
		query_add(&q, " ORDER BY order_time, id");
	else
		query_add(&q, " ORDER BY order_time DESC, id DESC");
	query_untenanted(&q);
	rows = db_all(c, &q, &id_shape, n);
	assert_non_null(rows);
	return rows;
}

/* All pages of a name are, in this order, what LIKE finds. */
static void assert_found(struct ctx *c, const char *text, bool ascending, const char *status)
{
	size_t      n_expected, seen = 0;
	struct id  *expected = plainly(c, text, ascending, status, &n_expected);
	const char *cursor = NULL;

	do {
		struct order_filter f = { .recipient_name = text, .sort = ascending, .status = status, .page = { .limit = 7 + (int32_t)below(100), .cursor = cursor } };
		struct order       *rows;
		struct page_end     end;
		size_t              n;

		assert_ok(c, order_page(c, &f, &rows, &n, &end));
		if (end.total != n_expected || !end.total_is_exact)
			fail_msg("“%s”: total %llu instead of %zu", text, (unsigned long long)end.total, n_expected);
		for (size_t i = 0; i < n; i++, seen++)
			if (seen >= n_expected || rows[i].id != expected[seen].id)
				fail_msg("“%s”: order %zu of %zu is another", text, seen + 1, n_expected);
		cursor = end.next_cursor;
	} while (cursor);
	if (seen != n_expected)
		fail_msg("“%s”: %zu instead of %zu", text, seen, n_expected);
}

static void test_what_is_found_is_what_like_finds(void **state)
{
	static const char *const terms[] = { "a", "ab", "aba", "王", "王伟", "王a", "%", "_", "\\", "\\%", "%a", "a_", "'", "é", "É", "ÉÉ", "İ", "i", "ß",
		"a a", " a", "a ", "  ", "😀", "e\u0301", "\u0301", "qq", "zzqx", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	struct ctx *c = *state;

	as_operator(c, 1);
	for (size_t i = 0; i < N_OF(terms); i++) {
		assert_found(c, terms[i], false, NULL);
		assert_found(c, terms[i], true, NULL);
		assert_found(c, terms[i], i % 2, "pending");
	}
	for (int i = 0; i < 150; i++) {
		struct ctx  one = ctx_begin(c);
		const char *text = random_text(&one, i % 10 ? 4 : 40);

		if (*text)
			assert_found(&one, text, i % 2, i % 3 ? NULL : "completed");
		ctx_end(&one);
	}
}

/* A part of a name that is there, of any length: also one longer than what is stored of an ending. */
static void test_parts_of_long_names(void **state)
{
	struct ctx   *c = *state;
	struct query  q = query_new(c);
	struct order *rows;
	size_t        n;

	as_operator(c, 1);
	query_add(&q, "SELECT id, recipient_name FROM platform_order o WHERE CHAR_LENGTH(recipient_name) > 34 AND kind = 'b2c'");
	query_tenant(c, &q, "o");
	rows = db_all(c, &q, &order_shape, &n);
	assert_true(rows && n > 20);
	for (size_t i = 0; i < n; i++) {
		const char *from = rows[i].recipient_name;

		for (uint32_t skip = below(6); skip && *from; from++)
			skip -= (from[1] & 0xc0) != 0x80;
		assert_found(c, from, false, NULL);
	}
}

/* ---- who writes ------------------------------------------------------------------------------------------ */

static uint64_t found_by(struct ctx *c, uint64_t id)
{
	return number_of(c, "SELECT COUNT(*) FROM order_find WHERE order_id = ? AND field = 'name'", V(id));
}

static void assert_finds(struct ctx *c, const char *name, size_t expected)
{
	struct order_filter f = { .recipient_name = name };
	struct order       *rows;
	struct page_end     end;
	size_t              n;

	as_operator(c, 1);
	assert_ok(c, order_page(c, &f, &rows, &n, &end));
	assert_int_equal(n, expected);
	as_system(c, 1);
}

static void test_a_name_from_its_arrival_to_its_end(void **state)
{
	struct ctx           *c = *state;
	struct incoming_order in = { .platform_order_id = "F-1", .order_no = "F-1", .source = "woocommerce", .raw_status = "processing",
		.state = INCOMING_OPEN, .created_at = { 1780000000 * INSTANT_SECOND }, .updated_at = { 1780000001 * INSTANT_SECOND }, .currency = "USD",
		.recipient = { .name = "Zoltán Quill", .city = "Springfield", .country = "US" }, .raw = { "{}", 2 } };
	struct ingest_source  from = { .customer_id = 1, .store_id = 1, .kind = ORDER_B2C, .asked_at = { 1780000100 * INSTANT_SECOND } };
	struct ingest_result  r;
	size_t                rule = 0;
	bool                  more = true;

	as_system(c, 1);
	assert_ok(c, ingest_page(c, &from, &in, 1, &r, NULL, NULL));
	assert_int_equal(r.outcome, SYNC_CREATED);
	assert_finds(c, "tán qu", 1);
	assert_int_equal(found_by(c, r.order_id), 11); /* a letter each, without the space */

	/* the platform has another name, then another time and number */
	in.recipient.name = "Zoltana Quillby";
	in.updated_at.us += INSTANT_SECOND;
	assert_ok(c, ingest_page(c, &from, &in, 1, &r, NULL, NULL));
	assert_int_equal(r.outcome, SYNC_UPDATED);
	assert_finds(c, "tán qu", 0);
	assert_finds(c, "TANA QUILL", 1);
	assert_int_equal(found_by(c, r.order_id), 14);
	in.created_at.us -= 40 * 86400 * INSTANT_SECOND;
	in.order_no = "F-1-again";
	in.updated_at.us += INSTANT_SECOND;
	assert_ok(c, ingest_page(c, &from, &in, 1, &r, NULL, NULL));
	assert_finds(c, "ana quill", 1);
	assert_int_equal(found_by(c, r.order_id), 14);
	assert_number(c, 1, "SELECT COUNT(*) FROM order_find WHERE order_id = ? AND field = 'no' AND part = 'f-1-again'", V(r.order_id));
	assert_number(c, 1, "SELECT COUNT(*) FROM order_find WHERE order_id = ? AND field = 'no'", V(r.order_id));

	/* its time is over: nothing of it is left */
	assert_ok(c, db_exec(c, "UPDATE platform_order SET status = 'completed', status_since = '2020-01-01' WHERE id = ?", V(r.order_id)));
	while (strcmp(retention_sql_rule(rule)->name, "recipients") != 0)
		rule++;
	as_system(c, 0);
	for (bool first = true; more; first = false)
		assert_ok(c, retention_purge(c, rule, first, NULL, NULL, &more));
	assert_int_equal(found_by(c, r.order_id), 0);
	assert_finds(c, "quill", 0);
	assert_number(c, 1, "SELECT COUNT(*) FROM order_find WHERE order_id = ?", V(r.order_id)); /* the number */
}

static void test_a_change_that_is_undone(void **state)
{
	struct ctx    *c = *state;
	const uint64_t id = given_order(c, (struct given){ .name = "Yorick Undone" });

	as_system(c, 1);
	assert_ok(c, db_begin(c));
	assert_ok(c, order_find_sql_forget(c, &id, 1));
	assert_int_equal(found_by(c, id), 0);
	assert_false(db_end(c, false));
	assert_finds(c, "rick undone", 1);
	assert_int_equal(found_by(c, id), 12);
}

static void test_of_a_purchase_order_the_number_alone(void **state)
{
	struct ctx    *c = *state;
	const uint64_t id = given_order(c, (struct given){ .kind = "b2b", .name = "Fulfillment Center" });

	assert_int_equal(found_by(c, id), 0);
	assert_number(c, 1, "SELECT COUNT(*) FROM order_find WHERE order_id = ? AND kind = 'b2b' AND field = 'no'", V(id));
}

/* Two that change the same order wait for each other. */
static void test_forgetting_locks(void **state)
{
	struct ctx    *c = *state, other = db_harness_other();
	const uint64_t id = given_order(c, (struct given){ 0 });

	assert_ok(c, db_begin(c));
	assert_ok(c, order_find_sql_forget(c, &id, 1));
	assert_false(db_exec(&other, "UPDATE platform_order SET recipient_name = 'Somebody Else' WHERE id = ?", V(id)));
	assert_int_equal(other.problem.code, PROBLEM_BUSY);
	assert_false(db_end(c, false));
	db_harness_other_end(&other);
}

static void test_spans(void **state)
{
	static const char *const times[] = { "1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z", "2026-06-08T00:00:00Z", "2026-06-07T23:59:59.999999Z",
		"2599-12-31T00:00:00Z", "1900-01-01T12:00:00Z" };
	struct ctx *c = *state;

	for (size_t i = 0; i < N_OF(times); i++) {
		struct instant t;

		assert_true(instant_parse(times[i], &t));
		/* also 1970 is a time here */
		assert_number(c, order_find_span(t, true), "SELECT TO_DAYS(?) DIV 14", ((struct value){ .kind = VALUE_INSTANT, .instant = t }));
		assert_number(c, order_find_span(t, false), "SELECT TO_DAYS(?)", ((struct value){ .kind = VALUE_INSTANT, .instant = t }));
	}
}

/* ---- what is read ------------------------------------------------------------------------------------------ */

static uint64_t rows_read(struct ctx *c)
{
	return number_of(c, "SELECT SUM(VARIABLE_VALUE) FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME LIKE 'Handler\\_read\\_%'");
}

/* 60,000 orders over ten months, a third of them of one name that nobody has had since, and as many numbers of their own. */
static void bulk(struct ctx *c)
{
	assert_ok(c, db_begin(c));
	for (int from = 0; from < 60000; from += 5000) /* a statement has five seconds */
		assert_ok(c, db_exec(c, "INSERT INTO platform_order (id, customer_id, store_id, kind, platform_order_id, order_no, source, status, amount,"
			" currency, order_time, recipient_name, content_hash, pulled_at) SELECT 100000 + n, 1, 1, 'b2c', CONCAT('bulk', n),"
			" CONCAT(IF(n < 20000, 'WAS-', 'NOW-'), n), 'woocommerce', ELT(1 + n % 3, 'completed', 'shipped', 'pending'), 10, 'USD',"
			" '2027-01-01' + INTERVAL n * 7 MINUTE, CONCAT(IF(n < 20000, 'Wilma Wolf', ELT(1 + n % 5, 'Carl', 'Doris', 'Otto', 'Karl', 'Lina')),"
			" IF(n % 7000 = 77, ' Querfeld', CONCAT(' Lund', CHAR(97 + n % 11)))), UNHEX(SHA2(n, 256)), NOW(6)"
			" FROM (SELECT seq + ? AS n FROM seq_1_to_5000) made", V(from)));
	given_found(c);
	assert_ok(c, db_end(c, true));
	assert_ok(c, db_script(c, "ANALYZE TABLE platform_order, order_find"));
}

static void test_what_is_read_is_what_matches(void **state)
{
	/* 600 and their copies are looked ahead; of a name that many had long ago 2,000 are counted, and sorted with the rest of
	 * two weeks; its total counts to the cap. (What is put aside and read again counts each time.) */
	static const struct {
		const char *name, *no, *status;
		uint64_t    n, most;
	} cases[] = {
		{ "zzqx", NULL, NULL, 0, 6000 },
		{ "wq", NULL, NULL, 0, 6000 },
		{ "querfeld", NULL, NULL, 9, 6000 },
		{ "otto querfeld", NULL, "completed", 2, 6000 },
		{ "wolf", NULL, NULL, 51, 60000 },
		{ "ma wo", NULL, "shipped", 51, 250000 }, /* each of 20,000 is looked at for the total */
		{ "arl", NULL, NULL, 51, 60000 },
		{ "wolf x", NULL, NULL, 0, 6000 },
		{ NULL, "WAS-*", NULL, 51, 60000 },
		{ NULL, "NOW-*", NULL, 51, 60000 },
		{ NULL, "NOW-5999*", NULL, 10, 500 },
		{ NULL, "NEVER-*", NULL, 0, 100 },
	};
	struct ctx *c = *state;

	bulk(c);
	as_operator(c, 1);
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct order_filter f = { .recipient_name = cases[i].name, .order_no = cases[i].no, .status = cases[i].status };
		struct order       *rows;
		struct page_end     end;
		size_t              n;
		uint64_t            before = rows_read(c), read;

		assert_ok(c, order_page(c, &f, &rows, &n, &end));
		read = rows_read(c) - before;
		assert_int_equal(n + (end.next_cursor != NULL), cases[i].n);
		if (read > cases[i].most)
			fail_msg("case %zu: %llu rows read for %zu shown", i, (unsigned long long)read, n);
	}
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		T(test_what_is_found_is_what_like_finds),
		T(test_parts_of_long_names),
		T(test_a_name_from_its_arrival_to_its_end),
		T(test_a_change_that_is_undone),
		T(test_of_a_purchase_order_the_number_alone),
		T(test_forgetting_locks),
		T(test_spans),
		T(test_what_is_read_is_what_matches),
	};

	return cmocka_run_group_tests(tests, given_random, db_harness_close);
}

/* Pages: every row once, in both directions, across rows of the same time; cursors that are not ours. */
#include "db_harness.h"

#include "lib/shape.h"

#include <stdio.h>
#include <string.h>

struct row {
	uint64_t       id;
	struct instant at;
};
static const struct field row_fields[] = { FIELD(struct row, id, "id"), FIELD(struct row, at, "at"), FIELD_END };
static const struct shape row_shape = SHAPE(struct row, row_fields);

enum { ROWS = 137 };

static int tables(void **state)
{
	if (db_harness_open(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	/* five rows share a microsecond, some times are before 1970 and one is 1970 itself */
	if (!db_script(*state, "CREATE TABLE p (id BIGINT UNSIGNED PRIMARY KEY, at DATETIME(6) NOT NULL, KEY ix (at, id));\n"
		"INSERT INTO p SELECT (seq * 61) % 137 + 1, TIMESTAMP '1969-12-31 23:59:59.999990' + INTERVAL seq DIV 5 MICROSECOND\n"
		"FROM seq_1_to_137;\n")) {
		fprintf(stderr, "%s\n", problem_words(*state));
		return 1;
	}
	return db_harness_end(state);
}

static struct row *page(struct ctx *c, struct page *p, size_t *n)
{
	struct query q = query_new(c);
	struct row  *rows;

	assert_ok(c, page_read(c, p));
	query_add(&q, "SELECT id, at FROM p WHERE 1 = 1");
	query_page(&q, p, "at", "id");
	rows = db_all(c, &q, &row_shape, n);
	if (!rows)
		fail_msg("%s", problem_words(c));
	return rows;
}

static void every_row_once(void **state)
{
	static const struct { int32_t limit; bool ascending; } cases[] = {
		{ 1, false }, { 1, true }, { 2, false }, { 7, true }, { 7, false }, { 136, true }, { 137, false }, { 200, true },
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct page p = { .limit = cases[i].limit, .ascending = cases[i].ascending };
		struct row  last = { 0 };
		size_t      seen = 0, n;
		bool        had[ROWS + 1] = { false };

		for (bool more = true; more;) {
			struct row *rows = page(c, &p, &n);

			more = n > (size_t)p.limit;
			for (size_t r = 0; r < n - more; r++) {
				const int64_t way = p.ascending ? 1 : -1;
				const int64_t step = rows[r].at.us != last.at.us ? rows[r].at.us - last.at.us
					: (int64_t)rows[r].id - (int64_t)last.id;

				assert_true(seen == 0 || step * way > 0);
				assert_false(had[rows[r].id]);
				had[rows[r].id] = true;
				last = rows[r];
				seen++;
			}
			p.cursor = page_cursor(c, last.at, last.id);
		}
		assert_int_equal(seen, ROWS);
	}
}

/* The cost of a page does not grow with its depth: the server walks the index, not the table. */
static void a_page_is_a_range(void **state)
{
	struct ctx *c = *state;
	struct page p = { .limit = 5 };
	size_t      n;
	struct row *rows = page(c, &p, &n);
	struct query q = query_new(c);
	uint64_t     before, after;

	p.cursor = page_cursor(c, rows[4].at, rows[4].id);
	query_add(&q, "SELECT SUM(variable_value) FROM information_schema.session_status"
		" WHERE variable_name IN ('HANDLER_READ_NEXT', 'HANDLER_READ_PREV', 'HANDLER_READ_RND_NEXT')");
	assert_ok(c, db_number(c, &q, &before));
	assert_ok(c, db_number(c, &q, &after));
	before = after + (after - before); /* what asking costs by itself */
	page(c, &p, &n);
	assert_ok(c, db_number(c, &q, &after));
	assert_int_equal(n, 6);
	assert_in_range(after - before, 1, 12);
}

static void cursors_of_others_are_refused(void **state)
{
	struct ctx *c = *state;
	const char *good = page_cursor(c, (struct instant){ INT64_C(1780000000123456) }, UINT64_MAX);
	const char *bad[] = { "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAA", "abc=", "..", "' OR 1=1", "%", "\xff\xff", NULL, NULL, NULL, NULL };
	struct page p = { .cursor = good };

	bad[7] = arena_printf(c->arena, "%sA", good);
	bad[8] = arena_strndup(c->arena, good, strlen(good) - 1);
	bad[9] = arena_printf(c->arena, "%s=", good);
	bad[10] = arena_printf(c->arena, "%c%s", good[0] == 'A' ? 'B' : 'A', good + 1);
	assert_ok(c, page_read(c, &p));
	assert_true(p.after_t.us == INT64_C(1780000000123456));
	assert_true(p.after_id == UINT64_MAX);
	assert_int_equal(p.limit, 50);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		p = (struct page){ .cursor = bad[i] };
		assert_false(page_read(c, &p));
		assert_true(problem_is(c, PROBLEM_INVALID));
		assert_string_equal(c->problem.fields[0].field, "cursor");
		problem_clear(c);
	}
	for (size_t i = 0; i < strlen(good); i++) { /* one letter mistyped anywhere */
		char *typo = arena_strdup(c->arena, good);

		typo[i] = typo[i] == 'Q' ? 'R' : 'Q';
		p = (struct page){ .cursor = typo };
		assert_problem(c, PROBLEM_INVALID, page_read(c, &p));
	}
	p = (struct page){ .cursor = "" };
	assert_ok(c, page_read(c, &p));
	assert_null(p.cursor);
}

static void limits_are_checked(void **state)
{
	static const struct { int32_t limit; bool good; } cases[] = {
		{ 0, true }, { 1, true }, { 200, true }, { 201, false }, { -1, false }, { INT32_MAX, false },
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct page p = { .limit = cases[i].limit };

		assert_int_equal(page_read(c, &p), cases[i].good);
		if (!cases[i].good)
			assert_string_equal(c->problem.fields[0].field, "limit");
		problem_clear(c);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		TEST(every_row_once),
		TEST(a_page_is_a_range),
		TEST(cursors_of_others_are_refused),
		TEST(limits_are_checked),
	};

	return cmocka_run_group_tests(tests, tables, db_harness_close);
}

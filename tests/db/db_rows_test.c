/* What goes into a column comes out of it, and what does not fit is refused. */
#include "db_harness.h"

#include "lib/shape.h"

#include <stdio.h>
#include <string.h>

enum colour { RED, GREEN, BLUE };
static const char *const colour_names[] = { "red", "green", "blue", NULL };

struct thing {
	uint64_t       id;
	int64_t        big;
	int32_t        small;
	bool           yes;
	struct money   amount;
	struct instant at;
	enum colour    colour;
	const char    *words;
	const char    *raw;
	struct bytes   binary;
	const char   **tags;
	size_t         n_tags;
};
static const struct field thing_fields[] = {
	FIELD(struct thing, id, "id"),
	FIELD(struct thing, big, "big"),
	FIELD(struct thing, small, "small"),
	FIELD(struct thing, yes, "yes"),
	FIELD(struct thing, amount, "amount"),
	FIELD(struct thing, at, "at"),
	FIELD_CHOICE(struct thing, colour, "colour", colour_names),
	FIELD(struct thing, words, "words"),
	FIELD_RAW(struct thing, raw, "raw"),
	FIELD(struct thing, binary, "binary", .flags = FIELD_HIDDEN),
	FIELD_TEXTS(struct thing, tags, n_tags, "tags"),
	FIELD_END
};
static const struct shape thing_shape = SHAPE(struct thing, thing_fields);

static int tables(void **state)
{
	if (db_harness_open(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	if (!db_script(*state,
		"CREATE TABLE thing (id BIGINT UNSIGNED PRIMARY KEY, big BIGINT, small INT, yes BOOL, amount DECIMAL(19,4),\n"
		" at DATETIME(6), colour ENUM('red','green','blue','mauve'), words MEDIUMTEXT, raw JSON, `binary` MEDIUMBLOB);\n"
		"CREATE TABLE counted (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, name VARCHAR(40) NOT NULL,\n"
		" n INT NOT NULL DEFAULT 0, UNIQUE KEY uk_name (name), CONSTRAINT ck_n CHECK (n >= 0));\n"
		"CREATE TABLE owned (id INT PRIMARY KEY, customer_id BIGINT UNSIGNED NOT NULL);\n")) {
		fprintf(stderr, "%s\n", problem_words(*state));
		return 1;
	}
	return db_harness_end(state);
}

static bool add(struct ctx *c, const struct thing *t)
{
	return db_exec(c, "INSERT INTO thing (id, big, small, yes, amount, at, colour, words, raw, `binary`)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", V(t->id), V(t->big), V(t->small), V(t->yes), V(t->amount),
		V(t->at), V(colour_names[t->colour]), V(t->words), V(t->raw), V(t->binary));
}

static bool get(struct ctx *c, uint64_t id, struct thing *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT * FROM thing WHERE id = ?", V(id));
	return db_one(c, &q, &thing_shape, out, "thing");
}

static char *repeated(struct ctx *c, const char *piece, size_t times)
{
	size_t len = strlen(piece);
	char  *text = arena_alloc(c->arena, len * times + 1);

	for (size_t i = 0; i < times; i++)
		memcpy(text + i * len, piece, len);
	return text;
}

static void assert_same(const struct thing *a, const struct thing *b)
{
	assert_true(a->id == b->id);
	assert_true(a->big == b->big);
	assert_int_equal(a->small, b->small);
	assert_true(a->yes == b->yes);
	assert_true(a->amount.e4 == b->amount.e4);
	assert_true(a->at.us == b->at.us);
	assert_int_equal(a->colour, b->colour);
	assert_true(!a->words == !b->words);
	if (a->words)
		assert_string_equal(a->words, b->words);
	assert_true(!a->raw == !b->raw);
	if (a->raw)
		assert_string_equal(a->raw, b->raw);
	assert_true(a->binary.len == b->binary.len);
	assert_true(!a->binary.data == !b->binary.data);
	if (a->binary.len)
		assert_memory_equal(a->binary.data, b->binary.data, a->binary.len);
}

static void values_come_back(void **state)
{
	struct ctx *c = *state;
	const struct thing things[] = {
		{ .id = UINT64_MAX, .big = INT64_MIN, .small = INT32_MIN, .yes = true,
		  .amount = { INT64_C(-9223372036854775807) }, .at = { 1 }, .colour = BLUE, .words = "", .raw = "{}",
		  .binary = { "", 0 } },
		{ .id = INT64_MAX, .big = INT64_MAX, .small = INT32_MAX, .amount = { INT64_C(9223372036854775807) },
		  .at = { INT64_C(253402300799999999) }, .colour = GREEN, .words = "a;'\"\\ %_", .raw = "[1, \"é\"]",
		  .binary = { "\0\xff\x80\0", 4 } },
		{ .id = (UINT64_C(1) << 53) + 1, .big = 9007199254740993, .amount = { 1 }, .at = { INT64_C(1780000000123456) },
		  .words = "😀 名前 ѓ" },
		{ .id = 4, .amount = { -1 }, .at = { INT64_C(-30610224000000000) }, /* the year 1000 */
		  .words = repeated(c, "0123456789abcde\n", 65536) }, /* 1 MiB */
		{ .id = 5, .words = repeated(c, "€", 40) /* 120 bytes: the last that needs no second step */ },
		{ .id = 6, .words = repeated(c, "b", 121), .binary = { repeated(c, "\x7f", 300000), 300000 } },
	};

	for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
		struct thing back = { .words = "left over" };

		assert_ok(c, add(c, &things[i]));
		assert_ok(c, get(c, things[i].id, &back));
		assert_same(&things[i], &back);
	}
}

static void nulls_are_zero(void **state)
{
	struct ctx   *c = *state;
	struct thing  back;
	struct query  q = query_new(c);
	uint64_t      nulls;

	memset(&back, 0x55, sizeof back);
	assert_ok(c, db_exec(c, "INSERT INTO thing (id, at, words, big, `binary`) VALUES (?, ?, ?, ?, ?)", V(7),
		V((struct instant){ 0 }), V((const char *)NULL), V_ID(0), V((struct bytes){ 0 })));
	query_add(&q, "SELECT COUNT(*) FROM thing WHERE id = 7 AND at IS NULL AND words IS NULL AND big IS NULL"
		" AND `binary` IS NULL");
	assert_ok(c, db_number(c, &q, &nulls));
	assert_int_equal(nulls, 1);
	assert_ok(c, get(c, 7, &back));
	assert_same(&(struct thing){ .id = 7 }, &back);
}

/* The server's own arithmetic agrees with ours, so text and binary forms were not both wrong. */
static void the_server_reads_the_same(void **state)
{
	struct ctx  *c = *state;
	struct query q = query_new(c);
	uint64_t     good;

	assert_ok(c, db_exec(c, "INSERT INTO thing (id, amount, at, big) VALUES (?, ?, ?, ?)", V(8),
		V((struct money){ -125001 }), V((struct instant){ INT64_C(1780000000123456) }), V(INT64_MIN)));
	query_add(&q, "SELECT COUNT(*) FROM thing WHERE id = 8 AND amount = -12.5001 AND at = '2026-05-28 20:26:40.123456'"
		" AND big = -9223372036854775808 AND at = ? AND amount = ?", V((struct instant){ INT64_C(1780000000123456) }),
		V((struct money){ -125001 }));
	assert_ok(c, db_number(c, &q, &good));
	assert_int_equal(good, 1);
}

static void what_does_not_fit_is_refused(void **state)
{
	struct ctx *c = *state;
	const struct {
		const char *what, *column;
	} cases[] = {
		{ "SELECT 2147483648 AS small", "small" },
		{ "SELECT 18446744073709551615 AS big", "big" },
		{ "SELECT -1 AS id", "id" },
		{ "SELECT 'mauve' AS colour", "colour" },
		{ "SELECT 'twelve' AS amount", "amount" },
		{ "SELECT 1 AS nobody", "nobody" },
		{ "SELECT 'x' AS tags", "tags" },
		{ "SELECT 1 AS id UNION ALL SELECT 2", "twice" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct query q = query_new(c);
		struct thing t;
		bool         found;

		query_add_(cases[i].what, &q, NULL, 0);
		assert_false(db_maybe(c, &q, &thing_shape, &t, &found));
		assert_false(found);
		assert_true(problem_is(c, PROBLEM_INTERNAL));
		assert_non_null(strstr(c->problem.cause, cases[i].column));
		problem_clear(c);
	}
}

static void none_one_and_many(void **state)
{
	struct ctx   *c = *state;
	struct thing  t, *all;
	struct query  q = query_new(c), many = query_new(c);
	bool          found;
	uint64_t      number;
	size_t        n = 7;

	query_add(&q, "SELECT id FROM thing WHERE id = 404");
	assert_ok(c, db_maybe(c, &q, &thing_shape, &t, &found));
	assert_false(found);
	assert_problem(c, PROBLEM_NOT_FOUND, db_one(c, &q, &thing_shape, &t, "thing"));
	assert_ok(c, db_number(c, &q, &number));
	assert_int_equal(number, 0);
	all = db_all(c, &q, &thing_shape, &n);
	assert_non_null(all);
	assert_int_equal(n, 0);

	query_add(&many, "SELECT seq AS id, CONCAT('row ', seq) AS words, IF(seq % 3 = 0, NULL, seq) AS big FROM seq_1_to_1000");
	all = db_all(c, &many, &thing_shape, &n);
	if (!all)
		fail_msg("%s", problem_words(c));
	assert_int_equal(n, 1000);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(all[i].id, i + 1);
		assert_string_equal(all[i].words, arena_printf(c->arena, "row %zu", i + 1));
		assert_int_equal(all[i].big, (i + 1) % 3 ? i + 1 : 0);
	}
}

/* Matched rows are counted, changed or not: a check on the count must not depend on the data. */
static void matched_rows_are_counted(void **state)
{
	struct ctx *c = *state;
	uint64_t    id, again, matched;

	assert_ok(c, db_insert(c, &id, "INSERT INTO counted (name) VALUES (?)", V("a")));
	assert_ok(c, db_insert(c, &again, "INSERT INTO counted (name) VALUES (?)", V("b")));
	assert_int_equal(again, id + 1);
	assert_ok(c, db_exec_matched(c, &matched, "UPDATE counted SET n = 5 WHERE id = ?", V(id)));
	assert_int_equal(matched, 1);
	assert_ok(c, db_exec_matched(c, &matched, "UPDATE counted SET n = 5 WHERE id = ?", V(id)));
	assert_int_equal(matched, 1);
	assert_ok(c, db_exec_matched(c, &matched, "UPDATE counted SET n = 6 WHERE id = ? AND n = 4", V(id)));
	assert_int_equal(matched, 0);
	assert_ok(c, db_exec_matched(c, &matched, "UPDATE counted SET n = n + 1"));
	assert_int_equal(matched, 2);
}

static void errors_have_meanings(void **state)
{
	struct ctx *c = *state;

	assert_ok(c, db_exec(c, "INSERT INTO counted (name) VALUES (?)", V("it's for key 'mine'")));
	assert_false(db_exec(c, "INSERT INTO counted (name) VALUES (?)", V("it's for key 'mine'")));
	assert_true(problem_is(c, PROBLEM_INTERNAL));
	assert_string_equal(db_duplicate_key(c), "uk_name");
	assert_null(strstr(c->problem.cause, "mine")); /* no data in the log */
	problem_clear(c);
	assert_null(db_duplicate_key(c));

	assert_false(db_exec(c, "INSERT INTO counted (id, name) VALUES (1, 'x'), (1, 'y')"));
	assert_string_equal(db_duplicate_key(c), "PRIMARY");
	problem_clear(c);
	assert_problem(c, PROBLEM_INTERNAL, db_exec(c, "UPDATE counted SET n = ?", V(-1)));
	assert_null(db_duplicate_key(c));
	assert_problem(c, PROBLEM_INTERNAL, db_exec(c, "INSERT INTO counted (name) VALUES (REPEAT('x', 41))"));
	assert_problem(c, PROBLEM_INTERNAL, db_exec(c, "SELEC 1"));
	assert_problem(c, PROBLEM_INTERNAL, db_exec(c, "UPDATE counted SET n = ? WHERE id = ?", V(1)));
	assert_false(db_exec(c, "INSERT INTO counted (name, n) VALUES ('x', CAST(? AS INT))", V("12-34")));
	if (strstr(c->problem.cause, "12-34"))
		fail_msg("the log would hold data: %s", c->problem.cause);
	problem_clear(c);
	assert_ok(c, db_exec(c, "DELETE FROM counted"));
}

static void lists_match_their_members(void **state)
{
	struct ctx        *c = *state;
	const uint64_t     ids[] = { 1, 3, 5, 7, 9 };
	const char *const  names[] = { "n2", "n4", "it's" };
	static const struct { size_t n; uint64_t found; } cases[] = { { 0, 0 }, { 1, 1 }, { 2, 2 }, { 3, 3 }, { 5, 5 } };

	assert_ok(c, db_exec(c, "INSERT INTO counted (id, name) SELECT seq, CONCAT('n', seq) FROM seq_1_to_20"));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct query q = query_new(c), t = query_new(c);
		uint64_t     found;

		query_add(&q, "SELECT COUNT(*) FROM counted WHERE ");
		query_in_ids(&q, "id", ids, cases[i].n);
		assert_ok(c, db_number(c, &q, &found));
		assert_int_equal(found, cases[i].found);
		if (cases[i].n > 3)
			continue;
		query_add(&t, "SELECT COUNT(*) FROM counted WHERE n = 0 AND ");
		query_in_texts(&t, "name", names, cases[i].n);
		assert_ok(c, db_number(c, &t, &found));
		assert_int_equal(found, cases[i].n < 2 ? cases[i].n : 2);
	}
	assert_ok(c, db_exec(c, "DELETE FROM counted"));
}

static void the_caller_sees_what_is_theirs(void **state)
{
	struct ctx          *c = *state;
	const uint64_t       warehouses[] = { 4, 5 };
	static const struct {
		struct actor actor;
		const char  *text;
		size_t       n_values;
	} cases[] = {
		{ { .kind = ACTOR_USER, .customer_id = 7 }, "WHERE 1 AND o.customer_id = ?", 1 },
		{ { .kind = ACTOR_PARTNER, .customer_id = 7 }, "WHERE 1 AND o.customer_id = ?", 1 },
		{ { .kind = ACTOR_USER }, "WHERE 1 AND FALSE", 0 },
		{ { .kind = ACTOR_STAFF, .n_warehouse_ids = 2 }, "WHERE 1 AND o.warehouse_id IN (?,?)", 2 },
		{ { .kind = ACTOR_STAFF }, "WHERE 1 AND FALSE", 0 },
		{ { .kind = ACTOR_STAFF, .all_warehouses = true }, "WHERE 1", 0 },
		{ { .kind = ACTOR_SYSTEM }, "WHERE 1", 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct query q = query_new(c);

		c->actor = cases[i].actor;
		c->actor.warehouse_ids = warehouses;
		query_add(&q, "WHERE 1");
		query_tenant(c, &q, "o");
		query_warehouse(c, &q, "o.warehouse_id");
		assert_string_equal(q.text, cases[i].text);
		assert_int_equal(q.n_values, cases[i].n_values);
	}
}

/* A forgotten binding is our own mistake, and test builds find it. */
static void an_unbound_query_is_found(void **state)
{
	struct ctx  *c = *state;
	static const struct {
		enum actor_kind kind;
		uint64_t        customer_id;
		const char     *text;
		bool            bind, untenanted, good;
	} cases[] = {
		{ ACTOR_USER, 7, "SELECT COUNT(*) FROM owned o WHERE 1", false, false, false },
		{ ACTOR_PARTNER, 7, "SELECT COUNT(*) FROM counted k JOIN owned o WHERE 1", false, false, false },
		{ ACTOR_USER, 7, "SELECT COUNT(*) FROM owned o WHERE 1", true, false, true },
		{ ACTOR_USER, 7, "SELECT COUNT(*) FROM owned o WHERE 1", false, true, true },
		{ ACTOR_USER, 7, "SELECT COUNT(*) FROM counted WHERE 1", false, false, true },
		{ ACTOR_SYSTEM, 7, "SELECT COUNT(*) FROM owned o WHERE 1", false, false, true },
		{ ACTOR_STAFF, 0, "SELECT COUNT(*) FROM owned o WHERE 1", false, false, true },
		{ ACTOR_USER, 0, "SELECT COUNT(*) FROM owned o WHERE 1", false, false, true }, /* nobody has signed in yet */
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct query q = query_new(c);
		uint64_t     n;

		c->actor = (struct actor){ .kind = cases[i].kind, .customer_id = cases[i].customer_id };
		query_add_(cases[i].text, &q, NULL, 0);
		if (cases[i].bind)
			query_tenant(c, &q, "o");
		if (cases[i].untenanted)
			query_untenanted(&q);
		if (cases[i].good)
			assert_ok(c, db_number(c, &q, &n));
		else
			assert_problem(c, PROBLEM_INTERNAL, db_number(c, &q, &n));
	}
}

static void many_rows_go_in_at_once(void **state)
{
	struct ctx    *c = *state;
	enum { ROWS = 2500, COLUMNS = 7 };
	struct value  *rows = NEW_N(c->arena, struct value, ROWS * COLUMNS);
	struct thing   back;
	struct query   q = query_new(c);
	uint64_t       n;

	assert_ok(c, db_exec(c, "DELETE FROM thing"));
	for (size_t i = 0; i < ROWS; i++) {
		struct value *row = rows + i * COLUMNS;

		row[0] = V((uint64_t)i + 1);
		row[1] = i % 2 ? V(-(int64_t)i) : V_NULL;
		row[2] = V((struct money){ (int64_t)i * 12345 - 5 });
		row[3] = V((struct instant){ i % 3 ? INT64_C(1780000000000001) + (int64_t)i : 0 });
		row[4] = i % 5 ? V(arena_printf(c->arena, "name 名 %zu", i)) : V_NULL;
		row[5] = i % 7 ? V(((struct bytes){ "\0\1\2", i % 4 })) : V_NULL;
		row[6] = V_NULL;
	}
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, db_insert_many(c, "INSERT INTO thing (id, big, amount, at, words, `binary`, raw)"
		" VALUES (?, ?, ?, ?, ?, ?, ?)", rows, ROWS, COLUMNS)));
	query_add(&q, "SELECT COUNT(*) FROM thing WHERE raw IS NULL");
	assert_ok(c, db_number(c, &q, &n));
	assert_int_equal(n, ROWS);
	for (size_t i = 0; i < ROWS; i += i < 20 ? 1 : 97) {
		assert_ok(c, get(c, i + 1, &back));
		assert_true(back.big == (i % 2 ? -(int64_t)i : 0));
		assert_true(back.amount.e4 == (int64_t)i * 12345 - 5);
		assert_true(back.at.us == (i % 3 ? INT64_C(1780000000000001) + (int64_t)i : 0));
		assert_true(!back.words == !(i % 5));
		if (back.words)
			assert_string_equal(back.words, arena_printf(c->arena, "name 名 %zu", i));
		assert_true(!back.binary.data == !(i % 7));
		if (back.binary.data)
			assert_int_equal(back.binary.len, i % 4);
	}
	/* the same statement, one row: the array is not remembered */
	assert_ok(c, db_exec(c, "INSERT INTO thing (id, big, amount, at, words, `binary`, raw) VALUES (?, ?, ?, ?, ?, ?, ?)",
		V(ROWS + 1), V(1), V((struct money){ 1 }), V_NULL, V("w"), V_NULL, V_NULL));
	assert_ok(c, get(c, ROWS + 1, &back));
	assert_string_equal(back.words, "w");
	assert_ok(c, db_insert_many(c, "INSERT INTO thing (id) VALUES (?)", NULL, 0, 1));
}

/* More than go into one round trip, in an order that is not that of their key; one that is there already is told as such. */
static void many_rows_come_back_with_their_ids(void **state)
{
	enum { ROWS = 2500 };
	struct ctx   *c = *state;
	struct value *rows = NEW_N(c->arena, struct value, ROWS);
	uint64_t     *ids = NEW_N(c->arena, uint64_t, ROWS), n;

	for (size_t i = 0; i < ROWS; i++)
		rows[i] = V(arena_printf(c->arena, "id %zu", i * 7919 % ROWS));
	assert_ok(c, db_insert_many_ids(c, "INSERT INTO counted (name) VALUES (?) RETURNING id", rows, ROWS, 1, ids));
	for (size_t i = 0; i < ROWS; i += 99) {
		struct query q = query_new(c);

		query_add(&q, "SELECT id FROM counted WHERE name = ?", rows[i]);
		assert_ok(c, db_number(c, &q, &n));
		assert_int_equal(n, ids[i]);
	}
	rows[0] = V("id new");
	assert_ok(c, db_begin(c) && db_savepoint(c));
	assert_false(db_insert_many_ids(c, "INSERT INTO counted (name) VALUES (?) RETURNING id", rows, 3, 1, ids));
	assert_string_equal(db_duplicate_key(c), "uk_name");
	assert_ok(c, db_savepoint_undo(c));
	problem_clear(c);
	/* the connection goes on, and a refusal of another kind is no duplicate */
	assert_ok(c, db_savepoint(c));
	assert_false(db_exec(c, "INSERT INTO counted (name, n) VALUES ('negative', -1)"));
	assert_null(db_duplicate_key(c));
	assert_ok(c, db_savepoint_undo(c));
	problem_clear(c);
	assert_ok(c, db_exec(c, "DELETE FROM counted WHERE name LIKE 'id %'"));
	assert_ok(c, db_end(c, true));
	assert_problem(c, PROBLEM_INTERNAL, db_insert_many_ids(c, "INSERT INTO counted (name) VALUES (?)", rows, 1, 1, ids));
}

static void bad_rows_are_refused(void **state)
{
	struct ctx         *c = *state;
	const struct value mixed[] = { V(1), V("one") };
	const struct value twice[] = { V("twice"), V("twice") };

	assert_problem(c, PROBLEM_INTERNAL, db_insert_many(c, "INSERT INTO counted (name) VALUES (?)", mixed, 2, 1));
	assert_problem(c, PROBLEM_INTERNAL, db_insert_many(c, "INSERT INTO counted (name, n) VALUES (?, ?)", mixed, 2, 1));
	assert_ok(c, db_begin(c));
	assert_false(db_insert_many(c, "INSERT INTO counted (name) VALUES (?)", twice, 2, 1));
	assert_string_equal(db_duplicate_key(c), "uk_name");
	assert_false(db_end(c, false));
	problem_clear(c);
}

/* More statements than are kept: the oldest are closed, the server does not fill up. */
static void statements_are_kept_and_closed(void **state)
{
	struct ctx  *c = *state;
	struct query open = query_new(c), prepared = query_new(c);
	struct thing t;
	uint64_t     n, before, after;

	query_add(&open, "SELECT variable_value FROM information_schema.session_status WHERE variable_name = 'COM_STMT_PREPARE'");
	assert_ok(c, db_number(c, &open, &before));
	for (int i = 0; i < 50; i++)
		assert_problem(c, PROBLEM_NOT_FOUND, get(c, 0, &t));
	assert_ok(c, db_number(c, &open, &after));
	assert_int_equal(after, before + 1);

	for (int i = 0; i < 1200; i++) {
		struct query q = query_new(c);

		query_add_(arena_printf(c->arena, "SELECT %d", i), &q, NULL, 0);
		assert_ok(c, db_number(c, &q, &n));
		assert_int_equal(n, i);
	}
	query_add(&prepared, "SELECT variable_value FROM information_schema.global_status"
		" WHERE variable_name = 'PREPARED_STMT_COUNT'");
	assert_ok(c, db_number(c, &prepared, &n));
	assert_in_range(n, 1, 520);
	assert_problem(c, PROBLEM_NOT_FOUND, get(c, 0, &t)); /* closed long ago, prepared again */
}

/* The settings everything else relies on are really there. */
static void the_session_is_as_agreed(void **state)
{
	struct ctx  *c = *state;
	struct query q = query_new(c);
	uint64_t     good;

	query_add(&q, "SELECT @@tx_isolation = 'READ-COMMITTED' AND @@time_zone = '+00:00' AND @@innodb_lock_wait_timeout = 3"
		" AND @@lock_wait_timeout = 5 AND @@max_statement_time = 5 AND @@idle_transaction_timeout = 10"
		" AND @@character_set_client = 'utf8mb4' AND @@character_set_results = 'utf8mb4'"
		" AND @@sql_mode LIKE '%STRICT_ALL_TABLES%' AND @@sql_mode LIKE '%ONLY_FULL_GROUP_BY%'");
	assert_ok(c, db_number(c, &q, &good));
	assert_int_equal(good, 1);
	assert_ok(c, db_settings_good(c));
	assert_ok(c, db_script(c, "SET GLOBAL innodb_flush_log_at_trx_commit = 2"));
	assert_problem(c, PROBLEM_UNAVAILABLE, db_settings_good(c));
	assert_ok(c, db_script(c, "SET GLOBAL innodb_flush_log_at_trx_commit = 1"));
	assert_problem(c, PROBLEM_INTERNAL, db_exec(c, "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE counted (name)"));
}

static void scripts_fall_into_steps(void **state)
{
	struct ctx  *c = *state;
	struct query q = query_new(c);
	uint64_t     n;

	assert_ok(c, db_script(c,
		"-- a comment; with a semicolon;\n"
		"CREATE TABLE scripted (t VARCHAR(200) NOT NULL); -- and a word behind it;\n"
		"# another\n"
		"INSERT INTO scripted VALUES ('a;\n;'), (\"b';\n\"), ('it''s;\n'), ('back\\';\nslash');\n"
		"INSERT INTO scripted VALUES /* ; \n ; */ ('c');\n"
		";\n"
		"INSERT INTO scripted -- within;\n VALUES ('d')"));
	query_add(&q, "SELECT COUNT(*) FROM scripted WHERE t IN ('a;\n;', 'b'';\n', 'it''s;\n', 'back'';\nslash', 'c', 'd')");
	assert_ok(c, db_number(c, &q, &n));
	assert_int_equal(n, 6);
	assert_problem(c, PROBLEM_INTERNAL, db_script(c, "INSERT INTO scripted VALUES ('e'); INSERT INTO scripted VALUES ('f')"));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		TEST(values_come_back),
		TEST(nulls_are_zero),
		TEST(the_server_reads_the_same),
		TEST(what_does_not_fit_is_refused),
		TEST(none_one_and_many),
		TEST(matched_rows_are_counted),
		TEST(errors_have_meanings),
		TEST(lists_match_their_members),
		TEST(the_caller_sees_what_is_theirs),
		TEST(an_unbound_query_is_found),
		TEST(many_rows_go_in_at_once),
		TEST(many_rows_come_back_with_their_ids),
		TEST(bad_rows_are_refused),
		TEST(statements_are_kept_and_closed),
		TEST(the_session_is_as_agreed),
		TEST(scripts_fall_into_steps),
	};

	return cmocka_run_group_tests(tests, tables, db_harness_close);
}

/* Shapes: what a body, a query and the environment may hold, and what is written out. */
#include "unit/with_ctx.h"
#include "lib/json.h"
#include "lib/shape.h"

#include <stdio.h>
#include <stdlib.h>

enum colour { RED, GREEN, BLUE };
static const char *const colour_names[] = { "red", "green", "blue", NULL };

struct line {
	uint64_t line_id;
	int32_t  quantity;
};
static const struct field line_fields[] = {
	FIELD(struct line, line_id, "lineId", .flags = FIELD_REQUIRED),
	FIELD(struct line, quantity, "quantity", .flags = FIELD_REQUIRED, .min = 1, .max = 1000),
	FIELD_END
};
static const struct shape line_shape = SHAPE(struct line, line_fields);

struct recipient {
	const char *name, *country;
};
static const struct field recipient_fields[] = {
	FIELD(struct recipient, name, "name", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = 10),
	FIELD(struct recipient, country, "country", .min = 2, .max = 2),
	FIELD_END
};
static const struct shape recipient_shape = SHAPE(struct recipient, recipient_fields);

struct form {
	uint64_t          warehouse_id;
	const char       *note, *secret, *hidden;
	bool              urgent;
	int32_t           copies;
	int64_t           big;
	struct instant    from;
	struct money      price;
	enum colour       colour;
	struct recipient *recipient;
	size_t            n_lines, n_tags, n_ids, n_colours;
	struct line      *lines;
	const char      **tags, **colours;
	uint64_t         *ids;
	const char       *raw;
	struct bytes      hash;
};
static const struct field form_fields[] = {
	FIELD(struct form, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD(struct form, note, "note", .flags = FIELD_TRIM, .max = 12),
	FIELD(struct form, secret, "secret", .flags = FIELD_SECRET),
	FIELD(struct form, hidden, "hidden", .flags = FIELD_HIDDEN),
	FIELD(struct form, urgent, "urgent"),
	FIELD(struct form, copies, "copies", .min = 1, .max = 200, .fallback = 50),
	FIELD(struct form, big, "big"),
	FIELD(struct form, from, "from"),
	FIELD(struct form, price, "price", .min = -10000, .max = 1000000),
	FIELD_CHOICE(struct form, colour, "colour", colour_names),
	FIELD_OBJECT(struct form, recipient, "recipient", recipient_shape),
	FIELD_LIST(struct form, lines, n_lines, "lines", line_shape, .min = 1, .max = 3),
	FIELD_TEXTS(struct form, tags, n_tags, "tags", .max = 3, .item_max = 5),
	FIELD_TEXTS(struct form, colours, n_colours, "colours", .choices = colour_names),
	FIELD_IDS(struct form, ids, n_ids, "ids", .min = 1, .max = 3),
	FIELD_RAW(struct form, raw, "raw"),
	FIELD(struct form, hash, "hash"),
	FIELD_END
};
static const struct shape form_shape = SHAPE(struct form, form_fields);

static bool parse(struct ctx *c, const char *text, struct form *out)
{
	const struct json *j = json_parse(c, text, strlen(text), &json_request);

	if (!j)
		fail_msg("%s: %s", text, c->problem.detail);
	return shape_parse(c, &form_shape, j, out);
}

/* ---- bodies ---------------------------------------------------------------------------------- */

static void test_a_whole_body(void **state)
{
	struct ctx  c = ctx_new();
	struct form f = { 0 };

	(void)state;
	assert_true(parse(&c, "{\"warehouseId\":\"9223372036854775807\",\"note\":\" \\n\xc2\xa0K\xc3\xb6ln \xe3\x80\x80\\t\",\"secret\":\"s\","
		"\"urgent\":true,\"copies\":200,\"big\":-9223372036854775808,\"from\":\"2026-05-28T12:00:00+02:00\","
		"\"price\":\"-1.00\",\"colour\":\"blue\",\"recipient\":{\"name\":\"Ann\",\"country\":null},"
		"\"lines\":[{\"lineId\":\"1\",\"quantity\":1},{\"quantity\":1000,\"lineId\":\"2\"}],"
		"\"tags\":[\"a\",\"\xc3\xa9\xc3\xa9z\"],\"colours\":[\"red\"],\"ids\":[\"3\",\"4\"],\"raw\":{ \"x\": [1.50, null] }}", &f));
	assert_int_equal(c.problem.code, PROBLEM_NONE);
	assert_true(f.warehouse_id == INT64_MAX);
	assert_string_equal(f.note, "K\xc3\xb6ln");
	assert_string_equal(f.secret, "s");
	assert_true(f.urgent);
	assert_int_equal(f.copies, 200);
	assert_true(f.big == INT64_MIN);
	assert_string_equal(instant_text(c.arena, f.from), "2026-05-28T10:00:00Z");
	assert_int_equal(f.price.e4, -10000);
	assert_int_equal(f.colour, BLUE);
	assert_string_equal(f.recipient->name, "Ann");
	assert_null(f.recipient->country);
	assert_int_equal(f.n_lines, 2);
	assert_true(f.lines[0].line_id == 1 && f.lines[0].quantity == 1 && f.lines[1].line_id == 2 && f.lines[1].quantity == 1000);
	assert_int_equal(f.n_tags, 2);
	assert_string_equal(f.tags[1], "\xc3\xa9\xc3\xa9z");
	assert_string_equal(f.colours[0], "red");
	assert_true(f.n_ids == 2 && f.ids[0] == 3 && f.ids[1] == 4);
	assert_string_equal(f.raw, "{\"x\":[1.50,null]}");
	ctx_end(&c);
}

static void test_absent_leaves_defaults(void **state)
{
	struct ctx  c = ctx_new();
	struct form f = { .big = 7, .urgent = true, .note = "as it was" };

	(void)state;
	assert_true(parse(&c, "{\"warehouseId\":\"1\",\"big\":null}", &f));
	assert_int_equal(f.big, 7);
	assert_true(f.urgent);
	assert_string_equal(f.note, "as it was");
	assert_int_equal(f.copies, 50);
	assert_null(f.recipient);
	assert_null(f.lines);
	assert_int_equal(f.n_lines, 0);
	ctx_end(&c);
}

/* People count characters, whatever their language. */
static void test_limits_of_texts_are_in_characters(void **state)
{
	struct ctx  c = ctx_new();
	struct form f = { 0 };

	(void)state;
	assert_true(parse(&c, "{\"warehouseId\":\"1\",\"note\":\"\xe5\xa4\xa7\xe5\xae\xb6\xe7\x9a\x84\xe7\xac\xac\xe4\xb8\x80\xe5\xba\x97\","
			      "\"tags\":[\"\xf0\x9f\x93\xa6\xf0\x9f\x93\xa6\xf0\x9f\x93\xa6\xf0\x9f\x93\xa6\xf0\x9f\x93\xa6\"]}", &f));
	assert_int_equal(f.n_tags, 1);
	ctx_end(&c);
}

static void test_faults_name_the_field(void **state)
{
	static const struct { const char *member, *field, *code; } bad[] = {
		{ "\"warehouseId\":null", "warehouseId", "required" },
		{ "\"warehouseId\":1", "warehouseId", "type" },
		{ "\"warehouseId\":\"\"", "warehouseId", "bad_id" },
		{ "\"warehouseId\":\"0\"", "warehouseId", "bad_id" },
		{ "\"warehouseId\":\"-1\"", "warehouseId", "bad_id" },
		{ "\"warehouseId\":\"01\"", "warehouseId", "bad_id" },
		{ "\"warehouseId\":\"1 \"", "warehouseId", "bad_id" },
		{ "\"warehouseId\":\"1e3\"", "warehouseId", "bad_id" },
		{ "\"warehouseId\":\"9223372036854775808\"", "warehouseId", "bad_id" },
		{ "\"note\":7", "note", "type" },
		{ "\"note\":[\"x\"]", "note", "type" },
		{ "\"note\":\"1234567890123\"", "note", "too_long" },
		{ "\"note\":\"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9z\"", "note", "too_long" },
		{ "\"note\":\"a\\nb\"", "note", "control_character" },
		{ "\"note\":\"a\\u007fb\"", "note", "control_character" },
		{ "\"note\":\"a\\u0085b\"", "note", "control_character" },
		{ "\"note\":\"a\\u001bb\"", "note", "control_character" },
		{ "\"note\":\"a\\u202eb\"", "note", "control_character" },
		{ "\"note\":\"a\\u2066b\"", "note", "control_character" },
		{ "\"secret\":\"x\\r\\ny\"", "secret", "control_character" },
		{ "\"urgent\":\"true\"", "urgent", "type" },
		{ "\"urgent\":1", "urgent", "type" },
		{ "\"copies\":0", "copies", "out_of_range" },
		{ "\"copies\":201", "copies", "out_of_range" },
		{ "\"copies\":-2147483649", "copies", "out_of_range" },
		{ "\"copies\":99999999999999999999999", "copies", "out_of_range" },
		{ "\"copies\":1.0", "copies", "type" },
		{ "\"copies\":1e1", "copies", "type" },
		{ "\"copies\":\"10\"", "copies", "type" },
		{ "\"copies\":true", "copies", "type" },
		{ "\"big\":9223372036854775808", "big", "out_of_range" },
		{ "\"from\":\"yesterday\"", "from", "bad_time" },
		{ "\"from\":\"2026-02-29T00:00:00Z\"", "from", "bad_time" },
		{ "\"from\":\"2026-05-28T10:00:00\"", "from", "bad_time" },
		{ "\"from\":1748426400", "from", "type" },
		{ "\"price\":12.5", "price", "type" },
		{ "\"price\":\"12,5\"", "price", "type" },
		{ "\"price\":\"1.23456\"", "price", "type" }, /* nothing is rounded behind somebody's back */
		{ "\"price\":\"100.0001\"", "price", "out_of_range" },
		{ "\"price\":\"-1.0001\"", "price", "out_of_range" },
		{ "\"colour\":\"Red\"", "colour", "not_a_choice" },
		{ "\"colour\":\"\"", "colour", "not_a_choice" },
		{ "\"colour\":0", "colour", "type" },
		{ "\"recipient\":[]", "recipient", "type" },
		{ "\"recipient\":\"x\"", "recipient", "type" },
		{ "\"recipient\":{}", "recipient.name", "required" },
		{ "\"recipient\":{\"name\":\" \"}", "recipient.name", "too_short" },
		{ "\"recipient\":{\"name\":\"12345678901\"}", "recipient.name", "too_long" },
		{ "\"recipient\":{\"name\":\"x\",\"country\":\"D\"}", "recipient.country", "too_short" },
		{ "\"recipient\":{\"name\":\"x\",\"planet\":\"D\"}", "recipient.planet", "unknown" },
		{ "\"lines\":{}", "lines", "type" },
		{ "\"lines\":[]", "lines", "too_short" },
		{ "\"lines\":[{},{},{},{}]", "lines", "too_long" },
		{ "\"lines\":[{\"lineId\":\"1\",\"quantity\":1},7]", "lines[1]", "type" },
		{ "\"lines\":[{\"lineId\":\"1\",\"quantity\":1},null]", "lines[1]", "type" },
		{ "\"lines\":[{\"lineId\":\"1\",\"quantity\":1},{\"lineId\":\"2\",\"quantity\":0}]", "lines[1].quantity", "out_of_range" },
		{ "\"lines\":[{\"lineId\":\"1\",\"quantity\":1,\"price\":\"0\"}]", "lines[0].price", "unknown" },
		{ "\"tags\":[\"a\",7]", "tags[1]", "type" },
		{ "\"tags\":[\"\"]", "tags[0]", "too_short" },
		{ "\"tags\":[\"123456\"]", "tags[0]", "too_long" },
		{ "\"tags\":[\"a\\tb\"]", "tags[0]", "control_character" },
		{ "\"tags\":[\"a\",\"b\",\"c\",\"d\"]", "tags", "too_long" },
		{ "\"colours\":[\"red\",\"pink\"]", "colours[1]", "not_a_choice" },
		{ "\"ids\":[]", "ids", "too_short" },
		{ "\"ids\":[\"1\",2]", "ids[1]", "type" },
		{ "\"ids\":[\"1\",\"x\"]", "ids[1]", "bad_id" },
		/* nothing but what is declared */
		{ "\"hidden\":\"x\"", "hidden", "unknown" },
		{ "\"hash\":\"x\"", "hash", "unknown" },
		{ "\"customerId\":\"2\"", "customerId", "unknown" },
		{ "\"__proto__\":{}", "__proto__", "unknown" },
		{ "\"Note\":\"x\"", "Note", "unknown" },
		{ "\"recipient.name\":\"x\"", "recipient.name", "unknown" },
		{ "\"\":1", "", "unknown" },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(bad); i++) {
		struct ctx  c = ctx_new();
		struct form f = { 0 };
		const char *code;
		char        body[512];

		snprintf(body, sizeof body, strncmp(bad[i].member, "\"warehouseId\"", 13) ? "{\"warehouseId\":\"1\",%s}" : "{%s}",
			bad[i].member);
		assert_false(parse(&c, body, &f));
		assert_int_equal(c.problem.code, PROBLEM_INVALID);
		code = field_code(&c, bad[i].field);
		if (!code || strcmp(code, bad[i].code) != 0 || c.problem.n_fields != 1)
			fail_msg("%s: %s %s, in all %zu", body, c.problem.fields[0].field, c.problem.fields[0].code, c.problem.n_fields);
		ctx_end(&c);
	}
}

static void test_all_faults_at_once(void **state)
{
	struct ctx  c = ctx_new();
	struct form f = { 0 };

	(void)state;
	assert_false(parse(&c, "{\"copies\":0,\"colour\":\"x\",\"lines\":[{\"quantity\":5000},{}],\"tags\":[\"\",\"123456\"],\"z\":1}", &f));
	assert_string_equal(field_code(&c, "warehouseId"), "required");
	assert_string_equal(field_code(&c, "copies"), "out_of_range");
	assert_string_equal(field_code(&c, "colour"), "not_a_choice");
	assert_string_equal(field_code(&c, "lines[0].lineId"), "required");
	assert_string_equal(field_code(&c, "lines[0].quantity"), "out_of_range");
	assert_string_equal(field_code(&c, "lines[1].lineId"), "required");
	assert_string_equal(field_code(&c, "lines[1].quantity"), "required");
	assert_string_equal(field_code(&c, "tags[0]"), "too_short");
	assert_string_equal(field_code(&c, "tags[1]"), "too_long");
	assert_string_equal(field_code(&c, "z"), "unknown");
	assert_int_equal(c.problem.n_fields, 10);
	ctx_end(&c);
}

static void test_not_an_object(void **state)
{
	static const char *const bodies[] = { "[]", "null", "\"x\"", "1", "true" };

	(void)state;
	for (size_t i = 0; i < N_OF(bodies); i++) {
		struct ctx  c = ctx_new();
		struct form f = { 0 };

		assert_false(parse(&c, bodies[i], &f));
		assert_string_equal(field_code(&c, "body"), "type");
		ctx_end(&c);
	}
}

static void test_a_long_unknown_name_is_cut(void **state)
{
	struct ctx  c = ctx_new();
	struct form f = { 0 };
	struct buf  b = buf_new(c.arena, 64);

	(void)state;
	buf_puts(&b, "{\"warehouseId\":\"1\",\"");
	for (int i = 0; i < 1000; i++)
		buf_puts(&b, "\xe2\x82\xac");
	buf_puts(&b, "\":1}");
	assert_false(parse(&c, b.text, &f));
	assert_int_equal(c.problem.n_fields, 1);
	assert_int_equal(strlen(c.problem.fields[0].field), 63);
	ctx_end(&c);
}

/* ---- queries --------------------------------------------------------------------------------- */

static void test_query(void **state)
{
	struct ctx  c = ctx_new();
	struct form f = { 0 };

	(void)state;
	assert_true(shape_parse_query(&c, &form_shape, "warehouseId=17&note=+K%C3%B6ln%2B&urgent=true&copies=7&big=-5&from=2026-05-28T12%3A00%3a00%2B02:00"
		"&price=1.5&colour=green&tags=a,b%2Cc&colours=red,blue&ids=1,2&", &f));
	assert_true(f.warehouse_id == 17);
	assert_string_equal(f.note, "K\xc3\xb6ln+");
	assert_true(f.urgent);
	assert_int_equal(f.copies, 7);
	assert_int_equal(f.big, -5);
	assert_string_equal(instant_text(c.arena, f.from), "2026-05-28T10:00:00Z");
	assert_int_equal(f.price.e4, 15000);
	assert_int_equal(f.colour, GREEN);
	assert_int_equal(f.n_tags, 3);
	assert_string_equal(f.tags[2], "c");
	assert_int_equal(f.n_colours, 2);
	assert_true(f.n_ids == 2 && f.ids[0] == 1 && f.ids[1] == 2);

	f = (struct form){ .note = "as it was" };
	assert_true(shape_parse_query(&c, &form_shape, "warehouseId=1&tags=&colours=&ids=", &f)); /* filters that were cleared */
	assert_int_equal(f.n_tags + f.n_colours + f.n_ids, 0);
	assert_true(shape_parse_query(&c, &form_shape, "warehouseId=1&note=&&urgent=false", &f));
	assert_string_equal(f.note, "as it was");
	assert_int_equal(f.copies, 50);
	ctx_end(&c);
}

static void test_query_faults(void **state)
{
	static const struct { const char *query, *field, *code; } bad[] = {
		{ NULL, "warehouseId", "required" },
		{ "", "warehouseId", "required" },
		{ "warehouseId=", "warehouseId", "bad_id" },
		{ "warehouseId", "warehouseId", "bad_id" },
		{ "warehouseId=1&note=x&note=x", "note", "repeated" },
		{ "warehouseId=1&no%74e=x&note=", "note", "repeated" },
		{ "warehouseId=1&where=1", "where", "unknown" },
		{ "warehouseId=1&hidden=1", "hidden", "unknown" },
		{ "warehouseId=1&=1", "", "unknown" },
		{ "warehouseId=1&note=%", "note", "malformed" },
		{ "warehouseId=1&note=%4", "note", "malformed" },
		{ "warehouseId=1&note=%4g", "note", "malformed" },
		{ "warehouseId=1&note=%zz", "note", "malformed" },
		{ "warehouseId=1&note=%00", "note", "malformed" },
		{ "warehouseId=1&note=a%00b", "note", "malformed" },
		{ "warehouseId=1&note=%C3", "note", "malformed" },
		{ "warehouseId=1&note=%ff", "note", "malformed" },
		{ "warehouseId=1&note=\xff", "note", "malformed" },
		{ "warehouseId=1&note=%ED%A0%80", "note", "malformed" },
		{ "warehouseId=1&n%00te=x", "query", "malformed" },
		{ "warehouseId=1&%c3=x", "query", "malformed" },
		{ "warehouseId=1&note=a%0ab", "note", "control_character" },
		{ "warehouseId=1&note=1234567890123", "note", "too_long" },
		{ "warehouseId=1&urgent=1", "urgent", "type" },
		{ "warehouseId=1&urgent=", "urgent", "type" },
		{ "warehouseId=1&copies=", "copies", "type" },
		{ "warehouseId=1&copies=+5", "copies", "type" },
		{ "warehouseId=1&copies=5.0", "copies", "type" },
		{ "warehouseId=1&copies=201", "copies", "out_of_range" },
		{ "warehouseId=1&from=2026-05-28", "from", "bad_time" },
		{ "warehouseId=1&from=2026-05-28T12:00:00+02:00", "from", "bad_time" },
		{ "warehouseId=1&colour=pink", "colour", "not_a_choice" },
		{ "warehouseId=1&colours=red,pink", "colours[1]", "not_a_choice" },
		{ "warehouseId=1&tags=a,", "tags[1]", "too_short" },
		{ "warehouseId=1&tags=a,,b", "tags[1]", "too_short" },
		{ "warehouseId=1&tags=a,b,c,d", "tags", "too_long" },
		{ "warehouseId=1&ids=1,x", "ids[1]", "bad_id" },
		{ "warehouseId=1&ids=1,2,", "ids[2]", "bad_id" },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(bad); i++) {
		struct ctx  c = ctx_new();
		struct form f = { 0 };
		const char *code;

		assert_false(shape_parse_query(&c, &form_shape, bad[i].query, &f));
		code = field_code(&c, bad[i].field);
		if (!code || strcmp(code, bad[i].code) != 0 || c.problem.n_fields != 1)
			fail_msg("%s: %s %s, in all %zu", bad[i].query, c.problem.fields[0].field, c.problem.fields[0].code,
				c.problem.n_fields);
		ctx_end(&c);
	}
}

static void test_environment(void **state)
{
	struct config {
		const char *name;
		int32_t     lease_s;
		bool        practice;
		const char *hosts_missing;
	};
	static const struct field fields[] = {
		FIELD(struct config, name, "GWMS_TEST_NAME", .flags = FIELD_REQUIRED),
		FIELD(struct config, lease_s, "GWMS_TEST_LEASE_S", .min = 1, .max = 100, .fallback = 60),
		FIELD(struct config, practice, "GWMS_TEST_PRACTICE", .fallback = true),
		FIELD_END
	};
	static const struct shape shape = SHAPE(struct config, fields);
	struct ctx    c = ctx_new();
	struct config in = { 0 };

	(void)state;
	setenv("GWMS_TEST_NAME", "gwms", 1);
	setenv("GWMS_TEST_LEASE_S", "", 1);
	setenv("GWMS_TEST_PRACTICE", "false", 1);
	assert_true(shape_parse_env(&c, &shape, &in));
	assert_string_equal(in.name, "gwms");
	assert_int_equal(in.lease_s, 60);
	assert_false(in.practice);
	unsetenv("GWMS_TEST_NAME");
	unsetenv("GWMS_TEST_PRACTICE");
	setenv("GWMS_TEST_LEASE_S", "101", 1);
	assert_false(shape_parse_env(&c, &shape, &in));
	assert_true(in.practice);
	assert_string_equal(field_code(&c, "GWMS_TEST_NAME"), "required");
	assert_string_equal(field_code(&c, "GWMS_TEST_LEASE_S"), "out_of_range");
	assert_int_equal(c.problem.n_fields, 2);
	unsetenv("GWMS_TEST_LEASE_S");
	ctx_end(&c);
}

/* ---- out ------------------------------------------------------------------------------------- */

static const char *emit(struct ctx *c, const struct shape *s, const void *in)
{
	struct buf b = buf_new(c->arena, 64);

	shape_emit(&b, s, in);
	return b.text;
}

static void test_emit(void **state)
{
	struct ctx       c = ctx_new();
	struct recipient recipient = { "Ann \"A\"", NULL };
	struct line      lines[] = { { 1, 2 }, { 3, 4 } };
	const char      *tags[] = { "a", "b\n" };
	uint64_t         ids[] = { 9007199254740993, 2 };
	struct form      full = { .warehouse_id = 820982911946154508, .note = "K\xc3\xb6ln", .secret = "no", .hidden = "no", .urgent = true,
		.copies = -3, .big = INT64_MIN, .price = { -5 }, .colour = BLUE, .recipient = &recipient, .n_lines = 2, .lines = lines,
		.n_tags = 2, .tags = tags, .n_ids = 2, .ids = ids, .raw = "{\"x\":1}", .hash = { "h", 1 } };

	(void)state;
	assert_true(instant_parse("2026-05-28T10:00:00.000001Z", &full.from));
	assert_string_equal(emit(&c, &form_shape, &full), "{\"warehouseId\":\"820982911946154508\",\"note\":\"K\xc3\xb6ln\",\"urgent\":true,\"copies\":-3,"
		"\"big\":-9223372036854775808,\"from\":\"2026-05-28T10:00:00.000001Z\",\"price\":\"-0.0005\",\"colour\":\"blue\","
		"\"recipient\":{\"name\":\"Ann \\\"A\\\"\",\"country\":null},"
		"\"lines\":[{\"lineId\":\"1\",\"quantity\":2},{\"lineId\":\"3\",\"quantity\":4}],\"tags\":[\"a\",\"b\\n\"],\"colours\":[],"
		"\"ids\":[\"9007199254740993\",\"2\"],\"raw\":{\"x\":1}}");
	assert_string_equal(emit(&c, &form_shape, &(struct form){ .colour = 3 }), "{\"warehouseId\":null,\"note\":null,\"urgent\":false,\"copies\":0,"
		"\"big\":0,\"from\":null,\"price\":\"0.00\",\"colour\":null,\"recipient\":null,\"lines\":[],\"tags\":[],\"colours\":[],"
		"\"ids\":[],\"raw\":null}");
	assert_string_equal(emit(&c, &form_shape, NULL), "null");
	ctx_end(&c);
}

struct row {
	uint64_t    id, store_id, bad_line;
	const char *store_name, *secret, *code, *detail;
	int32_t     n;
	int64_t     ms;
	struct money tax;
	enum colour strategy;
	enum colour state;
	uint64_t    deep_id;
	int32_t     deep_n;
};
static const struct field row_fields[] = {
	FIELD(struct row, id, "id"),
	FIELD(struct row, store_id, "store.id"),
	FIELD(struct row, store_name, "store.name"),
	FIELD(struct row, secret, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct row, bad_line, "store.line", .flags = FIELD_HIDDEN),
	FIELD_CHOICE(struct row, state, "store.state", colour_names),
	FIELD(struct row, n, "storey"),
	FIELD(struct row, code, "problem.code"),
	FIELD(struct row, detail, "problem.detail"),
	FIELD(struct row, ms, "durationMs", .flags = FIELD_NULL_ZERO),
	FIELD(struct row, tax, "tax", .flags = FIELD_NULL_ZERO),
	FIELD_CHOICE(struct row, strategy, "strategy", colour_names, .flags = FIELD_NULL_ZERO),
	FIELD_CHOICE(struct row, state, "a.state", colour_names),
	FIELD(struct row, deep_id, "a.b.id"),
	FIELD(struct row, deep_n, "a.b.c.n"),
	FIELD(struct row, n, "a.n"),
	FIELD_END
};
static const struct shape row_shape = SHAPE(struct row, row_fields);

static void test_dotted_names_make_objects(void **state)
{
	struct ctx       c = ctx_new();
	struct buf       b = buf_new(c.arena, 64);
	const struct row rows[] = {
		{ .id = 1, .store_id = 2, .store_name = "S", .state = GREEN, .n = 5, .code = "busy", .ms = 1, .tax = { 1 }, .strategy = BLUE,
		  .deep_id = 6, .deep_n = 7 },
		{ 0 },
	};

	(void)state;
	shape_emit_list(&b, &row_shape, rows, N_OF(rows));
	assert_string_equal(b.text, "[{\"id\":\"1\",\"store\":{\"id\":\"2\",\"name\":\"S\",\"state\":\"green\"},\"storey\":5,"
		"\"problem\":{\"code\":\"busy\",\"detail\":null},\"durationMs\":1,\"tax\":\"0.0001\",\"strategy\":\"blue\","
		"\"a\":{\"state\":\"green\",\"b\":{\"id\":\"6\",\"c\":{\"n\":7}},\"n\":5}},"
		"{\"id\":null,\"store\":null,\"storey\":0,\"problem\":null,\"durationMs\":null,\"tax\":null,\"strategy\":null,"
		"\"a\":{\"state\":\"red\",\"b\":null,\"n\":0}}]");
	assert_non_null(json_parse(&c, b.text, b.len, &json_request));
	b = buf_new(c.arena, 64);
	shape_emit_list(&b, &row_shape, rows, 0);
	assert_string_equal(b.text, "[]");
	ctx_end(&c);
}

static void test_fields_that_are_never_written(void **state)
{
	static const struct field hidden[] = { FIELD(struct row, id, "id", .flags = FIELD_HIDDEN), FIELD_END };
	static const struct field first_hidden[] = {
		FIELD(struct row, id, NULL),
		FIELD(struct row, store_id, "store.id", .flags = FIELD_SECRET),
		FIELD(struct row, store_name, "store.name"),
		FIELD(struct row, n, "n"),
		FIELD_END
	};
	static const struct shape hidden_shape = SHAPE(struct row, hidden), first_hidden_shape = SHAPE(struct row, first_hidden);
	const struct row row = { .id = 1, .store_name = "S", .n = 2 };
	struct ctx       c = ctx_new();

	(void)state;
	assert_string_equal(emit(&c, &hidden_shape, &row), "{}");
	assert_string_equal(emit(&c, &first_hidden_shape, &row), "{\"store\":{\"name\":\"S\"},\"n\":2}");
	ctx_end(&c);
}

static void test_columns(void **state)
{
	(void)state;
	assert_ptr_equal(shape_field_of_column(&row_shape, "store_name"), &row_fields[2]);
	assert_ptr_equal(shape_field_of_column(&row_shape, "secret"), &row_fields[3]);
	assert_null(shape_field_of_column(&row_shape, "store.name"));
	assert_null(shape_field_of_column(&row_shape, "store"));
	assert_null(shape_field_of_column(&row_shape, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_whole_body),
		cmocka_unit_test(test_absent_leaves_defaults),
		cmocka_unit_test(test_limits_of_texts_are_in_characters),
		cmocka_unit_test(test_faults_name_the_field),
		cmocka_unit_test(test_all_faults_at_once),
		cmocka_unit_test(test_not_an_object),
		cmocka_unit_test(test_a_long_unknown_name_is_cut),
		cmocka_unit_test(test_query),
		cmocka_unit_test(test_query_faults),
		cmocka_unit_test(test_environment),
		cmocka_unit_test(test_emit),
		cmocka_unit_test(test_dotted_names_make_objects),
		cmocka_unit_test(test_fields_that_are_never_written),
		cmocka_unit_test(test_columns),
	};
	return cmocka_run_group_tests_name("shape", tests, NULL, NULL);
}

/* Problems: the table is whole and stands as the contract says; the first problem stands. */
#include "unit/with_ctx.h"

#include <stdio.h>
#include <stdlib.h>

static void test_every_code_is_described(void **state)
{
	(void)state;
	for (enum problem_code code = PROBLEM_NONE + 1; code < PROBLEM_CODES; code++) {
		const struct problem_kind *k = &problem_kinds[code];

		if (!k->code)
			fail_msg("number %d has no row", (int)code);
		assert_true(k->status >= 400 && k->status <= 599);
		assert_int_equal(strspn(k->code, "abcdefghijklmnopqrstuvwxyz_"), strlen(k->code));
		assert_true(strlen(k->code) <= 64);
		assert_true(k->title[0] >= 'A' && k->title[0] <= 'Z');
		assert_true(k->title[strlen(k->title) - 1] != '.');
		assert_true(k->hint[strlen(k->hint) - 1] == '.');
		assert_int_equal(problem_code_named(k->code), code);
	}
	assert_int_equal(problem_code_named("no_such_code"), PROBLEM_NONE);
	assert_int_equal(problem_code_named("none"), PROBLEM_NONE);
	assert_int_equal(problem_code_named(NULL), PROBLEM_NONE);
}

/* Only what was rolled back whole may be run again by itself. */
static void test_only_busy_is_run_again(void **state)
{
	(void)state;
	for (enum problem_code code = PROBLEM_NONE; code < PROBLEM_CODES; code++)
		assert_int_equal(problem_kinds[code].retry, code == PROBLEM_BUSY);
}

/* The enum of the contract and the table hold the same codes. */
static void test_codes_are_those_of_the_contract(void **state)
{
	FILE  *f = fopen("backend/openapi.yaml", "r");
	char  *line = NULL, *rest;
	size_t cap = 0, n = 0;
	bool   found = false;

	(void)state;
	assert_non_null(f); /* tests run from the top of the tree */
	while (!found && getline(&line, &cap, f) > 0) {
		found = strncmp(line, "    ProblemCode:", 16) == 0;
		if (found)
			assert_true(getline(&line, &cap, f) > 0);
	}
	assert_true(found);
	rest = strchr(line, '[');
	assert_non_null(rest);
	for (char *word = strtok_r(rest + 1, ", ]\n", &rest); word; word = strtok_r(NULL, ", ]\n", &rest), n++)
		if (problem_code_named(word) == PROBLEM_NONE)
			fail_msg("%s is in the contract alone", word);
	assert_int_equal(n, PROBLEM_CODES - 1);
	free(line);
	fclose(f);
}

static void test_the_first_problem_stands(void **state)
{
	struct ctx c = ctx_new();

	(void)state;
	assert_false(problem(&c, PROBLEM_STALE, "order %s", "7"));
	assert_false(problem(&c, PROBLEM_BUSY, "later"));
	assert_false(problem_field(&c, "name", "required", "is required"));
	assert_false(problem_cause(&c, "because %d", 1));
	assert_false(problem_cause(&c, "because %d", 2));
	assert_true(problem_is(&c, PROBLEM_STALE));
	assert_string_equal(c.problem.detail, "order 7");
	assert_string_equal(c.problem.cause, "because 1");
	assert_int_equal(c.problem.n_fields, 0);
	assert_non_null(strstr(c.problem.file, "problem_test.c"));
	assert_true(c.problem.line > 0);
	problem_clear(&c);
	assert_true(problem_is(&c, PROBLEM_NONE));
	assert_null(c.problem.cause);
	ctx_end(&c);
}

static void test_fields_are_collected(void **state)
{
	struct ctx c = ctx_new();
	char       name[32];

	(void)state;
	for (int i = 0; i < PROBLEM_FIELDS_MAX + 5; i++) {
		snprintf(name, sizeof name, "lines[%d]", i); /* the name is copied */
		assert_false(problem_field(&c, name, "out_of_range", "only %d", i));
	}
	assert_true(problem_is(&c, PROBLEM_INVALID));
	assert_int_equal(c.problem.n_fields, PROBLEM_FIELDS_MAX);
	assert_string_equal(c.problem.fields[1].field, "lines[1]");
	assert_string_equal(c.problem.fields[1].detail, "only 1");
	assert_string_equal(c.problem.detail, "lines[0]: only 0");
	problem_clear(&c);
	problem(&c, PROBLEM_INVALID, "in words");
	problem_field(&c, "a", "required", "is required");
	assert_string_equal(c.problem.detail, "in words");
	assert_string_equal(field_code(&c, "a"), "required");
	ctx_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_code_is_described),
		cmocka_unit_test(test_only_busy_is_run_again),
		cmocka_unit_test(test_codes_are_those_of_the_contract),
		cmocka_unit_test(test_the_first_problem_stands),
		cmocka_unit_test(test_fields_are_collected),
	};
	return cmocka_run_group_tests_name("problem", tests, NULL, NULL);
}

#pragma once
/* A fresh database for a test program, on the server whose socket GWMS_TEST_DB_SOCKET names
 * (tests/db/run.sh starts one). Pass db_harness_open and db_harness_close as the group's set-up and
 * tear-down, and db_harness_begin and db_harness_end as each test's; the state is a struct ctx. */
#include "base/ctx.h"
#include "lib/db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Creates the database; the programs need root on the server. Non-zero on failure, with a word why. */
int db_harness_open(void **state);
/* Drops it. */
int db_harness_close(void **state);

/* The database is empty of our tables but otherwise kept between tests; each test gets a fresh ctx on
 * one connection, acting as the system. */
int db_harness_begin(void **state);
int db_harness_end(void **state);

/* Another context with a connection of its own to the same database: a second process, as far as the
 * server can see. Close it with db_harness_other_end. */
struct ctx db_harness_other(void);
void       db_harness_other_end(struct ctx *c);
const struct db_config *db_harness_config(void);

/* Brings the database to the schema of the files in the project's sql/ folder. */
void db_harness_migrate(struct ctx *c);

/* The problem in words, for messages. */
const char *problem_words(const struct ctx *c);
#define assert_ok(c, call)                                                     \
	do {                                                                       \
		if (!(call))                                                           \
			fail_msg("%s: %s", #call, problem_words(c));                       \
	} while (0)
#define assert_problem(c, expected, call)                                      \
	do {                                                                       \
		if (call)                                                              \
			fail_msg("%s went through", #call);                                \
		if ((c)->problem.code != (expected))                                   \
			fail_msg("%s: %s", #call, problem_words(c));                       \
		problem_clear(c);                                                      \
	} while (0)

#include "db_harness.h"

#include "base/log.h"
#include "sql/migrate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ARENA_LIMIT = 256 * 1024 * 1024 };

static char             name[64];
static struct db_config config;
static struct ctx       main_ctx;

static struct ctx ctx_on(const struct db_config *to)
{
	struct ctx c = { .arena = arena_new(ARENA_LIMIT), .db = db_new(to), .request_id = "test" };

	c.actor.kind = ACTOR_SYSTEM;
	c.actor.name = "test";
	return c;
}

static void ctx_off(struct ctx *c)
{
	db_free(c->db);
	arena_free(c->arena);
}

const char *problem_words(const struct ctx *c)
{
	const struct problem *p = &c->problem;

	return p->code == PROBLEM_NONE ? "no problem was recorded"
		: arena_printf(c->arena, "%s: %s (%s) at %s:%d", problem_kinds[p->code].code, p->detail,
			p->cause ? p->cause : "no cause", p->file ? p->file : "?", p->line);
}

/* CREATE or DROP, which no statement of the product does. */
static int on_server(const char *verb, const char *how)
{
	struct db_config server = config;
	struct ctx       c;
	bool             ok;

	server.name = NULL;
	c = ctx_on(&server);
	ok = db_script(&c, arena_printf(c.arena, "%s `%s`%s", verb, name, how));
	if (!ok)
		fprintf(stderr, "%s %s: %s\n", verb, name, problem_words(&c));
	ctx_off(&c);
	return ok ? 0 : 1;
}

int db_harness_open(void **state)
{
	(void)state;
	config = (struct db_config){ .socket = getenv("GWMS_TEST_DB_SOCKET"), .user = "root", .name = name };
	if (!config.socket) {
		fprintf(stderr, "GWMS_TEST_DB_SOCKET is not set: start the test through tests/db/run.sh\n");
		return 1;
	}
	log_open(program_invocation_short_name);
	snprintf(name, sizeof name, "t_%.40s_%d", program_invocation_short_name, (int)getpid());
	return on_server("CREATE DATABASE", " CHARACTER SET utf8mb4");
}

int db_harness_close(void **state)
{
	(void)state;
	return on_server("DROP DATABASE IF EXISTS", "");
}

int db_harness_begin(void **state)
{
	main_ctx = ctx_on(&config);
	*state = &main_ctx;
	return 0;
}

int db_harness_end(void **state)
{
	ctx_off(*state);
	return 0;
}

struct ctx db_harness_other(void)
{
	return ctx_on(&config);
}

void db_harness_other_end(struct ctx *c)
{
	ctx_off(c);
}

const struct db_config *db_harness_config(void)
{
	return &config;
}

void db_harness_migrate(struct ctx *c)
{
	const char *dir = getenv("GWMS_SQL_DIR");
	uint64_t    ran;

	if (!dir)
		fail_msg("GWMS_SQL_DIR is not set");
	assert_ok(c, migrate_run(c, dir, &ran));
}

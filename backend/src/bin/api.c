/* gwms-api: a FastCGI responder. One process serves one request at a time over one database
 * connection; many share the listening socket on descriptor 0. */
#include "api/api.h"
#include "base/log.h"
#include "base/metric.h"
#include "lib/config.h"
#include "lib/secret.h"
#include "sql/migrate.h"

#include <stdio.h>
#include <string.h>

enum { ARENA_LIMIT = 64 * 1024 * 1024, DATABASE_WAIT_S = 60 };

static int stop(const struct ctx *c, const char *what)
{
	log_error("start_failed", KV("what", what), KV("why", c->problem.detail), KV("cause", c->problem.cause));
	return 1;
}

int main(void)
{
	struct config config = { 0 };
	struct ctx start = { .arena = arena_new(ARENA_LIMIT), .actor = { .kind = ACTOR_SYSTEM } };
	struct arena *arena = arena_new(ARENA_LIMIT);
	struct token_keys *keys;
	struct seal_public *seal;
	struct box_keys *box;
	struct db *db;

	log_open("gwms-api");
	if (!secret_start() || !api_routes_good())
		return stop(&start, "program");
	if (!config_read(&start, &config))
		return stop(&start, "settings");
	metric_open(config.metrics_file);
	start.db = db = db_new(&config.db);
	if (!(keys = token_keys_new(&start, config.jwt_keys, config.origin)) || !(seal = seal_public_load(&start, config.keys_dir))
	    || !(box = box_keys_load(&start, config.keys_dir)))
		return stop(&start, "keys");
	if (!db_wait(&start, DATABASE_WAIT_S) || !db_settings_good(&start) || !migrate_check(&start))
		return stop(&start, "database");
	if (!fcgi_start()) {
		fprintf(stderr, "gwms-api is a FastCGI program: start it with spawn-fcgi (make run does)\n");
		return 1;
	}
	log_info("started", KV("schema", MIGRATION_WANTED));
	{
		const struct api api = { .config = &config, .token_keys = keys, .seal = seal, .box = box };

		for (;;) {
			struct ctx c = { .arena = arena, .db = db };
			struct fcgi_request in;

			if (!fcgi_accept(&c, api_body_limit, &in))
				break;
			api_serve(&c, &api, &in);
			arena_reset(arena);
		}
	}
	log_info("stopped");
	db_free(db);
	arena_free(arena);
	arena_free(start.arena);
	return 0;
}

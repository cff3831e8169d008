/* gwms-worker: does the jobs of the queue, one at a time. Start as many as there is work for, on as many hosts. */
#include "base/log.h"
#include "base/metric.h"
#include "jobs/job.h"
#include "lib/config.h"
#include "lib/db.h"
#include "lib/secret.h"
#include "sql/migrate.h"

#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

enum { ARENA_LIMIT = 256 * 1024 * 1024, DATABASE_WAIT_S = 60, KEPT_MB = 32 };

static int stop(const struct ctx *c, const char *what)
{
	log_error("start_failed", KV("what", what), KV("why", c->problem.detail), KV("cause", c->problem.cause));
	return 1;
}

/* Page after page needs the same few megabytes: given back and asked for again they cost the kernel a seventh of a sync's
 * work. Whoever is done with many pages gives them back (jobs/sync_run.c). */
static void keep_memory(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, KEPT_MB << 20);
	(void)mallopt(M_TRIM_THRESHOLD, KEPT_MB << 20);
}

int main(void)
{
	struct ctx c = { .arena = arena_new(ARENA_LIMIT), .actor = { .kind = ACTOR_SYSTEM, .name = "system" } };
	struct config config = { 0 };
	struct worker w = { .config = &config };
	char host[64] = "worker", name[96];
	int code;

	keep_memory();
	log_open("gwms-worker");
	if (!secret_start())
		return stop(&c, "program");
	if (!config_read(&c, &config))
		return stop(&c, "settings");
	metric_open(config.metrics_file);
	(void)gethostname(host, sizeof host - 1);
	snprintf(name, sizeof name, "%.50s:%d", host, (int)getpid());
	w.name = name;
	c.db = db_new(&config.db);
	if (!(w.seal = seal_secret_load(&c, config.keys_dir)))
		return stop(&c, "keys");
	if (!db_wait(&c, DATABASE_WAIT_S) || !db_settings_good(&c) || !migrate_check(&c))
		return stop(&c, "database");
	w.http = http_client_new(config.allow_private_stores, "GWMS-Platform-Orders/1");
	log_info("started", KV("name", name), KV("schema", MIGRATION_WANTED));
	code = job_loop(&w, &c);
	log_info("stopped");
	http_client_free(w.http);
	db_free(c.db);
	arena_free(c.arena);
	return code;
}

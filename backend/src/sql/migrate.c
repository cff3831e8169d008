/* Migrations. Every finished step is a row of schema_migration; step 0 says that its whole file is
 * done and has the checksum over all of its steps. */
#include "sql/migrate.h"

#include "base/log.h"
#include "lib/db.h"
#include "lib/db_script.h"
#include "lib/secret.h"
#include "lib/shape.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FILES_MAX = 9999, LEASE_WAIT_S = 60, CHECKSUM_CHARS = 64, WHOLE_FILE = 0 };

static const char bookkeeping[] =
	"CREATE TABLE IF NOT EXISTS schema_migration (\n"
	"  version INT UNSIGNED NOT NULL,\n"
	"  step INT UNSIGNED NOT NULL,\n"
	"  checksum CHAR(64) COLLATE ascii_bin NOT NULL,\n"
	"  done_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),\n"
	"  PRIMARY KEY (version, step)\n"
	") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n"
	"CREATE TABLE IF NOT EXISTS schema_lease (\n"
	"  id TINYINT UNSIGNED NOT NULL PRIMARY KEY,\n"
	"  holder CHAR(36) COLLATE ascii_bin NOT NULL DEFAULT '',\n"
	"  server VARCHAR(255) NOT NULL DEFAULT '',\n"
	"  connection_id BIGINT UNSIGNED NOT NULL DEFAULT 0,\n"
	"  lease_until DATETIME(6) NOT NULL DEFAULT '1970-01-01'\n"
	") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n"
	"INSERT IGNORE INTO schema_lease (id) VALUES (1);\n";

static bool refused(struct ctx *c, const char *sentence)
{
	return problem(c, PROBLEM_UNAVAILABLE, "%s", sentence);
}

/* ---- the files ------------------------------------------------------------------------------------ */

struct migration {
	uint64_t    version;
	const char *name; /* of the file */
	const char *text;
};

static int by_name(const void *a, const void *b)
{
	const struct migration *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* 0001_name.sql; anything that does not begin with a digit is somebody else's. */
static bool is_migration(struct ctx *c, const char *name, bool *is)
{
	const size_t len = strlen(name);

	*is = name[0] >= '0' && name[0] <= '9';
	if (!*is || (strspn(name, "0123456789") == 4 && name[4] == '_' && len > 9 && strcmp(name + len - 4, ".sql") == 0))
		return true;
	return refused(c, arena_printf(c->arena, "The migration %s is not named like 0001_what_it_does.sql.", name));
}

static bool files_listed(struct ctx *c, const char *dir, struct migration *files, size_t *n)
{
	DIR *d = opendir(dir);
	bool ok = true;

	*n = 0;
	if (!d)
		return refused(c, arena_printf(c->arena, "The folder of migrations, %s, cannot be read: %s.", dir,
			strerror(errno)));
	for (const struct dirent *e; ok && (e = readdir(d)) != NULL;) {
		bool is;

		ok = is_migration(c, e->d_name, &is);
		if (ok && is && *n == FILES_MAX)
			ok = refused(c, "There are too many migrations.");
		if (ok && is)
			files[(*n)++] = (struct migration){ strtoul(e->d_name, NULL, 10), arena_strdup(c->arena, e->d_name), NULL };
	}
	closedir(d);
	return ok;
}

static struct migration *files_read(struct ctx *c, const char *dir, size_t *n)
{
	struct migration *files = NEW_N(c->arena, struct migration, FILES_MAX);

	if (!files_listed(c, dir, files, n))
		return NULL;
	if (!*n) {
		refused(c, arena_printf(c->arena, "There are no migrations in %s.", dir));
		return NULL;
	}
	qsort(files, *n, sizeof *files, by_name);
	for (size_t i = 0; i < *n; i++) {
		if (files[i].version != i + 1) {
			refused(c, arena_printf(c->arena, "Migrations are numbered without gaps: %s is where %04zu should be.",
				files[i].name, i + 1));
			return NULL;
		}
		files[i].text = script_file(c, dir, files[i].name);
		if (!files[i].text)
			return NULL;
	}
	return files;
}

static char *checksum(struct ctx *c, const char *text, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char     hash[SHA256_BYTES];
	char             *out = arena_alloc(c->arena, CHECKSUM_CHARS + 1);

	sha256(text, len, hash);
	for (int i = 0; i < SHA256_BYTES; i++) {
		out[2 * i] = hex[hash[i] >> 4];
		out[2 * i + 1] = hex[hash[i] & 15];
	}
	return out;
}

/* ---- one runner at a time --------------------------------------------------------------------------- */

struct lease {
	const char *holder;
	bool        current, here, connected, busy;
};
static const struct field lease_fields[] = {
	FIELD(struct lease, holder, "holder"),
	FIELD(struct lease, current, "current"),
	FIELD(struct lease, here, "here"),
	FIELD(struct lease, connected, "connected"),
	FIELD(struct lease, busy, "busy"),
	FIELD_END
};
static const struct shape lease_shape = SHAPE(struct lease, lease_fields);

/* A lease is over when its time is and its connection is not in the middle of a long step, or at once
 * when that connection is gone from this same server: a killed run does not hold up the next one. */
static bool lease_free(const struct lease *l)
{
	return l->here && !l->connected ? true : !l->current && !(l->here && l->busy);
}

static bool lease_take(struct ctx *c, const char *holder, bool *taken)
{
	struct query q = query_new(c);
	struct lease l = { 0 };
	uint64_t     matched = 0;

	query_add(&q, "SELECT l.holder, l.lease_until > NOW(6) AS current, l.server = CONCAT(@@hostname, ':', @@port) AS here,"
		" p.id IS NOT NULL AS connected, COALESCE(p.command <> 'Sleep', FALSE) AS busy FROM schema_lease l"
		" LEFT JOIN information_schema.processlist p ON p.id = l.connection_id AND p.id <> CONNECTION_ID()"
		" WHERE l.id = 1");
	*taken = false;
	if (!db_one(c, &q, &lease_shape, &l, "lease"))
		return false;
	if (lease_free(&l)
	    && !db_exec_matched(c, &matched, "UPDATE schema_lease SET holder = ?, server = CONCAT(@@hostname, ':', @@port),"
		" connection_id = CONNECTION_ID(), lease_until = NOW(6) + INTERVAL 60 SECOND WHERE id = 1 AND holder = ?",
		V(holder), V(l.holder)))
		return false;
	*taken = matched == 1;
	return true;
}

static bool lease_wait(struct ctx *c, const char *holder)
{
	for (int s = 0;; s++) {
		bool taken;

		if (!lease_take(c, holder, &taken))
			return false;
		if (taken)
			return true;
		if (s == LEASE_WAIT_S)
			return problem(c, PROBLEM_BUSY, "Another process is changing the schema. Wait until it is done.");
		nanosleep(&(struct timespec){ .tv_sec = 1 }, NULL);
	}
}

static bool lease_renew(struct ctx *c, const char *holder)
{
	uint64_t matched;

	return db_exec_matched(c, &matched, "UPDATE schema_lease SET lease_until = NOW(6) + INTERVAL 60 SECOND"
		" WHERE id = 1 AND holder = ?", V(holder))
	    && (matched == 1 || problem(c, PROBLEM_BUSY, "Another process has taken over changing the schema."));
}

static bool lease_release(struct ctx *c, const char *holder)
{
	return db_exec(c, "UPDATE schema_lease SET holder = '', lease_until = '1970-01-01' WHERE id = 1 AND holder = ?",
		V(holder));
}

/* ---- the steps ------------------------------------------------------------------------------------------ */

struct done {
	uint64_t    step;
	const char *checksum;
};
static const struct field done_fields[] = {
	FIELD(struct done, step, "step"),
	FIELD(struct done, checksum, "checksum"),
	FIELD_END
};
static const struct shape done_shape = SHAPE(struct done, done_fields);

static struct done *steps_done(struct ctx *c, uint64_t version, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT step, checksum FROM schema_migration WHERE version = ? ORDER BY step", V(version));
	return db_all(c, &q, &done_shape, n);
}

static const struct done *step_found(const struct done *done, size_t n, uint64_t step)
{
	for (size_t i = 0; i < n; i++)
		if (done[i].step == step)
			return &done[i];
	return NULL;
}

static bool step_recorded(struct ctx *c, uint64_t version, uint64_t step, const char *sum)
{
	return db_exec(c, "INSERT INTO schema_migration (version, step, checksum) VALUES (?, ?, ?)", V(version), V(step), V(sum));
}

static bool step_run(struct ctx *c, const struct migration *m, uint64_t step, struct script_step s, const char *sum)
{
	struct ctx one = ctx_begin(c);
	bool ok = db_begin(&one)
	    && db_end(&one, script_run(&one, s) && step_recorded(&one, m->version, step, sum));

	if (!ok) {
		refused(c, arena_printf(c->arena, "Step %" PRIu64 " of %s failed: %s", step, m->name,
			one.problem.cause ? one.problem.cause : one.problem.detail));
		problem_cause(c, "%s", one.problem.cause ? one.problem.cause : one.problem.detail);
	}
	ctx_end(&one);
	return ok;
}

static bool changed(struct ctx *c, const struct migration *m, const char *what)
{
	return refused(c, arena_printf(c->arena, "%s of %s was changed after it had run. Put it back and write a new migration.",
		what, m->name));
}

static bool file_run(struct ctx *c, const struct migration *m, const char *holder, uint64_t *ran)
{
	const char       *whole = checksum(c, m->text, strlen(m->text)), *at = m->text;
	size_t            n;
	struct done      *done = steps_done(c, m->version, &n);
	struct script_step s;
	uint64_t          step = 0;
	const bool        complete = done && step_found(done, n, WHOLE_FILE);

	if (!done)
		return false;
	while (script_next(&at, &s)) {
		const char        *sum = checksum(c, s.text, s.len);
		const struct done *before = step_found(done, n, ++step);

		if (before && strcmp(before->checksum, sum) != 0)
			return changed(c, m, arena_printf(c->arena, "Step %" PRIu64, step));
		if (before)
			continue;
		if (complete)
			return changed(c, m, arena_printf(c->arena, "The number of steps (%" PRIu64 " is new)", step));
		if (!lease_renew(c, holder) || !step_run(c, m, step, s, sum))
			return false;
		++*ran;
	}
	if (n > step + complete)
		return changed(c, m, "The number of steps (some are gone)");
	if (complete)
		return true;
	log_info("migrated", KV("file", m->name), KV("steps", (int64_t)step));
	return step_recorded(c, m->version, WHOLE_FILE, whole);
}

static bool files_run(struct ctx *c, const struct migration *files, size_t n, const char *holder, uint64_t *ran)
{
	for (size_t i = 0; i < n; i++)
		if (!file_run(c, &files[i], holder, ran))
			return false;
	return true;
}

bool migrate_run(struct ctx *c, const char *dir, uint64_t *ran)
{
	const char       *holder = random_uuid(c->arena);
	size_t            n;
	struct migration *files = files_read(c, dir, &n);
	struct ctx        last;
	bool              ok;

	*ran = 0;
	if (!files || !db_script(c, bookkeeping) || !lease_wait(c, holder))
		return false;
	ok = files_run(c, files, n, holder, ran);
	last = ctx_begin(c);
	if (!lease_release(&last, holder))
		log_warn("migration_lease_kept", KV("cause", last.problem.cause)); /* it runs out by itself */
	ctx_end(&last);
	return ok;
}

/* ---- asking ------------------------------------------------------------------------------------------------ */

bool migrate_current(struct ctx *c, uint64_t *version)
{
	struct query there = query_new(c), q = query_new(c);
	uint64_t     tables;

	query_add(&there, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"
		" AND table_name = 'schema_migration'");
	query_add(&q, "SELECT MAX(version) FROM schema_migration WHERE step = ?", V(WHOLE_FILE));
	*version = 0;
	return db_number(c, &there, &tables) && (!tables || db_number(c, &q, version));
}

bool migrate_check(struct ctx *c)
{
	uint64_t version;

	if (!migrate_current(c, &version))
		return false;
	return version >= MIGRATION_WANTED
	    || refused(c, arena_printf(c->arena, "The schema is at version %" PRIu64 " and this program needs %d: run"
		" gwms-admin migrate.", version, MIGRATION_WANTED));
}

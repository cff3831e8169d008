/* gwms-admin: the command line of whoever runs the house. One row per subcommand; a refusal is one
 * clear sentence and exit code 1, a wrong command line exit code 2. */
#include "api/describe.h"
#include "base/log.h"
#include "domain/account.h"
#include "domain/check.h"
#include "domain/practice_data.h"
#include "domain/rekey.h"
#include "domain/restore.h"
#include "domain/retention.h"
#include "lib/config.h"
#include "lib/secret.h"
#include "lib/secret_rotate.h"
#include "sql/check_sql.h"
#include "sql/grants.h"
#include "sql/migrate.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_LIMIT = 256 * 1024 * 1024, WAIT_S = 60, WAIT_MOST_S = 3600, WAREHOUSES_MAX = 50, PASSWORD_LINE = 256 };
enum { EXIT_REFUSED = 1, EXIT_USAGE = 2, CHECK_STATEMENT_S = 30 };

struct admin {
	struct ctx    c;
	struct config config;
	int           argc; /* from the subcommand on */
	char        **argv;
};

struct command {
	const char *name, *arguments, *what;
	int       (*run)(struct admin *a);
};
static const struct command *command_list(void);

static int usage(const char *wrong)
{
	FILE *to = wrong ? stderr : stdout;

	if (wrong)
		fprintf(to, "%s\n\n", wrong);
	fprintf(to, "usage: gwms-admin COMMAND\n\n");
	for (const struct command *k = command_list(); k->name; k++)
		fprintf(to, "  %-11s %s\n%14s%s\n", k->name, k->arguments, "", k->what);
	fprintf(to, "\nSettings come from the environment (GWMS_DB_SOCKET and so on); see the README.\n");
	return wrong ? EXIT_USAGE : EXIT_SUCCESS;
}

/* What went wrong, for the person at the terminal: the sentence, every field, and the cause. */
static int refused(const struct admin *a)
{
	const struct problem *p = &a->c.problem;

	if (!p->n_fields)
		fprintf(stderr, "%s\n", p->detail);
	for (size_t i = 0; i < p->n_fields; i++)
		fprintf(stderr, "%s: %s.\n", p->fields[i].field, p->fields[i].detail);
	if (p->cause)
		fprintf(stderr, "(%s)\n", p->cause);
	return EXIT_REFUSED;
}

static int done(const struct admin *a, bool ok, const char *sentence)
{
	if (!ok)
		return refused(a);
	puts(sentence);
	return EXIT_SUCCESS;
}

/* A connection for this run; `server_only` leaves the database's name out. */
static void open_database(struct admin *a, bool server_only)
{
	struct db_config config = a->config.db;

	config.statement_s = -1; /* a migration takes the time it takes */
	if (server_only)
		config.name = NULL;
	db_free(a->c.db);
	a->c.db = db_new(&config);
}

static bool takes(const struct admin *a, int most)
{
	return a->argc - 1 <= most;
}

/* ---- the subcommands ----------------------------------------------------------------------------------- */

static int wait_for_database(struct admin *a)
{
	char *end = NULL;
	long  seconds = a->argc > 1 ? strtol(a->argv[1], &end, 10) : WAIT_S;

	if (!takes(a, 1) || (end && (end == a->argv[1] || *end)) || seconds < 0 || seconds > WAIT_MOST_S)
		return usage("wait takes a number of seconds, at most 3600.");
	open_database(a, true);
	return done(a, db_wait(&a->c, (int)seconds), "The database answers.");
}

static int keys_init(struct admin *a)
{
	if (!takes(a, 0))
		return usage("keys-init takes no arguments.");
	return done(a, secret_keys_init(&a->c, a->config.keys_dir),
		arena_printf(a->c.arena, "The keys are in %s. Keep a copy of that folder: without it, stored credentials"
			" cannot be opened.", a->config.keys_dir));
}

/* Made when it is missing, for whoever may make databases; else whoever may makes it. */
static bool database_made(struct admin *a)
{
	const char  *name = a->config.db.name;
	struct query q;
	uint64_t     there;

	if (strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != strlen(name))
		return problem(&a->c, PROBLEM_INVALID, "GWMS_DB_NAME must consist of letters, digits and _.");
	open_database(a, true);
	q = query_new(&a->c);
	query_add(&q, "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = ?", V(name));
	if (!db_number(&a->c, &q, &there))
		return false;
	return there || db_script(&a->c, arena_printf(a->c.arena,
		"CREATE DATABASE IF NOT EXISTS `%s` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_nopad_ci", name));
}

static int migrate(struct admin *a)
{
	uint64_t steps = 0, version = 0;
	bool     ok;

	if (!takes(a, 0))
		return usage("migrate takes no arguments.");
	ok = database_made(a);
	open_database(a, false);
	ok = ok && migrate_run(&a->c, a->config.sql_dir, &steps) && migrate_current(&a->c, &version);
	return done(a, ok, arena_printf(a->c.arena, "The schema is at version %" PRIu64 " (%" PRIu64 " steps were run).",
		version, steps));
}

static int practice(struct admin *a)
{
	struct practice_data data = { a->config.sql_dir, a->config.practice_password, a->config.practice_url, NULL };
	bool                 loaded = false, ok;

	if (!takes(a, 0))
		return usage("practice takes no arguments.");
	open_database(a, false);
	ok = (data.url || problem(&a->c, PROBLEM_INVALID, "GWMS_PRACTICE_URL must say where the practice store answers."))
	    && migrate_check(&a->c) && (data.seal = seal_public_load(&a->c, a->config.keys_dir)) != NULL
	    && practice_data_bring(&a->c, &data, &loaded);
	return done(a, ok, loaded ? "The practice data is loaded." : "The practice data is there.");
}

/* The first line of standard input, so that it is neither in the history nor in the list of processes. */
static const char *password_read(struct admin *a)
{
	char  *line = secret_alloc(a->c.arena, PASSWORD_LINE);
	size_t len;

	if (!fgets(line, PASSWORD_LINE, stdin))
		return NULL;
	len = strcspn(line, "\r\n");
	line[len] = '\0';
	return line;
}

static int describe_tables(struct admin *a)
{
	struct buf b = buf_new(a->c.arena, 64 * 1024);

	if (!takes(a, 0))
		return usage("describe takes no arguments.");
	describe(&b);
	fwrite(b.text, 1, b.len, stdout);
	return EXIT_SUCCESS;
}

static int customer_add(struct admin *a)
{
	if (a->argc != 3)
		return usage("customer-add takes a code and a name.");
	open_database(a, false);
	return done(a, migrate_check(&a->c) && account_add_customer(&a->c, a->argv[1], a->argv[2]), "The customer was added.");
}

static int user_add(struct admin *a)
{
	static const struct option options[] = {
		{ "customer", required_argument, NULL, 'c' },
		{ "role", required_argument, NULL, 'r' },
		{ "warehouse", required_argument, NULL, 'w' },
		{ "all-warehouses", no_argument, NULL, 'a' },
		{ 0 },
	};
	const char     *warehouses[WAREHOUSES_MAX];
	struct new_user in = { .warehouses = warehouses };

	for (int o; (o = getopt_long(a->argc, a->argv, "", options, NULL)) != -1;) {
		switch (o) {
		case 'c': in.customer = optarg; break;
		case 'r': in.role = optarg; break;
		case 'a': in.all_warehouses = true; break;
		case 'w':
			if (in.n_warehouses == WAREHOUSES_MAX)
				return usage("That is too many warehouses: use --all-warehouses.");
			warehouses[in.n_warehouses++] = optarg;
			break;
		default: return usage("user-add does not take that.");
		}
	}
	if (a->argc - optind != 2 || !in.role)
		return usage("user-add takes a mail address, a name and --role.");
	in.email = a->argv[optind];
	in.name = a->argv[optind + 1];
	in.password = password_read(a);
	open_database(a, false);
	return done(a, migrate_check(&a->c) && account_add_user(&a->c, &in), "The user was added.");
}

static int settings(struct admin *a)
{
	if (!takes(a, 0))
		return usage("settings takes no arguments.");
	open_database(a, true);
	return done(a, db_settings_good(&a->c), "The database's settings are good.");
}

static void tell_check(void *arg, const char *name, const char *sentence, size_t found, const char *examples)
{
	(void)arg;
	printf("%-7s %-22s %s\n", found ? "BROKEN" : "ok", name, sentence);
	if (found)
		printf("        %s%s\n", examples, found >= CHECK_EXAMPLES ? " and maybe more" : "");
}

/* On a live database: one statement after the other, each with a limit of its own. */
static int check(struct admin *a)
{
	struct check_report report;

	if (!takes(a, 0))
		return usage("check takes no arguments.");
	a->config.db.statement_s = CHECK_STATEMENT_S;
	a->c.db = db_new(&a->config.db);
	if (!migrate_check(&a->c) || !check_all(&a->c, tell_check, NULL, &report))
		return refused(a);
	if (report.broken) {
		printf("%zu of %zu invariants are broken.\n", report.broken, report.asked);
		return EXIT_REFUSED;
	}
	printf("All %zu invariants hold.\n", report.asked);
	return EXIT_SUCCESS;
}

static int show_retention(struct admin *a)
{
	for (size_t i = 0; retention_sql_rule(i); i++) {
		const struct retention_rule *rule = retention_sql_rule(i);
		struct retention_state       s;

		if (!retention_sql_state(&a->c, i, &s))
			return refused(a);
		printf("%-18s %5lld days  %10llu erased, last looked at %s\n%24s%s\n", rule->name, (long long)s.days, (unsigned long long)s.erased_in_all,
			s.ran_at.us ? instant_text(a->c.arena, s.ran_at) : "never", "", rule->what);
	}
	return EXIT_SUCCESS;
}

static int retention(struct admin *a)
{
	char *end = NULL;
	long  days = a->argc == 3 ? strtol(a->argv[2], &end, 10) : 0;

	if (a->argc != 1 && (a->argc != 3 || end == a->argv[2] || *end))
		return usage("retention takes nothing, or a rule's name and its days.");
	open_database(a, false);
	if (!migrate_check(&a->c))
		return refused(a);
	return a->argc == 1 ? show_retention(a) : done(a, retention_sql_set_days(&a->c, a->argv[1], days), "The rule was changed.");
}

static int after_restore(struct admin *a)
{
	struct restore_report r;

	if (!takes(a, 0))
		return usage("after-restore takes no arguments.");
	open_database(a, false);
	if (!migrate_check(&a->c) || !restore_settle(&a->c, &r))
		return refused(a);
	printf("The database may be worked on: %llu open writebacks are looked up before anything is sent, %llu stores read their last day\n"
	       "again, %llu sessions have ended, %llu jobs of workers that are gone go on.\n", (unsigned long long)r.writebacks, (unsigned long long)r.streams,
		(unsigned long long)r.sessions, (unsigned long long)r.jobs);
	return EXIT_SUCCESS;
}

static int grants(struct admin *a)
{
	const struct config     *k = &a->config;
	const char              *host = k->db.socket ? "localhost" : "%";
	const struct grants_user api = { k->db_api_user, host, k->db_api_password }, worker = { k->db_worker_user, host, k->db_worker_password };

	if (!takes(a, 0))
		return usage("grants takes no arguments.");
	open_database(a, false);
	return done(a, migrate_check(&a->c) && grants_make(&a->c, GRANTS_API, &api) && grants_make(&a->c, GRANTS_WORKER, &worker),
		"The API and the workers have database users of their own, with the rights they need.");
}

static bool rekey_open(struct admin *a, struct rekey *r)
{
	open_database(a, false);
	*r = (struct rekey){ 0 };
	return migrate_check(&a->c) && (r->seal = seal_public_load(&a->c, a->config.keys_dir)) != NULL
	    && (r->open = seal_secret_load(&a->c, a->config.keys_dir)) != NULL && (r->box = box_keys_load(&a->c, a->config.keys_dir)) != NULL;
}

static int rewrite_secrets(struct admin *a)
{
	struct rekey r;
	uint64_t     left;

	if (!rekey_open(a, &r) || !rekey_all(&a->c, &r) || !rekey_left(&a->c, &r, &left))
		return refused(a);
	printf("%" PRIu64 " secrets were written anew under the keys in use; %" PRIu64 " are under others%s.\n", r.changed, left,
		r.unopened ? ": no key opens them, see above. Enter those credentials again" : "");
	return left ? EXIT_REFUSED : EXIT_SUCCESS;
}

static int drop_keys(struct admin *a)
{
	struct rekey r;
	uint64_t     left;
	bool         ok = rekey_open(a, &r) && rekey_left(&a->c, &r, &left)
	    && (!left || problem(&a->c, PROBLEM_ACTION_NOT_ALLOWED, "%" PRIu64 " secrets are under the old keys: run rotate-keys rewrite first.", left))
	    && secret_rotation_drop(&a->c, a->config.keys_dir);

	return done(a, ok, "The old keys are gone. Restart the programs, and keep a copy of the folder.");
}

static int rotate_keys(struct admin *a)
{
	const char *step = a->argc == 2 ? a->argv[1] : "";

	if (strcmp(step, "add") == 0)
		return done(a, secret_rotation_add(&a->c, a->config.keys_dir),
			"New keys stand beside the old ones. Bring the folder to every host and restart all programs; then: rotate-keys use");
	if (strcmp(step, "use") == 0)
		return done(a, secret_rotation_use(&a->c, a->config.keys_dir),
			"The new keys are used from the next start on. Restart all programs; then: rotate-keys rewrite");
	if (strcmp(step, "rewrite") == 0)
		return rewrite_secrets(a);
	if (strcmp(step, "drop") == 0)
		return drop_keys(a);
	return usage("rotate-keys takes one of add, use, rewrite, drop: in this order, with all programs restarted after add, use and drop.");
}

static int help(struct admin *a)
{
	(void)a;
	return usage(NULL);
}

static const struct command commands[] = {
	{ "wait",         "[SECONDS]",  "until the database server answers; 60 seconds unless told", wait_for_database },
	{ "migrate",      "",           "bring the schema to what this version needs; goes on after an interruption", migrate },
	{ "grants",       "",           "make the database users of API and workers (GWMS_DB_API_USER and so on) and set their rights; after each migrate", grants },
	{ "keys-init",    "",           "make the keys that are missing in GWMS_KEYS_DIR", keys_init },
	{ "practice",     "",           "load the practice data into an empty database", practice },
	{ "customer-add", "CODE NAME",  "add a customer", customer_add },
	{ "user-add",     "EMAIL NAME --role ROLE [--customer CODE] [--warehouse CODE]... [--all-warehouses]",
	  "add a user; the password is read from standard input. Roles: operator, customer_admin (with --customer),\n"
	  "              warehouse, system (staff, without)", user_add },
	{ "settings",     "",           "check that the database keeps what it says it kept", settings },
	{ "after-restore", "",          "what a restored database must be told before the programs start on it", after_restore },
	{ "retention",    "[NAME DAYS]", "what is erased when, and how far that has come; or change a rule", retention },
	{ "rotate-keys",  "add|use|rewrite|drop", "new keys in place of the old ones, in four steps; all programs are restarted in between", rotate_keys },
	{ "check",        "",           "look whether everything that must always be true is true; exit code 1 when not", check },
	{ "describe", "", "print the routes, the rules of orders and the problems as JSON", describe_tables },
	{ "help",         "",           "this list", help },
	{ 0 },
};

static const struct command *command_list(void)
{
	return commands;
}

static int run(struct admin *a, const char *name)
{
	const struct command *k = commands;

	if (!name)
		return usage("A command is needed.");
	while (k->name && strcmp(k->name, name) != 0)
		k++;
	if (!k->name)
		return usage(arena_printf(a->c.arena, "There is no command '%s'.", name));
	if (!secret_start()) {
		fputs("The cryptography library cannot be used on this machine.\n", stderr);
		return EXIT_REFUSED;
	}
	return config_read(&a->c, &a->config) ? k->run(a) : refused(a);
}

int main(int argc, char **argv)
{
	struct admin a = { .c = { .arena = arena_new(ARENA_LIMIT), .actor = { .kind = ACTOR_SYSTEM, .name = "gwms-admin" } },
		.argc = argc - 1, .argv = argv + 1 };
	int code;

	log_open("gwms-admin");
	code = run(&a, argc > 1 ? argv[1] : NULL);
	db_free(a.c.db);
	arena_free(a.c.arena);
	if (fflush(stdout) != 0 && code == EXIT_SUCCESS)
		code = EXIT_REFUSED;
	return code;
}

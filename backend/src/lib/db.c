/* The connection, its settings and its transactions. Correctness rests on these settings and on
 * locks and conditions written in SQL: a connection that was lost is never silently replaced,
 * because its transaction went with it. */
#include "lib/db_private.h"

#include "base/log.h"
#include "base/metric.h"

#include <assert.h>
#include <mysql.h>
#include <mysqld_error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CONNECT_S = 3, NETWORK_S = 15, LOCK_WAIT_S = 3, STATEMENT_S = 5, RERUNS = 4 };

static char *copied(const char *text)
{
	char *copy = text ? strdup(text) : NULL;

	assert(!text || copy);
	return copy;
}

struct db *db_new(const struct db_config *config)
{
	struct db *d = calloc(1, sizeof *d);

	if (!d)
		abort();
	d->config = *config;
	d->config.socket = copied(config->socket);
	d->config.host = copied(config->host);
	d->config.user = copied(config->user);
	d->config.password = copied(config->password);
	d->config.name = copied(config->name);
	d->config.tls_ca = copied(config->tls_ca);
	d->config.tls_cert = copied(config->tls_cert);
	d->config.tls_key = copied(config->tls_key);
	if (!d->config.lock_wait_s)
		d->config.lock_wait_s = LOCK_WAIT_S;
	if (!d->config.statement_s)
		d->config.statement_s = STATEMENT_S;
	return d;
}

void db_free(struct db *d)
{
	if (!d)
		return;
	db_drop(d);
	free(d->customer_tables);
	free((char *)d->config.socket);
	free((char *)d->config.host);
	free((char *)d->config.user);
	free((char *)d->config.password);
	free((char *)d->config.name);
	free((char *)d->config.tls_ca);
	free((char *)d->config.tls_cert);
	free((char *)d->config.tls_key);
	free(d);
}

void db_drop(struct db *d)
{
	if (d->my)
		mysql_close(d->my); /* first: then closing the statements sends nothing */
	d->my = NULL;
	statements_close(d);
	d->doomed = d->depth > 0;
}

/* ---- connecting ------------------------------------------------------------------------------ */

/* The nth of "a,b:3307,c", counted round the list. */
static void host_at(const struct db *d, size_t n, char *host, size_t size, unsigned *port)
{
	const char *list = d->config.host ? d->config.host : "";
	size_t      hosts = 1, len;
	char       *colon;

	for (const char *p = list; *p; p++)
		hosts += *p == ',';
	for (n %= hosts; n; n--)
		list = strchr(list, ',') + 1;
	len = strcspn(list, ",");
	snprintf(host, size, "%.*s", (int)len, list);
	*port = (unsigned)d->config.port;
	colon = strrchr(host, ':');
	if (colon && strchr(host, ':') == colon) { /* more than one: an IPv6 address */
		*port = (unsigned)strtoul(colon + 1, NULL, 10);
		*colon = '\0';
	}
}

/* One round trip for all settings. A negative statement_s, as migrations have it, is no limit. */
static void set_options(const struct db *d, MYSQL *my)
{
	const unsigned off = 0, connect_s = CONNECT_S;
	const bool     endless = d->config.statement_s < 0;
	const unsigned statement_s = endless ? 0 : (unsigned)d->config.statement_s;
	const unsigned network_s = endless ? 0 : statement_s + 10 > NETWORK_S ? statement_s + 10 : NETWORK_S;
	const my_bool  no = 0, yes = 1;
	char           settings[640];

	snprintf(settings, sizeof settings,
		"SET SESSION tx_isolation='READ-COMMITTED',"
		" sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
		"NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY',"
		" time_zone='+00:00', innodb_lock_wait_timeout=%d, lock_wait_timeout=%d, max_statement_time=%u,"
		" idle_transaction_timeout=%u",
		(int)d->config.lock_wait_s, (int)d->config.lock_wait_s + 2, statement_s, endless ? 0 : statement_s + 5);
	mysql_options(my, MYSQL_INIT_COMMAND, settings);
	mysql_options(my, MYSQL_OPT_RECONNECT, &no);
	mysql_options(my, MYSQL_OPT_LOCAL_INFILE, &off);
	mysql_options(my, MYSQL_REPORT_DATA_TRUNCATION, &yes);
	mysql_options(my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(my, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
	if (!endless) {
		mysql_options(my, MYSQL_OPT_READ_TIMEOUT, &network_s);
		mysql_options(my, MYSQL_OPT_WRITE_TIMEOUT, &network_s);
	}
}

/* With a CA named nothing is ever sent in clear or to anybody but the host that was meant; what is asked over a socket of
 * this machine needs none. */
static void set_tls(const struct db *d, MYSQL *my, const char *host)
{
	const my_bool yes = 1;

	if (!d->config.tls_ca || !*host)
		return;
	mysql_optionsv(my, MYSQL_OPT_SSL_CA, d->config.tls_ca);
	if (d->config.tls_cert && d->config.tls_key) {
		mysql_optionsv(my, MYSQL_OPT_SSL_CERT, d->config.tls_cert);
		mysql_optionsv(my, MYSQL_OPT_SSL_KEY, d->config.tls_key);
	}
	mysql_optionsv(my, MARIADB_OPT_TLS_VERSION, "TLSv1.2,TLSv1.3");
	mysql_optionsv(my, MYSQL_OPT_SSL_ENFORCE, &yes);
	mysql_optionsv(my, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
}

/* In a cluster a read waits until this node has what was committed elsewhere before it. A server that was built without
 * Galera does not know the word, and needs none. */
static bool reads_wait(MYSQL *my)
{
	return mysql_query(my, "SET SESSION wsrep_sync_wait = 1") == 0 || mysql_errno(my) == ER_UNKNOWN_SYSTEM_VARIABLE;
}

static size_t hosts_of(const struct db *d)
{
	size_t n = 1;

	for (const char *p = d->config.host; p && *p; p++)
		n += *p == ',';
	return n;
}

bool db_ready(struct ctx *c)
{
	struct db  *d = c->db;
	const char *why = "";
	unsigned    code = 0;

	if (d->my)
		return true;
	for (size_t i = 0; i < hosts_of(d); i++) {
		MYSQL   *my = mysql_init(NULL);
		char     host[256];
		unsigned port;

		if (!my)
			abort();
		set_options(d, my);
		host_at(d, d->host + i, host, sizeof host, &port);
		set_tls(d, my, host);
		if (mysql_real_connect(my, *host ? host : NULL, d->config.user, d->config.password, d->config.name, port,
			d->config.socket, CLIENT_FOUND_ROWS) && reads_wait(my)) {
			d->my = my;
			d->host = 0;
			return true;
		}
		code = mysql_errno(my);
		why = arena_strdup(c->arena, mysql_error(my));
		mysql_close(my);
	}
	d->host = 0;
	if (db_fault_of(code) == FAULT_NOT_READY) {
		problem(c, PROBLEM_BUSY, "The database takes no more work just now.");
		c->problem.retry_after_s = 1;
	} else if (code == ER_BAD_DB_ERROR) {
		problem(c, PROBLEM_UNAVAILABLE, "There is no database '%s' on the server yet.", d->config.name);
	} else if (code == ER_ACCESS_DENIED_ERROR || code == ER_DBACCESS_DENIED_ERROR) {
		problem(c, PROBLEM_UNAVAILABLE, "The database server does not let the user '%s' in.",
			d->config.user ? d->config.user : "");
	} else {
		problem(c, PROBLEM_UNAVAILABLE, "The database cannot be reached.");
	}
	return problem_cause(c, "database error %u: %s", code, why);
}

bool db_wait(struct ctx *c, int seconds)
{
	for (;; seconds--) {
		if (db_ready(c))
			return true;
		if (seconds <= 0)
			return false;
		problem_clear(c);
		nanosleep(&(struct timespec){ .tv_sec = 1 }, NULL);
	}
}

bool db_usable(struct ctx *c)
{
	struct db *d = c->db;

	d->duplicate_key[0] = '\0';
	if (d->doomed)
		return problem(c, PROBLEM_BUSY, "The database undid this transaction.");
	d->waited = false;
	return db_ready(c);
}

bool db_plain(struct ctx *c, const char *text, size_t len)
{
	struct db *d = c->db;
	MYSQL_RES *rows;

	if (!db_usable(c))
		return false;
	if (mysql_real_query(d->my, text, len) != 0)
		return db_failed(c, mysql_errno(d->my), mysql_error(d->my), text);
	rows = mysql_use_result(d->my); /* a script may ask, nobody wants the answer */
	if (rows) {
		while (mysql_fetch_row(rows))
			;
		mysql_free_result(rows);
	}
	if (mysql_errno(d->my))
		return db_failed(c, mysql_errno(d->my), mysql_error(d->my), text);
	return true;
}

static bool plainly(struct ctx *c, const char *text)
{
	return db_plain(c, text, strlen(text));
}

/* ---- transactions ---------------------------------------------------------------------------- */

bool db_in_transaction(const struct ctx *c)
{
	return c->db->depth > 0;
}

bool db_commit_unknown(const struct ctx *c)
{
	return c->db->commit_unknown;
}

/* A connection that died while it was idle is only noticed now: nothing was begun, so one fresh
 * attempt is safe. */
static bool start(struct ctx *c)
{
	const struct problem before = c->problem;
	const bool           was_open = c->db->my != NULL;

	if (plainly(c, "START TRANSACTION"))
		return true;
	if (!was_open || c->db->my)
		return false;
	c->problem = before;
	return plainly(c, "START TRANSACTION");
}

bool db_begin(struct ctx *c)
{
	struct db *d = c->db;

	if (d->depth > 0) {
		if (d->doomed)
			return problem(c, PROBLEM_BUSY, "The database undid this transaction.");
		d->depth++;
		return true;
	}
	d->commit_unknown = false;
	if (!start(c))
		return false;
	d->depth = 1;
	d->failed = false;
	d->n_savepoints = 0;
	return true;
}

static bool commit(struct ctx *c)
{
	struct db *d = c->db;
	unsigned   code;
	bool       lost;

	d->duplicate_key[0] = '\0';
	if (mysql_real_query(d->my, "COMMIT", 6) == 0)
		return true;
	code = mysql_errno(d->my);
	lost = db_fault_of(code) == FAULT_LOST;
	db_failed(c, code, mysql_error(d->my), "COMMIT");
	d->commit_unknown = lost;
	if (lost)
		metric_add(1, "gwms_db_commits_unknown_total");
	return false;
}

static void roll_back(struct db *d)
{
	if (d->my && mysql_real_query(d->my, "ROLLBACK", 8) != 0)
		db_drop(d); /* the server rolls back when the connection goes */
}

bool db_end(struct ctx *c, bool ok)
{
	struct db *d = c->db;

	assert(d->depth > 0);
	if (d->depth > 1) {
		d->depth--;
		if (!ok)
			d->failed = true;
		return ok;
	}
	assert(!ok || d->n_savepoints == 0);
	if (ok && d->doomed)
		ok = problem(c, PROBLEM_BUSY, "The database undid this transaction.");
	if (ok && d->failed)
		ok = problem(c, PROBLEM_INTERNAL, "A part of this failed and the rest was not told.");
	ok = ok && commit(c);
	if (!ok)
		roll_back(d);
	d->depth = 0;
	d->doomed = d->failed = false;
	d->n_savepoints = 0;
	return ok;
}

void db_undo(struct ctx *c)
{
	bool kept = db_end(c, false);

	assert(!kept);
	(void)kept;
}

bool db_savepoint(struct ctx *c)
{
	struct db *d = c->db;
	char       text[32];

	assert(d->depth > 0 && d->n_savepoints < SAVEPOINTS_MAX);
	snprintf(text, sizeof text, "SAVEPOINT sp%zu", d->n_savepoints);
	if (!plainly(c, text))
		return false;
	d->savepoints[d->n_savepoints].depth = d->depth;
	d->savepoints[d->n_savepoints].failed = d->failed;
	d->n_savepoints++;
	return true;
}

bool db_savepoint_end(struct ctx *c, bool ok)
{
	struct db *d = c->db;
	char       text[48];

	assert(d->n_savepoints > 0 && d->savepoints[d->n_savepoints - 1].depth == d->depth);
	d->n_savepoints--;
	if (d->doomed)
		return problem(c, PROBLEM_BUSY, "The database undid this transaction.");
	if (ok && d->failed && !d->savepoints[d->n_savepoints].failed)
		ok = problem(c, PROBLEM_INTERNAL, "A part of this failed and the rest was not told.");
	d->failed = d->savepoints[d->n_savepoints].failed;
	snprintf(text, sizeof text, ok ? "RELEASE SAVEPOINT sp%zu" : "ROLLBACK TO SAVEPOINT sp%zu", d->n_savepoints);
	if (mysql_real_query(d->my, text, strlen(text)) != 0)
		return db_failed(c, mysql_errno(d->my), mysql_error(d->my), text);
	return ok;
}

bool db_savepoint_undo(struct ctx *c)
{
	struct problem stood = c->problem;
	bool           undone;

	problem_clear(c);
	undone = !db_savepoint_end(c, false) && c->problem.code == PROBLEM_NONE;
	if (undone)
		c->problem = stood;
	return undone;
}

void db_rerun_wait(int nth)
{
	uint32_t most_ms = 10;
	uint32_t us;

	metric_add(1, "gwms_db_reruns_total");
	for (int i = 0; i < nth && i < 6; i++)
		most_ms *= 4;
	us = arc4random_uniform(most_ms * 1000 + 1);
	nanosleep(&(struct timespec){ .tv_sec = us / 1000000, .tv_nsec = (long)(us % 1000000) * 1000 }, NULL);
}

/* A COMMIT whose answer was lost may have happened: only the caller knows its proof, so that is not
 * run again here. */
bool db_again(struct ctx *c, bool (*work)(struct ctx *c, void *arg), void *arg)
{
	const bool joined = db_in_transaction(c);

	for (int nth = 1;; nth++) {
		if (db_begin(c) && db_end(c, work(c, arg)))
			return true;
		if (joined || nth > RERUNS || !problem_is(c, PROBLEM_BUSY) || db_commit_unknown(c))
			return false;
		log_info("db_rerun", KV("nth", nth), KV("cause", c->problem.cause));
		problem_clear(c);
		db_rerun_wait(nth);
	}
}

/* ---- what the server must be set to ----------------------------------------------------------- */

bool db_settings_good(struct ctx *c)
{
	uint64_t     flush, doublewrite, log_bin, sync_binlog;
	struct query q[4] = { query_new(c), query_new(c), query_new(c), query_new(c) };

	query_add(&q[0], "SELECT @@innodb_flush_log_at_trx_commit");
	query_add(&q[1], "SELECT @@innodb_doublewrite NOT IN ('0', 'OFF')");
	query_add(&q[2], "SELECT @@log_bin");
	query_add(&q[3], "SELECT @@sync_binlog");
	if (!(db_number(c, &q[0], &flush) && db_number(c, &q[1], &doublewrite) && db_number(c, &q[2], &log_bin)
	      && db_number(c, &q[3], &sync_binlog)))
		return false;
	if (flush != 1)
		return problem(c, PROBLEM_UNAVAILABLE,
			"The database must be set to innodb_flush_log_at_trx_commit=1; it is %llu.", (unsigned long long)flush);
	if (!doublewrite)
		return problem(c, PROBLEM_UNAVAILABLE, "The database must be set to innodb_doublewrite=ON; it is OFF.");
	if (log_bin && sync_binlog != 1)
		return problem(c, PROBLEM_UNAVAILABLE,
			"The database writes a binary log and must be set to sync_binlog=1; it is %llu.",
			(unsigned long long)sync_binlog);
	return true;
}

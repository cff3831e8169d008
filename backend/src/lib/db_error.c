/* What an error of the database means, in one table (RELIABILITY: database errors), and what is
 * done about it before the caller hears of it. */
#include "lib/db_private.h"

#include "base/metric.h"

#include <mysql.h>
#include <errmsg.h>
#include <mysqld_error.h>
#include <stdio.h>
#include <string.h>

static const struct {
	unsigned      code;
	enum db_fault fault;
} faults[] = {
	{ ER_LOCK_DEADLOCK, FAULT_UNDONE },
	{ ER_CHECKREAD, FAULT_UNDONE },
	{ ER_LOCK_WAIT_TIMEOUT, FAULT_WAITED },
	{ ER_STATEMENT_TIMEOUT, FAULT_WAITED },
	{ ER_QUERY_INTERRUPTED, FAULT_WAITED },
	{ ER_NEED_REPREPARE, FAULT_WAITED },
	{ ER_RECORD_FILE_FULL, FAULT_FULL },
	{ ER_DISK_FULL, FAULT_FULL },
	{ ER_ERROR_ON_WRITE, FAULT_FULL },
	{ ER_TEMP_FILE_WRITE_FAILURE, FAULT_FULL },
	{ CR_SERVER_GONE_ERROR, FAULT_LOST },
	{ CR_SERVER_LOST, FAULT_LOST },
	{ CR_SERVER_LOST_EXTENDED, FAULT_LOST },
	{ ER_CONNECTION_KILLED, FAULT_LOST },
	{ ER_SERVER_SHUTDOWN, FAULT_LOST },
	{ ER_NORMAL_SHUTDOWN, FAULT_LOST },
	{ ER_NET_READ_ERROR, FAULT_LOST },
	{ ER_NET_READ_INTERRUPTED, FAULT_LOST },
	{ ER_NET_ERROR_ON_WRITE, FAULT_LOST },
	{ ER_NET_WRITE_INTERRUPTED, FAULT_LOST },
	{ ER_NEW_ABORTING_CONNECTION, FAULT_LOST },
	{ CR_COMMANDS_OUT_OF_SYNC, FAULT_LOST }, /* a bug, but this connection cannot be trusted any more */
	{ ER_UNKNOWN_COM_ERROR, FAULT_NOT_READY }, /* Galera: the node has not joined */
	{ ER_OPTION_PREVENTS_STATEMENT, FAULT_NOT_READY }, /* read-only */
	{ ER_READ_ONLY_MODE, FAULT_NOT_READY },
	{ ER_CON_COUNT_ERROR, FAULT_NOT_READY },
	{ ER_TOO_MANY_USER_CONNECTIONS, FAULT_NOT_READY },
	{ ER_USER_LIMIT_REACHED, FAULT_NOT_READY },
	{ ER_MAX_PREPARED_STMT_COUNT_REACHED, FAULT_NOT_READY }, /* a new connection starts with none */
	{ ER_DUP_ENTRY, FAULT_DUPLICATE },
	{ ER_DUP_ENTRY_WITH_KEY_NAME, FAULT_DUPLICATE },
};

enum db_fault db_fault_of(unsigned code)
{
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		if (faults[i].code == code)
			return faults[i].fault;
	return FAULT_OURS;
}

/* "Duplicate entry 'whatever' for key 'uk_once'": the entry is data and may hold quotes, the key is last. */
static void keep_key_name(struct db *d, const char *message)
{
	const char *end = strrchr(message, '\'');
	const char *start = end;

	d->duplicate_key[0] = '\0';
	while (start && start > message && start[-1] != '\'')
		start--;
	if (start && start > message)
		snprintf(d->duplicate_key, sizeof d->duplicate_key, "%.*s", (int)(end - start), start);
}

/* These messages quote the data that was refused, which the log must not hold: it is left out, from
 * the first quote to the last "' for " (what follows names our own columns and keys) or last quote. */
static const char *without_data(struct ctx *c, unsigned code, const char *message)
{
	static const unsigned quoting[] = { ER_DUP_ENTRY, ER_DUP_ENTRY_WITH_KEY_NAME, ER_TRUNCATED_WRONG_VALUE,
		ER_TRUNCATED_WRONG_VALUE_FOR_FIELD, ER_WRONG_VALUE_FOR_TYPE, ER_WRONG_VALUE };
	const char *first = strchr(message, '\'');
	const char *last = first ? strrchr(message, '\'') : NULL;
	bool        quotes = false;

	for (size_t i = 0; i < sizeof quoting / sizeof *quoting; i++)
		quotes = quotes || quoting[i] == code;
	if (!quotes || !first)
		return message;
	for (const char *p = first; (p = strstr(p, "' for ")) != NULL; p++)
		last = p;
	return arena_printf(c->arena, "%.*s…%s", (int)(first - message + 1), message, last);
}

static void doom(struct db *d)
{
	d->doomed = d->depth > 0;
}

bool db_failed(struct ctx *c, unsigned code, const char *message, const char *text)
{
	struct db    *d = c->db;
	enum db_fault fault = db_fault_of(code);
	const char   *words = arena_printf(c->arena, "database error %u: %s in: %.400s", code,
		without_data(c, code, message), text);

	d->waited = fault == FAULT_WAITED;
	d->duplicate_key[0] = '\0'; /* of the statement just run, and of none before it */
	if (fault != FAULT_DUPLICATE)
		metric_add(1, "gwms_db_errors_total{code=\"%u\"}", code);
	switch (fault) {
	case FAULT_UNDONE:
		doom(d);
		break;
	case FAULT_FULL:
	case FAULT_WAITED: /* going on would keep half of the transaction */
		if (d->depth > 0 && mysql_real_query(d->my, "ROLLBACK", 8) != 0)
			db_drop(d);
		doom(d);
		break;
	case FAULT_NOT_READY:
		d->host++;
		db_drop(d);
		break;
	case FAULT_LOST:
		db_drop(d);
		break;
	case FAULT_DUPLICATE:
		keep_key_name(d, message);
		problem(c, PROBLEM_INTERNAL, "This already exists.");
		return problem_cause(c, "%s", words);
	case FAULT_OURS:
		problem(c, PROBLEM_INTERNAL, "The database refused a statement.");
		return problem_cause(c, "%s", words);
	}
	problem(c, PROBLEM_BUSY, "The database could not finish this just now.");
	if (c->problem.code == PROBLEM_BUSY && !c->problem.retry_after_s)
		c->problem.retry_after_s = 1;
	return problem_cause(c, "%s", words);
}

const char *db_duplicate_key(const struct ctx *c)
{
	return c->problem.code == PROBLEM_INTERNAL && c->db->duplicate_key[0] ? c->db->duplicate_key : NULL;
}

bool db_lock_waited(const struct ctx *c)
{
	return c->problem.code == PROBLEM_BUSY && c->db->waited;
}

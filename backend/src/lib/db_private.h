#pragma once
/* What the files of the db family share; nobody else includes this. The driver's types are named
 * by their tags so that <mysql.h> stays in the .c files. */
#include "lib/db.h"

struct st_mysql;
struct st_mysql_stmt;
struct st_mysql_bind;
struct shape;

enum { STATEMENTS_MAX = 500, STATEMENT_BUCKETS = 1024, SAVEPOINTS_MAX = 8, KEY_NAME_MAX = 65 };

/* A prepared statement, found by its text; in a bucket's chain and in the list by last use. */
struct statement {
	struct st_mysql_stmt *handle;
	char                 *text;
	size_t                len;
	uint64_t              hash;
	struct statement     *chain, *newer, *older;
	size_t                n_params;
	struct st_mysql_bind *params;
	struct param_cell    *cells;
	struct plan          *plans; /* how its rows fill a shape, one per shape asked for */
};

struct db {
	struct db_config  config;
	struct st_mysql  *my;         /* NULL: no connection */
	size_t            host;       /* index in the list of hosts that is tried first */
	int               depth;      /* of nested db_begin */
	bool              failed;     /* an inner part failed: the outermost rolls back */
	bool              doomed;     /* the server undid the transaction: nothing more runs in it */
	bool              commit_unknown;
	bool              waited;      /* the last failure was a lock held by somebody else */
	char              duplicate_key[KEY_NAME_MAX];
	size_t            n_savepoints;
	struct {
		int  depth;
		bool failed;
	} savepoints[SAVEPOINTS_MAX];
	struct statement *buckets[STATEMENT_BUCKETS];
	struct statement *newest, *oldest;
	size_t            n_statements;
	char             *customer_tables; /* test builds alone: see db_tenant.c */
};

/* db.c */
/* A connection is there and the transaction, if any, is still alive. */
bool db_usable(struct ctx *c);
/* Closes the connection; the statements go with it. A transaction is doomed. */
void db_drop(struct db *d);
/* One statement in the text protocol, without rows. */
bool db_plain(struct ctx *c, const char *text, size_t len);

/* db_error.c */
enum db_fault {
	FAULT_OURS,      /* nothing of the world: a bug, or a CHECK that says so */
	FAULT_UNDONE,    /* the server rolled the transaction back */
	FAULT_WAITED,    /* the statement alone was undone, the transaction is still open */
	FAULT_FULL,      /* the same, because the server's disk is full: it may have room again later */
	FAULT_LOST,      /* the connection is gone */
	FAULT_NOT_READY, /* this server takes no work now */
	FAULT_DUPLICATE, /* a unique key has it already */
};
enum db_fault db_fault_of(unsigned code);
/* Does what the table says for the error and records the problem. Returns false. */
bool db_failed(struct ctx *c, unsigned code, const char *message, const char *text);

/* db_statement.c */
/* The prepared statement of that text, from the cache or new; NULL with a problem. */
struct statement *statement_get(struct ctx *c, const char *text, size_t len);
/* Binds the values and executes. */
bool statement_execute(struct ctx *c, struct statement *st, const struct value *values, size_t n);
bool statement_failed(struct ctx *c, struct statement *st);
/* Closes all of them: the connection is gone or about to go. */
void statements_close(struct db *d);
void plans_free(struct plan *plan); /* db_rows.c */

/* db_tenant.c: the query is bound to the customer who asks; nothing but `true` outside test builds. */
bool db_tenant_checked(struct ctx *c, const struct query *q);

#pragma once
#include "base/ctx.h"
#include "base/value.h"

struct shape;

/* The database: one connection per process, kept to the settings every transaction relies on
 * (READ COMMITTED, UTC, strict, matched rows counted, no silent reconnect). Statements are prepared
 * once per connection and found again by their text. What an error means is one table in db.c. */
struct db_config {
	const char *socket, *host, *user, *password, *name; /* host may be a list "a,b:3307": tried in that order */
	const char *tls_ca;             /* a file: TLS alone, with a certificate that it signed for the host's name */
	const char *tls_cert, *tls_key; /* our own certificate, where the server asks for one */
	int32_t     port;
	int32_t     lock_wait_s, statement_s; /* 0: 3 and 5; statement_s -1: no limit, for migrations */
};
struct db *db_new(const struct db_config *config); /* copies; does not connect yet */
void       db_free(struct db *d);
/* Connects when there is no connection. Problem: unavailable. */
MUST_CHECK bool db_ready(struct ctx *c);
/* Tries for so long, once a second. */
MUST_CHECK bool db_wait(struct ctx *c, int seconds);

/* ---- a statement and its values; the texts are literals alone, so input reaches SQL as a value or not at all */
enum { QUERY_VALUES_MAX = 1200 };
struct query {
	char        *text;
	size_t       len, cap;
	struct value *values;
	size_t       n_values, cap_values;
	struct arena *arena;
	bool         tenant_bound;
};
struct query query_new(struct ctx *c);
#define query_add(q, literal, ...) query_add_("" literal, (q), (const struct value[]){ __VA_ARGS__ __VA_OPT__(,) { 0 } }, QUERY_COUNT(__VA_ARGS__))
#define QUERY_COUNT(...) (sizeof((const struct value[]){ __VA_ARGS__ __VA_OPT__(,) { 0 } }) / sizeof(struct value) - 1)
void query_add_(const char *literal, struct query *q, const struct value *values, size_t n);
/* "col IN (?,?,…)"; no values: matches nothing. `column` is a literal. */
#define query_in_ids(q, column, ids, n) query_in_ids_("" column, (q), (ids), (n))
#define query_in_texts(q, column, texts, n) query_in_texts_("" column, (q), (texts), (n))
void query_in_ids_(const char *column, struct query *q, const uint64_t *ids, size_t n);
void query_in_texts_(const char *column, struct query *q, const char *const *texts, size_t n);
/* " AND <alias>.customer_id = ?" for a customer's user; nothing for staff and the system. Staff are
 * bound to their warehouses by query_warehouse. Every query on a table with customer_id calls one. */
#define query_tenant(c, q, alias) query_tenant_((c), (q), "" alias)
#define query_warehouse(c, q, column) query_warehouse_((c), (q), "" column)
/* For the few statements that rightly look across customers (sign-in, a global uniqueness): says that
 * it is meant, because test builds refuse a customer's user a statement that is not bound. */
void query_untenanted(struct query *q);
void query_tenant_(struct ctx *c, struct query *q, const char *alias);
void query_warehouse_(struct ctx *c, struct query *q, const char *column);

/* ---- running one. Rows are filled by column name; a column the shape does not know is our own mistake. */
/* All rows; NULL with a problem on failure (n = 0 and not NULL when there are none). */
void *db_all(struct ctx *c, const struct query *q, const struct shape *s, size_t *n);
/* The one row; false with PROBLEM_NOT_FOUND ("There is no such <what>.") when there is none. Members
 * without a column keep what they have; a second row is our own mistake. */
MUST_CHECK bool db_one(struct ctx *c, const struct query *q, const struct shape *s, void *out, const char *what);
/* The one row or none: *found says. */
MUST_CHECK bool db_maybe(struct ctx *c, const struct query *q, const struct shape *s, void *out, bool *found);
/* A statement without rows: matched rows and the new id, either may be NULL. */
MUST_CHECK bool db_run(struct ctx *c, const struct query *q, uint64_t *matched, uint64_t *id);
/* One row of one unsigned number; 0 when NULL or no row. */
MUST_CHECK bool db_number(struct ctx *c, const struct query *q, uint64_t *out);
/* Short form for statements without parts. */
#define db_exec(c, literal, ...) db_exec_((c), "" literal, (const struct value[]){ __VA_ARGS__ __VA_OPT__(,) { 0 } }, QUERY_COUNT(__VA_ARGS__), NULL, NULL)
#define db_exec_matched(c, matched, literal, ...) db_exec_((c), "" literal, (const struct value[]){ __VA_ARGS__ __VA_OPT__(,) { 0 } }, QUERY_COUNT(__VA_ARGS__), (matched), NULL)
#define db_insert(c, id, literal, ...) db_exec_((c), "" literal, (const struct value[]){ __VA_ARGS__ __VA_OPT__(,) { 0 } }, QUERY_COUNT(__VA_ARGS__), NULL, (id))
MUST_CHECK bool db_exec_(struct ctx *c, const char *text, const struct value *values, size_t n, uint64_t *matched, uint64_t *id);
/* The same INSERT … VALUES (?,…) for many rows in one round trip (array binding): `rows` is n_rows times
 * n_columns values, the kinds the same in each row (NULLs apart). Call it in a transaction or a savepoint:
 * when a row fails, rows before it may be in. */
MUST_CHECK bool db_insert_many(struct ctx *c, const char *literal, const struct value *rows, size_t n_rows, size_t n_columns);
/* The same with RETURNING and one number at the end of the text: what comes back for each row, in their order. */
MUST_CHECK bool db_insert_many_ids(struct ctx *c, const char *literal, const struct value *rows, size_t n_rows, size_t n_columns,
	uint64_t *ids);
/* A script of several statements, prepared one by one: migrations and practice data. */
MUST_CHECK bool db_script(struct ctx *c, const char *sql);

/* ---- transactions. Nested calls join the outer one: only the outermost commits, and a failure
 * inside makes the whole fail (or the savepoint around it). db_end(c, ok) commits when ok, rolls back
 * when not, passes ok on. After a deadlock or a lost connection nothing more runs until db_end: every
 * statement, and db_end(c, true), is PROBLEM_BUSY. */
MUST_CHECK bool db_begin(struct ctx *c);
MUST_CHECK bool db_end(struct ctx *c, bool ok);
/* The same for whoever has nothing to pass on: the effects are undone, the problem stands. */
void db_undo(struct ctx *c);
bool db_in_transaction(const struct ctx *c);
/* A part of a transaction that may fail alone: SAVEPOINT, then release or roll back to it. */
MUST_CHECK bool db_savepoint(struct ctx *c);
MUST_CHECK bool db_savepoint_end(struct ctx *c, bool ok);
/* Undoes that part alone. False when the whole transaction is lost: PROBLEM_BUSY or PROBLEM_UNAVAILABLE. */
MUST_CHECK bool db_savepoint_undo(struct ctx *c);
/* The last transaction ended in PROBLEM_BUSY because the connection broke while COMMIT was sent: it
 * may have happened. Look for your own proof before running again. True until the next db_begin. */
bool db_commit_unknown(const struct ctx *c);

/* Runs `work` in a transaction, again when it ended in PROBLEM_BUSY (deadlock, lock wait, lost
 * connection), at most 4 times with growing random waits. `work` must start from the top. Not again
 * when db_commit_unknown, and not inside a transaction, which only its owner can run again. */
MUST_CHECK bool db_again(struct ctx *c, bool (*work)(struct ctx *c, void *arg), void *arg);
/* The wait before the nth rerun (1…): random(0 … 10·4ⁿ) ms. */
void db_rerun_wait(int nth);

/* When the statement just run failed on a duplicate key: the key's name (such as "uk_once"), else NULL.
 * The problem is then PROBLEM_INTERNAL: problem_clear it and say what the duplicate means, or go on
 * (only the statement was undone). */
const char *db_duplicate_key(const struct ctx *c);
/* The statement just run was given up waiting for a lock that somebody else holds (PROBLEM_BUSY). */
bool db_lock_waited(const struct ctx *c);
/* Server settings this product relies on hold (RELIABILITY): flush at commit, doublewrite. */
MUST_CHECK bool db_settings_good(struct ctx *c);

/* ---- pages. Keyset: (t, id) of the last row of the page before. */
struct page {
	int32_t     limit;   /* 1…200; 0 becomes 50 */
	const char *cursor;  /* as sent, NULL for the first page */
	bool        ascending;
	struct instant after_t; /* decoded by page_read */
	uint64_t    after_id;
};
struct page_end {
	const char *next_cursor; /* NULL: that was all */
	uint64_t    total;
	bool        total_is_exact;
};
/* Checks and decodes the cursor. Problem: invalid on field cursor. */
MUST_CHECK bool page_read(struct ctx *c, struct page *p);
/* Adds the keyset condition, the order and LIMIT limit+1. */
#define query_page(q, p, t_column, id_column) query_page_((q), (p), "" t_column, "" id_column)
void query_page_(struct query *q, const struct page *p, const char *t_column, const char *id_column);
/* The cursor after the row with (t, id). */
const char *page_cursor(struct ctx *c, struct instant t, uint64_t id);

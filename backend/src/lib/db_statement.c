/* Prepared statements, kept per connection and found by their text: preparing each time was
 * measured at four times the client's and twice the server's work of a lookup by key. */
#include "lib/db_private.h"

#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a bound value lives while the statement runs; texts are sent from where they are. */
struct param_cell {
	union {
		long long          i;
		unsigned long long u;
		MYSQL_TIME         time;
		char               text[32];
	};
	unsigned long length;
};

/* FNV-1a over words instead of bytes: a list's text has 2,500 of these. What only reached the upper half is brought down. */
static uint64_t hash_of(const char *text, size_t len)
{
	uint64_t h = UINT64_C(14695981039346656037), word;

	for (size_t n; len > 0; text += n, len -= n) {
		n = len < sizeof word ? len : sizeof word;
		word = 0;
		memcpy(&word, text, n);
		h = (h ^ word) * UINT64_C(1099511628211);
		h ^= h >> 32;
	}
	return h;
}

static void unlink_use(struct db *d, struct statement *st)
{
	*(st->newer ? &st->newer->older : &d->newest) = st->older;
	*(st->older ? &st->older->newer : &d->oldest) = st->newer;
	st->newer = st->older = NULL;
}

static void link_newest(struct db *d, struct statement *st)
{
	st->older = d->newest;
	if (d->newest)
		d->newest->newer = st;
	d->newest = st;
	if (!d->oldest)
		d->oldest = st;
}

static void statement_close(struct db *d, struct statement *st)
{
	struct statement **at = &d->buckets[st->hash % STATEMENT_BUCKETS];

	while (*at != st)
		at = &(*at)->chain;
	*at = st->chain;
	unlink_use(d, st);
	d->n_statements--;
	mysql_stmt_close(st->handle);
	plans_free(st->plans);
	free(st->params);
	free(st->cells);
	free(st->text);
	free(st);
}

void statements_close(struct db *d)
{
	while (d->oldest)
		statement_close(d, d->oldest);
}

static void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

static struct statement *prepare(struct ctx *c, const char *text, size_t len, uint64_t hash)
{
	struct db        *d = c->db;
	MYSQL_STMT       *handle = must(mysql_stmt_init(d->my));
	struct statement *st;

	if (mysql_stmt_prepare(handle, text, len) != 0) {
		unsigned    code = mysql_stmt_errno(handle);
		const char *message = arena_strdup(c->arena, mysql_stmt_error(handle));

		mysql_stmt_close(handle);
		db_failed(c, code, message, text);
		return NULL;
	}
	if (d->n_statements >= STATEMENTS_MAX)
		statement_close(d, d->oldest);
	st = must(calloc(1, sizeof *st));
	st->handle = handle;
	st->text = must(strndup(text, len));
	st->len = len;
	st->hash = hash;
	st->n_params = mysql_stmt_param_count(handle);
	st->params = must(calloc(st->n_params + 1, sizeof *st->params));
	st->cells = must(calloc(st->n_params + 1, sizeof *st->cells));
	st->chain = d->buckets[hash % STATEMENT_BUCKETS];
	d->buckets[hash % STATEMENT_BUCKETS] = st;
	d->n_statements++;
	link_newest(d, st);
	return st;
}

struct statement *statement_get(struct ctx *c, const char *text, size_t len)
{
	struct db        *d = c->db;
	uint64_t          hash = hash_of(text, len);
	struct statement *st;

	if (!db_usable(c))
		return NULL;
	for (st = d->buckets[hash % STATEMENT_BUCKETS]; st; st = st->chain)
		if (st->hash == hash && st->len == len && memcmp(st->text, text, len) == 0)
			break;
	if (!st)
		return prepare(c, text, len, hash);
	if (st != d->newest) {
		unlink_use(d, st);
		link_newest(d, st);
	}
	return st;
}

static MYSQL_TIME time_of(struct instant t)
{
	struct civil civil = instant_civil(t);

	return (MYSQL_TIME){ .year = (unsigned)civil.year, .month = (unsigned)civil.month, .day = (unsigned)civil.day,
		.hour = (unsigned)civil.hour, .minute = (unsigned)civil.minute, .second = (unsigned)civil.second,
		.second_part = (unsigned long)civil.micro, .time_type = MYSQL_TIMESTAMP_DATETIME };
}

static unsigned long money_digits(char *text, size_t size, struct money m)
{
	uint64_t n = m.e4 < 0 ? 0 - (uint64_t)m.e4 : (uint64_t)m.e4;

	return (unsigned long)snprintf(text, size, "%s%llu.%04u", m.e4 < 0 ? "-" : "", (unsigned long long)(n / 10000),
		(unsigned)(n % 10000));
}

static void bind(MYSQL_BIND *b, struct param_cell *cell, const struct value *v)
{
	memset(b, 0, sizeof *b);
	b->buffer = cell;
	switch (v->kind) {
	case VALUE_NULL:
		b->buffer_type = MYSQL_TYPE_NULL;
		break;
	case VALUE_INT:
		cell->i = v->i;
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		break;
	case VALUE_UINT:
		cell->u = v->u;
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		b->is_unsigned = 1;
		break;
	case VALUE_TEXT:
	case VALUE_BYTES:
		b->buffer_type = v->kind == VALUE_TEXT ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
		b->buffer = (void *)(uintptr_t)v->bytes.data; /* the driver only reads it */
		cell->length = b->buffer_length = v->bytes.len;
		b->length = &cell->length;
		break;
	case VALUE_INSTANT:
		cell->time = time_of(v->instant);
		b->buffer_type = MYSQL_TYPE_DATETIME;
		break;
	case VALUE_MONEY:
		cell->length = money_digits(cell->text, sizeof cell->text, v->money);
		b->buffer_type = MYSQL_TYPE_NEWDECIMAL;
		b->buffer_length = cell->length;
		b->length = &cell->length;
		break;
	}
}

bool statement_failed(struct ctx *c, struct statement *st)
{
	unsigned    code = mysql_stmt_errno(st->handle);
	/* while rows are fetched the driver leaves the error at the connection */
	const char *message = arena_strdup(c->arena, code ? mysql_stmt_error(st->handle) : mysql_error(c->db->my));
	const char *text = arena_strdup(c->arena, st->text); /* a lost connection closes the statement */

	return db_failed(c, code ? code : mysql_errno(c->db->my), message, text);
}

bool statement_execute(struct ctx *c, struct statement *st, const struct value *values, size_t n)
{
	if (n != st->n_params) {
		problem(c, PROBLEM_INTERNAL, "A statement was given the wrong number of values.");
		return problem_cause(c, "%zu values for %zu marks in: %.400s", n, st->n_params, st->text);
	}
	for (size_t i = 0; i < n; i++)
		bind(&st->params[i], &st->cells[i], &values[i]);
	if ((n && mysql_stmt_bind_param(st->handle, st->params)) || mysql_stmt_execute(st->handle) != 0)
		return statement_failed(c, st);
	return true;
}

static bool run(struct ctx *c, const char *text, size_t len, const struct value *values, size_t n, uint64_t *matched,
	uint64_t *id)
{
	struct statement *st = statement_get(c, text, len);

	if (!st || !statement_execute(c, st, values, n))
		return false;
	if (matched)
		*matched = mysql_stmt_affected_rows(st->handle);
	if (id)
		*id = mysql_stmt_insert_id(st->handle);
	if (mysql_stmt_field_count(st->handle) && mysql_stmt_free_result(st->handle))
		return statement_failed(c, st);
	return true;
}

bool db_run(struct ctx *c, const struct query *q, uint64_t *matched, uint64_t *id)
{
	return db_tenant_checked(c, q) && run(c, q->text, q->len, q->values, q->n_values, matched, id);
}

bool db_exec_(struct ctx *c, const char *text, const struct value *values, size_t n, uint64_t *matched, uint64_t *id)
{
	return run(c, text, strlen(text), values, n, matched, id);
}

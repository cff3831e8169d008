/* Rows into structs. Which column fills which member is resolved once per statement and shape and
 * kept with the statement; a row then costs one fetch and a switch per column. */
#include "lib/db_private.h"

#include "lib/shape.h"

#include <assert.h>
#include <mysql.h>
#include <stdlib.h>
#include <string.h>

enum { SHORT_TEXT = 120, ROWS_FIRST = 32 };

/* Where the driver puts a column; texts longer than this are fetched straight into the arena. */
struct column {
	const struct field *field;
	const char         *name;
	union {
		long long          i;
		unsigned long long u;
		MYSQL_TIME         time;
		char               text[SHORT_TEXT];
	};
	unsigned long length;
	my_bool       is_null, cut;
};

struct plan {
	const struct shape *shape;
	unsigned            n;
	MYSQL_BIND         *binds;
	struct column      *columns;
	char               *names; /* of the columns, one after the other */
	struct plan        *next;
};

static void plan_free(struct plan *p)
{
	free(p->binds);
	free(p->columns);
	free(p->names);
	free(p);
}

void plans_free(struct plan *p)
{
	while (p) {
		struct plan *next = p->next;

		plan_free(p);
		p = next;
	}
}

static bool our_bug(struct ctx *c, const struct statement *st, const char *column, const char *what)
{
	problem(c, PROBLEM_INTERNAL, "The database's answer does not fit.");
	return problem_cause(c, "column %s %s in: %.400s", column, what, st->text);
}

static bool bind_column(struct ctx *c, const struct statement *st, struct column *col, MYSQL_BIND *b)
{
	b->buffer = col->text;
	b->length = &col->length;
	b->is_null = &col->is_null;
	b->error = &col->cut;
	switch (col->field->type) {
	case FIELD_BOOL:
	case FIELD_INT32:
	case FIELD_INT64:
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		return true;
	case FIELD_UINT64:
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		b->is_unsigned = 1;
		return true;
	case FIELD_INSTANT:
		b->buffer_type = MYSQL_TYPE_DATETIME;
		b->buffer_length = sizeof col->time;
		return true;
	case FIELD_TEXT:
	case FIELD_RAW_:
	case FIELD_MONEY:
	case FIELD_CHOICE_:
		b->buffer_type = MYSQL_TYPE_STRING;
		b->buffer_length = sizeof col->text;
		return true;
	case FIELD_BYTES:
		b->buffer_type = MYSQL_TYPE_BLOB;
		b->buffer_length = sizeof col->text;
		return true;
	case FIELD_OBJECT_:
	case FIELD_LIST_:
	case FIELD_TEXTS_:
	case FIELD_IDS_:
		break;
	}
	return our_bug(c, st, col->name, "names a member no column can fill");
}

static struct plan *plan_new(const struct shape *shape, const MYSQL_FIELD *fields, unsigned n)
{
	struct plan *p = calloc(1, sizeof *p);
	size_t       names = 1, at = 0;

	assert(n > 0); /* what answers has columns */
	for (unsigned i = 0; i < n; i++)
		names += fields[i].name_length + 1;
	if (!p || !(p->binds = calloc(n, sizeof *p->binds)) || !(p->columns = calloc(n, sizeof *p->columns))
	    || !(p->names = calloc(1, names)))
		abort();
	p->shape = shape;
	p->n = n;
	for (unsigned i = 0; i < n; i++) {
		p->columns[i].name = p->names + at;
		memcpy(p->names + at, fields[i].name, fields[i].name_length);
		at += fields[i].name_length + 1;
	}
	return p;
}

static struct plan *plan_made(struct ctx *c, struct statement *st, const struct shape *shape)
{
	MYSQL_RES   *meta = mysql_stmt_result_metadata(st->handle);
	struct plan *p;

	if (!meta) {
		our_bug(c, st, "(none)", "comes back");
		return NULL;
	}
	p = plan_new(shape, mysql_fetch_fields(meta), mysql_num_fields(meta));
	mysql_free_result(meta);
	for (unsigned i = 0; i < p->n; i++) {
		struct column *col = &p->columns[i];

		col->field = shape_field_of_column(shape, col->name);
		if (!col->field)
			our_bug(c, st, col->name, "is unknown to the shape");
		if (!col->field || !bind_column(c, st, col, &p->binds[i])) {
			plan_free(p);
			return NULL;
		}
	}
	p->next = st->plans;
	return st->plans = p;
}

static struct plan *plan_get(struct ctx *c, struct statement *st, const struct shape *shape)
{
	for (struct plan *p = st->plans; p; p = p->next)
		if (p->shape == shape && p->n == mysql_stmt_field_count(st->handle))
			return p;
	return plan_made(c, st, shape);
}

/* ---- one column -------------------------------------------------------------------------------- */

/* Text and bytes of any length; a NUL that is not counted stands behind them. */
static bool column_copy(struct ctx *c, struct statement *st, unsigned at, struct column *col, char **out)
{
	char *copy = arena_alloc(c->arena, col->length + 1);

	if (col->length <= sizeof col->text) {
		memcpy(copy, col->text, col->length);
	} else {
		unsigned long length = 0;
		my_bool       is_null = 0, cut = 0;
		MYSQL_BIND    b = { .buffer_type = col->field->type == FIELD_BYTES ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING,
			   .buffer = copy, .buffer_length = col->length, .length = &length, .is_null = &is_null, .error = &cut };

		if (mysql_stmt_fetch_column(st->handle, &b, at, 0) != 0)
			return statement_failed(c, st);
	}
	*out = copy;
	return true;
}

static bool choice_of(const struct column *col, int *out)
{
	const char *const *names = col->field->choices;

	for (int i = 0; names[i]; i++)
		if (strlen(names[i]) == col->length && memcmp(names[i], col->text, col->length) == 0) {
			*out = i;
			return true;
		}
	return false;
}

static bool money_of(struct column *col, struct money *out)
{
	if (col->length >= sizeof col->text)
		return false;
	col->text[col->length] = '\0';
	return money_parse(col->text, out);
}

static bool instant_of(const MYSQL_TIME *t, struct instant *out)
{
	return civil_instant((struct civil){ (int)t->year, (int)t->month, (int)t->day, (int)t->hour, (int)t->minute,
		(int)t->second, (int)t->second_part }, out);
}

static void column_null(const struct field *f, char *to)
{
	switch (f->type) {
	case FIELD_BOOL: *(bool *)to = false; break;
	case FIELD_INT32: *(int32_t *)to = 0; break;
	case FIELD_CHOICE_: *(int *)to = 0; break;
	case FIELD_BYTES: *(struct bytes *)to = (struct bytes){ 0 }; break;
	case FIELD_TEXT:
	case FIELD_RAW_: *(char **)to = NULL; break;
	default: *(int64_t *)to = 0; break; /* int64, uint64, instant, money */
	}
}

static bool column_fill(struct ctx *c, struct statement *st, unsigned at, struct column *col, char *to)
{
	char *copy;

	switch (col->field->type) {
	case FIELD_BOOL:
		*(bool *)to = col->i != 0;
		return !col->cut || our_bug(c, st, col->name, "does not fit");
	case FIELD_INT32:
		*(int32_t *)to = (int32_t)col->i;
		return (!col->cut && col->i >= INT32_MIN && col->i <= INT32_MAX) || our_bug(c, st, col->name, "does not fit");
	case FIELD_INT64:
		*(int64_t *)to = col->i;
		return !col->cut || our_bug(c, st, col->name, "does not fit");
	case FIELD_UINT64:
		*(uint64_t *)to = col->u;
		return !col->cut || our_bug(c, st, col->name, "does not fit");
	case FIELD_INSTANT:
		return (!col->cut && instant_of(&col->time, (struct instant *)to)) || our_bug(c, st, col->name, "is no time");
	case FIELD_MONEY:
		return money_of(col, (struct money *)to) || our_bug(c, st, col->name, "is no amount");
	case FIELD_CHOICE_:
		return choice_of(col, (int *)to) || our_bug(c, st, col->name, "is none of the choices");
	case FIELD_TEXT:
	case FIELD_RAW_:
		return column_copy(c, st, at, col, (char **)to);
	default:
		if (!column_copy(c, st, at, col, &copy))
			return false;
		*(struct bytes *)to = (struct bytes){ copy, col->length };
		return true;
	}
}

/* ---- one row, all rows --------------------------------------------------------------------------- */

enum row { ROW, ROWS_OVER, ROW_FAILED };

static enum row row_next(struct ctx *c, struct statement *st, struct plan *p, char *row)
{
	int got = mysql_stmt_fetch(st->handle);

	if (got == MYSQL_NO_DATA)
		return ROWS_OVER;
	if (got != 0 && got != MYSQL_DATA_TRUNCATED) {
		statement_failed(c, st);
		return ROW_FAILED;
	}
	for (unsigned i = 0; i < p->n; i++) {
		struct column *col = &p->columns[i];
		char          *to = row + col->field->offset;

		if (col->is_null)
			column_null(col->field, to);
		else if (!column_fill(c, st, i, col, to))
			return ROW_FAILED;
	}
	return ROW;
}

/* Executes and gets ready to fetch; NULL with a problem. */
static struct statement *ask(struct ctx *c, const struct query *q, const struct shape *s, struct plan **plan)
{
	struct statement *st;

	if (!db_tenant_checked(c, q))
		return NULL;
	st = statement_get(c, q->text, q->len);
	if (!st || !statement_execute(c, st, q->values, q->n_values))
		return NULL;
	*plan = plan_get(c, st, s);
	if (*plan && !mysql_stmt_bind_result(st->handle, (*plan)->binds))
		return st;
	if (*plan)
		statement_failed(c, st);
	if (c->db->my)
		mysql_stmt_free_result(st->handle);
	return NULL;
}

/* Reads what is left, so that the connection is free for the next statement. A statement whose
 * connection was lost is gone. */
static void done(struct ctx *c, struct statement *st)
{
	if (c->db->my)
		mysql_stmt_free_result(st->handle);
}

void *db_all(struct ctx *c, const struct query *q, const struct shape *s, size_t *n)
{
	struct plan      *plan;
	struct statement *st = ask(c, q, s, &plan);
	size_t            count = 0, cap = ROWS_FIRST;
	enum row          got;
	char             *rows;

	*n = 0;
	if (!st)
		return NULL;
	rows = arena_alloc(c->arena, cap * s->size);
	while ((got = row_next(c, st, plan, rows + count * s->size)) == ROW) {
		if (++count == cap) {
			rows = arena_realloc(c->arena, rows, cap * s->size, 2 * cap * s->size);
			cap *= 2;
		}
	}
	done(c, st);
	if (got == ROW_FAILED)
		return NULL;
	*n = count;
	return rows;
}

/* Nothing may come after the one row. */
static bool is_over(struct ctx *c, struct statement *st)
{
	const int got = mysql_stmt_fetch(st->handle);

	if (got == MYSQL_NO_DATA)
		return true;
	return got == 0 || got == MYSQL_DATA_TRUNCATED ? our_bug(c, st, "(any)", "comes back twice") : statement_failed(c, st);
}

bool db_maybe(struct ctx *c, const struct query *q, const struct shape *s, void *out, bool *found)
{
	struct plan      *plan;
	struct statement *st = ask(c, q, s, &plan);
	enum row          got;
	bool              ok;

	*found = false;
	if (!st)
		return false;
	got = row_next(c, st, plan, out);
	ok = got == ROWS_OVER || (got == ROW && is_over(c, st));
	done(c, st);
	*found = ok && got == ROW;
	return ok;
}

bool db_one(struct ctx *c, const struct query *q, const struct shape *s, void *out, const char *what)
{
	bool found;

	return db_maybe(c, q, s, out, &found) && (found || problem(c, PROBLEM_NOT_FOUND, "There is no such %s.", what));
}


bool db_number(struct ctx *c, const struct query *q, uint64_t *out)
{
	struct statement *st;
	unsigned long     length = 0;
	my_bool           is_null = 0, cut = 0;
	MYSQL_BIND        b = { .buffer_type = MYSQL_TYPE_LONGLONG, .buffer = out, .is_unsigned = 1, .length = &length,
			  .is_null = &is_null, .error = &cut };
	int               got;
	bool              ok;

	*out = 0;
	if (!db_tenant_checked(c, q))
		return false;
	st = statement_get(c, q->text, q->len);
	if (!st || !statement_execute(c, st, q->values, q->n_values))
		return false;
	if (mysql_stmt_field_count(st->handle) != 1) {
		our_bug(c, st, "(one number)", "is not what comes back");
		done(c, st);
		return false;
	}
	if (mysql_stmt_bind_result(st->handle, &b) != 0)
		return statement_failed(c, st);
	got = mysql_stmt_fetch(st->handle);
	if (got != 0 && got != MYSQL_NO_DATA && got != MYSQL_DATA_TRUNCATED)
		return statement_failed(c, st);
	ok = got == MYSQL_NO_DATA || is_null || !cut || our_bug(c, st, "(one number)", "does not fit");
	if (got == MYSQL_NO_DATA || is_null)
		*out = 0;
	done(c, st);
	return ok;
}

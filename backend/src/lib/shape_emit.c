/* A struct becomes JSON. This is the dearest part of every list answer, so it appends straight into
 * the buffer: no tree in between, no printf. */
#include "lib/shape.h"

#include <assert.h>
#include <string.h>

static void put_name(struct buf *b, bool *first, const char *name, size_t n)
{
	char *p = buf_room(b, n + 4), *start = p;

	if (!*first)
		*p++ = ',';
	*first = false;
	*p++ = '"';
	memcpy(p, name, n);
	p += n;
	*p++ = '"';
	*p++ = ':';
	buf_wrote(b, (size_t)(p - start));
}

static void put_null(struct buf *b)
{
	buf_add(b, "null", 4);
}

static void put_id(struct buf *b, uint64_t id)
{
	buf_putc(b, '"');
	buf_uint(b, id);
	buf_putc(b, '"');
}

static void put_instant(struct buf *b, struct instant t)
{
	char *p = buf_room(b, INSTANT_TEXT_SIZE + 2);
	size_t n;

	p[0] = '"';
	n = instant_print(t, p + 1);
	p[n + 1] = '"';
	buf_wrote(b, n + 2);
}

static void put_money(struct buf *b, struct money m)
{
	char *p = buf_room(b, MONEY_TEXT_SIZE + 2);
	size_t n;

	p[0] = '"';
	n = money_print(m, p + 1);
	p[n + 1] = '"';
	buf_wrote(b, n + 2);
}

/* NULL past the end: a row may hold a word this program does not know yet. */
static const char *choice_name(const struct field *f, int value)
{
	for (int i = 0; i < value; i++)
		if (!f->choices[i])
			return NULL;
	return value < 0 ? NULL : f->choices[value];
}

static bool is_null(const struct field *f, const void *from)
{
	bool null_zero = f->flags & FIELD_NULL_ZERO;

	switch (f->type) {
	case FIELD_BOOL: return false;
	case FIELD_INT32: return null_zero && *(const int32_t *)from == 0;
	case FIELD_INT64: return null_zero && *(const int64_t *)from == 0;
	case FIELD_UINT64: return *(const uint64_t *)from == 0;
	case FIELD_INSTANT: return ((const struct instant *)from)->us == 0;
	case FIELD_MONEY: return null_zero && ((const struct money *)from)->e4 == 0;
	case FIELD_CHOICE_: return (null_zero && *(const int *)from == 0) || !choice_name(f, *(const int *)from);
	case FIELD_TEXT:
	case FIELD_OBJECT_:
	case FIELD_RAW_: return *(void *const *)from == NULL;
	case FIELD_LIST_:
	case FIELD_TEXTS_:
	case FIELD_IDS_:
	case FIELD_BYTES: return false; /* an empty list is a list */
	}
	return false;
}

static void put_items(struct buf *b, const struct field *f, const void *items, size_t n)
{
	buf_putc(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		if (f->type == FIELD_IDS_)
			put_id(b, ((const uint64_t *)items)[i]);
		else
			buf_json(b, ((const char *const *)items)[i]);
	}
	buf_putc(b, ']');
}

static void put_value(struct buf *b, const struct field *f, const void *in)
{
	const void *from = (const char *)in + f->offset;
	size_t      n;

	if (is_null(f, from)) {
		put_null(b);
		return;
	}
	switch (f->type) {
	case FIELD_BOOL: buf_puts(b, *(const bool *)from ? "true" : "false"); break;
	case FIELD_INT32: buf_int(b, *(const int32_t *)from); break;
	case FIELD_INT64: buf_int(b, *(const int64_t *)from); break;
	case FIELD_UINT64: put_id(b, *(const uint64_t *)from); break;
	case FIELD_TEXT: buf_json(b, *(const char *const *)from); break;
	case FIELD_INSTANT: put_instant(b, *(const struct instant *)from); break;
	case FIELD_MONEY: put_money(b, *(const struct money *)from); break;
	case FIELD_CHOICE_: buf_json(b, choice_name(f, *(const int *)from)); break;
	case FIELD_OBJECT_: shape_emit(b, f->of, *(void *const *)from); break;
	case FIELD_RAW_: buf_puts(b, *(const char *const *)from); break;
	case FIELD_LIST_:
	case FIELD_TEXTS_:
	case FIELD_IDS_:
		n = *(const size_t *)(const void *)((const char *)in + f->offset_n);
		if (f->type == FIELD_LIST_)
			shape_emit_list(b, f->of, *(void *const *)from, n);
		else
			put_items(b, f, *(void *const *)from, n);
		break;
	case FIELD_BYTES: assert(!"binary columns are not written out"); break;
	}
}

static bool is_written(const struct field *f)
{
	return f->name && f->type != FIELD_BYTES && !(f->flags & (FIELD_HIDDEN | FIELD_SECRET));
}

static bool in_group(const struct field *f, const char *prefix, size_t n)
{
	return f->member && (!is_written(f) || strncmp(f->name, prefix, n) == 0);
}

/* Writes the members from `f` on whose names share the first `skip` bytes, with braces; returns the
 * field after them. A name with a dot behind those bytes opens an object inside. */
static const struct field *put_group(struct buf *b, const struct field *f, size_t skip, const void *in)
{
	const char *prefix = f->name;
	bool        first = true;

	buf_putc(b, '{');
	while (skip ? in_group(f, prefix, skip) : f->member != NULL) {
		const char *name, *dot, *group;

		if (!is_written(f)) {
			f++;
			continue;
		}
		name = f->name + skip;
		dot = strchr(name, '.');
		put_name(b, &first, name, dot ? (size_t)(dot - name) : strlen(name));
		if (!dot) {
			put_value(b, f++, in);
		} else if (!is_null(f, (const char *)in + f->offset)) {
			f = put_group(b, f, (size_t)(dot + 1 - f->name), in);
		} else {
			put_null(b);
			for (group = f->name; in_group(f, group, (size_t)(dot + 1 - group)); f++)
				;
		}
	}
	buf_putc(b, '}');
	return f;
}

void shape_emit(struct buf *b, const struct shape *s, const void *in)
{
	if (!in)
		put_null(b);
	else
		put_group(b, s->fields, 0, in);
}

void shape_emit_list(struct buf *b, const struct shape *s, const void *items, size_t n)
{
	buf_putc(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		shape_emit(b, s, (const char *)items + i * s->size);
	}
	buf_putc(b, ']');
}

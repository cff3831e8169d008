/* A struct becomes JSON. This is the dearest part of every list answer, so it appends straight into
 * the buffer: no tree in between, no printf. What is the same in every row, the names with their
 * commas and braces, is laid out once per list as steps. */
#include "lib/shape.h"

#include <assert.h>
#include <string.h>

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

/* ---- steps: a text, and what comes after it ------------------------------------------------- */

struct step {
	const char         *lead; /* such as ,"orderNo": */
	size_t              lead_len;
	const struct field *f;     /* NULL: nothing but the text */
	size_t              after; /* of a group (0: a plain value): the step behind it, where null leads */
};

struct plan {
	struct step *steps;
	size_t       n;
	struct buf   leads;
};

static bool is_written(const struct field *f)
{
	return f->name && f->type != FIELD_BYTES && !(f->flags & (FIELD_HIDDEN | FIELD_SECRET));
}

static struct step *add_step(struct plan *p, const struct field *f, const char *before, const char *name, size_t n)
{
	struct step *s = &p->steps[p->n++];
	size_t       from = p->leads.len;

	buf_puts(&p->leads, before);
	if (f) {
		buf_putc(&p->leads, '"');
		buf_add(&p->leads, name, n);
		buf_add(&p->leads, "\":", 2);
	}
	*s = (struct step){ .lead = p->leads.text + from, .lead_len = p->leads.len - from, .f = f };
	return s;
}

/* The members from `f` on whose names share their first `skip` bytes; returns the field after them. A
 * name with a dot behind those bytes opens an object inside. */
static const struct field *plan_group(struct plan *p, const struct field *f, size_t skip)
{
	const char *prefix = f->name, *before = "{";

	while (f->member) {
		const char *name, *dot;

		if (!is_written(f)) {
			f++;
			continue;
		}
		if (skip && strncmp(f->name, prefix, skip) != 0)
			break;
		name = f->name + skip;
		dot = strchr(name, '.');
		if (dot) {
			struct step *group = add_step(p, f, before, name, (size_t)(dot - name));

			f = plan_group(p, f, (size_t)(dot + 1 - f->name));
			group->after = p->n;
		} else {
			add_step(p, f, before, name, strlen(name));
			f++;
		}
		before = ",";
	}
	add_step(p, NULL, *before == '{' ? "{}" : "}", NULL, 0);
	return f;
}

/* Room for all leads at once: they point into the buffer, which therefore must not move. */
static struct plan plan_of(struct arena *a, const struct shape *s)
{
	size_t      n = 1, bytes = 2;
	struct plan p = { 0 };

	for (const struct field *f = s->fields; f->member; f++) {
		size_t dots = 0, len = f->name ? strlen(f->name) : 0;

		for (size_t i = 0; i < len; i++)
			dots += f->name[i] == '.';
		n += 1 + 2 * dots; /* the value; each group opens and closes */
		bytes += len + 4 + 5 * dots;
	}
	p.steps = NEW_N(a, struct step, n);
	p.leads = buf_new(a, bytes + 1);
	plan_group(&p, s->fields, 0);
	assert(p.n <= n && p.leads.len <= bytes);
	return p;
}

static void put_row(struct buf *b, const struct plan *p, const void *in)
{
	const struct step *s = p->steps, *end = s + p->n;

	while (s < end) {
		buf_add(b, s->lead, s->lead_len);
		if (s->after && is_null(s->f, (const char *)in + s->f->offset)) {
			put_null(b);
			s = p->steps + s->after;
			continue;
		}
		if (s->f && !s->after)
			put_value(b, s->f, in);
		s++;
	}
}

void shape_emit(struct buf *b, const struct shape *s, const void *in)
{
	struct plan p;

	if (!in) {
		put_null(b);
		return;
	}
	p = plan_of(b->arena, s);
	put_row(b, &p, in);
}

void shape_emit_list(struct buf *b, const struct shape *s, const void *items, size_t n)
{
	struct plan p;

	if (n == 0) {
		buf_add(b, "[]", 2);
		return;
	}
	p = plan_of(b->arena, s);
	for (size_t i = 0; i < n; i++) {
		buf_putc(b, i ? ',' : '[');
		put_row(b, &p, (const char *)items + i * s->size);
	}
	buf_putc(b, ']');
}

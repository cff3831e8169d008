/* One value of a shape: what it may be and how it is stored, wherever it came from. */
#include "base/number.h"
#include "base/utf8.h"
#include "lib/shape_private.h"

#include <assert.h>
#include <string.h>

enum { MONEY_DECIMALS = 4, NAME_SHOWN_BYTES = 64, ITEM_CHARACTERS = 255 };

const struct field *shape_field_of_column(const struct shape *s, const char *column)
{
	for (const struct field *f = s->fields; f->member; f++)
		if (f->member[0] == column[0] && strcmp(f->member, column) == 0)
			return f;
	return NULL;
}

const struct field *shape_input_named(const struct shape *s, const char *name)
{
	for (const struct field *f = s->fields; f->member; f++)
		if (field_takes_input(f) && strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

/* ---- faults ---------------------------------------------------------------------------------- */

static void put_place(struct buf *b, const struct place *p)
{
	if (p->up)
		put_place(b, p->up);
	if (!p->name) {
		buf_putc(b, '[');
		buf_uint(b, p->index);
		buf_putc(b, ']');
		return;
	}
	if (b->len)
		buf_putc(b, '.');
	/* a name from outside may be as long as a request */
	buf_add(b, p->name, utf8_cut(p->name, strlen(p->name), NAME_SHOWN_BYTES));
}

bool shape_fault(struct ctx *c, const struct place *p, const char *code, const char *format, ...)
{
	struct buf path = buf_new(c->arena, 64);
	va_list    args;
	char      *detail;

	put_place(&path, p);
	va_start(args, format);
	detail = arena_vprintf(c->arena, format, args);
	va_end(args);
	return problem_field(c, path.text, code, "%s", detail);
}

bool shape_unknown(struct ctx *c, const struct place *up, const char *name)
{
	return shape_fault(c, &(struct place){ .up = up, .name = name }, "unknown", "is not known here");
}

/* ---- absent ---------------------------------------------------------------------------------- */

static void store_int(const struct field *f, int64_t n, void *out)
{
	void *to = field_at(f, out);

	switch (f->type) {
	case FIELD_BOOL: *(bool *)to = n != 0; return;
	case FIELD_INT32: *(int32_t *)to = (int32_t)n; return;
	case FIELD_CHOICE_: *(int *)to = (int)n; return;
	case FIELD_INT64: *(int64_t *)to = n; return;
	case FIELD_UINT64: *(uint64_t *)to = (uint64_t)n; return;
	case FIELD_MONEY: ((struct money *)to)->e4 = n; return;
	default: assert(!"a fallback of this type cannot be");
	}
}

bool shape_absent(struct ctx *c, const struct place *p, const struct field *f, void *out)
{
	if (f->flags & FIELD_REQUIRED)
		return shape_fault(c, p, "required", "is required");
	if (f->fallback)
		store_int(f, f->fallback, out);
	return true;
}

/* ---- numbers --------------------------------------------------------------------------------- */

bool shape_set_bool(const struct field *f, bool value, void *out)
{
	store_int(f, value, out);
	return true;
}

static bool in_range(const struct field *f, int64_t n)
{
	if (f->type == FIELD_INT32 && (n < INT32_MIN || n > INT32_MAX))
		return false;
	return (f->min == 0 && f->max == 0) || (n >= f->min && n <= f->max);
}

static bool refuse_range(struct ctx *c, const struct place *p, const struct field *f)
{
	if (f->min == 0 && f->max == 0)
		return shape_fault(c, p, "out_of_range", "is too large or too small");
	if (f->type == FIELD_MONEY)
		return shape_fault(c, p, "out_of_range", "must be from %s to %s", money_text(c->arena, (struct money){ f->min }),
			money_text(c->arena, (struct money){ f->max }));
	return shape_fault(c, p, "out_of_range", "must be from %lld to %lld", (long long)f->min, (long long)f->max);
}

/* A whole number in form, however long. */
static bool is_whole(const char *text)
{
	const char *first = text + (*text == '-');

	return *first && strspn(first, "0123456789") == strlen(first) && !(*first == '0' && first[1]);
}

bool shape_set_int(struct ctx *c, const struct place *p, const struct field *f, const char *digits, void *out)
{
	int64_t n;

	if (!is_whole(digits))
		return shape_fault(c, p, "type", "must be a whole number");
	if (!int_parse(digits, &n) || !in_range(f, n))
		return refuse_range(c, p, f);
	store_int(f, n, out);
	return true;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* C0, DEL and C1 (U+0080 to U+009F). */
static bool has_control(const char *text)
{
	for (const unsigned char *s = (const unsigned char *)text; *s; s++)
		if (*s < 0x20 || *s == 0x7f || (*s == 0xc2 && s[1] < 0xa0))
			return true;
	return false;
}

/* The bytes of the white space at the start: ASCII's, the no-break and the ideographic space. */
static size_t space_at(const char *s)
{
	if (*s == ' ' || (*s >= '\t' && *s <= '\r'))
		return 1;
	if (strncmp(s, "\xc2\xa0", 2) == 0)
		return 2;
	return strncmp(s, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

static const char *trimmed(struct ctx *c, const char *text)
{
	size_t      n, keep = 0;
	const char *p;

	while ((n = space_at(text)))
		text += n;
	for (p = text; *p;) {
		n = space_at(p);
		p += n ? n : 1;
		if (!n)
			keep = (size_t)(p - text);
	}
	return text[keep] ? arena_strndup(c->arena, text, keep) : text;
}

static bool text_fits(struct ctx *c, const struct place *p, const char *text, int64_t min, int64_t max)
{
	int64_t n = (int64_t)utf8_length(text);

	if (has_control(text))
		return shape_fault(c, p, "control_character", "must not contain control characters");
	if (n < min)
		return n ? shape_fault(c, p, "too_short", "must have at least %lld characters", (long long)min)
		         : shape_fault(c, p, "too_short", "must not be empty");
	if (max && n > max)
		return shape_fault(c, p, "too_long", "must have at most %lld characters", (long long)max);
	return true;
}

static int choice_of(const char *const *choices, const char *text)
{
	for (int i = 0; choices[i]; i++)
		if (strcmp(choices[i], text) == 0)
			return i;
	return -1;
}

static bool refuse_choice(struct ctx *c, const struct place *p, const char *const *choices)
{
	struct buf b = buf_new(c->arena, 128);

	for (int i = 0; choices[i]; i++) {
		buf_puts(&b, i ? ", " : "");
		buf_puts(&b, choices[i]);
	}
	return shape_fault(c, p, "not_a_choice", "must be one of: %s", b.text);
}

static bool set_id(struct ctx *c, const struct place *p, const char *text, uint64_t *to)
{
	return id_parse(text, to) || shape_fault(c, p, "bad_id", "must be an id, such as \"17\"");
}

/* What is rounded in a platform's answer is a mistake in a form. */
static size_t decimals_of(const char *number)
{
	const char *point = strchr(number, '.');

	return point ? strlen(point + 1) : 0;
}

bool shape_set_text(struct ctx *c, const struct place *p, const struct field *f, const char *text, void *out)
{
	void        *to = field_at(f, out);
	struct money money;
	int          choice;

	switch (f->type) {
	case FIELD_TEXT:
		if (f->flags & FIELD_TRIM)
			text = trimmed(c, text);
		if (!text_fits(c, p, text, f->min, f->max))
			return false;
		*(const char **)to = text;
		return true;
	case FIELD_UINT64:
		return set_id(c, p, text, to);
	case FIELD_INSTANT:
		return instant_parse(text, to)
		    || shape_fault(c, p, "bad_time", "must be a time such as 2026-05-28T10:00:00Z");
	case FIELD_MONEY:
		if (!money_parse(text, &money) || decimals_of(text) > MONEY_DECIMALS)
			return shape_fault(c, p, "type", "must be a decimal number such as \"12.50\"");
		if (!in_range(f, money.e4))
			return refuse_range(c, p, f);
		*(struct money *)to = money;
		return true;
	case FIELD_CHOICE_:
		choice = choice_of(f->choices, text);
		if (choice < 0)
			return refuse_choice(c, p, f->choices);
		store_int(f, choice, out);
		return true;
	default: assert(!"not a field that is text outside"); return false;
	}
}

/* ---- lists ----------------------------------------------------------------------------------- */

bool shape_list_size(struct ctx *c, const struct place *p, const struct field *f, size_t n)
{
	if ((int64_t)n < f->min)
		return shape_fault(c, p, "too_short", "must have at least %lld entries", (long long)f->min);
	if (f->max && (int64_t)n > f->max)
		return shape_fault(c, p, "too_long", "must have at most %lld entries", (long long)f->max);
	return true;
}

void shape_list_new(struct ctx *c, const struct field *f, size_t n, void *out)
{
	size_t size = f->type == FIELD_LIST_ ? f->of->size : f->type == FIELD_IDS_ ? sizeof(uint64_t) : sizeof(char *);

	*(void **)field_at(f, out) = arena_alloc(c->arena, size * n);
	*(size_t *)(void *)((char *)out + f->offset_n) = n;
}

bool shape_set_item(struct ctx *c, const struct place *p, const struct field *f, const char *text, size_t i, void *out)
{
	if (f->type == FIELD_IDS_)
		return set_id(c, p, text, *(uint64_t **)field_at(f, out) + i);
	if (f->flags & FIELD_TRIM)
		text = trimmed(c, text);
	if (f->choices && choice_of(f->choices, text) < 0)
		return refuse_choice(c, p, f->choices);
	if (!text_fits(c, p, text, 1, f->item_max ? f->item_max : ITEM_CHARACTERS))
		return false;
	(*(const char ***)field_at(f, out))[i] = text;
	return true;
}

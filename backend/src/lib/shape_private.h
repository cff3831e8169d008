#pragma once
#include "lib/shape.h"

/* Shared by the readers of shapes: body, query, environment. */

/* Where in the input a value stands; made into text only when something is wrong with it. */
struct place {
	const struct place *up;   /* NULL at the top */
	const char         *name; /* NULL: element `index` of a list */
	size_t              index;
};

/* The field that input of this name fills, or NULL. */
const struct field *shape_input_named(const struct shape *s, const char *name);

/* Records the fault and returns false. */
bool shape_fault(struct ctx *c, const struct place *p, const char *code, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
bool shape_unknown(struct ctx *c, const struct place *up, const char *name);
/* For a field that was not given: required, or its fallback. */
bool shape_absent(struct ctx *c, const struct place *p, const struct field *f, void *out);

/* Checks the value and stores it. `text` must be valid UTF-8 and live in the context's arena. */
bool shape_set_bool(const struct field *f, bool value, void *out);
bool shape_set_int(struct ctx *c, const struct place *p, const struct field *f, const char *digits, void *out);
/* Texts, ids, times, money and choices. */
bool shape_set_text(struct ctx *c, const struct place *p, const struct field *f, const char *text, void *out);
/* A list of texts or ids: room for n is made, then each is set. */
bool shape_list_size(struct ctx *c, const struct place *p, const struct field *f, size_t n);
void shape_list_new(struct ctx *c, const struct field *f, size_t n, void *out);
bool shape_set_item(struct ctx *c, const struct place *p, const struct field *f, const char *text, size_t i, void *out);

static inline void *field_at(const struct field *f, void *out)
{
	return (char *)out + f->offset;
}

/* Whether input may fill it. */
static inline bool field_takes_input(const struct field *f)
{
	return f->name && f->type != FIELD_BYTES && !(f->flags & FIELD_HIDDEN);
}

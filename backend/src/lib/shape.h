#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include "base/instant.h"
#include "base/money.h"
#include "base/value.h"
#include <stddef.h>

struct json;

/* A struct described once: shape_parse reads and checks a JSON body into it, shape_emit writes it,
 * db_all fills it from a row by column name, shape_parse_env from the environment. */
enum field_type {
	FIELD_BOOL,
	FIELD_INT32,
	FIELD_INT64,
	FIELD_UINT64,  /* an id: decimal string outside, 0 is null */
	FIELD_TEXT,
	FIELD_INSTANT, /* RFC 3339 outside, 0 is null */
	FIELD_MONEY,   /* decimal string outside */
	FIELD_CHOICE_, /* an enum with names */
	FIELD_OBJECT_, /* struct * of another shape; NULL is null */
	FIELD_LIST_,   /* array of another shape: T *items and size_t n */
	FIELD_TEXTS_,  /* const char ** and size_t n */
	FIELD_IDS_,    /* uint64_t * and size_t n */
	FIELD_RAW_,    /* JSON text as it is; NULL is null */
	FIELD_BYTES,   /* struct bytes of a binary column: database only, never read or written as JSON */
};

enum field_flags {
	FIELD_REQUIRED = 1,  /* in: must be there and not null */
	FIELD_SECRET = 2,    /* never written out, never logged */
	FIELD_PERSONAL = 4,  /* never logged */
	FIELD_HIDDEN = 8,    /* filled from the database, never read in or written out */
	FIELD_NULL_ZERO = 16,/* out: a number, money or choice of 0 is null */
	FIELD_TRIM = 32,     /* in: typed by a person: without white space around it; in a body, but for secrets, in normal form C */
};

struct shape;
struct field {
	const char       *member; /* the C member, which is the column's name too */
	const char       *name;   /* JSON; out: "store.id", "store.name" in a row make one object, null when the first is */
	enum field_type   type;
	size_t            offset, offset_n;
	unsigned          flags;
	int64_t           min, max; /* numbers: both 0 is no limit; texts: characters; lists: elements */
	int64_t           fallback; /* in: a number, bool or choice that is absent becomes this; 0 leaves what stood there */
	const char *const *choices; /* ends with NULL; of a list of texts: what each may be */
	const struct shape *of;
	int64_t           item_max; /* list of texts: characters of each, 0 is 255; each has at least one */
};

struct shape {
	size_t              size;
	const struct field *fields; /* ends with member NULL */
};

#define FIELD_TYPE_OF(x)                                                                          \
	_Generic((x), bool: FIELD_BOOL, int32_t: FIELD_INT32, uint32_t: FIELD_INT32, int64_t: FIELD_INT64, \
		uint64_t: FIELD_UINT64, const char *: FIELD_TEXT, char *: FIELD_TEXT,                         \
		struct instant: FIELD_INSTANT, struct money: FIELD_MONEY, struct bytes: FIELD_BYTES)
#define FIELD(T, m, json_name, ...) \
	{ .member = #m, .name = json_name, .type = FIELD_TYPE_OF(((T *)0)->m), .offset = offsetof(T, m), __VA_ARGS__ }
#define FIELD_CHOICE(T, m, json_name, names, ...) \
	{ .member = #m, .name = json_name, .type = FIELD_CHOICE_, .offset = offsetof(T, m), .choices = names, __VA_ARGS__ }
#define FIELD_OBJECT(T, m, json_name, shape_, ...) \
	{ .member = #m, .name = json_name, .type = FIELD_OBJECT_, .offset = offsetof(T, m), .of = &(shape_), __VA_ARGS__ }
#define FIELD_LIST(T, m, n_m, json_name, shape_, ...)                                                      \
	{ .member = #m, .name = json_name, .type = FIELD_LIST_, .offset = offsetof(T, m), .offset_n = offsetof(T, n_m), \
	  .of = &(shape_), __VA_ARGS__ }
#define FIELD_TEXTS(T, m, n_m, json_name, ...) \
	{ .member = #m, .name = json_name, .type = FIELD_TEXTS_, .offset = offsetof(T, m), .offset_n = offsetof(T, n_m), __VA_ARGS__ }
#define FIELD_IDS(T, m, n_m, json_name, ...) \
	{ .member = #m, .name = json_name, .type = FIELD_IDS_, .offset = offsetof(T, m), .offset_n = offsetof(T, n_m), __VA_ARGS__ }
#define FIELD_RAW(T, m, json_name, ...) \
	{ .member = #m, .name = json_name, .type = FIELD_RAW_, .offset = offsetof(T, m), __VA_ARGS__ }
#define FIELD_END { 0 }
#define SHAPE(T, fields_) { sizeof(T), fields_ }

/* Reads an object into `out` (zeroed or with defaults). Absent and null leave what stands there. Every
 * fault is a field error (lines[1].quantity), collected, so that a form is refused once: required,
 * unknown, type, too_long, too_short, out_of_range, not_a_choice, control_character, bad_time, bad_id.
 * Numbers are JSON numbers; ids, times, money and choices are strings. Problem: invalid. */
MUST_CHECK bool shape_parse(struct ctx *c, const struct shape *s, const struct json *j, void *out);
/* Reads name=value pairs of a query string the same way, lists parted by commas; more faults:
 * repeated, malformed (percent-encoding, UTF-8, NUL). An empty text is absent; anything else that
 * is empty is a fault. `query` may be NULL. */
MUST_CHECK bool shape_parse_query(struct ctx *c, const struct shape *s, const char *query, void *out);
/* Reads the environment: the field names are the variables; set but empty is absent. */
MUST_CHECK bool shape_parse_env(struct ctx *c, const struct shape *s, void *out);
/* Appends the object as JSON; NULL writes null. */
void shape_emit(struct buf *b, const struct shape *s, const void *in);
/* Appends an array of `n` structs that lie one behind the other. */
void shape_emit_list(struct buf *b, const struct shape *s, const void *items, size_t n);
/* The field whose C member has the column's name, or NULL. Used by lib/db. */
const struct field *shape_field_of_column(const struct shape *s, const char *column);

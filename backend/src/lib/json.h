#pragma once
#include "base/ctx.h"
#include "base/instant.h"
#include "base/money.h"
#include "base/value.h"

/* JSON from anywhere, read strictly: one pass of our own checks the text before cJSON sees it
 * (RFC 8259 grammar, valid UTF-8, no repeated member, no \u0000, depth and size limits), because
 * cJSON alone bends numbers, cuts strings and forgives bad input. Numbers are kept as text, so no
 * digit of an id is lost. Values live in the context's arena. Accessors take NULL and answer
 * "absent", so lookups can be chained. */
struct json;

struct json_limits {
	size_t size_bytes;
	int    depth;
	size_t array;        /* elements of one array, members of one object */
	size_t string_bytes; /* of one string or number, names too, as UTF-8 */
	size_t values;       /* in the whole text: each costs about 100 bytes of the arena */
};
extern const struct json_limits json_request;  /* 64 KiB, 16, 1,000, 4 KiB; 20,000 values */
extern const struct json_limits json_import;   /* 1 MiB, 16, 50,000, 4 KiB; 200,000 values */
extern const struct json_limits json_platform; /* 8 MiB, 64, 10,000, 256 KiB; 500,000 values */

/* NULL with PROBLEM_MALFORMED (its detail names what and the byte) when the text is not such JSON. */
const struct json *json_parse(struct ctx *c, const char *text, size_t n, const struct json_limits *limits);

enum json_type { JSON_ABSENT, JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_TEXT, JSON_ARRAY, JSON_OBJECT };
enum json_type json_type(const struct json *j);

const struct json *json_member(const struct json *object, const char *name); /* exact case; NULL when absent */
const struct json *json_path(const struct json *j, const char *path);        /* "shipping.country" */
const struct json *json_first(const struct json *j);                         /* first element or member */
const struct json *json_next(const struct json *j);
const char        *json_name(const struct json *j); /* of a member; NULL of an element */
size_t             json_count(const struct json *j);

const char *json_text(const struct json *j);        /* NULL unless a string */
const char *json_number_text(const struct json *j); /* NULL unless a number: its digits as they came */
/* A string or a number as text; NULL for anything else. For ids, which some platforms send as either. */
const char *json_scalar(const struct json *j);
bool        json_true(const struct json *j);        /* exactly true */
/* Whole numbers only ("3.0" and "3e0" are not), within int64; also from a string when the platform
 * sends numbers as text. False otherwise. */
bool        json_int(const struct json *j, int64_t *out);
bool        json_money(const struct json *j, struct money *out); /* from a string or a number */

/* Writes the value back as compact JSON with the numbers as they came. */
char *json_write(struct ctx *c, const struct json *j);

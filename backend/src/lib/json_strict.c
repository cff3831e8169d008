/* One pass over the text, by recursive descent; the depth limit bounds the recursion. What is
 * written never needs more than the input plus three bytes per value (quotes and mark of a number),
 * so the output is allocated once. Strings are written in one spelling each, so that two names are
 * equal exactly when their written bytes are. */
#include "lib/json_strict.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { FEW_NAMES = 64 };

/* A member's name in the output; the names of all open objects lie on one stack. */
struct name {
	uint32_t hash, len;
	size_t   at;   /* in the output */
	size_t   from; /* in the input, for the message */
};

struct reader {
	struct ctx               *c;
	const struct json_limits *limits;
	const unsigned char      *start, *p, *end;
	char                     *out, *to;
	size_t                    values;
	int                       depth;
	struct name              *names;
	size_t                    n_names, cap_names;
};

static bool value(struct reader *r);

static bool refuse(struct reader *r, const char *what, const unsigned char *at)
{
	return problem(r->c, PROBLEM_MALFORMED, "the JSON text has %s at byte %zu", what, (size_t)(at - r->start));
}

static bool refuse_here(struct reader *r)
{
	if (r->p == r->end)
		return refuse(r, "its end too early", r->p);
	return refuse(r, "an unexpected character", r->p);
}

static void skip_space(struct reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\r' || *r->p == '\t'))
		r->p++;
}

static bool next_is(struct reader *r, char c)
{
	if (r->p == r->end || *r->p != (unsigned char)c)
		return false;
	r->p++;
	return true;
}

static void put(struct reader *r, char c)
{
	*r->to++ = c;
}

/* ---- strings --------------------------------------------------------------------------------- */

static bool hex4(struct reader *r, uint32_t *out)
{
	*out = 0;
	for (int i = 0; i < 4; i++, r->p++) {
		unsigned char c = r->p < r->end ? *r->p : 0;

		if (c >= '0' && c <= '9')
			*out = *out * 16 + (uint32_t)(c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			*out = *out * 16 + (uint32_t)((c | 0x20) - 'a' + 10);
		else
			return refuse_here(r);
	}
	return true;
}

/* After "\u": one code point, from two escapes when it needs a pair. */
static bool code_point(struct reader *r, const unsigned char *escape, uint32_t *out)
{
	uint32_t low;

	if (!hex4(r, out))
		return false;
	if (*out < 0xd800 || *out > 0xdfff)
		return true;
	if (*out > 0xdbff || r->end - r->p < 2 || r->p[0] != '\\' || r->p[1] != 'u')
		return refuse(r, "half of a surrogate pair", escape);
	r->p += 2;
	if (!hex4(r, &low))
		return false;
	if (low < 0xdc00 || low > 0xdfff)
		return refuse(r, "half of a surrogate pair", escape);
	*out = 0x10000 + ((*out - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

static void put_utf8(struct reader *r, uint32_t c)
{
	if (c < 0x80) {
		put(r, (char)c);
		return;
	}
	if (c < 0x800) {
		put(r, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			put(r, (char)(0xe0 | c >> 12));
		} else {
			put(r, (char)(0xf0 | c >> 18));
			put(r, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		put(r, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	put(r, (char)(0x80 | (c & 0x3f)));
}

/* Control characters are the only ones that stay escaped beside quote and backslash, each in its
 * shortest form. */
static void put_control(struct reader *r, uint32_t c)
{
	static const char hex[] = "0123456789abcdef";
	static const char letters[] = "btn\0fr";

	put(r, '\\');
	if (c >= 0x08 && c <= 0x0d && letters[c - 0x08]) {
		put(r, letters[c - 0x08]);
		return;
	}
	put(r, 'u');
	put(r, '0');
	put(r, '0');
	put(r, hex[c >> 4]);
	put(r, hex[c & 15]);
}

static bool escape_of(struct reader *r)
{
	static const char     from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const unsigned char  *start = r->p;
	const char           *known;
	uint32_t              c;

	r->p++;
	if (next_is(r, 'u')) {
		if (!code_point(r, start, &c))
			return false;
	} else {
		known = r->p < r->end && *r->p ? strchr(from, *r->p) : NULL;
		if (!known)
			return refuse_here(r);
		c = (uint32_t)to[known - from];
		r->p++;
	}
	if (c == 0)
		return refuse(r, "\\u0000", start);
	if (c == JSON_STRICT_NUMBER)
		return refuse(r, "\\u0001", start);
	if (c < 0x20) {
		put_control(r, c);
	} else {
		if (c == '"' || c == '\\')
			put(r, '\\');
		put_utf8(r, c);
	}
	return true;
}

/* Copies a string with its quotes. Its size is counted decoded. */
static bool string(struct reader *r)
{
	const unsigned char *from = r->p;
	size_t               size = 0;

	if (!next_is(r, '"'))
		return refuse_here(r);
	put(r, '"');
	while (r->p < r->end && *r->p != '"') {
		const unsigned char *p = r->p;
		char                *written = r->to;

		while (p < r->end && *p >= 0x20 && *p < 0x80 && *p != '"' && *p != '\\')
			p++;
		if (p > r->p) {
			memcpy(r->to, r->p, (size_t)(p - r->p));
			r->to += p - r->p;
			size += (size_t)(p - r->p);
			r->p = p;
		} else if (*p == '\\') {
			if (!escape_of(r))
				return false;
			size += *written == '\\' ? 1 : (size_t)(r->to - written);
		} else if (*p < 0x20) {
			return refuse(r, "a control character in a string", p);
		} else {
			size_t n = utf8_char(p, r->end);

			if (!n)
				return refuse(r, "bytes that are not UTF-8", p);
			memcpy(r->to, p, n);
			r->to += n;
			r->p += n;
			size += n;
		}
		if (size > r->limits->string_bytes)
			return refuse(r, "too long a string", from);
	}
	if (!next_is(r, '"'))
		return refuse_here(r);
	put(r, '"');
	return true;
}

/* ---- numbers and words ----------------------------------------------------------------------- */

static bool digits(struct reader *r)
{
	const unsigned char *from = r->p;

	while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
		r->p++;
	return r->p > from || refuse_here(r);
}

static bool number(struct reader *r)
{
	const unsigned char *from = r->p;

	next_is(r, '-');
	if (!next_is(r, '0') && !digits(r))
		return false;
	if (next_is(r, '.') && !digits(r))
		return false;
	if (next_is(r, 'e') || next_is(r, 'E')) {
		if (!next_is(r, '+'))
			next_is(r, '-');
		if (!digits(r))
			return false;
	}
	if ((size_t)(r->p - from) > r->limits->string_bytes)
		return refuse(r, "too long a number", from);
	put(r, '"');
	put(r, JSON_STRICT_NUMBER);
	memcpy(r->to, from, (size_t)(r->p - from));
	r->to += r->p - from;
	put(r, '"');
	return true;
}

static bool word(struct reader *r, const char *text)
{
	for (; *text; text++) {
		if (!next_is(r, *text))
			return refuse_here(r);
		put(r, *text);
	}
	return true;
}

/* ---- arrays and objects ---------------------------------------------------------------------- */

static bool name_push(struct reader *r, size_t from, const char *at)
{
	struct name *n;
	uint32_t     hash = 2166136261U; /* FNV-1a; a clash costs one comparison */

	if (r->n_names == r->cap_names) {
		size_t cap = r->cap_names ? r->cap_names * 2 : 64;

		r->names = arena_realloc(r->c->arena, r->names, r->cap_names * sizeof *r->names, cap * sizeof *r->names);
		r->cap_names = cap;
	}
	for (const char *p = at; p < r->to; p++)
		hash = (hash ^ (unsigned char)*p) * 16777619U;
	n = &r->names[r->n_names++];
	*n = (struct name){ .hash = hash, .len = (uint32_t)(r->to - at), .at = (size_t)(at - r->out), .from = from };
	return true;
}

static int by_hash(const void *a, const void *b, void *out)
{
	const struct name *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	return memcmp((char *)out + x->at, (char *)out + y->at, x->len);
}

static bool refuse_repeated(struct reader *r, const struct name *a, const struct name *b)
{
	return refuse(r, "a repeated member", r->start + (a->from > b->from ? a->from : b->from));
}

/* The names from `first` on are those of the object that just ended. Most objects have a few only,
 * which are compared each with each; a large one is sorted, so that it cannot be made slow. */
static bool names_differ(struct reader *r, size_t first)
{
	struct name *n = r->names + first;
	size_t       count = r->n_names - first;

	r->n_names = first;
	if (count <= FEW_NAMES) {
		for (size_t i = 1; i < count; i++)
			for (size_t k = 0; k < i; k++)
				if (n[k].hash == n[i].hash && by_hash(&n[k], &n[i], r->out) == 0)
					return refuse_repeated(r, &n[k], &n[i]);
		return true;
	}
	qsort_r(n, count, sizeof *n, by_hash, r->out);
	for (size_t i = 1; i < count; i++)
		if (by_hash(&n[i - 1], &n[i], r->out) == 0)
			return refuse_repeated(r, &n[i - 1], &n[i]);
	return true;
}

static bool enter(struct reader *r)
{
	if (++r->depth > r->limits->depth)
		return refuse(r, "too deep a nesting", r->p);
	put(r, (char)*r->p++);
	skip_space(r);
	return true;
}

static bool leave(struct reader *r, char close)
{
	r->depth--;
	put(r, close);
	return true;
}

static bool array(struct reader *r)
{
	const unsigned char *from = r->p;

	if (!enter(r))
		return false;
	if (next_is(r, ']'))
		return leave(r, ']');
	for (size_t n = 1;; n++) {
		if (n > r->limits->array)
			return refuse(r, "too many elements in an array", from);
		if (!value(r))
			return false;
		skip_space(r);
		if (next_is(r, ']'))
			return leave(r, ']');
		if (!next_is(r, ','))
			return refuse_here(r);
		put(r, ',');
		skip_space(r);
	}
}

static bool member(struct reader *r)
{
	size_t      from = (size_t)(r->p - r->start);
	const char *at = r->to;

	if (!string(r) || !name_push(r, from, at))
		return false;
	skip_space(r);
	if (!next_is(r, ':'))
		return refuse_here(r);
	put(r, ':');
	skip_space(r);
	return value(r);
}

static bool object(struct reader *r)
{
	const unsigned char *from = r->p;
	size_t               first = r->n_names;

	if (!enter(r))
		return false;
	if (next_is(r, '}'))
		return leave(r, '}');
	for (size_t n = 1;; n++) {
		if (n > r->limits->array)
			return refuse(r, "too many members in an object", from);
		if (!member(r))
			return false;
		skip_space(r);
		if (next_is(r, '}'))
			return names_differ(r, first) && leave(r, '}');
		if (!next_is(r, ','))
			return refuse_here(r);
		put(r, ',');
		skip_space(r);
	}
}

static bool value(struct reader *r)
{
	if (++r->values > r->limits->values)
		return refuse(r, "too many values", r->p);
	if (r->p == r->end)
		return refuse_here(r);
	switch (*r->p) {
	case '{': return object(r);
	case '[': return array(r);
	case '"': return string(r);
	case 't': return word(r, "true");
	case 'f': return word(r, "false");
	case 'n': return word(r, "null");
	default: return number(r);
	}
}

bool json_strict(struct ctx *c, const char *text, size_t n, const struct json_limits *limits, const char **out,
	size_t *out_len)
{
	struct reader r = { .c = c, .limits = limits, .start = (const unsigned char *)text };
	size_t        most_values = n / 2 + 1 < limits->values ? n / 2 + 1 : limits->values;

	if (n > limits->size_bytes)
		return problem(c, PROBLEM_MALFORMED, "the JSON text is longer than %zu bytes", limits->size_bytes);
	r.p = r.start;
	r.end = r.start + n;
	skip_space(&r);
	if (r.p == r.end)
		return problem(c, PROBLEM_MALFORMED, "the JSON text is empty");
	r.out = r.to = arena_alloc(c->arena, n + 3 * most_values + 1);
	if (!value(&r))
		return false;
	skip_space(&r);
	if (r.p < r.end)
		return refuse(&r, "more text after its end", r.p);
	*out = r.out;
	*out_len = (size_t)(r.to - r.out);
	return true;
}

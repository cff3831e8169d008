/* Shapes from texts alone: the query of an address and the environment. */
#include "base/utf8.h"
#include "lib/shape_private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static bool set_list(struct ctx *c, const struct place *p, const struct field *f, const char *text, void *out)
{
	size_t n = 1, i = 0;
	bool   ok = true;

	for (const char *s = text; *s; s++)
		n += *s == ',';
	if (!shape_list_size(c, p, f, n))
		return false;
	shape_list_new(c, f, n, out);
	for (const char *s = text;; s++, i++) {
		size_t       len = strcspn(s, ",");
		struct place here = { .up = p, .index = i };

		ok = shape_set_item(c, &here, f, arena_strndup(c->arena, s, len), i, out) && ok;
		s += len;
		if (!*s)
			return ok;
	}
}

static bool set(struct ctx *c, const struct place *p, const struct field *f, const char *text, void *out)
{
	switch (f->type) {
	case FIELD_BOOL:
		if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
			return shape_fault(c, p, "type", "must be true or false");
		return shape_set_bool(f, *text == 't', out);
	case FIELD_INT32:
	case FIELD_INT64:
		return shape_set_int(c, p, f, text, out);
	case FIELD_TEXTS_:
	case FIELD_IDS_:
		return set_list(c, p, f, text, out);
	case FIELD_OBJECT_:
	case FIELD_LIST_:
	case FIELD_RAW_:
		assert(!"only a body can hold this field");
		return false;
	default:
		return shape_set_text(c, p, f, text, out);
	}
}

/* ---- query ----------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

/* NULL when it is not the encoding of a text. */
static char *decoded(struct ctx *c, const char *from, size_t n)
{
	char  *text = arena_alloc(c->arena, n + 1);
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		int high, low;

		if (from[i] != '%') {
			text[len++] = from[i] == '+' ? ' ' : from[i];
			continue;
		}
		if (n - i < 3 || (high = hex_digit(from[i + 1])) < 0 || (low = hex_digit(from[i + 2])) < 0)
			return NULL;
		text[len++] = (char)(high * 16 + low);
		i += 2;
	}
	return memchr(text, '\0', len) || !utf8_valid(text, len) ? NULL : text;
}

static bool pair(struct ctx *c, const struct shape *s, const char *at, size_t n, bool *given, void *out)
{
	const char         *equals = memchr(at, '=', n);
	size_t              name_len = equals ? (size_t)(equals - at) : n;
	const char         *name = decoded(c, at, name_len);
	const char         *text = equals ? decoded(c, equals + 1, n - name_len - 1) : "";
	const struct field *f;
	struct place        p = { .name = name };

	if (!name)
		return shape_fault(c, &(struct place){ .name = "query" }, "malformed", "has a name that cannot be read");
	f = shape_input_named(s, name);
	if (!f)
		return shape_unknown(c, NULL, name);
	if (given[f - s->fields])
		return shape_fault(c, &p, "repeated", "must be given once");
	given[f - s->fields] = true;
	if (!text)
		return shape_fault(c, &p, "malformed", "must be percent-encoded UTF-8");
	/* status= is a filter that was cleared; an empty number or time is none */
	if (!*text && (f->type == FIELD_TEXT || f->type == FIELD_TEXTS_ || f->type == FIELD_IDS_))
		return shape_absent(c, &p, f, out);
	return set(c, &p, f, text, out);
}

bool shape_parse_query(struct ctx *c, const struct shape *s, const char *query, void *out)
{
	size_t n_fields = 0;
	bool  *given, ok = true;

	while (s->fields[n_fields].member)
		n_fields++;
	given = NEW_N(c->arena, bool, n_fields);
	while (query && *query) {
		size_t n = strcspn(query, "&");

		if (n)
			ok = pair(c, s, query, n, given, out) && ok;
		query += n + (query[n] == '&');
	}
	for (size_t i = 0; i < n_fields; i++)
		if (field_takes_input(&s->fields[i]) && !given[i])
			ok = shape_absent(c, &(struct place){ .name = s->fields[i].name }, &s->fields[i], out) && ok;
	return ok;
}

/* ---- environment ----------------------------------------------------------------------------- */

bool shape_parse_env(struct ctx *c, const struct shape *s, void *out)
{
	bool ok = true;

	for (const struct field *f = s->fields; f->member; f++) {
		struct place p = { .name = f->name };
		const char  *text;

		if (!field_takes_input(f))
			continue;
		text = getenv(f->name);
		if (!text || !*text)
			ok = shape_absent(c, &p, f, out) && ok;
		else if (!utf8_valid(text, strlen(text)))
			ok = shape_fault(c, &p, "malformed", "must be UTF-8");
		else
			ok = set(c, &p, f, arena_strdup(c->arena, text), out) && ok;
	}
	return ok;
}

/* The primitives of the wire, and the two filters that rewrite finished JSON: _fields and the
 * overrides that make bad input. */
#include "practice/wire.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One code point of valid UTF-8. */
static unsigned long code_point(const unsigned char **p)
{
	unsigned long c = *(*p)++;
	int           more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;

	if (more)
		c &= 0x3fUL >> more;
	while (more--)
		c = c << 6 | (*(*p)++ & 0x3fUL);
	return c;
}

static void escape(struct buf *b, unsigned long unit)
{
	static const char hex[] = "0123456789abcdef";
	char esc[6] = { '\\', 'u', hex[unit >> 12 & 15], hex[unit >> 8 & 15], hex[unit >> 4 & 15], hex[unit & 15] };

	buf_add(b, esc, sizeof esc);
}

static void text_char(struct buf *b, unsigned long c)
{
	static const char from[] = "\"\\/\b\f\n\r\t", to[] = "\"\\/bfnrt";
	const char *known = c && c < 0x80 ? strchr(from, (int)c) : NULL;

	if (known) {
		buf_putc(b, '\\');
		buf_putc(b, to[known - from]);
	} else if (c >= 0x10000) {
		escape(b, 0xd800 + ((c - 0x10000) >> 10));
		escape(b, 0xdc00 + ((c - 0x10000) & 0x3ff));
	} else if (c < 0x20 || c >= 0x80) {
		escape(b, c);
	} else {
		buf_putc(b, (char)c);
	}
}

static void quoted(struct buf *b, const char *text, bool entities)
{
	const unsigned char *p = (const unsigned char *)text;

	if (!text) {
		buf_puts(b, "null");
		return;
	}
	buf_putc(b, '"');
	while (*p) {
		unsigned long c = code_point(&p);

		if (entities && c == '&')
			buf_puts(b, "&amp;");
		else
			text_char(b, c);
	}
	buf_putc(b, '"');
}

void wire_text(struct buf *b, const char *text)
{
	quoted(b, text, false);
}

void wire_html(struct buf *b, const char *text)
{
	quoted(b, text, true);
}

void wire_money(struct buf *b, struct money m, int decimals)
{
	int64_t  unit = 1, rounded;
	uint64_t n;

	for (int i = decimals; i < 4; i++)
		unit *= 10;
	rounded = money_divided(m, unit).e4;
	n = rounded < 0 ? 0 - (uint64_t)rounded : (uint64_t)rounded;
	for (unit = 1; decimals > 0 && unit < 10000; decimals--)
		unit *= 10;
	buf_puts(b, rounded < 0 ? "\"-" : "\"");
	buf_uint(b, n / (uint64_t)unit);
	if (unit > 1)
		buf_printf(b, ".%0*llu", unit == 10 ? 1 : unit == 100 ? 2 : unit == 1000 ? 3 : 4,
			(unsigned long long)(n % (uint64_t)unit));
	buf_putc(b, '"');
}

void wire_float(struct buf *b, double value)
{
	char text[40];

	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	if (fabs(value) >= 1e15)
		snprintf(text, sizeof text, "%.0f", value);
	buf_puts(b, text);
}

void wire_time(struct buf *b, struct instant t, int offset_h)
{
	struct civil c = instant_civil(instant_plus_s(t, offset_h * 3600L));

	if (!t.us) {
		buf_puts(b, "null");
		return;
	}
	buf_printf(b, "\"%04d-%02d-%02dT%02d:%02d:%02d\"", c.year, c.month, c.day, c.hour, c.minute, c.second);
}

void wire_key(struct buf *b, const char *name)
{
	buf_puts(b, ",\"");
	buf_puts(b, name);
	buf_puts(b, "\":");
}

void wire_metas(struct buf *b, const struct metas *metas)
{
	buf_putc(b, '[');
	for (size_t i = 0; i < metas->n; i++) {
		buf_puts(b, i ? ",{\"id\":" : "{\"id\":");
		buf_int(b, metas->items[i].id);
		wire_key(b, "key");
		wire_text(b, metas->items[i].key);
		wire_key(b, "value");
		buf_puts(b, metas->items[i].value);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

static void link_to(struct buf *b, const struct shop *s, const char *name, const char *path, const char *allow)
{
	buf_printf(b, "\"%s\":[{\"href\":", name);
	wire_text(b, arena_printf(b->arena, "%s/wp-json/wc/v3/%s", s->home, path));
	if (allow)
		buf_printf(b, ",\"targetHints\":{\"allow\":[%s]}", allow);
	buf_puts(b, "}]");
}

void wire_links(struct buf *b, const struct shop *s, const char *allow, const char *self, const char *collection,
	const char *up)
{
	wire_key(b, "_links");
	buf_putc(b, '{');
	link_to(b, s, "self", self, allow);
	buf_putc(b, ',');
	link_to(b, s, "collection", collection, NULL);
	if (up) {
		buf_putc(b, ',');
		link_to(b, s, "up", up, NULL);
	}
	buf_putc(b, '}');
}

/* ---- rewriting ------------------------------------------------------------------------------- */

/* Whether the comma list names `path` (2), something inside it (1), or neither (0). */
static int named(const char *fields, const char *path)
{
	size_t len = strlen(path);
	int    best = 0;

	while (*fields) {
		size_t n = strcspn(fields, ",");

		if (n == len && memcmp(fields, path, len) == 0)
			return 2;
		if (n > len && memcmp(fields, path, len) == 0 && fields[len] == '.')
			best = 1;
		fields += n;
		fields += *fields == ',';
		fields += strspn(fields, " ");
	}
	return best;
}

static void only_fields(struct buf *b, struct ctx *c, const struct json *j, const char *prefix, const char *fields)
{
	bool array = json_type(j) == JSON_ARRAY, first = true;

	if (!array && json_type(j) != JSON_OBJECT) {
		buf_puts(b, json_write(c, j));
		return;
	}
	buf_putc(b, array ? '[' : '{');
	for (const struct json *m = json_first(j); m; m = json_next(m)) {
		const char *path = array ? prefix : arena_printf(b->arena, "%s%s%s", prefix, *prefix ? "." : "", json_name(m));
		int         how = array ? 1 : named(fields, path);

		if (!how)
			continue;
		if (!first)
			buf_putc(b, ',');
		first = false;
		if (!array) {
			wire_text(b, json_name(m));
			buf_putc(b, ':');
		}
		if (how == 2)
			buf_puts(b, json_write(c, m));
		else
			only_fields(b, c, m, path, fields);
	}
	buf_putc(b, array ? ']' : '}');
}

void wire_only_fields(struct buf *b, struct ctx *c, const struct json *object, const char *fields)
{
	only_fields(b, c, object, "", fields);
}

#define _GNU_SOURCE /* memmem */
/* Shops keep HTML in their texts, and hosts answer with whole pages when they are in trouble. */
#include "platform/woocommerce/wc_text.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *name, *text;
} entities[] = {
	{ "amp", "&" },          { "lt", "<" },           { "gt", ">" },            { "quot", "\"" },
	{ "apos", "'" },         { "nbsp", "\u00a0" },    { "times", "\u00d7" },    { "ndash", "\u2013" },
	{ "mdash", "\u2014" },   { "lsquo", "\u2018" },   { "rsquo", "\u2019" },    { "sbquo", "\u201a" },
	{ "ldquo", "\u201c" },   { "rdquo", "\u201d" },   { "bdquo", "\u201e" },    { "laquo", "\u00ab" },
	{ "raquo", "\u00bb" },   { "hellip", "\u2026" },  { "bull", "\u2022" },     { "middot", "\u00b7" },
	{ "rarr", "\u2192" },    { "larr", "\u2190" },    { "deg", "\u00b0" },      { "frac12", "\u00bd" },
	{ "frac14", "\u00bc" },  { "frac34", "\u00be" },  { "reg", "\u00ae" },      { "copy", "\u00a9" },
	{ "trade", "\u2122" },   { "euro", "\u20ac" },    { "pound", "\u00a3" },    { "yen", "\u00a5" },
	{ "cent", "\u00a2" },    { "auml", "\u00e4" },    { "ouml", "\u00f6" },     { "uuml", "\u00fc" },
	{ "Auml", "\u00c4" },    { "Ouml", "\u00d6" },    { "Uuml", "\u00dc" },     { "szlig", "\u00df" },
	{ "eacute", "\u00e9" },  { "egrave", "\u00e8" },  { "ecirc", "\u00ea" },    { "agrave", "\u00e0" },
	{ "aacute", "\u00e1" },  { "acirc", "\u00e2" },   { "ccedil", "\u00e7" },   { "ntilde", "\u00f1" },
	{ "iacute", "\u00ed" },  { "oacute", "\u00f3" },  { "uacute", "\u00fa" },   { "aring", "\u00e5" },
	{ "oslash", "\u00f8" },  { "aelig", "\u00e6" },
};

static void add_code_point(struct buf *to, uint32_t c)
{
	if (c < 0x80) {
		buf_putc(to, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_putc(to, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			buf_putc(to, (char)(0xe0 | c >> 12));
		} else {
			buf_putc(to, (char)(0xf0 | c >> 18));
			buf_putc(to, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		buf_putc(to, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_putc(to, (char)(0x80 | (c & 0x3f)));
}

/* "#8364;" or "#x20AC;": how long it is, 0 when it is not one or names no character. */
static size_t numeric_entity(const char *p, uint32_t *out)
{
	const char *start = p++;
	uint32_t    base = 10, value = 0;
	size_t      digits = 0;

	if (*p == 'x' || *p == 'X') {
		base = 16;
		p++;
	}
	for (;; p++, digits++) {
		uint32_t d;

		if (*p >= '0' && *p <= '9')
			d = (uint32_t)(*p - '0');
		else if (base == 16 && ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'f'))
			d = (uint32_t)((*p | 0x20) - 'a') + 10;
		else
			break;
		value = value * base + d;
		if (value > 0x10ffff)
			return 0;
	}
	if (!digits || *p != ';' || value == 0 || (value >= 0xd800 && value <= 0xdfff))
		return 0;
	*out = value;
	return (size_t)(p + 1 - start);
}

char *wc_decode(struct arena *a, const char *text)
{
	struct buf to;

	if (!text)
		return NULL;
	to = buf_new(a, strlen(text) + 1);
	for (const char *p = text; *p;) {
		uint32_t code_point;
		size_t   used = 0;

		if (*p == '&' && p[1] == '#' && (used = numeric_entity(p + 1, &code_point)) > 0) {
			add_code_point(&to, code_point);
			p += 1 + used;
			continue;
		}
		for (size_t i = 0; *p == '&' && i < sizeof entities / sizeof *entities; i++) {
			size_t len = strlen(entities[i].name);

			if (strncmp(p + 1, entities[i].name, len) == 0 && p[1 + len] == ';') {
				buf_puts(&to, entities[i].text);
				used = len + 2;
				break;
			}
		}
		if (!used)
			buf_putc(&to, *p);
		p += used ? used : 1;
	}
	return to.text;
}

/* Past the tag at `p`; of elements whose content is no text, past their end. */
static const char *after_tag(const char *p, const char *end)
{
	static const char *const silent[] = { "style", "script" };
	const char *name = p + 1;

	if (end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
		const char *close = memmem(p, (size_t)(end - p), "-->", 3);

		return close ? close + 3 : end;
	}
	p = memchr(p, '>', (size_t)(end - p));
	if (!p)
		return end;
	p++;
	for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
		size_t len = strlen(silent[i]);

		if ((size_t)(p - name) < len || strncasecmp(name, silent[i], len) != 0)
			continue;
		for (; (size_t)(end - p) > len + 2; p++)
			if (p[0] == '<' && p[1] == '/' && strncasecmp(p + 2, silent[i], len) == 0)
				return after_tag(p, end);
		return end;
	}
	return p;
}

static bool tag_begins(const char *p, const char *end)
{
	char next = end - p > 1 ? p[1] : '\0';

	return *p == '<' && ((next | 0x20) >= 'a' ? (next | 0x20) <= 'z' : next == '/' || next == '!' || next == '?');
}

/* The length of the character at `p`, 0 when it is no valid UTF-8. */
static size_t character(const unsigned char *p, uint32_t *out)
{
	size_t   more = p[0] < 0x80 ? 0 : p[0] < 0xc2 ? 9 : p[0] < 0xe0 ? 1 : p[0] < 0xf0 ? 2 : p[0] < 0xf5 ? 3 : 9;
	uint32_t c;

	if (more == 9)
		return 0;
	c = more == 0 ? p[0] : p[0] & (0x3fu >> more);
	for (size_t i = 1; i <= more; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if ((more == 2 && c < 0x800) || (more == 3 && (c < 0x10000 || c > 0x10ffff)) || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*out = c;
	return more + 1;
}

static bool blank(uint32_t c)
{
	return c <= 0x20 || c == 0x7f || c == 0xa0 || c == 0x2028 || c == 0x2029;
}

/* C1 controls, and what turns the direction of the text around it. */
static bool unfit(uint32_t c)
{
	return (c >= 0x80 && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e
	    || c == 0x200f || c == 0xfeff;
}

char *wc_words(struct arena *a, const char *text, size_t n, size_t max)
{
	const char *end = text + n;
	struct buf  bare = buf_new(a, 256), to = buf_new(a, max + 1);
	size_t      count = 0;
	bool        space = false;

	/* A page may be megabytes; nobody reads past the first few hundred characters. */
	for (const char *p = text; p < end && bare.len < max * 8;) {
		if (tag_begins(p, end)) {
			p = after_tag(p, end);
			buf_putc(&bare, ' ');
		} else {
			buf_putc(&bare, *p ? *p : ' ');
			p++;
		}
	}
	for (const char *p = wc_decode(a, bare.text); *p && count < max;) {
		uint32_t c = '?';
		size_t   len = character((const unsigned char *)p, &c);

		if (blank(c)) {
			space = count > 0;
		} else if (!unfit(c)) {
			if (space && ++count < max)
				buf_putc(&to, ' ');
			space = false;
			if (count >= max)
				break;
			add_code_point(&to, c);
			count++;
		}
		p += len ? len : 1;
	}
	return to.text;
}

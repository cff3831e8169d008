/* The appender. Numbers and escapes are written by hand because printf was measured to cost
 * ten times as much in lists of fifty rows. */
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

struct buf buf_new(struct arena *a, size_t first_bytes)
{
	struct buf b = { .arena = a, .cap = first_bytes < 64 ? 64 : first_bytes };

	b.text = arena_alloc(a, b.cap);
	return b;
}

static char *room(struct buf *b, size_t n)
{
	if (b->len + n + 1 > b->cap) {
		size_t cap = b->cap * 2;

		while (cap < b->len + n + 1)
			cap *= 2;
		b->text = arena_realloc(b->arena, b->text, b->cap, cap);
		b->cap = cap;
	}
	return b->text + b->len;
}

void buf_add(struct buf *b, const char *text, size_t n)
{
	char *to = room(b, n);

	memcpy(to, text, n);
	to[n] = '\0';
	b->len += n;
}

void buf_puts(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_uint(struct buf *b, uint64_t n)
{
	char  digits[20];
	char *p = digits + sizeof digits;

	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	buf_add(b, p, (size_t)(digits + sizeof digits - p));
}

void buf_int(struct buf *b, int64_t n)
{
	if (n < 0)
		buf_putc(b, '-');
	buf_uint(b, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	char   *text;

	va_start(args, format);
	text = arena_vprintf(b->arena, format, args);
	va_end(args);
	buf_puts(b, text);
}

void buf_json(struct buf *b, const char *text)
{
	static const char hex[] = "0123456789abcdef";
	const char       *from = text;

	if (!text) {
		buf_add(b, "null", 4);
		return;
	}
	buf_putc(b, '"');
	for (;; text++) {
		unsigned char c = (unsigned char)*text;

		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
			continue;
		buf_add(b, from, (size_t)(text - from));
		from = text + 1;
		if (!c)
			break;
		switch (c) {
		case '"': buf_add(b, "\\\"", 2); break;
		case '\\': buf_add(b, "\\\\", 2); break;
		case '\n': buf_add(b, "\\n", 2); break;
		case '\r': buf_add(b, "\\r", 2); break;
		case '\t': buf_add(b, "\\t", 2); break;
		default: {
			char esc[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };

			buf_add(b, esc, sizeof esc);
		}
		}
	}
	buf_putc(b, '"');
}

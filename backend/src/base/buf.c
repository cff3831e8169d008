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

void buf_grow(struct buf *b, size_t n)
{
	size_t cap = b->cap * 2;

	while (cap < b->len + n + 1)
		cap *= 2;
	b->text = arena_realloc(b->arena, b->text, b->cap, cap);
	b->cap = cap;
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

static void put_escape(struct buf *b, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	char esc[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };

	switch (c) {
	case '"': buf_add(b, "\\\"", 2); break;
	case '\\': buf_add(b, "\\\\", 2); break;
	case '\n': buf_add(b, "\\n", 2); break;
	case '\r': buf_add(b, "\\r", 2); break;
	case '\t': buf_add(b, "\\t", 2); break;
	default: buf_add(b, esc, sizeof esc); break;
	}
}

/* How many bytes from `text` on need no escape. Eight at a time: a byte's high bit is set in the
 * sum when it is below 0x20, a quote, a backslash or 0x7f. A carry can only name a byte too many,
 * which the loop below then looks at one by one. */
static size_t plain(const char *text, size_t n)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones * 0x80;
	size_t         i = 0;

	for (; i + 8 <= n; i += 8) {
		uint64_t w, quote, slash, del;

		memcpy(&w, text + i, 8);
		quote = w ^ ones * '"';
		slash = w ^ ones * '\\';
		del = w ^ ones * 0x7f;
		if ((((w - ones * 0x20) | (quote - ones) | (slash - ones) | (del - ones)) & ~w & highs) != 0)
			break;
	}
	for (; i < n; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f)
			break;
	}
	return i;
}

void buf_json(struct buf *b, const char *text)
{
	size_t left, n;

	if (!text) {
		buf_add(b, "null", 4);
		return;
	}
	left = strlen(text);
	buf_room(b, left + 2);
	buf_putc(b, '"');
	for (;;) {
		n = plain(text, left);
		buf_add(b, text, n);
		if (n == left)
			break;
		put_escape(b, (unsigned char)text[n]);
		text += n + 1;
		left -= n + 1;
	}
	buf_putc(b, '"');
}

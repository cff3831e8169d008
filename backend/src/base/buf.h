#pragma once
#include "base/arena.h"
#include <stdint.h>
#include <string.h>

/* Text that grows in an arena: answers are written into one and sent with one call. Always ends
 * with a NUL that is not counted. The short appenders are inline, because a list of fifty rows
 * takes several thousand of them. */
struct buf {
	struct arena *arena;
	char         *text;
	size_t        len, cap;
};

struct buf buf_new(struct arena *a, size_t first_bytes);
void       buf_grow(struct buf *b, size_t n);

/* Where `n` bytes and a NUL may be written; buf_wrote says how many were. */
static inline char *buf_room(struct buf *b, size_t n)
{
	if (n >= b->cap - b->len)
		buf_grow(b, n);
	return b->text + b->len;
}
static inline void buf_wrote(struct buf *b, size_t n)
{
	b->len += n;
	b->text[b->len] = '\0';
}
static inline void buf_add(struct buf *b, const char *text, size_t n)
{
	memcpy(buf_room(b, n), text, n);
	buf_wrote(b, n);
}
static inline void buf_puts(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}
static inline void buf_putc(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	buf_wrote(b, 1);
}
void       buf_int(struct buf *b, int64_t n);
void       buf_uint(struct buf *b, uint64_t n);
void       buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A JSON string with its quotes; NULL writes null. `text` must be valid UTF-8. */
void buf_json(struct buf *b, const char *text);

#pragma once
#include "base/arena.h"
#include <stdint.h>

/* Text that grows in an arena: answers are written into one and sent with one call. Always ends
 * with a NUL that is not counted. */
struct buf {
	struct arena *arena;
	char         *text;
	size_t        len, cap;
};

struct buf buf_new(struct arena *a, size_t first_bytes);
void       buf_add(struct buf *b, const char *text, size_t n);
void       buf_puts(struct buf *b, const char *text);
void       buf_putc(struct buf *b, char c);
void       buf_int(struct buf *b, int64_t n);
void       buf_uint(struct buf *b, uint64_t n);
void       buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A JSON string with its quotes; NULL writes null. `text` must be valid UTF-8. */
void buf_json(struct buf *b, const char *text);

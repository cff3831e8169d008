#pragma once
#include "base/buf.h"
#include <stdbool.h>
#include <stddef.h>

/* The bytes of the well-formed UTF-8 character at `p` (1…4), or 0: cut off, overlong, a surrogate
 * or beyond U+10FFFF. */
size_t utf8_char(const unsigned char *p, const unsigned char *end);
bool   utf8_valid(const char *text, size_t n);
/* How many characters a valid text has. */
size_t utf8_length(const char *text);
/* The longest start of the text that is at most `max` bytes and does not cut a character. */
size_t utf8_cut(const char *text, size_t n, size_t max);
/* Appends the valid text as it may be shown: control characters other than tab and line ends, and characters that turn the
 * direction of what stands beside them or have no width, as their number: "safe[U+202E]gnp.exe". The joiners that Persian,
 * Hindi and emoji are written with stay. */
void utf8_visible(struct buf *b, const char *text);

/* The table of well-formed sequences of the Unicode standard (table 3-7), as conditions. */
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

static bool follows(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

size_t utf8_char(const unsigned char *p, const unsigned char *end)
{
	ptrdiff_t left = end - p;

	if (left < 1)
		return 0;
	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	if (p[0] < 0xe0)
		return left >= 2 && follows(p[1]) ? 2 : 0;
	if (p[0] < 0xf0) {
		if (left < 3 || !follows(p[1]) || !follows(p[2]))
			return 0;
		return (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ? 0 : 3;
	}
	if (left < 4 || !follows(p[1]) || !follows(p[2]) || !follows(p[3]))
		return 0;
	return (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f) ? 0 : 4;
}

bool utf8_valid(const char *text, size_t n)
{
	const unsigned char *p = (const unsigned char *)text, *end = p + n;

	while (p < end) {
		size_t len = utf8_char(p, end);

		if (!len)
			return false;
		p += len;
	}
	return true;
}

size_t utf8_length(const char *text)
{
	size_t n = 0;

	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		n += (*p & 0xc0) != 0x80;
	return n;
}

size_t utf8_cut(const char *text, size_t n, size_t max)
{
	if (n <= max)
		return n;
	while (max > 0 && follows((unsigned char)text[max]))
		max--;
	return max;
}

static uint32_t code_point(const unsigned char *p, size_t len)
{
	static const unsigned char first[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t                   c = p[0] & first[len];

	for (size_t i = 1; i < len; i++)
		c = c << 6 | (p[i] & 0x3f);
	return c;
}

static bool misleads(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x01, 0x08 }, { 0x0b, 0x0c }, { 0x0e, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad }, { 0x61c, 0x61c }, { 0x200b, 0x200b },
		{ 0x200e, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb },
	};

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

void utf8_visible(struct buf *b, const char *text)
{
	const unsigned char *p = (const unsigned char *)text, *end = p + strlen(text);

	while (p < end) {
		const size_t   len = utf8_char(p, end);
		const uint32_t c = len ? code_point(p, len) : 0xfffd;

		if (misleads(c) || !len)
			buf_printf(b, "[U+%04X]", c);
		else
			buf_add(b, (const char *)p, len);
		p += len ? len : 1;
	}
}

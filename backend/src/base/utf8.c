/* The table of well-formed sequences of the Unicode standard (table 3-7), as conditions. */
#include "base/utf8.h"

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

#include "base/number.h"

bool int_parse(const char *text, int64_t *out)
{
	const char *p = text;
	bool        minus = p && *p == '-';
	uint64_t    n = 0, most = (uint64_t)INT64_MAX + minus;

	if (!p)
		return false;
	p += minus;
	if (!*p || (*p == '0' && p[1]))
		return false;
	for (; *p; p++) {
		uint64_t digit = (uint64_t)(*p - '0');

		if (*p < '0' || *p > '9' || n > (most - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*out = minus ? (int64_t)(0 - n) : (int64_t)n;
	return true;
}

bool id_parse(const char *text, uint64_t *out)
{
	int64_t n;

	if (!int_parse(text, &n) || n < 1)
		return false;
	*out = (uint64_t)n;
	return true;
}

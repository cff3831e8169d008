#include "sql/like.h"

#include <stdbool.h>
#include <string.h>

static char *pattern(struct arena *a, const char *text, bool open_start)
{
	char *out = arena_alloc(a, 2 * strlen(text) + 3), *p = out;

	if (open_start)
		*p++ = '%';
	for (; *text; text++) {
		if (*text == '%' || *text == '_' || *text == '\\')
			*p++ = '\\';
		*p++ = *text;
	}
	*p++ = '%';
	return out;
}

char *like_prefix(struct arena *a, const char *text)
{
	return pattern(a, text, false);
}

char *like_contains(struct arena *a, const char *text)
{
	return pattern(a, text, true);
}

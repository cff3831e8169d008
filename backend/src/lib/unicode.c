#include "lib/unicode.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return !*text;
}

const char *unicode_nfc(struct arena *a, const char *text)
{
	utf8proc_uint8_t *made = NULL;
	const char       *out = text;

	if (is_ascii(text))
		return text;
	if (utf8proc_map((const utf8proc_uint8_t *)text, 0, &made, UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE) < 0)
		return text; /* no UTF-8: left to whoever checks that */
	if (strcmp((const char *)made, text) != 0)
		out = arena_strdup(a, (const char *)made);
	free(made);
	return out;
}

/* In UTF-8: E2 80 AA to AE, E2 81 A6 to A9. */
bool unicode_turns(const char *text)
{
	for (const unsigned char *s = (const unsigned char *)text; *s; s++)
		if (s[0] == 0xe2 && ((s[1] == 0x80 && s[2] >= 0xaa && s[2] <= 0xae) || (s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9)))
			return true;
	return false;
}

#pragma once
#include "base/arena.h"

/* Texts as WordPress sends them. */

/* With its HTML entities decoded; what is not one stays as it is. Tags stay too: they are part of a name. */
char *wc_decode(struct arena *a, const char *text);
/* Words for people out of anything a server answered: tags, scripts, control and direction
 * characters out, entities decoded, blanks joined, invalid UTF-8 replaced, at most `max` characters. */
char *wc_words(struct arena *a, const char *text, size_t n, size_t max);

#pragma once
#include "base/arena.h"
#include <stdbool.h>

/* Unicode beyond its bytes: utf8proc and nothing else. The texts are valid UTF-8. */

/* The text in normal form C, so that two that look the same are the same; itself when it is that already. */
const char *unicode_nfc(struct arena *a, const char *text);
/* Whether it holds a character that turns the direction of the text around it (U+202A to 202E, 2066 to 2069): what is
 * shown is then not what stands there. */
bool unicode_turns(const char *text);

#pragma once
#include "base/arena.h"

/* Patterns for LIKE in which the text stands for itself. */
char *like_prefix(struct arena *a, const char *text);   /* text% */
char *like_contains(struct arena *a, const char *text); /* %text% */

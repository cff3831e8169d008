#pragma once
#include "base/arena.h"
#include <string.h>

/* Lists that grow in an arena: `struct { T *items; size_t n, cap; }`. */
static inline void *list_room(struct arena *a, void *items, size_t n, size_t *cap, size_t size_bytes)
{
	if (n == *cap) {
		size_t more = *cap ? *cap * 2 : 4;

		items = arena_realloc(a, items, *cap * size_bytes, more * size_bytes);
		*cap = more;
	}
	memset((char *)items + n * size_bytes, 0, size_bytes);
	return items;
}

/* One more element, zeroed; the value is a pointer to it, good until the next one is added. */
#define LIST_ADD(a, l)                                                                             \
	((l)->items = list_room((a), (l)->items, (l)->n, &(l)->cap, sizeof *(l)->items), &(l)->items[(l)->n++])

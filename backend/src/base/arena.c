/* Blocks in a list, the newest in front and each larger than the one before. The largest one that is
 * not too large is kept over a reset: after the first few requests a usual one needs no malloc, and
 * no memory is given back to the system only to be faulted in again. Sanitizer builds poison what
 * is not handed out, and what a growing allocation has left. */
#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { FIRST_BLOCK = 64 * 1024, KEPT_BLOCK = 1024 * 1024, GROWN_BLOCK = 8 * 1024 * 1024, ALIGN = 16 };

struct block {
	struct block *next;
	size_t        size, used;
	_Alignas(ALIGN) char bytes[];
};

struct closer {
	struct closer *next;
	void (*close)(void *);
	void *handle;
};

struct arena {
	struct block  *blocks; /* never NULL */
	struct closer *closers;
	size_t         limit, total;
};

static void die(const char *why)
{
	fprintf(stderr, "level=fatal event=out_of_memory why=%s\n", why);
	abort();
}

static size_t rounded(size_t size)
{
	return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static struct block *block_new(size_t size, struct block *next)
{
	struct block *b = malloc(sizeof *b + size);

	if (!b)
		die("malloc");
	b->next = next;
	b->size = size;
	b->used = 0;
	POISON(b->bytes, size);
	return b;
}

struct arena *arena_new(size_t limit_bytes)
{
	struct arena *a = calloc(1, sizeof *a);

	if (!a)
		die("malloc");
	a->limit = limit_bytes;
	a->blocks = block_new(FIRST_BLOCK, NULL);
	return a;
}

static void run_closers(struct arena *a)
{
	while (a->closers) {
		struct closer *c = a->closers;

		a->closers = c->next;
		c->close(c->handle);
	}
}

static void block_free(struct block *b)
{
	UNPOISON(b->bytes, b->size);
	free(b);
}

void arena_reset(struct arena *a)
{
	struct block *kept = NULL, *next;

	run_closers(a);
	for (struct block *b = a->blocks; b; b = next) {
		next = b->next;
		if (!kept && (b->size <= KEPT_BLOCK || !next))
			kept = b;
		else
			block_free(b);
	}
	assert(kept); /* an arena always has a block */
	kept->next = NULL;
	kept->used = 0;
	POISON(kept->bytes, kept->size);
	a->blocks = kept;
	a->total = 0;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	block_free(a->blocks);
	free(a);
}

/* A block for at least `room`. Doubling stops at a size beyond which it would only waste. */
static void grow(struct arena *a, size_t room)
{
	size_t size = a->blocks->size < GROWN_BLOCK / 2 ? a->blocks->size * 2 : GROWN_BLOCK;

	a->blocks = block_new(size > room ? size : room, a->blocks);
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct block *b;
	size_t        room = rounded(size);
	void         *p;

	if (room < size || room > a->limit - a->total)
		die("limit");
	if (a->blocks->size - a->blocks->used < room)
		grow(a, room);
	b = a->blocks;
	p = b->bytes + b->used;
	b->used += room;
	a->total += room;
	UNPOISON(p, size);
	return memset(p, 0, size);
}

void *arena_realloc(struct arena *a, void *old, size_t old_bytes, size_t new_bytes)
{
	struct block *b = a->blocks;
	size_t        more = rounded(new_bytes) - rounded(old_bytes);
	void         *p;

	if (old && new_bytes <= old_bytes)
		return old;
	if (old && (char *)old + rounded(old_bytes) == b->bytes + b->used && more <= b->size - b->used) {
		if (more > a->limit - a->total)
			die("limit");
		b->used += more;
		a->total += more;
		UNPOISON(old, new_bytes);
		memset((char *)old + old_bytes, 0, new_bytes - old_bytes);
		return old;
	}
	p = arena_alloc(a, new_bytes);
	if (old && old_bytes) {
		memcpy(p, old, old_bytes);
		POISON(old, old_bytes);
	}
	return p;
}

char *arena_strndup(struct arena *a, const char *text, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	memcpy(copy, text, n);
	return copy;
}

char *arena_strdup(struct arena *a, const char *text)
{
	return text ? arena_strndup(a, text, strlen(text)) : NULL;
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
	va_list again;
	char   *text;
	int     n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n < 0)
		die("format");
	text = arena_alloc(a, (size_t)n + 1);
	vsnprintf(text, (size_t)n + 1, format, args);
	return text;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list args;
	char   *text;

	va_start(args, format);
	text = arena_vprintf(a, format, args);
	va_end(args);
	return text;
}

void arena_defer(struct arena *a, void (*close)(void *), void *handle)
{
	struct closer *c = NEW(a, struct closer);

	c->close = close;
	c->handle = handle;
	c->next = a->closers;
	a->closers = c;
}

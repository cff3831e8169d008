#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* Memory with one lifetime: a request, a job, one item of a batch. Nothing is freed by itself;
 * everything goes when the arena is reset, and closers registered with arena_defer run then,
 * newest first. All memory is zeroed. Out of memory, or past the limit, ends the process: the
 * supervisor starts another. */
struct arena;

/* `limit_bytes` is what one lifetime may use at most. A reset keeps one block of at most 1 MiB for the
 * next lifetime, so that the usual one allocates nothing and a large one leaves nothing behind. */
struct arena *arena_new(size_t limit_bytes);
void          arena_reset(struct arena *a);
void          arena_free(struct arena *a); /* NULL is nothing */

void *arena_alloc(struct arena *a, size_t size_bytes) __attribute__((malloc, returns_nonnull));
/* Grows the newest allocation in place when it can; the old content is kept, the rest is zeroed. The
 * old pointer is not to be used again. `old` may be NULL. */
void *arena_realloc(struct arena *a, void *old, size_t old_bytes, size_t new_bytes);
char *arena_strdup(struct arena *a, const char *text);           /* NULL stays NULL */
char *arena_strndup(struct arena *a, const char *text, size_t n);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
void  arena_defer(struct arena *a, void (*close)(void *), void *handle);

#define NEW(a, T)      ((T *)arena_alloc((a), sizeof(T)))
#define NEW_N(a, T, n) ((T *)arena_alloc((a), arena_times(sizeof(T), (size_t)(n))))
/* A product that does not fit is past every limit. */
static inline size_t arena_times(size_t size, size_t n)
{
	size_t bytes;

	return __builtin_mul_overflow(size, n, &bytes) ? SIZE_MAX : bytes;
}

/* The arena: lifetimes, growth, limits, and memory that stays flat. */
#include "unit/with_ctx.h"

#include <sanitizer/asan_interface.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of the sanitizers' run time; gcc ships no header for it. */
size_t __sanitizer_get_current_allocated_bytes(void);

static void assert_zero(const void *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(((const char *)p)[i], 0);
}

static void test_zeroed_aligned_apart(void **state)
{
	struct arena *a = arena_new(10 * 1024 * 1024);

	(void)state;
	for (int lifetime = 0; lifetime < 3; lifetime++) {
		unsigned char *before = NULL;

		for (size_t size = 0; size < 3000; size += 7) {
			unsigned char *p = arena_alloc(a, size);

			assert_true((uintptr_t)p % 16 == 0);
			assert_zero(p, size);
			memset(p, 0xa5, size);
			assert_ptr_not_equal(p, before);
			before = size ? p : NULL;
		}
		arena_reset(a);
	}
	arena_free(a);
	arena_free(NULL);
}

static void test_realloc_keeps_and_zeroes(void **state)
{
	static const struct { size_t from, to; } steps[] = {
		{ 0, 1 }, { 1, 16 }, { 10, 15 }, { 16, 17 }, { 30, 20 }, { 20, 20 }, { 17, 0 }, { 100, 100000 }, { 100000, 300000 }, { 500000, 5000000 },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(steps); i++) {
		for (int newest = 0; newest < 2; newest++) {
			struct arena *a = arena_new(20 * 1024 * 1024);
			char         *p = arena_alloc(a, steps[i].from), *other = newest ? NULL : arena_alloc(a, 8), *q;
			size_t        kept = steps[i].from < steps[i].to ? steps[i].from : steps[i].to;

			memset(p, 'x', steps[i].from);
			if (other)
				memset(other, 'o', 8);
			q = arena_realloc(a, p, steps[i].from, steps[i].to);
			for (size_t k = 0; k < kept; k++)
				assert_int_equal(q[k], 'x');
			if (steps[i].to > steps[i].from) {
				assert_zero(q + kept, steps[i].to - kept);
				memset(q, 'y', steps[i].to);
			}
			if (other)
				assert_memory_equal(other, "oooooooo", 8);
			arena_free(a);
		}
	}
}

static void test_the_newest_grows_in_place(void **state)
{
	struct arena *a = arena_new(1024 * 1024);
	char         *p = arena_alloc(a, 10), *q = arena_realloc(a, p, 10, 1000), *moved;

	(void)state;
	assert_ptr_equal(p, q);
	(void)arena_alloc(a, 1);
	moved = arena_realloc(a, q, 1000, 2000);
	assert_ptr_not_equal(moved, q);
	assert_true(__asan_address_is_poisoned(q)); /* the old place is seen when it is used again */
	assert_non_null(arena_realloc(a, NULL, 0, 10));
	arena_free(a);
}

static void test_what_is_not_handed_out_is_poisoned(void **state)
{
	struct arena *a = arena_new(1024 * 1024);
	char         *p = arena_alloc(a, 10);

	(void)state;
	assert_false(__asan_address_is_poisoned(p + 9));
	assert_true(__asan_address_is_poisoned(p + 10));
	assert_true(__asan_address_is_poisoned(p + 16));
	arena_reset(a);
	assert_true(__asan_address_is_poisoned(p));
	arena_free(a);
}

static char order[8];

static void note(void *letter)
{
	strncat(order, letter, 1);
}

static void test_closers_run_newest_first_and_once(void **state)
{
	struct arena *a = arena_new(1024 * 1024);

	(void)state;
	order[0] = '\0';
	arena_defer(a, note, arena_strdup(a, "a"));
	arena_defer(a, note, arena_strdup(a, "b"));
	(void)arena_alloc(a, 200000); /* a closer lives in an older block than the newest */
	arena_defer(a, note, arena_strdup(a, "c"));
	arena_reset(a);
	assert_string_equal(order, "cba");
	arena_reset(a);
	assert_string_equal(order, "cba");
	arena_defer(a, note, arena_strdup(a, "d"));
	arena_free(a);
	assert_string_equal(order, "cbad");
}

static void test_texts(void **state)
{
	struct arena *a = arena_new(1024 * 1024);

	(void)state;
	assert_null(arena_strdup(a, NULL));
	assert_string_equal(arena_strdup(a, ""), "");
	assert_string_equal(arena_strndup(a, "abcdef", 3), "abc");
	assert_string_equal(arena_printf(a, "%s-%d", "x", 5), "x-5");
	assert_int_equal(strlen(arena_printf(a, "%0100000d", 5)), 100000);
	arena_free(a);
}

/* ---- limits end the process ------------------------------------------------------------------ */

static void fill(struct arena *a)
{
	for (;;)
		(void)arena_alloc(a, 1000);
}
static void grow(struct arena *a)
{
	char *p = NULL;

	for (size_t n = 0;; n += 1000)
		p = arena_realloc(a, p, n, n + 1000);
}
static void one_too_large(struct arena *a)
{
	(void)arena_alloc(a, 1024 * 1024 + 1);
}
static void the_largest(struct arena *a)
{
	(void)arena_alloc(a, SIZE_MAX);
}
static void product_overflows(struct arena *a)
{
	struct pair { uint64_t a, b; };

	(void)NEW_N(a, struct pair, SIZE_MAX / 8);
}
static void negative_count(struct arena *a)
{
	(void)NEW_N(a, char, -1);
}

static void test_the_limit_ends_the_process(void **state)
{
	void (*const ways[])(struct arena *) = { fill, grow, one_too_large, the_largest, product_overflows, negative_count };

	(void)state;
	for (size_t i = 0; i < N_OF(ways); i++) {
		pid_t pid = fork();
		int   status;

		if (pid == 0) {
			struct rlimit none = { 0, 0 };

			setrlimit(RLIMIT_CORE, &none);
			signal(SIGABRT, SIG_DFL);
			if (!freopen("/dev/null", "w", stderr))
				_exit(1);
			ways[i](arena_new(1024 * 1024));
			_exit(0);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	}
}

static void test_all_of_the_limit_may_be_used(void **state)
{
	struct arena *a = arena_new(1024 * 1024);

	(void)state;
	for (int lifetime = 0; lifetime < 3; lifetime++) {
		for (int i = 0; i < 1024; i++)
			(void)arena_alloc(a, 1024);
		arena_reset(a);
	}
	arena_free(a);
}

/* ---- flat ------------------------------------------------------------------------------------ */

static void test_memory_stays_flat(void **state)
{
	struct arena *a = arena_new(64 * 1024 * 1024);
	size_t        before = __sanitizer_get_current_allocated_bytes(), usual;

	(void)state;
	for (int i = 0; i < 100; i++)
		(void)arena_alloc(a, 3000);
	arena_reset(a);
	usual = __sanitizer_get_current_allocated_bytes();
	for (int lifetime = 0; lifetime < 200; lifetime++) {
		for (int i = 0; i < 100; i++)
			(void)arena_alloc(a, 3000);
		/* the usual lifetime now fits the block that was kept */
		assert_true(lifetime < 2 || __sanitizer_get_current_allocated_bytes() == usual);
		arena_reset(a);
		usual = __sanitizer_get_current_allocated_bytes();
	}
	for (int i = 0; i < 10; i++)
		(void)arena_alloc(a, 5 * 1024 * 1024);
	arena_reset(a);
	assert_true(__sanitizer_get_current_allocated_bytes() <= before + 1024 * 1024 + 4096);
	arena_free(a);
}

static void test_a_context_under_another(void **state)
{
	struct ctx parent = ctx_new(), item;

	(void)state;
	parent.actor.customer_id = 7;
	parent.request_id = "r";
	problem(&parent, PROBLEM_BUSY, "busy");
	item = ctx_begin(&parent);
	assert_int_equal(item.problem.code, PROBLEM_NONE);
	assert_int_equal(item.actor.customer_id, 7);
	assert_string_equal(item.request_id, "r");
	assert_ptr_not_equal(item.arena, parent.arena);
	problem(&item, PROBLEM_STALE, "stale");
	ctx_end(&item);
	assert_int_equal(parent.problem.code, PROBLEM_BUSY);
	ctx_end(&parent);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zeroed_aligned_apart),
		cmocka_unit_test(test_realloc_keeps_and_zeroes),
		cmocka_unit_test(test_the_newest_grows_in_place),
		cmocka_unit_test(test_what_is_not_handed_out_is_poisoned),
		cmocka_unit_test(test_closers_run_newest_first_and_once),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_the_limit_ends_the_process),
		cmocka_unit_test(test_all_of_the_limit_may_be_used),
		cmocka_unit_test(test_memory_stays_flat),
		cmocka_unit_test(test_a_context_under_another),
	};
	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}

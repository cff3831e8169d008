/* Texts that the API reads again: they open with their key, for what they were locked for, and for nothing else. */
#include "lib/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_OF(table) (sizeof(table) / sizeof *(table))

static struct ctx c;
static char       dir[] = "/tmp/secret_box_test.XXXXXX";

static int begin(void **state)
{
	(void)state;
	c = (struct ctx){ .arena = arena_new(16 << 20) };
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(c.arena);
	return 0;
}

static void put(const char *text, mode_t mode)
{
	const char *path = arena_printf(c.arena, "%s/box.keys", dir);
	int         fd;

	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

#define FIRST "00000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE="
#define NEXT "00000002:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAI="

static struct box_keys *keys(const char *text)
{
	struct box_keys *k;

	put(text, 0400);
	k = box_keys_load(&c, dir);
	assert_non_null(k);
	return k;
}

static void what_was_locked_opens_where_it_belongs(void **state)
{
	(void)state;
	struct box_keys *k = keys(FIRST "\n");
	const char       secret[] = "a secret \xe7\xa7\x98";
	struct bytes     locked = box_lock(&c, k, 7, 9, "hook", secret), again = box_lock(&c, k, 7, 9, "hook", secret);
	static const struct {
		const char *key_id;
		uint64_t    customer, subject;
		const char *field;
	} wrong[] = {
		{ "00000001", 8, 9, "hook" }, { "00000001", 7, 8, "hook" }, { "00000001", 7, 9, "hooks" }, { "00000001", 7, 9, "" },
		{ "00000002", 7, 9, "hook" }, { "", 7, 9, "hook" }, { NULL, 7, 9, "hook" }, { "00000001", 9, 7, "hook" },
	};

	assert_string_equal(box_key_id(k), "00000001");
	assert_string_equal(box_open(&c, k, "00000001", 7, 9, "hook", locked), secret);
	assert_int_equal(locked.len, 24 + strlen(secret) + 16);
	assert_true(memcmp(locked.data, again.data, locked.len) != 0);
	for (size_t i = 0; i < N_OF(wrong); i++) {
		assert_null(box_open(&c, k, wrong[i].key_id, wrong[i].customer, wrong[i].subject, wrong[i].field, locked));
		assert_int_equal(c.problem.code, PROBLEM_INTERNAL);
		assert_null(strstr(c.problem.detail, "secret \xe7"));
		problem_clear(&c);
	}
}

static void a_changed_byte_or_length_opens_nothing(void **state)
{
	(void)state;
	struct box_keys *k = keys(FIRST);
	struct bytes     locked = box_lock(&c, k, 1, 1, "hook", "text");
	unsigned char   *copy = arena_alloc(c.arena, locked.len);

	for (size_t i = 0; i < locked.len; i++) {
		memcpy(copy, locked.data, locked.len);
		copy[i] ^= 1;
		assert_null(box_open(&c, k, "00000001", 1, 1, "hook", (struct bytes){ copy, locked.len }));
		problem_clear(&c);
	}
	for (size_t n = 0; n < locked.len; n++) {
		assert_null(box_open(&c, k, "00000001", 1, 1, "hook", (struct bytes){ locked.data, n }));
		problem_clear(&c);
	}
	assert_null(box_open(&c, k, "00000001", 1, 1, "hook", (struct bytes){ 0 }));
}

static void keys_are_rotated_by_putting_one_in_front(void **state)
{
	(void)state;
	struct bytes     locked = box_lock(&c, keys(FIRST), 1, 1, "hook", "text"), newer;
	struct box_keys *both = keys(NEXT "," FIRST), *last;

	assert_string_equal(box_key_id(both), "00000002");
	assert_string_equal(box_open(&c, both, "00000001", 1, 1, "hook", locked), "text");
	newer = box_lock(&c, both, 1, 1, "hook", "text");
	last = keys(NEXT);
	assert_string_equal(box_open(&c, last, "00000002", 1, 1, "hook", newer), "text");
	assert_null(box_open(&c, last, "00000001", 1, 1, "hook", locked));
}

static void a_file_that_holds_no_keys_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		mode_t      mode;
		const char *words;
	} cases[] = {
		{ "", 0400, "is empty" },
		{ "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=", 0400, "must be like" },
		{ "0000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=", 0400, "must be like" },
		{ "0000000G:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=", 0400, "must be like" },
		{ "00000001:AAAA", 0400, "must be like" },
		{ "00000001:", 0400, "must be like" },
		{ FIRST ",,", 0400, "must be like" },
		{ FIRST, 0404, "everybody may read it" },
	};

	for (size_t i = 0; i < N_OF(cases); i++) {
		put(cases[i].text, cases[i].mode);
		assert_null(box_keys_load(&c, dir));
		assert_non_null(strstr(c.problem.detail, cases[i].words));
		problem_clear(&c);
	}
	unlink(arena_printf(c.arena, "%s/box.keys", dir));
	assert_null(box_keys_load(&c, dir));
}

static void too_long_a_text_is_refused(void **state)
{
	(void)state;
	struct box_keys *k = keys(FIRST);
	char            *text = arena_alloc(c.arena, SEAL_TEXT_MAX + 2);

	memset(text, 'x', SEAL_TEXT_MAX + 1);
	text[SEAL_TEXT_MAX + 1] = '\0';
	assert_null(box_lock(&c, k, 1, 1, "hook", text).data);
	problem_clear(&c);
	text[SEAL_TEXT_MAX] = '\0';
	assert_string_equal(box_open(&c, k, "00000001", 1, 1, "hook", box_lock(&c, k, 1, 1, "hook", text)), text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_locked_opens_where_it_belongs, begin, end),
		cmocka_unit_test_setup_teardown(a_changed_byte_or_length_opens_nothing, begin, end),
		cmocka_unit_test_setup_teardown(keys_are_rotated_by_putting_one_in_front, begin, end),
		cmocka_unit_test_setup_teardown(a_file_that_holds_no_keys_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(too_long_a_text_is_refused, begin, end),
	};
	int failed;

	if (!secret_start() || !mkdtemp(dir))
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(dir);
	return failed;
}

/* A log line is one line, whatever its values hold. */
#include "unit/with_ctx.h"
#include "base/log.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char line[8192];

/* Runs with standard error caught. */
static void caught(void (*log)(void))
{
	int     pipes[2], kept = dup(STDERR_FILENO);
	ssize_t n;

	assert_int_equal(pipe(pipes), 0);
	dup2(pipes[1], STDERR_FILENO);
	log();
	dup2(kept, STDERR_FILENO);
	close(kept);
	close(pipes[1]);
	n = read(pipes[0], line, sizeof line - 1);
	close(pipes[0]);
	assert_true(n > 0);
	line[n] = '\0';
}

static void plain(void)
{
	uint64_t job = 7;

	log_open("gwms-test");
	log_info("job_done", KV("job", job), KV("ms", -3), KV("kind", "sync"), KV("none", (const char *)NULL), KV("least", INT64_MIN),
		KV("most", INT64_MAX), KV("zero", 0));
}

static void hostile(void)
{
	log_warn("request", KV("path", "a b\nlevel=fatal event=x\r\x1b[31m\x7f"), KV("quote", "say \"hi\" \\ bye"), KV("empty", ""), KV("eq", "a=b"));
}

static void longer_than_a_line(void)
{
	char *text = malloc(100001);

	memset(text, '\n', 100000);
	text[100000] = '\0';
	log_error("long", KV("text", text), KV("after", "x"));
	free(text);
}

static void test_plain(void **state)
{
	(void)state;
	caught(plain);
	assert_int_equal(line[4], '-');
	assert_int_equal(line[23], 'Z');
	assert_non_null(strstr(line, "Z gwms-test["));
	assert_non_null(strstr(line, "] level=info event=job_done job=7 ms=-3 kind=sync least=-9223372036854775808 most=9223372036854775807 zero=0\n"));
}

static void test_hostile_values_stay_in_their_line(void **state)
{
	(void)state;
	caught(hostile);
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
	assert_non_null(strstr(line, " path=\"a b\\x0alevel=fatal event=x\\x0d\\x1b[31m\\x7f\" quote=\"say \\\"hi\\\" \\\\ bye\" empty=\"\" eq=\"a=b\"\n"));
}

static void test_a_long_value_is_cut(void **state)
{
	(void)state;
	caught(longer_than_a_line);
	assert_true(strlen(line) <= 4096);
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
	assert_non_null(strstr(line, "event=long text=\\x0a\\x0a"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_hostile_values_stay_in_their_line),
		cmocka_unit_test(test_a_long_value_is_cut),
	};
	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}

/* lib/child: what a child gets, what it does not get, and how it ends. */
#include "unit/with_ctx.h"
#include "base/buf.h"
#include "lib/child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char folder[] = "/tmp/child_test.XXXXXX";

static bool hear(void *arg, const char *piece, size_t n)
{
	buf_add(arg, piece, n);
	return ((struct buf *)arg)->len < 100000;
}

static bool not_any_more(void *arg)
{
	int *left = arg;

	return (*left)-- > 0;
}

static const char *const *shell(struct ctx *c, const char *script)
{
	const char **argv = (const char **)arena_alloc(c->arena, 4 * sizeof *argv);

	argv[0] = "/bin/sh";
	argv[1] = "-c";
	argv[2] = script;
	return argv;
}

static struct child given(struct ctx *c, const char *script, struct buf *said)
{
	*said = buf_new(c->arena, 64);
	return (struct child){ .argv = shell(c, script), .dir = folder, .memory_bytes = 256 << 20, .file_bytes = 1 << 20, .cpu_s = 1, .wall_s = 10,
		.out = hear, .out_arg = said };
}

static void test_how_it_ends(void **state)
{
	static const struct { const char *script; enum child_end end; int code; } table[] = {
		{ "exit 0", CHILD_EXITED, 0 },
		{ "exit 3", CHILD_EXITED, 3 },
		{ "exit 127", CHILD_EXITED, 127 },
		{ "kill -SEGV $$", CHILD_LIMITED, 0 },
		{ "while :; do :; done", CHILD_LIMITED, 0 },              /* CPU */
		{ "exec dd if=/dev/zero of=big bs=64k", CHILD_LIMITED, 0 }, /* file */
		{ "exec dd if=/dev/zero of=/dev/null bs=400M count=1", CHILD_EXITED, 1 },    /* memory: it is told so */
		{ "exec cat /dev/zero", CHILD_HEARD, 0 },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(table); i++) {
		struct ctx          c = ctx_new();
		struct buf          said;
		struct child        child = given(&c, table[i].script, &said);
		struct child_result r;

		assert_true(child_run(&c, &child, &r));
		if (r.end != table[i].end || r.code != table[i].code)
			fail_msg("%s: ended %d with %d", table[i].script, r.end, r.code);
		ctx_end(&c);
	}
}

/* Also when it sleeps, and with all it has started. */
static void test_time_and_stopping(void **state)
{
	struct ctx          c = ctx_new();
	struct buf          said;
	struct child        child = given(&c, "sleep 77 & echo $!; sleep 77", &said);
	struct child_result r;
	struct timespec     from, to;
	int                 asked = 3, pid;

	(void)state;
	clock_gettime(CLOCK_MONOTONIC, &from);
	child.wall_s = 1;
	assert_true(child_run(&c, &child, &r));
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_int_equal(r.end, CHILD_LIMITED);
	assert_in_range(to.tv_sec - from.tv_sec, 0, 4);
	pid = (int)strtol(said.text, NULL, 10);
	assert_true(pid > 1);
	for (int i = 0; i < 1000 && kill(pid, 0) == 0; i++)
		usleep(10000); /* until init has buried it */
	assert_int_equal(kill(pid, 0), -1);

	child.wall_s = 60;
	child.keep_going = not_any_more;
	child.keep_going_arg = &asked;
	assert_true(child_run(&c, &child, &r));
	assert_int_equal(r.end, CHILD_STOPPED);
	ctx_end(&c);
}

static void test_what_it_gets(void **state)
{
	struct ctx          c = ctx_new();
	struct buf          said;
	struct child        child = given(&c, "env | grep -v '^_=\\|^PWD=' | sort; ls /proc/self/fd | wc -l; cat; pwd; cat /proc/net/dev | grep -c 'eth\\|ens\\|enp'; grep NoNewPrivs /proc/self/status",
		&said);
	struct child_result r;
	const int           secret = open("/dev/null", O_RDONLY); /* not marked to be closed */

	(void)state;
	setenv("GWMS_SECRET", "canary", 1);
	assert_true(child_run(&c, &child, &r));
	close(secret);
	assert_int_equal(r.end, CHILD_EXITED);
	assert_null(strstr(said.text, "canary"));
	assert_string_equal(said.text, arena_printf(c.arena, "LC_ALL=C\nPATH=/usr/bin:/bin\n4\n%s\n0\nNoNewPrivs:\t1\n", folder));
	ctx_end(&c);
}

static void test_not_there(void **state)
{
	static const char *const argv[] = { "/usr/bin/gwms-no-such-program", NULL };
	struct ctx               c = ctx_new();
	struct child_result      r;

	(void)state;
	assert_false(child_run(&c, &(struct child){ .argv = argv, .dir = folder, .memory_bytes = 1 << 30, .file_bytes = 1, .cpu_s = 1, .wall_s = 1 }, &r));
	assert_int_equal(c.problem.code, PROBLEM_INTERNAL);
	assert_non_null(strstr(c.problem.cause, "gwms-no-such-program"));
	problem_clear(&c);
	assert_false(child_run(&c, &(struct child){ .argv = (const char *const[]){ "/bin/true", NULL }, .dir = "/no/such/folder", .memory_bytes = 1 << 30,
		.file_bytes = 1, .cpu_s = 1, .wall_s = 1 }, &r));
	assert_int_equal(c.problem.code, PROBLEM_INTERNAL);
	ctx_end(&c);
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : 1;
}

static int remove_folder(void **state)
{
	(void)state;
	return chdir(folder) == 0 && unlink("big") == 0 && chdir("/") == 0 && rmdir(folder) == 0 ? 0 : 1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_how_it_ends),
		cmocka_unit_test(test_time_and_stopping),
		cmocka_unit_test(test_what_it_gets),
		cmocka_unit_test(test_not_there),
	};
	return cmocka_run_group_tests_name("child", tests, make_folder, remove_folder);
}

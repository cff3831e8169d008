#include "lib/child.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ASK_MS = 250, PIECE = 64 * 1024, NOT_STARTED = 127 };

/* ---- in the child: between fork and exec only what is safe there ------------------------------- */

static bool limit(int what, int64_t most)
{
	const struct rlimit r = { (rlim_t)most, (rlim_t)most };

	return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

/* A name space without any interface but a dead loopback. Not everybody may make one: then the limits and the kernel's
 * other walls have to do. */
static void without_network(void)
{
	if (unshare(CLONE_NEWNET) != 0)
		(void)!unshare(CLONE_NEWUSER | CLONE_NEWNET);
}

/* The mark tells the parent from a program that ends with the same code itself. */
static void give_up(int failed)
{
	(void)!write(failed, "x", 1);
	_exit(NOT_STARTED);
}

static void become(const struct child *in, pid_t parent, int out, int failed)
{
	static char *const environment[] = { "PATH=/usr/bin:/bin", "LC_ALL=C", NULL };
	const int          null = open("/dev/null", O_RDWR);
	sigset_t           none;

	if (setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent || null < 0)
		give_up(failed);
	without_network();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (chdir(in->dir) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || dup2(null, 0) < 0 || dup2(out < 0 ? null : out, 1) < 0
	    || dup2(null, 2) < 0 || dup2(failed, 3) < 0 || fcntl(3, F_SETFD, FD_CLOEXEC) != 0)
		give_up(failed);
	close_range(4, ~0U, 0);
	if (limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 16) && limit(RLIMIT_FSIZE, in->file_bytes) && limit(RLIMIT_CPU, in->cpu_s)
	    && limit(RLIMIT_AS, in->memory_bytes))
		execve(in->argv[0], (char *const *)(uintptr_t)in->argv, environment);
	give_up(3);
}

/* ---- in the parent ------------------------------------------------------------------------------ */

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Reads what it writes until it is over one way or another. CHILD_EXITED: it closed its end, or ended. */
static enum child_end watch(const struct child *in, int pid_fd, int out, char *piece)
{
	const int64_t until = now_ms() + in->wall_s * 1000LL;
	bool          ended = false, open = out >= 0;

	while (!ended || open) {
		struct pollfd fds[2] = { { .fd = ended ? -1 : pid_fd, .events = POLLIN }, { .fd = open ? out : -1, .events = POLLIN } };
		ssize_t       n;

		if (now_ms() >= until)
			return CHILD_LIMITED;
		if (in->keep_going && !in->keep_going(in->keep_going_arg))
			return CHILD_STOPPED;
		if (poll(fds, 2, ASK_MS) <= 0)
			continue;
		ended = ended || fds[0].revents;
		if (!fds[1].revents)
			continue;
		assert(in->out); /* or there would be nothing to read from */
		n = read(out, piece, PIECE);
		if (n < 0 && errno == EINTR)
			continue;
		open = n > 0;
		if (open && !in->out(in->out_arg, piece, (size_t)n))
			return CHILD_HEARD;
	}
	return CHILD_EXITED;
}

static bool not_started(struct ctx *c, const struct child *in, const char *why)
{
	problem(c, PROBLEM_INTERNAL, "A program that this needs cannot be run.");
	return problem_cause(c, "%s: %s", in->argv[0], why);
}

bool child_run(struct ctx *c, const struct child *in, struct child_result *out)
{
	const pid_t self = getpid();
	int         said[2], failed[2], pid_fd, status = 0;
	char        mark;
	pid_t       pid;
	bool        broken;

	*out = (struct child_result){ 0 };
	if (pipe2(failed, O_CLOEXEC) != 0)
		return not_started(c, in, strerror(errno));
	if (pipe2(said, O_CLOEXEC) != 0) {
		close(failed[0]);
		close(failed[1]);
		return not_started(c, in, strerror(errno));
	}
	pid = fork();
	if (pid == 0)
		become(in, self, in->out ? said[1] : -1, failed[1]);
	close(failed[1]);
	close(said[1]);
	pid_fd = pid < 0 ? -1 : (int)syscall(SYS_pidfd_open, pid, 0);
	if (pid_fd >= 0)
		out->end = watch(in, pid_fd, in->out ? said[0] : -1, arena_alloc(c->arena, PIECE));
	if (pid > 0) {
		kill(-pid, SIGKILL); /* whoever it started; itself too, unless it has ended or has not yet come that far */
		kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	broken = pid_fd < 0 || read(failed[0], &mark, 1) == 1;
	if (pid_fd >= 0)
		close(pid_fd);
	close(failed[0]);
	close(said[0]);
	if (broken)
		return not_started(c, in, pid < 0 ? "no process can be made" : "it is not there, or its limits cannot be set");
	if (out->end == CHILD_EXITED && WIFSIGNALED(status))
		out->end = CHILD_LIMITED;
	out->code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
	return true;
}

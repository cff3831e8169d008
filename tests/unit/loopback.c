#define _GNU_SOURCE /* strcasestr */
#include "loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	abort();
}

static int listen_any(uint16_t *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t          len = sizeof at;
	int                fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	must(fd >= 0, "socket");
	must(bind(fd, (struct sockaddr *)&at, sizeof at) == 0, "bind");
	must(getsockname(fd, (struct sockaddr *)&at, &len) == 0, "getsockname");
	*port = ntohs(at.sin_port);
	return fd;
}

uint16_t loopback_free_port(void)
{
	uint16_t port;

	close(listen_any(&port));
	return port;
}

/* Head and body of one request; false at the end of the connection. */
static bool read_request(int fd, char *to, size_t size)
{
	size_t len = 0, want = 0;

	memset(to, 0, size);
	while (!want || len < want) {
		ssize_t     n = read(fd, to + len, size - 1 - len);
		const char *end, *length;

		if (n <= 0)
			return false;
		len += (size_t)n;
		end = strstr(to, "\r\n\r\n");
		if (end && !want) {
			length = strcasestr(to, "\r\nContent-Length:");
			want = (size_t)(end + 4 - to) + (length && length < end ? strtoul(length + 17, NULL, 10) : 0);
		}
	}
	return true;
}

static void serve(int fd, struct loopback_log *log, bool (*answer)(int fd, const char *request))
{
	char request[sizeof log->last];

	__atomic_add_fetch(&log->connections, 1, __ATOMIC_SEQ_CST);
	do {
		if (!read_request(fd, request, sizeof request))
			return;
		memcpy(log->last, request, sizeof request);
		__atomic_add_fetch(&log->requests, 1, __ATOMIC_SEQ_CST);
		if (strncmp(request, "GET ", 4) != 0)
			__atomic_add_fetch(&log->writes, 1, __ATOMIC_SEQ_CST);
	} while (answer(fd, request));
}

void loopback_start(struct loopback *s, bool (*answer)(int fd, const char *request))
{
	pid_t parent = getpid();
	int   listener = listen_any(&s->port);

	must(listen(listener, 64) == 0, "listen");
	s->log = mmap(NULL, sizeof *s->log, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(s->log != MAP_FAILED, "mmap");
	s->pid = fork();
	must(s->pid >= 0, "fork");
	if (s->pid == 0) {
		setpgid(0, 0);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGCHLD, SIG_IGN);
		signal(SIGPIPE, SIG_IGN);
		while (getppid() == parent) {
			int fd = accept(listener, NULL, NULL);

			if (fd >= 0 && fork() == 0) {
				prctl(PR_SET_PDEATHSIG, SIGKILL);
				close(listener);
				serve(fd, s->log, answer);
				shutdown(fd, SHUT_RDWR);
				_exit(0);
			}
			close(fd);
		}
		_exit(0);
	}
	setpgid(s->pid, s->pid);
	close(listener);
}

void loopback_stop(struct loopback *s)
{
	kill(-s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
	munmap(s->log, sizeof *s->log);
}

void loopback_send(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n) {
		ssize_t done = send(fd, p, n, MSG_NOSIGNAL);

		if (done <= 0)
			_exit(0); /* the client has left */
		p += done;
		n -= (size_t)done;
	}
}

void loopback_print(int fd, const char *format, ...)
{
	char    text[32768];
	va_list args;
	int     n;

	va_start(args, format);
	n = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	must(n >= 0 && (size_t)n < sizeof text, "answer");
	loopback_send(fd, text, (size_t)n);
}

void loopback_reset(int fd)
{
	const struct linger now = { 1, 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	close(fd);
	_exit(0);
}

bool loopback_asks(const char *request, const char *path)
{
	const char *at = strchr(request, ' ');

	return at && strncmp(at + 1, path, strlen(path)) == 0;
}

/* lib/fcgi from the web server's side: a child process serves, the test speaks FastCGI records. */
#include "unit/with_ctx.h"
#include "lib/fcgi.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT = 1000, BEGIN = 1, END = 3, PARAMS = 4, STDIN = 5, STDOUT = 6 };

static char socket_path[64];

/* ---- the served side ------------------------------------------------------------------------- */

static void show(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, "%s=%s\n", name, value ? value : "(null)");
}

struct pieces {
	struct ctx *c;
	int         left;
};

/* 1,000 bytes at a time; "/pieces/cut" ends after the second. */
static bool next_piece(void *arg, const char **piece, size_t *n)
{
	struct pieces *p = arg;
	char          *text = arena_alloc(p->c->arena, 1000);

	memset(text, 'p', 1000);
	*piece = text;
	*n = 1000;
	return p->left-- > 0;
}

/* What came is read 7 bytes at a time and told by its length and sum; the answer's body comes in pieces. */
static void answer_in_pieces(struct ctx *c, const struct fcgi_request *in, struct fcgi_answer *a)
{
	struct pieces *p = NEW(c->arena, struct pieces);
	unsigned       sum = 0;
	size_t         got = 0, n;
	char           part[7];

	while ((n = fcgi_read(part, sizeof part)) > 0) {
		for (size_t i = 0; i < n; i++)
			sum += (unsigned char)part[i];
		got += n;
	}
	fcgi_header(a, "X-Read", arena_printf(c->arena, "%zu of %zu, sum %u", got, in->body_len, sum));
	*p = (struct pieces){ c, strcmp(in->path, "/pieces/cut") == 0 ? 2 : 1000 };
	a->body = NULL;
	a->body_len = 200000;
	a->more = next_piece;
	a->more_arg = p;
}

/* Echoes what it was asked, so that the test can look. */
static void serve_one(struct ctx *c, const struct fcgi_request *in)
{
	struct fcgi_answer a = { .status = 200, .content_type = "text/plain", .headers = buf_new(c->arena, 64) };
	struct buf         b = buf_new(c->arena, 64);

	show(&b, "method", in->method);
	show(&b, "path", in->path);
	show(&b, "query", in->query);
	show(&b, "content_type", in->content_type);
	show(&b, "authorization", in->authorization);
	show(&b, "cookie", in->cookie);
	show(&b, "origin", in->origin);
	show(&b, "gwms", in->gwms);
	show(&b, "idempotency_key", in->idempotency_key);
	show(&b, "if_match", in->if_match);
	show(&b, "user_agent", in->user_agent);
	show(&b, "remote_addr", in->remote_addr);
	show(&b, "request_id", in->request_id);
	buf_printf(&b, "body_len=%zu short=%d large=%d\n", in->body_len, in->body_short, in->body_large);
	show(&b, "body", in->body);
	if (strcmp(in->path, "/big") == 0)
		for (int i = 0; i < 50000; i++)
			buf_puts(&b, "0123456789");
	if (strncmp(in->path, "/sized/", 7) == 0) {
		b.len = 0;
		for (long n = strtol(in->path + 7, NULL, 10); n > 0; n--)
			buf_putc(&b, 'a' + (char)(n % 26));
	}
	if (strcmp(in->path, "/empty") == 0)
		a = (struct fcgi_answer){ .status = 204, .headers = buf_new(c->arena, 64) };
	if (strcmp(in->path, "/slow") == 0)
		raise(SIGTERM); /* blocked: seen when the answer is out */
	if (!fcgi_header(&a, "X-Good", "yes") || fcgi_header(&a, "X-Bad", "a\r\nX-Worse: 1") || fcgi_header(&a, "X-Bad", "a\nb")
	    || fcgi_header(&a, "X-Bad", "\x1b[31m"))
		a.status = 500;
	a.body = b.text;
	a.body_len = b.len;
	if (strncmp(in->path, "/pieces", 7) == 0)
		answer_in_pieces(c, in, &a);
	fcgi_answer(&a);
}

static size_t limit_of(struct ctx *c, const struct fcgi_request *in)
{
	(void)c;
	if (strncmp(in->path, "/pieces", 7) == 0 || strcmp(in->path, "/unread") == 0)
		return 0;
	return strcmp(in->path, "/file") == 0 ? 4 * LIMIT : LIMIT;
}

static void serve(int listener)
{
	struct ctx          c = ctx_new();
	struct fcgi_request in;

	prctl(PR_SET_PDEATHSIG, SIGKILL); /* a failed test leaves nobody behind */
	dup2(listener, 0);
	close_range(3, ~0U, 0); /* the asking side's ends among them */
	if (!fcgi_start())
		_exit(9);
	while (fcgi_accept(&c, limit_of, &in)) {
		serve_one(&c, &in);
		arena_reset(c.arena);
	}
	_exit(0);
}

static int listen_there(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int                fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(socket_path, sizeof socket_path, "/tmp/fcgi_test.%d.sock", (int)getpid());
	snprintf(at.sun_path, sizeof at.sun_path, "%s", socket_path);
	unlink(socket_path);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(listen(fd, 64), 0);
	return fd;
}

static pid_t start(int listener)
{
	pid_t pid = fork();

	if (pid == 0)
		serve(listener);
	assert_true(pid > 0);
	return pid;
}

static int exit_status(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

/* ---- the asking side ------------------------------------------------------------------------- */

static void record(struct buf *b, int type, const char *content, size_t n)
{
	const char head[8] = { 1, (char)type, 0, 1, (char)(n >> 8), (char)n, 0, 0 };

	buf_add(b, head, sizeof head);
	buf_add(b, content, n);
}

struct ask {
	const char *params[40]; /* name, value, … */
	const char *body;       /* STDIN, in records of at most 7 bytes */
	bool        keep;
};

static int connect_there(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int                fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(at.sun_path, sizeof at.sun_path, "%s", socket_path);
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
	return fd;
}

static void send_ask(struct ctx *c, int fd, const struct ask *ask)
{
	struct buf b = buf_new(c->arena, 1024), params = buf_new(c->arena, 1024);
	char       begin[8] = { 0, 1, (char)ask->keep };

	record(&b, BEGIN, begin, sizeof begin);
	for (size_t i = 0; ask->params[i]; i += 2) {
		buf_putc(&params, (char)strlen(ask->params[i]));
		buf_putc(&params, (char)strlen(ask->params[i + 1]));
		buf_puts(&params, ask->params[i]);
		buf_puts(&params, ask->params[i + 1]);
	}
	record(&b, PARAMS, params.text, params.len);
	record(&b, PARAMS, "", 0);
	for (const char *p = ask->body ? ask->body : ""; *p;) {
		size_t n = strnlen(p, 7);

		record(&b, STDIN, p, n);
		p += n;
	}
	record(&b, STDIN, "", 0);
	assert_int_equal(write(fd, b.text, b.len), b.len);
}

static size_t n_records; /* of what was received last */

/* Everything up to the end of the connection: what stands in the STDOUT records. */
static const char *receive(struct ctx *c, int fd)
{
	struct buf raw = buf_new(c->arena, 65536), out = buf_new(c->arena, 65536);
	char       part[65536];
	ssize_t    n;
	bool       ended = false;

	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };

		assert_int_equal(poll(&p, 1, 10000), 1);
		n = read(fd, part, sizeof part);
		if (n <= 0)
			break;
		buf_add(&raw, part, (size_t)n);
	}
	assert_int_equal(n, 0); /* closed, not cut off */
	close(fd);
	n_records = 0;
	for (size_t at = 0; at + 8 <= raw.len; n_records++) {
		const unsigned char *h = (const unsigned char *)raw.text + at;
		size_t               len = (size_t)h[4] << 8 | h[5];

		if (h[1] == STDOUT)
			buf_add(&out, raw.text + at + 8, len);
		assert_false(ended); /* nothing comes after the end */
		ended = h[1] == END;
		at += 8 + len + h[6];
	}
	assert_true(ended);
	return out.text;
}

static const char *ask_there(struct ctx *c, const struct ask *ask)
{
	int fd = connect_there();

	send_ask(c, fd, ask);
	return receive(c, fd);
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no \"%s\" in:\n%.2000s", part, text);
}

/* ---- cases ----------------------------------------------------------------------------------- */

static void test_a_whole_request(void **state)
{
	struct ctx  c = ctx_new();
	int         listener = listen_there();
	pid_t       pid = start(listener);
	const char *a = ask_there(&c, &(struct ask){ .params = {
		"REQUEST_METHOD", "POST", "REQUEST_URI", "/api/v1/a%20b?x=1&y=%3f?", "DOCUMENT_URI", "/api/v1/a b", "QUERY_STRING", "x=1&y=%3f?",
		"CONTENT_TYPE", "application/json", "CONTENT_LENGTH", "24", "HTTP_AUTHORIZATION", "Bearer t", "HTTP_COOKIE", "gwms_rt=1",
		"HTTP_ORIGIN", "https://there", "HTTP_X_GWMS", "1", "HTTP_IDEMPOTENCY_KEY", "k", "HTTP_IF_MATCH", "\"3\"",
		"HTTP_USER_AGENT", "test", "REMOTE_ADDR", "192.0.2.1", "REQUEST_ID", "0123456789abcdef", },
		.body = "{\"a\":\"of 24 bytes: yes\"}" });

	(void)state;
	assert_has(a, "Status: 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ");
	assert_has(a, "\r\nX-Good: yes\r\n\r\nmethod=POST\npath=/api/v1/a%20b\nquery=x=1&y=%3f?\ncontent_type=application/json\n"
		"authorization=Bearer t\ncookie=gwms_rt=1\norigin=https://there\ngwms=1\nidempotency_key=k\nif_match=\"3\"\nuser_agent=test\n"
		"remote_addr=192.0.2.1\nrequest_id=0123456789abcdef\n");
	assert_null(strstr(a, "X-Bad"));
	kill(pid, SIGTERM);
	assert_int_equal(exit_status(pid), 0);
	close(listener);
	ctx_end(&c);
}

static void test_what_is_missing(void **state)
{
	struct ctx  c = ctx_new();
	int         listener = listen_there();
	pid_t       pid = start(listener);
	const char *a = ask_there(&c, &(struct ask){ .params = { "REQUEST_METHOD", "GET", "DOCUMENT_URI", "/x", "HTTP_COOKIE", "", "CONTENT_LENGTH", "",
		"REQUEST_ID", "bad id\n" } });
	const char *id;

	(void)state;
	assert_has(a, "path=/x\nquery=\ncontent_type=(null)\nauthorization=(null)\ncookie=(null)\n");
	assert_has(a, "body_len=0 short=0 large=0\nbody=(null)\n");
	id = strstr(a, "request_id=") + strlen("request_id=");
	assert_int_equal(strspn(id, "0123456789abcdef"), 32);
	assert_int_equal(id[32], '\n');
	a = ask_there(&c, &(struct ask){ .params = { "REQUEST_URI", "/empty" } });
	assert_string_equal(a, "Status: 204 No Content\r\nX-Good: yes\r\n\r\n");
	kill(pid, SIGTERM);
	assert_int_equal(exit_status(pid), 0);
	close(listener);
	ctx_end(&c);
}

static void test_bodies(void **state)
{
	static const struct { size_t sent; const char *said, *shown; bool body; } table[] = {
		{ 0, "0", "body_len=0 short=0 large=0\nbody=(null)\n", false },
		{ 1, "1", "body_len=1 short=0 large=0\n", true },
		{ LIMIT, "1000", "body_len=1000 short=0 large=0\n", true },
		{ LIMIT + 1, "1001", "body_len=0 short=0 large=1\nbody=(null)\n", false },
		{ 10, "99999999999", "body_len=0 short=0 large=1\nbody=(null)\n", false },
		{ 9, "10", "body_len=0 short=1 large=0\nbody=(null)\n", false },
		{ 11, "10", "body_len=0 short=1 large=0\nbody=(null)\n", false },
		{ 5, "0", "body_len=0 short=1 large=0\nbody=(null)\n", false },
		{ 5, "", "body_len=0 short=1 large=0\nbody=(null)\n", false },
		{ 5, "-5", "body_len=0 short=1 large=0\nbody=(null)\n", false },
		{ 5, "5x", "body_len=0 short=1 large=0\nbody=(null)\n", false },
		{ 5, "99999999999999999999", "body_len=0 short=1 large=0\nbody=(null)\n", false },
	};
	int   listener = listen_there();
	pid_t pid = start(listener);

	(void)state;
	for (size_t i = 0; i < N_OF(table); i++) {
		struct ctx  c = ctx_new();
		char       *body = arena_alloc(c.arena, table[i].sent + 1);
		const char *a;

		memset(body, 'b', table[i].sent);
		a = ask_there(&c, &(struct ask){ .params = { "REQUEST_URI", "/", "CONTENT_LENGTH", table[i].said }, .body = body });
		assert_has(a, table[i].shown);
		if (table[i].body)
			assert_has(a, arena_printf(c.arena, "body=%s\n", body));
		ctx_end(&c);
	}
	kill(pid, SIGTERM);
	assert_int_equal(exit_status(pid), 0);
	close(listener);
}

static void test_a_path_may_take_a_larger_body(void **state)
{
	struct ctx c = ctx_new();
	int        listener = listen_there();
	pid_t      pid = start(listener);
	char      *body = arena_alloc(c.arena, 4 * LIMIT + 2);

	(void)state;
	memset(body, 'b', 4 * LIMIT);
	assert_has(ask_there(&c, &(struct ask){ .params = { "REQUEST_URI", "/file", "CONTENT_LENGTH", "4000" }, .body = body }),
		"body_len=4000 short=0 large=0\n");
	body[4 * LIMIT] = 'b';
	assert_has(ask_there(&c, &(struct ask){ .params = { "REQUEST_URI", "/file", "CONTENT_LENGTH", "4001" }, .body = body }),
		"body_len=0 short=0 large=1\n");
	kill(pid, SIGTERM);
	assert_int_equal(exit_status(pid), 0);
	close(listener);
	ctx_end(&c);
}

static void test_bodies_in_pieces(void **state)
{
	static const struct { const char *path, *said; size_t sent, answered; const char *read; } table[] = {
		{ "/pieces", "50000", 50000, 200000, "X-Read: 50000 of 50000, sum 4900000\r\n" },
		{ "/pieces", "0", 0, 200000, "X-Read: 0 of 0, sum 0\r\n" },
		{ "/pieces", "100", 60, 200000, "X-Read: 60 of 100, sum 5880\r\n" }, /* the handler sees that it is short … */
		{ "/pieces", "60", 100, 200000, "X-Read: 100 of 60, sum 9800\r\n" }, /* … or long */
		{ "/pieces/cut", "9", 9, 2000, "X-Read: 9 of 9, sum 882\r\n" },
	};
	int   listener = listen_there();
	pid_t pid = start(listener);

	(void)state;
	for (size_t i = 0; i < N_OF(table); i++) {
		struct ctx  c = ctx_new();
		char       *body = arena_alloc(c.arena, table[i].sent + 1);
		const char *a;

		memset(body, 'b', table[i].sent);
		a = ask_there(&c, &(struct ask){ .params = { "REQUEST_URI", table[i].path, "CONTENT_LENGTH", table[i].said }, .body = body });
		assert_has(a, table[i].read);
		assert_has(a, "Content-Length: 200000\r\n");
		assert_int_equal(strlen(strstr(a, "\r\n\r\n") + 4), table[i].answered);
		ctx_end(&c);
	}
	kill(pid, SIGTERM);
	assert_int_equal(exit_status(pid), 0);
	close(listener);
}

static void test_a_large_answer_and_a_closed_connection(void **state)
{
	struct ctx  c = ctx_new();
	int         listener = listen_there(), fd;
	pid_t       pid = start(listener);
	const char *a = ask_there(&c, &(struct ask){ .params = { "REQUEST_URI", "/big" }, .keep = true });
	const char *length = strstr(a, "Content-Length: ") + strlen("Content-Length: ");

	(void)state;
	assert_int_equal(strtol(length, NULL, 10), strlen(strstr(a, "\r\n\r\n") + 4));
	assert_true(strtol(length, NULL, 10) > 500000);
	/* who goes away in the middle of an answer takes nothing with him */
	fd = connect_there();
	send_ask(&c, fd, &(struct ask){ .params = { "REQUEST_URI", "/big" } });
	close(fd);
	assert_has(ask_there(&c, &(struct ask){ .params = { "REQUEST_URI", "/after" } }), "path=/after\n");
	kill(pid, SIGTERM);
	assert_int_equal(exit_status(pid), 0);
	close(listener);
	ctx_end(&c);
}

/* Head and body in one record as long as they fit: the rest is the empty record and the end. */
static void test_records(void **state)
{
	static const struct { size_t body, records; } table[] = { { 0, 3 }, { 1, 3 }, { 30000, 3 }, { 65000, 3 }, { 65528, 4 }, { 70000, 4 }, { 131056, 5 }, { 400000, 9 } };
	int   listener = listen_there();
	pid_t pid = start(listener);

	(void)state;
	for (size_t i = 0; i < N_OF(table); i++) {
		struct ctx  c = ctx_new();
		const char *a = ask_there(&c, &(struct ask){ .params = { "REQUEST_URI", arena_printf(c.arena, "/sized/%zu", table[i].body) } });
		const char *body = strstr(a, "\r\n\r\n") + 4;

		assert_has(a, arena_printf(c.arena, "Content-Length: %zu\r\n", table[i].body));
		assert_int_equal(strlen(body), table[i].body);
		for (size_t at = 0; at < table[i].body; at++)
			if (body[at] != 'a' + (char)((table[i].body - at) % 26))
				fail_msg("byte %zu of %zu is wrong", at, table[i].body);
		assert_int_equal(n_records, table[i].records);
		ctx_end(&c);
	}
	kill(pid, SIGTERM);
	assert_int_equal(exit_status(pid), 0);
	close(listener);
}

/* A socket that is closed with something unread in it takes the answer along. */
static void test_a_body_that_nobody_reads(void **state)
{
	struct ctx c = ctx_new();
	int        listener = listen_there();
	pid_t      pid = start(listener);
	char      *body = arena_alloc(c.arena, 40001);

	(void)state;
	memset(body, 'b', 40000);
	for (int i = 0; i < 20; i++)
		assert_has(ask_there(&c, &(struct ask){ .params = { "REQUEST_URI", "/unread", "CONTENT_LENGTH", "40000" }, .body = body }),
			"path=/unread\n");
	kill(pid, SIGTERM);
	assert_int_equal(exit_status(pid), 0);
	close(listener);
	ctx_end(&c);
}

/* Who keeps an answered connection open holds up nobody: libfcgi would wait two seconds for each of them. */
static void test_an_answered_connection_is_not_waited_for(void **state)
{
	enum { HELD = 8 };
	struct ctx      c = ctx_new();
	int             listener = listen_there(), held[HELD];
	pid_t           pid = start(listener);
	struct timespec began, over;

	(void)state;
	clock_gettime(CLOCK_MONOTONIC, &began);
	for (int i = 0; i < HELD; i++) {
		held[i] = connect_there();
		send_ask(&c, held[i], &(struct ask){ .params = { "REQUEST_URI", "/held" } });
	}
	assert_has(ask_there(&c, &(struct ask){ .params = { "REQUEST_URI", "/after" } }), "path=/after\n");
	clock_gettime(CLOCK_MONOTONIC, &over);
	assert_in_range(over.tv_sec - began.tv_sec, 0, HELD); /* half of what waiting would take */
	for (int i = 0; i < HELD; i++)
		assert_has(receive(&c, held[i]), "path=/held\n");
	kill(pid, SIGTERM);
	assert_int_equal(exit_status(pid), 0);
	close(listener);
	ctx_end(&c);
}

static void test_sigterm_lets_the_request_in_hand_finish(void **state)
{
	struct ctx c = ctx_new();
	int        listener = listen_there(), waiting;
	pid_t      pid = start(listener), other;

	(void)state;
	assert_has(ask_there(&c, &(struct ask){ .params = { "REQUEST_URI", "/slow" } }), "path=/slow\n");
	assert_int_equal(exit_status(pid), 0);
	/* what waits in the shared socket is served by the next process */
	waiting = connect_there();
	send_ask(&c, waiting, &(struct ask){ .params = { "REQUEST_URI", "/waits" } });
	other = start(listener);
	assert_has(receive(&c, waiting), "path=/waits\n");
	kill(other, SIGINT);
	assert_int_equal(exit_status(other), 0);
	close(listener);
	ctx_end(&c);
}

static void test_processes_share_the_socket(void **state)
{
	enum { PROCESSES = 3, AT_ONCE = 12, ROUNDS = 20 };
	int   listener = listen_there(), fds[AT_ONCE];
	pid_t pids[PROCESSES];

	(void)state;
	for (int i = 0; i < PROCESSES; i++)
		pids[i] = start(listener);
	for (int round = 0; round < ROUNDS; round++) {
		struct ctx c = ctx_new();

		for (int i = 0; i < AT_ONCE; i++) {
			fds[i] = connect_there();
			send_ask(&c, fds[i], &(struct ask){ .params = { "REQUEST_URI", arena_printf(c.arena, "/%d", i) } });
		}
		for (int i = 0; i < AT_ONCE; i++)
			assert_has(receive(&c, fds[i]), arena_printf(c.arena, "path=/%d\n", i));
		ctx_end(&c);
	}
	for (int i = 0; i < PROCESSES; i++)
		kill(pids[i], SIGUSR1);
	for (int i = 0; i < PROCESSES; i++)
		assert_int_equal(exit_status(pids[i]), 0);
	close(listener);
}

static void test_not_started_by_a_server(void **state)
{
	int   pipes[2];
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	pid = start(pipes[0]);
	assert_int_equal(exit_status(pid), 9);
	close(pipes[0]);
	close(pipes[1]);
}

static int remove_socket(void **state)
{
	(void)state;
	unlink(socket_path);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_whole_request),
		cmocka_unit_test(test_what_is_missing),
		cmocka_unit_test(test_bodies), cmocka_unit_test(test_a_path_may_take_a_larger_body), cmocka_unit_test(test_bodies_in_pieces),
		cmocka_unit_test(test_a_large_answer_and_a_closed_connection),
		cmocka_unit_test(test_records), cmocka_unit_test(test_a_body_that_nobody_reads),
		cmocka_unit_test(test_an_answered_connection_is_not_waited_for),
		cmocka_unit_test(test_sigterm_lets_the_request_in_hand_finish),
		cmocka_unit_test(test_processes_share_the_socket),
		cmocka_unit_test(test_not_started_by_a_server),
	};
	return cmocka_run_group_tests_name("fcgi", tests, NULL, remove_socket);
}

/* Waiting and the way out are ours, the rest of the protocol is libfcgi's. The listening socket is shared by several processes, so
 * it is put in an epoll set of which each connection wakes one process only, beside a signalfd: a
 * SIGTERM is seen between two requests and never interrupts one. (libfcgi's own handler breaks the
 * reads of a request that has just come in, and has a window in which the signal is missed.)
 *
 * An answer goes out as one record in one system call: libfcgi cuts it into blocks of 8 KiB, each of which wakes
 * the web server once and is sent on by it once, and that was measured at a third of a list's CPU there. */
#include "lib/fcgi.h"
#include "base/log.h"
#include "base/number.h"

#include <assert.h>
#include <errno.h>
#include <fastcgi.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LISTEN_FD = 0, RECORD_MOST = 65528 /* of FCGI_MAX_LENGTH, a multiple of eight */ };

static FCGX_Request request; /* one at a time per process */
static bool         in_hand;
static int          waiting = -1;

static bool watch(int fd, uint32_t events)
{
	struct epoll_event e = { .events = events, .data.fd = fd };

	return fd >= 0 && epoll_ctl(waiting, EPOLL_CTL_ADD, fd, &e) == 0;
}

bool fcgi_start(void)
{
	sigset_t stop;
	int      flags = fcntl(LISTEN_FD, F_GETFL);

	if (FCGX_Init() != 0 || FCGX_IsCGI() || FCGX_InitRequest(&request, LISTEN_FD, 0) != 0)
		return false;
	/* another process may have been faster at the connection both were woken for */
	if (flags < 0 || fcntl(LISTEN_FD, F_SETFL, flags | O_NONBLOCK) != 0)
		return false;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGUSR1); /* what multiwatch sends unless told otherwise */
	sigprocmask(SIG_BLOCK, &stop, NULL);
	waiting = epoll_create1(EPOLL_CLOEXEC);
	return waiting >= 0 && watch(LISTEN_FD, EPOLLIN | EPOLLEXCLUSIVE)
	    && watch(signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK), EPOLLIN);
}

bool fcgi_stopping(void)
{
	sigset_t waiting_for_us;

	return sigpending(&waiting_for_us) == 0
	    && (sigismember(&waiting_for_us, SIGTERM) || sigismember(&waiting_for_us, SIGINT) || sigismember(&waiting_for_us, SIGUSR1));
}

/* False when told to stop. */
static bool wait_for_connection(void)
{
	struct epoll_event events[2];
	int                n;

	do
		n = epoll_wait(waiting, events, 2, -1);
	while (n < 0 && errno == EINTR);
	for (int i = 0; i < n; i++)
		if (events[i].data.fd != LISTEN_FD)
			return false;
	return n > 0;
}

/* ---- the request ----------------------------------------------------------------------------- */

/* A copy, because libfcgi's text goes when the request is answered and the log line comes later. */
static const char *param(struct ctx *c, const char *name)
{
	const char *value = FCGX_GetParam(name, request.envp);

	return value && *value ? arena_strdup(c->arena, value) : NULL;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static bool is_request_id(const char *id)
{
	size_t n = id ? strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") : 0;

	return n >= 8 && n <= 64 && !id[n];
}

static const char *new_request_id(struct ctx *c)
{
	unsigned char random[16];
	struct buf    b = buf_new(c->arena, 2 * sizeof random + 1);

	if (getentropy(random, sizeof random) != 0)
		abort(); /* only before the kernel has any */
	for (size_t i = 0; i < sizeof random; i++) {
		buf_putc(&b, "0123456789abcdef"[random[i] >> 4]);
		buf_putc(&b, "0123456789abcdef"[random[i] & 15]);
	}
	return b.text;
}

static void read_body(struct ctx *c, size_t limit, struct fcgi_request *out)
{
	const char *said = FCGX_GetParam("CONTENT_LENGTH", request.envp);
	int64_t     length = 0;
	char       *body;
	int         got;

	if (said && *said && (!int_parse(said, &length) || length < 0)) {
		out->body_short = true;
		return;
	}
	if (limit == 0) {
		out->body_len = (size_t)length;
		if (length == 0)
			(void)FCGX_GetChar(request.in); /* sees its end */
		return;
	}
	if (length > (int64_t)limit) {
		out->body_large = true;
		return;
	}
	body = arena_alloc(c->arena, (size_t)length + 1);
	got = FCGX_GetStr(body, (int)length + 1, request.in); /* one more than said, to see that nothing follows */
	out->body_short = got != length;
	if (out->body_short || length == 0)
		return;
	out->body = body;
	out->body_len = (size_t)length;
}

static void read_request(struct ctx *c, fcgi_body_limit *body_limit, struct fcgi_request *out)
{
	const char *uri = param(c, "REQUEST_URI");

	if (!uri)
		uri = or_empty(param(c, "DOCUMENT_URI"));
	*out = (struct fcgi_request){
		.method = or_empty(param(c, "REQUEST_METHOD")),
		.path = arena_strndup(c->arena, uri, strcspn(uri, "?")),
		.query = or_empty(param(c, "QUERY_STRING")),
		.content_type = param(c, "CONTENT_TYPE"),
		.authorization = param(c, "HTTP_AUTHORIZATION"),
		.cookie = param(c, "HTTP_COOKIE"),
		.origin = param(c, "HTTP_ORIGIN"),
		.gwms = param(c, "HTTP_X_GWMS"),
		.idempotency_key = param(c, "HTTP_IDEMPOTENCY_KEY"),
		.if_match = param(c, "HTTP_IF_MATCH"),
		.user_agent = param(c, "HTTP_USER_AGENT"),
		.hook_signature = param(c, "HTTP_X_WC_WEBHOOK_SIGNATURE"),
		.hook_topic = param(c, "HTTP_X_WC_WEBHOOK_TOPIC"),
		.hook_delivery = param(c, "HTTP_X_WC_WEBHOOK_DELIVERY_ID"),
		.remote_addr = param(c, "REMOTE_ADDR"),
		.request_id = param(c, "REQUEST_ID"),
	};
	if (!is_request_id(out->request_id))
		out->request_id = new_request_id(c);
	read_body(c, body_limit(c, out), out);
}

bool fcgi_accept(struct ctx *c, fcgi_body_limit *body_limit, struct fcgi_request *out)
{
	int failed;

	assert(!in_hand);
	do {
		if (!wait_for_connection())
			return false;
		failed = FCGX_Accept_r(&request);
	} while (failed == -EAGAIN || failed == -EINTR);
	if (failed) {
		log_error("fcgi_accept_failed", KV("code", failed));
		return false;
	}
	in_hand = true;
	read_request(c, body_limit, out);
	return true;
}

size_t fcgi_read(void *to, size_t n)
{
	enum { AT_ONCE = 1 << 20 };
	size_t got = 0;

	assert(in_hand);
	while (got < n) {
		int some = FCGX_GetStr((char *)to + got, (int)(n - got < AT_ONCE ? n - got : AT_ONCE), request.in);

		if (some <= 0)
			break;
		got += (size_t)some;
	}
	return got;
}

/* ---- the answer ------------------------------------------------------------------------------ */

static const char *reason(int status)
{
	static const struct { int status; const char *words; } reasons[] = {
		{ 200, "OK" }, { 201, "Created" }, { 202, "Accepted" }, { 204, "No Content" }, { 304, "Not Modified" },
		{ 400, "Bad Request" }, { 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" },
		{ 405, "Method Not Allowed" }, { 409, "Conflict" }, { 412, "Precondition Failed" }, { 413, "Content Too Large" },
		{ 415, "Unsupported Media Type" }, { 422, "Unprocessable Content" }, { 428, "Precondition Required" },
		{ 429, "Too Many Requests" }, { 500, "Internal Server Error" }, { 502, "Bad Gateway" },
		{ 503, "Service Unavailable" }, { 504, "Gateway Timeout" },
	};

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (reasons[i].status == status)
			return reasons[i].words;
	return "Answer";
}

bool fcgi_header(struct fcgi_answer *a, const char *name, const char *value)
{
	for (const unsigned char *p = (const unsigned char *)value; *p; p++)
		if ((*p < 0x20 && *p != '\t') || *p == 0x7f)
			return false;
	buf_puts(&a->headers, name);
	buf_add(&a->headers, ": ", 2);
	buf_puts(&a->headers, value);
	buf_add(&a->headers, "\r\n", 2);
	return true;
}

/* All of it, or false when nobody listens any more. */
static bool send_all(struct iovec *parts, size_t n)
{
	while (n > 0) {
		struct msghdr m = { .msg_iov = parts, .msg_iovlen = n };
		ssize_t       sent = sendmsg(request.ipcFd, &m, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return false;
		for (; n > 0 && (size_t)sent >= parts->iov_len; parts++, n--)
			sent -= (ssize_t)parts->iov_len;
		if (n > 0) {
			parts->iov_base = (char *)parts->iov_base + sent;
			parts->iov_len -= (size_t)sent;
		}
	}
	return true;
}

static FCGI_Header record(unsigned char type, size_t length)
{
	const unsigned id = (unsigned)request.requestId;

	return (FCGI_Header){ .version = FCGI_VERSION_1, .type = type, .requestIdB1 = (unsigned char)(id >> 8), .requestIdB0 = (unsigned char)id,
		.contentLengthB1 = (unsigned char)(length >> 8), .contentLengthB0 = (unsigned char)length };
}

/* What may be written to is only read. */
static struct iovec part_of(const void *data, size_t n)
{
	return (struct iovec){ (void *)(uintptr_t)data, n };
}

/* One record of `head` and `body`; after the last one nothing comes but the end of the request. */
static bool put_record(struct buf head, const char *body, size_t n, bool last)
{
	const FCGI_Header           lead = record(FCGI_STDOUT, head.len + n), over = record(FCGI_STDOUT, 0);
	const FCGI_EndRequestRecord end = { .header = record(FCGI_END_REQUEST, sizeof end.body), .body = { .protocolStatus = FCGI_REQUEST_COMPLETE } };
	struct iovec                parts[] = { part_of(&lead, sizeof lead), part_of(head.text, head.len), part_of(body, n),
		part_of(&over, sizeof over), part_of(&end, sizeof end) };
	const size_t                first = head.len + n ? 0 : 3; /* an empty record would be the end */

	return send_all(parts + first, (last ? 5 : 3) - first);
}

/* As many records as it takes, the head in front of the first. */
static bool put_text(struct buf head, const char *text, size_t n, bool last)
{
	for (;;) {
		const size_t some = n < RECORD_MOST - head.len ? n : RECORD_MOST - head.len;

		if (!put_record(head, text, some, last && some == n))
			return false;
		if (some == n)
			return true;
		head.len = 0;
		text += some;
		n -= some;
	}
}

/* A body that breaks off is ended all the same: the web server sees that it is shorter than was said. */
static void put_pieces(struct buf head, const struct fcgi_answer *a)
{
	const char *piece;
	size_t      n;

	for (size_t left = a->body_len; left > 0; left -= n, head.len = 0) {
		if (!a->more(a->more_arg, &piece, &n) || n == 0 || n > left)
			break;
		if (!put_text(head, piece, n, n == left) || n == left)
			return;
	}
	put_text(head, NULL, 0, true);
}

void fcgi_answer(const struct fcgi_answer *a)
{
	struct buf head = buf_new(a->headers.arena, 256 + a->headers.len);

	assert(in_hand);
	buf_puts(&head, "Status: ");
	buf_int(&head, a->status);
	buf_putc(&head, ' ');
	buf_puts(&head, reason(a->status));
	buf_puts(&head, "\r\n");
	if (a->content_type) {
		buf_puts(&head, "Content-Type: ");
		buf_puts(&head, a->content_type);
		buf_puts(&head, "\r\nContent-Length: ");
		buf_uint(&head, a->body_len);
		buf_puts(&head, "\r\n");
	}
	buf_add(&head, a->headers.text, a->headers.len);
	buf_puts(&head, "\r\n");
	assert(head.len < RECORD_MOST);
	if (a->content_type && a->more)
		put_pieces(head, a);
	else
		put_text(head, a->body, a->content_type ? a->body_len : 0, true);
	/* What comes after is thrown away before the connection is closed, because a socket that is closed with something unread
	 * in it takes the answer along. When the end of the request was seen, nothing comes, and nobody need wait for that. */
	if (FCGX_HasSeenEOF(request.in))
		FCGX_Detach(&request);
	/* whatever the server asked for: the next request may come to another process */
	FCGX_Free(&request, 1);
	in_hand = false;
}

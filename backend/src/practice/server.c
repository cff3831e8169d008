/* One loop, one thread. libmicrohttpd is polled through its epoll descriptor together with two
 * clocks of ours: delayed requests that are due, and orders that a timer makes. */
#include "practice/server.h"
#include "practice/serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BODY_MAX = 8 * 1024 * 1024, CALL_ARENA_MAX = 1024 * 1024 * 1024, IDLE_MS = 60000 };

/* A call with what only the server needs of it. */
struct exchange {
	struct call            call; /* first: the handlers know no more */
	struct server         *server;
	struct MHD_Connection *connection;
	const char            *shop_name; /* counted as in flight there; NULL outside of shops */
	bool                   headers_read, arrived, waiting, served, too_large;
	struct instant         due;
	struct exchange       *next; /* among the waiting */
};

struct server {
	struct world      *world;
	struct MHD_Daemon *daemon;
	struct exchange   *waiting;
	int                epoll_fd;
};

static volatile sig_atomic_t stop_asked;

static void ask_stop(int signal_number)
{
	(void)signal_number;
	stop_asked = 1;
}

/* ---- one request ----------------------------------------------------------------------------- */

/* Called first, with the target as it was sent: signatures are made over that. */
static void *begin(void *arg, const char *target, struct MHD_Connection *connection)
{
	struct server   *v = arg;
	struct arena    *a = arena_new(CALL_ARENA_MAX);
	struct exchange *x = NEW(a, struct exchange);

	x->server = v;
	x->connection = connection;
	x->call.ctx.arena = a;
	x->call.world = v->world;
	x->call.route = "other";
	call_target(&x->call, target);
	return x;
}

static const char *header(const struct exchange *x, const char *name)
{
	return arena_strdup(x->call.ctx.arena, MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name));
}

static void read_headers(struct exchange *x, const char *method)
{
	x->headers_read = true;
	x->call.method = arena_strdup(x->call.ctx.arena, method);
	x->call.access_token = header(x, "x-amz-access-token");
	x->call.authorization = header(x, "Authorization");
	x->call.content_type = header(x, "Content-Type");
	x->call.accept = header(x, "Accept");
	x->call.origin = header(x, "Origin");
	x->call.host = header(x, "Host");
	x->call.body = buf_new(x->call.ctx.arena, 256);
}

static void count_in(struct exchange *x)
{
	struct shop *s = x->call.shop;

	if (!s)
		return;
	x->shop_name = arena_strdup(x->call.ctx.arena, s->name);
	if (++s->in_flight > s->max_in_flight)
		s->max_in_flight = s->in_flight;
}

static void count_out(struct exchange *x)
{
	struct shop *s = x->shop_name ? world_shop(x->server->world, x->shop_name) : NULL;

	if (s && s->in_flight > 0) /* a shop of that name may be a new one */
		s->in_flight--;
}

static ssize_t half_of_body(void *arg, uint64_t at, char *to, size_t max)
{
	const struct buf *b = arg;
	size_t            half = b->len / 2, n;

	if (at >= half)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	n = half - (size_t)at < max ? half - (size_t)at : max;
	memcpy(to, b->text + at, n);
	return (ssize_t)n;
}

static enum MHD_Result send_reply(struct exchange *x)
{
	struct reply        *r = &x->call.reply;
	struct MHD_Response *response;
	enum MHD_Result      sent;

	if (r->drop)
		return MHD_NO;
	if (r->cut && r->body.len > 1)
		response = MHD_create_response_from_callback(r->body.len, 4096, half_of_body, &r->body, NULL);
	else
		response = MHD_create_response_from_buffer(r->body.len, r->body.text ? r->body.text : (char *)"",
			MHD_RESPMEM_PERSISTENT);
	if (!response)
		return MHD_NO;
	if (r->content_type && r->status != 204)
		MHD_add_response_header(response, "Content-Type", r->content_type);
	for (size_t i = 0; i < r->n_headers; i++)
		MHD_add_response_header(response, r->headers[i].name, r->headers[i].value);
	sent = MHD_queue_response(x->connection, (unsigned)r->status, response);
	MHD_destroy_response(response);
	return sent;
}

static void set_aside(struct exchange *x, int64_t ms)
{
	x->waiting = true;
	x->due = (struct instant){ instant_now().us + ms * 1000 };
	x->next = x->server->waiting;
	x->server->waiting = x;
	MHD_suspend_connection(x->connection);
}

static enum MHD_Result too_large(struct exchange *x)
{
	static const char text[] = "{\"code\":\"request_too_large\",\"message\":\"Request Entity Too Large\",\"data\":{\"status\":413}}";

	x->call.reply = (struct reply){ .status = 413, .content_type = "application/json; charset=UTF-8",
		.body = buf_new(x->call.ctx.arena, sizeof text) };
	buf_puts(&x->call.reply.body, text);
	return send_reply(x);
}

/* Called once with the headers, then per piece of the body, then once at its end; and again after
 * a request that was set aside is taken up. */
static enum MHD_Result answer(void *arg, struct MHD_Connection *connection, const char *url, const char *method,
	const char *version, const char *data, size_t *size, void **state)
{
	struct exchange *x = *state;
	int64_t          delay_ms;

	(void)arg, (void)connection, (void)url, (void)version;
	if (!x->headers_read) {
		read_headers(x, method);
		return MHD_YES;
	}
	if (*size) {
		x->too_large = x->too_large || x->call.body.len + *size > BODY_MAX;
		if (!x->too_large)
			buf_add(&x->call.body, data, *size);
		*size = 0;
		return MHD_YES;
	}
	if (x->too_large)
		return too_large(x);
	if (!x->arrived) {
		x->arrived = true;
		delay_ms = practice_arrive(&x->call);
		count_in(x);
		if (delay_ms > 0) {
			set_aside(x, delay_ms);
			return MHD_YES;
		}
	}
	if (x->waiting)
		return MHD_YES;
	x->served = true;
	practice_serve(&x->call);
	return send_reply(x);
}

/* A client that gave up while its request waited does not take it back: a shop works on. */
static void finished(void *arg, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode why)
{
	struct exchange *x = *state;

	(void)arg, (void)connection, (void)why;
	if (!x)
		return;
	if (x->arrived && !x->served && !stop_asked)
		practice_serve(&x->call);
	count_out(x);
	*state = NULL;
	arena_free(x->call.ctx.arena);
}

/* ---- the loop -------------------------------------------------------------------------------- */

/* Takes up what is due, or all of it. */
static void take_up(struct server *v, bool all)
{
	struct exchange **at = &v->waiting;
	int64_t           now_us = instant_now().us;

	while (*at) {
		struct exchange *x = *at;

		if (!all && x->due.us > now_us) {
			at = &x->next;
			continue;
		}
		*at = x->next;
		x->waiting = false;
		MHD_resume_connection(x->connection);
	}
}

/* 0 when nothing waits. */
static struct instant next_due(const struct server *v)
{
	struct instant next = { 0 };

	for (const struct exchange *x = v->waiting; x; x = x->next)
		if (!next.us || x->due.us < next.us)
			next = x->due;
	return next;
}

static int64_t ms_until(struct instant t, int64_t otherwise)
{
	int64_t ms = t.us ? (t.us - instant_now().us + 999) / 1000 : otherwise;

	return ms < 0 ? 0 : ms < otherwise ? ms : otherwise;
}

void server_run(struct server *v)
{
	struct pollfd     fd = { v->epoll_fd, POLLIN, 0 };
	MHD_UNSIGNED_LONG_LONG hint;
	sigset_t          while_waiting;

	/* The two signals are blocked except inside ppoll, so none is missed between a look and a wait. */
	sigprocmask(SIG_SETMASK, NULL, &while_waiting);
	sigdelset(&while_waiting, SIGTERM);
	sigdelset(&while_waiting, SIGINT);
	while (!stop_asked) {
		struct timespec wait;
		int64_t         ms;

		take_up(v, false);
		MHD_run(v->daemon); /* may set further requests aside, or change a timer */
		ms = ms_until(practice_tick(v->world), ms_until(next_due(v), IDLE_MS));
		if (MHD_get_timeout(v->daemon, &hint) == MHD_YES && (int64_t)hint < ms)
			ms = (int64_t)hint;
		wait = (struct timespec){ ms / 1000, ms % 1000 * 1000000 };
		if (ppoll(&fd, 1, &wait, &while_waiting) < 0 && errno != EINTR)
			break;
	}
	take_up(v, true);
	MHD_run(v->daemon);
}

static int listen_on(const char *address, int *port, char *why, size_t why_size)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)*port) };
	socklen_t          len = sizeof at;
	int                yes = 1, fd;

	if (inet_pton(AF_INET, address, &at.sin_addr) != 1) {
		snprintf(why, why_size, "GWMS_PRACTICE_ADDRESS is '%s': it must be an IPv4 address such as 127.0.0.1", address);
		return -1;
	}
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0
	    && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 128) == 0
	    && getsockname(fd, (struct sockaddr *)&at, &len) == 0) {
		*port = ntohs(at.sin_port);
		return fd;
	}
	if (errno == EADDRINUSE)
		snprintf(why, why_size, "port %d is in use by another program; set GWMS_PRACTICE_PORT to a free one", *port);
	else
		snprintf(why, why_size, "cannot listen on %s:%d: %s", address, *port, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool catch_signals(void)
{
	struct sigaction stop = { .sa_handler = ask_stop }, ignore = { .sa_handler = SIG_IGN };
	sigset_t         blocked;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGINT);
	return sigaction(SIGTERM, &stop, NULL) == 0 && sigaction(SIGINT, &stop, NULL) == 0
	    && sigaction(SIGPIPE, &ignore, NULL) == 0 && sigprocmask(SIG_BLOCK, &blocked, NULL) == 0;
}

struct server *server_open(struct world *w, const char *address, int *port, char *why, size_t why_size)
{
	struct server              *v = NEW(w->arena, struct server);
	const union MHD_DaemonInfo *info;
	int                         fd;

	v->world = w;
	fd = catch_signals() ? listen_on(address, port, why, why_size) : -1;
	if (fd < 0)
		return NULL;
	v->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, answer, v,
		MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK, begin, v, MHD_OPTION_NOTIFY_COMPLETED, finished, v,
		MHD_OPTION_CONNECTION_LIMIT, 1000U, MHD_OPTION_CONNECTION_TIMEOUT, 120U, MHD_OPTION_END);
	info = v->daemon ? MHD_get_daemon_info(v->daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
	if (!info) {
		snprintf(why, why_size, "libmicrohttpd does not start");
		return NULL;
	}
	v->epoll_fd = info->epoll_fd;
	return v;
}

void server_close(struct server *v)
{
	take_up(v, true);
	MHD_stop_daemon(v->daemon);
}

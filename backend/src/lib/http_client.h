#pragma once
#include "base/ctx.h"
#include "base/instant.h"
#include <stdbool.h>

/* The one way out: every call to a store goes through http_send, which keeps to the rules against
 * server-side request forgery (only https to public addresses on 443 or 8443, judged at the
 * address really used; no redirects, proxies, cookies or netrc) and to the limits: connect 5 s,
 * whole call 30 s, slower than 1 KB/s for 10 s is cut, 8 MiB after decompression. */
struct http_header {
	const char *name, *value;
};

struct http_request {
	const char *method;  /* GET, POST, PUT, DELETE */
	const char *url;     /* absolute; with its query */
	size_t      n_headers;
	struct http_header headers[8];
	const char *user, *password; /* HTTP Basic, or NULL */
	const char *body;            /* JSON unless a content-type header says otherwise, or NULL */
	bool        has_keys;        /* the body holds credentials: whoever copies it keeps it in wiped memory */
};

enum http_failure {
	HTTP_ANSWERED,     /* status and body are there */
	HTTP_REFUSED,      /* our own rules forbid this address: nothing was sent */
	HTTP_NOT_SENT,     /* resolve, connect or TLS failed: surely nothing happened there */
	HTTP_LOST,         /* something may have been sent; no whole answer came */
	HTTP_TOO_LARGE,
	HTTP_STOPPED,      /* `keep_going` said no: shutdown or a lost lease */
};

struct http_answer {
	enum http_failure failure;
	bool         may_have_left; /* a connection stood: the request, or a part of it, may have been sent */
	const char  *failure_words; /* for people, without addresses or bodies; NULL when answered */
	int          status;
	const char  *body;          /* NUL-terminated; body_len does not count it */
	size_t       body_len;
	size_t       n_headers;
	struct http_header *headers; /* names lower-case */
	int64_t      ms;
	struct instant date;        /* the Date header, 0 if none or unreadable */
	int          retry_after_s; /* Retry-After in seconds (a date is turned into them), capped at 3600; 0 if none */
};

/* A handle with its connections; one per process, which ignores SIGPIPE from then on. `allow_private` is GWMS_ALLOW_PRIVATE_STORES:
 * exact address:port pairs parted by commas where plain http is taken too; NULL for none. */
struct http_client;
struct http_client *http_client_new(const char *allow_private, const char *user_agent);
void                http_client_free(struct http_client *h);

/* The limits, for who needs others (tests do). */
struct http_limits {
	long   connect_ms, call_ms;
	long   slow_bytes_s, slow_s; /* slower than so many bytes a second for so long is cut */
	size_t body_bytes, header_bytes;
};
extern const struct http_limits http_limits;
void http_client_limit(struct http_client *h, const struct http_limits *limits);

/* Sends and waits. `keep_going(arg)` is asked about every second (to renew leases, to stop); may be
 * NULL. The answer lives in the context's arena. Never a problem: what went wrong is in `failure`. */
struct http_answer http_send(struct ctx *c, struct http_client *h, const struct http_request *r,
	bool (*keep_going)(void *arg), void *arg);
/* The host a 3xx points to, for words such as "the shop redirects to www.shop.example"; NULL when
 * the answer is none or names none. */
const char *http_redirect_host(struct ctx *c, const struct http_answer *a);
/* The first header of that (lower-case) name, or NULL. */
const char *http_header_of(const struct http_answer *a, const char *name);

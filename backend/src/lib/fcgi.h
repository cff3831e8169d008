#pragma once
#include "base/buf.h"
#include "base/ctx.h"

/* The FastCGI side of one request on file descriptor 0 (several processes share the socket). All of
 * it lives in the context's arena. */
struct fcgi_request {
	const char *method, *path, *query; /* path as sent, still percent-encoded, without query */
	const char *content_type, *authorization, *cookie, *origin, *gwms; /* NULL when not sent */
	const char *idempotency_key, *if_match, *user_agent, *remote_addr, *request_id;
	const char *hook_signature, *hook_topic, *hook_delivery; /* X-WC-Webhook-… of a platform's webhook */
	const char *body;      /* NUL-terminated; NULL when there is none, or when it is left to fcgi_read */
	size_t      body_len;  /* of a body left to fcgi_read: what CONTENT_LENGTH says */
	bool        body_short;/* other bytes came than CONTENT_LENGTH said, or it is no number: no body */
	bool        body_large;/* CONTENT_LENGTH is over the limit: not read */
};

struct fcgi_answer {
	int         status;
	const char *content_type; /* NULL: no body */
	struct buf  headers;      /* whole lines "Name: value\r\n" */
	const char *body;
	size_t      body_len;
	/* Instead of `body`, for what no process shall hold whole: asked for pieces until body_len bytes are
	 * out. False cuts the answer short, which the client sees: the head was sent already. */
	bool (*more)(void *arg, const char **piece, size_t *n);
	void *more_arg;
};

/* False when stdin is not a FastCGI socket. From here on SIGTERM, SIGINT and SIGUSR1 are blocked
 * and only seen by fcgi_accept: they never interrupt the request in hand. */
bool fcgi_start(void);
/* How many bytes of a body are taken, by what the request asks for (its body is not read yet); 0: none are
 * read, the body is left to fcgi_read. */
typedef size_t fcgi_body_limit(struct ctx *c, const struct fcgi_request *r);
/* Waits for a request and reads it into the context's arena; false when the process shall end. */
MUST_CHECK bool fcgi_accept(struct ctx *c, fcgi_body_limit *body_limit, struct fcgi_request *out);
/* The next bytes, at most n, of a body that was left unread; fewer at its end, whatever CONTENT_LENGTH said. */
size_t fcgi_read(void *to, size_t n);
/* Writes the answer and ends the request: call it exactly once for each one accepted. Header values were checked for CR and LF
 * by fcgi_header. */
/* This process was told to stop, and will once the request in hand is answered. */
bool fcgi_stopping(void);
void fcgi_answer(const struct fcgi_answer *a);
/* Adds a header line; a value with a control character (CR, LF) is refused and left out (false). */
bool fcgi_header(struct fcgi_answer *a, const char *name, const char *value);

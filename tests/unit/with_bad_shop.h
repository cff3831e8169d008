#pragma once
/* A shop that misbehaves as its path asks, a trap that nobody may be led into, and a client that may
 * call the shop: what the tests of the HTTP client stand on. */
#include "lib/http_client.h"
#include "loopback.h"
#include "with_ctx.h"

#include <time.h>
#include <unistd.h>

/* ---- a shop that misbehaves by path */

/* Deflate by hand: zero bytes by the longest match of the fixed code, 13 bits for 258 of them. */
static inline void send_bomb(int fd, size_t unpacked)
{
	static const unsigned char head[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3 };
	static char   out[128 * 1024];
	size_t        len = 0;
	uint32_t      bits = 0;
	unsigned      n_bits = 0;

#define PUT(value, n) (bits |= (uint32_t)(value) << n_bits, n_bits += (n))
	PUT(1, 1), PUT(1, 2);                   /* last block, fixed codes */
	PUT(0x0c, 8);                           /* literal 0 is 00110000, sent from its highest bit */
	for (size_t done = 1; done < unpacked; done += 258) {
		PUT(0xa3, 8), PUT(0, 5);        /* length 258 is 11000101, distance 1 is 00000 */
		for (; n_bits >= 8; n_bits -= 8, bits >>= 8)
			out[len++] = (char)bits;
	}
	PUT(0, 7);                              /* end of block; the trailer is of no matter here */
	for (; n_bits; n_bits -= n_bits < 8 ? n_bits : 8, bits >>= 8)
		out[len++] = (char)bits;
#undef PUT
	assert_true(len < sizeof out);
	loopback_print(fd, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", sizeof head + len + 8);
	loopback_send(fd, head, sizeof head);
	loopback_send(fd, out, len);
	loopback_send(fd, "\0\0\0\0\0\0\0\0", 8);
}

static uint16_t elsewhere; /* the port of a server nobody may be led to */

static inline void send_many(int fd, size_t n)
{
	static char block[64 * 1024];

	memset(block, 'x', sizeof block);
	for (; n > sizeof block; n -= sizeof block)
		loopback_send(fd, block, sizeof block);
	loopback_send(fd, block, n);
}

static inline bool answer(int fd, const char *request)
{
	static const unsigned char zipped[] = { /* {"zipped":true} */
		0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56, 0xaa, 0xca, 0x2c, 0x28, 0x48, 0x4d, 0x51,
		0xb2, 0x2a, 0x29, 0x2a, 0x4d, 0xad, 0x05, 0x00, 0x84, 0x28, 0xbc, 0x08, 0x0f, 0x00, 0x00, 0x00
	};
	const char *path = strchr(request, ' ') + 1;
	const struct timespec moment = { 0, 50 * 1000 * 1000 };

	if (loopback_asks(request, "/hello")) {
		loopback_print(fd, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nX-Request-ID:  r-1 \r\nX-Empty:\r\n"
				   "Date: Thu, 28 May 2026 10:00:00 GMT\r\nSet-Cookie: a=b; Path=/\r\n\r\n{\"hi\":true}");
		return true;
	}
	if (loopback_asks(request, "/echo")) {
		loopback_print(fd, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", strlen(request), request);
		return true;
	}
	if (loopback_asks(request, "/status/")) {
		loopback_print(fd, "HTTP/1.1 %.3s Whatever\r\nContent-Length: 2\r\n\r\n{}", path + 8);
		return true;
	}
	if (loopback_asks(request, "/redirect/")) {
		loopback_print(fd, "HTTP/1.1 %.3s Go\r\nLocation: http://127.0.0.1:%u/inside\r\nContent-Length: 0\r\n\r\n", path + 10,
			elsewhere);
		return true;
	}
	if (loopback_asks(request, "/location/")) {
		loopback_print(fd, "HTTP/1.1 302 Go\r\nLocation: %.*s\r\nContent-Length: 0\r\n\r\n", (int)strcspn(path + 10, " "),
			path + 10);
		return true;
	}
	if (loopback_asks(request, "/retry/")) {
		const char *query = strchr(path, '?');
		char        text[64];
		size_t      n = 0;

		for (const char *p = query + 1; *p != ' ' && n < sizeof text - 1; p++)
			text[n++] = *p == '+' ? ' ' : *p;
		text[n] = '\0';
		loopback_print(fd, "HTTP/1.1 429 Slow\r\n%sRetry-After: %s\r\nContent-Length: 0\r\n\r\n",
			loopback_asks(request, "/retry/dated") ? "Date: Thu, 28 May 2026 10:00:00 GMT\r\n" : "", text);
		return true;
	}
	if (loopback_asks(request, "/exact/")) {
		loopback_print(fd, "HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n",
			arena_strndup(arena_new(1 << 20), path + 7, strcspn(path + 7, " ")));
		send_many(fd, strtoul(path + 7, NULL, 10));
		return true;
	}
	if (loopback_asks(request, "/zipped")) {
		loopback_print(fd, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", sizeof zipped);
		loopback_send(fd, zipped, sizeof zipped);
		return true;
	}
	if (loopback_asks(request, "/damaged"))
		loopback_print(fd, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\nno gzip at");
	if (loopback_asks(request, "/bomb"))
		send_bomb(fd, 9 * 1024 * 1024);
	if (loopback_asks(request, "/endless")) {
		loopback_print(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
		for (;;) {
			loopback_print(fd, "10000\r\n");
			send_many(fd, 0x10000);
			loopback_print(fd, "\r\n");
		}
	}
	if (loopback_asks(request, "/headers")) {
		loopback_print(fd, "HTTP/1.1 200 OK\r\n");
		for (;;)
			loopback_print(fd, "X-Filler: %0200d\r\n", 0);
	}
	if (loopback_asks(request, "/informed")) {
		loopback_print(fd, "HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"
				   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Late: 1\r\n\r\n2\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n");
		return true;
	}
	if (loopback_asks(request, "/slow")) {
		loopback_print(fd, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
		for (;;) {
			loopback_print(fd, "x");
			nanosleep(&moment, NULL);
		}
	}
	if (loopback_asks(request, "/silent"))
		pause();
	if (loopback_asks(request, "/reset"))
		loopback_reset(fd);
	if (loopback_asks(request, "/cut/length"))
		loopback_print(fd, "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"id\":");
	if (loopback_asks(request, "/cut/chunk"))
		loopback_print(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{\"id\":");
	if (loopback_asks(request, "/cut/head"))
		loopback_print(fd, "HTTP/1.1 200 OK\r\nContent-Le");
	if (loopback_asks(request, "/cut/early"))
		loopback_print(fd, "HTTP/1.1 100 Continue\r\n\r\n");
	if (loopback_asks(request, "/ancient"))
		loopback_print(fd, "{\"http\":0.9}");
	if (loopback_asks(request, "/negative"))
		loopback_print(fd, "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}");
	if (loopback_asks(request, "/upgrade"))
		loopback_print(fd, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
	if (loopback_asks(request, "/until-closed"))
		loopback_print(fd, "HTTP/1.0 200 OK\r\n\r\n{\"old\":true}");
	return false; /* closed, with FIN */
}

static inline bool trap(int fd, const char *request)
{
	(void)request;
	loopback_print(fd, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ninside");
	return true;
}

/* ---- the test's side */

static struct ctx          c;
static struct loopback     shop, inside;
static struct http_client *client;

static inline int shop_begin(void **state)
{
	char pairs[64];

	(void)state;
	c = ctx_new();
	loopback_start(&inside, trap);
	elsewhere = inside.port;
	loopback_start(&shop, answer);
	snprintf(pairs, sizeof pairs, "127.0.0.1:%u", shop.port);
	client = http_client_new(pairs, "gwms-test/1");
	return 0;
}

static inline int shop_end(void **state)
{
	(void)state;
	http_client_free(client);
	loopback_stop(&shop);
	loopback_stop(&inside);
	arena_free(c.arena);
	return 0;
}

static inline const char *url_of(const char *path)
{
	return arena_printf(c.arena, "http://127.0.0.1:%u%s", shop.port, path);
}

static inline struct http_answer get(const char *path)
{
	const struct http_request r = { .method = "GET", .url = url_of(path) };

	return http_send(&c, client, &r, NULL, NULL);
}

static inline struct http_answer call(const char *method, const char *path)
{
	const struct http_request r = { .method = method, .url = url_of(path), .body = "{\"a\":1}" };

	return http_send(&c, client, &r, NULL, NULL);
}

/* Fails unless the answer is such, and bare of body, headers and addresses when it is a failure. */
static inline void expect(const char *what, const struct http_answer *a, enum http_failure failure, bool may_have_left)
{
	static const char *const names[] = { "answered", "refused", "not sent", "lost", "too large", "stopped" };

	if (a->failure != failure || a->may_have_left != may_have_left)
		fail_msg("%s: %s%s (%s), not %s", what, names[a->failure], a->may_have_left ? ", may have left" : "",
			a->failure_words ? a->failure_words : "-", names[failure]);
	assert_int_equal(!a->failure_words, failure == HTTP_ANSWERED);
	if (failure != HTTP_ANSWERED) {
		assert_string_equal(a->body, "");
		assert_int_equal(a->body_len, 0);
		assert_int_equal(a->n_headers, 0);
		assert_null(strstr(a->failure_words, "127.0"));
	}
	assert_int_equal(c.problem.code, PROBLEM_NONE);
}

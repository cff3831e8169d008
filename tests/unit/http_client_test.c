/* The client against real servers on loopback. Two calls of libc are replaced here: the resolver, to
 * answer as a hostile name server would, and connect(), to log every address and to keep the test on
 * this machine. */
#include "lib/http_client.h"
#include "lib/store_url.h"
#include "loopback.h"
#include "with_ctx.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---- what the outside would do */

static char     connected[8][INET6_ADDRSTRLEN + 8]; /* the address log */
static unsigned n_connected, n_resolved;
static const char *const *resolver_answers; /* texts of addresses, ends with NULL; NULL: no such name */

int connect(int fd, const struct sockaddr *address, socklen_t len);
int connect(int fd, const struct sockaddr *address, socklen_t len)
{
	char text[INET6_ADDRSTRLEN] = "?";

	if (address->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, text, sizeof text);
	else if (address->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, text, sizeof text);
	snprintf(connected[n_connected % 8], sizeof *connected, "%s", text);
	n_connected++;
	if (strcmp(text, "127.0.0.1") != 0) {
		errno = ENETUNREACH;
		return -1;
	}
	return (int)syscall(SYS_connect, fd, address, len);
}

int getaddrinfo(const char *restrict host, const char *restrict port, const struct addrinfo *restrict hints,
	struct addrinfo **restrict out)
{
	struct addrinfo **tail = out;

	(void)hints;
	n_resolved++;
	*out = NULL;
	if (!resolver_answers)
		return EAI_NONAME;
	for (const char *const *text = resolver_answers; *text; text++) {
		struct addrinfo         *a = calloc(1, sizeof *a + sizeof(struct sockaddr_in6));
		struct sockaddr_in      *v4 = (struct sockaddr_in *)(void *)(a + 1);
		struct sockaddr_in6     *v6 = (struct sockaddr_in6 *)(void *)(a + 1);
		bool                     is_v6 = strchr(*text, ':') != NULL;

		assert_non_null(host);
		a->ai_addr = (struct sockaddr *)(void *)(a + 1);
		a->ai_socktype = SOCK_STREAM;
		a->ai_family = is_v6 ? AF_INET6 : AF_INET;
		a->ai_addrlen = is_v6 ? sizeof *v6 : sizeof *v4;
		if (is_v6) {
			v6->sin6_family = AF_INET6;
			v6->sin6_port = htons((uint16_t)strtoul(port, NULL, 10));
			assert_int_equal(inet_pton(AF_INET6, *text, &v6->sin6_addr), 1);
		} else {
			v4->sin_family = AF_INET;
			v4->sin_port = htons((uint16_t)strtoul(port, NULL, 10));
			assert_int_equal(inet_pton(AF_INET, *text, &v4->sin_addr), 1);
		}
		*tail = a;
		tail = &a->ai_next;
	}
	return 0;
}

void freeaddrinfo(struct addrinfo *a)
{
	while (a) {
		struct addrinfo *next = a->ai_next;

		free(a);
		a = next;
	}
}

/* ---- a shop that misbehaves by path */

/* Deflate by hand: zero bytes by the longest match of the fixed code, 13 bits for 258 of them. */
static void send_bomb(int fd, size_t unpacked)
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

static void send_many(int fd, size_t n)
{
	static char block[64 * 1024];

	memset(block, 'x', sizeof block);
	for (; n > sizeof block; n -= sizeof block)
		loopback_send(fd, block, sizeof block);
	loopback_send(fd, block, n);
}

static bool answer(int fd, const char *request)
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

static bool trap(int fd, const char *request)
{
	(void)request;
	loopback_print(fd, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ninside");
	return true;
}

/* ---- a shop whose certificate nobody signed but itself */

static char *pem_of(BIO *bio)
{
	char *bytes;
	long  n = BIO_get_mem_data(bio, &bytes);

	return arena_strndup(arena_new(1 << 20), bytes, (size_t)n);
}

static void self_signed(char **key_pem, char **certificate_pem)
{
	EVP_PKEY  *key = EVP_EC_gen("P-256");
	X509      *x = X509_new();
	X509_NAME *name = X509_get_subject_name(x);
	BIO       *key_bio = BIO_new(BIO_s_mem()), *bio = BIO_new(BIO_s_mem());

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	X509_gmtime_adj(X509_getm_notBefore(x), -3600);
	X509_gmtime_adj(X509_getm_notAfter(x), 3600);
	X509_set_pubkey(x, key);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"127.0.0.1", -1, -1, 0);
	X509_set_issuer_name(x, name);
	assert_true(X509_sign(x, key, EVP_sha256()) > 0);
	assert_int_equal(PEM_write_bio_PrivateKey(key_bio, key, NULL, NULL, 0, NULL, NULL), 1);
	assert_int_equal(PEM_write_bio_X509(bio, x), 1);
	*key_pem = pem_of(key_bio);
	*certificate_pem = pem_of(bio);
}

static volatile unsigned *n_served; /* requests that got through TLS; shared with the server's process */

static enum MHD_Result serve_tls(void *arg, struct MHD_Connection *connection, const char *url, const char *method,
	const char *version, const char *body, size_t *n, void **state)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(2, (void *)(uintptr_t) "{}", MHD_RESPMEM_PERSISTENT);

	(void)arg, (void)url, (void)method, (void)version, (void)body, (void)n, (void)state;
	++*n_served;
	return MHD_queue_response(connection, 200, response);
}

static pid_t tls_start(uint16_t *port)
{
	int   fds[2];
	pid_t pid;

	n_served = mmap(NULL, sizeof *n_served, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
		struct MHD_Daemon *server;
		char              *key, *certificate;

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		self_signed(&key, &certificate);
		server = MHD_start_daemon(MHD_USE_TLS | MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, serve_tls, NULL,
			MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_HTTPS_MEM_KEY, key, MHD_OPTION_HTTPS_MEM_CERT, certificate, MHD_OPTION_END);
		*port = server ? MHD_get_daemon_info(server, MHD_DAEMON_INFO_BIND_PORT)->port : 0;
		if (write(fds[1], port, sizeof *port) == sizeof *port)
			pause();
		_exit(0);
	}
	close(fds[1]);
	assert_int_equal(read(fds[0], port, sizeof *port), sizeof *port);
	close(fds[0]);
	assert_int_not_equal(*port, 0);
	return pid;
}

/* ---- the test's side */

static struct ctx          c;
static struct loopback     shop, inside;
static struct http_client *client;

static int begin(void **state)
{
	char pairs[64];

	(void)state;
	c = ctx_new();
	loopback_start(&inside, trap);
	elsewhere = inside.port;
	loopback_start(&shop, answer);
	snprintf(pairs, sizeof pairs, "127.0.0.1:%u", shop.port);
	client = http_client_new(pairs, "gwms-test/1");
	n_connected = n_resolved = 0;
	resolver_answers = NULL;
	return 0;
}

static int end(void **state)
{
	(void)state;
	http_client_free(client);
	loopback_stop(&shop);
	loopback_stop(&inside);
	arena_free(c.arena);
	return 0;
}

static const char *url_of(const char *path)
{
	return arena_printf(c.arena, "http://127.0.0.1:%u%s", shop.port, path);
}

static struct http_answer get(const char *path)
{
	const struct http_request r = { .method = "GET", .url = url_of(path) };

	return http_send(&c, client, &r, NULL, NULL);
}

static struct http_answer call(const char *method, const char *path)
{
	const struct http_request r = { .method = method, .url = url_of(path), .body = "{\"a\":1}" };

	return http_send(&c, client, &r, NULL, NULL);
}

static void expect(const char *what, const struct http_answer *a, enum http_failure failure, bool may_have_left)
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

static void an_answer_comes_whole(void **state)
{
	struct http_answer a = get("/hello");

	(void)state;
	expect("hello", &a, HTTP_ANSWERED, true);
	assert_int_equal(a.status, 200);
	assert_string_equal(a.body, "{\"hi\":true}");
	assert_int_equal(a.body_len, 11);
	assert_string_equal(http_header_of(&a, "x-request-id"), "r-1");
	assert_string_equal(http_header_of(&a, "x-empty"), "");
	assert_null(http_header_of(&a, "x-other"));
	assert_string_equal(instant_text(c.arena, a.date), "2026-05-28T10:00:00Z");
	assert_int_equal(a.retry_after_s, 0);
	a = get("/zipped");
	assert_string_equal(a.body, "{\"zipped\":true}");
	a = get("/informed");
	expect("informed", &a, HTTP_ANSWERED, true);
	assert_string_equal(a.body, "{}");
	assert_null(http_header_of(&a, "x-early"));
	assert_string_equal(http_header_of(&a, "x-late"), "1");
	assert_null(http_header_of(&a, "x-trailer"));
	a = get("/until-closed");
	assert_string_equal(a.body, "{\"old\":true}");
	for (int status = 200; status <= 599; status += 57) {
		a = get(arena_printf(c.arena, "/status/%d", status));
		expect("status", &a, HTTP_ANSWERED, true);
		assert_int_equal(a.status, status);
	}
}

static void what_is_sent_is_what_was_asked(void **state)
{
	struct http_request r = { .method = "PUT", .url = url_of("/echo?x=%20y&z=1"), .user = "ck_1", .password = "cs:2",
		.body = "{\"grüße\":1}", .n_headers = 2, .headers = { { "X-Own", "one" }, { "X-Nothing", "" } } };
	struct http_answer  a = http_send(&c, client, &r, NULL, NULL);

	(void)state;
	expect("echo", &a, HTTP_ANSWERED, true);
	assert_memory_equal(a.body, "PUT /echo?x=%20y&z=1 HTTP/1.1\r\n", 31);
	assert_non_null(strstr(a.body, "\r\nAuthorization: Basic Y2tfMTpjczoy\r\n"));
	assert_non_null(strstr(a.body, "\r\nUser-Agent: gwms-test/1\r\n"));
	assert_non_null(strstr(a.body, "\r\nAccept: application/json\r\n"));
	assert_non_null(strstr(a.body, "\r\nContent-Type: application/json\r\n"));
	assert_non_null(strstr(a.body, "\r\nAccept-Encoding: gzip\r\n"));
	assert_non_null(strstr(a.body, "\r\nX-Own: one\r\n"));
	assert_non_null(strstr(a.body, "\r\nX-Nothing:"));
	assert_null(strstr(a.body, "Expect"));
	assert_non_null(strstr(a.body, "\r\n\r\n{\"grüße\":1}"));
	/* nothing of it is left for the next call; no cookie either, though /hello sets one */
	get("/hello");
	a = get("/echo");
	assert_memory_equal(a.body, "GET /echo HTTP/1.1\r\n", 20);
	assert_null(strstr(a.body, "Authorization"));
	assert_null(strstr(a.body, "X-Own"));
	assert_null(strstr(a.body, "Cookie"));
	assert_null(strstr(a.body, "Content-Type"));
	/* what an adapter sets itself stays */
	r = (struct http_request){ .method = "POST", .url = url_of("/echo"), .n_headers = 2,
		.headers = { { "Accept", "text/plain" }, { "content-type", "application/xml" } } };
	a = http_send(&c, client, &r, NULL, NULL);
	assert_non_null(strstr(a.body, "\r\nAccept: text/plain\r\n"));
	assert_null(strstr(a.body, "application/json"));
	assert_null(strstr(a.body, "urlencoded"));
	assert_non_null(strstr(a.body, "\r\nContent-Length: 0\r\n"));
	r = (struct http_request){ .method = "DELETE", .url = url_of("/echo") };
	a = http_send(&c, client, &r, NULL, NULL);
	assert_memory_equal(a.body, "DELETE /echo ", 13);
}

static void what_may_have_left_and_what_surely_not(void **state)
{
	static const struct {
		const char       *path;
		enum http_failure failure;
		int               status;
	} cases[] = {
		{ "/reset", HTTP_LOST, 0 },
		{ "/closed", HTTP_LOST, 0 },
		{ "/cut/length", HTTP_LOST, 201 },
		{ "/cut/chunk", HTTP_LOST, 200 },
		{ "/cut/head", HTTP_LOST, 200 },
		{ "/cut/early", HTTP_LOST, 100 },
		{ "/ancient", HTTP_LOST, 0 },
		{ "/negative", HTTP_LOST, 200 },
		{ "/upgrade", HTTP_LOST, 101 },
		{ "/damaged", HTTP_LOST, 200 },
		{ "/silent", HTTP_LOST, 0 },
		{ "/slow", HTTP_LOST, 200 },
		{ "/bomb", HTTP_TOO_LARGE, 200 },
		{ "/endless", HTTP_TOO_LARGE, 200 },
		{ "/headers", HTTP_TOO_LARGE, 200 },
	};
	static const char *const methods[] = { "GET", "POST" };
	struct http_limits       fast = http_limits;

	(void)state;
	fast.call_ms = 700; /* for the two that would take for ever; the others need a few */
	for (size_t i = 0; i < N_OF(cases); i++)
		for (size_t m = 0; m < N_OF(methods); m++) {
			unsigned           before = shop.log->requests;
			bool               for_ever = cases[i].failure == HTTP_LOST && cases[i].path[1] == 's';
			struct http_answer a;

			http_client_limit(client, for_ever ? &fast : &http_limits);
			a = m ? call("POST", cases[i].path) : get(cases[i].path);

			expect(cases[i].path, &a, cases[i].failure, true);
			assert_int_equal(shop.log->requests, before + 1);
			if (a.status && a.status != cases[i].status)
				fail_msg("%s: status %d", cases[i].path, a.status);
		}
}

static void no_connection_means_nothing_was_sent(void **state)
{
	const struct http_request plain = { .method = "POST", .url = NULL, .body = "{}" };
	struct http_request  r = plain;
	struct http_client  *other;
	struct http_answer   a;
	uint16_t             nobody = loopback_free_port(), full_port;
	struct http_limits   fast = http_limits;

	(void)state;
	fast.connect_ms = 300;
	/* nobody listens */
	other = http_client_new(arena_printf(c.arena, "127.0.0.1:%u,127.0.0.1:%u", nobody, shop.port), "t");
	http_client_limit(other, &fast);
	r.url = arena_printf(c.arena, "http://127.0.0.1:%u/", nobody);
	a = http_send(&c, other, &r, NULL, NULL);
	expect("nobody listens", &a, HTTP_NOT_SENT, false);
	assert_string_equal(a.failure_words, "The shop's server takes no connections");
	/* TLS with a server that speaks none: the handshake fails and no request was read */
	r.url = arena_printf(c.arena, "https://127.0.0.1:%u/", shop.port);
	a = http_send(&c, other, &r, NULL, NULL);
	expect("no TLS", &a, HTTP_NOT_SENT, false);
	assert_int_equal(shop.log->requests, 0);
	http_client_free(other);
	/* a listener whose queue is full lets a connection hang */
	{
		struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
		socklen_t          len = sizeof at;
		int                fd = socket(AF_INET, SOCK_STREAM, 0), fill[8];

		assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
		assert_int_equal(listen(fd, 0), 0);
		assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
		full_port = ntohs(at.sin_port);
		for (size_t i = 0; i < N_OF(fill); i++) {
			fill[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
			connect(fill[i], (struct sockaddr *)&at, sizeof at);
		}
		other = http_client_new(arena_printf(c.arena, "127.0.0.1:%u", full_port), "t");
		http_client_limit(other, &fast);
		r.url = arena_printf(c.arena, "http://127.0.0.1:%u/", full_port);
		a = http_send(&c, other, &r, NULL, NULL);
		expect("full queue", &a, HTTP_NOT_SENT, false);
		assert_true(a.ms >= 250 && a.ms < 1500);
		http_client_free(other);
		for (size_t i = 0; i < N_OF(fill); i++)
			close(fill[i]);
		close(fd);
	}
	/* no such name */
	r.url = "https://shop.example/";
	a = http_send(&c, client, &r, NULL, NULL);
	expect("no such name", &a, HTTP_NOT_SENT, false);
	assert_string_equal(a.failure_words, "The name of the shop's server cannot be found");
	/* a name that leads to a public address nobody can reach from here */
	resolver_answers = (const char *const[]){ "93.184.216.34", NULL };
	n_connected = n_resolved = 0;
	a = http_send(&c, client, &r, NULL, NULL);
	expect("unreachable", &a, HTTP_NOT_SENT, false);
	assert_int_equal(n_resolved, 1); /* and curl itself asked nobody */
	assert_int_equal(n_connected, 1);
	assert_string_equal(connected[0], "93.184.216.34");
}

static void a_certificate_must_be_signed_by_somebody_known(void **state)
{
	uint16_t             port;
	pid_t                server = tls_start(&port);
	struct http_client  *other = http_client_new(arena_printf(c.arena, "127.0.0.1:%u", port), "t");
	const struct http_request r = { .method = "POST", .body = "{}", .url = arena_printf(c.arena, "https://127.0.0.1:%u/", port),
		.user = "key", .password = "secret" };
	struct http_answer   a = http_send(&c, other, &r, NULL, NULL);

	(void)state;
	expect("self-signed", &a, HTTP_NOT_SENT, false);
	assert_string_equal(a.failure_words, "The certificate of the shop's server is not valid");
	assert_int_equal(*n_served, 0);
	http_client_free(other);
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
}

static void sizes_are_counted_unpacked_and_to_the_byte(void **state)
{
	struct http_limits small = http_limits;
	struct http_answer a;

	(void)state;
	a = get(arena_printf(c.arena, "/exact/%d", 8 * 1024 * 1024));
	expect("8 MiB", &a, HTTP_ANSWERED, true);
	assert_int_equal(a.body_len, 8 * 1024 * 1024);
	a = get(arena_printf(c.arena, "/exact/%d", 8 * 1024 * 1024 + 1));
	expect("8 MiB and a byte", &a, HTTP_TOO_LARGE, true);
	small.body_bytes = 1000;
	http_client_limit(client, &small);
	a = get("/exact/1000");
	expect("1000", &a, HTTP_ANSWERED, true);
	a = get("/exact/1001");
	expect("1001", &a, HTTP_TOO_LARGE, true);
	small.body_bytes = 14; /* {"zipped":true} has 15 and its gzip 35 */
	http_client_limit(client, &small);
	a = get("/zipped");
	expect("zipped", &a, HTTP_TOO_LARGE, true);
	small.body_bytes = 15;
	http_client_limit(client, &small);
	a = get("/zipped");
	expect("zipped", &a, HTTP_ANSWERED, true);
}

static void too_slow_is_cut(void **state)
{
	struct http_limits slow = http_limits;
	struct http_answer a;

	(void)state;
	slow.slow_bytes_s = 500; /* /slow sends 20 a second */
	slow.slow_s = 1;
	http_client_limit(client, &slow);
	a = get("/slow");
	expect("slow", &a, HTTP_LOST, true);
	assert_true(a.ms >= 900 && a.ms < 5000);
	assert_string_equal(a.failure_words, "The shop's server did not answer in time");
	slow = http_limits;
	slow.call_ms = 400;
	http_client_limit(client, &slow);
	a = get("/slow");
	expect("slow in all", &a, HTTP_LOST, true);
	assert_true(a.ms >= 350 && a.ms < 1500);
}

static void redirects_are_answers(void **state)
{
	static const char *const codes[] = { "301", "302", "303", "307", "308" };
	static const struct {
		const char *location, *host;
	} cases[] = {
		{ "https://www.shop.example/wp-json/", "www.shop.example" },
		{ "http://169.254.169.254/latest", "169.254.169.254" },
		{ "https://[::1]/x", "[::1]" },
		{ "gopher://inside.example:70/", "inside.example" },
		{ "/relative", NULL },
		{ "https://<script>/", NULL },
		{ "nonsense", NULL },
	};
	struct http_answer a;

	(void)state;
	for (size_t i = 0; i < N_OF(codes); i++) {
		a = get(arena_printf(c.arena, "/redirect/%s", codes[i]));
		expect(codes[i], &a, HTTP_ANSWERED, true);
		assert_int_equal(a.status, strtol(codes[i], NULL, 10));
		assert_string_equal(http_redirect_host(&c, &a), "127.0.0.1");
		a = call("POST", arena_printf(c.arena, "/redirect/%s", codes[i]));
		assert_int_equal(a.status, strtol(codes[i], NULL, 10));
	}
	assert_int_equal(inside.log->connections, 0);
	for (size_t i = 0; i < N_OF(cases); i++) {
		const char *host;

		a = get(arena_printf(c.arena, "/location/%s", cases[i].location));
		host = http_redirect_host(&c, &a);
		if (!host != !cases[i].host || (host && strcmp(host, cases[i].host) != 0))
			fail_msg("%s: %s", cases[i].location, host ? host : "none");
	}
	a = get("/hello");
	assert_null(http_redirect_host(&c, &a));
}

static void when_to_come_again(void **state)
{
	static const struct {
		const char *path;
		int         seconds;
	} cases[] = {
		{ "/retry/x?120", 120 }, { "/retry/x?0", 0 }, { "/retry/x?3600", 3600 }, { "/retry/x?3601", 3600 },
		{ "/retry/x?99999999999999999999", 3600 }, { "/retry/x?-5", 0 }, { "/retry/x?soon", 0 }, { "/retry/x?", 0 },
		/* a date counts from the other side's own clock */
		{ "/retry/dated?Thu,+28+May+2026+10:01:30+GMT", 90 },
		{ "/retry/dated?Thu,+28+May+2026+09:00:00+GMT", 0 },
		{ "/retry/dated?Fri,+29+May+2026+10:00:00+GMT", 3600 },
		{ "/retry/dated?Thursday,+28-May-26+10:00:07+GMT", 7 },
		{ "/retry/x?Thu,+01+Jan+2037+00:00:00+GMT", 3600 },
		{ "/retry/x?Thu,+01+Jan+1998+00:00:00+GMT", 0 },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct http_answer a = get(cases[i].path);

		expect(cases[i].path, &a, HTTP_ANSWERED, true);
		assert_int_equal(a.status, 429);
		if (a.retry_after_s != cases[i].seconds)
			fail_msg("%s: %d", cases[i].path, a.retry_after_s);
	}
}

static void reads_keep_a_connection_and_writes_take_their_own(void **state)
{
	struct http_answer a;

	(void)state;
	for (int i = 0; i < 5; i++)
		get("/hello");
	assert_int_equal(shop.log->connections, 1);
	a = call("POST", "/echo");
	assert_int_equal(a.status, 200);
	a = call("POST", "/echo");
	assert_int_equal(a.status, 200);
	assert_int_equal(shop.log->connections, 3);
	/* the other side drops a kept connection when it has read the request: a write is not repeated */
	get("/hello");
	a = call("POST", "/closed");
	expect("closed", &a, HTTP_LOST, true);
	a = call("PUT", "/reset");
	expect("reset", &a, HTTP_LOST, true);
	assert_int_equal(shop.log->writes, 4);
}

static bool go_on(void *arg)
{
	unsigned *left = arg;

	return (*left)-- > 1;
}

static void it_stops_when_told(void **state)
{
	struct http_request r = { .method = "POST", .url = url_of("/silent"), .body = "{}" };
	struct http_answer  a;
	unsigned            asked = 2;

	(void)state;
	a = http_send(&c, client, &r, go_on, &asked);
	expect("stopped", &a, HTTP_STOPPED, true);
	assert_true(a.ms >= 1800 && a.ms < 5000);
	/* a quick call asks nobody */
	asked = 0;
	r.url = url_of("/hello");
	a = http_send(&c, client, &r, go_on, &asked);
	expect("quick", &a, HTTP_ANSWERED, true);
	assert_int_equal(asked, 0);
}

static void hostile_requests_go_nowhere(void **state)
{
	static const struct http_request cases[] = {
		{ .method = "GET", .url = "https://127.0.0.1/" },
		{ .method = "GET", .url = "https://127.1/" },
		{ .method = "GET", .url = "https://2130706433/" },
		{ .method = "GET", .url = "https://0x7f000001/" },
		{ .method = "GET", .url = "https://0177.0.0.1/" },
		{ .method = "GET", .url = "https://0/" },
		{ .method = "GET", .url = "https://10.0.0.1/" },
		{ .method = "GET", .url = "https://100.64.0.1/" },
		{ .method = "GET", .url = "https://169.254.169.254/latest/meta-data/" },
		{ .method = "GET", .url = "https://172.16.0.1/" },
		{ .method = "GET", .url = "https://192.0.0.1/" },
		{ .method = "GET", .url = "https://192.0.2.1/" },
		{ .method = "GET", .url = "https://192.88.99.1/" },
		{ .method = "GET", .url = "https://192.168.0.1/" },
		{ .method = "GET", .url = "https://198.18.0.1/" },
		{ .method = "GET", .url = "https://198.51.100.1/" },
		{ .method = "GET", .url = "https://203.0.113.1/" },
		{ .method = "GET", .url = "https://224.0.0.1/" },
		{ .method = "GET", .url = "https://255.255.255.255/" },
		{ .method = "GET", .url = "https://[::1]/" },
		{ .method = "GET", .url = "https://[::]/" },
		{ .method = "GET", .url = "https://[::ffff:127.0.0.1]/" },
		{ .method = "GET", .url = "https://[::ffff:a00:1]/" },
		{ .method = "GET", .url = "https://[::127.0.0.1]/" },
		{ .method = "GET", .url = "https://[64:ff9b::7f00:1]/" },
		{ .method = "GET", .url = "https://[fe80::1]/" },
		{ .method = "GET", .url = "https://[fe80::1%25lo]/" },
		{ .method = "GET", .url = "https://[fd00::1]/" },
		{ .method = "GET", .url = "https://[ff02::1]/" },
		{ .method = "GET", .url = "https://[2001:db8::1]/" },
		{ .method = "GET", .url = "https://[2001::1]/" },
		{ .method = "GET", .url = "https://[2002:7f00:1::]/" },
		{ .method = "GET", .url = "https://localhost/" },
		{ .method = "GET", .url = "http://shop.example/" },
		{ .method = "GET", .url = "https://shop.example:22/" },
		{ .method = "GET", .url = "https://shop.example:3306/" },
		{ .method = "GET", .url = "https://shop.example:6379/" },
		{ .method = "GET", .url = "https://user@shop.example/" },
		{ .method = "GET", .url = "https://user:pw@shop.example/" },
		{ .method = "GET", .url = "https://shop.example@127.0.0.1/" },
		{ .method = "GET", .url = "https://shop.example#@127.0.0.1/" },
		{ .method = "GET", .url = "https://shop.example\\@127.0.0.1/" },
		{ .method = "GET", .url = "https://shop%2eexample/" },
		{ .method = "GET", .url = "https://shop.example/ x" },
		{ .method = "GET", .url = "https://shop.example/\r\nX: y" },
		{ .method = "GET", .url = "file:///etc/passwd" },
		{ .method = "GET", .url = "file://shop.example/etc/passwd" },
		{ .method = "GET", .url = "gopher://127.0.0.1:6379/_INFO" },
		{ .method = "GET", .url = "ftp://shop.example/" },
		{ .method = "GET", .url = "dict://127.0.0.1:11211/stats" },
		{ .method = "GET", .url = "ldap://shop.example/" },
		{ .method = "GET", .url = "tftp://shop.example/x" },
		{ .method = "GET", .url = "smb://shop.example/x" },
		{ .method = "GET", .url = "telnet://shop.example/" },
		{ .method = "GET", .url = "" },
		{ .method = "GET", .url = "shop.example" },
		{ .method = "GET", .url = "https://" },
		{ .method = "GET", .url = "https:///x" },
		/* what is not asked of a store */
		{ .method = "CONNECT", .url = "https://8.8.8.8/" },
		{ .method = "TRACE", .url = "https://8.8.8.8/" },
		{ .method = "GET / HTTP/1.1\r\nX: y", .url = "https://8.8.8.8/" },
		{ .method = "GET", .url = "https://8.8.8.8/", .n_headers = 1, .headers = { { "X", "a\r\nY: b" } } },
		{ .method = "GET", .url = "https://8.8.8.8/", .n_headers = 1, .headers = { { "X", "a\nb" } } },
		{ .method = "GET", .url = "https://8.8.8.8/", .n_headers = 1, .headers = { { "X", "a\rb" } } },
		{ .method = "GET", .url = "https://8.8.8.8/", .n_headers = 1, .headers = { { "X", "a\033b" } } },
		{ .method = "GET", .url = "https://8.8.8.8/", .n_headers = 1, .headers = { { "X\r\nY", "a" } } },
		{ .method = "GET", .url = "https://8.8.8.8/", .n_headers = 1, .headers = { { "X: Y", "a" } } },
		{ .method = "GET", .url = "https://8.8.8.8/", .n_headers = 1, .headers = { { "", "a" } } },
		{ .method = "GET", .url = "https://8.8.8.8/", .user = "a:b", .password = "c" },
		{ .method = "GET", .url = "https://8.8.8.8/", .user = "a\r\nb", .password = "c" },
		{ .method = "GET", .url = "https://8.8.8.8/", .user = "a", .password = "c\nd" },
		{ .method = "GET", .url = "https://8.8.8.8/", .user = "a" },
	};

	(void)state;
	resolver_answers = (const char *const[]){ "8.8.8.8", NULL };
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct http_answer a = http_send(&c, client, &cases[i], NULL, NULL);

		expect(arena_printf(c.arena, "%zu: %s", i, cases[i].url), &a, HTTP_REFUSED, false);
		assert_int_equal(a.ms, 0);
	}
	assert_int_equal(n_connected, 0);
	assert_int_equal(n_resolved, 0);
	assert_int_equal(shop.log->connections + inside.log->connections, 0);
}

static void names_that_lead_inside_are_refused(void **state)
{
	static const char *const answers[][4] = {
		{ "127.0.0.1" }, { "::1" }, { "10.1.2.3" }, { "169.254.169.254" }, { "fd00::1" }, { "::ffff:127.0.0.1" },
		{ "64:ff9b::a00:1" }, { "0.0.0.0" },
		{ "8.8.8.8", "127.0.0.1" }, { "127.0.0.1", "8.8.8.8" }, { "2606:4700::1111", "10.0.0.1" },
		{ "8.8.8.8", "2606:4700::1111", "fe80::1" },
	};
	const struct http_request r = { .method = "GET", .url = "https://shop.example/" };

	(void)state;
	for (size_t i = 0; i < N_OF(answers); i++) {
		struct http_answer a;

		resolver_answers = answers[i];
		a = http_send(&c, client, &r, NULL, NULL);
		expect(answers[i][0], &a, HTTP_REFUSED, false);
		assert_int_equal(a.ms, 0);
		assert_string_equal(a.failure_words, "The address of the shop does not lead to a public server");
	}
	assert_int_equal(n_connected, 0);
	/* a name does not get what the pair allows to an address */
	resolver_answers = (const char *const[]){ "127.0.0.1", NULL };
	{
		const struct http_request named = { .method = "GET", .url = arena_printf(c.arena, "http://shop.example:%u/", shop.port) };
		struct http_answer a = http_send(&c, client, &named, NULL, NULL);

		expect("name of the pair", &a, HTTP_REFUSED, false);
	}
	assert_int_equal(n_connected, 0);
	assert_int_equal(shop.log->connections, 0);
}

static bool is_public(const char *text)
{
	struct sockaddr_in  v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
		return address_is_public((struct sockaddr *)&v4);
	return inet_pton(AF_INET6, text, &v6.sin6_addr) == 1 && address_is_public((struct sockaddr *)&v6);
}

/* Addresses put together from pieces that confuse readers: whatever passes our rules is read alike by
 * libcurl, and no socket ever goes to an address that is not public. */
static void confused_addresses_lead_nowhere(void **state)
{
	static const char *const pieces[] = { "https://", "http://", "https:/", "//", "/", ":", "@", "[", "]", "?", "#", "%", "%2e",
		".", "..", "\\", "shop.example", "8.8.8.8", "127.0.0.1", "127.1", "0x7f.1", "::1", "::ffff:10.0.0.1", "2606:4700::1111",
		"443", "8443", "0443", "80", ":443", ":8443/", "a", "-", "_", "user", "xn--a", "0", "1", ";", "&x=", "," };
	uint64_t seed = 20260528;
	unsigned taken = 0;

	(void)state;
	resolver_answers = (const char *const[]){ "93.184.216.34", NULL };
	for (unsigned i = 0; i < 20000; i++) {
		char                url[256] = "https://";
		struct http_request r = { .method = "GET", .url = url };
		struct store_target target;
		struct http_answer  a;
		bool                good;

		for (unsigned n = 1 + i % 5; n; n--) {
			size_t len = strlen(url);

			seed = seed * 6364136223846793005u + 1442695040888963407u;
			snprintf(url + len, sizeof url - len, "%s", pieces[(seed >> 33) % N_OF(pieces)]);
		}
		arena_reset(c.arena);
		n_connected = 0;
		a = http_send(&c, client, &r, NULL, NULL);
		good = store_target_read(c.arena, url, NULL, &target) == NULL;
		if (a.failure != (good ? HTTP_NOT_SENT : HTTP_REFUSED))
			fail_msg("%s: %s", url, a.failure_words);
		taken += good;
		for (unsigned k = 0; k < n_connected && k < 8; k++)
			if (!is_public(connected[k]))
				fail_msg("%s went to %s", url, connected[k]);
	}
	assert_true(taken > 500);
	assert_int_equal(shop.log->connections + inside.log->connections, 0);
}

/* A name server that first names a public address and then one inside: only judged answers are used. */
static void a_second_look_up_is_judged_as_the_first(void **state)
{
	const struct http_request r = { .method = "GET", .url = "https://shop.example/" };
	struct http_answer        a;

	(void)state;
	resolver_answers = (const char *const[]){ "93.184.216.34", "93.184.216.35", NULL };
	a = http_send(&c, client, &r, NULL, NULL);
	expect("public", &a, HTTP_NOT_SENT, false);
	for (unsigned i = 0; i < n_connected; i++)
		assert_memory_equal(connected[i], "93.184.216.3", 12);
	n_connected = 0;
	resolver_answers = (const char *const[]){ "127.0.0.1", NULL };
	a = http_send(&c, client, &r, NULL, NULL);
	expect("rebound", &a, HTTP_REFUSED, false);
	assert_int_equal(n_connected, 0);
}

static void proxies_of_the_environment_are_not_used(void **state)
{
	static const char *const names[] = { "http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY" };
	struct http_answer a;

	(void)state;
	for (size_t i = 0; i < N_OF(names); i++)
		setenv(names[i], arena_printf(c.arena, "http://127.0.0.1:%u", inside.port), 1);
	a = get("/hello");
	expect("direct", &a, HTTP_ANSWERED, true);
	assert_string_equal(a.body, "{\"hi\":true}");
	assert_int_equal(inside.log->connections, 0);
	for (size_t i = 0; i < N_OF(names); i++)
		unsetenv(names[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_answer_comes_whole, begin, end),
		cmocka_unit_test_setup_teardown(what_is_sent_is_what_was_asked, begin, end),
		cmocka_unit_test_setup_teardown(what_may_have_left_and_what_surely_not, begin, end),
		cmocka_unit_test_setup_teardown(no_connection_means_nothing_was_sent, begin, end),
		cmocka_unit_test_setup_teardown(a_certificate_must_be_signed_by_somebody_known, begin, end),
		cmocka_unit_test_setup_teardown(sizes_are_counted_unpacked_and_to_the_byte, begin, end),
		cmocka_unit_test_setup_teardown(too_slow_is_cut, begin, end),
		cmocka_unit_test_setup_teardown(redirects_are_answers, begin, end),
		cmocka_unit_test_setup_teardown(when_to_come_again, begin, end),
		cmocka_unit_test_setup_teardown(reads_keep_a_connection_and_writes_take_their_own, begin, end),
		cmocka_unit_test_setup_teardown(it_stops_when_told, begin, end),
		cmocka_unit_test_setup_teardown(hostile_requests_go_nowhere, begin, end),
		cmocka_unit_test_setup_teardown(names_that_lead_inside_are_refused, begin, end),
		cmocka_unit_test_setup_teardown(confused_addresses_lead_nowhere, begin, end),
		cmocka_unit_test_setup_teardown(a_second_look_up_is_judged_as_the_first, begin, end),
		cmocka_unit_test_setup_teardown(proxies_of_the_environment_are_not_used, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

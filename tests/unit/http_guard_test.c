/* Where the client may go. Two calls of libc are replaced here: the resolver, to answer as a hostile
 * name server would, and connect(), to log every address and to keep the test on this machine. */
#include "lib/store_url.h"
#include "with_bad_shop.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
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

static int begin(void **state)
{
	n_connected = n_resolved = 0;
	resolver_answers = NULL;
	return shop_begin(state);
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
		cmocka_unit_test_setup_teardown(no_connection_means_nothing_was_sent, begin, shop_end),
		cmocka_unit_test_setup_teardown(a_certificate_must_be_signed_by_somebody_known, begin, shop_end),
		cmocka_unit_test_setup_teardown(redirects_are_answers, begin, shop_end),
		cmocka_unit_test_setup_teardown(hostile_requests_go_nowhere, begin, shop_end),
		cmocka_unit_test_setup_teardown(names_that_lead_inside_are_refused, begin, shop_end),
		cmocka_unit_test_setup_teardown(confused_addresses_lead_nowhere, begin, shop_end),
		cmocka_unit_test_setup_teardown(a_second_look_up_is_judged_as_the_first, begin, shop_end),
		cmocka_unit_test_setup_teardown(proxies_of_the_environment_are_not_used, begin, shop_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

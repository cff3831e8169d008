/* The one way out. What a URL says is judged by store_url.c; http_pin.c resolves the name once and
 * judges every answer; here the judged addresses are pinned and the address of the socket really
 * opened is judged again, so that no spelling, redirect or second look-up leads inside. */
#include "lib/http_client.h"
#include "base/buf.h"
#include "base/log.h"
#include "lib/http_pin.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <signal.h>
#include <strings.h>
#include <time.h>

enum {
	RETRY_AFTER_MAX_S = 3600,
	HOST_MAX = 253,
	ASK_EVERY_MS = 1000,
	CONNECTION_LIFE_S = 300,
};

const struct http_limits http_limits = {
	.connect_ms = 5000,
	.call_ms = 30000,
	.slow_bytes_s = 1024,
	.slow_s = 10,
	.body_bytes = 8 * 1024 * 1024,
	.header_bytes = 64 * 1024,
};

struct http_client {
	CURL              *curl;
	char              *allow_private, *user_agent;
	struct http_limits limits;
	struct http_pin    pin;
};

struct transfer {
	struct ctx          *c;
	struct http_client  *h;
	struct store_target  target;
	struct http_answer  *answer;
	struct buf           body;
	size_t               header_bytes, cap_headers;
	bool                 head_whole; /* curl takes a head that was cut for one without a body */
	bool                 refused, too_large, stopped;
	bool (*keep_going)(void *arg);
	void   *arg;
	int64_t started_ms, asked_ms;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void out_of_memory(void)
{
	log_error("out_of_memory", KV("what", "http_client"));
	abort();
}

struct http_client *http_client_new(const char *allow_private, const char *user_agent)
{
	struct http_client *h = calloc(1, sizeof *h);

	/* Told to leave signals alone, curl leaves this one to us: TLS writes with write(). */
	signal(SIGPIPE, SIG_IGN);
	/* The resolver's own patience is 5 s, twice, for each server: a lease would run out meanwhile. */
	setenv("RES_OPTIONS", "timeout:2 attempts:2", 0);
	if (!h || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(h->curl = curl_easy_init())
	    || !(h->allow_private = strdup(allow_private ? allow_private : ""))
	    || !(h->user_agent = strdup(user_agent)))
		out_of_memory();
	h->limits = http_limits;
	return h;
}

void http_client_free(struct http_client *h)
{
	if (!h)
		return;
	curl_easy_cleanup(h->curl);
	free(h->allow_private);
	free(h->user_agent);
	free(h);
	curl_global_cleanup();
}

void http_client_limit(struct http_client *h, const struct http_limits *limits)
{
	h->limits = *limits;
}

/* ---- where it may lead */

/* Two readers of one URL that disagree are a hole: what was judged must be what curl will call. */
static bool curl_agrees(const char *text, const struct store_target *target)
{
	CURLU          *url = curl_url();
	char           *host = NULL, *port = NULL, *user = NULL;
	size_t          n;
	struct in6_addr theirs, ours;
	bool            same = false;

	if (url && curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK
	    && curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK
	    && curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK
	    && curl_url_get(url, CURLUPART_USER, &user, 0) == CURLUE_NO_USER
	    && strtoul(port, NULL, 10) == target->port) {
		n = strlen(host);
		if (host[0] == '[' && host[n - 1] == ']') {
			host[n - 1] = '\0';
			same = inet_pton(AF_INET6, host + 1, &theirs) == 1 && inet_pton(AF_INET6, target->host, &ours) == 1
			    && memcmp(&theirs, &ours, sizeof ours) == 0;
		} else {
			same = strcasecmp(host, target->host) == 0;
		}
	}
	curl_free(host);
	curl_free(port);
	curl_free(user);
	curl_url_cleanup(url);
	return same;
}

static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transfer *t = arg;

	(void)purpose;
	if (!http_may_connect(&t->target, &address->addr)) {
		t->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* ---- what comes back */

/* Called when a connection stands and nothing of the request has been written yet. */
static int about_to_send(void *arg, char *ip, char *local_ip, int port, int local_port)
{
	struct transfer *t = arg;

	(void)ip, (void)local_ip, (void)port, (void)local_port;
	t->answer->may_have_left = true;
	return CURL_PREREQFUNC_OK;
}

static void header_add(struct transfer *t, const char *line, size_t n)
{
	struct http_answer *a = t->answer;
	const char         *colon = memchr(line, ':', n);
	char               *name, *value;
	size_t              len;

	if (!colon || colon == line)
		return;
	name = arena_strndup(t->c->arena, line, (size_t)(colon - line));
	for (char *p = name; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + ('a' - 'A'));
	value = arena_strndup(t->c->arena, colon + 1, n - (size_t)(colon + 1 - line));
	value += strspn(value, " \t");
	len = strlen(value);
	while (len && strchr(" \t\r\n", value[len - 1]))
		value[--len] = '\0';
	if (a->n_headers == t->cap_headers) {
		size_t cap = t->cap_headers ? t->cap_headers * 2 : 16;

		a->headers = arena_realloc(t->c->arena, a->headers, t->cap_headers * sizeof *a->headers,
			cap * sizeof *a->headers);
		t->cap_headers = cap;
	}
	a->headers[a->n_headers++] = (struct http_header){ name, value };
}

static size_t header_came(char *line, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;

	n *= size;
	t->header_bytes += n;
	if (t->header_bytes > t->h->limits.header_bytes) {
		t->too_large = true;
		return 0;
	}
	if (n > 5 && memcmp(line, "HTTP/", 5) == 0) {
		t->answer->n_headers = 0; /* what came before was of a 1xx */
		t->head_whole = false;
	} else if (line[0] == '\r' || line[0] == '\n') {
		t->head_whole = true;
	} else if (!t->head_whole) { /* a trailer is no header */
		header_add(t, line, n);
	}
	return n;
}

static size_t body_came(char *bytes, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;

	n *= size;
	if (t->body.len + n > t->h->limits.body_bytes) {
		t->too_large = true;
		return 0;
	}
	buf_add(&t->body, bytes, n);
	return n;
}

static int progress(void *arg, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up)
{
	struct transfer *t = arg;
	int64_t          now = now_ms();

	(void)down_total, (void)down, (void)up_total, (void)up;
	if (!t->keep_going || now - t->asked_ms < ASK_EVERY_MS)
		return 0;
	t->asked_ms = now;
	t->stopped = !t->keep_going(t->arg);
	return t->stopped;
}

/* ---- what is sent */

static bool is_token(const char *text)
{
	return *text && text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")] == '\0';
}

static bool is_value(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if ((*p < 0x20 && *p != '\t') || *p == 0x7f)
			return false;
	return true;
}

static const char *check_request(const struct http_request *r)
{
	static const char *const methods[] = { "GET", "POST", "PUT", "DELETE", NULL };
	const char *const *m = methods;

	while (*m && strcmp(*m, r->method) != 0)
		m++;
	if (!*m)
		return "The request has a method that is not used";
	for (size_t i = 0; i < r->n_headers; i++)
		if (!is_token(r->headers[i].name) || !is_value(r->headers[i].value))
			return "A header of the request has a line break or another control character";
	if (r->user && (!is_value(r->user) || strchr(r->user, ':') || !r->password || !is_value(r->password)))
		return "The credentials have a character that cannot be sent";
	return NULL;
}

static bool has_header(const struct http_request *r, const char *name)
{
	for (size_t i = 0; i < r->n_headers; i++)
		if (strcasecmp(r->headers[i].name, name) == 0)
			return true;
	return false;
}

static void free_list(void *list)
{
	curl_slist_free_all(list);
}

static struct curl_slist *headers_of(struct ctx *c, const struct http_request *r)
{
	struct curl_slist *list = curl_slist_append(NULL, "Expect:"); /* no waiting for a 100 */
	bool               good = list != NULL;

	if (good)
		arena_defer(c->arena, free_list, list);
	for (size_t i = 0; i < r->n_headers && good; i++)
		good = curl_slist_append(list, *r->headers[i].value
				? arena_printf(c->arena, "%s: %s", r->headers[i].name, r->headers[i].value)
				: arena_printf(c->arena, "%s;", r->headers[i].name));
	if (good && !has_header(r, "accept")) /* else a shop in maintenance answers in HTML */
		good = curl_slist_append(list, "Accept: application/json");
	if (good && r->body && !has_header(r, "content-type"))
		good = curl_slist_append(list, "Content-Type: application/json");
	if (!good)
		out_of_memory();
	return list;
}

static void set_rules(struct transfer *t)
{
	CURL                     *curl = t->h->curl;
	const struct http_limits *limits = &t->h->limits;

	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, t->target.https ? "https" : "http");
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_MAXLIFETIME_CONN, (long)CONNECTION_LIFE_S);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, t);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, limits->connect_ms);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, limits->call_ms);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, limits->slow_bytes_s);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, limits->slow_s);
	curl_easy_setopt(curl, CURLOPT_PREREQFUNCTION, about_to_send);
	curl_easy_setopt(curl, CURLOPT_PREREQDATA, t);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, header_came);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, body_came);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, progress);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, t);
	curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "gzip");
	curl_easy_setopt(curl, CURLOPT_USERAGENT, t->h->user_agent);
}

static CURLcode perform(struct transfer *t, const struct http_request *r)
{
	CURL              *curl = t->h->curl;
	struct curl_slist *pin = NULL;
	bool               is_read = strcmp(r->method, "GET") == 0;
	long               status = 0;
	CURLcode           rc;

	set_rules(t);
	curl_easy_setopt(curl, CURLOPT_URL, r->url);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers_of(t->c, r));
	if (!t->target.is_literal) {
		if (!(pin = curl_slist_append(NULL, t->h->pin.entry)))
			out_of_memory();
		arena_defer(t->c->arena, free_list, pin);
		curl_easy_setopt(curl, CURLOPT_RESOLVE, pin);
	}
	if (r->user) {
		curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(curl, CURLOPT_USERNAME, r->user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, r->password);
	}
	if (!is_read) {
		/* On a kept connection that the other side closed without an answer, curl sends the
		 * request once more by itself: right for a read, a second shipment for a write. */
		curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
		curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, r->method);
		if (r->body || strcmp(r->method, "DELETE") != 0) {
			curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)(r->body ? strlen(r->body) : 0));
			curl_easy_setopt(curl, CURLOPT_POSTFIELDS, r->body ? r->body : "");
		}
	}
	rc = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	t->answer->status = (int)status;
	curl_easy_reset(curl); /* forgets the credentials, keeps the connections */
	return rc;
}

/* ---- what it means */

static const char *words_not_sent(CURLcode rc)
{
	switch (rc) {
	case CURLE_COULDNT_RESOLVE_HOST: return "The name of the shop's server cannot be found";
	case CURLE_COULDNT_CONNECT: return "The shop's server takes no connections";
	case CURLE_OPERATION_TIMEDOUT: return "The shop's server does not take the connection in time";
	case CURLE_PEER_FAILED_VERIFICATION: return "The certificate of the shop's server is not valid";
	case CURLE_SSL_CONNECT_ERROR: return "No secure connection to the shop's server can be made";
	default: return "No connection to the shop's server can be made";
	}
}

static const char *words_lost(CURLcode rc)
{
	switch (rc) {
	case CURLE_OPERATION_TIMEDOUT: return "The shop's server did not answer in time";
	case CURLE_OK:
	case CURLE_PARTIAL_FILE: return "The answer of the shop's server was cut off";
	case CURLE_BAD_CONTENT_ENCODING: return "The answer of the shop's server is damaged";
	case CURLE_GOT_NOTHING:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR: return "The connection to the shop's server broke before its answer was complete";
	default: return "The answer of the shop's server cannot be read";
	}
}

static struct http_answer *failed(struct http_answer *a, enum http_failure failure, const char *words)
{
	a->failure = failure;
	a->failure_words = words;
	a->n_headers = 0;
	return a;
}

static void classify(struct transfer *t, CURLcode rc)
{
	struct http_answer *a = t->answer;

	if (rc == CURLE_OK && a->status >= 200 && t->head_whole)
		a->failure = HTTP_ANSWERED;
	else if (t->stopped)
		failed(a, HTTP_STOPPED, "The call was stopped on our side");
	else if (t->refused && !a->may_have_left)
		failed(a, HTTP_REFUSED, "The address of the shop does not lead to a public server");
	else if (t->too_large)
		failed(a, HTTP_TOO_LARGE, "The answer of the shop's server is too large");
	else if (!a->may_have_left)
		failed(a, HTTP_NOT_SENT, words_not_sent(rc));
	else
		failed(a, HTTP_LOST, words_lost(rc));
}

/* Seconds, or a date: that one against the other side's own clock where it told it. */
static int retry_after(const struct http_answer *a)
{
	const char    *text = http_header_of(a, "retry-after");
	size_t         n = text ? strspn(text, "0123456789") : 0;
	struct instant now = a->date.us ? a->date : instant_now();
	int64_t        seconds = 0;
	time_t         at;

	if (!text || !*text)
		return 0;
	if (!text[n])
		seconds = n > 5 ? RETRY_AFTER_MAX_S : strtol(text, NULL, 10);
	else if ((at = curl_getdate(text, NULL)) > 0)
		seconds = at - now.us / INSTANT_SECOND;
	return seconds < 0 ? 0 : seconds > RETRY_AFTER_MAX_S ? RETRY_AFTER_MAX_S : (int)seconds;
}

static void read_times(struct http_answer *a)
{
	const char *text = http_header_of(a, "date");
	time_t      at = text ? curl_getdate(text, NULL) : -1;

	if (at > 0)
		a->date.us = (int64_t)at * INSTANT_SECOND;
	a->retry_after_s = retry_after(a);
}

struct http_answer http_send(struct ctx *c, struct http_client *h, const struct http_request *r,
	bool (*keep_going)(void *arg), void *arg)
{
	struct http_answer a = { .body = "" };
	struct transfer    t = { .c = c, .h = h, .answer = &a, .keep_going = keep_going, .arg = arg };
	const char        *wrong = check_request(r);
	enum http_pinned   pinned;

	t.started_ms = t.asked_ms = now_ms();
	if (!wrong)
		wrong = store_target_read(c->arena, r->url, h->allow_private, &t.target);
	if (!wrong && !curl_agrees(r->url, &t.target))
		wrong = "The address cannot be read";
	if (wrong)
		return *failed(&a, HTTP_REFUSED, wrong);
	pinned = http_pin(&h->pin, &t.target, t.started_ms);
	if (pinned == PIN_REFUSED)
		return *failed(&a, HTTP_REFUSED, "The address of the shop does not lead to a public server");
	a.ms = now_ms() - t.started_ms;
	if (pinned == PIN_NO_NAME)
		return *failed(&a, HTTP_NOT_SENT, words_not_sent(CURLE_COULDNT_RESOLVE_HOST));
	t.body = buf_new(c->arena, 16 * 1024);
	classify(&t, perform(&t, r));
	if (a.failure == HTTP_ANSWERED) {
		a.body = t.body.text;
		a.body_len = t.body.len;
		read_times(&a);
	}
	if (a.failure == HTTP_NOT_SENT)
		h->pin.until_ms = 0;
	a.ms = a.failure == HTTP_REFUSED ? 0 : now_ms() - t.started_ms;
	return a;
}

const char *http_header_of(const struct http_answer *a, const char *name)
{
	for (size_t i = 0; i < a->n_headers; i++)
		if (strcmp(a->headers[i].name, name) == 0)
			return a->headers[i].value;
	return NULL;
}

const char *http_redirect_host(struct ctx *c, const struct http_answer *a)
{
	const char *location = a->status >= 300 && a->status < 400 ? http_header_of(a, "location") : NULL;
	CURLU      *url = location ? curl_url() : NULL;
	char       *host = NULL;
	const char *copy = NULL;

	if (url && curl_url_set(url, CURLUPART_URL, location, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK
	    && curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK
	    && host[strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:[]")] == '\0'
	    && strlen(host) <= HOST_MAX)
		copy = arena_strdup(c->arena, host);
	curl_free(host);
	curl_url_cleanup(url);
	return copy;
}

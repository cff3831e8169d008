/* The engine with a scripted adapter against a real server on loopback. */
#include "platform/engine.h"
#include "lib/secret.h"
#include "loopback.h"
#include "with_ctx.h"

#include <time.h>
#include <unistd.h>

/* ---- the shop: answers by the last part of the path */

enum { HEAVY = 1024 * 1024 };

static void send_heavy(int fd)
{
	static char body[HEAVY];

	memset(body, ' ', sizeof body);
	loopback_print(fd, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", HEAVY);
	loopback_send(fd, body, sizeof body);
}

static bool answer(int fd, const char *request)
{
	if (loopback_asks(request, "/shop/ok"))
		loopback_print(fd, "HTTP/1.1 200 OK\r\nDate: Thu, 28 May 2026 10:00:00 GMT\r\nX-Request-Id: abc\r\n"
				   "Content-Length: 4\r\n\r\n[42]");
	else if (loopback_asks(request, "/shop/later"))
		loopback_print(fd, "HTTP/1.1 200 OK\r\nDate: Thu, 28 May 2026 10:00:09 GMT\r\nContent-Length: 2\r\n\r\n[]");
	else if (loopback_asks(request, "/shop/429/7"))
		loopback_print(fd, "HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");
	else if (loopback_asks(request, "/shop/429/rate"))
		loopback_print(fd, "HTTP/1.1 429 Slow\r\nX-Rate: 0.05\r\nContent-Length: 0\r\n\r\n");
	else if (loopback_asks(request, "/shop/rate/10"))
		loopback_print(fd, "HTTP/1.1 200 OK\r\nX-Rate: 10.0\r\nContent-Length: 2\r\n\r\n[]");
	else if (loopback_asks(request, "/shop/rate/odd"))
		loopback_print(fd, "HTTP/1.1 200 OK\r\nX-Rate: -1\r\nContent-Length: 2\r\n\r\n[]");
	else if (loopback_asks(request, "/token/ok"))
		loopback_print(fd, "HTTP/1.1 200 OK\r\nX-Rate: 2.5\r\nX-Amzn-RequestId: id-1\r\nContent-Length: 2\r\n\r\n[]");
	else if (loopback_asks(request, "/shop/429"))
		loopback_print(fd, "HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n");
	else if (loopback_asks(request, "/shop/503/600"))
		loopback_print(fd, "HTTP/1.1 503 Maintenance\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n");
	else if (loopback_asks(request, "/shop/503"))
		loopback_print(fd, "HTTP/1.1 503 Maintenance\r\nContent-Length: 0\r\n\r\n");
	else if (loopback_asks(request, "/shop/500"))
		loopback_print(fd, "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n");
	else if (loopback_asks(request, "/shop/404"))
		loopback_print(fd, "HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n");
	else if (loopback_asks(request, "/shop/400"))
		loopback_print(fd, "HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n");
	else if (loopback_asks(request, "/shop/301"))
		loopback_print(fd, "HTTP/1.1 301 Go\r\nLocation: https://www.shop.example/\r\nContent-Length: 0\r\n\r\n");
	else if (loopback_asks(request, "/shop/big"))
		loopback_print(fd, "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n%01001d", 0);
	else if (loopback_asks(request, "/shop/heavy"))
		send_heavy(fd);
	else if (loopback_asks(request, "/shop/silent"))
		pause();
	else
		return false; /* closed without an answer */
	return true;
}

/* ---- the adapter: asks what the script says, then ends as it says. It reads an answer the plain
 * way: 5xx is transient, 404 means trying the next way, other 4xx are a refusal, the rest is good. */

struct ask {
	const char *method, *path; /* method NULL ends; path "!" is nobody's port, "*" another host */
};

static struct ask     script[8];
static struct step    ending;
static bool           for_ever;
static uint16_t       shop_port, nobody;
static unsigned       n_next;
static int            seen_status;

static struct step scripted(struct ctx *c, enum platform_op op, const struct platform_store *store,
	const struct platform_args *args, const char *state, const struct http_answer *a)
{
	size_t i = state ? strtoul(state, NULL, 10) : 0;
	struct step s = { .kind = STEP_REQUEST };

	(void)args;
	assert_int_equal(op, OP_SHIP);
	assert_int_equal(!state, !a);
	n_next++;
	if (a) {
		assert_int_equal(a->failure, HTTP_ANSWERED); /* whatever else never reaches an adapter */
		seen_status = a->status;
		if (a->status >= 500)
			return (struct step){ .kind = STEP_ERROR, .error = { .class = CLASS_TRANSIENT, .words = "broken there" } };
		if (a->status >= 400 && a->status != 404)
			return (struct step){ .kind = STEP_ERROR,
				.error = { .class = CLASS_VALIDATION, .words = "no such carrier", .no_effect = true } };
		if (a->status >= 300 && a->status < 400)
			return (struct step){ .kind = STEP_ERROR,
				.error = { .class = CLASS_PERMANENT, .words = http_redirect_host(c, a), .no_effect = true } };
	}
	if (!script[i].method && !for_ever)
		return ending;
	i = for_ever ? 0 : i;
	s.request.method = script[i].method;
	s.request.body = strcmp(script[i].method, "GET") ? "{}" : NULL;
	s.request_is_write = s.request.body != NULL;
	s.request.url = script[i].path[0] == '!' ? arena_printf(c->arena, "http://127.0.0.1:%u/", nobody)
		: script[i].path[0] == '*' ? script[i].path + 1
					   : arena_printf(c->arena, "%s%s", store->url ? store->url : "", script[i].path);
	s.path_template = "/things/{id}";
	s.state = arena_printf(c->arena, "%zu", i + 1);
	return s;
}

static const struct platform fake = { .code = "fake", .next = scripted };

/* Asks for a session at the platform's other address, then for what the script says, with it. */
static const char *seen_session;

static struct step with_session(struct ctx *c, enum platform_op op, const struct platform_store *store,
	const struct platform_args *args, const char *state, const struct http_answer *a)
{
	struct step s;

	if (!state && !store->session)
		return (struct step){ .kind = STEP_REQUEST, .path_template = "/token", .state = "0", .request = { .method = "POST",
			.url = arena_printf(c->arena, "http://127.0.0.1:%u/token/ok", shop_port), .body = arena_strdup(c->arena, "key=secret"),
			.has_keys = true } };
	if (state && strcmp(state, "0") == 0)
		s = scripted(c, op, store, args, NULL, NULL);
	else
		s = scripted(c, op, store, args, state, a);
	if (state && strcmp(state, "0") == 0) {
		s.session = arena_strdup(c->arena, "token-1");
		s.session_s = 77;
	}
	s.request.headers[0] = (struct http_header){ "x-token", s.session ? s.session : store->session };
	s.request.n_headers = 1;
	seen_session = store->session;
	return s;
}

/* ---- the caller */

static struct ctx            c;
static struct loopback       shop;
static struct http_client   *client;
static struct platform_store store;
static struct platform_call  calls[300];
static unsigned              n_calls, n_asked, n_write_asked, allow, n_going, go_for;
static int                   bucket_wait_s;

static bool may_send(void *arg, bool is_write, int *wait_s)
{
	assert_ptr_equal(arg, &c);
	n_asked++;
	n_write_asked += is_write;
	*wait_s = bucket_wait_s;
	return n_asked <= allow;
}

static void on_request(void *arg, const struct platform_call *call)
{
	struct platform_call *to = &calls[n_calls++ % N_OF(calls)];

	assert_ptr_equal(arg, &c);
	*to = *call;
	to->method = arena_strdup(c.arena, call->method);
	to->path = arena_strdup(c.arena, call->path);
	to->platform_request_id = arena_strdup(c.arena, call->platform_request_id);
	to->words = arena_strdup(c.arena, call->words);
}

static bool keep_going(void *arg)
{
	assert_ptr_equal(arg, &c);
	return n_going++ < go_for;
}

static const struct platform_hooks hooks = { may_send, on_request, keep_going, &c };

static int begin(void **state)
{
	struct http_limits limits = http_limits;

	(void)state;
	assert_true(secret_start());
	c = ctx_new();
	loopback_start(&shop, answer);
	shop_port = shop.port;
	nobody = loopback_free_port();
	client = http_client_new(arena_printf(c.arena, "127.0.0.1:%u,127.0.0.1:%u", shop_port, nobody), "gwms-test/1");
	limits.body_bytes = 1000;
	http_client_limit(client, &limits);
	store = (struct platform_store){ .id = 1, .customer_id = 1, .url = arena_printf(c.arena, "http://127.0.0.1:%u/shop", shop_port) };
	return 0;
}

static int end(void **state)
{
	(void)state;
	http_client_free(client);
	loopback_stop(&shop);
	arena_free(c.arena);
	return 0;
}

static void reset(void)
{
	memset(script, 0, sizeof script);
	ending = (struct step){ .kind = STEP_DONE, .written = WRITE_CONFIRMED, .platform_ref = "77" };
	for_ever = false;
	n_next = n_calls = n_asked = n_write_asked = n_going = 0;
	allow = go_for = 1000;
	bucket_wait_s = seen_status = 0;
	problem_clear(&c);
}

static struct step run(const struct platform_hooks *with)
{
	static const struct platform_args args;
	struct step s;
	bool good = platform_run(&c, client, &fake, OP_SHIP, &store, &args, with, &s);

	assert_int_equal(good, s.kind == STEP_DONE || s.kind == STEP_PAGE);
	assert_int_equal(c.problem.code, PROBLEM_NONE);
	return s;
}

static void it_asks_until_the_adapter_has_its_result(void **state)
{
	struct step s;

	(void)state;
	reset();
	script[0] = (struct ask){ "GET", "/ok" };
	script[1] = (struct ask){ "POST", "/ok" };
	script[2] = (struct ask){ "GET", "/later" };
	s = run(&hooks);
	assert_int_equal(s.kind, STEP_DONE);
	assert_int_equal(s.written, WRITE_CONFIRMED);
	assert_string_equal(s.platform_ref, "77");
	assert_string_equal(instant_text(c.arena, s.server_time), "2026-05-28T10:00:09Z");
	assert_int_equal(n_next, 4);
	assert_int_equal(n_asked, 3);
	assert_int_equal(n_write_asked, 1);
	assert_int_equal(shop.log->requests, 3);
	assert_int_equal(n_calls, 3);
	assert_int_equal(calls[1].op, OP_SHIP);
	assert_string_equal(calls[1].method, "POST");
	assert_string_equal(calls[1].path, "/things/{id}");
	assert_true(calls[1].is_write);
	assert_int_equal(calls[1].status, 200);
	assert_int_equal(calls[1].sent_bytes, 2);
	assert_int_equal(calls[1].received_bytes, 4);
	assert_string_equal(calls[1].platform_request_id, "abc");
	assert_null(calls[1].words);
	assert_false(calls[2].is_write);
	assert_null(calls[2].platform_request_id);
	/* without hooks, without a request, and a server time the adapter knows better */
	assert_int_equal(run(NULL).kind, STEP_DONE);
	reset();
	ending = (struct step){ .kind = STEP_PAGE, .server_time = { 5 } };
	assert_int_equal(run(&hooks).server_time.us, 5);
	assert_int_equal(n_calls, 0);
	script[0] = (struct ask){ "GET", "/ok" };
	assert_int_equal(run(&hooks).server_time.us, 5);
	/* a platform with addresses of its own has no store address to keep to */
	reset();
	script[0] = (struct ask){ "GET", arena_printf(c.arena, "*http://127.0.0.1:%u/shop/ok", shop_port) };
	store.url = NULL;
	assert_int_equal(run(&hooks).kind, STEP_DONE);
}

static void what_a_failure_means(void **state)
{
	static const struct {
		const char         *name;
		struct ask          asks[4];
		enum platform_class class;
		bool                no_effect;
		int                 status, retry_after_s;
		unsigned            calls;
	} cases[] = {
		{ "read, no connection", { { "GET", "!" } }, CLASS_TRANSIENT, true, 0, 0, 1 },
		{ "write, no connection", { { "POST", "!" } }, CLASS_TRANSIENT, true, 0, 0, 1 },
		{ "read lost", { { "GET", "/closed" } }, CLASS_TRANSIENT, true, 0, 0, 1 },
		{ "write lost", { { "POST", "/closed" } }, CLASS_UNCERTAIN, false, 0, 0, 1 },
		{ "read too large", { { "GET", "/big" } }, CLASS_PERMANENT, true, 200, 0, 1 },
		{ "write answered too large", { { "PUT", "/big" } }, CLASS_UNCERTAIN, false, 200, 0, 1 },
		{ "read 429", { { "GET", "/429" } }, CLASS_RATE_LIMITED, true, 429, 0, 1 },
		{ "read 429 with a time", { { "GET", "/429/7" } }, CLASS_RATE_LIMITED, true, 429, 7, 1 },
		{ "write 429 with a time", { { "POST", "/429/7" } }, CLASS_RATE_LIMITED, true, 429, 7, 1 },
		{ "read 503 with a time", { { "GET", "/503/600" } }, CLASS_RATE_LIMITED, true, 503, 600, 1 },
		{ "read 503", { { "GET", "/503" } }, CLASS_TRANSIENT, true, 503, 0, 1 },
		{ "read 500", { { "GET", "/500" } }, CLASS_TRANSIENT, true, 500, 0, 1 },
		{ "write 503 with a time", { { "POST", "/503/600" } }, CLASS_UNCERTAIN, false, 503, 600, 1 },
		{ "write 500", { { "POST", "/500" } }, CLASS_UNCERTAIN, false, 500, 0, 1 },
		{ "write 400", { { "POST", "/400" } }, CLASS_VALIDATION, true, 400, 0, 1 },
		{ "read 400", { { "GET", "/400" } }, CLASS_VALIDATION, true, 400, 0, 1 },
		{ "redirect", { { "GET", "/301" } }, CLASS_PERMANENT, true, 301, 0, 1 },
		/* after a read nothing changes */
		{ "read, write lost", { { "GET", "/ok" }, { "POST", "/closed" } }, CLASS_UNCERTAIN, false, 0, 0, 2 },
		{ "read, write refused", { { "GET", "/ok" }, { "POST", "/400" } }, CLASS_VALIDATION, true, 400, 0, 2 },
		{ "read, read lost", { { "GET", "/ok" }, { "GET", "/closed" } }, CLASS_TRANSIENT, true, 0, 0, 2 },
		/* nor after a write that was refused */
		{ "write refused, read lost", { { "POST", "/404" }, { "GET", "/closed" } }, CLASS_TRANSIENT, true, 0, 0, 2 },
		{ "write refused, other write refused", { { "POST", "/404" }, { "PUT", "/400" } }, CLASS_VALIDATION, true, 400, 0, 2 },
		/* after a write something did happen */
		{ "write, read lost", { { "POST", "/ok" }, { "GET", "/closed" } }, CLASS_UNCERTAIN, false, 0, 0, 2 },
		{ "write, read without connection", { { "POST", "/ok" }, { "GET", "!" } }, CLASS_PERMANENT, false, 0, 0, 2 },
		{ "write, read 500", { { "POST", "/ok" }, { "GET", "/500" } }, CLASS_UNCERTAIN, false, 500, 0, 2 },
		{ "write, read 429", { { "POST", "/ok" }, { "GET", "/429/7" } }, CLASS_RATE_LIMITED, false, 429, 7, 2 },
		{ "write, write refused", { { "POST", "/ok" }, { "PUT", "/400" } }, CLASS_VALIDATION, false, 400, 0, 2 },
		{ "write, read, read lost", { { "POST", "/ok" }, { "GET", "/ok" }, { "GET", "/closed" } }, CLASS_UNCERTAIN, false, 0, 0, 3 },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		bool        to_nobody = false;
		const char *url = store.url;
		struct step s;

		reset();
		memcpy(script, cases[i].asks, sizeof cases[i].asks);
		for (size_t j = 0; j < 4; j++)
			to_nobody = to_nobody || (script[j].path && script[j].path[0] == '!');
		if (to_nobody && !script[1].method)
			store.url = arena_printf(c.arena, "http://127.0.0.1:%u", nobody);
		s = run(&hooks);
		store.url = url;
		if (to_nobody && script[1].method) { /* to another address than the store's: not sent at all */
			assert_string_equal(s.error.code, "store_address_refused");
			n_calls++;
		}
		if (s.kind != STEP_ERROR || s.error.class != cases[i].class || s.error.no_effect != cases[i].no_effect
		    || s.error.http_status != cases[i].status || s.error.retry_after_s != cases[i].retry_after_s || s.error.stopped
		    || n_calls != cases[i].calls)
			fail_msg("%s: kind %d, %s, no_effect %d, status %d, after %d, %u calls", cases[i].name, s.kind,
				platform_class_names[s.error.class], s.error.no_effect, s.error.http_status, s.error.retry_after_s, n_calls);
		assert_non_null(s.error.words);
		assert_true(strlen(s.error.words) <= 300);
		if (n_calls && calls[n_calls - 1].method && !to_nobody)
			assert_non_null(calls[n_calls - 1].words);
	}
}

static void requests_stay_at_the_store(void **state)
{
	static const char *const urls[] = { "*https://evil.example/", "*http://127.0.0.1:1/shop/ok", "*", "*file:///etc/passwd" };
	struct step s;

	(void)state;
	for (size_t i = 0; i < N_OF(urls) + 3; i++) {
		reset();
		script[0] = (struct ask){ "GET", i < N_OF(urls) ? urls[i]
			: arena_printf(c.arena, i == N_OF(urls) ? "*%s.evil.example/" : i == N_OF(urls) + 1 ? "*%s@evil.example/" : "*%sping/ok",
				store.url) };
		s = run(&hooks);
		assert_int_equal(s.error.class, CLASS_PERMANENT);
		assert_string_equal(s.error.code, "store_address_refused");
		assert_true(s.error.no_effect);
		assert_int_equal(n_asked, 0);
	}
	assert_int_equal(shop.log->connections, 0);
	/* the platform's own other address is meant too, and nothing else beside it */
	{
		struct platform two = { .code = "fake", .also_url = arena_printf(c.arena, "http://127.0.0.1:%u/token", shop_port), .next = scripted };
		static const struct platform_args args;

		reset();
		script[0] = (struct ask){ "GET", arena_printf(c.arena, "*%s/ok", two.also_url) };
		assert_true(platform_run(&c, client, &two, OP_SHIP, &store, &args, &hooks, &s));
		reset();
		script[0] = (struct ask){ "GET", arena_printf(c.arena, "*%ss/ok", two.also_url) };
		assert_false(platform_run(&c, client, &two, OP_SHIP, &store, &args, &hooks, &s));
		assert_string_equal(s.error.code, "store_address_refused");
	}
	/* our own rules against addresses hold below the store's address too */
	reset();
	store.url = "https://10.0.0.1";
	script[0] = (struct ask){ "POST", "/ok" };
	s = run(&hooks);
	assert_int_equal(s.error.class, CLASS_PERMANENT);
	assert_string_equal(s.error.code, "store_address_refused");
	assert_true(s.error.no_effect);
	assert_int_equal(n_calls, 1);
	assert_int_equal(calls[0].status, 0);
	assert_string_equal(calls[0].words, "The address is not a public one");
}

static void a_session_is_carried_and_handed_back(void **state)
{
	const struct platform         p = { .code = "fake", .also_url = arena_printf(c.arena, "http://127.0.0.1:%u/token", shop_port), .next = with_session };
	static const struct platform_args args;
	struct step                   s;

	(void)state;
	reset();
	script[0] = (struct ask){ "GET", "/ok" };
	script[1] = (struct ask){ "GET", "/later" };
	assert_true(platform_run(&c, client, &p, OP_SHIP, &store, &args, &hooks, &s));
	assert_string_equal(s.session, "token-1");
	assert_int_equal(s.session_s, 77);
	assert_string_equal(seen_session, "token-1");
	assert_int_equal(n_calls, 3);
	assert_false(calls[0].is_write); /* asking for a token changes nothing */
	assert_string_equal(calls[0].platform_request_id, "id-1");
	/* with an error too: the next run needs none */
	reset();
	script[0] = (struct ask){ "GET", "/500" };
	assert_false(platform_run(&c, client, &p, OP_SHIP, &store, &args, &hooks, &s));
	assert_string_equal(s.session, "token-1");
	/* one that the store has already is used and not given again */
	reset();
	script[0] = (struct ask){ "GET", "/ok" };
	store.session = "token-0";
	assert_true(platform_run(&c, client, &p, OP_SHIP, &store, &args, &hooks, &s));
	assert_null(s.session);
	assert_int_equal(s.session_s, 0);
	assert_string_equal(seen_session, "token-0");
	assert_int_equal(n_calls, 1);
}

static void rates_are_learnt(void **state)
{
	const struct platform p = { .code = "fake", .rate_header = "x-rate", .next = scripted };
	static const struct platform_args args;
	struct step s;

	(void)state;
	reset();
	script[0] = (struct ask){ "GET", "/rate/10" };
	script[1] = (struct ask){ "GET", "/rate/odd" };
	script[2] = (struct ask){ "GET", "/ok" };
	assert_true(platform_run(&c, client, &p, OP_SHIP, &store, &args, &hooks, &s));
	assert_int_equal(s.rate_milli, 10000);
	/* the slowest counts; told to wait and not for how long, it is the time of one request and up to as much again */
	reset();
	script[0] = (struct ask){ "GET", "/rate/10" };
	script[1] = (struct ask){ "GET", "/429/rate" };
	assert_false(platform_run(&c, client, &p, OP_SHIP, &store, &args, &hooks, &s));
	assert_int_equal(s.error.class, CLASS_RATE_LIMITED);
	assert_int_equal(s.rate_milli, 50);
	assert_in_range(s.error.retry_after_s, 20, 40);
	/* what an earlier run was told counts where this one was told nothing */
	reset();
	script[0] = (struct ask){ "GET", "/429" };
	store.rate_milli = 100;
	assert_false(platform_run(&c, client, &p, OP_SHIP, &store, &args, &hooks, &s));
	assert_in_range(s.error.retry_after_s, 10, 20);
	assert_int_equal(s.rate_milli, 0);
	store.rate_milli = 0;
	/* a time that is told is kept to */
	reset();
	script[0] = (struct ask){ "GET", "/rate/10" };
	script[1] = (struct ask){ "GET", "/429/7" };
	assert_false(platform_run(&c, client, &p, OP_SHIP, &store, &args, &hooks, &s));
	assert_int_equal(s.error.retry_after_s, 7);
	/* who names no such header is not read */
	reset();
	script[0] = (struct ask){ "GET", "/rate/10" };
	assert_int_equal(run(&hooks).rate_milli, 0);
}

static void the_bucket_may_be_empty(void **state)
{
	struct step s;

	(void)state;
	reset();
	script[0] = (struct ask){ "GET", "/ok" };
	script[1] = (struct ask){ "POST", "/ok" };
	script[2] = (struct ask){ "GET", "/ok" };
	allow = 0, bucket_wait_s = 12;
	s = run(&hooks);
	assert_int_equal(s.error.class, CLASS_RATE_LIMITED);
	assert_int_equal(s.error.retry_after_s, 12);
	assert_true(s.error.no_effect);
	assert_false(s.error.stopped);
	assert_int_equal(shop.log->requests, 0);
	reset();
	script[0] = (struct ask){ "GET", "/ok" };
	script[1] = (struct ask){ "POST", "/ok" };
	script[2] = (struct ask){ "GET", "/ok" };
	allow = 2, bucket_wait_s = 12; /* empty before the read-back */
	s = run(&hooks);
	assert_int_equal(s.error.class, CLASS_RATE_LIMITED);
	assert_false(s.error.no_effect);
	/* no and no time: the lease is lost */
	n_asked = 0, bucket_wait_s = 0, allow = 1;
	s = run(&hooks);
	assert_int_equal(s.error.class, CLASS_TRANSIENT);
	assert_true(s.error.stopped);
	assert_true(s.error.no_effect);
	n_asked = 0, allow = 2;
	s = run(&hooks);
	assert_int_equal(s.error.class, CLASS_UNCERTAIN);
	assert_true(s.error.stopped);
	assert_false(s.error.no_effect);
}

static void it_stops_when_told(void **state)
{
	static const struct {
		struct ask          asks[2];
		unsigned            go_for;
		enum platform_class class;
		bool                no_effect;
		unsigned            requests;
	} cases[] = {
		{ { { "POST", "/ok" } }, 0, CLASS_TRANSIENT, true, 0 },                        /* before the call */
		{ { { "GET", "/silent" } }, 1, CLASS_TRANSIENT, true, 1 },                     /* in a read */
		{ { { "POST", "/silent" } }, 1, CLASS_UNCERTAIN, false, 1 },                   /* in a write */
		{ { { "POST", "/ok" }, { "GET", "/ok" } }, 1, CLASS_UNCERTAIN, false, 1 },     /* after a write */
		{ { { "POST", "/ok" }, { "GET", "/silent" } }, 2, CLASS_UNCERTAIN, false, 2 }, /* in its read-back */
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		unsigned    before = shop.log->requests;
		struct step s;

		reset();
		memcpy(script, cases[i].asks, sizeof cases[i].asks);
		go_for = cases[i].go_for;
		s = run(&hooks);
		if (s.error.class != cases[i].class || s.error.no_effect != cases[i].no_effect || !s.error.stopped
		    || shop.log->requests - before != cases[i].requests)
			fail_msg("case %zu: %s, no_effect %d, %u requests", i, platform_class_names[s.error.class], s.error.no_effect,
				shop.log->requests - before);
	}
}

static void it_ends(void **state)
{
	struct http_limits limits = http_limits;
	struct step s;

	(void)state;
	reset();
	script[0] = (struct ask){ "GET", "/ok" };
	for_ever = true;
	s = run(&hooks);
	assert_int_equal(s.error.class, CLASS_PERMANENT);
	assert_string_equal(s.error.code, "too_many_requests");
	assert_int_equal(n_calls, PLATFORM_REQUESTS_MAX);
	assert_int_equal(shop.log->requests, PLATFORM_REQUESTS_MAX);
	/* answers that are each within the limit of one */
	http_client_limit(client, &limits);
	n_calls = 0;
	script[0] = (struct ask){ "GET", "/heavy" };
	s = run(&hooks);
	assert_int_equal(s.error.class, CLASS_PERMANENT);
	assert_string_equal(s.error.code, "answer_too_large");
	assert_int_equal(n_calls, PLATFORM_ANSWERS_MAX / HEAVY + 1);
	/* and the memory of one answer was enough for all of them */
	{
		struct ctx small = { .arena = arena_new(1 << 16) };
		struct step out;

		assert_false(platform_run(&small, client, &fake, OP_SHIP, &store, NULL, NULL, &out));
		assert_string_equal(out.error.code, "answer_too_large");
		arena_free(small.arena);
	}
}

static void classes_and_problems(void **state)
{
	static const struct {
		struct platform_error error;
		enum problem_code     code;
		const char           *detail;
	} cases[] = {
		{ { .class = CLASS_VALIDATION, .words = "carrier unknown" }, PROBLEM_PLATFORM_REFUSED, "carrier unknown" },
		{ { .class = CLASS_RATE_LIMITED, .retry_after_s = 9 }, PROBLEM_PLATFORM_RATE_LIMITED, "The platform asks us to slow down" },
		{ { .class = CLASS_AUTH_EXPIRED, .words = "" }, PROBLEM_PLATFORM_AUTH_EXPIRED,
			"The platform does not accept our authorisation" },
		{ { .class = CLASS_PERMANENT, .code = "store_address_refused", .words = "x" }, PROBLEM_STORE_ADDRESS_REFUSED, "x" },
		{ { .class = CLASS_PERMANENT, .code = "answer_too_large", .words = "x" }, PROBLEM_PLATFORM_UNREADABLE, "x" },
		{ { .class = CLASS_PERMANENT, .http_status = 200, .words = "x" }, PROBLEM_PLATFORM_UNREADABLE, "x" },
		{ { .class = CLASS_PERMANENT, .http_status = 404, .words = "x" }, PROBLEM_PLATFORM_REFUSED, "x" },
	};

	(void)state;
	for (enum platform_class class = CLASS_NONE + 1; class < CLASSES; class++) {
		const struct platform_class_rule *rule = &platform_class_rules[class];

		assert_non_null(platform_class_names[class]);
		assert_int_not_equal(platform_class_problem(class), PROBLEM_NONE);
		assert_true(rule->retried || (!rule->look_first && !rule->pauses_store && rule->uses_try));
	}
	assert_null(platform_class_names[CLASSES]);
	assert_null(platform_op_names[OPS]);
	assert_int_equal(platform_class_problem(CLASS_NONE), PROBLEM_NONE);
	for (size_t i = 0; i < N_OF(cases); i++) {
		problem_clear(&c);
		assert_false(platform_problem(&c, &cases[i].error));
		assert_int_equal(c.problem.code, cases[i].code);
		assert_string_equal(c.problem.detail, cases[i].detail);
		assert_int_equal(c.problem.retry_after_s, cases[i].error.retry_after_s);
	}
	problem_clear(&c);
	problem(&c, PROBLEM_BUSY, "first");
	platform_problem(&c, &cases[1].error);
	assert_int_equal(c.problem.code, PROBLEM_BUSY);
	assert_int_equal(c.problem.retry_after_s, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_asks_until_the_adapter_has_its_result, begin, end),
		cmocka_unit_test_setup_teardown(what_a_failure_means, begin, end),
		cmocka_unit_test_setup_teardown(requests_stay_at_the_store, begin, end),
		cmocka_unit_test_setup_teardown(a_session_is_carried_and_handed_back, begin, end),
		cmocka_unit_test_setup_teardown(rates_are_learnt, begin, end),
		cmocka_unit_test_setup_teardown(the_bucket_may_be_empty, begin, end),
		cmocka_unit_test_setup_teardown(it_stops_when_told, begin, end),
		cmocka_unit_test_setup_teardown(it_ends, begin, end),
		cmocka_unit_test_setup_teardown(classes_and_problems, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

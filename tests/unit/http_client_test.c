/* What comes back, whole or not, against real servers on loopback. */
#include "with_bad_shop.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_answer_comes_whole, shop_begin, shop_end),
		cmocka_unit_test_setup_teardown(what_is_sent_is_what_was_asked, shop_begin, shop_end),
		cmocka_unit_test_setup_teardown(what_may_have_left_and_what_surely_not, shop_begin, shop_end),
		cmocka_unit_test_setup_teardown(sizes_are_counted_unpacked_and_to_the_byte, shop_begin, shop_end),
		cmocka_unit_test_setup_teardown(too_slow_is_cut, shop_begin, shop_end),
		cmocka_unit_test_setup_teardown(when_to_come_again, shop_begin, shop_end),
		cmocka_unit_test_setup_teardown(reads_keep_a_connection_and_writes_take_their_own, shop_begin, shop_end),
		cmocka_unit_test_setup_teardown(it_stops_when_told, shop_begin, shop_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

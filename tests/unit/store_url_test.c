#include "lib/store_url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>

static struct ctx c;

static int begin(void **state)
{
	(void)state;
	c = (struct ctx){ .arena = arena_new(16 << 20) };
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(c.arena);
	return 0;
}

#define PRACTICE "127.0.0.1:18080, [::1]:18081,10.0.0.5:443"

static void good_addresses_are_rebuilt(void **state)
{
	static const struct {
		const char *typed, *url;
		bool        is_private;
	} cases[] = {
		{ "https://shop.example", "https://shop.example", false },
		{ "https://shop.example/", "https://shop.example", false },
		{ "https://shop.example///", "https://shop.example", false },
		{ "  https://Shop.EXAMPLE/Laden/ \n", "https://shop.example/Laden", false },
		{ "HTTPS://shop.example", "https://shop.example", false },
		{ "shop.example", "https://shop.example", false },
		{ "shop.example/de", "https://shop.example/de", false },
		{ "https://shop.example:443/x", "https://shop.example/x", false },
		{ "https://shop.example:8443/x/", "https://shop.example:8443/x", false },
		{ "https://shop.example/a..b/...", "https://shop.example/a..b/...", false },
		{ "https://shop.example//a", "https://shop.example//a", false },
		{ "https://shop.example/mein%20laden", "https://shop.example/mein%20laden", false },
		{ "https://shop.example/~user/+a,b;c=d!e$f'g(h)*", "https://shop.example/~user/+a,b;c=d!e$f'g(h)*", false },
		{ "https://xn--hxt814e.example", "https://xn--hxt814e.example", false },
		{ "https://a-b_c.shop-1.example", "https://a-b_c.shop-1.example", false },
		{ "https://8.8.8.8", "https://8.8.8.8", false },
		{ "https://[2606:4700::1111]/x", "https://[2606:4700::1111]/x", false },
		{ "https://[2606:4700:0000::1111]/x", "https://[2606:4700::1111]/x", false },
		{ "https://[::ffff:8.8.8.8]", "https://[::ffff:8.8.8.8]", false },
		{ "http://127.0.0.1:18080", "http://127.0.0.1:18080", true },
		{ "http://127.0.0.1:18080/wc/", "http://127.0.0.1:18080/wc", true },
		{ "https://127.0.0.1:18080", "https://127.0.0.1:18080", true },
		{ "http://[::1]:18081", "http://[::1]:18081", true },
		{ "https://10.0.0.5", "https://10.0.0.5", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *url = NULL, *again = NULL;

		problem_clear(&c);
		if (!store_url_normalise(&c, cases[i].typed, PRACTICE, &url))
			fail_msg("%s: %s", cases[i].typed, c.problem.detail);
		assert_string_equal(url, cases[i].url);
		assert_true(store_url_normalise(&c, url, PRACTICE, &again));
		assert_string_equal(again, url);
		if (store_url_is_private(url, PRACTICE) != cases[i].is_private)
			fail_msg("%s: private?", url);
		assert_false(store_url_is_private(url, NULL));
	}
	assert_false(store_url_is_private(NULL, PRACTICE));
	assert_false(store_url_is_private("nonsense", PRACTICE));
}

static void hostile_addresses_are_refused(void **state)
{
	static const char *const cases[] = {
		/* schemes and forms */
		"", " ", "http://shop.example", "ftp://shop.example", "file:///etc/passwd", "file:/etc/passwd",
		"gopher://127.0.0.1:6379/_INFO", "gopher:127.0.0.1:6379/_INFO", "dict://shop.example:11211/", "javascript:alert(1)",
		"mailto:me@shop.example", "data:text/plain,x", "ldap://shop.example", "https:shop.example", "https:/shop.example",
		"https:///shop.example", "https://", "//shop.example", "/wp-json", "https://?x", "httpsx://shop.example",
		"ws://shop.example", "http+unix://%2fvar%2frun/x",
		/* user info, query, fragment, strange characters */
		"https://user@shop.example", "https://user:pw@shop.example", "https://@shop.example", "https://:@shop.example",
		"https://shop.example@127.0.0.1", "https://127.0.0.1@shop.example", "https://shop.example?x=1",
		"https://shop.example/?", "https://shop.example/#a", "https://shop.example#@127.0.0.1",
		"https://shop.example\\@127.0.0.1", "https:\\\\shop.example", "https://shop.example/\r\nX: y",
		"https://shop.example/\tx", "https://shop .example", "https://shop.example/a b", "https://sh%6fp.example",
		"https://127%2e0%2e0%2e1", "https://shop.example%00.evil.example", "https://[fe80::1%25eth0]",
		"https://[fe80::1%eth0]", "https://shop.example/%00", "https://shop.example/%0d%0a", "https://shop.example/%7f",
		"https://shop.example/a/../b", "https://shop.example/..",
		"https://shop.example/./x", "https://shop.example/a/%2e%2E/b", "https://shop.example/.%2e", "https://shop.example/%zz", "https://shop.example/%", "https://shop.example/<script>", "https://shop.example/\"",
		"https://商店.example", "https://127。0。0。1", "https://①②⑦.0.0.1", "https://shop.example/ä",
		/* ports */
		"https://shop.example:22", "https://shop.example:80", "https://shop.example:3306", "https://shop.example:6379",
		"https://shop.example:0", "https://shop.example:65536", "https://shop.example:99999999999",
		"https://shop.example:-1", "https://shop.example:", "https://shop.example:0443", "https://[2606:4700::1111]443", "https://shop.example:443:443", "https://shop.example:4a3",
		"http://shop.example:18080", "https://8.8.8.8:18080",
		/* names that are none, or lead home */
		"https://localhost", "https://shop.localhost", "https://printer.local", "https://metadata.google.internal",
		"https://router.home.arpa", "https://nas.lan", "https://metadata", "https://intranet", "https://shop..example",
		"https://.shop.example", "https://shop.example.", "https://localhost.", "https://-shop.example",
		"https://shop-.example", "https://shop.example-", "https://sh*p.example", "https://shop.123", "https://1.2.3.4.5",
		"https://0x7f.1.example.0x1", "https://[shop.example]", "https://[]", "https://[::1", "https://::1",
		/* private addresses in every spelling */
		"https://127.0.0.1", "https://127.1", "https://127.0.1", "https://2130706433", "https://0x7f000001",
		"https://0x7f.0.0.1", "https://0x7f.1", "https://0177.0.0.1", "https://017700000001", "https://127.0.0.1.",
		"https://0", "https://0.0.0.0", "https://00.00.00.00", "https://127.000.000.001", "https://[::1]", "https://[::]",
		"https://[::ffff:127.0.0.1]", "https://[::ffff:7f00:1]", "https://[0:0:0:0:0:ffff:127.0.0.1]",
		"https://[::127.0.0.1]", "https://[64:ff9b::7f00:1]", "https://[64:ff9b:1::1]", "https://[2002:7f00:1::]",
		"https://[fe80::1]", "https://[fc00::1]", "https://[fd12:3456::1]", "https://[ff02::1]", "https://[100::1]",
		"https://[2001:db8::1]", "https://[2001::1]", "https://[2001:10::1]", "https://[3fff::1]", "https://[4000::1]",
		"https://10.0.0.1", "https://100.64.0.1", "https://169.254.169.254", "https://0xa9fea9fe", "https://2852039166",
		"https://172.16.0.1", "https://172.31.255.255", "https://192.0.0.8", "https://192.0.2.1", "https://192.88.99.1",
		"https://192.168.1.1", "https://192.168.257", "https://198.18.0.1", "https://198.19.255.255",
		"https://198.51.100.7", "https://203.0.113.7", "https://224.0.0.1", "https://240.0.0.1", "https://255.255.255.255",
		/* a public one, but not as it is written */
		"https://134744072", "https://8.8.2056", "https://010.8.8.8",
		/* beside the pairs */
		"http://127.0.0.1:18081", "http://127.0.0.2:18080", "http://10.0.0.5:80", "http://[::1]:18080",
		"http://localhost:18080", "http://127.1:18080", "http://user@127.0.0.1:18080", "http://0x7f000001:18080",
		"http://127.0.0.1:18080@evil.example", "https://127.0.0.1:443",
	};
	size_t n = sizeof cases / sizeof *cases;

	(void)state;
	assert_true(n >= 140);
	for (size_t i = 0; i < n; i++) {
		const char *url = NULL;

		problem_clear(&c);
		if (store_url_normalise(&c, cases[i], PRACTICE, &url))
			fail_msg("%s was taken as %s", cases[i], url);
		assert_int_equal(c.problem.code, PROBLEM_STORE_ADDRESS_REFUSED);
		assert_int_equal(c.problem.n_fields, 1);
		assert_string_equal(c.problem.fields[0].field, "url");
		assert_string_equal(c.problem.detail, c.problem.fields[0].detail);
		assert_false(store_url_is_private(cases[i], PRACTICE));
	}
}

static void no_pairs_no_private_addresses(void **state)
{
	static const char *const lists[] = { NULL, "", ",", " ", "127.0.0.1", "127.0.0.1:", ":18080", "127.0.0.1:18081",
		"127.0.0.1:018080", "127.1:18080", "127.0.0.1:18080x", "127.0.0.0/8:18080", "*:18080", "localhost:18080",
		"[127.0.0.1:18080", "127.0.0.1 :18080" };
	const char *url;

	(void)state;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		problem_clear(&c);
		if (store_url_normalise(&c, "http://127.0.0.1:18080", lists[i], &url))
			fail_msg("taken with the list \"%s\"", lists[i]);
	}
	problem_clear(&c);
	assert_true(store_url_normalise(&c, "http://127.0.0.1:18080", "x,127.0.0.1:18080", &url));
	assert_true(store_url_normalise(&c, "http://127.0.0.1:18080", ",, 127.0.0.1:18080 ,", &url));
}

static void length(void **state)
{
	char        text[400];
	const char *url;

	(void)state;
	for (size_t n = 250; n < 262; n++) {
		memset(text, 'a', sizeof text);
		memcpy(text, "https://shop.example/", 21);
		text[n] = '\0';
		problem_clear(&c);
		if (store_url_normalise(&c, text, NULL, &url) != (n <= 255))
			fail_msg("%zu bytes", n);
	}
	/* the name of a host: 63 bytes a label, 253 in all */
	for (size_t n = 60; n < 67; n++) {
		snprintf(text, sizeof text, "https://%.*s.example", (int)n,
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
		problem_clear(&c);
		if (store_url_normalise(&c, text, NULL, &url) != (n <= 63))
			fail_msg("label of %zu bytes", n);
	}
}

static void beside_other_faults_it_is_one_of_them(void **state)
{
	const char *url;

	(void)state;
	problem_field(&c, "name", "required", "is missing");
	assert_false(store_url_normalise(&c, "https://127.0.0.1", NULL, &url));
	assert_int_equal(c.problem.code, PROBLEM_INVALID);
	assert_int_equal(c.problem.n_fields, 2);
	assert_string_equal(c.problem.fields[1].field, "url");
	assert_string_equal(c.problem.fields[1].code, "refused");
}

static bool public(const char *text)
{
	struct sockaddr_in  v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
		return address_is_public((struct sockaddr *)&v4);
	assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
	return address_is_public((struct sockaddr *)&v6);
}

static void every_range_to_its_edges(void **state)
{
	static const struct {
		const char *before, *first, *last, *after; /* NULL: not public either, or none */
	} ranges[] = {
		{ NULL, "0.0.0.0", "0.255.255.255", "1.0.0.0" },
		{ "9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0" },
		{ "100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0" },
		{ "126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0" },
		{ "169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0" },
		{ "172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0" },
		{ "191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0" },
		{ "192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0" },
		{ "192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0" },
		{ "192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0" },
		{ "198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0" },
		{ "198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0" },
		{ "203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0" },
		{ "223.255.255.255", "224.0.0.0", "255.255.255.255", NULL },
		{ NULL, "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2000::" },
		{ "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::" },
		{ "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::" },
		{ "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::" },
		{ "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::" },
		{ "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", NULL },
		{ NULL, "::ffff:10.0.0.0", "::ffff:10.255.255.255", "::ffff:11.0.0.0" },
		{ "::ffff:172.15.255.255", "::ffff:172.16.0.0", "::ffff:172.31.255.255", "::ffff:172.32.0.0" },
	};
	struct sockaddr_storage other = { .ss_family = AF_UNIX };

	(void)state;
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if ((ranges[i].before && !public(ranges[i].before)) || public(ranges[i].first) || public(ranges[i].last)
		    || (ranges[i].after && !public(ranges[i].after)))
			fail_msg("%s to %s", ranges[i].first, ranges[i].last);
	assert_false(address_is_public((struct sockaddr *)&other));
}

static void same_and_ours(void **state)
{
	struct sockaddr_in  v4 = { .sin_family = AF_INET, .sin_port = htons(80) }, port = v4;
	struct sockaddr_in6 mapped = { .sin6_family = AF_INET6, .sin6_port = htons(80) }, plain = mapped;

	(void)state;
	inet_pton(AF_INET, "127.0.0.1", &v4.sin_addr);
	inet_pton(AF_INET, "127.0.0.1", &port.sin_addr);
	port.sin_port = htons(81);
	inet_pton(AF_INET6, "::ffff:127.0.0.1", &mapped.sin6_addr);
	inet_pton(AF_INET6, "2606:4700::1", &plain.sin6_addr);
	assert_true(address_is_same((struct sockaddr *)&v4, (struct sockaddr *)&mapped));
	assert_false(address_is_same((struct sockaddr *)&v4, (struct sockaddr *)&port));
	assert_false(address_is_same((struct sockaddr *)&v4, (struct sockaddr *)&plain));
	assert_true(address_is_ours((struct sockaddr *)&v4));
	assert_true(address_is_ours((struct sockaddr *)&mapped));
	assert_false(address_is_ours((struct sockaddr *)&plain));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(good_addresses_are_rebuilt, begin, end),
		cmocka_unit_test_setup_teardown(hostile_addresses_are_refused, begin, end),
		cmocka_unit_test_setup_teardown(no_pairs_no_private_addresses, begin, end),
		cmocka_unit_test_setup_teardown(length, begin, end),
		cmocka_unit_test_setup_teardown(beside_other_faults_it_is_one_of_them, begin, end),
		cmocka_unit_test_setup_teardown(every_range_to_its_edges, begin, end),
		cmocka_unit_test_setup_teardown(same_and_ours, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

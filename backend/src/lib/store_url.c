/* What an address looks like before anybody is asked where it leads. Only plain spellings pass (no
 * 127.1, no percent-encoded host, no dot segments), so that every parser reads them alike; the HTTP
 * client makes sure that its own does. No library of an HTTP client here: the API checks addresses
 * too, and it shall not be able to call one. */
#include "lib/store_url.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <strings.h>

enum { URL_MAX = 255, REQUEST_URL_MAX = 8192, HOST_MAX = 253, LABEL_MAX = 63 };

/* ---- addresses */

struct range {
	const char *network;
	int         bits;
};

static const struct range not_public_v4[] = {
	{ "0.0.0.0", 8 },       /* this network */
	{ "10.0.0.0", 8 },      /* private */
	{ "100.64.0.0", 10 },   /* shared by carriers */
	{ "127.0.0.0", 8 },     /* loopback */
	{ "169.254.0.0", 16 },  /* link-local, metadata of clouds */
	{ "172.16.0.0", 12 },   /* private */
	{ "192.0.0.0", 24 },    /* protocol assignments */
	{ "192.0.2.0", 24 },    /* documentation */
	{ "192.88.99.0", 24 },  /* 6to4 relays */
	{ "192.168.0.0", 16 },  /* private */
	{ "198.18.0.0", 15 },   /* benchmarks */
	{ "198.51.100.0", 24 }, /* documentation */
	{ "203.0.113.0", 24 },  /* documentation */
	{ "224.0.0.0", 3 },     /* multicast, reserved, broadcast */
	{ 0 },
};
static const struct range global_v6 = { "2000::", 3 }, mapped_v6 = { "::ffff:0:0", 96 };
static const struct range not_public_v6[] = { /* within 2000::/3 */
	{ "2001::", 23 },     /* protocol assignments, Teredo */
	{ "2001:db8::", 32 }, /* documentation */
	{ "2002::", 16 },     /* 6to4: an IPv4 address inside */
	{ "3fff::", 20 },     /* documentation */
	{ 0 },
};

static bool in_range(int family, const unsigned char *address, const struct range *r)
{
	unsigned char network[16];
	int           whole = r->bits / 8, rest = r->bits % 8;

	inet_pton(family, r->network, network);
	return memcmp(address, network, (size_t)whole) == 0
	    && (rest == 0 || (address[whole] ^ network[whole]) >> (8 - rest) == 0);
}

static bool in_ranges(int family, const unsigned char *address, const struct range *r)
{
	for (; r->network; r++)
		if (in_range(family, address, r))
			return true;
	return false;
}

/* The bytes of the address; one that is IPv4 inside IPv6 is taken for what it is. */
static int address_bytes(const struct sockaddr *address, const unsigned char **bytes, uint16_t *port)
{
	if (address->sa_family == AF_INET) {
		const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;

		*bytes = (const unsigned char *)&v4->sin_addr;
		*port = ntohs(v4->sin_port);
		return AF_INET;
	}
	if (address->sa_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)address;

		*bytes = v6->sin6_addr.s6_addr;
		*port = ntohs(v6->sin6_port);
		if (!in_range(AF_INET6, *bytes, &mapped_v6))
			return AF_INET6;
		*bytes += 12;
		return AF_INET;
	}
	return AF_UNSPEC;
}

bool address_is_public(const struct sockaddr *address)
{
	const unsigned char *bytes;
	uint16_t             port;

	switch (address_bytes(address, &bytes, &port)) {
	case AF_INET: return !in_ranges(AF_INET, bytes, not_public_v4);
	case AF_INET6: return in_range(AF_INET6, bytes, &global_v6) && !in_ranges(AF_INET6, bytes, not_public_v6);
	default: return false;
	}
}

bool address_is_ours(const struct sockaddr *address)
{
	const unsigned char *bytes, *own;
	uint16_t             port;
	int                  family = address_bytes(address, &bytes, &port);
	struct ifaddrs      *list;
	bool                 ours = false;

	if (getifaddrs(&list) != 0)
		return true; /* who we are is not known: better no call than one to ourselves */
	for (struct ifaddrs *i = list; i && !ours; i = i->ifa_next)
		ours = i->ifa_addr && address_bytes(i->ifa_addr, &own, &port) == family && family != AF_UNSPEC
		    && memcmp(bytes, own, family == AF_INET ? 4 : 16) == 0;
	freeifaddrs(list);
	return ours;
}

bool address_is_same(const struct sockaddr *a, const struct sockaddr *b)
{
	const unsigned char *a_bytes, *b_bytes;
	uint16_t             a_port, b_port;
	int                  family = address_bytes(a, &a_bytes, &a_port);

	return family != AF_UNSPEC && family == address_bytes(b, &b_bytes, &b_port) && a_port == b_port
	    && memcmp(a_bytes, b_bytes, family == AF_INET ? 4 : 16) == 0;
}

static bool address_read(const char *host, uint16_t port, struct sockaddr_storage *out, socklen_t *len)
{
	struct sockaddr_in  v4 = { .sin_family = AF_INET, .sin_port = htons(port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

	memset(out, 0, sizeof *out);
	*len = 0;
	if (inet_pton(AF_INET, host, &v4.sin_addr) == 1) {
		memcpy(out, &v4, *len = sizeof v4);
		return true;
	}
	if (inet_pton(AF_INET6, host, &v6.sin6_addr) == 1) {
		memcpy(out, &v6, *len = sizeof v6);
		return true;
	}
	return false;
}

static bool port_read(const char *text, uint16_t *out)
{
	unsigned port = 0;

	if (*text < '1' || *text > '9')
		return false;
	for (; *text >= '0' && *text <= '9' && port <= UINT16_MAX; text++)
		port = port * 10 + (unsigned)(*text - '0');
	*out = (uint16_t)port;
	return *text == '\0' && port <= UINT16_MAX;
}

/* Whether the address with its port is one of "address:port,[address]:port". */
static bool pair_allowed(const struct sockaddr_storage *address, const char *pairs)
{
	for (const char *p = pairs; p && *p; p += *p == ',') {
		char                    pair[80], *colon, *host = pair;
		struct sockaddr_storage allowed;
		socklen_t               len;
		uint16_t                port;
		size_t                  n;

		p += strspn(p, " ");
		n = strcspn(p, ", ");
		if (n < sizeof pair) {
			memcpy(pair, p, n);
			pair[n] = '\0';
			colon = strrchr(pair, ':');
			if (colon && port_read(colon + 1, &port)) {
				*colon = '\0';
				if (*host == '[' && colon[-1] == ']') {
					colon[-1] = '\0';
					host++;
				}
				if (address_read(host, port, &allowed, &len)
				    && address_is_same((const struct sockaddr *)address, (const struct sockaddr *)&allowed))
					return true;
			}
		}
		p += n;
		p += strspn(p, " ");
	}
	return false;
}

/* ---- the text of an address */

static bool alnum(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9');
}

/* Names that lead to this machine or this network by their very meaning. */
static bool name_is_local(const char *host)
{
	static const char *const ends[] = { ".localhost", ".local", ".internal", ".home.arpa", ".lan", NULL };
	size_t len = strlen(host);

	for (const char *const *end = ends; *end; end++)
		if (len > strlen(*end) && strcmp(host + len - strlen(*end), *end) == 0)
			return true;
	return false;
}

static const char *check_name(const char *host)
{
	const char *label = host;
	size_t      n;

	if (strlen(host) > HOST_MAX)
		return "The name of the shop's server is too long";
	for (;; label += n + 1) {
		n = strspn(label, "abcdefghijklmnopqrstuvwxyz0123456789-_");
		if (label[n] && label[n] != '.')
			return "The name of the shop's server has a character that no such name has; a name in other letters is"
			       " written in its xn-- form";
		if (n == 0 || n > LABEL_MAX || !alnum(label[n - 1]) || label[0] == '-')
			return "The name of the shop's server is not spelled right";
		if (!label[n])
			break;
	}
	if (label == host)
		return "The name of the shop's server is not a public one";
	if (strspn(label, "0123456789") == n || (label[0] == '0' && label[1] == 'x'))
		return "An address in numbers is written as four numbers with dots";
	return name_is_local(host) ? "The name of the shop's server is not a public one" : NULL;
}

/* An address counts in its plain spelling alone (inet_pton knows no other); one of IPv6 stands in
 * brackets and gets the one short form. */
static const char *check_host(struct arena *a, bool bracketed, struct store_target *t)
{
	char text[INET6_ADDRSTRLEN];
	bool is_v6;

	t->is_literal = address_read(t->host, t->port, &t->address, &t->address_len);
	is_v6 = t->is_literal && t->address.ss_family == AF_INET6;
	if (bracketed != is_v6)
		return "The address cannot be read";
	if (is_v6)
		t->host = arena_strdup(a, inet_ntop(AF_INET6, &((struct sockaddr_in6 *)&t->address)->sin6_addr, text, sizeof text));
	return t->is_literal ? NULL : check_name(t->host);
}

static const char *check_port(struct store_target *t, const char *allow_private)
{
	t->is_private = t->is_literal && pair_allowed(&t->address, allow_private);
	if (t->is_private)
		return NULL;
	if (!t->https)
		return "The address must begin with https://";
	if (t->is_literal && !address_is_public((const struct sockaddr *)&t->address))
		return "The address is not a public one";
	return t->port == 443 || t->port == 8443 ? NULL : "The port must be 443 or 8443";
}

/* Host, port and path of what follows the scheme. */
static bool take_apart(struct arena *a, const char *authority, size_t authority_len, struct store_target *t)
{
	bool        bracketed = authority[0] == '[';
	const char *end = authority + authority_len, *from = authority + bracketed;
	size_t      host_len = strcspn(from, bracketed ? "]/?" : ":/?");
	const char *rest = from + host_len + bracketed; /* ":port" or nothing */
	char       *host;

	if (bracketed && from[host_len] != ']')
		return false;
	host = arena_strndup(a, from, host_len);
	for (char *p = host; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + ('a' - 'A'));
	t->host = host;
	t->port = t->https ? 443 : 80;
	t->path = *end == '/' ? arena_strndup(a, end, strcspn(end, "?")) : "/";
	return *host && (rest == end || (*rest == ':' && port_read(arena_strndup(a, rest + 1, (size_t)(end - rest - 1)), &t->port)));
}

/* "." and ".." as parts of a path, percent-encoded too: who resolves them, and when, is for luck. */
static bool has_dots(const char *path)
{
	while (*path == '/') {
		size_t n = 0, dots = 0;

		for (path++; path[n] && path[n] != '/'; dots++)
			if (path[n] == '.')
				n++;
			else if (strncasecmp(path + n, "%2e", 3) == 0)
				n += 3;
			else
				break;
		if (dots && dots <= 2 && (!path[n] || path[n] == '/'))
			return true;
		path += n + strcspn(path + n, "/");
	}
	return false;
}

const char *store_target_read(struct arena *a, const char *url, const char *allow_private, struct store_target *out)
{
	size_t      scheme = strcspn(url, ":"), authority_len;
	const char *authority = url + scheme + 3, *wrong;

	*out = (struct store_target){ 0 };
	if (strnlen(url, REQUEST_URL_MAX + 1) > REQUEST_URL_MAX)
		return "The address is too long";
	for (const unsigned char *p = (const unsigned char *)url; *p; p++)
		if (*p <= 0x20 || *p >= 0x7f || *p == '\\' || *p == '#')
			return "The address has a character that no such address has; a name in other letters is written in its"
			       " xn-- form";
	if (strncmp(url + scheme, "://", 3) != 0)
		return "The address must begin with https://";
	out->https = scheme == 5 && strncasecmp(url, "https", 5) == 0;
	if (!out->https && !(scheme == 4 && strncasecmp(url, "http", 4) == 0))
		return "The address must begin with https://";
	authority_len = strcspn(authority, "/?");
	if (authority_len == 0)
		return "The address names no server";
	if (memchr(authority, '@', authority_len))
		return "The address must not hold a user name or a password";
	if (memchr(authority, '%', authority_len))
		return "The name of the shop's server has a character that no such name has";
	if (!take_apart(a, authority, authority_len, out))
		return "The address cannot be read";
	if (has_dots(out->path))
		return "The path of the address has a . or .. in it";
	wrong = check_host(a, authority[0] == '[', out);
	return wrong ? wrong : check_port(out, allow_private);
}

/* ---- the address of a shop */

static bool hex(char ch)
{
	return (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'f') || (ch >= 'A' && ch <= 'F');
}

static const char *check_path(const char *path)
{
	for (const char *p = path; *p; p++)
		if (strchr("\"<>^`{|}?", *p))
			return "The path of the address has a character that must be percent-encoded";
		else if (*p == '%' && (!hex(p[1]) || !hex(p[2])))
			return "The path of the address has a % without two hexadecimal digits";
		else if (*p == '%' && (p[1] < '2' || (p[1] == '7' && (p[2] | 0x20) == 'f')))
			return "The path of the address has a control character";
	return NULL;
}

static char *rebuilt(struct arena *a, const struct store_target *t)
{
	bool     v6 = t->address.ss_family == AF_INET6;
	char    *host = v6 ? arena_printf(a, "[%s]", t->host) : arena_strdup(a, t->host);
	size_t   path_len = strlen(t->path);
	uint16_t usual = t->https ? 443 : 80;

	while (path_len && t->path[path_len - 1] == '/')
		path_len--;
	return arena_printf(a, "%s://%s%s%.*s", t->https ? "https" : "http", host,
		t->port == usual ? "" : arena_printf(a, ":%u", t->port), (int)path_len, t->path);
}

static const char *normalise(struct arena *a, const char *typed, const char *allow_private, const char **url)
{
	struct store_target t;
	const char         *text, *wrong;
	size_t              n;

	typed += strspn(typed, " \t\r\n");
	n = strlen(typed);
	while (n && strchr(" \t\r\n", typed[n - 1]))
		n--;
	text = arena_strndup(a, typed, n);
	if (!*text)
		return "The address of the shop is missing";
	if (n > URL_MAX)
		return "The address is longer than 255 characters";
	if (!strstr(text, "://"))
		text = arena_printf(a, "https://%s", text);
	if ((wrong = store_target_read(a, text, allow_private, &t)))
		return wrong;
	if (strchr(text, '?'))
		return "The address must not have a question mark: leave out what follows it";
	if ((wrong = check_path(t.path)))
		return wrong;
	*url = rebuilt(a, &t);
	return strlen(*url) <= URL_MAX ? NULL : "The address is longer than 255 characters";
}

bool store_url_normalise(struct ctx *c, const char *typed, const char *allow_private, const char **url)
{
	const char *wrong = normalise(c->arena, typed ? typed : "", allow_private, url);
	bool        alone = c->problem.code == PROBLEM_NONE;

	if (!wrong)
		return true;
	problem_field(c, "url", "refused", "%s", wrong);
	if (alone) { /* else the form has other faults too, and is refused for all of them */
		c->problem.code = PROBLEM_STORE_ADDRESS_REFUSED;
		c->problem.detail = wrong;
	}
	return false;
}

bool store_url_is_private(const char *url, const char *allow_private)
{
	struct arena       *a = arena_new(64 * 1024);
	struct store_target t;
	bool                private = url && !store_target_read(a, url, allow_private, &t) && t.is_private;

	arena_free(a);
	return private;
}

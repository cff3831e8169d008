/* Names are resolved here and never by the HTTP library, which gets the judged addresses and asks
 * nobody. The last name is kept for a minute, so that a run of calls asks once. */
#include "lib/http_pin.h"

#include <arpa/inet.h>
#include <netdb.h>

enum { PIN_MS = 60 * 1000 };

bool http_may_connect(const struct store_target *target, const struct sockaddr *address)
{
	if (target->is_private)
		return address_is_same(address, (const struct sockaddr *)&target->address);
	return address_is_public(address) && !address_is_ours(address);
}

static bool add(struct http_pin *pin, const struct sockaddr *address)
{
	char        text[INET6_ADDRSTRLEN];
	size_t      len = strlen(pin->entry), room = sizeof pin->entry - len;
	bool        v6 = address->sa_family == AF_INET6;
	const void *bytes = v6 ? (const void *)&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr
			       : (const void *)&((const struct sockaddr_in *)(const void *)address)->sin_addr;

	return inet_ntop(address->sa_family, bytes, text, sizeof text)
	    && (size_t)snprintf(pin->entry + len, room, v6 ? "%s[%s]" : "%s%s", pin->entry[len - 1] == ':' ? "" : ",", text) < room;
}

/* One private address among the answers refuses them all: which one is used is not for luck. */
static enum http_pinned judge(struct http_pin *pin, const struct store_target *target, const struct addrinfo *answers)
{
	int n = 0;

	for (const struct addrinfo *i = answers; i; i = i->ai_next)
		if (!http_may_connect(target, i->ai_addr))
			return PIN_REFUSED;
		else if (n < PINNED_MAX && add(pin, i->ai_addr))
			n++;
	return n ? PIN_GOOD : PIN_NO_NAME;
}

enum http_pinned http_pin(struct http_pin *pin, const struct store_target *target, int64_t now_ms)
{
	const struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG };
	struct addrinfo      *answers = NULL;
	enum http_pinned      pinned;
	char                  port[8];

	if (target->is_literal)
		return http_may_connect(target, (const struct sockaddr *)&target->address) ? PIN_GOOD : PIN_REFUSED;
	if (now_ms < pin->until_ms && pin->port == target->port && strcmp(pin->host, target->host) == 0)
		return PIN_GOOD;
	pin->until_ms = 0;
	snprintf(port, sizeof port, "%u", target->port);
	if (getaddrinfo(target->host, port, &hints, &answers) != 0)
		return PIN_NO_NAME;
	snprintf(pin->entry, sizeof pin->entry, "%s:%s:", target->host, port);
	pinned = judge(pin, target, answers);
	freeaddrinfo(answers);
	if (pinned == PIN_GOOD) {
		snprintf(pin->host, sizeof pin->host, "%s", target->host);
		pin->port = target->port;
		pin->until_ms = now_ms + PIN_MS;
	}
	return pinned;
}

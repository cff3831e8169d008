#pragma once
#include "lib/store_url.h"
#include <netinet/in.h>

/* Where a name leads, asked once and judged whole: for lib/http_client.c alone. */
enum { PINNED_MAX = 16, PINNED_HOST_MAX = 253 };

struct http_pin {
	char     host[PINNED_HOST_MAX + 1];
	uint16_t port;
	int64_t  until_ms;
	char     entry[PINNED_HOST_MAX + 8 + PINNED_MAX * (INET6_ADDRSTRLEN + 3)]; /* "host:port:address,[address]" */
};

enum http_pinned { PIN_GOOD, PIN_REFUSED, PIN_NO_NAME };

/* Whether a socket for this target may go to the address. */
bool http_may_connect(const struct store_target *target, const struct sockaddr *address);
/* Resolves the target's name, unless it is the one that is pinned already, and judges every address it leads to;
 * a literal is judged alone. `now_ms` is monotonic. */
enum http_pinned http_pin(struct http_pin *pin, const struct store_target *target, int64_t now_ms);

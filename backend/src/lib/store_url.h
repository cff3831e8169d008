#pragma once
#include "base/ctx.h"
#include <sys/socket.h>

/* Takes the address of a shop as a person typed it and rebuilds it from its parts: https only (plain http
 * only for an exact address:port pair of `allow_private`), no user info, query or fragment, port
 * 443 or 8443, host without control or percent-encoded characters, no dot segments, no trailing
 * slash, at most 255 bytes; https is added when no scheme was typed. An address that is a literal is judged at once; a
 * name is judged when it is called. Parses text alone: nothing is resolved or sent. Problem:
 * store_address_refused on field `url`. */
MUST_CHECK bool store_url_normalise(struct ctx *c, const char *typed, const char *allow_private, const char **url);
/* Whether the address is one of the pairs that are allowed only for practice. */
bool store_url_is_private(const char *url, const char *allow_private);

/* Where a URL leads. */
struct store_target {
	bool        https;
	const char *host;       /* lower-case; a literal IPv6 address without its brackets */
	uint16_t    port;
	const char *path;       /* from "/", without the query */
	bool        is_literal; /* host is an address: `address` is it, with the port */
	bool        is_private; /* an exact pair of `allow_private` */
	struct sockaddr_storage address;
	socklen_t   address_len;
};
/* Judges everything about a URL (which may have a query) that shows in its text, by the rules above.
 * NULL when it may be called, else what is wrong with it, in words for people. */
const char *store_target_read(struct arena *a, const char *url, const char *allow_private, struct store_target *out);

/* Whether an address (IPv4 or IPv6) is public: not one of the ranges for private, local, shared,
 * documentation, translation, multicast or reserved use. The one judge, of what is typed and of the
 * address really connected to. */
bool address_is_public(const struct sockaddr *address);
/* Whether it is an address of this machine's own interfaces. */
bool address_is_ours(const struct sockaddr *address);
/* Whether both are the same address and port, in whichever form (IPv4 or IPv4 in IPv6). */
bool address_is_same(const struct sockaddr *a, const struct sockaddr *b);

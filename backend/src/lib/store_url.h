#pragma once
#include "base/ctx.h"

/* Takes the address of a shop as a person typed it and rebuilds it from its parts: https only (plain http
 * only for an exact address:port pair of `allow_private`), no user info, query or fragment, port
 * 443 or 8443, host without control or percent-encoded characters, no trailing slash, at most 255
 * bytes. An address that is a literal is judged at once; a name is judged when it is called.
 * Parses text alone: nothing is resolved or sent. Problem: store_address_refused on field `url`. */
MUST_CHECK bool store_url_normalise(struct ctx *c, const char *typed, const char *allow_private, const char **url);
/* Whether the address is one of the pairs that are allowed only for practice. */
bool store_url_is_private(const char *url, const char *allow_private);

/* Whether an IP address (text form, v4 or v6) is public by the list in docs of SECURITY: the same
 * judge the HTTP client uses for the address really connected to. */
struct sockaddr;
bool address_is_public(const struct sockaddr *address);

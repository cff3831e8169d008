#pragma once
#include <stdbool.h>

/* Addresses of clients and ranges of them, as people type them: "203.0.113.7", "203.0.113.0/24", "2001:db8::/32". */
bool address_range_good(const char *range);
/* Whether the address lies in the range; an IPv4 address never lies in a range of IPv6. False when either cannot be read. */
bool address_in_range(const char *address, const char *range);

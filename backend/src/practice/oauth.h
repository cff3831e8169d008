#pragma once
#include "practice/call.h"

/* Who asks, as WooCommerce decides it on a shop without https: OAuth 1.0a one-legged, in the query
 * or the Authorization header. Basic and keys in the query are not looked at. */
enum oauth { OAUTH_GOOD, OAUTH_GUEST, OAUTH_REFUSED };

/* Refused has its answer in the call already. A good nonce is used up by this. */
enum oauth oauth_check(struct call *k);

#pragma once
#include "model/store_hook.h"

/* Calls of the platforms: verified over their raw bytes, taken once, answered at once. What they say is only a hint: the
 * order is asked for by a job. */
struct box_keys;

enum { HOOK_SECRET_KEPT_S = 24 * 3600, HOOK_ORDERS_MAX = 100 /* of one run */ };

/* `origin` is the page's own. Problem: not_found. */
MUST_CHECK bool store_hook_get(struct ctx *c, const char *origin, uint64_t store_id, struct store_hook *out);
/* An address, or a new secret for the one there is (the old one is good for 24 h). Problems: not_found, platform_unsupported. */
MUST_CHECK bool store_hook_make(struct ctx *c, const struct box_keys *keys, uint64_t store_id, const char **secret);
/* The address answers no more; nothing is done when there is none. Problems: not_found, stale. */
MUST_CHECK bool store_hook_drop(struct ctx *c, uint64_t store_id, int64_t version);

/* Takes a call. Not inside a transaction. Problems: token_invalid (an unknown address, a signature that does not fit, a
 * delivery that came before: all in the same words), malformed. */
MUST_CHECK bool hook_receive(struct ctx *c, const struct box_keys *keys, const struct hook_call *call);
/* Forgets deliveries older than seven days. */
MUST_CHECK bool hook_sweep(struct ctx *c);

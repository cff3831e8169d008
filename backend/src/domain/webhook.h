#pragma once
#include "model/order.h"
#include "model/webhook.h"

/* Telling partners' tools what happens to orders: at least once, each order's events in their order, signed. */
struct seal_public;
struct seal_secret;

/* A secret that was replaced signs beside its successor for so long. */
enum { WEBHOOK_SECRET_KEPT_S = 24 * 3600, WEBHOOK_TRIES = 8 };

MUST_CHECK bool webhook_list(struct ctx *c, const char *allow_private, struct webhook **rows, size_t *n);
/* Problem: not_found. */
MUST_CHECK bool webhook_get(struct ctx *c, uint64_t id, const char *allow_private, struct webhook *out);
/* `secret` is shown this once. Problems: invalid (address), name_taken, queue_full (too many), forbidden (staff). */
MUST_CHECK bool webhook_add(struct ctx *c, const struct seal_public *seal, const char *allow_private, const struct add_webhook *in, uint64_t *id,
	const char **secret);
/* Problems: not_found, stale, invalid, name_taken. */
MUST_CHECK bool webhook_change(struct ctx *c, uint64_t id, int64_t version, const char *allow_private, const struct change_webhook *in);
/* Problems: not_found, stale. */
MUST_CHECK bool webhook_delete(struct ctx *c, uint64_t id, int64_t version);
/* Problem: not_found. */
MUST_CHECK bool webhook_rotate(struct ctx *c, const struct seal_public *seal, uint64_t id, const char **secret);
/* Queues a delivery that tells nothing. Problems: not_found, action_not_allowed (it is off). */
MUST_CHECK bool webhook_test(struct ctx *c, uint64_t id, uint64_t *delivery_id);

MUST_CHECK bool delivery_page(struct ctx *c, uint64_t webhook_id, const struct delivery_filter *f, struct webhook_delivery **rows, size_t *n,
	struct page_end *end);
/* Problem: not_found. */
MUST_CHECK bool delivery_get(struct ctx *c, uint64_t id, struct webhook_delivery *out);
/* Sends it once more, under the same delivery id. Problems: not_found, action_not_allowed (its webhook is off or gone). */
MUST_CHECK bool delivery_again(struct ctx *c, uint64_t id);

/* Words about an address, which lib/ finds for shops, for an address that is none. */
const char *webhook_words(struct ctx *c, const char *words);

/* What has just happened to orders of one customer, for whoever wants to be told: written in the same transaction. */
MUST_CHECK bool webhook_tell(struct ctx *c, const struct order_news *news, size_t n);

/* ---- for workers */
/* Queues the work of webhooks that have something to send. */
MUST_CHECK bool webhook_wake(struct ctx *c);
/* Drops deliveries older than 30 days. */
MUST_CHECK bool webhook_sweep(struct ctx *c);
/* What a try has come to: the delivery's next one, the webhook's rest, or its end. In a transaction. */
struct delivery_try;
MUST_CHECK bool delivery_tried(struct ctx *c, const struct webhook *w, const struct webhook_delivery *d, struct delivery_try *t, bool gone);

#pragma once
#include "model/webhook.h"

/* Webhooks of partners' tools and what they were told. Reads for people are bound to the caller's customer; staff see all. */
MUST_CHECK bool webhook_sql_all(struct ctx *c, struct webhook **rows, size_t *n);
/* Problem: not_found. */
MUST_CHECK bool webhook_sql_get(struct ctx *c, uint64_t id, struct webhook *out);
/* Locks the row alone. Problem: not_found. */
MUST_CHECK bool webhook_sql_lock(struct ctx *c, uint64_t id);
MUST_CHECK bool webhook_sql_count(struct ctx *c, uint64_t customer_id, uint64_t *n);
/* `events` is the column's text. The row's secret comes by webhook_sql_first_secret, because it names the row. */
MUST_CHECK bool webhook_sql_add(struct ctx *c, const struct webhook *w, const char *events, uint64_t *id);
/* Switched on, it starts with a clean slate. Raises the version. */
MUST_CHECK bool webhook_sql_set(struct ctx *c, uint64_t id, const char *name, const char *url, const char *events, bool enabled);
/* Of a webhook that was just added. */
MUST_CHECK bool webhook_sql_first_secret(struct ctx *c, uint64_t id, struct bytes sealed, const char *key_id);
/* The one that stood signs too for keep_s more seconds. Raises the version; `w` is locked. */
MUST_CHECK bool webhook_sql_next_secret(struct ctx *c, const struct webhook *w, struct bytes sealed, const char *key_id, int64_t keep_s);
MUST_CHECK bool webhook_sql_delete(struct ctx *c, uint64_t id);

/* ---- what is to be told */
/* The customer's webhooks that are on, and which events they want. */
struct webhook_wanting {
	uint64_t id;
	uint64_t events; /* bit 1 << enum webhook_event */
};
MUST_CHECK bool webhook_sql_wanting(struct ctx *c, uint64_t customer_id, struct webhook_wanting **rows, size_t *n);
MUST_CHECK bool delivery_sql_add(struct ctx *c, const struct webhook_delivery *d, uint64_t *id);
/* Many at once, in their order. */
MUST_CHECK bool delivery_sql_add_many(struct ctx *c, const struct webhook_delivery *d, size_t n);
/* What waits is held while its webhook is off, and waits again from the start when it is on. */
MUST_CHECK bool delivery_sql_hold(struct ctx *c, const struct webhook *w, bool hold);
MUST_CHECK bool delivery_sql_page(struct ctx *c, uint64_t webhook_id, const struct delivery_filter *f, struct webhook_delivery **rows, size_t *n,
	struct page_end *end);
/* Problem: not_found. */
MUST_CHECK bool delivery_sql_get(struct ctx *c, uint64_t id, struct webhook_delivery *out);
/* Once more, from the start. */
MUST_CHECK bool delivery_sql_again(struct ctx *c, uint64_t id);

/* ---- for workers */
/* Webhooks that have something to send now and nobody at work on it. */
MUST_CHECK bool webhook_sql_due(struct ctx *c, struct webhook **rows, size_t *n);
/* The webhook of the job's customer, with its secrets; *found is false when it is gone, off, or resting. */
MUST_CHECK bool webhook_sql_open(struct ctx *c, uint64_t id, struct webhook *out, bool *found);
/* The oldest one whose time has come and that has no older one of its order before it. */
MUST_CHECK bool delivery_sql_next(struct ctx *c, const struct webhook *w, struct webhook_delivery *out, bool *found);
/* How a try ended. A failed one is tried again in delay_s, or never with `last`. */
struct delivery_try {
	bool        delivered, last;
	int64_t     status, ms, delay_s;
	const char *problem;
};
MUST_CHECK bool delivery_sql_tried(struct ctx *c, const struct webhook_delivery *d, const struct delivery_try *t);
/* Counts on the webhook: a success ends its row of failures; a failure lets it rest for rest_s. */
MUST_CHECK bool webhook_sql_tried(struct ctx *c, uint64_t id, const struct delivery_try *t, int64_t rest_s);
/* Nothing has gone through since that delivery was first tried. */
MUST_CHECK bool webhook_sql_silent_since(struct ctx *c, const struct webhook_delivery *d, bool *silent);
MUST_CHECK bool webhook_sql_switch_off(struct ctx *c, const struct webhook *w, const char *reason);
/* Drops what is older than 30 days, a batch. */
MUST_CHECK bool delivery_sql_prune(struct ctx *c);

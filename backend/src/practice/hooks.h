#pragma once
#include "practice/call.h"

/* The webhooks of a shop: it calls an address of ours whenever an order changes, as WooCommerce does (a ping when it is
 * set up, order.created and order.updated for a new order, {"id":7} for a deleted one, off after more than five
 * failures in a row), and in other ways when it is told to. */
struct shop_hook {
	const char         *url, *secret; /* url is NULL without a webhook */
	struct http_client *client;
	bool                enabled;
	int64_t             sent, failures, status; /* status of the last answer; 0: none came */
	const char         *topic, *delivery, *body; /* of the last call */
};

/* Calls for what has changed since the last time. */
void hooks_tick(struct shop *s);

/* Handlers of the control API. */
void control_hook_get(struct call *k);
void control_hook_put(struct call *k);
void control_hook_drop(struct call *k);
void control_hook_send(struct call *k);

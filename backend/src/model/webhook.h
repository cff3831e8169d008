#pragma once
#include "lib/db.h"
#include "lib/shape.h"

/* What a partner's tool can be told about. */
enum webhook_event { HOOK_ORDER_CREATED, HOOK_ORDER_UPDATED, HOOK_ORDER_STATUS, HOOK_ORDER_EXCEPTION, HOOK_SHIPMENT, HOOK_WRITEBACK_CONFIRMED,
	HOOK_WRITEBACK_FAILED, WEBHOOK_EVENTS };
extern const char *const webhook_event_names[]; /* as on the wire and in the column; ends with NULL */
#define WEBHOOK_TEST "webhook.test" /* what a test sends */

enum { WEBHOOK_NAME_MAX = 100, WEBHOOK_URL_MAX = 500 };

/* off: by a person, or by itself after a long row of failures (off_reason says so). failing: on, and the last try failed. */
enum webhook_state { WEBHOOK_ON, WEBHOOK_FAILING, WEBHOOK_OFF };
extern const char *const webhook_state_names[];

struct webhook {
	uint64_t       id, customer_id;
	const char    *customer_name, *name, *url;
	const char    *events; /* JSON array */
	bool           enabled;
	int32_t        state;
	const char    *off_reason;
	struct instant secret_before_until; /* the secret before the last rotation signs too until then; 0: there is none */
	int64_t        fail_streak, waiting;
	struct instant not_before, last_success_at, last_failure_at;
	const char    *last_problem, *created_by, *warning;
	struct instant created_at;
	int64_t        version;
	/* for the worker; never written out */
	struct bytes   secret, secret_before;
	const char    *secret_key, *secret_before_key;
	bool           secret_turned; /* which of its two places the next secret is put in */
};
extern const struct shape webhook_shape;

/* `secret` is NULL when it cannot be shown again. */
struct new_webhook {
	const struct webhook *webhook;
	const char           *secret;
};
extern const struct shape new_webhook_shape;

struct add_webhook {
	const char  *name, *url;
	const char **events;
	size_t       n_events;
};
extern const struct shape add_webhook_shape;

struct change_webhook {
	const char  *name, *url;
	const char **events; /* NULL: as they are */
	size_t       n_events;
	bool         enabled;
};
extern const struct shape change_webhook_shape;

enum delivery_state { DELIVERY_WAITING, DELIVERY_HELD, DELIVERY_DELIVERED, DELIVERY_FAILED };
extern const char *const delivery_state_names[];

struct webhook_delivery {
	uint64_t       id, customer_id, webhook_id;
	const char    *delivery_key, *event;
	uint64_t       order_id;
	const char    *order_no, *body;
	int32_t        state;
	int64_t        attempts, status, ms;
	const char    *problem;
	struct instant next_at, created_at, first_at, last_at;
};
extern const struct shape webhook_delivery_shape; /* the body as JSON */

struct delivery_filter {
	const char *state;
	struct page page;
};
extern const struct shape delivery_filter_shape; /* for shape_parse_query */

struct webhook_ref {
	uint64_t webhook_id;
};
extern const struct shape webhook_ref_shape; /* payload of the job "webhook_send" */

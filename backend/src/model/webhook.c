#include "model/webhook.h"

const char *const webhook_event_names[] = { "order.created", "order.updated", "order.status_changed", "order.exception", "shipment.created",
	"writeback.confirmed", "writeback.failed", NULL };
const char *const webhook_state_names[] = { "on", "failing", "off", NULL };
const char *const delivery_state_names[] = { "waiting", "held", "delivered", "failed", NULL };

static const struct field fields[] = {
	FIELD(struct webhook, id, "id"),
	FIELD(struct webhook, customer_id, "customer.id"),
	FIELD(struct webhook, customer_name, "customer.name"),
	FIELD(struct webhook, name, "name"),
	FIELD(struct webhook, url, "url"),
	FIELD_RAW(struct webhook, events, "events"),
	FIELD(struct webhook, enabled, "enabled"),
	FIELD_CHOICE(struct webhook, state, "state", webhook_state_names),
	FIELD(struct webhook, off_reason, "offReason"),
	FIELD(struct webhook, secret_before_until, "oldSecretUntil"),
	FIELD(struct webhook, fail_streak, "failuresInARow"),
	FIELD(struct webhook, waiting, "waiting"),
	FIELD(struct webhook, not_before, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct webhook, last_success_at, "lastSuccessAt"),
	FIELD(struct webhook, last_failure_at, "lastFailureAt"),
	FIELD(struct webhook, last_problem, "lastProblem"),
	FIELD(struct webhook, created_by, "createdBy"),
	FIELD(struct webhook, created_at, "createdAt"),
	FIELD(struct webhook, warning, "warning"),
	FIELD(struct webhook, version, "version"),
	FIELD(struct webhook, secret, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct webhook, secret_before, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct webhook, secret_key, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct webhook, secret_before_key, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct webhook, secret_turned, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape webhook_shape = SHAPE(struct webhook, fields);

static const struct field new_fields[] = {
	FIELD_OBJECT(struct new_webhook, webhook, "webhook", webhook_shape),
	FIELD(struct new_webhook, secret, "secret"),
	FIELD_END
};
const struct shape new_webhook_shape = SHAPE(struct new_webhook, new_fields);

static const struct field add_fields[] = {
	FIELD(struct add_webhook, name, "name", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = WEBHOOK_NAME_MAX),
	FIELD(struct add_webhook, url, "url", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = WEBHOOK_URL_MAX),
	FIELD_TEXTS(struct add_webhook, events, n_events, "events", .flags = FIELD_REQUIRED, .min = 1, .max = WEBHOOK_EVENTS, .choices = webhook_event_names),
	FIELD_END
};
const struct shape add_webhook_shape = SHAPE(struct add_webhook, add_fields);

static const struct field change_fields[] = {
	FIELD(struct change_webhook, name, "name", .flags = FIELD_TRIM, .min = 1, .max = WEBHOOK_NAME_MAX),
	FIELD(struct change_webhook, url, "url", .flags = FIELD_TRIM, .min = 1, .max = WEBHOOK_URL_MAX),
	FIELD_TEXTS(struct change_webhook, events, n_events, "events", .min = 1, .max = WEBHOOK_EVENTS, .choices = webhook_event_names),
	FIELD(struct change_webhook, enabled, "enabled"),
	FIELD_END
};
const struct shape change_webhook_shape = SHAPE(struct change_webhook, change_fields);

static const struct field delivery_fields[] = {
	FIELD(struct webhook_delivery, id, "id"),
	FIELD(struct webhook_delivery, customer_id, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct webhook_delivery, webhook_id, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct webhook_delivery, delivery_key, "deliveryId"),
	FIELD(struct webhook_delivery, event, "event"),
	FIELD(struct webhook_delivery, order_id, "order.id"),
	FIELD(struct webhook_delivery, order_no, "order.orderNo"),
	FIELD_CHOICE(struct webhook_delivery, state, "state", delivery_state_names),
	FIELD(struct webhook_delivery, attempts, "attempts"),
	FIELD(struct webhook_delivery, status, "status", .flags = FIELD_NULL_ZERO),
	FIELD(struct webhook_delivery, ms, "ms", .flags = FIELD_NULL_ZERO),
	FIELD(struct webhook_delivery, problem, "problem"),
	FIELD(struct webhook_delivery, next_at, "nextAt"),
	FIELD(struct webhook_delivery, created_at, "createdAt"),
	FIELD(struct webhook_delivery, first_at, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct webhook_delivery, last_at, "lastAt"),
	FIELD_RAW(struct webhook_delivery, body, "body"),
	FIELD_END
};
const struct shape webhook_delivery_shape = SHAPE(struct webhook_delivery, delivery_fields);

static const struct field filter_fields[] = {
	FIELD(struct delivery_filter, state, "state", .max = 16),
	FIELD(struct delivery_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct delivery_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape delivery_filter_shape = SHAPE(struct delivery_filter, filter_fields);

static const struct field ref_fields[] = { FIELD(struct webhook_ref, webhook_id, "webhookId", .flags = FIELD_REQUIRED), FIELD_END };
const struct shape webhook_ref_shape = SHAPE(struct webhook_ref, ref_fields);

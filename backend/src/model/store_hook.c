#include "model/store_hook.h"

static const struct field fields[] = {
	FIELD(struct store_hook, store_id, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct store_hook, customer_id, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct store_hook, platform, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct store_hook, store_name, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct store_hook, store_status, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct store_hook, supported, "supported"),
	FIELD_RAW(struct store_hook, topics, "topics"),
	FIELD(struct store_hook, address, "address"),
	FIELD(struct store_hook, secret_at, "secretAt"),
	FIELD(struct store_hook, secret_before_until, "oldSecretUntil"),
	FIELD(struct store_hook, received_n, "received"),
	FIELD(struct store_hook, last_received_at, "lastReceivedAt"),
	FIELD(struct store_hook, last_topic, "lastTopic"),
	FIELD(struct store_hook, last_repeat_at, "lastRepeatAt"),
	FIELD(struct store_hook, version, "version", .flags = FIELD_NULL_ZERO),
	FIELD(struct store_hook, hook_key, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct store_hook, secret_key, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct store_hook, secret_before_key, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct store_hook, secret, NULL, .flags = FIELD_HIDDEN),
	FIELD(struct store_hook, secret_before, NULL, .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape store_hook_shape = SHAPE(struct store_hook, fields);

static const struct field new_fields[] = {
	FIELD_OBJECT(struct new_store_hook, webhook, "webhook", store_hook_shape),
	FIELD(struct new_store_hook, secret, "secret"),
	FIELD_END
};
const struct shape new_store_hook_shape = SHAPE(struct new_store_hook, new_fields);

#include "model/store.h"

const char *const store_status_names[] = { "untested", "authorised", "expired", "disabled", NULL };
const char *const store_health_names[] = { "unknown", "good", "troubled", "down", NULL };
const char *const store_test_names[] = { "none", "queued", "running", "passed", "failed", NULL };

enum { SYNC_EVERY_MIN_S = 60, SYNC_EVERY_MAX_S = 86400, TOKEN_MAX = 2048 };

static const struct field store_fields[] = {
	FIELD(struct store, id, "id"),
	FIELD(struct store, customer_id, "customerId", .flags = FIELD_HIDDEN),
	FIELD(struct store, name, "name"),
	FIELD(struct store, platform, "platform"),
	FIELD_CHOICE(struct store, kind, "kind", order_kind_names),
	FIELD(struct store, url, "url"),
	FIELD_CHOICE(struct store, status, "status", store_status_names),
	FIELD(struct store, credentials, "credentials", .flags = FIELD_SECRET),
	FIELD_CHOICE(struct store, health, "health.state", store_health_names),
	FIELD(struct store, health_detail, "health.detail"),
	FIELD(struct store, health_since, "health.since"),
	FIELD(struct store, clock_skew_s, "clockSkewS", .flags = FIELD_HIDDEN),
	FIELD(struct store, last_sync_at, "lastSyncAt"),
	FIELD(struct store, next_sync_at, "nextSyncAt"),
	FIELD(struct store, covered_to, "coveredTo"),
	FIELD(struct store, sync_every_s, "syncEveryS"),
	FIELD(struct store, first_days, "firstDays", .flags = FIELD_HIDDEN),
	FIELD(struct store, confirm_threshold, "confirmThreshold"),
	FIELD(struct store, writeback_strategy, "writebackStrategy"),
	FIELD(struct store, has_updated_filter, "hasUpdatedFilter", .flags = FIELD_HIDDEN),
	FIELD(struct store, authorised_at, "authorisedAt"),
	FIELD(struct store, expires_at, "expiresAt"),
	FIELD_CHOICE(struct store, test_state, "test.state", store_test_names),
	FIELD(struct store, test_at, "test.at"),
	FIELD_RAW(struct store, test_steps, "test.steps"),
	FIELD(struct store, warning, "warning"),
	FIELD(struct store, version, "version"),
	FIELD_END
};
const struct shape store_shape = SHAPE(struct store, store_fields);

static const struct field credential_fields[] = {
	FIELD(struct credentials, consumer_key, "consumerKey", .flags = FIELD_SECRET | FIELD_TRIM, .max = 255),
	FIELD(struct credentials, consumer_secret, "consumerSecret", .flags = FIELD_SECRET | FIELD_TRIM, .max = 255),
	FIELD(struct credentials, client_id, "clientId", .flags = FIELD_SECRET | FIELD_TRIM, .max = TOKEN_MAX),
	FIELD(struct credentials, client_secret, "clientSecret", .flags = FIELD_SECRET | FIELD_TRIM, .max = TOKEN_MAX),
	FIELD(struct credentials, refresh_token, "refreshToken", .flags = FIELD_SECRET | FIELD_TRIM, .max = TOKEN_MAX),
	FIELD_END
};
static const struct shape credentials_shape = SHAPE(struct credentials, credential_fields);

static const struct field add_fields[] = {
	FIELD(struct add_store, name, "name", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = 100),
	FIELD(struct add_store, platform, "platform", .flags = FIELD_REQUIRED, .min = 1, .max = 32),
	FIELD(struct add_store, url, "url", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = 255),
	FIELD_OBJECT(struct add_store, credentials, "credentials", credentials_shape),
	FIELD(struct add_store, consent, "consent"),
	FIELD_END
};
const struct shape add_store_shape = SHAPE(struct add_store, add_fields);

static const struct field authorize_fields[] = {
	FIELD_OBJECT(struct authorize_store, credentials, "credentials", credentials_shape, .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape authorize_store_shape = SHAPE(struct authorize_store, authorize_fields);

static const struct field change_fields[] = {
	FIELD(struct change_store, name, "name", .flags = FIELD_TRIM, .min = 1, .max = 100),
	FIELD(struct change_store, enabled, "enabled"),
	FIELD(struct change_store, sync_every_s, "syncEveryS", .min = SYNC_EVERY_MIN_S, .max = SYNC_EVERY_MAX_S),
	FIELD(struct change_store, confirm_threshold, "confirmThreshold", .max = 100),
	FIELD_END
};
const struct shape change_store_shape = SHAPE(struct change_store, change_fields);

static const struct field ref_fields[] = { FIELD(struct store_ref, store_id, "storeId", .flags = FIELD_REQUIRED), FIELD_END };
const struct shape store_ref_shape = SHAPE(struct store_ref, ref_fields);

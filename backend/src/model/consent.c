#include "model/consent.h"

const char *const consent_state_names[] = { "none", "waiting", "granted", "over", NULL };

static const struct field consent_fields[] = {
	FIELD_CHOICE(struct consent, state, "state", consent_state_names),
	FIELD(struct consent, expires_at, "expiresAt"),
	FIELD_END
};
const struct shape consent_shape = SHAPE(struct consent, consent_fields);

static const struct field url_fields[] = { FIELD(struct consent_url, url, "url"), FIELD_END };
const struct shape consent_url_shape = SHAPE(struct consent_url, url_fields);

static const struct field row_fields[] = {
	FIELD(struct consent_row, customer_id, "customerId", .flags = FIELD_HIDDEN),
	FIELD(struct consent_row, store_id, "storeId", .flags = FIELD_HIDDEN),
	FIELD(struct consent_row, session_id, "sessionId", .flags = FIELD_HIDDEN),
	FIELD_END
};
const struct shape consent_row_shape = SHAPE(struct consent_row, row_fields);

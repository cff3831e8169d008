#pragma once
#include "base/instant.h"
#include "lib/shape.h"

/* A shop's own consent screen: opened with a one-time state, answered by the shop with its keys. */
enum consent_state { CONSENT_NONE, CONSENT_OPEN, CONSENT_GRANTED, CONSENT_OVER };
extern const char *const consent_state_names[];

struct consent {
	int32_t        state;
	struct instant expires_at; /* of one that is open */
};
extern const struct shape consent_shape;

struct consent_url {
	const char *url;
};
extern const struct shape consent_url_shape;

/* Whose it was: rows alone. */
struct consent_row {
	uint64_t    customer_id, store_id;
	const char *session_id;
};
extern const struct shape consent_row_shape;

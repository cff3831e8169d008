#pragma once
#include "base/ctx.h"
#include "model/consent.h"
#include "model/store.h"

/* Consent screens, by the hash of their one-time state. */
/* What is long over of the store goes. */
MUST_CHECK bool consent_sql_add(struct ctx *c, const struct store *s, struct bytes state_hash, const char *session, int64_t life_s);
/* The newest of the store, as people see it. */
MUST_CHECK bool consent_sql_latest(struct ctx *c, uint64_t store_id, struct consent *out);
/* Spends an open one that is not over: *found says whether it was. */
MUST_CHECK bool consent_sql_spend(struct ctx *c, struct bytes state_hash, struct consent_row *out, bool *found);

#pragma once
#include "base/ctx.h"
#include "model/carrier.h"

/* The carriers of channels that are in use, each once. */
struct carrier *carrier_sql_of_channels(struct ctx *c, size_t *n);
struct carrier_mapping *carrier_sql_mappings(struct ctx *c, size_t *n);
MUST_CHECK bool carrier_sql_set(struct ctx *c, const struct set_carrier *in, uint64_t *id);
/* Problem: not_found. */
MUST_CHECK bool carrier_sql_lock(struct ctx *c, uint64_t id, struct carrier_mapping *out);
MUST_CHECK bool carrier_sql_drop(struct ctx *c, uint64_t id);
/* What the store's platform calls the carrier: the carrier itself without a mapping. */
MUST_CHECK bool carrier_sql_named(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *carrier, const char **out);

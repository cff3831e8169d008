#pragma once
#include "base/ctx.h"
#include "model/carrier.h"

/* The carriers to choose from: those of the warehouses' channels and those everybody knows, each once, by name. */
MUST_CHECK bool carrier_list(struct ctx *c, struct carrier **rows, size_t *n);

MUST_CHECK bool carrier_mappings(struct ctx *c, struct carrier_mapping **rows, size_t *n);
/* What the platform is told from the next shipment on; what is on its way keeps its name. Problems: invalid (platform),
 * forbidden (staff: mappings are a customer's). */
MUST_CHECK bool carrier_set(struct ctx *c, const struct set_carrier *in, struct carrier_mapping *out);
/* Problems: not_found, stale. */
MUST_CHECK bool carrier_drop(struct ctx *c, uint64_t id, int64_t version);

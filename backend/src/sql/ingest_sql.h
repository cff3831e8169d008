#pragma once
#include "base/ctx.h"
#include "model/ingest.h"
#include "model/order.h"

/* What storing an order writes. All inside the caller's transaction. */

/* The stored order of that platform id, or 0. */
MUST_CHECK bool ingest_sql_find(struct ctx *c, uint64_t store_id, const char *platform_order_id, uint64_t *id);
/* A stored order's pull state. */
struct ingest_stored {
	struct instant pulled_at;
	uint64_t       our_writebacks; /* shipments we have told or are telling the platform */
};
MUST_CHECK bool ingest_sql_stored(struct ctx *c, uint64_t order_id, struct ingest_stored *out);
MUST_CHECK bool ingest_sql_seen(struct ctx *c, uint64_t order_id, struct bytes hash, bool *seen);
/* Tracking numbers of the order that came from us. */
MUST_CHECK bool ingest_sql_knows_tracking(struct ctx *c, uint64_t order_id, const char *tracking_no, bool *known);

MUST_CHECK bool ingest_sql_add(struct ctx *c, const struct ingest_source *from, const struct incoming_order *in, struct bytes hash,
	uint64_t *id);
MUST_CHECK bool ingest_sql_touch(struct ctx *c, uint64_t order_id, struct instant pulled_at);
/* The platform's columns as they came; raises the version. */
MUST_CHECK bool ingest_sql_set(struct ctx *c, struct order *o, const struct incoming_order *in, struct bytes hash, struct instant pulled_at);
/* Lines as they came: new ones added, changed ones set, missing ones marked gone. Everything ordered may be sent, unless the
 * order is acknowledged: then what was accepted stays as it was, and of new lines nothing is. */
MUST_CHECK bool ingest_sql_set_lines(struct ctx *c, const struct ingest_source *from, uint64_t order_id, const struct incoming_order *in,
	bool acknowledged);
struct order_line *ingest_sql_lines(struct ctx *c, uint64_t order_id, size_t *n);
MUST_CHECK bool ingest_sql_add_revision(struct ctx *c, const struct ingest_source *from, uint64_t order_id, const struct incoming_order *in,
	struct bytes hash, bool applied, const char *changes);
MUST_CHECK bool ingest_sql_add_parcels(struct ctx *c, const struct ingest_source *from, uint64_t order_id, const struct incoming_order *in);
/* One row of the Order Sync Log's detail; doing a page again replaces it. raw is kept for a failed order alone. */
MUST_CHECK bool ingest_sql_log(struct ctx *c, const struct ingest_source *from, const struct incoming_order *in, const struct ingest_result *r);

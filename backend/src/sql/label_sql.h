#pragma once
#include "base/ctx.h"
#include "model/label.h"

/* The tables label and label_chunk. Reads are bound to the caller: a customer's user sees the own, staff those on
 * outbound orders of their warehouses. */

/* A row in state uploading; *today is how many the customer has had since midnight (UTC), this one among them. */
MUST_CHECK bool label_sql_add(struct ctx *c, uint64_t customer_id, const char *file_name, uint64_t *id, uint64_t *today);
/* Put again, a piece replaces itself. */
MUST_CHECK bool label_sql_put(struct ctx *c, uint64_t label_id, int64_t version, int64_t position, struct bytes data);
/* One piece; not_found when there is none. */
MUST_CHECK bool label_sql_piece(struct ctx *c, uint64_t label_id, int64_t version, int64_t position, struct bytes *out);

/* With its outbound order; one that is still coming in is not there. Problem: not_found. */
MUST_CHECK bool label_sql_get(struct ctx *c, uint64_t id, struct label *out);
/* The row alone, locked, whatever its state; of that customer. */
MUST_CHECK bool label_sql_lock(struct ctx *c, uint64_t customer_id, uint64_t id, struct label *out, bool *found);
/* State, refusal, size, pages, version and hash (unless none) as they now are. */
MUST_CHECK bool label_sql_set(struct ctx *c, const struct label *l, struct bytes hash);
/* To the outbound order, or 0 for none. */
MUST_CHECK bool label_sql_link(struct ctx *c, const struct label *l, uint64_t outbound_id);
/* The labels of an outbound order are free again. */
MUST_CHECK bool label_sql_unlink(struct ctx *c, uint64_t customer_id, uint64_t outbound_id);
/* The bytes of one version; all of them when it is 0. */
MUST_CHECK bool label_sql_drop_pieces(struct ctx *c, uint64_t label_id, int64_t version);
/* The label and its bytes, if it still is in that state. */
MUST_CHECK bool label_sql_drop(struct ctx *c, const struct label *l);

/* Some whose time is over: coming in for more than an hour, or older than labels are kept. Of all customers: for the
 * system. NULL with a problem. */
struct label *label_sql_stale(struct ctx *c, size_t *n);

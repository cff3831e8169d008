#pragma once
#include "base/ctx.h"
#include "model/ingest.h"
#include "model/order.h"

/* What storing orders writes. All inside the caller's transaction. */

/* ---- what is there already */
struct ingest_known {
	uint64_t     id;
	const char  *platform_order_id;
	struct bytes content_hash;
};
/* Those of the store's orders with these ids of the platform that are there, in the order of those ids and locked. At
 * most INGEST_PAGE_MAX. */
MUST_CHECK bool ingest_sql_known(struct ctx *c, const struct ingest_source *from, const char *const *platform_order_ids, size_t n_ids,
	struct ingest_known **rows, size_t *n);
/* A stored order's pull state. */
struct ingest_stored {
	struct instant pulled_at;
	uint64_t       our_writebacks; /* shipments we have told or are telling the platform */
};
MUST_CHECK bool ingest_sql_stored(struct ctx *c, uint64_t order_id, struct ingest_stored *out);
MUST_CHECK bool ingest_sql_seen(struct ctx *c, uint64_t order_id, struct bytes hash, bool *seen);
/* Tracking numbers of the order that came from us. */
MUST_CHECK bool ingest_sql_knows_tracking(struct ctx *c, uint64_t order_id, const char *tracking_no, bool *known);
struct order_line *ingest_sql_lines(struct ctx *c, uint64_t order_id, size_t *n);

/* ---- a known order */
/* They came again as they are. */
MUST_CHECK bool ingest_sql_touch(struct ctx *c, const struct ingest_source *from, const uint64_t *order_ids, size_t n);
/* The platform's columns as they came; raises the version. */
MUST_CHECK bool ingest_sql_set(struct ctx *c, struct order *o, const struct incoming_order *in, struct bytes hash, struct instant pulled_at);
/* Lines as they came: new ones added, changed ones set, missing ones marked gone. Everything ordered may be sent, unless the
 * order is acknowledged: then what was accepted stays as it was, and of new lines nothing is. */
MUST_CHECK bool ingest_sql_set_lines(struct ctx *c, const struct ingest_source *from, uint64_t order_id, const struct incoming_order *in,
	bool acknowledged);

/* ---- what lines sell */
/* One of the store's goods, named by lines that can be shipped. */
struct ingest_good {
	const char                 *sku_key;
	const struct incoming_line *line; /* the first that names it */
	size_t                      place;
	bool                        digital; /* the store's list says that it is nothing to send */
	bool                        bound;   /* to a warehouse SKU */
};
struct ingest_goods {
	struct ingest_good *all; /* by key, each once */
	size_t              n;
};
/* Those of the orders' lines. What the store's list does not know is remembered from the orders, to be mapped. */
MUST_CHECK bool ingest_sql_goods(struct ctx *c, const struct ingest_source *from, const struct incoming_order *const *orders, size_t n,
	struct ingest_goods *out);
/* Finds out which of them are bound. */
MUST_CHECK bool ingest_sql_bound(struct ctx *c, const struct ingest_source *from, struct ingest_goods *goods);
/* NULL: the line names none, or is nothing to send anyway. */
const struct ingest_good *ingest_good_of(const struct ingest_goods *goods, const struct incoming_line *l);

/* ---- new orders, any number of them with one statement for each table */
struct ingest_new {
	const struct incoming_order *in;
	struct bytes                 hash;
	struct ingest_result        *result;
	struct order                 order; /* as it will stand: exception and version are written, the id is filled in */
};
/* Problem: internal with uk_platform for its duplicate key when one of them is there. */
MUST_CHECK bool ingest_sql_add(struct ctx *c, const struct ingest_source *from, struct ingest_new *const *orders, size_t n);
MUST_CHECK bool ingest_sql_add_lines(struct ctx *c, const struct ingest_source *from, struct ingest_new *const *orders, size_t n,
	const struct ingest_goods *goods);

/* ---- new and known ones */
struct ingest_revision {
	uint64_t                     order_id;
	const struct incoming_order *in;
	struct bytes                 hash;
	bool                         applied;
	const char                  *changes;
};
MUST_CHECK bool ingest_sql_add_revisions(struct ctx *c, const struct ingest_source *from, const struct ingest_revision *rows, size_t n);
/* The shipments that the platform knows; those that we know too stay as they are. `order_ids` is n long. */
MUST_CHECK bool ingest_sql_add_parcels(struct ctx *c, const struct ingest_source *from, const uint64_t *order_ids,
	const struct incoming_order *const *orders, size_t n);
/* Rows of the Order Sync Log's detail; doing a page again replaces them. raw is kept for failed orders alone. */
MUST_CHECK bool ingest_sql_log(struct ctx *c, const struct ingest_source *from, const struct incoming_order *orders,
	const struct ingest_result *results, size_t n);

enum { INGEST_PRODUCT_NAME = 500 };
/* A text for showing, cut to its column at a whole character; identifiers are never cut (domain/ingest refuses them). */
const char *ingest_fit(struct ctx *c, const char *text, size_t characters);

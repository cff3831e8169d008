#pragma once
#include "base/ctx.h"
#include "model/incoming.h"
#include "model/ingest.h"
#include "model/product.h"

/* The tables platform_product and product_run: what a store sells, and reading it. */

/* ---- runs; those that people read are bound to the caller */
MUST_CHECK bool product_sql_run(struct ctx *c, uint64_t id, struct product_run *out);
/* The store's newest run; *found is false when there was none yet. */
MUST_CHECK bool product_sql_latest(struct ctx *c, uint64_t store_id, struct product_run *out, bool *found);
/* The store's run that is queued or running, or 0. The store is locked. */
MUST_CHECK bool product_sql_open_run(struct ctx *c, uint64_t store_id, uint64_t *id);
MUST_CHECK bool product_sql_add_run(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *requested_by, uint64_t *id);
MUST_CHECK bool product_sql_begin(struct ctx *c, uint64_t run_id);
MUST_CHECK bool product_sql_progress(struct ctx *c, uint64_t run_id, const struct product_run *page, const char *cursor);
/* Something people should know, kept when the run ends well. */
MUST_CHECK bool product_sql_note(struct ctx *c, uint64_t run_id, const char *note);
/* Why a run that is not over waits. */
MUST_CHECK bool product_sql_trouble(struct ctx *c, uint64_t run_id, const char *code, const char *detail);
MUST_CHECK bool product_sql_finish(struct ctx *c, uint64_t run_id, uint64_t gone);
MUST_CHECK bool product_sql_fail(struct ctx *c, uint64_t run_id, const char *code, const char *detail);

/* ---- products of one store */
/* Those of `keys` that are known. */
MUST_CHECK bool product_sql_known(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *const *keys, size_t n_keys,
	struct product **rows, size_t *n);
/* Adds them or writes them anew, seen now. */
MUST_CHECK bool product_sql_put(struct ctx *c, uint64_t customer_id, uint64_t store_id, const struct product *rows, size_t n);
/* Adds those that only orders know; one that is known meanwhile stays as it is. */
MUST_CHECK bool product_sql_add_missing(struct ctx *c, uint64_t customer_id, uint64_t store_id, const struct product *rows, size_t n);
/* After a whole list was read: what was not in it since `began_at` is marked as gone, and dropped when it was neither sold nor bound. */
MUST_CHECK bool product_sql_mark_gone(struct ctx *c, const struct product_run *run, uint64_t *gone);

/* Lines of the order follow what the store's list says of their products: shippable or digital. The order is locked. */
MUST_CHECK bool product_sql_set_digital(struct ctx *c, const struct order *o);

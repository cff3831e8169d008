#pragma once
#include "base/ctx.h"
#include "model/incoming.h"
#include "model/product.h"
#include "model/store.h"

/* What a store sells: reading its list of products, and the list of its platform SKUs. */

/* Starts a run, or answers the one that is under way. Problems: not_found, store_disabled, store_not_authorised. */
MUST_CHECK bool product_sync_start(struct ctx *c, uint64_t store_id, struct product_run *out);
/* The store's newest run; *found is false when there was none yet. Problem: not_found (the store). */
MUST_CHECK bool product_sync_latest(struct ctx *c, uint64_t store_id, struct product_run *out, bool *found);

/* Problem: invalid (the cursor). */
MUST_CHECK bool platform_sku_page(struct ctx *c, struct platform_sku_filter *f, struct platform_sku **rows, size_t *n, struct page_end *end);

/* ---- for the job "product_sync" (lane "store:<id>:skus") */

MUST_CHECK bool product_run_get(struct ctx *c, uint64_t run_id, struct product_run *out);
/* What a page of the list changed. */
struct product_page {
	int64_t      seen, added, changed;
	size_t       n_switched; /* SKUs that became digital, or something to send */
	const char **switched;
	size_t       n_too_long; /* left out: an identifier is longer than ours may be, and is never cut */
};
/* Stores a page. Inside the page's transaction; orders of the switched SKUs are looked at again by a job. */
MUST_CHECK bool product_page_put(struct ctx *c, const struct product_run *run, const struct incoming_sku *skus, size_t n,
	struct product_page *out);
/* After its COMMIT: looks at the first of them at once. */
MUST_CHECK bool product_page_follow(struct ctx *c, const struct product_run *run, const struct product_page *page);
/* Ends a run whose every page is stored. Inside the job's last transaction. */
MUST_CHECK bool product_run_finish(struct ctx *c, const struct product_run *run);
MUST_CHECK bool product_run_failed(struct ctx *c, uint64_t run_id, enum problem_code code, const char *detail);

#pragma once
#include "base/ctx.h"
#include "model/store.h"
#include "model/sync.h"

/* Pulling orders: runs are made by people and by the schedule, worked on by jobs, read as the Order Sync Log. */

/* One run per store, in the order asked. Problems: invalid (fields of the mode), not_found (a store), store_disabled,
 * store_not_authorised, queue_full, rate_limited (a store that was asked of too often). */
MUST_CHECK bool sync_start(struct ctx *c, const struct start_sync *in, struct sync_run **runs, size_t *n);

/* A run of type gap_fill over that span. It proves the span and leaves the schedule's place alone. Problems: invalid,
 * not_found, store_disabled, store_not_authorised, queue_full, rate_limited. */
struct fill_gap; /* model/coverage.h */
MUST_CHECK bool sync_fill_gap(struct ctx *c, uint64_t store_id, const struct fill_gap *in, struct sync_run *out);

/* The platform says that something happened to that order of the store (its id there): it is asked for, with others that
 * were hinted at meanwhile, by a run of type webhook. Nothing when the store cannot be synced or too much waits: the
 * schedule comes anyway. In a transaction, last. */
MUST_CHECK bool sync_hint(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *platform_order_id);

MUST_CHECK bool sync_page(struct ctx *c, struct sync_filter *f, struct sync_run **rows, size_t *n, struct page_end *end);
MUST_CHECK bool sync_get(struct ctx *c, uint64_t id, struct sync_run *out);
MUST_CHECK bool sync_orders(struct ctx *c, uint64_t run_id, struct sync_order_filter *f, struct sync_run_order **rows, size_t *n,
	struct page_end *end);
MUST_CHECK bool sync_requests(struct ctx *c, uint64_t run_id, struct platform_request **rows, size_t *n);

/* ---- for the job */

/* What a run pulls: decided once, at its start, so that a run that goes on later keeps its window. */
struct sync_window {
	bool           by_numbers;
	bool           by_creation; /* else by change */
	bool           by_ids;      /* the numbers are the platform's ids, each asked for alone */
	struct instant from, to;
	const char   **numbers;
	size_t         n_numbers;
};
/* In a transaction of its own. */
MUST_CHECK bool sync_begin(struct ctx *c, const struct sync_run *run, const struct store *s, struct sync_window *out);
/* Ends a run whose every page is stored: counts, the proved window, the watermark of an automatic run. Inside the
 * job's last transaction. */
MUST_CHECK bool sync_finish(struct ctx *c, const struct sync_run *run, const struct store *s, const struct sync_window *w, int64_t clock_skew_s);
MUST_CHECK bool sync_failed(struct ctx *c, const struct sync_run *run, const struct sync_window *w, enum problem_code code, const char *detail);

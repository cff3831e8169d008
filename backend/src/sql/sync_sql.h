#pragma once
#include "base/ctx.h"
#include "model/sync.h"

/* Runs, as people read them: bound to the caller's customer. */
struct sync_run *sync_sql_page(struct ctx *c, const struct sync_filter *f, size_t *n);
/* Counted up to the cap; *exact says whether that was all. */
MUST_CHECK bool sync_sql_count(struct ctx *c, const struct sync_filter *f, uint64_t *total, bool *exact);
MUST_CHECK bool sync_sql_get(struct ctx *c, uint64_t id, struct sync_run *out);
struct sync_run_order *sync_sql_orders(struct ctx *c, uint64_t run_id, const struct sync_order_filter *f, size_t *n);
MUST_CHECK bool sync_sql_count_orders(struct ctx *c, uint64_t run_id, const struct sync_order_filter *f, uint64_t *total, bool *exact);
struct platform_request *sync_sql_requests(struct ctx *c, uint64_t run_id, size_t *n);

/* Runs, as they are made and worked on. */
MUST_CHECK bool sync_sql_add(struct ctx *c, const struct sync_run *r, uint64_t *id);
/* Waiting or running automatic runs of the store. */
MUST_CHECK bool sync_sql_open_runs(struct ctx *c, uint64_t store_id, enum sync_type type, uint64_t *n);
MUST_CHECK bool sync_sql_begin(struct ctx *c, uint64_t run_id, struct instant from, struct instant to);
struct sync_counts {
	uint64_t by_outcome[SYNC_OUTCOMES];
};
/* Adds a page's outcomes, keeps the place to go on from. */
MUST_CHECK bool sync_sql_progress(struct ctx *c, uint64_t run_id, const struct sync_counts *add, const char *page_cursor);
/* Counts what the log's rows say, so that a page done twice counts once, and ends the run. */
MUST_CHECK bool sync_sql_finish(struct ctx *c, uint64_t run_id);
MUST_CHECK bool sync_sql_fail(struct ctx *c, uint64_t run_id, const char *code, const char *detail);
/* The reason a run waits or tries again, while it is not over. */
MUST_CHECK bool sync_sql_trouble(struct ctx *c, uint64_t run_id, const char *code, const char *detail);
MUST_CHECK bool sync_sql_miss(struct ctx *c, const struct sync_run *run, const char *number);
MUST_CHECK bool sync_sql_window(struct ctx *c, const struct sync_run *run, const char *by, struct instant from, struct instant to, bool proved);

/* The automatic watermark: 0 before the first run. It never moves backwards. */
MUST_CHECK bool sync_sql_watermark(struct ctx *c, uint64_t store_id, struct instant *at, int64_t *overlap_s, int64_t *settle_s);
/* When the schedule last began a run that proved something, by our clock; 0: never. */
MUST_CHECK bool sync_sql_last_read(struct ctx *c, uint64_t store_id, struct instant *at);
MUST_CHECK bool sync_sql_move_watermark(struct ctx *c, uint64_t store_id, struct instant at);

MUST_CHECK bool request_sql_add(struct ctx *c, uint64_t customer_id, uint64_t store_id, uint64_t run_id, const struct platform_request *r);

#pragma once
#include "model/wave.h"

/* The table wave, and the outbound orders in it. Bound to the warehouses of the member of staff. */

/* One row more than the page holds; NULL with a problem. */
struct wave *wave_sql_page(struct ctx *c, const struct wave_filter *f, size_t *n);
enum { WAVE_TOTAL_CAP = 10000 };
MUST_CHECK bool wave_sql_count(struct ctx *c, const struct wave_filter *f, struct page_end *end);
/* Problem: not_found. */
MUST_CHECK bool wave_sql_get(struct ctx *c, uint64_t id, struct wave *out);
/* What is to be picked, by SKU code, then customer; NULL with a problem. */
struct wave_line *wave_sql_lines(struct ctx *c, uint64_t wave_id, size_t *n);

/* ---- writing, with everything locked in the order of the locks: platform orders, then outbound orders */
/* The outbound orders of these ids (or of a wave, when there are none) that the caller sees, by id, read and locked
 * together with their platform orders. */
MUST_CHECK bool wave_sql_lock(struct ctx *c, const uint64_t *ids, size_t n_ids, uint64_t wave_id, struct outbound **rows, size_t *n);
MUST_CHECK bool wave_sql_add(struct ctx *c, uint64_t warehouse_id, uint64_t *id, const char **wave_no);
/* The rows, which are locked, get that status, a new version and belong to the wave (0: none). */
MUST_CHECK bool wave_sql_set(struct ctx *c, const struct outbound *rows, size_t n, enum outbound_status status, uint64_t wave_id);
/* An entry on the timeline of each platform order; `detail` comes behind the outbound order's number. */
MUST_CHECK bool wave_sql_events(struct ctx *c, const struct outbound *rows, size_t n, const char *event, const char *detail);

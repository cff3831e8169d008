#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* Walking a list whose rows may leave it meanwhile, without missing one.
 *
 * A list of orders by time of change loses a row whenever somebody touches an order: with page
 * numbers the rest then moves up by one, and the row at the seam is never seen. Sorting by time of
 * change is worse: some shops order ties at random. So lists are sorted by id, and each page begins
 * with the last row of the one before: while its first id is not above the largest id seen,
 * nothing can lie between the two. When it is above, rows left in front of it, and the walk steps
 * back until the pages meet. It needs no totals, which caches remove and versions count
 * differently, heals a page repeated by a cache, and never has to begin again. */

enum { WC_PAGE = 50 }; /* orders of a thousand lines still fit into one answer */

struct wc_walk {
	int64_t     leg;    /* which of several lists is walked */
	int64_t     offset; /* rows before the page */
	int64_t     last;   /* the largest id seen */
	int64_t     stuck;  /* full pages in a row that brought nothing */
	bool        over;   /* the last page of this list was seen */
	size_t      n_later;
	const char *later[WC_PAGE]; /* what of the last page needs requests of its own: r, f, or neither before an id */
};

/* The walk as the cursor tells; a fresh one for NULL. False: not a cursor of ours. */
bool wc_walk_read(struct ctx *c, const char *cursor, struct wc_walk *w);
const char *wc_walk_write(struct ctx *c, const struct wc_walk *w);
/* Adds to `query` what brings the next page. */
struct wc_query;
void wc_walk_ask(struct ctx *c, const struct wc_walk *w, struct wc_query *query);
/* Judges a page of rows, moves on, and tells by fresh[WC_PAGE] which rows were not seen before. `total` is how
 * many rows the shop says there are, or NULL. False with `e` when the page cannot be trusted:
 * unsorted, the same for ever, or shorter than promised. */
bool wc_walk_page(struct ctx *c, struct wc_walk *w, const struct json *rows, const char *total, bool *fresh,
	struct platform_error *e);
/* The first of `later` is done. */
void wc_walk_later_done(struct wc_walk *w);

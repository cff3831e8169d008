#pragma once
#include "base/ctx.h"
#include "model/purchase.h"
#include "sql/hold_sql.h"

/* What a purchase order may be answered with. The form that a person fills in and its judgement use the same counting, so
 * that what was offered is what is taken. Nothing here reads or writes the database. */

/* Of one SKU in the warehouse, by SKU id. */
struct goods_there {
	uint64_t sku_id;
	int64_t  available; /* what the order itself holds there included */
};

struct acknowledge_case {
	/* the facts */
	const struct order_line  *lines; /* all of the order, with what each is mapped to */
	size_t                    n_lines;
	const char *const        *reasons; /* the platform's, ends with NULL */
	const struct goods_there *there;
	size_t                    n_there;
	struct instant            now;
	const struct acknowledge *in;
	/* found by acknowledge_check */
	const struct acknowledge_line **answers; /* of each line; NULL: it needs none */
	size_t                    n_hold;
	struct hold_item         *hold; /* what the accepted come to in warehouse SKUs */
	int64_t                   accepted, backordered, rejected; /* of all lines */
};

/* Whether a line wants an answer: it is still ordered. */
bool acknowledge_wants(const struct order_line *l);
/* The warehouse SKUs of the lines, ascending, each once. */
uint64_t *acknowledge_skus(struct ctx *c, const struct order_line *lines, size_t n_lines, size_t *n);

/* So many of the line's unit the goods suffice for; an unmapped line has none. *pieces, of the product, unless NULL. What is
 * nothing to send needs no goods. */
int64_t acknowledge_suffices(const struct order_line *l, const struct goods_there *there, size_t n_there, int64_t *pieces);
/* Takes so many of the line's unit from the goods. */
void acknowledge_use(const struct order_line *l, int64_t units, struct goods_there *there, size_t n_there);

/* Every line once; its quantities not negative and adding up to what was ordered; accepted no more than the goods suffice
 * for, the lines that share some in the order's order; a reason of the platform's where something is rejected; later only
 * where the buyer allows it, and with a date that lies ahead; a warehouse unless every line is rejected. Problem: invalid,
 * with all there is to say at once. */
MUST_CHECK bool acknowledge_check(struct ctx *c, struct acknowledge_case *k);

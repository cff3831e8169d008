#pragma once
#include "lib/db.h"

/* Keyset pages in the order of a text, then of an id, ascending. The cursor holds the last row's id, and its text is read
 * again by whoever pages: a cursor of any length of text would not be one. */

/* Adds the keyset condition, the order and LIMIT limit+1. `last` is the text of the row p->after_id; both columns are
 * literals, and the text's collation must be the index's. */
#define query_text_page(q, p, text_column, id_column, last) query_text_page_((q), (p), "" text_column, "" id_column, (last))
void query_text_page_(struct query *q, const struct page *p, const char *text, const char *id, const char *last);

/* What text_page_last found of the row a cursor names. */
struct text_last {
	const char *text;
};
/* Runs a query for that text (one column `text`). Problem: invalid on the field cursor when the row is not there. */
MUST_CHECK bool text_page_last(struct ctx *c, const struct query *q, const char **out);
/* The cursor behind the row `id`; `more` is a further key for lists in which an id comes several times. */
const char *text_page_cursor(struct ctx *c, uint64_t id, uint64_t more);

/* SELECT COUNT(*) FROM (SELECT 1 … of a capped count: adds its end and runs it. */
MUST_CHECK bool capped_count(struct ctx *c, struct query *q, uint64_t cap, struct page_end *end);

#pragma once
#include "base/ctx.h"
#include "base/instant.h"

/* What orders are found by when a part of the name or the beginning of the number is known: the table order_find
 * (sql/0012_search.sql). Whoever writes a name, number or order time calls these in the same transaction. */

enum { ORDER_FIND_PART = 32 }; /* characters of a part */

/* The span that a time lies in: of names two weeks, of numbers a day. */
uint64_t order_find_span(struct instant t, bool of_name);

/* Of new orders, as they are stored now: many at once cost least. Once for each order. */
MUST_CHECK bool order_find_sql_add(struct ctx *c, const uint64_t *ids, size_t n);
/* What these orders, as they are stored now, are found by is gone: before a change, and then added anew. Locks them. */
MUST_CHECK bool order_find_sql_forget(struct ctx *c, const uint64_t *ids, size_t n);

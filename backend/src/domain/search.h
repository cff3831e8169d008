#pragma once
#include "base/ctx.h"
#include "model/search.h"

/* Finds what the caller may see by a text that somebody typed or pasted: orders by number, tracking number and part of the
 * recipient's name, outbound orders by number, SKUs of both sides. At most SEARCH_MOST of each kind, each found along an
 * index. Several numbers at once (parted by commas or semicolons, or by spaces when each has a digit) are looked for exactly, as
 * order, tracking and outbound numbers, and those that nobody has are named. Problem: invalid, for more than
 * SEARCH_LIST_MOST of them. */
enum { SEARCH_MOST = 10, SEARCH_LIST_MOST = 50 };
MUST_CHECK bool search(struct ctx *c, const struct search_query *in, struct found *out);

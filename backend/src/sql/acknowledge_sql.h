#pragma once
#include "model/purchase.h"

/* The tables acknowledgement, acknowledgement_line and what they hold of the stock. */

/* The acknowledgements of an order with their lines, newest first, at most `most` of them. */
MUST_CHECK bool acknowledge_sql_all(struct ctx *c, const struct order *o, size_t most, struct acknowledged **rows, size_t *n);

#pragma once
#include "model/sku.h"

/* Warehouses and their channels. */

/* Those in use; for a customer's user with whether the customer may dispatch there, for staff theirs. */
MUST_CHECK bool warehouse_sql_all(struct ctx *c, struct warehouse **rows, size_t *n);
/* The warehouse when it is in use and, for staff, theirs. Problem: not_found. */
MUST_CHECK bool warehouse_sql_get(struct ctx *c, uint64_t id, struct warehouse *out);
MUST_CHECK bool warehouse_sql_channels(struct ctx *c, uint64_t warehouse_id, struct shipping_channel **rows, size_t *n);

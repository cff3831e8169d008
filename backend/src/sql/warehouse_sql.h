#pragma once
#include "model/sku.h"
#include "model/warehouse.h"

/* Warehouses and their channels: what the dispatch dialog offers, and their maintenance by staff. */

/* Those in use (and, if asked, the others); for a customer's user with whether the customer may dispatch there, for staff
 * theirs. */
MUST_CHECK bool warehouse_sql_all(struct ctx *c, bool include_disabled, struct warehouse **rows, size_t *n);
/* The warehouse when it is in use (or whether or not) and, for staff, theirs. Problem: not_found. */
MUST_CHECK bool warehouse_sql_get(struct ctx *c, uint64_t id, bool include_disabled, struct warehouse *out);
MUST_CHECK bool warehouse_sql_channels(struct ctx *c, uint64_t warehouse_id, bool include_disabled, struct shipping_channel **rows,
	size_t *n);

/* ---- maintenance, bound to the warehouses of the member of staff. Problem: not_found. */
MUST_CHECK bool warehouse_sql_detail(struct ctx *c, uint64_t id, struct warehouse_detail *out);
MUST_CHECK bool warehouse_sql_lock(struct ctx *c, uint64_t id, struct warehouse *out);
/* False with db_duplicate_key() uk_code when the code is taken. */
MUST_CHECK bool warehouse_sql_add(struct ctx *c, const struct add_warehouse *in, uint64_t *id);
MUST_CHECK bool warehouse_sql_set(struct ctx *c, uint64_t id, const struct change_warehouse *in);
/* The member of staff belongs to it from now on. */
MUST_CHECK bool warehouse_sql_join(struct ctx *c, uint64_t warehouse_id);

MUST_CHECK bool channel_sql_get(struct ctx *c, uint64_t id, struct shipping_channel *out);
MUST_CHECK bool channel_sql_lock(struct ctx *c, uint64_t id, struct shipping_channel *out);
/* False with db_duplicate_key() uk_code when the warehouse has such a code. */
MUST_CHECK bool channel_sql_add(struct ctx *c, const struct add_channel *in, uint64_t *id);
MUST_CHECK bool channel_sql_set(struct ctx *c, uint64_t id, const struct change_channel *in);

#pragma once
#include "model/warehouse.h"

/* Which customer uses which service in which warehouse; bound to the warehouses of the member of staff. */
MUST_CHECK bool business_sql_page(struct ctx *c, const struct business_filter *f, struct business **rows, size_t *n, struct page_end *end);
/* Problem: not_found. */
MUST_CHECK bool business_sql_get(struct ctx *c, uint64_t id, struct business *out);
MUST_CHECK bool business_sql_lock(struct ctx *c, uint64_t id, struct business *out);
/* False with db_duplicate_key() uk_business when there is one. */
MUST_CHECK bool business_sql_add(struct ctx *c, const struct add_business *in, uint64_t *id);
MUST_CHECK bool business_sql_set(struct ctx *c, uint64_t id, bool enabled);
/* Whether the customer has any in this warehouse, in use or not. */
MUST_CHECK bool business_sql_any(struct ctx *c, uint64_t customer_id, uint64_t warehouse_id, bool *any);

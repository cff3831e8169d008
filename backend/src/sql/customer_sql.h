#pragma once
#include "model/warehouse.h"

/* Customers, as staff maintain them; a customer's user sees their own alone. Adding is account_sql_add_customer. */

/* " AND <column> IN (those with a business in the warehouses of this member of staff)"; nothing for customers' users, the
 * system, and staff of all warehouses. */
#define query_staff_customer(c, q, column) query_staff_customer_((c), (q), "" column)
void query_staff_customer_(struct ctx *c, struct query *q, const char *column);

MUST_CHECK bool customer_sql_page(struct ctx *c, const struct customer_filter *f, struct customer **rows, size_t *n, struct page_end *end);
/* Problem: not_found. */
MUST_CHECK bool customer_sql_get(struct ctx *c, uint64_t id, struct customer *out);
MUST_CHECK bool customer_sql_lock(struct ctx *c, uint64_t id, struct customer *out);
MUST_CHECK bool customer_sql_set(struct ctx *c, const struct customer *s);
MUST_CHECK bool customer_sql_enabled(struct ctx *c, uint64_t id, bool *enabled);
/* Whether this member of staff works for the customer: one of all, or one with a business in their warehouses. */
MUST_CHECK bool customer_sql_served(struct ctx *c, uint64_t id, bool *served);

#pragma once
#include "base/ctx.h"
#include "model/exception.h"

/* Open exceptions by cause, bound to the caller. All walk ix_cause, which holds every order, those without one
 * apart from those with. */

enum { EXCEPTION_GROUPS_MOST = 200 };
/* The groups with the most orders first, with the ids of their first stores and newest orders. */
MUST_CHECK bool exception_sql_groups(struct ctx *c, const struct exception_filter *f, struct exception_group **rows, size_t *n);
/* Names of stores; numbers of orders and the sentences of their exceptions; by id. */
MUST_CHECK bool exception_sql_stores(struct ctx *c, const uint64_t *ids, size_t n_ids, struct named **rows, size_t *n);
MUST_CHECK bool exception_sql_orders(struct ctx *c, const uint64_t *ids, size_t n_ids, struct named **rows, size_t *n);
/* The platform SKUs that the orders of a group wait for. */
MUST_CHECK bool exception_sql_skus(struct ctx *c, const struct exception_ref *group, struct exception_sku **rows, size_t *n);
/* Ids of the group's orders above in->after_id, ascending. */
MUST_CHECK bool exception_sql_members(struct ctx *c, const struct retry_group *in, size_t limit, uint64_t **ids, size_t *n);

#pragma once
#include "base/ctx.h"
#include "model/warehouse.h"

/* The customers. Staff see all of them, a customer's user their own. Adding and changing is for those who run the system. */
MUST_CHECK bool customer_page(struct ctx *c, const struct customer_filter *f, struct customer **rows, size_t *n, struct page_end *end);
MUST_CHECK bool customer_get(struct ctx *c, uint64_t id, struct customer *out);
/* Problems: forbidden, invalid, name_taken. */
MUST_CHECK bool customer_add(struct ctx *c, const struct add_customer *in, uint64_t *id);
/* The users of one that is switched off can no longer sign in or go on. Problems: forbidden, not_found, stale. */
MUST_CHECK bool customer_change(struct ctx *c, uint64_t id, int64_t version, const struct change_customer *in);

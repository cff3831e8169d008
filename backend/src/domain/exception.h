#pragma once
#include "base/ctx.h"
#include "model/exception.h"

/* The inbox of causes: what keeps orders, how many, and what cures all of them at once. */

/* The groups with the most orders first; *more says that there are more than are listed. */
MUST_CHECK bool exception_groups(struct ctx *c, const struct exception_filter *f, struct exception_group **rows, size_t *n, bool *more);
/* What went free of itself within a day because goods came, newest first. */
MUST_CHECK bool exception_freed(struct ctx *c, struct stock_freed **rows, size_t *n);
/* The platform SKUs that orders of a group wait for, to be bound. */
MUST_CHECK bool exception_skus(struct ctx *c, const struct exception_ref *group, struct exception_sku **rows, size_t *n);
/* Tells the platform again, for the next orders of the group; an order whose rules refuse it is counted and left. Inside
 * one transaction. */
MUST_CHECK bool exception_retry(struct ctx *c, const struct retry_group *in, struct retried *out);

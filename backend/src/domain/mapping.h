#pragma once
#include "base/ctx.h"
#include "model/mapping.h"

/* Binds a platform SKU of the caller's store to warehouse SKUs, replacing an earlier binding, and looks
 * again at every order that may have waited for it. Own transaction. Problems: not_found (the
 * store), sku_not_bindable, invalid. */
MUST_CHECK bool mapping_bind(struct ctx *c, const struct bind_sku *in, struct sku_mapping *out);
/* Takes a binding away; pending orders of the SKU are looked at again. Problem: not_found. */
MUST_CHECK bool mapping_unbind(struct ctx *c, uint64_t mapping_id);

/* What the job "orders_recheck" (lane "store:<id>:recheck", payload recheck_ref_shape) does: looks at
 * the next orders with a line of that SKU; adds the job again while there are more. Own transaction. */
MUST_CHECK bool mapping_recheck_more(struct ctx *c, const struct recheck_ref *in);

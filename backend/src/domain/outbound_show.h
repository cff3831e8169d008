#pragma once
#include "model/outbound.h"

/* Outbound orders for showing, bound to the caller: a customer's user sees the own, staff those of their
 * warehouses. Staff see who a parcel goes to until the last of it has left, and not afterwards: from then
 * on nobody in the warehouse needs it, and a parcel that comes back names its sender. No transaction is needed. */

/* Newest first; written out with outbound_shape. Problem: invalid (the cursor). */
MUST_CHECK bool outbound_page(struct ctx *c, struct outbound_filter *f, struct outbound **rows, size_t *n, struct page_end *end);
/* What the caller is not to see is taken out of a row that was read, and what the caller may do is put in. */
void outbound_show_row(struct ctx *c, struct outbound *ob);
/* Written out with outbound_detail_shape. Problem: not_found. */
MUST_CHECK bool outbound_get(struct ctx *c, uint64_t id, struct outbound_detail *out);

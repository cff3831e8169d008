#pragma once
#include "model/order.h"
#include "model/wave.h"

/* Outbound orders of one warehouse that are picked in one walk. Staff alone. Each write opens its own transaction. */

/* All of them or none: reviewed, of that warehouse, with their labels. Problem: invalid, on outboundIds[n] with the code and
 * the words of what is in the way. */
MUST_CHECK bool wave_add(struct ctx *c, const struct add_wave *in, uint64_t *id);
/* Everything of it that still waits is being picked now. Problems: not_found, action_not_allowed (nothing waits). */
MUST_CHECK bool wave_pick(struct ctx *c, uint64_t id);
/* One outbound order goes back to the reviewed ones. Problems: not_found, stale, action_not_allowed. */
MUST_CHECK bool wave_leave(struct ctx *c, struct order_ref outbound);

/* For showing. Problems: not_found; invalid (the cursor). */
MUST_CHECK bool wave_page(struct ctx *c, struct wave_filter *f, struct wave **rows, size_t *n, struct page_end *end);
MUST_CHECK bool wave_get(struct ctx *c, uint64_t id, struct wave_detail *out);

#pragma once
#include "platform/platform.h"

/* OP_SHIP and OP_FIND_SHIP: the same way, with and without writing. Every run reads the order and its
 * shipments first, so running it again is always safe: what stands there is not written again. */
struct step wc_ship(struct ctx *c, const struct platform_store *s, const struct shipment *sh, bool may_write,
	const char *state, const struct http_answer *a);

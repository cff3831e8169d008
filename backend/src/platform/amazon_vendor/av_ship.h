#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* OP_SHIP: the order is read, then the shipment is confirmed to the buyer under a number of ours that Amazon takes
 * once. OP_FIND_SHIP: the transaction is asked for; without one, the list of shipments. */
struct step av_ship(struct ctx *c, const struct platform_store *s, const struct shipment *sh, const struct json *state,
	const struct http_answer *a);
struct step av_find_ship(struct ctx *c, const struct platform_store *s, const struct platform_args *args, const struct json *state,
	const struct http_answer *a);

#pragma once
#include "base/instant.h"
#include "base/money.h"
#include "lib/shape.h"

/* The answer to a purchase order: of each line so much is accepted, comes later or is rejected, and these add up to
 * what was ordered. Quantities are in the unit the line was ordered in. Frozen when its writeback is made, as a
 * shipment is. */
struct acknowledgement_line {
	const char *platform_line_id;
	const char *platform_sku, *product_id; /* as on the order; NULL when it has none */
	const char *unit;                      /* line_unit_names */
	int64_t     unit_size;
	int64_t     ordered, accepted, backordered, rejected;
	const char *reason;                    /* of the rejected; the platform's own word (model/platform_kind.h); NULL when none is */
	const char *unit_price;                /* decimal, as on the order; NULL when it had none */
};

struct acknowledgement {
	const char    *platform_order_id, *order_no;
	const char    *marker;        /* our key of this writeback: the same at every try */
	const char    *selling_party;
	const char    *currency;
	int64_t        revision;      /* counted from 1 within the order */
	struct instant at;
	struct instant ship_at;       /* when accepted goods are to leave: within the ship window; 0 if not known */
	struct instant backorder_at;  /* when backordered goods are expected; 0 when there are none */
	size_t         n_lines;
	struct acknowledgement_line *lines;
};
extern const struct shape acknowledgement_shape; /* the frozen content of a writeback, in and out */

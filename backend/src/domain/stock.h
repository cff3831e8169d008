#pragma once
#include "base/ctx.h"

/* Stock changes, each one conditional UPDATE per SKU in ascending order plus its movement row. Inside
 * the caller's transaction, after the order and its outbound order are locked. A cause counts once:
 * the same (cause, cause_id) again is refused by the database. */
struct stock_item {
	uint64_t    sku_id;
	int64_t     quantity; /* of the SKU; items of one SKU are added up */
	const char *code;     /* for sentences */
};
struct stock_change {
	uint64_t customer_id, warehouse_id;
	uint64_t cause_id;  /* the outbound order of reserve and release, the parcel of ship, the hold_change of hold and unhold */
	const char *note;   /* for the ledger, such as the outbound order's number; may be NULL */
	size_t   n_items;
	const struct stock_item *items;
	const char **short_code; /* out, of reserve that was refused: the first SKU that is short; may be NULL */
};

/* available goes down. Problem: insufficient_stock, naming every SKU that is short. */
MUST_CHECK bool stock_reserve(struct ctx *c, const struct stock_change *s);
/* available goes up again; what is released must be reserved. */
MUST_CHECK bool stock_release(struct ctx *c, const struct stock_change *s);
/* reserved goods leave the house: on hand and reserved go down. */
MUST_CHECK bool stock_ship(struct ctx *c, const struct stock_change *s);

/* The same for goods that an acknowledged purchase order keeps (domain/hold.h). Problem: insufficient_stock. */
MUST_CHECK bool stock_hold(struct ctx *c, const struct stock_change *s);
MUST_CHECK bool stock_unhold(struct ctx *c, const struct stock_change *s);

/* Sorted by SKU, with the items of one SKU added up: as they are reserved. */
struct stock_item *stock_merged(struct ctx *c, const struct stock_item *from, size_t n_from, size_t *n);
/* Whether so much is there: available[i] of items[i], which are merged. Pure. Problem: insufficient_stock, naming
 * every SKU that is short; *short_code is the first one's, unless NULL. */
MUST_CHECK bool stock_suffices(struct ctx *c, const struct stock_item *items, size_t n, const int64_t *available,
	const char **short_code);

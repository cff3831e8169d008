#pragma once
#include "base/ctx.h"
#include "model/order.h"
#include "model/writeback.h"

/* The table writeback. Rows are changed only with their order locked before them. Those of shipments, by
 * parcel or by hand, are meant wherever an order's rows are; an acknowledgement is another matter. */

/* The order of a row, which never changes. Problem: not_found. */
MUST_CHECK bool writeback_sql_order(struct ctx *c, uint64_t id, uint64_t *order_id);
/* Problem: not_found. */
MUST_CHECK bool writeback_sql_lock(struct ctx *c, uint64_t id, struct writeback *out);
/* Locks the order's rows that are not confirmed, in the order they were made; NULL with a problem. */
struct writeback *writeback_sql_lock_open(struct ctx *c, const struct order *o, size_t *n);

MUST_CHECK bool writeback_sql_add(struct ctx *c, const struct order *o, const struct writeback *w, uint64_t subject_id,
	const char *idem_key, uint64_t *id);

/* The order's other rows. */
struct writeback_others {
	int64_t earlier_open; /* made before this one and neither confirmed nor given up */
	int64_t unconfirmed;
	bool    all_left;     /* one of the rows, this one too, is that of the last shipment */
};
MUST_CHECK bool writeback_sql_others(struct ctx *c, const struct writeback *w, struct writeback_others *out);
/* The first row that waits for its turn; 0 when there is none. */
MUST_CHECK bool writeback_sql_next(struct ctx *c, const struct order *o, uint64_t *id);
/* The first row that only a person can set going again. */
MUST_CHECK bool writeback_sql_failed(struct ctx *c, const struct order *o, struct writeback *out, bool *found);

/* Sending, one attempt more, at the database's now. */
MUST_CHECK bool writeback_sql_set_sending(struct ctx *c, const struct writeback *w);
/* State, uncertainty, looks, polls, the platform's reference and words as `w` has them; not to be looked at before wait_s
 * have passed. */
MUST_CHECK bool writeback_sql_set_state(struct ctx *c, const struct writeback *w, int64_t wait_s);
MUST_CHECK bool writeback_sql_set_confirmed(struct ctx *c, const struct writeback *w, const char *platform_ref, const char *proof);

/* A store's name and, unless it takes writebacks now, its status. */
struct writeback_store {
	const char *name, *not_ready;
};
MUST_CHECK bool writeback_sql_store(struct ctx *c, uint64_t customer_id, uint64_t store_id, struct writeback_store *out);
/* Lets the store's writebacks go on when they rest because the platform was silent, and for no other reason. */
MUST_CHECK bool writeback_sql_lift_pause(struct ctx *c, uint64_t customer_id, uint64_t store_id);

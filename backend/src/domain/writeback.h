#pragma once
#include "base/ctx.h"
#include "model/acknowledgement.h"
#include "model/order.h"
#include "model/shipment.h"

/* Telling the platform what left the house: one row per parcel or manual shipment, made in the
 * transaction that shipped it, sent by a job, confirmed only by reading back. At-least-once calls,
 * one effect: a row whose last call may have gone through is looked up before anything is sent again. */

/* Makes the row of a parcel and its job (lane "store:<id>:push", kind "writeback_send", payload writeback_ref_shape of
 * model/writeback.h). `lines` are in
 * the platform's units; `final` when nothing shippable is left. The order is locked. */
MUST_CHECK bool writeback_add(struct ctx *c, struct order *o, const char *kind, uint64_t subject_id,
	const struct shipment *content);

/* The same of an acknowledgement, which is another matter than shipments: neither waits for the other. */
MUST_CHECK bool writeback_add_acknowledgement(struct ctx *c, struct order *o, uint64_t acknowledgement_id,
	const struct acknowledgement *content);

/* Everything the job needs for one writeback, decided and marked in one transaction: what to do next, the shipment as frozen. */
enum writeback_step {
	WRITEBACK_NOTHING, /* already confirmed, no longer wanted, or its turn comes when an earlier one of the order is done */
	WRITEBACK_WAIT,    /* the last call may still be on its way, or the platform be at work: look in wait_s */
	WRITEBACK_FIND,    /* the last call's result is not known: ask with OP_FIND_SHIP or OP_FIND_ACKNOWLEDGE */
	WRITEBACK_SEND,    /* OP_SHIP or OP_ACKNOWLEDGE */
};
struct writeback_work {
	enum writeback_step step;
	uint64_t            id, customer_id, store_id, order_id;
	int64_t             attempts, cannot_tell, wait_s;
	bool                is_acknowledgement; /* which of the two below it is about */
	struct acknowledgement acknowledgement;
	struct shipment     shipment; /* `final` when this is the last one of the order that is not confirmed */
	const char         *platform_ref; /* what the platform took it under; NULL: its answer was lost, or never given */
	int64_t             waited_s;     /* since it was sent */
};
/* COMMITs state `sending` and attempts+1 before a send. */
MUST_CHECK bool writeback_begin(struct ctx *c, uint64_t writeback_id, struct writeback_work *out);

/* How the call ended, in terms free of any platform. */
enum writeback_outcome {
	WRITEBACK_CONFIRMED,   /* read back */
	WRITEBACK_PROCESSING,  /* taken, not done: asked again later */
	WRITEBACK_NOT_THERE,   /* looked up: surely not taken; send again */
	WRITEBACK_CANNOT_TELL, /* looked up without a clear answer */
	WRITEBACK_REFUSED,     /* the platform's no; final until a person retries */
	WRITEBACK_UNCERTAIN,   /* sent, answer not known */
	WRITEBACK_LATER,       /* nothing happened there; try again (transient, rate limited, not authorised) */
	WRITEBACK_GIVE_UP,     /* the last try of LATER */
};
struct writeback_result {
	enum writeback_outcome outcome;
	enum problem_code      code;         /* why, when not confirmed */
	const char            *words;        /* the platform's own, cleaned */
	const char            *platform_ref; /* or NULL */
	const char            *proof;        /* what the read-back saw */
	bool                   says_no;      /* of WRITEBACK_REFUSED: the platform judged what it had taken; not that asking went wrong */
	int64_t                tries;        /* of the job that carries it, this one too */
	int64_t                poll_s;       /* wait so long before the first look at what was taken */
};
/* Records the answer; clears or raises the order's exception; completes the order when every
 * shipment is confirmed; gives an order back to be acknowledged again when its acknowledgement was refused. *wait_s is when
 * to look again after WRITEBACK_PROCESSING, 0 when nothing more happens by itself. Call inside the job's finishing
 * transaction. */
MUST_CHECK bool writeback_answered(struct ctx *c, const struct writeback_work *w, const struct writeback_result *r, int64_t *wait_s);

/* The job that carried it will not be tried again: unless it is confirmed or refused already, it gave up, and the
 * exception says why. Inside the job's finishing transaction. */
MUST_CHECK bool writeback_give_up(struct ctx *c, uint64_t writeback_id, enum problem_code code, const char *words);

/* Mark Shipped: retries every writeback of the order that is not confirmed, at once, on the same rows.
 * Problems: not_found, stale, action_not_allowed, nothing_to_write_back. */
MUST_CHECK bool writeback_retry(struct ctx *c, struct order_ref ref);

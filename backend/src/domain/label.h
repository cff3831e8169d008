#pragma once
#include "model/label.h"
#include "model/order.h"

/* PDF labels of self-pickup orders: they come in piece by piece, are checked and rewritten by a job, and go with one
 * outbound order. */

/* ---- coming in. The pieces are kept at once, each in a transaction of its own, under a label that nobody sees before
 * label_accept; what does not come in whole is dropped. */
struct label_upload;
/* Problems: forbidden (staff have no labels), rate_limited (5,000 a day). */
MUST_CHECK bool label_upload_begin(struct ctx *c, const char *file_name, struct label_upload **out);
/* Pieces of LABEL_PIECE bytes but for the last. */
MUST_CHECK bool label_upload_add(struct ctx *c, struct label_upload *u, const char *piece, size_t n);
/* That was all: *hash is that of all bytes. Problem: invalid, on `file`, when it is no PDF by its first and last bytes. */
MUST_CHECK bool label_upload_end(struct ctx *c, struct label_upload *u, struct bytes *hash);
/* It exists from now on, and its check is queued. In the caller's transaction, last. */
MUST_CHECK bool label_accept(struct ctx *c, struct label_upload *u, uint64_t *id);
/* Unless it was accepted: it is dropped. What cannot be dropped now is by label_sweep. */
void label_upload_drop(struct ctx *c, struct label_upload *u);

/* ---- for showing. Bound to the caller: the customer's users, staff of the warehouse it was sent to. Problem: not_found */
MUST_CHECK bool label_get(struct ctx *c, uint64_t id, struct label *out);
/* The same, to be sent out; audited. More problems: action_not_allowed (not checked yet, refused, staff after it has
 * left the house). */
MUST_CHECK bool label_open(struct ctx *c, uint64_t id, struct label *out);
/* The bytes from that position on, LABEL_PIECE at a time; *out lives as long as the arena. */
MUST_CHECK bool label_piece(struct ctx *c, const struct label *l, int64_t position, struct bytes *out);

/* ---- going with an outbound order; in the caller's transaction, with platform order and outbound order locked */
/* A label of that customer that may go with an outbound order; locked. Problems: invalid (labelId: unknown, used),
 * label_required (it was refused). */
MUST_CHECK bool label_take(struct ctx *c, uint64_t customer_id, uint64_t label_id, struct label *out);
MUST_CHECK bool label_give(struct ctx *c, struct label *l, uint64_t outbound_id);
/* What stops a label that was refused: the sentence for the order's exception. */
const char *label_refusal_words(struct ctx *c, const struct label *l);

/* ---- the check (jobs/label_check.c) */
/* A label as it came in, to be checked; problem not_found when there is nothing to do. */
MUST_CHECK bool label_to_check(struct ctx *c, uint64_t id, struct label *out);
/* One piece of the rewritten file. */
MUST_CHECK bool label_rewritten(struct ctx *c, const struct label *l, int64_t position, struct bytes piece);
struct label_verdict {
	const char  *refusal; /* NULL: good */
	int64_t      pages, size_bytes;
	struct bytes hash;    /* of the rewritten file */
};
/* Good, or refused with the exception under the order it goes with. In the caller's transaction. Problem: busy (it was
 * dispatched meanwhile: once more). */
MUST_CHECK bool label_checked(struct ctx *c, uint64_t id, const struct label_verdict *v);

/* Drops labels that never came in whole, and those older than 90 days. */
MUST_CHECK bool label_sweep(struct ctx *c);

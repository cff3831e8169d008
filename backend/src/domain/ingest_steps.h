#pragma once
#include "domain/ingest.h"

/* What the files of ingest share: an order on its way in goes from ingest_check.c to ingest_new.c or ingest_known.c. All but
 * the first two want an open transaction. */

/* An order that can be stored. */
struct ingest_arrival {
	struct incoming_order in;   /* completed */
	struct bytes          hash;
	struct ingest_result *result;
};
static inline bool ingest_result(struct ingest_result *r, enum sync_outcome outcome, const char *code, const char *detail)
{
	r->outcome = outcome;
	r->code = code;
	r->detail = detail;
	return true;
}

/* Refuses what cannot be stored, whatever stands in the database. Problems: those that SYNC_FAILED has for its reason. */
MUST_CHECK bool ingest_readable(struct ctx *c, const struct incoming_order *in);
/* What the platform leaves out and its rules say: one piece in a unit, and until when it wants an answer. */
struct incoming_order ingest_completed(struct ctx *c, const struct ingest_source *from, const struct incoming_order *in);

/* Stores orders that are not there yet, together; those that are over already on the platform are skipped. All of them or
 * a problem, and then the caller undoes what was written; internal with the duplicate key uk_platform when one of them is
 * there by now. */
MUST_CHECK bool ingest_create(struct ctx *c, const struct ingest_source *from, const struct ingest_arrival *const *all, size_t n);
/* Stores what came for the order that is there. */
MUST_CHECK bool ingest_update(struct ctx *c, const struct ingest_source *from, uint64_t id, const struct ingest_arrival *a);

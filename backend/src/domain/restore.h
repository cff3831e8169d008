#pragma once
#include "base/ctx.h"

/* What a restored database must be told before anybody works on it: it knows nothing of what happened after its backup was
 * made, but platforms and people do. */
struct restore_report {
	uint64_t writebacks; /* may have been sent meanwhile: each is looked up before anything is sent */
	uint64_t streams;    /* stores that read their last day again */
	uint64_t sessions;   /* everybody signs in again */
	uint64_t jobs;       /* of workers that are gone */
};

/* In one transaction: lanes are fenced against workers of before, open writebacks become uncertain, watermarks go back 24
 * hours, sessions end. New numbers then begin far behind the old ones, so that none is given out twice. */
MUST_CHECK bool restore_settle(struct ctx *c, struct restore_report *out);

#pragma once
#include "domain/store.h"
#include "jobs/job.h"
#include "platform/engine.h"

/* A job's way to a platform: the store opened, its bucket, its lease and its log around each request. */
struct call {
	struct job_run              *run;
	struct store                 store;
	struct platform_store        account;
	const struct platform       *platform;
	uint64_t                     sync_run_id; /* for the request log; 0: none */
	int                          reserve;     /* percent of the bucket kept for people */
	int                          rate_milli;  /* as the bucket was last told */
};

/* Opens the store. Problems: not_found, store_disabled, store_not_authorised, internal. `untested` lets a store through
 * that is not authorised yet (its test); for others the job waits without using a try. */
MUST_CHECK bool call_open(struct call *k, struct job_run *r, uint64_t store_id, bool untested);
/* Runs one operation. False with the problem of the context; the way the job goes on (delay, free try), pauses and
 * the store's health are set by the error's class. */
MUST_CHECK bool call_run(struct call *k, enum platform_op op, const struct platform_args *args, struct step *out);
/* The same, but an error is handed back in *out for the caller to judge; false only when nothing could be run. */
bool call_try(struct call *k, enum platform_op op, const struct platform_args *args, struct step *out);
/* Finds out how the store takes shipments, when no test has told yet, and keeps it. Like call_run. */
MUST_CHECK bool call_know_store(struct call *k);
/* The platform answered: the store's row of failures is over. */
MUST_CHECK bool call_succeeded(struct call *k);
/* What an error means to the job and the store: sets delay and free try, pauses lanes, marks the store. */
MUST_CHECK bool call_consequences(struct call *k, const struct platform_error *error);

#pragma once
#include "base/ctx.h"
#include "lib/http_client.h"
#include "sql/job_sql.h"

/* Kinds of work and how they are run. A job reads, asks the world outside without a transaction, and
 * records: safe to repeat, because a lease that runs out hands it to somebody else. */
struct config;
struct seal_secret;

/* What lives as long as the worker. */
struct worker {
	const struct config      *config;
	const struct seal_secret *seal;
	struct http_client       *http;
	const char               *name; /* host:pid */
};

/* One job being done. */
struct job_run {
	struct ctx          *ctx;
	const struct worker *worker;
	const struct job    *job;
	const void          *payload;   /* in the kind's shape */
	void                *state;     /* what `work` found out, for `record` */
	/* How to go on when the work did not end well; without a word the problem's kind decides. */
	bool                 again;     /* try again, even when the problem's kind is not one that passes by itself */
	bool                 free_try;  /* put back without using a try */
	int64_t              delay_s;   /* wait so long; 0: the usual growing wait */
	bool                 nothing;   /* it was seen that there is nothing to record */
	bool                 more;      /* done for now, but the same job goes on at once (yields the lane) */
	int64_t              renewed_at_ms;
	int64_t              began_at_ms;
};

struct job_kind {
	const char         *name;
	const struct shape *payload;
	size_t              payload_size;
	/* No transaction is open; may commit short ones of its own, each fenced by job_fence. NULL: nothing to do. */
	bool (*work)(struct job_run *r);
	/* Inside the finishing transaction; may be run again from the top. NULL: nothing to record. */
	bool (*record)(struct job_run *r);
	/* The job will not be tried again: say so where people look. Inside the finishing transaction. */
	bool (*dead)(struct job_run *r, const struct problem *why);
};
extern const struct job_kind *const job_kinds[]; /* ends with NULL */
/* The kinds whose `record` is all there is, is quick, and touches the database alone: several such jobs of a lane may be recorded
 * in one transaction, all of them or none. `look`, before that, may ask one question for several of a kind, in the context of
 * the first, and mark those for which there is nothing to do. NULL: nothing to ask. */
struct job_together {
	const char *kind;
	bool (*look)(struct job_run *const *runs, size_t n);
};
extern const struct job_together job_together[]; /* ends with a kind of NULL */

/* For http_send and long loops: renews the lease after a quarter of its time; false when the worker shall stop or
 * somebody else has the lane. `arg` is the struct job_run. */
bool job_keep_going(void *arg);
/* Before a write to a platform that may take limit_s: renews when the lease would not last. */
MUST_CHECK bool job_lease_for(struct job_run *r, int64_t limit_s);
/* Inside a transaction of `work`, last: it commits only while the lease is ours. Problem: stale. */
MUST_CHECK bool job_fence(struct job_run *r);

/* Serves until SIGTERM. */
int job_loop(const struct worker *w, struct ctx *base);
/* A worker was told to stop. */
bool job_stopping(void);

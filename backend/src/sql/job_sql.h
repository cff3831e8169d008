#pragma once
#include "base/ctx.h"

enum { JOB_PRIORITY_PERSON = 10, JOB_PRIORITY_NORMAL = 50, JOB_PAYLOAD_MAX = 16 * 1024, JOB_TRIES = 8, JOB_DEATHS_MAX = 3, JOB_GROUP_MAX = 16 };

/* Work to be done later, in the transaction that makes it necessary. */
struct job_new {
	uint64_t    customer_id;  /* 0: the system's own */
	const char *lane;         /* one at a time per lane: "store:7:pull", "store:7:push" */
	const char *kind;         /* a row of jobs/kinds.c */
	const char *uniq;         /* names the whole work; a waiting twin absorbs it; NULL: none */
	int         priority;     /* 0: normal */
	int64_t     delay_s;      /* from the database's now; 0: at once */
	int         max_attempts; /* 0: JOB_TRIES */
	const char *payload;      /* JSON of ids, at most JOB_PAYLOAD_MAX */
};

/* Adds the job and tells its lane; the last two statements before COMMIT (lock order). A waiting job of the
 * same `uniq` is kept, and brought forward when this one is earlier or more urgent. */
MUST_CHECK bool job_sql_add(struct ctx *c, const struct job_new *j);

/* ---- for the loop (jobs/loop.c) alone ---------------------------------------------------------- */

/* A job in a worker's hands, with the lease it is done under. */
struct job {
	uint64_t    id, lane_id, customer_id;
	const char *lane, *kind, *payload, *request_id;
	int64_t     attempts, max_attempts;
	int64_t     worker_deaths; /* JOB_DEATHS_MAX: it is not run again, only buried */
	bool        touched;       /* something has happened to it before: it is done alone */
	uint64_t    epoch;
};

/* Lanes that are due, free and not paused, the most deserving first: urgent ones (unless `fair`), then those
 * of customers with the fewest workers busy, then the longest not served. NULL with a problem. */
uint64_t *job_sql_due_lanes(struct ctx *c, bool fair, size_t *n);
/* Takes the lane and its next job, or releases a lane that has none (*n is 0). When that job is of a kind of `together`
 * (names, NULL at the end) and nothing has happened to it before, those that follow and are such too come along, to be done
 * in one transaction: JOB_GROUP_MAX at most. They are running all at once; when their worker dies, all are put back, and done
 * alone. One transaction. */
MUST_CHECK bool job_sql_claim(struct ctx *c, uint64_t lane_id, const char *worker, int64_t lease_s, const char *const *together,
	struct job **jobs, size_t *n);
/* Keeps the lease for another lease_s; *held is false when somebody else has the lane: stop. */
MUST_CHECK bool job_sql_renew(struct ctx *c, const struct job *j, int64_t lease_s, bool *held);

/* What becomes of the job at the end of its transaction. */
struct job_end {
	enum { JOB_DONE, JOB_AGAIN, JOB_DEAD } state;
	int64_t     delay_s;   /* JOB_AGAIN */
	bool        free_try;  /* JOB_AGAIN without using a try */
	const char *problem;   /* for people, without secrets; NULL when done */
};
/* Inside the job's last transaction, after its effects: fences by the epoch, ends this job and starts the lane's next
 * one, or releases the lane when there is none or `release`. A lease that was lost is PROBLEM_STALE: roll back. */
MUST_CHECK bool job_sql_end(struct ctx *c, const struct job *j, const struct job_end *end, bool release, int64_t lease_s,
	struct job *next, bool *has_next);

/* The same for the first n jobs of a claim that are done together; more of them are still to come unless `release`. */
MUST_CHECK bool job_sql_end_together(struct ctx *c, const struct job *jobs, size_t n, bool release, int64_t lease_s);
/* Inside a transaction: what is left of a claim goes back without using a try, and the lane is let go. With a reason the jobs
 * are done alone from now on. Problem: stale. */
MUST_CHECK bool job_sql_put_back(struct ctx *c, const struct job *jobs, size_t n, const char *why);

/* Pauses every lane of a store. The longer of two pauses wins. */
MUST_CHECK bool job_sql_pause_store(struct ctx *c, uint64_t customer_id, uint64_t store_id, int64_t seconds, const char *reason);
MUST_CHECK bool job_sql_resume_store(struct ctx *c, uint64_t customer_id, uint64_t store_id);

/* True for the one worker that may do the named work of the system now, at most every every_s. */
MUST_CHECK bool job_sql_turn(struct ctx *c, const char *name, int64_t every_s, bool *mine);
/* Wakes lanes whose hint is late, drops finished jobs older than 7 days (a batch). */
MUST_CHECK bool job_sql_sweep(struct ctx *c);

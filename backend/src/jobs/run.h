#pragma once
#include "jobs/job.h"

/* What the loop does with the jobs of a lane that it holds. For jobs/loop.c, run.c and together.c alone. */
int64_t job_now_ms(void);

const struct job_kind *job_kind_named(const char *name); /* NULL: no worker of this build knows it */
/* The job acts as the system for its customer, in c. */
struct job_run job_run_begin(struct ctx *c, const struct worker *w, const struct job *j);
MUST_CHECK bool job_read_payload(struct job_run *r, const struct job_kind *kind);

/* Does the job and ends it, in a context under base. False when that was not to be recorded: the lane is not ours any
 * more. *has_next: the lane's next job is in *next, and running. */
MUST_CHECK bool job_run_one(const struct worker *w, const struct ctx *base, const struct job *j, bool release, struct job *next,
	bool *has_next);
/* Does the jobs of one claim, all of kinds that are done together, and lets the lane go. */
void job_run_together(const struct worker *w, const struct ctx *base, const struct job *jobs, size_t n);

/* What the log and the metrics say of a job's end, and of one whose end could not be recorded. */
void job_ended(const struct job_run *r, const struct job_end *end, const struct problem *why, size_t together);
void job_lost(const struct job_run *r, const struct problem *why);

#pragma once
#include "base/ctx.h"

enum { JOB_PRIORITY_PERSON = 10, JOB_PRIORITY_NORMAL = 50, JOB_PAYLOAD_MAX = 16 * 1024 };

/* Work to be done later, in the transaction that makes it necessary. */
struct job_new {
	uint64_t    customer_id;  /* 0: the system's own */
	const char *lane;         /* one at a time per lane: "store:7:pull", "store:7:push" */
	const char *kind;         /* a row of jobs/kinds.c */
	const char *uniq;         /* names the whole work; a waiting twin absorbs it; NULL: none */
	int         priority;
	int64_t     delay_s;      /* from the database's now; 0: at once */
	int         max_attempts; /* 0: 8 */
	const char *payload;      /* JSON of ids, at most JOB_PAYLOAD_MAX */
};

/* Adds the job and tells its lane; the last two statements before COMMIT (lock order). A waiting job of the
 * same `uniq` is kept, and brought forward when this one is earlier or more urgent. Problem: queue_full. */
MUST_CHECK bool job_sql_add(struct ctx *c, const struct job_new *j);

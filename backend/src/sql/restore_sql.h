#pragma once
#include "base/ctx.h"

/* Parts of domain/restore.h; each says how many rows it found. */
MUST_CHECK bool restore_sql_writebacks(struct ctx *c, uint64_t *n);
MUST_CHECK bool restore_sql_streams(struct ctx *c, uint64_t *n);
MUST_CHECK bool restore_sql_sessions(struct ctx *c, uint64_t *n);
/* Last in the transaction: the lanes. */
MUST_CHECK bool restore_sql_jobs(struct ctx *c, uint64_t *n);
/* Ids that people and platforms have seen go on far behind the largest. Not in a transaction: the schema is touched. */
MUST_CHECK bool restore_sql_numbers(struct ctx *c);

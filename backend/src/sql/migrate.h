#pragma once
#include "base/ctx.h"

/* The schema. Each file NNNN_name.sql of the sql/ folder is one version, run once, in order and only
 * forward, step by step (lib/db_script.h); each step is recorded, so an interrupted run goes on where
 * it stopped. Steps change data atomically, but a step that changes the schema must be repeatable
 * (IF NOT EXISTS): the server commits it before it is recorded. */

/* The version this build needs: the number of the newest file of sql/. */
enum { MIGRATION_WANTED = 13 };

/* Runs what is missing; *steps says how many. Waits for another runner for a minute. The connection
 * should have no statement limit (statement_s -1). Problems: unavailable, with a sentence: a step that
 * ran was changed, a file is missing or unreadable, a step failed; busy while another runs. */
MUST_CHECK bool migrate_run(struct ctx *c, const char *dir, uint64_t *steps);
/* The newest version that is complete; 0 for an empty database. */
MUST_CHECK bool migrate_current(struct ctx *c, uint64_t *version);
/* The database is at the version this build needs or a later one. Problem: unavailable. */
MUST_CHECK bool migrate_check(struct ctx *c);

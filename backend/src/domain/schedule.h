#pragma once
#include "base/ctx.h"

/* Makes an automatic sync run for each store of an enabled customer whose time has come, moving its next time in the same transaction, so that
 * however many workers ask, one run is made; after a pause one run, not all the missed ones. A handful per call. */
MUST_CHECK bool schedule_due_stores(struct ctx *c);

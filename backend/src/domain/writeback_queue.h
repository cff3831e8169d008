#pragma once
#include "base/ctx.h"
#include "model/writeback.h"

#include <string.h>

/* What the parts of domain/writeback share. */

/* The job that carries the row; a waiting twin absorbs it. The transaction's last statements. */
MUST_CHECK bool writeback_queue(struct ctx *c, const struct writeback *w, int priority);

static inline bool writeback_acknowledges(const struct writeback *w)
{
	return strcmp(w->kind, "acknowledgement") == 0;
}
/* An acknowledgement that takes nothing, not even later. */
bool writeback_rejects_all(struct ctx *c, const struct writeback *w);

/* Whether only a person, or nobody, sets the row going again. */
static inline bool writeback_settled(const struct writeback *w)
{
	return w->state == WRITEBACK_IS_CONFIRMED || w->state == WRITEBACK_IS_REFUSED || w->state == WRITEBACK_IS_GIVEN_UP;
}

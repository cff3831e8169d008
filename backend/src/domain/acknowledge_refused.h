#pragma once
#include "base/ctx.h"
#include "model/order.h"
#include "model/writeback.h"

/* The platform does not have an acknowledgement, and will not by itself: it refused it, or could not be told. The order, which
 * is locked, goes back to be acknowledged again, its goods given back, unless a warehouse has begun or it was
 * cancelled otherwise; the exception says why, in the platform's words. */
MUST_CHECK bool acknowledgement_failed(struct ctx *c, struct order *o, const struct writeback *w);

#pragma once
#include "base/ctx.h"
#include "model/rehearsal.h"

/* What a dispatch of these orders would do, in the order given, if it were done now: the rules of dispatch_check, and
 * the stock counted down over those that go. One order is asked as a single dispatch, several as a batch; that the label which a
 * self-pickup channel needs comes with a single one is taken for granted. Reads only, a handful of queries however many
 * the orders are. Problems: not_found (any of the orders), invalid (an order twice,
 * the warehouse). */
MUST_CHECK bool rehearse_dispatch(struct ctx *c, const struct rehearse *in, struct rehearsal *out);

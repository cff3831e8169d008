#pragma once
#include "base/ctx.h"
#include "model/order.h"

/* What keeps an order that waits from being dispatched, as far as it can be seen without a dispatch. */
struct order_blocker {
	enum problem_code code;   /* PROBLEM_NONE: nothing */
	const char       *detail; /* as an exception's words are kept */
	const char       *key;
};
/* Pure. `o` has the recipient that it is sent to (ship_to_fill), and the lines what they are bound to. */
struct order_blocker order_blocker_of(struct ctx *c, const struct order *o, const struct order_line *lines, size_t n);

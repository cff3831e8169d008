#pragma once
#include "practice/call.h"

/* The whole program without sockets: a request in, an answer out. */

/* Looks at where the request goes and what the weather does to it. Answers how long it has to
 * wait before it is served, in milliseconds. */
int64_t practice_arrive(struct call *k);
/* Fills k->reply. */
void practice_serve(struct call *k);

/* The two default shops with products and orders, and the default vendor account. */
void practice_open(struct world *w, int64_t order_every_s);
/* Makes the orders that are due by their shops' timers; answers when the next one is, 0 for never. */
struct instant practice_tick(struct world *w);

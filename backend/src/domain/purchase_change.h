#pragma once
#include "domain/ingest_changes.h"
#include "model/ingest.h"

/* The buyer changed the lines of a purchase order that was already acknowledged. Inside ingest's transaction: the order is
 * locked, and its own columns have followed the platform, its lines have not. Less is never shipped than the buyer still
 * wants, more never than was accepted:
 *   nothing of what was accepted is touched → the lines follow;
 *   less than was accepted, not dispatched → the lines follow, the goods are given back, the timeline says what went;
 *   less than was accepted, dispatched and not begun → it is taken back from the warehouse first, to be dispatched
 *     again: what a person sends is what the person last saw;
 *   less, and the warehouse has begun → lines_changed: only people can stop it;
 *   more, another unit or product, a line more → lines_changed: the change wants an acknowledgement of its own. */
MUST_CHECK bool purchase_change(struct ctx *c, const struct ingest_source *from, struct order *o, const struct incoming_order *in,
	const struct order_changes *changes);

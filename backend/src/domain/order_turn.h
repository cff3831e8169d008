#pragma once
#include "model/order.h"
#include "model/order_filter.h"

/* Whose turn it is with an order, what they are to do and since when. Pure. */
void order_turn_set(struct order *o);

/* What a filter's turns come to in columns of the order, narrowed to its statuses: sets `clauses`. */
void order_turn_clauses(struct ctx *c, struct order_filter *f);

/* Walks the table, for `gwms-admin describe` and the tests. */
struct order_turn_row {
	enum order_kind   kind;      /* ORDER_KINDS: any */
	enum order_status status;    /* ORDER_STATUSES: any */
	enum problem_code exception; /* PROBLEM_NONE: no exception; PROBLEM_CODES: any but none */
	int               outbound;  /* enum outbound_status; -1: whatever it is */
	enum turn_owner   owner;
	const char       *code;      /* part of the contract, which says what it means; the page has its words by it */
	enum order_action action;    /* what the owner does about it here; ORDER_ACTIONS: nothing in the table of actions */
};
void order_turn_each(void (*visit)(void *arg, const struct order_turn_row *row), void *arg);

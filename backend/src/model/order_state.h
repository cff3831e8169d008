#pragma once
#include "base/problem.h"

/* Kinds, statuses and actions of an order: names only. What may move where is the table in
 * domain/order_rules.c, the only place that knows. */
enum order_kind { ORDER_B2C, ORDER_B2B, ORDER_KINDS };
extern const char *const order_kind_names[];

enum order_status {
	ORDER_PENDING,
	ORDER_PROCESSING,
	ORDER_PARTIALLY_SHIPPED,
	ORDER_SHIPPED,
	ORDER_COMPLETED,
	ORDER_CANCELLED,
	ORDER_ACKNOWLEDGED,
	ORDER_MANUAL_COMPLETED,
	ORDER_STATUSES
};
extern const char *const order_status_names[];
extern const char *const order_status_labels[]; /* English words of the page, for sentences */

/* What a person may ask for (the first six, shown with every order) and what happens by itself. */
enum order_action {
	ORDER_DISPATCH,
	ORDER_BATCH_DISPATCH,
	ORDER_ACKNOWLEDGE,
	ORDER_MARK_SHIPPED,
	ORDER_MANUAL_SHIP,
	ORDER_CANCEL,
	ORDER_PERSON_ACTIONS, /* how many a person has */
	ORDER_SHIP_PART = ORDER_PERSON_ACTIONS,
	ORDER_SHIP_REST,
	ORDER_CONFIRM,          /* every writeback confirmed by the platform */
	ORDER_CONFIRM_MANUAL,
	ORDER_PLATFORM_CANCEL,
	ORDER_PLATFORM_SHIPPED, /* shipped there by somebody else while pending here */
	ORDER_INTERCEPT,        /* the warehouse hands it back */
	ORDER_REJECT_ALL,       /* a purchase order is acknowledged with every line rejected */
	ORDER_REFUSED,          /* the platform took no acknowledgement: it wants another */
	ORDER_ACTIONS
};
extern const char *const order_action_names[];

/* Who has to do something before an order goes on: the customer, the warehouse, the platform or its buyer, or this
 * system by itself. */
enum turn_owner { TURN_NOBODY, TURN_YOU, TURN_WAREHOUSE, TURN_PLATFORM, TURN_SYSTEM, TURN_OWNERS };
extern const char *const turn_owner_names[]; /* NULL for nobody; ends with NULL after TURN_OWNERS */

enum outbound_status {
	OUTBOUND_DRAFT,
	OUTBOUND_REVIEWED,
	OUTBOUND_WAVED,
	OUTBOUND_PICKING,
	OUTBOUND_PACKED,
	OUTBOUND_SHIPPED,
	OUTBOUND_INTERCEPTED,
	OUTBOUND_STATUSES
};
extern const char *const outbound_status_names[];

enum outbound_action {
	OUTBOUND_REVIEW,
	OUTBOUND_LABEL, /* the customer's own */
	OUTBOUND_WAVE,
	OUTBOUND_UNWAVE,
	OUTBOUND_PICK,
	OUTBOUND_PACK,
	OUTBOUND_SHIP,
	OUTBOUND_INTERCEPT,
	OUTBOUND_ACTIONS
};
extern const char *const outbound_action_names[];

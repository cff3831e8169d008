#pragma once
#include "model/order.h"
#include "model/permission.h"

/* The one table of what may move where, and the one function from facts to a status. Pure. */

/* The status an action leads to from this kind and status; false when it does not. */
bool order_rule_next(enum order_kind kind, enum order_status status, enum order_action action, enum order_status *next);

/* Walks every kind × status × action, allowed or not: for `gwms-admin describe` and the tests. */
struct order_rule {
	enum order_kind   kind;
	enum order_status status;
	enum order_action action;
	bool              allowed;
	enum order_status next; /* when allowed */
};
void order_rules_each(void (*visit)(void *arg, const struct order_rule *rule), void *arg);

/* The permission behind an action a person has. */
enum permission order_action_permission(enum order_action action);

/* Why `code` stands in the way of the action, in one sentence that begins with `subject`, such as
 * "Order 1042" or "This order". */
char *order_refusal_words(struct arena *a, const char *subject, const struct order *o, enum order_action action,
	enum problem_code code);

enum order_status order_status_of_facts(const struct order_facts *f);

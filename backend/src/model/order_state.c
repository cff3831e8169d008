#include "model/order_state.h"
#include "model/incoming.h"

const char *const order_kind_names[] = { "b2c", "b2b", NULL };
const char *const order_status_names[] = { "pending", "processing", "partially_shipped", "shipped", "completed",
	"cancelled", "acknowledged", "manual_completed", NULL };
const char *const order_status_labels[] = { "Pending", "Processing", "Partially Shipped", "Shipped", "Completed",
	"Cancelled", "Acknowledged", "Manual Completed", NULL };
const char *const order_action_names[] = { "dispatch", "batch_dispatch", "acknowledge", "mark_shipped", "manual_ship",
	"cancel", "ship_part", "ship_rest", "confirm", "confirm_manual", "platform_cancel", "platform_shipped",
	"intercept", "reject_all", "refused", NULL };
const char *const turn_owner_names[] = { NULL, "you", "warehouse", "platform", "system", NULL };
const char *const outbound_status_names[] = { "draft", "reviewed", "waved", "picking", "packed", "shipped",
	"intercepted", NULL };
const char *const outbound_action_names[] = { "review", "label", "wave", "unwave", "pick", "pack", "ship", "intercept", NULL };
const char *const line_unit_names[] = { "each", "case", NULL };
const char *const incoming_state_names[] = { "open", "unpaid", "shipped", "cancelled", "unknown", NULL };

/* The table of turns: someone's turn everywhere, and what it asks for is what the table of actions allows. */
#include "with_ctx.h"

#include "domain/order.h"
#include "domain/order_rules.h"
#include "domain/order_turn.h"
#include "model/incoming.h"

#include <string.h>

static struct order order_of(enum order_kind kind, enum order_status status, const char *exception)
{
	return (struct order){ .kind = (int32_t)kind, .status = (int32_t)status, .platform_state = INCOMING_OPEN,
		.exception_code = exception, .exception_since = { exception ? 200 : 0 }, .status_since = { 100 }, .open_writebacks = 1 };
}

static void test_every_order_has_a_turn(void **state)
{
	(void)state;
	for (enum order_kind kind = 0; kind < ORDER_KINDS; kind++)
		for (enum order_status status = 0; status < ORDER_STATUSES; status++)
			for (enum problem_code code = PROBLEM_NONE; code < PROBLEM_CODES; code++) {
				struct order o = order_of(kind, status, code == PROBLEM_NONE ? NULL : problem_kinds[code].code);
				const bool   over = status == ORDER_COMPLETED || status == ORDER_CANCELLED || status == ORDER_MANUAL_COMPLETED;

				order_turn_set(&o);
				assert_non_null(o.turn_code);
				assert_true(o.turn_since.us == 100 || o.turn_since.us == 200);
				if (code == PROBLEM_NONE || (over && order_stops_dispatch(code)))
					assert_int_equal(o.turn_owner == NULL, over);
				else
					assert_int_equal(o.turn_since.us, order_stops_dispatch(code) && status != ORDER_PENDING
						&& status != ORDER_ACKNOWLEDGED ? 100 : 200);
			}
}

static const struct {
	enum order_kind   kind;
	enum order_status status;
	const char       *exception;
	int               outbound; /* -1: none */
	const char       *owner, *code;
} grid[] = {
	{ ORDER_B2C, ORDER_PENDING, NULL, -1, "you", "dispatch" },
	{ ORDER_B2B, ORDER_PENDING, NULL, -1, "you", "acknowledge" },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, NULL, -1, "you", "dispatch" },
	{ ORDER_B2C, ORDER_PENDING, "order_unpaid", -1, "platform", "await_payment" },
	{ ORDER_B2C, ORDER_PENDING, "sku_not_mapped", -1, "you", "bind_sku" },
	{ ORDER_B2C, ORDER_PENDING, "insufficient_stock", -1, "you", "find_stock" },
	{ ORDER_B2C, ORDER_PENDING, "a_code_of_tomorrow", -1, "you", "look" },
	{ ORDER_B2C, ORDER_PROCESSING, NULL, OUTBOUND_DRAFT, "warehouse", "review" },
	{ ORDER_B2C, ORDER_PROCESSING, NULL, OUTBOUND_WAVED, "warehouse", "pick" },
	{ ORDER_B2C, ORDER_PROCESSING, NULL, OUTBOUND_PICKING, "warehouse", "pack" },
	{ ORDER_B2C, ORDER_PROCESSING, NULL, OUTBOUND_PACKED, "warehouse", "ship" },
	{ ORDER_B2C, ORDER_PROCESSING, "insufficient_stock", OUTBOUND_PACKED, "warehouse", "ship" },
	{ ORDER_B2C, ORDER_PROCESSING, "lines_changed", OUTBOUND_PACKED, "you", "decide_change" },
	{ ORDER_B2C, ORDER_PARTIALLY_SHIPPED, NULL, OUTBOUND_PACKED, "warehouse", "ship_rest" },
	{ ORDER_B2C, ORDER_PARTIALLY_SHIPPED, "writeback_failed", OUTBOUND_PACKED, "you", "retry_writeback" },
	{ ORDER_B2C, ORDER_SHIPPED, NULL, OUTBOUND_SHIPPED, "system", "writeback" },
	{ ORDER_B2C, ORDER_SHIPPED, "writeback_uncertain", OUTBOUND_SHIPPED, "you", "check_writeback" },
	{ ORDER_B2C, ORDER_COMPLETED, "cancelled_after_shipment", OUTBOUND_SHIPPED, "you", "arrange_return" },
	{ ORDER_B2B, ORDER_PENDING, "acknowledgement_refused", -1, "you", "acknowledge_again" },
	{ ORDER_B2B, ORDER_PENDING, "address_incomplete", -1, "you", "complete_place" },
	{ ORDER_B2B, ORDER_PROCESSING, "acknowledgement_refused", OUTBOUND_PICKING, "you", "decide_refused" },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, "lines_changed", -1, "you", "acknowledge_change" },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, "writeback_uncertain", -1, "you", "check_acknowledgement" },
	{ ORDER_B2B, ORDER_PROCESSING, "lines_changed", OUTBOUND_PACKED, "you", "decide_change" },
	{ ORDER_B2B, ORDER_SHIPPED, "writeback_uncertain", OUTBOUND_SHIPPED, "you", "check_writeback" },
	{ ORDER_B2C, ORDER_COMPLETED, NULL, OUTBOUND_SHIPPED, NULL, "done" },
	{ ORDER_B2C, ORDER_CANCELLED, "sku_not_mapped", -1, NULL, "done" },
};

static void test_the_grid(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof grid / sizeof *grid; i++) {
		struct order o = order_of(grid[i].kind, grid[i].status, grid[i].exception);

		o.outbound_id = grid[i].outbound >= 0;
		o.outbound_status = grid[i].outbound >= 0 ? grid[i].outbound : 0;
		order_turn_set(&o);
		assert_string_equal(o.turn_code, grid[i].code);
		if (grid[i].owner)
			assert_string_equal(o.turn_owner, grid[i].owner);
		else
			assert_null(o.turn_owner);
	}
}

/* A row that names an action sends nobody to a button that is refused. */
static void check_action(void *arg, const struct order_turn_row *row)
{
	size_t *seen = arg;

	for (enum order_kind kind = 0; row->action != ORDER_ACTIONS && kind < ORDER_KINDS; kind++) {
		struct order o = order_of(kind, row->status, NULL);

		if (row->kind != ORDER_KINDS && row->kind != kind)
			continue;
		if (kind == ORDER_B2C && row->status == ORDER_ACKNOWLEDGED)
			continue; /* there is no such order */
		if (order_refusal(&o, row->action) != PROBLEM_NONE)
			fail_msg("%s: %s of a %s order that is %s", row->code, order_action_names[row->action], order_kind_names[kind],
				order_status_names[row->status]);
		(*seen)++;
	}
}

static void test_what_is_asked_for_is_allowed(void **state)
{
	size_t seen = 0;

	(void)state;
	order_turn_each(check_action, &seen);
	assert_in_range(seen, 12, 40);
}

/* One code has one owner, wherever it stands. */
struct seen {
	const struct order_turn_row *rows[64];
	size_t                       n;
};

static void check_code(void *arg, const struct order_turn_row *row)
{
	struct seen *s = arg;

	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->rows[i]->code, row->code) == 0)
			assert_int_equal(s->rows[i]->owner, row->owner);
	s->rows[s->n++] = row;
}

static void test_codes_are_unambiguous(void **state)
{
	struct seen s = { 0 };

	(void)state;
	order_turn_each(check_code, &s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_order_has_a_turn),
		cmocka_unit_test(test_the_grid),
		cmocka_unit_test(test_what_is_asked_for_is_allowed),
		cmocka_unit_test(test_codes_are_unambiguous),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

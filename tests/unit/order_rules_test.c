/* What may move where, for every kind and status, and why not where it may not. */
#include "unit/with_ctx.h"

#include "domain/order.h"
#include "domain/order_address.h"
#include "domain/order_rules.h"
#include "model/incoming.h"
#include "model/order_filter.h"

#include <stdio.h>

/* ---- the grid -------------------------------------------------------------------------------- */

static const struct {
	enum order_kind   kind;
	enum order_status status;
	const char       *allowed; /* action>next, in the order of the actions */
} grid[] = {
	{ ORDER_B2C, ORDER_PENDING, "dispatch>processing batch_dispatch>processing manual_ship>shipped cancel>cancelled"
				    " platform_cancel>cancelled platform_shipped>completed" },
	{ ORDER_B2C, ORDER_PROCESSING, "manual_ship>shipped cancel>cancelled ship_part>partially_shipped ship_rest>shipped"
				       " platform_cancel>cancelled intercept>pending" },
	{ ORDER_B2C, ORDER_PARTIALLY_SHIPPED, "mark_shipped>partially_shipped ship_part>partially_shipped ship_rest>shipped" },
	{ ORDER_B2C, ORDER_SHIPPED, "mark_shipped>shipped confirm>completed confirm_manual>manual_completed" },
	{ ORDER_B2C, ORDER_COMPLETED, "" },
	{ ORDER_B2C, ORDER_CANCELLED, "" },
	{ ORDER_B2C, ORDER_ACKNOWLEDGED, "" },
	{ ORDER_B2C, ORDER_MANUAL_COMPLETED, "" },
	{ ORDER_B2B, ORDER_PENDING, "acknowledge>acknowledged cancel>cancelled platform_cancel>cancelled platform_shipped>completed"
				    " reject_all>cancelled" },
	{ ORDER_B2B, ORDER_PROCESSING, "cancel>cancelled ship_part>partially_shipped ship_rest>shipped platform_cancel>cancelled"
				       " intercept>acknowledged refused>pending" },
	{ ORDER_B2B, ORDER_PARTIALLY_SHIPPED, "mark_shipped>partially_shipped ship_part>partially_shipped ship_rest>shipped" },
	{ ORDER_B2B, ORDER_SHIPPED, "mark_shipped>shipped confirm>completed" },
	{ ORDER_B2B, ORDER_COMPLETED, "" },
	{ ORDER_B2B, ORDER_CANCELLED, "refused>pending" },
	{ ORDER_B2B, ORDER_ACKNOWLEDGED, "dispatch>processing acknowledge>acknowledged cancel>cancelled platform_cancel>cancelled"
					 " platform_shipped>completed reject_all>cancelled refused>pending" },
	{ ORDER_B2B, ORDER_MANUAL_COMPLETED, "" },
};

struct seen {
	char   text[ORDER_KINDS][ORDER_STATUSES][512];
	size_t n;
};

static void note(void *arg, const struct order_rule *r)
{
	struct seen *s = arg;
	char        *text = s->text[r->kind][r->status];
	size_t       len = strlen(text);

	s->n++;
	if (r->allowed)
		snprintf(text + len, sizeof s->text[0][0] - len, "%s%s>%s", len ? " " : "", order_action_names[r->action],
			order_status_names[r->next]);
}

static void test_every_kind_and_status(void **state)
{
	static struct seen seen;

	(void)state;
	order_rules_each(note, &seen);
	assert_int_equal(seen.n, ORDER_KINDS * ORDER_STATUSES * ORDER_ACTIONS);
	assert_int_equal(N_OF(grid), ORDER_KINDS * ORDER_STATUSES);
	for (size_t i = 0; i < N_OF(grid); i++)
		assert_string_equal(seen.text[grid[i].kind][grid[i].status], grid[i].allowed);
}

/* ---- what stands in the way -------------------------------------------------------------------- */

static const struct {
	struct order      o;
	enum order_action action;
	enum problem_code code;
	const char       *words; /* NULL when allowed */
} refusals[] = {
	{ { .status = ORDER_PENDING }, ORDER_DISPATCH, PROBLEM_NONE, NULL },
	{ { .status = ORDER_SHIPPED }, ORDER_DISPATCH, PROBLEM_ACTION_NOT_ALLOWED,
	  "Order 7 is Shipped: it can be dispatched only while it is Pending." },
	{ { .kind = ORDER_B2B, .status = ORDER_PENDING }, ORDER_DISPATCH, PROBLEM_ACTION_NOT_ALLOWED,
	  "Order 7 is Pending: it can be dispatched only while it is Acknowledged." },
	{ { .kind = ORDER_B2B, .status = ORDER_ACKNOWLEDGED }, ORDER_BATCH_DISPATCH, PROBLEM_ACTION_NOT_ALLOWED,
	  "Order 7 is a purchase order: it cannot be dispatched in a batch." },
	{ { .kind = ORDER_B2C, .status = ORDER_PENDING }, ORDER_ACKNOWLEDGE, PROBLEM_ACTION_NOT_ALLOWED,
	  "Order 7 is a buyer's order: it cannot be acknowledged." },
	{ { .status = ORDER_PENDING, .platform_state = INCOMING_UNPAID }, ORDER_DISPATCH, PROBLEM_ORDER_UNPAID,
	  "Order 7 is not paid: it can be dispatched once the platform says it is." },
	{ { .status = ORDER_PENDING, .platform_state = INCOMING_UNPAID }, ORDER_CANCEL, PROBLEM_NONE, NULL },
	{ { .status = ORDER_PENDING, .platform_state = INCOMING_UNPAID }, ORDER_MANUAL_SHIP, PROBLEM_NONE, NULL },
	{ { .status = ORDER_PENDING, .platform_state = INCOMING_CANCELLED }, ORDER_DISPATCH, PROBLEM_CANCELLED_ON_PLATFORM,
	  "Order 7 was cancelled on the platform: it cannot be dispatched." },
	{ { .status = ORDER_PENDING, .platform_state = INCOMING_CANCELLED }, ORDER_MANUAL_SHIP, PROBLEM_CANCELLED_ON_PLATFORM,
	  "Order 7 was cancelled on the platform: it cannot be shipped manually." },
	{ { .status = ORDER_PENDING, .platform_state = INCOMING_CANCELLED }, ORDER_CANCEL, PROBLEM_NONE, NULL },
	{ { .status = ORDER_PENDING, .platform_state = INCOMING_SHIPPED }, ORDER_BATCH_DISPATCH, PROBLEM_ACTION_NOT_ALLOWED,
	  "Order 7 is already shipped on the platform: it cannot be dispatched in a batch." },
	{ { .status = ORDER_PROCESSING, .outbound_id = 1, .outbound_status = OUTBOUND_DRAFT }, ORDER_CANCEL, PROBLEM_NONE, NULL },
	{ { .status = ORDER_PROCESSING, .outbound_id = 1, .outbound_status = OUTBOUND_REVIEWED }, ORDER_MANUAL_SHIP, PROBLEM_NONE, NULL },
	{ { .status = ORDER_PROCESSING, .outbound_id = 1, .outbound_status = OUTBOUND_WAVED }, ORDER_CANCEL,
	  PROBLEM_OUTBOUND_IN_PROGRESS, "Order 7 is already in a wave in the warehouse: it cannot be cancelled any more." },
	{ { .status = ORDER_PROCESSING, .outbound_id = 1, .outbound_status = OUTBOUND_PICKING }, ORDER_MANUAL_SHIP,
	  PROBLEM_OUTBOUND_IN_PROGRESS, "Order 7 is already being picked in the warehouse: it cannot be shipped manually any more." },
	{ { .status = ORDER_PROCESSING, .outbound_id = 1, .outbound_status = OUTBOUND_PACKED }, ORDER_CANCEL,
	  PROBLEM_OUTBOUND_IN_PROGRESS, "Order 7 is already packed in the warehouse: it cannot be cancelled any more." },
	{ { .status = ORDER_PROCESSING, .outbound_id = 1, .outbound_status = OUTBOUND_PACKED }, ORDER_PLATFORM_CANCEL,
	  PROBLEM_OUTBOUND_IN_PROGRESS, "Order 7 is already packed in the warehouse: it cannot be cancelled by the platform any more." },
	{ { .status = ORDER_SHIPPED, .open_writebacks = 1 }, ORDER_MARK_SHIPPED, PROBLEM_NONE, NULL },
	{ { .status = ORDER_PARTIALLY_SHIPPED, .open_writebacks = 2 }, ORDER_MARK_SHIPPED, PROBLEM_NONE, NULL },
	{ { .status = ORDER_SHIPPED }, ORDER_MARK_SHIPPED, PROBLEM_NOTHING_TO_WRITE_BACK,
	  "Order 7 has no shipment that the platform has yet to confirm." },
	{ { .status = ORDER_PROCESSING }, ORDER_MARK_SHIPPED, PROBLEM_ACTION_NOT_ALLOWED,
	  "Order 7 is Processing: it can be marked as shipped only while it is Partially Shipped or Shipped." },
	{ { .status = ORDER_COMPLETED }, ORDER_CANCEL, PROBLEM_ACTION_NOT_ALLOWED,
	  "Order 7 is Completed: it can be cancelled only while it is Pending or Processing." },
	{ { .kind = ORDER_B2B, .status = ORDER_PENDING }, ORDER_ACKNOWLEDGE, PROBLEM_NONE, NULL },
	{ { .kind = ORDER_B2B, .status = ORDER_PENDING, .acknowledgement_state = "refused" }, ORDER_ACKNOWLEDGE, PROBLEM_NONE, NULL },
	{ { .kind = ORDER_B2B, .status = ORDER_PENDING, .platform_state = INCOMING_CANCELLED }, ORDER_ACKNOWLEDGE, PROBLEM_CANCELLED_ON_PLATFORM,
	  "Order 7 was cancelled on the platform: it cannot be acknowledged." },
	{ { .kind = ORDER_B2B, .status = ORDER_PENDING, .platform_state = INCOMING_SHIPPED }, ORDER_ACKNOWLEDGE, PROBLEM_ACTION_NOT_ALLOWED,
	  "Order 7 is already shipped on the platform: it cannot be acknowledged." },
	{ { .kind = ORDER_B2B, .status = ORDER_ACKNOWLEDGED, .acknowledgement_state = "confirmed" }, ORDER_ACKNOWLEDGE,
	  PROBLEM_ACTION_NOT_ALLOWED, "Order 7 is acknowledged, and nothing of it waits for another answer." },
	{ { .kind = ORDER_B2B, .status = ORDER_ACKNOWLEDGED, .acknowledgement_state = "confirmed", .backordered = true }, ORDER_ACKNOWLEDGE,
	  PROBLEM_NONE, NULL },
	{ { .kind = ORDER_B2B, .status = ORDER_ACKNOWLEDGED, .acknowledgement_state = "confirmed", .exception_code = "lines_changed" },
	  ORDER_ACKNOWLEDGE, PROBLEM_NONE, NULL },
	{ { .kind = ORDER_B2B, .status = ORDER_ACKNOWLEDGED, .acknowledgement_state = "sent", .backordered = true }, ORDER_ACKNOWLEDGE,
	  PROBLEM_ACKNOWLEDGEMENT_OPEN,
	  "Order 7 has an acknowledgement under way: it can be acknowledged again once the platform has answered." },
	{ { .kind = ORDER_B2B, .status = ORDER_PROCESSING }, ORDER_ACKNOWLEDGE, PROBLEM_ACTION_NOT_ALLOWED,
	  "Order 7 is Processing: it can be acknowledged only while it is Pending or Acknowledged." },
	{ { .kind = ORDER_B2B, .status = ORDER_SHIPPED }, ORDER_CANCEL, PROBLEM_ACTION_NOT_ALLOWED,
	  "Order 7 is Shipped: it can be cancelled only while it is Pending, Acknowledged or Processing." },
};

static void test_refusals(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(refusals); i++) {
		struct ctx   c = ctx_new();
		struct order o = refusals[i].o;

		o.order_no = "7";
		assert_int_equal(order_refusal(&o, refusals[i].action), refusals[i].code);
		assert_int_equal(order_allow(&c, &o, refusals[i].action), refusals[i].code == PROBLEM_NONE);
		assert_int_equal(c.problem.code, refusals[i].code);
		if (refusals[i].words)
			assert_string_equal(c.problem.detail, refusals[i].words);
		arena_free(c.arena);
	}
}

/* ---- actions as they are shown ------------------------------------------------------------------- */

static uint64_t permissions_of(enum permission a, enum permission b)
{
	return UINT64_C(1) << a | UINT64_C(1) << b;
}

static void test_actions_json(void **state)
{
	enum { SHIP = 1, OTHERS = 2, ALL = SHIP | OTHERS };
	static const struct {
		struct order o;
		unsigned     who;
		const char  *text;
	} cases[] = {
		{ { .status = ORDER_PENDING }, ALL, "{\"allowed\":[\"dispatch\",\"batch_dispatch\",\"manual_ship\",\"cancel\"],\"refused\":{}}" },
		{ { .status = ORDER_PENDING }, OTHERS, "{\"allowed\":[\"dispatch\",\"batch_dispatch\",\"cancel\"],"
		  "\"refused\":{\"mark_shipped\":\"forbidden\",\"manual_ship\":\"forbidden\"}}" },
		{ { .status = ORDER_PENDING, .platform_state = INCOMING_UNPAID }, ALL, "{\"allowed\":[\"manual_ship\",\"cancel\"],"
		  "\"refused\":{\"dispatch\":\"order_unpaid\",\"batch_dispatch\":\"order_unpaid\"}}" },
		/* the status has it, and still it cannot be: that is said */
		{ { .status = ORDER_PENDING, .platform_state = INCOMING_SHIPPED }, ALL, "{\"allowed\":[\"manual_ship\",\"cancel\"],"
		  "\"refused\":{\"dispatch\":\"action_not_allowed\",\"batch_dispatch\":\"action_not_allowed\"}}" },
		{ { .kind = ORDER_B2B, .status = ORDER_ACKNOWLEDGED, .acknowledgement_state = "confirmed" }, ALL,
		  "{\"allowed\":[\"dispatch\",\"cancel\"],\"refused\":{\"acknowledge\":\"action_not_allowed\"}}" },
		{ { .kind = ORDER_B2B, .status = ORDER_ACKNOWLEDGED, .acknowledgement_state = "sent" }, ALL,
		  "{\"allowed\":[\"dispatch\",\"cancel\"],\"refused\":{\"acknowledge\":\"acknowledgement_open\"}}" },
		{ { .status = ORDER_PROCESSING, .outbound_id = 1, .outbound_status = OUTBOUND_PICKING }, ALL, "{\"allowed\":[],"
		  "\"refused\":{\"manual_ship\":\"outbound_in_progress\",\"cancel\":\"outbound_in_progress\"}}" },
		{ { .status = ORDER_SHIPPED, .open_writebacks = 1, .outbound_id = 1, .outbound_status = OUTBOUND_SHIPPED }, ALL,
		  "{\"allowed\":[\"mark_shipped\"],\"refused\":{}}" },
		{ { .status = ORDER_SHIPPED, .outbound_id = 1, .outbound_status = OUTBOUND_SHIPPED }, ALL,
		  "{\"allowed\":[],\"refused\":{\"mark_shipped\":\"nothing_to_write_back\"}}" },
		{ { .status = ORDER_COMPLETED }, ALL, "{\"allowed\":[],\"refused\":{}}" },
		{ { .status = ORDER_COMPLETED }, 0, "{\"allowed\":[],\"refused\":{\"dispatch\":\"forbidden\",\"batch_dispatch\":\"forbidden\","
		  "\"acknowledge\":\"forbidden\",\"mark_shipped\":\"forbidden\",\"manual_ship\":\"forbidden\",\"cancel\":\"forbidden\"}}" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx  c = ctx_new();
		const char *text;

		if (cases[i].who & SHIP)
			c.actor.permissions |= permissions_of(PERM_ORDER_SHIP, PERM_ORDER_VIEW);
		if (cases[i].who & OTHERS)
			c.actor.permissions |= permissions_of(PERM_ORDER_DISPATCH, PERM_ORDER_CANCEL) | UINT64_C(1) << PERM_ORDER_ACKNOWLEDGE;
		text = order_actions_json(&c, &cases[i].o);
		assert_string_equal(text, cases[i].text);
		assert_ptr_equal(text, order_actions_json(&c, &cases[i].o)); /* rendered once */
		arena_free(c.arena);
	}
}

/* ---- from facts to a status ---------------------------------------------------------------------- */

static void test_status_of_facts(void **state)
{
	static const struct {
		struct order_facts facts;
		enum order_status  status;
	} cases[] = {
		{ { .to_ship = 2 }, ORDER_PENDING },
		{ { .kind = ORDER_B2B, .to_ship = 2 }, ORDER_PENDING },
		{ { .kind = ORDER_B2B, .acknowledged = true, .to_ship = 2 }, ORDER_ACKNOWLEDGED },
		{ { .outbound = true, .to_ship = 2 }, ORDER_PROCESSING },
		{ { .kind = ORDER_B2B, .acknowledged = true, .outbound = true, .to_ship = 2 }, ORDER_PROCESSING },
		{ { .outbound = true, .to_ship = 2, .shipped = 1, .writebacks = 1 }, ORDER_PARTIALLY_SHIPPED },
		{ { .outbound = true, .to_ship = 2, .shipped = 1, .writebacks = 1, .confirmed = 1 }, ORDER_PARTIALLY_SHIPPED },
		{ { .outbound = true, .to_ship = 2, .shipped = 2, .writebacks = 2, .confirmed = 1 }, ORDER_SHIPPED },
		{ { .outbound = true, .to_ship = 2, .shipped = 2 }, ORDER_SHIPPED },
		{ { .outbound = true, .to_ship = 2, .shipped = 2, .writebacks = 2, .confirmed = 2 }, ORDER_COMPLETED },
		{ { .manual_shipment = true, .to_ship = 2, .writebacks = 1 }, ORDER_SHIPPED },
		{ { .manual_shipment = true, .to_ship = 2, .writebacks = 1, .confirmed = 1 }, ORDER_MANUAL_COMPLETED },
		{ { .shipped_elsewhere = true, .to_ship = 2 }, ORDER_COMPLETED },
		{ { .cancelled = true, .to_ship = 2 }, ORDER_CANCELLED },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		assert_int_equal(order_status_of_facts(&cases[i].facts), cases[i].status);
}

/* ---- addresses ----------------------------------------------------------------------------------- */

static void test_addresses(void **state)
{
	static const struct {
		const char *name, *line1, *city, *state, *zip, *country;
		const char *missing; /* NULL: complete */
	} cases[] = {
		{ "Ada", "1 Main St", "Springfield", "IL", "62701", "US", NULL },
		{ "Ada", "1 Main St", "Springfield", NULL, "62701", "US", "state" },
		{ "Ada", "1 Main St", "Springfield", "", "62701", "CA", "state" },
		{ "Ada", "1 Main St", "Hobart", " \t", "7000", "AU", "state" },
		{ "Ada", "Hauptstr. 1", "Berlin", NULL, "10115", "DE", NULL },
		{ "Ada", "Hauptstr. 1", "Berlin", NULL, NULL, "DE", "zip code" },
		{ "Ada", "Queen's Rd 1", NULL, NULL, NULL, "HK", NULL },
		{ "Ada", "1 Orchard Rd", NULL, NULL, "238823", "SG", NULL },
		{ "Ada", "Sheikh Zayed Rd", "Dubai", NULL, NULL, "AE", NULL },
		{ NULL, "Hauptstr. 1", "Berlin", NULL, "10115", "DE", "name" },
		{ "  ", NULL, NULL, NULL, NULL, NULL, "name, address line 1, city, zip code, country" },
		{ "Ada", "Hauptstr. 1", "Berlin", NULL, "10115", "Germany", "country" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx   c = ctx_new();
		struct order o = { .recipient_name = cases[i].name, .recipient_line1 = cases[i].line1,
			.recipient_city = cases[i].city, .recipient_state = cases[i].state, .recipient_zip = cases[i].zip,
			.recipient_country = cases[i].country };
		const char  *missing = order_address_missing(&c, &o);

		if (cases[i].missing) {
			assert_non_null(missing);
			assert_string_equal(missing, cases[i].missing);
		} else {
			assert_null(missing);
		}
		arena_free(c.arena);
	}
}

/* ---- the filters' own checks ----------------------------------------------------------------------- */

static void test_filters_refuse(void **state)
{
	static const struct {
		const char *query, *field, *code;
	} cases[] = {
		{ "kind=b2x", "kind", "not_a_choice" },
		{ "status=pending,lost", "status", "not_a_choice" },
		{ "storeId=1,two", "storeId", "bad_id" },
		{ "storeId=0", "storeId", "bad_id" },
		{ "storeId=99999999999999999999", "storeId", "bad_id" },
		{ "orderTimeFrom=yesterday", "orderTimeFrom", "bad_time" },
		{ "orderTimeFrom=2026-05-02T00:00:00Z&orderTimeTo=2026-05-01T00:00:00Z", "orderTimeTo", "before_start" },
		{ "kind=b2b&trackingNo=1Z", "trackingNo", "not_for_b2b" },
		{ "kind=b2b&recipientName=ada", "recipientName", "not_for_b2b" },
		{ "exception=sad", "exception", "not_a_choice" },
		{ "source=Woo%20Commerce", "source", "not_a_choice" },
		{ "limit=0", "limit", "out_of_range" },
		{ "limit=201", "limit", "out_of_range" },
		{ "cursor=abc", "cursor", "invalid" },
		{ "sort=amount", "sort", "not_a_choice" },
		{ "colour=red", "colour", "unknown" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx          c = ctx_new();
		struct order_filter f = { 0 };

		if (shape_parse_query(&c, &order_filter_shape, cases[i].query, &f) && order_filter_read(&c, &f))
			fail_msg("%s was taken", cases[i].query);
		assert_int_equal(c.problem.code, PROBLEM_INVALID);
		if (!field_code(&c, cases[i].field))
			fail_msg("%s: %s", cases[i].query, c.problem.detail);
		assert_string_equal(field_code(&c, cases[i].field), cases[i].code);
		arena_free(c.arena);
	}
}

static void test_filters_are_taken_apart(void **state)
{
	struct ctx          c = ctx_new();
	struct order_filter f = { 0 }, empty = { 0 }, prefix = { 0 };

	(void)state;
	assert_true(shape_parse_query(&c, &order_filter_shape,
		"orderNo=A1%2C%20b2%20%2C%2CA1&storeId=3,4&status=pending,shipped&source=woocommerce&exception=any&limit=7"
		"&sort=orderTime&orderTimeFrom=2026-05-01T00:00:00Z&orderTimeTo=2026-05-01T00:00:00Z", &f));
	assert_true(order_filter_read(&c, &f));
	assert_int_equal(f.n_order_nos, 2);
	assert_string_equal(f.order_nos[0], "A1");
	assert_string_equal(f.order_nos[1], "b2");
	assert_false(f.order_no_prefix);
	assert_int_equal(f.n_stores, 2);
	assert_int_equal(f.stores[1], 4);
	assert_int_equal(f.n_statuses, 2);
	assert_string_equal(f.statuses[1], "shipped");
	assert_int_equal(f.n_sources, 1);
	assert_int_equal(f.page.limit, 7);
	assert_true(f.page.ascending);
	assert_int_equal(f.from.us, f.to.us);

	assert_true(shape_parse_query(&c, &order_filter_shape, "", &empty) && order_filter_read(&c, &empty));
	assert_int_equal(empty.kind, ORDER_B2C);
	assert_int_equal(empty.page.limit, 50);
	assert_false(empty.page.ascending);

	assert_true(shape_parse_query(&c, &order_filter_shape, "orderNo=BY2026*&status=&recipientName=", &prefix)
		&& order_filter_read(&c, &prefix));
	assert_true(prefix.order_no_prefix);
	assert_string_equal(prefix.order_nos[0], "BY2026");
	assert_int_equal(prefix.n_statuses, 0);
	assert_null(prefix.recipient_name);
	arena_free(c.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_kind_and_status),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_actions_json),
		cmocka_unit_test(test_status_of_facts),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_filters_refuse),
		cmocka_unit_test(test_filters_are_taken_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

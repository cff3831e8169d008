/* Walking purchase orders: both lists, every slice and page, and never a silent end. */
#include "unit/with_amazon.h"

static struct platform_args window(enum window_by by, const char *from, const char *to)
{
	return (struct platform_args){ .by = by, .from = instant_of(from), .to = instant_of(to) };
}

#define ROW(number, state) "{\"purchaseOrderNumber\":\"" number "\",\"purchaseOrderState\":\"" state "\",\"orderDetails\":{" \
	"\"purchaseOrderDate\":\"2026-11-23T08:00:00Z\",\"purchaseOrderStateChangedDate\":\"2026-11-23T08:00:00Z\",\"items\":[{" \
	"\"itemSequenceNumber\":\"1\",\"amazonProductIdentifier\":\"B01\",\"orderedQuantity\":{\"amount\":1,\"unitOfMeasure\":\"Eaches\",\"unitSize\":1}," \
	"\"isBackOrderAllowed\":false,\"netCost\":{\"amount\":\"1\",\"currencyCode\":\"USD\"}}]}}"
#define LIST(token, rows) "{\"payload\":{\"pagination\":{" token "},\"orders\":[" rows "]}}"
#define NEXT(token) "\"nextToken\":\"" token "\""

static void three_lists(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = amazon_store();
	struct platform_args  args = window(WINDOW_UPDATED, "2026-11-23T07:00:00.25Z", "2026-11-23T09:00:00.75Z");
	struct step           step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);

	(void)state;
	assert_request(&c, &step, "list_created");
	assert_string_equal(header(&step, "x-amz-access-token"), TOKEN);
	assert_string_equal(step.path_template, "/vendor/orders/v1/purchaseOrders");
	assert_text(param(&c, &step, "createdAfter"), "2026-11-23T06:59:59Z"); /* edges a second wider */
	assert_text(param(&c, &step, "createdBefore"), "2026-11-23T09:00:01Z");
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, LIST(NEXT("MDAx/+="), ROW("AAAA1111", "New"))));
	assert_int_equal(step.kind, STEP_PAGE);
	assert_int_equal(step.n_orders, 1);
	args.cursor = step.next_cursor;
	step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	assert_request(&c, &step, "list_next_page");
	assert_text(param(&c, &step, "nextToken"), "MDAx/+=");
	assert_text(param(&c, &step, "createdAfter"), "2026-11-23T06:59:59Z");
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, LIST("", "")));
	assert_int_equal(step.n_orders, 0);
	args.cursor = step.next_cursor;
	step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	assert_request(&c, &step, "list_changed");
	assert_text(param(&c, &step, "createdAfter"), NULL);
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, "{\"payload\":{}}"));
	assert_int_equal(step.kind, STEP_PAGE);
	assert_int_equal(step.n_orders, 0);
	/* what was closed is a list of statuses: each order is asked for, and those that are open are not */
	args.cursor = step.next_cursor;
	step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	assert_request(&c, &step, "list_closed");
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, "{\"payload\":{\"ordersStatus\":[{\"purchaseOrderNumber\":\"OPEN1111\","
		"\"purchaseOrderStatus\":\"OPEN\"},{\"purchaseOrderNumber\":\"SHUT1111\",\"purchaseOrderStatus\":\"CLOSED\"}]}}"));
	assert_int_equal(step.n_orders, 0);
	args.cursor = step.next_cursor;
	step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	assert_non_null(strstr(step.request.url, "/purchaseOrders/SHUT1111"));
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(404, ERRORS("NotFound", "gone", "")));
	assert_int_equal(step.kind, STEP_PAGE);
	assert_null(step.next_cursor);
	args.cursor = "{\"leg\":2,\"from\":1,\"end\":2,\"page\":0}";
	step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, sandbox(&c, "getPurchaseOrdersStatus", 2));
	assert_int_equal(step.kind, STEP_PAGE);
	assert_null(step.next_cursor);
	/* what was created is one list alone, and only what was created in the window counts */
	args = window(WINDOW_CREATED, "2026-11-23T07:00:00Z", "2026-11-23T07:59:59Z");
	step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, LIST("", ROW("AAAA1111", "New"))));
	assert_int_equal(step.n_orders, 0);
	assert_null(step.next_cursor);
	ctx_end(&c);
}

/* Twenty days are three slices of each list, that leave no second out and are no longer than seven days. */
static void slices(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = amazon_store();
	struct instant        now = instant_now(), from = instant_plus_s(now, -20 * 24 * 3600), reached = from;
	struct platform_args  args = { .by = WINDOW_UPDATED, .from = from, .to = now };
	unsigned              n = 0;

	(void)state;
	do {
		struct step    step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
		const char    *after = param(&c, &step, n < 3 ? "createdAfter" : n < 6 ? "changedAfter" : "updatedAfter");
		const char    *before = param(&c, &step, n < 3 ? "createdBefore" : n < 6 ? "changedBefore" : "updatedBefore");
		struct instant begins, ends;

		assert_non_null(after);
		begins = instant_of(after);
		ends = instant_of(before);
		if (n % 3 == 0)
			reached = from;
		assert_true(begins.us < reached.us);
		assert_true(ends.us - begins.us <= 7 * 24 * 3600 * INSTANT_SECOND);
		reached = ends;
		step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, LIST("", "")));
		assert_int_equal(step.kind, STEP_PAGE);
		args.cursor = step.next_cursor;
		n++;
		if (n % 3 == 0)
			assert_true(reached.us >= now.us);
		assert_null(step.note);
	} while (args.cursor && n < 12);
	assert_int_equal(n, 9);
	ctx_end(&c);
}

static void six_months_and_no_more(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = amazon_store();
	struct platform_args  args = { .by = WINDOW_CREATED, .from = instant_plus_s(instant_now(), -400LL * 24 * 3600), .to = instant_now() };
	struct step           step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	struct instant        begins = instant_of(param(&c, &step, "createdAfter"));

	(void)state;
	assert_true(begins.us > instant_plus_s(instant_now(), -180LL * 24 * 3600).us);
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, LIST("", "")));
	assert_non_null(strstr(step.note, "six months"));
	args.to = instant_plus_s(args.from, 3600); /* all of it is too old: nothing is asked, and it is said */
	step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	assert_int_equal(step.kind, STEP_PAGE);
	assert_null(step.next_cursor);
	assert_non_null(step.note);
	/* without a beginning, and without an end */
	args = (struct platform_args){ .by = WINDOW_UPDATED };
	step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	assert_int_equal(step.kind, STEP_REQUEST);
	assert_non_null(param(&c, &step, "createdBefore"));
	ctx_end(&c);
}

/* Closed ones and those listed without details come one by one behind their page. */
static void later_ones(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = amazon_store();
	struct platform_args  args = window(WINDOW_CREATED, "2026-11-23T07:00:00Z", "2026-11-23T09:00:00Z");
	struct step           step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);

	(void)state;
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, LIST("", ROW("AAAA1111", "New") "," ROW("BBBB2222", "Closed") ","
		"{\"purchaseOrderNumber\":\"CCCC3333\",\"purchaseOrderState\":\"New\"},{\"purchaseOrderNumber\":\"no/number\"}")));
	assert_int_equal(step.n_orders, 2);
	assert_text(step.orders[1].refusal_code, "malformed");
	args.cursor = step.next_cursor;
	step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	assert_non_null(strstr(step.request.url, "/purchaseOrders/BBBB2222"));
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, "{\"payload\":" ROW("BBBB2222", "Closed") "}"));
	assert_text(param(&c, &step, "purchaseOrderNumber"), "BBBB2222");
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, "{\"payload\":{\"ordersStatus\":[{\"purchaseOrderNumber\":\"BBBB2222\","
		"\"itemStatus\":[{\"itemSequenceNumber\":\"1\",\"receivingStatus\":{\"receivedQuantity\":{\"amount\":1}}}]}]}}"));
	assert_int_equal(step.n_orders, 1);
	assert_int_equal(step.orders[0].state, INCOMING_SHIPPED);
	args.cursor = step.next_cursor;
	step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	assert_non_null(strstr(step.request.url, "/purchaseOrders/CCCC3333"));
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(404, ERRORS("NotFound", "gone", "")));
	assert_int_equal(step.kind, STEP_PAGE);
	assert_int_equal(step.n_orders, 0);
	assert_null(step.next_cursor);
	ctx_end(&c);
}

/* What the walk must not take for an end. */
static void never_silently(void **state)
{
	static const struct {
		const char         *token, *body;
		int                 status;
		enum platform_class class;
		const char         *code;
	} cases[] = {
		{ NULL, "{}", 200, CLASS_PERMANENT, "unreadable" },
		{ NULL, "{\"orders\":[]}", 200, CLASS_PERMANENT, "unreadable" },
		{ NULL, "{\"payload\":[]}", 200, CLASS_PERMANENT, "unreadable" },
		{ NULL, "{\"payload\":{\"orders\":{}}}", 200, CLASS_PERMANENT, "unreadable" },
		{ NULL, "{\"payload\":{\"orders\":[", 200, CLASS_TRANSIENT, "unreadable" },
		{ NULL, "", 200, CLASS_TRANSIENT, "unreadable" },
		{ NULL, "<html>maintenance</html>", 200, CLASS_TRANSIENT, "unreadable" },
		{ NULL, "{\"payload\":{\"orders\":[]},\"errors\":[{\"code\":\"InvalidInput\",\"message\":\"half\"}]}", 200, CLASS_VALIDATION, "InvalidInput" },
		{ "same", "{\"payload\":{\"pagination\":{\"nextToken\":\"same\"},\"orders\":[]}}", 200, CLASS_TRANSIENT, "page_repeated" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = amazon_store();
		struct platform_args  args = window(WINDOW_CREATED, "2026-11-23T07:00:00Z", "2026-11-23T09:00:00Z");
		struct step           step;

		if (cases[i].token) {
			step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
			step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, arena_printf(c.arena, LIST("\"nextToken\":\"%s\"", ""), cases[i].token)));
			args.cursor = step.next_cursor;
		}
		step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
		step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(cases[i].status, cases[i].body));
		assert_error(&step, cases[i].class, cases[i].code);
		ctx_end(&c);
	}
	/* places that are none of ours */
	static const char *const cursors[] = { "", "{}", "[1]", "{\"leg\":3,\"from\":0,\"end\":1,\"page\":0}", "{\"leg\":0,\"from\":\"x\",\"end\":1,\"page\":0}" };
	for (size_t i = 0; i < N_OF(cursors); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = amazon_store();
		struct platform_args  args = { .cursor = cursors[i] };
		struct step           step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);

		assert_error(&step, CLASS_PERMANENT, "bad_cursor");
		ctx_end(&c);
	}
}

/* A mark that wore out: its slice is read again from its beginning, once. */
static void a_worn_out_mark(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = amazon_store();
	struct platform_args  args = window(WINDOW_CREATED, "2026-11-23T07:00:00Z", "2026-11-23T09:00:00Z");
	struct step           step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	struct http_answer    worn = answer(400, ERRORS("InvalidInput", "nextToken is not valid", ""));

	(void)state;
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, LIST(NEXT("old"), ROW("AAAA1111", "New"))));
	args.cursor = step.next_cursor;
	step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	assert_text(param(&c, &step, "nextToken"), "old");
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, worn);
	assert_int_equal(step.kind, STEP_REQUEST);
	assert_text(param(&c, &step, "nextToken"), NULL);
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, LIST(NEXT("new"), ROW("AAAA1111", "New"))));
	assert_int_equal(step.n_orders, 1);
	args.cursor = step.next_cursor;
	step = amazon_first(&c, OP_LIST_ORDERS, &s, &args);
	assert_text(param(&c, &step, "nextToken"), "new");
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &step, worn);
	assert_error(&step, CLASS_VALIDATION, "InvalidInput");
	ctx_end(&c);
}

static void by_number(void **state)
{
	static const char    *numbers[] = { "not a number", "AAAA1111", "AAAA1111", "MISSING1", "x/../y", "BBBB2222" };
	struct ctx            c = ctx_new();
	struct platform_store s = amazon_store();
	struct platform_args  args = { .n_numbers = N_OF(numbers), .numbers = numbers };
	struct step           step = amazon_first(&c, OP_GET_ORDERS, &s, &args);

	(void)state;
	assert_int_equal(step.kind, STEP_PAGE);
	assert_int_equal(step.n_missing, 1);
	assert_string_equal(step.missing[0], "not a number");
	args.cursor = step.next_cursor;
	step = amazon_first(&c, OP_GET_ORDERS, &s, &args);
	assert_non_null(strstr(step.request.url, "/purchaseOrders/AAAA1111"));
	step = amazon_next(&c, OP_GET_ORDERS, &s, &args, &step, answer(200, "{\"payload\":" ROW("AAAA1111", "New") "}"));
	assert_int_equal(step.n_orders, 1);
	args.cursor = step.next_cursor;
	step = amazon_first(&c, OP_GET_ORDERS, &s, &args);
	assert_non_null(strstr(step.request.url, "/purchaseOrders/MISSING1"));
	step = amazon_next(&c, OP_GET_ORDERS, &s, &args, &step, answer(404, ERRORS("NotFound", "no", "")));
	assert_int_equal(step.n_missing, 2);
	assert_string_equal(step.missing[0], "MISSING1");
	assert_string_equal(step.missing[1], "x/../y");
	args.cursor = step.next_cursor;
	step = amazon_first(&c, OP_GET_ORDERS, &s, &args);
	step = amazon_next(&c, OP_GET_ORDERS, &s, &args, &step, answer(200, "{\"payload\":" ROW("OTHER999", "New") "}"));
	assert_error(&step, CLASS_PERMANENT, "other_order");
	step = amazon_first(&c, OP_GET_ORDERS, &s, &args);
	step = amazon_next(&c, OP_GET_ORDERS, &s, &args, &step, answer(200, "{\"payload\":" ROW("BBBB2222", "New") "}"));
	assert_int_equal(step.n_orders, 1);
	assert_null(step.next_cursor);
	/* Amazon's own examples, and a number that cannot be one */
	args = (struct platform_args){ .platform_order_id = "4Z32PABC" };
	step = amazon_first(&c, OP_GET_ORDER, &s, &args);
	step = amazon_next(&c, OP_GET_ORDER, &s, &args, &step, sandbox(&c, "getPurchaseOrder", 0));
	assert_int_equal(step.kind, STEP_REQUEST); /* closed: why? */
	step = amazon_first(&c, OP_GET_ORDER, &s, &args);
	step = amazon_next(&c, OP_GET_ORDER, &s, &args, &step, sandbox(&c, "getPurchaseOrder", 2));
	assert_error(&step, CLASS_VALIDATION, "InvalidRequest");
	assert_string_equal(step.error.words, "Request is missing or has invalid parameters (purchaseOrderNumber cannot be null)");
	args.platform_order_id = "a b";
	step = amazon_first(&c, OP_GET_ORDER, &s, &args);
	assert_error(&step, CLASS_NOT_FOUND, "bad_number");
	ctx_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_lists),
		cmocka_unit_test(slices),
		cmocka_unit_test(six_months_and_no_more),
		cmocka_unit_test(later_ones),
		cmocka_unit_test(never_silently),
		cmocka_unit_test(a_worn_out_mark),
		cmocka_unit_test(by_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Purchase orders as Amazon sends them, and as nobody should. */
#include "unit/with_amazon.h"

static struct incoming_order read_one(struct ctx *c, const char *order)
{
	struct platform_store s = amazon_store();
	struct platform_args  args = { .platform_order_id = "2JK3S9VC" };
	struct step           step = amazon_first(c, OP_GET_ORDER, &s, &args);

	step = amazon_next(c, OP_GET_ORDER, &s, &args, &step, answer(200, arena_printf(c->arena, "{\"payload\":%s}", order)));
	if (step.kind == STEP_ERROR)
		fail_msg("%s", step.error.words);
	assert_int_equal(step.kind, STEP_PAGE);
	assert_int_equal(step.n_orders, 1);
	return step.orders[0];
}

#define ORDER(state, more, items) "{\"purchaseOrderNumber\":\"2JK3S9VC\",\"purchaseOrderState\":" state ",\"orderDetails\":{" \
	"\"purchaseOrderDate\":\"2026-11-20T10:00:00Z\",\"purchaseOrderStateChangedDate\":\"2026-11-20T10:00:00Z\"" more ",\"items\":[" items "]}}"
#define ITEM(n, quantity, more) "{\"itemSequenceNumber\":\"" n "\",\"amazonProductIdentifier\":\"B0" n "\",\"vendorProductIdentifier\":\"SKU-" n \
	"\",\"orderedQuantity\":" quantity ",\"isBackOrderAllowed\":true" more "}"
#define COST(amount, currency) ",\"netCost\":{\"amount\":\"" amount "\",\"currencyCode\":\"" currency "\"}"
#define EACHES(n) "{\"amount\":" n ",\"unitOfMeasure\":\"Eaches\",\"unitSize\":1}"
#define CASES(n, of) "{\"amount\":" n ",\"unitOfMeasure\":\"Cases\",\"unitSize\":" of "}"

static void every_field(void **state)
{
	struct ctx                      c = ctx_new();
	const struct incoming_order     o = read_one(&c, ORDER("\"New\"", ",\"purchaseOrderChangedDate\":\"2026-11-21T09:30:00+02:00\","
		"\"purchaseOrderType\":\"RushOrder\",\"paymentMethod\":\"Invoice\",\"importDetails\":{\"shippingInstructions\":\"On pallets\"},"
		"\"buyingParty\":{\"partyId\":\"AMZN\"},\"sellingParty\":{\"partyId\":\"999US\"},\"shipToParty\":{\"partyId\":\"ONT2\",\"address\":{"
		"\"name\":\"Amazon ONT2\",\"addressLine1\":\"1910 E Central Ave\",\"addressLine2\":\"Dock 4\",\"addressLine3\":\"Gate B\","
		"\"city\":\"San Bernardino\",\"stateOrRegion\":\"CA\",\"postalCode\":\"92408\",\"countryCode\":\"us\",\"phone\":\"+1 555 0100\"}},"
		"\"shipWindow\":\"2026-11-22T07:00:00Z--2026-11-28T07:00:00Z\",\"deliveryWindow\":\"2026-11-29T07:00:00Z--2026-12-01T07:00:00Z\"",
		ITEM("1", EACHES("10"), COST("12.50", "USD")) "," ITEM("2", CASES("3", "12"), COST("2", "USD")) ","
		ITEM("3", EACHES("0"), COST("7", "USD"))));
	const struct incoming_purchase *p = o.purchase;

	(void)state;
	assert_text(o.refusal, NULL);
	assert_text(o.platform_order_id, "2JK3S9VC");
	assert_text(o.order_no, "2JK3S9VC");
	assert_text(o.source, "amazon_vendor");
	assert_text(o.raw_status, "New");
	assert_int_equal(o.state, INCOMING_OPEN);
	assert_string_equal(instant_text(c.arena, o.created_at), "2026-11-20T10:00:00Z");
	assert_string_equal(instant_text(c.arena, o.updated_at), "2026-11-21T07:30:00Z");
	assert_int_equal(o.paid_at.us, 0);
	assert_text(o.payment_method, "Invoice");
	assert_text(o.buyer_note, "On pallets");
	assert_text(o.currency, "USD");
	assert_string_equal(money_text(c.arena, o.amount), "197.00"); /* 10 × 12.50, and 3 cases of 12 at 2.00 a piece */
	assert_text(o.recipient.name, "Amazon ONT2");
	assert_text(o.recipient.line1, "1910 E Central Ave");
	assert_text(o.recipient.line2, "Dock 4, Gate B");
	assert_text(o.recipient.city, "San Bernardino");
	assert_text(o.recipient.state, "CA");
	assert_text(o.recipient.zip, "92408");
	assert_text(o.recipient.country, "US");
	assert_text(o.recipient.phone, "+1 555 0100");
	assert_int_equal(o.n_lines, 3);
	assert_text(o.lines[0].platform_line_id, "1");
	assert_text(o.lines[0].platform_sku, "SKU-1");
	assert_text(o.lines[0].sku_key, "SKU-1");
	assert_text(o.lines[0].product_id, "B01");
	assert_text(o.lines[0].product_name, "SKU-1");
	assert_int_equal(o.lines[0].unit, UNIT_EACH);
	assert_int_equal(o.lines[0].unit_size, 1);
	assert_true(o.lines[0].backorder_allowed && o.lines[0].shippable && o.lines[0].has_price);
	assert_int_equal(o.lines[1].quantity, 3);
	assert_int_equal(o.lines[1].unit, UNIT_CASE);
	assert_int_equal(o.lines[1].unit_size, 12);
	assert_string_equal(money_text(c.arena, o.lines[1].unit_price), "24.00"); /* of a case */
	assert_string_equal(money_text(c.arena, o.lines[1].line_total), "72.00");
	assert_false(o.lines[2].shippable);
	assert_text(p->type, "RushOrder");
	assert_text(p->buying_party, "AMZN");
	assert_text(p->selling_party, "999US");
	assert_text(p->ship_to_code, "ONT2");
	assert_string_equal(instant_text(c.arena, p->acknowledge_by), "2026-11-21T10:00:00Z");
	assert_string_equal(instant_text(c.arena, p->ship_window_from), "2026-11-22T07:00:00Z");
	assert_string_equal(instant_text(c.arena, p->ship_window_to), "2026-11-28T07:00:00Z");
	assert_string_equal(instant_text(c.arena, p->delivery_window_from), "2026-11-29T07:00:00Z");
	assert_string_equal(instant_text(c.arena, p->delivery_window_to), "2026-12-01T07:00:00Z");
	assert_false(p->acknowledged);
	assert_non_null(strstr(o.raw.data, "\"shipWindow\""));
	ctx_end(&c);
}

static void odd_but_good(void **state)
{
	struct ctx            c = ctx_new();
	struct incoming_order o;

	(void)state;
	/* numbers as text, text as numbers, no unit, no SKU, no time of change, an unknown state */
	o = read_one(&c, ORDER("\"Acknowledged\"", "", "{\"itemSequenceNumber\":7,\"amazonProductIdentifier\":\"B0X\",\"vendorProductIdentifier\":\"\","
		"\"orderedQuantity\":{\"amount\":\"4\"},\"isBackOrderAllowed\":false,\"netCost\":{\"amount\":1.5,\"currencyCode\":\"EUR\"}}"));
	assert_text(o.refusal, NULL);
	assert_text(o.lines[0].platform_line_id, "7");
	assert_text(o.lines[0].platform_sku, NULL);
	assert_text(o.lines[0].sku_key, "B0X");
	assert_int_equal(o.lines[0].quantity, 4);
	assert_string_equal(money_text(c.arena, o.amount), "6.00");
	assert_true(o.purchase->acknowledged);
	assert_int_equal(o.purchase->acknowledge_by.us, 0);
	assert_int_equal(o.purchase->ship_window_from.us, 0);
	assert_text(o.recipient.name, NULL);
	o = read_one(&c, ORDER("\"Parked\"", "", ITEM("1", EACHES("1"), COST("1", "USD"))));
	assert_text(o.refusal, NULL);
	assert_int_equal(o.state, INCOMING_UNKNOWN);
	/* sold by weight, and no cost at all: the currency stands beside the list price */
	o = read_one(&c, ORDER("\"New\"", "", ITEM("1", "{\"amount\":5,\"unitOfMeasure\":\"CASES\",\"unitSize\":10}",
		",\"netCost\":{\"amount\":\"94.97\",\"currencyCode\":\"USD\",\"unitOfMeasure\":\"POUNDS\"}")));
	assert_text(o.refusal, NULL);
	assert_int_equal(o.lines[0].unit, UNIT_CASE);
	assert_false(o.lines[0].has_price);
	assert_int_equal(o.amount.e4, 0);
	o = read_one(&c, ORDER("\"New\"", "", ITEM("1", EACHES("1"), ",\"listPrice\":{\"amount\":\"9\",\"currencyCode\":\"INR\"}")));
	assert_text(o.refusal, NULL);
	assert_text(o.currency, "INR");
	/* everything taken back by the buyer */
	o = read_one(&c, ORDER("\"Acknowledged\"", "", ITEM("1", EACHES("0"), COST("1", "USD"))));
	assert_int_equal(o.state, INCOMING_CANCELLED);
	ctx_end(&c);
}

static void what_makes_no_sense_is_refused(void **state)
{
	static const struct {
		const char *order, *code, *words;
	} cases[] = {
		{ ORDER("null", "", ITEM("1", EACHES("1"), COST("1", "USD"))), "malformed", "purchaseOrderState" },
		{ ORDER("5", "", ITEM("1", EACHES("1"), COST("1", "USD"))), "malformed", "purchaseOrderState" },
		{ "{\"purchaseOrderNumber\":\"2JK3S9VC\",\"purchaseOrderState\":\"New\"}", "malformed", "orderDetails" },
		{ ORDER("\"New\"", "", ""), "malformed", "list of items" },
		{ "{\"purchaseOrderNumber\":\"2JK3S9VC\",\"purchaseOrderState\":\"New\",\"orderDetails\":{\"purchaseOrderDate\":\"2026-11-20T10:00:00Z\"}}",
		  "malformed", "list of items" },
		{ "{\"purchaseOrderNumber\":\"2JK3S9VC\",\"purchaseOrderState\":\"New\",\"orderDetails\":{\"purchaseOrderDate\":\"soon\",\"items\":["
		  ITEM("1", EACHES("1"), COST("1", "USD")) "]}}", "malformed", "purchaseOrderDate is not a time" },
		{ ORDER("\"New\"", ",\"purchaseOrderChangedDate\":17", ITEM("1", EACHES("1"), COST("1", "USD"))), "malformed", "purchaseOrderChangedDate" },
		{ ORDER("\"New\"", ",\"shipWindow\":\"2026-11-22T07:00:00Z\"", ITEM("1", EACHES("1"), COST("1", "USD"))), "malformed", "shipWindow" },
		{ ORDER("\"New\"", ",\"deliveryWindow\":\"2026-11-22T07:00:00Z--2026-11-21T07:00:00Z\"", ITEM("1", EACHES("1"), COST("1", "USD"))),
		  "malformed", "deliveryWindow" },
		{ ORDER("\"New\"", "", "{\"orderedQuantity\":" EACHES("1") "}"), "malformed", "itemSequenceNumber" },
		{ ORDER("\"New\"", "", ITEM("1", EACHES("1"), COST("1", "USD")) "," ITEM("1", EACHES("1"), COST("1", "USD"))), "malformed", "twice" },
		{ ORDER("\"New\"", "", ITEM("1", EACHES("-3"), COST("1", "USD"))), "quantity_implausible", "between 0 and 1,000,000" },
		{ ORDER("\"New\"", "", ITEM("1", EACHES("1000001"), COST("1", "USD"))), "quantity_implausible", "between" },
		{ ORDER("\"New\"", "", ITEM("1", EACHES("1.5"), COST("1", "USD"))), "quantity_implausible", "whole number" },
		{ ORDER("\"New\"", "", ITEM("1", "{}", COST("1", "USD"))), "quantity_implausible", "whole number" },
		{ ORDER("\"New\"", "", ITEM("1", "12", COST("1", "USD"))), "quantity_implausible", "whole number" },
		{ ORDER("\"New\"", "", ITEM("1", "{\"amount\":1,\"unitOfMeasure\":\"Pallets\",\"unitSize\":1}", COST("1", "USD"))), "quantity_implausible",
		  "neither Eaches nor Cases" },
		{ ORDER("\"New\"", "", ITEM("1", "{\"amount\":1,\"unitOfMeasure\":\"Cases\"}", COST("1", "USD"))), "quantity_implausible", "pieces are in a case" },
		{ ORDER("\"New\"", "", ITEM("1", CASES("1", "0"), COST("1", "USD"))), "quantity_implausible", "size of the unit" },
		{ ORDER("\"New\"", "", ITEM("1", "{\"amount\":1,\"unitSize\":12}", COST("1", "USD"))), "quantity_implausible", "pieces or cases" },
		{ ORDER("\"New\"", "", ITEM("1", EACHES("1"), COST("a lot", "USD"))), "malformed", "netCost" },
		{ ORDER("\"New\"", "", ITEM("1", EACHES("1"), COST("-1", "USD"))), "malformed", "netCost" },
		{ ORDER("\"New\"", "", ITEM("1", EACHES("1000000"), COST("922337203685477", "USD"))), "malformed", "too large" },
		{ ORDER("\"New\"", "", ITEM("1", EACHES("1"), COST("1", "XXZ"))), "currency_unknown", "XXZ" },
		{ ORDER("\"New\"", "", ITEM("1", EACHES("1"), "")), "currency_unknown", "" },
		{ ORDER("\"New\"", "", ITEM("1", EACHES("1"), COST("1", "USD")) "," ITEM("2", EACHES("1"), COST("1", "EUR"))), "currency_unknown",
		  "two currencies" },
		{ ORDER("\"New\"", "", "{\"itemSequenceNumber\":\"1\",\"orderedQuantity\":" EACHES("1") ",\"isBackOrderAllowed\":\"maybe\"" COST("1", "USD") "}"),
		  "malformed", "isBackOrderAllowed" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx                  c = ctx_new();
		const struct incoming_order o = read_one(&c, cases[i].order);

		if (!o.refusal_code || strcmp(o.refusal_code, cases[i].code) != 0 || !strstr(o.refusal, cases[i].words))
			fail_msg("case %zu: %s: %s", i, o.refusal_code, o.refusal);
		assert_text(o.order_no, "2JK3S9VC");
		ctx_end(&c);
	}
}

/* Closed says nothing by itself: received, rejected by us or cancelled by the buyer. */
static void why_it_was_closed(void **state)
{
	static const struct {
		const char         *status; /* of its one item; NULL: no such row */
		int                 http;
		enum incoming_state state;
		bool                acknowledged;
	} cases[] = {
		{ "\"acknowledgementStatus\":{\"acceptedQuantity\":{\"amount\":1}},\"receivingStatus\":{\"receivedQuantity\":{\"amount\":1}}", 200, INCOMING_SHIPPED, true },
		{ "\"acknowledgementStatus\":{\"acceptedQuantity\":{\"amount\":1}},\"receivingStatus\":{\"receivedQuantity\":{\"amount\":0}}", 200, INCOMING_CANCELLED, true },
		{ "\"acknowledgementStatus\":{\"acceptedQuantity\":{\"amount\":0},\"rejectedQuantity\":{\"amount\":1}}", 200, INCOMING_CANCELLED, true },
		{ "\"acknowledgementStatus\":{\"confirmationStatus\":\"UNCONFIRMED\"}", 200, INCOMING_CANCELLED, false },
		{ NULL, 200, INCOMING_UNKNOWN, false },
		{ NULL, 404, INCOMING_UNKNOWN, false },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = amazon_store();
		struct platform_args  args = { .platform_order_id = "2JK3S9VC" };
		struct step           step = amazon_first(&c, OP_GET_ORDER, &s, &args);

		assert_request(&c, &step, "order");
		step = amazon_next(&c, OP_GET_ORDER, &s, &args, &step, answer(200, "{\"payload\":" ORDER("\"Closed\"", "", ITEM("1", EACHES("1"), COST("1", "USD"))) "}"));
		assert_request(&c, &step, "status");
		step = amazon_next(&c, OP_GET_ORDER, &s, &args, &step, cases[i].http == 404 ? answer(404, ERRORS("NotFound", "no", ""))
			: answer(200, arena_printf(c.arena, "{\"payload\":{\"ordersStatus\":[{\"purchaseOrderNumber\":\"OTHER\"}%s%s%s]}}",
				cases[i].status ? ",{\"purchaseOrderNumber\":\"2JK3S9VC\",\"itemStatus\":[{\"itemSequenceNumber\":\"1\"," : "",
				cases[i].status ? cases[i].status : "", cases[i].status ? "}]}" : "")));
		assert_int_equal(step.kind, STEP_PAGE);
		assert_text(step.orders[0].refusal, NULL);
		assert_int_equal(step.orders[0].state, cases[i].state);
		assert_int_equal(step.orders[0].purchase->acknowledged, cases[i].acknowledged);
		ctx_end(&c);
	}
}

/* All that Amazon's own sandbox shows. */
static void recorded_orders(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = amazon_store();
	struct platform_args  args = { .from = instant_of("2026-11-23T07:00:00Z"), .to = instant_of("2026-11-23T09:00:00Z") };
	struct step           first = amazon_first(&c, OP_LIST_ORDERS, &s, &args), step;

	(void)state;
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &first, sandbox(&c, "getPurchaseOrders", 0));
	assert_int_equal(step.kind, STEP_PAGE);
	assert_int_equal(step.n_orders, 2);
	assert_text(step.orders[0].refusal, NULL);
	assert_text(step.orders[0].order_no, "2JK3S9VC");
	assert_int_equal(step.orders[0].n_lines, 3);
	assert_string_equal(money_text(c.arena, step.orders[0].amount), "6170.44");
	assert_text(step.orders[0].purchase->selling_party, "999US");
	assert_text(step.orders[1].refusal, NULL);
	assert_int_equal(step.orders[1].lines[0].unit, UNIT_CASE);
	assert_int_equal(step.orders[1].lines[0].unit_size, 10);
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &first, sandbox(&c, "getPurchaseOrders", 2));
	assert_int_equal(step.n_orders, 2);
	assert_text(step.orders[1].order_no, "TestPO1");
	assert_true(step.orders[1].purchase->acknowledged);
	assert_false(step.orders[1].lines[0].shippable);
	assert_true(step.orders[1].lines[1].shippable);
	assert_int_equal(step.orders[1].state, INCOMING_OPEN);
	/* without a state: refused one by one */
	step = amazon_next(&c, OP_LIST_ORDERS, &s, &args, &first, sandbox(&c, "getPurchaseOrders", 6));
	assert_int_equal(step.n_orders, 2);
	assert_text(step.orders[0].refusal_code, "malformed");
	assert_text(step.orders[1].order_no, "mock-purchaseOrderNumber2");
	ctx_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field),
		cmocka_unit_test(odd_but_good),
		cmocka_unit_test(what_makes_no_sense_is_refused),
		cmocka_unit_test(why_it_was_closed),
		cmocka_unit_test(recorded_orders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

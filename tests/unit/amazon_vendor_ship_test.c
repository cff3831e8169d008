/* Confirming a shipment to the buyer: under a number that is taken once, of lines that are still ordered. */
#include "unit/with_amazon.h"
#include "platform/amazon_vendor/av_ship_body.h"

static struct shipment_line     lines[2];
static struct shipment_purchase purchase;

/* One parcel: 6 pieces of line 1 and 2 cases of line 2. */
static struct shipment parcel(void)
{
	lines[0] = (struct shipment_line){ .platform_line_id = "1", .quantity = 6, .platform_sku = "SKU-1", .product_id = "B01", .unit = "each", .unit_size = 1 };
	lines[1] = (struct shipment_line){ .platform_line_id = "2", .quantity = 2, .unit = "case", .unit_size = 12 };
	purchase = (struct shipment_purchase){ .order_no = "2JK3S9VC", .selling_party = "OURS", .ship_to_code = "ELSE", .ship_from_code = "W1",
		.weight_grams = 1250, .deliver_by = { INT64_C(4102444800000000) } };
	return (struct shipment){ .platform_order_id = "2JK3S9VC", .marker = "8F21", .tracking_no = "1Z999AA10123456784", .carrier = "UPS",
		.shipped_at = instant_of("2026-11-20T15:00:00Z"), .n_lines = 2, .lines = lines, .parcel_no = "P-1001", .purchase = &purchase };
}

#define QUANTITY(n, unit, size) "{\"amount\":" n ",\"unitOfMeasure\":\"" unit "\",\"unitSize\":" size "}"
#define ITEM_1(n) "{\"itemSequenceNumber\":\"1\",\"amazonProductIdentifier\":\"B01\",\"vendorProductIdentifier\":\"SKU-1\",\"orderedQuantity\":" \
	QUANTITY(n, "Eaches", "1") "}"
#define ITEM_2(n, unit, size) "{\"itemSequenceNumber\":\"2\",\"amazonProductIdentifier\":\"B02\",\"orderedQuantity\":" QUANTITY(n, unit, size) "}"
#define ORDER_OF(state, parties, items) "{\"payload\":{\"purchaseOrderNumber\":\"2JK3S9VC\",\"purchaseOrderState\":\"" state "\",\"orderDetails\":{" \
	"\"purchaseOrderDate\":\"2026-11-19T08:00:00Z\"" parties ",\"items\":[" items "]}}}"
#define PARTIES ",\"sellingParty\":{\"partyId\":\"999US\"},\"shipToParty\":{\"partyId\":\"ONT2\"}"
#define AT_COUNTRY(c) ",\"sellingParty\":{\"partyId\":\"999US\"},\"shipToParty\":{\"partyId\":\"ONT2\",\"address\":{\"name\":\"x\",\"addressLine1\":\"y\"," \
	"\"countryCode\":\"" c "\"}}"
#define ITEMS ITEM_1("10") "," ITEM_2("3", "Cases", "12")
static const char order[] = ORDER_OF("Acknowledged", PARTIES, ITEMS);

#define TRANSACTION(status, errors) "{\"payload\":{\"transactionStatus\":{\"transactionId\":\"T-1\",\"status\":\"" status "\"" errors "}}}"
#define LISTED(number) "{\"payload\":{\"shipments\":[{\"vendorShipmentIdentifier\":\"" number "\"}]}}"

struct run {
	struct ctx            c;
	struct platform_store s;
	struct shipment       sh;
	struct platform_args  args;
	enum platform_op      op;
	struct step           step;
};

static struct run *begin(enum platform_op op)
{
	static struct run r;

	r = (struct run){ .c = ctx_new(), .s = amazon_store(), .sh = parcel(), .op = op };
	r.args.shipment = &r.sh;
	r.args.platform_order_id = "2JK3S9VC";
	return &r;
}

static void start(struct run *r)
{
	r->step = amazon_first(&r->c, r->op, &r->s, &r->args);
}

static void go(struct run *r, int status, const char *body)
{
	if (r->step.kind == STEP_ERROR)
		fail_msg("%s: %s", r->step.error.code, r->step.error.words);
	r->step = amazon_next(&r->c, r->op, &r->s, &r->args, &r->step, answer(status, body));
}

/* ---- writing --------------------------------------------------------------------------------- */

static void a_parcel_is_confirmed(void **state)
{
	struct run *r = begin(OP_SHIP);

	(void)state;
	start(r);
	assert_request(&r->c, &r->step, "order");
	go(r, 200, order);
	assert_request(&r->c, &r->step, "ship");
	assert_string_equal(r->step.path_template, "/vendor/shipping/v1/shipmentConfirmations");
	r->step = amazon_next(&r->c, r->op, &r->s, &r->args, &r->step, sandbox(&r->c, "SubmitShipmentConfirmations", 0));
	assert_int_equal(r->step.kind, STEP_DONE);
	assert_int_equal(r->step.written, WRITE_PROCESSING);
	assert_string_equal(r->step.platform_ref, "20190905010908-8a3b6901-ef20-412f-9270-21c021796605");
	ctx_end(&r->c);
	/* by hand, with the least that there can be: outside America no code is asked for */
	r = begin(OP_SHIP);
	r->sh.parcel_no = NULL;
	r->sh.purchase = NULL;
	r->sh.carrier = "DHL";
	r->sh.n_lines = 1;
	start(r);
	go(r, 200, ORDER_OF("Acknowledged", AT_COUNTRY("DE"), ITEMS));
	assert_request(&r->c, &r->step, "ship_least");
	ctx_end(&r->c);
	/* what the order leaves out is filled in; a time to come is not told */
	r = begin(OP_SHIP);
	r->sh.carrier = "ABCD";
	r->sh.shipped_at = instant_plus_s(instant_now(), 3600);
	start(r);
	go(r, 200, ORDER_OF("Acknowledged", "", ITEMS));
	assert_non_null(r->step.request.body);
	assert_non_null(strstr(r->step.request.body, "\"carrierScac\":\"ABCD\""));
	assert_non_null(strstr(r->step.request.body, "\"sellingParty\":{\"partyId\":\"OURS\"}"));
	assert_non_null(strstr(r->step.request.body, "\"shipToParty\":{\"partyId\":\"ELSE\"}"));
	assert_null(strstr(r->step.request.body, instant_text(r->c.arena, r->sh.shipped_at)));
	ctx_end(&r->c);
}

static void looked_at_before(void **state)
{
	static const struct {
		const char         *name, *order, *carrier;
		enum platform_class class;
		const char         *words;
	} cases[] = {
		{ "cancelled", ORDER_OF("Closed", PARTIES, ITEM_1("0") "," ITEM_2("0", "Cases", "12")), "UPS", CLASS_CONFLICT, "cancelled" },
		{ "closed", ORDER_OF("Closed", PARTIES, ITEMS), "UPS", CLASS_CONFLICT, "closed" },
		{ "a line taken back", ORDER_OF("Acknowledged", PARTIES, ITEM_1("0") "," ITEM_2("3", "Cases", "12")), "UPS", CLASS_CONFLICT, "ordered 0 times now; 6 were packed" },
		{ "a line gone", ORDER_OF("Acknowledged", PARTIES, ITEM_1("10")), "UPS", CLASS_CONFLICT, "Line 2 is no longer" },
		{ "fewer cases", ORDER_OF("Acknowledged", PARTIES, ITEM_1("10") "," ITEM_2("1", "Cases", "12")), "UPS", CLASS_CONFLICT, "ordered 1 times" },
		{ "pieces, not cases", ORDER_OF("Acknowledged", PARTIES, ITEM_1("10") "," ITEM_2("36", "Eaches", "1")), "UPS", CLASS_CONFLICT, "ordered in Eaches" },
		{ "unreadable line", ORDER_OF("Acknowledged", PARTIES, ITEM_1("\"many\"") "," ITEM_2("3", "Cases", "12")), "UPS", CLASS_CONFLICT, "whole number" },
		{ "no code", ORDER_OF("Acknowledged", PARTIES, ITEMS), "DHL", CLASS_VALIDATION, "\"DHL\" is none" },
		{ "no code in America", ORDER_OF("Acknowledged", AT_COUNTRY("CA"), ITEMS), "Canada Post", CLASS_VALIDATION, "SCAC" },
		{ "another order", "{\"payload\":{\"purchaseOrderNumber\":\"OTHER\"}}", "UPS", CLASS_PERMANENT, "something else" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct run *r = begin(OP_SHIP);

		r->sh.carrier = cases[i].carrier;
		start(r);
		go(r, 200, cases[i].order);
		if (r->step.kind != STEP_ERROR || r->step.error.class != cases[i].class || !strstr(r->step.error.words, cases[i].words))
			fail_msg("%s: kind %d, %s: %s", cases[i].name, r->step.kind, platform_class_names[r->step.error.class], r->step.error.words);
		assert_true(r->step.error.no_effect);
		ctx_end(&r->c);
	}
}

static void carriers_have_codes(void **state)
{
	static const struct {
		const char *carrier, *code;
	} cases[] = {
		{ "UPS", "UPSN" }, { "ups", "UPSN" }, { "USPS", "USPS" }, { "FedEx", "FDEG" }, { "UPSN", "UPSN" }, { "ABFS", "ABFS" }, { "RL", "RL" },
		{ "DHL", NULL }, { "DPD", NULL }, { "Royal Mail", NULL }, { "A", NULL }, { "ABCDE", NULL }, { "Ab", NULL }, { "", NULL }, { NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		assert_text(av_carrier_code(cases[i].carrier), cases[i].code);
}

static void how_it_is_answered(void **state)
{
	static const struct {
		int                 status;
		const char         *body;
		bool                already;
		enum platform_class class;
	} cases[] = {
		{ 400, ERRORS("InvalidInput", "Duplicate shipment P-1001", ""), true, CLASS_NONE },
		{ 400, ERRORS("InvalidInput", "The shipmentIdentifier was used already", ""), true, CLASS_NONE },
		{ 409, ERRORS("Conflict", "x", "Shipment identifier already used in the last 365 days"), true, CLASS_NONE },
		{ 400, ERRORS("InvalidInput", "shippedDate is in the future", ""), false, CLASS_VALIDATION },
		{ 500, ERRORS("InternalFailure", "Duplicate shipment?", ""), false, CLASS_UNCERTAIN },
		{ 202, "{}", false, CLASS_UNCERTAIN },
		{ 429, ERRORS("QuotaExceeded", "slow", ""), false, CLASS_RATE_LIMITED },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct run *r = begin(OP_SHIP);

		start(r);
		go(r, 200, order);
		go(r, cases[i].status, cases[i].body);
		if (cases[i].already) {
			assert_int_equal(r->step.kind, STEP_DONE);
			assert_int_equal(r->step.written, WRITE_ALREADY);
			assert_non_null(strstr(r->step.proof, "shipment P-1001, tracking number 1Z999AA10123456784: 6 of line 1, 2 of line 2"));
		} else {
			assert_error(&r->step, cases[i].class, NULL);
		}
		ctx_end(&r->c);
	}
}

static void what_cannot_be_sent(void **state)
{
	(void)state;
	for (int i = 0; i < 9; i++) {
		for (enum platform_op op = OP_SHIP; op <= OP_FIND_SHIP; op++) {
			struct run *r = begin(op);

			switch (i) {
			case 0: r->sh.tracking_no = ""; break;
			case 1: r->sh.parcel_no = r->sh.marker = NULL; break;
			case 2: r->sh.n_lines = 0; break;
			case 3: r->sh.platform_order_id = "a/b"; break;
			case 4: lines[0].quantity = 0; break;
			case 5: lines[1].platform_line_id = NULL; break;
			case 6: r->sh.shipped_at.us = 0; break;
			case 7: lines[0].quantity = 1000001; break;
			default: r->args.shipment = NULL;
			}
			r->s.session = NULL;
			start(r);
			assert_error(&r->step, CLASS_VALIDATION, "shipment_unfit");
			ctx_end(&r->c);
		}
	}
}

/* ---- finding --------------------------------------------------------------------------------- */

static void what_became_of_it(void **state)
{
	static const struct {
		const char         *name, *transaction; /* transaction NULL: the answer was lost */
		int64_t             waited_s;
		int                 list_status;        /* 0: not asked any more */
		const char         *list;
		int                 written;            /* -1: an error */
		enum platform_class class;
		const char         *words;
	} cases[] = {
		{ "processing", TRANSACTION("Processing", ""), 30, 0, NULL, WRITE_PROCESSING, CLASS_NONE, "T-1" },
		{ "success", TRANSACTION("Success", ""), 30, 0, NULL, WRITE_CONFIRMED, CLASS_NONE, "transaction T-1: Success: shipment P-1001, tracking number 1Z999AA10123456784: "
		  "6 of line 1, 2 of line 2" },
		{ "failure", TRANSACTION("Failure", ",\"errors\":[{\"code\":\"x\",\"message\":\"Item 1 was not accepted\"}]"), 30, 0, NULL, -1, CLASS_VALIDATION, "not accepted" },
		{ "failure, sent before", TRANSACTION("Failure", ",\"errors\":[{\"code\":\"x\",\"message\":\"shipmentIdentifier P-1001 was already used\"}]"), 30, 0, NULL,
		  WRITE_CONFIRMED, CLASS_NONE, "had it already" },
		{ "for ever, listed", TRANSACTION("Processing", ""), 1801, 200, LISTED("P-1001"), WRITE_CONFIRMED, CLASS_NONE, "lists it" },
		{ "for ever, not listed", TRANSACTION("Processing", ""), 1801, 200, LISTED("P-10011"), WRITE_CANNOT_TELL, CLASS_NONE, "neither" },
		{ "lost, listed", NULL, 30, 200, LISTED("P-1001"), WRITE_CONFIRMED, CLASS_NONE, "lists it" },
		{ "lost, not listed", NULL, 30, 200, "{\"payload\":{}}", WRITE_NOT_THERE, CLASS_NONE, "takes its number once" },
		{ "lost, no list for us", NULL, 30, 403, ERRORS("Unauthorized", "Access to requested resource is denied.", ""), WRITE_NOT_THERE, CLASS_NONE, "once" },
		{ "lost, list broken", NULL, 30, 500, ERRORS("InternalFailure", "x", ""), -1, CLASS_TRANSIENT, "x" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct run *r = begin(OP_FIND_SHIP);

		r->args.waited_s = cases[i].waited_s;
		r->args.platform_ref = cases[i].transaction ? "T-1" : NULL;
		start(r);
		if (cases[i].transaction) {
			assert_request(&r->c, &r->step, "transaction");
			go(r, 200, cases[i].transaction);
		}
		if (cases[i].list_status) {
			assert_request(&r->c, &r->step, "shipments");
			go(r, cases[i].list_status, cases[i].list);
		}
		if (cases[i].written < 0) {
			if (r->step.kind != STEP_ERROR || r->step.error.class != cases[i].class || !strstr(r->step.error.words, cases[i].words))
				fail_msg("%s: kind %d, %s: %s", cases[i].name, r->step.kind, platform_class_names[r->step.error.class], r->step.error.words);
		} else if (r->step.kind != STEP_DONE || r->step.written != (enum write_result)cases[i].written || !strstr(r->step.proof, cases[i].words)) {
			fail_msg("%s: kind %d, written %d: %s", cases[i].name, r->step.kind, r->step.written, r->step.proof);
		}
		ctx_end(&r->c);
	}
	/* a transaction that Amazon does not know */
	struct run *r = begin(OP_FIND_SHIP);

	r->args.platform_ref = "T-1";
	start(r);
	go(r, 404, ERRORS("NotFound", "none", ""));
	assert_request(&r->c, &r->step, "shipments");
	go(r, 200, "{\"payload\":{\"shipments\":[]}}");
	assert_int_equal(r->step.written, WRITE_NOT_THERE);
	ctx_end(&r->c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_parcel_is_confirmed),
		cmocka_unit_test(looked_at_before),
		cmocka_unit_test(carriers_have_codes),
		cmocka_unit_test(how_it_is_answered),
		cmocka_unit_test(what_cannot_be_sent),
		cmocka_unit_test(what_became_of_it),
	};

	if (!secret_start())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}

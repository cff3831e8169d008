/* Acknowledging: looked at before, every line in one submission, and believed when it shows. */
#include "unit/with_amazon.h"

static struct acknowledgement_line lines[4];

/* Line 1: 10 pieces; 2: 3 cases of 12; 3: taken back by the buyer; 4: 5 pieces that may come later. */
static struct acknowledgement answer_of(int64_t revision)
{
	lines[0] = (struct acknowledgement_line){ .platform_line_id = "1", .platform_sku = "SKU-1", .product_id = "B01", .unit = "each", .unit_size = 1,
		.ordered = 10, .accepted = 6, .rejected = 4, .reason = "TemporarilyUnavailable", .unit_price = "12.5" };
	lines[1] = (struct acknowledgement_line){ .platform_line_id = "2", .product_id = "B02", .unit = "case", .unit_size = 12, .ordered = 3,
		.accepted = 3, .unit_price = "24" };
	lines[2] = (struct acknowledgement_line){ .platform_line_id = "3", .product_id = "B03", .unit = "each", .unit_size = 1 };
	lines[3] = (struct acknowledgement_line){ .platform_line_id = "4", .platform_sku = "SKU-4", .unit = "each", .unit_size = 1, .ordered = 5,
		.accepted = 2, .backordered = 3 };
	return (struct acknowledgement){ .platform_order_id = "2JK3S9VC", .order_no = "2JK3S9VC", .marker = "A1", .selling_party = "OURS", .currency = "USD",
		.revision = revision, .at = instant_of("2026-11-23T10:00:00.123456Z"), .ship_at = instant_of("2026-11-24T00:00:00Z"),
		.backorder_at = instant_of("2026-12-05T00:00:00Z"), .n_lines = 4, .lines = lines };
}

#define QUANTITY(n, unit, size) "{\"amount\":" n ",\"unitOfMeasure\":\"" unit "\",\"unitSize\":" size "}"
#define ITEM_1(n, cost) "{\"itemSequenceNumber\":\"1\",\"amazonProductIdentifier\":\"B01\",\"vendorProductIdentifier\":\"SKU-1\",\"orderedQuantity\":" \
	QUANTITY(n, "Eaches", "1") ",\"isBackOrderAllowed\":false,\"netCost\":{\"amount\":\"" cost "\",\"currencyCode\":\"USD\"}}"
#define ITEM_2(n, size) "{\"itemSequenceNumber\":\"2\",\"amazonProductIdentifier\":\"B02\",\"orderedQuantity\":" QUANTITY(n, "Cases", size) \
	",\"isBackOrderAllowed\":false,\"netCost\":{\"amount\":\"2.00\",\"currencyCode\":\"USD\"}}"
#define ITEM_3(n) "{\"itemSequenceNumber\":\"3\",\"amazonProductIdentifier\":\"B03\",\"orderedQuantity\":" QUANTITY(n, "Eaches", "1") \
	",\"isBackOrderAllowed\":false}"
#define ITEM_4(later) "{\"itemSequenceNumber\":\"004\",\"amazonProductIdentifier\":\"B04\",\"vendorProductIdentifier\":\"SKU-4\",\"orderedQuantity\":" \
	QUANTITY("5", "Eaches", "1") ",\"isBackOrderAllowed\":" later ",\"netCost\":{\"amount\":7.10,\"currencyCode\":\"USD\",\"unitOfMeasure\":\"POUNDS\"}}"
#define ITEMS ITEM_1("10", "12.50") "," ITEM_2("3", "12") "," ITEM_3("0") "," ITEM_4("true")
#define ORDER_OF(state, items) "{\"payload\":{\"purchaseOrderNumber\":\"2JK3S9VC\",\"purchaseOrderState\":\"" state "\",\"orderDetails\":{" \
	"\"purchaseOrderDate\":\"2026-11-23T08:00:00Z\",\"sellingParty\":{\"partyId\":\"999US\"},\"items\":[" items "]}}}"
#define ORDER(state) ORDER_OF(state, ITEMS)

#define CONFIRMED(n, word, unit, size, ordered, accepted, rejected) "{\"itemSequenceNumber\":\"" n "\",\"orderedQuantity\":{\"orderedQuantity\":" \
	QUANTITY(ordered, unit, size) "},\"acknowledgementStatus\":{\"confirmationStatus\":\"" word "\",\"acceptedQuantity\":" QUANTITY(accepted, unit, size) \
	",\"rejectedQuantity\":" QUANTITY(rejected, unit, size) "}}"
#define STATUS(items) "{\"payload\":{\"ordersStatus\":[{\"purchaseOrderNumber\":\"2JK3S9VC\",\"purchaseOrderStatus\":\"OPEN\",\"itemStatus\":[" items "]}]}}"
#define OPEN_1 CONFIRMED("1", "UNCONFIRMED", "Eaches", "1", "10", "0", "0")
static const char unconfirmed[] = STATUS(OPEN_1 "," CONFIRMED("2", "UNCONFIRMED", "Cases", "12", "3", "0", "0") ",{\"itemSequenceNumber\":\"4\"}");
/* in pieces where cases were ordered, and what comes later with the accepted */
static const char as_we_said[] = STATUS(CONFIRMED("1", "PARTIALLY_ACCEPTED", "Eaches", "1", "10", "6", "4") ","
	CONFIRMED("2", "ACCEPTED", "Eaches", "1", "36", "36", "0") "," CONFIRMED("4", "ACCEPTED", "Eaches", "1", "5", "5", "0"));
static const char another[] = STATUS(CONFIRMED("1", "ACCEPTED", "Eaches", "1", "10", "10", "0") ","
	CONFIRMED("2", "ACCEPTED", "Cases", "12", "3", "3", "0") "," CONFIRMED("4", "ACCEPTED", "Eaches", "1", "5", "5", "0"));
static const char in_part[] = STATUS(CONFIRMED("1", "PARTIALLY_ACCEPTED", "Eaches", "1", "10", "6", "4") ","
	CONFIRMED("2", "UNCONFIRMED", "Cases", "12", "3", "0", "0") "," CONFIRMED("4", "ACCEPTED", "Eaches", "1", "5", "5", "0"));
/* line 1 was cut to 5 by the buyer since: less can be accepted of it */
static const char cut[] = STATUS(CONFIRMED("1", "ACCEPTED", "Eaches", "1", "5", "5", "0") ","
	CONFIRMED("2", "ACCEPTED", "Cases", "12", "3", "3", "0") "," CONFIRMED("4", "ACCEPTED", "Eaches", "1", "5", "2", "3"));
static const char nothing[] = "{\"payload\":{\"ordersStatus\":[]}}";

#define TRANSACTION(status, errors) "{\"payload\":{\"transactionStatus\":{\"transactionId\":\"T-1\",\"status\":\"" status "\"" errors "}}}"

struct run {
	struct ctx             c;
	struct platform_store  s;
	struct acknowledgement ack;
	struct platform_args   args;
	enum platform_op       op;
	struct step            step;
};

static struct run *begin(enum platform_op op, int64_t revision)
{
	static struct run r;

	r = (struct run){ .c = ctx_new(), .s = amazon_store(), .ack = answer_of(revision), .op = op };
	r.args.acknowledgement = &r.ack;
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

static void assert_written(const struct run *r, enum write_result written)
{
	if (r->step.kind == STEP_ERROR)
		fail_msg("%s: %s", r->step.error.code, r->step.error.words);
	assert_int_equal(r->step.kind, STEP_DONE);
	if (r->step.written != written)
		fail_msg("written %d instead of %d: %s", r->step.written, written, r->step.proof);
}

/* ---- writing --------------------------------------------------------------------------------- */

static void every_line_at_once(void **state)
{
	struct run *r = begin(OP_ACKNOWLEDGE, 1);

	(void)state;
	start(r);
	assert_request(&r->c, &r->step, "order");
	go(r, 200, ORDER("New"));
	assert_request(&r->c, &r->step, "status");
	go(r, 200, unconfirmed);
	assert_request(&r->c, &r->step, "acknowledge");
	assert_string_equal(r->step.path_template, "/vendor/orders/v1/acknowledgements");
	r->step = amazon_next(&r->c, r->op, &r->s, &r->args, &r->step, sandbox(&r->c, "submitAcknowledgement", 0));
	assert_written(r, WRITE_PROCESSING);
	assert_string_equal(r->step.platform_ref, "20190827182357-8725bde9-c61c-49f9-86ac-46efd82d4da5");
	assert_non_null(strstr(r->step.proof, r->step.platform_ref));
	ctx_end(&r->c);
	/* nothing of it */
	r = begin(OP_ACKNOWLEDGE, 1);
	for (size_t i = 0; i < 4; i++) {
		lines[i].rejected = lines[i].ordered;
		lines[i].accepted = lines[i].backordered = 0;
		lines[i].reason = "ObsoleteProduct";
	}
	r->ack.ship_at.us = r->ack.backorder_at.us = 0;
	start(r);
	go(r, 200, ORDER("New"));
	go(r, 404, ERRORS("NotFound", "no status yet", ""));
	assert_request(&r->c, &r->step, "acknowledge_none");
	go(r, 202, "{\"payload\":{\"transactionId\":\"T-1\"}}");
	assert_written(r, WRITE_PROCESSING);
	assert_string_equal(r->step.platform_ref, "T-1");
	ctx_end(&r->c);
}

static void how_it_is_answered(void **state)
{
	static const struct {
		int                 status;
		const char         *body;
		enum platform_class class;
		bool                no_effect;
		const char         *words;
	} cases[] = {
		{ 400, ERRORS("InvalidInput", "The content of element 'sellingParty' is not complete.", ""), CLASS_VALIDATION, true, "sellingParty" },
		{ 403, ERRORS("Unauthorized", "Access to requested resource is denied.", ""), CLASS_PERMISSION, true, "role" },
		{ 413, ERRORS("RequestEntityTooLarge", "too large", ""), CLASS_PERMANENT, true, "too large" },
		{ 500, ERRORS("InternalFailure", "internal", ""), CLASS_UNCERTAIN, false, "internal" },
		{ 503, "<html>later</html>", CLASS_UNCERTAIN, false, "503" },
		{ 202, "", CLASS_UNCERTAIN, false, "JSON" },
		{ 202, "{\"payload\":{}}", CLASS_UNCERTAIN, false, "which transaction" },
		{ 202, "{\"payload\":{\"transactionId\":{\"transactionId\":\"T\"}}}", CLASS_UNCERTAIN, false, "which transaction" },
		{ 202, "{\"errors\":[{\"code\":\"InvalidInput\",\"message\":\"said with a good status\"}]}", CLASS_VALIDATION, true, "good status" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct run *r = begin(OP_ACKNOWLEDGE, 1);

		start(r);
		go(r, 200, ORDER("New"));
		go(r, 200, unconfirmed);
		go(r, cases[i].status, cases[i].body);
		assert_error(&r->step, cases[i].class, NULL);
		assert_int_equal(r->step.error.no_effect, cases[i].no_effect);
		if (!strstr(r->step.error.words, cases[i].words))
			fail_msg("%zu: %s", i, r->step.error.words);
		ctx_end(&r->c);
	}
}

/* A token that is refused at the write: nothing was taken, so it begins again, with reading. */
static void a_token_refused_at_the_write(void **state)
{
	struct run *r = begin(OP_ACKNOWLEDGE, 1);

	(void)state;
	start(r);
	go(r, 200, ORDER("New"));
	go(r, 200, unconfirmed);
	go(r, 401, "");
	assert_string_equal(r->step.request.url, "https://api.amazon.com/auth/o2/token");
	go(r, 200, TOKEN_ANSWER);
	assert_request(&r->c, &r->step, "order");
	go(r, 200, ORDER("New"));
	go(r, 200, unconfirmed);
	assert_request(&r->c, &r->step, "acknowledge");
	ctx_end(&r->c);
}

static void looked_at_before(void **state)
{
	static const struct {
		const char         *name;
		int64_t             revision;
		const char         *order, *status; /* status NULL: the order decides */
		enum platform_class class;          /* CLASS_NONE: it is written, or there already */
		bool                already;
		const char         *words;
	} cases[] = {
		{ "cancelled", 1, ORDER_OF("Closed", ITEM_1("0", "1")), NULL, CLASS_CONFLICT, false, "cancelled the purchase order" },
		{ "all taken back", 1, ORDER_OF("New", ITEM_1("0", "1") "," ITEM_3("0")), NULL, CLASS_CONFLICT, false, "cancelled the purchase order" },
		{ "closed", 1, ORDER("Closed"), NULL, CLASS_CONFLICT, false, "closed" },
		{ "fewer", 1, ORDER_OF("New", ITEM_1("8", "1") "," ITEM_2("3", "12") "," ITEM_4("true")), NULL, CLASS_CONFLICT, false, "ordered 8 times now; 10" },
		{ "one taken back", 1, ORDER_OF("New", ITEM_1("0", "1") "," ITEM_2("3", "12") "," ITEM_4("true")), NULL, CLASS_CONFLICT, false, "ordered 0 times" },
		{ "one more", 1, ORDER_OF("New", ITEMS ",{\"itemSequenceNumber\":\"5\",\"orderedQuantity\":" QUANTITY("1", "Eaches", "1") "}"), NULL, CLASS_CONFLICT,
		  false, "Line 5 was not there" },
		{ "one less", 1, ORDER_OF("New", ITEM_1("10", "1") "," ITEM_2("3", "12")), NULL, CLASS_CONFLICT, false, "Line 4 is no longer" },
		{ "other cases", 1, ORDER_OF("New", ITEM_1("10", "1") "," ITEM_2("3", "10") "," ITEM_4("true")), NULL, CLASS_CONFLICT, false, "Cases of 10" },
		{ "no later", 1, ORDER_OF("New", ITEM_1("10", "1") "," ITEM_2("3", "12") "," ITEM_4("false")), NULL, CLASS_CONFLICT, false, "Line 004 must not be delivered later" },
		{ "free of charge", 1, ORDER_OF("New", ITEM_1("10", "0.00") "," ITEM_2("3", "12") "," ITEM_4("true")), unconfirmed, CLASS_VALIDATION, false, "Line 1 has no cost" },
		{ "answered by others", 1, ORDER("Acknowledged"), another, CLASS_CONFLICT, false, "already: line 1: 10 accepted, 0 rejected" },
		{ "answered in part", 1, ORDER("New"), in_part, CLASS_CONFLICT, false, "already" },
		{ "acknowledged, not shown", 1, ORDER("Acknowledged"), nothing, CLASS_CONFLICT, false, "already" },
		{ "as we said", 1, ORDER("Acknowledged"), as_we_said, CLASS_NONE, true, "line 2: 3 accepted, 0 rejected (cases)" },
		{ "as we said, state lags", 1, ORDER("New"), as_we_said, CLASS_NONE, true, "line 1: 6 accepted, 4 rejected" },
		{ "no status yet", 1, ORDER("New"), nothing, CLASS_NONE, false, NULL },
		{ "the second replaces", 2, ORDER("Acknowledged"), another, CLASS_NONE, false, NULL },
		{ "the second after a refused one", 2, ORDER("New"), unconfirmed, CLASS_NONE, false, NULL },
		/* what the first promised for later counts as accepted there: it may only look like the second */
		{ "the second looks to be there", 2, ORDER("Acknowledged"), as_we_said, CLASS_NONE, false, NULL },
		{ "another order", 1, "{\"payload\":{\"purchaseOrderNumber\":\"OTHER\"}}", NULL, CLASS_PERMANENT, false, "something else" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct run *r = begin(OP_ACKNOWLEDGE, cases[i].revision);

		start(r);
		go(r, 200, cases[i].order);
		if (cases[i].status)
			go(r, 200, cases[i].status);
		if (cases[i].class != CLASS_NONE) {
			if (r->step.kind != STEP_ERROR || r->step.error.class != cases[i].class || !strstr(r->step.error.words, cases[i].words))
				fail_msg("%s: kind %d, %s: %s", cases[i].name, r->step.kind, platform_class_names[r->step.error.class], r->step.error.words);
		} else if (cases[i].already) {
			assert_written(r, WRITE_ALREADY);
			if (!strstr(r->step.proof, cases[i].words))
				fail_msg("%s: %s", cases[i].name, r->step.proof);
		} else if (!r->step.request.body) {
			fail_msg("%s: nothing is written", cases[i].name);
		}
		ctx_end(&r->c);
	}
}

static void what_cannot_be_sent(void **state)
{
	static const struct {
		const char *name, *words;
	} cases[] = {
		{ "sum", "add up" }, { "sum over", "add up" }, { "below", "add up" }, { "reason", "no reason" }, { "other reason", "no reason" },
		{ "date", "no date" }, { "twice", "twice" }, { "none", "no lines" }, { "number", "number of a purchase order" }, { "line", "no number" },
		{ "time", "no time" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		for (enum platform_op op = OP_ACKNOWLEDGE; op <= OP_FIND_ACKNOWLEDGE; op++) {
			struct run *r = begin(op, 1);

			switch (i) {
			case 0: lines[0].accepted = 5; break;
			case 1: lines[0].rejected = 5; break;
			case 2: lines[0].accepted = 11, lines[0].rejected = -1; break;
			case 3: lines[0].reason = NULL; break;
			case 4: lines[0].reason = "NoMood"; break;
			case 5: r->ack.backorder_at.us = 0; break;
			case 6: lines[1].platform_line_id = "01"; break;
			case 7: r->ack.n_lines = 0; break;
			case 8: r->ack.platform_order_id = "../x"; break;
			case 9: lines[3].platform_line_id = NULL; break;
			default: r->ack.at.us = 0;
			}
			r->s.session = NULL; /* and not even a token is asked for */
			start(r);
			assert_error(&r->step, CLASS_VALIDATION, "acknowledgement_unfit");
			if (!strstr(r->step.error.words, cases[i].words))
				fail_msg("%s: %s", cases[i].name, r->step.error.words);
			ctx_end(&r->c);
		}
	}
	struct run *r = begin(OP_ACKNOWLEDGE, 1);

	r->args.acknowledgement = NULL;
	start(r);
	assert_error(&r->step, CLASS_VALIDATION, "acknowledgement_unfit");
	ctx_end(&r->c);
}

/* ---- finding --------------------------------------------------------------------------------- */

enum { SOON = 30, MINUTES = 120, LONG = 1801 };

static void what_became_of_it(void **state)
{
	static const struct {
		const char       *name;
		int64_t           revision, waited_s;
		const char       *transaction; /* NULL: the answer was lost */
		const char       *order, *status; /* NULL: not asked any more */
		int               written;      /* -1: an error of `class` */
		enum platform_class class;
		const char       *words;
	} cases[] = {
		{ "processing", 1, SOON, TRANSACTION("Processing", ""), NULL, NULL, WRITE_PROCESSING, CLASS_NONE, "still being processed" },
		{ "a new word", 1, SOON, TRANSACTION("Queued", ""), NULL, NULL, WRITE_PROCESSING, CLASS_NONE, "still being processed" },
		{ "success", 1, SOON, TRANSACTION("Success", ""), ORDER("Acknowledged"), as_we_said, WRITE_CONFIRMED, CLASS_NONE,
		  "transaction T-1: Success; the purchase order is Acknowledged; line 1: 6 accepted, 4 rejected; line 2: 3 accepted, 0 rejected (cases)" },
		{ "success, and the buyer cut it", 1, SOON, TRANSACTION("Success", ""), ORDER_OF("Acknowledged", ITEM_1("5", "1") "," ITEM_2("3", "12") "," ITEM_4("true")),
		  cut, WRITE_CONFIRMED, CLASS_NONE, "line 1: 5 accepted" },
		{ "success, not shown yet", 1, SOON, TRANSACTION("Success", ""), ORDER("New"), unconfirmed, WRITE_PROCESSING, CLASS_NONE, "no line is acknowledged" },
		{ "success, shown in part", 1, SOON, TRANSACTION("Success", ""), ORDER("Acknowledged"), in_part, WRITE_PROCESSING, CLASS_NONE, "line 1" },
		{ "success, never shown, but acknowledged", 1, LONG, TRANSACTION("Success", ""), ORDER("Acknowledged"), nothing, WRITE_CONFIRMED, CLASS_NONE, "Acknowledged" },
		{ "success, never shown, still new", 1, LONG, TRANSACTION("Success", ""), ORDER("New"), nothing, WRITE_CANNOT_TELL, CLASS_NONE, "New" },
		{ "success, other quantities", 1, LONG, TRANSACTION("Success", ""), ORDER("Acknowledged"), another, -1, CLASS_CONFLICT, "other quantities: line 1: 10" },
		{ "failure", 1, SOON, TRANSACTION("Failure", ",\"errors\":[{\"code\":\"InvalidCost\",\"message\":\"Line 1: the cost differs\"}]"), ORDER("New"), unconfirmed, -1,
		  CLASS_VALIDATION, "Line 1: the cost differs" },
		{ "failure without words", 1, SOON, TRANSACTION("Failure", ""), ORDER("New"), nothing, -1, CLASS_VALIDATION, "without words" },
		{ "failure, and it stands there", 1, SOON, TRANSACTION("Failure", ",\"errors\":[{\"code\":\"x\",\"message\":\"already\"}]"), ORDER("Acknowledged"), as_we_said,
		  WRITE_CONFIRMED, CLASS_NONE, "Failure" },
		{ "failure of a second one", 2, SOON, TRANSACTION("Failure", ",\"errors\":[{\"code\":\"x\",\"message\":\"too late\"}]"), ORDER("Acknowledged"), another, -1,
		  CLASS_VALIDATION, "too late" },
		{ "processing for ever, shown", 1, LONG, TRANSACTION("Processing", ""), ORDER("Acknowledged"), as_we_said, WRITE_CONFIRMED, CLASS_NONE, "Processing" },
		{ "processing for ever, acknowledged", 1, LONG, TRANSACTION("Processing", ""), ORDER("Acknowledged"), nothing, WRITE_CONFIRMED, CLASS_NONE, "Acknowledged" },
		{ "processing for ever, the second", 2, LONG, TRANSACTION("Processing", ""), ORDER("Acknowledged"), another, WRITE_CANNOT_TELL, CLASS_NONE, "line 1: 10" },
		{ "processing for ever, still new", 1, LONG, TRANSACTION("Processing", ""), ORDER("New"), unconfirmed, WRITE_CANNOT_TELL, CLASS_NONE, "New" },
		{ "lost, shown", 1, SOON, NULL, ORDER("Acknowledged"), as_we_said, WRITE_CONFIRMED, CLASS_NONE, "line 1" },
		{ "lost, too soon to tell", 1, SOON, NULL, ORDER("New"), unconfirmed, WRITE_CANNOT_TELL, CLASS_NONE, "New" },
		{ "lost, not there", 1, MINUTES, NULL, ORDER("New"), unconfirmed, WRITE_NOT_THERE, CLASS_NONE, "no line is acknowledged" },
		{ "lost, no status", 1, MINUTES, NULL, ORDER("New"), nothing, WRITE_NOT_THERE, CLASS_NONE, "New" },
		{ "lost, another's", 1, MINUTES, NULL, ORDER("Acknowledged"), another, WRITE_CANNOT_TELL, CLASS_NONE, "line 1: 10 accepted" },
		{ "lost, the one before", 2, MINUTES, NULL, ORDER("Acknowledged"), another, WRITE_NOT_THERE, CLASS_NONE, "line 1: 10 accepted" },
		{ "lost, acknowledged without quantities", 1, MINUTES, NULL, ORDER("Acknowledged"), nothing, WRITE_CANNOT_TELL, CLASS_NONE, "Acknowledged" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct run *r = begin(OP_FIND_ACKNOWLEDGE, cases[i].revision);

		r->args.waited_s = cases[i].waited_s;
		r->args.platform_ref = cases[i].transaction ? "T-1" : NULL;
		start(r);
		if (cases[i].transaction) {
			assert_request(&r->c, &r->step, "transaction");
			go(r, 200, cases[i].transaction);
		}
		if (cases[i].order) {
			assert_request(&r->c, &r->step, "order");
			go(r, 200, cases[i].order);
			assert_request(&r->c, &r->step, "status");
			go(r, 200, cases[i].status);
		}
		if (cases[i].written < 0) {
			if (r->step.kind != STEP_ERROR || r->step.error.class != cases[i].class || !strstr(r->step.error.words, cases[i].words))
				fail_msg("%s: kind %d, written %d, %s: %s", cases[i].name, r->step.kind, r->step.written, platform_class_names[r->step.error.class],
					r->step.kind == STEP_ERROR ? r->step.error.words : r->step.proof);
		} else {
			if (r->step.kind != STEP_DONE || r->step.written != (enum write_result)cases[i].written || !strstr(r->step.proof, cases[i].words))
				fail_msg("%s: kind %d, written %d: %s", cases[i].name, r->step.kind, r->step.written,
					r->step.kind == STEP_ERROR ? r->step.error.words : r->step.proof);
			assert_text(r->step.platform_ref, r->args.platform_ref);
		}
		ctx_end(&r->c);
	}
}

static void finding_that_fails(void **state)
{
	static const struct {
		int                 status;
		const char         *body;
		enum platform_class class;
	} cases[] = {
		{ 500, ERRORS("InternalFailure", "x", ""), CLASS_TRANSIENT },
		{ 403, ERRORS("Unauthorized", "Access to requested resource is denied.", ""), CLASS_PERMISSION },
		{ 200, "{\"payload\":{}}", CLASS_PERMANENT },
		{ 200, "{\"payload\":{\"transactionStatus\":{\"status\":7}}}", CLASS_PERMANENT },
	};
	struct run *r;

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		r = begin(OP_FIND_ACKNOWLEDGE, 1);
		r->args.platform_ref = "T-1";
		start(r);
		go(r, cases[i].status, cases[i].body);
		assert_error(&r->step, cases[i].class, NULL);
		ctx_end(&r->c);
	}
	/* Amazon knows no such transaction: what shows decides */
	r = begin(OP_FIND_ACKNOWLEDGE, 1);
	r->args.platform_ref = "T-1";
	r->args.waited_s = MINUTES;
	start(r);
	go(r, 404, ERRORS("NotFound", "no such transaction", ""));
	go(r, 200, ORDER("New"));
	go(r, 200, unconfirmed);
	assert_written(r, WRITE_NOT_THERE);
	ctx_end(&r->c);
	/* the order is gone, and a status that cannot be had is not one that says nothing */
	r = begin(OP_FIND_ACKNOWLEDGE, 1);
	start(r);
	go(r, 404, ERRORS("NotFound", "no such order", ""));
	assert_error(&r->step, CLASS_NOT_FOUND, "NotFound");
	ctx_end(&r->c);
	r = begin(OP_FIND_ACKNOWLEDGE, 1);
	start(r);
	go(r, 200, ORDER("New"));
	go(r, 503, ERRORS("ServiceUnavailable", "later", ""));
	assert_error(&r->step, CLASS_TRANSIENT, NULL);
	ctx_end(&r->c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_line_at_once),
		cmocka_unit_test(how_it_is_answered),
		cmocka_unit_test(a_token_refused_at_the_write),
		cmocka_unit_test(looked_at_before),
		cmocka_unit_test(what_cannot_be_sent),
		cmocka_unit_test(what_became_of_it),
		cmocka_unit_test(finding_that_fails),
	};

	if (!secret_start())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}

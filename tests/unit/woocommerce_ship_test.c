/* Telling a shop of a shipment, in its four ways: looked at before, read back after, never twice. */
#include "unit/with_shop.h"
#include "base/buf.h"

static struct shipment_line lines[] = { { .platform_line_id = "18", .quantity = 1 }, { .platform_line_id = "19", .quantity = 2 } };

static struct shipment shipment(bool final)
{
	return (struct shipment){ .platform_order_id = "163", .marker = "8F21", .tracking_no = "JD0001", .carrier = "DHL",
		.tracking_url = "https://x.test/JD0001?a=1&b=2", .shipped_at = { 1795508400 * INSTANT_SECOND }, .n_lines = 2,
		.lines = lines, .final = final };
}

static const char order_open[] = "{\"id\":163,\"status\":\"processing\",\"line_items\":[{\"id\":18,\"quantity\":1},{\"id\":19,\"quantity\":3}]}";
static const char order_done[] = "{\"id\":163,\"status\":\"completed\",\"line_items\":[{\"id\":18,\"quantity\":1},{\"id\":19,\"quantity\":3}]}";
static const char order_gone[] = "{\"id\":163,\"status\":\"cancelled\",\"line_items\":[{\"id\":18,\"quantity\":1},{\"id\":19,\"quantity\":3}]}";

#define FULFILLMENT(id, tracking, more) "{\"id\":" id ",\"status\":\"fulfilled\",\"is_fulfilled\":\"1\",\"date_deleted\":null,\"meta_data\":[" \
	"{\"key\":\"_tracking_number\",\"value\":\"" tracking "\"},{\"key\":\"_items\",\"value\":[{\"item_id\":18,\"qty\":1},{\"item_id\":19,\"qty\":2}]}" more "]}"
#define MARKED(marker) ",{\"key\":\"_gwms_shipment\",\"value\":\"" marker "\"}"

static const struct way {
	const char *strategy, *route, *body;
	const char *others;  /* a list without this shipment, though it looks alike */
	const char *there;   /* a list with it */
	const char *ref, *proof;
} ways[] = {
	{ "fulfillments", "wc/v3/orders/163/fulfillments",
	  "{\"status\":\"fulfilled\",\"is_fulfilled\":true,\"notify_customer\":true,\"meta_data\":["
	  "{\"key\":\"_tracking_number\",\"value\":\"JD0001\"},{\"key\":\"_shipment_provider\",\"value\":\"DHL\"},"
	  "{\"key\":\"_tracking_url\",\"value\":\"https://x.test/JD0001?a=1&b=2\"},{\"key\":\"_gwms_shipment\",\"value\":\"8F21\"},"
	  "{\"key\":\"_items\",\"value\":[{\"item_id\":18,\"qty\":1},{\"item_id\":19,\"qty\":2}]}]}",
	  /* deleted, a draft, another number */
	  "[{\"id\":1,\"status\":\"fulfilled\",\"is_fulfilled\":\"1\",\"date_deleted\":\"2026-11-23T08:00:00Z\",\"meta_data\":["
	  "{\"key\":\"_tracking_number\",\"value\":\"JD0001\"},{\"key\":\"_items\",\"value\":[{\"item_id\":18,\"qty\":1},{\"item_id\":19,\"qty\":2}]}]},"
	  "{\"id\":2,\"status\":\"unfulfilled\",\"is_fulfilled\":false,\"meta_data\":[{\"key\":\"_tracking_number\",\"value\":\"JD0001\"},"
	  "{\"key\":\"_items\",\"value\":[{\"item_id\":18,\"qty\":1},{\"item_id\":19,\"qty\":2}]}]},"
	  "{\"id\":3,\"status\":\"fulfilled\",\"is_fulfilled\":\"1\",\"meta_data\":[{\"key\":\"_tracking_number\",\"value\":\"JD0001\"},"
	  "{\"key\":\"_items\",\"value\":[{\"item_id\":19,\"qty\":1}]}]}]",
	  "[" FULFILLMENT("6", "JD0001", MARKED("8F21")) "]", "6", "fulfillments 6 holds tracking number JD0001" },
	{ "shipment_tracking", "wc-shipment-tracking/v3/orders/163/shipment-trackings",
	  "{\"tracking_number\":\"JD0001\",\"custom_tracking_provider\":\"DHL\",\"custom_tracking_link\":\"https://x.test/JD0001?a=1&b=2\","
	  "\"date_shipped\":\"2026-11-24\"}",
	  "[{\"tracking_id\":\"aa\",\"tracking_number\":\"JD00012\"},{\"tracking_id\":\"bb\",\"tracking_number\":\"JD000\"},{}]",
	  "[{\"tracking_id\":\"aa\",\"tracking_number\":\"X\"},{\"tracking_id\":\"ece9\",\"tracking_number\":\" jd0001 \"}]", "ece9",
	  "shipment_tracking ece9 holds tracking number JD0001" },
	{ "ast", "wc-ast/v3/orders/163/shipment-trackings",
	  "{\"tracking_number\":\"JD0001\",\"tracking_provider\":\"DHL\",\"date_shipped\":\"2026-11-24\"}", "[]",
	  "[{\"tracking_id\":\"ece9\",\"tracking_number\":\"JD0001\"}]", "ece9", "ast ece9 holds tracking number JD0001" },
	{ "note", "wc/v3/orders/163/notes",
	  "{\"note\":\"Shipped with DHL, tracking number JD0001, https://x.test/JD0001?a=1&amp;b=2 [shipment 8F21]\",\"customer_note\":true}",
	  /* the number alone was written by somebody; another marker is another shipment */
	  "[{\"id\":738,\"note\":\"Shipped: DHL JD0001\"},{\"id\":739,\"note\":\"JD0001 [shipment 8F2] [shipment 8F211] [shipment 8F21\"}]",
	  "[{\"id\":738,\"note\":\"x\"},{\"id\":740,\"note\":\"[shipment ] Shipped, JD0001 [shipment 8F21]\"}]", "740",
	  "note 740 holds tracking number JD0001" },
};

struct run {
	struct ctx            c;
	struct platform_store s;
	struct shipment       sh;
	struct platform_args  args;
	enum platform_op      op;
	struct step           step;
};

static struct run begin(enum platform_op op, const char *strategy, bool final)
{
	struct run r = { .c = ctx_new(), .s = shop_store(), .sh = shipment(final), .op = op };

	r.s.strategy = strategy;
	return r;
}

static void start(struct run *r)
{
	r->args.shipment = &r->sh;
	r->step = first_step(&r->c, r->op, &r->s, &r->args);
}

/* What is asked for next, and the answer it gets. */
static void meets(struct run *r, const char *method, const char *path, int status, const char *body)
{
	assert_asks(&r->step, method, path);
	r->step = next_step(&r->c, r->op, &r->s, &r->args, &r->step, answer(status, body));
}

static void assert_done(struct run *r, enum write_result result, const char *ref)
{
	if (r->step.kind == STEP_ERROR)
		fail_msg("%s: %s", r->step.error.code, r->step.error.words);
	assert_int_equal(r->step.kind, STEP_DONE);
	assert_int_equal(r->step.written, result);
	assert_text(r->step.platform_ref, ref);
	assert_non_null(r->step.proof);
}

/* ---- the way through ------------------------------------------------------------------------- */

static void test_part_is_written_and_read_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(ways); i++) {
		struct run r = begin(OP_SHIP, ways[i].strategy, false);

		start(&r);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
		meets(&r, "GET", ways[i].route, 200, ways[i].others);
		assert_string_equal(r.step.request.body, ways[i].body);
		assert_non_null(json_of(&r.c, r.step.request.body));
		meets(&r, "POST", ways[i].route, 201, "{}");
		meets(&r, "GET", ways[i].route, 200, ways[i].there);
		assert_done(&r, WRITE_CONFIRMED, ways[i].ref);
		assert_non_null(strstr(r.step.proof, ways[i].proof));
		assert_non_null(strstr(r.step.proof, "the order is processing"));
		ctx_end(&r.c);
	}
}

static void test_last_completes_the_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(ways); i++) {
		struct run r = begin(OP_SHIP, ways[i].strategy, true);

		start(&r);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
		meets(&r, "GET", ways[i].route, 200, "[]");
		meets(&r, "POST", ways[i].route, 201, "not even JSON");
		meets(&r, "GET", ways[i].route, 200, ways[i].there);
		/* the status and nothing else */
		assert_string_equal(r.step.request.body, "{\"status\":\"completed\"}");
		meets(&r, "PUT", "wc/v3/orders/163", 200, "{}");
		meets(&r, "GET", "wc/v3/orders/163", 200, order_done);
		assert_done(&r, WRITE_CONFIRMED, ways[i].ref);
		assert_non_null(strstr(r.step.proof, "the order is completed"));
		ctx_end(&r.c);
	}
}

/* It stands there already: nothing is written. When the order is not completed yet, that alone is. */
static void test_there_already(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(ways); i++) {
		struct run r = begin(OP_SHIP, ways[i].strategy, false);

		start(&r);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
		meets(&r, "GET", ways[i].route, 200, ways[i].there);
		assert_done(&r, WRITE_ALREADY, ways[i].ref);
		ctx_end(&r.c);

		r = begin(OP_SHIP, ways[i].strategy, true);
		start(&r);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_done);
		meets(&r, "GET", ways[i].route, 200, ways[i].there);
		assert_done(&r, WRITE_ALREADY, ways[i].ref);
		ctx_end(&r.c);

		r = begin(OP_SHIP, ways[i].strategy, true);
		start(&r);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
		meets(&r, "GET", ways[i].route, 200, ways[i].there);
		meets(&r, "PUT", "wc/v3/orders/163", 200, order_done);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_done);
		assert_done(&r, WRITE_CONFIRMED, ways[i].ref);
		ctx_end(&r.c);
	}
}

/* Completed by somebody, and our number is not there: it is still written. */
static void test_completed_without_our_number(void **state)
{
	struct run r = begin(OP_SHIP, "note", true);

	(void)state;
	start(&r);
	meets(&r, "GET", "wc/v3/orders/163", 200, order_done);
	meets(&r, "GET", "wc/v3/orders/163/notes", 200, "[]");
	meets(&r, "POST", "wc/v3/orders/163/notes", 201, "{}");
	meets(&r, "GET", "wc/v3/orders/163/notes", 200, ways[3].there);
	assert_done(&r, WRITE_CONFIRMED, "740");
	ctx_end(&r.c);
}

static void test_recorded_answers(void **state)
{
	struct run r = begin(OP_SHIP, "fulfillments", true);
	struct shipment_line one[] = { { .platform_line_id = "58", .quantity = 1 } };

	(void)state;
	/* an order whose fulfillments others made, one of them this */
	r.sh = (struct shipment){ .platform_order_id = "175", .marker = "m", .tracking_no = "JD0001", .carrier = "dhl", .n_lines = 1,
		.lines = one };
	start(&r);
	meets(&r, "GET", "wc/v3/orders/175", 200, "{\"id\":175,\"status\":\"processing\",\"line_items\":[{\"id\":58,\"quantity\":1}]}");
	assert_asks(&r.step, "GET", "wc/v3/orders/175/fulfillments");
	r.step = next_step(&r.c, OP_SHIP, &r.s, &r.args, &r.step, answer_recorded(&r.c, 200, "fulfillments_list.json"));
	assert_done(&r, WRITE_ALREADY, "1");
	/* the same number for other goods is not this; and six of one are too many */
	one[0].quantity = 2;
	start(&r);
	meets(&r, "GET", "wc/v3/orders/175", 200, "{\"id\":175,\"status\":\"processing\",\"line_items\":[{\"id\":58,\"quantity\":7}]}");
	r.step = next_step(&r.c, OP_SHIP, &r.s, &r.args, &r.step, answer_recorded(&r.c, 200, "fulfillments_list.json"));
	assert_error(&r.step, CLASS_CONFLICT, "too_many");
	assert_non_null(strstr(r.step.error.words, "Line 58 was ordered 7 times in the shop and 6 of it are marked shipped there; 2 more"));
	/* the recorded answer to the write of one, as the list that is read back */
	r.sh = (struct shipment){ .platform_order_id = "394", .marker = "m", .tracking_no = "JD0001", .carrier = "dhl", .n_lines = 1,
		.lines = one };
	one[0] = (struct shipment_line){ .platform_line_id = "802", .quantity = 1 };
	start(&r);
	meets(&r, "GET", "wc/v3/orders/394", 200, "{\"id\":394,\"status\":\"processing\",\"line_items\":[{\"id\":802,\"quantity\":1}]}");
	meets(&r, "GET", "wc/v3/orders/394/fulfillments", 200, "[]");
	assert_asks(&r.step, "POST", "wc/v3/orders/394/fulfillments");
	r.step = next_step(&r.c, OP_SHIP, &r.s, &r.args, &r.step, answer_recorded(&r.c, 201, "write_fulfillment.json"));
	meets(&r, "GET", "wc/v3/orders/394/fulfillments", 200,
		arena_printf(r.c.arena, "[%s]", json_write(&r.c, json_recorded(&r.c, "write_fulfillment.json"))));
	assert_done(&r, WRITE_CONFIRMED, "6");

	/* a list of notes as a real shop keeps it: none has our marker; then the status, read from a real answer */
	r.s.strategy = "note";
	r.sh = shipment(true);
	start(&r);
	r.step = next_step(&r.c, OP_SHIP, &r.s, &r.args, &r.step, answer_recorded(&r.c, 200, "order_same_sku_twice.json"));
	r.step = next_step(&r.c, OP_SHIP, &r.s, &r.args, &r.step, answer_recorded(&r.c, 200, "notes_guest_simple.json"));
	assert_asks(&r.step, "POST", "wc/v3/orders/163/notes");
	r.step = next_step(&r.c, OP_SHIP, &r.s, &r.args, &r.step, answer_recorded(&r.c, 201, "write_note.json"));
	meets(&r, "GET", "wc/v3/orders/163/notes", 200, ways[3].there);
	assert_asks(&r.step, "PUT", "wc/v3/orders/163");
	r.step = next_step(&r.c, OP_SHIP, &r.s, &r.args, &r.step, answer_recorded(&r.c, 200, "write_complete.json"));
	r.step = next_step(&r.c, OP_SHIP, &r.s, &r.args, &r.step, answer_recorded(&r.c, 200, "write_complete.json"));
	assert_done(&r, WRITE_CONFIRMED, "740");
	ctx_end(&r.c);
}

/* ---- no -------------------------------------------------------------------------------------- */

static void test_stopped_orders(void **state)
{
	static const char *const statuses[] = { "cancelled", "refunded", "failed", "trash" };

	(void)state;
	for (size_t i = 0; i < N_OF(statuses); i++)
		for (size_t w = 0; w < N_OF(ways); w++) {
			struct run r = begin(OP_SHIP, ways[w].strategy, true);

			start(&r);
			meets(&r, "GET", "wc/v3/orders/163", 200, arena_printf(r.c.arena, "{\"id\":163,\"status\":\"%s\"}", statuses[i]));
			meets(&r, "GET", ways[w].route, 200, "[]");
			assert_error(&r.step, CLASS_CONFLICT, "order_stopped");
			assert_non_null(strstr(r.step.error.words, statuses[i]));
			assert_true(r.step.error.no_effect);
			/* our shipment was there before it was stopped: its status is not touched */
			start(&r);
			meets(&r, "GET", "wc/v3/orders/163", 200, arena_printf(r.c.arena, "{\"id\":163,\"status\":\"%s\"}", statuses[i]));
			meets(&r, "GET", ways[w].route, 200, ways[w].there);
			assert_error(&r.step, CLASS_CONFLICT, "order_stopped");
			ctx_end(&r.c);
		}
}

/* The shop checks no quantities, so we do. */
static void test_quantities(void **state)
{
	static const struct {
		const char *order, *list;
		bool        good;
	} cases[] = {
		{ "{\"id\":163,\"status\":\"processing\",\"line_items\":[{\"id\":18,\"quantity\":1},{\"id\":19,\"quantity\":2}]}", "[]", true },
		{ "{\"id\":163,\"status\":\"processing\",\"line_items\":[{\"id\":18,\"quantity\":1},{\"id\":19,\"quantity\":1}]}", "[]", false },
		/* a line is gone from the order */
		{ "{\"id\":163,\"status\":\"processing\",\"line_items\":[{\"id\":18,\"quantity\":1}]}", "[]", false },
		{ "{\"id\":163,\"status\":\"processing\"}", "[]", false },
		/* another box under the same number with the same goods is another shipment: all of it is out then */
		{ order_open, "[" FULFILLMENT("6", "JD0001", MARKED("OTHER")) "]", false },
		{ "{\"id\":163,\"status\":\"processing\",\"line_items\":[{\"id\":18,\"quantity\":2},{\"id\":19,\"quantity\":4}]}",
		  "[" FULFILLMENT("6", "JD0001", MARKED("OTHER")) "]", true },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct run r = begin(OP_SHIP, "fulfillments", false);

		start(&r);
		meets(&r, "GET", "wc/v3/orders/163", 200, cases[i].order);
		meets(&r, "GET", "wc/v3/orders/163/fulfillments", 200, cases[i].list);
		if (cases[i].good)
			assert_asks(&r.step, "POST", "wc/v3/orders/163/fulfillments");
		else
			assert_error(&r.step, CLASS_CONFLICT, "too_many");
		ctx_end(&r.c);
	}
}

/* A fulfillment typed in by hand has no marker: number and goods tell. */
static void test_made_by_hand(void **state)
{
	struct run r = begin(OP_SHIP, "fulfillments", false);

	(void)state;
	start(&r);
	meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
	meets(&r, "GET", "wc/v3/orders/163/fulfillments", 200, "[" FULFILLMENT("6", "JD0001", "") "]");
	assert_done(&r, WRITE_ALREADY, "6");
	ctx_end(&r.c);
}

static void test_unfit_shipments(void **state)
{
	struct shipment_line bad_line[] = { { .platform_line_id = "1/2", .quantity = 1 } }, none_of_it[] = { { .platform_line_id = "18", .quantity = 0 } };
	static const struct {
		const char *order, *tracking, *marker;
		int         line; /* 0 good, 1 bad id, 2 no quantity, 3 no lines */
		const char *strategy;
	} cases[] = {
		{ "163/../1", "JD1", "m", 0, "note" }, { NULL, "JD1", "m", 0, "note" }, { "163", "", "m", 0, "note" },
		{ "163", NULL, "m", 0, "ast" }, { "163", "JD1", NULL, 0, "note" }, { "163", "JD1", "", 0, "note" },
		{ "163", "JD1", "m", 1, "note" }, { "163", "JD1", "m", 2, "fulfillments" }, { "163", "JD1", "m", 3, "fulfillments" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct run r = begin(OP_SHIP, cases[i].strategy, false);

		r.sh.platform_order_id = cases[i].order;
		r.sh.tracking_no = cases[i].tracking;
		r.sh.marker = cases[i].marker;
		if (cases[i].line) {
			r.sh.lines = cases[i].line == 1 ? bad_line : none_of_it;
			r.sh.n_lines = cases[i].line != 3;
		}
		start(&r);
		assert_error(&r.step, CLASS_VALIDATION, "shipment_unfit");
		assert_true(r.step.error.no_effect);
		ctx_end(&r.c);
	}
}

static void test_refused_writes(void **state)
{
	static const struct {
		int                 status;
		const char         *body;
		enum platform_class class;
		bool                no_effect;
	} cases[] = {
		{ 400, "{\"code\":\"woocommerce_rest_fulfillment_invalid\",\"message\":\"No items.\"}", CLASS_VALIDATION, true },
		{ 400, "{\"code\":\"woocommerce_rest_shop_order_invalid_id\",\"message\":\"ID is invalid.\"}", CLASS_NOT_FOUND, true },
		{ 401, "{\"code\":\"woocommerce_rest_authentication_error\",\"message\":\"The API key provided does not have write permissions.\"}",
		  CLASS_PERMISSION, true },
		{ 404, "{\"code\":\"rest_no_route\",\"message\":\"No route\"}", CLASS_PERMANENT, true },
		{ 410, "{\"code\":\"woocommerce_rest_already_trashed\",\"message\":\"Trashed\"}", CLASS_CONFLICT, true },
		{ 429, "", CLASS_RATE_LIMITED, true },
		{ 500, "{\"code\":\"internal_server_error\",\"message\":\"x\"}", CLASS_UNCERTAIN, false },
		{ 502, "<html>", CLASS_UNCERTAIN, false },
		{ 503, "", CLASS_UNCERTAIN, false },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		for (size_t w = 0; w < N_OF(ways); w++) {
			struct run r = begin(OP_SHIP, ways[w].strategy, true);

			start(&r);
			meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
			meets(&r, "GET", ways[w].route, 200, "[]");
			meets(&r, "POST", ways[w].route, cases[i].status, cases[i].body);
			assert_error(&r.step, cases[i].class, NULL);
			assert_int_equal(r.step.error.no_effect, cases[i].no_effect);
			/* and the same at the status */
			start(&r);
			meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
			meets(&r, "GET", ways[w].route, 200, ways[w].there);
			meets(&r, "PUT", "wc/v3/orders/163", cases[i].status, cases[i].body);
			assert_error(&r.step, cases[i].class, NULL);
			ctx_end(&r.c);
		}
}

/* Answered well and stored nothing, or not to be read back: uncertain, so that the next try looks first. */
static void test_not_stored(void **state)
{
	(void)state;
	for (size_t w = 0; w < N_OF(ways); w++) {
		struct run r = begin(OP_SHIP, ways[w].strategy, true);

		start(&r);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
		meets(&r, "GET", ways[w].route, 200, ways[w].others);
		meets(&r, "POST", ways[w].route, 204, "");
		meets(&r, "GET", ways[w].route, 200, ways[w].others);
		assert_error(&r.step, CLASS_UNCERTAIN, "not_stored");
		assert_false(r.step.error.no_effect);

		start(&r);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
		meets(&r, "GET", ways[w].route, 200, "[]");
		meets(&r, "POST", ways[w].route, 201, "{}");
		meets(&r, "GET", ways[w].route, 503, "");
		assert_error(&r.step, CLASS_UNCERTAIN, NULL);
		assert_false(r.step.error.no_effect);

		start(&r);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
		meets(&r, "GET", ways[w].route, 200, ways[w].there);
		meets(&r, "PUT", "wc/v3/orders/163", 200, order_done);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
		assert_error(&r.step, CLASS_UNCERTAIN, "not_stored");
		assert_non_null(strstr(r.step.error.words, "processing"));

		start(&r);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
		meets(&r, "GET", ways[w].route, 200, ways[w].there);
		meets(&r, "PUT", "wc/v3/orders/163", 200, order_done);
		meets(&r, "GET", "wc/v3/orders/163", 401, "");
		assert_error(&r.step, CLASS_UNCERTAIN, NULL);
		ctx_end(&r.c);
	}
}

static void test_reads_that_fail(void **state)
{
	static const struct {
		int                 status;
		const char         *body;
		enum platform_class class;
	} cases[] = {
		{ 404, "{\"code\":\"woocommerce_rest_shop_order_invalid_id\"}", CLASS_NOT_FOUND },
		{ 401, "{\"code\":\"woocommerce_rest_cannot_view\"}", CLASS_AUTH_EXPIRED },
		{ 503, "", CLASS_TRANSIENT }, { 429, "", CLASS_RATE_LIMITED }, { 200, "{\"id\":163,", CLASS_TRANSIENT },
		{ 200, "[]", CLASS_PERMANENT }, { 200, "{\"id\":162}", CLASS_PERMANENT },
	};
	static const enum platform_op ops[] = { OP_SHIP, OP_FIND_SHIP };

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		for (size_t k = 0; k < N_OF(ops); k++) {
			struct run r = begin(ops[k], "note", true);

			start(&r);
			meets(&r, "GET", "wc/v3/orders/163", cases[i].status, cases[i].body);
			assert_error(&r.step, cases[i].class, NULL);
			assert_true(r.step.error.no_effect);
			ctx_end(&r.c);
		}
}

/* ---- the way is gone ------------------------------------------------------------------------- */

static void test_fallback_to_the_note(void **state)
{
	(void)state;
	for (size_t w = 0; w < 3; w++) {
		struct run r = begin(OP_SHIP, ways[w].strategy, false);

		start(&r);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
		meets(&r, "GET", ways[w].route, 404, "{\"code\":\"rest_no_route\",\"message\":\"No route\"}");
		meets(&r, "GET", "wc/v3/orders/163/notes", 200, "[]");
		assert_string_equal(r.step.request.body, ways[3].body);
		meets(&r, "POST", "wc/v3/orders/163/notes", 201, "{}");
		meets(&r, "GET", "wc/v3/orders/163/notes", 200, ways[3].there);
		assert_done(&r, WRITE_CONFIRMED, "740");
		assert_non_null(strstr(r.step.proof, "no longer"));

		/* what was written in the way that is gone cannot be seen any more */
		r.op = OP_FIND_SHIP;
		start(&r);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
		meets(&r, "GET", ways[w].route, 404, "{\"code\":\"rest_no_route\",\"message\":\"No route\"}");
		meets(&r, "GET", "wc/v3/orders/163/notes", 200, "[]");
		assert_done(&r, WRITE_CANNOT_TELL, NULL);
		ctx_end(&r.c);
	}
}

/* A store that was never looked at, or an unknown word: the note always works. */
static void test_unknown_strategy(void **state)
{
	static const char *const names[] = { NULL, "pigeon" };

	(void)state;
	for (size_t i = 0; i < N_OF(names); i++) {
		struct run r = begin(OP_SHIP, names[i], false);

		start(&r);
		meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
		assert_asks(&r.step, "GET", "wc/v3/orders/163/notes");
		ctx_end(&r.c);
	}
}

static void test_note_is_escaped(void **state)
{
	struct run r = begin(OP_SHIP, "note", false);

	(void)state;
	r.sh.carrier = "<b>\"Fast & Co\"</b>";
	r.sh.tracking_url = NULL;
	start(&r);
	meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
	meets(&r, "GET", "wc/v3/orders/163/notes", 200, "[]");
	assert_string_equal(json_text(json_member(json_of(&r.c, r.step.request.body), "note")),
		"Shipped with &lt;b&gt;\"Fast &amp; Co\"&lt;/b&gt;, tracking number JD0001 [shipment 8F21]");
	r.sh.carrier = NULL;
	start(&r);
	meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
	meets(&r, "GET", "wc/v3/orders/163/notes", 200, "[]");
	assert_string_equal(json_text(json_member(json_of(&r.c, r.step.request.body), "note")),
		"Shipped, tracking number JD0001 [shipment 8F21]");
	ctx_end(&r.c);
}

/* ---- looking alone --------------------------------------------------------------------------- */

static void test_find(void **state)
{
	(void)state;
	for (size_t w = 0; w < N_OF(ways); w++) {
		const struct {
			bool             final;
			const char      *order, *list;
			enum write_result result;
		} cases[] = {
			{ false, order_open, ways[w].there, WRITE_CONFIRMED },
			{ false, order_open, ways[w].others, WRITE_NOT_THERE },
			{ false, order_open, "[]", WRITE_NOT_THERE },
			{ true, order_done, ways[w].there, WRITE_CONFIRMED },
			/* half of it: sending again finds the shipment and does the rest */
			{ true, order_open, ways[w].there, WRITE_NOT_THERE },
			{ true, order_done, "[]", WRITE_NOT_THERE },
			{ false, order_gone, ways[w].there, WRITE_CONFIRMED },
			{ true, order_gone, "[]", WRITE_NOT_THERE },
		};

		for (size_t i = 0; i < N_OF(cases); i++) {
			struct run r = begin(OP_FIND_SHIP, ways[w].strategy, cases[i].final);

			start(&r);
			meets(&r, "GET", "wc/v3/orders/163", 200, cases[i].order);
			meets(&r, "GET", ways[w].route, 200, cases[i].list);
			assert_done(&r, cases[i].result, strcmp(cases[i].list, ways[w].there) == 0 ? ways[w].ref : NULL);
			ctx_end(&r.c);
		}
	}
}

static void test_find_cannot_tell(void **state)
{
	struct run r = begin(OP_FIND_SHIP, "note", false);

	(void)state;
	start(&r);
	meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
	meets(&r, "GET", "wc/v3/orders/163/notes", 200, "<br />\n<b>Warning</b>: x\n[]");
	assert_done(&r, WRITE_CANNOT_TELL, NULL);
	/* what heals is tried again instead */
	start(&r);
	meets(&r, "GET", "wc/v3/orders/163", 200, order_open);
	meets(&r, "GET", "wc/v3/orders/163/notes", 502, "");
	assert_error(&r.step, CLASS_TRANSIENT, NULL);
	ctx_end(&r.c);
}

/* ---- a shop that counts ---------------------------------------------------------------------- */

struct counting_shop {
	bool there, completed;
	int  shipments, completions; /* effects */
	int  cut_at;                 /* the answer to this request is lost, after it was done; counts from 1 */
	int  requests;
};

/* False: the answer is lost. */
static bool ask_shop(struct counting_shop *shop, const struct way *way, const struct step *step, struct http_answer *a)
{
	bool orders = strstr(step->request.url, way->route) == NULL;

	shop->requests++;
	if (strcmp(step->request.method, "POST") == 0) {
		shop->there = true;
		shop->shipments++;
		*a = answer(201, "{}");
	} else if (strcmp(step->request.method, "PUT") == 0) {
		shop->completions += !shop->completed;
		shop->completed = true;
		*a = answer(200, "{}");
	} else if (orders) {
		*a = answer(200, shop->completed ? order_done : order_open);
	} else {
		*a = answer(200, shop->there ? way->there : way->others);
	}
	return shop->requests != shop->cut_at;
}

/* Wherever an answer is lost, looking and sending again ends in one shipment and one completion. */
static void test_lost_answers(void **state)
{
	(void)state;
	for (size_t w = 0; w < N_OF(ways); w++)
		for (int cut = 1; cut <= 6; cut++) {
			struct counting_shop shop = { .cut_at = cut };
			enum platform_op     op = OP_SHIP;
			bool                 confirmed = false;

			for (int tries = 0; tries < 5 && !confirmed; tries++) {
				struct run r = begin(op, ways[w].strategy, true);
				bool       lost = false, lost_write = false;

				start(&r);
				while (r.step.kind == STEP_REQUEST && !lost) {
					struct http_answer a;

					lost_write = r.step.request_is_write;
					lost = !ask_shop(&shop, &ways[w], &r.step, &a);
					if (!lost)
						r.step = next_step(&r.c, op, &r.s, &r.args, &r.step, a);
				}
				/* as the engine and the writeback do: after a lost write look first, else just again */
				if (lost) {
					op = lost_write ? OP_FIND_SHIP : op;
				} else {
					assert_int_equal(r.step.kind, STEP_DONE);
					confirmed = r.step.written == WRITE_CONFIRMED || r.step.written == WRITE_ALREADY;
					if (r.step.written == WRITE_NOT_THERE)
						op = OP_SHIP;
				}
				ctx_end(&r.c);
			}
			assert_true(confirmed);
			assert_true(shop.requests > 6);
			assert_int_equal(shop.shipments, 1);
			assert_int_equal(shop.completions, 1);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_part_is_written_and_read_back),
		cmocka_unit_test(test_last_completes_the_order),
		cmocka_unit_test(test_there_already),
		cmocka_unit_test(test_completed_without_our_number),
		cmocka_unit_test(test_recorded_answers),
		cmocka_unit_test(test_stopped_orders),
		cmocka_unit_test(test_quantities),
		cmocka_unit_test(test_made_by_hand),
		cmocka_unit_test(test_unfit_shipments),
		cmocka_unit_test(test_refused_writes),
		cmocka_unit_test(test_not_stored),
		cmocka_unit_test(test_reads_that_fail),
		cmocka_unit_test(test_fallback_to_the_note),
		cmocka_unit_test(test_unknown_strategy),
		cmocka_unit_test(test_note_is_escaped),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_find_cannot_tell),
		cmocka_unit_test(test_lost_answers),
	};

	return cmocka_run_group_tests_name("woocommerce shipments", tests, NULL, NULL);
}

/* Orders by number, and what a shop sells. */
#include "unit/with_shop.h"
#include "base/buf.h"

#define ORDER(id, number) "{\"id\":" id ",\"number\":\"" number "\",\"status\":\"processing\",\"currency\":\"USD\",\"total\":\"1\"," \
	"\"date_created_gmt\":\"2026-11-23T07:48:09\",\"line_items\":[]}"

static struct step go_on(struct ctx *c, enum platform_op op, struct platform_args *args, const struct step *page)
{
	struct platform_store s = shop_store();

	assert_int_equal(page->kind, STEP_PAGE);
	assert_non_null(page->next_cursor);
	args->cursor = page->next_cursor;
	return first_step(c, op, &s, args);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static void test_numbers_that_are_ids(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	const char           *numbers[] = { "168", "206", "999999" };
	struct platform_args  args = { .n_numbers = 3, .numbers = numbers };
	struct step           step = first_step(&c, OP_GET_ORDERS, &s, &args);

	(void)state;
	assert_asks(&step, "GET", "wc/v3/orders");
	assert_string_equal(param(&c, &step, "include"), "168,206,999999");
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer_recorded(&c, 200, "orders_list_include.json"));
	assert_int_equal(step.n_orders, 1);
	assert_string_equal(step.orders[0].order_no, "168");
	assert_int_equal(step.n_missing, 0);

	/* 206 is in the trash: only asked for by itself it shows */
	step = go_on(&c, OP_GET_ORDERS, &args, &step);
	assert_asks(&step, "GET", "wc/v3/orders/206");
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer(200, "{\"id\":206,\"number\":\"206\",\"status\":\"trash\",\"currency\":"
		"\"USD\",\"total\":\"1\",\"date_created_gmt\":\"2026-11-23T07:48:09\",\"line_items\":[]}"));
	assert_int_equal(step.n_orders, 1);
	assert_int_equal(step.orders[0].state, INCOMING_CANCELLED);

	/* 999999 is nowhere, not even by a search that finds others */
	step = go_on(&c, OP_GET_ORDERS, &args, &step);
	assert_asks(&step, "GET", "wc/v3/orders/999999");
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer_recorded(&c, 404, "err_get_missing_404.json"));
	assert_asks(&step, "GET", "wc/v3/orders");
	assert_string_equal(param(&c, &step, "search"), "999999");
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer_recorded(&c, 200, "orders_list_page1.json"));
	assert_int_equal(step.n_orders, 0);
	assert_int_equal(step.n_missing, 1);
	assert_string_equal(step.missing[0], "999999");
	assert_null(step.next_cursor);
	ctx_end(&c);
}

/* A plugin numbers orders in its own way: 161 is an id and somebody else's number. */
static void test_numbers_of_a_plugin(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	const char           *numbers[] = { "161", "WEB/2026-0042" };
	struct platform_args  args = { .n_numbers = 2, .numbers = numbers };
	struct step           step = first_step(&c, OP_GET_ORDERS, &s, &args);

	(void)state;
	assert_string_equal(param(&c, &step, "include"), "161");
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer(200, "[" ORDER("161", "7001") "]"));
	assert_int_equal(step.n_orders, 0);
	step = go_on(&c, OP_GET_ORDERS, &args, &step);
	assert_asks(&step, "GET", "wc/v3/orders/161");
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer(200, ORDER("161", "7001")));
	assert_string_equal(param(&c, &step, "search"), "161");
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer(200, "[" ORDER("900", "1610") "," ORDER("901", "161") "]"));
	assert_int_equal(step.n_orders, 1);
	assert_string_equal(step.orders[0].platform_order_id, "901");
	step = go_on(&c, OP_GET_ORDERS, &args, &step);
	assert_string_equal(param(&c, &step, "search"), "WEB/2026-0042");
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer(200, "[" ORDER("902", "WEB/2026-0042") "]"));
	assert_string_equal(step.orders[0].platform_order_id, "902");
	assert_null(step.next_cursor);
	ctx_end(&c);
}

static void test_numbers_with_refunds_and_repeats(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	const char           *numbers[] = { "193", "0193", "193" };
	struct platform_args  args = { .n_numbers = 3, .numbers = numbers };
	struct step           step = first_step(&c, OP_GET_ORDERS, &s, &args);

	(void)state;
	assert_string_equal(param(&c, &step, "include"), "193,193");
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step,
		answer(200, arena_printf(c.arena, "[%s]", json_write(&c, json_recorded(&c, "order_partial_refund.json")))));
	assert_int_equal(step.n_orders, 0);
	step = go_on(&c, OP_GET_ORDERS, &args, &step);
	assert_asks(&step, "GET", "wc/v3/orders/193/refunds");
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer_recorded(&c, 200, "refunds_partial_refund.json"));
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer_recorded(&c, 200, "order_partial_refund.json"));
	assert_int_equal(step.n_orders, 1);
	assert_int_equal(step.orders[0].lines[0].quantity, 2);
	/* "0193" is no id, whatever a shop would make of it */
	step = go_on(&c, OP_GET_ORDERS, &args, &step);
	assert_string_equal(param(&c, &step, "search"), "0193");
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer(200, "[]"));
	assert_int_equal(step.n_missing, 1);
	assert_null(step.next_cursor);
	ctx_end(&c);
}

/* Found by the search, and refunded. */
static void test_searched_with_refund(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	const char           *numbers[] = { "A-193" };
	struct platform_args  args = { .n_numbers = 1, .numbers = numbers };
	struct step           step = first_step(&c, OP_GET_ORDERS, &s, &args);
	static const char     order[] = "{\"id\":193,\"number\":\"A-193\",\"status\":\"processing\",\"currency\":\"USD\",\"total\":\"1\","
		"\"date_created_gmt\":\"2026-11-23T07:48:09\",\"line_items\":[{\"id\":94,\"quantity\":3}],\"refunds\":[{\"id\":199}]}";

	(void)state;
	assert_int_equal(step.kind, STEP_PAGE); /* none could be an id */
	step = go_on(&c, OP_GET_ORDERS, &args, &step);
	assert_string_equal(param(&c, &step, "search"), "A-193");
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer(200, arena_printf(c.arena, "[%s]", order)));
	assert_asks(&step, "GET", "wc/v3/orders/193/refunds");
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer_recorded(&c, 200, "refunds_partial_refund.json"));
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer(200, order));
	assert_int_equal(step.n_orders, 1);
	assert_int_equal(step.orders[0].lines[0].quantity, 2);
	assert_null(step.next_cursor);
	ctx_end(&c);
}

/* Hundreds of numbers go in chunks; a search that finds pages of others gives up and says missing. */
static void test_many_numbers(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	const char           *numbers[120];
	struct platform_args  args = { .n_numbers = 120, .numbers = numbers };
	struct buf            others = buf_new(c.arena, 4096);
	struct step           step;
	size_t                n_missing = 0, n_orders = 0, requests = 0;

	(void)state;
	for (int i = 0; i < 50; i++)
		buf_printf(&others, "%s{\"id\":%d,\"number\":\"x\"}", i ? "," : "[", 500 + i);
	buf_putc(&others, ']');
	for (size_t i = 0; i < 120; i++)
		numbers[i] = arena_printf(c.arena, i == 119 ? "N-%zu" : "%zu", i + 1);
	do {
		step = first_step(&c, OP_GET_ORDERS, &s, &args);
		while (step.kind == STEP_REQUEST) {
			const char *include = param(&c, &step, "include");

			requests++;
			if (include) {
				struct buf  rows = buf_new(c.arena, 4096);
				const char *p = include;

				buf_putc(&rows, '[');
				while (*p) {
					buf_printf(&rows, "%s" ORDER("%.*s", "%.*s"), p == include ? "" : ",", (int)strcspn(p, ","), p,
						(int)strcspn(p, ","), p);
					p += strcspn(p, ",");
					p += *p == ',';
				}
				buf_putc(&rows, ']');
				step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer(200, rows.text));
			} else {
				step = next_step(&c, OP_GET_ORDERS, &s, &args, &step, answer(200, others.text));
			}
		}
		assert_int_equal(step.kind, STEP_PAGE);
		n_orders += step.n_orders;
		n_missing += step.n_missing;
		args.cursor = step.next_cursor;
	} while (args.cursor);
	assert_int_equal(n_orders, 119);
	assert_int_equal(n_missing, 1);
	assert_int_equal(requests, 3 + 5);
	ctx_end(&c);
}

static void test_numbers_that_fail(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	const char           *numbers[] = { "7" };
	struct platform_args  args = { .n_numbers = 1, .numbers = numbers }, none = { 0 };
	struct step           first = first_step(&c, OP_GET_ORDERS, &s, &args), step;
	static const char *const cursors[] = { "x", "{}", "{\"chunk\":-1}", "{\"chunk\":2}", "{\"chunk\":0,\"left\":[1]}", "{\"chunk\":0,\"left\":[\"a\"]}" };

	(void)state;
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &first, answer(429, ""));
	assert_error(&step, CLASS_RATE_LIMITED, NULL);
	step = next_step(&c, OP_GET_ORDERS, &s, &args, &first, answer(200, "[{\"id\":7"));
	assert_error(&step, CLASS_TRANSIENT, "unreadable");
	for (size_t i = 0; i < N_OF(cursors); i++) {
		args.cursor = cursors[i];
		step = first_step(&c, OP_GET_ORDERS, &s, &args);
		assert_error(&step, CLASS_PERMANENT, "bad_cursor");
	}
	step = first_step(&c, OP_GET_ORDERS, &s, &none);
	assert_int_equal(step.kind, STEP_PAGE);
	assert_null(step.next_cursor);
	ctx_end(&c);
}

/* ---- what a shop sells ----------------------------------------------------------------------- */

static void test_recorded_products(void **state)
{
	static const struct {
		const char *key, *sku, *name;
		bool        shippable;
	} want[] = {
		{ "10", "MUG-001", "Coffee Mug", true }, { "11", NULL, "Gift wrap (no SKU)", true },
		{ "12", "ÄÖ-ßüñ-01", "Überraschung “Größe” ☕ 日本", true }, { "13", "000123", "Leading zeros", true },
		{ "14", "A B/C#1&2+%", "Odd SKU", true }, { "15", "SAMPLE-0", "Sample", true },
		{ "16", "PAN-10\"", "10\" Pan <b>Pro</b> & Lid x", true }, { "17", "EBOOK-1", "E-book", false },
		{ "18", "CABLE-CM", "Cable per cm", true }, { "21", "mug-001b", "Lowercase sku", true },
		{ "22", "DRAFT-1", "Draft product", true }, { "23", "NOPRICE-1", "No price", true },
	};
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = { 0 };
	struct step           step = first_step(&c, OP_LIST_SKUS, &s, &args);
	const struct json    *variations;

	(void)state;
	assert_asks(&step, "GET", "wc/v3/products");
	assert_string_equal(param(&c, &step, "status"), "publish");
	assert_string_equal(param(&c, &step, "orderby"), "id");
	step = next_step(&c, OP_LIST_SKUS, &s, &args, &step, answer_recorded(&c, 200, "products_list.json"));
	/* 20 rows; two are variable, one is a group */
	assert_int_equal(step.n_skus, 17);
	for (size_t i = 0; i < N_OF(want); i++) {
		assert_string_equal(step.skus[i].sku_key, want[i].key);
		assert_text(step.skus[i].platform_sku, want[i].sku);
		assert_string_equal(step.skus[i].name, want[i].name);
		assert_int_equal(step.skus[i].shippable, want[i].shippable);
		assert_null(step.skus[i].image_url);
	}
	assert_int_equal(strlen(step.skus[12].platform_sku), 95);

	step = go_on(&c, OP_LIST_SKUS, &args, &step);
	assert_asks(&step, "GET", "wc/v3/products/25");
	step = next_step(&c, OP_LIST_SKUS, &s, &args, &step, answer_recorded(&c, 200, "product_variable.json"));
	assert_asks(&step, "GET", "wc/v3/products/25/variations");
	assert_string_equal(param(&c, &step, "order"), "asc");
	variations = json_recorded(&c, "variations.json");
	step = next_step(&c, OP_LIST_SKUS, &s, &args, &step, answer(200, json_write(&c, variations)));
	assert_int_equal(step.n_skus, 7);
	assert_string_equal(step.skus[0].sku_key, "25:34");
	assert_string_equal(step.skus[0].name, "T-Shirt - S");
	assert_string_equal(step.skus[0].platform_sku, "TEE-ANY");
	/* without a SKU of its own it shows its product's: the key tells them apart */
	assert_string_equal(step.skus[1].sku_key, "25:33");
	assert_string_equal(step.skus[1].name, "T-Shirt - L, Blau");
	assert_string_equal(step.skus[1].platform_sku, "TEE");
	assert_string_equal(step.skus[6].name, "T-Shirt - S, Rot");

	step = go_on(&c, OP_LIST_SKUS, &args, &step);
	assert_asks(&step, "GET", "wc/v3/products/26");
	step = next_step(&c, OP_LIST_SKUS, &s, &args, &step, answer(200, "{\"id\":26,\"name\":\"Hat &amp; co\",\"images\":[{\"src\":\"https://i/h.jpg\"}]}"));
	step = next_step(&c, OP_LIST_SKUS, &s, &args, &step, answer_recorded(&c, 200, "variations_hat.json"));
	assert_int_equal(step.n_skus, 2);
	assert_string_equal(step.skus[0].name, "Hat & co - Two");
	assert_string_equal(step.skus[0].platform_sku, "HAT-2");
	assert_null(step.skus[1].platform_sku);
	assert_string_equal(step.skus[1].image_url, "https://i/h.jpg");
	assert_null(step.next_cursor);
	ctx_end(&c);
}

static void test_single_products(void **state)
{
	static const struct {
		const char *file, *key, *sku;
		size_t      n;
		bool        shippable;
	} cases[] = {
		{ "product_mug.json", "10", "MUG-001", 1, true },   { "product_by_sku.json", "10", "MUG-001", 1, true },
		{ "product_nosku.json", "11", NULL, 1, true },      { "product_noprice.json", "23", "NOPRICE-1", 1, true },
		{ "product_ebook.json", "17", "EBOOK-1", 1, false }, { "product_grp.json", NULL, NULL, 0, false },
		{ "product_variable.json", NULL, NULL, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = shop_store();
		struct platform_args  args = { 0 };
		struct step           step = first_step(&c, OP_LIST_SKUS, &s, &args);
		const struct json    *j = json_recorded(&c, cases[i].file);
		char                 *text = json_write(&c, j);

		step = next_step(&c, OP_LIST_SKUS, &s, &args, &step,
			answer(200, json_type(j) == JSON_ARRAY ? text : arena_printf(c.arena, "[%s]", text)));
		assert_int_equal(step.kind, STEP_PAGE);
		assert_int_equal(step.n_skus, cases[i].n);
		if (cases[i].n) {
			assert_string_equal(step.skus[0].sku_key, cases[i].key);
			assert_text(step.skus[0].platform_sku, cases[i].sku);
			assert_int_equal(step.skus[0].shippable, cases[i].shippable);
		}
		ctx_end(&c);
	}
}

/* More variations than a page, one deleted product, and products nobody can read. */
static void test_odd_products(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = { 0 };
	struct step           step = first_step(&c, OP_LIST_SKUS, &s, &args);
	struct buf            rows = buf_new(c.arena, 4096);

	(void)state;
	step = next_step(&c, OP_LIST_SKUS, &s, &args, &step, answer(200,
		"[null,{\"id\":5,\"name\":\"A\",\"images\":[{\"src\":\"https://i/a.jpg\"}]},{\"id\":6,\"type\":\"variable-subscription\"},"
		"{\"id\":7,\"type\":\"simple\",\"variations\":[70]},{\"id\":8,\"type\":\"external\"},{\"id\":9,\"virtual\":true,\"sku\":7}]"));
	assert_int_equal(step.n_skus, 2);
	assert_string_equal(step.skus[0].image_url, "https://i/a.jpg");
	assert_string_equal(step.skus[1].name, "(no name)");
	assert_string_equal(step.skus[1].platform_sku, "7");
	assert_false(step.skus[1].shippable);
	assert_string_equal(step.note, "Products left out because their id cannot be read: 1");

	step = go_on(&c, OP_LIST_SKUS, &args, &step);
	assert_asks(&step, "GET", "wc/v3/products/6");
	step = next_step(&c, OP_LIST_SKUS, &s, &args, &step, answer(404, "{\"code\":\"woocommerce_rest_product_invalid_id\"}"));
	assert_int_equal(step.n_skus, 0);

	for (int i = 0; i < 50; i++)
		buf_printf(&rows, "%s{\"id\":%d,\"status\":\"%s\",\"virtual\":%s,\"attributes\":[{\"name\":\"S\",\"option\":\"\"}]}", i ? "," : "[",
			1000 + i, i == 3 ? "private" : "publish", i == 4 ? "true" : "false");
	buf_putc(&rows, ']');
	step = go_on(&c, OP_LIST_SKUS, &args, &step);
	assert_asks(&step, "GET", "wc/v3/products/7");
	step = next_step(&c, OP_LIST_SKUS, &s, &args, &step, answer(200, "{\"id\":7,\"name\":\"Big\"}"));
	step = next_step(&c, OP_LIST_SKUS, &s, &args, &step, answer(200, rows.text));
	assert_int_equal(step.n_skus, 49);
	assert_string_equal(step.skus[0].name, "Big - any");
	assert_false(step.skus[3].shippable);
	step = go_on(&c, OP_LIST_SKUS, &args, &step);
	step = next_step(&c, OP_LIST_SKUS, &s, &args, &step, answer(200, "{\"id\":7,\"name\":\"Big\"}"));
	assert_string_equal(param(&c, &step, "offset"), "50");
	step = next_step(&c, OP_LIST_SKUS, &s, &args, &step, answer(200, "[{\"id\":2000}]"));
	assert_int_equal(step.n_skus, 1);
	assert_string_equal(step.skus[0].sku_key, "7:2000");
	assert_null(step.next_cursor);
	ctx_end(&c);
}

static void test_products_that_fail(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = { 0 };
	struct step           first = first_step(&c, OP_LIST_SKUS, &s, &args), step;

	(void)state;
	step = next_step(&c, OP_LIST_SKUS, &s, &args, &first, answer_recorded(&c, 401, "err_bad_key_401.json"));
	assert_error(&step, CLASS_AUTH_EXPIRED, NULL);
	step = next_step(&c, OP_LIST_SKUS, &s, &args, &first, answer(200, "[{\"id\":5"));
	assert_error(&step, CLASS_TRANSIENT, "unreadable");
	args.cursor = "[]";
	step = first_step(&c, OP_LIST_SKUS, &s, &args);
	assert_error(&step, CLASS_PERMANENT, "bad_cursor");
	ctx_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_that_are_ids),
		cmocka_unit_test(test_numbers_of_a_plugin),
		cmocka_unit_test(test_numbers_with_refunds_and_repeats),
		cmocka_unit_test(test_searched_with_refund),
		cmocka_unit_test(test_many_numbers),
		cmocka_unit_test(test_numbers_that_fail),
		cmocka_unit_test(test_recorded_products),
		cmocka_unit_test(test_single_products),
		cmocka_unit_test(test_odd_products),
		cmocka_unit_test(test_products_that_fail),
	};

	return cmocka_run_group_tests_name("woocommerce numbers and products", tests, NULL, NULL);
}

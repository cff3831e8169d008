/* Reading what a store sells: what is new, what changed, what is gone, and what needs no warehouse SKU. */
#include "order_given.h"

#include "domain/dispatch.h"
#include "domain/ingest.h"
#include "domain/mapping.h"
#include "domain/order.h"
#include "domain/product.h"
#include "sql/product_sql.h"

static const struct incoming_sku gift = { .sku_key = "141", .platform_sku = "HB-GIFT", .name = "Gift Card", .shippable = false };

static struct product_run run_of(struct ctx *c, uint64_t store_id)
{
	struct product_run run;

	as_operator(c, store_id);
	assert_ok(c, db_exec(c, "UPDATE store SET status = 'authorised' WHERE id = ?", V(store_id)));
	assert_ok(c, product_sync_start(c, store_id, &run));
	as_system(c, store_id);
	return run;
}

static struct product_page put(struct ctx *c, const struct product_run *run, const struct incoming_sku *skus, size_t n)
{
	struct product_page page;

	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, product_page_put(c, run, skus, n, &page)));
	assert_ok(c, product_page_follow(c, run, &page));
	return page;
}

static void finish(struct ctx *c, const struct product_run *run)
{
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, product_run_finish(c, run)));
}

static void look_again(struct ctx *c, uint64_t id)
{
	struct order o;

	as_system(c, 0);
	assert_ok(c, db_begin(c));
	assert_ok(c, db_end(c, order_lock(c, (struct order_ref){ .id = id }, &o) && order_recheck(c, &o)));
}

#define assert_exception(c, id, code) \
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND exception_code <=> ?", V(id), V((const char *)code))

/* ---- runs ------------------------------------------------------------------------------------------ */

static void test_one_run_at_a_time(void **state)
{
	struct ctx        *c = *state;
	struct product_run first, second;
	bool               found;

	as_operator(c, 1);
	assert_ok(c, product_sync_start(c, 1, &first));
	assert_int_equal(first.state, PRODUCT_RUN_QUEUED);
	assert_string_equal(first.store_name, "Harbor Shop");
	assert_string_equal(first.requested_by, "Olivia Operator");
	assert_ok(c, product_sync_start(c, 1, &second));
	assert_int_equal(second.id, first.id);
	assert_number(c, 1, "SELECT COUNT(*) FROM job j JOIN job_lane l ON l.id = j.lane_id WHERE j.kind = 'product_sync' AND l.name = 'store:1:skus'"
		" AND JSON_VALUE(j.payload, '$.runId') = ?", V(first.id));
	as_system(c, 1);
	finish(c, &first);
	as_operator(c, 1);
	assert_ok(c, product_sync_latest(c, 1, &second, &found));
	assert_true(found);
	assert_int_equal(second.state, PRODUCT_RUN_DONE);
	assert_ok(c, product_sync_start(c, 1, &second));
	assert_true(second.id > first.id);
	as_system(c, 1);
	finish(c, &second);

	as_operator(c, 1);
	assert_problem(c, PROBLEM_NOT_FOUND, product_sync_start(c, 2, &second)); /* another customer's */
	assert_problem(c, PROBLEM_NOT_FOUND, product_sync_latest(c, 2, &second, &found));
	assert_problem(c, PROBLEM_NOT_FOUND, product_sync_start(c, 99, &second));
	as_operator(c, 2);
	assert_ok(c, product_sync_latest(c, 2, &second, &found));
	assert_false(found);
	assert_ok(c, db_exec(c, "UPDATE store SET status = 'expired' WHERE id = 2"));
	assert_problem(c, PROBLEM_STORE_NOT_AUTHORISED, product_sync_start(c, 2, &second));
	assert_ok(c, db_exec(c, "UPDATE store SET status = 'disabled' WHERE id = 2"));
	assert_problem(c, PROBLEM_STORE_DISABLED, product_sync_start(c, 2, &second));
	assert_ok(c, db_exec(c, "UPDATE store SET status = 'authorised' WHERE id = 2"));
	assert_number(c, 0, "SELECT COUNT(*) FROM product_run WHERE store_id = 2");
}

static void test_a_list_is_compared_with_the_one_before(void **state)
{
	struct ctx         *c = *state;
	struct incoming_sku skus[] = {
		{ .sku_key = "201", .platform_sku = "MD-001", .name = "Seed Starting Kit, 24 Cells", .shippable = true }, /* known from its mapping */
		{ .sku_key = "900", .platform_sku = "NEW-1", .name = "New", .image_url = "https://x/1.png", .shippable = true },
		{ .sku_key = "901", .name = "No SKU", .shippable = true },
		{ .sku_key = "900", .platform_sku = "NEW-1b", .name = "New, named twice", .shippable = true },
	};
	struct product_run  run = run_of(c, 2);
	struct product_page page = put(c, &run, skus, N_OF(skus));
	uint64_t            others = number_of(c, "SELECT COUNT(*) FROM platform_product WHERE store_id = 1 AND gone");
	char                longer[300];

	assert_int_equal(page.seen, 3);
	assert_int_equal(page.added, 2);
	assert_int_equal(page.changed, 0);
	assert_int_equal(page.n_switched, 0);
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_product WHERE store_id = 2 AND sku_key = '900' AND platform_sku = 'NEW-1b'");
	finish(c, &run);
	/* what neither the list nor an order has, but is bound, stays and says that it is gone */
	assert_number(c, 8, "SELECT COUNT(*) FROM platform_product WHERE store_id = 2 AND gone");
	assert_number(c, 8, "SELECT gone FROM product_run WHERE id = ?", V(run.id));

	run = run_of(c, 2);
	skus[1].platform_sku = "NEW-2";
	page = put(c, &run, skus, 2);
	assert_int_equal(page.added, 0);
	assert_int_equal(page.changed, 1);
	page = put(c, &run, &(struct incoming_sku){ .sku_key = "202", .platform_sku = "MD-002", .name = "Back again", .shippable = true }, 1);
	assert_int_equal(page.changed, 1);
	memset(longer, 'x', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	page = put(c, &run, (struct incoming_sku[]){ { .sku_key = longer, .name = "x", .shippable = true },
		{ .sku_key = "902", .platform_sku = longer, .name = "x", .shippable = true } }, 2);
	assert_int_equal(page.n_too_long, 2);
	assert_int_equal(page.seen, 0);
	finish(c, &run);
	assert_number(c, 0, "SELECT gone FROM platform_product WHERE store_id = 2 AND sku_key = '202'");
	assert_number(c, 0, "SELECT COUNT(*) FROM platform_product WHERE store_id = 2 AND sku_key = '901'"); /* never sold, never bound */
	assert_number(c, 2, "SELECT COUNT(*) FROM platform_product WHERE store_id = 2 AND sku_key IN ('201', '900') AND NOT gone");
	/* of the other customer's store nothing moved */
	assert_number(c, others, "SELECT COUNT(*) FROM platform_product WHERE store_id = 1 AND gone");
}

/* ---- digital ----------------------------------------------------------------------------------------- */

static void test_digital_products_need_no_mapping(void **state)
{
	struct ctx         *c = *state;
	uint64_t            both = given_order(c, (struct given){ .lines = { { "101", "HB-001", 1 }, { "141", "HB-GIFT", 1 } } });
	uint64_t            alone = given_order(c, (struct given){ .lines = { { "141", "HB-GIFT", 2 } } });
	uint64_t            sent = given_order(c, (struct given){ .status = "processing", .lines = { { "141", "HB-GIFT", 1 } } });
	uint64_t            later;
	struct product_run  run;
	struct incoming_sku to_send = gift;

	look_again(c, both);
	look_again(c, alone);
	assert_exception(c, both, "sku_not_mapped");
	run = run_of(c, 1);
	assert_int_equal(put(c, &run, &gift, 1).n_switched, 1);
	assert_exception(c, both, NULL);
	assert_exception(c, alone, "no_shippable_items");
	assert_number(c, 1, "SELECT shippable FROM platform_order_line WHERE order_id = ?", V(sent)); /* it is on its way as it was sent */
	/* once more a little later, for orders that were being stored meanwhile */
	assert_number(c, 1, "SELECT COUNT(*) FROM job WHERE kind = 'orders_recheck' AND JSON_VALUE(payload, '$.skuKey') = '141'");
	later = given_order(c, (struct given){ .lines = { { "101", "HB-001", 1 }, { "141", "HB-GIFT", 1 } } });
	look_again(c, later);
	assert_exception(c, later, "sku_not_mapped");
	as_system(c, 1);
	assert_ok(c, mapping_recheck_more(c, &(struct recheck_ref){ .store_id = 1, .sku_key = "141" }));
	assert_exception(c, later, NULL);

	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = both }, &(struct dispatch){ .warehouse_id = 1, .channel_id = 1 }));
	assert_number(c, 1, "SELECT COUNT(*) FROM outbound_line l JOIN outbound_order b ON b.id = l.outbound_id WHERE b.platform_order_id = ?", V(both));

	/* the shop made it a thing to send after all */
	to_send.shippable = true;
	as_system(c, 1);
	assert_int_equal(put(c, &run, &gift, 1).n_switched, 0);
	assert_int_equal(put(c, &run, &to_send, 1).n_switched, 1);
	assert_exception(c, later, "sku_not_mapped");
	assert_exception(c, alone, "sku_not_mapped");
	assert_number(c, 1, "SELECT digital FROM platform_order_line WHERE order_id = ? AND sku_key = '141'", V(both)); /* already dispatched without it */
	put(c, &run, &gift, 1);
	assert_exception(c, later, NULL);
	finish(c, &run);
}

static struct incoming_order incoming(const char *no, struct incoming_line *lines, size_t n)
{
	return (struct incoming_order){ .platform_order_id = no, .order_no = no, .source = "woocommerce", .raw_status = "processing",
		.state = INCOMING_OPEN, .created_at = { 1780000000000000 }, .currency = "USD", .n_lines = n, .lines = lines,
		.recipient = { .name = "Ada", .country = "US", .state = "IL", .city = "Springfield", .line1 = "1 Main St", .zip = "62701" },
		.raw = { "{}", 2 } };
}

static void test_orders_meet_the_list(void **state)
{
	struct ctx          *c = *state;
	struct incoming_line lines[] = {
		{ .platform_line_id = "1", .platform_sku = "HB-001", .sku_key = "101", .product_name = "Mug", .quantity = 1, .shippable = true },
		{ .platform_line_id = "2", .platform_sku = "HB-GIFT", .sku_key = "141", .product_name = "Gift Card", .quantity = 1, .shippable = true },
		{ .platform_line_id = "3", .platform_sku = "ONLY-HERE", .sku_key = "777", .product_name = "Never listed", .quantity = 1, .shippable = true },
		{ .platform_line_id = "4", .platform_sku = "ONLY-HERE", .sku_key = "777", .product_name = "Never listed", .quantity = 2, .shippable = true },
		{ .platform_line_id = "5", .product_name = "Gift wrap", .quantity = 1, .shippable = false },
		{ .platform_line_id = "6", .sku_key = "778", .product_name = "A download", .quantity = 1, .shippable = false },
	};
	struct incoming_order in = incoming("MEETS-1", lines, N_OF(lines));
	struct ingest_source  from = { .customer_id = 1, .store_id = 1, .asked_at = instant_now() };
	struct ingest_result  r;
	struct product_run    run = run_of(c, 1);

	put(c, &run, &gift, 1);
	assert_ok(c, ingest_page(c, &from, &in, 1, &r, NULL, NULL));
	assert_int_equal(r.outcome, SYNC_CREATED);
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order_line WHERE order_id = ? AND digital AND NOT shippable AND sku_key = '141'", V(r.order_id));
	assert_number(c, 3, "SELECT COUNT(*) FROM platform_order_line WHERE order_id = ? AND shippable", V(r.order_id));
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_product WHERE store_id = 1 AND sku_key = '777' AND platform_sku = 'ONLY-HERE' AND shippable");
	assert_number(c, 0, "SELECT COUNT(*) FROM platform_product WHERE store_id = 1 AND sku_key = '778'");
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND exception_key = 'ONLY-HERE'", V(r.order_id));
	/* the same again is the same: what the list says is no change of the order's */
	assert_ok(c, ingest_page(c, &from, &in, 1, &r, NULL, NULL));
	assert_int_equal(r.outcome, SYNC_UNCHANGED);
	lines[1].quantity = 3;
	from.asked_at = instant_now();
	in.updated_at = instant_now();
	assert_ok(c, ingest_page(c, &from, &in, 1, &r, NULL, NULL));
	assert_int_equal(r.outcome, SYNC_UPDATED);
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order_line WHERE order_id = ? AND digital AND ordered_qty = 3", V(r.order_id));
	as_system(c, 1);
	finish(c, &run);
	assert_number(c, 0, "SELECT gone FROM platform_product WHERE store_id = 1 AND sku_key = '777'"); /* it came while the list was read */
	run = run_of(c, 1);
	finish(c, &run);
	assert_number(c, 1, "SELECT gone FROM platform_product WHERE store_id = 1 AND sku_key = '777'"); /* sold, but the list has it not */
}

/* ---- the list ----------------------------------------------------------------------------------------- */

static size_t list(struct ctx *c, struct platform_sku_filter f, struct platform_sku **rows, struct page_end *end)
{
	size_t n;

	assert_ok(c, platform_sku_page(c, &f, rows, &n, end));
	return n;
}

static const char **one(struct ctx *c, const char *state)
{
	const char **texts = NEW_N(c->arena, const char *, 1);

	texts[0] = state;
	return texts;
}

static void test_the_list_by_state(void **state)
{
	struct ctx           *c = *state;
	uint64_t              harbor[] = { 1 }, meadow[] = { 2 }, both[] = { 1, 3 };
	struct bind_item      two[] = { { 19, 1 }, { 20, 3 } };
	struct sku_mapping    m;
	struct platform_sku  *rows;
	struct page_end       end;
	size_t                n;

	as_system(c, 0);
	given_order(c, (struct given){ .lines = { { "119", "HB-019", 1 }, { "101", "HB-001", 1 } } });
	given_order(c, (struct given){ .lines = { { "119", "HB-019", 1 }, { "119", "HB-019", 4 } } });
	given_order(c, (struct given){ .status = "shipped", .lines = { { "119", "HB-019", 1 } } });
	given_order(c, (struct given){ .lines = { { "119", "HB-019", 1, .gone = true } } });
	assert_ok(c, db_exec(c, "DELETE FROM platform_product WHERE store_id = 1 AND sku_key IN ('119', '777', '141')"));
	assert_ok(c, db_exec(c, "UPDATE platform_product SET gone = 0 WHERE store_id = 1"));
	assert_ok(c, db_exec(c, "INSERT INTO platform_product (customer_id, store_id, sku_key, platform_sku, name, shippable, gone, seen_at) VALUES"
		" (1, 1, '119', 'HB-019', 'Pour-over Coffee Dripper', 1, 0, NOW(6)), (1, 1, '141', 'HB-GIFT', 'Gift Card', 0, 0, NOW(6)),"
		" (1, 1, '777', 'OLD', 'Old thing', 1, 1, NOW(6))"));
	as_operator(c, 1);
	n = list(c, (struct platform_sku_filter){ .states = one(c, "unbound"), .n_states = 1 }, &rows, &end);
	assert_int_equal(n, 2); /* what is gone may still be waited for */
	assert_string_equal(rows[0].sku_key, "777");
	assert_int_equal(rows[0].state, PLATFORM_SKU_GONE);
	assert_int_equal(rows[1].state, PLATFORM_SKU_UNBOUND);
	assert_int_equal(rows[1].waiting_orders, 2);
	assert_string_equal(rows[1].store_name, "Harbor Shop");
	assert_int_equal(list(c, (struct platform_sku_filter){ .states = one(c, "digital"), .n_states = 1 }, &rows, &end), 1);
	assert_string_equal(rows[0].platform_sku, "HB-GIFT");
	assert_int_equal(list(c, (struct platform_sku_filter){ .states = one(c, "gone"), .n_states = 1 }, &rows, &end), 1);
	n = list(c, (struct platform_sku_filter){ .stores = harbor, .n_stores = 1, .states = one(c, "bound"), .n_states = 1,
		.page.limit = 200 }, &rows, &end);
	assert_number(c, n, "SELECT COUNT(*) FROM sku_mapping WHERE store_id = 1");
	assert_int_equal(end.total, n);
	for (size_t i = 0; i < n; i++)
		assert_true(rows[i].n_items >= 1 && rows[i].mapping_id);

	assert_ok(c, mapping_bind(c, &(struct bind_sku){ 1, "119", 2, two }, &m));
	assert_int_equal(m.freed_orders, 2);
	n = list(c, (struct platform_sku_filter){ .q = "dripper" }, &rows, &end);
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].n_items, 2);
	assert_string_equal(rows[0].items[0].code, "WH-HB-019");
	assert_int_equal(rows[0].items[1].quantity, 3);
	assert_int_equal(rows[0].mapping_id, m.id);
	assert_int_equal(list(c, (struct platform_sku_filter){ .q = "hb-TEE", .stores = harbor, .n_stores = 1 }, &rows, &end), 3);
	assert_int_equal(list(c, (struct platform_sku_filter){ .q = "%" }, &rows, &end), 0);
	assert_int_equal(list(c, (struct platform_sku_filter){ .q = "130:13" }, &rows, &end), 3);
	/* another customer's store finds nothing, and nothing of it is in the whole */
	assert_int_equal(list(c, (struct platform_sku_filter){ .stores = meadow, .n_stores = 1 }, &rows, &end), 0);
	n = list(c, (struct platform_sku_filter){ .stores = both, .n_stores = 2, .page.limit = 200 }, &rows, &end);
	assert_int_equal(list(c, (struct platform_sku_filter){ .page.limit = 200 }, &rows, &end), n);
	/* what is bound before anything was seen of it is in the list too */
	assert_ok(c, mapping_bind(c, &(struct bind_sku){ 1, "never-seen", 1, two }, &m));
	assert_int_equal(list(c, (struct platform_sku_filter){ .q = "never-seen" }, &rows, &end), 1);
	assert_string_equal(rows[0].name, "never-seen");
}

static void test_pages_hold_every_sku_once(void **state)
{
	struct ctx                *c = *state;
	struct platform_sku_filter f = { .page.limit = 7 };
	struct platform_sku       *rows;
	struct page_end            end;
	size_t                     n, all = 0;
	uint64_t                   last = UINT64_MAX;
	struct instant             last_t = { INT64_MAX };

	as_operator(c, 1);
	do {
		assert_ok(c, platform_sku_page(c, &f, &rows, &n, &end));
		for (size_t i = 0; i < n; i++) {
			assert_true(rows[i].created_at.us < last_t.us || (rows[i].created_at.us == last_t.us && rows[i].id < last));
			last = rows[i].id;
			last_t = rows[i].created_at;
		}
		all += n;
		f.page.cursor = end.next_cursor;
	} while (end.next_cursor);
	assert_number(c, all, "SELECT COUNT(*) FROM platform_product WHERE customer_id = 1");
	assert_int_equal(end.total, all);
	f.page.cursor = "nonsense";
	assert_problem(c, PROBLEM_INVALID, platform_sku_page(c, &f, &rows, &n, &end));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		T(test_one_run_at_a_time),
		T(test_a_list_is_compared_with_the_one_before),
		T(test_digital_products_need_no_mapping),
		T(test_orders_meet_the_list),
		T(test_the_list_by_state),
		T(test_pages_hold_every_sku_once),
	};

	return cmocka_run_group_tests(tests, given_practice_data, db_harness_close);
}

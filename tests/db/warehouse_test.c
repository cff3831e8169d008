/* Maintaining SKUs, warehouses, channels, businesses and customers: who may, who sees what, and every refusal. */
#include "order_given.h"

#include "domain/catalog.h"
#include "domain/customer.h"
#include "domain/mapping.h"
#include "domain/warehouse.h"
#include "domain/warehouse_sku.h"

static const uint64_t both[] = { 1, 2 }, la[] = { 1 };

static struct change_warehouse_sku as_it_is(const struct warehouse_sku *s)
{
	return (struct change_warehouse_sku){ s->code, s->name, s->barcode, s->weight_grams, s->status };
}

static void forget(struct ctx *c)
{
	problem_clear(c);
	c->problem = (struct problem){ 0 };
}

/* ---- SKUs ---------------------------------------------------------------------------------------- */

static void test_a_proposal_and_its_review(void **state)
{
	struct ctx                 *c = *state;
	struct warehouse_sku        s;
	struct change_warehouse_sku in;
	uint64_t                    id;

	as_operator(c, 1);
	assert_ok(c, warehouse_sku_add(c, &(struct add_warehouse_sku){ .code = "P-1", .name = "Proposed", .barcode = "490001", .weight_grams = 250 }, &id));
	assert_ok(c, warehouse_sku_get(c, id, &s));
	assert_int_equal(s.status, SKU_PENDING_REVIEW);
	assert_int_equal(s.customer_id, 1);
	assert_true(s.editable);
	assert_false(s.code_fixed);
	in = as_it_is(&s);
	in.code = "P-1B"; /* nobody uses it yet */
	in.barcode = "";
	in.weight_grams = 0;
	assert_ok(c, warehouse_sku_change(c, id, 1, &in));
	assert_ok(c, warehouse_sku_get(c, id, &s));
	assert_string_equal(s.code, "P-1B");
	assert_null(s.barcode);
	assert_int_equal(s.weight_grams, 0);
	assert_int_equal(s.version, 2);
	in = as_it_is(&s);
	in.status = SKU_ENABLED; /* not by the one who proposes it */
	assert_problem(c, PROBLEM_FORBIDDEN, warehouse_sku_change(c, id, 2, &in));
	as_staff(c, both, 2);
	assert_problem(c, PROBLEM_STALE, warehouse_sku_change(c, id, 1, &in));
	forget(c);
	assert_ok(c, warehouse_sku_change(c, id, 2, &in));
	as_operator(c, 1);
	assert_ok(c, warehouse_sku_get(c, id, &s));
	assert_int_equal(s.status, SKU_ENABLED);
	assert_false(s.editable);
	in = as_it_is(&s);
	in.name = "Renamed";
	assert_problem(c, PROBLEM_FORBIDDEN, warehouse_sku_change(c, id, 3, &in));
	as_system(c, 0);
	assert_number(c, 2, "SELECT COUNT(*) FROM audit_log WHERE action IN ('sku_proposed', 'sku_enabled') AND subject IN ('P-1', 'P-1B')");
}

/* The code stays once a binding, stock or an outbound order names the SKU. */
static void test_the_code_of_a_used_sku_stays(void **state)
{
	struct ctx                 *c = *state;
	struct warehouse_sku        s;
	struct change_warehouse_sku in;
	struct sku_mapping          m;
	uint64_t                    id;

	as_staff(c, both, 2);
	assert_ok(c, warehouse_sku_add(c, &(struct add_warehouse_sku){ .customer_id = 1, .code = "U-1", .name = "To be used" }, &id));
	as_operator(c, 1);
	assert_ok(c, mapping_bind(c, &(struct bind_sku){ .store_id = 1, .sku_key = "u-1", .n_items = 1,
		.items = (struct bind_item[]){ { id, 3 } } }, &m));
	as_staff(c, both, 2);
	assert_ok(c, warehouse_sku_get(c, id, &s));
	assert_true(s.code_fixed);
	assert_int_equal(s.n_bindings, 1);
	assert_int_equal(s.bindings[0].quantity, 3);
	assert_string_equal(s.bindings[0].store_name, "Harbor Shop");
	assert_int_equal(s.binding_count, 1);
	in = as_it_is(&s);
	in.code = "U-2";
	assert_false(warehouse_sku_change(c, id, 1, &in));
	assert_int_equal(c->problem.code, PROBLEM_INVALID);
	assert_string_equal(c->problem.fields[0].field, "code");
	assert_string_equal(c->problem.fields[0].code, "fixed");
	forget(c);
	in.code = "U-1";
	in.name = "Another name";
	assert_ok(c, warehouse_sku_change(c, id, 1, &in));
	assert_ok(c, warehouse_sku_get(c, 1, &s)); /* of the practice data: stock in two warehouses */
	assert_true(s.code_fixed);
	assert_int_equal(s.n_places, 2);
	assert_int_equal(s.places[0].available + s.places[1].available, s.available);
	as_staff(c, la, 1);
	assert_ok(c, warehouse_sku_get(c, 1, &s)); /* only what lies in theirs is counted */
	assert_int_equal(s.n_places, 1);
	assert_int_equal(s.places[0].on_hand, s.on_hand);
}

static void test_sku_refusals(void **state)
{
	struct ctx *c = *state;
	static const struct { int who; struct add_warehouse_sku in; enum problem_code code; const char *field; } cases[] = {
		{ 's', { 1, "WH-HB-001", "x", NULL, 0 }, PROBLEM_NAME_TAKEN, "code" },
		{ 's', { 1, "R-1", "x", "4000000000001", 0 }, PROBLEM_NAME_TAKEN, "barcode" },
		{ 's', { 0, "R-1", "x", NULL, 0 }, PROBLEM_INVALID, "customerId" },
		{ 's', { 99, "R-1", "x", NULL, 0 }, PROBLEM_INVALID, "customerId" },
		{ 's', { 1, "R-1", "x", "12 34", 0 }, PROBLEM_INVALID, "barcode" },
		{ 's', { 1, "R-1", "x", "caf\xc3\xa9", 0 }, PROBLEM_INVALID, "barcode" },
		{ 'l', { 2, "R-1", "x", NULL, 0 }, PROBLEM_INVALID, "customerId" }, /* Meadow Home has no business in Los Angeles */
		{ 'c', { 2, "R-1", "x", NULL, 0 }, PROBLEM_INVALID, "customerId" },
		{ 'n', { 0, "R-1", "x", NULL, 0 }, PROBLEM_FORBIDDEN, NULL },
	};

	for (unsigned i = 0; i < N_OF(cases); i++) {
		uint64_t id;

		as_staff(c, cases[i].who == 'l' ? la : both, cases[i].who == 'l' ? 1 : 2);
		if (cases[i].who == 'c' || cases[i].who == 'n')
			as_operator(c, 1);
		if (cases[i].who == 'n')
			c->actor.permissions = UINT64_C(1) << PERM_SKU_VIEW;
		if (warehouse_sku_add(c, &cases[i].in, &id) || c->problem.code != cases[i].code
		    || (cases[i].field && strcmp(c->problem.fields[0].field, cases[i].field) != 0))
			fail_msg("case %u: %s", i, problem_words(c));
		forget(c);
	}
	as_system(c, 0);
	assert_number(c, 0, "SELECT COUNT(*) FROM sku WHERE code = 'R-1'");
	/* The same code and barcode are another customer's matter. */
	as_operator(c, 2);
	uint64_t id;
	assert_ok(c, warehouse_sku_add(c, &(struct add_warehouse_sku){ 0, "WH-HB-001", "x", "4000000000001", 0 }, &id));
}

static void test_who_sees_which_skus(void **state)
{
	struct ctx                  *c = *state;
	struct warehouse_sku_filter  f = { .page.limit = 200 };
	struct warehouse_sku        *rows, *all, one;
	struct page_end              end;
	size_t                       n, n_all, seen = 0;

	as_operator(c, 2);
	assert_ok(c, warehouse_sku_page(c, &f, &rows, &n, &end));
	for (size_t i = 0; i < n; i++)
		assert_int_equal(rows[i].customer_id, 2);
	assert_problem(c, PROBLEM_NOT_FOUND, warehouse_sku_get(c, 1, &one));
	assert_problem(c, PROBLEM_NOT_FOUND, warehouse_sku_change(c, 1, 1, &(struct change_warehouse_sku){ "a", "b", NULL, 0, 0 }));
	as_staff(c, la, 1);
	assert_ok(c, warehouse_sku_page(c, &f, &rows, &n, &end));
	for (size_t i = 0; i < n; i++)
		assert_int_equal(rows[i].customer_id, 1);
	assert_problem(c, PROBLEM_NOT_FOUND, warehouse_sku_get(c, 41, &one));
	as_staff(c, NULL, 0); /* of no warehouse: nothing */
	assert_ok(c, warehouse_sku_page(c, &f, &rows, &n, &end));
	assert_int_equal(n, 0);
	as_staff(c, both, 2);
	assert_ok(c, warehouse_sku_page(c, &f, &all, &n_all, &end));
	assert_int_equal(end.total, n_all);
	for (const char *cursor = NULL; seen == 0 || cursor; cursor = end.next_cursor) {
		assert_ok(c, warehouse_sku_page(c, &(struct warehouse_sku_filter){ .page = { .limit = 9, .cursor = cursor } }, &rows, &n, &end));
		assert_true(seen + n <= n_all);
		for (size_t i = 0; i < n; i++, seen++)
			assert_int_equal(rows[i].id, all[seen].id);
	}
	assert_int_equal(seen, n_all);
	f.statuses = (const char *[]){ "disabled" };
	f.n_statuses = 1;
	assert_ok(c, warehouse_sku_page(c, &f, &rows, &n, &end));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].code, "WH-HB-039");
	f = (struct warehouse_sku_filter){ .q = "4000000100003", .customer_id = 2, .page.limit = 50 };
	assert_ok(c, warehouse_sku_page(c, &f, &rows, &n, &end));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].code, "WH-MD-003");
	assert_true(rows[0].on_hand > 0 && rows[0].available == rows[0].on_hand - rows[0].reserved);
}

/* ---- warehouses and channels --------------------------------------------------------------------- */

static void test_a_warehouse_comes_and_goes(void **state)
{
	struct ctx             *c = *state;
	struct warehouse_detail w;
	struct warehouse       *rows;
	uint64_t                id;
	size_t                  n, offered;

	as_staff(c, both, 2);
	assert_ok(c, warehouse_add(c, &(struct add_warehouse){ "RTM1", "Rotterdam 1", "NL" }, &id));
	as_system(c, 0);
	assert_number(c, 1, "SELECT COUNT(*) FROM user_warehouse WHERE user_id = 3 AND warehouse_id = ?", V(id));
	as_staff(c, (const uint64_t[]){ 1, 2, id }, 3);
	assert_ok(c, warehouse_get(c, id, &w));
	assert_int_equal(w.channel_count + w.customer_count + w.open_outbound_count, 0);
	assert_true(w.enabled);
	assert_problem(c, PROBLEM_STALE, warehouse_change(c, id, 2, &(struct change_warehouse){ "R", "NL", true }));
	forget(c);
	assert_ok(c, warehouse_change(c, id, 1, &(struct change_warehouse){ "Rotterdam North", "NL", false }));
	assert_ok(c, catalog_warehouses(c, &rows, &offered));
	assert_ok(c, warehouse_all(c, &rows, &n));
	assert_int_equal(n, offered + 1);
	as_staff(c, both, 2);
	assert_problem(c, PROBLEM_NOT_FOUND, warehouse_get(c, id, &w));
	assert_problem(c, PROBLEM_NOT_FOUND, warehouse_change(c, id, 2, &(struct change_warehouse){ "R", "NL", true }));
	static const struct { struct add_warehouse in; enum problem_code code; size_t n_fields; } bad[] = {
		{ { "LAX1", "Twice", "US" }, PROBLEM_NAME_TAKEN, 1 },
		{ { "L X", "Space", "US" }, PROBLEM_INVALID, 1 },
		{ { "L\xc3\x84X", "Letter", "us" }, PROBLEM_INVALID, 2 },
	};
	for (unsigned i = 0; i < N_OF(bad); i++) {
		if (warehouse_add(c, &bad[i].in, &id) || c->problem.code != bad[i].code || c->problem.n_fields != bad[i].n_fields)
			fail_msg("case %u: %s", i, problem_words(c));
		forget(c);
	}
}

static const struct add_channel good_channel = { .warehouse_id = 1, .code = "X-1", .name = "Express", .carrier = "DHL",
	.service_type = "Express", .rate_currency = "USD", .rate_base = { 10000 }, .rate_per_kg = { 5000 } };

static void test_channels(void **state)
{
	struct ctx              *c = *state;
	struct add_channel       in = good_channel;
	struct change_channel    change;
	struct shipping_channel  ch, *rows;
	uint64_t                 id;
	size_t                   n, all;

	as_staff(c, both, 2);
	assert_ok(c, channel_add(c, &in, &id));
	assert_ok(c, channel_get(c, id, &ch));
	assert_int_equal(ch.rate_per_kg.e4, 5000);
	assert_true(ch.enabled);
	change = (struct change_channel){ ch.name, ch.carrier, "Worldwide", "EUR", true, false, { 20000 }, { 0 } };
	assert_problem(c, PROBLEM_STALE, channel_change(c, id, 7, &change));
	forget(c);
	assert_ok(c, channel_change(c, id, 1, &change));
	assert_ok(c, channel_get(c, id, &ch));
	assert_string_equal(ch.service_type, "Worldwide");
	assert_true(ch.self_pickup);
	assert_false(ch.enabled);
	assert_ok(c, catalog_channels(c, 1, ORDER_B2C, &rows, &n));
	assert_ok(c, channel_all(c, 1, &rows, &all));
	assert_int_equal(all, n + 1);
	change.rate_currency = "XYZ";
	assert_problem(c, PROBLEM_INVALID, channel_change(c, id, 2, &change));
	forget(c);
	assert_problem(c, PROBLEM_NAME_TAKEN, channel_add(c, &in, &id));
	forget(c);
	in.warehouse_id = 99;
	assert_problem(c, PROBLEM_INVALID, channel_add(c, &in, &id));
	forget(c);
	as_system(c, 0);
	assert_number(c, 1, "SELECT COUNT(*) FROM audit_log WHERE action = 'channel_rate_changed' AND detail = '1.00 + 0.50/kg USD to 2.00 + 0.00/kg EUR'");
	as_staff(c, la, 1);
	in = good_channel;
	in.warehouse_id = 2;
	assert_problem(c, PROBLEM_INVALID, channel_add(c, &in, &id));
	forget(c);
	assert_problem(c, PROBLEM_NOT_FOUND, channel_get(c, 5, &ch)); /* in Hamburg */
	assert_problem(c, PROBLEM_NOT_FOUND, channel_all(c, 2, &rows, &n));
}

/* ---- businesses and customers -------------------------------------------------------------------- */

static void test_businesses(void **state)
{
	struct ctx      *c = *state;
	struct business *rows, b;
	struct page_end  end;
	uint64_t         id;
	size_t           n;

	as_staff(c, both, 2);
	assert_ok(c, business_page(c, &(struct business_filter){ .page.limit = 2 }, &rows, &n, &end));
	assert_int_equal(n, 2);
	assert_int_equal(end.total, 4);
	assert_string_equal(rows[0].customer_name, "Harbor Trading");
	assert_ok(c, business_page(c, &(struct business_filter){ .page = { .limit = 2, .cursor = end.next_cursor } }, &rows, &n, &end));
	assert_int_equal(n, 2);
	assert_null(end.next_cursor);
	assert_string_equal(rows[1].customer_name, "Meadow Home");
	assert_ok(c, business_add(c, &(struct add_business){ 2, 1, SERVICE_DROPSHIPPING }, &id));
	assert_ok(c, business_get(c, id, &b));
	assert_true(b.enabled);
	assert_problem(c, PROBLEM_STALE, business_change(c, id, 3, false));
	forget(c);
	assert_ok(c, business_change(c, id, 1, false));
	assert_ok(c, business_get(c, id, &b));
	assert_false(b.enabled);
	static const struct { struct add_business in; const char *field; } bad[] = {
		{ { 1, 1, SERVICE_B2B }, "service" }, { { 9, 1, SERVICE_B2B }, "customerId" }, { { 1, 9, SERVICE_B2B }, "warehouseId" },
	};
	for (unsigned i = 0; i < N_OF(bad); i++) {
		if (business_add(c, &bad[i].in, &id) || c->problem.code != PROBLEM_INVALID || strcmp(c->problem.fields[0].field, bad[i].field) != 0)
			fail_msg("case %u: %s", i, problem_words(c));
		forget(c);
	}
	as_staff(c, la, 1);
	assert_ok(c, business_page(c, &(struct business_filter){ .page.limit = 50 }, &rows, &n, &end));
	for (size_t i = 0; i < n; i++)
		assert_int_equal(rows[i].warehouse_id, 1);
	assert_problem(c, PROBLEM_INVALID, business_add(c, &(struct add_business){ 1, 2, SERVICE_B2B }, &id));
	forget(c);
	assert_problem(c, PROBLEM_NOT_FOUND, business_change(c, 2, 1, false)); /* in Hamburg */
}

static void test_customers(void **state)
{
	struct ctx      *c = *state;
	struct customer *rows, one;
	struct page_end  end;
	uint64_t         id;
	size_t           n;

	as_staff(c, both, 2);
	assert_ok(c, customer_add(c, &(struct add_customer){ "atlas", "Atlas Goods" }, &id));
	assert_false(customer_add(c, &(struct add_customer){ "atlas", "Again" }, &id));
	assert_int_equal(c->problem.code, PROBLEM_NAME_TAKEN);
	assert_string_equal(c->problem.fields[0].field, "code");
	forget(c);
	assert_problem(c, PROBLEM_INVALID, customer_add(c, &(struct add_customer){ "At las", "Again" }, &id));
	forget(c);
	assert_ok(c, customer_page(c, &(struct customer_filter){ .page.limit = 2 }, &rows, &n, &end));
	assert_string_equal(rows[0].name, "Atlas Goods");
	assert_ok(c, customer_page(c, &(struct customer_filter){ .page = { .limit = 2, .cursor = end.next_cursor } }, &rows, &n, &end));
	assert_int_equal(n, 1);
	assert_ok(c, customer_page(c, &(struct customer_filter){ .q = "MEADOW", .page.limit = 9 }, &rows, &n, &end));
	assert_int_equal(n, 1);
	assert_problem(c, PROBLEM_STALE, customer_change(c, rows[0].id, 9, &(struct change_customer){ "M", true }));
	forget(c);
	assert_ok(c, customer_change(c, rows[0].id, 1, &(struct change_customer){ "Meadow House", false }));
	assert_ok(c, customer_get(c, 2, &one));
	assert_false(one.enabled);
	assert_ok(c, customer_change(c, 2, 2, &(struct change_customer){ "Meadow Home", true }));
	assert_problem(c, PROBLEM_NOT_FOUND, customer_change(c, 99, 1, &(struct change_customer){ "x", true }));
	as_operator(c, 2); /* their own, and nothing to change */
	assert_ok(c, customer_page(c, &(struct customer_filter){ .page.limit = 9 }, &rows, &n, &end));
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].id, 2);
	assert_problem(c, PROBLEM_FORBIDDEN, customer_add(c, &(struct add_customer){ "mine", "Mine" }, &id));
	assert_problem(c, PROBLEM_FORBIDDEN, customer_change(c, 2, 3, &(struct change_customer){ "x", true }));
}

/* Whatever a customer's role was given by mistake, the warehouse is not theirs to maintain. */
static void test_only_staff_maintain(void **state)
{
	struct ctx             *c = *state;
	struct warehouse       *w;
	struct warehouse_detail d;
	struct shipping_channel ch, *chs;
	struct business        *bs, b;
	struct page_end         end;
	uint64_t                id;
	size_t                  n;

	as_operator(c, 1); /* with every permission there is */
	assert_problem(c, PROBLEM_FORBIDDEN, warehouse_all(c, &w, &n));
	assert_problem(c, PROBLEM_FORBIDDEN, warehouse_get(c, 1, &d));
	assert_problem(c, PROBLEM_FORBIDDEN, warehouse_add(c, &(struct add_warehouse){ "A", "B", "US" }, &id));
	assert_problem(c, PROBLEM_FORBIDDEN, warehouse_change(c, 1, 1, &(struct change_warehouse){ "A", "US", false }));
	assert_problem(c, PROBLEM_FORBIDDEN, channel_all(c, 1, &chs, &n));
	assert_problem(c, PROBLEM_FORBIDDEN, channel_get(c, 1, &ch));
	assert_problem(c, PROBLEM_FORBIDDEN, channel_add(c, &good_channel, &id));
	assert_problem(c, PROBLEM_FORBIDDEN, channel_change(c, 1, 1, &(struct change_channel){ "a", "b", "c", "USD", false, false, { 0 }, { 0 } }));
	assert_problem(c, PROBLEM_FORBIDDEN, business_page(c, &(struct business_filter){ .page.limit = 9 }, &bs, &n, &end));
	assert_problem(c, PROBLEM_FORBIDDEN, business_get(c, 1, &b));
	assert_problem(c, PROBLEM_FORBIDDEN, business_add(c, &(struct add_business){ 1, 2, SERVICE_B2B }, &id));
	assert_problem(c, PROBLEM_FORBIDDEN, business_change(c, 1, 1, false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_who_sees_which_skus, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_a_proposal_and_its_review, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_the_code_of_a_used_sku_stays, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_sku_refusals, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_a_warehouse_comes_and_goes, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_channels, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_businesses, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_customers, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_only_staff_maintain, db_harness_begin, db_harness_end),
	};

	return cmocka_run_group_tests(tests, given_practice_data, db_harness_close);
}

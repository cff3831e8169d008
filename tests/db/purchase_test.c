/* Purchase orders on their way in: what they have beside a buyer's order is stored, shown and compared. */
#include "purchase_given.h"

#include "domain/order_show.h"
#include "lib/json.h"

static const struct json *shown(struct ctx *c, uint64_t id)
{
	struct order_detail d;
	struct buf          b = buf_new(c->arena, 4096);
	const struct json  *j;

	assert_ok(c, order_get(c, id, &d));
	shape_emit(&b, &order_detail_shape, &d);
	j = json_parse(c, b.text, b.len, &json_import);
	assert_non_null(j);
	return j;
}

static const char *hex_of(struct ctx *c, struct bytes b)
{
	struct buf out = buf_new(c->arena, 2 * b.len + 1);

	for (size_t i = 0; i < b.len; i++)
		buf_printf(&out, "%02x", ((const unsigned char *)b.data)[i]);
	return out.text;
}

static const char *text_at(const struct json *j, const char *path)
{
	return json_text(json_path(j, path));
}

static void test_stored_and_shown(void **state)
{
	struct ctx           *c = *state;
	struct incoming_order o = purchase(c, "PO000001");
	const uint64_t        id = assert_taken(c, SYNC_CREATED, &o, 20);
	const struct json    *j, *line;
	int64_t               n;

	assert_taken(c, SYNC_UNCHANGED, &o, 30);
	as_operator(c, 1);
	j = shown(c, id);
	assert_string_equal(text_at(j, "purchase.type"), "RegularOrder");
	assert_string_equal(text_at(j, "purchase.buyingParty"), "AMZN1");
	assert_string_equal(text_at(j, "purchase.sellingParty"), "VEND1");
	assert_string_equal(text_at(j, "purchase.shipToCode"), "ONT2");
	assert_string_equal(text_at(j, "shipWindow.from"), instant_text(c->arena, on(86400)));
	assert_string_equal(text_at(j, "shipWindow.to"), instant_text(c->arena, on(3 * 86400)));
	assert_string_equal(text_at(j, "deliveryWindow.to"), instant_text(c->arena, on(6 * 86400)));
	assert_string_equal(text_at(j, "acknowledgeBy"), instant_text(c->arena, on(24 * 3600))); /* a day, by the platform's rules */
	assert_int_equal(json_type(json_member(j, "acknowledgement")), JSON_NULL);
	line = json_next(json_first(json_member(j, "lines")));
	assert_string_equal(text_at(line, "unit"), "case");
	assert_true(json_int(json_member(line, "unitSize"), &n) && n == 4);
	assert_string_equal(text_at(line, "productId"), "B00BETA001");
	assert_true(json_true(json_member(line, "backorderAllowed")));
	assert_false(json_true(json_member(json_first(json_member(j, "lines")), "backorderAllowed")));
}

static void test_a_deadline_of_the_platforms_own_stands(void **state)
{
	struct ctx           *c = *state;
	struct incoming_order o = purchase(c, "PO000002");
	uint64_t              id;

	o.purchase->acknowledge_by = on(7200);
	id = assert_taken(c, SYNC_CREATED, &o, 20);
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND acknowledge_by = ?", V(id), V(on(7200)));
}

/* ---- the buyer's changes ----------------------------------------------------------------------------- */

static void to_rush(struct incoming_order *o) { o->purchase->type = "RushOrder"; }
static void to_another_place(struct incoming_order *o) { o->purchase->ship_to_code = "PHX6"; }
static void later(struct incoming_order *o) { o->purchase->ship_window_to = on(5 * 86400); }
static void no_window(struct incoming_order *o) { o->purchase->delivery_window_from = (struct instant){ 0 }; }
static void bigger_cases(struct incoming_order *o) { o->lines[1].unit_size = 6; }
static void pieces(struct incoming_order *o) { o->lines[1].unit = UNIT_EACH; o->lines[1].unit_size = 1; }
static void no_backorder(struct incoming_order *o) { o->lines[1].backorder_allowed = false; }
static void another_product(struct incoming_order *o) { o->lines[0].product_id = "B00OTHER01"; }

static void test_what_the_buyer_changes_is_named(void **state)
{
	static const struct {
		void (*edit)(struct incoming_order *o);
		const char *field, *before, *after;
	} cases[] = {
		{ to_rush, "purchase.type", "RegularOrder", "RushOrder" },
		{ to_another_place, "purchase.shipToCode", "ONT2", "PHX6" },
		{ later, "shipWindow.to", "2026-05-31T20:26:40Z", "2026-06-02T20:26:40Z" },
		{ no_window, "deliveryWindow.from", "2026-06-01T20:26:40Z", "" },
		{ bigger_cases, "unit of Beta", "case of 4", "case of 6" },
		{ pieces, "unit of Beta", "case of 4", "each" },
		{ no_backorder, "backorder of Beta", "allowed", "not allowed" },
		{ another_product, "product ID of Alpha", "B00ALPHA01", "B00OTHER01" },
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < N_OF(cases); i++) {
		const char           *no = arena_printf(c->arena, "POC%05zu", i);
		struct incoming_order o = purchase(c, no);
		const uint64_t        id = assert_taken(c, SYNC_CREATED, &o, 20);

		o = purchase(c, no);
		cases[i].edit(&o);
		o.updated_at = on(40);
		assert_taken(c, SYNC_UPDATED, &o, 50);
		assert_number(c, 1, "SELECT COUNT(*) FROM platform_order_revision WHERE order_id = ? AND JSON_LENGTH(changes) = 1"
			" AND JSON_VALUE(changes, '$[0].field') = ? AND JSON_VALUE(changes, '$[0].before') = ?"
			" AND COALESCE(JSON_VALUE(changes, '$[0].after'), '') = ?", V(id), V(cases[i].field), V(cases[i].before), V(cases[i].after));
		assert_taken(c, SYNC_UNCHANGED, &o, 60);
	}
}

/* What a buyer's order was recognised by before there were purchase orders, it still is. */
static void test_the_hash_of_a_buyers_order_is_what_it_was(void **state)
{
	struct ctx           *c = *state;
	struct incoming_order o = purchase(c, "PO000003"), same = o;
	struct bytes          with = ingest_hash(c, &o), without;

	o.purchase = NULL;
	without = ingest_hash(c, &o);
	same.purchase = NULL;
	same.lines = NEW_N(c->arena, struct incoming_line, 2);
	memcpy(same.lines, o.lines, 2 * sizeof *o.lines);
	same.lines[1].unit_size = 9;
	same.lines[0].product_id = "else";
	assert_memory_equal(ingest_hash(c, &same).data, without.data, without.len);
	assert_memory_not_equal(with.data, without.data, without.len);
	assert_string_equal(hex_of(c, without), "6faf8b8591d06521a0365393bef01e15665fc540be15de5aa94b8c63ad4cd940");
}

static void test_implausible_ones_are_refused(void **state)
{
	struct ctx           *c = *state;
	struct incoming_order o = purchase(c, "PO000004");

	o.lines[1].unit_size = 1000000;
	assert_int_equal(assert_taken(c, SYNC_FAILED, &o, 20), 0);
	o.lines[1].unit_size = 100000;
	o.lines[1].quantity = 1000;
	assert_taken(c, SYNC_FAILED, &o, 20);
	o = purchase(c, "PO000004");
	o.purchase->ship_to_code = "a code that is longer than any code of a place was ever meant to be, by far";
	assert_taken(c, SYNC_FAILED, &o, 20);
	assert_number(c, 0, "SELECT COUNT(*) FROM platform_order WHERE order_no = 'PO000004'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_stored_and_shown, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_a_deadline_of_the_platforms_own_stands, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_what_the_buyer_changes_is_named, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_the_hash_of_a_buyers_order_is_what_it_was, db_harness_begin, db_harness_end),
		cmocka_unit_test_setup_teardown(test_implausible_ones_are_refused, db_harness_begin, db_harness_end),
	};

	return cmocka_run_group_tests_name("purchase", tests, given_vendor, db_harness_close);
}

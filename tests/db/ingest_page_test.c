/* A page that is stored together leaves what its orders leave when they are stored one by one: every row of every table, for
 * pages made at random from a printed seed (INGEST_SEED=… gives the same again). */
#include "ingest_given.h"

#include "lib/pack.h"
#include "lib/shape.h"

#include <sys/wait.h>

enum { ROUNDS = 40, B2C_STORE = 1, VENDOR_STORE = 3 };

/* ---- everything that is there, without keys and times of our own --------------------------------------- */

struct text_row {
	const char *text;
};
static const struct field text_fields[] = { FIELD(struct text_row, text, NULL), FIELD_END };
static const struct shape text_shape = SHAPE(struct text_row, text_fields);

struct picture {
	struct text_row *rows;
	size_t           n;
};
enum { TABLES = 10 };

#define ORDER "o.store_id, o.platform_order_id"
static struct query query_of(struct ctx *c, unsigned table, uint64_t run_id)
{
	struct query q = query_new(c);

	switch (table) {
	case 0:
		query_add(&q, "SELECT JSON_ARRAY(" ORDER ", o.customer_id, o.kind, o.order_no, o.source, o.status, o.platform_state, o.platform_status,"
			" o.exception_code, o.exception_detail, o.exception_key, o.exception_since IS NULL, o.amount, o.currency, o.shipping_fee, o.tax,"
			" o.discount, o.payment_method, o.buyer_note, o.order_time, o.paid_at, o.platform_updated_at, o.recipient_name,"
			" o.recipient_folded, o.recipient_city, o.recipient_line1, o.recipient_country, HEX(o.content_hash), o.pulled_at, o.version,"
			" o.purchase_type, o.buying_party, o.selling_party, o.ship_to_code, o.acknowledge_by, o.ship_window_from, o.delivery_window_to)"
			" AS text FROM platform_order o ORDER BY " ORDER);
		break;
	case 1:
		query_add(&q, "SELECT JSON_ARRAY(" ORDER ", l.customer_id, l.store_id, l.position, l.platform_line_id, l.platform_sku, l.sku_key, l.product_name,"
			" l.ordered_qty, l.accepted_qty, l.unit_price, l.line_total, l.shippable, l.digital, l.gone, l.product_id, l.unit, l.unit_size,"
			" l.backorder_allowed) AS text FROM platform_order_line l JOIN platform_order o ON o.id = l.order_id ORDER BY " ORDER ", l.platform_line_id");
		break;
	case 2:
		query_add(&q, "SELECT JSON_ARRAY(" ORDER ", r.customer_id, HEX(r.content_hash), r.platform_updated_at, r.applied, r.sync_run_id, HEX(r.changes),"
			" HEX(UNCOMPRESS(r.raw))) AS text FROM platform_order_revision r JOIN platform_order o ON o.id = r.order_id ORDER BY " ORDER ", r.id");
		break;
	case 3:
		query_add(&q, "SELECT JSON_ARRAY(" ORDER ", e.customer_id, e.action, e.actor_kind, e.actor_id, e.actor_name, e.detail, e.status_before, e.status_after,"
			" e.request_id) AS text FROM order_event e JOIN platform_order o ON o.id = e.order_id ORDER BY " ORDER ", e.id");
		break;
	case 4:
		query_add(&q, "SELECT JSON_ARRAY(" ORDER ", t.customer_id, t.tracking_no, t.carrier, t.origin) AS text FROM order_tracking t"
			" JOIN platform_order o ON o.id = t.order_id ORDER BY " ORDER ", t.tracking_no");
		break;
	case 5:
		query_add(&q, "SELECT JSON_ARRAY(" ORDER ", d.customer_id, d.webhook_id, d.event, d.order_no, d.state, JSON_VALUE(d.body, '$.id') = d.delivery_key,"
			" JSON_VALUE(d.body, '$.order.id') = o.id, HEX(JSON_REMOVE(d.body, '$.id', '$.at', '$.order.id'))) AS text"
			" FROM webhook_delivery d JOIN platform_order o ON o.id = d.order_id ORDER BY d.webhook_id, " ORDER ", d.id");
		break;
	case 6:
		query_add(&q, "SELECT JSON_ARRAY(s.customer_id, s.item_key, s.order_no, o.platform_order_id, s.outcome, s.code, s.detail, HEX(UNCOMPRESS(s.raw))) AS text"
			" FROM sync_run_order s LEFT JOIN platform_order o ON o.id = s.order_id WHERE s.run_id = ? ORDER BY s.item_key", V(run_id));
		break;
	case 7:
		query_add(&q, "SELECT JSON_ARRAY(" ORDER ", f.customer_id, f.kind, f.field, f.span, f.part, f.order_time) AS text FROM order_find f"
			" JOIN platform_order o ON o.id = f.order_id ORDER BY f.kind, f.field, f.span, f.part, " ORDER);
		break;
	case 8:
		query_add(&q, "SELECT JSON_ARRAY(p.customer_id, p.store_id, p.sku_key, p.platform_sku IS NULL, p.name, p.shippable, p.gone) AS text"
			" FROM platform_product p ORDER BY p.store_id, p.sku_key");
		break;
	default:
		query_add(&q, "SELECT JSON_ARRAY(j.kind, j.state, j.uniq IS NULL) AS text FROM job j ORDER BY j.kind, j.id");
		break;
	}
	query_untenanted(&q);
	return q;
}

static void look(struct ctx *c, uint64_t run_id, struct picture pictures[TABLES])
{
	for (unsigned i = 0; i < TABLES; i++) {
		struct query q = query_of(c, i, run_id);

		pictures[i].rows = db_all(c, &q, &text_shape, &pictures[i].n);
		assert_ok(c, pictures[i].rows != NULL);
	}
}

static void assert_same(const struct picture a[TABLES], const struct picture b[TABLES])
{
	for (unsigned i = 0; i < TABLES; i++) {
		for (size_t r = 0; r < a[i].n && r < b[i].n; r++)
			assert_string_equal(a[i].rows[r].text, b[i].rows[r].text);
		assert_int_equal(a[i].n, b[i].n);
	}
}

static void assert_same_results(const struct ingest_result *a, const struct ingest_result *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(a[i].outcome, b[i].outcome);
		assert_string_equal(a[i].code ? a[i].code : "", b[i].code ? b[i].code : "");
		assert_string_equal(a[i].detail ? a[i].detail : "", b[i].detail ? b[i].detail : "");
		assert_int_equal(a[i].order_id != 0, b[i].order_id != 0);
	}
}

/* ---- the tests --------------------------------------------------------------------------------------- */

static uint64_t a_run(struct ctx *c, uint64_t store_id)
{
	uint64_t id;

	assert_ok(c, db_insert(c, &id, "INSERT INTO sync_run (customer_id, store_id, kind, type, mode) VALUES (1, ?, ?, 'manual', 'immediate')",
		V(store_id), V(store_id == VENDOR_STORE ? "b2b" : "b2c")));
	return id;
}

static struct ingest_source source(struct ctx *c, uint64_t store_id, int64_t asked)
{
	return (struct ingest_source){ .customer_id = 1, .store_id = store_id, .kind = store_id == VENDOR_STORE ? ORDER_B2B : ORDER_B2C,
		.platform = store_id == VENDOR_STORE ? "amazon_vendor" : "woocommerce", .run_id = a_run(c, store_id), .asked_at = at(asked) };
}

static void given_goods(struct ctx *c)
{
	assert_ok(c, db_exec(c, "INSERT IGNORE INTO platform_product (customer_id, store_id, sku_key, name, shippable, seen_at) VALUES"
		" (1, 1, 'digital', 'Gift card', 0, NOW(6)), (1, 3, 'digital', 'Gift card', 0, NOW(6))"));
	assert_ok(c, db_exec(c, "INSERT IGNORE INTO ship_to_address (customer_id, platform, code, name, country, state, city, line1, zip) VALUES"
		" (1, 'amazon_vendor', 'PHX3', 'Phoenix 3', 'US', 'AZ', 'Phoenix', '1 Sun Rd', '85001'),"
		" (1, 'amazon_vendor', 'ONT8', 'Ontario 8', 'US', '', 'Ontario', '8 Elm Rd', '91761')"));
	assert_ok(c, db_exec(c, "INSERT IGNORE INTO webhook (customer_id, name, url, events, created_by) VALUES"
		" (1, 'all', 'https://tool.example/', 'order.created,order.updated,order.status_changed,order.exception', 'test'),"
		" (1, 'some', 'https://tool.example/', 'order.exception', 'test'), (2, 'other', 'https://tool.example/', 'order.created', 'test')"));
}

/* One page after the other: together and undone, then one by one, which stays. */
static void rounds_of(struct ctx *c, uint64_t store_id, uint64_t seen[SYNC_OUTCOMES])
{
	struct orders before = { .n = 0 }, now;

	for (unsigned round = 0; round < ROUNDS; round++) {
		struct ctx           one = ctx_begin(c);
		struct ingest_source from = source(c, store_id, 2000 + round);
		struct picture       together[TABLES], singly[TABLES];
		struct ingest_result r[PAGE], s[PAGE];

		make_page(c, &before, &now, round, store_id == VENDOR_STORE);
		assert_ok(&one, db_begin(&one) && ingest_page(&one, &from, now.orders, now.n, r, NULL, NULL));
		look(&one, from.run_id, together);
		db_undo(&one);
		for (size_t i = 0; i < now.n; i++)
			assert_ok(&one, ingest_page(&one, &from, &now.orders[i], 1, &s[i], NULL, NULL));
		look(&one, from.run_id, singly);
		assert_same(together, singly);
		assert_same_results(r, s, now.n);
		for (size_t i = 0; i < now.n; i++)
			seen[r[i].outcome]++;
		ctx_end(&one);
		before = now;
	}
}

static void test_a_page_leaves_what_its_orders_leave(void **state)
{
	static const uint64_t stores[] = { B2C_STORE, VENDOR_STORE };
	struct ctx *c = *state;
	const char *seed = getenv("INGEST_SEED");

	given_goods(c);
	dice = seed ? strtoull(seed, NULL, 10) : (uint64_t)instant_now().us;
	print_message("# INGEST_SEED=%llu\n", (unsigned long long)dice);
	for (size_t i = 0; i < N_OF(stores); i++) {
		uint64_t seen[SYNC_OUTCOMES] = { 0 };

		rounds_of(c, stores[i], seen);
		for (int outcome = 0; outcome < SYNC_OUTCOMES; outcome++)
			if (!seen[outcome])
				fail_msg("no order of store %llu was %s", (unsigned long long)stores[i], sync_outcome_names[outcome]);
	}
}

/* The database refuses the last row of a page: the others are stored, it says why, and nothing of it stays. */
static void test_one_that_the_database_refuses(void **state)
{
	struct ctx *c = *state;
	struct ingest_source from = source(c, B2C_STORE, 20);
	struct incoming_order orders[PAGE];
	struct ingest_result r[PAGE];

	for (size_t i = 0; i < PAGE; i++)
		orders[i] = plain(c, arena_printf(c->arena, "R-%02zu", i));
	orders[PAGE - 1].source = "a source with a name that is longer than its column";
	assert_ok(c, ingest_page(c, &from, orders, PAGE, r, NULL, NULL));
	for (size_t i = 0; i < PAGE; i++)
		assert_int_equal(r[i].outcome, i < PAGE - 1 ? SYNC_CREATED : SYNC_FAILED);
	assert_string_equal(r[PAGE - 1].code, "internal");
	assert_number(c, PAGE - 1, "SELECT COUNT(*) FROM platform_order WHERE platform_order_id LIKE 'R-__'");
	assert_number(c, PAGE - 1, "SELECT COUNT(*) FROM order_event e JOIN platform_order o ON o.id = e.order_id WHERE o.platform_order_id LIKE 'R-__'");
	assert_number(c, 1, "SELECT COUNT(*) FROM sync_run_order WHERE run_id = ? AND outcome = 'failed' AND UNCOMPRESS(raw) = '{}'", V(from.run_id));
}

/* An order comes twice in one page: stored once, and what it became in between is not lost. */
static void test_twice_in_a_page(void **state)
{
	struct ctx *c = *state;
	struct ingest_source from = source(c, B2C_STORE, 20);
	struct incoming_order orders[4];
	struct ingest_result r[4];

	for (size_t i = 0; i < N_OF(orders); i++)
		orders[i] = plain(c, i < 2 ? "D-1" : "D-2");
	orders[1].buyer_note = "please ring";
	orders[1].updated_at = at(11);
	orders[2].state = INCOMING_SHIPPED;
	assert_ok(c, ingest_page(c, &from, orders, N_OF(orders), r, NULL, NULL));
	assert_int_equal(r[0].outcome, SYNC_CREATED);
	assert_int_equal(r[1].outcome, SYNC_UPDATED);
	assert_int_equal(r[1].order_id, r[0].order_id);
	assert_int_equal(r[2].outcome, SYNC_SKIPPED);
	assert_int_equal(r[3].outcome, SYNC_CREATED);
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order WHERE platform_order_id = 'D-1' AND buyer_note = 'please ring' AND version = 2");
	assert_number(c, 2, "SELECT COUNT(*) FROM sync_run_order WHERE run_id = ?", V(from.run_id));
}

/* How many statements a page is: they must not grow with its orders. */
static uint64_t statements(struct ctx *c)
{
	return number_of(c, "SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'COM_STMT_EXECUTE'");
}

static void test_a_page_is_a_few_statements(void **state)
{
	struct ctx *c = *state;
	struct ingest_source from = source(c, B2C_STORE, 20);
	struct incoming_order orders[PAGE];
	struct ingest_result r[PAGE];
	uint64_t before, new, same;

	for (size_t i = 0; i < PAGE; i++)
		orders[i] = plain(c, arena_printf(c->arena, "F-%02zu", i));
	before = statements(c);
	assert_ok(c, ingest_page(c, &from, orders, PAGE, r, NULL, NULL));
	new = statements(c) - before;
	before = statements(c);
	assert_ok(c, ingest_page(c, &from, orders, PAGE, r, NULL, NULL));
	same = statements(c) - before;
	assert_int_equal(r[0].outcome, SYNC_UNCHANGED);
	assert_in_range(new, 1, 14);
	assert_in_range(same, 1, 4);
}

/* The transaction is undone between two tables of a page: it is stored all the same, each of its orders by itself. */
static void test_undone_between_two_tables(void **state)
{
	static const char *const points[] = { "ingest.before_order", "ingest.after_order", "ingest.after_lines", "ingest.after_revision",
		"ingest.between_orders" };
	struct ctx *c = *state;
	const char *dir = getenv("GWMS_FAILPOINTS");

	for (size_t p = 0; p < N_OF(points); p++) {
		struct ingest_source from = source(c, B2C_STORE, 20);
		struct incoming_order orders[3];
		struct ingest_result r[3];
		const char *path = arena_printf(c->arena, "%s/%s", dir, points[p]);
		FILE *f = fopen(path, "w");

		assert_non_null(f);
		fputs("error=1213 1\n", f);
		assert_int_equal(fclose(f), 0);
		for (size_t i = 0; i < N_OF(orders); i++)
			orders[i] = plain(c, arena_printf(c->arena, "U%zu-%zu", p, i));
		assert_ok(c, ingest_page(c, &from, orders, N_OF(orders), r, NULL, NULL));
		assert_int_equal(unlink(arena_printf(c->arena, "%s.fired", path)), 0);
		for (size_t i = 0; i < N_OF(orders); i++)
			assert_int_equal(r[i].outcome, SYNC_CREATED);
		assert_number(c, 3, "SELECT COUNT(*) FROM sync_run_order WHERE run_id = ? AND outcome = 'created'", V(from.run_id));
		assert_number(c, 3, "SELECT COUNT(*) FROM order_event e JOIN platform_order o ON o.id = e.order_id WHERE o.platform_order_id LIKE ?",
			V(arena_printf(c->arena, "U%zu-%%", p)));
	}
}

/* Each process has the same orders in an order of its own, half of them known and some of those changed. */
static int store_shuffled(unsigned seed, const struct ingest_source *from)
{
	struct ctx mine = db_harness_other();
	struct incoming_order orders[PAGE];
	struct ingest_result r[PAGE];
	bool ok;

	as_system(&mine, 1);
	dice = seed * 7919 + 1;
	for (size_t i = 0; i < PAGE; i++) {
		orders[i] = plain(&mine, arena_printf(mine.arena, "S-%02zu", i));
		if (i % 3 == 0)
			orders[i].recipient.city = "Shelbyville", orders[i].updated_at = at(20);
	}
	for (unsigned i = PAGE - 1; i > 0; i--) {
		const unsigned j = below(i + 1);
		const struct incoming_order o = orders[i];

		orders[i] = orders[j];
		orders[j] = o;
	}
	ok = ingest_page(&mine, from, orders, PAGE, r, NULL, NULL);
	for (size_t i = 0; ok && i < PAGE; i++)
		ok = r[i].outcome == SYNC_CREATED || r[i].outcome == SYNC_UNCHANGED || r[i].outcome == SYNC_UPDATED;
	if (!ok)
		fprintf(stderr, "# %s\n", problem_words(&mine));
	return ok ? 0 : 1;
}

static void test_the_same_page_from_two_processes(void **state)
{
	struct ctx *c = *state;
	struct ingest_source from = source(c, B2C_STORE, 20);
	struct incoming_order known[PAGE / 2];
	struct ingest_result r[PAGE / 2];
	pid_t child[2];

	for (size_t i = 0; i < N_OF(known); i++)
		known[i] = plain(c, arena_printf(c->arena, "S-%02zu", 2 * i));
	assert_ok(c, ingest_page(c, &from, known, N_OF(known), r, NULL, NULL));
	for (unsigned p = 0; p < N_OF(child); p++) {
		child[p] = fork();
		if (child[p] == 0)
			_exit(store_shuffled(p, &from));
	}
	for (size_t p = 0; p < N_OF(child); p++) {
		int status;

		assert_int_equal(waitpid(child[p], &status, 0), child[p]);
		assert_int_equal(status, 0);
	}
	assert_number(c, PAGE, "SELECT COUNT(*) FROM platform_order WHERE platform_order_id LIKE 'S-__'");
	assert_number(c, PAGE, "SELECT COUNT(*) FROM order_event e JOIN platform_order o ON o.id = e.order_id WHERE o.platform_order_id LIKE 'S-__' AND e.action = 'created'");
	assert_number(c, (PAGE + 2) / 3, "SELECT COUNT(*) FROM platform_order WHERE platform_order_id LIKE 'S-__' AND recipient_city = 'Shelbyville'");
	assert_number(c, (PAGE + 5) / 6, "SELECT COUNT(*) FROM order_event e JOIN platform_order o ON o.id = e.order_id WHERE o.platform_order_id LIKE 'S-__' AND e.action = 'updated'");
}

/* What is packed here is what the database's COMPRESS() would have packed. */
static void test_packed_as_the_database_packs(void **state)
{
	struct ctx *c = *state;
	char *text = arena_alloc(c->arena, 300001);

	for (size_t n = 0; n <= 300000; n = n * 7 + 1) {
		for (size_t i = 0; i < n; i++)
			text[i] = (char)("{\"a\":1, }"[below(9)]);
		assert_number(c, 1, "SELECT UNCOMPRESS(?) = ? AND UNCOMPRESSED_LENGTH(?) = ?", V(pack(c, (struct bytes){ text, n })), V((struct bytes){ text, n }),
			V(pack(c, (struct bytes){ text, n })), V(n));
	}
	assert_number(c, 1, "SELECT ? IS NULL", V(pack(c, (struct bytes){ 0 })));
}

static int begin_as_system(void **state)
{
	int failed = db_harness_begin(state);

	if (!failed)
		as_system(*state, 1);
	return failed;
}

int main(void)
{
	static char failpoints[] = "/tmp/gwms-ingest-XXXXXX";
#define T(f) cmocka_unit_test_setup_teardown(f, begin_as_system, db_harness_end)
	const struct CMUnitTest tests[] = {
		T(test_a_page_leaves_what_its_orders_leave), T(test_one_that_the_database_refuses), T(test_twice_in_a_page),
		T(test_a_page_is_a_few_statements), T(test_undone_between_two_tables), T(test_the_same_page_from_two_processes),
		T(test_packed_as_the_database_packs),
	};
	int failed;

	/* looked for once in a process, so before the first order */
	if (!mkdtemp(failpoints) || setenv("GWMS_FAILPOINTS", failpoints, 1) != 0)
		return 1;
	failed = cmocka_run_group_tests_name("ingest_page", tests, given_practice_data, db_harness_close);
	return rmdir(failpoints) != 0 || failed;
}

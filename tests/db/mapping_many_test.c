/* Mappings by the hundred: Auto Match, a file that is read and written, and taking back what was done. */
#include "order_given.h"

#include "base/csv.h"
#include "domain/auto_match.h"
#include "domain/mapping.h"
#include "domain/mapping_csv.h"
#include "domain/order.h"

#include <sys/wait.h>
#include <unistd.h>

static void given_product(struct ctx *c, uint64_t store, const char *key, const char *sku, const char *name)
{
	assert_ok(c, db_exec(c, "INSERT INTO platform_product (customer_id, store_id, sku_key, platform_sku, name, seen_at) VALUES (?, ?, ?, ?, ?, NOW(6))",
		V(store), V(store), V(key), V(sku), V(name)));
}

static void given_sku(struct ctx *c, uint64_t customer, const char *code, const char *status)
{
	assert_ok(c, db_exec(c, "INSERT INTO sku (customer_id, code, name, status) VALUES (?, ?, ?, ?)", V(customer), V(code), V(code), V(status)));
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

/* What a SKU of store 1 is bound to, such as "WH-HB-001x1 WH-HB-002x2". */
static const char *bound_to(struct ctx *c, const char *sku_key)
{
	struct text {
		const char *text;
	};
	static const struct field fields[] = { FIELD(struct text, text, NULL), FIELD_END };
	static const struct shape shape = SHAPE(struct text, fields);
	struct query q = query_new(c);
	struct text  t = { 0 };
	bool         found;

	query_add(&q, "SELECT COALESCE(GROUP_CONCAT(k.code, 'x', i.quantity ORDER BY k.id SEPARATOR ' '), '') AS text FROM sku_mapping m"
		" JOIN sku_mapping_item i ON i.mapping_id = m.id JOIN sku k ON k.id = i.sku_id WHERE m.store_id = 1 AND m.sku_key = ?", V(sku_key));
	query_untenanted(&q);
	assert_ok(c, db_maybe(c, &q, &shape, &t, &found));
	return t.text;
}

/* ---- Auto Match -------------------------------------------------------------------------------------- */

static const struct match *match_of(const struct auto_match_result *r, const char *sku_key)
{
	for (size_t i = 0; i < r->n_matches; i++)
		if (strcmp(r->matches[i].sku_key, sku_key) == 0)
			return &r->matches[i];
	return NULL;
}

static void test_auto_match(void **state)
{
	struct ctx              *c = *state;
	struct auto_match_result r;
	uint64_t                 waiting, both;

	as_system(c, 0);
	given_product(c, 1, "123", "HB-023", "Picnic Blanket"); /* the practice data has warehouse SKUs HB-023 and hb-024 */
	given_product(c, 1, "124", " HB-024 ", "Step Stool");
	given_product(c, 1, "801", "TWICE", "Two warehouse SKUs but for case");
	given_product(c, 1, "802", "EXACT", "One of two is identical");
	given_product(c, 1, "803", "OFF", "Its SKU is disabled");
	given_product(c, 1, "804", "WH-MD-001", "Another customer's code");
	given_product(c, 1, "805", NULL, "Without a SKU");
	given_product(c, 1, "806", "  ", "With spaces alone");
	given_sku(c, 1, "twice", "enabled");
	given_sku(c, 1, "Twice", "enabled");
	given_sku(c, 1, "EXACT", "enabled");
	given_sku(c, 1, "exact", "enabled");
	given_sku(c, 1, "OFF", "disabled");
	waiting = given_order(c, (struct given){ .lines = { { "123", "HB-023", 1 } } });
	both = given_order(c, (struct given){ .lines = { { "123", "HB-023", 1 }, { "124", " HB-024 ", 1 } } });
	look_again(c, waiting);
	look_again(c, both);

	as_operator(c, 1);
	assert_ok(c, auto_match(c, 1, &(struct auto_match){ 0 }, &r));
	assert_int_equal(r.n_matches, 3);
	assert_false(r.applied);
	assert_int_equal(match_of(&r, "123")->how, MATCH_IDENTICAL);
	assert_int_equal(match_of(&r, "123")->waiting_orders, 2);
	assert_string_equal(match_of(&r, "123")->code, "HB-023");
	assert_int_equal(match_of(&r, "124")->how, MATCH_FOLDED);
	assert_int_equal(match_of(&r, "802")->how, MATCH_IDENTICAL);
	assert_string_equal(match_of(&r, "802")->code, "EXACT");
	assert_int_equal(r.ambiguous, 1);
	assert_int_equal(r.unmatched, 4);
	assert_string_equal(bound_to(c, "123"), "");

	/* by itself only what is identical; what it frees is free at once */
	assert_ok(c, auto_match(c, 1, &(struct auto_match){ .apply = true }, &r));
	assert_int_equal(r.bound, 2);
	assert_int_equal(r.freed_orders, 1);
	assert_string_equal(bound_to(c, "123"), "HB-023x1");
	assert_string_equal(bound_to(c, "802"), "EXACTx1");
	assert_string_equal(bound_to(c, "124"), "");
	assert_exception(c, waiting, NULL);
	assert_exception(c, both, "sku_not_mapped");
	assert_number(c, 2, "SELECT COUNT(*) FROM sku_mapping_event WHERE sku_key IN ('123', '802') AND actor_name = 'Olivia Operator'");

	/* a suggestion when somebody ticked it; what is no match is left out */
	assert_ok(c, auto_match(c, 1, &(struct auto_match){ .apply = true, .n_items = 3,
		.items = (struct auto_match_item[]){ { "124", 24 }, { "801", 1 }, { "123", 1 } } }, &r));
	assert_int_equal(r.bound, 1);
	assert_int_equal(r.freed_orders, 1);
	assert_string_equal(bound_to(c, "124"), "hb-024x1");
	assert_string_equal(bound_to(c, "801"), "");
	assert_string_equal(bound_to(c, "123"), "HB-023x1");
	assert_exception(c, both, NULL);
	assert_ok(c, auto_match(c, 1, &(struct auto_match){ .apply = true }, &r));
	assert_int_equal(r.bound, 0);
	assert_problem(c, PROBLEM_NOT_FOUND, auto_match(c, 2, &(struct auto_match){ 0 }, &r));
}

/* ---- undo ---------------------------------------------------------------------------------------------- */

static void test_undo_restores_what_was(void **state)
{
	struct ctx          *c = *state;
	struct bind_item     two[] = { { 1, 1 }, { 2, 2 } }, three[] = { { 3, 3 } };
	struct sku_mapping   m, first, none;
	struct mapping_event *events;
	struct undo_mapping  in = { 1, "120", 0 };
	uint64_t             waiting = given_order(c, (struct given){ .lines = { { "120", "HB-020", 1 } } });
	size_t               n;

	look_again(c, waiting);
	as_operator(c, 1);
	assert_ok(c, mapping_bind(c, &(struct bind_sku){ 1, "120", 2, two }, &first));
	assert_ok(c, mapping_bind(c, &(struct bind_sku){ 1, "120", 1, three }, &m));
	assert_string_equal(bound_to(c, "120"), "WH-HB-003x3");
	in.event_id = first.event_id;
	assert_problem(c, PROBLEM_STALE, mapping_undo(c, &in, &none)); /* another change came after it */
	in.event_id = m.event_id;
	assert_ok(c, mapping_undo(c, &in, &m));
	assert_string_equal(bound_to(c, "120"), "WH-HB-001x1 WH-HB-002x2");
	assert_problem(c, PROBLEM_STALE, mapping_undo(c, &in, &none)); /* twice */
	/* an undo can be undone */
	in.event_id = m.event_id;
	assert_ok(c, mapping_undo(c, &in, &m));
	assert_string_equal(bound_to(c, "120"), "WH-HB-003x3");
	assert_exception(c, waiting, NULL);

	assert_ok(c, mapping_unbind(c, m.id, m.version, &m));
	assert_exception(c, waiting, "sku_not_mapped");
	in.event_id = m.event_id;
	assert_ok(c, mapping_undo(c, &in, &m));
	assert_int_equal(m.freed_orders, 1);
	assert_string_equal(bound_to(c, "120"), "WH-HB-003x3");
	assert_exception(c, waiting, NULL);

	assert_ok(c, mapping_history(c, 1, "120", &events, &n));
	assert_int_equal(n, 6);
	assert_int_equal(events[0].id, m.event_id);
	assert_string_equal(events[1].items, "[]");
	assert_problem(c, PROBLEM_NOT_FOUND, mapping_history(c, 2, "120", &events, &n));

	/* the first of a SKU leaves it unbound */
	assert_ok(c, mapping_bind(c, &(struct bind_sku){ 1, "121", 1, three }, &m));
	in = (struct undo_mapping){ 1, "121", m.event_id };
	assert_ok(c, mapping_undo(c, &in, &m));
	assert_int_equal(m.n_items, 0);
	assert_string_equal(bound_to(c, "121"), "");

	in = (struct undo_mapping){ 1, "122", 1 };
	assert_problem(c, PROBLEM_NOT_FOUND, mapping_undo(c, &in, &m));
	in = (struct undo_mapping){ 2, "201", 1 };
	assert_problem(c, PROBLEM_NOT_FOUND, mapping_undo(c, &in, &m)); /* another customer's store */
	/* what stood there cannot be bound any more */
	assert_ok(c, mapping_bind(c, &(struct bind_sku){ 1, "120", 2, two }, &m));
	assert_ok(c, db_exec(c, "UPDATE sku SET status = 'disabled' WHERE id = 3"));
	in = (struct undo_mapping){ 1, "120", m.event_id };
	assert_problem(c, PROBLEM_SKU_NOT_BINDABLE, mapping_undo(c, &in, &m));
	assert_string_equal(bound_to(c, "120"), "WH-HB-001x1 WH-HB-002x2");
	assert_ok(c, db_exec(c, "UPDATE sku SET status = 'enabled' WHERE id = 3"));
}

/* The practice mappings have a history too, so their first change can be taken back. */
static void test_practice_mappings_can_be_restored(void **state)
{
	struct ctx        *c = *state;
	struct bind_item   other[] = { { 5, 1 } };
	struct sku_mapping m;

	as_operator(c, 1);
	assert_ok(c, mapping_bind(c, &(struct bind_sku){ 1, "118", 1, other }, &m));
	assert_ok(c, mapping_undo(c, &(struct undo_mapping){ 1, "118", m.event_id }, &m));
	assert_string_equal(bound_to(c, "118"), "WH-HB-018x2");
}

/* ---- a file ---------------------------------------------------------------------------------------------- */

static bool read_file(struct ctx *c, const char *text, bool apply, struct import_report *r)
{
	return mapping_csv_import(c, text, strlen(text), apply, r);
}

#define HEAD "store,platform_sku,sku_key,warehouse_sku,quantity\n"

static void test_each_fault_is_named(void **state)
{
	static const struct {
		const char *row, *column, *code;
	} cases[] = {
		{ ",HB-001,,WH-HB-001,1", "store", "required" },
		{ "Meadow Shop,MD-001,,WH-HB-001,1", "store", "unknown" }, /* another customer's */
		{ "Harbor Shop,,,WH-HB-001,1", "platform_sku", "required" },
		{ "Harbor Shop,hb-001,,WH-HB-001,1", "platform_sku", "unknown" }, /* byte for byte */
		{ "Harbor Shop,SAME,,WH-HB-001,1", "platform_sku", "ambiguous" },
		{ "Harbor Shop,,999,WH-HB-001,1", "sku_key", "unknown" },
		{ "Harbor Shop,,201,WH-HB-001,1", "sku_key", "unknown" }, /* of another store */
		{ "Harbor Shop,HB-001,,,1", "warehouse_sku", "required" },
		{ "Harbor Shop,HB-001,,NONE,1", "warehouse_sku", "unknown" },
		{ "Harbor Shop,HB-001,,WH-MD-001,1", "warehouse_sku", "unknown" },
		{ "Harbor Shop,HB-001,,WH-HB-039,1", "warehouse_sku", "not_bindable" },
		{ "Harbor Shop,HB-001,,WH-HB-040,1", "warehouse_sku", "not_bindable" },
		{ "Harbor Shop,HB-001,,WH-HB-001,", "quantity", "required" },
		{ "Harbor Shop,HB-001,,WH-HB-001,0", "quantity", "out_of_range" },
		{ "Harbor Shop,HB-001,,WH-HB-001,-1", "quantity", "out_of_range" },
		{ "Harbor Shop,HB-001,,WH-HB-001,10001", "quantity", "out_of_range" },
		{ "Harbor Shop,HB-001,,WH-HB-001,1.5", "quantity", "out_of_range" },
		{ "Harbor Shop,HB-001,,WH-HB-001,1\nHarbor Shop,HB-001,,WH-HB-001,2", "warehouse_sku", "repeated" },
		{ "Harbor Shop,HB-CARD,,WH-HB-001,1", NULL, "digital" },
		{ "Harbor Shop,\"a\x01" "b\",,WH-HB-001,1", "platform_sku", "unknown" },
	};
	struct ctx          *c = *state;
	uint64_t             before;
	struct import_report r;

	as_system(c, 0);
	given_product(c, 1, "810", "SAME", "one");
	given_product(c, 1, "811", "SAME", "the other");
	given_product(c, 1, "812", "HB-CARD", "card");
	assert_ok(c, db_exec(c, "UPDATE platform_product SET shippable = 0 WHERE sku_key = '812'"));
	before = number_of(c, "SELECT COUNT(*) FROM sku_mapping_event");
	as_operator(c, 1);
	for (size_t i = 0; i < N_OF(cases); i++) {
		const char *text = arena_printf(c->arena, HEAD "Harbor Shop,HB-002,,WH-HB-009,7\n%s\n", cases[i].row);

		assert_ok(c, read_file(c, text, false, &r));
		if (r.faults_total != 1 || r.faults[0].line < 3 || strcmp(r.faults[0].code, cases[i].code) != 0
		    || (cases[i].column ? !r.faults[0].column || strcmp(r.faults[0].column, cases[i].column) != 0 : r.faults[0].column != NULL))
			fail_msg("case %zu: %lld faults, first line %lld, %s %s", i, (long long)r.faults_total, (long long)r.faults[0].line,
				r.faults[0].column, r.faults[0].code);
		/* one fault and nothing of the file is taken */
		assert_problem(c, PROBLEM_INVALID, read_file(c, text, true, &r));
	}
	assert_number(c, before, "SELECT COUNT(*) FROM sku_mapping_event");
	assert_string_equal(bound_to(c, "102"), "WH-HB-002x1");
}

static void test_files_that_cannot_be_read(void **state)
{
	static const char *const texts[] = { "", "store,warehouse_sku,quantity\n", "store,platform_sku,warehouse_sku\n", "platform_sku,warehouse_sku,quantity\n",
		"store,platform_sku,warehouse_sku,quantity,price\n", "store,store,platform_sku,warehouse_sku,quantity\n", HEAD "\"Harbor",
		HEAD "\xff\xfe", "\xEF\xBB\xBF", "\n\n\n" };
	struct ctx          *c = *state;
	struct import_report r;

	as_operator(c, 1);
	for (size_t i = 0; i < N_OF(texts); i++)
		assert_problem(c, PROBLEM_MALFORMED, read_file(c, texts[i], false, &r));
	assert_problem(c, PROBLEM_MALFORMED, mapping_csv_import(c, HEAD "a\0b", sizeof HEAD + 3, false, &r));
	c->actor = (struct actor){ .kind = ACTOR_STAFF, .all_warehouses = true, .permissions = UINT64_MAX };
	assert_problem(c, PROBLEM_FORBIDDEN, read_file(c, HEAD, false, &r));
}

static void test_a_good_file_is_taken(void **state)
{
	static const char text[] = "Store;Platform_SKU;Warehouse_SKU;Quantity\r\n"
		"Harbor Shop;HB-022;WH-HB-022;1\r\n"
		"Harbor Shop;HB-022;WH-HB-021;2\r\n" /* a bundle */
		"Harbor Shop;HB-003;WH-HB-004;1\r\n" /* changed */
		"Harbor Shop;HB-004;WH-HB-004;1\r\n" /* as it is */
		"Harbor Shop;HB-005;;\r\n";          /* nothing to bind */
	struct ctx          *c = *state;
	struct import_report r;
	uint64_t             waiting, before;

	as_system(c, 0);
	given_product(c, 1, "122", "HB-022", "Castile Soap");
	waiting = given_order(c, (struct given){ .lines = { { "122", "HB-022", 1 } } });
	look_again(c, waiting);
	assert_exception(c, waiting, "sku_not_mapped");
	as_operator(c, 1);
	assert_ok(c, read_file(c, text, false, &r));
	assert_int_equal(r.faults_total, 0);
	assert_int_equal(r.rows, 5);
	assert_int_equal(r.blank, 1);
	assert_int_equal(r.added, 1);
	assert_int_equal(r.changed, 1);
	assert_int_equal(r.same, 1);
	assert_int_equal(r.n_bindings, 2);
	assert_false(r.applied);
	assert_string_equal(bound_to(c, "122"), "");
	before = number_of(c, "SELECT COUNT(*) FROM sku_mapping_event");
	assert_ok(c, read_file(c, text, true, &r));
	assert_true(r.applied);
	assert_int_equal(r.freed_orders, 1);
	assert_string_equal(bound_to(c, "122"), "WH-HB-021x2 WH-HB-022x1");
	assert_string_equal(bound_to(c, "103"), "WH-HB-004x1");
	assert_exception(c, waiting, NULL);
	assert_number(c, before + 2, "SELECT COUNT(*) FROM sku_mapping_event");
	assert_ok(c, read_file(c, text, true, &r)); /* once more changes nothing */
	assert_int_equal(r.same, 3);
	assert_number(c, before + 2, "SELECT COUNT(*) FROM sku_mapping_event");
}

static void test_thousands_of_rows(void **state)
{
	enum { MANY = 3000 };
	struct ctx          *c = *state;
	struct buf           text = buf_new(c->arena, 200000);
	struct import_report r;

	as_system(c, 0);
	buf_puts(&text, HEAD);
	for (int i = 0; i < MANY; i++) {
		assert_ok(c, db_exec(c, "INSERT INTO platform_product (customer_id, store_id, sku_key, platform_sku, name, seen_at) VALUES (1, 1, ?, ?, 'x', NOW(6))",
			V(arena_printf(c->arena, "m%d", i)), V(arena_printf(c->arena, "MANY-%d", i))));
		buf_printf(&text, "Harbor Shop,,%s%d,WH-HB-00%d,%d\n", i % 2 ? "no" : "m", i, 1 + i % 9, 1 + i % 3);
	}
	as_operator(c, 1);
	/* every other row names what is not there */
	assert_ok(c, read_file(c, text.text, false, &r));
	assert_int_equal(r.faults_total, MANY / 2);
	assert_int_equal(r.n_faults, 200);
	text = buf_new(c->arena, 200000);
	buf_puts(&text, "store,platform_sku,warehouse_sku,quantity\n");
	for (int i = 0; i < MANY; i++)
		buf_printf(&text, "Harbor Shop,MANY-%d,WH-HB-00%d,%d\n", i, 1 + i % 9, 1 + i % 3);
	assert_ok(c, read_file(c, text.text, true, &r));
	assert_int_equal(r.added, MANY);
	assert_int_equal(r.n_bindings, 200);
	assert_number(c, MANY, "SELECT COUNT(*) FROM sku_mapping m JOIN sku_mapping_item i ON i.mapping_id = m.id WHERE m.sku_key LIKE 'm%'");
	assert_string_equal(bound_to(c, "m2999"), "WH-HB-003x3");
}

/* What is exported is what was filtered, is never calculated, and can be imported again. */
static void test_export_and_back(void **state)
{
	static const char *const bad[] = { "=1+1", "+1", "-1", "@SUM(A1)", "\tTAB", "\rCR", "a,b", "say \"hi\"", "'=quoted" };
	struct ctx          *c = *state;
	const char         **bound = NEW_N(c->arena, const char *, 1);
	uint64_t            *store = NEW(c->arena, uint64_t);
	struct buf           b = buf_new(c->arena, 4096);
	struct csv           csv;
	struct import_report r;
	size_t               n;

	*store = 1;
	as_system(c, 0);
	assert_ok(c, db_exec(c, "DELETE FROM sku_mapping_item WHERE mapping_id IN (SELECT id FROM sku_mapping WHERE sku_key LIKE 'm%')"));
	assert_ok(c, db_exec(c, "DELETE FROM sku_mapping WHERE sku_key LIKE 'm%'"));
	assert_ok(c, db_exec(c, "DELETE FROM platform_product WHERE sku_key LIKE 'm%'"));
	for (size_t i = 0; i < N_OF(bad); i++)
		given_product(c, 1, arena_printf(c->arena, "evil%zu", i), bad[i], bad[i]);
	as_operator(c, 1);
	assert_ok(c, mapping_csv_export(c, &(struct platform_sku_filter){ .stores = store, .n_stores = 1 }, &b));
	assert_memory_equal(b.text, "\xEF\xBB\xBFstore,platform_sku,", 22);
	for (size_t i = 0; i < N_OF(bad) - 1; i++)
		if (i < 6) {
			const char *line = strstr(b.text, arena_printf(c->arena, "evil%zu", i));

			assert_non_null(line);
			assert_null(strstr(b.text, arena_printf(c->arena, ",%s,", bad[i])));
			assert_non_null(strstr(b.text, arena_printf(c->arena, ",\"'%s\",", bad[i])));
		}
	assert_true(csv_parse(c->arena, b.text, b.len, 10000, &csv));
	assert_number(c, csv.n - 1, "SELECT COUNT(*) FROM platform_product p LEFT JOIN sku_mapping m ON m.store_id = p.store_id AND m.sku_key = p.sku_key"
		" LEFT JOIN sku_mapping_item i ON i.mapping_id = m.id WHERE p.store_id = 1");
	assert_ok(c, mapping_csv_import(c, b.text, b.len, true, &r));
	assert_int_equal(r.added + r.changed, 0);
	assert_number(c, (uint64_t)r.same, "SELECT COUNT(*) FROM sku_mapping WHERE store_id = 1");

	b = buf_new(c->arena, 4096);
	bound[0] = "digital";
	assert_ok(c, mapping_csv_export(c, &(struct platform_sku_filter){ .states = bound, .n_states = 1 }, &b));
	assert_true(csv_parse(c->arena, b.text, b.len, 10000, &csv));
	n = csv.n - 1;
	assert_number(c, n, "SELECT COUNT(*) FROM platform_product WHERE customer_id = 1 AND NOT shippable");
	assert_null(strstr(b.text, "Meadow"));
	assert_number(c, 2, "SELECT COUNT(*) FROM audit_log WHERE action = 'mappings_exported' AND customer_id = 1");
}

/* Several import different bundles of the same SKUs at once: each SKU ends as one of the bundles, whole, and its
 * history says what stands. */
static void test_four_import_at_once(void **state)
{
	enum { PROCESSES = 4, TIMES = 6 };
	struct ctx *c = *state;
	pid_t       pids[PROCESSES];
	uint64_t    before = number_of(c, "SELECT COUNT(*) FROM sku_mapping_event");

	for (int p = 0; p < PROCESSES; p++) {
		pids[p] = fork();
		assert_true(pids[p] >= 0);
		if (pids[p])
			continue;
		for (int i = 0; i < TIMES; i++) {
			struct ctx           mine = db_harness_other();
			struct import_report r;
			const char          *text = arena_printf(mine.arena, HEAD "Harbor Shop,,10%d,WH-HB-001,%d\nHarbor Shop,,10%d,WH-HB-002,%d\nHarbor Shop,,118,WH-HB-001,%d\n"
				"Harbor Shop,,118,WH-HB-003,%d\n", 6 + p % 2, p + 1, 6 + p % 2, p + 1, p + 1, p + 1);

			as_operator(&mine, 1);
			if (!read_file(&mine, text, true, &r)) {
				fprintf(stderr, "%s\n", problem_words(&mine));
				_exit(1);
			}
			db_harness_other_end(&mine);
		}
		_exit(0);
	}
	for (int p = 0; p < PROCESSES; p++) {
		int status;

		assert_int_equal(waitpid(pids[p], &status, 0), pids[p]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	assert_number(c, 3, "SELECT COUNT(*) FROM (SELECT m.id FROM sku_mapping m JOIN sku_mapping_item i ON i.mapping_id = m.id WHERE m.store_id = 1"
		" AND m.sku_key IN ('106', '107', '118') GROUP BY m.id HAVING COUNT(*) = 2 AND MIN(i.quantity) = MAX(i.quantity)) t");
	assert_true(number_of(c, "SELECT COUNT(*) FROM sku_mapping_event") > before);
	assert_number(c, 3, "SELECT COUNT(*) FROM sku_mapping m JOIN sku_mapping_item i ON i.mapping_id = m.id AND i.sku_id = 1"
		" JOIN sku_mapping_event e ON e.id = (SELECT MAX(x.id) FROM sku_mapping_event x WHERE x.store_id = 1 AND x.sku_key = m.sku_key)"
		" WHERE m.store_id = 1 AND m.sku_key IN ('106', '107', '118') AND JSON_VALUE(e.items, '$[0].quantity') = i.quantity");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, db_harness_begin, db_harness_end)
	const struct CMUnitTest tests[] = {
		T(test_auto_match),
		T(test_undo_restores_what_was),
		T(test_practice_mappings_can_be_restored),
		T(test_each_fault_is_named),
		T(test_files_that_cannot_be_read),
		T(test_a_good_file_is_taken),
		T(test_thousands_of_rows),
		T(test_export_and_back),
		T(test_four_import_at_once),
	};

	return cmocka_run_group_tests(tests, given_practice_data, db_harness_close);
}

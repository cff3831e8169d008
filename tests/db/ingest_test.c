/* The one way in: what is news, what it means for our own work, and that a bad order hurts nobody else. */
#include "order_given.h"

#include "domain/dispatch.h"
#include "domain/ingest.h"
#include "domain/order.h"

#include <signal.h>
#include <sys/wait.h>

enum { T0 = 1780000000 };

static struct instant at(int64_t s)
{
	return (struct instant){ (T0 + s) * INSTANT_SECOND };
}

static struct incoming_order incoming(struct ctx *c, const char *id)
{
	struct incoming_order o = {
		.platform_order_id = id,
		.order_no = id,
		.source = "woocommerce",
		.raw_status = "processing",
		.state = INCOMING_OPEN,
		.created_at = at(0),
		.updated_at = at(10),
		.paid_at = at(1),
		.currency = "USD",
		.amount = { 125000 },
		.recipient = { .name = "Ada Lovelace", .line1 = "1 Main St", .city = "Springfield", .state = "IL", .zip = "62701", .country = "US" },
		.n_lines = 1,
		.lines = NEW_N(c->arena, struct incoming_line, 3),
		.raw = { "{}", 2 },
	};

	o.lines[0] = (struct incoming_line){ .platform_line_id = "1", .platform_sku = "HB-001", .sku_key = "101", .product_name = "Mug",
		.quantity = 2, .unit_price = { 50000 }, .line_total = { 100000 }, .has_price = true, .shippable = true };
	return o;
}

static struct ingest_source source(int64_t asked)
{
	return (struct ingest_source){ .customer_id = 1, .store_id = 1, .kind = ORDER_B2C, .asked_at = at(asked) };
}

static struct ingest_result take(struct ctx *c, const struct incoming_order *o, int64_t asked)
{
	struct ingest_source from = source(asked);
	struct ingest_result r;

	assert_ok(c, ingest_page(c, &from, o, 1, &r, NULL, NULL));
	return r;
}

#define assert_outcome(c, expected, order, asked)                                                       \
	({                                                                                                  \
		struct ingest_result outcome_r = take(c, order, asked);                                         \
		if (outcome_r.outcome != (expected))                                                            \
			fail_msg("%s instead of %s: %s", sync_outcome_names[outcome_r.outcome], sync_outcome_names[expected], \
				outcome_r.detail ? outcome_r.detail : "-");                                             \
		outcome_r;                                                                                      \
	})

static void assert_status(struct ctx *c, uint64_t id, const char *status, const char *exception)
{
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND status = ? AND COALESCE(exception_code, '') = ?", V(id), V(status),
		V(exception ? exception : ""));
}

static void test_created_then_unchanged_then_updated(void **state)
{
	struct ctx *c = *state;
	struct incoming_order o = incoming(c, "I-1");
	uint64_t id = assert_outcome(c, SYNC_CREATED, &o, 20).order_id;

	assert_status(c, id, "pending", NULL);
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order_line WHERE order_id = ? AND ordered_qty = 2 AND accepted_qty = 2", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM order_event WHERE order_id = ? AND action = 'created'", V(id));
	o.updated_at = at(30); /* touched without a change */
	assert_outcome(c, SYNC_UNCHANGED, &o, 40);
	assert_number(c, 1, "SELECT version FROM platform_order WHERE id = ?", V(id));
	o.recipient.city = "Shelbyville";
	o.lines[0].quantity = 3;
	o.updated_at = at(50);
	assert_outcome(c, SYNC_UPDATED, &o, 60);
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order WHERE id = ? AND recipient_city = 'Shelbyville' AND version > 1", V(id));
	assert_number(c, 3, "SELECT ordered_qty FROM platform_order_line WHERE order_id = ?", V(id));
	assert_number(c, 2, "SELECT COUNT(*) FROM platform_order_revision WHERE order_id = ? AND applied", V(id));
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order_revision WHERE order_id = ? AND JSON_VALUE(changes, '$[0].field') = 'recipient.city'"
		" AND JSON_VALUE(changes, '$[0].before') = 'Springfield' AND JSON_VALUE(changes, '$[0].after') = 'Shelbyville'", V(id));
}

/* RELIABILITY's table: hash against update time. */
static void test_what_is_news(void **state)
{
	struct ctx *c = *state;
	struct incoming_order a = incoming(c, "I-2"), b = incoming(c, "I-2");
	uint64_t id = assert_outcome(c, SYNC_CREATED, &a, 20).order_id;

	b.buyer_note = "please ring";
	b.updated_at = at(5); /* never seen, older: kept, not applied */
	assert_string_equal(assert_outcome(c, SYNC_SKIPPED, &b, 30).code, "stale");
	assert_number(c, 1, "SELECT COUNT(*) FROM platform_order_revision WHERE order_id = ? AND NOT applied", V(id));
	b.updated_at = at(10); /* never seen, equal: applied */
	assert_outcome(c, SYNC_UPDATED, &b, 40);
	a.updated_at = at(10); /* seen before, equal: stale */
	assert_outcome(c, SYNC_SKIPPED, &a, 50);
	a.updated_at = at(11); /* seen before, newer: A, B, A is real */
	assert_outcome(c, SYNC_UPDATED, &a, 60);
	assert_number(c, 1, "SELECT buyer_note IS NULL FROM platform_order WHERE id = ?", V(id));
	b.buyer_note = "no time given";
	b.updated_at = (struct instant){ 0 };
	assert_outcome(c, SYNC_SKIPPED, &b, 55); /* asked before the stored one came */
	b.buyer_note = "no time given, later";
	assert_outcome(c, SYNC_UPDATED, &b, 70);
}

static void test_states_of_a_new_order(void **state)
{
	static const struct {
		enum incoming_state state;
		enum sync_outcome   outcome;
		const char         *exception;
	} cases[] = {
		{ INCOMING_OPEN, SYNC_CREATED, NULL },
		{ INCOMING_UNPAID, SYNC_CREATED, "order_unpaid" },
		{ INCOMING_SHIPPED, SYNC_SKIPPED, NULL },
		{ INCOMING_CANCELLED, SYNC_SKIPPED, NULL },
		{ INCOMING_UNKNOWN, SYNC_CREATED, NULL },
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < N_OF(cases); i++) {
		struct incoming_order o = incoming(c, arena_printf(c->arena, "N-%zu", i));
		struct ingest_result r;

		o.state = cases[i].state;
		r = assert_outcome(c, cases[i].outcome, &o, 20);
		if (r.order_id)
			assert_status(c, r.order_id, "pending", cases[i].exception);
		else
			assert_number(c, 0, "SELECT COUNT(*) FROM platform_order WHERE platform_order_id = ?", V(o.platform_order_id));
	}
}

static uint64_t dispatched(struct ctx *c, const struct incoming_order *o)
{
	uint64_t id = assert_outcome(c, SYNC_CREATED, o, 20).order_id;

	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = id }, &(struct dispatch){ 1, 1, 0, NULL }));
	as_system(c, 1);
	return id;
}

static void test_cancelled_on_the_platform(void **state)
{
	struct ctx *c = *state;
	struct incoming_order pending = incoming(c, "C-1"), processing = incoming(c, "C-2"), packed = incoming(c, "C-3"), shipped = incoming(c, "C-4");
	uint64_t ids[] = { assert_outcome(c, SYNC_CREATED, &pending, 20).order_id, dispatched(c, &processing), dispatched(c, &packed), dispatched(c, &shipped) };
	struct incoming_order *orders[] = { &pending, &processing, &packed, &shipped };

	assert_ok(c, db_exec(c, "UPDATE outbound_order SET status = 'packed' WHERE platform_order_id = ?", V(ids[2])));
	assert_ok(c, db_exec(c, "UPDATE platform_order SET status = 'shipped' WHERE id = ?", V(ids[3])));
	for (size_t i = 0; i < N_OF(orders); i++) {
		orders[i]->state = INCOMING_CANCELLED;
		orders[i]->raw_status = "cancelled";
		orders[i]->updated_at = at(100);
		assert_outcome(c, SYNC_UPDATED, orders[i], 110);
	}
	assert_status(c, ids[0], "cancelled", NULL);
	assert_status(c, ids[1], "cancelled", NULL);
	assert_number(c, 1, "SELECT COUNT(*) FROM outbound_order WHERE platform_order_id = ? AND status = 'intercepted'", V(ids[1]));
	assert_status(c, ids[2], "processing", "cancelled_on_platform");
	assert_status(c, ids[3], "shipped", "cancelled_after_shipment");
	assert_ledger_adds_up(c);
}

static void test_edited_after_dispatch(void **state)
{
	struct ctx *c = *state;
	struct incoming_order address = incoming(c, "E-1"), lines = incoming(c, "E-2"), note = incoming(c, "E-3");
	uint64_t a = dispatched(c, &address), l = dispatched(c, &lines), n = dispatched(c, &note);

	address.recipient.line1 = "2 Side St";
	lines.lines[0].quantity = 5;
	note.buyer_note = "thanks";
	address.updated_at = lines.updated_at = note.updated_at = at(100);
	assert_outcome(c, SYNC_UPDATED, &address, 110);
	assert_outcome(c, SYNC_UPDATED, &lines, 110);
	assert_outcome(c, SYNC_UPDATED, &note, 110);
	assert_status(c, a, "processing", "address_changed");
	assert_status(c, l, "processing", "lines_changed");
	assert_status(c, n, "processing", NULL);
	/* the warehouse keeps what it was given */
	assert_number(c, 1, "SELECT COUNT(*) FROM outbound_order WHERE platform_order_id = ? AND recipient_line1 = '1 Main St'", V(a));
	assert_number(c, 2, "SELECT ordered_qty FROM platform_order_line WHERE order_id = ?", V(l));
}

static void test_shipped_by_somebody_else(void **state)
{
	struct ctx *c = *state;
	struct incoming_order o = incoming(c, "S-1");
	struct incoming_parcel parcel = { "1Z999", "UPS" };
	uint64_t id = assert_outcome(c, SYNC_CREATED, &o, 20).order_id;

	o.state = INCOMING_SHIPPED;
	o.raw_status = "completed";
	o.updated_at = at(100);
	o.parcels = &parcel;
	o.n_parcels = 1;
	assert_outcome(c, SYNC_UPDATED, &o, 110);
	assert_status(c, id, "completed", NULL);
	assert_number(c, 1, "SELECT COUNT(*) FROM order_tracking WHERE order_id = ? AND tracking_no = '1Z999' AND origin = 'platform'", V(id));
}

static void test_bad_orders_hurt_nobody_else(void **state)
{
	struct ctx *c = *state;
	struct ingest_source from = source(20);
	struct incoming_order orders[7];
	struct ingest_result r[7];
	static const char *const codes[] = { NULL, "currency_unknown", "platform_unreadable", "quantity_implausible", "platform_unreadable", "quantity_implausible", NULL };

	for (size_t i = 0; i < N_OF(orders); i++)
		orders[i] = incoming(c, arena_printf(c->arena, "B-%zu", i));
	orders[1].currency = "XQZ";
	orders[2].platform_order_id = NULL;
	orders[3].lines[0].quantity = 1000001;
	orders[4].n_lines = 2;
	orders[4].lines[1] = orders[4].lines[0];
	orders[5].refusal_code = "quantity_implausible";
	orders[5].refusal = "a line asks for 2.5 pieces";
	assert_ok(c, db_insert(c, &from.run_id, "INSERT INTO sync_run (customer_id, store_id, kind, type, mode) VALUES (1, 1, 'b2c', 'manual', 'immediate')"));
	assert_ok(c, ingest_page(c, &from, orders, N_OF(orders), r, NULL, NULL));
	for (size_t i = 0; i < N_OF(orders); i++) {
		assert_int_equal(r[i].outcome, codes[i] ? SYNC_FAILED : SYNC_CREATED);
		if (codes[i])
			assert_string_equal(r[i].code, codes[i]);
	}
	assert_number(c, 2, "SELECT COUNT(*) FROM platform_order WHERE platform_order_id LIKE 'B-%'");
	assert_number(c, 5, "SELECT COUNT(*) FROM sync_run_order WHERE run_id = ? AND outcome = 'failed' AND UNCOMPRESS(raw) = '{}'", V(from.run_id));
}

/* Identifiers are bytes: the usual collations would call these equal. */
static void test_ids_are_kept_byte_for_byte(void **state)
{
	static const char *const ids[] = { "abc", "ABC", "abc ", "0123", "123", "820982911946154508", "820982911946154509", "ä", "a" };
	struct ctx *c = *state;

	for (size_t i = 0; i < N_OF(ids); i++) {
		struct incoming_order o = incoming(c, ids[i]);

		assert_outcome(c, SYNC_CREATED, &o, 20);
		assert_outcome(c, SYNC_UNCHANGED, &o, 21);
	}
}

static void test_long_texts_are_cut_at_a_character(void **state)
{
	struct ctx *c = *state;
	struct incoming_order o = incoming(c, "L-1");
	char *name = arena_alloc(c->arena, 4 * 300 + 1);
	uint64_t id;

	for (int i = 0; i < 300; i++)
		memcpy(name + 3 * i, "中", 3);
	o.recipient.name = name;
	id = assert_outcome(c, SYNC_CREATED, &o, 20).order_id;
	assert_number(c, 255, "SELECT CHAR_LENGTH(recipient_name) FROM platform_order WHERE id = ?", V(id));
}

/* Four processes pull the same hundred orders at once. */
static void test_the_same_orders_from_four_processes(void **state)
{
	struct ctx *c = *state;
	pid_t child[4];

	for (size_t p = 0; p < N_OF(child); p++) {
		child[p] = fork();
		if (child[p] == 0) {
			struct ctx mine = db_harness_other();
			struct ingest_source from = source(20);
			struct incoming_order orders[50];
			struct ingest_result r[50];
			bool ok = true;

			for (int page = 0; page < 2; page++) {
				for (int i = 0; i < 50; i++)
					orders[i] = incoming(&mine, arena_printf(mine.arena, "P-%03d", page * 50 + i));
				ok = ok && ingest_page(&mine, &from, orders, 50, r, NULL, NULL);
				for (int i = 0; ok && i < 50; i++)
					ok = r[i].outcome == SYNC_CREATED || r[i].outcome == SYNC_UNCHANGED;
			}
			if (!ok)
				fprintf(stderr, "# %s\n", problem_words(&mine));
			_exit(ok ? 0 : 1);
		}
	}
	for (size_t p = 0; p < N_OF(child); p++) {
		int status;

		assert_int_equal(waitpid(child[p], &status, 0), child[p]);
		assert_int_equal(status, 0);
	}
	assert_number(c, 100, "SELECT COUNT(*) FROM platform_order WHERE platform_order_id LIKE 'P-%'");
	assert_number(c, 100, "SELECT COUNT(*) FROM platform_order_line l JOIN platform_order o ON o.id = l.order_id WHERE o.platform_order_id LIKE 'P-%'");
	assert_number(c, 100, "SELECT COUNT(*) FROM order_event e JOIN platform_order o ON o.id = e.order_id WHERE o.platform_order_id LIKE 'P-%' AND e.action = 'created'");
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
#define T(f) cmocka_unit_test_setup_teardown(f, begin_as_system, db_harness_end)
	const struct CMUnitTest tests[] = {
		T(test_created_then_unchanged_then_updated), T(test_what_is_news), T(test_states_of_a_new_order), T(test_cancelled_on_the_platform),
		T(test_edited_after_dispatch), T(test_shipped_by_somebody_else), T(test_bad_orders_hurt_nobody_else), T(test_ids_are_kept_byte_for_byte),
		T(test_long_texts_are_cut_at_a_character), T(test_the_same_orders_from_four_processes),
	};

	return cmocka_run_group_tests_name("ingest", tests, given_practice_data, db_harness_close);
}

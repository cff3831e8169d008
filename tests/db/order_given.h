#pragma once
/* Practice data and orders made by hand, for tests of what happens to orders. Headers only, so that
 * the other test programs of this folder do not link the whole product. */
#include "db_harness.h"

#include "base/arena.h"
#include "model/permission.h"
#include "sql/order_find_sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_OF(table) (sizeof(table) / sizeof *(table))

static inline char *given_file(struct ctx *c, const char *name)
{
	const char *dir = getenv("GWMS_SQL_DIR");
	FILE       *f = fopen(arena_printf(c->arena, "%s/%s", dir ? dir : "sql", name), "rb");
	char       *text = arena_alloc(c->arena, 1 << 20);

	assert_non_null(f);
	assert_true(fread(text, 1, (1 << 20) - 1, f) > 0);
	assert_int_equal(fclose(f), 0);
	return text;
}

/* The schema and the practice data, once per program; a group's set-up. */
static inline int given_practice_data(void **state)
{
	if (db_harness_open(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	db_harness_migrate(*state);
	assert_ok((struct ctx *)*state, db_script(*state, given_file(*state, "practice.sql")));
	return db_harness_end(state);
}

/* The operators of the two practice customers, and the staff of both warehouses. */
static inline void as_operator(struct ctx *c, uint64_t customer_id)
{
	c->actor = (struct actor){ .kind = ACTOR_USER, .user_id = customer_id == 1 ? 1 : 5, .customer_id = customer_id,
		.name = customer_id == 1 ? "Olivia Operator" : "Otto Other", .permissions = UINT64_MAX };
}

static inline void as_staff(struct ctx *c, const uint64_t *warehouses, size_t n)
{
	c->actor = (struct actor){ .kind = ACTOR_STAFF, .user_id = 3, .name = "Wanda Warehouse", .permissions = UINT64_MAX,
		.warehouse_ids = warehouses, .n_warehouse_ids = n };
}

static inline void as_system(struct ctx *c, uint64_t customer_id)
{
	c->actor = (struct actor){ .kind = ACTOR_SYSTEM, .customer_id = customer_id, .name = "system" };
}

struct given_line {
	const char *sku_key, *platform_sku;
	int64_t     quantity;
	bool        digital, gone;
};
struct given {
	const char *no;              /* NULL: made up */
	const char *kind, *status, *platform_state; /* NULL: b2c, pending, open */
	uint64_t    customer;        /* 0: 1; its store has the same id */
	const char *name, *time;     /* of the recipient and the order; NULL: some */
	bool        no_city;
	struct given_line lines[4];  /* none: one of SKU 101, twice */
};

static inline uint64_t given_order(struct ctx *c, struct given g)
{
	static unsigned made;
	const uint64_t  customer = g.customer ? g.customer : 1;
	uint64_t        id;

	if (!g.no)
		g.no = arena_printf(c->arena, "T-%d-%u", (int)getpid(), ++made);
	if (!g.lines[0].quantity)
		g.lines[0] = (struct given_line){ .sku_key = customer == 1 ? "101" : "201", .platform_sku = "HB-001", .quantity = 2 };
	assert_ok(c, db_insert(c, &id, "INSERT INTO platform_order (customer_id, store_id, kind, platform_order_id, order_no,"
		" source, status, platform_state, platform_status, amount, currency, order_time, recipient_name,"
		" recipient_line1, recipient_city, recipient_state, recipient_zip, recipient_country, content_hash, pulled_at)"
		" VALUES (?, ?, ?, ?, ?, 'woocommerce', ?, ?, 'processing', 12.5, 'USD', ?, ?, '1 Main St', ?, 'IL', '62701',"
		" 'US', UNHEX(SHA2(?, 256)), NOW(6))", V(customer), V(customer), V(g.kind ? g.kind : "b2c"), V(g.no), V(g.no),
		V(g.status ? g.status : "pending"), V(g.platform_state ? g.platform_state : "open"),
		V(g.time ? g.time : "2026-05-28 10:00:00"), V(g.name ? g.name : "Ada Lovelace"),
		V(g.no_city ? (const char *)NULL : "Springfield"), V(g.no)));
	for (unsigned i = 0; i < N_OF(g.lines) && g.lines[i].quantity; i++)
		assert_ok(c, db_exec(c, "INSERT INTO platform_order_line (customer_id, store_id, order_id, position,"
			" platform_line_id, platform_sku, sku_key, product_name, ordered_qty, accepted_qty, unit_price, line_total,"
			" shippable, gone) VALUES (?, ?, ?, ?, ?, ?, ?, 'A thing', ?, ?, 5, 10, ?, ?)", V(customer), V(customer), V(id),
			V(i), V(arena_printf(c->arena, "%u", i + 1)), V(g.lines[i].platform_sku), V(g.lines[i].sku_key),
			V(g.lines[i].quantity), V(g.lines[i].quantity), V(!g.lines[i].digital), V(g.lines[i].gone)));
	assert_ok(c, order_find_sql_add(c, &id, 1));
	return id;
}

/* One number from the database, past every binding. */
#define number_of(c, literal, ...)                                              \
	({                                                                          \
		struct query number_q = query_new(c);                                   \
		uint64_t     number_n;                                                  \
		query_add(&number_q, literal __VA_OPT__(,) __VA_ARGS__);                            \
		query_untenanted(&number_q);                                            \
		assert_ok(c, db_number(c, &number_q, &number_n));                       \
		number_n;                                                               \
	})
#define assert_number(c, expected, literal, ...) assert_int_equal(number_of(c, literal __VA_OPT__(,) __VA_ARGS__), expected)

/* Orders that a test wrote by the thousand are found like any other. */
static inline void given_found(struct ctx *c)
{
	for (uint64_t after = number_of(c, "SELECT COALESCE(MAX(order_id), 0) FROM order_find"), last = number_of(c, "SELECT MAX(id) FROM platform_order"); after < last;) {
		uint64_t ids[128];
		size_t   n = 0;

		while (n < N_OF(ids) && after < last)
			ids[n++] = ++after;
		assert_ok(c, order_find_sql_add(c, ids, n));
	}
}

/* on_hand and reserved equal the sums of their movements, everywhere. */
static inline void assert_ledger_adds_up(struct ctx *c)
{
	assert_number(c, 0, "SELECT COUNT(*) FROM stock s LEFT JOIN (SELECT warehouse_id, sku_id, SUM(on_hand_change) AS h,"
		" SUM(reserved_change) AS r FROM stock_movement GROUP BY warehouse_id, sku_id) m"
		" ON m.warehouse_id = s.warehouse_id AND m.sku_id = s.sku_id"
		" WHERE s.on_hand <> COALESCE(m.h, 0) OR s.reserved <> COALESCE(m.r, 0)");
}

#pragma once
/* Purchase orders as an adapter hands them over, and the store they come to. */
#include "outbound_given.h"

#include "domain/ingest.h"

enum { PURCHASE_T0 = 1780000000, VENDOR_STORE = 50 };

static inline struct instant on(int64_t s)
{
	return (struct instant){ (PURCHASE_T0 + s) * INSTANT_SECOND };
}

/* A vendor's store of the practice customer; the B2B business is there in Los Angeles alone. A group's set-up. */
static inline int given_vendor(void **state)
{
	struct ctx *c;

	if (given_plenty(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	c = *state;
	assert_ok(c, db_exec(c, "INSERT INTO store (id, customer_id, platform, kind, name, url, status, writeback_strategy) VALUES"
		" (?, 1, 'amazon_vendor', 'b2b', 'Vendor', 'http://127.0.0.1:9/vendor', 'authorised', 'vendor')", V((int)VENDOR_STORE)));
	return db_harness_end(state);
}

/* Bound to a warehouse SKU, so many of it to one piece; once more adds another part of a bundle. */
static inline void given_bound(struct ctx *c, const char *sku_key, uint64_t sku_id, int64_t quantity)
{
	const struct actor was = c->actor;

	as_system(c, 0);
	assert_ok(c, db_exec(c, "INSERT IGNORE INTO sku_mapping (customer_id, store_id, sku_key, platform_sku) VALUES (1, ?, ?, ?)",
		V((int)VENDOR_STORE), V(sku_key), V(sku_key)));
	assert_ok(c, db_exec(c, "INSERT INTO sku_mapping_item (mapping_id, sku_id, customer_id, quantity) SELECT id, ?, 1, ? FROM sku_mapping"
		" WHERE store_id = ? AND sku_key = ?", V(sku_id), V(quantity), V((int)VENDOR_STORE), V(sku_key)));
	c->actor = was;
}

/* Exactly so much of a SKU lies in a warehouse, none of it reserved for anybody by this. */
static inline void given_stock(struct ctx *c, uint64_t warehouse_id, uint64_t sku_id, int64_t available)
{
	static unsigned    made = 2000000;
	const struct actor was = c->actor;

	as_system(c, 0);
	assert_ok(c, db_exec(c, "INSERT IGNORE INTO stock (warehouse_id, sku_id, customer_id) VALUES (?, ?, 1)", V(warehouse_id), V(sku_id)));
	assert_ok(c, db_exec(c, "INSERT INTO stock_movement (customer_id, warehouse_id, sku_id, cause, cause_id, on_hand_change,"
		" reserved_change, actor_kind, actor_name) SELECT 1, warehouse_id, sku_id, 'adjustment', ?, CAST(? AS SIGNED) - (on_hand - reserved), 0,"
		" 'system', 'test' FROM stock WHERE warehouse_id = ? AND sku_id = ?", V(++made), V(available), V(warehouse_id), V(sku_id)));
	assert_ok(c, db_exec(c, "UPDATE stock SET on_hand = reserved + ? WHERE warehouse_id = ? AND sku_id = ?", V(available),
		V(warehouse_id), V(sku_id)));
	c->actor = was;
}

/* Two lines: ten of V-A, five cases of four of V-B, which may come later. */
static inline struct incoming_order purchase(struct ctx *c, const char *no)
{
	struct incoming_order o = {
		.platform_order_id = no,
		.order_no = no,
		.source = "amazon_vendor",
		.raw_status = "New",
		.state = INCOMING_OPEN,
		.created_at = on(0),
		.updated_at = on(10),
		.paid_at = on(0),
		.currency = "USD",
		.amount = { 1000000 },
		.recipient = { .name = "ONT2", .line1 = "1 Dock Rd", .city = "Moreno Valley", .state = "CA", .zip = "92551", .country = "US" },
		.n_lines = 2,
		.lines = NEW_N(c->arena, struct incoming_line, 4),
		.purchase = NEW(c->arena, struct incoming_purchase),
		.raw = { "{}", 2 },
	};

	o.lines[0] = (struct incoming_line){ .platform_line_id = "1", .platform_sku = "V-A", .sku_key = "V-A", .product_name = "Alpha",
		.product_id = "B00ALPHA01", .quantity = 10, .unit_price = { 50000 }, .line_total = { 500000 }, .has_price = true, .shippable = true };
	o.lines[1] = (struct incoming_line){ .platform_line_id = "2", .platform_sku = "V-B", .sku_key = "V-B", .product_name = "Beta",
		.product_id = "B00BETA001", .quantity = 5, .unit = UNIT_CASE, .unit_size = 4, .backorder_allowed = true,
		.unit_price = { 100000 }, .line_total = { 500000 }, .has_price = true, .shippable = true };
	*o.purchase = (struct incoming_purchase){ .type = "RegularOrder", .buying_party = "AMZN1", .selling_party = "VEND1", .ship_to_code = "ONT2",
		.ship_window_from = on(86400), .ship_window_to = on(3 * 86400), .delivery_window_from = on(4 * 86400), .delivery_window_to = on(6 * 86400) };
	return o;
}

static inline struct ingest_result take_purchase(struct ctx *c, const struct incoming_order *o, int64_t asked)
{
	const struct ingest_source from = { .customer_id = 1, .store_id = VENDOR_STORE, .kind = ORDER_B2B, .platform = "amazon_vendor",
		.asked_at = on(asked) };
	const struct actor   was = c->actor;
	struct ingest_result r;

	as_system(c, 1);
	assert_ok(c, ingest_page(c, &from, o, 1, &r, NULL, NULL));
	c->actor = was;
	return r;
}

#define assert_taken(c, expected, order, asked)                                                         \
	({                                                                                                  \
		struct ingest_result taken_r = take_purchase(c, order, asked);                                  \
		if (taken_r.outcome != (expected))                                                              \
			fail_msg("%s instead of %s: %s", sync_outcome_names[taken_r.outcome], sync_outcome_names[expected], \
				taken_r.detail ? taken_r.detail : "-");                                                 \
		taken_r.order_id;                                                                               \
	})

/* ---- answering ------------------------------------------------------------------------------------------ */

#include "domain/acknowledge.h"

static inline uint64_t order_line_of(struct ctx *c, uint64_t order_id, const char *platform_line_id)
{
	return number_of(c, "SELECT id FROM platform_order_line WHERE order_id = ? AND platform_line_id = ?", V(order_id), V(platform_line_id));
}

/* Of the two lines of purchase(): so many are accepted and come later, the rest is rejected for want of stock. */
static inline bool answer_from(struct ctx *c, struct order_ref ref, uint64_t warehouse_id, const int64_t (*lines)[2])
{
	const int64_t           ordered[] = { 10, 5 };
	struct acknowledge_line answers[2];
	struct acknowledge      in = { .warehouse_id = warehouse_id, .n_lines = 2, .lines = answers };

	for (unsigned i = 0; i < 2; i++) {
		answers[i] = (struct acknowledge_line){ .line_id = order_line_of(c, ref.id, i ? "2" : "1"), .accepted_qty = lines[i][0],
			.backordered_qty = lines[i][1], .rejected_qty = ordered[i] - lines[i][0] - lines[i][1] };
		if (answers[i].rejected_qty)
			answers[i].reason = "TemporarilyUnavailable";
		if (lines[i][1])
			in.backorder_at.us = instant_now().us + 86400 * INSTANT_SECOND;
	}
	return acknowledge_order(c, ref, &in);
}
#define answer(c, order, a, b) answer_from(c, (struct order_ref){ .id = (order) }, 1, (const int64_t[2][2]){ { a, 0 }, { b, 0 } })

/* What is reserved of a SKU in Los Angeles. */
#define assert_reserved(c, expected, sku) assert_number(c, expected, "SELECT reserved FROM stock WHERE warehouse_id = 1 AND sku_id = ?", V((int)(sku)))
#define assert_held(c, expected, order, sku) \
	assert_number(c, expected, "SELECT SUM(quantity) FROM acknowledgement_hold WHERE order_id = ? AND sku_id = ?", V(order), V((int)(sku)))

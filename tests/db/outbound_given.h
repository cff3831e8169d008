#pragma once
/* Orders that are on their way through the warehouse, for tests of what happens there and after. */
#include "order_given.h"

#include "domain/dispatch.h"
#include "domain/outbound.h"

static const uint64_t lax_alone[] = { 1 }, ham_alone[] = { 2 };

struct given_outbound {
	uint64_t order, id;
};

/* The practice data with mugs for every test; a group's set-up. */
static inline int given_plenty(void **state)
{
	struct ctx *c;

	if (given_practice_data(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	c = *state;
	assert_ok(c, db_exec(c, "UPDATE stock SET on_hand = on_hand + 1000 WHERE warehouse_id = 1 AND sku_id = 1"));
	assert_ok(c, db_exec(c, "INSERT INTO stock_movement (customer_id, warehouse_id, sku_id, cause, cause_id, on_hand_change,"
		" reserved_change, actor_kind, actor_name) VALUES (1, 1, 1, 'adjustment', 1000000, 1000, 0, 'system', 'test')"));
	return db_harness_end(state);
}

/* Dispatched to Los Angeles by USPS; the caller acts as its staff afterwards. */
static inline struct given_outbound given_draft(struct ctx *c, struct given g)
{
	struct given_outbound out;

	as_system(c, 0);
	out.order = given_order(c, g);
	as_operator(c, 1);
	assert_ok(c, dispatch_order(c, (struct order_ref){ .id = out.order }, &(struct dispatch){ .warehouse_id = 1, .channel_id = 1 }));
	out.id = number_of(c, "SELECT id FROM outbound_order WHERE live_order_id = ?", V(out.order));
	as_staff(c, lax_alone, 1);
	return out;
}

static inline struct given_outbound given_packed(struct ctx *c, struct given g, int64_t weight_grams)
{
	struct given_outbound out = given_draft(c, g);
	const struct order_ref ref = { .id = out.id };

	assert_ok(c, outbound_review(c, ref));
	assert_ok(c, outbound_pick(c, ref));
	assert_ok(c, outbound_pack(c, ref, weight_grams));
	return out;
}

static inline const char *given_tracking(struct ctx *c)
{
	static unsigned made;

	return arena_printf(c->arena, "1Z%d%06u", (int)getpid(), ++made);
}

/* The nth line, by its id. */
static inline uint64_t line_of(struct ctx *c, uint64_t outbound_id, unsigned nth)
{
	return number_of(c, "SELECT id FROM outbound_line WHERE outbound_id = ? ORDER BY id LIMIT 1 OFFSET ?", V(outbound_id), V(nth));
}

static inline bool ship_some(struct ctx *c, uint64_t outbound_id, const char *tracking_no, unsigned nth_line, int64_t quantity)
{
	struct ship_line line = { line_of(c, outbound_id, nth_line), quantity };

	return outbound_ship(c, (struct order_ref){ .id = outbound_id },
		&(struct ship){ .tracking_no = tracking_no, .n_lines = 1, .lines = &line });
}

static inline bool ship_rest(struct ctx *c, uint64_t outbound_id, const char *tracking_no)
{
	return outbound_ship(c, (struct order_ref){ .id = outbound_id }, &(struct ship){ .tracking_no = tracking_no });
}

/* One text from the database, past every binding; "" for NULL. */
struct given_text {
	const char *text;
};
static inline const char *text_of_(struct ctx *c, struct query *q)
{
	static const struct field fields[] = { FIELD(struct given_text, text, NULL), FIELD_END };
	static const struct shape shape = SHAPE(struct given_text, fields);
	struct given_text         row = { 0 };

	query_untenanted(q);
	assert_ok(c, db_one(c, q, &shape, &row, "text"));
	return row.text ? row.text : "";
}
#define text_of(c, expression_and_rest, ...)                                        \
	({                                                                              \
		struct query text_q = query_new(c);                                         \
		query_add(&text_q, "SELECT CAST(" expression_and_rest, __VA_ARGS__);        \
		text_of_(c, &text_q);                                                       \
	})
#define ORDER_TEXT(column) column " AS CHAR) AS text FROM platform_order WHERE id = ?"
#define assert_order_status(c, expected, id) assert_string_equal(text_of(c, ORDER_TEXT("status"), V(id)), expected)
#define assert_exception(c, expected, id) assert_string_equal(text_of(c, ORDER_TEXT("exception_code"), V(id)), expected)

/* Everything that the warehouse and the writebacks change, as one number. */
static inline uint64_t state_of_shipping(struct ctx *c)
{
	assert_ok(c, db_exec(c, "SET SESSION group_concat_max_len = 64000000"));
	return number_of(c, "SELECT CRC32(CONCAT_WS('|',"
		" (SELECT GROUP_CONCAT(CONCAT_WS(':', id, version, status, warehouse_id, exception_code, exception_detail,"
		" wms_shipping_cost, HEX(content_hash)) ORDER BY id) FROM platform_order),"
		" (SELECT GROUP_CONCAT(CONCAT_WS(':', id, shipped_qty) ORDER BY id) FROM platform_order_line),"
		" (SELECT GROUP_CONCAT(CONCAT_WS(':', id, version, status, weight_grams) ORDER BY id) FROM outbound_order),"
		" (SELECT GROUP_CONCAT(CONCAT_WS(':', id, shipped_qty) ORDER BY id) FROM outbound_line),"
		" (SELECT GROUP_CONCAT(CONCAT_WS(':', warehouse_id, sku_id, on_hand, reserved) ORDER BY warehouse_id, sku_id) FROM stock),"
		" (SELECT GROUP_CONCAT(CONCAT_WS(':', id, state, uncertain, cannot_tell, attempts, detail, proof, sent_at,"
		" confirmed_at) ORDER BY id) FROM writeback),"
		" (SELECT GROUP_CONCAT(CONCAT_WS(':', id, state, priority) ORDER BY id) FROM job),"
		" (SELECT COUNT(*) FROM parcel), (SELECT COUNT(*) FROM parcel_line), (SELECT COUNT(*) FROM stock_movement),"
		" (SELECT COUNT(*) FROM order_event), (SELECT COUNT(*) FROM order_tracking), (SELECT COUNT(*) FROM manual_shipment)))");
}


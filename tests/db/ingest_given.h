#pragma once
/* Orders on their way in: a plain one, and pages of all kinds at random. */
#include "order_given.h"

#include "domain/ingest.h"

enum { INGEST_T0 = 1780000000 };

/* xorshift; the same seed throws the same. */
static uint64_t dice;
static inline unsigned below(unsigned n)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (unsigned)((dice * UINT64_C(2685821657736338717)) >> 33) % n;
}
static inline bool one_in(unsigned n)
{
	return below(n) == 0;
}
#define ONE_OF(table) (table)[below(N_OF(table))]

static inline struct instant at(int64_t s)
{
	return (struct instant){ (INGEST_T0 + s) * INSTANT_SECOND };
}

/* Bound, not bound, never seen, digital (given_goods), and none. */
static const char *const keys[] = { "101", "102", "103", "119", "120", "901", "902", "903", "digital", NULL };

static inline void make_line(struct ctx *c, struct incoming_line *l, size_t i, bool vendor)
{
	const char *key = ONE_OF(keys);

	*l = (struct incoming_line){ .platform_line_id = arena_printf(c->arena, "%zu", i + 1), .sku_key = key,
		.platform_sku = key && !one_in(4) ? arena_printf(c->arena, "SKU-%s", key) : NULL,
		.product_name = key ? arena_printf(c->arena, "Thing %s", key) : NULL, .quantity = below(5), .has_price = !one_in(5),
		.shippable = !one_in(8) };
	l->shippable = l->shippable && l->quantity > 0;
	if (l->has_price)
		l->unit_price = (struct money){ below(100000) }, l->line_total = (struct money){ l->unit_price.e4 * l->quantity };
	if (vendor) {
		l->product_id = one_in(3) ? NULL : "B00ASIN";
		l->unit = one_in(3) ? UNIT_CASE : UNIT_EACH;
		l->unit_size = l->unit == UNIT_CASE ? 1 + below(12) : 0;
		l->backorder_allowed = one_in(2);
	}
}

/* Two places are known by their codes, one is not. */
static inline struct incoming_purchase *make_purchase(struct ctx *c)
{
	static const char *const places[] = { "PHX3", "ONT8", "NOWHERE", NULL };
	struct incoming_purchase *p = NEW(c->arena, struct incoming_purchase);

	*p = (struct incoming_purchase){ .type = "RegularOrder", .buying_party = "BUY1", .selling_party = "SELL1", .ship_to_code = ONE_OF(places),
		.acknowledge_by = one_in(2) ? at(5000) : (struct instant){ 0 }, .ship_window_from = at(6000), .ship_window_to = at(9000) };
	return p;
}

static inline struct incoming_order make_order(struct ctx *c, const char *id, bool vendor)
{
	static const enum incoming_state states[] = { INCOMING_OPEN, INCOMING_OPEN, INCOMING_OPEN, INCOMING_OPEN, INCOMING_UNPAID,
		INCOMING_SHIPPED, INCOMING_CANCELLED, INCOMING_UNKNOWN };
	static const char *const cities[] = { "Springfield", "Shelbyville", NULL, "" };
	struct incoming_order o = {
		.platform_order_id = id, .order_no = arena_printf(c->arena, "no %s", id), .source = "woocommerce", .raw_status = one_in(9) ? NULL : "processing",
		.state = ONE_OF(states), .created_at = at(below(1000)), .updated_at = at(1000 + below(1000)), .paid_at = one_in(3) ? (struct instant){ 0 } : at(1),
		.currency = "USD", .amount = { below(1000000) }, .tax = { below(1000) }, .buyer_note = one_in(4) ? "please ring" : NULL,
		.recipient = { .name = one_in(12) ? NULL : "Ada Lovelace 中文", .line1 = "1 Main St", .city = ONE_OF(cities), .state = "IL", .zip = "62701", .country = "US" },
		.n_lines = one_in(10) ? 0 : 1 + below(4), .n_parcels = one_in(4) ? 1 + below(3) : 0,
	};
	char *raw = arena_printf(c->arena, "{\"id\":\"%s\",\"note\":\"%0*u\"}", id, (int)below(3000) + 1, below(1000));

	o.raw = (struct bytes){ raw, strlen(raw) };
	o.lines = NEW_N(c->arena, struct incoming_line, o.n_lines + 1);
	for (size_t i = 0; i < o.n_lines; i++)
		make_line(c, &o.lines[i], i, vendor);
	o.parcels = NEW_N(c->arena, struct incoming_parcel, o.n_parcels + 1);
	for (size_t i = 0; i < o.n_parcels; i++)
		o.parcels[i] = (struct incoming_parcel){ one_in(9) ? NULL : arena_printf(c->arena, "1Z%u", below(6)), one_in(2) ? "UPS" : NULL };
	if (vendor) {
		o.source = "amazon_vendor";
		o.purchase = make_purchase(c);
		if (one_in(2))
			o.recipient = (struct incoming_recipient){ 0 };
	}
	return o;
}

/* What is found before anything is written, and what the database alone refuses. */
static inline void spoil(struct ctx *c, struct incoming_order *o)
{
	switch (below(6)) {
	case 0: o->currency = "XQZ"; break;
	case 1: o->platform_order_id = NULL; break;
	case 2: o->refusal_code = "quantity_implausible"; o->refusal = "a line asks for 2.5 pieces"; break;
	case 3: o->source = arena_printf(c->arena, "%040d", 1); break; /* longer than its column */
	case 4: o->amount = (struct money){ INT64_MAX }; break; /* fits */
	default: o->recipient.name = "\xff\xfe"; break; /* no text */
	}
}

enum { PAGE = INGEST_PAGE_MAX };
struct orders {
	struct incoming_order orders[PAGE];
	size_t                n;
};

/* Some of what came before, as it was or changed; new ones; bad ones; some twice. */
static inline void make_page(struct ctx *c, const struct orders *before, struct orders *out, unsigned round, bool vendor)
{
	out->n = 1 + below(PAGE);
	for (size_t i = 0; i < out->n; i++) {
		struct incoming_order *o = &out->orders[i];

		*o = make_order(c, arena_printf(c->arena, "%c%u-%u", vendor ? 'V' : 'O', round, below(1000)), vendor);
		if (before->n && one_in(2)) {
			const struct incoming_order *old = &before->orders[below((unsigned)before->n)];

			if (one_in(3))
				o->platform_order_id = old->platform_order_id ? old->platform_order_id : "again"; /* changed, newer or older */
			else
				*o = *old;
		}
		if (i && one_in(10))
			o->platform_order_id = out->orders[below((unsigned)i)].platform_order_id;
		if (one_in(25))
			spoil(c, o);
	}
}

/* One line of a SKU that is bound, and an address: nothing keeps it from being dispatched. */
static inline struct incoming_order plain(struct ctx *c, const char *id)
{
	struct incoming_order o = { .platform_order_id = id, .order_no = id, .source = "woocommerce", .raw_status = "processing", .state = INCOMING_OPEN,
		.created_at = at(0), .updated_at = at(10), .currency = "USD", .amount = { 125000 }, .n_lines = 1, .raw = { "{}", 2 },
		.recipient = { .name = "Ada Lovelace", .line1 = "1 Main St", .city = "Springfield", .state = "IL", .zip = "62701", .country = "US" } };

	o.lines = NEW(c->arena, struct incoming_line);
	*o.lines = (struct incoming_line){ .platform_line_id = "1", .platform_sku = "HB-001", .sku_key = "101", .product_name = "Mug", .quantity = 2, .shippable = true };
	return o;
}

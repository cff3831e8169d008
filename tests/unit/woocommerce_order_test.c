/* Every recorded order as the common order, and orders that make no sense. */
#include "unit/with_shop.h"
#include "base/buf.h"
#include "platform/woocommerce/wc_order.h"

#define N(text) ((text) ? (text) : "-")

static const char *time_text(struct ctx *c, struct instant t)
{
	return t.us ? instant_text(c->arena, t) : "-";
}

/* An order in one readable text: what the table below states of each. */
static char *digest(struct ctx *c, const struct incoming_order *o)
{
	static const char *const states[] = { "open", "unpaid", "shipped", "cancelled", "unknown" };
	const struct incoming_recipient *r = &o->recipient;
	struct buf b = buf_new(c->arena, 1024);

	buf_printf(&b, "%s %s %s:%s %s | %s ship %s tax %s off %s | %s %s %s | %s | %s\n", N(o->platform_order_id), N(o->order_no),
		N(o->raw_status), states[o->state], N(o->currency), money_text(c->arena, o->amount),
		money_text(c->arena, o->shipping_fee), money_text(c->arena, o->tax), money_text(c->arena, o->discount),
		time_text(c, o->created_at), time_text(c, o->updated_at), time_text(c, o->paid_at), N(o->payment_method),
		N(o->buyer_note));
	buf_printf(&b, "%s, %s, %s, %s, %s, %s, %s, %s, %s, %s\n", N(r->name), N(r->company), N(r->line1), N(r->line2), N(r->city),
		N(r->state), N(r->zip), N(r->country), N(r->phone), N(r->email));
	for (size_t i = 0; i < o->n_lines; i++) {
		const struct incoming_line *l = &o->lines[i];

		buf_printf(&b, "%s [%s] %s x%lld %s = %s %s%s\n", N(l->platform_line_id), N(l->sku_key), N(l->platform_sku),
			(long long)l->quantity, l->has_price ? money_text(c->arena, l->unit_price) : "-",
			money_text(c->arena, l->line_total), l->shippable ? "" : "(nothing to ship) ", N(l->product_name));
	}
	for (size_t i = 0; i < o->n_parcels; i++)
		buf_printf(&b, "parcel %s by %s\n", o->parcels[i].tracking_no, N(o->parcels[i].carrier));
	if (o->refusal)
		buf_printf(&b, "refused %s: %s\n", o->refusal_code, o->refusal);
	return b.text;
}

static const struct {
	const char *file, *digest;
} orders[] = {
	{ "order_guest_simple.json",
	  "161 161 processing:open USD | 34.72 ship 7.50 tax 2.22 off 0.00 | "
	  "2026-11-23T07:48:09Z 2026-11-23T07:52:00Z 2026-11-23T07:51:55Z | Cash on delivery | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "1 [10] MUG-001 x2 12.50 = 25.00 Coffee Mug\n"
	  "parcel JD0002 by -\n" },
	{ "order_multi_line.json",
	  "162 162 processing:open USD | 409.93 ship 7.50 tax 32.82 off 0.00 | "
	  "2026-11-23T07:48:09Z 2026-11-23T07:48:09Z 2026-11-23T07:48:09Z | - | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "4 [10] MUG-001 x1 12.50 = 12.50 Coffee Mug\n"
	  "5 [11] - x2 25.00 = 50.00 Gift wrap (no SKU)\n"
	  "6 [12] ÄÖ-ßüñ-01 x3 19.99 = 59.97 Überraschung “Größe” ☕ 日本\n"
	  "7 [13] 000123 x4 3.00 = 12.00 Leading zeros\n"
	  "8 [14] A B/C#1&2+% x5 1.05 = 5.25 Odd SKU\n"
	  "9 [25:28] TEE-S-ROT x2 20.00 = 40.00 T-Shirt - S, Rot\n"
	  "10 [25:33] TEE x1 20.00 = 20.00 T-Shirt - L, Blau\n"
	  "11 [26:35] - x1 15.00 = 15.00 Hat (parent no SKU) - One\n"
	  "12 [26:36] HAT-2 x3 15.00 = 45.00 Hat (parent no SKU) - Two\n"
	  "13 [17] EBOOK-1 x1 9.99 = 9.99 E-book\n"
	  "14 [15] SAMPLE-0 x1 0.00 = 0.00 Sample\n"
	  "15 [16] PAN-10\" x2 49.95 = 99.90 10\" Pan <b>Pro</b> & Lid x\n" },
	{ "order_same_sku_twice.json",
	  "163 163 processing:open USD | 61.94 ship 7.50 tax 4.44 off 0.00 | "
	  "2026-11-23T07:48:10Z 2026-11-23T07:51:59Z 2026-11-23T07:48:10Z | - | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "18 [10] MUG-001 x1 12.50 = 12.50 Coffee Mug\n"
	  "19 [10] MUG-001 x3 12.50 = 37.50 Coffee Mug\n" },
	{ "order_no_sku.json",
	  "164 164 pending:unpaid USD | 27.22 ship 0.00 tax 2.22 off 0.00 | "
	  "2026-11-23T07:48:10Z 2026-11-23T07:51:59Z 2026-11-23T07:48:10Z | - | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "22 [11] - x1 25.00 = 25.00 Gift wrap (no SKU)\n" },
	{ "order_variation_no_sku.json",
	  "165 165 processing:open USD | 54.44 ship 0.00 tax 4.44 off 0.00 | "
	  "2026-11-23T07:48:10Z 2026-11-23T07:48:10Z 2026-11-23T07:48:10Z | - | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "24 [25:33] TEE x1 20.00 = 20.00 T-Shirt - L, Blau\n"
	  "25 [26:35] - x2 15.00 = 30.00 Hat (parent no SKU) - One\n" },
	{ "order_variation_any.json",
	  "166 166 processing:open USD | 22.86 ship 0.00 tax 1.86 off 0.00 | "
	  "2026-11-23T07:48:10Z 2026-11-23T07:48:10Z 2026-11-23T07:48:10Z | - | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "27 [25:34] TEE-ANY x1 21.00 = 21.00 T-Shirt - S\n" },
	{ "order_jpy.json",
	  "168 168 processing:open JPY | 3300.00 ship 800.00 tax 300.00 off 0.00 | "
	  "2026-11-23T07:48:11Z 2026-11-23T07:48:11Z 2026-11-23T07:48:11Z | - | -\n"
	  "太郎 山田, -, 千代田1-1, 皇居, 千代田区, JP13, 100-0001, JP, 03-1234-5678, buyer@example.test\n"
	  "32 [10] MUG-001 x1 1200.00 = 1200.00 Coffee Mug\n"
	  "33 [12] ÄÖ-ßüñ-01 x3 333.3333 = 1000.00 Überraschung “Größe” ☕ 日本\n" },
	{ "order_gbp_vat.json",
	  "170 170 processing:open GBP | 56.80 ship 7.50 tax 9.47 off 0.00 | "
	  "2026-11-23T07:48:11Z 2026-11-23T07:48:11Z 2026-11-23T07:48:11Z | - | -\n"
	  "Zoë O'Brien, -, 10 Downing St, -, London, -, SW1A 2AA, GB, +1 555 0100, buyer@example.test\n"
	  "37 [10] MUG-001 x3 12.50 = 37.50 Coffee Mug\n"
	  "38 [18] CABLE-CM x7 0.3329 = 2.33 Cable per cm\n" },
	{ "order_eur.json",
	  "171 171 processing:open EUR | 32.72 ship 7.50 tax 5.23 off 0.00 | "
	  "2026-11-23T07:48:12Z 2026-11-23T07:48:12Z 2026-11-23T07:48:12Z | - | -\n"
	  "Jürgen Groß, Müller & Söhne GmbH, Straße des 17. Juni 1, -, Berlin, DE-BE, 10557, DE, +1 555 0100, buyer@example.test\n"
	  "41 [12] ÄÖ-ßüñ-01 x1 19.99 = 19.99 Überraschung “Größe” ☕ 日本\n" },
	{ "order_coupon.json",
	  "172 172 processing:open USD | 58.39 ship 7.50 tax 4.15 off 10.75 | "
	  "2026-11-23T07:48:12Z 2026-11-23T07:48:12Z 2026-11-23T07:48:12Z | - | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "44 [10] MUG-001 x3 10.00 = 30.00 Coffee Mug\n"
	  "45 [12] ÄÖ-ßüñ-01 x1 16.74 = 16.74 Überraschung “Größe” ☕ 日本\n" },
	{ "order_digital.json",
	  "176 176 completed:shipped USD | 10.88 ship 0.00 tax 0.89 off 0.00 | "
	  "2026-11-23T07:48:13Z 2026-11-23T07:48:13Z 2026-11-23T07:48:13Z | - | -\n"
	  "D Igital, -, -, -, -, -, -, -, -, d@example.test\n"
	  "63 [17] EBOOK-1 x1 9.99 = 9.99 (nothing to ship) E-book\n" },
	{ "order_notes.json",
	  "180 180 processing:open USD | 13.61 ship 0.00 tax 1.11 off 0.00 | "
	  "2026-11-23T07:48:14Z 2026-11-23T07:48:14Z 2026-11-23T07:48:14Z | - | Line one\n"
	  "Line two\r\n"
	  "<b>bold</b> & \"quotes\" 🎁\tTab\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "67 [10] MUG-001 x1 12.50 = 12.50 Coffee Mug\n" },
	{ "order_meta.json",
	  "181 181 processing:open USD | 13.61 ship 0.00 tax 1.11 off 0.00 | "
	  "2026-11-23T07:48:14Z 2026-11-23T07:48:14Z 2026-11-23T07:48:14Z | - | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "69 [10] MUG-001 x1 12.50 = 12.50 Coffee Mug\n" },
	{ "order_big.json",
	  "182 182 processing:open USD | 108874999.99 ship 0.00 tax 8875000.00 off 0.00 | "
	  "2026-11-23T07:48:15Z 2026-11-23T07:48:15Z 2026-11-23T07:48:15Z | - | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "71 [10] MUG-001 x1 99999999.99 = 99999999.99 Coffee Mug\n" },
	{ "order_onhold.json",
	  "189 189 on-hold:unpaid USD | 13.61 ship 0.00 tax 1.11 off 0.00 | "
	  "2026-11-23T07:48:19Z 2026-11-23T07:48:19Z - | Direct bank transfer | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "86 [10] MUG-001 x1 12.50 = 12.50 Coffee Mug\n" },
	{ "order_pending.json",
	  "190 190 pending:unpaid USD | 13.61 ship 0.00 tax 1.11 off 0.00 | "
	  "2026-11-23T07:48:19Z 2026-11-23T07:48:19Z - | - | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "88 [10] MUG-001 x1 12.50 = 12.50 Coffee Mug\n" },
	{ "order_failed.json",
	  "191 191 failed:cancelled USD | 13.61 ship 0.00 tax 1.11 off 0.00 | "
	  "2026-11-23T07:48:19Z 2026-11-23T07:48:19Z - | - | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "90 [10] MUG-001 x1 12.50 = 12.50 Coffee Mug\n" },
	{ "order_cancelled.json",
	  "192 192 cancelled:cancelled USD | 13.61 ship 0.00 tax 1.11 off 0.00 | "
	  "2026-11-23T07:48:20Z 2026-11-23T07:51:58Z 2026-11-23T07:48:20Z | - | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "92 [10] MUG-001 x1 12.50 = 12.50 Coffee Mug\n" },
	{ "order_partial_refund.json",
	  "193 193 processing:open USD | 91.86 ship 7.50 tax 6.88 off 0.00 | "
	  "2026-11-23T07:48:20Z 2026-11-23T07:48:23Z 2026-11-23T07:48:20Z | bacs | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "94 [10] MUG-001 x3 12.50 = 37.50 Coffee Mug\n"
	  "95 [12] ÄÖ-ßüñ-01 x2 19.99 = 39.98 Überraschung “Größe” ☕ 日本\n" },
	{ "order_amount_refund.json",
	  "194 194 processing:open USD | 91.86 ship 7.50 tax 6.88 off 0.00 | "
	  "2026-11-23T07:48:21Z 2026-11-23T07:48:23Z 2026-11-23T07:48:21Z | bacs | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "98 [10] MUG-001 x3 12.50 = 37.50 Coffee Mug\n"
	  "99 [12] ÄÖ-ßüñ-01 x2 19.99 = 39.98 Überraschung “Größe” ☕ 日本\n" },
	{ "order_full_refund.json",
	  "195 195 refunded:cancelled USD | 91.86 ship 7.50 tax 6.88 off 0.00 | "
	  "2026-11-23T07:48:21Z 2026-11-23T07:51:58Z 2026-11-23T07:48:21Z | bacs | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "102 [10] MUG-001 x3 12.50 = 37.50 Coffee Mug\n"
	  "103 [12] ÄÖ-ßüñ-01 x2 19.99 = 39.98 Überraschung “Größe” ☕ 日本\n" },
	{ "order_two_refunds.json",
	  "196 196 processing:open USD | 91.86 ship 7.50 tax 6.88 off 0.00 | "
	  "2026-11-23T07:48:22Z 2026-11-23T07:48:25Z 2026-11-23T07:48:22Z | bacs | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "106 [10] MUG-001 x3 12.50 = 37.50 Coffee Mug\n"
	  "107 [12] ÄÖ-ßüñ-01 x2 19.99 = 39.98 Überraschung “Größe” ☕ 日本\n" },
	{ "order_refund_shipping.json",
	  "198 198 processing:open USD | 91.86 ship 7.50 tax 6.88 off 0.00 | "
	  "2026-11-23T07:48:22Z 2026-11-23T07:48:27Z 2026-11-23T07:48:23Z | bacs | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "114 [10] MUG-001 x3 12.50 = 37.50 Coffee Mug\n"
	  "115 [12] ÄÖ-ßüñ-01 x2 19.99 = 39.98 Überraschung “Größe” ☕ 日本\n" },
	{ "order_customer.json",
	  "209 209 processing:open USD | 13.75 ship 0.00 tax 1.25 off 0.00 | "
	  "2026-11-23T07:48:32Z 2026-11-23T07:48:32Z 2026-11-23T07:48:32Z | - | -\n"
	  "太郎 山田, -, 千代田1-1, 皇居, 千代田区, JP13, 100-0001, JP, +1 555 0100, buyer@example.test\n"
	  "132 [10] MUG-001 x1 12.50 = 12.50 Coffee Mug\n" },
	{ "write_complete.json",
	  "163 163 completed:shipped USD | 61.94 ship 7.50 tax 4.44 off 0.00 | "
	  "2026-11-23T07:48:10Z 2026-11-23T08:19:46Z 2026-11-23T07:48:10Z | - | -\n"
	  "Jane Doe, -, 5 Main St, Apt 2, New York, NY, 10001, US, +1 555 0100, buyer@example.test\n"
	  "18 [10] MUG-001 x1 12.50 = 12.50 Coffee Mug\n"
	  "19 [10] MUG-001 x3 12.50 = 37.50 Coffee Mug\n" },
};

static void test_recorded_orders(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(orders); i++) {
		struct ctx            c = ctx_new();
		struct incoming_order o;
		const struct json    *j = json_recorded(&c, orders[i].file);

		wc_order_read(&c, j, NULL, &o);
		assert_string_equal(digest(&c, &o), orders[i].digest);
		assert_string_equal(o.source, "woocommerce");
		assert_string_equal(o.raw.data, json_write(&c, j));
		assert_int_equal(o.raw.len, strlen(o.raw.data));
		ctx_end(&c);
	}
}

static const struct incoming_line *line_of(const struct incoming_order *o, const char *id)
{
	for (size_t i = 0; i < o->n_lines; i++)
		if (strcmp(o->lines[i].platform_line_id, id) == 0)
			return &o->lines[i];
	return NULL;
}

/* Lists: every row is read, none refused. */
static void test_recorded_lists(void **state)
{
	static const struct {
		const char *file;
		size_t      n;
		const char *first, *last;
		size_t      n_cancelled, n_lines;
	} lists[] = {
		{ "orders_list_asc_p1.json", 20, "161", "180", 0, 36 },
		{ "orders_list_asc_p2.json", 20, "181", "209", 4, 28 },
		{ "orders_list_modified_after.json", 20, "367", "166", 1, 49 },
		{ "orders_list_page1.json", 10, "392", "197", 1, 13 },
		{ "orders_list_include.json", 1, "168", "168", 0, 2 },
		{ "orders_list_empty.json", 0, NULL, NULL, 0, 0 },
		{ "orders_list_beyond_last_page.json", 0, NULL, NULL, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(lists); i++) {
		struct ctx            c = ctx_new();
		struct incoming_order o = { 0 };
		size_t                n = 0, n_cancelled = 0, n_lines = 0;

		for (const struct json *row = json_first(json_recorded(&c, lists[i].file)); row; row = json_next(row), n++) {
			wc_order_read(&c, row, NULL, &o);
			if (o.refusal)
				fail_msg("%s %s: %s", lists[i].file, o.platform_order_id, o.refusal);
			if (n == 0)
				assert_string_equal(o.platform_order_id, lists[i].first);
			n_cancelled += o.state == INCOMING_CANCELLED;
			n_lines += o.n_lines;
		}
		assert_int_equal(n, lists[i].n);
		assert_int_equal(n_cancelled, lists[i].n_cancelled);
		assert_int_equal(n_lines, lists[i].n_lines);
		assert_text(o.platform_order_id, lists[i].last);
		ctx_end(&c);
	}
}

/* Product gone: the SKU is null and there is nothing to map to. The shop says that nothing needs
 * processing when all products are gone, which says nothing about the goods. */
static void test_products_gone(void **state)
{
	struct ctx            c = ctx_new();
	struct incoming_order o;

	(void)state;
	for (const struct json *row = json_first(json_recorded(&c, "orders_list_asc_p2.json")); row; row = json_next(row)) {
		const struct incoming_line *l;

		wc_order_read(&c, row, NULL, &o);
		if (strcmp(o.platform_order_id, "187") == 0)
			l = line_of(&o, "80");
		else if (strcmp(o.platform_order_id, "188") == 0)
			l = line_of(&o, "84");
		else
			continue;
		assert_null(l->platform_sku);
		assert_null(l->sku_key);
		assert_string_equal(l->product_name, "Soon deleted");
		assert_true(l->shippable);
	}
	ctx_end(&c);
}

/* The projected list has too little for an order: refused one by one, with what is known. */
static void test_projected_list(void **state)
{
	struct ctx            c = ctx_new();
	struct incoming_order o;
	size_t                n = 0;

	(void)state;
	for (const struct json *row = json_first(json_recorded(&c, "orders_list_fields.json")); row; row = json_next(row), n++) {
		wc_order_read(&c, row, NULL, &o);
		assert_string_equal(o.refusal_code, "malformed");
		assert_string_equal(o.platform_order_id, o.order_no);
		assert_true(o.updated_at.us > 0);
	}
	assert_int_equal(n, 20);
	ctx_end(&c);
}

/* ---- refunds --------------------------------------------------------------------------------- */

static void test_refunds(void **state)
{
	static const struct {
		const char *refunds, *order;
		struct { const char *line; int64_t quantity; bool shippable; } lines[2];
	} cases[] = {
		{ "refunds_partial_refund.json", "order_partial_refund.json", { { "94", 2, true }, { "95", 2, true } } },
		{ "refunds_amount_refund.json", "order_amount_refund.json", { { "98", 3, true }, { "99", 2, true } } },
		{ "refunds_refund_shipping.json", "order_refund_shipping.json", { { "114", 3, true }, { "115", 2, true } } },
		/* whole lines of another order (110, 111): nothing here is theirs */
		{ "refunds_full_refund_byline.json", "order_two_refunds.json", { { "106", 3, true }, { "107", 2, true } } },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct incoming_order o;
		struct wc_extras      extras = { 0 };

		assert_int_equal(wc_order_wants(json_recorded(&c, cases[i].order)), WC_WANTS_REFUNDS);
		wc_refunds_read(&c, json_recorded(&c, cases[i].refunds), &extras);
		wc_order_read(&c, json_recorded(&c, cases[i].order), &extras, &o);
		assert_null(o.refusal);
		for (size_t k = 0; k < 2; k++) {
			const struct incoming_line *l = line_of(&o, cases[i].lines[k].line);

			assert_int_equal(l->quantity, cases[i].lines[k].quantity);
			assert_int_equal(l->shippable, cases[i].lines[k].shippable);
		}
		/* prices are of what was ordered */
		assert_int_equal(o.lines[0].unit_price.e4, 125000);
		assert_int_equal(o.lines[0].line_total.e4, 375000);
		ctx_end(&c);
	}
}

#define ORDER(lines) "{\"id\":7,\"number\":\"7\",\"status\":\"processing\",\"currency\":\"USD\",\"total\":\"1.00\"," \
	"\"date_created_gmt\":\"2026-11-23T07:48:09\",\"line_items\":[" lines "]}"

static void test_refunds_without_line_or_sense(void **state)
{
	static const struct {
		const char *refunds;
		int64_t     first, second;
		const char *refusal;
	} cases[] = {
		/* the line is named */
		{ "[{\"line_items\":[{\"quantity\":-2,\"product_id\":5,\"meta_data\":[{\"key\":\"_refunded_item_id\",\"value\":2}]}]}]", 3, 1, NULL },
		/* it is not: the product tells, first line first */
		{ "[{\"line_items\":[{\"quantity\":-4,\"product_id\":5,\"variation_id\":0}]}]", 0, 2, NULL },
		/* more than was ordered takes all there is */
		{ "[{\"line_items\":[{\"quantity\":-40,\"product_id\":5}]}]", 0, 0, NULL },
		/* another variation, no product, no quantity */
		{ "[{\"line_items\":[{\"quantity\":-1,\"product_id\":5,\"variation_id\":6},{\"quantity\":-1,\"product_id\":0},"
		  "{\"quantity\":0,\"product_id\":5}]}]", 3, 3, NULL },
		{ "[{\"line_items\":[{\"quantity\":-0.5,\"product_id\":5}]}]", 3, 3, "quantity_implausible" },
		{ "[{\"line_items\":[{\"product_id\":5}]}]", 3, 3, "quantity_implausible" },
		{ "[{},null,{\"line_items\":7}]", 3, 3, NULL },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct incoming_order o;
		struct wc_extras      extras = { 0 };

		wc_refunds_read(&c, json_of(&c, cases[i].refunds), &extras);
		wc_order_read(&c, json_of(&c, ORDER("{\"id\":1,\"quantity\":3,\"product_id\":5,\"total\":\"3\"},"
			"{\"id\":2,\"quantity\":3,\"product_id\":5,\"variation_id\":0,\"total\":\"3\"}")), &extras, &o);
		assert_text(o.refusal_code, cases[i].refusal);
		assert_int_equal(o.lines[0].quantity, cases[i].first);
		assert_int_equal(o.lines[1].quantity, cases[i].second);
		assert_int_equal(o.lines[0].shippable, cases[i].first > 0);
		ctx_end(&c);
	}
}

/* ---- parcels --------------------------------------------------------------------------------- */

static void test_parcels(void **state)
{
	static const struct {
		const char *meta, *want;
	} cases[] = {
		{ "[]", "" },
		{ "[{\"key\":\"_tracking_number\",\"value\":\"A1\"},{\"key\":\"_shipment_provider\",\"value\":\"dhl\"}]", "A1 dhl;" },
		{ "[{\"key\":\"_tracking_number\",\"value\":12345678901234567890},{\"key\":\"_tracking_provider\",\"value\":\"ups\"}]",
		  "12345678901234567890 ups;" },
		{ "[{\"key\":\"_tracking_number\",\"value\":\"\"}]", "" },
		{ "[{\"key\":\"_tracking_number\",\"value\":{\"a\":1}}]", "" },
		/* both plugins: a list, or an object where PHP lost the row of numbers */
		{ "[{\"key\":\"_wc_shipment_tracking_items\",\"value\":[{\"tracking_provider\":\"Fedex\",\"custom_tracking_provider\":\"\","
		  "\"tracking_number\":\"A1\"},{\"tracking_provider\":\"\",\"custom_tracking_provider\":\"Bike\",\"tracking_number\":\"A2\"}]}]",
		  "A1 Fedex;A2 Bike;" },
		{ "[{\"key\":\"_wc_shipment_tracking_items\",\"value\":{\"3\":{\"tracking_number\":\"A3\"},\"4\":{\"tracking_number\":\"A3\"},"
		  "\"5\":{},\"6\":null}},{\"key\":\"_tracking_number\",\"value\":\"A3\"}]", "A3 -;" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct incoming_order o;
		struct buf            got = buf_new(c.arena, 64);

		wc_order_read(&c, json_of(&c, arena_printf(c.arena, "{\"id\":7,\"line_items\":[],\"meta_data\":%s}", cases[i].meta)),
			NULL, &o);
		for (size_t k = 0; k < o.n_parcels; k++)
			buf_printf(&got, "%s %s;", o.parcels[k].tracking_no, N(o.parcels[k].carrier));
		assert_string_equal(got.text, cases[i].want);
		ctx_end(&c);
	}
}

/* ---- no sense -------------------------------------------------------------------------------- */

static void test_refused(void **state)
{
	static const struct {
		const char *order, *code, *id, *number, *says;
	} cases[] = {
		{ "null", "malformed", NULL, NULL, "no id" },
		{ "[]", "malformed", NULL, NULL, "no id" },
		{ "\"x\"", "malformed", NULL, NULL, "no id" },
		{ "{}", "malformed", NULL, NULL, "no id" },
		{ "{\"number\":\"A-7\"}", "malformed", NULL, "A-7", "no id" },
		{ "{\"id\":{},\"number\":\"A-7\"}", "malformed", NULL, "A-7", "no id" },
		{ "{\"id\":\"../7\",\"number\":\"A-7\"}", "malformed", NULL, "A-7", "no id" },
		{ "{\"id\":7}", "malformed", "7", "7", "no status" },
		{ "{\"id\":7,\"status\":\"processing\"}", "malformed", "7", "7", "date_created_gmt" },
		{ "{\"id\":7,\"status\":\"processing\",\"date_created_gmt\":\"yesterday\"}", "malformed", "7", "7", "date_created_gmt" },
		{ "{\"id\":7,\"status\":\"processing\",\"date_created_gmt\":\"2026-11-23T07:48:09\",\"date_paid_gmt\":17}", "malformed", "7", "7",
		  "date_paid_gmt" },
		{ "{\"id\":7,\"status\":\"processing\",\"date_created_gmt\":\"2026-11-23T07:48:09\"}", "currency_unknown", "7", "7", "\"\"" },
		{ "{\"id\":7,\"status\":\"processing\",\"date_created_gmt\":\"2026-11-23T07:48:09\",\"currency\":\"BTC\"}", "currency_unknown", "7",
		  "7", "BTC" },
		{ "{\"id\":7,\"status\":\"processing\",\"date_created_gmt\":\"2026-11-23T07:48:09\",\"currency\":\"usd\"}", "currency_unknown", "7",
		  "7", "usd" },
		{ "{\"id\":7,\"status\":\"processing\",\"date_created_gmt\":\"2026-11-23T07:48:09\",\"currency\":\"USD\"}", "malformed", "7", "7",
		  "total" },
		{ "{\"id\":7,\"status\":\"processing\",\"date_created_gmt\":\"2026-11-23T07:48:09\",\"currency\":\"USD\",\"total\":\"1,00\"}",
		  "malformed", "7", "7", "total" },
		{ "{\"id\":7,\"status\":\"processing\",\"date_created_gmt\":\"2026-11-23T07:48:09\",\"currency\":\"USD\",\"total\":\"1.00\"}",
		  "malformed", "7", "7", "list of lines" },
		{ ORDER("{}"), "malformed", "7", "7", "line has no id" },
		{ ORDER("null"), "malformed", "7", "7", "line has no id" },
		{ ORDER("{\"id\":1,\"name\":\"Mug\"}"), "quantity_implausible", "7", "7", "Mug" },
		{ ORDER("{\"id\":1,\"quantity\":null}"), "quantity_implausible", "7", "7", "quantity" },
		{ ORDER("{\"id\":1,\"quantity\":-1}"), "quantity_implausible", "7", "7", "-1" },
		{ ORDER("{\"id\":1,\"quantity\":2.5}"), "quantity_implausible", "7", "7", "2.5" },
		{ ORDER("{\"id\":1,\"quantity\":1000001}"), "quantity_implausible", "7", "7", "1000001" },
		{ ORDER("{\"id\":1,\"quantity\":99999999999999999999}"), "quantity_implausible", "7", "7", "99999999999999999999" },
		{ ORDER("{\"id\":1,\"quantity\":1e3}"), "quantity_implausible", "7", "7", "1e3" },
		{ ORDER("{\"id\":1,\"quantity\":\"many\"}"), "quantity_implausible", "7", "7", "many" },
		{ ORDER("{\"id\":1,\"quantity\":1},{\"id\":2,\"quantity\":1},{\"id\":\"1\",\"quantity\":1}"), "malformed", "7", "7", "Line 1 is listed twice" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct incoming_order o;

		wc_order_read(&c, json_of(&c, cases[i].order), NULL, &o);
		if (!o.refusal)
			fail_msg("not refused: %s", cases[i].order);
		assert_text(o.refusal_code, cases[i].code);
		assert_text(o.platform_order_id, cases[i].id);
		assert_text(o.order_no, cases[i].number);
		if (!strstr(o.refusal, cases[i].says))
			fail_msg("%s: \"%s\" does not say \"%s\"", cases[i].order, o.refusal, cases[i].says);
		assert_non_null(o.raw.data);
		assert_int_equal(c.problem.code, PROBLEM_NONE);
		ctx_end(&c);
	}
}

/* What looks odd and is fine. */
static void test_taken(void **state)
{
	static const struct {
		const char *lines;
		int64_t     quantity;
		bool        has_price, shippable;
		const char *sku, *key, *name;
	} cases[] = {
		{ "{\"id\":1,\"quantity\":3.0,\"total\":\"9\",\"name\":\"A\",\"product_id\":5,\"variation_id\":6,\"sku\":\"S\"}", 3, true, true, "S",
		  "5:6", "A" },
		{ "{\"id\":\"1\",\"quantity\":\"3\",\"total\":9.00,\"name\":\"A\",\"product_id\":\"5\",\"sku\":null}", 3, true, true, NULL, "5", "A" },
		{ "{\"id\":1,\"quantity\":0,\"total\":\"0.00\",\"product_id\":5,\"sku\":\"S\"}", 0, false, false, "S", "5", "S" },
		{ "{\"id\":1,\"quantity\":1000000,\"total\":null,\"product_id\":0,\"sku\":\"\"}", 1000000, false, true, NULL, NULL, "(no name)" },
		{ "{\"id\":1,\"quantity\":1,\"total\":\"x\",\"product_id\":{},\"sku\":7}", 1, false, true, "7", NULL, "7" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct incoming_order o;

		wc_order_read(&c, json_of(&c, arena_printf(c.arena, ORDER("%s"), cases[i].lines)), NULL, &o);
		assert_text(o.refusal, NULL);
		assert_int_equal(o.lines[0].quantity, cases[i].quantity);
		assert_int_equal(o.lines[0].has_price, cases[i].has_price);
		assert_int_equal(o.lines[0].shippable, cases[i].shippable);
		assert_text(o.lines[0].platform_sku, cases[i].sku);
		assert_text(o.lines[0].sku_key, cases[i].key);
		assert_text(o.lines[0].product_name, cases[i].name);
		ctx_end(&c);
	}
}

static void test_too_many_lines(void **state)
{
	struct ctx            c = ctx_new();
	struct buf            lines = buf_new(c.arena, 65536);
	struct incoming_order o;

	(void)state;
	for (int i = 1; i <= 1000; i++)
		buf_printf(&lines, "%s{\"id\":%d,\"quantity\":1,\"product_id\":5}", i > 1 ? "," : "", i);
	wc_order_read(&c, json_of(&c, arena_printf(c.arena, ORDER("%s"), lines.text)), NULL, &o);
	assert_null(o.refusal);
	assert_int_equal(o.n_lines, 1000);
	buf_puts(&lines, ",{\"id\":1001,\"quantity\":1}");
	wc_order_read(&c, json_of(&c, arena_printf(c.arena, ORDER("%s"), lines.text)), NULL, &o);
	assert_string_equal(o.refusal_code, "malformed");
	ctx_end(&c);
}

static void test_recipients(void **state)
{
	static const struct {
		const char *addresses, *want; /* name, company, street, country, phone, email */
	} cases[] = {
		{ "\"shipping\":{},\"billing\":{}", "- - - - - -" },
		{ "\"shipping\":null", "- - - - - -" },
		{ "\"shipping\":[],\"billing\":7", "- - - - - -" },
		/* the country alone is no address */
		{ "\"shipping\":{\"first_name\":\"S\",\"country\":\"US\",\"phone\":\"1\"},\"billing\":{\"first_name\":\"B\",\"address_1\":\"b 1\","
		  "\"country\":\"DE\",\"phone\":\"2\",\"email\":\"b@x\"}", "B - b 1 DE 2 b@x" },
		{ "\"shipping\":{\"last_name\":\"S\",\"company\":\"Co\",\"address_1\":\"s 1\",\"country\":\"us\"},\"billing\":{\"phone\":\"2\"}",
		  "S Co s 1 US 2 -" },
		{ "\"shipping\":{\"first_name\":\"<i>Rob</i>\",\"last_name\":\"O'B\\\\\",\"address_1\":5,\"country\":\"USA\",\"phone\":49}",
		  "<i>Rob</i> O'B\\ - 5 - 49 -" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx                       c = ctx_new();
		struct incoming_order            o;
		const struct incoming_recipient *r = &o.recipient;

		wc_order_read(&c, json_of(&c, arena_printf(c.arena, "{\"id\":7,%s}", cases[i].addresses)), NULL, &o);
		assert_string_equal(arena_printf(c.arena, "%s %s %s %s %s %s", N(r->name), N(r->company), N(r->line1), N(r->country),
			N(r->phone), N(r->email)), cases[i].want);
		ctx_end(&c);
	}
}

static void test_states(void **state)
{
	static const struct {
		const char         *status;
		enum incoming_state want;
	} cases[] = {
		{ "processing", INCOMING_OPEN }, { "completed", INCOMING_SHIPPED }, { "on-hold", INCOMING_UNPAID },
		{ "pending", INCOMING_UNPAID }, { "checkout-draft", INCOMING_UNPAID }, { "cancelled", INCOMING_CANCELLED },
		{ "failed", INCOMING_CANCELLED }, { "refunded", INCOMING_CANCELLED }, { "trash", INCOMING_CANCELLED },
		{ "partial-shipped", INCOMING_UNKNOWN }, { "Processing", INCOMING_UNKNOWN },
	};
	struct ctx c = ctx_new();

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct incoming_order o;

		wc_order_read(&c, json_of(&c, arena_printf(c.arena, "{\"id\":7,\"status\":\"%s\"}", cases[i].status)), NULL, &o);
		assert_int_equal(o.state, cases[i].want);
		assert_string_equal(o.raw_status, cases[i].status);
	}
	ctx_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recorded_orders),
		cmocka_unit_test(test_recorded_lists),
		cmocka_unit_test(test_products_gone),
		cmocka_unit_test(test_projected_list),
		cmocka_unit_test(test_refunds),
		cmocka_unit_test(test_refunds_without_line_or_sense),
		cmocka_unit_test(test_parcels),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_taken),
		cmocka_unit_test(test_too_many_lines),
		cmocka_unit_test(test_recipients),
		cmocka_unit_test(test_states),
	};

	return cmocka_run_group_tests_name("woocommerce orders", tests, NULL, NULL);
}

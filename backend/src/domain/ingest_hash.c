/* What makes two answers of a platform the same order. Each part is written with its length, so that no two
 * orders write the same text. Times of update and the raw bytes stay out: viewing an order touches them. */
#include "domain/ingest.h"

#include "base/buf.h"
#include "lib/secret.h"

#include <string.h>

static void part(struct buf *b, const char *text)
{
	if (!text) {
		buf_puts(b, "-;");
		return;
	}
	buf_uint(b, strlen(text));
	buf_putc(b, ':');
	buf_puts(b, text);
}

static void number(struct buf *b, int64_t n)
{
	buf_int(b, n);
	buf_putc(b, ';');
}

/* Only where there is a purchase order: what a buyer's order is recognised by stays as it was. */
static void purchase(struct buf *b, const struct incoming_order *in)
{
	const struct incoming_purchase *p = in->purchase;
	const char *texts[] = { p->type, p->buying_party, p->selling_party, p->ship_to_code };
	const struct instant times[] = { p->acknowledge_by, p->ship_window_from, p->ship_window_to, p->delivery_window_from,
		p->delivery_window_to };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		part(b, texts[i]);
	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		number(b, times[i].us);
	for (size_t i = 0; i < in->n_lines; i++) {
		part(b, in->lines[i].product_id);
		number(b, in->lines[i].unit);
		number(b, in->lines[i].unit_size);
		number(b, in->lines[i].backorder_allowed);
	}
}

struct bytes ingest_hash(struct ctx *c, const struct incoming_order *in)
{
	const struct incoming_recipient *r = &in->recipient;
	const char *texts[] = { in->platform_order_id, in->order_no, in->source, in->raw_status, in->buyer_note,
		in->payment_method, in->currency, r->name, r->company, r->phone, r->email, r->country, r->state, r->city,
		r->line1, r->line2, r->zip };
	int64_t numbers[] = { in->state, in->created_at.us, in->paid_at.us, in->amount.e4, in->shipping_fee.e4, in->tax.e4,
		in->discount.e4 };
	unsigned char *out = arena_alloc(c->arena, SHA256_BYTES);
	struct buf b = buf_new(c->arena, 2048);

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		part(&b, texts[i]);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		number(&b, numbers[i]);
	for (size_t i = 0; i < in->n_lines; i++) {
		const struct incoming_line *l = &in->lines[i];

		part(&b, l->platform_line_id);
		part(&b, l->platform_sku);
		part(&b, l->sku_key);
		part(&b, l->product_name);
		number(&b, l->quantity);
		number(&b, l->has_price ? l->unit_price.e4 : -1);
		number(&b, l->has_price ? l->line_total.e4 : -1);
		number(&b, l->shippable);
	}
	for (size_t i = 0; i < in->n_parcels; i++) {
		part(&b, in->parcels[i].tracking_no);
		part(&b, in->parcels[i].carrier);
	}
	if (in->purchase)
		purchase(&b, in);
	sha256(b.text, b.len, out);
	return (struct bytes){ out, SHA256_BYTES };
}

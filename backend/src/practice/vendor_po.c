/* Purchase orders: how they are made, and how the buyer changes them. */
#include "practice/vendor_po.h"
#include "practice/list.h"

#include <string.h>

/* Nobody lives there; towns and postcodes fit, so that carriers' checks would pass. */
static const struct vendor_place places[] = {
	{ "ONT2", "Amazon.com Services LLC", "2 Practice Way", "San Bernardino", "CA", "92408", "US", "" },
	{ "PHX7", "Amazon.com Services LLC", "700 West Practice Road", "Phoenix", "AZ", "85043", "US", "+1 602 555 0107" },
	{ "DFW6", "Amazon.com Services LLC", "940 Practice Lane, Dock 6", "Coppell", "TX", "75019", "US", "" },
	{ "ABE8", "Amazon.com Services LLC", "8 Practice Boulevard", "Florence", "NJ", "08518", "US", "+1 609 555 0188" },
};
enum { N_PLACES = sizeof places / sizeof *places };

/* Eight letters and digits that are not taken. */
static const char *fresh_number(struct shop *s)
{
	static const char letters[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	char             *number = arena_strdup(s->arena, "xxxxxxxx");

	do {
		for (int i = 0; i < 8; i++)
			number[i] = letters[shop_random(s, i ? sizeof letters - 1 : 9)];
	} while (vendor_po(s, number));
	return number;
}

static const struct product *product_named(const struct shop *s, const char *sku)
{
	for (size_t i = 0; sku && i < s->products.n; i++)
		if (strcmp(s->products.items[i].sku, sku) == 0)
			return &s->products.items[i];
	return NULL;
}

/* Of our products by their ids; of anything else by its SKU. */
static const char *asin_of(struct shop *s, const struct product *p, const char *sku)
{
	uint32_t hash = 2166136261U;

	if (p)
		return arena_printf(s->arena, "B0HARB%04lld", (long long)(p->id % 10000));
	for (const char *c = sku; *c; c++)
		hash = (hash ^ (unsigned char)*c) * 16777619U;
	return arena_printf(s->arena, "B0%08X", (unsigned)hash);
}

static struct money part_of(struct money m, int64_t percent)
{
	return (struct money){ m.e4 * percent / 10000 * 100 };
}

static void add_item(struct shop *s, struct po *po, const struct po_item_spec *in)
{
	const struct product *p = product_named(s, in->sku);
	struct po_item       *i = LIST_ADD(s->arena, &po->items);

	i->sequence = arena_printf(s->arena, "%zu", po->items.n);
	i->asin = in->asin ? shop_text(s, in->asin) : asin_of(s, p, in->sku);
	i->sku = in->without_sku || !in->sku ? NULL : shop_text(s, in->sku);
	i->amount = in->amount;
	i->unit = (enum po_unit)in->unit;
	i->unit_size = in->unit_size ? in->unit_size : in->unit == UNIT_CASES ? 12 : 1;
	i->backorder_allowed = in->backorder_allowed;
	i->list_price = in->list_price.e4 ? in->list_price : p ? p->price : (struct money){ 200000 };
	i->net_cost = in->net_cost.e4 ? in->net_cost : part_of(i->list_price, 60);
	i->currency = in->currency ? shop_text(s, in->currency) : "USD";
	*LIST_ADD(s->arena, &i->changes) = (struct po_change){ .at = po->created, .ordered = i->amount };
}

static const struct vendor_place *place_of(struct shop *s, const char *code)
{
	for (size_t i = 0; code && i < N_PLACES; i++)
		if (strcmp(places[i].code, code) == 0)
			return &places[i];
	return code ? NULL : &places[shop_random(s, N_PLACES)];
}

static struct instant or_days_after(struct instant t, const struct po *po, int64_t days)
{
	return t.us ? t : instant_plus_s(po->created, days * 86400);
}

struct po *po_add(struct shop *s, const struct po_spec *in)
{
	const struct vendor_place *place = place_of(s, in->ship_to);
	struct po                 *po = NEW(s->arena, struct po);

	po->number = in->number ? shop_text(s, in->number) : fresh_number(s);
	po->created = in->created.us ? in->created : vendor_now();
	po->created.us -= po->created.us % INSTANT_SECOND;
	po->state_changed = po->updated = po->created;
	po->type = in->type;
	po->deal_code = shop_text(s, in->deal_code);
	po->ship_to.id = in->ship_to ? shop_text(s, in->ship_to) : place->code;
	po->ship_to.place = in->code_only ? NULL : place;
	po->selling.id = s->vendor->code;
	po->buying.id = po->bill_to.id = "AMZUS";
	po->ship_from = or_days_after(in->ship_from, po, 1);
	po->ship_until = or_days_after(in->ship_until, po, in->type == PO_RUSH ? 2 : 5);
	po->deliver_from = or_days_after(in->deliver_from, po, 2);
	po->deliver_until = or_days_after(in->deliver_until, po, in->type == PO_RUSH ? 3 : 9);
	for (size_t i = 0; i < in->n_items; i++)
		add_item(s, po, &in->items[i]);
	*LIST_ADD(s->arena, &s->vendor->orders) = po;
	return po;
}

struct po *po_add_random(struct shop *s)
{
	struct po_item_spec items[4] = { 0 };
	struct po_spec      spec = { .type = shop_random(s, 10) ? PO_REGULAR : PO_RUSH, .code_only = !shop_random(s, 4), .items = items };
	size_t              want = 1 + (size_t)shop_random(s, 4);

	for (int tries = 0; spec.n_items < want && s->products.n && tries < 100; tries++) {
		const struct product *p = &s->products.items[shop_random(s, s->products.n)];
		const bool            cases = !shop_random(s, 3);

		if (p->type == PRODUCT_VARIABLE || p->is_virtual || !*p->sku)
			continue;
		items[spec.n_items++] = (struct po_item_spec){
			.sku = p->sku, .unit = cases ? UNIT_CASES : UNIT_EACHES, .amount = 1 + (int64_t)shop_random(s, cases ? 4 : 36),
			.backorder_allowed = shop_random(s, 2),
		};
	}
	return po_add(s, &spec);
}

/* ---- the first ones -------------------------------------------------------------------------- */

struct first_po {
	int64_t             minutes_ago;
	const char         *ship_to, *deal_code;
	int                 type;
	bool                code_only;
	struct po_item_spec items[6]; /* ends with amount 0 */
};

#define EACH(sku_, n, ...)        { .sku = (sku_), .amount = (n), __VA_ARGS__ }
#define CASE(sku_, n, size, ...)  { .sku = (sku_), .amount = (n), .unit = UNIT_CASES, .unit_size = (size), __VA_ARGS__ }

/* HB-019 to HB-024 are mapped nowhere in practice data, of HB-003 there are fewer, of HB-016 one, of HB-017 none.
 * The rush order has an hour and a half left. The last two were changed by the buyer since. */
static const struct first_po first[] = {
	{ 20 * 60, "ONT2", NULL, PO_REGULAR, false, { EACH("HB-001", 24), EACH("HB-002", 12), EACH("HB-013", 18) } },
	{ 18 * 60, "PHX7", NULL, PO_REGULAR, false, { CASE("HB-011", 4, 12), CASE("HB-006", 6, 6) } },
	{ 16 * 60, "ABE8", NULL, PO_REGULAR, false, { EACH("HB-007", 10), EACH("HB-021", 30) } },
	{ 14 * 60, "ONT2", NULL, PO_REGULAR, false,
		{ EACH("HB-003", 150, .backorder_allowed = true), EACH("HB-016", 5), EACH("HB-017", 8, .backorder_allowed = true) } },
	{ 22 * 60 + 30, "DFW6", NULL, PO_RUSH, false, { EACH("HB-014", 20) } },
	{ 12 * 60, "DFW6", NULL, PO_REGULAR, true, { EACH("HB-004", 15), EACH("HB-009", 20) } },
	{ 9 * 60, "PHX7", NULL, PO_NEW_PRODUCT, false, { EACH("HB-TEE-S", 10), EACH("HB-TEE-M", 20), EACH("HB-TEE-L", 15) } },
	{ 8 * 60, "ONT2", "SUMMER-26", PO_REGULAR, false,
		{ CASE("HB-005", 2, 12), EACH("HB-008", 24), EACH("HB-010", 6), CASE("HB-015", 3, 10), EACH("HB-012", 9), EACH("HB-018", 4) } },
	{ 6 * 60, "ABE8", NULL, PO_REGULAR, false, { EACH("HB-008", 16, .without_sku = true), EACH("HB-001", 6) } },
	{ 4 * 60, "LGB9", NULL, PO_CONSIGNED, true, { EACH("HB-015", 6) } },
	{ 3 * 60, "PHX7", NULL, PO_REGULAR, false, { EACH("HB-012", 40), EACH("HB-006", 24) } },
	{ 2 * 60, "ONT2", NULL, PO_REGULAR, false, { EACH("HB-018", 10), EACH("HB-010", 20) } },
};
enum { N_FIRST = sizeof first / sizeof *first };

void po_add_first_twelve(struct shop *s)
{
	struct po *po[N_FIRST];

	for (int i = 0; i < N_FIRST; i++) {
		const struct first_po *f = &first[i];
		struct po_spec         spec = {
			.created = instant_plus_s(vendor_now(), -f->minutes_ago * 60), .type = f->type, .deal_code = f->deal_code,
			.ship_to = f->ship_to, .code_only = f->code_only, .items = f->items,
		};

		while (spec.n_items < 6 && f->items[spec.n_items].amount)
			spec.n_items++;
		po[i] = po_add(s, &spec);
	}
	po_reduce(s, po[10], &po[10]->items.items[0], 30);
	po_reduce(s, po[11], &po[11]->items.items[1], 0);
}

/* ---- the buyer ------------------------------------------------------------------------------- */

static void buyer_did(struct po *po)
{
	po->buyer_changed = po->updated = vendor_now();
}

void po_reduce(struct shop *s, struct po *po, struct po_item *i, int64_t amount)
{
	buyer_did(po);
	po->changed = po->buyer_changed;
	*LIST_ADD(s->arena, &i->changes) = (struct po_change){ .at = po->changed, .cancelled = i->amount - amount };
	i->amount = amount;
}

void po_close(struct po *po)
{
	buyer_did(po);
	if (po->state != PO_CLOSED)
		po->state_changed = po->buyer_changed;
	po->state = PO_CLOSED;
}

void po_cancel(struct shop *s, struct po *po)
{
	for (size_t i = 0; i < po->items.n; i++)
		if (po->items.items[i].amount)
			po_reduce(s, po, &po->items.items[i], 0);
	po->cancelled = true;
	po_close(po);
}

/* The orders a default shop opens with, one of every kind that a page must show, and the random
 * ones that come later. Only their times depend on the clock. */
#include "practice/order.h"
#include "practice/people.h"

#include <string.h>

#define USD(cents) ((struct money){ (cents) * INT64_C(100) })

struct first_order {
	int         person;    /* -1: an order without any address */
	const char *status, *payment_method, *payment_title, *shipping_title, *note;
	int64_t     shipping_cents, discount_percent;
	int         n_lines;
	struct line_spec lines[4];
};

#define CARD   "stripe", "Credit card"
#define PAYPAL "ppcp-gateway", "PayPal"
#define BANK   "bacs", "Direct bank transfer"
#define LINE(product, variation, n) { .product_id = (product), .variation_id = (variation), .quantity = (n) }

static const struct first_order harbor[] = {
	{ PERSON_EMILY, "processing", CARD, "Flat rate", "Please leave the parcel with the doorman.", 750, 0, 2,
		{ LINE(101, 0, 2), LINE(105, 0, 1) } },
	{ PERSON_GRETA, "processing", PAYPAL, "DHL Paket", "", 990, 0, 2, { LINE(130, 132, 1), LINE(102, 0, 1) } },
	{ PERSON_WANG, "processing", CARD, "International Express", "请在工作日派送，谢谢！", 2450, 0, 2,
		{ LINE(104, 0, 1), LINE(113, 0, 4) } },
	{ PERSON_OLIVIA, "completed", CARD, "Royal Mail Tracked 48", "", 620, 0, 1, { LINE(107, 0, 1) } },
	{ -1, "processing", CARD, "Flat rate", "", 750, 0, 1, { LINE(103, 0, 1) } },
	{ PERSON_JUERGEN, "processing", PAYPAL, "DHL Paket", "Rechnung bitte an die Firma.", 990, 0, 2,
		{ LINE(119, 0, 2), LINE(101, 0, 1) } },
	{ PERSON_SATO, "processing", CARD, "国際スピード郵便 (EMS)", "", 1800, 0, 2, { LINE(109, 0, 1), LINE(106, 0, 2) } },
	{ PERSON_MARCUS, "processing", CARD, "Flat rate", "For the cafe: deliver before 11 am, back door.\nRing twice.", 1250,
		0, 3, { LINE(101, 0, 12), LINE(113, 0, 6), LINE(101, 0, 3) } },
	{ PERSON_ALISTAIR, "on-hold", BANK, "Royal Mail Tracked 48", "", 620, 0, 1, { LINE(118, 0, 1) } },
	{ PERSON_LI, "processing", CARD, "International Express", "", 2450, 0, 2, { LINE(111, 0, 2), LINE(141, 0, 1) } },
	{ PERSON_DOLORES, "cancelled", CARD, "Flat rate", "", 750, 0, 1, { LINE(112, 0, 1) } },
	{ PERSON_CHLOE, "processing", CARD, "Colissimo", "", 1190, 10, 3,
		{ LINE(130, 131, 1), LINE(130, 133, 2), LINE(108, 0, 2) } },
};

static const struct first_order meadow[] = {
	{ PERSON_DOLORES, "processing", CARD, "Flat rate", "", 650, 0, 2, { LINE(201, 0, 1), LINE(203, 0, 2) } },
	{ PERSON_SANNE, "processing", PAYPAL, "PostNL", "Graag bij de buren op 265 afgeven.", 890, 0, 1, { LINE(202, 0, 1) } },
	{ PERSON_YAMAMOTO, "processing", CARD, "国際スピード郵便 (EMS)", "", 1800, 0, 2, { LINE(205, 0, 1), LINE(230, 231, 2) } },
	{ PERSON_NOAH, "completed", CARD, "Canada Post Expedited", "", 1340, 0, 1, { LINE(207, 0, 1) } },
	{ PERSON_LI, "processing", CARD, "International Express", "开发票，抬头同公司名。", 2450, 0, 2,
		{ LINE(204, 0, 10), LINE(208, 0, 3) } },
	{ -1, "processing", CARD, "Flat rate", "", 650, 0, 1, { LINE(206, 0, 2) } },
	{ PERSON_ALISTAIR, "processing", CARD, "Royal Mail Tracked 48", "", 620, 0, 2, { LINE(209, 0, 1), LINE(201, 0, 1) } },
	{ PERSON_JUERGEN, "processing", PAYPAL, "DHL Paket", "", 990, 0, 3,
		{ LINE(203, 0, 5), LINE(206, 0, 4), LINE(203, 0, 1) } },
	{ PERSON_EMILY, "on-hold", BANK, "Flat rate", "", 650, 0, 1, { LINE(208, 0, 2) } },
	{ PERSON_GRETA, "processing", CARD, "DHL Paket", "", 990, 15, 2, { LINE(230, 232, 1), LINE(204, 0, 2) } },
	{ PERSON_OLIVIA, "cancelled", CARD, "Royal Mail Tracked 48", "", 620, 0, 1, { LINE(210, 0, 1) } },
	{ PERSON_MARCUS, "processing", CARD, "Flat rate", "", 650, 0, 2, { LINE(205, 0, 6), LINE(207, 0, 2) } },
};

static void add_first(struct shop *s, const struct first_order *in, struct instant created)
{
	static const struct address nobody = { .email = "guest@example.com" };
	const struct person        *who = in->person < 0 ? NULL : &people[in->person];
	const char                 *currency = who ? who->currency : "USD";
	struct order_spec           spec = {
		.status = in->status, .currency = currency, .created = created, .note = in->note,
		.billing = who ? &who->address : &nobody, .shipping = who ? &who->address : NULL,
		.payment_method = in->payment_method, .payment_title = in->payment_title,
		.shipping_title = in->shipping_title, .shipping_total = price_in(USD(in->shipping_cents), currency),
		.discount_percent = in->discount_percent, .taxed = true,
		.n_lines = (size_t)in->n_lines, .lines = in->lines,
	};

	order_add(s, &spec);
}

/* The first order is 47 hours old, the last one minutes. */
void order_add_first_twelve(struct shop *s)
{
	const struct first_order *first = strcmp(s->name, "meadow") == 0 ? meadow : harbor;
	struct instant            now = instant_now();

	for (int i = 0; i < 12; i++)
		add_first(s, &first[i], instant_plus_s(now, -(int64_t)(47 - 4 * i) * 3600 + (int64_t)shop_random(s, 7200) - 3600));
}

struct order *order_add_random(struct shop *s)
{
	static const char *const notes[] = { "", "", "", "Gift: please leave out the invoice.", "Bitte klingeln!", "请放前台" };
	const struct person     *who = &people[shop_random(s, n_people)];
	struct line_spec         lines[3] = { 0 };
	struct order_spec        spec = {
		.currency = who->currency, .billing = &who->address, .shipping = &who->address, .taxed = true,
		.shipping_title = "Flat rate", .shipping_total = price_in(USD(750), who->currency),
		.note = notes[shop_random(s, sizeof notes / sizeof *notes)], .lines = lines,
	};
	size_t                   want = 1 + (size_t)shop_random(s, 3);

	/* A shop may sell nothing that is sent; then the order is an empty one, which exists too. */
	for (int tries = 0; spec.n_lines < want && s->products.n && tries < 100; tries++) {
		const struct product *p = &s->products.items[shop_random(s, s->products.n)];

		if (p->type == PRODUCT_VARIABLE || p->is_virtual)
			continue;
		lines[spec.n_lines++] = (struct line_spec){
			.product_id = p->parent_id ? p->parent_id : p->id, .variation_id = p->parent_id ? p->id : 0,
			.quantity = 1 + (int64_t)shop_random(s, 3),
		};
	}
	return order_add(s, &spec);
}

/* What the practice shops sell. Harbor: 101 to 124 with SKUs, 130 in three sizes, 140 without a
 * SKU, 141 a gift card that needs no parcel. Meadow: 201 to 212, 230 in two colours, 240 without. */
#include "practice/catalog.h"
#include "practice/list.h"

struct ware {
	int64_t     id;
	const char *sku, *name;
	int64_t     cents;
	const char *weight;
};

static const struct ware harbor[] = {
	{ 101, "HB-001", "Stoneware Coffee Mug, 350 ml", 1450, "0.42" },
	{ 102, "HB-002", "Linen Tea Towel, Set of 2", 1890, "0.18" },
	{ 103, "HB-003", "Oak Cutting Board, 40 cm", 3950, "1.35" },
	{ 104, "HB-004", "Cast Iron Skillet, 26 cm", 4490, "2.40" },
	{ 105, "HB-005", "Glass Storage Jar with Cork Lid, 1 L", 1295, "0.65" },
	{ 106, "HB-006", "Beeswax Candle, Pair", 1600, "0.30" },
	{ 107, "HB-007", "Wool Throw Blanket \"Fjord\"", 8900, "1.10" },
	{ 108, "HB-008", "Cotton Bath Towel, 70 x 140 cm", 2450, "0.55" },
	{ 109, "HB-009", "Enamel Teapot, 1.2 L", 3780, "0.95" },
	{ 110, "HB-010", "Bamboo Drawer Organizer", 2199, "0.80" },
	{ 111, "HB-011", "Stainless Steel Water Bottle, 750 ml", 2700, "0.35" },
	{ 112, "HB-012", "Canvas Storage Basket", 2350, "0.60" },
	{ 113, "HB-013", "Porcelain Dinner Plate, 27 cm", 1375, "0.75" },
	{ 114, "HB-014", "Digital Kitchen Scale", 2990, "0.48" },
	{ 115, "HB-015", "Pepper Mill, Walnut", 3400, "0.33" },
	{ 116, "HB-016", "Garden Pruning Shears", 2650, "0.29" },
	{ 117, "HB-017", "Terracotta Plant Pot, 18 cm", 1125, "1.05" },
	{ 118, "HB-018", "LED Reading Lamp", 4999, "0.88" },
	{ 119, "HB-019", "Pour-over Coffee Dripper", 1995, "0.40" },
	{ 120, "HB-020", "Coffee Filters No. 4, 100 Pieces", 495, "0.15" },
	{ 121, "HB-021", "Dish Brush with Replaceable Head", 890, "0.12" },
	{ 122, "HB-022", "Castile Soap Bar & Tray", 1150, "0.21" },
	{ 123, "HB-023", "Picnic Blanket, Waterproof", 4250, "1.20" },
	{ 124, "HB-024", "Folding Step Stool", 3890, "2.90" },
};

static const struct ware meadow[] = {
	{ 201, "MD-001", "Seed Starting Kit, 24 Cells", 1850, "0.52" },
	{ 202, "MD-002", "Copper Watering Can, 1.5 L", 4600, "0.90" },
	{ 203, "MD-003", "Garden Gloves, Goatskin", 2295, "0.14" },
	{ 204, "MD-004", "Wildflower Seed Mix, 100 g", 990, "0.11" },
	{ 205, "MD-005", "Hand Trowel, Forged", 2475, "0.38" },
	{ 206, "MD-006", "Jute Twine, 150 m", 650, "0.25" },
	{ 207, "MD-007", "Bird Feeder, Cedar", 3390, "1.15" },
	{ 208, "MD-008", "Lavender Sachet, Set of 4", 1420, "0.09" },
	{ 209, "MD-009", "Solar Path Light, Set of 6", 5450, "1.70" },
	{ 210, "MD-010", "Herb Drying Rack", 1780, "0.44" },
	{ 211, "MD-011", "Kneeling Pad", 1599, "0.36" },
	{ 212, "MD-012", "Compost Caddy, 5 L", 3150, "1.25" },
};

struct product *catalog_add(struct shop *s, int64_t id, const char *sku, const char *name, struct money price)
{
	struct product *p = LIST_ADD(s->arena, &s->products);

	p->id = id;
	p->sku = shop_text(s, sku);
	p->name = shop_text(s, name);
	p->price = price;
	p->attribute = "";
	p->weight = "";
	p->stock = 40 + (int64_t)shop_random(s, 160);
	/* The catalogue is older than every order of it. */
	p->created = instant_plus_s(instant_now(), -90 * 86400);
	p->created.us -= p->created.us % INSTANT_SECOND;
	p->modified = p->created;
	return p;
}

static struct money cents(int64_t n)
{
	return (struct money){ n * 100 };
}

static void add_wares(struct shop *s, const struct ware *wares, size_t n)
{
	for (size_t i = 0; i < n; i++)
		catalog_add(s, wares[i].id, wares[i].sku, wares[i].name, cents(wares[i].cents))->weight = wares[i].weight;
}

static void add_variable(struct shop *s, int64_t id, const char *sku, const char *name, const char *attribute,
	int64_t price, const char *const *options, const char *const *skus)
{
	struct product *parent = catalog_add(s, id, sku, name, cents(price));

	parent->type = PRODUCT_VARIABLE;
	parent->attribute = attribute;
	for (int i = 0; options[i]; i++) {
		struct product *p = catalog_add(s, id + 1 + i, skus[i], options[i], cents(price));

		p->type = PRODUCT_VARIATION;
		p->parent_id = id;
		p->attribute = attribute;
		p->weight = "0.20";
	}
}

void catalog_harbor(struct shop *s)
{
	static const char *const sizes[] = { "S", "M", "L", NULL };
	static const char *const skus[] = { "HB-TEE-S", "HB-TEE-M", "HB-TEE-L" };

	add_wares(s, harbor, sizeof harbor / sizeof *harbor);
	add_variable(s, 130, "HB-TEE", "Harbor Tee", "Size", 2400, sizes, skus);
	catalog_add(s, 140, "", "Vintage Brass Hook", cents(980))->weight = "0.10";
	catalog_add(s, 141, "HB-GIFT", "Gift Card", cents(2500))->is_virtual = true;
}

void catalog_meadow(struct shop *s)
{
	static const char *const colours[] = { "Blue", "Red", NULL };
	static const char *const skus[] = { "MD-MUG-BLUE", "MD-MUG-RED" };

	add_wares(s, meadow, sizeof meadow / sizeof *meadow);
	add_variable(s, 230, "MD-MUG", "Meadow Mug", "Colour", 1650, colours, skus);
	catalog_add(s, 240, "", "Pressed Flower Card", cents(450))->weight = "0.03";
}

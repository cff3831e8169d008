/* Products and variations. Most of their members are the same for every ware of the practice
 * shops and stand here as text. */
#include "practice/wire.h"

#include <ctype.h>
#include <string.h>

static void text_member(struct buf *b, const char *name, const char *value)
{
	wire_key(b, name);
	wire_text(b, value);
}

static const char *slug_of(struct arena *a, const char *name)
{
	char *slug = arena_strdup(a, name), *to = slug;

	for (const char *p = name; *p; p++) {
		if (isalnum((unsigned char)*p))
			*to++ = (char)tolower((unsigned char)*p);
		else if (to > slug && to[-1] != '-')
			*to++ = '-';
	}
	while (to > slug && to[-1] == '-')
		to--;
	*to = '\0';
	return slug;
}

static void times(struct buf *b, const struct shop *s, const struct product *p)
{
	wire_key(b, "date_created");
	wire_time(b, p->created, s->utc_offset_h);
	wire_key(b, "date_created_gmt");
	wire_time(b, p->created, 0);
	wire_key(b, "date_modified");
	wire_time(b, p->modified, s->utc_offset_h);
	wire_key(b, "date_modified_gmt");
	wire_time(b, p->modified, 0);
}

static void prices(struct buf *b, const struct product *p)
{
	wire_key(b, "price");
	wire_money(b, p->price, 2);
	wire_key(b, "regular_price");
	if (p->type == PRODUCT_VARIABLE)
		buf_puts(b, "\"\"");
	else
		wire_money(b, p->price, 2);
	buf_puts(b, ",\"sale_price\":\"\",\"date_on_sale_from\":null,\"date_on_sale_from_gmt\":null,\"date_on_sale_to\":null,"
		"\"date_on_sale_to_gmt\":null,\"on_sale\":false");
}

static void stock(struct buf *b, const struct product *p)
{
	bool managed = p->type == PRODUCT_SIMPLE && !p->is_virtual;

	buf_printf(b, ",\"manage_stock\":%s,\"stock_quantity\":", managed ? "true" : "false");
	if (managed)
		buf_int(b, p->stock);
	else
		buf_puts(b, "null");
}

static void weight(struct buf *b, const struct product *p)
{
	text_member(b, "weight", p->weight);
	buf_puts(b, ",\"dimensions\":{\"length\":\"\",\"width\":\"\",\"height\":\"\"}");
}

/* The option names of a variable product, as its attribute lists them, and its variations' ids. */
static void attributes(struct buf *b, const struct shop *s, const struct product *p)
{
	bool first = true;

	buf_puts(b, ",\"attributes\":[");
	if (p->type == PRODUCT_VARIABLE) {
		buf_puts(b, "{\"id\":0,\"name\":");
		wire_text(b, p->attribute);
		text_member(b, "slug", p->attribute);
		buf_puts(b, ",\"position\":0,\"visible\":true,\"variation\":true,\"options\":[");
		for (size_t i = 0; i < s->products.n; i++)
			if (s->products.items[i].parent_id == p->id) {
				if (!first)
					buf_putc(b, ',');
				first = false;
				wire_text(b, s->products.items[i].name);
			}
		buf_puts(b, "]}");
	}
	buf_puts(b, "],\"default_attributes\":[],\"variations\":[");
	first = true;
	for (size_t i = 0; i < s->products.n; i++)
		if (s->products.items[i].parent_id == p->id && p->id) {
			if (!first)
				buf_putc(b, ',');
			first = false;
			buf_int(b, s->products.items[i].id);
		}
	buf_putc(b, ']');
}

void wire_product(struct buf *b, const struct shop *s, const struct product *p)
{
	const char *flag[] = { "false", "true" };
	const char *slug = slug_of(b->arena, p->name);

	buf_printf(b, "{\"id\":%lld", (long long)p->id);
	text_member(b, "name", p->name);
	text_member(b, "slug", slug);
	text_member(b, "permalink", arena_printf(b->arena, "%s/product/%s/", s->home, slug));
	times(b, s, p);
	text_member(b, "type", p->type == PRODUCT_VARIABLE ? "variable" : "simple");
	buf_puts(b, ",\"status\":\"publish\",\"featured\":false,\"catalog_visibility\":\"visible\",\"description\":\"\","
		"\"short_description\":\"\"");
	text_member(b, "sku", p->sku);
	prices(b, p);
	buf_printf(b, ",\"purchasable\":true,\"total_sales\":0,\"virtual\":%s,\"downloadable\":false,\"downloads\":[],"
		"\"download_limit\":-1,\"download_expiry\":-1,\"external_url\":\"\",\"button_text\":\"\","
		"\"tax_status\":\"taxable\",\"tax_class\":\"\"", flag[p->is_virtual]);
	stock(b, p);
	buf_puts(b, ",\"backorders\":\"no\",\"backorders_allowed\":false,\"backordered\":false,\"low_stock_amount\":null,"
		"\"sold_individually\":false");
	weight(b, p);
	buf_printf(b, ",\"shipping_required\":%s,\"shipping_taxable\":%s", flag[!p->is_virtual], flag[!p->is_virtual]);
	buf_puts(b, ",\"shipping_class\":\"\",\"shipping_class_id\":0,\"reviews_allowed\":true,\"average_rating\":\"0.00\","
		"\"rating_count\":0,\"upsell_ids\":[],\"cross_sell_ids\":[],\"parent_id\":0,\"purchase_note\":\"\","
		"\"categories\":[{\"id\":15,\"name\":\"Uncategorized\",\"slug\":\"uncategorized\"}],\"brands\":[],\"tags\":[],"
		"\"images\":[]");
	attributes(b, s, p);
	buf_puts(b, ",\"grouped_products\":[],\"menu_order\":0,\"price_html\":\"\",\"related_ids\":[],\"meta_data\":[],"
		"\"stock_status\":\"instock\"");
	buf_printf(b, ",\"has_options\":%s,\"post_password\":\"\",\"global_unique_id\":\"\"", flag[p->type == PRODUCT_VARIABLE]);
	wire_links(b, s, "\"GET\",\"POST\",\"PUT\",\"PATCH\",\"DELETE\"",
		arena_printf(b->arena, "products/%lld", (long long)p->id), "products", NULL);
	buf_putc(b, '}');
}

void wire_variation(struct buf *b, const struct shop *s, const struct product *p)
{
	const struct product *parent = shop_product(s, p->parent_id);
	const char *up = arena_printf(b->arena, "products/%lld", (long long)p->parent_id);
	const char *all = arena_printf(b->arena, "%s/variations", up);

	buf_printf(b, "{\"id\":%lld,\"type\":\"variation\"", (long long)p->id);
	times(b, s, p);
	text_member(b, "description", "");
	text_member(b, "permalink", arena_printf(b->arena, "%s/product/%s/?attribute_%s=%s", s->home,
		slug_of(b->arena, parent->name), slug_of(b->arena, p->attribute), p->name));
	text_member(b, "sku", *p->sku ? p->sku : parent->sku);
	text_member(b, "global_unique_id", "");
	prices(b, p);
	buf_puts(b, ",\"status\":\"publish\",\"purchasable\":true,\"virtual\":false,\"downloadable\":false,\"downloads\":[],"
		"\"download_limit\":-1,\"download_expiry\":-1,\"tax_status\":\"taxable\",\"tax_class\":\"\"");
	stock(b, p);
	buf_puts(b, ",\"stock_status\":\"instock\",\"backorders\":\"no\",\"backorders_allowed\":false,\"backordered\":false,"
		"\"low_stock_amount\":null");
	weight(b, p);
	buf_puts(b, ",\"shipping_class\":\"\",\"shipping_class_id\":0,\"image\":null,\"gallery_image_ids\":[],"
		"\"attributes\":[{\"id\":0,\"name\":");
	wire_text(b, p->attribute);
	text_member(b, "slug", slug_of(b->arena, p->attribute));
	text_member(b, "option", p->name);
	buf_puts(b, "}],\"menu_order\":0,\"meta_data\":[]");
	text_member(b, "name", p->name);
	wire_key(b, "parent_id");
	buf_int(b, p->parent_id);
	wire_links(b, s, "\"GET\",\"POST\",\"PUT\",\"PATCH\",\"DELETE\"",
		arena_printf(b->arena, "%s/%lld", all, (long long)p->id), all, up);
	buf_putc(b, '}');
}

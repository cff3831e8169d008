/* GET products and variations. */
#include "practice/wire.h"
#include "practice/woo.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const order_by_names[] = {
	"date", "id", "include", "title", "slug", "modified", "price", "popularity", "rating", "menu_order", NULL,
};
static const char *const directions[] = { "asc", "desc", NULL };
static const char *const types[] = { "simple", "grouped", "external", "variable", NULL };
static const char *const statuses[] = { "any", "draft", "pending", "private", "publish", "future", "trash", NULL };

struct product_query {
	struct woo_page page;
	struct woo_date modified_after, modified_before, after, before;
	bool            gmt;
	const char     *include, *exclude, *search, *sku, *type, *status, *order_by, *direction;
};

static bool read_query(struct call *k, struct product_query *q)
{
	const char *gmt = call_param(k, "dates_are_gmt");

	q->gmt = gmt && (strcmp(gmt, "true") == 0 || strcmp(gmt, "1") == 0);
	q->include = call_param(k, "include");
	q->exclude = call_param(k, "exclude");
	q->search = call_param(k, "search");
	q->sku = call_param(k, "sku");
	return woo_page(k, &q->page) && woo_date(k, "modified_after", &q->modified_after)
	    && woo_date(k, "modified_before", &q->modified_before) && woo_date(k, "after", &q->after)
	    && woo_date(k, "before", &q->before) && woo_choice(k, "type", types, NULL, &q->type)
	    && woo_choice(k, "status", statuses, "any", &q->status)
	    && woo_choice(k, "orderby", order_by_names, "date", &q->order_by)
	    && woo_choice(k, "order", directions, "desc", &q->direction);
}

/* As the database of a shop compares: without regard to case. */
static bool sku_in(const char *list, const char *sku)
{
	size_t len = strlen(sku);

	while (*list) {
		size_t n = strcspn(list, ",");

		if (n && n == len && strncasecmp(list, sku, n) == 0)
			return true;
		list += n + (list[n] == ',');
		list += strspn(list, " ");
	}
	return false;
}

static bool between(struct instant t, int64_t offset_s, const struct woo_date *after, const struct woo_date *before)
{
	int64_t s = t.us / INSTANT_SECOND + offset_s;

	return (!after->set || s > after->digits_s) && (!before->set || s < before->digits_s);
}

static bool wanted(const struct shop *s, const struct product_query *q, const struct product *p)
{
	int64_t offset_s = q->gmt ? 0 : s->utc_offset_h * 3600L;
	bool    published = strcmp(q->status, "any") == 0 || strcmp(q->status, "publish") == 0;

	/* A list of SKUs finds variations too; without one they have their own routes. */
	if (q->sku && *q->sku ? !sku_in(q->sku, p->sku) : p->type == PRODUCT_VARIATION)
		return false;
	if (q->type && strcmp(q->type, p->type == PRODUCT_VARIABLE ? "variable" : "simple") != 0)
		return false;
	return published && between(p->created, offset_s, &q->after, &q->before)
	    && between(p->modified, offset_s, &q->modified_after, &q->modified_before)
	    && (!q->include || !*q->include || woo_list_has(q->include, p->id)) && !woo_list_has(q->exclude, p->id)
	    && (!q->search || !*q->search || strcasestr(p->name, q->search) || strcasestr(p->sku, q->search));
}

static int by_id(const void *a, const void *b)
{
	const struct product *x = *(const struct product *const *)a, *y = *(const struct product *const *)b;

	return x->id < y->id ? -1 : x->id > y->id;
}

static int by_title(const void *a, const void *b)
{
	const struct product *x = *(const struct product *const *)a, *y = *(const struct product *const *)b;
	int                   order = strcasecmp(x->name, y->name);

	return order ? order : by_id(a, b);
}

static int by_modified(const void *a, const void *b)
{
	const struct product *x = *(const struct product *const *)a, *y = *(const struct product *const *)b;

	return x->modified.us != y->modified.us ? (x->modified.us < y->modified.us ? -1 : 1) : by_id(a, b);
}

static int by_price(const void *a, const void *b)
{
	const struct product *x = *(const struct product *const *)a, *y = *(const struct product *const *)b;

	return x->price.e4 != y->price.e4 ? (x->price.e4 < y->price.e4 ? -1 : 1) : by_id(a, b);
}

/* All wares of a shop came on one day, so date, popularity and the like fall back to the id. */
static void sort(const struct product_query *q, const struct product **all, size_t n)
{
	bool title = strcmp(q->order_by, "title") == 0 || strcmp(q->order_by, "slug") == 0;

	qsort(all, n, sizeof(*all), title ? by_title : strcmp(q->order_by, "modified") == 0 ? by_modified
		: strcmp(q->order_by, "price") == 0 ? by_price : by_id);
	if (strcmp(q->direction, "desc") != 0)
		return;
	for (size_t i = 0; i < n / 2; i++) {
		const struct product *swap = all[i];

		all[i] = all[n - 1 - i];
		all[n - 1 - i] = swap;
	}
}

static void answer_page(struct call *k, const struct product_query *q, const struct product **all, size_t n,
	const char *path, void (*write)(struct buf *, const struct shop *, const struct product *))
{
	size_t      from = (size_t)(q->page.by_offset ? q->page.offset : (q->page.page - 1) * q->page.per_page);
	struct buf *b = woo_answer(k, 200);

	sort(q, all, n);
	woo_page_headers(k, &q->page, path, "", n);
	buf_putc(b, '[');
	for (size_t i = from; i < n && i < from + (size_t)q->page.per_page; i++) {
		size_t start;

		if (i > from)
			buf_putc(b, ',');
		start = b->len;
		write(b, k->shop, all[i]);
		woo_fields(k, b, start);
	}
	buf_putc(b, ']');
}

/* Found by its SKU, a variation comes in the list of products as one. */
static void write_any(struct buf *b, const struct shop *s, const struct product *p)
{
	if (p->type == PRODUCT_VARIATION)
		wire_variation(b, s, p);
	else
		wire_product(b, s, p);
}

void woo_products_list(struct call *k)
{
	struct product_query   q = { 0 };
	const struct shop     *s = k->shop;
	const struct product **all = NEW_N(k->ctx.arena, const struct product *, s->products.n + 1);
	size_t                 n = 0;

	if (!read_query(k, &q))
		return;
	for (size_t i = 0; i < s->products.n; i++)
		if (wanted(s, &q, &s->products.items[i]))
			all[n++] = &s->products.items[i];
	answer_page(k, &q, all, n, "products", write_any);
}

static const struct product *product_of_route(struct call *k)
{
	const struct product *p = shop_product(k->shop, k->ids[0]);

	if (p)
		return p;
	woo_error(k, 404, "woocommerce_rest_product_invalid_id", "Invalid ID.");
	return NULL;
}

void woo_product_get(struct call *k)
{
	const struct product *p = product_of_route(k);
	struct buf           *b;

	if (!p)
		return;
	b = woo_answer(k, 200);
	write_any(b, k->shop, p);
	woo_fields(k, b, 0);
}

/* `parent` 0 is every variable product. */
static void list_variations(struct call *k, int64_t parent, const char *path)
{
	struct product_query   q = { 0 };
	const struct shop     *s = k->shop;
	const struct product **all = NEW_N(k->ctx.arena, const struct product *, s->products.n + 1);
	size_t                 n = 0;

	if (!read_query(k, &q))
		return;
	for (size_t i = 0; i < s->products.n; i++) {
		const struct product *p = &s->products.items[i];

		if (p->type == PRODUCT_VARIATION && (!parent || p->parent_id == parent)
		    && (!q.include || !*q.include || woo_list_has(q.include, p->id)) && !woo_list_has(q.exclude, p->id)
		    && (!q.sku || !*q.sku || sku_in(q.sku, p->sku)))
			all[n++] = p;
	}
	answer_page(k, &q, all, n, path, wire_variation);
}

void woo_variations_list(struct call *k)
{
	/* The real one answers an unknown parent with an empty list too. */
	list_variations(k, k->ids[0] ? k->ids[0] : -1, arena_printf(k->ctx.arena, "products/%lld/variations", (long long)k->ids[0]));
}

void woo_all_variations(struct call *k)
{
	list_variations(k, 0, "variations");
}

void woo_variation_get(struct call *k)
{
	const struct product *p = shop_product(k->shop, k->ids[1]);
	struct buf           *b;

	if (!p || p->parent_id != k->ids[0])
		return woo_error(k, 404, "woocommerce_rest_product_variation_invalid_id", "Invalid ID.");
	b = woo_answer(k, 200);
	wire_variation(b, k->shop, p);
	woo_fields(k, b, 0);
}

#include "domain/mapping_csv.h"

#include "base/csv.h"
#include "sql/platform_sku_sql.h"
#include "sql/user_sql.h"

enum { EXPORT_MOST = 20000, EXPORT_PAGE = 200 };

static void put_head(struct buf *b)
{
	static const char *const names[] = { "store", "platform_sku", "sku_key", "name", "state", "warehouse_sku", "quantity" };

	buf_puts(b, "\xEF\xBB\xBF"); /* spreadsheets take it for UTF-8 */
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		csv_cell(b, names[i], i == 0);
	csv_end(b);
}

static void put_row(struct ctx *c, struct buf *b, const struct platform_sku *p, const struct mapping_item *item)
{
	csv_cell(b, p->store_name, true);
	csv_cell(b, p->platform_sku, false);
	csv_cell(b, p->sku_key, false);
	csv_words(b, c->arena, p->name, false);
	csv_cell(b, platform_sku_state_names[p->state], false);
	csv_cell(b, item ? item->code : NULL, false);
	csv_cell(b, item ? arena_printf(c->arena, "%lld", (long long)item->quantity) : NULL, false);
	csv_end(b);
}

static void put_sku(struct ctx *c, struct buf *b, const struct platform_sku *p)
{
	for (size_t i = 0; i < p->n_items; i++)
		put_row(c, b, p, &p->items[i]);
	if (!p->n_items)
		put_row(c, b, p, NULL);
}

/* A page at a time, each in a lifetime of its own; *cursor and the text outlive it. */
static bool put_page(struct ctx *c, struct platform_sku_filter *f, struct buf *out, size_t *n_rows)
{
	struct ctx           page = ctx_begin(c);
	struct platform_sku *rows;
	struct page_end      end;
	size_t               n;
	bool                 ok = page_read(&page, &f->page) && platform_sku_sql_page(&page, f, &rows, &n, &end)
	    && platform_sku_sql_items(&page, rows, n);

	for (size_t i = 0; ok && i < n; i++)
		put_sku(&page, out, &rows[i]);
	if (ok) {
		*n_rows += n;
		f->page.cursor = arena_strdup(c->arena, end.next_cursor);
	} else {
		problem_take(c, &page);
	}
	ctx_end(&page);
	return ok;
}

bool mapping_csv_export(struct ctx *c, struct platform_sku_filter *f, struct buf *out)
{
	struct platform_sku_filter all = *f;
	size_t                     n = 0;

	all.page = (struct page){ .limit = EXPORT_PAGE };
	put_head(out);
	do {
		if (!put_page(c, &all, out, &n))
			return false;
		if (n > EXPORT_MOST)
			return problem_field(c, "storeId", "too_many", "the filter finds more than %d SKUs: choose a store, or fewer states", EXPORT_MOST);
	} while (all.page.cursor);
	return audit_sql_add(c, "mappings_exported", NULL, arena_printf(c->arena, "%zu platform SKUs", n));
}

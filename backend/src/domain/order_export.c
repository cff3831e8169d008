#include "domain/order_export.h"

#include "base/csv.h"
#include "domain/order_turn.h"
#include "model/order.h"
#include "sql/order_sql.h"
#include "sql/user_sql.h"

#include <errno.h>
#include <string.h>

enum { EXPORT_PAGE = 1000 };

static const char *const head[] = { "Order Number", "Type", "Status", "Platform", "Store", "Order Time (UTC)", "Amount", "Currency",
	"Warehouse", "WMS Shipping Cost", "WMS Shipping Currency", "Whose Turn", "Since (UTC)", "Exception", "Exception Detail",
	"Exception Since (UTC)" };

static void put_head(struct buf *b)
{
	buf_puts(b, "\xEF\xBB\xBF"); /* spreadsheets take it for UTF-8 */
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		csv_cell(b, head[i], i == 0);
	csv_end(b);
}

static const char *time_text(struct ctx *c, struct instant t)
{
	return t.us ? instant_text(c->arena, t) : NULL;
}

static void put_row(struct ctx *c, struct buf *b, const struct order *o)
{
	csv_words(b, c->arena, o->order_no, true);
	csv_cell(b, order_kind_names[o->kind], false);
	csv_cell(b, order_status_names[o->status], false);
	csv_cell(b, o->source, false);
	csv_words(b, c->arena, o->store_name, false);
	csv_cell(b, time_text(c, o->order_time), false);
	csv_cell(b, money_text(c->arena, o->amount), false);
	csv_cell(b, o->currency, false);
	csv_cell(b, o->warehouse_name, false);
	csv_cell(b, o->wms_shipping_currency ? money_text(c->arena, o->wms_shipping_cost) : NULL, false);
	csv_cell(b, o->wms_shipping_currency, false);
	csv_cell(b, o->turn_owner, false);
	csv_cell(b, time_text(c, o->turn_since), false);
	csv_cell(b, o->exception_code, false);
	csv_words(b, c->arena, o->exception_detail, false);
	csv_cell(b, time_text(c, o->exception_since), false);
	csv_end(b);
}

static bool put(struct ctx *c, struct order_export *x, const struct buf *b)
{
	if (fwrite(b->text, 1, b->len, x->file) != b->len)
		return problem(c, PROBLEM_UNAVAILABLE, "the file could not be written") || problem_cause(c, "%s", strerror(errno));
	x->n_bytes += b->len;
	return true;
}

/* A page at a time, each in a lifetime of its own; *cursor outlives it. */
static bool put_page(struct ctx *c, struct order_filter *f, struct order_export *x)
{
	struct ctx      page = ctx_begin(c);
	struct buf      b = buf_new(page.arena, 256 * 1024);
	struct order   *rows;
	struct page_end end;
	size_t          n;
	bool            ok = page_read(&page, &f->page);

	f->page.limit = EXPORT_PAGE; /* more than a person may ask for at once */
	ok = ok && order_sql_page(&page, f, &rows, &n, &end);
	if (ok) {
		for (size_t i = 0; i < n; i++) {
			order_turn_set(&rows[i]);
			put_row(&page, &b, &rows[i]);
		}
		x->n_rows += n;
		ok = put(&page, x, &b);
		f->page.cursor = arena_strdup(c->arena, end.next_cursor);
	}
	if (!ok)
		problem_take(c, &page);
	ctx_end(&page);
	return ok;
}

static void close_file(void *file)
{
	fclose(file);
}

static bool open_file(struct ctx *c, struct order_export *x)
{
	struct buf b = buf_new(c->arena, 512);

	x->file = tmpfile();
	if (!x->file)
		return problem(c, PROBLEM_UNAVAILABLE, "the file could not be made") || problem_cause(c, "%s", strerror(errno));
	arena_defer(c->arena, close_file, x->file);
	put_head(&b);
	return put(c, x, &b);
}

static bool no_page(struct ctx *c, const struct page *p)
{
	if (p->limit)
		return problem_field(c, "limit", "unknown", "a file holds all pages");
	return !p->cursor || problem_field(c, "cursor", "unknown", "a file holds all pages");
}

bool order_export(struct ctx *c, const struct order_filter *f, struct order_export *out)
{
	struct order_filter all = *f;

	*out = (struct order_export){ 0 };
	if (!no_page(c, &f->page) || !order_filter_read(c, &all) || !open_file(c, out))
		return false;
	order_turn_clauses(c, &all);
	do {
		if (!put_page(c, &all, out))
			return false;
		if (out->n_rows > ORDER_EXPORT_MOST)
			return problem_field(c, "orderTimeFrom", "too_many", "more than %d orders match: narrow the time or another filter",
				ORDER_EXPORT_MOST);
	} while (all.page.cursor);
	rewind(out->file);
	return audit_sql_add(c, "orders_exported", order_kind_names[f->kind], arena_printf(c->arena, "%zu orders", out->n_rows));
}

/* A file of mappings. Nothing is written while it is read; every fault is kept with its line, so that a file is
 * corrected once. What names something in it is looked up for all rows at once. */
#include "domain/mapping_csv.h"

#include "base/csv.h"
#include "base/number.h"
#include "base/utf8.h"
#include "domain/mapping.h"
#include "lib/db.h"
#include "model/sku.h"
#include "model/store.h"
#include "sql/mapping_sql.h"
#include "sql/platform_sku_sql.h"
#include "sql/store_sql.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_MOST = 20000, CELL_MAX = 191, ITEMS_MOST = 20, UNITS_MOST = 10000, FAULTS_SHOWN = 200, BINDINGS_SHOWN = 200 };

enum column { STORE, PLATFORM_SKU, SKU_KEY, WAREHOUSE_SKU, QUANTITY, COLUMNS };
static const char *const column_names[COLUMNS] = { "store", "platform_sku", "sku_key", "warehouse_sku", "quantity" };
static const char *const others[] = { "name", "state" }; /* of an export; they bind nothing */

struct row {
	size_t      line;
	const char *cells[COLUMNS];  /* NULL: empty */
	const struct store *store;
	struct named_product *product;
	const struct named_sku *sku;
	int64_t     quantity;
};

struct work {
	const char *text;
	size_t      len;
	bool        apply;
	struct import_report *out;
	uint64_t    customer_id;
	struct row *rows;
	size_t      n;
	struct store *stores;
	size_t      n_stores;
};

static void fault(struct work *w, const struct row *r, int column, const char *code, const char *detail)
{
	struct import_report *out = w->out;

	if (out->n_faults < FAULTS_SHOWN)
		out->faults[out->n_faults++] = (struct import_fault){ .line = (int64_t)r->line, .column = column < 0 ? NULL : column_names[column],
			.code = code, .detail = detail };
	out->faults_total++;
}

/* ---- the file -------------------------------------------------------------------------------------- */

static const char *trimmed(struct arena *a, const char *text)
{
	size_t n;

	text += strspn(text, " \t");
	n = strlen(text);
	while (n && strchr(" \t", text[n - 1]))
		n--;
	return n ? arena_strndup(a, text, n) : NULL;
}

static bool read_head(struct ctx *c, const struct csv_row *head, int *at)
{
	for (int k = 0; k < COLUMNS; k++)
		at[k] = -1;
	for (size_t i = 0; i < head->n; i++) {
		const char *name = trimmed(c->arena, head->cells[i]);
		bool        known = !name || strcmp(name, others[0]) == 0 || strcmp(name, others[1]) == 0;

		for (int k = 0; name && k < COLUMNS; k++)
			if (strcasecmp(name, column_names[k]) == 0) {
				if (at[k] >= 0)
					return problem(c, PROBLEM_MALFORMED, "the column %s stands in the head twice", column_names[k]);
				at[k] = (int)i;
				known = true;
			}
		if (!known)
			return problem(c, PROBLEM_MALFORMED, "there is no column %.64s: use store, platform_sku or sku_key, warehouse_sku, quantity", name);
	}
	if (at[STORE] < 0 || at[WAREHOUSE_SKU] < 0 || at[QUANTITY] < 0 || (at[PLATFORM_SKU] < 0 && at[SKU_KEY] < 0))
		return problem(c, PROBLEM_MALFORMED, "the head needs the columns store, platform_sku or sku_key, warehouse_sku and quantity");
	return true;
}

static void read_row(struct ctx *c, struct work *w, const struct csv_row *from, const int *at)
{
	struct row *r = &w->rows[w->n];
	bool        good = true;

	*r = (struct row){ .line = from->line };
	for (int k = 0; k < COLUMNS; k++) {
		const char *text = at[k] >= 0 && (size_t)at[k] < from->n ? from->cells[at[k]] : "";

		/* an identifier of the platform counts byte for byte */
		r->cells[k] = k == PLATFORM_SKU || k == SKU_KEY ? (*text ? text : NULL) : trimmed(c->arena, text);
		if (!r->cells[k])
			continue;
		if (strlen(r->cells[k]) > CELL_MAX)
			fault(w, r, k, "too_long", "is longer than 191 bytes"), good = false;
	}
	w->out->rows++;
	if (good && !r->cells[WAREHOUSE_SKU] && !r->cells[QUANTITY])
		w->out->blank++;
	else if (good)
		w->n++;
}

static bool read_file(struct ctx *c, struct work *w)
{
	struct csv csv;
	int        at[COLUMNS];

	if (!w->len || memchr(w->text, '\0', w->len) || !utf8_valid(w->text, w->len))
		return problem(c, PROBLEM_MALFORMED, w->len ? "the file is not UTF-8 text" : "the file is empty");
	if (!csv_parse(c->arena, w->text, w->len, ROWS_MOST + 1, &csv))
		return problem(c, PROBLEM_MALFORMED, "line %zu cannot be read: %s", csv.fault_line, csv.fault);
	if (!csv.n)
		return problem(c, PROBLEM_MALFORMED, "the file is empty");
	if (!read_head(c, &csv.rows[0], at))
		return false;
	w->rows = NEW_N(c->arena, struct row, csv.n);
	for (size_t i = 1; i < csv.n; i++)
		read_row(c, w, &csv.rows[i], at);
	return true;
}

/* ---- what the rows name ------------------------------------------------------------------------------ */

static bool find_stores(struct ctx *c, struct work *w)
{
	w->stores = store_sql_all(c, &w->n_stores);
	if (!w->stores)
		return false;
	for (size_t i = 0; i < w->n; i++) {
		struct row *r = &w->rows[i];

		for (size_t k = 0; r->cells[STORE] && k < w->n_stores; k++)
			if (strcmp(w->stores[k].name, r->cells[STORE]) == 0)
				r->store = &w->stores[k];
		if (!r->cells[STORE])
			fault(w, r, STORE, "required", "the name of the store is needed");
		else if (!r->store)
			fault(w, r, STORE, "unknown", arena_printf(c->arena, "there is no store %s", r->cells[STORE]));
	}
	return true;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The distinct texts of a column, of one store's rows or (NULL) of all. `unless` leaves out rows that have that column. */
static const char **distinct(struct ctx *c, const struct work *w, const struct store *store, int column, int unless, size_t *n)
{
	const char **all = NEW_N(c->arena, const char *, w->n + 1);
	size_t       k = 0;

	*n = 0;
	for (size_t i = 0; i < w->n; i++)
		if (w->rows[i].cells[column] && (!store || w->rows[i].store == store) && (unless < 0 || !w->rows[i].cells[unless]))
			all[(*n)++] = w->rows[i].cells[column];
	qsort(all, *n, sizeof *all, by_text);
	for (size_t i = 0; i < *n; i++)
		if (!k || strcmp(all[k - 1], all[i]) != 0)
			all[k++] = all[i];
	*n = k;
	return all;
}

static int product_by_key(const void *a, const void *b)
{
	return strcmp(((const struct named_product *)a)->sku_key, ((const struct named_product *)b)->sku_key);
}

static int product_by_sku(const void *a, const void *b)
{
	const struct named_product *x = a, *y = b;
	const int                   order = strcmp(x->platform_sku ? x->platform_sku : "", y->platform_sku ? y->platform_sku : "");

	return order ? order : strcmp(x->sku_key, y->sku_key);
}

static void name_by_key(struct ctx *c, struct work *w, struct row *r, struct named_product *rows, size_t n)
{
	const struct named_product key = { .sku_key = r->cells[SKU_KEY] };

	r->product = n ? bsearch(&key, rows, n, sizeof *rows, product_by_key) : NULL;
	if (!r->product)
		fault(w, r, SKU_KEY, "unknown", arena_printf(c->arena, "%s has no product with the key %s", r->store->name, r->cells[SKU_KEY]));
}

/* Rows lie sorted by SKU: those of one SKU side by side. */
static void name_by_sku(struct ctx *c, struct work *w, struct row *r, struct named_product *rows, size_t n)
{
	const char *sku = r->cells[PLATFORM_SKU];
	size_t      from = 0, to = n, matches = 0;

	while (from < to) { /* the first that is not smaller */
		const size_t middle = from + (to - from) / 2;

		if (strcmp(rows[middle].platform_sku ? rows[middle].platform_sku : "", sku) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	while (from + matches < n && rows[from + matches].platform_sku && strcmp(rows[from + matches].platform_sku, sku) == 0)
		matches++;
	if (matches == 1)
		r->product = &rows[from];
	else if (matches)
		fault(w, r, PLATFORM_SKU, "ambiguous",
			arena_printf(c->arena, "%zu products of %s have the SKU %s: name their sku_key", matches, r->store->name, sku));
	else
		fault(w, r, PLATFORM_SKU, "unknown", arena_printf(c->arena, "%s has no product with the SKU %s", r->store->name, sku));
}

static bool find_products_of(struct ctx *c, struct work *w, const struct store *store)
{
	struct named_product *by_key, *by_sku;
	size_t                n_keys, n_skus, n_by_key, n_by_sku;
	const char          **keys = distinct(c, w, store, SKU_KEY, -1, &n_keys), **skus = distinct(c, w, store, PLATFORM_SKU, SKU_KEY, &n_skus);

	if (!platform_sku_sql_by_key(c, w->customer_id, store->id, keys, n_keys, &by_key, &n_by_key)
	    || !platform_sku_sql_by_sku(c, w->customer_id, store->id, skus, n_skus, &by_sku, &n_by_sku))
		return false;
	if (n_by_key)
		qsort(by_key, n_by_key, sizeof *by_key, product_by_key);
	if (n_by_sku)
		qsort(by_sku, n_by_sku, sizeof *by_sku, product_by_sku);
	for (size_t i = 0; i < w->n; i++) {
		struct row *r = &w->rows[i];

		if (r->store != store)
			continue;
		if (r->cells[SKU_KEY])
			name_by_key(c, w, r, by_key, n_by_key);
		else if (r->cells[PLATFORM_SKU])
			name_by_sku(c, w, r, by_sku, n_by_sku);
		else
			fault(w, r, PLATFORM_SKU, "required", "the platform's SKU or its sku_key is needed");
		if (r->product && !r->product->shippable)
			fault(w, r, -1, "digital", "the store's list says that this is nothing to send: it needs no warehouse SKU");
	}
	return true;
}

static int sku_by_code(const void *a, const void *b)
{
	return strcmp(((const struct named_sku *)a)->code, ((const struct named_sku *)b)->code);
}

static bool find_skus(struct ctx *c, struct work *w)
{
	size_t            n_codes, n;
	const char      **codes = distinct(c, w, NULL, WAREHOUSE_SKU, -1, &n_codes);
	struct named_sku *rows;

	if (!platform_sku_sql_codes(c, w->customer_id, codes, n_codes, &rows, &n))
		return false;
	if (n)
		qsort(rows, n, sizeof *rows, sku_by_code);
	for (size_t i = 0; i < w->n; i++) {
		struct row            *r = &w->rows[i];
		const struct named_sku key = { .code = r->cells[WAREHOUSE_SKU] };

		r->sku = key.code && n ? bsearch(&key, rows, n, sizeof *rows, sku_by_code) : NULL;
		if (!key.code)
			fault(w, r, WAREHOUSE_SKU, "required", "a warehouse SKU is needed");
		else if (!r->sku)
			fault(w, r, WAREHOUSE_SKU, "unknown", arena_printf(c->arena, "there is no warehouse SKU %s", key.code));
		else if (r->sku->status != SKU_ENABLED)
			fault(w, r, WAREHOUSE_SKU, "not_bindable", arena_printf(c->arena, r->sku->status == SKU_DISABLED
				? "%s is disabled" : "%s waits for its review by the warehouse", key.code));
	}
	return true;
}

static void read_quantities(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct row *r = &w->rows[i];

		if (!r->cells[QUANTITY])
			fault(w, r, QUANTITY, "required", "a quantity is needed");
		else if (!int_parse(r->cells[QUANTITY], &r->quantity) || r->quantity < 1 || r->quantity > UNITS_MOST)
			fault(w, r, QUANTITY, "out_of_range", "must be a whole number from 1 to 10000");
	}
}

/* ---- what it comes to ---------------------------------------------------------------------------------- */

static int row_by_product(const void *a, const void *b)
{
	const struct row *x = *(const struct row *const *)a, *y = *(const struct row *const *)b;

	if (x->store->id != y->store->id)
		return x->store->id < y->store->id ? -1 : 1;
	if (x->product != y->product && strcmp(x->product->sku_key, y->product->sku_key) != 0)
		return strcmp(x->product->sku_key, y->product->sku_key);
	return x->line < y->line ? -1 : x->line > y->line;
}

static bool same_product(const struct row *x, const struct row *y)
{
	return x->store == y->store && strcmp(x->product->sku_key, y->product->sku_key) == 0;
}

static void add_item(struct ctx *c, struct work *w, struct import_binding *b, const struct row *r)
{
	for (size_t i = 0; i < b->n_items; i++)
		if (b->items[i].sku_id == r->sku->sku_id) {
			fault(w, r, WAREHOUSE_SKU, "repeated", arena_printf(c->arena, "%s stands twice for this platform SKU", r->sku->code));
			return;
		}
	if (b->n_items == ITEMS_MOST) {
		fault(w, r, -1, "too_many", "a platform SKU binds at most 20 warehouse SKUs");
		return;
	}
	b->items[b->n_items++] = (struct mapping_item){ .sku_id = r->sku->sku_id, .code = r->sku->code, .name = r->sku->name,
		.quantity = r->quantity };
}

/* Only rows without a fault so far: those of the others could be any product's. */
static struct import_binding *gather(struct ctx *c, struct work *w, size_t *n)
{
	const struct row     **rows = NEW_N(c->arena, const struct row *, w->n + 1);
	struct import_binding *out = NEW_N(c->arena, struct import_binding, w->n + 1);
	size_t                 n_rows = 0;

	*n = 0;
	for (size_t i = 0; i < w->n; i++)
		if (w->rows[i].product && w->rows[i].sku && w->rows[i].quantity)
			rows[n_rows++] = &w->rows[i];
	qsort(rows, n_rows, sizeof *rows, row_by_product);
	for (size_t i = 0; i < n_rows; i++) {
		const struct row *r = rows[i];

		if (!i || !same_product(rows[i - 1], r))
			out[(*n)++] = (struct import_binding){ .line = (int64_t)r->line, .store_id = r->store->id, .store_name = r->store->name,
				.sku_key = r->product->sku_key, .platform_sku = r->product->platform_sku, .name = r->product->name,
				.mapping_id = r->product->mapping_id, .items = NEW_N(c->arena, struct mapping_item, ITEMS_MOST) };
		add_item(c, w, &out[*n - 1], r);
	}
	return out;
}

static int item_by_sku(const void *a, const void *b)
{
	const struct mapping_item *x = a, *y = b;

	return x->sku_id < y->sku_id ? -1 : x->sku_id > y->sku_id;
}

static bool same_items(const struct import_binding *b)
{
	if (b->n_items != b->n_before)
		return false;
	for (size_t i = 0; i < b->n_items; i++)
		if (b->items[i].sku_id != b->before[i].sku_id || b->items[i].quantity != b->before[i].quantity)
			return false;
	return true;
}

static int id_order(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static struct mapping_item *first_of(struct mapping_item *items, size_t n, uint64_t mapping_id)
{
	size_t from = 0, to = n;

	while (from < to) {
		const size_t middle = from + (to - from) / 2;

		if (items[middle].mapping_id < mapping_id)
			from = middle + 1;
		else
			to = middle;
	}
	return items + from;
}

/* Against what stands now. */
static bool compare(struct ctx *c, struct import_binding *bindings, size_t n)
{
	uint64_t            *ids = NEW_N(c->arena, uint64_t, n + 1);
	struct mapping_item *items;
	size_t               n_ids = 0, n_items;

	for (size_t i = 0; i < n; i++)
		if (bindings[i].mapping_id)
			ids[n_ids++] = bindings[i].mapping_id;
	qsort(ids, n_ids, sizeof *ids, id_order);
	if (!mapping_sql_items(c, ids, n_ids, &items, &n_items))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct import_binding *b = &bindings[i];
		struct mapping_item   *it = b->mapping_id ? first_of(items, n_items, b->mapping_id) : NULL;

		qsort(b->items, b->n_items, sizeof *b->items, item_by_sku);
		b->before = it;
		while (it && it + b->n_before < items + n_items && it[b->n_before].mapping_id == b->mapping_id)
			b->n_before++;
		b->change = !b->n_before ? IMPORT_NEW : same_items(b) ? IMPORT_SAME : IMPORT_CHANGED;
	}
	return true;
}

static bool put(struct ctx *c, struct work *w, const struct import_binding *bindings, size_t n)
{
	struct sku_mapping *m = NEW_N(c->arena, struct sku_mapping, n + 1);
	size_t              k = 0;

	for (size_t i = 0; i < n; i++)
		if (bindings[i].change != IMPORT_SAME)
			m[k++] = (struct sku_mapping){ .customer_id = w->customer_id, .store_id = bindings[i].store_id, .sku_key = bindings[i].sku_key,
				.platform_sku = bindings[i].platform_sku, .n_items = bindings[i].n_items, .items = bindings[i].items };
	return !k || mapping_put_many(c, m, k, &w->out->freed_orders);
}

static void show(struct ctx *c, struct import_report *out, const struct import_binding *bindings, size_t n)
{
	out->bindings = NEW_N(c->arena, struct import_binding, BINDINGS_SHOWN);
	for (size_t i = 0; i < n; i++) {
		out->added += bindings[i].change == IMPORT_NEW;
		out->changed += bindings[i].change == IMPORT_CHANGED;
		out->same += bindings[i].change == IMPORT_SAME;
		if (bindings[i].change != IMPORT_SAME && out->n_bindings < BINDINGS_SHOWN)
			out->bindings[out->n_bindings++] = bindings[i];
	}
}

static int fault_by_line(const void *a, const void *b)
{
	const struct import_fault *x = a, *y = b;

	return x->line < y->line ? -1 : x->line > y->line;
}

/* A problem holds few fields: the report of a rehearsal has them all. */
static bool refuse(struct ctx *c, const struct import_report *out)
{
	for (size_t i = 0; i < out->n_faults && i < PROBLEM_FIELDS_MAX; i++)
		(void)problem_field(c, arena_printf(c->arena, "line %lld%s%s", (long long)out->faults[i].line, out->faults[i].column ? ", " : "",
			out->faults[i].column ? out->faults[i].column : ""), out->faults[i].code, "%s", out->faults[i].detail);
	return false;
}

static bool import(struct ctx *c, void *arg)
{
	struct work           *w = arg;
	struct import_binding *bindings;
	size_t                 n;

	*w->out = (struct import_report){ .faults = NEW_N(c->arena, struct import_fault, FAULTS_SHOWN) };
	w->n = 0;
	if (!read_file(c, w) || !find_stores(c, w))
		return false;
	for (size_t i = 0; i < w->n_stores; i++)
		if (!find_products_of(c, w, &w->stores[i]))
			return false;
	if (!find_skus(c, w))
		return false;
	read_quantities(w);
	bindings = gather(c, w, &n);
	if (!compare(c, bindings, n))
		return false;
	qsort(w->out->faults, w->out->n_faults, sizeof *w->out->faults, fault_by_line);
	show(c, w->out, bindings, n);
	if (!w->apply)
		return true;
	if (w->out->faults_total)
		return refuse(c, w->out);
	w->out->applied = true;
	return put(c, w, bindings, n);
}

bool mapping_csv_import(struct ctx *c, const char *text, size_t n, bool apply, struct import_report *out)
{
	struct work w = { .text = text, .len = n, .apply = apply, .out = out, .customer_id = c->actor.customer_id };

	if (!w.customer_id)
		return problem(c, PROBLEM_FORBIDDEN, "mappings belong to a customer: a user of the customer imports them");
	return db_again(c, import, &w);
}

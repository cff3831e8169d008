/* A file of warehouse SKUs. Nothing is written while it is read; every fault is kept with its line, so that a file is
 * corrected once. What it names is looked up for all rows at once. */
#include "domain/warehouse_sku.h"

#include "base/csv.h"
#include "base/number.h"
#include "base/utf8.h"
#include "lib/db.h"
#include "sql/user_sql.h"
#include "sql/warehouse_sku_sql.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_MOST = 5000, CODE_MAX = 64, NAME_MAX = 255, BARCODE_MAX = 64, WEIGHT_MAX = 1000000, FAULTS_SHOWN = 200, SKUS_SHOWN = 200 };

enum column { CODE, NAME, BARCODE, WEIGHT, COLUMNS };
static const char *const column_names[COLUMNS] = { "code", "name", "barcode", "weight_grams" };
static const size_t      column_max[COLUMNS] = { CODE_MAX, NAME_MAX, BARCODE_MAX, 20 };

struct row {
	size_t      line;
	const char *cells[COLUMNS]; /* NULL: empty */
	int64_t     weight_grams;
	const struct warehouse_sku *stands; /* the SKU of that code */
	const char *name, *barcode; /* what it comes to */
	int32_t     change;
};

struct work {
	uint64_t    customer_id;
	const char *text;
	size_t      len;
	bool        apply;
	struct sku_import_report *out;
	struct row *rows;
	size_t      n;
};

static void fault(struct work *w, const struct row *r, enum column column, const char *code, const char *detail)
{
	struct sku_import_report *out = w->out;

	if (out->n_faults < FAULTS_SHOWN)
		out->faults[out->n_faults++] = (struct import_fault){ .line = (int64_t)r->line, .column = column_names[column], .code = code,
			.detail = detail };
	out->faults_total++;
}

/* ---- the file ------------------------------------------------------------------------------------ */

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
		bool        known = !name;

		for (int k = 0; name && k < COLUMNS; k++)
			if (strcasecmp(name, column_names[k]) == 0) {
				if (at[k] >= 0)
					return problem(c, PROBLEM_MALFORMED, "the column %s stands in the head twice", column_names[k]);
				at[k] = (int)i;
				known = true;
			}
		if (!known)
			return problem(c, PROBLEM_MALFORMED, "there is no column %.64s: use code, name, barcode and weight_grams", name);
	}
	return (at[CODE] >= 0 && at[NAME] >= 0) || problem(c, PROBLEM_MALFORMED, "the head needs the columns code and name");
}

/* C0, DEL, and of a barcode everything but visible ASCII. */
static bool plain(const char *text, bool ascii)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if (*p < 0x20 || *p == 0x7f || (ascii && (*p == 0x20 || *p > 0x7f)))
			return false;
	return true;
}

static size_t characters(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += (*text & 0xc0) != 0x80;
	return n;
}

static void read_row(struct ctx *c, struct work *w, const struct csv_row *from, const int *at)
{
	struct row *r = &w->rows[w->n];
	bool        any = false;

	*r = (struct row){ .line = from->line };
	for (enum column k = 0; k < COLUMNS; k++) {
		r->cells[k] = at[k] >= 0 && (size_t)at[k] < from->n ? trimmed(c->arena, from->cells[at[k]]) : NULL;
		any = any || r->cells[k];
		if (!r->cells[k])
			continue;
		if (characters(r->cells[k]) > column_max[k])
			fault(w, r, k, "too_long", arena_printf(c->arena, "is longer than %zu characters", column_max[k]));
		else if (!plain(r->cells[k], k == BARCODE))
			fault(w, r, k, "malformed", k == BARCODE ? "must be letters, digits and signs without spaces" : "must not contain control characters");
	}
	if (!any)
		return;
	w->out->rows++;
	w->n++;
	if (!r->cells[CODE])
		fault(w, r, CODE, "required", "the code is needed");
	if (r->cells[WEIGHT] && (!int_parse(r->cells[WEIGHT], &r->weight_grams) || r->weight_grams < 1 || r->weight_grams > WEIGHT_MAX))
		fault(w, r, WEIGHT, "out_of_range", "must be whole grams from 1 to 1000000");
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

/* ---- what it names ------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The distinct texts of a column. */
static const char **distinct(struct ctx *c, const struct work *w, enum column column, size_t *n)
{
	const char **all = NEW_N(c->arena, const char *, w->n + 1);
	size_t       k = 0, m = 0;

	for (size_t i = 0; i < w->n; i++)
		if (w->rows[i].cells[column])
			all[m++] = w->rows[i].cells[column];
	qsort(all, m, sizeof *all, by_text);
	for (size_t i = 0; i < m; i++)
		if (!k || strcmp(all[k - 1], all[i]) != 0)
			all[k++] = all[i];
	*n = k;
	return all;
}

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct warehouse_sku *)a)->code, ((const struct warehouse_sku *)b)->code);
}

static int by_barcode(const void *a, const void *b)
{
	return strcmp(((const struct warehouse_sku *)a)->barcode, ((const struct warehouse_sku *)b)->barcode);
}

/* A text that stands in two rows of a column, sorted by it and by line: the later one is at fault. */
static int by_row(const void *a, const void *b, void *column)
{
	const struct row *x = *(const struct row *const *)a, *y = *(const struct row *const *)b;
	const enum column k = *(const enum column *)column;
	const int         order = strcmp(x->cells[k], y->cells[k]);

	return order ? order : x->line < y->line ? -1 : x->line > y->line;
}

static void find_twice(struct ctx *c, struct work *w, enum column column)
{
	struct row **rows = NEW_N(c->arena, struct row *, w->n + 1);
	size_t       n = 0;

	for (size_t i = 0; i < w->n; i++)
		if (w->rows[i].cells[column])
			rows[n++] = &w->rows[i];
	qsort_r(rows, n, sizeof *rows, by_row, &column);
	for (size_t i = 1; i < n; i++)
		if (strcmp(rows[i - 1]->cells[column], rows[i]->cells[column]) == 0)
			fault(w, rows[i], column, "repeated", arena_printf(c->arena, "stands in line %zu already", rows[i - 1]->line));
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* What stands is kept where the row says nothing. */
static void compare(struct ctx *c, struct work *w, struct row *r)
{
	const struct warehouse_sku *s = r->stands;

	r->name = r->cells[NAME] ? r->cells[NAME] : s ? s->name : NULL;
	r->barcode = r->cells[BARCODE] ? r->cells[BARCODE] : s ? s->barcode : NULL;
	if (!r->cells[WEIGHT] && s)
		r->weight_grams = s->weight_grams;
	if (!r->name)
		fault(w, r, NAME, "required", "a new SKU needs a name");
	if (!s)
		r->change = IMPORT_NEW;
	else if (same_text(r->name, s->name) && same_text(r->barcode, s->barcode) && r->weight_grams == s->weight_grams)
		r->change = IMPORT_SAME;
	else
		r->change = IMPORT_CHANGED;
	if (r->change == IMPORT_CHANGED && !warehouse_sku_editable(c, s->status))
		fault(w, r, CODE, "fixed", arena_printf(c->arena, "SKU %s was reviewed: from then on the warehouse maintains it", s->code));
}

static bool find_rows(struct ctx *c, struct work *w)
{
	size_t                n_codes, n_barcodes, n_by_code, n_by_barcode;
	const char          **codes = distinct(c, w, CODE, &n_codes), **barcodes = distinct(c, w, BARCODE, &n_barcodes);
	struct warehouse_sku *coded, *coded_bars;

	if (!warehouse_sku_sql_by_code(c, w->customer_id, codes, n_codes, &coded, &n_by_code)
	    || !warehouse_sku_sql_by_barcode(c, w->customer_id, barcodes, n_barcodes, &coded_bars, &n_by_barcode))
		return false;
	if (n_by_code)
		qsort(coded, n_by_code, sizeof *coded, by_code);
	if (n_by_barcode)
		qsort(coded_bars, n_by_barcode, sizeof *coded_bars, by_barcode);
	for (size_t i = 0; i < w->n; i++) {
		struct row                 *r = &w->rows[i];
		const struct warehouse_sku  key = { .code = r->cells[CODE], .barcode = r->cells[BARCODE] };
		const struct warehouse_sku *other;

		r->stands = key.code && n_by_code ? bsearch(&key, coded, n_by_code, sizeof *coded, by_code) : NULL;
		other = key.barcode && n_by_barcode ? bsearch(&key, coded_bars, n_by_barcode, sizeof *coded_bars, by_barcode) : NULL;
		if (other && (!r->stands || r->stands->id != other->id))
			fault(w, r, BARCODE, "taken", arena_printf(c->arena, "SKU %s has this barcode", other->code));
		compare(c, w, r);
	}
	find_twice(c, w, CODE);
	find_twice(c, w, BARCODE);
	return true;
}

/* ---- what it comes to ---------------------------------------------------------------------------- */

static void report(struct work *w)
{
	struct sku_import_report *out = w->out;

	for (size_t i = 0; i < w->n; i++) {
		const struct row *r = &w->rows[i];

		out->added += r->change == IMPORT_NEW;
		out->changed += r->change == IMPORT_CHANGED;
		out->same += r->change == IMPORT_SAME;
		if (r->change == IMPORT_SAME || out->n_skus == SKUS_SHOWN)
			continue;
		out->skus[out->n_skus++] = (struct sku_import_row){ .line = (int64_t)r->line, .code = r->cells[CODE], .name = r->name,
			.barcode = r->barcode, .weight_grams = r->weight_grams, .change = r->change };
	}
}

/* Somebody else wrote one of them since we looked: the whole is run again and finds it. */
static bool raced(struct ctx *c)
{
	problem_clear(c);
	return problem(c, PROBLEM_BUSY, "some of these SKUs are being changed by somebody else");
}

static bool write_rows(struct ctx *c, struct work *w)
{
	struct warehouse_sku *added = NEW_N(c->arena, struct warehouse_sku, w->n + 1);
	const int32_t         status = c->actor.kind == ACTOR_STAFF ? SKU_ENABLED : SKU_PENDING_REVIEW;
	size_t                n = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct row    *r = &w->rows[i];
		struct warehouse_sku s = { .customer_id = w->customer_id, .code = r->cells[CODE], .name = r->name, .barcode = r->barcode,
			.weight_grams = r->weight_grams, .status = status };
		bool                 matched;

		if (r->change == IMPORT_NEW)
			added[n++] = s;
		if (r->change != IMPORT_CHANGED)
			continue;
		s.id = r->stands->id;
		s.version = r->stands->version;
		if (!warehouse_sku_sql_set_at(c, &s, &matched))
			return db_duplicate_key(c) ? raced(c) : false;
		if (!matched)
			return raced(c);
	}
	if (!warehouse_sku_sql_add_many(c, added, n))
		return db_duplicate_key(c) ? raced(c) : false;
	return audit_sql_add(c, "skus_imported", NULL, arena_printf(c->arena, "%lld new, %lld changed", (long long)w->out->added,
		(long long)w->out->changed));
}

static bool import(struct ctx *c, void *arg)
{
	struct work *w = arg;

	*w->out = (struct sku_import_report){ .faults = NEW_N(c->arena, struct import_fault, FAULTS_SHOWN),
		.skus = NEW_N(c->arena, struct sku_import_row, SKUS_SHOWN) };
	w->n = 0;
	if (!read_file(c, w) || !find_rows(c, w))
		return false;
	report(w);
	if (!w->apply)
		return true;
	if (w->out->faults_total)
		return problem_field(c, "file", "faults", "%lld faults: nothing was imported", (long long)w->out->faults_total);
	w->out->applied = true;
	return write_rows(c, w);
}

bool warehouse_sku_import(struct ctx *c, uint64_t customer_id, const char *text, size_t n, bool apply, struct sku_import_report *out)
{
	struct work w = { .text = text, .len = n, .apply = apply, .out = out };

	return warehouse_sku_owner(c, customer_id, &w.customer_id) && db_again(c, import, &w);
}

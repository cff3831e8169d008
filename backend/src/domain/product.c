#include "domain/product.h"

#include "domain/recheck.h"
#include "lib/db.h"
#include "sql/job_sql.h"
#include "sql/mapping_sql.h"
#include "sql/platform_sku_sql.h"
#include "sql/product_sql.h"
#include "sql/store_sql.h"

#include <string.h>

enum { KEY_MAX = 191, NAME_CHARS = 500, URL_BYTES = 1000 };

/* ---- runs ------------------------------------------------------------------------------------- */

static bool ready(struct ctx *c, const struct store *s)
{
	if (s->status == STORE_DISABLED)
		return problem(c, PROBLEM_STORE_DISABLED, "store %s is disabled", s->name);
	return s->status == STORE_AUTHORISED || problem(c, PROBLEM_STORE_NOT_AUTHORISED, "store %s is not authorised", s->name);
}

static bool queue(struct ctx *c, const struct store *s, uint64_t run_id)
{
	return job_sql_add(c, &(struct job_new){ .customer_id = s->customer_id,
		.lane = arena_printf(c->arena, "store:%llu:skus", (unsigned long long)s->id), .kind = "product_sync",
		.uniq = arena_printf(c->arena, "product_sync:%llu", (unsigned long long)run_id), .priority = JOB_PRIORITY_PERSON,
		.payload = arena_printf(c->arena, "{\"runId\":\"%llu\"}", (unsigned long long)run_id) });
}

struct start {
	uint64_t            store_id;
	struct product_run *out;
};

static bool start(struct ctx *c, void *arg)
{
	const struct start *in = arg;
	const char         *by = c->actor.name ? c->actor.name : actor_kind_names[c->actor.kind];
	struct store        s = { 0 };
	uint64_t            id;

	*in->out = (struct product_run){ 0 };
	if (!store_sql_lock(c, in->store_id, &s) || !product_sql_open_run(c, s.id, &id))
		return false;
	if (!id && !(ready(c, &s) && product_sql_add_run(c, s.customer_id, s.id, by, &id) && queue(c, &s, id)))
		return false;
	return product_sql_run(c, id, in->out);
}

bool product_sync_start(struct ctx *c, uint64_t store_id, struct product_run *out)
{
	return db_again(c, start, &(struct start){ store_id, out });
}

bool product_sync_latest(struct ctx *c, uint64_t store_id, struct product_run *out, bool *found)
{
	struct sku_mapping store = { 0 };

	*out = (struct product_run){ 0 };
	return mapping_sql_store(c, store_id, &store) && product_sql_latest(c, store_id, out, found);
}

bool product_run_get(struct ctx *c, uint64_t run_id, struct product_run *out)
{
	*out = (struct product_run){ 0 };
	return product_sql_run(c, run_id, out);
}

/* ---- a page ------------------------------------------------------------------------------------ */

static const char *cut(struct ctx *c, const char *text, size_t characters)
{
	size_t n = 0;

	for (const char *p = text; *p; p++)
		if ((*p & 0xc0) != 0x80 && n++ == characters)
			return arena_strndup(c->arena, text, (size_t)(p - text));
	return text;
}

static bool fits(const struct incoming_sku *s)
{
	return s->sku_key && strlen(s->sku_key) <= KEY_MAX && (!s->platform_sku || strlen(s->platform_sku) <= KEY_MAX);
}

static struct product *product_of(struct product *rows, size_t n, const char *sku_key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].sku_key, sku_key) == 0)
			return &rows[i];
	return NULL;
}

/* A page may name a product twice; the later one counts. */
static struct product *take(struct ctx *c, const struct incoming_sku *skus, size_t n, size_t *n_out, struct product_page *page)
{
	struct product *rows = NEW_N(c->arena, struct product, n + 1);

	*n_out = 0;
	for (size_t i = 0; i < n; i++) {
		const struct incoming_sku *s = &skus[i];
		struct product            *at = fits(s) ? product_of(rows, *n_out, s->sku_key) : NULL;

		if (!fits(s)) {
			page->n_too_long++;
			continue;
		}
		if (!at)
			at = &rows[(*n_out)++];
		*at = (struct product){ .sku_key = s->sku_key, .platform_sku = s->platform_sku, .name = cut(c, s->name ? s->name : "", NAME_CHARS),
			.image_url = s->image_url && strlen(s->image_url) <= URL_BYTES ? s->image_url : NULL, .shippable = s->shippable };
	}
	return rows;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static void compare(const struct product *was, const struct product *now, struct product_page *page)
{
	page->seen++;
	if (!was)
		page->added++;
	else if (was->gone || was->shippable != now->shippable || !same_text(was->platform_sku, now->platform_sku)
		 || !same_text(was->name, now->name) || !same_text(was->image_url, now->image_url))
		page->changed++;
	if (was ? was->shippable != now->shippable : !now->shippable)
		page->switched[page->n_switched++] = now->sku_key;
}

bool product_page_put(struct ctx *c, const struct product_run *run, const struct incoming_sku *skus, size_t n, struct product_page *out)
{
	struct product *rows, *known;
	const char    **keys = NEW_N(c->arena, const char *, n + 1);
	size_t          n_rows, n_known;

	*out = (struct product_page){ .switched = NEW_N(c->arena, const char *, n + 1) };
	rows = take(c, skus, n, &n_rows, out);
	for (size_t i = 0; i < n_rows; i++)
		keys[i] = rows[i].sku_key;
	if (!product_sql_known(c, run->customer_id, run->store_id, keys, n_rows, &known, &n_known)
	    || !product_sql_put(c, run->customer_id, run->store_id, rows, n_rows))
		return false;
	for (size_t i = 0; i < n_rows; i++)
		compare(product_of(known, n_known, rows[i].sku_key), &rows[i], out);
	for (size_t i = 0; i < out->n_switched; i++)
		if (!recheck_later(c, run->customer_id, &(struct recheck_ref){ .store_id = run->store_id, .sku_key = out->switched[i] }))
			return false;
	return true;
}

bool product_page_follow(struct ctx *c, const struct product_run *run, const struct product_page *page)
{
	for (size_t i = 0; i < page->n_switched; i++)
		if (!recheck_now(c, run->customer_id, &(struct recheck_ref){ .store_id = run->store_id, .sku_key = page->switched[i] }))
			return false;
	return true;
}

bool product_run_finish(struct ctx *c, const struct product_run *run)
{
	uint64_t gone;

	return product_sql_mark_gone(c, run, &gone) && product_sql_finish(c, run->id, gone);
}

bool product_run_failed(struct ctx *c, uint64_t run_id, enum problem_code code, const char *detail)
{
	return product_sql_fail(c, run_id, problem_kinds[code].code, detail);
}

/* ---- the list ------------------------------------------------------------------------------------ */

static void add_once(uint64_t *ids, size_t *n, uint64_t id)
{
	for (size_t i = 0; i < *n; i++)
		if (ids[i] == id)
			return;
	ids[(*n)++] = id;
}

/* Staff see several customers' stores; each customer is asked for by itself. */
static bool fill_waiting(struct ctx *c, struct platform_sku *rows, size_t n, uint64_t customer_id)
{
	uint64_t           *stores = NEW_N(c->arena, uint64_t, n + 1);
	const char        **keys = NEW_N(c->arena, const char *, n + 1);
	size_t              n_stores = 0, n_keys = 0, n_waiting;
	struct sku_waiting *waiting;

	for (size_t i = 0; i < n; i++)
		if (rows[i].customer_id == customer_id && rows[i].state != PLATFORM_SKU_DIGITAL) {
			add_once(stores, &n_stores, rows[i].store_id);
			keys[n_keys++] = rows[i].sku_key;
		}
	if (!n_keys)
		return true;
	if (!platform_sku_sql_waiting(c, customer_id, stores, n_stores, keys, n_keys, &waiting, &n_waiting))
		return false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n_waiting; k++)
			if (rows[i].store_id == waiting[k].store_id && strcmp(rows[i].sku_key, waiting[k].sku_key) == 0)
				rows[i].waiting_orders = waiting[k].orders;
	return true;
}

bool platform_sku_page(struct ctx *c, struct platform_sku_filter *f, struct platform_sku **rows, size_t *n, struct page_end *end)
{
	uint64_t *customers;
	size_t    n_customers = 0;

	if (!page_read(c, &f->page) || !platform_sku_sql_page(c, f, rows, n, end))
		return false;
	customers = NEW_N(c->arena, uint64_t, *n + 1);
	for (size_t i = 0; i < *n; i++)
		add_once(customers, &n_customers, (*rows)[i].customer_id);
	if (!platform_sku_sql_items(c, *rows, *n))
		return false;
	for (size_t i = 0; i < n_customers; i++)
		if (!fill_waiting(c, *rows, *n, customers[i]))
			return false;
	return true;
}

#include "domain/auto_match.h"

#include "domain/mapping.h"
#include "lib/db.h"
#include "sql/mapping_sql.h"
#include "sql/platform_sku_sql.h"

#include <string.h>

enum { CANDIDATES_MOST = 2000, MATCHES_MOST = 500 };

/* The candidates of one SKU stand together, the identical one first. */
static size_t run_of(const struct sku_candidate *rows, size_t n)
{
	size_t k = 1;

	while (k < n && strcmp(rows[k].sku_key, rows[0].sku_key) == 0)
		k++;
	return k;
}

static void choose(struct ctx *c, const struct sku_candidate *rows, size_t n, struct auto_match_result *out)
{
	out->matches = NEW_N(c->arena, struct match, MATCHES_MOST);
	for (size_t at = 0, k; at < n; at += k) {
		const struct sku_candidate *r = &rows[at];

		k = run_of(r, n - at);
		if (!r->identical && k > 1) {
			out->ambiguous++;
			continue;
		}
		if (out->n_matches == MATCHES_MOST) {
			out->more = true;
			return;
		}
		out->matches[out->n_matches++] = (struct match){ .sku_key = r->sku_key, .platform_sku = r->platform_sku, .name = r->name,
			.sku_id = r->sku_id, .code = r->code, .sku_name = r->sku_name, .how = r->identical ? MATCH_IDENTICAL : MATCH_FOLDED };
	}
}

static bool fill_waiting(struct ctx *c, uint64_t customer_id, struct auto_match_result *out)
{
	const char        **keys = NEW_N(c->arena, const char *, out->n_matches + 1);
	struct sku_waiting *rows;
	size_t              n;

	for (size_t i = 0; i < out->n_matches; i++)
		keys[i] = out->matches[i].sku_key;
	if (!out->n_matches)
		return true;
	if (!platform_sku_sql_waiting(c, customer_id, &out->store_id, 1, keys, out->n_matches, &rows, &n))
		return false;
	for (size_t i = 0; i < out->n_matches; i++)
		for (size_t k = 0; k < n; k++)
			if (strcmp(out->matches[i].sku_key, rows[k].sku_key) == 0)
				out->matches[i].waiting_orders = rows[k].orders;
	return true;
}

static bool wanted(const struct auto_match *in, const struct match *m)
{
	if (!in->n_items)
		return m->how == MATCH_IDENTICAL;
	for (size_t i = 0; i < in->n_items; i++)
		if (in->items[i].sku_id == m->sku_id && strcmp(in->items[i].sku_key, m->sku_key) == 0)
			return true;
	return false;
}

static bool bind_wanted(struct ctx *c, uint64_t customer_id, const struct auto_match *in, struct auto_match_result *out)
{
	struct sku_mapping *mappings = NEW_N(c->arena, struct sku_mapping, out->n_matches + 1);
	size_t              n = 0;

	for (size_t i = 0; i < out->n_matches; i++) {
		const struct match  *m = &out->matches[i];
		struct mapping_item *item = NEW(c->arena, struct mapping_item);

		if (!wanted(in, m))
			continue;
		*item = (struct mapping_item){ .sku_id = m->sku_id, .code = m->code, .name = m->sku_name, .quantity = 1 };
		mappings[n] = (struct sku_mapping){ .customer_id = customer_id, .store_id = out->store_id, .sku_key = m->sku_key,
			.platform_sku = m->platform_sku, .n_items = 1, .items = item };
		out->matches[n++] = *m;
	}
	out->applied = true;
	out->n_matches = n;
	out->bound = (int64_t)n;
	return !n || mapping_put_many(c, mappings, n, &out->freed_orders);
}

struct work {
	uint64_t                  store_id;
	const struct auto_match  *in;
	struct auto_match_result *out;
};

static bool match(struct ctx *c, void *arg)
{
	const struct work        *w = arg;
	struct auto_match_result *out = w->out;
	struct sku_mapping        store = { 0 };
	struct sku_candidate     *rows;
	uint64_t                  unbound;
	size_t                    n;

	*out = (struct auto_match_result){ 0 };
	if (!mapping_sql_store(c, w->store_id, &store)
	    || !platform_sku_sql_candidates(c, store.customer_id, w->store_id, CANDIDATES_MOST, &rows, &n)
	    || !platform_sku_sql_count_unbound(c, store.customer_id, w->store_id, &unbound))
		return false;
	out->store_id = w->store_id;
	out->store_name = store.store_name;
	choose(c, rows, n, out);
	out->more = out->more || n == CANDIDATES_MOST;
	out->unmatched = (int64_t)unbound - (int64_t)out->n_matches - out->ambiguous;
	return fill_waiting(c, store.customer_id, out) && (!w->in->apply || bind_wanted(c, store.customer_id, w->in, out));
}

bool auto_match(struct ctx *c, uint64_t store_id, const struct auto_match *in, struct auto_match_result *out)
{
	return db_again(c, match, &(struct work){ store_id, in, out });
}

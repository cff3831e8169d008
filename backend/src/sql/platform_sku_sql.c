/* The mapping page's list. It walks an index by time of first sight, as the orders' list does; a mapping and the orders
 * that wait are looked up for the rows shown alone. */
#include "sql/platform_sku_sql.h"

#include "lib/db.h"
#include "model/sku.h"
#include "sql/like.h"
#include "sql/mapping_sql.h"

#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 256 };

/* As platform_sku_folded is made. */
#define FOLDED "LOWER(? COLLATE utf8mb4_nopad_bin)"
#define MAPPING " LEFT JOIN sku_mapping m FORCE INDEX (uk_key) ON m.store_id = p.store_id AND m.sku_key = p.sku_key"

static void add_table(struct query *q, const struct platform_sku_filter *f)
{
	query_add(q, " FROM platform_product p");
	if (f->n_stores == 1)
		query_add(q, " FORCE INDEX (ix_store)");
	else
		query_add(q, " FORCE INDEX (ix_list)");
}

/* The states of a row, from the columns it is made of. */
static void add_states(struct query *q, const struct platform_sku_filter *f)
{
	if (!f->n_states)
		return;
	query_add(q, " AND (FALSE");
	for (size_t i = 0; i < f->n_states; i++) {
		if (strcmp(f->states[i], platform_sku_state_names[PLATFORM_SKU_UNBOUND]) == 0)
			query_add(q, " OR (p.shippable AND m.id IS NULL)");
		else if (strcmp(f->states[i], platform_sku_state_names[PLATFORM_SKU_BOUND]) == 0)
			query_add(q, " OR (p.shippable AND m.id IS NOT NULL)");
		else if (strcmp(f->states[i], platform_sku_state_names[PLATFORM_SKU_DIGITAL]) == 0)
			query_add(q, " OR NOT p.shippable");
		else
			query_add(q, " OR p.gone");
	}
	query_add(q, ")");
}

static void add_filters(struct ctx *c, struct query *q, const struct platform_sku_filter *f)
{
	query_add(q, MAPPING " WHERE TRUE");
	query_tenant(c, q, "p");
	if (f->n_stores) {
		query_add(q, " AND ");
		query_in_ids(q, "p.store_id", f->stores, f->n_stores);
	}
	add_states(q, f);
	if (f->q && *f->q)
		query_add(q, " AND (p.platform_sku_folded LIKE " FOLDED " OR p.name LIKE ? OR p.sku_key LIKE ?)", V(like_contains(c->arena, f->q)),
			V(like_contains(c->arena, f->q)), V(like_prefix(c->arena, f->q)));
}

static bool count(struct ctx *c, const struct platform_sku_filter *f, struct page_end *end)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM (SELECT 1");
	add_table(&q, f);
	add_filters(c, &q, f);
	query_add(&q, " LIMIT ?) m", V(PLATFORM_SKU_TOTAL_CAP + 1));
	if (!db_number(c, &q, &end->total))
		return false;
	end->total_is_exact = end->total <= PLATFORM_SKU_TOTAL_CAP;
	if (!end->total_is_exact)
		end->total = PLATFORM_SKU_TOTAL_CAP;
	return true;
}

static int32_t state_of(const struct platform_sku *p)
{
	if (!p->shippable)
		return PLATFORM_SKU_DIGITAL;
	if (p->mapping_id)
		return PLATFORM_SKU_BOUND;
	return p->gone ? PLATFORM_SKU_GONE : PLATFORM_SKU_UNBOUND;
}

bool platform_sku_sql_page(struct ctx *c, const struct platform_sku_filter *f, struct platform_sku **rows, size_t *n, struct page_end *end)
{
	struct query q = query_new(c);

	*end = (struct page_end){ .total_is_exact = true };
	query_add(&q, "SELECT STRAIGHT_JOIN p.id, p.customer_id, p.store_id, s.name AS store_name, p.sku_key, p.platform_sku, p.name, p.image_url,"
		" p.shippable, p.gone, m.id AS mapping_id, m.version AS mapping_version, p.seen_at, p.created_at");
	add_table(&q, f);
	query_add(&q, " JOIN store s FORCE INDEX (PRIMARY) ON s.id = p.store_id");
	add_filters(c, &q, f);
	query_page(&q, &f->page, "p.created_at", "p.id");
	*rows = db_all(c, &q, &platform_sku_shape, n);
	if (!*rows)
		return false;
	for (size_t i = 0; i < *n; i++)
		(*rows)[i].state = state_of(&(*rows)[i]);
	if (*n > (size_t)f->page.limit) {
		*n = (size_t)f->page.limit;
		end->next_cursor = page_cursor(c, (*rows)[*n - 1].created_at, (*rows)[*n - 1].id);
	} else if (!f->page.cursor) { /* the one page holds all there is */
		end->total = *n;
		return true;
	}
	return count(c, f, end);
}

/* ---- what belongs to the rows ---------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static int by_mapping(const void *key, const void *item)
{
	const uint64_t id = *(const uint64_t *)key, of = ((const struct mapping_item *)item)->mapping_id;

	return id < of ? -1 : id > of;
}

bool platform_sku_sql_items(struct ctx *c, struct platform_sku *rows, size_t n)
{
	uint64_t            *ids = NEW_N(c->arena, uint64_t, n + 1);
	struct mapping_item *items;
	size_t               n_ids = 0, n_items;

	for (size_t i = 0; i < n; i++)
		if (rows[i].mapping_id)
			ids[n_ids++] = rows[i].mapping_id;
	qsort(ids, n_ids, sizeof *ids, by_id);
	if (!n_ids)
		return true;
	/* Sorted ids give items sorted by mapping, part by part. */
	if (!mapping_sql_items(c, ids, n_ids, &items, &n_items))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct mapping_item *it = rows[i].mapping_id ? bsearch(&rows[i].mapping_id, items, n_items, sizeof *items, by_mapping) : NULL;

		if (!it)
			continue;
		while (it > items && it[-1].mapping_id == rows[i].mapping_id)
			it--;
		rows[i].items = it;
		while (it + rows[i].n_items < items + n_items && it[rows[i].n_items].mapping_id == rows[i].mapping_id)
			rows[i].n_items++;
	}
	return true;
}

static const struct field waiting_fields[] = {
	FIELD(struct sku_waiting, store_id, NULL), FIELD(struct sku_waiting, sku_key, NULL), FIELD(struct sku_waiting, orders, NULL), FIELD_END
};
static const struct shape waiting_shape = SHAPE(struct sku_waiting, waiting_fields);

/* From the orders' side, like every question after waiting orders: those not on their way are few. */
bool platform_sku_sql_waiting(struct ctx *c, uint64_t customer_id, const uint64_t *stores, size_t n_stores,
	const char *const *keys, size_t n_keys, struct sku_waiting **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT STRAIGHT_JOIN o.store_id, l.sku_key, COUNT(DISTINCT o.id) AS orders FROM platform_order o FORCE INDEX (ix_status)"
		" JOIN platform_order_line l FORCE INDEX (uk_line) ON l.order_id = o.id AND l.shippable AND NOT l.gone"
		" WHERE o.customer_id = ? AND o.kind IN ('b2c', 'b2b') AND o.status IN ('pending', 'acknowledged') AND ", V(customer_id));
	query_in_ids(&q, "o.store_id", stores, n_stores);
	query_tenant(c, &q, "o");
	query_add(&q, " AND ");
	query_in_texts(&q, "l.sku_key", keys, n_keys);
	query_add(&q, " GROUP BY o.store_id, l.sku_key");
	*rows = db_all(c, &q, &waiting_shape, n);
	return *rows != NULL;
}

/* ---- candidates ------------------------------------------------------------------------------------ */

static const struct field candidate_fields[] = {
	FIELD(struct sku_candidate, sku_key, NULL), FIELD(struct sku_candidate, platform_sku, NULL), FIELD(struct sku_candidate, name, NULL),
	FIELD(struct sku_candidate, sku_id, NULL), FIELD(struct sku_candidate, code, NULL), FIELD(struct sku_candidate, sku_name, NULL),
	FIELD(struct sku_candidate, identical, NULL), FIELD_END
};
static const struct shape candidate_shape = SHAPE(struct sku_candidate, candidate_fields);

bool platform_sku_sql_candidates(struct ctx *c, uint64_t customer_id, uint64_t store_id, size_t limit,
	struct sku_candidate **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT STRAIGHT_JOIN p.sku_key, p.platform_sku, p.name, k.id AS sku_id, k.code, k.name AS sku_name,"
		" k.code = p.platform_sku AS identical FROM platform_product p FORCE INDEX (ix_store)" MAPPING
		" JOIN sku k FORCE INDEX (ix_folded) ON k.customer_id = p.customer_id AND k.code_folded = p.platform_sku_folded"
		" WHERE p.store_id = ? AND p.customer_id = ? AND p.shippable AND p.platform_sku_folded <> '' AND m.id IS NULL"
		" AND k.status = 'enabled'", V(store_id), V(customer_id));
	query_tenant(c, &q, "p");
	query_add(&q, " ORDER BY p.created_at DESC, p.id DESC, identical DESC, k.id LIMIT ?", V(limit));
	*rows = db_all(c, &q, &candidate_shape, n);
	return *rows != NULL;
}

bool platform_sku_sql_count_unbound(struct ctx *c, uint64_t customer_id, uint64_t store_id, uint64_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM platform_product p FORCE INDEX (ix_store)" MAPPING
		" WHERE p.store_id = ? AND p.customer_id = ? AND p.shippable AND m.id IS NULL", V(store_id), V(customer_id));
	query_tenant(c, &q, "p");
	return db_number(c, &q, n);
}

/* ---- by name --------------------------------------------------------------------------------------- */

static const struct field named_product_fields[] = {
	FIELD(struct named_product, store_id, NULL), FIELD(struct named_product, sku_key, NULL), FIELD(struct named_product, platform_sku, NULL),
	FIELD(struct named_product, name, NULL), FIELD(struct named_product, shippable, NULL), FIELD(struct named_product, mapping_id, NULL),
	FIELD_END
};
static const struct shape named_product_shape = SHAPE(struct named_product, named_product_fields);

#define NAMED_PRODUCTS                                                                                           \
	"SELECT p.store_id, p.sku_key, p.platform_sku, p.name, p.shippable, m.id AS mapping_id FROM platform_product p" MAPPING \
	" WHERE p.customer_id = ? AND p.store_id = ? AND "

static bool append(struct ctx *c, const struct query *q, const struct shape *s, void *rows, size_t *n)
{
	char **all = rows;
	size_t n_found;
	char  *found = db_all(c, q, s, &n_found);

	if (!found)
		return false;
	*all = arena_realloc(c->arena, *all, *n * s->size, (*n + n_found + 1) * s->size);
	memcpy(*all + *n * s->size, found, n_found * s->size);
	*n += n_found;
	return true;
}

bool platform_sku_sql_by_key(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *const *keys, size_t n_keys,
	struct named_product **rows, size_t *n)
{
	*rows = NULL;
	*n = 0;
	for (size_t at = 0; at < n_keys; at += AT_ONCE) {
		struct query q = query_new(c);

		query_add(&q, NAMED_PRODUCTS, V(customer_id), V(store_id));
		query_in_texts(&q, "p.sku_key", keys + at, n_keys - at < AT_ONCE ? n_keys - at : AT_ONCE);
		query_tenant(c, &q, "p");
		if (!append(c, &q, &named_product_shape, rows, n))
			return false;
	}
	return true;
}

bool platform_sku_sql_by_sku(struct ctx *c, uint64_t customer_id, uint64_t store_id, const char *const *skus, size_t n_skus,
	struct named_product **rows, size_t *n)
{
	*rows = NULL;
	*n = 0;
	for (size_t at = 0; at < n_skus; at += AT_ONCE) {
		const size_t here = n_skus - at < AT_ONCE ? n_skus - at : AT_ONCE;
		struct query q = query_new(c);

		query_add(&q, NAMED_PRODUCTS "p.platform_sku_folded IN (", V(customer_id), V(store_id));
		for (size_t i = 0, marks = 1; i < marks; i++) {
			while (marks < here)
				marks *= 2;
			query_add(&q, "LOWER(TRIM(? COLLATE utf8mb4_nopad_bin))", V(skus[at + (i < here ? i : here - 1)]));
			if (i + 1 < marks)
				query_add(&q, ", ");
		}
		query_add(&q, ")");
		query_tenant(c, &q, "p");
		if (!append(c, &q, &named_product_shape, rows, n))
			return false;
	}
	return true;
}

static const struct field named_sku_fields[] = {
	FIELD(struct named_sku, sku_id, NULL), FIELD(struct named_sku, code, NULL), FIELD(struct named_sku, name, NULL),
	FIELD_CHOICE(struct named_sku, status, NULL, sku_status_names), FIELD_END
};
static const struct shape named_sku_shape = SHAPE(struct named_sku, named_sku_fields);

bool platform_sku_sql_codes(struct ctx *c, uint64_t customer_id, const char *const *codes, size_t n_codes, struct named_sku **rows, size_t *n)
{
	*rows = NULL;
	*n = 0;
	for (size_t at = 0; at < n_codes; at += AT_ONCE) {
		struct query q = query_new(c);

		query_add(&q, "SELECT k.id AS sku_id, k.code, k.name, k.status FROM sku k WHERE k.customer_id = ? AND ", V(customer_id));
		query_in_texts(&q, "k.code", codes + at, n_codes - at < AT_ONCE ? n_codes - at : AT_ONCE);
		query_tenant(c, &q, "k");
		if (!append(c, &q, &named_sku_shape, rows, n))
			return false;
	}
	return true;
}

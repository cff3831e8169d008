/* The one way in. A page is stored together: what came again as it is, is touched with one statement, what is new is written
 * with one statement for each table, and only what changed is looked at by itself. When the new ones cannot be stored
 * together, because of one of them, each goes by itself too: what is wrong with one order stops no other. */
#include "domain/ingest.h"

#include "domain/ingest_steps.h"
#include "lib/db.h"
#include "lib/failpoint.h"
#include "sql/ingest_sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- one order ------------------------------------------------------------------------------ */

/* Trouble that is not this order's own fault. */
static bool of_the_house(const struct ctx *c)
{
	return problem_is(c, PROBLEM_BUSY) || problem_is(c, PROBLEM_UNAVAILABLE) || problem_is(c, PROBLEM_STALE);
}

/* The problem that stands becomes the order's outcome. */
static void refuse(struct ctx *c, struct ingest_result *r)
{
	(void)ingest_result(r, SYNC_FAILED, problem_kinds[c->problem.code].code,
		c->problem.cause ? problem_kinds[PROBLEM_INTERNAL].title : c->problem.detail);
	r->order_id = 0;
	problem_clear(c);
}

/* Somebody else has just inserted one of them: the whole transaction sees it the second time. */
static bool raced(struct ctx *c, bool ok)
{
	const char *key = ok ? NULL : db_duplicate_key(c);

	if (!key || strcmp(key, "uk_platform") != 0)
		return ok;
	problem_clear(c);
	return problem(c, PROBLEM_BUSY, "an order was stored by somebody else just now");
}

/* False when it can not be stored, and then that is its outcome. */
static bool arrive(struct ctx *c, const struct ingest_source *from, const struct incoming_order *in, struct ingest_result *r,
	struct ingest_arrival *a)
{
	memset(r, 0, sizeof *r);
	if (!ingest_readable(c, in)) {
		refuse(c, r);
		return false;
	}
	a->in = ingest_completed(c, from, in);
	a->hash = ingest_hash(c, &a->in);
	a->result = r;
	return true;
}

static bool store(struct ctx *c, const struct ingest_source *from, const struct ingest_arrival *a)
{
	struct ingest_known *known;
	size_t n;

	if (!ingest_sql_known(c, from, &a->in.platform_order_id, 1, &known, &n))
		return false;
	return n ? ingest_update(c, from, known->id, a) : raced(c, ingest_create(c, from, &a, 1));
}

static bool store_alone(struct ctx *c, const struct ingest_source *from, const struct ingest_arrival *a)
{
	bool stored;

	if (!db_savepoint(c))
		return false;
	stored = store(c, from, a);
	if (stored || of_the_house(c))
		return db_savepoint_end(c, stored);
	refuse(c, a->result);
	return db_savepoint_undo(c);
}

bool ingest_order(struct ctx *c, const struct ingest_source *from, const struct incoming_order *in, struct ingest_result *out)
{
	struct ingest_arrival a;

	return !arrive(c, from, in, out, &a) || store_alone(c, from, &a);
}

/* ---- a page --------------------------------------------------------------------------------- */

/* Orders of a page that can be stored, in the page's order. */
struct page_work {
	const struct ingest_source  *from;
	const struct incoming_order *orders;
	size_t                       n;
	struct ingest_result        *results;
	bool (*also)(struct ctx *c, void *arg);
	void                        *arg;
};

struct sorted {
	const struct ingest_arrival *same[INGEST_PAGE_MAX], *new[INGEST_PAGE_MAX], *alone[INGEST_PAGE_MAX];
	uint64_t                     same_ids[INGEST_PAGE_MAX];
	size_t                       n_same, n_new, n_alone;
};

static int by_platform_id(const void *a, const void *b)
{
	return strcmp(((const struct ingest_known *)a)->platform_order_id, ((const struct ingest_known *)b)->platform_order_id);
}

static bool is_repeated(const struct ingest_arrival *all, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (strcmp(all[j].in.platform_order_id, all[i].in.platform_order_id) == 0)
			return true;
	return false;
}

static bool same_bytes(struct bytes a, struct bytes b)
{
	return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

/* An order that stands in the page twice is stored with the page once; what came of it later waits for that. */
static bool sort_out(struct ctx *c, const struct ingest_source *from, const struct ingest_arrival *all, size_t n, struct sorted *s)
{
	const char *ids[INGEST_PAGE_MAX];
	struct ingest_known *known;
	size_t n_known;

	for (size_t i = 0; i < n; i++)
		ids[i] = all[i].in.platform_order_id;
	if (!ingest_sql_known(c, from, ids, n, &known, &n_known))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct ingest_known wanted = { .platform_order_id = ids[i] };
		const struct ingest_known *there = n_known ? bsearch(&wanted, known, n_known, sizeof *known, by_platform_id) : NULL;

		if (is_repeated(all, i)) {
			s->alone[s->n_alone++] = &all[i];
		} else if (!there) {
			s->new[s->n_new++] = &all[i];
		} else if (!same_bytes(there->content_hash, all[i].hash)) {
			s->alone[s->n_alone++] = &all[i];
		} else {
			s->same_ids[s->n_same] = there->id;
			s->same[s->n_same++] = &all[i];
		}
	}
	return true;
}

static bool touch_same(struct ctx *c, const struct ingest_source *from, const struct sorted *s)
{
	for (size_t i = 0; i < s->n_same; i++) {
		s->same[i]->result->order_id = s->same_ids[i];
		(void)ingest_result(s->same[i]->result, SYNC_UNCHANGED, NULL, NULL);
	}
	return ingest_sql_touch(c, from, s->same_ids, s->n_same);
}

static bool each_alone(struct ctx *c, const struct ingest_source *from, const struct ingest_arrival *const *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!store_alone(c, from, all[i]) || !FP(c, "ingest.between_orders"))
			return false;
	return true;
}

static bool create_new(struct ctx *c, const struct ingest_source *from, const struct sorted *s)
{
	bool created;

	if (!s->n_new)
		return true;
	if (!db_savepoint(c))
		return false;
	created = raced(c, ingest_create(c, from, s->new, s->n_new));
	if (created || of_the_house(c))
		return db_savepoint_end(c, created) && FP(c, "ingest.between_orders");
	problem_clear(c); /* one of them has a reason; by itself it says so */
	return db_savepoint_undo(c) && each_alone(c, from, s->new, s->n_new);
}

static bool store_page(struct ctx *c, void *arg)
{
	const struct page_work *w = arg;
	struct ingest_arrival all[INGEST_PAGE_MAX];
	struct sorted s = { 0 };
	size_t n = 0;

	assert(w->n <= INGEST_PAGE_MAX);
	for (size_t i = 0; i < w->n; i++)
		n += arrive(c, w->from, &w->orders[i], &w->results[i], &all[n]);
	return (!n || (sort_out(c, w->from, all, n, &s)
		       && touch_same(c, w->from, &s)
		       && create_new(c, w->from, &s)
		       && each_alone(c, w->from, s.alone, s.n_alone)))
	    && ingest_sql_log(c, w->from, w->orders, w->results, w->n)
	    && (!w->also || w->also(c, w->arg));
}

bool ingest_page(struct ctx *c, const struct ingest_source *from, const struct incoming_order *orders, size_t n,
	struct ingest_result *results, bool (*also)(struct ctx *c, void *arg), void *arg)
{
	struct page_work whole = { from, orders, n, results, also, arg };

	if (db_begin(c) && db_end(c, store_page(c, &whole)))
		return true;
	if (!problem_is(c, PROBLEM_BUSY) || db_commit_unknown(c))
		return false;
	problem_clear(c);
	for (size_t i = 0; i < n; i++) {
		struct page_work one = { from, orders + i, 1, results + i, NULL, NULL };

		if (!db_again(c, store_page, &one))
			return false;
	}
	return !also || db_again(c, also, arg);
}
